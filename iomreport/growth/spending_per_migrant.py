"""What it spends for each international migrant in the world."""

import itertools

import pandas
from matplotlib.axes import Axes

from iomreport import formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped, require_rows
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.errors import UsageError
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, pick, ratio, tally
from iomreport.growth import spending

# Role of the colour, marker, its size and where its label stands, by revision from the oldest on.
_REVISIONS = (
    ("plum", "D", 7, (10, -2)),
    ("teal", "s", 9, (0, 14)),
    ("amber", "^", 7, (9, -9)),
    ("blue", "o", 9, (-10, 8)),
)


def per_migrant_spending(data: pandas.DataFrame | None = None, base_year: int = spending.BASE_YEAR) -> pandas.DataFrame:
    """Return real spending per international migrant in the world, for the years in which both are known.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `context`; that dataset by default.
    base_year : int
        Year whose dollars to use.

    Returns
    -------
    pandas.DataFrame
        By `series` (the revision of the estimate) and `year`: `migrants` (persons), `spent` and `per_migrant` (USD of
        the base year), `status` and `source_id`. Growth may only be taken within one series.

    Examples
    --------
    >>> frame = per_migrant_spending().query("series == 'revision of 2024'")
    >>> frame["per_migrant"].astype(float).round(1).tolist()
    [9.6, 12.1]
    """
    context = given_or_shipped(data, "context", "measure", "as_of", "value", "series", "status", "source_id")
    usable = (context["measure"] == "international migrants in the world") & (context["status"] != "unverified")
    frame = context.loc[usable, ["as_of", "value", "series", "status", "source_id"]]
    frame = frame.assign(year=frame["as_of"].str[:4].astype("Int64")).rename(columns={"value": "migrants"})
    accounts = spending.last_run(spending.real_totals("expenditure", base_year=base_year)).set_index("year")
    frame = frame[frame["year"].isin(accounts.index)].sort_values(["series", "year"]).reset_index(drop=True)
    frame["spent"] = frame["year"].map(accounts["amount_real"])
    frame["per_migrant"] = frame["spent"] / frame["migrants"]
    cited = frame["year"].map(accounts["source_id"])
    frame["source_id"] = [join_source_ids(pair) for pair in zip(frame["source_id"], cited, strict=True)]
    frame = frame[["year", "series", "migrants", "spent", "per_migrant", "status", "source_id"]]
    frame.attrs = {"units": {"year": "year", "migrants": "persons", "spent": "USD", "per_migrant": "USD"}}
    return frame


def per_migrant_growth(start: int, end: int) -> Value:
    """Return how many times the real spending per migrant of one year that of another is, within one revision."""
    frame = per_migrant_spending()
    for series, rows in frame.groupby("series", sort=False):
        if {start, end} <= set(rows["year"]):
            first, last = (pick(frame, "per_migrant", series=series, year=year) for year in (start, end))
            return ratio(last, first)
    raise UsageError(f"no revision of the number of migrants has both {start} and {end}")


def plot_per_migrant(
    data: pandas.DataFrame | None = None, ax: Axes | None = None, base_year: int = spending.BASE_YEAR
) -> Axes:
    """Draw real spending per international migrant, each revision of the number of migrants by itself.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `context`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    base_year : int
        Year whose dollars to use.

    Returns
    -------
    matplotlib.axes.Axes
        A mark for each year, of one form, size and colour for each revision; hollow where revisions contradict one
        another. Nothing is joined, since years between are missing.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(per_migrant_spending(data, base_year), "context")
    styles = itertools.cycle(_REVISIONS)
    for (series, rows), (role, marker, size, offset) in zip(frame.groupby("series"), styles, strict=False):
        ink, paper, points = theme.colour(role), theme.colour("paper"), records(rows)
        heights = [float(point["per_migrant"]) for point in points]
        for point, height in zip(points, heights, strict=True):
            face, edge = (paper, ink) if point["status"] == "conflicting" else (ink, paper)
            ax.plot(
                [point["year"]], [height], marker, color=ink, markerfacecolor=face, markeredgecolor=edge,
                markersize=size, label=series,
                zorder=3 - size / 10,  # smaller marks above larger ones, so that all are seen where revisions agree
            )  # fmt: skip
        text = f"{series}: {formats.number_text(heights[-1], decimals=1)}"
        theme.write_beside(ax, text, (points[-1]["year"], heights[-1]), role, offset)
    theme.whole_years(ax)
    ax.set_ylabel(f"Dollars of {base_year} per migrant")
    ax.set_ylim(0, 1.15 * float(frame["per_migrant"].max()))
    ax.set_xlim(int(frame["year"].min()) - 1, int(frame["year"].max()) + 1)
    return ax


def per_migrant_figure() -> Figure:
    """Return the figure of real spending per international migrant."""
    shown = per_migrant_spending()
    newest = shown[shown["series"] == shown["series"].max()]
    start, end = int(newest["year"].min()), int(newest["year"].max())
    values = {
        "times": per_migrant_growth(start, end), "base": spending.dollars_of(),
        "first": pick(newest, "per_migrant", year=start), "last": pick(newest, "per_migrant", year=end),
        "start": pick(newest, "year", year=start), "end": pick(newest, "year", year=end),
    }  # fmt: skip
    with theme.drawing(height=2.4) as (figure, ax):
        plot_per_migrant(ax=ax)
    return Figure(
        figure,
        id="fig-per-migrant",
        title=say(
            "For each international migrant in the world the organization spent {last:rounded} in {end}, "
            "at constant prices {times:rounded} times as much as in {start}",
            **{name: value for name, value in values.items() if name not in {"first", "base"}},
        ),
        alt=say(
            "Chart of real spending per international migrant, in dollars of {base}: {number} single marks by "
            "revision of the number of migrants, from {earliest} on. In the newest revision it rises from "
            "{first:rounded} in {start} to {last:rounded} in {end}, {times:rounded} times as much.",
            number=tally(shown), earliest=pick(shown.head(1), "year"), **values,
        ),
        data=shown,
        notes=[
            "The United Nations revise their estimate of the number of migrants, back years included: only marks of "
            "one form may be compared. Hollow marks: revisions contradict one another for that year; the latest "
            "rounds it. The ratio is a yardstick, not what a migrant received.",
        ],
    )  # fmt: skip
