"""The notebooks of the report as they lie on the disk."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iomreport.errors import BuildError, UsageError
from iomreport.suggest import nearest

_RESULTS = ("outputs", "execution_count")


@dataclass
class Notebook:
    """A notebook without what its code gave: its cells in the format's own terms, each `source` one string."""

    path: Path
    cells: list[dict[str, Any]] = field(repr=False)

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.path.name

    @property
    def code(self) -> list[dict[str, Any]]:
        """The cells that hold code to run."""
        return [cell for cell in self.cells if cell["cell_type"] == "code" and cell["source"].strip()]

    def node(self) -> Any:
        """Return it as nbformat and nbclient want it, with nothing run yet."""
        import nbformat

        empty: dict[str, Any] = {"outputs": [], "execution_count": None}
        cells = [cell | (empty if cell["cell_type"] == "code" else {}) for cell in self.cells]
        return nbformat.from_dict(
            {"cells": json.loads(json.dumps(cells)), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        )


def report_notebooks(folder: Path, *, exploring: bool = False) -> list[Path]:
    """Return the notebooks of a folder in the order of their names; `05-explore` is no chapter of the report."""
    found = sorted(folder.glob("[0-9][0-9]-*.ipynb"))
    found = [path for path in found if exploring or not path.stem.endswith("-explore")]
    if not found:
        raise UsageError(f"{folder} holds no notebooks named like 00-summary.ipynb")
    return found


def chosen(paths: Sequence[Path], only: Sequence[str]) -> list[Path]:
    """Return the notebooks that names like "growth", "01-growth" or "01-growth.ipynb" mean; all if there is no name."""
    known = {name: path for path in paths for name in (path.name, path.stem, path.stem[3:])}
    for name in only:
        if name not in known:
            raise UsageError(f"no notebook {name!r}{nearest(name, [path.stem[3:] for path in paths])}")
    wanted = {known[name] for name in only}
    return [path for path in paths if path in wanted or not only]


def read_notebook(path: Path) -> Any:
    """Read a notebook with all that it holds, in the present format; a `BuildError` if the file is none."""
    import nbformat

    try:
        return _with_ids(nbformat.reads(path.read_text(encoding="utf-8"), as_version=4))
    except (OSError, ValueError, AttributeError, nbformat.ValidationError) as error:
        reason = str(error).splitlines()[0][:200]
        raise BuildError(f"{path.name} cannot be read as a Jupyter notebook: {reason}") from error


def _with_ids(notebook: Any) -> Any:
    """Name the cells of a notebook older than format 4.5, which had no names, by their numbers."""
    if notebook.nbformat_minor < 5:
        notebook.nbformat_minor = 5
        for number, cell in enumerate(notebook.cells, start=1):
            cell["id"] = f"cell-{number}"
    return notebook


def without_outputs(path: Path, remembered: Callable[..., Any] = lambda content, read: read()) -> Notebook:
    """Read what a notebook says, and leave out what its code gave; a `BuildError` if the file is none.

    `remembered` is given the file's content and what reads its cells, which it may know already.
    """
    try:
        content = path.read_bytes()
        cells = remembered(content, lambda: _plain_cells(content.decode("utf-8")))
    except (OSError, ValueError):
        cells = None
    if cells is None:
        whole = read_notebook(path)
        cells = [{key: part for key, part in cell.items() if key not in _RESULTS} for cell in whole.cells]
    return Notebook(path, cells)


def _plain_cells(text: str) -> list[dict[str, Any]] | None:
    """Return the cells of a notebook of the present format; None for any other, for nbformat to look at.

    Importing nbformat takes longer than all else that a build without changes does.
    """
    try:
        content = json.loads(text)
        if content["nbformat"] != 4 or content["nbformat_minor"] < 5:
            return None
        return [_plain_cell(cell) for cell in content["cells"]]
    except (ValueError, KeyError, TypeError, AttributeError):  # it is for nbformat to say what is wrong
        return None


def _plain_cell(cell: dict[str, Any]) -> dict[str, Any]:
    if cell["cell_type"] not in {"code", "markdown", "raw"} or not isinstance(cell["id"], str):
        raise ValueError("no cell of a notebook")
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    return {key: part for key, part in cell.items() if key not in _RESULTS} | {"source": source}
