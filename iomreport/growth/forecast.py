"""Was the growth predictable? A logistic curve through what was known, held against what came."""

import numpy
import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.charts import theme
from iomreport.exhibits import Figure, Prose, say
from iomreport.exhibits.values import Value, pick, rows_with
from iomreport.growth.accessions import last_year
from iomreport.growth.members import members_at_year_end, members_in, year_end
from iomreport.growth.regional_shares import WORLD, member_shares, states_in

KNOWN = (2000, 2008, 2013)  # years at whose end the curve is fitted


@catalog.once
def forecasts(data: pandas.DataFrame | None = None, known: tuple[int, ...] = KNOWN) -> pandas.DataFrame:
    """Fit the curve to the counts up to some years and carry it on to the last.

    The ceiling may not lie above the number of states at the time of the fit (members of the United Nations or of the
    organization). The band comes from a bootstrap: residuals of the fit are drawn anew in blocks of years, because
    they hang together, the curve is fitted again, and a further residual is added; the seed is fixed.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Counts shaped as the dataset `member_counts`; that dataset by default.
    known : tuple of int
        Years at whose end to fit.

    Returns
    -------
    pandas.DataFrame
        For each `known` year and each `year`: `members` (states counted), `expected`, `low` and `high` (states, rounded
        to whole ones: the curve, and the band that holds `LEVEL` of the samples), `ceiling` (states, of the curve),
        `ceiling_low`, `ceiling_high`, `qualifier` ("about") and `source_id`.

    Examples
    --------
    >>> forecasts().query("known == 2013 and year == 2024")[["low", "expected", "high"]].values.tolist()
    [[154, 167, 180]]
    """
    from iomreport.growth.logistic_fit import CURVE, bands  # which imports scipy, and that takes a third of a second

    counted = members_at_year_end(data)
    years, members = (tuple(counted[column].to_numpy(float)) for column in ("year", "members"))
    states = {row["year"]: row["states"] for row in records(rows_with(member_shares(), un_region=WORLD))}
    frames = []
    for year in known:
        rows_with(counted, year=year)
        curve = bands(years, members, year, float(states[year]))
        frames.append(counted[["year", "members"]].assign(known=year, qualifier="about", **curve))
    frame = pandas.concat(frames, ignore_index=True)
    whole = ["known", "year", "members", *CURVE]
    cited = dict(zip(counted["year"], counted["source_id"], strict=True))
    frame = frame.astype(dict.fromkeys(whole, "Int64")).assign(source_id=frame["year"].map(cited))
    frame.attrs["units"] = dict.fromkeys(["members", *CURVE], "states")
    return frame[[*whole, "qualifier", "source_id"]]


def forecast(known: int, column: str = "expected", year: int | None = None) -> Value:
    """Return what the curve fitted at the end of a year gives for another, as a value for a sentence."""
    return pick(forecasts(), column, known=known, year=last_year() if year is None else year)


def plot_forecast(data: pandas.DataFrame | None = None, ax: Axes | None = None, known: int = KNOWN[0]) -> Axes:
    """Draw one curve with its band, the counts it was fitted to and those that came later.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as `forecasts` returns it; that frame by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    known : int
        Year at whose end the curve was fitted.

    Returns
    -------
    matplotlib.axes.Axes
        Filled marks for the counts known, rings for those to come, a line for the curve (dashed where it looks ahead),
        a band, and a dotted line at the end of the known years.

    Examples
    --------
    >>> [line.get_label() for line in plot_forecast(known=2008).lines][:2]
    ['curve', 'curve, ahead']
    """
    ax = theme.given_or_current(ax)
    frame = given_or_shipped(data, forecasts, "known", "year", "members", "expected", "low", "high")
    rows = records(rows_with(frame, known=known).sort_values("year"))
    x = numpy.array([formats.decimal_year(f"{row['year']}-12-31") for row in rows])
    low, high, expected, members = (
        numpy.array([float(row[name]) for row in rows]) for name in ("low", "high", "expected", "members")
    )
    fitted_until = formats.decimal_year(f"{known}-12-31")
    past, ahead = x <= fitted_until, x >= fitted_until
    ax.fill_between(
        x, low, high, where=ahead.tolist(), facecolor=(theme.colour("sky"), 0.3), edgecolor=theme.colour("sky"),
        linewidth=0.8, label="band",
    )  # fmt: skip
    for style, shown, label in (("-", past, "curve"), ("--", ahead, "curve, ahead")):
        ax.plot(x[shown], expected[shown], style, color=theme.colour("blue"), linewidth=1.6, label=label)
    for label, shown, face in (("known", past, "amber"), ("later", ~past, "paper")):
        if shown.any():
            ax.plot(
                x[shown], members[shown], "o", markersize=2.6, color=theme.colour("amber"),
                markerfacecolor=theme.colour(face), markeredgewidth=0.8, label=label,
            )  # fmt: skip
    ax.axvline(fitted_until, color=theme.colour("quiet"), linewidth=0.9, linestyle=":")
    ax.set_ylabel("Member states")
    ax.set_ylim(0, 205)  # above the number of states there are
    return ax


