"""The command line: a thin layer over the library.

Exit codes: 0 when all is well, 1 when something was found wrong, 2 when the command was used wrongly; 130 when it was
stopped by Ctrl-C.
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from iomreport import deferred_import
from iomreport.errors import IomreportError, UsageError

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__.split("\n")[0]
)
importing = typer.Typer(no_args_is_help=True, help="Read what others publish into the tables.")
app.add_typer(importing, name="import")
_out = Console(soft_wrap=True, highlight=False)
_err = Console(stderr=True, soft_wrap=True, highlight=False)


@app.callback()
def iomreport(
    data_folder: Annotated[
        Path | None, typer.Option("--data", help="Data folder to use in place of the shipped one, or over it.")
    ] = None,
) -> None:
    """Build, check and explore the report on the International Organization for Migration."""
    if data_folder is not None:
        if not data_folder.is_dir():
            raise UsageError(f"{data_folder} is no folder")
        os.environ["IOMREPORT_DATA"] = str(data_folder.resolve())  # kernels of a build inherit it


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="Folder to write the report to.")] = Path("build"),
    formats: Annotated[str, typer.Option(help="Editions to make, joined by a comma.")] = "html,pdf",
    only: Annotated[str, typer.Option(help="Notebooks to make the report of, as growth; all by default.")] = "",
    cache: Annotated[bool, typer.Option(help="Reuse what unchanged code gave before.")] = True,
    show_code: Annotated[bool, typer.Option("--show-code", help="Show the code of each cell in its place.")] = False,
    paper: Annotated[str, typer.Option(help="Size of the pages of the PDF edition: a4 or us-letter.")] = "a4",
    font: Annotated[
        list[Path] | None, typer.Option(help="A font for letters that the faces of the PDF lack; as often as needed.")
    ] = None,
    keep_typst: Annotated[
        bool, typer.Option("--keep-typst", help="Leave the Typst source of the PDF edition in the folder typst.")
    ] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Notebooks run at once; as many as cores by default.")] = None,
    timeout: Annotated[
        int | None, typer.Option(min=1, help="Seconds that a cell may take, 300 by default; and the PDF.")
    ] = None,
    fork: Annotated[bool, typer.Option(help="Fork kernels from one process, where the system can.")] = True,
    explain: Annotated[bool, typer.Option("--explain", help="Say of each notebook why it runs or not.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON, for programs.")] = False,
) -> None:
    """Execute the notebooks and write the report."""
    from iomreport import pipeline as library
    from iomreport.pipeline.terminal import TerminalProgress, explained, summary

    reasons = (_err if json else _out) if explain else Console(quiet=True)
    try:
        with TerminalProgress(_err) as progress:
            result = library.build(
                out,
                formats=_listed(formats),
                only=_listed(only),
                use_cache=cache,
                show_code=show_code,
                paper=paper,
                fonts=font or (),
                keep_typst=keep_typst,
                jobs=jobs,
                timeout=timeout,
                fork=fork,
                progress=progress,
                explain=lambda notebook: reasons.print(explained(notebook), markup=False),
            )
    except KeyboardInterrupt:
        _err.print("iomreport: stopped; the last report stays as it was", markup=False)
        raise
    _out.print(result.as_json() if json else summary(result), markup=False)


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


@app.command()
def watch(
    out: Annotated[Path, typer.Option(help="Folder to write the report to.")] = Path("build"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to serve at; 0 for any that is free.")] = 8765,
) -> None:
    """Rebuild the HTML edition after each change, and show it at 127.0.0.1 in a page that reloads itself."""
    from iomreport.pipeline.watch import watch as library

    with suppress(KeyboardInterrupt):  # which is how it ends
        library(out, port=port, said=lambda message: _out.print(message, markup=False))


@app.command()
def clean(
    out: Annotated[Path, typer.Option(help="Folder in which killed builds may have left something.")] = Path("build"),
) -> None:
    """Forget what notebooks gave before, so that the next build runs them all; the report itself stays."""
    from iomreport.pipeline import cache
    from iomreport.pipeline.publish import clear

    number, size = cache.clean()
    clear(out)
    _out.print(f"{number} files of {size / 1000:,.0f} kB removed from {cache.folder()}", markup=False)


@app.command("refresh-notebooks")
def refresh_notebooks() -> None:
    """Execute the notebooks and write them back in normal form."""
    from iomreport.catalog.folders import notebooks_folder
    from iomreport.pipeline.refresh import refresh
    from iomreport.pipeline.terminal import TerminalProgress

    with TerminalProgress(_err) as progress:
        changed = refresh(notebooks_folder(), progress)
    for path in changed:
        _out.print(f"{path.name}  changed", markup=False)
    _out.print(f"{len(changed)} notebooks changed", markup=False)


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="Data folder to check; the shipped one by default.")] = None,
) -> None:
    """Hold the data against their schema and against what must be true of them, and print every broken promise."""
    from iomreport.catalog import checks
    from iomreport.catalog.folders import data_folder

    folder = path or data_folder()
    found = checks.broken_promises(folder)
    for broken in found:
        _err.print(str(broken), markup=False)
    if found:
        _err.print(f"{len(found)} found wrong in {folder}", markup=False)
        raise typer.Exit(1)
    _out.print(f"{len(checks.names(folder))} tables in {folder}: nothing wrong", markup=False)


@app.command()
def data(
    name: Annotated[str | None, typer.Argument(help="Dataset to export; all are listed if none is named.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV; the default.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON, metadata first.")] = False,
    excel: Annotated[bool, typer.Option("--excel", help="As an Excel workbook.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="As Parquet.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File to write to.")] = None,
) -> None:
    """List the datasets, or export one with what its columns mean."""
    wanted = [kind for kind, flag in (("csv", csv), ("json", json), ("excel", excel), ("parquet", parquet)) if flag]
    if len(wanted) > 1:
        raise UsageError(f"--{' and --'.join(wanted)} exclude one another")
    if name is None:
        if wanted or output:
            raise UsageError("name the dataset to export; iomreport data lists them")
        _list_datasets()
    else:
        _export_dataset(name, wanted[0] if wanted else "csv", output)


@app.command(context_settings={"ignore_unknown_options": True})
def lab(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DIR] [OPTIONS OF JUPYTERLAB]", help="Folder to work in, iomreport-lab by default."),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser; the address is printed.")] = False,
) -> None:
    """Explore in JupyterLab, on a working copy of the notebooks; those that are in the folder stay as they are."""
    from iomreport.pipeline.lab import copy_notebooks, open_lab

    folders = [argument for argument in arguments or [] if not argument.startswith("-")] or ["iomreport-lab"]
    options = [argument for argument in arguments or [] if argument.startswith("-")]
    if len(folders) > 1:
        raise UsageError(f"one folder to work in, not {', '.join(folders)}; write options like --port=8888")
    copy = copy_notebooks(Path(folders[0]))
    _out.print(f"{copy.folder}: {len(copy.copied)} notebooks copied, {len(copy.kept)} kept as they were", markup=False)
    raise typer.Exit(open_lab(copy.folder, [*options, *(["--no-browser"] if no_browser else [])]))


@importing.command("missing-migrants")
def import_missing_migrants(
    file: Annotated[Path, typer.Argument(help="The export: a file as CSV, XLSX or JSON, or a folder of its parts.")],
    out: Annotated[Path | None, typer.Option(help="Data folder to write to; the one in use by default.")] = None,
    export: Annotated[
        str | None, typer.Option(help="Its month or day, YYYY-MM or YYYY-MM-DD, if nothing tells.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell every repair and every row that changes.")] = False,
    leave_out: Annotated[bool, typer.Option("--leave-out", help="Leave out rows that fit no headings.")] = False,
    whole_world: Annotated[
        bool,
        typer.Option("--whole-world", help="Take it for all records, though other exports hold far more or fewer."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
) -> None:
    """Read an export of the Missing Migrants Project into the tables deaths and deaths_revisions."""
    from iomreport.missing_migrants.command import import_export

    lines = import_export(
        file, out, export=export, verbose=verbose, leave_out=leave_out, whole_world=whole_world, dry_run=dry_run
    )
    for line in lines:
        _out.print(line, markup=False)


def _list_datasets() -> None:
    from iomreport import catalog

    listing = catalog.datasets()
    width = max(len(str(name)) for name in listing.index)
    for name, row in listing.iterrows():
        _out.print(f"{name:<{width}}  {row['rows']:>5}  {row['title']}", markup=False)


def _export_dataset(name: str, kind: str, output: Path | None) -> None:
    from iomreport import catalog
    from iomreport.catalog import files
    from iomreport.catalog.cells import csv_text

    if output is not None:
        for path in files.write_dataset(name, kind, output):
            _err.print(f"{path}  {path.stat().st_size / 1000:,.1f} kB", markup=False)
    elif kind in {"excel", "parquet"}:
        raise UsageError(f"--{kind} needs a file to write to: add -o FILE")
    else:
        text = csv_text(catalog.load(name)) if kind == "csv" else files.json_text(name)
        sys.stdout.buffer.write(text.encode("utf-8"))


def main() -> None:
    """Run the command line, and turn what goes wrong into one message and an exit code."""
    for name in ("SIGTERM", "SIGHUP"):  # end as Ctrl-C does, leaving no process behind
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    deferred_import.put_off()
    try:
        app()
    except UsageError as error:
        _err.print(f"iomreport: {error}", markup=False)
        raise SystemExit(2) from error
    except IomreportError as error:
        _err.print(f"iomreport: {error}", markup=False)
        raise SystemExit(1) from error
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _err.print(f"iomreport: {place}{error.strerror or error}", markup=False)
        raise SystemExit(1) from error
