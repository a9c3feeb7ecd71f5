"""The summary: the few figures that a busy reader needs, each with its date, its source and its course over time."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

from iomreport import formats, theme
from iomreport.advocacy import context, deaths, project
from iomreport.exhibits import Figure, say
from iomreport.growth import concentration, footprint, funding, members, spending
from iomreport.values import Value, pick, value_in

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

_COLUMNS = ["measure", "as_of", "value", "unit", "qualifier", "source_id"]


class Course(NamedTuple):
    """A measure over time.

    Attributes
    ----------
    measure, when : str
        What is measured, and the words before its date.
    style : str
        How the last value is shown in a sentence.
    mark : str
        "line" where the values follow one another without a gap and are comparable, "dots" elsewhere, "bars" for
        sums of a year.
    values : pandas.DataFrame
        `as_of` (ISO 8601 date), `value`, `unit`, `qualifier` and `source_id`, by date.
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


def courses() -> list[Course]:
    """Return the key measures over time, in the order of the chapters."""
    shares = {"unit": "share", "qualifier": None}
    money = spending.last_run(spending.totals("expenditure"))
    earmarked = funding.money_by_kind().query("kind == 'earmarked'")
    staff = footprint.footprint_of("staff").query("measure == 'staff'")
    dead = project.full_years(deaths.deaths_by_year())
    displaced = context.published("displaced").query("measure == 'forcibly displaced people'")
    displaced = displaced[displaced["as_of"].str.endswith("-12")]
    migrants = context.published("migrants").query("series == 'revision of 2024' and unit == 'persons'")
    counted, first = members.members_at_year_end(), concentration.concentration().assign(**shares)
    dead = dead.assign(qualifier="at least")
    return [
        Course("Member states", "at the end of", "", "line", _values(counted, "members", "states")),
        Course("Spent in a year", "in", "compact", "line", _values(money, "amount", "USD")),
        Course("Earmarked revenue", "in", "percent", "line", _values(earmarked.assign(**shares), "share")),
        Course("Largest donor’s share", "in", "percent", "line", _values(first, "first")),
        Course("Staff", "in", "", "dots", _values(staff, "value")),
        Course("Dead and missing", "in", "", "bars", _values(dead, "dead_and_missing", "persons")),
        Course("Forcibly displaced", "at the end of", "compact", "line", _values(displaced, "value")),
        Course("Migrants abroad", "in", "compact", "dots", _values(migrants, "value")),
    ]


def _values(frame: pandas.DataFrame, column: str, unit: str = "") -> pandas.DataFrame:
    dated = frame.assign(value=frame[column].astype(float))
    if "as_of" not in dated:
        dated["as_of"] = dated["year"].astype(str)
    if unit:
        dated["unit"] = unit
    if "qualifier" not in dated:
        dated["qualifier"] = None
    kept = dated[["as_of", "value", "unit", "qualifier", "source_id"]].sort_values("as_of").reset_index(drop=True)
    kept.attrs = {}
    return kept


def key_figures() -> pandas.DataFrame:
    """Return the last value of each key measure.

    Returns
    -------
    pandas.DataFrame
        `measure` (words), `value` (as shown), `when` (words and date), `as_of` (ISO 8601 date), `source_id`.

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
    return {
        "measure": course.measure,
        "value": format(course.last, course.style),
        "when": f"{course.when} {formats.date_text(date)}",
        "as_of": row["as_of"],
        "source_id": row["source_id"],
    }


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
        ax.plot(times, heights, "-" if course.mark == "line" else "o", color=ink, markersize=3.5)
        ax.plot(times[-1:], heights[-1:], "o", color=ink, markersize=5)
    ax.set_ylim(0, max(heights) * 2.5)
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
    value = "\n".join(textwrap.wrap(shown["value"], 14))
    ax.text(0, 1, shown["measure"], transform=ax.transAxes, va="top", fontweight="bold")
    ax.text(0, 0.89, shown["when"], transform=ax.transAxes, va="top", fontsize=8.5, color=theme.colour("quiet"))
    ax.text(
        0, 0.775, value, transform=ax.transAxes, va="top", fontsize=12.5, color=theme.colour("blue"),
        fontweight="bold", linespacing=1.05,
    )  # fmt: skip


def key_figures_figure() -> Figure:
    """Return the figure of the key figures, each with its course over time.

    Examples
    --------
    >>> key_figures_figure().id
    'fig-key-figures'
    """
    import pandas

    drawn = courses()
    with theme.panels(4.3, 2, 4) as (figure, panels):
        for course, ax in zip(drawn, panels, strict=True):
            plot_course(course, ax)
    shown = {course.measure: course.last for course in drawn}
    frame = pandas.concat([course.values.assign(measure=course.measure) for course in drawn], ignore_index=True)
    told = {
        "members": shown["Member states"],
        "spent": shown["Spent in a year"],
        "earmarked": shown["Earmarked revenue"],
        "donor": shown["Largest donor’s share"],
    }
    return Figure(
        figure,
        id="fig-key-figures",
        title=say(
            "{members} member states, {spent:compact} spent in {year}, {donor:percent} of revenue from one donor",
            year=pick(spending.totals("expenditure"), "year", year=int(drawn[1].values["as_of"].iloc[-1])),
            **{name: value for name, value in told.items() if name != "earmarked"},
        ),
        alt=say(
            "Panels with a number and a small chart each. Member states: {members}. Spent in the last year: "
            "{spent:compact}. Share of revenue tied to a purpose: {earmarked:percent}; from the largest donor: "
            "{donor:percent}. Staff: {staff}. People recorded as dead or missing on the move in the last full year: "
            "{dead}. Forcibly displaced people: {displaced:compact}. International migrants: {migrants:compact}. Each "
            "ends higher than it began.",
            staff=shown["Staff"],
            dead=shown["Dead and missing"],
            displaced=shown["Forcibly displaced"],
            migrants=shown["Migrants abroad"],
            **told,
        ),
        data=frame[_COLUMNS],
        notes=[
            "Each panel has a scale of its own, from zero. Earmarked revenue and the largest donor are shares of all "
            "revenue. Dots stand where counts are scattered, and no line joins them. Dead and missing: a minimum.",
        ],
    )
