"""The states that left: how many were away at each year end, and the dent they made."""

from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import SEPARATOR
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids, source_ids_in
from iomreport.charts import theme
from iomreport.exhibits.values import Value, tally, value_in

NEVER = 9999  # year that stands for the end of a membership that lasts


def years_of(spells: pandas.DataFrame) -> "tuple[pandas.Series[int], pandas.Series[int]]":
    """Return the years in which memberships start and end.

    A member on 31 December is who joined in that year or before and left in a later year, however precisely the dates
    are known; see `iomreport.at`.
    """
    start, end = spells["start"].str[:4], spells["end"].str[:4].fillna(str(NEVER))
    return start.astype(int), end.astype(int)


def years_covered(data: pandas.DataFrame | None, spells: pandas.DataFrame) -> range:
    """Return the years from the first membership to the last count, or for an analyst's spells to the last change."""
    start, end = years_of(spells)
    last = int(str(_rebuilt()["as_of"].max())[:4]) if data is None else int(max(start.max(), end[end < NEVER].max()))
    return range(int(start.min()), last + 1)


def states_away(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return how many states had been members and were not on 31 December of each year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Spells shaped as the dataset `memberships`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `as_of`, `away` (states that had left and not come back), `country_codes` (of these) and
        `source_id`, for each year from the first membership to the last start or end.

    Examples
    --------
    >>> states_away().set_index("year")["away"].loc[[1961, 1981]].tolist()
    [0, 10]
    """
    spells = given_or_shipped(data, "memberships", "country_code", "start", "end", "source_id")
    known = list(zip(*years_of(spells), spells["country_code"], spells["source_id"], strict=True))
    rows = []
    for year in years_covered(data, spells):
        inside = {code for start, end, code, _ in known if start <= year < end}
        gone = [(code, source) for _, end, code, source in known if end <= year and code not in inside]
        codes = sorted({code for code, _ in gone})
        rows.append(
            (year, f"{year}-12-31", len(codes), SEPARATOR.join(codes), join_source_ids(source for _, source in gone))
        )
    frame = pandas.DataFrame(rows, columns=["year", "as_of", "away", "country_codes", "source_id"])
    frame = frame.astype({"away": "Int64"})
    frame.attrs["units"] = {"away": "states"}
    return frame


def most_away() -> Value:
    """Return how many former members were out at most at one year end, as a value for a sentence."""
    return value_in(_row_most_away(), "away", "states")


def year_most_away() -> Value:
    """Return the first year end at which most former members were out, as a value for a sentence."""
    row = _row_most_away()
    return Value(content=str(row["as_of"]), unit="date", sources=source_ids_in([str(row["source_id"])]))


def _row_most_away() -> "pandas.Series[Any]":
    away = states_away()
    return away.iloc[int(away["away"].to_numpy(int).argmax())]


def states_that_left() -> Value:
    """Return how many states ever left, as a value for a sentence."""
    return tally(_departures().drop_duplicates("country_code"), "states")


def _departures() -> pandas.DataFrame:
    spells = catalog.load("memberships")
    return spells[spells["end"].notna()].sort_values(["end", "country_code"])


def departure(position: int) -> Value:
    """Return when the state at a place in the order of leaving left, as a value for a sentence."""
    return value_in(_departures().iloc[position], "end")


def those_that_left() -> list[str]:
    """Return the names of the states that left, in the order in which they did."""
    names = catalog.load("countries").set_index("country_code")["name_en"]
    return [str(name) for name in names[_departures()["country_code"].drop_duplicates()]]


def plot_departures(
    data: pandas.DataFrame | None = None, counts: pandas.DataFrame | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the states that had left as a hatched dent: from the members there were to those there would have been.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Spells shaped as the dataset `memberships`; that dataset by default.
    counts : pandas.DataFrame, optional
        Counts shaped as the dataset `member_counts`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A hatched area above the line of members, as high as the number of states away, broken where none was.
    """
    ax = theme.given_or_current(ax)
    alone = not ax.has_data()
    both = _rebuilt(counts).merge(states_away(data), on="as_of").sort_values("as_of")
    x = [formats.decimal_year(date) for date in both["as_of"]]
    members, away = both["members"].to_numpy(float), both["away"].to_numpy(float)
    ax.fill_between(
        x, members, members + away, where=(away > 0).tolist(), facecolor=theme.colour("paper"),
        edgecolor=theme.colour("plum"), hatch="//////", linewidth=0.6, label="away", zorder=1.5,
    )  # fmt: skip
    if alone:
        ax.set_ylabel("Member states")
        ax.set_ylim(bottom=0)
    return ax


def _rebuilt(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    counts = given_or_shipped(data, "member_counts", "kind", "as_of", "members")
    return counts.loc[counts["kind"] == "rebuilt", ["as_of", "members"]]
