"""What grew with what: expenditure as members times real spending per member times prices, and per migrant."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from iomreport import catalog, formats, theme
from iomreport.errors import UsageError
from iomreport.exhibits import Figure, say
from iomreport.growth import spending
from iomreport.growth.members import members_at_year_end
from iomreport.rows import records
from iomreport.schema import SEPARATOR
from iomreport.sources import ids_in
from iomreport.values import Value, pick, ratio, select, tally

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

START, END = 2011, 2024
FACTORS = {"members": "members", "spending_per_member": "real spending\nper member", "prices": "prices"}
"""The factors whose product is expenditure, and their names in charts."""

_LOOK = {
    "expenditure": ("ink", "o"),
    "members": ("amber", "s"),
    "spending_per_member": ("blue", "D"),
    "prices": ("teal", "^"),
}
_REVISIONS = (
    ("plum", "D", (10, -2)),
    ("teal", "s", (-6, 13)),
    ("amber", "^", (9, -9)),
    ("blue", "o", (-10, 8)),
)


def factors(base_year: int = spending.BASE_YEAR, counted: str = "end") -> pandas.DataFrame:
    """Return expenditure and the factors it is the product of, for the years whose accounts can be compared.

    Parameters
    ----------
    base_year : int
        Year whose prices count as one.
    counted : str
        When the members of a year are counted: at its "end" or at its "start".

    Returns
    -------
    pandas.DataFrame
        By `year`: `expenditure` (USD of the year), `members` (states), `prices` (consumer price index of the United
        States, base year one), `spending_per_member` (USD of the base year) and `source_id`. Expenditure is exactly
        members times spending per member times prices.

    Examples
    --------
    >>> factors().set_index("year").loc[[2011, 2024], "members"].tolist()
    [146, 175]
    """
    frame = spending.real_totals("expenditure", base_year=base_year)
    accounts = frame["source_id"].iloc[-1]
    frame = frame[(frame["source_id"] == accounts) & frame["qualifier"].isna()].reset_index(drop=True)
    counts = members_at_year_end().set_index("year")
    counts = counts if counted == "end" else counts.set_axis(counts.index + 1)
    frame["members"] = frame["year"].map(counts["members"]).astype("Int64")
    frame["prices"] = frame["amount"] / frame["amount_real"]
    frame["spending_per_member"] = frame["amount_real"] / frame["members"].astype("Float64")
    cited = frame["year"].map(counts["source_id"])
    frame["source_id"] = [SEPARATOR.join(ids_in(pair)) for pair in zip(frame["source_id"], cited, strict=True)]
    renamed: pandas.DataFrame = frame.rename(columns={"amount": "expenditure"})
    frame = renamed.loc[:, ["year", "expenditure", "members", "prices", "spending_per_member", "source_id"]]
    units = {"year": "year", "expenditure": "USD", "members": "states", "spending_per_member": "USD"}
    frame.attrs = {"units": units}
    return frame


def decompose(data: pandas.DataFrame | None = None, start: int = START, end: int = END) -> pandas.DataFrame:
    """Share the growth of expenditure between two years out among its factors, without a rest.

    The share of a factor is ln(factor at end / at start) / ln(expenditure at end / at start), as in the logarithmic
    mean Divisia index (Ang 2004, Energy Policy 32, 1131-1139): logarithms of factors add up to that of the product.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as `factors` returns it; that by default.
    start, end : int
        The two years.

    Returns
    -------
    pandas.DataFrame
        By `factor`: `first` and `last` value, `times` (last over first), `log` (its natural logarithm), `share` (of
        growth; they add up to one) and `source_id`.

    Raises
    ------
    UsageError
        If expenditure did not change.

    Examples
    --------
    >>> decompose()["share"].round(3).tolist()
    [0.176, 0.502, 0.323]
    """
    import pandas

    frame = factors() if data is None else data
    before, after = (select(frame, year=year) for year in (start, end))
    whole = math.log(float(after["expenditure"]) / float(before["expenditure"]))
    if math.isclose(whole, 0, abs_tol=1e-12):
        raise UsageError(f"expenditure of {start} and of {end} is the same: there is no growth to share out")
    cited = SEPARATOR.join(ids_in([str(before["source_id"]), str(after["source_id"])]))
    rows = []
    for factor in FACTORS:
        first, last = float(before[factor]), float(after[factor])
        log = math.log(last / first)
        rows.append(
            {
                "factor": factor, "first": first, "last": last, "times": last / first, "log": log,
                "share": log / whole, "source_id": cited,
            }
        )  # fmt: skip
    result = pandas.DataFrame(rows)
    result.attrs = {"units": {"share": "share"}}
    return result


def share_of_growth(factor: str, counted: str = "end") -> Value:
    """Return the share of a factor in the growth of expenditure, as a value for a sentence; see `decompose`."""
    return pick(decompose(factors(counted=counted)), "share", factor=factor)


def factor_growth(factor: str, counted: str = "end") -> Value:
    """Return how many times its first value a factor of expenditure had in the end, as a value for a sentence."""
    return pick(decompose(factors(counted=counted)), "times", factor=factor)


def spending_per_migrant(data: pandas.DataFrame | None = None, base_year: int = spending.BASE_YEAR) -> pandas.DataFrame:
    """Return real spending per international migrant in the world, for the years in which both are known.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `context`; that dataset by default.
    base_year : int
        Year whose dollars to use.

    Returns
    -------
    pandas.DataFrame
        By `series` (the revision of the estimate) and `year`: `migrants` (persons), `spent` and `per_migrant` (USD of
        the base year), `status` and `source_id`. Growth may only be taken within one series.

    Examples
    --------
    >>> frame = spending_per_migrant().query("series == 'revision of 2024'")
    >>> frame["per_migrant"].astype(float).round(1).tolist()
    [9.6, 12.1]
    """
    context = catalog.load("context") if data is None else data
    usable = (context["measure"] == "international migrants in the world") & (context["status"] != "unverified")
    frame = context.loc[usable, ["as_of", "value", "series", "status", "source_id"]]
    frame = frame.assign(year=frame["as_of"].str[:4].astype("Int64")).rename(columns={"value": "migrants"})
    accounts = spending.real_totals("expenditure", base_year=base_year).set_index("year")
    known = factors(base_year)["year"]
    frame = frame[frame["year"].isin(known)].sort_values(["series", "year"]).reset_index(drop=True)
    frame["spent"] = frame["year"].map(accounts["amount_real"])
    frame["per_migrant"] = frame["spent"] / frame["migrants"]
    cited = frame["year"].map(accounts["source_id"])
    frame["source_id"] = [SEPARATOR.join(ids_in(pair)) for pair in zip(frame["source_id"], cited, strict=True)]
    frame = frame[["year", "series", "migrants", "spent", "per_migrant", "status", "source_id"]]
    frame.attrs = {"units": {"year": "year", "migrants": "persons", "spent": "USD", "per_migrant": "USD"}}
    return frame


def per_migrant_growth(start: int, end: int) -> Value:
    """Return how many times the real spending per migrant of one year that of another is, within one revision.

    Raises
    ------
    UsageError
        If no revision of the estimate of migrants has both years.

    Examples
    --------
    >>> f"{per_migrant_growth(2020, 2024):rounded}"
    'about 1.3'
    """
    frame = spending_per_migrant()
    for series, rows in frame.groupby("series", sort=False):
        if {start, end} <= set(rows["year"]):
            first, last = (pick(frame, "per_migrant", series=series, year=year) for year in (start, end))
            return ratio(last, first)
    raise UsageError(f"no revision of the number of migrants has both {start} and {end}")


def plot_factors(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw expenditure and its factors over time, as multiples of the first year on a scale of ratios.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as `factors` returns it; that by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A line for expenditure and one for each factor; equal distances upwards are equal ratios, so the heights of
        the factors add up to that of expenditure.
    """
    ax = theme.given_or_current(ax)
    frame = factors() if data is None else data
    years = frame["year"].astype(int).tolist()
    ax.set_yscale("log")
    for column in ("expenditure", *FACTORS):
        role, marker = _LOOK[column]
        values = frame[column].astype(float)
        heights = (values / values.iloc[0]).tolist()
        ink = theme.colour(role)
        ax.plot(years, heights, marker, linestyle="-", markersize=3.5, color=ink, label=column)
        ax.annotate(
            f"{FACTORS.get(column, column)} ×{formats.number_text(heights[-1], decimals=2)}", (years[-1], heights[-1]),
            xytext=(7, 0), textcoords="offset points", va="center", color=ink, fontweight="bold", linespacing=0.95,
        )  # fmt: skip
    ax.set_ylabel(f"Times the value of {years[0]}")
    low, high = ax.get_ylim()
    ticks = [tick / 2 for tick in range(1, math.ceil(2 * high) + 1) if low < tick / 2 < high]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    ax.set_xlim(years[0] - 0.4, years[-1] + 0.4)
    return ax


