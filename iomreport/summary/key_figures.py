"""The summary: the few figures that a busy reader needs, each with its date, its source and its course over time."""

from dataclasses import replace
from typing import Any, NamedTuple

import pandas
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from iomreport import formats
from iomreport.advocacy import world_around
from iomreport.charts import theme
from iomreport.deaths import by_year, recorded_people
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, value_in
from iomreport.growth import concentration, members, revenue_by_kind, spending, staff_and_offices

_HEADROOM = 3.2  # height of a panel over that of its highest value: the text stands above the course

_COLUMNS = ["measure", "as_of", "value", "unit", "qualifier", "source_id"]


class Course(NamedTuple):
    """A measure over time."""

    measure: str  # with its unit where that needs saying
    when: str  # the words before its date
    style: str  # how the last value is shown, as in a field of a sentence
    mark: str  # "line" where values follow without a gap and are comparable, "dots" elsewhere, "bars" for yearly sums
    # `as_of` (ISO 8601 date), `value`, `unit`, `qualifier` and `source_id`, by date; where a line breaks, also
    # `stretch`, the same number for values that it joins.
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
    money = spending.last_run(spending.totals("expenditure"))
    earmarked = revenue_by_kind.money_by_kind().query("kind == 'earmarked'")
    staff = staff_and_offices.footprint_of("staff").query("measure == 'staff'")
    dead = recorded_people.full_years(by_year.deaths_by_year()).assign(qualifier="at least")
    displaced = world_around.published("displaced").query("measure == 'forcibly displaced people'")
    displaced = displaced[displaced["as_of"].str.endswith("-12")]
    migrants = world_around.published("migrants").query("series == 'revision of 2024' and unit == 'persons'")
    counted, donors = members.members_at_year_end(), concentration.concentration_by_year()
    return [
        Course("Member states", "at the end of", "", "line", _values(counted, "members", "states")),
        Course("Spent, in US dollars", "in", "compact", "line", _values(money, "amount", "USD")),
        Course("Revenue tied to a purpose", "in", "whole", "line", _values(earmarked, "share", "share")),
        Course("Revenue from one donor", "in", "whole", "line", _values(donors, "first", "share")),
        Course("Staff", "in", "", "dots", _values(staff, "value")),
        Course("Dead and missing", "in", "", "bars", _values(dead, "dead_and_missing", "persons")),
        Course("Forcibly displaced", "at the end of", "compact", "line", _values(displaced, "value")),
        Course("International migrants", "in", "compact", "dots", _values(migrants, "value")),
    ]


def _values(frame: pandas.DataFrame, column: str, unit: str = "") -> pandas.DataFrame:
    """Return the values of a measure as a `Course` has them."""
    dates = frame["as_of"] if "as_of" in frame else frame["year"].astype(str)
    values = frame.assign(as_of=dates, value=frame[column].astype(float), unit=unit or frame.get("unit"))
    values["qualifier"] = frame.get("qualifier")
    values = values.filter(["as_of", "value", "unit", "qualifier", "source_id", "stretch"])
    values = values.sort_values("as_of").reset_index(drop=True)
    values.attrs = {}
    return values


def _value_and_date(course: Course) -> tuple[str, str, str]:
    """Return the hedge of the last value (empty where none is due), the number, and the words for its date."""
    text = format(replace(course.last, unit=""), course.style)
    start = next(index for index, character in enumerate(text) if character.isdigit())
    date = str(course.values["as_of"].iloc[-1])
    date = date[:4] if course.when == "at the end of" else date
    return text[:start].strip(), text[start:], f"{course.when} {formats.date_text(date)}"


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
    """
    ax = theme.given_or_current(ax)
    times = [formats.decimal_year(date) for date in course.values["as_of"]]
    heights = course.values["value"].tolist()
    ink = theme.colour("blue")
    if course.mark == "bars":
        ax.bar(times, heights, width=0.7, color=theme.colour("sky"), linewidth=0)
        ax.bar(times[-1:], heights[-1:], width=0.7, color=ink, linewidth=0)
    else:
        dated = course.values.assign(time=times, stretch=course.values.get("stretch", 0))
        for _, run in dated.groupby("stretch"):
            form = "-" if course.mark == "line" and len(run) > 1 else "o"
            ax.plot(run["time"].tolist(), run["value"].tolist(), form, color=ink, markersize=3.5)
        ax.plot(times[-1:], heights[-1:], "o", color=ink, markersize=5)
    ax.set_ylim(0, max(heights) * _HEADROOM)
    margin = 0.04 * (times[-1] - times[0])
    ax.set_xlim(times[0] - margin - 0.4, times[-1] + margin + 0.4)  # a bar is 0.7 wide, so its half fits in
    ax.set_xticks([times[0], times[-1]], [str(int(times[0])), str(int(times[-1]))])
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.tick_params(axis="x", length=0)
    first, last = ax.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")
    _write(ax, course)
    return ax


def _write(ax: Axes, course: Course) -> None:
    """Write what is measured, its date and its value, one under the other; the hedge stands small before the number."""
    blue, (hedge, number, when) = theme.colour("blue"), _value_and_date(course)

    def write(text: str, down: float, **style: Any) -> Annotation:
        usual = {"xy": (0, 1), "xytext": (0, -down), "xycoords": "axes fraction", "textcoords": "offset points"}
        return ax.annotate(text, va="baseline", in_layout=False, **(usual | style))

    write(course.measure, 9, fontweight="bold")
    write(when, 20, fontsize=8.5, color=theme.colour("quiet"))
    after: dict[str, Any] = {}
    if hedge:
        before = write(hedge, 36, fontsize=8.5, color=blue)
        after = {"xy": (1, 1), "xytext": (3, -36), "xycoords": (before, "axes fraction")}
    write(number, 36, fontsize=13, color=blue, fontweight="bold", **after)


def key_figures_figure() -> Figure:
    """Return the figure of the key figures, each with its course over time."""
    drawn = courses()
    with theme.panels(2.1, 2, 4) as (figure, panels):
        for course, ax in zip(drawn, panels, strict=True):
            plot_course(course, ax)
    frame = pandas.concat([course.values.assign(measure=course.measure) for course in drawn], ignore_index=True)
    names = ("members", "spent", "earmarked", "donor", "staff", "dead", "displaced", "migrants")
    values = {name: course.last for name, course in zip(names, drawn, strict=True)}
    year = drawn[1].date
    return Figure(
        figure,
        id="fig-key-figures",
        title=say(
            "{members} member states, {spent:compact} spent in {year}, {donor:whole} of revenue from one donor",
            **{name: values[name] for name in ("members", "spent", "donor")},
            year=year,
        ),
        alt=say(
            "Panels with a number and a small chart each. Member states: {members}. Spent in {year}: {spent:compact}. "
            "Revenue tied to a purpose: {earmarked:whole}; from the largest donor: {donor:whole}. Staff in {counted}: "
            "{staff}. People recorded as dead or missing on the move in {full}: {dead}. Forcibly displaced people: "
            "{displaced:compact}. International migrants: {migrants:compact}. Each ends higher than it began.",
            year=year,
            counted=drawn[4].date,
            full=drawn[5].date,
            **values,
        ),
        data=frame[_COLUMNS],
        notes=[
            "Scales differ; each begins at zero. Dots are scattered counts; a line breaks where more came to be "
            "counted. The displaced and the migrants are those of the whole world."
        ],
    )
