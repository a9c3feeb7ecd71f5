"""Those never found: the share of the missing among the people recorded, by year and by route."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import formats
from iomreport.catalog import required_columns
from iomreport.catalog.cells import records
from iomreport.catalog.sources import ids_in, joined
from iomreport.charts import theme
from iomreport.deaths import by_route, counts
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

ALL = "All routes"


def missing_by_route(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return how many of the people recorded on each group of routes were never found, over all years together.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `route` (in the order of `routes.GROUPS`, then all together), `dead`, `missing` and `dead_and_missing` (persons,
        at least), `share_missing` (share of one) and `source_id`. Groups that nobody is recorded on are left out.

    Examples
    --------
    >>> frame = missing_by_route().set_index("route")
    >>> round(float(frame.loc["Sahara", "share_missing"]), 3)
    0.04
    """
    import pandas

    frame = by_route.deaths_by_route(data)
    numbers = ["dead", "missing", counts.PEOPLE]
    sums = frame.groupby("route")[numbers].sum().reindex(list(by_route.GROUPS))
    sums = sums[sums[counts.PEOPLE] > 0]
    sums = pandas.concat([sums, sums.sum().to_frame(ALL).T]).astype("Int64").rename_axis("route").reset_index()
    sums["share_missing"] = sums["missing"].astype("Float64") / sums[counts.PEOPLE].astype("Float64")
    sums["source_id"] = joined(frame["source_id"])
    return sums


def missing_share(route: str = ALL) -> Value:
    """Return the share of the missing in the people recorded on a group of routes, as a value for a sentence.

    Examples
    --------
    >>> f"{missing_share():percent}"
    'about 40.9%'
    """
    row = missing_by_route().query("route == @route")
    return counts.share(counts.total(row, "missing"), counts.total(row))


def missing_share_in(year: int | Value) -> Value:
    """Return the share of the missing in the people recorded in a year, as a value for a sentence.

    Examples
    --------
    >>> f"{missing_share_in(2024):percent}"
    'about 38%'
    """
    totals = counts.counts()
    row = totals[totals["year"] == counts.calendar_year(year)]
    return counts.share(counts.total(row, "missing"), counts.total(row))


def missing_cause_share(cause: str) -> Value:
    """Return the share of a cause in all the missing, as a value for a sentence.

    Examples
    --------
    >>> f"{missing_cause_share('Drowning'):percent}"
    'about 86.1%'
    """
    rows = counts.counts("cause")
    return counts.share(counts.total(rows[rows["category"] == cause], "missing"), counts.total(rows, "missing"))


def plot_missing(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the share of those never found among the people recorded on each group of routes.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        For each group a bar from nothing to all, the missing first, with their number of all beside it; all routes
        together below.

    Examples
    --------
    >>> plot_missing().get_xlabel()
    'Per cent of the people recorded'
    """
    ax = theme.given_or_current(ax)
    rows = records(required_columns.with_rows(missing_by_route(data), "deaths"))
    places = [place + (0.35 if row["route"] == ALL else 0.0) for place, row in enumerate(rows)]
    for y, row in zip(places, rows, strict=True):
        missing = 100 * float(row["share_missing"])
        ax.barh(y, missing, height=0.62, color=theme.colour("sky"), linewidth=0, label="missing")
        ax.barh(y, 100 - missing, left=missing, height=0.62, color=theme.colour("blue"), linewidth=0, label="dead")
        text = f"{formats.number_text(row['missing'])} of {formats.number_text(row[counts.PEOPLE])}"
        weight = "bold" if row["route"] == ALL else "normal"
        theme.write_beside(ax, text, (100, y), "ink", fontsize=8.5, fontweight=weight, annotation_clip=False)
    ax.set_yticks(places, [row["route"][:1].upper() + row["route"][1:] for row in rows])
    ax.tick_params(axis="y", labelsize=9, length=0)
    ax.set_xlabel("Per cent of the people recorded")
    ax.set_xlim(0, 100)
    ax.set_ylim(places[-1] + 0.6, -0.6)
    ax.grid(visible=False)
    return ax


def _key(ax: Axes) -> None:
    """Say above the bars which part is which."""
    style: dict[str, Any] = {"va": "bottom", "fontsize": 9, "fontweight": "normal", "annotation_clip": False}
    for text, x, shift, ha in (
        ("missing: never found", 0, 0, "left"),
        ("dead: death recorded", 100, 0, "right"),
        ("missing, of all", 100, 6, "left"),
    ):
        theme.write_beside(ax, text, (x, -0.5), "quiet", (shift, 0), ha=ha, **style)


def missing_figure() -> Figure:
    """Return the figure of those never found, by group of routes.

    Examples
    --------
    >>> missing_figure().id
    'fig-never-found'
    """
    frame = missing_by_route()
    with theme.drawing(height=4.3) as (figure, ax):
        plot_missing(ax=ax)
        ax.set_ylim(top=-1.1)
        _key(ax)
    told = {
        "all": missing_share(), "central": missing_share("Central Mediterranean"), "desert": missing_share("Sahara"),
        "canaries": missing_share("Canary Islands route"), "border": missing_share("US–Mexico border"),
    }  # fmt: skip
    return Figure(
        figure,
        id="fig-never-found",
        title=say(
            "Of the people recorded, {all:percent} were never found; of those on the Central Mediterranean route, "
            "{central:percent}",
            **{name: told[name] for name in ("all", "central")},
        ),
        alt=say(
            "A bar for each of {groups} groups of routes, and one for all, divided into the missing and the dead, from "
            "{start} to {end}. The missing are {all:percent} in all: {central:percent} in the Central Mediterranean "
            "and {canaries:percent} on the route to the Canary Islands, but {desert:percent} in the Sahara and "
            "{border:percent} at the border of Mexico and the United States.",
            groups=Value(content=len(frame) - 1, sources=ids_in(frame["source_id"])),
            start=counts.year_of(counts.counts()), end=counts.up_to(), **told,
        ),
        data=frame,
        notes=[
            counts.MINIMUM,
            "Missing: not found and presumed dead, at the least number that the records allow. Dead: the death itself "
            "is recorded; that does not say whether a body was recovered, or given its name. A small share on land "
            "does not mean that everybody is found there: who vanishes unseen enters no record.",
            say(
                "All years together, up to {end}. In {wrong} of the years some records hold a negative number of "
                "missing, which lowers the sums a little.",
                end=counts.up_to(), wrong=_negative(),
            ),
            counts.credit(),
        ],
    )  # fmt: skip


def _negative() -> Value:
    """Return in how many years records with a negative number of missing lower the count."""
    totals = counts.counts()
    hit = totals[totals["note"].fillna("").str.contains("negative number of missing")]
    return Value(content=len(hit), sources=ids_in(totals["source_id"]))