def decomposition_figure() -> Figure:
    """Return the figure of expenditure and its factors."""
    shown = factors()
    with theme.drawing(height=3.5) as (figure, ax):
        plot_factors(ax=ax)
    shares = {factor: share_of_growth(factor) for factor in FACTORS}
    years = {"start": pick(shown, "year", year=START), "end": pick(shown, "year", year=END)}
    return Figure(
        figure,
        id="fig-decomposition",
        title=say(
            "Of the growth of expenditure from {start} to {end}, {spending_per_member:percent} goes with real "
            "spending per member, {prices:percent} with prices and {members:percent} with the number of members",
            **shares,
            **years,
        ),
        alt=say(
            "Line chart of expenditure and its three factors from {start} to {end} on a scale of ratios. Expenditure "
            "ends at {all:rounded} times its first value, real spending per member at {per:rounded}, prices at "
            "{price:rounded} and members at {states:rounded} times theirs; the three multiplied give expenditure.",
            all=spending.growth_between(START, END),
            per=factor_growth("spending_per_member"),
            price=factor_growth("prices"),
            states=factor_growth("members"),
            **years,
        ),
        data=shown,
        notes=[
            say(
                "Shares are of logarithms and leave no rest. Members are rebuilt counts at the end of each year; "
                "counted at its start instead, before the accessions of late {start}, their share is {early:percent}. "
                "Prices are those of consumers in the United States. The sum shows what grew together, not what "
                "caused what.",
                start=years["start"],
                early=share_of_growth("members", counted="start"),
            )
        ],
    )


