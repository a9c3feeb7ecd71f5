"""People who died or went missing on the move, by year and region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import formats
from iomreport.catalog import required_columns
from iomreport.catalog.cells import records
from iomreport.charts import theme
from iomreport.deaths import counts
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, tally

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

REGIONS = (
    "Mediterranean", "Europe", "Northern Africa", "Western Africa", "Middle Africa", "Eastern Africa",
    "Southern Africa", "Western Asia", "Central Asia", "Southern Asia", "South-eastern Asia", "Eastern Asia",
    "North America", "Central America", "Caribbean", "South America", counts.SEVERAL,
)  # fmt: skip
"""Regions as the project names them, neighbours together; bodies washed ashore are recorded under the Mediterranean."""

_GAP = 0.25


def deaths_by_region(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the people recorded as dead or missing in each year and region.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `region`, `records`, `dead`, `missing` and `dead_and_missing` (persons, at least), `coverage`,
        `period_end`, `export` and `source_id`, by year and region. A region without a record in a year has no row.

    Examples
    --------
    >>> frame = deaths_by_region().query("region == 'Mediterranean'").set_index("year")
    >>> int(frame.loc[2016, "dead_and_missing"])
    5097
    """
    names = ["year", "category", "records", "dead", "missing", counts.PEOPLE]
    names += ["coverage", "period_end", "export", "source_id"]
    frame = required_columns.need(counts.counts("region", data), *names, ours="deaths")[names]
    return frame.rename(columns={"category": "region"})


def share_in(region: str, year: int) -> Value:
    """Return the share of a region in the people recorded in a year, as a value for a sentence.

    Examples
    --------
    >>> f"{share_in('Mediterranean', 2024):percent}"
    'about 27.5%'
    """
    frame = deaths_by_region().query("year == @year")
    return counts.share(counts.total(frame.query("region == @region")), counts.total(frame))


def people_in(region: str, year: int | None = None) -> Value:
    """Return how many people were recorded in a region in a year, or in all, as a value for a sentence.

    Examples
    --------
    >>> print(people_in("South-eastern Asia"), "/", people_in("Mediterranean", 2024))
    at least 4,438 / at least 2,475
    """
    rows = deaths_by_region().query("region == @region")
    return counts.total(rows if year is None else rows[rows["year"] == year])


def outside(region: str, year: int, column: str = counts.PEOPLE) -> Value:
    """Return how many people, or records, a year holds outside a region, as a value for a sentence.

    Examples
    --------
    >>> print(outside("Mediterranean", 2024), "/", outside("Mediterranean", 2024, "records"))
    6,527 / 2,510
    """
    return counts.total(deaths_by_region().query("year == @year and region != @region"), column, hedge="")


