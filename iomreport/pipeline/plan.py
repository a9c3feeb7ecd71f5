"""Which notebooks have to run, and why."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iomreport.pipeline import cache
from iomreport.pipeline.fingerprint import DATA, FILE, PACKAGE, Files, surroundings
from iomreport.pipeline.notebook_files import Notebook, without_outputs

UNCHANGED = "nothing that its results rest on has changed"

_CHANGED = {PACKAGE: "the package changed", DATA: "data changed", FILE: "files changed"}
_SHOWN = 4  # how many of the files that changed are named

# Measured, roughly: outputs that a notebook gives. Its file holds those of its last run, here or elsewhere.
_BYTES_A_SECOND = 300_000


@dataclass
class Chapter:
    """A notebook in a build."""

    notebook: Notebook
    rests_on: dict[str, Any]  # all that its results rest on but for files: its cells, versions and parameters
    key: str  # a digest of that
    entry: cache.Entry | None = None  # what its code gave before; None if it has to run
    reason: str = ""  # why it runs or not
    body: bytes = field(default=b"", repr=False)  # the outputs, once it has run
    content: str = ""  # a digest of the outputs
    seconds: float = 0.0  # how long it took, now or when it last ran; before it has ever run, how long it may take

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.notebook.name

    @property
    def runs(self) -> bool:
        """Whether its code has to run."""
        return self.entry is None

    def executed(self) -> Any:
        """Return the notebook with its outputs, as exporters want it."""
        import nbformat

        node = self.notebook.node()
        cells = [cell for cell in node.cells if cell.cell_type == "code" and cell.source.strip()]
        outputs = nbformat.from_dict(json.loads(self.entry.body if self.entry else self.body))
        for cell, given in zip(cells, outputs, strict=True):
            cell.outputs, cell.execution_count = given["outputs"], given["execution_count"]
        return node

    def heading(self) -> str:
        """Return its first line of prose without marks, which is what the report calls it."""
        prose = (cell["source"] for cell in self.notebook.cells if cell["cell_type"] == "markdown")
        return next(prose, self.name).strip().split("\n")[0].lstrip("# ")


def planned(paths: Sequence[Path], files: Files, use_cache: bool) -> list[Chapter]:
    """Return a chapter for each notebook, with what is remembered of it; nothing is recalled without the cache."""
    around = surroundings()
    chapters = []
    for path in paths:
        notebook = without_outputs(path, cache.cells_of) if use_cache else without_outputs(path)
        code = {cell["id"]: cache.digest_of_cell(cell) for cell in notebook.code}
        chapter = Chapter(notebook, {"code": code, **around}, cache.key(notebook.code, around))
        chapter.seconds = path.stat().st_size / _BYTES_A_SECOND
        _decide(chapter, files, use_cache)
        chapters.append(chapter)
    return chapters


def _decide(chapter: Chapter, files: Files, use_cache: bool) -> None:
    try:
        chapter.entry = cache.recall(chapter.key, files) if use_cache else None
    except cache.DamagedError:
        chapter.reason = "its remembered results are damaged"
        return
    before, known = (chapter.entry, True) if chapter.entry else cache.last_entry(chapter.notebook.path)
    if before:
        chapter.seconds = before.seconds
    if chapter.entry:
        chapter.reason, chapter.content = UNCHANGED, chapter.entry.content
    elif not use_cache:
        chapter.reason = "asked to run everything anew"
    elif before:
        now = {**chapter.rests_on, "files": files.digests(before.rests_on["files"])}
        chapter.reason = "; ".join(_changes(before.rests_on, now))
    else:
        chapter.reason = "its results were forgotten" if known else "no build has kept results of it"


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Say what has changed, in words."""
    cells = _differing(before["code"], now["code"])
    if cells or list(before["code"]) != list(now["code"]):
        yield f"code changed: {_listed(cells)}" if cells else "its cells changed their order"
    files = _differing(before["files"], now["files"])
    for kind, changed in _CHANGED.items():
        places = [name.removeprefix(f"{kind} ") for name in files if name.startswith(f"{kind} ")]
        if places:
            yield f"{changed}: {_listed(places)}"
    parameters = _differing(before["parameters"], now["parameters"])
    if parameters:
        yield f"parameters changed: {_listed(parameters)}"
    for name in _differing(before["versions"], now["versions"]):
        was, present = (versions.get(name, "none").split(" ")[0] for versions in (before["versions"], now["versions"]))
        yield f"{name} changed: {was} to {present}" if was != present else f"{name} changed"


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [name for name in {**now, **before} if before.get(name) != now.get(name)]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
