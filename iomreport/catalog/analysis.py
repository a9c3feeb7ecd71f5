"""What an analyst does with a frame first: real terms, a state of affairs on a day, a growth rate, its sources."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

from iomreport import catalog, formats
from iomreport.catalog import sources
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import require_columns
from iomreport.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    import pandas

CONSUMER_PRICES = "US consumer price index"  # name of the price series in the dataset `prices`


def to_real(frame: pandas.DataFrame, base_year: int, amount: str = "amount") -> pandas.DataFrame:
    """Express amounts in US dollars of one year.

    Parameters
    ----------
    frame : pandas.DataFrame
        With a column `year` and amounts in current US dollars; rows in another currency, named in a column
        `currency`, are refused.
    base_year : int
        Year whose dollars to use.
    amount : str
        Column of the amounts.

    Returns
    -------
    pandas.DataFrame
        A copy with the column `<amount>_real`: each amount times the mean US consumer price index (CPI-U) of the base
        year over that of its own year. Amounts of years without a full index stay missing.

    Raises
    ------
    UnknownNameError
        If the frame lacks a column.
    UsageError
        If a row is in another currency, or the index does not cover the whole base year.

    Examples
    --------
    >>> import pandas
    >>> money = pandas.DataFrame({"year": [2011, 2024], "amount": [100.0, 100.0]})
    >>> to_real(money, 2024)["amount_real"].round(1).tolist()
    [139.5, 100.0]
    """
    require_columns(frame, "year", amount)
    if "currency" in frame and set(frame["currency"].dropna()) - {"USD"}:
        others = ", ".join(sorted(set(frame["currency"].dropna()) - {"USD"}))
        raise UsageError(f"amounts in {others} cannot be set in dollars of {base_year}; keep the rows in USD first")
    index = consumer_prices()
    if base_year not in index:
        raise UsageError(
            f"no full consumer price index for {base_year!r}; there is one for {min(index)} to {max(index)}"
        )
    multipliers = {year: index[base_year] / level for year, level in index.items()}
    real = frame.copy()
    real[f"{amount}_real"] = real[amount].astype("Float64") * real["year"].map(multipliers).astype("Float64")
    units = {**frame.attrs.get("units", {}), f"{amount}_real": f"US dollars of {base_year}"}
    real.attrs = {**frame.attrs, "units": units}
    return real


def consumer_prices() -> dict[int, float]:
    """Return the mean US consumer price index of each year for which all twelve months are known."""
    prices = catalog.load("prices")
    full = prices[(prices["series"] == CONSUMER_PRICES) & (prices["months_averaged"] == 12)]
    return {int(row["year"]): float(row["value"]) for row in records(full)}


def at(frame: pandas.DataFrame, date: str | datetime.date) -> pandas.DataFrame:
    """Return the rows of a frame that held on a day.

    Parameters
    ----------
    frame : pandas.DataFrame
        With columns `start` and `end` (ISO 8601 dates of reduced precision; an empty `end` means until today).
    date : str or datetime.date
        The day, as `YYYY-MM-DD`.

    Returns
    -------
    pandas.DataFrame
        The rows known to hold: begun on that day at the latest, and not yet ended. A start known only to the year
        counts from the last day of that year, an end known only to the year counts from its first.

    Raises
    ------
    UnknownNameError
        If the frame lacks one of the columns.
    UsageError
        If the date is no full date.

    Examples
    --------
    >>> import iomreport
    >>> at(iomreport.load("names"), "1985-01-01")["abbreviation"].tolist()
    ['ICM']
    """
    import pandas

    require_columns(frame, "start", "end")
    day = _day(date)
    held = [
        row["start"] is not None
        and formats.last_day(row["start"]) <= day
        and (row["end"] is None or day < formats.first_day(row["end"]))
        for row in records(frame)
    ]
    return frame[pandas.Series(held, index=frame.index, dtype=bool)]


def members_on(date: str | datetime.date) -> pandas.DataFrame:
    """Return the states that were members on a day; see `at` for dates known only to the year.

    Raises
    ------
    UsageError
        If the date is no full date, or is later than the data.

    Examples
    --------
    >>> len(members_on("2013-12-31"))
    155
    """
    closed = catalog.closed_on()
    if _day(date) > formats.first_day(closed):
        raise UsageError(f"nothing is known of {date} yet; the data were closed on {closed}")
    return at(catalog.load("memberships"), date).reset_index(drop=True)


def _day(date: str | datetime.date) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(date))
    except ValueError:
        raise UsageError(f"{date!r} is no day; give one as YYYY-MM-DD") from None


class GrowthRate(NamedTuple):
    """A compound yearly rate of growth, as a share of one, with its two years and the amounts in them."""

    rate: float
    start: int
    end: int
    first: float
    last: float


def growth_rate(frame: pandas.DataFrame, start: int, end: int, amount: str = "amount") -> GrowthRate:
    """Return the mean yearly growth between two years.

    Parameters
    ----------
    frame : pandas.DataFrame
        One concept only: a column `year`, each year once.
    start, end : int
        The two years.
    amount : str
        Column of the amounts.

    Returns
    -------
    GrowthRate
        (last / first) ** (1 / (end - start)) - 1, with its two years and amounts.

    Raises
    ------
    UnknownNameError
        If the frame lacks a column or one of the years.
    UsageError
        If the years are in the wrong order, or a year stands in several rows.

    Examples
    --------
    >>> import pandas
    >>> growth_rate(pandas.DataFrame({"year": [2020, 2022], "amount": [100.0, 121.0]}), 2020, 2022).rate
    0.1
    """
    require_columns(frame, "year", amount)
    if end <= start:
        raise UsageError(f"growth is from an earlier year to a later one, not from {start} to {end}")
    first, last = (_amount_in(frame, year, amount) for year in (start, end))
    if first <= 0 or last <= 0:
        raise UsageError(f"growth from {first:g} to {last:g} has no rate; both amounts must be above nothing")
    return GrowthRate(round((last / first) ** (1 / (end - start)) - 1, 12), start, end, first, last)


def sources_of(frame: pandas.DataFrame) -> list[sources.Source]:
    """Return the sources that a frame's rows cite, in order of appearance.

    Examples
    --------
    >>> import iomreport
    >>> sources_of(iomreport.load("names").tail(1))[0].source_id
    'bradley-joining-un-family-2021'
    """
    require_columns(frame, "source_id")
    return sources.each(sources.source_ids_in(frame["source_id"].dropna().unique()))


def _amount_in(frame: pandas.DataFrame, year: int, amount: str) -> float:
    rows = frame[frame["year"] == year]
    if rows.empty or rows[amount].isna().all():
        years = ", ".join(str(known) for known in sorted(frame.loc[frame[amount].notna(), "year"].unique()))
        raise UnknownNameError(f"no {amount} for {year}; there is one for {years}")
    if len(rows) > 1:
        raise UsageError(f"{len(rows)} rows stand for {year}: keep one concept and one source first")
    return float(rows[amount].iloc[0])
