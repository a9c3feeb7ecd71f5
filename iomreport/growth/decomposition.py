"""What grew with what: expenditure as members times real spending per member times prices."""

import math

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.errors import UsageError
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, pick, select
from iomreport.growth import spending
from iomreport.growth.members import members_at_year_end

FACTORS = {"members": "members", "spending_per_member": "real spending\nper member", "prices": "prices"}
"""The factors whose product is expenditure, and their names in charts."""

_STYLES = {
    "expenditure": ("ink", "o"),
    "members": ("amber", "s"),
    "spending_per_member": ("blue", "D"),
    "prices": ("teal", "^"),
}


@catalog.once
def factors(base_year: int = spending.BASE_YEAR, counted: str = "end") -> pandas.DataFrame:
    """Return expenditure and its factors, for the years whose accounts can be compared and whose factors are known.

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
        members times spending per member times prices. A year without a full price index or a count of members is
        absent.

    Examples
    --------
    >>> factors().set_index("year").loc[[2011, 2024], "members"].tolist()
    [146, 175]
    """
    frame = spending.last_run(spending.real_totals("expenditure", base_year=base_year)).reset_index(drop=True)
    counts = members_at_year_end().set_index("year")
    counts = counts if counted == "end" else counts.set_axis(counts.index + 1)
    frame["members"] = frame["year"].map(counts["members"]).astype("Int64")
    frame["prices"] = frame["amount"] / frame["amount_real"]
    frame = frame.dropna(subset=["members", "prices"]).reset_index(drop=True)
    frame["spending_per_member"] = frame["amount_real"] / frame["members"].astype("Float64")
    cited = frame["year"].map(counts["source_id"])
    frame["source_id"] = [join_source_ids(pair) for pair in zip(frame["source_id"], cited, strict=True)]
    frame = frame.rename(columns={"amount": "expenditure"})
    frame = frame[["year", "expenditure", "members", "prices", "spending_per_member", "source_id"]]
    units = {"year": "year", "expenditure": "USD", "members": "states", "spending_per_member": "USD"}
    frame.attrs = {"units": units}
    return frame


def decompose(
    data: pandas.DataFrame | None = None, start: int | None = None, end: int | None = None
) -> pandas.DataFrame:
    """Share the growth of expenditure between two years out among its factors, without a rest.

    The share of a factor is ln(factor at end / at start) / ln(expenditure at end / at start), as in the logarithmic
    mean Divisia index (Ang 2004, Energy Policy 32, 1131-1139): logarithms of factors add up to that of the product.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as `factors` returns it; that by default.
    start, end : int, optional
        The two years; the first and the last of the data by default.

    Returns
    -------
    pandas.DataFrame
        By `factor`: `first` and `last` value, `times` (last over first), `log` (its natural logarithm), `share` (of
        growth; they add up to one) and `source_id`.

    Raises
    ------
    UnknownNameError
        If the data lack one of the years.
    UsageError
        If the two years are the same, or expenditure did not change between them.

    Examples
    --------
    >>> decompose()["share"].round(3).tolist()
    [0.176, 0.502, 0.323]
    """
    frame = given_or_shipped(data, factors, "year", "expenditure", *FACTORS, "source_id")
    start = int(frame["year"].min()) if start is None else start
    end = int(frame["year"].max()) if end is None else end
    if start == end:
        raise UsageError(f"growth needs two years, and expenditure that can be compared is known for {start} only")
    before, after = (select(frame, year=year) for year in (start, end))
    whole = math.log(float(after["expenditure"]) / float(before["expenditure"]))
    if math.isclose(whole, 0, abs_tol=1e-12):  # a share of it would be a division by nothing
        raise UsageError(f"expenditure of {start} and of {end} is the same: there is no growth to share out")
    result = pandas.DataFrame({"factor": list(FACTORS)})
    result["first"], result["last"] = ([float(row[factor]) for factor in FACTORS] for row in (before, after))
    result["times"] = result["last"] / result["first"]
    result["log"] = [math.log(times) for times in result["times"]]
    result["share"] = result["log"] / whole
    result["source_id"] = join_source_ids([str(before["source_id"]), str(after["source_id"])])
    result.attrs = {"units": {"share": "share"}}
    return result


def share_of_growth(factor: str, counted: str = "end") -> Value:
    """Return the share of a factor in the growth of expenditure, as a value for a sentence; see `decompose`."""
    return pick(decompose(factors(counted=counted)), "share", factor=factor)


def factor_growth(factor: str, counted: str = "end") -> Value:
    """Return how many times its first value a factor of expenditure had in the end, as a value for a sentence."""
    return pick(decompose(factors(counted=counted)), "times", factor=factor)


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
    frame = given_or_shipped(data, factors, "year", "expenditure", *FACTORS)
    years = frame["year"].astype(int).tolist()
    ax.set_yscale("log")
    ax.axhline(1, color=theme.colour("quiet"), linewidth=0.8, zorder=1)
    for column, (role, marker) in _STYLES.items():
        values = frame[column].astype(float)
        heights = (values / values.iloc[0]).tolist()
        ax.plot(years, heights, marker, linestyle="-", markersize=3.5, color=theme.colour(role), label=column)
        text = f"{FACTORS.get(column, column)} ×{formats.number_text(heights[-1], decimals=2)}"
        theme.write_beside(ax, text, (years[-1], heights[-1]), role, (7, 0))
    ax.set_ylabel(f"Times the value of {years[0]}")
    low, high = ax.get_ylim()
    ticks = [tick / 2 for tick in range(1, math.ceil(2 * high) + 1) if low < tick / 2 < high]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    theme.name_years(ax, [years[0], *(year for year in years if year % 5 == 0), years[-1]])
    ax.set_xlim(years[0] - 0.4, years[-1] + 0.4)
    return ax


def decomposition_figure() -> Figure:
    """Return the figure of expenditure and its factors."""
    shown = factors()
    with theme.drawing(height=2.9) as (figure, ax):
        plot_factors(ax=ax)
    shares = {factor: share_of_growth(factor) for factor in FACTORS}
    start, end = int(shown["year"].min()), int(shown["year"].max())
    years = {"start": pick(shown, "year", year=start), "end": pick(shown, "year", year=end)}
    return Figure(
        figure,
        id="fig-decomposition",
        title=say(
            "Of the growth of expenditure from {start} to {end}, higher real spending per member makes up "
            "{spending_per_member:percent}, higher prices {prices:percent} and new members {members:percent}",
            **shares,
            **years,
        ),
        alt=say(
            "Line chart of expenditure and its three factors from {start} to {end} on a scale of ratios. Expenditure "
            "ends at {all:rounded} times its first value, real spending per member at {spending_per_member:rounded}, "
            "prices at {prices:rounded} and members at {members:rounded} times theirs; the three multiplied give "
            "expenditure.",
            all=spending.growth_between(start, end),
            **{factor: factor_growth(factor) for factor in FACTORS},
            **years,
        ),
        data=shown,
        notes=[
            say(
                "On this scale of ratios (of logarithms) the heights of the three factors add up to that of "
                "expenditure, and their shares leave no rest. Members are counted at the end of each year; counted at "
                "its start instead, before the accessions of late {start}, their share is {early:percent}. Prices are "
                "those of consumers in the United States. What grew together need not be cause and effect.",
                start=years["start"],
                early=share_of_growth("members", counted="start"),
            )
        ],
    )
