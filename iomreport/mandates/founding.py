"""When the organization was founded and what it was called first: who says what, and the reading adopted."""

from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import records, split_cell
from iomreport.catalog.required_columns import given_or_shipped, require_rows
from iomreport.charts import direct_labels, theme
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import tally
from iomreport.mandates.areas_of_work import article_year

FIRST_YEARS = (1951, 1955)  # first and last year of the part of the timeline that is enlarged

_QUESTIONS = {
    "founding": "Founded",
    "first name": "First name",
    "spelling of the first name": "Its spelling",
    "name ICEM": "Named ICEM",
    "name ICM": "Named ICM",
}
PLAIN: dict[str, Any] = {"fontsize": 8.2, "fontweight": "normal", "annotation_clip": False}
"""Style of labels that are less important than bold ones."""

_SAID_BY_AT, _RIGHT_EDGE = FIRST_YEARS[1] + 0.3, FIRST_YEARS[1] + 4.7  # room to say who says so, on the scale of years


@catalog.once
def disputed_readings(data: pandas.DataFrame | None = None, *, first_years: bool | None = None) -> pandas.DataFrame:
    """Return the readings of when the organization was founded and named, each as a stretch of time.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `datings`; that dataset by default. Those without a date are left out.
    first_years : bool, optional
        Only those that lie within `FIRST_YEARS`, or only those that do not; all by default.

    Returns
    -------
    pandas.DataFrame
        The rows of `datings` with `from_year`, `middle` and `to_year` (places on a scale of years), in the order of
        the questions and, within each, by date.

    Examples
    --------
    >>> disputed_readings(first_years=False)["start"].tolist()
    ['1980', '1980-11', '1988']
    """
    datings = given_or_shipped(data, "datings", "question", "start", "end")
    frame = datings.dropna(subset="start").reset_index(drop=True)
    spans = [formats.span_of_years(row["start"], row["end"] or "") for row in records(frame)]
    frame["from_year"], frame["to_year"] = [span[0] for span in spans], [span[1] for span in spans]
    frame["middle"] = (frame["from_year"] + frame["to_year"]) / 2
    frame["rank"] = frame["question"].map([*_QUESTIONS].index)
    frame = frame.sort_values(["rank", "from_year", "to_year"], kind="stable").drop(columns="rank")
    if first_years is not None:
        frame = frame[frame["middle"].between(*FIRST_YEARS) == first_years]
    return frame.reset_index(drop=True)


def draw_contested(ax: Axes, readings: pandas.DataFrame, y: float) -> None:
    """Draw at a height where founding and names are contested: a hatched box, and hollow marks for later readings."""
    ink = theme.colour("amber")
    first = disputed_readings(readings, first_years=True)
    if not first.empty:
        days = first[first["start_precision"] == "day"]
        start, end = (first if days.empty else days)["from_year"].min(), first["to_year"].max()
        ax.barh(
            y, end - start, left=start, height=0.4, facecolor=theme.colour("paper"), edgecolor=ink, hatch="//////",
            linewidth=0.8,
        )  # fmt: skip
        theme.write_beside(ax, "founding and first names, enlarged below", (end, y), "amber", (7, 0), **PLAIN)
    for row in records(disputed_readings(readings, first_years=False)):
        if row["verdict"] == "not adopted":
            ax.plot([row["middle"]], [y], "D", color=ink, markerfacecolor=theme.colour("paper"), markersize=5.5)
            text = f"{str(row['name_id']).upper()} from {formats.date_text(row['start'])}?"
            theme.write_beside(ax, text, (row["middle"], y), "amber", (7, 0), **PLAIN)


