"""Dates as the layouts print them, and a record's date from all that is said of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from iomreport.missing_migrants.cells import Cell, whole_number
from iomreport.missing_migrants.vocabulary import MONTHS

FIRST_YEAR, LAST_YEAR = 2014, 2099
"""Years that a record can be of: the project counts from 2014 on."""

NO_MONTH = "no month of the calendar"
NO_CALENDAR_YEAR = f"no year from {FIRST_YEAR} to {LAST_YEAR}"
NO_PRECISION = "no precision of a date"
NO_DAY_BUT_MONTH = "no day that can be read; month and year as stated beside it"
NO_DAY_BUT_YEAR = "no day that can be read; year as stated beside it"
YEAR_OF_IDENTIFIER = "no year that can be read; year as in the identifier"
NO_YEAR = "no year, neither in the date nor beside it nor in the identifier; left missing"
YEARS_DISAGREE = "the date is of another year than the one stated beside it; the stated year alone is kept"
MONTHS_DISAGREE = "the date is of another month than the one stated beside it; the year alone is kept"

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ID_YEAR = re.compile(r"(20[0-9]{2})\.MMP", re.IGNORECASE)


class Dated(NamedTuple):
    """When a record is of: its date, how precise that is, its year, and what had to be repaired."""

    date: str | None
    precision: str | None
    year: int | None
    why: str


def _day(year: int, month: int, day: int) -> datetime.date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _iso(match: re.Match[str]) -> datetime.date | None:
    return _day(int(match[1]), int(match[2]), int(match[3]))


def _day_month_year(match: re.Match[str]) -> datetime.date | None:
    return _day(int(match[3]), int(match[2]), int(match[1]))


def _day_name_yy(match: re.Match[str]) -> datetime.date | None:
    return _day(2000 + int(match[3]), MONTHS.get(match[2].lower(), 0), int(match[1]))


def _name_day_year(match: re.Match[str]) -> datetime.date | None:
    return _day(int(match[3]), MONTHS.get(match[1].lower(), 0), int(match[2]))


def _weekday_month_day_year(match: re.Match[str]) -> datetime.date | None:
    date = _day(int(match[4]), int(match[2]), int(match[3]))
    return date if date and _WEEKDAYS[date.weekday()] == match[1].lower() else None


_ISO = (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"), _iso)
_FORMS: dict[str, tuple[re.Pattern[str], Callable[[re.Match[str]], datetime.date | None]]] = {
    "day/month/year": (re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"), _day_month_year),
    "day-month-yy": (re.compile(r"([0-9]{1,2})-([A-Za-z]{3,4})-([0-9]{2})"), _day_name_yy),
    "month day, year": (re.compile(r"([A-Za-z]{3,9}) ([0-9]{1,2}), ([0-9]{4})"), _name_day_year),
    "weekday, month/day/year - time": (
        re.compile(r"([A-Za-z]{3}), ([0-9]{2})/([0-9]{2})/([0-9]{4})(?: - [0-9]{2}:[0-9]{2})?"),
        _weekday_month_day_year,
    ),
}


def parse_day(text: str, forms: Sequence[str]) -> datetime.date | None:
    """Return the day that a cell holds, or None.

    Parameters
    ----------
    text : str
        The cell.
    forms : sequence of str
        How the layout prints dates; ISO 8601 is read in every layout, as workbooks hold it.

    Returns
    -------
    datetime.date or None
        None when the cell is none of the forms, no day of the calendar, on another weekday than it says, or outside
        2014 to 2099.

    Examples
    --------
    >>> parse_day("05/11/2015", ["day/month/year"])
    datetime.date(2015, 11, 5)
    >>> parse_day("Fri, 01/02/2026 - 12:00", ["weekday, month/day/year - time"])
    datetime.date(2026, 1, 2)
    >>> parse_day("31/02/2015", ["day/month/year"]) is None
    True
    """
    for pattern, read in (_ISO, *(_FORMS[form] for form in forms)):
        match = pattern.fullmatch(text)
        if match:
            return read(match)
    return None


def read_month(text: str) -> Cell[int]:
    """Read a month given by name or number.

    Examples
    --------
    >>> read_month("September").value, read_month("Sep").value, read_month("9").value
    (9, 9, 9)
    """
    number = MONTHS.get(text.lower()) or whole_number(text) or 0
    if 1 <= number <= 12:
        return Cell(number)
    return Cell(None, (NO_MONTH,) if text else ())


def read_year(text: str) -> Cell[int]:
    """Read a year that a record can be of.

    Examples
    --------
    >>> read_year("2014").value, read_year("2014.0").value
    (2014, 2014)
    >>> read_year("14")
    Cell(value=None, why=('no year from 2014 to 2099',))
    """
    number = whole_number(text) or 0
    if FIRST_YEAR <= number <= LAST_YEAR:
        return Cell(number)
    return Cell(None, (NO_CALENDAR_YEAR,) if text else ())


def read_precision(text: str) -> Cell[str]:
    """Read how precise an export says a day is.

    Examples
    --------
    >>> read_precision("month").value
    'month'
    """
    if text in {"year", "month", "day"}:
        return Cell(text)
    return Cell(None, (NO_PRECISION,) if text else ())


def year_in(identifier: str | None) -> int | None:
    """Return the year that an identifier of the project begins with, or None.

    Examples
    --------
    >>> year_in("2020.MMP01074"), year_in("52776")
    (2020, None)
    """
    match = _ID_YEAR.match(identifier or "")
    return read_year(match[1]).value if match else None


def date_record(
    day: datetime.date | None,
    identifier: str | None,
    year: int | None = None,
    month: int | None = None,
    precision: str | None = None,
) -> Dated:
    """Return a record's date from the day printed, the year and month beside it, and its identifier.

    Parameters
    ----------
    day : datetime.date or None
        The day printed, if it can be read.
    identifier : str or None
        The record's identifier; looked at for a year only where there is no other.
    year, month : int or None
        What is stated beside the day.
    precision : str or None
        How precise the export says the day is; "month" and "year" shorten it.

    Returns
    -------
    Dated
        The date as ISO 8601 text of reduced precision. Where date and month disagree only the year is kept: later
        exports do not settle which was right.

    Examples
    --------
    >>> date_record(datetime.date(2020, 9, 3), "2020.MMP01343", 2020, 9)
    Dated(date='2020-09-03', precision='day', year=2020, why='')
    >>> date_record(None, "2020.MMP01074")
    Dated(date='2020', precision='year', year=2020, why='no year that can be read; year as in the identifier')
    """
    if day is not None:
        if year not in (None, day.year):
            return _reduced(year, None, YEARS_DISAGREE)
        if month not in (None, day.month):
            return _reduced(day.year, None, MONTHS_DISAGREE)
        if precision in {"month", "year"}:
            return _reduced(day.year, day.month if precision == "month" else None, "")
        return Dated(day.isoformat(), "day", day.year, "")
    if year is not None:
        return _reduced(year, month, NO_DAY_BUT_YEAR if month is None else NO_DAY_BUT_MONTH)
    return _reduced(year_in(identifier), month, YEAR_OF_IDENTIFIER)


def _reduced(year: int | None, month: int | None, why: str) -> Dated:
    if year is None:
        return Dated(None, None, None, NO_YEAR)
    if month is None:
        return Dated(str(year), "year", year, why)
    return Dated(f"{year}-{month:02}", "month", year, why)