def plot_per_migrant(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw real spending per international migrant, each revision of the number of migrants by itself.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `context`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A mark for each year, of one form and colour for each revision; hollow where revisions contradict one another.
        Nothing is joined, since years between are missing.
    """
    ax = theme.given_or_current(ax)
    frame = spending_per_migrant(data)
    for (series, rows), look in zip(frame.groupby("series"), itertools.cycle(_REVISIONS), strict=False):
        role, marker, offset = look
        ink, points = theme.colour(role), records(rows)
        heights = [float(point["per_migrant"]) for point in points]
        for point, height in zip(points, heights, strict=True):
            face = theme.colour("paper") if point["status"] == "conflicting" else ink
            ax.plot([point["year"]], [height], marker, color=ink, markerfacecolor=face, markersize=7, label=series)
        ax.annotate(
            f"{series}: {formats.number_text(heights[-1], decimals=1)}", (points[-1]["year"], heights[-1]),
            xytext=offset, textcoords="offset points", ha="right" if offset[0] < 0 else "left", va="center", color=ink,
            fontweight="bold",
        )  # fmt: skip
    ax.set_ylabel("Dollars per migrant")
    ax.set_ylim(0, 1.15 * float(frame["per_migrant"].max()))
    ax.set_xlim(int(frame["year"].min()) - 1, int(frame["year"].max()) + 1)
    return ax


def per_migrant_figure() -> Figure:
    """Return the figure of real spending per international migrant."""
    shown = spending_per_migrant()
    newest = shown[shown["series"] == shown["series"].max()]
    start, end = int(newest["year"].min()), int(newest["year"].max())
    told = {
        "times": per_migrant_growth(start, end), "base": spending.dollars_of(),
        "first": pick(newest, "per_migrant", year=start), "last": pick(newest, "per_migrant", year=end),
        "start": pick(newest, "year", year=start), "end": pick(newest, "year", year=end),
    }  # fmt: skip
    with theme.drawing(height=3.0) as (figure, ax):
        plot_per_migrant(ax=ax)
    return Figure(
        figure,
        id="fig-per-migrant",
        title=say(
            "For each international migrant in the world the organization spent {last:rounded} in {end}, in dollars "
            "of {base}, {times:rounded} times as much as in {start}",
            **{name: value for name, value in told.items() if name != "first"},
        ),
        alt=say(
            "Chart of real spending per international migrant, in dollars of {base}: {number} single marks by "
            "revision of the number of migrants, from {earliest} on. In the newest revision it rises from "
            "{first:rounded} in {start} to {last:rounded} in {end}, {times:rounded} times as much.",
            number=tally(shown), earliest=pick(shown.head(1), "year"), **told,
        ),
        data=shown,
        notes=[
            "The United Nations revise the number of migrants as they go; only marks of one form may be compared. "
            "Hollow marks: revisions contradict one another for that year; the latest rounds it. The ratio is a "
            "yardstick, not what a migrant received.",
        ],
    )  # fmt: skip
