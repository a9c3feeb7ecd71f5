"""Names, Constitution and heads over time."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from iomreport import catalog, formats, theme
from iomreport.exhibits import Figure, say
from iomreport.rows import records
from iomreport.schema import SEPARATOR
from iomreport.sources import ids_in
from iomreport.values import pick, tally

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

_NAMES_ROW, _CONSTITUTION_ROW, _FIRST_HEAD_ROW = 0.0, 1.25, 2.7


def legal_steps(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the steps of the Constitution, each adoption beside its coming into force.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Events shaped as the dataset `milestones`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `step` (words), `adopted` and `in_force` (ISO 8601 dates), `source_id`, by date of adoption.

    Examples
    --------
    >>> legal_steps()["in_force"].tolist()[:2]
    ['1954-11-30', '1989-11-14']
    """
    import pandas

    events = (catalog.load("milestones") if data is None else data).set_index("milestone_id")
    pairs = {
        "Constitution": ("constitution-adopted", "constitution-in-force"),
        "First amendments": ("amendments-1987-adopted", "iom-name"),
        "Second amendments": ("amendments-1998-adopted", "amendments-1998-in-force"),
        "Third amendments": ("amendments-2020", "amendments-2020"),
    }
    steps = [
        {
            "step": step,
            "adopted": events.at[adopted, "date"],
            "in_force": events.at[in_force, "date"],
            "source_id": SEPARATOR.join(
                ids_in([str(events.at[adopted, "source_id"]), str(events.at[in_force, "source_id"])])
            ),
        }
        for step, (adopted, in_force) in pairs.items()
    ]
    return pandas.DataFrame(steps)


