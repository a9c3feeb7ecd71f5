"""Values: numbers and dates that know where they come from.

A sentence, a title or a description may only show a number that is a `Value`; a value is picked from a dataset or
computed from others, and keeps their sources.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iomreport import formats
from iomreport.catalog.required_columns import require_columns
from iomreport.catalog.sources import source_ids_in
from iomreport.errors import ExhibitError, UnknownNameError
from iomreport.suggest import differing_columns, nearest, not_found

if TYPE_CHECKING:
    import numpy
    import pandas


@dataclass(frozen=True, kw_only=True)
class Value:
    """A number, date or text taken from a dataset, with its sources.

    Attributes
    ----------
    content : int, float or str
        The number; or a date (ISO 8601, reduced precision) when `unit` is "date"; or text when `unit` is "text".
    unit : str
        What the number counts; "USD", "share" (of one), "date" and "text" decide how it is written.
    sources : tuple of str
        Identifiers of the sources it rests on.
    qualifier : str
        The source's own hedge ("over", "nearly"), written before the number.
    """

    content: int | float | str
    sources: tuple[str, ...]
    unit: str = ""
    qualifier: str = ""

    def __post_init__(self) -> None:
        if not self.sources:
            raise ExhibitError(f"the value {self.content!r} has no source; pick it from a dataset")

    def __format__(self, style: str) -> str:
        try:
            text = _STYLES[style](self)
        except KeyError:
            raise ExhibitError(f"no style {style!r} for a value{nearest(style, _STYLES)}") from None
        return f"{self.qualifier} {text}" if self.qualifier else text

    def __str__(self) -> str:
        return format(self, "")


def _in_full(value: Value) -> str:
    if value.unit == "date":
        return formats.date_text(str(value.content))
    if isinstance(value.content, str):
        return value.content
    if value.unit == "year":
        return str(value.content)
    return _with_currency(value, formats.number_text(value.content))


def _year(value: Value) -> str:
    if value.unit not in {"date", "year"}:
        raise ExhibitError(f"{value.content!r} is no date, so it has no year")
    return str(value.content)[:4]


def _compact(value: Value) -> str:
    number = _number(value)
    return _rounded_to(value, formats.compact_text(number), number, formats.shortened(number))


def _percent(value: Value, decimals: int = 1) -> str:
    share = _number(value)
    if value.qualifier:
        return formats.percent_text(share, decimals=None)
    return _rounded_to(value, formats.percent_text(share, decimals), share, round(share, decimals + 2))


def _rounded(value: Value) -> str:
    number = _number(value)
    return _rounded_to(value, formats.number_text(number, decimals=1), number, round(number, 1))


def _rounded_to(value: Value, text: str, number: float, shown: float) -> str:
    """Put "about" before a text that is rounder than its number; a number that the source hedges stays in full.

    Rounding a hedged number could make it false: over 24.6% is not over 25%.
    """
    if math.isclose(shown, number, rel_tol=1e-12):
        return _with_currency(value, text)
    return _in_full(value) if value.qualifier else f"about {_with_currency(value, text)}"


_YEARS = {"year", "year_end"}  # columns that hold a year as a number

_STYLES: dict[str, Callable[[Value], str]] = {
    "": _in_full,
    "year": _year,
    "compact": _compact,
    "percent": _percent,
    "whole": lambda value: _percent(value, decimals=0),
    "rounded": _rounded,
}


def _with_currency(value: Value, text: str) -> str:
    return f"USD {text}" if value.unit == "USD" else text


def _number(value: Value) -> float:
    if isinstance(value.content, str):
        raise ExhibitError(f"{value.content!r} is no number, so it cannot be computed with")
    return value.content


def select(frame: pandas.DataFrame, **where: Any) -> pandas.Series[Any]:
    """Return the one row of a frame in which columns have given values.

    Parameters
    ----------
    frame : pandas.DataFrame
        A dataset.
    **where
        Column names and the value each must have.

    Raises
    ------
    UnknownNameError
        If a column does not exist, or no row or more than one matches; the message says what there is.

    Examples
    --------
    >>> import iomreport
    >>> select(iomreport.load("names"), abbreviation="ICM")["start"]
    '1980-11'
    """
    chosen = _chosen(frame, where)
    if chosen.sum() != 1:
        asked = ", ".join(f"{column} = {wanted!r}" for column, wanted in where.items()) or "nothing asked of them"
        raise UnknownNameError(f"{chosen.sum()} rows have {asked}; exactly one must{differing_columns(frame[chosen])}")
    return frame.iloc[int(chosen.argmax())]  # a frame of that row alone would take most of the time


def rows_with(frame: pandas.DataFrame, **where: Any) -> pandas.DataFrame:
    """Return the rows of a frame in which columns have given values; the error says what there is if none has."""
    return frame[_chosen(frame, where)]


def _chosen(frame: pandas.DataFrame, where: Mapping[str, Any]) -> numpy.ndarray[Any, Any]:
    """Tell of each row whether columns have given values."""
    import numpy

    require_columns(frame, *where)
    chosen = numpy.ones(len(frame), dtype=bool)
    for column, wanted in where.items():
        found = chosen & (frame[column] == wanted).to_numpy(dtype=bool, na_value=False)
        if not found.any():
            raise UnknownNameError(not_found(frame[chosen], column, wanted))
        chosen = found
    return chosen


def pick(frame: pandas.DataFrame, column: str, **where: Any) -> Value:
    """Take one value out of a dataset, with its unit, hedge and sources.

    Parameters
    ----------
    frame : pandas.DataFrame
        A dataset with a `source_id` column.
    column : str
        The column to take the value from.
    **where
        Column names and the value each must have, so that one row is left.

    Returns
    -------
    Value
        With the row's `qualifier`, if the dataset has that column and the value is a number.

    Raises
    ------
    UnknownNameError
        If the column does not exist, or no row or more than one matches.
    ExhibitError
        If the cell is missing.

    Examples
    --------
    >>> import iomreport
    >>> str(pick(iomreport.load("names"), "start", abbreviation="ICM"))
    'November 1980'
    """
    row = select(require_columns(frame, column), **where)
    return value_in(row, column, frame.attrs.get("units", {}).get(column, ""))


def value_in(row: pandas.Series[Any], column: str, unit: str = "") -> Value:
    """Return the value in one cell of a dataset's row; see `pick`."""
    import pandas

    cell = row[column]
    if pandas.isna(cell):
        raise ExhibitError(f"the column {column!r} is empty in the row chosen: a gap stays a gap")
    if "source_id" not in row.index or pandas.isna(row["source_id"]):
        raise ExhibitError(f"the row of {cell!r} names no source in a column 'source_id', so it cannot be shown")
    sources = source_ids_in([str(row["source_id"])])
    if f"{column}_precision" in row.index:
        return Value(content=str(cell), unit="date", sources=sources)
    if isinstance(cell, str):
        return Value(content=cell, unit="text", sources=sources)
    hedge = row.get("qualifier", "")
    own_unit = "year" if column in _YEARS else row.get("unit", "") if column == "number" else ""
    if "`currency`" in unit and not pandas.isna(row.get("currency")):
        unit = str(row["currency"])
    return Value(
        content=_plain(cell),
        unit=unit or ("" if pandas.isna(own_unit) else str(own_unit)),
        qualifier="" if pandas.isna(hedge) else str(hedge),
        sources=sources,
    )


