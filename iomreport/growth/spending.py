"""Money spent, received and planned, each by itself, in dollars of its year and in dollars of one year."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from iomreport import analysis, catalog, theme
from iomreport.errors import UsageError
from iomreport.exhibits import Figure, say
from iomreport.rows import records
from iomreport.schema import SEPARATOR
from iomreport.sources import ids_in
from iomreport.values import Value, pick, ratio, select, tally

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

BASE_YEAR = 2024
"""Year in whose dollars real amounts are expressed."""

COLUMNS = ["year", "concept", "stage", "currency", "amount", "qualifier", "status", "source_id"]
BILLION = 1e9
_SHORTEST_LINE = 3
_LOWER_BOUNDS = ("more than", "over")
_HOW_DRAWN = (
    "Lines run only through consecutive years of one source. Hollow marks are single years from other sources; no line "
    "crosses the years between, for which no figure was found. An arrowhead is a lower bound. Dollars of one year rest "
    "on the consumer prices of the United States, which are not those of every place where the money was spent."
)


def totals(concept: str, data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the adopted yearly totals of one concept of money, in US dollars of each year.

    Parameters
    ----------
    concept : str
        "expenditure", "revenue" or "budget", as in the dataset `finance`.
    data : pandas.DataFrame, optional
        Shaped as the dataset `finance`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `concept`, `stage`, `currency`, `amount` (USD of the year), `qualifier`, `status` and `source_id`, by
        year. A year without an adopted row is absent.

    Examples
    --------
    >>> totals("budget")["year"].tolist()
    [1953, 1954, 1955, 1956, 1957, 1974, 2005, 2008]
    """
    money = catalog.load("finance") if data is None else data
    usable = (money["adopted"] == "yes") & (money["status"] != "unverified") & (money["currency"] == "USD")
    of_concept = (money["concept"] == concept) & (money["part"] == "total")
    frame = money.loc[usable & of_concept, COLUMNS].sort_values("year").reset_index(drop=True)
    frame.attrs = {**money.attrs, "units": {"year": "year", "amount": "USD"}}
    return frame


def real_totals(concept: str, data: pandas.DataFrame | None = None, base_year: int = BASE_YEAR) -> pandas.DataFrame:
    """Return the totals of `totals`, in dollars of their year and of one year.

    Parameters
    ----------
    concept, data
        See `totals`.
    base_year : int
        Year whose dollars to use.

    Returns
    -------
    pandas.DataFrame
        As `totals`, with `amount_real` (USD of the base year; see `iomreport.to_real` for the formula). `source_id`
        names the source of the price index too.

    Examples
    --------
    >>> frame = real_totals("expenditure").set_index("year")
    >>> frame.loc[[2011, 2024], "amount_real"].map("{:.4g}".format).tolist()
    ['1.826e+09', '3.673e+09']
    """
    frame = analysis.to_real(totals(concept, data), base_year)
    frame["source_id"] = [SEPARATOR.join(ids_in([cell, *dollars_of().sources])) for cell in frame["source_id"]]
    frame.attrs = {**frame.attrs, "units": {**frame.attrs["units"], "amount_real": "USD"}}
    return frame


def dollars_of(base_year: int = BASE_YEAR) -> Value:
    """Return the year in whose dollars real amounts are expressed, with the source of the price index."""
    prices = catalog.load("prices")
    cited = ids_in(prices.loc[prices["series"] == analysis.CONSUMER_PRICES, "source_id"])
    return Value(content=base_year, unit="year", sources=cited)


def year_of(year: int, concept: str = "expenditure") -> Value:
    """Return a year for which there is a total of a concept, as a value for a sentence."""
    return pick(totals(concept), "year", year=year)


def total_in(year: int, base_year: int | None = None, concept: str = "expenditure") -> Value:
    """Return the total of a year in US dollars of that year, or of a base year, as a value for a sentence.

    Examples
    --------
    >>> print(total_in(2011))
    USD 1,309,709,889
    """
    if base_year is None:
        return pick(totals(concept), "amount", year=year)
    return pick(real_totals(concept, base_year=base_year), "amount_real", year=year)


