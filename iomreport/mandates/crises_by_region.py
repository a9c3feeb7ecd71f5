"""Emergencies drawn by region, so that their spread from Europe to the world can be seen."""

from typing import Any

import pandas
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import require_rows
from iomreport.charts import direct_labels, theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import pick, tally
from iomreport.mandates.emergencies import FIRST_YEAR, crises

FAMILIES = {
    "war or upheaval": ("o", "blue", ("war", "invasion", "uprising", "coup")),
    "flight or expulsion": (">", "plum", ("displacement", "expulsion")),
    "disaster": ("D", "amber", ("disaster",)),
    "epidemic": ("P", "teal", ("epidemic",)),
    "vote abroad": ("*", "ink", ("election",)),
}
"""Marker, colour and kinds of crisis of each family of kinds."""

_WIDER = {"several": "Several regions", "World": "World"}
_MARGIN = 0.55  # above and below the lines of a region; from one line to the next it is 1
_LAST_TO_THE_RIGHT = 2013  # the names of later crises stand left of their marks, as the scale ends soon after
_YEARS_PER_CHARACTER = 0.83  # what a letter of a name takes on the scale of the report
_SIZES = {"*": 9.5, "P": 7.5, "D": 5.6}  # so that markers of other forms look as large as a circle of 6.5 points
_FULL_SIZE = (360, 285)  # points: axes on which key and names fit, before they are laid out


