"""What `iomreport import missing-migrants` does and says."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from iomreport import formats
from iomreport.catalog import descriptor
from iomreport.catalog.folders import data_folder
from iomreport.errors import UsageError
from iomreport.missing_migrants.data_files import write_all
from iomreport.missing_migrants.identity import EUROPE, Identity, identify
from iomreport.missing_migrants.repairs import count_by_kind
from iomreport.missing_migrants.tidy import Reading, read_with_repairs
from iomreport.missing_migrants.totals import periods
from iomreport.missing_migrants.update import plan, table_of


def import_export(
    path: Path,
    folder: Path | None = None,
    *,
    export: str | None = None,
    verbose: bool = False,
    today: datetime.date | None = None,
) -> Iterator[str]:
    """Read an export, write its rows of `deaths` and `deaths_revisions`, and say what was done line by line."""
    folder = folder or data_folder()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: found a file; expected a data folder, or the name of one to make")
    reading = read_with_repairs(path)
    identity = identify(reading, export, table_of(folder, "deaths_revisions").rows)
    _refuse_to_come(reading.path.name, identity, today or _today())
    update = plan(reading, identity, folder)
    write_all(update.files)
    yield from _summary(reading, verbose)
    yield f"export {identity.export} ({identity.how})"
    yield from update.changes
    for file in update.files:
        yield f"{file}  written"
    if not update.files:
        yield f"{folder}: nothing changes"
    if update.next_steps:
        yield "what is left to do:"
        yield from (f"  {number}. {step}" for number, step in enumerate(update.next_steps, start=1))


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