def plot_first_years(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw each reading of when the organization was founded and named in its first years, with who says so.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `datings`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A row for each reading: a diamond for a day, a bar for a month or longer, with the date beside it and who
        says so to the right. Filled if adopted, pale if compatible with that, hatched if not adopted. On small axes,
        labels that would meet others are left out.
    """
    ax = theme.given_or_current(ax)
    given = given_or_shipped(data, "datings", "says", "said_by", "start_precision", "verdict")
    readings = records(require_rows(disputed_readings(given, first_years=True), "datings"))
    questions: dict[str, float] = {}
    y = 0.0
    for index, row in enumerate(readings):
        y = index + 0.5 * len({*questions, row["question"]})  # half a row more between questions
        questions.setdefault(row["question"], y)
        _draw_reading(ax, row, y)
    first, *others = questions.values()
    for top in others:
        ax.axhline(top - 0.75, color=theme.colour("rule"), linewidth=0.6)
    ax.set_yticks([first, *others], [_QUESTIONS[question] for question in questions])
    ax.set_ylim(y + 0.7, first - 0.7)
    ax.set_xlim(FIRST_YEARS[0] - 0.1, _RIGHT_EDGE)
    theme.name_years(ax, range(FIRST_YEARS[0], FIRST_YEARS[1] + 1))
    finish_time_scale(ax)
    return ax


def finish_time_scale(ax: Axes) -> None:
    """Leave a scale of years with upright lines alone, and keep its labels from overlapping."""
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)
    direct_labels.avoid_overlaps(ax)


def _draw_reading(ax: Axes, row: dict[str, Any], y: float) -> None:
    """Draw when a reading puts the event, with the date beside it and who says so to the right."""
    role, shade, hatch = {
        "adopted": ("ink", "ink", ""),
        "compatible": ("quiet", "sky", ""),
        "not adopted": ("amber", "paper", "//////"),
    }[row["verdict"]]
    ink, face = theme.colour(role), theme.colour(shade)
    style = {**PLAIN, "fontweight": "bold" if row["verdict"] == "adopted" else "normal"}
    if row["start_precision"] == "day":
        ax.plot([row["from_year"]], [y], "D", color=ink, markerfacecolor=face, markersize=5.5)
    else:
        ax.barh(
            y, row["to_year"] - row["from_year"], left=row["from_year"], height=0.5, facecolor=face, edgecolor=ink,
            hatch=hatch, linewidth=0.8,
        )  # fmt: skip
    late = row["middle"] > sum(FIRST_YEARS) / 2
    at, side = (row["from_year"], -7) if late else (row["to_year"], 7)
    dates = " or ".join(formats.date_text(date) for date in (row["start"], row["end"]) if date)
    text = f"{row['says']}, {dates}" if row["question"] == "first name" else dates
    theme.write_beside(ax, text, (at, y), role, (side, 0), **style)
    said_by = ", ".join(one.split(",")[0] for one in split_cell(row["said_by"]))  # without the work where it is said
    theme.write_beside(ax, said_by, (_SAID_BY_AT, y), role, (0, 0), ha="left", **style)


def naming_disputes_table(data: pandas.DataFrame | None = None) -> Table:
    """Return the table of who says what on founding and first names; the reading adopted stands first."""
    datings = given_or_shipped(data, "datings", "question", "says", "said_by", "verdict", "reason", "source_id")
    ranks = {name: rank for rank, name in enumerate([*_QUESTIONS, "adopted", "compatible", "not adopted"])}
    shown = datings.sort_values(["question", "verdict"], key=lambda names: names.map(ranks), kind="stable")
    shown = shown.assign(asked=shown["question"].map(_QUESTIONS)).reset_index(drop=True)
    return Table(
        shown,
        id="tab-naming-disputes",
        caption=say(
            "Founding and names: {readings} answers that sources give to {questions} questions, and the one that this "
            "report adopts for each",
            readings=tally(shown),
            questions=tally(shown.drop_duplicates("question")),
        ),
        columns=[
            Column(name="asked", label="Question"),
            Column(name="says", label="What is said"),
            Column(name="said_by", label="Who says so"),
            Column(name="verdict", label="In this report"),
            Column(name="reason", label="Why"),
        ],
        notes=[
            "Compatible: less precise than the answer adopted, or about a step on the way to it, but not against it.",
            say(
                "Wikipedia: the article from which this report starts, as it stood in {year:year}.", year=article_year()
            ),
        ],
    )
