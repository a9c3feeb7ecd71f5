"""The mandate as a map of work: areas of migration management, activities with their parts, cross-cutting themes."""

import textwrap
from typing import Any

import pandas
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from iomreport import catalog
from iomreport.catalog.cells import SEPARATOR, records
from iomreport.catalog.required_columns import given_or_shipped, require_rows
from iomreport.charts import direct_labels, theme
from iomreport.exhibits import Column, Figure, Table, say
from iomreport.exhibits.values import Value, pick, tally

ARTICLE = "wikipedia-iom-2014"  # source of the areas, activities and themes
AREA, THEME = "area of migration management", "cross-cutting theme"  # what the dataset calls rows that are no activity
CROSS_CUTTING = "cross-cutting"  # what the dataset calls the area of an activity that serves every area

# A card is 1 high and 1 wide. Between cards, from the edge of a card to its text, and the heights of what runs through
# all columns:
_GAP, _EDGE, _BAR, _THEME = 0.04, 0.09, 0.5, 0.62
_SMALL: dict[str, Any] = {"fontsize": 8.2, "fontweight": "normal"}
# Letters that fit on a line through all columns of axes as wide and high, in points before they are laid out:
_LETTERS, _FULL_SIZE = 92, (360, 230)
_EXPLAINED = {"stated": "placed so by the article", "own reading": "placed here by this report"}
_AREA_NAMES = {
    "forced": "addressing forced migration",
    "ease": "facilitating migration",
    "rule": "regulating migration",
    "develop": "migration and development",
    "every": CROSS_CUTTING,
}  # by the names that they have in the texts of the figure
_PLACED_BY = {"stated": "the article", "own reading": "this report"}


