"""Remember what a notebook's code gave, for as long as nothing that can change it has changed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
import platformdirs

from iomreport.build.execute import code_cells
from iomreport.places import data_folder

_PACKAGE = Path(__file__).resolve().parents[1]
_VERSIONS = ("babel", "font-source-sans-pro", "ipykernel", "ipython", "matplotlib", "numpy", "pandas")
_FORMAT = 1


def folder() -> Path:
    """Return where executed code is remembered: `IOMREPORT_CACHE`, or this system's place for caches."""
    return Path(os.environ.get("IOMREPORT_CACHE") or platformdirs.user_cache_dir("iomreport"))


def key(notebook: Any) -> str:
    """Return a digest of everything that can change what the code of a notebook gives.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook; its prose does not matter.

    Returns
    -------
    str
        Hexadecimal digest over the code cells, this package's source, the data, and the versions of Python and of the
        packages that draw and compute.
    """
    digest = hashlib.sha256(_surroundings().encode())
    for cell in code_cells(notebook):
        digest.update(json.dumps(cell.source).encode())
    return digest.hexdigest()


def _surroundings() -> str:
    digest = hashlib.sha256()
    for path in [*_files(_PACKAGE, {".py", ".mplstyle"}), *_files(data_folder(), {".csv", ".json"})]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    versions = [f"{name} {importlib.metadata.version(name)}" for name in _VERSIONS]
    return json.dumps([_FORMAT, sys.version, versions, digest.hexdigest()])


def _files(top: Path, endings: set[str]) -> Iterable[Path]:
    return sorted(path for path in top.rglob("*") if path.suffix in endings)


def recall(notebook: Any) -> bool:
    """Give a notebook the outputs that its code gave before.

    Returns
    -------
    bool
        Whether they were remembered; an entry that cannot be read counts as forgotten.
    """
    path = folder() / f"{key(notebook)}.json"
    try:
        remembered = json.loads(path.read_text(encoding="utf-8"))
        outputs = [[_output(output) for output in cell["outputs"]] for cell in remembered]
        counts = [cell["execution_count"] for cell in remembered]
    except (OSError, ValueError, KeyError, TypeError):  # absent, or damaged and to be written anew
        return False
    cells = code_cells(notebook)
    if len(cells) != len(remembered):
        return False
    for cell, given, count in zip(cells, outputs, counts, strict=True):
        cell.outputs, cell.execution_count = given, count
    return True


def _output(output: Any) -> Any:
    """Return a remembered output, if it is one."""
    if not isinstance(output, dict) or "output_type" not in output:
        raise ValueError("no output of a notebook")
    return nbformat.from_dict(output)


def remember(notebook: Any) -> None:
    """Keep the outputs of an executed notebook for the next build.

    Raises
    ------
    OSError
        If the cache cannot be written to.
    """
    kept = [{"outputs": cell.outputs, "execution_count": cell.execution_count} for cell in code_cells(notebook)]
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=place, delete=False, encoding="utf-8", suffix=".part") as file:
        json.dump(kept, file)
    Path(file.name).replace(place / f"{key(notebook)}.json")
