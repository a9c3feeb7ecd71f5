"""How it is paid: revenue by kind of money."""

from collections.abc import Sequence

import pandas
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from iomreport import formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import require_columns
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import pick, rows_with
from iomreport.growth import spending

KINDS = ("earmarked", "other", "assessed", "unearmarked")  # kinds of money, from the largest to the smallest

MILLION = 1e6
_STYLES = {"earmarked": ("plum", "s"), "other": ("teal", "D"), "assessed": ("blue", "o"), "unearmarked": ("amber", "^")}


def money_by_kind(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the revenue of each year by kind of money.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `finance`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `kind` (earmarked, other, assessed, unearmarked), `amount` (USD of the year), `share` (of the four
        together) and `source_id`, by year and kind.

    Examples
    --------
    >>> money_by_kind().query("year == 2024 and kind == 'earmarked'")["share"].round(3).tolist()
    [0.908]
    """
    money = spending.adopted("revenue", data)
    require_columns(money, "year", "part", "amount", "source_id", ours="finance")
    frame = money.loc[money["part"].isin(KINDS), ["year", "part", "amount", "source_id"]]
    frame = frame.rename(columns={"part": "kind"})
    frame["share"] = frame["amount"] / frame.groupby("year")["amount"].transform("sum")
    frame["order"] = frame["kind"].map(KINDS.index)
    frame = frame.sort_values(["year", "order"]).reset_index(drop=True)
    frame = frame[["year", "kind", "amount", "share", "source_id"]]
    frame.attrs = {**money.attrs, "units": {"year": "year", "amount": "USD", "share": "share"}}
    return frame


def plot_kinds(data: pandas.DataFrame | None = None, ax: Axes | None = None, kinds: Sequence[str] = KINDS) -> Axes:
    """Draw the revenue of each year by kind of money, a line for each kind.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `finance`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    kinds : sequence of str
        Which kinds to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Lines in million US dollars of each year, from zero, each named at its end with its share of all revenue.
    """
    ax = theme.given_or_current(ax)
    frame = money_by_kind(data)
    written: list[Annotation] = []
    for kind in kinds:
        rows = records(rows_with(frame, kind=kind))
        role, marker = _STYLES[kind]
        years, heights = [row["year"] for row in rows], [row["amount"] / MILLION for row in rows]
        ax.plot(years, heights, marker, linestyle="-", markersize=4, color=theme.colour(role), label=kind)
        text = f"{kind}\n{formats.percent_text(rows[-1]['share'])} of all"
        # Where lines end close to one another, the label of the smaller kind of money goes further up.
        point, elsewhere = (years[-1], heights[-1]), [(6, lift) for lift in range(14, 70, 14)]
        written.append(theme.write_beside(ax, text, point, role, before=written, elsewhere=elsewhere))
    theme.scale_by_year(ax, "Million US dollars", int(frame["year"].min()), int(frame["year"].max()))
    return ax


def funding_figure() -> Figure:
    """Return the figure of revenue by kind of money."""
    shown = money_by_kind()
    start, end = int(shown["year"].min()), int(shown["year"].max())
    with theme.panels(3.1, 1, 2) as (figure, (left, right)):
        plot_kinds(ax=left, kinds=KINDS[:1])
        plot_kinds(ax=right, kinds=KINDS[1:])
    years = {name: pick(shown, "year", year=year, kind="assessed") for name, year in (("start", start), ("end", end))}
    shares = {kind: pick(shown, "share", year=end, kind=kind) for kind in KINDS}
    return Figure(
        figure,
        id="fig-funding",
        title=say(
            "In {end}, {earmarked:percent} of revenue was earmarked, that is, given for a stated purpose; members’ "
            "assessed contributions made up {assessed:percent}, unearmarked gifts {unearmarked:percent}",
            **{name: value for name, value in (years | shares).items() if name not in {"start", "other"}},
        ),
        alt=say(
            "Two line charts from {start} to {end} in million dollars of each year, on scales of their own. Left: "
            "earmarked money, from {low:compact} to {high:compact}, {earmarked:percent} of revenue. Right: other "
            "revenue ({other:percent} in {end}), assessed contributions ({assessed:percent}) and unearmarked gifts "
            "({unearmarked:percent}).",
            low=pick(shown, "amount", year=start, kind="earmarked"),
            high=pick(shown, "amount", year=end, kind="earmarked"),
            **years,
            **shares,
        ),
        data=shown,
        notes=[
            "The left scale reaches more than ten times as high as the right one. Percentages are shares of all "
            "revenue in the last year. Dollars are those of each year. Other revenue is what the statistics put under "
            "no other kind."
        ],
    )
