"""How much money: spent, received and planned, each by itself, in dollars of its year and of one year."""

from typing import Any

import pandas

from iomreport import catalog
from iomreport.catalog import analysis
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped, require_columns
from iomreport.catalog.sources import join_source_ids, source_ids_in, without_edition
from iomreport.errors import UsageError
from iomreport.exhibits.values import Value, pick, ratio, rows_with, select

BASE_YEAR = 2024  # year in whose dollars real amounts are expressed

COLUMNS = ["year", "concept", "stage", "currency", "amount", "qualifier", "status", "source_id"]


@catalog.once
def adopted(concept: str, data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the amounts of one concept of money that the report uses: adopted, not unverified, in US dollars.

    Parameters
    ----------
    concept : str
        "expenditure", "revenue" or "budget", as in the dataset `finance`.
    data : pandas.DataFrame, optional
        Shaped as the dataset `finance`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        Rows of `data`, totals and parts alike.

    Examples
    --------
    >>> sorted(adopted("revenue").query("year == 2024")["part"])
    ['assessed', 'earmarked', 'other', 'total', 'unearmarked']
    """
    money = given_or_shipped(data, "finance", "concept", "currency", "adopted", "status")
    money = rows_with(money, concept=concept)
    return money[(money["adopted"] == "yes") & (money["status"] != "unverified") & (money["currency"] == "USD")]


@catalog.once
def totals(concept: str, data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the adopted yearly totals of one concept of money, in US dollars of each year.

    Parameters
    ----------
    concept, data
        See `adopted`.

    Returns
    -------
    pandas.DataFrame
        `year`, `concept`, `stage`, `currency`, `amount` (USD of the year), `qualifier`, `status` and `source_id`, by
        year. A year without an adopted row is absent.

    Examples
    --------
    >>> totals("budget")["year"].tolist()
    [1953, 1954, 1955, 1956, 1957, 1974, 2005, 2008]
    """
    money = require_columns(adopted(concept, data), "part", *COLUMNS, ours="finance")
    frame = money.loc[money["part"] == "total", COLUMNS].sort_values("year").reset_index(drop=True)
    frame.attrs = {**money.attrs, "units": {"year": "year", "amount": "USD"}}
    return frame


@catalog.once
def real_totals(concept: str, data: pandas.DataFrame | None = None, base_year: int = BASE_YEAR) -> pandas.DataFrame:
    """Return the totals of `totals`, in dollars of their year and of one year.

    Parameters
    ----------
    concept, data
        See `totals`.
    base_year : int
        Year whose dollars to use.

    Returns
    -------
    pandas.DataFrame
        As `totals`, with `amount_real` (USD of the base year; see `iomreport.to_real` for the formula). `source_id`
        names the source of the price index too.

    Examples
    --------
    >>> real_totals("expenditure").query("year in (2011, 2024)")["amount_real"].round(-6).tolist()
    [1826000000.0, 3673000000.0]
    """
    frame = analysis.to_real(totals(concept, data), base_year)
    cited = dollars_of().sources
    frame["source_id"] = [join_source_ids([cell, *cited]) for cell in frame["source_id"]]
    frame.attrs = {**frame.attrs, "units": {**frame.attrs["units"], "amount_real": "USD"}}
    return frame


def dollars_of(base_year: int = BASE_YEAR) -> Value:
    """Return the year in whose dollars real amounts are expressed, with the source of the price index."""
    prices = catalog.load("prices")
    cited = source_ids_in(prices.loc[prices["series"] == analysis.CONSUMER_PRICES, "source_id"])
    return Value(content=base_year, unit="year", sources=cited)


def year_of(year: int, concept: str = "expenditure") -> Value:
    """Return a year for which there is a total of a concept, as a value for a sentence."""
    return pick(totals(concept), "year", year=year)


def total_in(year: int, base_year: int | None = None, concept: str = "expenditure") -> Value:
    """Return the total of a year in US dollars of that year, or of a base year, as a value for a sentence."""
    if base_year is None:
        return pick(totals(concept), "amount", year=year)
    return pick(real_totals(concept, base_year=base_year), "amount_real", year=year)


def growth_between(start: int, end: int, base_year: int | None = None, concept: str = "expenditure") -> Value:
    """Return how many times the amount of one year another is, if the two can be compared."""
    frame = totals(concept)
    if not _comparable(select(frame, year=start), select(frame, year=end)):
        raise UsageError(f"{concept} of {start} and of {end} cannot be compared: other sources, or a hedged amount")
    return ratio(total_in(end, base_year, concept), total_in(start, base_year, concept))


def yearly_growth(start: int, end: int, base_year: int | None = None) -> Value:
    """Return the mean yearly growth of expenditure, as a share of one, between two years that can be compared."""
    times = growth_between(start, end, base_year)
    return Value(content=float(times.content) ** (1 / (end - start)) - 1, unit="share", sources=times.sources)


def _comparable(first: Any, last: Any) -> bool:
    """Return whether two rows of `totals` are comparable: of editions of one source, and neither amount hedged."""
    series = [[without_edition(source_id) for source_id in source_ids_in([row["source_id"]])] for row in (first, last)]
    return series[0] == series[1] and all(pandas.isna(row["qualifier"]) for row in (first, last))


def runs(frame: pandas.DataFrame) -> list[pandas.DataFrame]:
    """Split the rows of `totals` into stretches of consecutive years that can be compared, in order of time."""
    pieces: list[list[int]] = []
    rows = records(frame)
    for index, row in enumerate(rows):
        if index and row["year"] == rows[index - 1]["year"] + 1 and _comparable(rows[index - 1], row):
            pieces[-1].append(index)
        else:
            pieces.append([index])
    return [frame.iloc[piece] for piece in pieces]


def last_run(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return the last stretch of consecutive years in `totals` or `real_totals` that can be compared."""
    return runs(frame)[-1]
