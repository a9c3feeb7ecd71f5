"""People who died or went missing on the move, by year and region."""

from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import require_rows
from iomreport.charts import theme
from iomreport.deaths import recorded_people, year_bars
from iomreport.deaths.recorded_people import NUMBERS, PEOPLE, SEVERAL
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, tally

REGIONS = (
    "Mediterranean", "Europe", "Northern Africa", "Western Africa", "Middle Africa", "Eastern Africa",
    "Southern Africa", "Western Asia", "Central Asia", "Southern Asia", "South-eastern Asia", "Eastern Asia",
    "North America", "Central America", "Caribbean", "South America", SEVERAL,
)  # fmt: skip
"""Regions as the project names them, neighbours together; bodies washed ashore are recorded under the Mediterranean."""

_GAP = 0.25  # part of a column or row by which a year covered in part, and the sums below, stand apart


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
    >>> deaths_by_region().query("region == 'Mediterranean' and year == 2016")["dead_and_missing"].tolist()
    [5097]
    """
    names = ["year", "category", *NUMBERS, "coverage", "period_end", "export", "source_id"]
    return recorded_people.counts_by("region", data, *names)[names].rename(columns={"category": "region"})


def people_in(region: str, year: int | None = None) -> Value:
    """Return how many people were recorded in a region in a year, or in all."""
    frame = recorded_people.in_year(deaths_by_region(), year)
    return recorded_people.total(frame[frame["region"] == region])


def share_in(region: str, year: int) -> Value:
    """Return the share of a region in the people recorded in a year."""
    everywhere = recorded_people.total(recorded_people.in_year(deaths_by_region(), year))
    return recorded_people.share(people_in(region, year), everywhere)


def outside(region: str, year: int, column: str = PEOPLE) -> Value:
    """Return how many people, or records, a year holds outside a region."""
    frame = recorded_people.in_year(deaths_by_region(), year)
    return recorded_people.total(frame[frame["region"] != region], column, hedge="")


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
        A row for each region and one for the sum, a column for each year. The tint behind a number is the darker the
        greater it is, by its square root; a dash stands where there is no record. A year of which only a part is
        covered stands apart and has no tint.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(deaths_by_region(data), "deaths")
    cells = {(row["region"], int(row["year"])): row[PEOPLE] for row in records(frame)}
    found = {region for region, _ in cells}
    regions = [*[name for name in REGIONS if name in found], *sorted(found - {*REGIONS})]
    whole = {int(year) for year in recorded_people.full_years(frame)["year"]}
    columns = {int(year): year + (0.0 if year in whole else _GAP) for year in sorted(frame["year"].unique())}
    _draw_tints(ax, {cell: number for cell, number in cells.items() if cell[1] in whole}, regions)
    for year, x in columns.items():
        for y, region in enumerate(regions):
            _write_number(ax, x, y, cells.get((region, year)))
        in_all = sum(number or 0 for (_, of), number in cells.items() if of == year)
        _write_number(ax, x, len(regions) + _GAP, in_all, "bold")
    _name_rows(ax, regions, columns)
    _name_years(ax, frame, columns)
    return ax


def _draw_tints(ax: Axes, cells: dict[tuple[str, int], int | None], regions: list[str]) -> None:
    """Draw a tint behind each number that is not nought, column by column."""
    rows = {region: y for y, region in enumerate(regions)}
    tinted = sorted((year, rows[region], number) for (region, year), number in cells.items() if number)
    largest = max((number for *_, number in tinted), default=1)
    # columns are a year apart: tints 0.94 wide leave a gap of paper between them
    ys, lefts = [y for _, y, _ in tinted], [year - 0.47 for year, *_ in tinted]
    bars = ax.barh(ys, 0.94, left=lefts, height=0.92, color=theme.colour("sky"), linewidth=0)
    for bar, (*_, number) in zip(bars, tinted, strict=True):
        bar.set_alpha((number / largest) ** 0.5)


def _write_number(ax: Axes, x: float, y: float, number: int | None, weight: str = "normal") -> None:
    text, role = ("–", "quiet") if number is None else (formats.number_text(number), "ink")
    # plain text: labels that avoid others take more than twice as long, and each number has a cell of its own
    style: dict[str, Any] = {"ha": "right", "va": "center_baseline", "linespacing": 1.05, "fontsize": 8.5}
    ax.text(x + 0.4, y, text, color=theme.colour(role), fontweight=weight, **style)


def _name_rows(ax: Axes, regions: list[str], columns: dict[int, float]) -> None:
    """Write the heads of the rows, and set the sum apart."""
    bottom = len(regions) + _GAP
    ax.set_yticks([*range(len(regions)), bottom], [*regions, "all regions"])
    ax.get_yticklabels()[-1].set_fontweight("bold")
    ax.tick_params(axis="y", labelsize=9)
    ax.axhline(bottom - 0.6, color=theme.colour("rule"), linewidth=0.8)
    ax.set_xlim(min(columns.values()) - 0.5, max(columns.values()) + 0.5)
    ax.set_ylim(bottom + 0.55, -0.55)
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)


def _name_years(ax: Axes, frame: pandas.DataFrame, columns: dict[int, float]) -> None:
    """Write the heads of the columns; a year that is covered in part says up to which month."""
    ends = dict(zip(frame["year"], frame["period_end"], strict=True))
    for year, x in columns.items():
        month = formats.date_text(ends[year][:7]).split(" ")[0]
        text = str(year) if x == year else f"{year}\nto {month}"
        year_bars.write_heading(ax, text, (x + 0.4, -0.62), "right")
    ax.set_xticks([])


def regions_figure() -> Figure:
    """Return the figure of the people recorded in each year and region."""
    frame = deaths_by_region()
    with theme.drawing(height=4.6) as (figure, ax):
        plot_regions(ax=ax)
    whole = recorded_people.full_years(frame)
    largest = whole.sort_values(PEOPLE, ascending=False, kind="stable").drop_duplicates("year")
    sea, first, last = REGIONS[0], int(whole["year"].min()), int(whole["year"].max())
    period = {"start": recorded_people.year_of(whole), "end": recorded_people.year_of(whole, -1)}
    numbers: dict[str, Value | str] = {
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
            **period, **numbers,
        ),
        alt=say(
            "Grid of numbers: people recorded as dead or missing in each region, row by row, and in each year from "
            "{start} to {end}, with the months up to {day} set apart. The {sea} has the largest number in {most} of "
            "{years} full years: {first} people in {start} and {last} in {end}, a share of {before:percent} and of "
            "{after:percent}. Outside it the count went from {few} to {many}.",
            day=recorded_people.up_to(), most=recorded_people.number_among(largest["region"] == sea, largest),
            years=tally(largest), **period, **numbers,
        ),
        data=frame,
        notes=[
            recorded_people.MINIMUM + " A dash means that there is no record, not that nobody died.",
            say(
                "A share also falls when more is recorded elsewhere: outside the {sea} there are {before} records for "
                "{start} and {after} for {end}.",
                sea=sea, before=outside(sea, first, "records"), after=outside(sea, last, "records"), **period,
            ),
            "Regions as the project names them in this export; other exports draw some of them otherwise. Deaths on "
            "the crossing of the Mediterranean stand under it, with the bodies washed ashore. The row “more than one” "
            "holds records that join several regions, so that each person is counted once.",
            say(
                "The larger a number, the stronger the tint behind it, by its square root. The last column, apart and "
                "without tint, ends on {day}.",
                day=recorded_people.up_to(),
            ),
            recorded_people.credit(),
        ],
    )  # fmt: skip