def forecast_figure() -> Figure:
    """Return the figure of the curves, each against what came."""
    frame, last = forecasts(), last_year()
    with theme.panels(3.1, 1, len(KNOWN), sharex=True, sharey=True) as (figure, panels):
        for ax, known in zip(panels, KNOWN, strict=True):
            plot_forecast(frame, ax, known)
            ax.set_title(f"Fitted up to the end of {known}", fontsize=9.5)
            ax.set_xlim(1975, last + 3)
            ax.set_xticks([1980, 2000, 2020])
            ax.label_outer()
        _key(panels)
    years = {f"{name}_year": year_end(known) for name, known in zip(_ORDER, KNOWN, strict=True)}
    return Figure(
        figure,
        id="fig-forecast",
        title=say(
            "A curve fitted to the counts up to {first_year:year} gives {first} members for the end of {last:year}, "
            "one up to {second_year:year} {second} and one up to {third_year:year} {third}; there were {members}, "
            "above each curve but inside its band",
            **{name: forecast(known) for name, known in zip(_ORDER, KNOWN, strict=True)},
            **years,
            last=year_end(last),
            members=members_in(last),
        ),
        alt=say(
            "Three line charts of member states with a logistic curve fitted to the counts up to the end of "
            "{first_year:year}, {second_year:year} and {third_year:year}. Each time the last counts lie above the "
            "curve and inside its band. For {last:year} the band reaches from {first_low} to {first_high} in the "
            "first chart and from {third_low} to {third_high} in the last.",
            **years,
            **{f"{name}_{edge}": forecast(known, edge) for name, known in _ENDS for edge in ("low", "high")},
            last=year_end(last),
        ),
        data=frame,
        notes=_notes(frame),
    )


_ORDER = ("first", "second", "third")
_ENDS = (("first", KNOWN[0]), ("third", KNOWN[-1]))


def _notes(frame: pandas.DataFrame) -> list[Prose]:
    return [
        say(
            "Filled marks: counts that the curve is fitted to; rings: counts that came later; line: a logistic curve "
            "with a floor, fitted by least squares to all year ends since {start:year}. Its ceiling may not exceed the "
            "number of states at the time ({first}, {second} and {third}).",
            start=year_end(int(frame["year"].min())),
            **{name: states_in(known) for name, known in zip(_ORDER, KNOWN, strict=True)},
        ),
        "Band: nine tenths of the outcomes of a bootstrap that draws the residuals anew in blocks of years, with a "
        "fixed seed. It holds the uncertainty of the curve if a curve of this kind is right, and nothing else. The "
        "counts were rebuilt afterwards: nobody had exactly these at the time.",
    ]


def _key(panels: list[Axes]) -> None:
    """Say in the first panel what line, band and marks are."""
    for text, point, role in (
        ("came later", (2025, 189), "amber"),
        ("fitted", (1993, 70), "amber"),
        ("curve", (2024, 114), "blue"),
        ("band", (2024, 90), "quiet"),
    ):
        panels[0].annotate(text, point, color=theme.colour(role), ha="right")
