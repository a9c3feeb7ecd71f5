"""Emergencies drawn by region, so that the way from Europe to the world can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import shapes, theme
from iomreport.exhibits import Figure, say
from iomreport.mandates.emergencies import FIRST_YEAR, crises
from iomreport.rows import records
from iomreport.values import pick, tally

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

KINDS = {
    "war": ("o", "blue"), "invasion": ("v", "blue"), "uprising": ("^", "blue"), "coup": ("s", "blue"),
    "expulsion": ("<", "plum"), "displacement": (">", "plum"), "disaster": ("D", "amber"), "epidemic": ("P", "teal"),
    "election": ("*", "ink"),
}  # fmt: skip
"""Marker and colour of each kind of crisis; kinds of one family share a colour."""

_WIDER = {"several": "Several\nregions", "World": "World"}
_LANE, _GAP, _LAST_TO_THE_RIGHT, _YEARS_PER_CHARACTER, _SIZES = 1.0, 0.55, 2013, 0.83, {"*": 9.5, "P": 7.5, "D": 5.6}


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
        Regions from the top in the order of their first crisis; the marker tells the kind, a filled mark that a
        source counts people moved or assisted, a hollow one that none read does; names of the crises that the article
        lists are bold. A key stands above.

    Examples
    --------
    >>> [label.get_text().replace(chr(10), " ") for label in plot_crises().get_yticklabels()]
    ['Europe', 'Africa', 'Americas', 'Asia', 'Several regions', 'World']
    """
    ax = theme.given_or_current(ax)
    frame = shapes.with_rows(crises(data), "emergencies")
    top, ticks = 0.0, {}
    for index, region in enumerate(frame["region"].unique()):
        lanes = _lanes(records(frame[frame["region"] == region]))
        height = (len(lanes) - 1) * _LANE
        ground = theme.colour("wash" if index % 2 else "paper")
        ax.axhspan(top - _GAP, top + height + _GAP, color=ground, linewidth=0, zorder=0)
        for lane, rows in enumerate(lanes):
            for row in rows:
                _mark(ax, row, top + lane * _LANE, ground)
        ticks[_WIDER.get(region, region)] = top + height / 2
        top += height + 2 * _GAP
    ax.set_yticks(list(ticks.values()), list(ticks))
    ax.set_ylim(top - _GAP, -_GAP)
    ax.set_xlim(FIRST_YEAR - 2, 2028)
    ax.set_xticks(range(1960, 2021, 10))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    _key(ax)
    return ax


