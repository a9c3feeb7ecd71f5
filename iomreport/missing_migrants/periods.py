"""The years of an export: from which record to which, and whether that is the whole year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iomreport import formats
from iomreport.missing_migrants.dates import YEAR_OF_IDENTIFIER
from iomreport.missing_migrants.export import Reading

if TYPE_CHECKING:
    import pandas

FULL, PART = "full year", "part of year"


@dataclass(frozen=True)
class Period:
    """What an export covers of a year.

    Attributes
    ----------
    year : int
        The year.
    first, last : str
        Date of the earliest and of the latest record; days only, where any record has one.
    undated : int
        Records of which only the year is known.
    by_identifier : bool
        Whether all of those are of a year that only their identifiers give.
    """

    year: int
    first: str
    last: str
    undated: int = 0
    by_identifier: bool = False

    @property
    def coverage(self) -> str:
        """Whether the records run into December."""
        return FULL if self.last[5:7] == "12" else PART

    @property
    def end(self) -> str:
        """The last day of the year that is covered."""
        return f"{self.year}-12-31" if self.coverage == FULL else self.last

    @property
    def ends(self) -> str:
        """A sentence on where a part of a year ends; nothing for a whole year."""
        if self.coverage == FULL:
            return ""
        day = "on " if formats.precision_of(self.last) == "day" else "in "
        return f"Records end {day}{formats.date_text(self.last)}."


def periods(reading: Reading) -> dict[int, Period]:
    """Return what an export covers of each year.

    Parameters
    ----------
    reading : Reading
        The export. Records without any year belong to none.

    Returns
    -------
    dict
        From the year to its period, in order of time.
    """
    found = {}
    for year, records in of_each_year(reading.records):
        undated = int((records["date_precision"] == "year").sum())
        told = [repair for repair in reading.repairs if repair.why == YEAR_OF_IDENTIFIER]
        first, last = _bounds(records)
        by_identifier = 0 < undated == sum(repair.read_as == str(year) for repair in told)
        found[year] = Period(year, first, last, undated, by_identifier)
    return found


def of_each_year(records: pandas.DataFrame) -> list[tuple[int, pandas.DataFrame]]:
    """Return each year with its records, in order of time."""
    return [(int(str(year)), group) for year, group in records.groupby("year", sort=True)]


def _bounds(records: pandas.DataFrame) -> tuple[str, str]:
    """Return the first and last date of those known to the day; failing that to the month, or the year."""
    for precision in ("day", "month", "year"):
        dates = records.loc[records["date_precision"] == precision, "date"]
        if len(dates):
            break
    return str(dates.min()), str(dates.max())
