"""Which notebooks have to run, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iomreport.pipeline import cache
from iomreport.pipeline.fingerprint import Inputs, digest
from iomreport.pipeline.notebook_files import Notebook, without_outputs

UNCHANGED = "nothing that its results rest on has changed"
"""Why a notebook does not run."""

_SHOWN = 4

_BYTES_A_SECOND = 300_000
"""Of outputs that a notebook gives, roughly; its file holds those of its last run, here or elsewhere."""


@dataclass
class Chapter:
    """A notebook in a build.

    Attributes
    ----------
    notebook : Notebook
        The notebook.
    key : str
        Digest of all that its results rest on but for the data.
    noted : dict
        What the last build noted of it.
    entry : Entry or None
        What its code gave before; None if it has to run.
    reason : str
        Why it runs or not.
    body, content : bytes, str
        The outputs, once it has run, and their digest.
    seconds : float
        How long it took, now or when it last ran; how long it may take, before it has ever run.
    """

    notebook: Notebook
    key: str
    noted: dict[str, Any]
    entry: cache.Entry | None = None
    reason: str = ""
    body: bytes = field(default=b"", repr=False)
    content: str = ""
    seconds: float = 0.0

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
        node = self.notebook.node()
        cells = [cell for cell in node.cells if cell.cell_type == "code" and cell.source.strip()]
        for cell, given in zip(cells, self._outputs(), strict=True):
            cell.outputs, cell.execution_count = given["outputs"], given["execution_count"]
        return node

    def _outputs(self) -> Any:
        import nbformat

        return nbformat.from_dict(self.entry.outputs() if self.entry else cache.outputs_in(self.body))

    def heading(self) -> str:
        """Return its first line of prose without marks, which is what the report calls it."""
        prose = (cell["source"] for cell in self.notebook.cells if cell["cell_type"] == "markdown")
        return next(prose, self.name).strip().split("\n")[0].lstrip("# ")


def planned(paths: Sequence[Path], inputs: Inputs, use_cache: bool) -> list[Chapter]:
    """Return a chapter for each notebook, with what is remembered of it.

    Parameters
    ----------
    paths : sequence of Path
        The notebooks.
    inputs : Inputs
        The surroundings.
    use_cache : bool
        Whether to reuse what unchanged code gave before.

    Raises
    ------
    BuildError
        If a file is no notebook.
    """
    chapters = []
    for path in paths:
        notebook = without_outputs(path)
        chapter = Chapter(notebook, cache.key(notebook.code, inputs), cache.last(path))
        chapter.seconds = float(chapter.noted.get("seconds") or path.stat().st_size / _BYTES_A_SECOND)
        _decide(chapter, inputs, use_cache)
        chapters.append(chapter)
    return chapters


def _decide(chapter: Chapter, inputs: Inputs, use_cache: bool) -> None:
    if not use_cache:
        chapter.reason = "asked to run everything anew"
        return
    try:
        chapter.entry = cache.recall(chapter.key, inputs)
    except cache.DamagedError:
        chapter.reason = "its remembered results are damaged"
        return
    if chapter.entry:
        chapter.reason, chapter.seconds = UNCHANGED, chapter.entry.seconds
        chapter.content = chapter.entry.content
    elif not chapter.noted:
        chapter.reason = "no build has run it before"
    else:
        now = note_of(chapter, inputs, chapter.noted.get("data", {}))
        changes = list(_changes(chapter.noted, now))
        chapter.reason = "; ".join(changes) or "its results were forgotten"


def note_of(chapter: Chapter, inputs: Inputs, parts: Mapping[str, str]) -> dict[str, Any]:
    """Return what to note of a chapter: a digest of all that its results rest on, one by one.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    inputs : Inputs
        The surroundings.
    parts : mapping of str to str
        The parts of the data that it rests on.
    """
    code = {cell["id"]: digest(cell["source"]) for cell in chapter.notebook.code}
    return {**inputs.fixed, "code": code, "data": inputs.parts(parts), "seconds": chapter.seconds}


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Say what has changed, in words."""
    cells = _differing(before.get("code", {}), now["code"])
    if cells or list(before.get("code", {})) != list(now["code"]):
        yield f"code changed: {_listed(cells)}" if cells else "its cells changed their order"
    files = _differing(before.get("package", {}), now["package"])
    if files:
        yield f"the package changed: {_listed(files)}"
    parts = _differing(before.get("data", {}), now["data"])
    if parts:
        yield f"data changed: {_listed(parts)}"
    parameters = _differing(before.get("parameters", {}), now["parameters"])
    if parameters:
        yield f"parameters changed: {_listed(parameters)}"
    for name in _differing(before.get("versions", {}), now["versions"]):
        was, present = (versions.get(name, "none").split(" ")[0] for versions in (before["versions"], now["versions"]))
        yield f"{name} changed: {was} to {present}" if was != present else f"{name} changed"


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [name for name in {**now, **before} if before.get(name) != now.get(name)]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
