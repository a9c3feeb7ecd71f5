"""Money over time: what it spent, and by themselves what it planned and what it received."""

import itertools
from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import require_rows
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import pick, tally
from iomreport.growth import spending

BILLION = 1e9
_SHORTEST_LINE = 3  # points; two years alone are drawn as single ones
_ROOM = 10  # years that a label beside a mark takes on the scale
_LOWER_BOUNDS = ("more than", "over")
_HOW_DRAWN = (
    "Lines run only through consecutive years of one source. Hollow marks are single years from other sources; no line "
    "crosses the years between, for which no figure was found. An arrowhead is a lower bound. Dollars of one year rest "
    "on the consumer prices of the United States, which are not those of every place where the money was spent."
)


def plot_money(
    concept: str = "expenditure",
    data: pandas.DataFrame | None = None,
    ax: Axes | None = None,
    base_year: int = spending.BASE_YEAR,
) -> Axes:
    """Draw one concept of money over time, in dollars of each year and in those of one year.

    Parameters
    ----------
    concept, data, base_year
        See `iomreport.growth.spending.real_totals`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        Filled marks on a line only through runs of three and more consecutive years of one source; hollow marks for
        single years: round in dollars of the base year, square in dollars of the year, an arrowhead upwards where the
        source gives a lower bound. No line crosses a gap.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(spending.real_totals(concept, data, base_year), "finance")
    pieces = spending.runs(frame)
    singles = [piece for piece in pieces if len(piece) < _SHORTEST_LINE]
    for column, role, marker, label in (
        ("amount", "amber", "s", "in dollars of each year"),
        ("amount_real", "blue", "o", f"in dollars of {base_year}"),
    ):
        for piece in pieces:
            if len(piece) >= _SHORTEST_LINE:
                _draw_line(ax, piece, column, role, marker, label)
        _draw_marks(ax, singles, column, role, marker, label)
    _name_years(ax, singles, frame["year"].astype(int).tolist())
    ax.set_ylabel(f"{concept.capitalize()}, billion US dollars")
    ax.set_xlim(int(frame["year"].min()) - 4, int(frame["year"].max()) + 3)
    ax.set_ylim(0, 1.12 * float(frame[["amount", "amount_real"]].max().max()) / BILLION)
    return ax


def _draw_line(ax: Axes, piece: pandas.DataFrame, column: str, role: str, marker: str, label: str) -> None:
    years, heights = piece["year"].astype(int).tolist(), (piece[column].astype(float) / BILLION).tolist()
    ax.plot(years, heights, marker, linestyle="-", markersize=3.5, color=theme.colour(role), label=label)
    if column == "amount_real":
        middle = len(years) // 2
        theme.write_beside(ax, label, (years[middle], heights[middle]), role, (-9, 12), va="bottom")
    else:
        late = -1 - len(years) // 4
        theme.write_beside(ax, label.replace(" each", "\neach"), (years[-1], heights[late]), role, (3, 0))


def _draw_marks(ax: Axes, pieces: list[pandas.DataFrame], column: str, role: str, marker: str, label: str) -> None:
    rows = [row for piece in pieces for row in records(piece)]
    for name, bound, mark, size in (("single years", False, marker, 5), ("more than", True, "^", 7)):
        chosen = [row for row in rows if (row["qualifier"] in _LOWER_BOUNDS) == bound and row[column] is not None]
        if not chosen:
            continue
        ax.plot(
            [row["year"] for row in chosen], [row[column] / BILLION for row in chosen], mark, linestyle="none",
            markersize=size, color=theme.colour(role), markerfacecolor=theme.colour("paper"), markeredgewidth=1.3,
            clip_on=False, label=f"{label}, {name}", zorder=3,
        )  # fmt: skip


def _name_years(ax: Axes, pieces: list[pandas.DataFrame], drawn: list[int]) -> None:
    """Write the years beside marks, once for years that follow one another; above them where none fits beside."""
    years = [int(year) for piece in pieces for year in piece["year"]]
    heights = {
        int(row["year"]): (row["amount"] if row["amount_real"] is None else row["amount_real"]) / BILLION
        for piece in pieces
        for row in records(piece)
    }
    for first in (year for year in years if year - 1 not in heights):
        group = list(itertools.takewhile(heights.__contains__, itertools.count(first)))
        if len(group) > 1:
            text, aside, free = f"{first}–{group[-1]}", (-7, 0), first > min(heights)
        else:
            text, aside, free = str(first), (7, 0), not any(first < year < first + _ROOM for year in drawn)
        point = max((heights[year], year) for year in group)[::-1]
        above: dict[str, Any] = {} if free else {"ha": "left", "va": "bottom"}
        offset = aside if free else (-5, 7)
        theme.write_beside(ax, text, point, "quiet", offset, fontsize=8.5, fontweight="normal", **above)


def expenditure_figure() -> Figure:
    """Return the figure of expenditure over time."""
    shown = spending.real_totals("expenditure")
    run = spending.last_run(shown)
    years = run["year"].astype(int).tolist()
    priced = int(run.dropna(subset=["amount_real"])["year"].max())
    singles = shown[~shown["year"].isin(years)]
    with theme.drawing(height=3.6) as (figure, ax):
        plot_money(ax=ax)
    values = {
        "start": spending.year_of(years[0]), "end": spending.year_of(years[-1]), "base": spending.dollars_of(),
        "real": spending.growth_between(years[0], priced, spending.BASE_YEAR),
    }  # fmt: skip
    return Figure(
        figure,
        id="fig-expenditure",
        title=say(
            "Expenditure rose from {first:compact} in {start} to {last:compact} in {end}; at constant prices, that of "
            "{priced} was {real:rounded} times that of {start}",
            first=spending.total_in(years[0]), last=spending.total_in(years[-1]), priced=spending.year_of(priced),
            **{name: value for name, value in values.items() if name != "base"},
        ),
        alt=say(
            "Chart of yearly expenditure in dollars of each year and of {base}: marks for {number} single years from "
            "{oldest} on, the lowest in the fifties, then two lines without a gap from {start} to {end}. In dollars "
            "of {base} the line rises from {first:compact} to {last:compact}, {real:rounded} times as much.",
            number=tally(singles), oldest=spending.year_of(int(singles["year"].min())),
            first=spending.total_in(years[0], spending.BASE_YEAR),
            last=spending.total_in(priced, spending.BASE_YEAR), **values,
        ),
        data=shown,
        notes=[
            _HOW_DRAWN,
            say(
                "Programmes that paid compensation raised the amount of {peak}. Budgets and revenue are other things "
                "and stand in a chart of their own.",
                peak=spending.year_of(2005),
            ),
        ],
    )  # fmt: skip


def budget_and_revenue_figure() -> Figure:
    """Return the figure of budgets and of revenue over time, each by itself."""
    concepts = ("budget", "revenue")
    tops = [1.15 * float(spending.real_totals(concept)["amount_real"].max()) / BILLION for concept in concepts]
    with theme.panels(3.7, 2, 1, sharex=True, height_ratios=tops) as (figure, (upper, lower)):
        for concept, top, ax in zip(concepts, tops, (upper, lower), strict=True):
            plot_money(concept, ax=ax)
            ax.set_ylim(0, top)
            ax.set_yticks(range(int(top) + 1))
            ax.set_ylabel("")
            ax.set_title(f"{concept.capitalize()}, billion US dollars")
    years = spending.last_run(spending.totals("revenue"))["year"].astype(int).tolist()
    start, end = spending.year_of(years[0], "revenue"), spending.year_of(years[-1], "revenue")
    values = {"number": tally(spending.totals("budget")), "start": start, "end": end}
    return Figure(
        figure,
        id="fig-budget-revenue",
        title=say(
            "A total budget that nothing contradicts is at hand for {number} years only; revenue is known without a "
            "gap from {start} to {end}, when it reached {last:compact}",
            last=spending.total_in(years[-1], concept="revenue"), **values,
        ),
        alt=say(
            "Two charts, one above the other, on one scale, in dollars of each year and of {base}. Above: budgets of "
            "{number} years as separate marks, the latest two lower bounds. Below: revenue, marks for {oldest}, then "
            "lines from {start} to {end}.",
            oldest=pick(spending.totals("revenue").head(1), "year"), base=spending.dollars_of(), **values,
        ),
        data=pandas.concat([spending.real_totals(concept) for concept in concepts], ignore_index=True),
        notes=[
            _HOW_DRAWN,
            "The budgets are of different stages (as first approved, as revised), which the data name; budgets that "
            "other figures contradict are left out.",
        ],
    )  # fmt: skip
