"""Cells as exports print them: counts, coordinates, text, qualities; each with what had to be repaired."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from typing import Generic, NamedTuple, TypeVar

from iomreport.catalog.cells import SEPARATOR
from iomreport.missing_migrants.vocabulary import CAUSES, OLD_REGIONS, REGIONS

THOUSANDS = "number with thousands commas"
DECIMALS = "whole number printed with decimals"
NEGATIVE = "negative number"
NO_NUMBER = "no whole number of people"
PLACE_UNREADABLE = "no latitude and longitude that can be read"
QUALITIES_JOINED = "several qualities run together; the column holds one"
NO_QUALITY = "no quality from 1 to 5"
BYTE_ORDER_MARK = "byte order mark within the text"
ENTITY = "character written as HTML"
SPACES = "spaces around the text"
JOINED = "several values joined by a comma"
REGION_RENAMED = "region of the division until 2021, all of it in one of today"
REGION_KEPT = "region that is none of those used today"
NO_CATEGORY = "cause that is none of the seven; kept as reported"

T = TypeVar("T")


class Cell(NamedTuple, Generic[T]):
    """What was read in a cell, None for missing, and what had to be repaired."""

    value: T | None
    why: tuple[str, ...] = ()


class Place(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


_WHOLE = re.compile(r"-?[0-9]{1,9}")
_WITH_COMMAS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3}){1,2}")
_WITH_DECIMALS = re.compile(r"-?[0-9]{1,9}\.0+")
_DEGREES = r"([+-]?[0-9]{1,3}(?:\.[0-9]*)?)"
_PAIR = re.compile(rf"{_DEGREES}\s*,\s*{_DEGREES}")
_POINT = re.compile(rf"POINT\s*\(\s*{_DEGREES}\s+{_DEGREES}\s*\)", re.IGNORECASE)
_DIGITS_TOGETHER = re.compile(r"[1-5](?:\s*,?\s*[1-5])+")
_JOINT = re.compile(r",(?=\S)")


def whole_number(text: str) -> int | None:
    """Return the whole number in a cell, or None.

    Examples
    --------
    >>> whole_number("2020"), whole_number("2020.0"), whole_number("about 20")
    (2020, 2020, None)
    """
    return int(text.partition(".")[0]) if _WHOLE.fullmatch(text) or _WITH_DECIMALS.fullmatch(text) else None


def parse_count(text: str) -> Cell[int]:
    """Read a number of people.

    Parameters
    ----------
    text : str
        The cell, without spaces around it.

    Returns
    -------
    Cell
        A whole number. Negative ones, which some records hold as corrections, are kept and told.

    Examples
    --------
    >>> parse_count("1,022")
    Cell(value=1022, why=('number with thousands commas',))
    >>> parse_count("-3")
    Cell(value=-3, why=('negative number',))
    >>> parse_count("1.5")
    Cell(value=None, why=('no whole number of people',))
    """
    if not text:
        return Cell(None)
    why: tuple[str, ...] = ()
    if _WHOLE.fullmatch(text):
        number = int(text)
    elif _WITH_COMMAS.fullmatch(text):
        number, why = int(text.replace(",", "")), (THOUSANDS,)
    elif _WITH_DECIMALS.fullmatch(text):
        number, why = int(text.partition(".")[0]), (DECIMALS,)
    else:
        return Cell(None, (NO_NUMBER,))
    return Cell(number, (*why, NEGATIVE) if number < 0 else why)


def parse_place(text: str) -> Cell[Place]:
    """Read coordinates printed as text: latitude and longitude, or a point, which begins with the longitude.

    Examples
    --------
    >>> parse_place("35.5, 12.6").value
    Place(latitude=35.5, longitude=12.6)
    >>> parse_place("POINT (12.6 35.5)").value
    Place(latitude=35.5, longitude=12.6)
    >>> parse_place("235.5, 12.6")
    Cell(value=None, why=('no latitude and longitude that can be read',))
    """
    if not text:
        return Cell(None)
    point, pair = _POINT.fullmatch(text), _PAIR.fullmatch(text)
    if point:
        return _on_earth(point[2], point[1])
    return _on_earth(pair[1], pair[2]) if pair else Cell(None, (PLACE_UNREADABLE,))


def parse_degrees(latitude: str, longitude: str) -> Cell[Place]:
    """Read coordinates that stand in two columns.

    Examples
    --------
    >>> parse_degrees("35.5", "12.6").value
    Place(latitude=35.5, longitude=12.6)
    """
    if not latitude and not longitude:
        return Cell(None)
    both = (re.fullmatch(_DEGREES, latitude), re.fullmatch(_DEGREES, longitude))
    return _on_earth(latitude, longitude) if all(both) else Cell(None, (PLACE_UNREADABLE,))


def _on_earth(latitude: str, longitude: str) -> Cell[Place]:
    place = Place(float(latitude), float(longitude))
    if abs(place.latitude) > 90 or abs(place.longitude) > 180:
        return Cell(None, (PLACE_UNREADABLE,))
    return Cell(place)


def parse_quality(text: str) -> Cell[int]:
    """Read the quality of a source, from 1 (one media report) to 5 (official); several are left missing.

    Examples
    --------
    >>> parse_quality("4").value
    4
    >>> parse_quality("45")
    Cell(value=None, why=('several qualities run together; the column holds one',))
    """
    if not text:
        return Cell(None)
    if _DIGITS_TOGETHER.fullmatch(text):
        return Cell(None, (QUALITIES_JOINED,))
    quality = whole_number(text)
    if quality is None or not 1 <= quality <= 5:
        return Cell(None, (NO_QUALITY,))
    return Cell(quality, (DECIMALS,) if "." in text else ())


def parse_text(text: str, gaps: Collection[str] = ()) -> Cell[str]:
    """Read text, without what a system has left in it.

    Parameters
    ----------
    text : str
        The cell.
    gaps : collection of str
        What stands for a missing cell, beside nothing.

    Examples
    --------
    >>> parse_text("Lao People&#039;s Democratic Republic").value
    "Lao People's Democratic Republic"
    >>> parse_text("NA", {"NA"}).value is None
    True
    """
    why = []
    if "\ufeff" in text:
        text, why = text.replace("\ufeff", ""), [BYTE_ORDER_MARK]
    if "&" in text and html.unescape(text) != text:
        text = html.unescape(text)
        why.append(ENTITY)
    if text != text.strip():
        text = text.strip()
        why += [SPACES] if text else []
    return Cell(None if not text or text in gaps else text, tuple(why))


def parse_names(text: str, gaps: Collection[str] = ()) -> Cell[str]:
    """Read one name or several joined by a comma; a comma within a name is followed by a space.

    Examples
    --------
    >>> parse_names("Eritrea,Ethiopia")
    Cell(value='Eritrea; Ethiopia', why=('several values joined by a comma',))
    >>> parse_names("China, Hong Kong Special Administrative Region").why
    ()
    """
    cell = parse_text(text, gaps)
    parts = [part.strip() for part in _JOINT.split(cell.value or "")]
    several = [part for part in parts if part]
    return Cell(SEPARATOR.join(several), (*cell.why, JOINED)) if len(several) > 1 else cell


def place_region(cell: Cell[str], old: bool) -> Cell[str]:
    """Give a region the name of today where it lay wholly in one of today's, and tell those that are none of them.

    Examples
    --------
    >>> place_region(Cell("Middle East"), old=True).value
    'Western Asia'
    >>> place_region(Cell("Horn of Africa"), old=True)
    Cell(value='Horn of Africa', why=('region that is none of those used today',))
    """
    if cell.value is None:
        return cell
    if old and cell.value in OLD_REGIONS:
        return Cell(OLD_REGIONS[cell.value], (*cell.why, REGION_RENAMED))
    known = REGIONS.issuperset(cell.value.split(SEPARATOR))
    return cell if known else Cell(cell.value, (*cell.why, REGION_KEPT))


def is_category(cause: str) -> bool:
    """Tell whether a cause, or each of several, is one of the project's seven categories.

    Examples
    --------
    >>> is_category("Drowning; Violence"), is_category("Presumed drowning")
    (True, False)
    """
    return all(part in CAUSES for part in cause.split(SEPARATOR))
