"""The world around it: migrants, displaced people and remittances as published, each revision and edition apart."""

import textwrap
from dataclasses import replace
from typing import Literal, NamedTuple

import pandas
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped, require_columns, require_rows
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, select, value_in
from iomreport.suggest import need_known


class Subject(NamedTuple):
    """What is drawn together: its measures, how many years may lie between figures that are joined, and its scale."""

    measures: tuple[str, ...]
    step: float
    scale: float
    label: str


SUBJECTS = {
    "migrants": Subject(("international migrants in the world",), 5, 1e6, "Million people"),
    "displaced": Subject(
        ("forcibly displaced people", "internally displaced people", "refugees"), 1, 1e6, "Million people"
    ),
    "remittances worldwide": Subject(("remittances worldwide",), 1, 1e9, "Billion US dollars of each year"),
    "remittances to poorer countries": Subject(
        ("remittances to low- and middle-income countries", "remittances to developing countries"), 1, 1e9,
        "Billion US dollars of each year",
    ),
}  # fmt: skip
"""Subjects and what belongs to each; migrants are estimated for every fifth year and the year of the revision."""

WIDENED = ("displaced-2019",)
"""Figures that take in people whom earlier ones of their series left out: no line leads up to them."""

GUESSES = ("estimate", "forecast")  # words by which a source says that a figure is not yet one of its counts

# colour, marker and name (the series itself where empty), with where it stands: points right and up of the last mark
SeriesStyle = tuple[str, str, tuple[str, float, float, Literal["left", "center", "right"]]]

_MIGRANTS, _IDPS, _WORLD = "international migrants in the world", "internally displaced people", "remittances worldwide"
_POORER, _DEVELOPING = SUBJECTS["remittances to poorer countries"].measures
_SERIES_STYLES: dict[tuple[str, str], SeriesStyle] = {
    (_MIGRANTS, "quoted with the revision of 2019"): ("quiet", "P", ("", 8, 0, "left")),
    (_MIGRANTS, "revision of 2013"): ("plum", "D", ("", 8, -8, "left")),
    (_MIGRANTS, "revision of 2019"): ("teal", "s", ("", -9, 3, "right")),
    (_MIGRANTS, "revision of 2020"): ("amber", "^", ("", -9, 6, "right")),
    (_MIGRANTS, "revision of 2024"): ("blue", "o", ("", -9, 6, "right")),
    ("forcibly displaced people", "UNHCR"): ("amber", "o", ("forcibly displaced", 9, 0, "left")),
    ("refugees", "UNHCR"): ("plum", "D", ("refugees alone", 9, 0, "left")),
    (_IDPS, "conflict and violence"): ("blue", "s", ("by conflict and violence alone", 9, 0, "left")),
    (_IDPS, "conflict, violence and disasters"): (
        "teal", "^", ("inside their own countries,\nby conflict or disaster", 9, 7, "left"),
    ),
    (_IDPS, "disasters"): ("ink", "v", ("by disasters alone", 9, 0, "left")),
    (_WORLD, "World Bank, October 2013"): ("plum", "D", ("", 0, -18, "center")),
    (_WORLD, "World Bank, press of 2020"): ("amber", "s", ("", -9, 6, "right")),
    (_WORLD, "World Migration Report 2024"): ("blue", "o", ("", -9, 6, "right")),
    (_POORER, "World Bank, brief 40"): ("teal", "^", ("", 9, 0, "left")),
    (_POORER, "World Migration Report 2024"): ("blue", "o", ("", -9, 11, "right")),
    (_DEVELOPING, "World Bank, brief 20"): ("ink", "v", ("", -4, -31, "left")),
    (_DEVELOPING, "World Bank, October 2013"): ("plum", "D", ("", 9, -4, "left")),
}  # fmt: skip
_SPARE_STYLES = (("blue", "o"), ("amber", "s"), ("teal", "^"), ("plum", "D"))

_NAME_WIDTH = 20  # letters
_LIFTS = (-12, 12, -24, 24)  # points by which a name moves where another stands already


