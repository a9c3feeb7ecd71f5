"""Cells as exports print them: counts, coordinates, names, dates; each with what had to be repaired."""

import datetime
import html
import re
from collections.abc import Collection, Sequence
from typing import Generic, NamedTuple, TypeVar

from iomreport.catalog.cells import SEPARATOR
from iomreport.missing_migrants.vocabulary import CAUSES, MONTHS, OLD_REGIONS, REGIONS

# Years that a record can be of: the project counts from 2014 on.
FIRST_YEAR, LAST_YEAR = 2014, 2099

YEAR_OF_IDENTIFIER = "no year that can be read; year as in the identifier"
_DECIMALS = "whole number printed with decimals"

T = TypeVar("T")


class Cell(NamedTuple, Generic[T]):
    """What was read in a cell, None for missing, and what had to be repaired."""

    value: T | None
    why: tuple[str, ...] = ()


class Coordinates(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude}, {self.longitude}"


class RecordDate(NamedTuple):
    """When a record is of: ISO 8601 text, how precise that is, the year, and what had to be repaired."""

    date: str | None
    precision: str | None
    year: int | None
    why: str = ""


# A number of more than nine digits counts no people.
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_WITH_COMMAS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3}){1,2}")
_WITH_DECIMALS = re.compile(r"-?[0-9]{1,9}\.0+")
_LATITUDE, _LONGITUDE = (rf"(?P<{name}>[+-]?[0-9]{{1,3}}(?:\.[0-9]*)?)" for name in ("latitude", "longitude"))
_PAIR = re.compile(rf"{_LATITUDE}\s*,\s*{_LONGITUDE}")
_POINT = re.compile(rf"POINT\s*\(\s*{_LONGITUDE}\s+{_LATITUDE}\s*\)", re.IGNORECASE)
_SEVERAL_QUALITIES = re.compile(r"[1-5](?:\s*,?\s*[1-5])+")
_COMMA_BETWEEN_NAMES = re.compile(r",(?=\S)")  # a comma within a name is followed by a space
_YEAR_OF_IDENTIFIER = re.compile(r"(20[0-9]{2})\.MMP", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ISO = (
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)
_DATE_FORMS = {
    "day/month/year": r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})",
    "day-month-yy": r"(?P<day>[0-9]{1,2})-(?P<month>[A-Za-z]{3,4})-(?P<year>[0-9]{2})",
    "month day, year": r"(?P<month>[A-Za-z]{3,9}) (?P<day>[0-9]{1,2}), (?P<year>[0-9]{4})",
    "weekday, month/day/year - time": (
        r"(?P<weekday>[A-Za-z]{3}), (?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<year>[0-9]{4})(?: - [0-9]{2}:[0-9]{2})?"
    ),
}


def _whole_number(text: str) -> int | None:
    return int(text.partition(".")[0]) if _WHOLE.fullmatch(text) or _WITH_DECIMALS.fullmatch(text) else None


def parse_count(text: str) -> Cell[int]:
    """Read a number of people; negative ones, which some records hold as corrections, are kept and noted."""
    if not text:
        return Cell(None)
    if _WITH_COMMAS.fullmatch(text):
        number, why = int(text.replace(",", "")), ["number with thousands commas"]
    else:
        whole = _whole_number(text)
        if whole is None:
            return Cell(None, ("no whole number of people",))
        number, why = whole, [_DECIMALS] if "." in text else []
    return Cell(number, (*why, "negative number") if number < 0 else tuple(why))


def parse_quality(text: str) -> Cell[int]:
    """Read the quality of a source, from 1 (one media report) to 5 (official); several are left missing."""
    if not text:
        return Cell(None)
    if _SEVERAL_QUALITIES.fullmatch(text):
        return Cell(None, ("several qualities run together; the column holds one",))
    quality = _whole_number(text)
    if quality is None or not 1 <= quality <= 5:
        return Cell(None, ("no quality from 1 to 5",))
    return Cell(quality, (_DECIMALS,) if "." in text else ())


def parse_coordinates(text: str) -> Cell[Coordinates]:
    """Read coordinates printed as text: latitude and longitude, or a point, which begins with the longitude."""
    match = _POINT.fullmatch(text) or _PAIR.fullmatch(text)
    if match:
        found = Coordinates(float(match["latitude"]), float(match["longitude"]))
        if abs(found.latitude) <= 90 and abs(found.longitude) <= 180:
            return Cell(found)
    return Cell(None, ("no latitude and longitude that can be read",) if text else ())