def plot_regions(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the people recorded in each year and region as a grid of numbers.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A row for each region and one for the sum, a column for each year. The ground of a number is the darker the
        greater it is, by its square root; a dash stands where there is no record. A year of which only a part is
        covered stands apart and has no ground.

    Examples
    --------
    >>> len(plot_regions().texts)
    228
    """
    ax = theme.given_or_current(ax)
    frame = required_columns.with_rows(deaths_by_region(data), "deaths")
    cells = {(row["region"], row["year"]): row[counts.PEOPLE] for row in records(frame)}
    there = {region for region, _ in cells}
    regions = [*[name for name in REGIONS if name in there], *sorted(there - {*REGIONS})]
    whole = {int(year) for year in counts.full_years(frame)["year"]}
    places = {int(year): year + (0.0 if year in whole else _GAP) for year in sorted(frame["year"].unique())}
    top = max((number for (_, year), number in cells.items() if year in whole), default=1)
    for year, x in places.items():
        for y, region in enumerate(regions):
            number = cells.get((region, year))
            _cell(ax, x, y, number, (number / top) ** 0.5 if number and year in whole else 0.0)
        _cell(ax, x, len(regions) + _GAP, int(frame.loc[frame["year"] == year, counts.PEOPLE].sum()), 0.0, bold=True)
    _heads(ax, regions, places)
    _name_years(ax, frame, places)
    return ax


def _cell(ax: Axes, x: float, y: float, number: int | None, shade: float, bold: bool = False) -> None:
    if shade:
        ax.barh(y, 0.94, left=x - 0.47, height=0.92, color=theme.colour("sky"), alpha=shade, linewidth=0)
    text, ink = ("–", "quiet") if number is None else (formats.number_text(number), "ink")
    style: dict[str, Any] = {"ha": "right", "va": "center_baseline", "fontsize": 8.5, "bbox": None}
    theme.write_beside(ax, text, (x + 0.4, y), ink, (0, 0), fontweight="bold" if bold else "normal", **style)


def _heads(ax: Axes, regions: list[str], places: dict[int, float]) -> None:
    """Write the heads of the rows, and set the sum apart."""
    bottom = len(regions) + _GAP
    ax.set_yticks([*range(len(regions)), bottom], [*regions, "all regions"])
    ax.get_yticklabels()[-1].set_fontweight("bold")
    ax.tick_params(axis="y", labelsize=9)
    ax.axhline(bottom - 0.6, color=theme.colour("rule"), linewidth=0.8)
    ax.set_xlim(min(places.values()) - 0.5, max(places.values()) + 0.5)
    ax.set_ylim(bottom + 0.55, -0.55)
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)


def _name_years(ax: Axes, frame: pandas.DataFrame, places: dict[int, float]) -> None:
    """Write the heads of the columns; a year that is covered in part says up to which month."""
    ends = dict(zip(frame["year"], frame["period_end"], strict=True))
    for year, x in places.items():
        in_part = x != year
        month = formats.date_text(ends[year][:7]).split(" ")[0] if in_part else ""
        style: dict[str, Any] = {"ha": "right", "va": "bottom", "fontsize": 9, "fontweight": "normal"}
        text = f"{year}\nto {month}" if in_part else str(year)
        theme.write_beside(ax, text, (x + 0.4, -0.62), "quiet", (0, 0), annotation_clip=False, **style)
    ax.set_xticks([])


def _largest(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return for each year the region with the largest number."""
    return frame.sort_values(counts.PEOPLE, ascending=False, kind="stable").drop_duplicates("year")


def regions_figure() -> Figure:
    """Return the figure of the people recorded in each year and region.

    Examples
    --------
    >>> regions_figure().id
    'fig-deaths-regions'
    """
    frame = deaths_by_region()
    with theme.drawing(height=4.6) as (figure, ax):
        plot_regions(ax=ax)
    whole = counts.full_years(frame)
    sea, first, last = REGIONS[0], int(whole["year"].min()), int(whole["year"].max())
    largest = _largest(whole)
    told: dict[str, Value | str] = {
        "start": counts.year_of(whole), "end": counts.year_of(whole, -1),
        "before": share_in(sea, first), "after": share_in(sea, last),
        "first": people_in(sea, first), "last": people_in(sea, last),
        "few": outside(sea, first), "many": outside(sea, last), "sea": sea,
    }  # fmt: skip
    return Figure(
        figure,
        id="fig-deaths-regions",
        title=say(
            "In {start}, {first} people were recorded in the {sea}, in {end} {last}: {before:percent} and "
            "{after:percent} of all; elsewhere the count went from {few} to {many}",
            **told,
        ),
        alt=say(
            "Grid of numbers: people recorded as dead or missing in each region, row by row, and in each year from "
            "{start} to {end}, with the months up to {day} set apart. The {sea} has the largest number in {most} of "
            "{years} full years: {first} people in {start} and {last} in {end}, a share of {before:percent} and of "
            "{after:percent}. Outside it the count went from {few} to {many}.",
            day=counts.up_to(), most=counts.number_among(largest["region"] == sea, largest), years=tally(largest),
            **told,
        ),
        data=frame,
        notes=[
            counts.MINIMUM + " A dash means that there is no record, not that nobody died.",
            say(
                "A share also falls when more is recorded elsewhere: outside the {sea} there are {before} records for "
                "{start} and {after} for {end}.",
                sea=sea, start=told["start"], end=told["end"], before=outside(sea, first, "records"),
                after=outside(sea, last, "records"),
            ),
            "Regions as the project names them in this export; other exports draw some of them otherwise. Deaths on "
            "the crossing of the Mediterranean stand under it, with the bodies washed ashore. The row “more than one” "
            "holds records that join several regions, so that each person is counted once.",
            say(
                "The larger a number, the stronger the tint behind it, by its square root. The last column, apart and "
                "without tint, ends on {day}.",
                day=counts.up_to(),
            ),
            counts.credit(),
        ],
    )  # fmt: skip