@catalog.once
def published(subject: str = "migrants", data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the figures published on a subject, each with the series that it belongs to.

    Parameters
    ----------
    subject : str
        "migrants", "displaced", "remittances worldwide" or "remittances to poorer countries".
    data : pandas.DataFrame, optional
        Shaped as the dataset `context`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        The rows of `context` that are not unverified, by measure, series and date, with `time` (place on a scale of
        years) and `stretch` (figures of one measure and series share a number if they count alike and lie close enough
        to be joined). Values are persons or US dollars of each year.

    Raises
    ------
    UnknownNameError
        If there is no such subject.

    Examples
    --------
    >>> published("migrants").query("series == 'revision of 2024'")["as_of"].tolist()
    ['1990', '2020', '2024']
    """
    need_known("subject", subject, SUBJECTS)
    measures, step, *_ = SUBJECTS[subject]
    context = given_or_shipped(data, "context", "context_id", "measure", "as_of", "series", "status")
    frame = context[context["measure"].isin(measures) & (context["status"] != "unverified")].copy()
    # a whole year stands at its number, a month in its middle
    frame["time"] = [float(date) if len(date) == 4 else formats.decimal_year(date) for date in frame["as_of"]]
    frame["rank"] = frame["measure"].map({measure: rank for rank, measure in enumerate(measures)})
    frame = frame.sort_values(["rank", "series", "time"], kind="stable").reset_index(drop=True)
    another = (frame[["measure", "series"]] != frame[["measure", "series"]].shift()).any(axis=1)
    another |= frame["context_id"].isin(WIDENED)
    # years differ in days, so that months a year apart are not quite a year apart on the scale
    frame["stretch"] = (another | (frame["time"].diff() > step + 0.01)).cumsum()
    frame = frame.drop(columns="rank")
    frame.attrs = {**context.attrs, "units": {"time": "year"}}
    return frame


def known(context_id: str, column: str = "value") -> Value:
    """Return a figure of the dataset `context`, or another of its cells.

    The upper end of a span comes without the hedge, which stands before the lower one.
    """
    context = catalog.load("context")
    row = select(context[context["status"] != "unverified"], context_id=context_id)
    unit = _currency(row["unit"]) if column in {"value", "value_max"} else ""
    return value_in(row.drop("qualifier") if column == "value_max" else row, column, unit)


def _currency(unit: str) -> str:
    return "USD" if unit.startswith("USD") else ""


def plot_published(
    subject: str = "migrants", data: pandas.DataFrame | None = None, ax: Axes | None = None, named: bool = True
) -> Axes:
    """Draw the figures published on a subject, a line for each series.

    Parameters
    ----------
    subject : str
        See `published`.
    data : pandas.DataFrame, optional
        Shaped as the dataset `context`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    named : bool
        Whether to write the name of each series beside its last mark.

    Returns
    -------
    matplotlib.axes.Axes
        Marks of another form and colour for each measure and series, joined only where they belong to one series, count
        alike and lie no further apart than its figures are made; hollow where the source calls the figure an estimate
        or a forecast.
    """
    ax = theme.given_or_current(ax)
    frame = require_columns(published(subject, data), "value", "qualifier", ours="context")
    require_rows(frame, "context")
    _, _, scale, label = SUBJECTS[subject]
    theme.whole_years(ax)
    written: list[Annotation] = []
    for number, (_, rows) in enumerate(frame.groupby(["measure", "series"], sort=False)):
        spare: SeriesStyle = (*_SPARE_STYLES[number % len(_SPARE_STYLES)], ("", 9, 0, "left"))
        style = _SERIES_STYLES.get((rows["measure"].iloc[0], rows["series"].iloc[0]), spare)
        _draw_series(ax, rows, scale, style)
        if named:
            written.append(_name_series(ax, rows, scale, style, written))
    ax.set_ylim(0, 1.12 * float(frame["value"].max()) / scale)
    ax.set_ylabel(label)
    ax.yaxis.set_major_formatter(lambda height, _: formats.number_text(height, decimals=0))
    return ax


def _draw_series(ax: Axes, rows: pandas.DataFrame, scale: float, style: SeriesStyle) -> None:
    role, marker, _ = style
    ink, series = theme.colour(role), str(rows["series"].iloc[0])
    for _, stretch in rows.groupby("stretch"):
        heights = (stretch["value"].astype(float) / scale).tolist()
        ax.plot(stretch["time"].tolist(), heights, color=ink, linewidth=1.5, label=series)
    for row in records(rows):
        ax.plot(
            [row["time"]], [row["value"] / scale], marker, color=ink, markersize=5, markeredgewidth=1.2, label=series,
            markerfacecolor=theme.colour("paper") if row["qualifier"] in GUESSES else ink,
        )  # fmt: skip


def _name_series(
    ax: Axes, rows: pandas.DataFrame, scale: float, style: SeriesStyle, written: list[Annotation]
) -> Annotation:
    """Write the name of a series beside its last mark, broken after its comma or else where it grows long."""
    role, _, (name, right, up, side) = style
    last, series = rows.iloc[-1], str(rows["series"].iloc[0])
    broken = series.replace(", ", ",\n") if ", " in series else textwrap.fill(series, _NAME_WIDTH)
    return theme.write_beside(
        ax, name or broken, (last["time"], last["value"] / scale), role, (right, up), before=written,
        elsewhere=[(right, up + lift) for lift in _LIFTS], ha=side, fontweight="normal", bbox=None,
        annotation_clip=False,
    )  # fmt: skip


def _ends(rows: pandas.DataFrame) -> dict[str, Value]:
    """Return the first and the last figure of a series, and their dates."""
    (first, start), (last, end) = (
        (value_in(row, "value", _currency(row["unit"])), value_in(row, "as_of"))
        for _, row in rows.iloc[[0, -1]].iterrows()
    )
    return {"first": first, "start": start, "last": last, "end": end}


def _inside_a_sentence(note: Value) -> Value:
    """Return a note of the data without its capital and its full stop."""
    text = str(note)
    return replace(note, content=text[:1].lower() + text[1:].removesuffix("."))


def migrants_figure() -> Figure:
    """Return the figure of international migrants, each revision of the estimates by itself."""
    shown = published("migrants")
    with theme.panels(3.3, 1, 2, width_ratios=(1, 1.15)) as (figure, (whole, part)):
        plot_published("migrants", shown[shown["as_of"] < "1990"], whole)
        plot_published("migrants", shown[shown["as_of"] >= "1990"], whole, named=False)
        plot_published("migrants", shown[shown["as_of"] >= "2010"], part)
        whole.set_xlim(1968, 2027)
        part.set_xlim(2009, 2025.5)
        part.set_xticks(range(2010, 2026, 5))
        part.set_ylim(200, 318)
        part.set_ylabel("")
        whole.set_title("All years", fontsize=9.5, color=theme.colour("quiet"))
        part.set_title("The last years, enlarged", fontsize=9.5, color=theme.colour("quiet"))
    newest = _ends(shown[shown["series"] == "revision of 2024"])
    return Figure(
        figure,
        id="fig-migrants",
        title=say(
            "The newest revision has {first:compact} international migrants in {start:year} and {last:compact} in "
            "{end:year}; for {between:year} it has {lower:compact}, where the one before had {higher:compact}",
            between=known("migrants-2020-2024", "as_of"), lower=known("migrants-2020-2024"),
            higher=known("migrants-2020-2020"), **newest,
        ),
        alt=say(
            "Two charts of the number of international migrants in the world, in million people. Left, from "
            "{oldest:year} on: marks in the form of their revision, rising from {fewest:compact} to {last:compact}. "
            "Right, the years since {since:year} enlarged: two older revisions run above the point at which the line "
            "of the newest begins, in {between:year}.",
            oldest=known("migrants-1970-quoted-2019", "as_of"), fewest=known("migrants-1970-quoted-2019"),
            last=newest["last"], since=known("migrants-2010-2020", "as_of"),
            between=known("migrants-2020-2024", "as_of"),
        ),
        data=shown,
        notes=[
            "Estimates of the Department of Economic and Social Affairs of the United Nations. Lines join only figures "
            "of one revision, and only where they lie no further apart than the estimates are made. The scale on the "
            "right does not begin at zero. Of the newest revision only three figures are at hand, two of them rounded.",
        ],
    )  # fmt: skip


def displaced_figure() -> Figure:
    """Return the figure of displaced people, by who counts them and why they fled."""
    shown = published("displaced")
    with theme.drawing(height=3.6) as (figure, ax):
        plot_published("displaced", shown, ax)
        ax.set_xlim(2012.3, 2030.8)
        years = range(2012, 2025, 2)
        ax.set_xticks([formats.decimal_year(f"{year}-12") for year in years], [str(year) for year in years])
        ax.set_xlabel("End of the year", loc="left")
    ends_of_year = shown[shown["as_of"].str.endswith("-12")]
    forced = _ends(ends_of_year[ends_of_year["measure"] == "forcibly displaced people"])
    inside = _ends(ends_of_year[ends_of_year["series"] == "conflict and violence"])
    return Figure(
        figure,
        id="fig-displaced",
        title=say(
            "Forcibly displaced people: {first:compact} at the end of {start:year} and, counted more widely since "
            "{wider:year}, {last:compact} at the end of {end:year}, as first published",
            wider=known("displaced-2019", "as_of"), **forced,
        ),
        alt=say(
            "Line chart of displaced people, in millions. Forcibly displaced, as UNHCR counts them: {first:compact} "
            "at the end of {start:year}, {last:compact} at the end of {end:year}, in two lines, of which the second, "
            "with a wider count, begins at the end of {wider:year}. Displaced inside their own countries by conflict "
            "and violence: {few:compact} at the end of {early:year}, {many:compact} at the end of {late:year}. Another "
            "line adds those displaced by disasters.",
            wider=known("displaced-2019", "as_of"), few=inside["first"], early=inside["start"],
            many=inside["last"], late=inside["end"], **forced,
        ),
        data=shown,
        notes=[
            "UNHCR is the refugee agency of the United Nations; people displaced inside their own countries are "
            "counted by the Internal Displacement Monitoring Centre. The lines overlap and are not to be added: those "
            "displaced inside their countries by conflict are among the forcibly displaced. Each figure is the one "
            "first published for its date; later reports revise some of them. The last mark of the forcibly displaced "
            "falls within a year.",
            say(
                "From the end of {wider:year} on the forcibly displaced are counted more widely, {how}; no line joins "
                "this count to the one before. The count of people displaced inside their own countries by disasters "
                "begins with the end of {first:year}.",
                wider=known("displaced-2019", "as_of"), how=_inside_a_sentence(known("displaced-2019", "note")),
                first=known("idps-2019", "as_of"),
            ),
        ],
    )  # fmt: skip


def remittances_figure() -> Figure:
    """Return the figure of remittances, each edition by itself."""
    subjects = ("remittances worldwide", "remittances to poorer countries")
    with theme.panels(3.5, 1, 2, sharey=True) as (figure, panels):
        headings = ("Worldwide", "To low- and middle-income countries")
        for subject, heading, ax in zip(subjects, headings, panels, strict=True):
            plot_published(subject, ax=ax)
            ax.set_title(heading, fontsize=9.5, color=theme.colour("quiet"))
        panels[0].set_ylim(0, 950)
        panels[0].set_xlim(1998.5, 2024.5)
        panels[1].set_xlim(2010.5, 2031)
        panels[1].set_xticks(range(2012, 2025, 4))
        panels[1].set_ylabel("")
    shown = pandas.concat([published(subject) for subject in subjects], ignore_index=True)
    brief = _ends(shown[(shown["series"] == "World Bank, brief 40") & shown["qualifier"].isna()])
    return Figure(
        figure,
        id="fig-remittances",
        title=say(
            "Money sent home to low- and middle-income countries came to {first:compact} in {start:year} and to "
            "{last:compact} in {end:year}, both in one edition of the World Bank’s figures",
            **brief,
        ),
        alt=say(
            "Two charts in billion US dollars of each year, with marks in the form of the edition they come from. "
            "Left, worldwide: up to {most:compact} in {peak:year}. Right, to developing countries or to low- and "
            "middle-income countries: from {first:compact} in {start:year} to {last:compact} in {end:year} in the "
            "newest edition, with forecasts after that.",
            most=known("remittances-2022-world"), peak=known("remittances-2022-world", "as_of"), **brief,
        ),
        data=shown,
        notes=[
            "Remittances are what migrants send home, as far as it is recorded; what goes by other ways is missing. "
            "Dollars of each year: part of the rise is prices. Hollow marks: called an estimate or a forecast by the "
            "source. Editions revise one another and are never joined, nor are years with a gap between them. The "
            "older figures are for developing countries, a group drawn a little differently.",
        ],
    )  # fmt: skip
