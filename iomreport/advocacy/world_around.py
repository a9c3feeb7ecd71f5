"""The world around it: migrants, displaced people and remittances as published, each revision and edition apart."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Literal, NamedTuple

from iomreport import catalog, formats
from iomreport.catalog import required_columns
from iomreport.catalog.cells import records
from iomreport.charts import theme
from iomreport.errors import UsageError
from iomreport.exhibits.values import Value, difference, pick, select, value_in
from iomreport.suggest import need_known

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation


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

GUESSES = ("estimate", "forecast")
"""Words by which a source says that a figure is not yet one of its counts."""

Look = tuple[str, str, tuple[str, float, float, Literal["left", "center", "right"]]]
"""Colour, marker and name (the series itself where empty), with where it stands: points right and up of the mark."""

_MIGRANTS, _IDPS, _WORLD = "international migrants in the world", "internally displaced people", "remittances worldwide"
_POORER, _DEVELOPING = SUBJECTS["remittances to poorer countries"].measures
_LOOKS: dict[tuple[str, str], Look] = {
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
_WIDTH = 20
_LIFTS = (-12, 12, -24, 24)
"""Points by which a name moves where another stands in its place."""
_SPARE = (("blue", "o"), ("amber", "s"), ("teal", "^"), ("plum", "D"))


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
    >>> frame = published("migrants").query("series == 'revision of 2024'")
    >>> frame["as_of"].tolist(), frame["stretch"].nunique()
    (['1990', '2020', '2024'], 2)
    """
    measures, step, *_ = _subject(subject)
    context = required_columns.given_or_ours(data, "context", "context_id", "measure", "as_of", "series", "status")
    frame = context[context["measure"].isin(measures) & (context["status"] != "unverified")].copy()
    frame["time"] = [_time(row["as_of"]) for row in records(frame)]
    frame["rank"] = frame["measure"].map({measure: place for place, measure in enumerate(measures)})
    frame = frame.sort_values(["rank", "series", "time"], kind="stable").reset_index(drop=True)
    another = (frame[["measure", "series"]] != frame[["measure", "series"]].shift()).any(axis=1)
    another |= frame["context_id"].isin(WIDENED)
    frame["stretch"] = (another | (frame["time"].diff() > step + 0.01)).cumsum()
    frame = frame.drop(columns="rank")
    frame.attrs = {**context.attrs, "units": {"time": "year"}}
    return frame


def _time(date: str) -> float:
    """Place a date on a scale of years: a whole year at its number, a month in its middle."""
    return float(date) if formats.precision_of(date) == "year" else formats.decimal_year(date)


def _subject(name: str) -> Subject:
    need_known("subject", name, SUBJECTS)
    return SUBJECTS[name]


def known(context_id: str, column: str = "value") -> Value:
    """Return a figure of the dataset `context`, or another of its cells, as a value for a sentence.

    The upper end of a span comes without the hedge, which stands before the lower one.

    Examples
    --------
    >>> f"{known('migrants-2024-2024'):compact} in {known('migrants-2024-2024', 'as_of')}"
    'about 304 million in 2024'
    """
    row = select(catalog.load("context").query("status != 'unverified'"), context_id=context_id)
    unit = "USD" if column in {"value", "value_max"} and row["unit"].startswith("USD") else ""
    return value_in(row.drop("qualifier") if column == "value_max" else row, column, unit)


def rise(earlier: str, later: str, data: pandas.DataFrame | None = None) -> Value:
    """Return by how much a figure rose, within one series only.

    Parameters
    ----------
    earlier, later : str
        The `context_id` of the two figures.
    data : pandas.DataFrame, optional
        Shaped as the dataset `context`; that dataset by default.

    Returns
    -------
    Value
        The later figure minus the earlier one.

    Raises
    ------
    UsageError
        If they are of two series, or do not measure the same.

    Examples
    --------
    >>> f"{rise('migrants-1990-2020', 'migrants-2020-2020'):compact}"
    'about 128 million'
    """
    context = required_columns.given_or_ours(data, "context", "context_id", "measure", "series", "value", "source_id")
    before, after = (select(context, context_id=one) for one in (earlier, later))
    for column in ("measure", "series"):
        if before[column] != after[column]:
            raise UsageError(
                f"{earlier} and {later} cannot be subtracted: the {column} of one is {before[column]!r}, that of the "
                f"other {after[column]!r}"
            )
    return difference(pick(context, "value", context_id=later), pick(context, "value", context_id=earlier))


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

    Examples
    --------
    >>> plot_published("migrants").get_ylabel()
    'Million people'
    """
    ax = theme.given_or_current(ax)
    _, _, scale, label = _subject(subject)
    frame = required_columns.need(published(subject, data), "value", "qualifier", ours="context")
    required_columns.with_rows(frame, "context")
    theme.whole_years(ax)
    written: list[Annotation] = []
    for place, (_, rows) in enumerate(frame.groupby(["measure", "series"], sort=False)):
        spare: Look = (*_SPARE[place % len(_SPARE)], ("", 9, 0, "left"))
        look = _LOOKS.get((str(rows["measure"].iloc[0]), str(rows["series"].iloc[0])), spare)
        name = _draw_series(ax, rows, scale, look, written if named else None)
        written += [name] if name else []
    ax.set_ylim(0, 1.12 * float(frame["value"].max()) / scale)
    ax.set_ylabel(label)
    ax.yaxis.set_major_formatter(lambda height, _: formats.number_text(height, decimals=0))
    return ax


def _draw_series(
    ax: Axes, rows: pandas.DataFrame, scale: float, look: Look, written: list[Annotation] | None
) -> Annotation | None:
    """Draw a series, with its name unless there is no list of the names written before it; return the name."""
    role, marker, (name, right, up, side) = look
    ink, series = theme.colour(role), str(rows["series"].iloc[0])
    for _, stretch in rows.groupby("stretch"):
        heights = (stretch["value"].astype(float) / scale).tolist()
        ax.plot(stretch["time"].tolist(), heights, color=ink, linewidth=1.5, label=series)
    for row in records(rows):
        ax.plot(
            [row["time"]], [row["value"] / scale], marker, color=ink, markersize=5, markeredgewidth=1.2, label=series,
            markerfacecolor=theme.colour("paper") if row["qualifier"] in GUESSES else ink,
        )  # fmt: skip
    if written is None:
        return None
    last = records(rows)[-1]
    return theme.write_beside(
        ax, name or _in_lines(series), (last["time"], last["value"] / scale), role, (right, up), before=written,
        elsewhere=[(right, up + lift) for lift in _LIFTS], ha=side, fontweight="normal", bbox=None,
        annotation_clip=False,
    )  # fmt: skip


def _in_lines(series: str) -> str:
    """Break the name of a series after its comma, or else where it grows long."""
    return series.replace(", ", ",\n") if ", " in series else textwrap.fill(series, _WIDTH)
