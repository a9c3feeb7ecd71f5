"""Which export a file is: said by the maintainer, by its name, by what it holds, or by its last record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iomreport import formats
from iomreport.errors import UsageError
from iomreport.missing_migrants.export import Reading
from iomreport.missing_migrants.periods import periods
from iomreport.missing_migrants.repairs import ExportError
from iomreport.missing_migrants.summarize import revision_rows

EUROPE = "-europe"
"""What the name of an export ends with that covers routes to Europe alone."""

_DATE = re.compile(r"(?<![0-9])(20[0-9]{2}-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)(?![0-9])")
_SAME = ("year", "layout", "records", "incidents", "dead", "missing", "first_record", "last_record", "scope")


@dataclass(frozen=True)
class Identity:
    """Which export a file is.

    Attributes
    ----------
    export : str
        Year and month to which it belongs, as the tables name it.
    date : str
        When it was published or copied, as precisely as that is known; empty where only its last record is.
    how : str
        How that is known, in words.
    """

    export: str
    date: str
    how: str


def identify(reading: Reading, said: str | None = None, history: Sequence[Mapping[str, str]] = ()) -> Identity:
    """Tell which export a file is, and never guess.

    Parameters
    ----------
    reading : Reading
        The export.
    said : str, optional
        What the maintainer says: `YYYY-MM` or `YYYY-MM-DD`.
    history : sequence of mapping
        Rows of `deaths_revisions`.

    Returns
    -------
    Identity
        From what is said; else from a date in the name of the file; else from an export in the history that holds the
        same numbers for every year; else from the last record, if that is not of December: an export that ends in
        the middle of a year is of the month in which it ends, or of a later one, and the words say so.

    Raises
    ------
    ExportError
        If the year of no record is known.
    UsageError
        If what is said is no month or day, or lies before the last record; or if nothing is said and nothing tells.
    """
    covered = periods(reading)
    if not covered:
        raise ExportError(reading.path.name, "no record of a known year", "one at least")
    last = list(covered.values())[-1].last
    suffix = "" if reading.layout.scope == "world" else EUROPE
    if said is not None:
        _hold(said, last)
        return Identity(said[:7] + suffix, said, "as said")
    named = next(
        (date for date in _DATE.findall(reading.path.name) if _is_date(date) and not _before(date, last)), None
    )
    if named is not None:
        return Identity(named[:7] + suffix, named, f"from the name {reading.path.name}")
    known = _known(reading, history)
    if known is not None:
        return known
    if len(last) > 4 and last[5:7] != "12":
        how = f"from the last record, of {formats.date_text(last)}; say --export if it belongs to a later month"
        return Identity(last[:7] + suffix, "", how)
    raise UsageError(
        f"{reading.path.name}: nothing tells when this export was taken, with records to {formats.date_text(last)}; "
        f"say so with --export, as in --export {int(last[:4]) + 1}-01"
    )


def _is_date(text: str) -> bool:
    try:
        formats.first_day(text)
    except ValueError:
        return False
    return True


def _before(date: str, last: str) -> bool:
    return formats.last_day(date) < formats.first_day(last)


def _hold(said: str, last: str) -> None:
    """Refuse what is no month or day, or lies before the last record."""
    if not _DATE.fullmatch(said) or not _is_date(said):
        raise UsageError(f"--export {said!r} is no month or day; write it as 2025-09 or 2025-09-15")
    if _before(said, last):
        raise UsageError(f"--export {said} lies before the last record, of {formats.date_text(last)}")


def _known(reading: Reading, history: Sequence[Mapping[str, str]]) -> Identity | None:
    """Return the export in the history that holds the same numbers, year by year."""
    rows = revision_rows(reading, export="", export_date="", source_id="")
    marks = {tuple(row[column] for column in _SAME) for row in rows}
    held = defaultdict(set)
    dates = {}
    for row in history:
        held[row["export"]].add(tuple(row[column] for column in _SAME))
        dates[row["export"]] = row["export_date"]
    same = [export for export, known in held.items() if marks <= known]
    if len(same) != 1:
        return None
    return Identity(same[0], dates[same[0]], f"from its numbers, which are those of export {same[0]}")