def parse_text(text: str, missing_marks: Collection[str] = ()) -> Cell[str]:
    """Read text, without what a system has left in it."""
    why = []
    if "\ufeff" in text:
        text, why = text.replace("\ufeff", ""), ["byte order mark within the text"]
    if "&" in text and html.unescape(text) != text:
        text = html.unescape(text)
        why.append("character written as HTML")
    if text != text.strip():
        text = text.strip()
        why += ["spaces around the text"] if text else []
    return Cell(None if not text or text in missing_marks else text, tuple(why))


def parse_names(text: str, missing_marks: Collection[str] = ()) -> Cell[str]:
    """Read one name or several joined by a comma."""
    cell = parse_text(text, missing_marks)
    parts = [part.strip() for part in _COMMA_BETWEEN_NAMES.split(cell.value or "")]
    several = [part for part in parts if part]
    if len(several) < 2:
        return cell
    return Cell(SEPARATOR.join(several), (*cell.why, "several values joined by a comma"))


def region_of_today(cell: Cell[str], old: bool) -> Cell[str]:
    """Give a region the name of today where it lay wholly in one of today's, and tell those that are none of them."""
    if cell.value is None:
        return cell
    if old and cell.value in OLD_REGIONS:
        renamed = "region of the division until 2021, all of it in one of today"
        return Cell(OLD_REGIONS[cell.value], (*cell.why, renamed))
    if REGIONS.issuperset(cell.value.split(SEPARATOR)):
        return cell
    return Cell(cell.value, (*cell.why, "region that is none of those used today"))


def is_category(cause: str) -> bool:
    """Tell whether a cause, or each of several, is one of the project's seven categories."""
    return all(part in CAUSES for part in cause.split(SEPARATOR))


def parse_day(text: str, forms: Sequence[str]) -> datetime.date | None:
    """Return the day that a cell holds in one of the forms or ISO 8601, as workbooks hold it; None if it is no day."""
    for pattern in (_ISO, *(_DATE_FORMS[form] for form in forms)):
        match = re.fullmatch(pattern, text)
        if match:
            return _day(**match.groupdict())
    return None


def _day(year: str, month: str, day: str, weekday: str = "") -> datetime.date | None:
    century = 2000 if len(year) == 2 else 0
    try:
        date = datetime.date(century + int(year), int(month) if month.isdigit() else MONTHS[month.lower()], int(day))
    except (ValueError, KeyError):
        return None
    right = not weekday or _WEEKDAYS[date.weekday()] == weekday.lower()
    return date if right and FIRST_YEAR <= date.year <= LAST_YEAR else None


def parse_month(text: str) -> Cell[int]:
    """Read a month given by name or number."""
    number = MONTHS.get(text.lower()) or _whole_number(text) or 0
    if 1 <= number <= 12:
        return Cell(number)
    return Cell(None, ("no month of the calendar",) if text else ())


def parse_year(text: str) -> Cell[int]:
    """Read a year that a record can be of."""
    number = _whole_number(text) or 0
    if FIRST_YEAR <= number <= LAST_YEAR:
        return Cell(number)
    return Cell(None, (f"no year from {FIRST_YEAR} to {LAST_YEAR}",) if text else ())


def parse_precision(text: str) -> Cell[str]:
    """Read how precise an export says a day is."""
    if text in {"year", "month", "day"}:
        return Cell(text)
    return Cell(None, ("no precision of a date",) if text else ())


def date_record(
    day: datetime.date | None,
    identifier: str | None,
    year: int | None = None,
    month: int | None = None,
    precision: str | None = None,
) -> RecordDate:
    """Return a record's date from the day printed, its identifier, and the year, month and precision beside the day."""
    if day is None:
        if year is None:
            match = _YEAR_OF_IDENTIFIER.match(identifier or "")
            return _reduced(parse_year(match[1]).value if match else None, month, YEAR_OF_IDENTIFIER)
        stated = "year" if month is None else "month and year"
        return _reduced(year, month, f"no day that can be read; {stated} as stated beside it")
    if year not in (None, day.year):
        why = "the date is of another year than the one stated beside it; the stated year alone is kept"
        return _reduced(year, None, why)
    if month not in (None, day.month):
        # Later exports do not show which of the two was right.
        why = "the date is of another month than the one stated beside it; the year alone is kept"
        return _reduced(day.year, None, why)
    if precision in {"month", "year"}:
        return _reduced(day.year, day.month if precision == "month" else None, "")
    return RecordDate(day.isoformat(), "day", day.year)


def _reduced(year: int | None, month: int | None, why: str) -> RecordDate:
    if year is None:
        why = "no year, neither in the date nor beside it nor in the identifier; left missing"
        return RecordDate(None, None, None, why)
    if month is None:
        return RecordDate(str(year), "year", year, why)
    return RecordDate(f"{year}-{month:02}", "month", year, why)
