"""Build the report."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iomreport import deferred_import
from iomreport.catalog import folders
from iomreport.charts import theme
from iomreport.errors import UsageError
from iomreport.pipeline import cache, processes
from iomreport.pipeline.assemble import front_matter
from iomreport.pipeline.editions import FORMATS, Edition, editions, warm_up
from iomreport.pipeline.fingerprint import GENERAL, Files
from iomreport.pipeline.notebook_files import chosen, report_notebooks
from iomreport.pipeline.plan import Chapter, planned
from iomreport.pipeline.progress import Progress
from iomreport.pipeline.publish import write
from iomreport.pipeline.result import BuildResult, EditionResult, NotebookResult
from iomreport.suggest import nearest

if TYPE_CHECKING:
    from iomreport.pipeline.execute import Task

TYPST_FOLDER = "typst"  # beside the editions


@processes.seldom_collected()
def build(
    out: Path = Path("build"),
    *,
    formats: Sequence[str] = FORMATS,
    use_cache: bool = True,
    show_code: bool = False,
    paper: str = theme.PAPERS[0],
    fonts: Sequence[Path] = (),
    keep_typst: bool = False,
    notebooks: Path | None = None,
    only: Sequence[str] = (),
    jobs: int | None = None,
    timeout: int | None = None,
    fork: bool = True,
    progress: Progress | None = None,
    explain: Callable[[NotebookResult], None] = lambda notebook: None,
) -> BuildResult:
    """Execute the notebooks, join them into one report, write its editions, and return what was done, and why.

    Parameters
    ----------
    out : Path
        Folder to write to.
    formats : sequence of str
        "html", "pdf" or both.
    use_cache, show_code, keep_typst, fork : bool
        Whether to reuse what unchanged code gave before; to show the code of each cell in its place; to leave
        the Typst source of the PDF edition in the folder `typst` beside it; to fork kernels where the system can.
    paper : str
        Size of the pages of the PDF edition: "a4" or "us-letter".
    notebooks : Path, optional
        Folder of the notebooks; those that travel with the package by default.
    fonts : sequence of Path
        Fonts for letters that the faces of the PDF edition lack.
    only : sequence of str
        Notebooks to make the report of, such as "growth"; all by default.
    jobs, timeout : int, optional
        How many notebooks run at once, as many as there are cores by default; seconds that a cell may take, 300 by
        default, and the PDF.
    progress : Progress, optional
        Receives what happens.
    explain : callable
        Is given what will become of each notebook, and why, before any of them runs.

    Raises
    ------
    BuildError
        If a notebook fails or an edition cannot be made; the last report stays as it was.
    UsageError
        If there are no notebooks, or an edition, a size of page or a notebook is not known.
    """
    started, begun = time.monotonic(), time.time()
    progress = progress or Progress()
    _check(formats, paper, jobs, timeout)
    _check_fonts(fonts)
    deferred_import.put_off()
    paths = chosen(report_notebooks(notebooks or folders.notebooks_folder()), only)
    chapters = planned(paths, Files(), use_cache)
    for chapter in chapters:
        explain(_notebook_result(chapter))
    front = front_matter([chapter.heading() for chapter in chapters] if only else [])
    limit = jobs or processes.cores()
    forked = _run(chapters, begun, progress, jobs=limit, timeout=timeout, fork=fork)
    options: dict[str, dict[str, Any]] = {
        "html": {"show_code": show_code},
        "pdf": _of_pdf(paper, fonts, out if keep_typst else None, show_code=show_code),
    }
    anew = (["pdf"] if keep_typst else []) if use_cache else formats
    made = editions(chapters, formats, front, progress, options=options, anew=anew, fonts=fonts, timeout=timeout)
    files = {edition.file: edition.content for edition in made}
    write(files, out, lambda: progress.said(f"waiting for another build that is writing to {out}"))
    with suppress(OSError):
        cache.tidy()
    return BuildResult(
        notebooks=tuple(_notebook_result(chapter) for chapter in chapters),
        editions=tuple(_edition_result(edition, out) for edition in made),
        jobs=limit,
        forked=forked,
        cache=cache.folder(),
        seconds=round(time.monotonic() - started, 3),
    )


def _check(formats: Sequence[str], paper: str, jobs: int | None, timeout: int | None) -> None:
    if not formats:
        raise UsageError(f"no edition asked for; there is: {', '.join(FORMATS)}")
    for edition in formats:
        if edition not in FORMATS:
            raise UsageError(f"no edition {edition!r}{nearest(edition, FORMATS)}")
    if paper not in theme.PAPERS:
        raise UsageError(f"no paper {paper!r}{nearest(paper, theme.PAPERS)}")
    for name, number in (("jobs", jobs), ("timeout", timeout)):
        if number is not None and number < 1:
            raise UsageError(f"{name} is {number}; it has to be at least 1")


def _check_fonts(fonts: Sequence[Path]) -> None:
    for font in fonts:
        if not font.exists():
            raise UsageError(f"there is no font {font}")


def _of_pdf(paper: str, fonts: Sequence[Path], keep_in: Path | None, *, show_code: bool) -> dict[str, Any]:
    """Return the options of the exporter of the PDF edition; none if all is as usual."""
    options: dict[str, Any] = {"paper": paper} if paper != theme.PAPERS[0] else {}
    options |= {"fonts": [str(font.resolve()) for font in fonts]} if fonts else {}
    options |= {"show_code": True} if show_code else {}
    return options | ({"keep_typst": str(keep_in / TYPST_FOLDER)} if keep_in else {})


def _run(
    chapters: Sequence[Chapter], begun: float, progress: Progress, *, jobs: int, timeout: int | None, fork: bool
) -> bool:
    """Run the notebooks that have to; tell whether kernels were forked."""
    running = {chapter.name: chapter for chapter in chapters if chapter.runs}
    for chapter in chapters:
        if chapter.entry:
            progress.said(f"{chapter.name}: unchanged, outputs reused")
            with cache.kept_or(progress.said, chapter.name):
                cache.note_last(chapter.notebook.path, chapter.entry.path)
    if not running:
        return False
    from iomreport.pipeline.execute import TIMEOUT, Task, execute

    def done(task: Task) -> None:
        _take_over(running[task.name], task, begun, progress)

    tasks = [Task(name, chapter.notebook.node(), chapter.seconds) for name, chapter in running.items()]
    return execute(tasks, progress, jobs=jobs, timeout=timeout or TIMEOUT, fork=fork, done=done, meanwhile=warm_up)


def _take_over(chapter: Chapter, task: Task, begun: float, progress: Progress) -> None:
    """Keep what a notebook gave, for this build and, if what it rests on is still there, for the next."""
    from iomreport.pipeline.execute import code_cells

    chapter.body, chapter.seconds = cache.body_of(code_cells(task.notebook)), task.seconds
    chapter.content = hashlib.sha256(chapter.body).hexdigest()
    files = Files()
    unheard = [name for name, existed in task.opened.items() if existed is None]
    if unheard:
        progress.said(f"{chapter.name}: what {unheard[0]} reads cannot be followed; not kept for the next build")
        return
    changed = files.changed_since(begun, task.opened)
    if changed:
        progress.said(f"{chapter.name}: {changed[0]} changed while it ran; not kept for the next build")
        return
    rests_on = {**chapter.rests_on, "files": files.digests([GENERAL, *map(files.name, map(Path, task.opened))])}
    with cache.kept_or(progress.said, chapter.name):
        entry = cache.remember(chapter.key, rests_on, chapter.seconds, chapter.body)
        cache.note_last(chapter.notebook.path, entry)


def _notebook_result(chapter: Chapter) -> NotebookResult:
    seconds, cells = round(chapter.seconds, 3), len(chapter.notebook.code)
    return NotebookResult(chapter.name, chapter.runs, chapter.reason, seconds, cells)


def _edition_result(edition: Edition, out: Path) -> EditionResult:
    digest = hashlib.sha256(edition.content).hexdigest()
    return EditionResult(out / edition.file, len(edition.content), digest, edition.remembered)