def tally(frame: pandas.DataFrame, unit: str = "") -> Value:
    """Count the rows of a frame.

    Parameters
    ----------
    frame : pandas.DataFrame
        A dataset, or part of one, with a `source_id` column.
    unit : str
        What a row stands for.

    Returns
    -------
    Value
        The number of rows, with the sources of all of them.

    Raises
    ------
    ExhibitError
        If the frame has no column `source_id`.

    Examples
    --------
    >>> from iomreport import catalog
    >>> print(tally(catalog.load("names")))
    5
    """
    if "source_id" not in frame:
        raise ExhibitError("the rows to count name no source: the frame has no column 'source_id'")
    return Value(content=len(frame), unit=unit, sources=source_ids_in(frame["source_id"].dropna().unique()))


def difference(later: Value, earlier: Value) -> Value:
    """Return `later` minus `earlier`, resting on the sources of both; "about" if one of them is hedged.

    Examples
    --------
    >>> later, earlier = (Value(content=number, sources=("wikipedia-iom-2014",)) for number in (156, 155))
    >>> difference(later, earlier).content
    1
    """
    return _computed(_number(later) - _number(earlier), later, earlier, unit=later.unit)


def ratio(whole: Value, part: Value, unit: str = "") -> Value:
    """Return `whole` divided by `part`, resting on the sources of both; "about" if one of them is hedged.

    Raises
    ------
    ExhibitError
        If one of them is no number, or `part` is nothing.

    Examples
    --------
    >>> whole, part = (Value(content=number, sources=("wikipedia-iom-2014",)) for number in (150, 100))
    >>> ratio(whole, part).content
    1.5
    """
    if _number(part) == 0:
        raise ExhibitError(f"{whole} cannot be divided by nothing")
    return _computed(_number(whole) / _number(part), whole, part, unit=unit)


def _computed(number: float, *operands: Value, unit: str) -> Value:
    hedge = "about" if any(value.qualifier for value in operands) else ""
    return Value(content=_plain(float(f"{number:.12g}")), unit=unit, qualifier=hedge, sources=merge_sources(*operands))


def merge_sources(*values: Value) -> tuple[str, ...]:
    """Return the sources of several values, each once, in order of appearance."""
    return tuple(dict.fromkeys(source for value in values for source in value.sources))


def _plain(number: Any) -> int | float:
    return int(number) if float(number).is_integer() else float(number)
