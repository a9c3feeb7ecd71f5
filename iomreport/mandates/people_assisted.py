"""People moved and assisted, count by count: what each source counted, over which time."""

from typing import Any, NamedTuple

import pandas
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped, require_rows
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, pick, tally
from iomreport.suggest import need_known

COUNT_COLUMNS = ["as_of", "as_of_precision", "since", "since_precision", "measure", "scope", "value", "qualifier"]
"""Columns of the dataset `operations` that say what was counted, and over which time."""


class Series(NamedTuple):
    """Counts that belong into one panel."""

    title: str
    measures: dict[str, str]  # of the dataset `operations`, by their markers
    scale: float  # what the heights are divided by
    unit: str
    years: tuple[int, int, int]  # the first and last of the panel, and from one label to the next


SERIES = {
    "year": Series(
        "Moved or to be moved in one year", {"planned movements": "s", "persons moved": "o"}, 1e3, "Thousand people",
        (1950, 1962, 2),
    ),
    "fifties": Series(
        "Moved in all since work began", {"persons moved, cumulative": "o"}, 1e3, "Thousand people", (1950, 1962, 2)
    ),
    "founding": Series(
        "Assisted in all since the founding", {"persons assisted since founding": "o"}, 1e6, "Million people",
        (1970, 2020, 10),
    ),
    "recent": Series(
        "Assisted or reached in one year",
        {"persons assisted in the year": "o", "persons reached in emergencies": "D"}, 1e6, "Million people",
        (2010, 2026, 4),
    ),
}  # fmt: skip
"""Panels of counts; no two of them count the same."""

_IN_SHORT = {
    "persons reached in emergencies": "reached in emergencies",
    "without the refugees from Hungary of 1956 and 1957": "without those from Hungary",
    "scope unclear; perhaps refugees and displaced persons alone": "scope unclear",
}
_TOO_NEAR = 0.07  # share of the scale within which two labels would meet


