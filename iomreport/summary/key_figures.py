"""The summary: the few figures that a busy reader needs, each with its date, its source and its course over time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from iomreport import formats
from iomreport.advocacy import world_around
from iomreport.charts import theme
from iomreport.deaths import by_year, counts
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, value_in
from iomreport.growth import concentration, members, revenue_by_kind, spending, staff_and_offices

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

_HEADROOM = 3.2
"""Height of a panel over that of its highest value: the text stands above the course."""

_COLUMNS = ["measure", "as_of", "value", "unit", "qualifier", "source_id"]


class Course(NamedTuple):
    """A measure over time.

    Attributes
    ----------
    measure, when : str
        What is measured, with its unit where that needs saying, and the words before its date.
    style : str
        How the last value is shown, as in a field of a sentence.
    mark : str
        "line" where the values follow one another without a gap and are comparable, "dots" elsewhere, "bars" for
        sums of a year.
    values : pandas.DataFrame
        `as_of` (ISO 8601 date), `value`, `unit`, `qualifier` and `source_id`, by date; where a line breaks, also
        `stretch`, the same number for values that it joins.
    """

    measure: str
    when: str
    style: str
    mark: str
    values: pandas.DataFrame

    @property
    def last(self) -> Value:
        """The last value."""
        return value_in(self.values.iloc[-1], "value", unit=str(self.values["unit"].iloc[-1]))

    @property
    def date(self) -> Value:
        """The date of the last value."""
        return replace(value_in(self.values.iloc[-1], "as_of"), unit="date")


def courses() -> list[Course]:
    """Return the key measures over time, in the order of the chapters."""
    shares = {"unit": "share", "qualifier": None}
    money = spending.last_run(spending.totals("expenditure"))
    earmarked = revenue_by_kind.money_by_kind().query("kind == 'earmarked'")
    staff = staff_and_offices.footprint_of("staff").query("measure == 'staff'")
    dead = counts.full_years(by_year.deaths_by_year())
    displaced = world_around.published("displaced").query("measure == 'forcibly displaced people'")
    displaced = displaced[displaced["as_of"].str.endswith("-12")]
    migrants = world_around.published("migrants").query("series == 'revision of 2024' and unit == 'persons'")
    counted, first = members.members_at_year_end(), concentration.concentration_by_year().assign(**shares)
    dead = dead.assign(qualifier="at least")
    return [
        Course("Member states", "at the end of", "", "line", _values(counted, "members", "states")),
        Course("Spent, in US dollars", "in", "compact", "line", _values(money, "amount", "USD")),
        Course("Revenue tied to a purpose", "in", "whole", "line", _values(earmarked.assign(**shares), "share")),
        Course("Revenue from one donor", "in", "whole", "line", _values(first, "first")),
        Course("Staff", "in", "", "dots", _values(staff, "value")),
        Course("Dead and missing", "in", "", "bars", _values(dead, "dead_and_missing", "persons")),
        Course("Forcibly displaced", "at the end of", "compact", "line", _values(displaced, "value")),
        Course("International migrants", "in", "compact", "dots", _values(migrants, "value")),
    ]


def _values(frame: pandas.DataFrame, column: str, unit: str = "") -> pandas.DataFrame:
    dated = frame.assign(value=frame[column].astype(float))
    if "as_of" not in dated:
        dated["as_of"] = dated["year"].astype(str)
    if unit:
        dated["unit"] = unit
    if "qualifier" not in dated:
        dated["qualifier"] = None
    kept = dated.filter(["as_of", "value", "unit", "qualifier", "source_id", "stretch"])
    kept = kept.sort_values("as_of").reset_index(drop=True)
    kept.attrs = {}
    return kept


def key_figures() -> pandas.DataFrame:
    """Return the last value of each key measure.

    Returns
    -------
    pandas.DataFrame
        `measure` (words), `hedge` ("about", "at least"; empty where none is due), `value` (as shown), `when` (words and
        date), `as_of` (ISO 8601 date), `source_id`.

    Examples
    --------
    >>> key_figures().set_index("measure").at["Member states", "value"]
    '175'
    """
    import pandas

    return pandas.DataFrame([_key_figure(course) for course in courses()])


def _key_figure(course: Course) -> dict[str, Any]:
    row = course.values.iloc[-1]
    year_end = course.when == "at the end of"
    date = str(row["as_of"])[:4] if year_end else str(row["as_of"])
    hedge, value = _split(format(replace(course.last, unit=""), course.style))
    return {
        "measure": course.measure,
        "hedge": hedge,
        "value": value,
        "when": f"{course.when} {formats.date_text(date)}",
        "as_of": row["as_of"],
        "source_id": row["source_id"],
    }


def _split(text: str) -> tuple[str, str]:
    """Split a number in words into its hedge and the number."""
    start = next(index for index, character in enumerate(text) if character.isdigit())
    return text[:start].strip(), text[start:]


def plot_course(course: Course, ax: Axes | None = None) -> Axes:
    """Draw a measure small: its last value large, its date, and its course below.

    Parameters
    ----------
    course : Course
        One of `courses`, or one of your own.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        Line, dots or bars from zero upwards in the lower part, the last one marked; text above.

    Examples
    --------
    >>> len(plot_course(courses()[0]).lines)
    2
    """
    ax = theme.given_or_current(ax)
    shown = _key_figure(course)
    times = [formats.decimal_year(date) for date in course.values["as_of"]]
    heights = course.values["value"].tolist()
    ink = theme.colour("blue")
    if course.mark == "bars":
        ax.bar(times, heights, width=0.7, color=theme.colour("sky"), linewidth=0)
        ax.bar(times[-1:], heights[-1:], width=0.7, color=ink, linewidth=0)
    else:
        dated = course.values.assign(time=times, stretch=course.values.get("stretch", 0))
        for _, run in dated.groupby("stretch"):
            look = "-" if course.mark == "line" and len(run) > 1 else "o"
            ax.plot(run["time"].tolist(), run["value"].tolist(), look, color=ink, markersize=3.5)
        ax.plot(times[-1:], heights[-1:], "o", color=ink, markersize=5)
    ax.set_ylim(0, max(heights) * _HEADROOM)
    ax.set_xlim(times[0] - 0.04 * (times[-1] - times[0]) - 0.4, times[-1] + 0.04 * (times[-1] - times[0]) + 0.4)
    ax.set_xticks([times[0], times[-1]], [str(int(times[0])), str(int(times[-1]))])
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.tick_params(axis="x", length=0)
    first, last = ax.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")
    _write(ax, shown)
    return ax


def _write(ax: Axes, shown: dict[str, Any]) -> None:
    """Write what is measured, its date and its value, one under the other; the hedge stands small before the number."""

    def write(text: str, place: Any, right: float, down: float, **style: Any) -> Annotation:
        return ax.annotate(
            text, (1, 1) if place else (0, 1), (right, -down), (place or "axes fraction", "axes fraction"),
            "offset points", va="baseline", in_layout=False, **style,
        )  # fmt: skip

    blue = theme.colour("blue")
    write(shown["measure"], None, 0, 9, fontweight="bold")
    write(shown["when"], None, 0, 20, fontsize=8.5, color=theme.colour("quiet"))
    hedge = write(shown["hedge"], None, 0, 36, fontsize=8.5, color=blue) if shown["hedge"] else None
    write(shown["value"], hedge, 3 if hedge else 0, 36, fontsize=13, color=blue, fontweight="bold")


def key_figures_figure() -> Figure:
    """Return the figure of the key figures, each with its course over time."""
    import pandas

    drawn = courses()
    with theme.panels(2.1, 2, 4) as (figure, panels):
        for course, ax in zip(drawn, panels, strict=True):
            plot_course(course, ax)
    frame = pandas.concat([course.values.assign(measure=course.measure) for course in drawn], ignore_index=True)
    members, spent, earmarked, donor, staff, dead, displaced, migrants = (course.last for course in drawn)
    accounts = drawn[1].date
    return Figure(
        figure,
        id="fig-key-figures",
        title=say(
            "{members} member states, {spent:compact} spent in {year}, {donor:whole} of revenue from one donor",
            members=members,
            spent=spent,
            year=accounts,
            donor=donor,
        ),
        alt=say(
            "Panels with a number and a small chart each. Member states: {members}. Spent in {year}: {spent:compact}. "
            "Revenue tied to a purpose: {earmarked:whole}; from the largest donor: {donor:whole}. Staff in {told}: "
            "{staff}. People recorded as dead or missing on the move in {full}: {dead}. Forcibly displaced people: "
            "{displaced:compact}. International migrants: {migrants:compact}. Each ends higher than it began.",
            members=members,
            spent=spent,
            year=accounts,
            earmarked=earmarked,
            donor=donor,
            staff=staff,
            told=drawn[4].date,
            full=drawn[5].date,
            dead=dead,
            displaced=displaced,
            migrants=migrants,
        ),
        data=frame[_COLUMNS],
        notes=[
            "Scales differ; each begins at zero. Dots are scattered counts; a line breaks where more came to be "
            "counted. The displaced and the migrants are those of the whole world.",
        ],
    )
