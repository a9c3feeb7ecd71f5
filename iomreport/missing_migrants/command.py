"""What `iomreport import missing-migrants` does and says."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from iomreport import formats
from iomreport.catalog import descriptor
from iomreport.catalog.folders import data_folder
from iomreport.errors import UsageError
from iomreport.missing_migrants.data_files import write_all
from iomreport.missing_migrants.identity import EUROPE, Identity, identify
from iomreport.missing_migrants.layouts import DERIVED
from iomreport.missing_migrants.repairs import count_by_kind
from iomreport.missing_migrants.repeated import REPEATED
from iomreport.missing_migrants.tidy import Reading, read_with_repairs
from iomreport.missing_migrants.totals import periods, revision_rows
from iomreport.missing_migrants.update import Update, plan, table_of
from iomreport.missing_migrants.world import doubts, few

_MOST_CHANGES = 40  # changed rows of deaths that are told without --verbose
_MOST_DOUBTS = 3  # reasons against a file that a message gives


def import_export(
    path: Path,
    folder: Path | None = None,
    *,
    export: str | None = None,
    verbose: bool = False,
    leave_out: bool = False,
    whole_world: bool = False,
    dry_run: bool = False,
    today: datetime.date | None = None,
) -> Iterator[str]:
    """Read an export, write its rows of `deaths` and `deaths_revisions`, and say what was done line by line.

    Parameters
    ----------
    path : Path
        The export: a file, or a folder of its parts.
    folder : Path, optional
        Data folder to write to; the one in use by default.
    export : str, optional
        Its month or day, if nothing tells.
    verbose : bool
        Tell every repair, and every row of `deaths` that changes.
    leave_out : bool
        Leave out rows whose cells fit the headings in no one way, instead of refusing the file.
    whole_world : bool
        Take the file for an export of all records, though it is too far from other exports.
    dry_run : bool
        Say what would change, and write nothing.
    today : datetime.date, optional
        The day after whose month no export can be.
    """
    folder = folder or data_folder()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: found a file; expected a data folder, or the name of one to make")
    reading = read_with_repairs(path, leave_out=leave_out)
    history = table_of(folder, "deaths_revisions").rows
    if reading.layout.scope == DERIVED:
        yield from _summary(reading, verbose)
        yield from _compared(reading, history)
        return
    identity = identify(reading, export, history)
    _refuse_to_come(reading.path.name, identity, today or _today())
    update = plan(reading, identity, folder)
    yield from _summary(reading, verbose)
    yield f"export {identity.export} ({identity.how})"
    _refuse_repeated(reading)
    if not whole_world:
        _refuse_part(reading, identity, history, table_of(folder, "deaths").rows)
        if few(reading):
            years = ", ".join(map(str, few(reading)))
            yield f"  few records of {years}, not enough to hold against other exports: see that none are missing"
    if not dry_run:
        write_all(update.files)
    yield from _outcome(update, folder, verbose=verbose, dry_run=dry_run)


def _outcome(update: Update, folder: Path, *, verbose: bool, dry_run: bool) -> Iterator[str]:
    """Tell what an export changed, or would change, and what is left to do."""
    yield from update.changes
    yield from _deaths_changes(update, verbose)
    for file in update.files:
        yield f"{file}  {'would be written' if dry_run else 'written'}"
    if not update.files:
        yield f"{folder}: nothing changes"
    if update.next_steps and not dry_run:
        yield "what is left to do:"
        yield from (f"  {number}. {step}" for number, step in enumerate(update.next_steps, start=1))


def _deaths_changes(update: Update, verbose: bool) -> Iterator[str]:
    """Tell which rows of deaths change, each with the number before and after."""
    shown = update.deaths_changes if verbose else update.deaths_changes[:_MOST_CHANGES]
    yield from (f"  {line}" for line in shown)
    rest = len(update.deaths_changes) - len(shown)
    if rest:
        yield f"  and {rest:,} more rows change; --verbose lists them (and --dry-run, before writing)"


def _compared(reading: Reading, history: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Set the years of a copy that is no export beside those of the last export that has them."""
    known = {row["year"]: row for row in sorted(history, key=lambda row: row["export"]) if row["scope"] == "world"}
    for row in revision_rows(reading, export="", export_date="", source_id=""):
        other = known.get(row["year"])
        beside = f"; export {other['export']} has {int(other['dead_and_missing']):,}" if other else ""
        yield f"  {row['year']}: {int(row['dead_and_missing']):,} dead and missing in {row['records']} records{beside}"
    yield f"nothing is written: {reading.path.name} is {DERIVED}; import the export itself"


def _refuse_repeated(reading: Reading) -> None:
    repeated = [repair for repair in reading.repairs if repair.why == REPEATED]
    if repeated:
        first = repeated[0]
        raise UsageError(
            f"{first.file}, row {first.row}, column {first.column}: found {first.found}, and {len(repeated) - 1:,} "
            "more records whose identifier another has; expected every record once, or it would be counted twice. "
            "Take out the file or the rows that repeat others"
        )


def _refuse_part(
    reading: Reading, identity: Identity, history: Sequence[Mapping[str, str]], deaths: Sequence[Mapping[str, str]]
) -> None:
    found = doubts(reading, identity.export, history, deaths)
    if found:
        more = f", and {len(found) - _MOST_DOUBTS} more such" if len(found) > _MOST_DOUBTS else ""
        scope = "the whole world" if reading.layout.scope == "world" else reading.layout.scope
        raise UsageError(
            f"{reading.path.name}: found {'; '.join(found[:_MOST_DOUBTS])}{more}; expected an export of {scope}, as "
            "near to those before and after it as they are to each other. Import the file as it was exported, or say "
            "--whole-world if it is"
        )


def _today() -> datetime.date:
    """Return the day of the clock, or that on which the data in use were closed if the clock lags behind it."""
    closed = datetime.date.fromisoformat(descriptor.read_package(data_folder())["created"][:10])
    return max(datetime.date.today(), closed)


def _refuse_to_come(file: str, identity: Identity, today: datetime.date) -> None:
    if formats.first_day(identity.export.removesuffix(EUROPE)) > today:
        raise UsageError(
            f"{file}: found export {identity.export} ({identity.how}), a month still to come; expected one up to "
            f"{formats.date_text(today.isoformat())}. Correct the date"
        )


def _summary(reading: Reading, verbose: bool) -> Iterator[str]:
    covered = list(periods(reading).values())
    first, last = (formats.date_text(date) for date in (covered[0].first, covered[-1].last))
    yield f"{reading.path.name}: layout {reading.layout.letter}, {len(reading.records):,} records, {first} to {last}"
    undated = int(reading.records["year"].isna().sum())
    if undated:
        yield f"  {undated:,} of no known year, counted in none"
    counts = count_by_kind(reading.repairs)
    yield f"{sum(counts.values()):,} cells repaired or odd{'' if verbose or not counts else '; --verbose lists them'}"
    for why, number in counts.items():
        yield f"  {number:>6,}  {why}"
    if verbose:
        yield from map(str, reading.repairs)
