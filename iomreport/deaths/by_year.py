"""People who died or went missing on the move, by year."""

from typing import Any

import pandas
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped, require_rows
from iomreport.charts import theme
from iomreport.deaths import recorded_people, year_bars
from iomreport.deaths.recorded_people import NUMBERS, PEOPLE
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, pick, ratio


@catalog.once
def deaths_by_year(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the people recorded as dead or missing in each year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `records` (records of incidents), `dead`, `missing` and `dead_and_missing` (persons, at least),
        `coverage` (full year, part of year), `period_end` (ISO 8601 date), `export` and `source_id`, by year.

    Examples
    --------
    >>> deaths_by_year().set_index("year")["dead_and_missing"].loc[[2014, 2024]].tolist()
    [5441, 9002]
    """
    names = ["year", *NUMBERS, "coverage", "period_end", "export", "source_id"]
    return recorded_people.counts_by("total", data, *names)[names]


def earlier_deaths(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the deaths known of single years before the project's series begins.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `context`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `value` (persons, counted by other methods), `qualifier`, `series`, `note` and `source_id`, by year.
        Only known deaths, printed as a minimum: estimates that add deaths nobody saw are left out.

    Examples
    --------
    >>> earlier_deaths()["value"].astype(int).tolist()
    [2109, 2360]
    """
    facts = given_or_shipped(
        data, "context", "measure", "as_of", "as_of_precision", "as_of_end", "value", "qualifier", "series", "status",
        "note", "source_id",
    )  # fmt: skip
    ends = facts["as_of_end"].fillna(facts["as_of"])
    one_year = (facts["as_of_precision"] == "year") & (ends.str[:4] == facts["as_of"])
    known = (facts["measure"] == "migrants who died") & (facts["qualifier"] == "at least")
    rows = facts[one_year & known & (facts["status"] == "sourced")].sort_values("as_of").reset_index(drop=True)
    rows.insert(0, "year", rows["as_of"].astype("Int64"))
    return rows[["year", "value", "qualifier", "series", "note", "source_id"]]


def total(year: int | Value | None = None, column: str = PEOPLE) -> Value:
    """Return how many people, or records, a year holds, or all years together."""
    return recorded_people.total(recorded_people.in_year(deaths_by_year(), year), column)


def people_per_record(year: int | Value) -> Value:
    """Return how many people a record of a year stands for, on average."""
    rows = recorded_people.in_year(deaths_by_year(), year)
    return ratio(recorded_people.total(rows, hedge=""), recorded_people.total(rows, "records"))


def first_year() -> Value:
    """Return the year in which the series begins."""
    return recorded_people.year_of(deaths_by_year())


def last_full_year() -> Value:
    """Return the last year that the counts cover in full."""
    return recorded_people.year_of(recorded_people.full_years(deaths_by_year()), -1)


def plot_deaths(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the people recorded as dead or missing in each year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each year, the dead below and the missing above, with both together written over it. A year of which
        only a part is covered is an outline, with its last day.
    """
    ax = theme.given_or_current(ax)
    rows = records(require_rows(deaths_by_year(data), "deaths"))
    written: list[Annotation] = []
    for row in rows:
        written.append(_draw_year(ax, row, written))
    whole = [row for row in rows if row["coverage"] == "full year"]
    if whole:
        _name_parts(ax, whole[-1])
    ax.set_ylabel("People, at least")
    theme.whole_years(ax)
    ax.set_ylim(0, 1.14 * max(row[PEOPLE] for row in rows))  # room above the highest bar for its number
    ax.yaxis.set_major_formatter(lambda height, _: formats.number_text(height, decimals=0))
    return ax


def _draw_year(ax: Axes, row: dict[str, Any], before: list[Annotation]) -> Annotation:
    in_part = row["coverage"] != "full year"
    for part, role, bottom in (("dead", "blue", 0), ("missing", "sky", row["dead"])):
        bar_style = year_bars.bar_style(role, False, in_part)
        ax.bar(row["year"], row[part], bottom=bottom, width=year_bars.WIDTH, label=part, **bar_style)
    text = formats.number_text(row[PEOPLE])
    if in_part:
        day, month, _ = formats.date_text(row["period_end"]).split(" ")
        text += f"\nto {day}\n{month}"
    style: dict[str, Any] = {
        "fontweight": "normal" if in_part else "bold",
        "bbox": theme.text_background(),
        "before": before,
    }
    return year_bars.write_above(ax, row["year"], row[PEOPLE], text, **style)


def _name_parts(ax: Axes, row: dict[str, Any]) -> None:
    """Write beside the last full year which part of a bar is which."""
    for part, lift in (("dead", -7), ("missing", 7)):
        point = (row["year"] + year_bars.WIDTH / 2, row["dead"])
        theme.write_beside(ax, part, point, "ink", (5, lift), fontweight="normal")


def plot_earlier_deaths(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the deaths known of single years before the project's series, apart from it.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `context`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A hollow diamond for each year on a shaded strip, with its number; nothing joins it to other years.
    """
    ax = theme.given_or_current(ax)
    rows = records(earlier_deaths(data))
    years, heights = [row["year"] for row in rows], [row["value"] for row in rows]
    if not rows:
        return ax
    ax.axvspan(min(years) - 0.6, max(years) + 0.5, color=theme.colour("wash"), linewidth=0, zorder=0.4)
    ax.plot(
        years, heights, "D", color=theme.colour("quiet"), markerfacecolor=theme.colour("paper"), markersize=6,
        markeredgewidth=1.3, label="other methods",
    )  # fmt: skip
    for x, height in zip(years, heights, strict=True):
        year_bars.write_above(ax, x, height, formats.number_text(height), lift=6)
    theme.whole_years(ax)
    ax.annotate(
        "counted by\nother methods", ((min(years) + max(years)) / 2, 0.97), xycoords=("data", "axes fraction"),
        ha="center", va="top", fontsize=8.5, color=theme.colour("quiet"),
    )  # fmt: skip
    return ax


def plot_records(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw how many records of incidents each year holds.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each year with its number above; a year of which only a part is covered is an outline.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(deaths_by_year(data), "deaths")
    year_bars.draw_years(ax, frame, "records", "quiet")
    year_bars.write_heights(ax, frame, "records")
    ax.set_ylabel("Records")
    return ax


def deaths_figure() -> Figure:
    """Return the figure of the people recorded as dead or missing in each year."""
    frame, earlier = deaths_by_year(), earlier_deaths()
    with theme.panels(4.7, 2, 1, sharex=True, height_ratios=(3.4, 1)) as (figure, (people, incidents)):
        plot_earlier_deaths(ax=people)
        plot_deaths(ax=people)
        plot_records(ax=incidents)
        first, last = int(earlier["year"].min()), int(frame["year"].max())
        incidents.set_xticks(range(first, last + 1))
        incidents.set_xlim(first - 0.6, last + 0.75)
        figure.align_ylabels()
    extremes = recorded_people.extremes(recorded_people.full_years(frame))
    numbers = {"all": total(), "start": first_year(), "end": recorded_people.up_to(), **extremes}
    years_before = {"one": recorded_people.year_of(earlier), "two": recorded_people.year_of(earlier, 1)}
    return Figure(
        figure,
        id="fig-deaths",
        title=say(
            "From {start} to {end}, {all} people were recorded as dead or missing on the move: between {low} and "
            "{high} in each full year",
            **numbers,
        ),
        alt=say(
            "Two rows of bars, one for each year from {start} to {end}. Above, people dead or missing, the dead below "
            "the missing: from {low} to {high} in a full year, {all} in all. Below, records of incidents: {few} in the "
            "first year, {many} in the last full one. Hollow marks to the left stand for {one}, {first}, and {two}, "
            "{second}, counted by other methods.",
            few=total(first_year(), "records"), many=total(last_full_year(), "records"),
            first=pick(earlier, "value", year=first), second=pick(earlier, "value", year=first + 1),
            **numbers, **years_before,
        ),
        data=_both_series(earlier, frame),
        notes=[
            recorded_people.MINIMUM + " Missing: people not found, who are presumed dead.",
            say(
                "The marks for {one} and {two} are deaths known to the organization when it spoke of them ({said}); "
                "the second ends in the middle of that month. They were collected in another way and cannot be set "
                "against later years. The hatched bars end on {end}.",
                said=pick(earlier, "series", year=first), end=numbers["end"], **years_before,
            ),
            recorded_people.credit(),
        ],
    )  # fmt: skip


def _both_series(earlier: pandas.DataFrame, frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return both series in one frame, set apart by the column `series`."""
    both = [earlier.rename(columns={"value": PEOPLE}), frame.assign(series="Missing Migrants Project")]
    return pandas.concat(both, ignore_index=True)[["series", *frame.columns]].astype({PEOPLE: "Int64"})
