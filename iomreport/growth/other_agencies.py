"""The organization beside other bodies of the United Nations system."""

import pandas
from matplotlib.axes import Axes
from matplotlib.figure import Figure as MatplotlibFigure
from matplotlib.ticker import MaxNLocator

from iomreport import catalog, formats
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.charts import theme
from iomreport.exhibits import Figure, Prose, say
from iomreport.exhibits.values import Value, pick, ratio, rows_with, tally
from iomreport.suggest import need_known

FIRST_YEAR = 2011
BILLION = 1e9
_SUMS = ("ALL", "REST")  # rows for all bodies together, and for those that are not named
_COLUMNS, _ROWS = 3, 3
_LABELS = {"index": f"Expenditure, times that of {FIRST_YEAR}", "amount": "Expenditure, billion US dollars"}
_NOTE = (
    "The statistics of the United Nations system as the bodies report them. Rules of accounting differ and have "
    "changed; the early jump of UNRWA is in the source."
)


@catalog.once
def peer_spending(
    data: pandas.DataFrame | None = None, concept: str = "expenditure", first: int = FIRST_YEAR
) -> pandas.DataFrame:
    """Return what each body spent or received, in dollars and against its own first year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `agencies`; that dataset by default. Rows of sums over bodies are left out.
    concept : str
        "expenditure" or "revenue".
    first : int
        Year that counts as one.

    Returns
    -------
    pandas.DataFrame
        `year`, `agency`, `agency_name`, `amount` (USD of the year), `index` (the amount over that of the first year)
        and `source_id`, by agency and year. A body without an amount in the first year has no index.

    Examples
    --------
    >>> frame = peer_spending().query("year == 2024").set_index("agency")
    >>> frame["index"].astype(float).round(2).sort_values().tail(2).to_dict()
    {'UNICEF': 2.24, 'IOM': 2.8}
    """
    agencies = given_or_shipped(data, "agencies", "year", "agency", "agency_name", "concept", "amount", "source_id")
    chosen = rows_with(agencies, concept=concept)
    chosen = chosen[~chosen["agency"].isin(_SUMS)]
    frame = chosen.sort_values(["agency", "year"]).reset_index(drop=True)
    bases = rows_with(frame, year=first).set_index("agency")["amount"].astype("Float64")
    frame["index"] = frame["amount"].astype("Float64") / frame["agency"].map(bases).astype("Float64")
    frame = frame[["year", "agency", "agency_name", "amount", "index", "source_id"]]
    frame.attrs = {**agencies.attrs, "units": {"year": "year", "amount": "USD", "index": ""}}
    return frame


def peer_growth(agency: str, year: int | None = None) -> Value:
    """Return how many times its spending of the first year a body spent in a year, the last one by default."""
    frame = peer_spending()
    year = int(frame["year"].max()) if year is None else year
    first, last = (pick(frame, "amount", agency=agency, year=one) for one in (FIRST_YEAR, year))
    return ratio(last, first)


def by_growth(data: pandas.DataFrame | None = None, concept: str = "expenditure") -> list[str]:
    """Return the bodies by how much they grew from the first year to the last, the one that grew most first."""
    frame = peer_spending(data, concept)
    last = frame[frame["year"] == frame["year"].max()]
    return [str(agency) for agency in last.sort_values("index", ascending=False)["agency"]]


def plot_peer(
    agency: str = "IOM",
    data: pandas.DataFrame | None = None,
    ax: Axes | None = None,
    measure: str = "index",
    concept: str = "expenditure",
) -> Axes:
    """Draw the spending of one body over time, with the other bodies in grey behind it.

    Parameters
    ----------
    agency : str
        Short name of the body.
    data : pandas.DataFrame, optional
        Shaped as the dataset `agencies`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    measure : str
        "index" (times the amount of the first year) or "amount" (billion US dollars of each year).
    concept : str
        See `peer_spending`.

    Returns
    -------
    matplotlib.axes.Axes
        A grey line for each other body, and a thick one for the body itself, with its name and its last value.

    Examples
    --------
    >>> plot_peer("WHO").texts[0].get_text()
    'WHO ×1.5'
    """
    ax = theme.given_or_current(ax)
    need_known("measure", measure, _LABELS)
    frame = peer_spending(data, concept)
    rows_with(frame, agency=agency)
    points: dict[str, list[tuple[int, float]]] = {}
    amounts = frame[measure].astype(float) / (1.0 if measure == "index" else BILLION)
    for name, year, height in zip(frame["agency"], frame["year"], amounts, strict=True):
        points.setdefault(name, []).append((int(year), height))
    years, heights = zip(*points.pop(agency), strict=True)
    for other, others in points.items():
        ax.plot(*zip(*others, strict=True), color=theme.colour("rule"), linewidth=0.9, label=other)
    ink, times = theme.colour("amber" if agency == "IOM" else "blue"), "×" if measure == "index" else ""
    ax.plot(years, heights, "-o", markevery=[-1], markersize=4, color=ink, linewidth=2.2, label=agency, zorder=3)
    text = f"{agency} {times}{formats.number_text(heights[-1], decimals=1)}"
    ax.annotate(text, (0.04, 0.95), xycoords="axes fraction", va="top", color=ink, fontweight="bold")
    theme.whole_years(ax)
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.set_xlim(int(frame["year"].min()), int(frame["year"].max()) + 0.5)
    return ax