@catalog.once
def activities(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return each activity with the area under which it is put and the parts it has.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `activities`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        By area, those that serve every area last, and then in the order of the article: `activity_id`, `activity`
        (its name as a heading), `area`, `area_basis` ("stated" or "own reading"), `area_reason`, `parts` (how many),
        `part_names` (in alphabetical order, joined by a semicolon) and `source_id`.

    Examples
    --------
    >>> int(activities().set_index("activity_id").at["migration-and-health", "parts"])
    4
    """
    rows = given_or_shipped(
        data, "activities", "activity_id", "group", "name", "part", "order", "area", "area_basis", "area_reason",
        "source_id",
    )  # fmt: skip
    whole, parts = whole_entries(rows, "activity"), rows[rows["part"].notna()].groupby("name")["part"].agg(list)
    areas = [*whole_entries(rows, AREA)["name"], CROSS_CUTTING]
    names = [sorted(parts.get(name, []), key=str.casefold) for name in whole["name"]]
    frame = whole.assign(
        activity=whole["name"].str.capitalize(),
        parts=[len(each) for each in names],
        part_names=[SEPARATOR.join(each) for each in names],
        rank=whole["area"].map({area: rank for rank, area in enumerate(areas)}),
    )
    columns = ["activity_id", "activity", "area", "area_basis", "area_reason", "parts", "part_names", "source_id"]
    return frame.sort_values(["rank", "order"])[columns].reset_index(drop=True)


def whole_entries(rows: pandas.DataFrame, group: str) -> pandas.DataFrame:
    """Return the areas, themes or activities, without their parts, in the order of the article."""
    return rows[(rows["group"] == group) & rows["part"].isna()].sort_values("order")


def article_year() -> Value:
    """Return the date of the article from which areas and activities are taken."""
    return pick(catalog.load("sources"), "date_published", source_id=ARTICLE)


def plot_mandate(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the mandate as a map: areas of migration management, the activities in each, and what runs through all.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `activities`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A column for each area with a card for each of its activities; below, through all columns, a card for each
        activity that serves every area, and the cross-cutting themes side by side. Each card of an activity counts
        its parts; it is filled where the article says where the activity belongs, and framed where this report does.
    """
    ax = theme.given_or_current(ax)
    work = require_rows(activities(data), "activities")
    listed, unexplained = given_or_shipped(data, "activities"), dict(_EXPLAINED)
    columns = require_rows(whole_entries(listed, AREA), "activities")["name"].tolist()
    across = whole_entries(listed, THEME)["name"].tolist()
    for x, area in enumerate(columns):
        _write(ax, _wrapped(area, len(columns)), (x + 0.5, -0.3), "ink", ha="center", fontsize=9.4)
        for y, row in enumerate(records(work[work["area"] == area])):
            _draw_card(ax, row, (x, y), len(columns), unexplained.pop(row["area_basis"], ""))
    bottom = float(max(sum(work["area"] == area) for area in columns))
    serving_all = records(work[work["area"] == CROSS_CUTTING])
    if serving_all:
        bottom = _write_over(ax, "Activities that serve every area", bottom, "blue")
    for row in serving_all:
        _draw_bar(ax, row, bottom, len(columns))
        bottom += _BAR
    if across:
        bottom = _write_over(ax, "Cross-cutting themes", bottom, "teal")
        _draw_themes(ax, across, bottom, len(columns))
        bottom += _THEME
    for x in range(len(columns)):
        ax.axvspan(x + _GAP, x + 1 - _GAP, color=theme.colour("wash"), linewidth=0, zorder=0)
    ax.set_xlim(0, len(columns))
    ax.set_ylim(bottom + 0.08, -0.62)
    ax.set_axis_off()
    return ax


def _write(ax: Axes, text: str, point: tuple[float, float], role: str, **style: Any) -> None:
    """Write a text that is smaller on axes smaller than those of the report, so that it stays within its card."""
    usual: dict[str, Any] = {"ha": "left", "va": "center", "fontsize": 8.8, "fontweight": "bold", "linespacing": 1.0}
    style = usual | style
    style["fontsize"] *= direct_labels.type_scale(ax, *_FULL_SIZE)
    ax.text(*point, text, color=theme.colour(role), **style)


def _draw_card(ax: Axes, row: dict[str, Any], corner: tuple[float, float], columns: int, explanation: str) -> None:
    """Draw an activity of one area; the first card of each kind explains who put it there."""
    (x, y), ink = corner, _draw_box(ax, (*corner, 1, 1), row)
    _write(ax, _wrapped(row["activity"], columns), (x + _EDGE, y + 0.12), ink, va="top")
    _write(ax, f"{_parts(row)}\n{explanation}".strip(), (x + _EDGE, y + 0.88), ink, va="bottom", **_SMALL)


def _draw_bar(ax: Axes, row: dict[str, Any], y: float, columns: int) -> None:
    """Draw an activity that serves every area."""
    ink, middle = _draw_box(ax, (0, y, columns, _BAR), row), y + _BAR / 2
    _write(ax, row["activity"], (_EDGE, middle), ink)
    _write(ax, _parts(row), (columns - _EDGE, middle), ink, **_SMALL, ha="right")


def _parts(row: dict[str, Any]) -> str:
    return f"{row['parts']} part{'' if row['parts'] == 1 else 's'}"


def _write_over(ax: Axes, words: str, y: float, role: str) -> float:
    """Say over what follows what it is; return where it begins."""
    _write(ax, words, (_EDGE, y + 0.27), role)
    return y + 0.42


def _draw_themes(ax: Axes, across: list[str], y: float, columns: int) -> None:
    """Draw the themes side by side."""
    width = columns / len(across)
    for index, name in enumerate(across):
        _draw_box(ax, (index * width, y, width, _THEME), {})
        middle = (index + 0.5) * width, y + _THEME / 2
        _write(ax, _wrapped(name, len(across)), middle, "ink", **_SMALL, ha="center")


def _draw_box(ax: Axes, bounds: tuple[float, float, float, float], row: dict[str, Any]) -> str:
    """Draw the frame of an activity or a theme, filled where the article places it; return the role of its letters."""
    x, y, width, height = bounds
    filled = row.get("area_basis") == "stated"
    box = Rectangle(
        (x + _GAP, y + _GAP), width - 2 * _GAP, height - 2 * _GAP, linewidth=1.2,
        facecolor=theme.colour("blue" if filled else "paper"), edgecolor=theme.colour("blue" if row else "teal"),
    )  # fmt: skip
    ax.add_patch(box)
    return "paper" if filled else "ink"


def _wrapped(name: str, columns: int) -> str:
    """Return a name in as many lines as it takes in one of so many columns."""
    return "\n".join(textwrap.wrap(name[:1].upper() + name[1:], _LETTERS // columns, break_long_words=False))


def mandate_figure() -> Figure:
    """Return the figure of activities and cross-cutting themes by area."""
    work, listed = activities(), catalog.load("activities")
    with theme.drawing(height=4.2) as (figure, ax):
        plot_mandate(ax=ax)
    counts = {name: tally(work[work["area"] == area]) for name, area in _AREA_NAMES.items()} | {"all": tally(work)}
    stated, across = tally(work[work["area_basis"] == "stated"]), whole_entries(listed, THEME)
    return Figure(
        figure,
        id="fig-mandate",
        title=say(
            "Of {all} activities in {year:year}, {forced} address forced migration, {ease} facilitate migration, "
            "{rule} regulate it, {develop} links it with development and {every} serve every area, as this report "
            "reads them",
            year=article_year(),
            **counts,
        ),
        alt=say(
            "A map of cards in {areas} columns, one for each area of migration management. {develop} activity stands "
            "under migration and development, {ease} under facilitating migration, {rule} under regulating migration, "
            "{forced} under addressing forced migration. Below, {every} cards run through all columns: {names}. "
            "{stated} of the {all} cards are filled, as the article places these activities; the others are framed. "
            "Each card counts the parts of its activity, from {few} to {many}. At the foot stand {themes} "
            "cross-cutting themes: {theme_names}.",
            areas=tally(whole_entries(listed, AREA)),
            names=" and ".join(work.loc[work["area"] == CROSS_CUTTING, "activity"].str.lower()),
            stated=stated,
            themes=tally(across),
            theme_names=", ".join(sorted(across["name"])),
            few=pick(work.nsmallest(1, "parts"), "parts"),
            many=pick(work.nlargest(1, "parts"), "parts"),
            **counts,
        ),
        data=_rows_drawn(work, across),
        notes=[
            say(
                "A filled card: the article says where the activity belongs, or uses the same name for both ({stated} "
                "of {all}). A framed card: this report has placed the activity where its weight lies; most of them "
                "touch other areas too.",
                stated=stated,
                all=counts["all"],
            ),
            "Parts: what the article names within an activity; they are listed in the table of parts. Cross-cutting "
            "themes: what the article says concerns all areas.",
        ],
    )


def _rows_drawn(work: pandas.DataFrame, across: pandas.DataFrame) -> pandas.DataFrame:
    """Return the rows that the figure draws, activities and themes."""
    themes = across.rename(columns={"name": "activity"})[["group", "activity", "area", "area_basis", "source_id"]]
    return pandas.concat([work.assign(group="activity"), themes], ignore_index=True)


def areas_table() -> Table:
    """Return the table of the area under which each activity is put, by whom and why."""
    work = activities()
    work["placed_by"] = work["area_basis"].map(_PLACED_BY)
    return Table(
        work,
        id="tab-areas",
        caption=say(
            "Why each activity stands where it does: {own} of {all} are placed by this report, as the article does not "
            "say to which area they belong",
            own=tally(work[work["area_basis"] == "own reading"]),
            all=tally(work),
        ),
        columns=[
            Column(name="activity", label="Activity"),
            Column(name="area", label="Area"),
            Column(name="placed_by", label="Placed by"),
            Column(name="area_reason", label="Why"),
        ],
        notes=["Cross-cutting: the activity serves every area."],
    )


def parts_table() -> Table:
    """Return the table of the parts of each activity."""
    work = activities()
    return Table(
        work,
        id="tab-parts",
        caption=say(
            "The parts of each of the {all} activities, as the article of {year:year} names them",
            all=tally(work),
            year=article_year(),
        ),
        columns=[
            Column(name="activity", label="Activity"),
            Column(name="parts", label="Number", format="number"),
            Column(name="part_names", label="Parts"),
        ],
        notes=["In alphabetical order. Lead and partner: the role in the field of work under the cluster approach."],
    )
