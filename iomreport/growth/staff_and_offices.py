"""Staff, offices and projects, as sources count or round them."""

from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped, require_rows
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, pick, tally
from iomreport.suggest import need_known

TOPICS = {
    "staff": ("staff", "operational staff"),
    "offices": ("offices", "field locations", "field offices"),
    "projects": ("active projects",),
}
"""Measures that belong to one topic; they are counted in different ways and never joined."""

_DATES = ["as_of", "as_of_precision", "as_of_end", "as_of_end_precision"]
_COUNT = ["value", "unit", "qualifier", "text", "status", "note", "source_id"]
_READINGS = {"more than": "at least", "over": "at least", "nearly": "at most", "almost": "at most"}
_MARKERS = {"at least": "^", "at most": "v", "about": "D", "as counted": "o"}
# Role of the colour, fill and size of the marks, and how high the label stands, for each measure of a topic.
_STYLES = (("blue", "full", 7.5, 4), ("amber", "left", 6, -9), ("plum", "top", 6, 0))


def reading_of(qualifier: str | None) -> str:
    """Return what a source's hedge says about the number after it."""
    return _READINGS.get(qualifier, "about") if qualifier else "as counted"


def footprint_of(topic: str, data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return what sources say about staff, offices or projects.

    Parameters
    ----------
    topic : str
        "staff", "offices" or "projects".
    data : pandas.DataFrame, optional
        Shaped as the dataset `footprint`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `as_of`, `as_of_precision`, `as_of_end` (dates), `measure`, `value` (persons, offices, locations or projects),
        `unit`, `qualifier`, `reading` (as counted, about, at least, at most), `text`, `status`, `note` and
        `source_id`, by date. Unverified rows are left out.

    Raises
    ------
    UnknownNameError
        If there is no such topic.

    Examples
    --------
    >>> footprint_of("staff").tail(1)[["reading", "value"]].values.tolist()
    [['at most', 19000]]
    """
    need_known("topic", topic, TOPICS)
    counts = given_or_shipped(data, "footprint", *_DATES, "measure", *_COUNT)
    usable = counts["measure"].isin(TOPICS[topic]) & (counts["status"] != "unverified")
    frame = counts[usable].sort_values(["as_of", "measure"], kind="stable").reset_index(drop=True)
    frame = frame[[*_DATES, "measure", *_COUNT]]
    frame.insert(list(frame).index("text"), "reading", [reading_of(row["qualifier"]) for row in records(frame)])
    frame.attrs = {**counts.attrs, "units": {}}
    return frame


def counted(measure: str, as_of: str) -> Value:
    """Return the number of a measure at a date, with the hedge of its source, as a value for a sentence."""
    return pick(catalog.load("footprint").query("status != 'unverified'"), "value", measure=measure, as_of=as_of)


def plot_footprint(topic: str = "staff", data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw what sources say about staff, offices or projects over time.

    Parameters
    ----------
    topic : str
        "staff", "offices" or "projects".
    data : pandas.DataFrame, optional
        Shaped as the dataset `footprint`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A mark for each number: round as counted, a diamond for a hedged one, an arrowhead upwards for a lower and
        downwards for an upper bound; smaller and half filled for a second and third measure, hollow where sources
        contradict one another; a bar as long as the date is uncertain. Nothing is joined, since sources count in
        different ways.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(footprint_of(topic, data), "footprint")
    for measure, (role, fill, size, height) in zip(TOPICS[topic], _STYLES, strict=False):
        rows = records(frame[frame["measure"] == measure])
        for row in rows:
            _mark(ax, row, role, fill, size)
        if rows:
            theme.write_beside(ax, measure, (_middle(rows[-1]), rows[-1]["value"]), role, (9, height))
    ax.set_ylim(0, 1.15 * float(frame["value"].max()))
    ax.yaxis.set_major_formatter(lambda height, _: formats.number_text(height, decimals=0))
    return ax


def _mark(ax: Axes, row: dict[str, Any], role: str, fill: str, size: float) -> None:
    """Draw a number as a mark, and as a bar how long its date is uncertain."""
    start, end = formats.span_of_years(row["as_of"], row["as_of_end"] or "")
    ink, paper = theme.colour(role), theme.colour("paper")
    hollow = row["status"] == "conflicting"
    ax.hlines(row["value"], start, end, color=ink, linewidth=1.2)
    ax.plot(
        [_middle(row)], [row["value"]], _MARKERS[row["reading"]], color=ink, markersize=size, markeredgewidth=1.2,
        markerfacecolor=paper if hollow else ink, markerfacecoloralt=paper, fillstyle="full" if hollow else fill,
        label=f"{row['measure']}, {row['reading']}", zorder=3,
    )  # fmt: skip


def _middle(row: dict[str, Any]) -> float:
    start, end = formats.span_of_years(row["as_of"], row["as_of_end"] or "")
    return (start + end) / 2


def footprint_figure() -> Figure:
    """Return the figure of staff, offices and projects over time."""
    shown = pandas.concat([footprint_of(topic).assign(topic=topic) for topic in TOPICS], ignore_index=True)
    shown.attrs = {}
    with theme.panels(5.6, len(TOPICS), 1, sharex=True, height_ratios=(1.4, 1.2, 1)) as (figure, panels):
        for topic, ax in zip(TOPICS, panels, strict=True):
            plot_footprint(topic, ax=ax)
            ax.set_title(topic.capitalize(), fontsize=9.5, color=theme.colour("quiet"))
        panels[0].set_xlim(1996.5, 2028)
        _key(panels[0])
    staff = shown[shown["measure"] == "staff"]
    first, last = pick(staff.head(1), "value"), pick(staff.tail(1), "value")
    start, possible = (pick(staff.head(1), column) for column in ("as_of", "as_of_end"))
    end, projects = pick(staff.tail(1), "as_of"), shown[shown["topic"] == "projects"]
    return Figure(
        figure,
        id="fig-footprint",
        title=say(
            "Sources put its staff at {first} in {start:year} or {possible:year} and at {last} in {end:year}",
            first=first, last=last, start=start, possible=possible, end=end,
        ),
        alt=say(
            "Three charts of single marks, one above the other, from {oldest:year} on. Staff: up to {last} in "
            "{end:year}. Offices and field locations: up to {offices} field offices in that year. Active projects: up "
            "to {projects}, then fewer in the last count. {number} numbers in all, many of them lower bounds.",
            oldest=pick(projects.head(1), "as_of"), last=last, end=end,
            offices=pick(shown, "value", measure="field offices"), number=tally(shown),
            projects=pick(projects.nlargest(1, "value"), "value"),
        ),
        data=shown,
        notes=[
            "Sources count in different ways (staff or operational staff, offices or field locations), so nothing is "
            "joined; half-filled marks are the second and third measure of a chart. An arrowhead upwards stands for "
            "“more than” or “over”, downwards for “nearly”, a diamond for another hedge; hollow marks are contradicted "
            "by another source; a bar is as long as the date is uncertain.",
        ],
    )  # fmt: skip


def _key(ax: Axes) -> None:
    """Say beside the marks what their forms mean."""
    words = {"as counted": "as counted", "about": "about", "at least": "more than", "at most": "nearly"}
    for line, (reading, word) in enumerate(words.items()):
        y = 0.93 - 0.125 * line
        ax.plot([0.02], [y], _MARKERS[reading], transform=ax.transAxes, color=theme.colour("quiet"), markersize=5.5)
        ax.annotate(
            word,
            (0.035, y),
            xycoords="axes fraction",
            va="center",
            color=theme.colour("quiet"),
            bbox=theme.text_background(),
        )
