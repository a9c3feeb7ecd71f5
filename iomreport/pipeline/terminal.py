"""What a build shows on a terminal, and writes in lines elsewhere."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from iomreport.pipeline.progress import Progress
from iomreport.pipeline.result import BuildResult, NotebookResult


class TerminalProgress(Progress):
    """Shows a bar with the cells of each running notebook on a terminal, and plain lines elsewhere."""

    def __init__(self, console: Console):
        self._console = console
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        self._bars = Bars(*columns, console=console, disable=not console.is_terminal, transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> TerminalProgress:
        self._bars.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._bars.stop()

    def planned(self, notebook: str, cells: int) -> None:
        """Show a bar for a notebook."""
        self._tasks[notebook] = self._bars.add_task(notebook, total=cells)

    def executed(self, notebook: str) -> None:
        """Move a notebook's bar on; take it away at its end."""
        task = self._tasks[notebook]
        self._bars.advance(task)
        self._bars.update(task, visible=not self._bars.tasks[task].finished)

    def said(self, message: str) -> None:
        """Print a step as a line, where no bar shows it."""
        if not self._console.is_terminal:
            self._console.print(message, markup=False)


def explained(notebook: NotebookResult) -> str:
    """Return a line that says whether a notebook runs, and why."""
    return f"{notebook.name}  {'runs' if notebook.executed else 'does not run'}: {notebook.reason}"


def summary(result: BuildResult) -> str:
    """Return lines that say what a build wrote, and how long it took."""
    lines = [f"{edition.file}  {edition.size / 1000:,.0f} kB" for edition in result.editions]
    return "\n".join([*lines, f"done in {result.seconds:.1f} s"])
