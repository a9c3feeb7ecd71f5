"""Which years each series covers, and which it does not."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from iomreport import catalog
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import pick, tally
from iomreport.growth import spending


class Series(NamedTuple):
    """A series of the report: its name, its dataset, the column that dates it, and which rows belong to it."""

    name: str
    dataset: str
    date: str
    where: dict[str, str]


SERIES = (
    Series("Members, counted by this report", "member_counts", "as_of", {"kind": "rebuilt"}),
    Series("Members, printed by sources", "member_counts", "as_of", {"kind": "published"}),
    Series("Expenditure", "finance", "year", {"concept": "expenditure", "part": "total", "adopted": "yes"}),
    Series("Revenue", "finance", "year", {"concept": "revenue", "part": "total", "adopted": "yes"}),
    Series("Budget", "finance", "year", {"concept": "budget", "part": "total", "adopted": "yes"}),
    Series("Revenue by donor", "donors", "year", {}),
    Series("Expenditure of other bodies", "agencies", "year", {"concept": "expenditure"}),
    Series("Staff", "footprint", "as_of", {"measure": "staff"}),
    Series("Offices", "footprint", "as_of", {"measure": "offices"}),
    Series("Active projects", "footprint", "as_of", {"measure": "active projects"}),
    Series("Events in its life", "milestones", "date", {}),
    Series("Emergencies", "emergencies", "year", {}),
    Series("People moved in the year", "operations", "as_of", {"measure": "persons moved"}),
    Series("Assisted voluntary returns", "operations", "as_of", {"measure": "assisted voluntary returns"}),
    Series("Campaigns and statements", "campaigns", "start", {}),
    Series("Deaths and disappearances", "deaths", "year", {"breakdown": "total"}),
    Series("International migrants", "context", "as_of", {"topic": "international migrants"}),
    Series("Remittances", "context", "as_of", {"topic": "remittances"}),
    Series("Displaced across borders or within", "context", "as_of", {"topic": "forcibly displaced"}),
    Series("Consumer prices", "prices", "year", {"series": "US consumer price index"}),
)
"""The series that the chapters draw, in their order."""

_DISPUTED = ("conflicting", "unverified")


@catalog.once
def covered_years() -> pandas.DataFrame:
    """Return the years in which each series has a value.

    Returns
    -------
    pandas.DataFrame
        `series`, `dataset`, `year`, `rows` (how many), `undisputed` (how many of them no other source contradicts) and
        `source_id`, by series in the order of the chapters and by year.

    Examples
    --------
    >>> covered_years().query("series == 'Deaths and disappearances'")["year"].agg(["min", "max"]).tolist()
    [2014, 2025]
    """
    rows = [row for series in SERIES for row in _covered(series)]
    frame = pandas.DataFrame(rows, columns=["series", "dataset", "year", "rows", "undisputed", "source_id"])
    frame.attrs = {"units": {"year": "year"}}
    return frame


def _covered(series: Series) -> Iterator[tuple[Any, ...]]:
    """Yield a row of `covered_years` for each year that a series covers."""
    frame = catalog.load(series.dataset)
    for column, wanted in series.where.items():
        frame = frame[frame[column] == wanted]
    frame = frame.dropna(subset=[series.date])
    years = frame[series.date].astype(str).str[:4].astype(int)
    disputed = frame["status"].isin(_DISPUTED) if "status" in frame else years.isna()
    found: dict[int, list[tuple[bool, str]]] = {}
    for year, doubt, cell in zip(years, disputed, frame["source_id"], strict=True):
        found.setdefault(year, []).append((not doubt, cell))
    for year, rows in sorted(found.items()):
        firm, cells = zip(*rows, strict=True)
        yield series.name, series.dataset, year, len(rows), sum(firm), join_source_ids(cells)


def plot_coverage(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the years that each series covers, a row for each series.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as `covered_years` returns it; that frame by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A block for each year with a value, hollow where all values of the year are disputed; the first series on top.
    """
    ax = theme.given_or_current(ax)
    frame = given_or_shipped(data, covered_years, "series", "year", "undisputed")
    names = list(dict.fromkeys(frame["series"]))
    blue, paper = theme.colour("blue"), theme.colour("paper")
    for undisputed, face in ((True, blue), (False, paper)):
        for row in records(frame[(frame["undisputed"] > 0) == undisputed]):
            # A block is centred on its year and row, and a little smaller than both.
            corner = (row["year"] - 0.4, names.index(row["series"]) - 0.28)
            block = Rectangle(corner, 0.8, 0.56, facecolor=face, edgecolor=blue, linewidth=0.9)
            ax.add_artist(block)  # barh would look for the corners of each one to scale the axes by
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(frame["year"].min() - 1, frame["year"].max() + 1)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    return ax


def coverage_figure() -> Figure:
    """Return the figure of the years that each series covers."""
    shown = covered_years()
    with theme.drawing(height=4.7) as (figure, ax):
        plot_coverage(shown, ax)
    money, dead = (shown[shown["series"] == name] for name in ("Expenditure", "Deaths and disappearances"))
    run = spending.last_run(spending.totals("expenditure"))
    start = pick(run.head(1), "year")
    members = catalog.load("member_counts").query("kind == 'rebuilt'")
    return Figure(
        figure,
        id="fig-coverage",
        title=say(
            "Members can be counted for each year; expenditure is known year by year from {start} to {end}, before "
            "that for {before} years only",
            start=start,
            end=pick(run.tail(1), "year"),
            before=tally(money[money["year"] < start.content]),
        ),
        alt=say(
            "Chart of {series} series, a row each, with a block for every year that has a value, from {first:year} to "
            "{last}. Members are counted at the end of {years} years without a gap. Expenditure and revenue begin "
            "without gaps in {start}; deaths and disappearances begin in {deaths}. Staff, offices and people moved are "
            "known for scattered years.",
            series=tally(shown.drop_duplicates("series")),
            first=pick(members, "as_of", as_of=str(members["as_of"].min())),
            last=pick(dead.tail(1), "year"),
            years=tally(members),
            start=start,
            deaths=pick(dead.head(1), "year"),
        ),
        data=shown,
        notes=[
            "A filled block: at least one value of that year that no other source contradicts. A hollow block: all "
            "values of the year are disputed or unverified. No block: no source was found, and none is estimated."
        ],
    )