def growth_between(start: int, end: int, base_year: int | None = None, concept: str = "expenditure") -> Value:
    """Return how many times the amount of one year another is, if the two can be compared.

    Returns
    -------
    Value
        The amount of `end` over that of `start`, in dollars of each year, or of a base year.

    Raises
    ------
    UsageError
        If the two amounts are not of one source, or one of them is hedged.

    Examples
    --------
    >>> f"{growth_between(2011, 2024, base_year=2024):rounded}"
    'about 2.0'
    """
    frame = totals(concept)
    if not _comparable(select(frame, year=start), select(frame, year=end)):
        raise UsageError(f"{concept} of {start} and of {end} cannot be compared: other sources, or a hedged amount")
    return ratio(total_in(end, base_year, concept), total_in(start, base_year, concept))


def yearly_growth(start: int, end: int, base_year: int | None = None) -> Value:
    """Return the mean yearly growth of expenditure, as a share of one, between two years that can be compared.

    Examples
    --------
    >>> f"{yearly_growth(2011, 2024):percent}"
    'about 8.3%'
    """
    times = growth_between(start, end, base_year)
    return Value(content=float(times.content) ** (1 / (end - start)) - 1, unit="share", sources=times.sources)


def _comparable(first: pandas.Series[Any], last: pandas.Series[Any]) -> bool:
    """Tell whether two rows of `totals` can be set against each other: one source, and neither amount hedged."""
    return bool(first["source_id"] == last["source_id"] and first.isna()["qualifier"] and last.isna()["qualifier"])


def _runs(frame: pandas.DataFrame) -> list[pandas.DataFrame]:
    """Split the rows of `totals` into stretches of consecutive years that can be compared, in order of time."""
    pieces: list[list[int]] = []
    for index in range(len(frame)):
        row, previous = frame.iloc[index], frame.iloc[index - 1]
        if index and row["year"] == previous["year"] + 1 and _comparable(previous, row):
            pieces[-1].append(index)
        else:
            pieces.append([index])
    return [frame.iloc[piece] for piece in pieces]


def plot_money(
    concept: str = "expenditure",
    data: pandas.DataFrame | None = None,
    ax: Axes | None = None,
    base_year: int = BASE_YEAR,
) -> Axes:
    """Draw one concept of money over time, in dollars of each year and in those of one year.

    Parameters
    ----------
    concept, data, base_year
        See `real_totals`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        Filled marks on a line only through runs of three and more consecutive years of one source; hollow marks for
        single years: round in dollars of the base year, square in dollars of the year, an arrowhead upwards where the
        source gives a lower bound. No line crosses a gap.

    Examples
    --------
    >>> plot_money("budget").get_ylabel()
    'Budget, billion US dollars'
    """
    ax = theme.given_or_current(ax)
    frame = real_totals(concept, data, base_year)
    pieces = _runs(frame)
    singles = [piece for piece in pieces if len(piece) < _SHORTEST_LINE]
    for column, ink, marker, label in (
        ("amount", theme.colour("amber"), "s", "in dollars of each year"),
        ("amount_real", theme.colour("blue"), "o", f"in dollars of {base_year}"),
    ):
        for piece in pieces:
            if len(piece) >= _SHORTEST_LINE:
                _draw_line(ax, piece, column, ink, marker, label)
        _draw_marks(ax, singles, column, ink, marker, label)
    _name_years(ax, singles)
    ax.set_ylabel(f"{concept.capitalize()}, billion US dollars")
    if len(frame):
        ax.set_xlim(int(frame["year"].min()) - 4, int(frame["year"].max()) + 3)
        ax.set_ylim(0, 1.12 * float(frame[["amount", "amount_real"]].max().max()) / BILLION)
    return ax


