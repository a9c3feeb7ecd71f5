"""Which export a file is, never guessed, and its row in the table of sources."""

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from iomreport import formats
from iomreport.errors import UsageError
from iomreport.missing_migrants.raw_files import files_of
from iomreport.missing_migrants.repairs import ExportError
from iomreport.missing_migrants.tidy import Reading
from iomreport.missing_migrants.totals import FULL_YEAR, Period, Row, periods, revision_rows

EUROPE = "-europe"  # what the name of an export ends with that covers routes to Europe alone
_DATE = re.compile(r"(?<![0-9])(20[0-9]{2}-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)(?![0-9])")
# What two files of one export have in common, year by year.
_SAME = ("year", "layout", "records", "incidents", "dead", "missing", "first_record", "last_record", "scope")


@dataclass(frozen=True)
class Identity:
    """Which export a file is."""

    export: str  # year and month to which it belongs, as the tables name it
    date: str  # when it was published or copied, as precisely as that is known; empty where only its last record is
    how: str  # how that is known, in words


def identify(reading: Reading, stated: str | None = None, history: Sequence[Mapping[str, str]] = ()) -> Identity:
    """Tell which export a file is: from what is stated, its name, rows of `deaths_revisions`, or its last record.

    An export is named by its month; by its day if the history has one of another day in the same month.
    """
    return _by_day(_identity(reading, stated, history), reading, history)


def _by_day(identity: Identity, reading: Reading, history: Sequence[Mapping[str, str]]) -> Identity:
    """Name an export by its day where another of the same month is known, so that neither is written over."""
    month = identity.export.removesuffix(EUROPE)
    suffix = identity.export[len(month) :]
    known = defaultdict(list)
    for row in history:
        name = row["export"].removesuffix(EUROPE)
        if name[:7] == month[:7] and row["export"][len(name) :] == suffix:
            known[row["export"]].append(row)
    covered = periods(reading)
    same = [name for name, rows in known.items() if _is_same_day(identity, covered, rows)]
    if not known or same:
        return replace(identity, export=same[0]) if same else identity
    last = list(covered.values())[-1].last
    day = next((date for date in (identity.date, last) if len(date) == len("YYYY-MM-DD")), "")
    if not day or day + suffix in known:
        others = ", ".join(known)
        raise UsageError(f"{reading.path.name}: export {others} is known with other records; say its day with --export")
    how = f"{identity.how}; kept apart from {', '.join(known)}, which has another day"
    return replace(identity, export=day + suffix, how=how)


def _is_same_day(identity: Identity, covered: Mapping[int, Period], rows: Sequence[Mapping[str, str]]) -> bool:
    """Tell whether an export is one that is known: by both days, or the last record of a year not yet over."""
    dates = {identity.date, rows[0]["export_date"]}
    if all(len(date) == len("YYYY-MM-DD") for date in dates):
        return len(dates) == 1
    common = [row for row in rows if int(row["year"]) in covered]
    if not common:
        return True  # another part of the same export
    latest = max(common, key=lambda row: row["year"])
    period = covered[int(latest["year"])]
    return latest["coverage"] == period.coverage == FULL_YEAR or latest["last_record"] == period.last


def _identity(reading: Reading, stated: str | None, history: Sequence[Mapping[str, str]]) -> Identity:
    """Tell which month a file is an export of."""
    covered = periods(reading)
    if not covered:
        raise ExportError(reading.path.name, "no record of a known year", "one at least")
    last = list(covered.values())[-1].last
    earliest = formats.first_day(last)
    suffix = "" if reading.layout.scope == "world" else EUROPE
    if stated is not None:
        day = _last_day(stated)
        if day is None:
            raise UsageError(f"--export {stated!r} is no month or day; write it as 2025-09 or 2025-09-15")
        if day < earliest:
            raise UsageError(f"--export {stated} lies before the last record, of {formats.date_text(last)}")
        return Identity(stated[:7] + suffix, stated, "as said")
    for date in _DATE.findall(reading.path.name):
        day = _last_day(date)
        if day and day >= earliest:
            return Identity(date[:7] + suffix, date, f"from the name {reading.path.name}")
    known = _with_same_numbers(reading, history)
    if known is not None:
        return known
    if len(last) > len("YYYY") and last[5:7] != "12":  # one that ends in December may be of any later month
        how = f"from the last record, of {formats.date_text(last)}; say --export if it belongs to a later month"
        return Identity(last[:7] + suffix, "", how)
    raise UsageError(
        f"{reading.path.name}: nothing tells when this export was taken, with records to {formats.date_text(last)}; "
        f"say so with --export, as in --export {int(last[:4]) + 1}-01"
    )


def _last_day(text: str) -> datetime.date | None:
    """Return the last day of a month, or the day itself; None for what is neither."""
    try:
        return formats.last_day(text) if _DATE.fullmatch(text) else None
    except ValueError:  # such as 30 February
        return None


def _with_same_numbers(reading: Reading, history: Sequence[Mapping[str, str]]) -> Identity | None:
    """Return the one export in the history that holds the same numbers, year by year."""
    rows = revision_rows(reading, export="", export_date="", source_id="")
    numbers = {tuple(row[column] for column in _SAME) for row in rows}
    known = defaultdict(set)
    dates = {}
    for row in history:
        known[row["export"]].add(tuple(row[column] for column in _SAME))
        dates[row["export"]] = row["export_date"]
    same = [export for export in known if numbers <= known[export]]
    if len(same) != 1:
        return None
    return Identity(same[0], dates[same[0]], f"from its numbers, which are those of export {same[0]}")


def source_id(identity: Identity) -> str:
    """Return the identifier that an export's source has, unless the tables know it under another."""
    month = identity.export.removesuffix(EUROPE)
    return f"{'iom-missing-migrants' if month == identity.export else 'missing-migrants-europe'}-{month}"


def source_row(reading: Reading, identity: Identity) -> Row:
    """Return what is known of an export as a source; where the file was had is for the maintainer to add."""
    last = list(periods(reading).values())[-1].last
    whole = reading.layout.scope == "world"
    return {
        "source_id": source_id(identity),
        "title": f"Missing Migrants Project, {'export' if whole else 'routes to Europe,'} to {formats.date_text(last)}",
        "producer": "International Organization for Migration" if whole else "A third party, from IOM data",
        "publisher": "",
        "date_published": identity.date,
        "date_published_precision": formats.precision_of(identity.date) if identity.date else "",
        "date_note": "" if identity.date else f"records end on {formats.date_text(last)}",
        "locator": f"{reading.path.name}, {_digest(reading.path)}",
        "url": "",
        "licence": "CC BY 4.0",
        "type": "dataset",
    }


def _digest(path: Path) -> str:
    """Return the digest of a file, or of the files of a folder one after another, in words."""
    files = files_of(path) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    of = f"SHA-256 of {len(files)} files in the order of their names" if len(files) > 1 else "SHA-256"
    return f"{of} {digest.hexdigest()}"