def _lanes(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Spread crises over as few lines as keep marks and names apart, earlier ones first."""
    lanes: list[list[dict[str, Any]]] = []
    for row in rows:
        free = [lane for lane in lanes if all(_apart(row, other) for other in lane)]
        if free:
            free[0].append(row)
        else:
            lanes.append([row])
    return lanes


def _apart(row: dict[str, Any], other: dict[str, Any]) -> bool:
    (start, end), (other_start, other_end) = _extent(row), _extent(other)
    return end < other_start or other_end < start


def _extent(row: dict[str, Any]) -> tuple[float, float]:
    """Return the years that mark and name together take up."""
    year, length = row["year"], _YEARS_PER_CHARACTER * len(row["event"]) + 2.4
    return (year - 0.9, year + length) if _to_the_right(row) else (year - length, year + 0.9)


def _to_the_right(row: dict[str, Any]) -> bool:
    return bool(row["year"] <= _LAST_TO_THE_RIGHT)


def _mark(ax: Axes, row: dict[str, Any], y: float, ground: str) -> None:
    marker, role = KINDS[row["kind"]]
    ink, right, listed = theme.colour(role), _to_the_right(row), row["in_article"] == "yes"
    ax.plot(
        [row["year"]], [y], marker, color=ink, markersize=_SIZES.get(marker, 6.5), markeredgewidth=1.2,
        markerfacecolor=ink if row["counted"] == "yes" else theme.colour("paper"), label=row["event"], zorder=3,
    )  # fmt: skip
    ax.annotate(
        row["event"], (row["year"], y), xytext=(6.5 if right else -6.5, -0.5), textcoords="offset points",
        ha="left" if right else "right", va="center", fontsize=8.5, fontweight="bold" if listed else "normal",
        color=theme.colour("ink" if listed else "quiet"), zorder=2,
        bbox={"facecolor": ground, "edgecolor": "none", "pad": 0.4},
    )  # fmt: skip


def _key(ax: Axes) -> None:
    """Say above the rows what the markers mean."""
    places = (0.0, 0.073, 0.186, 0.3, 0.385, 0.512, 0.669, 0.781, 0.898)
    for x, (kind, (marker, role)) in zip(places, KINDS.items(), strict=True):
        _key_mark(ax, x, 1.075, marker, role, "full")
        _key_text(ax, x, 1.075, kind)
    for x, fill, words in (
        (0.0, "full", "a source counts people moved or assisted"),
        (0.455, "none", "no source read does"),
    ):
        _key_mark(ax, x, 1.025, "o", "quiet", fill)
        _key_text(ax, x, 1.025, words)
    _key_text(ax, 0.695, 1.025, "bold:", fontweight="bold")
    _key_text(ax, 0.755, 1.025, "listed in the article")


def _key_mark(ax: Axes, x: float, y: float, marker: str, role: str, fill: Any) -> None:
    ax.plot(
        [x], [y], marker, transform=ax.transAxes, clip_on=False, color=theme.colour(role), fillstyle=fill,
        markersize=_SIZES.get(marker, 6.5), markeredgewidth=1.2, label="_key",
    )  # fmt: skip


def _key_text(ax: Axes, x: float, y: float, words: str, **options: Any) -> None:
    ax.annotate(
        words, (x, y), xycoords="axes fraction", xytext=(7, -0.5), textcoords="offset points", va="center",
        fontsize=8.5, annotation_clip=False, color=theme.colour("quiet"), **options,
    )  # fmt: skip


def crises_figure() -> Figure:
    """Return the figure of crises by year, region and kind.

    Examples
    --------
    >>> crises_figure().id
    'fig-emergencies'
    """
    shown = crises()
    with theme.drawing(height=5.2) as (figure, ax):
        plot_crises(ax=ax)
    early, later = shown[shown["year"] < 1970], shown[shown["year"] >= 1970]
    told = {
        "all": tally(shown),
        "later": tally(later),
        "europe": tally(later[later["region"] == "Europe"]),
    }
    return Figure(
        figure,
        id="fig-emergencies",
        title=say(
            "Before the seventies, every crisis on record was in Europe; of the {later} since then, {europe} were",
            later=told["later"], europe=told["europe"],
        ),
        alt=say(
            "Chart of {all} crises from {first} to {last}, one mark each, in rows for regions that begin one after the "
            "other: Europe, then Africa, the Americas and Asia, then crises of several regions and of the world. Asia "
            "has most, {asia}. {hollow} marks are hollow: no source read counts the people helped. {listed} names are "
            "bold: the article lists them.",
            all=told["all"], first=pick(early.head(1), "year"), last=pick(later.tail(1), "year"),
            asia=tally(shown[shown["region"] == "Asia"]), hollow=tally(shown[shown["counted"] == "no"]),
            listed=tally(shown[shown["in_article"] == "yes"]),
        ),
        data=shown,
        notes=[
            "Regions are those of the United Nations, so Türkiye and Syria stand in Asia. The list holds what the "
            "sources read for this report name; it is thin for the early decades and not a measure of how many crises "
            "there were. A mark stands at the year in which the crisis began or the people counted were helped.",
            "Filled: a source gives a number of people whom the organization moved or assisted, alone or with "
            "partners. Hollow: none does, even where the number of people struck is known; the part it had in the "
            "expulsion from Uganda is not stated, and for the pandemic only its whole work of the year is counted. "
            "Elections are votes that it arranged for citizens outside their country.",
        ],
    )  # fmt: skip
