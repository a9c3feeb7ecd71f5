"""Those never found: the share of the missing among the people recorded, by year and by route."""

from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import require_rows
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.deaths import by_route, recorded_people, year_bars
from iomreport.deaths.recorded_people import PEOPLE
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, rows_with, tally

ALL = "All routes"


@catalog.once
def missing_by_route(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return how many of the people recorded on each group of routes were never found, over all years together.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `route` (in the order of `by_route.GROUPS`, then all together), `dead`, `missing` and `dead_and_missing`
        (persons, at least), `share_missing` (of one) and `source_id`. Groups that nobody is recorded on are left out.

    Examples
    --------
    >>> round(float(missing_by_route().set_index("route").at["Sahara", "share_missing"]), 3)
    0.04
    """
    frame = by_route.deaths_by_route(data)
    numbers = ["dead", "missing", PEOPLE]
    sums = frame.groupby("route")[numbers].sum().reindex(list(by_route.GROUPS))
    sums = sums[sums[PEOPLE] > 0]
    sums = pandas.concat([sums, sums.sum().to_frame(ALL).T]).astype("Int64").rename_axis("route").reset_index()
    sums["share_missing"] = sums["missing"].astype("Float64") / sums[PEOPLE].astype("Float64")
    sums["source_id"] = join_source_ids(frame["source_id"])
    return sums


def missing_share(route: str = ALL) -> Value:
    """Return the share of the missing in the people recorded on a group of routes."""
    return _share(rows_with(missing_by_route(), route=route))


def missing_share_in(year: int | Value) -> Value:
    """Return the share of the missing in the people recorded in a year."""
    return _share(recorded_people.in_year(recorded_people.counts_by(), year))


def _share(rows: pandas.DataFrame) -> Value:
    return recorded_people.share(recorded_people.total(rows, "missing"), recorded_people.total(rows))


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
    """
    ax = theme.given_or_current(ax)
    rows = records(require_rows(missing_by_route(data), "deaths"))
    # all routes together stand a third of a row apart
    ys = [y + (0.35 if row["route"] == ALL else 0.0) for y, row in enumerate(rows)]
    style: dict[str, Any] = {"height": 0.62, "linewidth": 0}
    for y, row in zip(ys, rows, strict=True):
        missing = 100 * float(row["share_missing"])
        ax.barh(y, missing, color=theme.colour("sky"), label="missing", **style)
        ax.barh(y, 100 - missing, left=missing, color=theme.colour("blue"), label="dead", **style)
        text = f"{formats.number_text(row['missing'])} of {formats.number_text(row[PEOPLE])}"
        weight = "bold" if row["route"] == ALL else "normal"
        theme.write_beside(ax, text, (100, y), "ink", fontsize=8.5, fontweight=weight, annotation_clip=False)
    ax.set_yticks(ys, [row["route"][:1].upper() + row["route"][1:] for row in rows])
    ax.tick_params(axis="y", labelsize=9, length=0)
    ax.set_xlabel("Per cent of the people recorded")
    ax.set_xlim(0, 100)
    ax.set_ylim(ys[-1] + 0.6, -0.6)
    ax.grid(visible=False)
    return ax


def missing_figure() -> Figure:
    """Return the figure of those never found, by group of routes."""
    frame = missing_by_route()
    with theme.drawing(height=4.3) as (figure, ax):
        plot_missing(ax=ax)
        ax.set_ylim(top=-1.1)  # room for the words above the bars, which say what is what
        year_bars.write_heading(ax, "missing: never found", (0, -0.5), "left")
        year_bars.write_heading(ax, "dead: death recorded", (100, -0.5), "right")
        year_bars.write_heading(ax, "missing, of all", (100, -0.5), "left", shift=6)
    shares = {"all": missing_share(), "central": missing_share("Central Mediterranean")}
    totals = recorded_people.counts_by()
    negative = totals["note"].fillna("").str.contains("negative number of missing")
    return Figure(
        figure,
        id="fig-never-found",
        title=say(
            "Of the people recorded, {all:percent} were never found; of those on the Central Mediterranean route, "
            "{central:percent}",
            **shares,
        ),
        alt=say(
            "A bar for each of {groups} groups of routes, and one for all, divided into the missing and the dead, from "
            "{start} to {end}. The missing are {all:percent} in all: {central:percent} in the Central Mediterranean "
            "and {canaries:percent} on the route to the Canary Islands, but {desert:percent} in the Sahara and "
            "{border:percent} at the border of Mexico and the United States.",
            groups=tally(frame[frame["route"] != ALL]), start=recorded_people.year_of(totals),
            end=recorded_people.up_to(), desert=missing_share("Sahara"),
            canaries=missing_share("Canary Islands route"), border=missing_share("US–Mexico border"), **shares,
        ),
        data=frame,
        notes=[
            recorded_people.MINIMUM,
            "Missing: not found and presumed dead, at the least number that the records allow. Dead: the death itself "
            "is recorded; that does not say whether a body was recovered, or given its name. A small share on land "
            "does not mean that everybody is found there: who vanishes unseen enters no record.",
            say(
                "All years together, up to {end}. In {wrong} of the years some records hold a negative number of "
                "missing, which lowers the sums a little.",
                end=recorded_people.up_to(), wrong=recorded_people.number_among(negative, totals),
            ),
            recorded_people.credit(),
        ],
    )  # fmt: skip