def plot_timeline(
    names: pandas.DataFrame | None = None,
    milestones: pandas.DataFrame | None = None,
    directors: pandas.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw names, Constitution and heads over time, one under the other.

    Parameters
    ----------
    names, milestones, directors : pandas.DataFrame, optional
        Shaped as the datasets of those names; these by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        Bands for legal names; for each step of the Constitution a line from adoption (ring) to coming into force
        (dot); for each head a bar over the time known in office, dotted where start or end is not known.
    """
    ax = theme.given_or_current(ax)
    names = catalog.load("names") if names is None else names
    directors = catalog.load("directors") if directors is None else directors
    today = formats.decimal_year(catalog.closed_on())
    _draw_names(ax, names, today)
    _draw_constitution(ax, legal_steps(milestones))
    rows = _draw_heads(ax, directors, formats.decimal_year(names["start"].min()), today)
    ax.set_ylim(rows[-1] + 0.8, _NAMES_ROW - 0.75)
    ax.set_xlim(1950, today + 0.5)
    ax.set_yticks([_NAMES_ROW, _CONSTITUTION_ROW, rows[0]], ["Legal name", "Constitution", "Heads"])
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)
    return ax


def _draw_names(ax: Axes, names: pandas.DataFrame, today: float) -> None:
    legal = names[names["kind"] == "legal name"]
    for shade, row in zip(itertools.cycle(("sky", "blue")), records(legal), strict=False):
        start = formats.decimal_year(row["start"])
        end = formats.decimal_year(row["end"]) if row["end"] else today
        ax.barh(_NAMES_ROW, end - start, left=start, height=0.62, color=theme.colour(shade), linewidth=0)
        inside = end - start > 4
        ax.annotate(
            row["abbreviation"], ((start + end) / 2, _NAMES_ROW), xytext=(0, 0 if inside else 14),
            textcoords="offset points", ha="center" if inside else "left", va="center", annotation_clip=False,
            fontweight="bold", color=theme.colour("ink" if shade == "sky" else "paper"),
        )  # fmt: skip


def _draw_constitution(ax: Axes, steps: pandas.DataFrame) -> None:
    ink, y = theme.colour("teal"), _CONSTITUTION_ROW
    for row in records(steps):
        adopted, in_force = formats.decimal_year(row["adopted"]), formats.decimal_year(row["in_force"])
        ax.plot([adopted, in_force], [y, y], color=ink, linewidth=1.6)
        ax.plot([adopted], [y], "o", color=ink, markerfacecolor=theme.colour("paper"), markersize=6.5)
        ax.plot([in_force], [y], "o", color=ink, markersize=6.5)
        years = row["in_force"][:4] if adopted == in_force else f"{row['adopted'][:4]} to {row['in_force'][:4]}"
        ax.annotate(
            years, ((adopted + in_force) / 2, y), xytext=(0, 9), textcoords="offset points", ha="center",
            color=ink, fontsize="small",
        )  # fmt: skip


def _draw_heads(ax: Axes, directors: pandas.DataFrame, founded: float, today: float) -> list[float]:
    heads = records(directors.sort_values("order"))
    rows = [_FIRST_HEAD_ROW + 0.72 * index for index in range(len(heads))]
    for index, (head, y) in enumerate(zip(heads, rows, strict=True)):
        before = founded if index == 0 else _known_end(heads[index - 1])
        after = today if index == len(heads) - 1 else _known_start(heads[index + 1])
        start, end = _known_start(head), _known_end(head)
        ink = theme.colour("plum")
        if head["term_start_basis"] in {"no later than", "circa"} or not head["term_start"]:
            ax.plot([before, start], [y, y], color=ink, linewidth=1.3, linestyle=":")
        if not head["term_end"]:
            ax.plot([end, after], [y, y], color=ink, linewidth=1.3, linestyle=":")
        ax.barh(y, max(end - start, 0.35), left=start, height=0.34, color=ink, linewidth=0)
        _name_head(ax, head, y, (min(before, start), end if head["term_end"] else after))
    return rows


def _name_head(ax: Axes, head: dict[str, Any], y: float, span: tuple[float, float]) -> None:
    """Write a head's name on the side where there is room."""
    to_the_right = span[1] < 1990
    ax.annotate(
        str(head["name"]), (span[1] if to_the_right else span[0], y), xytext=(6 if to_the_right else -6, 0),
        textcoords="offset points", ha="left" if to_the_right else "right", va="center",
    )  # fmt: skip


def _known_start(head: dict[str, Any]) -> float:
    """Return the earliest time at which a head is known to be in office."""
    return formats.decimal_year(head["term_start"] or head["first_attested"])


def _known_end(head: dict[str, Any]) -> float:
    """Return the latest time at which a head is known to be in office."""
    return formats.decimal_year(head["term_end"] or head["last_attested"])


def timeline_figure() -> Figure:
    """Return the figure of names, Constitution and heads over time."""
    import pandas

    names, directors, milestones = (catalog.load(name) for name in ("names", "directors", "milestones"))
    legal = names[names["kind"] == "legal name"]
    drawn = pandas.concat(
        [
            legal.assign(row="legal name", what=legal["name"], from_date=legal["start"], to_date=legal["end"]),
            legal_steps()
            .assign(row="Constitution")
            .rename(columns={"step": "what", "adopted": "from_date", "in_force": "to_date"}),
            directors.assign(
                row="head", what=directors["name"], from_date=directors["term_start"], to_date=directors["term_end"]
            ),
        ]
    )[["row", "what", "from_date", "to_date", "first_attested", "last_attested", "source_id"]]
    with theme.drawing(height=4.9) as (figure, ax):
        plot_timeline(ax=ax)
    counted = {
        "names": tally(legal),
        "heads": tally(directors),
        "force": pick(milestones, "date", milestone_id="constitution-in-force"),
        "founded": pick(names, "start", name_id="picmme"),
    }
    return Figure(
        figure,
        id="fig-timeline",
        title=say(
            "{names} names and {heads} heads since {founded:year}, under a Constitution in force since {force:year}",
            **counted,
        ),
        alt=say(
            "Time chart from {founded:year} to today in three bands. Names: PICMME, then ICEM until {icm:year}, ICM "
            "until {iom:year}, IOM since. Constitution: in force from {force:year}, amended three times, the second "
            "time after a wait of many years. Heads: {heads} bars, from {first} to {last}, "
            "{american} of them nationals of the United States.",
            american=tally(directors[directors["nationality"] == "United States"]),
            icm=pick(names, "start", name_id="icm"),
            iom=pick(names, "start", name_id="iom"),
            first=pick(directors, "name", order=1),
            last=pick(directors, "name", order=len(directors)),
            founded=counted["founded"],
            force=counted["force"],
            heads=counted["heads"],
        ),
        data=drawn,
        notes=[
            "Constitution: a ring marks adoption, a dot coming into force. Heads: a bar covers the time that sources "
            "show in office; dotted lines fill the time in which the start or the end is not known to the day.",
        ],
    )
