"""Women, men and children among the dead and missing, and how often the records do not say."""

from collections.abc import Iterator
from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import catalog
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import require_rows
from iomreport.charts import theme
from iomreport.deaths import recorded_people, year_bars
from iomreport.deaths.recorded_people import PEOPLE
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, tally

PARTS = {"females": ("women and girls", "plum"), "males": ("men and boys", "sky"), "unknown": ("not recorded", "rule")}
"""Columns of `sex_and_age`, with the words for them and their colours."""


@catalog.once
def sex_and_age(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the people of each year by sex as far as it is recorded, and the children known among them.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `dead_and_missing`, `females`, `males`, `unknown` (neither: `dead_and_missing` less both), `children`
        (all persons, at least), `share_unknown` and `share_children` (of one, of all people), `coverage`, `period_end`
        and `source_id`, by year. Children are of either sex, or of none recorded: they are no third group beside women
        and men. Where a source holds more women and men than people, `unknown` is nothing.

    Examples
    --------
    >>> sex_and_age().query("year == 2024")[["females", "males", "unknown", "children"]].values.tolist()
    [[782, 3182, 5038, 483]]
    """
    needed = [PEOPLE, "females", "males", "children", "coverage", "period_end", "source_id"]
    frame = recorded_people.counts_by("total", data, *needed)
    known = frame[["females", "males"]].fillna(0).sum(axis=1).astype("Int64")
    frame["unknown"] = (frame[PEOPLE] - known).clip(lower=0)
    for part in ("unknown", "children"):
        frame[f"share_{part}"] = frame[part].astype("Float64") / frame[PEOPLE].astype("Float64")
    names = ["year", PEOPLE, "females", "males", "unknown", "children", "share_unknown", "share_children"]
    return frame[[*names, "coverage", "period_end", "source_id"]]


def people_known(column: str, year: int | Value | None = None) -> Value:
    """Return how many women, men or children are recorded in a year, or in all."""
    return recorded_people.total(recorded_people.in_year(sex_and_age(), year), column)


def share_known(column: str, year: int | Value | None = None) -> Value:
    """Return a part of all people recorded in a year, or in all."""
    return recorded_people.share(people_known(column, year), people_known(PEOPLE, year))


def share_of_women() -> Value:
    """Return the share of women and girls in those whose sex is recorded."""
    return recorded_people.share(people_known("females"), _sex_known(sex_and_age()))


def sex_recorded_in(region: str | None) -> Value:
    """Return the share of people whose sex is recorded in a region, or in all."""
    rows = recorded_people.counts_by("region")
    rows = rows if region is None else rows[rows["category"] == region]
    return recorded_people.share(_sex_known(rows), recorded_people.total(rows))


def _sex_known(rows: pandas.DataFrame) -> Value:
    return recorded_people.total(rows.assign(known=rows["females"].fillna(0) + rows["males"].fillna(0)), "known")


def plot_sex(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the people of each year by sex, as far as it is recorded.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each year from nothing to all, in per cent: women and girls, men and boys, and hatched those of whom
        no sex is recorded.
    """
    ax = theme.given_or_current(ax)
    rows = records(require_rows(sex_and_age(data), "deaths"))
    for row in rows:
        for words, role, bottom, height in _parts(row):
            style = year_bars.bar_style(role, False, role == "rule") | {"linewidth": 0.5}
            ax.bar(row["year"], height, bottom=bottom, width=year_bars.WIDTH, label=words, **style)
    for words, _, bottom, height in _parts(rows[-1]):
        text = words.replace(" and ", "\nand ").replace("not ", "not\n")
        point = (rows[-1]["year"] + year_bars.WIDTH / 2, bottom + height / 2)
        theme.write_beside(ax, text, point, "ink", (5, 0), fontweight="normal", fontsize=9, annotation_clip=False)
    theme.whole_years(ax)
    ax.set_ylim(0, 100)
    ax.set_ylabel("Per cent of the people recorded")
    return ax


def _parts(row: dict[str, Any]) -> Iterator[tuple[str, str, float, float]]:
    """Yield the words, the colour, the foot and the height in per cent of each part of a year's bar, from below."""
    bottom = 0.0
    for column, (words, role) in PARTS.items():
        height = 100 * (row[column] or 0) / row[PEOPLE]
        yield words, role, bottom, height
        bottom += height


def plot_children(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the children known among the people of each year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each year with its number above, hatched where only a part of the year is covered.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(sex_and_age(data), "deaths")
    year_bars.draw_years(ax, frame, "children", "quiet")
    year_bars.write_heights(ax, frame, "children")
    ax.set_ylabel("Children,\nat least")
    return ax


def people_figure() -> Figure:
    """Return the figure of women, men and children among the people recorded, and of what is not recorded."""
    frame = sex_and_age()
    first, last = int(frame["year"].min()), int(frame["year"].max())
    with theme.panels(4.7, 2, 1, sharex=True, height_ratios=(3, 1)) as (figure, (sexes, children)):
        plot_sex(ax=sexes)
        plot_children(ax=children)
        children.set_xticks(range(first, last + 1))
        children.set_xlim(first - 0.6, last + 1.5)  # room on the right for the names of the parts
        figure.align_ylabels()
    last_full_year = recorded_people.year_of(recorded_people.full_years(frame), -1)
    period = {"start": recorded_people.year_of(frame), "end": recorded_people.up_to()}
    return Figure(
        figure,
        id="fig-people",
        title=say(
            "For {unknown:percent} of the people no sex is recorded; of the others {women:percent} were women and "
            "girls; {children} people were children",
            unknown=share_known("unknown"), women=share_of_women(), children=people_known("children"),
        ),
        alt=say(
            "Two rows of bars, one for each year from {start} to {end}. Above, people by sex in per cent: no sex is "
            "recorded for {before:percent} in {start} and {after:percent} in {late}; women and girls are fewer than "
            "men and boys in {fewer} of {years} years. Below, children known: {children} in all.",
            fewer=recorded_people.number_among(frame["females"] < frame["males"], frame), years=tally(frame),
            before=share_known("unknown", first), after=share_known("unknown", last_full_year), late=last_full_year,
            children=people_known("children"), **period,
        ),
        data=frame,
        notes=[
            "Women, men and children do not add up: a girl counts as female and as a child.",
            say(
                "Sex is recorded for {sea:percent} of the people in the {where}, where most are missing, and for "
                "{all:percent} of all. Those of whom it is known do not stand for the others.",
                sea=sex_recorded_in("Mediterranean"), where="Mediterranean", all=sex_recorded_in(None),
            ),
            say(
                "The records count children but not adults, so that it is unknown how many of the others were "
                "children; those counted are {share:percent} of all people recorded. The last bars end on {day}.",
                share=share_known("children"), day=period["end"],
            ),
            recorded_people.credit(),
        ],
    )  # fmt: skip