def plot_crises(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw each crisis as a mark at its year, in the rows of its region.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `emergencies`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        Regions from the top in the order of their first crisis; the marker tells the family of kinds, a filled mark
        that a source counts people moved or assisted, a hollow one that none read does; names of the crises that the
        article lists are bold. A key stands above. On small axes, names that would meet others are left out.

    Examples
    --------
    >>> [label.get_text().replace(chr(10), " ") for label in plot_crises().get_yticklabels()]
    ['Europe', 'Africa', 'Americas', 'Asia', 'Several regions', 'World']
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(crises(data), "emergencies")
    top, ticks = 0.0, {}
    for index, region in enumerate(frame["region"].unique()):
        lines = _lines(records(frame[frame["region"] == region]))
        height = len(lines) - 1
        background = theme.colour("wash" if index % 2 else "paper")
        ax.axhspan(top - _MARGIN, top + height + _MARGIN, color=background, linewidth=0, zorder=0)
        for line, rows in enumerate(lines):
            for row in rows:
                _mark(ax, row, top + line, background)
        ticks[_WIDER.get(region, region)] = top + height / 2
        top += height + 2 * _MARGIN
    ax.set_yticks(list(ticks.values()), list(ticks))
    ax.set_ylim(top - _MARGIN, -_MARGIN)
    ax.set_xlim(FIRST_YEAR - 2, 2028)  # with room for the marks of the first and the last crises
    theme.name_years(ax, range(1960, 2021, 10))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    _key(ax)
    direct_labels.avoid_overlaps(ax)
    return ax


def _lines(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Spread crises over as few lines as keep marks and names apart, earlier ones first."""
    lines: list[list[dict[str, Any]]] = []
    for row in rows:
        start, end = _extent(row)
        for line in lines:
            if all(end < _extent(other)[0] or _extent(other)[1] < start for other in line):
                line.append(row)
                break
        else:
            lines.append([row])
    return lines


def _extent(row: dict[str, Any]) -> tuple[float, float]:
    """Return the years that mark and name together take up."""
    year, length = row["year"], _YEARS_PER_CHARACTER * len(_name(row)) + 2.4  # half a mark is 0.9, and a gap
    return (year - 0.9, year + length) if year <= _LAST_TO_THE_RIGHT else (year - length, year + 0.9)


def _name(row: dict[str, Any]) -> str:
    """Return the name of a crisis, with the kind of war or upheaval if the name does not tell it."""
    upheavals = FAMILIES["war or upheaval"][2]
    unsaid = row["kind"] in upheavals and row["kind"] not in row["event"].lower()
    return f"{row['event']}, {row['kind']}" if unsaid else str(row["event"])


def _mark(ax: Axes, row: dict[str, Any], y: float, background: str) -> None:
    marker, role = next((marker, role) for marker, role, kinds in FAMILIES.values() if row["kind"] in kinds)
    ink, right, listed = theme.colour(role), row["year"] <= _LAST_TO_THE_RIGHT, row["in_article"] == "yes"
    ax.plot(
        [row["year"]], [y], marker, color=ink, markersize=_SIZES.get(marker, 6.5), markeredgewidth=1.2,
        markerfacecolor=ink if row["counted"] == "yes" else theme.colour("paper"), label=row["event"], zorder=3,
    )  # fmt: skip
    theme.write_beside(
        ax, _name(row), (row["year"], y), "ink" if listed else "quiet", (6.5 if right else -6.5, -0.5), zorder=2,
        fontsize=8.5 * direct_labels.type_scale(ax, *_FULL_SIZE), fontweight="bold" if listed else "normal",
        bbox={"facecolor": background, "edgecolor": "none", "pad": 0.4},
    )  # fmt: skip


def _key(ax: Axes) -> None:
    """Say above the rows what the marks mean."""
    marks: list[tuple[str, str, str, Any]] = [
        *((family, marker, role, "full") for family, (marker, role, _) in FAMILIES.items()),
        ("listed in the article", "", "ink", "full"),
        ("people helped counted", "o", "quiet", "full"),
        ("no count found", "o", "quiet", "none"),
    ]
    handles = [
        Line2D([], [], marker=marker, color=theme.colour(role), fillstyle=fill, markersize=_SIZES.get(marker, 6.5),
               ls="", label=words)
        for words, marker, role, fill in marks
    ]  # fmt: skip
    key = ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=4, handlelength=1.2, handletextpad=0.4,
        borderaxespad=0.3, fontsize=8.5 * direct_labels.type_scale(ax, *_FULL_SIZE), columnspacing=1.2,
        labelcolor=theme.colour("quiet"), frameon=False, markerscale=direct_labels.type_scale(ax, *_FULL_SIZE),
    )  # fmt: skip
    key.get_texts()[len(FAMILIES)].set(fontweight="bold", color=theme.colour("ink"))


def crises_figure() -> Figure:
    """Return the figure of crises by year, region and kind."""
    shown = crises()
    with theme.drawing(height=5.2) as (figure, ax):
        plot_crises(ax=ax)
    elsewhere = (shown["region"] != "Europe").cummax()
    later = shown[elsewhere]
    return Figure(
        figure,
        id="fig-emergencies",
        title=say(
            "Of the {all} crises that sources name, the first {early} were in Europe, but only {europe} of the {later} "
            "since then",
            all=tally(shown), early=tally(shown[~elsewhere]), later=tally(later),
            europe=tally(later[later["region"] == "Europe"]),
        ),
        alt=say(
            "Chart of {all} crises from {first} to {last}, one mark each, in rows for regions that begin one after the "
            "other: Europe, then Africa, the Americas and Asia, then crises of several regions and of the world. Asia "
            "has most, {asia}. {hollow} marks are hollow, as no source read counts the people helped. {listed} names "
            "are bold, as the article lists them.",
            all=tally(shown), first=pick(shown.head(1), "year"), last=pick(shown.tail(1), "year"),
            asia=tally(shown[shown["region"] == "Asia"]), hollow=tally(shown[shown["counted"] == "no"]),
            listed=tally(shown[shown["in_article"] == "yes"]),
        ),
        data=shown,
        notes=[
            "Regions are those of the United Nations, so Türkiye and Syria stand in Asia. The chart holds the crises "
            "that the sources read for this report name; it is thin for the early decades, and does not show how many "
            "crises there were. A mark stands at the year in which the crisis began, or in which the people counted "
            "were helped.",
            "Filled: a source gives a number of people whom the organization moved or assisted, alone or with "
            "partners. Hollow: none does, even where it is known how many people were struck; what part the "
            "organization had in the departures from Uganda is not stated, and for the pandemic only the whole work "
            "of the year is counted. Votes abroad are elections in which it helped citizens outside their country to "
            "vote.",
        ],
    )  # fmt: skip
