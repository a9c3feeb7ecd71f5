"""How far revenue hangs on few donors, year by year."""

import pandas
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from iomreport import catalog
from iomreport.catalog.required_columns import require_rows
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import pick
from iomreport.growth import donors


@catalog.once
def concentration_by_year(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return how far revenue is concentrated on few donors, year by year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `donors`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        By `year`: `first` and `first_five` (shares of all revenue), `not_attributed` (share that no donor is named
        for), `herfindahl_low` and `herfindahl_high`, `source_id`. The Herfindahl index is the sum of the squared
        shares (Hirschman 1945; Herfindahl 1950): one for a single donor, near zero for many small ones. Low takes
        the share that is not attributed as given by countless donors, high as given by one more donor.

    Examples
    --------
    >>> concentration_by_year().set_index("year")["first"].loc[[2013, 2024]].round(3).tolist()
    [0.246, 0.417]
    """
    given = donors.donors_by_year(data)
    rows = []
    for year, group in given.groupby("year"):
        shares = group["share"].astype(float).clip(lower=0)  # who took back more than it gave counts as giving nothing
        rest = max(0.0, 1 - float(group["share"].sum()))
        squares = float((shares**2).sum())
        first, first_five, cited = shares.iloc[0], shares.iloc[:5].sum(), join_source_ids(group["source_id"])
        rows.append((year, first, first_five, rest, squares, squares + rest**2, cited))
    measures = ["first", "first_five", "not_attributed", "herfindahl_low", "herfindahl_high"]
    frame = pandas.DataFrame(rows, columns=["year", *measures, "source_id"])
    frame.attrs = {**given.attrs, "units": {"year": "year", **dict.fromkeys(measures[:3], "share")}}
    return frame


def last_low() -> int:
    """Return the last year in which the share of the largest donor was below those of the years before and after."""
    frame = concentration_by_year()
    share = frame["first"]
    lows = frame[(share < share.shift()) & (share < share.shift(-1))]
    return int(lows["year"].max())


def plot_concentration(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the shares of the first and of the first five donors in revenue, year by year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `donors`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A line for each share, in per cent from zero; a third, dotted, for the share that no donor is named for.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(concentration_by_year(data), "donors")
    years = frame["year"].astype(int).tolist()
    for column, label, role, marker, line in (
        ("first_five", "five largest", "teal", "s", "-"),
        ("first", "largest", "blue", "o", "-"),
        ("not_attributed", "no donor\nnamed", "amber", "^", ":"),
    ):
        heights = (100 * frame[column].astype(float)).tolist()
        ax.plot(years, heights, marker, linestyle=line, markersize=4, color=theme.colour(role), label=column)
        theme.write_beside(ax, label, (years[-1], heights[-1]), role)
    theme.scale_by_year(ax, "Share of revenue, per cent", years[0], years[-1])
    return ax


def plot_herfindahl(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the Herfindahl index of donors as the band between its two bounds; see `concentration_by_year`."""
    ax = theme.given_or_current(ax)
    frame = require_rows(concentration_by_year(data), "donors")
    years = frame["year"].astype(int).tolist()
    low, high = (frame[f"herfindahl_{end}"].astype(float).tolist() for end in ("low", "high"))
    ax.fill_between(years, low, high, color=theme.colour("sky"), linewidth=0, label="between both bounds")
    for heights, name, line in ((low, "low", "-"), (high, "high", "--")):
        ax.plot(years, heights, linestyle=line, linewidth=1.4, color=theme.colour("blue"), label=name)
    for text, point, offset, alignment in (
        ("if the unnamed money\nis one donor’s", (years[0], high[0]), (0, 6), "bottom"),
        ("if it is that of\ncountless donors", (years[len(years) // 4], low[len(years) // 4]), (10, -14), "top"),
    ):
        theme.write_beside(ax, text, point, "blue", offset, ha="left", va=alignment, fontweight="normal")
    theme.scale_by_year(ax, "Herfindahl index", years[0], years[-1])
    ax.yaxis.set_major_locator(MultipleLocator(0.05))
    ax.yaxis.set_major_formatter("{x:.2f}")
    return ax


def concentration_figure() -> Figure:
    """Return the figure of how far revenue is concentrated on few donors."""
    shown = concentration_by_year()
    start, low, end = int(shown["year"].min()), last_low(), int(shown["year"].max())
    unnamed = shown.nlargest(1, "not_attributed")
    with theme.panels(2.7, 1, 2) as (figure, (left, right)):
        plot_concentration(ax=left)
        plot_herfindahl(ax=right)
    values = {
        "first": donors.share_of_donor(1, start), "between": donors.share_of_donor(1, low),
        "last": donors.share_of_donor(1, end), "start": pick(shown, "year", year=start),
        "low": pick(shown, "year", year=low), "end": pick(shown, "year", year=end), "who": donors.largest(end),
    }  # fmt: skip
    return Figure(
        figure,
        id="fig-concentration",
        title=say(
            "The {who}, the largest donor throughout, gave {first:percent} of revenue in {start}, {between:percent} "
            "in {low} and {last:percent} in {end}",
            **values,
        ),
        alt=say(
            "Two line charts from {start} to {end}. Left, shares of revenue: the largest donor, the {who}, "
            "{first:percent} at first, {between:percent} in {low} and {last:percent} in the end, when the five largest "
            "together gave {five:percent} and no donor is named for {rest:percent}. Right, the Herfindahl index of "
            "donors as a band, which narrows and rises.",
            five=pick(shown, "first_five", year=end),
            rest=pick(shown, "not_attributed", year=end),
            **values,
        ),
        data=shown,
        notes=[
            say(
                "The shares of {year} are the least certain: no donor is named for {rest:percent} of its revenue, and "
                "the European Union is missing.",
                year=pick(unnamed, "year"),
                rest=pick(unnamed, "not_attributed"),
            ),
            donors.TREATMENT,
            "The Herfindahl index is the sum of the squared shares: one if a single donor gave everything, a half if "
            "two gave alike, a tenth if ten did. It depends on whose the money is that no donor is named for: the "
            "lower edge of the band takes it as given by countless donors, the upper one as given by one more donor.",
        ],
    )
