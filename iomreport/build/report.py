"""Build the report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from iomreport import places, theme
from iomreport.build import cache
from iomreport.build.assemble import assemble
from iomreport.build.execute import execute
from iomreport.build.progress import Progress, Silent
from iomreport.build.write import write
from iomreport.errors import BuildError, UsageError
from iomreport.suggest import nearest

FORMATS = ("html", "pdf")
"""Editions that can be built."""

TYPST_FOLDER = "typst"
"""Folder beside the editions in which the source of the PDF edition is left if asked for."""


@dataclass(frozen=True)
class BuildResult:
    """What a build did.

    Attributes
    ----------
    files : tuple of Path
        The editions written.
    executed, remembered : tuple of str
        Names of the notebooks whose code ran, and of those whose outputs were remembered.
    seconds : float
        How long it took.
    """

    files: tuple[Path, ...]
    executed: tuple[str, ...]
    remembered: tuple[str, ...]
    seconds: float


def build(
    out: Path = Path("build"),
    *,
    formats: Sequence[str] = FORMATS,
    use_cache: bool = True,
    show_code: bool = False,
    paper: str = theme.PAPERS[0],
    keep_typst: bool = False,
    notebooks: Path | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Execute the notebooks, join them into one report and write its editions.

    Parameters
    ----------
    out : Path
        Folder to write to.
    formats : sequence of str
        "html", "pdf" or both.
    use_cache : bool
        Whether to reuse what unchanged code gave before.
    show_code : bool
        Whether the HTML edition shows the code of each cell, rather than folded at the end of each section.
    paper : str
        Size of the pages of the PDF edition: "a4" or "us-letter".
    keep_typst : bool
        Whether to leave the Typst source of the PDF edition, with the faces it needs, in the folder `typst` beside it.
    notebooks : Path, optional
        Folder of the notebooks; those that travel with the package by default.
    progress : Progress, optional
        Is told what happens.

    Returns
    -------
    BuildResult
        What was written and what was executed.

    Raises
    ------
    BuildError
        If a notebook fails or an edition cannot be made; the last report stays as it was.
    UsageError
        If there are no notebooks, or an edition or size of page is not known.
    """
    started = time.monotonic()
    progress = progress or Silent()
    if not formats:
        raise UsageError(f"no edition asked for; there is: {', '.join(FORMATS)}")
    for edition in formats:
        if edition not in FORMATS:
            raise UsageError(f"no edition {edition!r}{nearest(edition, FORMATS)}")
    if paper not in theme.PAPERS:
        raise UsageError(f"no paper {paper!r}{nearest(paper, theme.PAPERS)}")
    chapters, executed, remembered = [], [], []
    for path in report_notebooks(notebooks or places.notebooks_folder()):
        chapter = read_notebook(path)
        if use_cache and cache.recall(chapter):
            progress.said(f"{path.name}: unchanged, outputs reused")
            remembered.append(path.name)
        else:
            progress.said(f"{path.name}: executing")
            execute(chapter, path.name, progress)
            _remember(chapter, progress)
            executed.append(path.name)
        chapters.append(chapter)
    report = assemble(chapters)
    options: dict[str, dict[str, Any]] = {
        "html": {"show_code": show_code},
        "pdf": {"paper": paper, "keep_typst": str(out / TYPST_FOLDER) if keep_typst else ""},
    }
    files = {f"report.{edition}": _export(report, edition, options.get(edition, {}), progress) for edition in formats}
    written = write(files, out)
    return BuildResult(tuple(written), tuple(executed), tuple(remembered), time.monotonic() - started)


def report_notebooks(folder: Path, *, exploring: bool = False) -> list[Path]:
    """Return the notebooks of the report in their order, which is that of their file names.

    Parameters
    ----------
    folder : Path
        Where they are.
    exploring : bool
        Whether to return those named like `05-explore.ipynb` too, which are for analysts and no chapter.

    Raises
    ------
    UsageError
        If the folder holds none.
    """
    found = sorted(folder.glob("[0-9][0-9]-*.ipynb"))
    found = [path for path in found if exploring or not path.stem.endswith("-explore")]
    if not found:
        raise UsageError(f"{folder} holds no notebooks named like 00-summary.ipynb")
    return found


def read_notebook(path: Path) -> Any:
    """Read a notebook.

    Raises
    ------
    BuildError
        If the file is no notebook.
    """
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError, AttributeError, nbformat.ValidationError) as error:
        reason = str(error).splitlines()[0][:200]
        raise BuildError(f"{path.name} cannot be read as a Jupyter notebook: {reason}") from error


def _remember(notebook: Any, progress: Progress) -> None:
    try:
        cache.remember(notebook)
    except OSError as error:
        progress.said(f"outputs not kept for the next build: {cache.folder()}: {error.strerror or error}")


def _export(report: Any, edition: str, options: dict[str, Any], progress: Progress) -> bytes:
    from nbconvert.exporters import get_exporter

    progress.said(f"report.{edition}: exporting")
    content, _ = get_exporter(f"iomreport-{edition}")(**options).from_notebook_node(report)
    return content if isinstance(content, bytes) else content.encode("utf-8")
