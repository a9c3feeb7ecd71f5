"""On which routes people died or went missing: the Mediterranean by branch, the Sahara, the Americas, Asia."""

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.deaths import recorded_people, year_bars
from iomreport.deaths.recorded_people import NOT_STATED, NUMBERS, PEOPLE, SEVERAL
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, rows_with, tally
from iomreport.suggest import need_known

GROUPS = {
    "Western Mediterranean": ("Western Mediterranean",),
    "Central Mediterranean": ("Central Mediterranean",),
    "Eastern Mediterranean": ("Eastern Mediterranean",),
    "Canary Islands route": ("Western Africa / Atlantic route to the Canary Islands",),
    "Sahara": ("Sahara Desert crossing",),
    "East and Horn of Africa": (
        "Eastern Route to/from EHOA",
        "Horn of Africa Route",
        "Horn of Africa to Yemen crossing",
        "Northern Route from EHOA",
    ),
    "US–Mexico border": ("US-Mexico border crossing",),
    "Darién": ("Darien",),
    "Caribbean": (
        "Caribbean to Central America",
        "Caribbean to US",
        "Dominican Republic to Puerto Rico",
        "Haiti to Dominican Republic",
        "Venezuela to Caribbean",
    ),
    "Afghanistan to Iran": ("Afghanistan to Iran",),
    "other routes": (),
    "no route named": (NOT_STATED,),
}
"""Groups of routes, neighbours together, and the project's routes in each; all routes not listed are other ones."""

OTHER, NONE = "other routes", "no route named"
MEDITERRANEAN = ("Western Mediterranean", "Central Mediterranean", "Eastern Mediterranean")

_GROUP_OF = {route: group for group, routes in GROUPS.items() for route in routes}
_COLUMNS, _ROWS = 3, 4


@catalog.once
def deaths_by_route(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the people recorded as dead or missing in each year and group of routes.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        One row for each year and group of `GROUPS`, zeros included: `year`, `route`, `records`, `dead`, `missing` and
        `dead_and_missing` (persons, at least), `coverage`, `period_end` and `source_id`.

    Examples
    --------
    >>> deaths_by_route().query("route == 'Sahara' and year == 2017")["dead_and_missing"].tolist()
    [1328]
    """
    rows = recorded_people.counts_by("route", data, *NUMBERS, "coverage", "period_end", "source_id")
    years = rows[["year", "coverage", "period_end"]].drop_duplicates()
    grouped = rows.assign(route=rows["category"].map(_GROUP_OF).fillna(OTHER))
    sums = grouped.groupby(["year", "route"])[NUMBERS].sum().reset_index()
    frame = years.merge(pandas.DataFrame({"route": list(GROUPS)}), how="cross")
    frame = frame.merge(sums, on=["year", "route"], how="left")
    frame[NUMBERS] = frame[NUMBERS].fillna(0).astype("Int64")
    frame["source_id"] = join_source_ids(rows["source_id"])
    return frame[["year", "route", *NUMBERS, "coverage", "period_end", "source_id"]]


def people_on(*routes: str, column: str = PEOPLE) -> Value:
    """Return how many people, or records, groups of routes hold in all years."""
    frame = deaths_by_route()
    return recorded_people.total(frame[frame["route"].isin(routes)], column)


def route_share(*routes: str, column: str = PEOPLE) -> Value:
    """Return the share of groups of routes in all people, or records."""
    return recorded_people.share(people_on(*routes, column=column), recorded_people.total(deaths_by_route(), column))


def plot_routes(
    data: pandas.DataFrame | None = None, ax: Axes | None = None, route: str = "Central Mediterranean"
) -> Axes:
    """Draw the people recorded as dead or missing on one group of routes in each year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    route : str
        One of `GROUPS`.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each year, hatched where only a part of the year is covered; name and sum over all years above. The
        bars of people whose route is not named are hollow.

    Examples
    --------
    >>> plot_routes(route="Sahara").get_title(loc="right")
    '6,720'
    """
    ax = theme.given_or_current(ax)
    need_known("group of routes", route, GROUPS)
    shown = rows_with(deaths_by_route(data), route=route)
    year_bars.draw_years(ax, shown, PEOPLE, "quiet" if route in (OTHER, NONE) else "blue", hollow=route == NONE)
    year_bars.name_panel(ax, route[:1].upper() + route[1:], int(shown[PEOPLE].sum()))
    ax.yaxis.set_major_formatter(lambda height, _: formats.number_text(height, decimals=0))
    return ax


def _tops(frame: pandas.DataFrame) -> list[float]:
    """Return the upper end of the scale of each row of panels; heights in proportion to them give one scale to all."""
    highest = [int(number) for number in frame.groupby("route")[PEOPLE].max()[list(GROUPS)]]
    rows = [highest[start : start + _COLUMNS] for start in range(0, len(highest), _COLUMNS)]
    return [1.06 * max(1000, *row) for row in rows]  # 1,000 at least, so that each row has a step of its scale


def routes_figure() -> Figure:
    """Return the figure of the people recorded on each group of routes in each year."""
    frame = deaths_by_route()
    tops = _tops(frame)
    with theme.panels(6.0, _ROWS, _COLUMNS, sharex=True, sharey="row", height_ratios=tops) as (figure, grid):
        for number, (route, ax) in enumerate(zip(GROUPS, grid, strict=True)):
            plot_routes(ax=ax, route=route)
            ax.set_ylim(0, tops[number // _COLUMNS])
            ax.set_yticks(range(0, int(tops[number // _COLUMNS]), 1000))
        first, last = int(frame["year"].min()), int(recorded_people.full_years(frame)["year"].max())
        grid[0].set_xticks([first, (first + last) // 2, last])
        figure.set_layout_engine("constrained", wspace=0.05)
        figure.supylabel("People dead or missing, at least", color=theme.colour("quiet"), fontsize=9.5)
    named = recorded_people.counts_by("route").drop_duplicates("category")
    named = named[~named["category"].isin([NOT_STATED, SEVERAL])]
    groups = frame.drop_duplicates("route")
    return Figure(
        figure,
        id="fig-routes",
        title=say(
            "The {branches} routes across the Mediterranean hold {sea:percent} of the people recorded; for "
            "{none:percent} no route is named",
            branches=tally(groups[groups["route"].isin(MEDITERRANEAN)]), sea=route_share(*MEDITERRANEAN),
            none=route_share(NONE),
        ),
        alt=say(
            "{panels} small bar charts on one scale, one for each group of routes, with the people recorded as dead or "
            "missing in each year from {start} to {end}. The Central Mediterranean has the tallest bars, {central} in "
            "all; the Sahara counts {sahara}, the border of Mexico and the United States {border}, the Atlantic route "
            "to the Canary Islands {atlantic}. For {unnamed} no route is named.",
            panels=tally(groups), start=recorded_people.year_of(frame), end=recorded_people.up_to(),
            central=people_on("Central Mediterranean"), sahara=people_on("Sahara"),
            border=people_on("US–Mexico border"), atlantic=people_on("Canary Islands route"), unnamed=people_on(NONE),
        ),
        data=frame,
        notes=[
            recorded_people.MINIMUM,
            say(
                "The number in a panel counts all years together; the last, hatched bars end on {day}. The project "
                "names {named} routes, which this report puts into groups; {records_without} records name none "
                "(hollow bars). No route of its list lies in South-eastern Asia.",
                day=recorded_people.up_to(), named=tally(named), records_without=people_on(NONE, column="records"),
            ),
            recorded_people.credit(),
        ],
    )  # fmt: skip
