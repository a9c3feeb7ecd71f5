"""The mandate as a map of work: areas of migration management, activities with their parts, cross-cutting themes."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from iomreport import catalog, shapes, theme
from iomreport.exhibits import Column, Figure, Table, say
from iomreport.rows import records
from iomreport.schema import SEPARATOR
from iomreport.values import Value, pick, tally

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

ARTICLE = "wikipedia-iom-2014"
"""Source of the areas, activities and themes."""
CROSS_CUTTING = "cross-cutting"
"""What the dataset calls the place of an activity that serves every area."""

_SMALL = 8.4
_EDGE: dict[str, Any] = {"markeredgewidth": 1.4}
_NEEDED = ["activity_id", "group", "name", "part", "order", "area", "area_basis", "area_reason", "source_id"]
_PLACED_BY = {"stated": "the article", "own reading": "this report"}


def areas(data: pandas.DataFrame | None = None) -> list[str]:
    """Return the areas of migration management, in the order of the article.

    Examples
    --------
    >>> areas()[0]
    'migration and development'
    """
    return _listed(data, "area of migration management")["name"].tolist()


def themes(data: pandas.DataFrame | None = None) -> list[str]:
    """Return the cross-cutting themes, in the order of the article.

    Examples
    --------
    >>> themes()[-1]
    'gender dimension of migration'
    """
    return _listed(data, "cross-cutting theme")["name"].tolist()


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
    rows = shapes.given_or_ours(data, "activities", *_NEEDED)
    whole = _listed(data, "activity")
    parts = rows[rows["part"].notna()].groupby("name")["part"].agg(lambda names: sorted(names, key=str.casefold))
    place = {area: index for index, area in enumerate([*areas(data), CROSS_CUTTING])}
    frame = whole.assign(
        activity=whole["name"].str.capitalize(),
        parts=[len(parts.get(name, [])) for name in whole["name"]],
        part_names=[SEPARATOR.join(parts.get(name, [])) for name in whole["name"]],
        place=whole["area"].map(place),
    )
    frame = frame.sort_values(["place", "order"]).reset_index(drop=True)
    columns = ["activity_id", "activity", "area", "area_basis", "area_reason", "parts", "part_names", "source_id"]
    return frame[columns]


def _listed(data: pandas.DataFrame | None, group: str) -> pandas.DataFrame:
    """Return the areas, themes or activities, without their parts, in the order of the article."""
    rows = shapes.given_or_ours(data, "activities", "group", "name", "part", "order")
    return rows[(rows["group"] == group) & rows["part"].isna()].sort_values("order")


def activities_in(area: str) -> Value:
    """Return how many activities are put under an area, as a value for a sentence.

    Examples
    --------
    >>> str(activities_in("regulating migration"))
    '2'
    """
    frame = activities()
    return tally(frame[frame["area"] == area])


def article_year() -> Value:
    """Return the date of the article from which areas and activities are taken, as a value for a sentence.

    Examples
    --------
    >>> print(article_year())
    2014
    """
    return pick(catalog.load("sources"), "date_published", source_id=ARTICLE)


def plot_mandate(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw activities and cross-cutting themes against the areas of migration management.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `activities`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A column for each area and a row for each activity, with its number of parts to the right; below, a row for
        each theme. A filled mark where the article says where an activity belongs, a hollow one where this report
        does; a line through all columns for what serves every area.

    Examples
    --------
    >>> len(plot_mandate().texts)
    19
    """
    ax = theme.given_or_current(ax)
    work = records(shapes.with_rows(activities(data), "activities"))
    columns, across = areas(data), themes(data)
    below = [len(work) + 0.6 + index for index in range(len(across))]
    aside = len(columns) - 0.15
    for y, row in enumerate(work):
        _draw_work(ax, row, columns, y)
        _write(ax, str(row["parts"]), aside, y, ha="center", fontsize=9.5)
    for height in below:
        _draw_across(ax, len(columns), height, theme.colour("teal"), theme.colour("teal"), "D")
    _key(ax, work, columns)
    if below:
        ax.axhline(len(work) - 0.2, color=theme.colour("ink"), linewidth=0.8)
        _write(ax, "cross-\ncutting\nthemes", aside, sum(below) / len(below), ha="center", color=theme.colour("teal"))
    for x, name in [*enumerate(map(_in_two_lines, columns)), (aside, "Parts")]:
        ax.annotate(
            name, (x, -0.65), ha="center", va="bottom", color=theme.colour("ink"), fontweight="bold",
            fontsize=_SMALL, annotation_clip=False,
        )  # fmt: skip
    labels = [row["activity"] for row in work] + [name[:1].upper() + name[1:] for name in across]
    ax.set_yticks([*range(len(work)), *below], labels)
    ax.set_ylim(len(work) + len(across) + 0.1, -0.6)
    ax.set_xlim(-0.5, len(columns) + 0.15)
    ax.set_xticks([])
    ax.grid(visible=True, axis="y")
    ax.spines["bottom"].set_visible(False)
    return ax