def _panels(measure: str) -> MatplotlibFigure:
    """Draw every body in a panel of its own, all on one scale, in the order of their growth."""
    with theme.panels(3.3, _ROWS, _COLUMNS, sharex=True, sharey=True) as (figure, grid):
        for agency, ax in zip(by_growth(), grid, strict=True):
            plot_peer(agency, ax=ax, measure=measure)
            ax.set_xticks([FIRST_YEAR, int(ax.get_xlim()[1])])
        for ax in grid[-_COLUMNS:]:
            first, last = ax.get_xticklabels()
            first.set_horizontalalignment("left")
            last.set_horizontalalignment("right")
        figure.supylabel(_LABELS[measure], color=theme.colour("quiet"), fontsize=9.5)
    return figure


def _names() -> str:
    """Return what the short names of the bodies stand for, in alphabetical order."""
    names = peer_spending().drop_duplicates("agency").set_index("agency")["agency_name"]
    spelled = "; ".join(f"{agency}: {name}" for agency, name in names.items())
    return f"{spelled}.".replace("'", "’")


def _values() -> dict[str, Value]:
    """Return what the texts of both figures tell."""
    frame = peer_spending()
    last = int(frame["year"].max())
    return {
        "start": pick(frame, "year", agency="IOM", year=FIRST_YEAR),
        "end": pick(frame, "year", agency="IOM", year=last),
        "bodies": tally(frame[frame["year"] == last]),
        "iom": peer_growth("IOM"),
    }


def peers_growth_figure() -> Figure:
    """Return the figure of how each body grew, all against their own first year."""
    values, shown, order = _values(), peer_spending(), by_growth()
    return Figure(
        _panels("index"),
        id="fig-peers-growth",
        title=say(
            "Of the {bodies} bodies compared, IOM grew most: in {end} it spent {iom:rounded} times what it spent in "
            "{start}; next came {second} with {times:rounded} times",
            second=order[1], times=peer_growth(order[1]), **values,
        ),
        alt=say(
            "{bodies} small line charts on one scale, from {start} to {end}, each with one body in colour and the "
            "others in grey, as multiples of what each spent in {start}. They run from {best}, at {iom:rounded} times, "
            "to {least}, at {low:rounded} times.",
            best=order[0], least=order[-1], low=peer_growth(order[-1]), **values,
        ),
        data=shown,
        notes=[
            _names(), _NOTE, _choice(shown, values),
            "In dollars of each year: part of every rise is that of prices, the same part for all. Order: by growth.",
        ],
    )  # fmt: skip


def _choice(frame: pandas.DataFrame, values: dict[str, Value]) -> Prose:
    """Say what hangs on the bodies chosen and on the first year."""
    second, last = ({"agency": "IOM", "year": year} for year in (FIRST_YEAR + 1, int(frame["year"].max())))
    return say(
        "The bodies are a choice: the statistics hold others, which the data carry as one sum and some of which may "
        "have grown more. A first year that is unusually low or high moves a whole line. That of IOM is not low: in "
        "{second} it spent less, and in {end} {times:rounded} times that.",
        second=pick(frame, "year", **second),
        end=values["end"],
        times=ratio(pick(frame, "amount", **last), pick(frame, "amount", **second)),
    )


def peers_dollars_figure() -> Figure:
    """Return the figure of what each body spent in dollars."""
    values, frame = _values(), peer_spending()
    last = frame[frame["year"] == frame["year"].max()].sort_values("amount", ascending=False)
    larger = last[last["amount"] > last.loc[last["agency"] == "IOM", "amount"].iloc[0]]
    spent = pick(last, "amount", agency="IOM")
    return Figure(
        _panels("amount"),
        id="fig-peers-dollars",
        title=say(
            "In dollars, {larger} of the {others} other bodies spent more in {end} than IOM, which spent "
            "{spent:compact}",
            larger=tally(larger), others=tally(last[last["agency"] != "IOM"]), end=values["end"], spent=spent,
        ),
        alt=say(
            "{bodies} small line charts on one scale, from {start} to {end}, each with one body in colour and the "
            "others in grey, in billion dollars of each year. The largest in {end} is {most}, with {top:compact}; IOM "
            "stands at {spent:compact}.",
            most=str(last["agency"].iloc[0]), top=pick(last, "amount", agency=last["agency"].iloc[0]), spent=spent,
            **{name: value for name, value in values.items() if name != "iom"},
        ),
        data=frame,
        notes=[_NOTE, "Money passed from one body to another stands in the spending of both. Order: by growth."],
    )  # fmt: skip