@catalog.once
def counts_of(series: str, data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the counts of one series.

    Parameters
    ----------
    series : str
        "year" (moved or planned in one year of the fifties), "fifties" (moved since the start), "founding" (assisted
        since the founding) or "recent" (assisted or reached in one year of this century).
    data : pandas.DataFrame, optional
        Shaped as the dataset `operations`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `operation_id`, `as_of` and `since` (ISO 8601 dates), `measure`, `scope`, `value` (persons), `qualifier`,
        `status`, `note` and `source_id`, by date. Unverified rows and years outside the panel are left out.

    Raises
    ------
    UnknownNameError
        If there is no such series.

    Examples
    --------
    >>> counts_of("founding")["value"].tolist()
    [3000000, 4000000, 11000000, 14000000]
    """
    need_known("series", series, SERIES)
    chosen, needed = SERIES[series], ["operation_id", *COUNT_COLUMNS, "status", "note", "source_id"]
    rows = given_or_shipped(data, "operations", *needed)
    within = rows["as_of"].str[:4].astype(int).between(*chosen.years[:2])
    counted = rows["measure"].isin([*chosen.measures]) & (rows["status"] != "unverified") & within
    frame = rows.loc[counted, needed].sort_values(["as_of", "value"], kind="stable").reset_index(drop=True)
    frame.attrs = {"units": {"value": "persons"}}
    return frame


def counted(operation_id: str) -> Value:
    """Return one count of people, with the hedge of its source."""
    return counted_on(operation_id, "value")


def counted_on(operation_id: str, column: str = "as_of") -> Value:
    """Return the date of a count, or of its beginning (`since`)."""
    rows = catalog.load("operations")
    return pick(rows[rows["status"] != "unverified"], column, operation_id=operation_id)


def hedged(row: dict[str, Any]) -> str:
    """Return the count of a row as its source has it, hedge and number."""
    number = formats.number_text(row["value"])
    return f"{row['qualifier']} {number}" if row["qualifier"] else number


def plot_people(series: str = "year", data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the counts of one series; nothing is joined.

    Parameters
    ----------
    series, data
        See `counts_of`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A mark for each count, from zero: round for people moved or assisted, diamonds for those reached in
        emergencies, hollow squares for plans, a cross where other sources contradict it; the count in full beside it.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(counts_of(series, data), "operations")
    chosen = SERIES[series]
    top = 1.22 * float(frame["value"].max())  # room for the label above the highest mark
    values = frame["value"].tolist()
    for row in records(frame):
        near = [other for other in values if 0 < abs(other - row["value"]) < _TOO_NEAR * top]
        _mark(ax, row, chosen, lift=0 if not near else 5 if near[0] < row["value"] else -5)
    ax.set_ylim(0, top / chosen.scale)
    first, last, step = chosen.years
    ax.set_xlim(first, last)
    ax.yaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(lambda height, _: formats.number_text(height, decimals=0))
    theme.name_years(ax, range(first, last + 1, step))
    ax.set_ylabel(chosen.unit)
    return ax


def _mark(ax: Axes, row: dict[str, Any], chosen: Series, lift: int) -> None:
    planned, disputed = row["measure"].startswith("planned"), row["status"] == "conflicting"
    ink = theme.colour("quiet" if planned else "amber" if disputed else "blue")
    x, y = formats.decimal_year(row["as_of"]), row["value"] / chosen.scale
    ax.plot(
        [x], [y], "X" if disputed else chosen.measures[row["measure"]], color=ink, markersize=6, markeredgewidth=1.2,
        markerfacecolor=theme.colour("paper") if planned else ink, label=row["operation_id"], zorder=3,
    )  # fmt: skip
    if not planned:
        _name(ax, row, (x, y), to_the_left=x > sum(chosen.years[:2]) / 2, lift=lift)


def _name(ax: Axes, row: dict[str, Any], point: tuple[float, float], *, to_the_left: bool, lift: int) -> None:
    """Write a count beside its mark, with what else has to be said, above it or below it where there is more."""
    text = [hedged(row), *(_IN_SHORT[words] for words in (row["measure"], row["scope"]) if words in _IN_SHORT)]
    disputed = row["status"] == "conflicting"
    lift, vertical = (
        (-4, "bottom") if row["measure"] in _IN_SHORT else (4, "top") if disputed and text[1:] else (lift, "center")
    )
    ax.annotate(
        "\n".join(text), point, xytext=(-7 if to_the_left else 7, lift), textcoords="offset points",
        ha="right" if to_the_left else "left", va=vertical, fontsize=8.5, linespacing=0.95, zorder=2,
        color=theme.colour("amber" if disputed else "blue"), bbox=theme.text_background(),
    )  # fmt: skip


def people_figure() -> Figure:
    """Return the figure of people moved and assisted, a panel for each way of counting."""
    shown = pandas.concat([counts_of(series).assign(series=series) for series in SERIES], ignore_index=True)
    shown.attrs = {}
    with theme.panels(4.7, 2, 2) as (figure, panels):
        for series, ax in zip(SERIES, panels, strict=True):
            plot_people(series, ax=ax)
            ax.set_title(SERIES[series].title, fontsize=9.5, color=theme.colour("quiet"))
        _key(panels[0])
    since_founding, first_of_them = "2011-12-persons-assisted-since-founding", "1980-persons-assisted-since-founding"
    one_year, latest = "2015-persons-assisted-in-the-year", "2024-persons-assisted-in-the-year"
    fifties = "1959-persons-moved-cumulative"
    title = {
        "all": counted(since_founding), "then": counted_on(since_founding),
        "one": counted(one_year), "year": counted_on(one_year),
    }  # fmt: skip
    dispute = {"fifties": counted(fifties), "decade": counted_on(fifties), "other": counted(f"{fifties}-iom")}
    return Figure(
        figure,
        id="fig-people-moved",
        title=say(
            "An {all} people were assisted from {founded:year} to {then:year} and an {one} in {year:year} alone: what "
            "is counted has probably changed",
            founded=counted_on(since_founding, "since"), **title,
        ),
        alt=say(
            "Four charts of single marks, {marks} in all, each for another way of counting. Moved in one year: {first} "
            "in the first year and {busiest} in {boom:year}, with plans for the years between. Moved since work began: "
            "up to {fifties} by the end of {decade:year}, against {other} in another source. Assisted since the "
            "founding: from {early} in {start:year} to an {all} in {then:year}. Assisted in one year: an {one} in "
            "{year:year}, {last} in {now:year}.",
            marks=tally(shown), first=counted("1952-persons-moved"),
            busiest=counted("1957-persons-moved"), boom=counted_on("1957-persons-moved"),
            early=counted(first_of_them), start=counted_on(first_of_them),
            last=counted(latest), now=counted_on(latest), **title, **dispute,
        ),
        data=shown,
        notes=[
            "Each panel shows another way of counting, on scales of its own, and no marks are joined. The sources do "
            "not define what counts as assistance, so that a large step from one mark to the next may come from "
            "counting in another way. The first year of movements began in February.",
            say(
                "Crosses mark two figures that contradict each other: the report uses {fifties} by the end of "
                "{decade:year}, from a document of the time, and not {other}, of which it is unclear who is counted.",
                **dispute,
            ),
        ],
    )  # fmt: skip


def _key(ax: Axes) -> None:
    """Say above the plans of the fifties, where there is room, what hollow marks are."""
    ax.annotate(
        "hollow: planned", (1955.5, 150), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=8.5,
        color=theme.colour("quiet"), bbox=theme.text_background(),
    )  # fmt: skip
