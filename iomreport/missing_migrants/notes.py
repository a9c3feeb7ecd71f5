"""Notes on the rows that an export adds up to: what a careful reader should know about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from iomreport.catalog.cells import SEPARATOR, split_cell
from iomreport.missing_migrants.periods import Period
from iomreport.missing_migrants.vocabulary import CAUSES

if TYPE_CHECKING:
    import pandas

MORE_THAN_ONE, NOT_STATED = "more than one", "not stated"
COMPARED = "Mediterranean"
"""The region whose sums others publish: what stands under more than one is told beside it."""

_WORDS = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def _have(number: int, rest: str) -> str:
    word = _WORDS[number] if number < len(_WORDS) else f"{number:,}"
    return f"{word} {'record has' if number == 1 else 'records have'} {rest}"


def on_deaths(row: dict[str, str], records: pandas.DataFrame, period: Period) -> str:
    """Return the note on a row of `deaths`.

    Parameters
    ----------
    row : dict
        The row as text, without its note.
    records : pandas.DataFrame
        All records of the year.
    period : Period
        What the export covers of it.

    Returns
    -------
    str
        Sentences; nothing where there is nothing to know.
    """
    if row["breakdown"] == "total":
        return _on_total(records, period)
    if row["breakdown"] == "month":
        return " ".join(filter(None, _on_month(row["category"], records, period)))
    return " ".join(_on_category(row, records))


def _on_total(records: pandas.DataFrame, period: Period) -> str:
    negative = int((records["missing"] < 0).sum())
    undated = records[records["date_precision"] == "year"]
    sentences = [
        _have(negative, "a negative number of missing, which lowers the total.") if negative else "",
        _on_undated(undated, period) if len(undated) else "",
        period.ends,
    ]
    return " ".join(filter(None, sentences))


def _on_undated(undated: pandas.DataFrame, period: Period) -> str:
    number = len(undated)
    each = "one death each, " if (undated["dead_and_missing"] == 1).all() else ""
    if period.by_identifier and number > 1:
        return f"Includes {number} records, {each}that carry no date; the year is read from their identifiers."
    if period.by_identifier:
        return "Includes a record that carries no date; the year is read from its identifier."
    return f"Includes {number} {'record' if number == 1 else 'records'} of which only the year is known."


def _on_category(row: dict[str, str], records: pandas.DataFrame) -> Iterator[str]:
    breakdown, category = row["breakdown"], row["category"]
    if category == MORE_THAN_ONE:
        several = records[breakdown].str.contains(SEPARATOR, regex=False, na=False)
        yield f"Joined in the source: {_joined(records.loc[several, breakdown])}."
    if breakdown == "region" and category == COMPARED:
        yield from _on_joined_elsewhere(category, records)
    if int(row["missing"]) < 0:
        yield "The source has a negative number of missing here."
    if int(row["females"] or 0) + int(row["males"] or 0) > int(row["dead_and_missing"]):
        yield "In the source, females and males together exceed the dead and missing."


def _on_joined_elsewhere(region: str, records: pandas.DataFrame) -> Iterator[str]:
    joined = [cell != region and region in split_cell(cell) for cell in records["region"].fillna("")]
    if any(joined):
        people = int(records.loc[joined, "dead_and_missing"].sum())
        beside = f"of this region are joined with another and stand under {MORE_THAN_ONE}."
        yield f"A further {people:,} dead and missing {beside}"


def _on_month(month: str, records: pandas.DataFrame, period: Period) -> Iterator[str]:
    if month == NOT_STATED:
        known = "without a date; their identifiers give the year only" if period.by_identifier else "without a month"
        yield f"Records of {period.year} {known}."
        return
    inexact = int(((records["date_precision"] == "month") & (records["date"] == month)).sum())
    if inexact:
        yield _have(inexact, f"no valid day; {'its' if inexact == 1 else 'their'} month is stated.")
    if month == period.last[:7]:
        yield period.ends


def _joined(cells: Iterable[str]) -> str:
    """Tell which values stand together, and in how many records."""
    together = Counter(" with ".join(CAUSES.get(value, value) for value in cell.split(SEPARATOR)) for cell in cells)
    return ", ".join(
        f"{names} ({number:,} {'record' if number == 1 else 'records'})" for names, number in sorted(together.items())
    )


def on_revision(period: Period, years: int, scope: str, layout: str) -> str:
    """Return the note on a year of an export in the history of exports.

    Parameters
    ----------
    period : Period
        What the export covers of the year.
    years : int
        How many years the export covers.
    scope : str
        What its records cover.
    layout : str
        Letter of its layout.
    """
    if period.undated == 1:
        undated = "1 record without a date is counted by the year in its identifier."
    else:
        undated = f"{period.undated} records without a date are counted by the year in their identifiers."
    sentences = [
        period.ends,
        f"This export covers {period.year} alone." if years == 1 else "",
        undated if period.by_identifier else "",
        "Only routes to Europe, selected by a third party: not to be set beside world totals."
        if scope != "world"
        else "",
        "One of several files by year; when each was taken is not stated." if layout == "E" and not period.ends else "",
    ]
    return " ".join(filter(None, sentences))
