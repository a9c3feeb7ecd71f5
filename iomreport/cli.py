"""The command line: a thin layer over the library.

Exit codes: 0 when all is well, 1 when something was found wrong, 2 when the command was used wrongly.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as RichProgress

from iomreport.errors import IomreportError, UsageError

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__.split("\n")[0]
)
_out = Console(soft_wrap=True, highlight=False)
_err = Console(stderr=True, soft_wrap=True, highlight=False)


@app.callback()
def iomreport() -> None:
    """Build, check and explore the report on the International Organization for Migration."""


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="Folder to write the report to.")] = Path("build"),
    formats: Annotated[str, typer.Option(help="Editions to make, joined by a comma.")] = "html,pdf",
    cache: Annotated[bool, typer.Option(help="Reuse what unchanged code gave before.")] = True,
) -> None:
    """Execute the notebooks and write the report."""
    from iomreport import build as library

    editions = [edition.strip() for edition in formats.split(",") if edition.strip()]
    with _Told() as progress:
        result = library.build(out, formats=editions, use_cache=cache, progress=progress)
    for path in result.files:
        _out.print(f"{path}  {path.stat().st_size / 1000:,.0f} kB", markup=False)
    _out.print(f"done in {result.seconds:.1f} s", markup=False)


@app.command("refresh-notebooks")
def refresh_notebooks() -> None:
    """Execute the notebooks and write them back in normal form."""
    from iomreport.build.refresh import refresh
    from iomreport.places import notebooks_folder

    with _Told() as progress:
        changed = refresh(notebooks_folder(), progress)
    for path in changed:
        _out.print(f"{path.name}  changed", markup=False)
    _out.print(f"{len(changed)} notebooks changed", markup=False)


@app.command()
def check() -> None:
    """Hold the data against their schema and print every breach."""
    from iomreport import catalog, schema
    from iomreport.places import data_folder

    folder = data_folder()
    found = [violation for name in schema.resources(folder) for violation in schema.violations(folder, name)]
    for violation in found:
        _err.print(str(violation), markup=False)
    if found:
        raise typer.Exit(1)
    _out.print(f"{len(schema.resources(folder))} tables, version {catalog.version()}: nothing wrong", markup=False)


@app.command()
def data() -> None:
    """List the datasets."""
    from iomreport import catalog

    listing = catalog.datasets()
    width = max(len(str(name)) for name in listing.index)
    for name, row in listing.iterrows():
        _out.print(f"{name:<{width}}  {row['rows']:>5}  {row['title']}", markup=False)


class _Told:
    """Tells the progress of a build: a bar on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
        self._bars = RichProgress(*columns, console=_err, disable=not _err.is_terminal, transient=True)
        self._tasks: dict[str, int] = {}

    def __enter__(self) -> _Told:
        self._bars.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._bars.stop()

    def planned(self, notebook: str, cells: int) -> None:
        """Show a bar for a notebook."""
        self._tasks[notebook] = self._bars.add_task(notebook, total=cells)

    def executed(self, notebook: str) -> None:
        """Move a notebook's bar on."""
        self._bars.advance(self._tasks[notebook])  # type: ignore[arg-type]

    def said(self, message: str) -> None:
        """Print a step as a line, where no bar shows it."""
        if not _err.is_terminal:
            _err.print(message, markup=False)


def main() -> None:
    """Run the command line, and turn what goes wrong into one message and an exit code."""
    try:
        app()
    except UsageError as error:
        _err.print(f"iomreport: {error}", markup=False)
        raise SystemExit(2) from error
    except IomreportError as error:
        _err.print(f"iomreport: {error}", markup=False)
        raise SystemExit(1) from error
