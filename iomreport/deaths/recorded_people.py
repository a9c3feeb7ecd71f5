"""The people whom the Missing Migrants Project recorded: its counts by one breakdown, sums, shares and credit."""

from collections.abc import Iterable
from dataclasses import replace

import pandas

from iomreport import catalog
from iomreport.catalog import sources
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.exhibits import Sentence, say
from iomreport.exhibits.values import Value, ratio
from iomreport.suggest import need_known

PEOPLE = "dead_and_missing"  # column of the people counted: the dead, and the missing who are presumed dead
NUMBERS = ["records", "dead", "missing", PEOPLE]  # columns that are added up

NOT_STATED, SEVERAL = "not stated", "more than one"
"""Categories of records that name none of a breakdown, and of those that join several."""

MINIMUM = (
    "Minimum counts: many deaths are never recorded, and how many are recorded differs from place to place and from "
    "year to year."
)
"""What every figure of these counts has to say."""


@catalog.once
def counts_by(breakdown: str = "total", data: pandas.DataFrame | None = None, *columns: str) -> pandas.DataFrame:
    """Return the people counted by one breakdown, so that nobody is counted twice.

    Parameters
    ----------
    breakdown : str
        "total", "region", "cause", "route", "country" or "month".
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.
    *columns : str
        Columns that the frame must have besides those by which its rows are chosen.

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
    >>> counts_by("region").query("category == 'Mediterranean' and year == 2016")["dead_and_missing"].tolist()
    [5097]
    """
    needed = dict.fromkeys(("breakdown", "category", "year", "status", *columns))
    rows = given_or_shipped(data, "deaths", *needed)
    need_known("breakdown", breakdown, map(str, rows["breakdown"].unique()))
    usable = rows[(rows["breakdown"] == breakdown) & (rows["status"] != "unverified")]
    return usable.sort_values(["year", "category"]).reset_index(drop=True)


def full_years(rows: pandas.DataFrame) -> pandas.DataFrame:
    """Return the rows of years that the export covers from the first month to the last."""
    return rows[rows["coverage"] == "full year"]


def in_year(rows: pandas.DataFrame, year: int | Value | None) -> pandas.DataFrame:
    """Return the rows of a year, given as a number or as a value; all rows where none is given."""
    return rows if year is None else rows[rows["year"] == int(str(year))]


def total(rows: pandas.DataFrame, column: str = PEOPLE, hedge: str = "at least") -> Value:
    """Add up a column of counts; people are counted at least, records as they are, and of no rows the sum is nought."""
    people = column != "records"
    return Value(
        content=int(rows[column].sum()),
        unit="persons" if people else "records",
        qualifier=hedge if people else "",
        sources=sources.source_ids_in(rows["source_id"]) or sources.source_ids_in(counts_by()["source_id"]),
    )


def extremes(rows: pandas.DataFrame) -> dict[str, Value]:
    """Return the smallest and the largest number of people in a row, `low` and `high`, without a hedge."""
    ordered = rows.sort_values(PEOPLE, kind="stable")
    return {"low": total(ordered.head(1), hedge=""), "high": total(ordered.tail(1), hedge="")}


def number_among(chosen: "pandas.Series[bool]", rows: pandas.DataFrame) -> Value:
    """Return how many of some rows are chosen: none is a number too."""
    return Value(content=int(chosen.sum()), sources=sources.source_ids_in(rows["source_id"]))


def share(part: Value, whole: Value) -> Value:
    """Return a part of those recorded as a share of one: exact for the records, whatever they leave out."""
    return ratio(replace(part, qualifier=""), replace(whole, qualifier=""), unit="share")


def year_of(rows: pandas.DataFrame, number: int = 0) -> Value:
    """Return the year of a row, the first one by default."""
    row = rows.iloc[number]
    return Value(content=str(row["year"]), unit="year", sources=sources.source_ids_in([str(row["source_id"])]))


def up_to(year: int | Value | None = None) -> Value:
    """Return the last day that the counts cover, in all or of one year."""
    last = in_year(counts_by(), year).iloc[-1]
    return Value(content=str(last["period_end"]), unit="date", sources=sources.source_ids_in([str(last["source_id"])]))


def export_in_use() -> str:
    """Return the export from which the counts were computed, as the dataset names it."""
    return str(counts_by()["export"].iloc[-1])


def credit(cited: Iterable[str] | None = None) -> Sentence:
    """Return the credit due to the exports drawn, by their ids; to the one in use by default."""
    used = sources.source_ids_in(counts_by()["source_id"]) if cited is None else tuple(dict.fromkeys(cited))
    licences = dict.fromkeys(source.licence for source in sources.each(used))
    terms = Value(content=" and ".join(licences), unit="text", sources=used)
    return say("Data: IOM Missing Migrants Project, {terms}; added up by this report.", terms=terms)
