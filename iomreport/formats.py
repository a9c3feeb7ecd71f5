"""Numbers, dates and sources as a reader sees them, in one place, so that other languages can follow.

Every function takes a `language` (a Babel locale name) and rounds only where it is asked to.
"""

import datetime
import math
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, format_percent

LANGUAGE = "en"  # language of the report, a Babel locale name
_MANY = 4096  # numbers and dates whose texts are remembered, as the same years and counts stand in many places

_DATE_PATTERNS = {"year": "y", "month": "MMMM y", "day": "d MMMM y"}


def precision_of(date: str) -> str:
    """Tell how precise an ISO 8601 date of reduced precision is: "year", "month" or "day"."""
    return ("year", "month", "day")[date.count("-")]


def first_day(date: str) -> datetime.date:
    """Return the first day that a date of reduced precision may mean."""
    parts = [int(part) for part in date.split("-")]
    return datetime.date(*[*parts, 1, 1][:3])


def last_day(date: str) -> datetime.date:
    """Return the last day that a date of reduced precision may mean."""
    start = first_day(date)
    if precision_of(date) == "day":
        return start
    following = (
        datetime.date(start.year + 1, 1, 1)
        if precision_of(date) == "year" or start.month == 12
        else datetime.date(start.year, start.month + 1, 1)
    )
    return following - datetime.timedelta(days=1)


@lru_cache(maxsize=_MANY)
def date_text(date: str, language: str = LANGUAGE) -> str:
    """Write a date out, no more precisely than it is known."""
    return format_date(first_day(date), _DATE_PATTERNS[precision_of(date)], locale=language)


def span_text(start: str, end: str | None, language: str = LANGUAGE) -> str:
    """Write a span of time out, with what both dates share written once; without an end, the one date."""
    if not end or end == start:
        return date_text(start, language)
    first, last = date_text(start, language).split(), date_text(end, language).split()
    while precision_of(start) == precision_of(end) and first[-1] == last[len(first) - 1]:
        first.pop()
    return " ".join([*first, "to", *last])


def number_text(number: float, decimals: int | None = None, language: str = LANGUAGE) -> str:
    """Write a number with the language's separators, in full unless `decimals` says where to round."""
    return _number(number + 0, decimals, language)  # which makes nothing of a negative nothing


@lru_cache(maxsize=_MANY, typed=True)
def _number(number: float, decimals: int | None, language: str) -> str:
    if decimals is None:
        return str(format_decimal(number, locale=language, decimal_quantization=False))
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(number, format=pattern, locale=language))


def shortened(number: float) -> float:
    """Return a number rounded to three significant places; one that has four at most stays as it is."""
    exact, short = (float(f"{number:.{places - 1}e}") for places in (4, 3))
    return exact if math.isclose(exact, number, rel_tol=1e-12) else short


def compact_text(number: float, language: str = LANGUAGE) -> str:
    """Write a large number in words of scale, to as many places as `shortened` leaves it."""
    return format_compact_decimal(shortened(number), format_type="long", fraction_digits=3, locale=language)


def percent_text(share: float, decimals: int | None = 1, language: str = LANGUAGE) -> str:
    """Write a share of one as a percentage, with that many decimals at most; None for all there are."""
    if decimals is None:
        return format_percent(share, locale=language, decimal_quantization=False)
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "") + "%"
    return format_percent(share, format=pattern, locale=language)


def decimal_year(date: str) -> float:
    """Place a date on a scale of years: the middle of the span that it may mean."""
    if precision_of(date) == "day":
        return _position(first_day(date))
    return (_position(first_day(date)) + _position(last_day(date) + datetime.timedelta(days=1))) / 2


def span_of_years(date: str, end: str = "") -> tuple[float, float]:
    """Return the first and last place on a scale of years that a date, or a span up to `end`, may mean."""
    return _position(first_day(date)), _position(last_day(end or date) + datetime.timedelta(days=1))


def _position(day: datetime.date) -> float:
    start = datetime.date(day.year, 1, 1)
    return day.year + (day - start).days / (datetime.date(day.year + 1, 1, 1) - start).days


def slug(text: str) -> str:
    """Return text as lower-case words without accents joined by hyphens; nothing if it has no Latin letter or digit."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")


def address(url: str) -> str:
    """Return an address if it is one of the web, nothing otherwise: a link never runs code."""
    return url if url.startswith(("https://", "http://")) else ""


def source_text(source: Mapping[str, str]) -> str:
    """Return a source as one line: producer, date or what is known of it, title, place."""
    publisher = source["publisher"] if source["publisher"] != source["producer"] else ""
    parts = [f"{source['producer']} ({_date_of(source)})", source["title"], publisher, _begun(source["locator"])]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _date_of(source: Mapping[str, str]) -> str:
    try:
        return date_text(source["date_published"])
    except (ValueError, IndexError):  # no date, or that of a record made elsewhere
        return source["date_published"] or source.get("date_note") or "undated"


def _begun(locator: str) -> str:
    """Begin a locator with a capital if it begins with a word, and leave paths and addresses as they are."""
    first = locator.partition(" ")[0]
    return locator[:1].upper() + locator[1:] if first.rstrip(".,").isalpha() else locator


def short_name(source: Mapping[str, str]) -> str:
    """Return producer and year of a source."""
    return f"{source['producer']} ({source['date_published'][:4] or 'undated'})"
