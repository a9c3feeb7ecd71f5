"""What a build shows on a terminal, and writes in lines elsewhere."""

from typing import Any

from rich.console import Console

from iomreport.pipeline.progress import Progress
from iomreport.pipeline.result import BuildResult, NotebookResult


class TerminalProgress(Progress):
    """Shows a bar with the cells of each running notebook on a terminal, and plain lines elsewhere."""

    def __init__(self, console: Console):
        self._console = console
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> "TerminalProgress":
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bars:
            self._bars.stop()

    def planned(self, notebook: str, cells: int) -> None:
        """Show a bar for a notebook."""
        if self._console.is_terminal:
            self._bars = self._bars or _bars(self._console)
            self._tasks[notebook] = self._bars.add_task(notebook, total=cells)

    def executed(self, notebook: str) -> None:
        """Move a notebook's bar on; take it away at its end."""
        if self._bars:
            task = self._tasks[notebook]
            self._bars.advance(task)
            self._bars.update(task, visible=not self._bars.tasks[task].finished)

    def said(self, message: str) -> None:
        """Print a step as a line, where no bar shows it."""
        if not self._console.is_terminal:
            self._console.print(message, markup=False)


def _bars(console: Console) -> Any:
    from rich import progress  # only here, as a build that runs nothing needs none

    shown = progress.TextColumn("{task.description}"), progress.BarColumn(), progress.MofNCompleteColumn()
    bars = progress.Progress(*shown, progress.TimeElapsedColumn(), console=console, transient=True)
    bars.start()
    return bars


def explained(notebook: NotebookResult) -> str:
    """Return a line that says whether a notebook runs, and why."""
    return f"{notebook.name}  {'runs' if notebook.executed else 'does not run'}: {notebook.reason}"


def summary(result: BuildResult) -> str:
    """Return lines that say what a build wrote, and how long it took."""
    lines = [f"{edition.file}  {edition.size / 1000:,.0f} kB" for edition in result.editions]
    return "\n".join([*lines, f"done in {result.seconds:.1f} s"])
