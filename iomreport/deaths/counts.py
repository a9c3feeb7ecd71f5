"""The Missing Migrants Project: its counts by one breakdown, sums and shares of them, and the credit due to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from iomreport import catalog
from iomreport.catalog import required_columns, sources
from iomreport.exhibits import Sentence, say
from iomreport.exhibits.values import Value, ratio
from iomreport.suggest import need_known

if TYPE_CHECKING:
    import pandas

PEOPLE = "dead_and_missing"
"""Column of the people counted: the dead, and the missing who are presumed dead."""

NOT_STATED, SEVERAL = "not stated", "more than one"
"""Categories of records that name none of a breakdown, and of those that join several."""

MINIMUM = (
    "Minimum counts: many deaths are never recorded, and how many are recorded differs from place to place and from "
    "year to year."
)
"""What every figure of these counts has to say."""


@catalog.once
def counts(breakdown: str = "total", data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the people counted by one breakdown, so that nobody is counted twice.

    Parameters
    ----------
    breakdown : str
        "total", "region", "cause", "route", "country" or "month".
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        The rows of that breakdown, by year and category, with all columns of `deaths`; unverified rows are left out.

    Raises
    ------
    UnknownNameError
        If there is no such breakdown; the message suggests the nearest.

    Examples
    --------
    >>> totals = counts()
    >>> len(totals) == totals["year"].nunique()
    True
    """
    rows = required_columns.given_or_ours(data, "deaths", "breakdown", "category", "year", "status")
    need_known("breakdown", breakdown, map(str, rows["breakdown"].unique()))
    usable = rows[(rows["breakdown"] == breakdown) & (rows["status"] != "unverified")]
    return usable.sort_values(["year", "category"]).reset_index(drop=True)


def full_years(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return the rows of years that the export covers from the first month to the last.

    Examples
    --------
    >>> from iomreport.advocacy import deaths
    >>> full_years(deaths.deaths_by_year())["year"].iloc[[0, -1]].tolist()
    [2014, 2024]
    """
    return frame[frame["coverage"] == "full year"]


def total(rows: pandas.DataFrame, column: str = PEOPLE, hedge: str = "at least") -> Value:
    """Add up a column of counts, as a value for a sentence.

    Parameters
    ----------
    rows : pandas.DataFrame
        Counts of one breakdown.
    column : str
        What to add up.
    hedge : str
        Written before a number of people, since these counts are minima; empty where the sentence says so already.
        Records are counted as they are.

    Returns
    -------
    Value
        The sum, with the sources of all rows; of no rows it is nought, by the export in use.

    Examples
    --------
    >>> print(total(counts().query("year == 2024")))
    at least 9,002
    """
    people = column != "records"
    return Value(
        content=int(rows[column].sum()),
        unit="persons" if people else "records",
        qualifier=hedge if people else "",
        sources=sources.ids_in(rows["source_id"]) or sources.ids_in(counts()["source_id"]),
    )


def number_among(chosen: pandas.Series[bool], rows: pandas.DataFrame) -> Value:
    """Return how many of some rows are chosen, as a value for a sentence: none is a number too.

    Examples
    --------
    >>> totals = counts()
    >>> print(number_among(totals["dead_and_missing"] > 8000, totals))
    3
    """
    return Value(content=int(chosen.sum()), sources=sources.ids_in(rows["source_id"]))


def share(part: Value, whole: Value) -> Value:
    """Return a part of those recorded as a share of one: exact for the records, whatever they leave out."""
    return ratio(replace(part, qualifier=""), replace(whole, qualifier=""), unit="share")


def year_of(rows: pandas.DataFrame, place: int = 0) -> Value:
    """Return the year of a row, the first one by default, as a value for a sentence.

    Examples
    --------
    >>> print(year_of(counts()))
    2014
    """
    row = rows.iloc[place]
    return Value(content=str(row["year"]), unit="year", sources=sources.ids_in([str(row["source_id"])]))


def calendar_year(year: int | Value) -> int:
    """Return a year as a number, given as one or as a value such as `year_of` returns.

    Examples
    --------
    >>> calendar_year(2014), calendar_year(year_of(counts()))
    (2014, 2014)
    """
    return int(str(year))


def up_to(data: pandas.DataFrame | None = None, year: int | Value | None = None) -> Value:
    """Return the last day that the counts cover, in all or of one year, as a value for a sentence.

    Examples
    --------
    >>> print(up_to(), "/", up_to(year=2024))
    29 April 2025 / 31 December 2024
    """
    rows = required_columns.need(counts("total", data), "year", "period_end", "source_id", ours="deaths")
    last = (rows if year is None else rows[rows["year"] == calendar_year(year)]).iloc[-1]
    return Value(content=str(last["period_end"]), unit="date", sources=sources.ids_in([str(last["source_id"])]))


def export_in_use() -> str:
    """Return the export from which the counts were computed, as the dataset names it.

    Examples
    --------
    >>> export_in_use()
    '2025-04'
    """
    return str(counts()["export"].iloc[-1])


def credit(cited: Iterable[str] | None = None) -> Sentence:
    """Return the credit due under each figure of these counts, with the terms on which they may be used.

    Parameters
    ----------
    cited : iterable of str, optional
        Identifiers of the exports drawn; the one in use by default.

    Returns
    -------
    Sentence
        Who made the data and under which licence, as the sources state it.

    Examples
    --------
    >>> credit()
    Data: IOM Missing Migrants Project, CC BY 4.0; added up by this report.
    """
    used = sources.ids_in(counts()["source_id"]) if cited is None else tuple(dict.fromkeys(cited))
    licences = dict.fromkeys(source.licence for source in sources.each(used))
    terms = Value(content=" and ".join(licences), unit="text", sources=used)
    return say("Data: IOM Missing Migrants Project, {terms}; added up by this report.", terms=terms)
