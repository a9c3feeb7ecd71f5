"""Names, Constitution, ties to the United Nations and heads over time."""

import itertools

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, pick, select, tally
from iomreport.mandates.founding import PLAIN, disputed_readings, draw_contested, finish_time_scale, plot_first_years
from iomreport.mandates.heads import head_rows, plot_heads

# How far down each row lies; the row of the Constitution needs room above for its years.
_NAMES_ROW, _DISPUTES_ROW, _CONSTITUTION_ROW, _NATIONS_ROW, _FIRST_HEAD_ROW = 0.0, 0.95, 2.15, 3.1, 4.15
_LEGAL_STEPS = {
    "Constitution": ("constitution-adopted", "constitution-in-force"),
    "First amendments": ("amendments-1987-adopted", "iom-name"),
    "Second amendments": ("amendments-1998-adopted", "amendments-1998-in-force"),
    "Third amendments": ("amendments-2020", "amendments-2020"),
}
_TIES = {
    "observer": "un-observer",
    "cooperation agreement": "un-cooperation-agreement",
    "related organization": "un-related-organization",
}


def legal_steps(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the steps of the Constitution, each adoption beside its coming into force.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `milestones`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `step` (words), `adopted` and `in_force` (ISO 8601 dates, each with its precision), `source_id`, by date of
        adoption.

    Examples
    --------
    >>> legal_steps()["in_force"].tolist()[:2]
    ['1954-11-30', '1989-11-14']
    """
    events = given_or_shipped(data, "milestones", "milestone_id", "date", "source_id")
    rows = []
    for step, ends in _LEGAL_STEPS.items():
        adopted, in_force = (select(events, milestone_id=end) for end in ends)
        rows.append(
            (step, adopted["date"], in_force["date"], join_source_ids([adopted["source_id"], in_force["source_id"]]))
        )
    frame = pandas.DataFrame(rows, columns=["step", "adopted", "in_force", "source_id"])
    precisions = {f"{end}_precision": frame[end].map(formats.precision_of) for end in ("adopted", "in_force")}
    return frame.assign(**precisions)


def ties_to_the_united_nations(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the steps by which the organization came close to the United Nations.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `milestones`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `tie` (words), `start` (ISO 8601 date) and `source_id`, by date; the last tie is the one that holds.

    Examples
    --------
    >>> ties_to_the_united_nations()["start"].tolist()
    ['1992', '1996-06-25', '2016-09-19']
    """
    events = given_or_shipped(data, "milestones", "milestone_id", "date", "source_id")
    rows = [(tie, select(events, milestone_id=event)) for tie, event in _TIES.items()]
    return pandas.DataFrame([{"tie": tie, "start": row["date"], "source_id": row["source_id"]} for tie, row in rows])


def plot_timeline(
    names: pandas.DataFrame | None = None,
    milestones: pandas.DataFrame | None = None,
    directors: pandas.DataFrame | None = None,
    ax: Axes | None = None,
    datings: pandas.DataFrame | None = None,
) -> Axes:
    """Draw names, disputes about them, Constitution, ties to the United Nations and heads, one under the other.

    Parameters
    ----------
    names, milestones, directors : pandas.DataFrame, optional
        Shaped as the datasets of those names; these by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    datings : pandas.DataFrame, optional
        Shaped as the dataset `datings`; that dataset by default.

    Returns
    -------
    matplotlib.axes.Axes
        Bands for legal names; hatched, the years for which the founding and the first names are contested, and hollow
        diamonds for other readings not adopted; for each step of the Constitution a line from adoption (ring) to
        coming into force (dot); marks for ties to the United Nations, and a band for the one that holds; for each head
        a bar over the time known in office, dotted where start or end is not known. On small axes, labels that would
        meet others are left out.
    """
    ax = theme.given_or_current(ax)
    names = given_or_shipped(names, "names", "kind", "abbreviation", "start", "end")
    directors = given_or_shipped(directors, "directors")
    datings = given_or_shipped(datings, "datings", "start_precision", "verdict", "name_id")
    steps, ties = legal_steps(milestones), ties_to_the_united_nations(milestones)
    today = formats.decimal_year(catalog.closed_on())
    _draw_names(ax, names, today)
    draw_contested(ax, datings, _DISPUTES_ROW)
    _draw_constitution(ax, steps)
    _draw_ties(ax, ties, today)
    rows = head_rows(directors, _FIRST_HEAD_ROW)
    plot_heads(directors, ax, _FIRST_HEAD_ROW, names["start"].min())
    ax.set_ylim(rows[-1] + 0.8, _NAMES_ROW - 0.75)
    ax.set_xlim(1950, today + 0.5)
    ax.set_yticks(
        [_NAMES_ROW, _DISPUTES_ROW, _CONSTITUTION_ROW, _NATIONS_ROW, rows[0]],
        ["Legal name", "Contested", "Constitution", "United Nations", "Heads"],
    )
    finish_time_scale(ax)
    return ax


def _draw_names(ax: Axes, names: pandas.DataFrame, today: float) -> None:
    legal = names[names["kind"] == "legal name"]
    for shade, row in zip(itertools.cycle(("sky", "blue")), records(legal), strict=False):
        start = formats.decimal_year(row["start"])
        end = formats.decimal_year(row["end"]) if row["end"] else today
        ax.barh(_NAMES_ROW, end - start, left=start, height=0.62, color=theme.colour(shade), linewidth=0)
        inside = end - start > 4  # years; in a shorter band the name has no room
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
        theme.write_beside(ax, years, ((adopted + in_force) / 2, y), "teal", (0, 12), **PLAIN)


def _draw_ties(ax: Axes, ties: pandas.DataFrame, today: float) -> None:
    """Mark each tie to the United Nations; the last one is a band up to today."""
    ink, y = theme.colour("quiet"), _NATIONS_ROW
    first, *others, last = [
        (formats.decimal_year(row["start"]), f"{row['tie']}, {row['start'][:4]}") for row in records(ties)
    ]
    for x, _ in (first, *others):
        ax.plot([x], [y], "s", color=ink, markersize=5.5)
    ax.barh(y, today - last[0], left=last[0], height=0.46, color=ink, linewidth=0)
    theme.write_beside(ax, first[1], (first[0], y), "quiet", (-8, 0), **PLAIN)
    for x, text in others:  # below their marks, as beside them there is no room
        theme.write_beside(ax, text, (x, y), "quiet", (0, -12), **PLAIN)
    theme.write_beside(ax, last[1], (today, y), "quiet", (0, -12), ha="right", **PLAIN)


def timeline_figure() -> Figure:
    """Return the figure of names, Constitution, ties to the United Nations and heads, with the first years enlarged."""
    with theme.panels(6.9, 2, 1, height_ratios=(1.75, 1)) as (figure, (above, below)):
        plot_timeline(ax=above)
        plot_first_years(ax=below)
    values = _values()
    title = {name: values[name] for name in ("names", "heads", "founded", "force", "related")}
    return Figure(
        figure,
        id="fig-timeline",
        title=say(
            "{names} names and {heads} heads since {founded:year}, a Constitution in force since {force:year}, a "
            "related organization of the United Nations since {related:year}",
            **title,
        ),
        alt=say(
            "Time chart from {founded:year} to today, in rows. Legal names: {names}, PICMME, then ICEM until "
            "{icm:year}, ICM until {iom:year}, and IOM since. A hatched box marks the years in which founding and "
            "first names are contested. Constitution: in force from {force:year}, amended {amendments} times; the "
            "changes adopted in {slow:year} came into force only in {slow_force:year}. United Nations: an observer "
            "from {observer:year}, a related organization from {related:year}. Heads: {heads} bars, from {first} to "
            "{last}, {american} of them nationals of the United States. Below, the first years are enlarged: "
            "{readings} readings of when the organization was founded and named, {adopted} of them adopted.",
            **values,
        ),
        data=_rows_drawn(),
        notes=[
            "Constitution: a ring marks the adoption of a text, a dot its coming into force. Heads: a bar covers the "
            "time in which sources show a head in office; a dotted line covers the time in which the term began or "
            "ended, where no source gives the date.",
            "Below: a diamond stands for a day, a bar for the month or the years within which a source puts the event. "
            "Filled and bold: the reading that this report adopts. Pale: a reading that agrees with it. Hatched or "
            "hollow: one that does not.",
            say(
                "PICMME: Provisional Intergovernmental Committee for the Movements of Migrants from Europe. ICEM: "
                "Intergovernmental Committee for European Migration. ICM: Intergovernmental Committee for Migration. "
                "IOM: International Organization for Migration; since {style:year} it also uses the style UN "
                "Migration.",
                style=pick(catalog.load("names"), "start", name_id="un-migration"),
            ),
        ],
    )


def _values() -> dict[str, Value]:
    """Return the values that stand in title and alt text of the figure."""
    names, directors, milestones = (catalog.load(name) for name in ("names", "directors", "milestones"))
    steps, readings = legal_steps(), disputed_readings(first_years=True)
    named = {"founded": "picmme", "icm": "icm", "iom": "iom"}
    events = {"force": "constitution-in-force", "related": _TIES["related organization"], "observer": _TIES["observer"]}
    return {
        **{name: pick(names, "start", name_id=identifier) for name, identifier in named.items()},
        **{name: pick(milestones, "date", milestone_id=identifier) for name, identifier in events.items()},
        "names": tally(names[names["kind"] == "legal name"]),
        "heads": tally(directors),
        "amendments": tally(steps[1:]),
        "slow": pick(steps, "adopted", step="Second amendments"),
        "slow_force": pick(steps, "in_force", step="Second amendments"),
        "first": pick(directors, "name", order=1),
        "last": pick(directors, "name", order=len(directors)),
        "american": tally(directors[directors["nationality"] == "United States"]),
        "readings": tally(readings),
        "adopted": tally(readings[readings["verdict"] == "adopted"]),
    }


def _rows_drawn() -> pandas.DataFrame:
    """Return all that the figure draws, each row under the name of its place in it."""
    names, directors = catalog.load("names"), catalog.load("directors")
    legal = names[names["kind"] == "legal name"]
    spans = {
        "legal name": (legal, "name", "start", "end"),
        "reading": (catalog.load("datings").dropna(subset="start"), "says", "start", "end"),
        "Constitution": (legal_steps(), "step", "adopted", "in_force"),
        "United Nations": (ties_to_the_united_nations().assign(end=None), "tie", "start", "end"),
        "head": (directors, "name", "term_start", "term_end"),
    }
    parts = [
        frame.assign(row=row, what=frame[what], from_date=frame[start], to_date=frame[end])
        for row, (frame, what, start, end) in spans.items()
    ]
    columns = [
        "row",
        "what",
        "from_date",
        "to_date",
        "first_attested",
        "last_attested",
        "said_by",
        "verdict",
        "source_id",
    ]
    return pandas.concat(parts)[columns].reset_index(drop=True)