def _draw_line(ax: Axes, piece: pandas.DataFrame, column: str, ink: str, marker: str, label: str) -> None:
    years, heights = piece["year"].astype(int).tolist(), (piece[column].astype(float) / BILLION).tolist()
    ax.plot(years, heights, marker, linestyle="-", markersize=3.5, color=ink, label=label)
    if column == "amount_real":
        spot, offset, place = (years[len(years) // 2], heights[len(years) // 2]), (-9, 12), "bottom"
    else:
        label, spot, offset, place = label.replace(" of", "\nof"), (years[-1], heights[0]), (4, -12), "top"
    text = ax.annotate(label, spot, xytext=offset, textcoords="offset points", color=ink, ha="right", va=place)
    text.set_fontweight("bold")


def _draw_marks(ax: Axes, pieces: list[pandas.DataFrame], column: str, ink: str, marker: str, label: str) -> None:
    rows = [row for piece in pieces for row in records(piece)]
    for name, bound, mark, size in (("single years", False, marker, 5), ("more than", True, "^", 7)):
        chosen = [row for row in rows if (row["qualifier"] in _LOWER_BOUNDS) == bound]
        if not chosen:
            continue
        ax.plot(
            [row["year"] for row in chosen], [row[column] / BILLION for row in chosen], mark, linestyle="none",
            markersize=size, color=ink, markerfacecolor=theme.colour("paper"), markeredgewidth=1.3, clip_on=False,
            label=f"{label}, {name}", zorder=3,
        )  # fmt: skip


def _name_years(ax: Axes, pieces: list[pandas.DataFrame]) -> None:
    """Write the years beside the marks, once for years that follow one another."""
    years = [int(year) for piece in pieces for year in piece["year"]]
    heights = {int(row["year"]): row["amount_real"] / BILLION for piece in pieces for row in records(piece)}
    for first in (year for year in years if year - 1 not in heights):
        group = list(itertools.takewhile(heights.__contains__, itertools.count(first)))
        highest, beside = max(group, key=heights.__getitem__), len(group) > 1 and first > min(heights)
        ax.annotate(
            str(first) if len(group) == 1 else f"{first}–{group[-1]}", (highest, heights[highest]), fontsize=8.5,
            xytext=(-7, 0) if beside else (-5, 7), textcoords="offset points", color=theme.colour("quiet"),
            ha="right" if beside else "left", va="center" if beside else "bottom",
        )  # fmt: skip


def expenditure_figure() -> Figure:
    """Return the figure of expenditure over time."""
    shown = real_totals("expenditure")
    years = _runs(shown)[-1]["year"].astype(int).tolist()
    singles = shown[~shown["year"].isin(years)]
    with theme.drawing(height=3.6) as (figure, ax):
        plot_money(ax=ax)
    told = {
        "start": year_of(years[0]), "end": year_of(years[-1]), "base": dollars_of(), "last": total_in(years[-1]),
        "real": growth_between(years[0], years[-1], BASE_YEAR),
    }  # fmt: skip
    return Figure(
        figure,
        id="fig-expenditure",
        title=say(
            "Expenditure grew from {first:compact} in {start} to {last:compact} in {end}; in dollars of {base} the "
            "second is {real:rounded} times the first",
            first=total_in(years[0]), **told,
        ),
        alt=say(
            "Chart of yearly expenditure in dollars of each year and of {base}: marks for {number} single years from "
            "{oldest} on, the lowest in the fifties, then two lines without a gap from {start} to {end}. In dollars "
            "of {base} the line rises from {first:compact} to {last:compact}, {real:rounded} times as much.",
            number=tally(singles), oldest=year_of(int(singles["year"].min())),
            first=total_in(years[0], BASE_YEAR), **told,
        ),
        data=shown,
        notes=[_HOW_DRAWN, "Budgets and revenue are other things and stand in a chart of their own."],
    )  # fmt: skip


def budget_and_revenue_figure() -> Figure:
    """Return the figure of budgets and of revenue over time, each by itself."""
    import pandas

    concepts = ("budget", "revenue")
    top = 1.12 * max(float(real_totals(concept)["amount_real"].max()) for concept in concepts) / BILLION
    with theme.panels(3.3, 1, 2) as (figure, sides):
        for concept, ax in zip(concepts, sides, strict=True):
            plot_money(concept, ax=ax)
            ax.set_xlim(1944, 2027)
            ax.set_ylim(0, top)
    years = _runs(totals("revenue"))[-1]["year"].astype(int).tolist()
    told = {
        "number": tally(totals("budget")),
        "start": year_of(years[0], "revenue"),
        "end": year_of(years[-1], "revenue"),
    }
    return Figure(
        figure,
        id="fig-budget-revenue",
        title=say(
            "A total budget is known for {number} years only; revenue without a gap from {start} to {end}, when it "
            "reached {last:compact}", last=total_in(years[-1], concept="revenue"), **told,
        ),
        alt=say(
            "Two charts beside each other, in dollars of each year and of {base}. Left: budgets as {number} separate "
            "marks, the latest two lower bounds. Right: revenue, one mark for {oldest}, then lines from {start} to "
            "{end}.", oldest=year_of(int(totals("revenue")["year"].min()), "revenue"), base=dollars_of(), **told,
        ),
        data=pandas.concat([real_totals(concept) for concept in concepts], ignore_index=True),
        notes=[
            _HOW_DRAWN,
            "The budgets are of different stages (as first approved, as revised), which the data name; budgets that "
            "other figures contradict are left out.",
        ],
    )  # fmt: skip