def _write(ax: Axes, text: str, x: float, y: float, **options: Any) -> None:
    """Write a text over the rules, so that none strikes it through."""
    style = {"va": "center", "color": theme.colour("quiet"), "fontsize": _SMALL, "bbox": theme.ground(), **options}
    ax.text(x, y, text, **style)


def _key(ax: Axes, work: list[dict[str, Any]], columns: list[str]) -> None:
    """Say beside the first mark of each kind who put it there."""
    said = {"stated": "so in the article", "own reading": "reading of this report"}
    for y, row in enumerate(work):
        if row["area"] in columns and row["area_basis"] in said:
            _write(ax, said.pop(row["area_basis"]), columns.index(row["area"]) + 0.14, y)


def _draw_work(ax: Axes, row: dict[str, Any], columns: list[str], y: float) -> None:
    ink = theme.colour("blue")
    face = ink if row["area_basis"] == "stated" else theme.colour("paper")
    if row["area"] == CROSS_CUTTING:
        _draw_across(ax, len(columns), y, ink, face, "s")
    else:
        ax.plot([columns.index(row["area"])], [y], "s", color=ink, markerfacecolor=face, markersize=9, **_EDGE)


def _draw_across(ax: Axes, columns: int, y: float, ink: str, face: str, marker: str) -> None:
    ax.plot(
        range(columns), [y] * columns, color=ink, marker=marker, markerfacecolor=face, linewidth=1.6, markersize=6.5,
        **_EDGE,
    )  # fmt: skip


def _in_two_lines(name: str) -> str:
    return "\n".join(textwrap.wrap(name[:1].upper() + name[1:], 17))


def mandate_figure() -> Figure:
    """Return the figure of activities and cross-cutting themes by area.

    Examples
    --------
    >>> mandate_figure().id
    'fig-mandate'
    """
    work = activities()
    with theme.drawing(height=4.6) as (figure, ax):
        plot_mandate(ax=ax)
    told = {
        "all": tally(work),
        "year": article_year(),
        "forced": activities_in("addressing forced migration"),
        "ease": activities_in("facilitating migration"),
        "rule": activities_in("regulating migration"),
        "develop": activities_in("migration and development"),
        "every": activities_in(CROSS_CUTTING),
    }
    stated = tally(work[work["area_basis"] == "stated"])
    return Figure(
        figure,
        id="fig-mandate",
        title=say(
            "Of {all} activities in {year:year}, {forced} address forced migration, {ease} facilitate migration, "
            "{rule} regulate it, {develop} links it with development and {every} serve every area, as this report "
            "reads them",
            **told,
        ),
        alt=say(
            "Chart with {areas} columns, one for each area of migration management, and {all} rows, one for each "
            "activity. {forced} marks stand under forced migration, {ease} under facilitating, {rule} under "
            "regulating, {develop} under development; {every} rows, {names}, are marked in every column. {stated} rows "
            "have filled marks, the others hollow ones. Below, {themes} cross-cutting themes are marked in every "
            "column. Numbers at the right count the parts of each activity, from {few} to {many}.",
            areas=tally(_listed(None, "area of migration management")),
            names=" and ".join(work.loc[work["area"] == CROSS_CUTTING, "activity"].str.lower()),
            stated=stated,
            themes=tally(_listed(None, "cross-cutting theme")),
            few=pick(work.sort_values("parts").head(1), "parts"),
            many=pick(work.sort_values("parts").tail(1), "parts"),
            **{name: value for name, value in told.items() if name != "year"},
        ),
        data=_drawn(),
        notes=[
            say(
                "Filled: the article says so, or uses the same name ({stated} of {all}). Hollow: the reading of this "
                "report. Each activity stands where its weight lies; most of them touch other areas too.",
                stated=stated,
                all=told["all"],
            ),
            "Diamonds: themes that the article calls cross-cutting. Parts: what the article names within an activity.",
        ],
    )


def _drawn() -> pandas.DataFrame:
    """Return the rows drawn, activities and themes."""
    import pandas

    across = _listed(None, "cross-cutting theme").rename(columns={"name": "activity"})
    return pandas.concat(
        [activities().assign(group="activity"), across[["group", "activity", "area", "area_basis", "source_id"]]]
    ).reset_index(drop=True)


def areas_table() -> Table:
    """Return the table of the area under which each activity is put, by whom and why.

    Examples
    --------
    >>> areas_table().id
    'tab-areas'
    """
    work = activities()
    work["placed_by"] = work["area_basis"].map(_PLACED_BY)
    return Table(
        work,
        id="tab-areas",
        caption=say(
            "Why each activity stands where it does: {own} of {all} are placed by this report, since the article lists "
            "areas and activities without joining them",
            own=tally(work[work["area_basis"] == "own reading"]),
            all=tally(work),
        ),
        columns=[
            Column(name="activity", label="Activity"),
            Column(name="area", label="Area"),
            Column(name="placed_by", label="Placed by"),
            Column(name="area_reason", label="Why"),
        ],
        notes=["Cross-cutting: it serves every area."],
    )


def parts_table() -> Table:
    """Return the table of the parts of each activity.

    Examples
    --------
    >>> parts_table().id
    'tab-parts'
    """
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
