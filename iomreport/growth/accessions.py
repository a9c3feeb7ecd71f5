"""Who joined when: accessions per five years, by region."""

from typing import Any

import pandas
from matplotlib.axes import Axes
from matplotlib.figure import Figure as MatplotlibFigure

from iomreport import catalog
from iomreport.catalog.required_columns import given_or_shipped, require_columns
from iomreport.catalog.sources import join_source_ids, source_ids_in
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, pick, rows_with
from iomreport.growth.members import members_at_year_end

REGIONS = ("Europe", "Americas", "Africa", "Asia", "Oceania")
"""Regions of the United Nations standard (M49), in the order in which most of their states joined."""

PERIOD = 5  # years in a period of accession


def accessions_by_period(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Count the memberships that began in each five years, by region.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `memberships`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        One row for each period and region, zeros included: `from_year`, `to_year`, `un_region`, `accessions`
        (memberships begun), `returns` (those of states that had been members before) and `source_id`.

    Examples
    --------
    >>> int(accessions_by_period()["accessions"].sum()) == len(catalog.load("memberships"))
    True
    """
    spells = with_region(given_or_shipped(data, "memberships", "start", "spell", "source_id"))
    start = spells["start"].str[:4].astype(int)
    first, last = int(start.min()), max(int(start.max()), last_year() if data is None else 0)
    begun = dict(list(spells.groupby([start - (start - first) % PERIOD, "un_region"])))
    none, ours = spells.head(0), cited(None, spells) if data is None else ""
    rows = []
    for year in range(first, last + 1, PERIOD):
        for region in REGIONS:
            found = begun.get((year, region), none)
            returns, source = int((found["spell"] > 1).sum()), ours or cited(data, found)
            rows.append((year, year + PERIOD - 1, region, len(found), returns, source))
    columns = ["from_year", "to_year", "un_region", "accessions", "returns", "source_id"]
    return in_states(pandas.DataFrame(rows, columns=columns), "accessions", "returns")


def with_region(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Add the region of each state, unless the frame has it."""
    if "un_region" in frame:
        return frame
    require_columns(frame, "country_code", ours="memberships")
    regions = catalog.load("countries").set_index("country_code")["un_region"]
    return frame.assign(un_region=frame["country_code"].map(regions))


def last_year() -> int:
    """Return the last year at whose end members were counted."""
    return int(members_at_year_end()["year"].max())


def cited(data: pandas.DataFrame | None, rows: pandas.DataFrame) -> str:
    """Return the sources of a count: the rebuilt table for our own spells, the rows' sources for an analyst's."""
    return join_source_ids(members_at_year_end()["source_id"] if data is None else rows["source_id"].dropna())


def in_states(frame: pandas.DataFrame, *columns: str) -> pandas.DataFrame:
    """Return a frame with columns that count states as such: whole numbers, with their unit."""
    frame = frame.astype(dict.fromkeys(columns, "Int64"))
    frame.attrs["units"] = dict.fromkeys(columns, "states")
    return frame


def accessions_in(region: str, first: int, last: int) -> Value:
    """Return how many memberships of a region's states began from one year to another, as a value for a sentence."""
    spells = with_region(catalog.load("memberships"))
    start = spells["start"].str[:4].astype(int)
    return number_of_states(spells[start.between(first, last) & (spells["un_region"] == region)])


def number_of_states(rows: pandas.DataFrame) -> Value:
    """Return how many states stand in the rows, resting on the table rebuilt from all of them."""
    return Value(content=len(rows), unit="states", sources=source_ids_in(members_at_year_end()["source_id"]))


def plot_accessions(data: pandas.DataFrame | None = None, ax: Axes | None = None, region: str | None = None) -> Axes:
    """Draw the memberships that began in each five years.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as `accessions_by_period` returns it; that frame by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    region : str, optional
        One region only; all together by default.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each period with its count above; the hatched part on top counts states that came back.
    """
    ax = theme.given_or_current(ax)
    counts = given_or_shipped(data, accessions_by_period, "from_year", "accessions", "returns")
    shown = counts if region is None else rows_with(counts, un_region=region)
    by_period = shown.groupby("from_year")[["accessions", "returns"]].sum().astype(int)
    middles = by_period.index.to_numpy() + PERIOD / 2
    new = by_period["accessions"] - by_period["returns"]
    ax.bar(middles, new, width=PERIOD * 0.8, color=theme.colour("blue"), label="first accession")
    ax.bar(
        middles, by_period["returns"], bottom=new, width=PERIOD * 0.8, facecolor=theme.colour("paper"),
        edgecolor=theme.colour("blue"), hatch="//////", linewidth=0.8, label="came back",
    )  # fmt: skip
    for x, total in zip(middles, by_period["accessions"], strict=True):
        if total:
            ax.annotate(
                str(total), (x, total), xytext=(0, 2), textcoords="offset points", ha="center", va="bottom",
                color=theme.colour("ink"), fontsize=8.5,
            )  # fmt: skip
    ax.set_xlim(by_period.index.min() - 1, by_period.index.max() + PERIOD + 1)
    ax.set_ylim(0, None)
    ax.set_ylabel(region or "States")
    return ax


def accessions_figure() -> Figure:
    """Return the figure of accessions per five years, a row for each region."""
    counts = accessions_by_period()
    busiest = counts.iloc[int(counts["accessions"].to_numpy(int).argmax())]
    renamed = pick(catalog.load("names"), "start", abbreviation="IOM")
    return Figure(
        _panels(counts),
        id="fig-accessions",
        title=say(
            "Europe and the Americas came first; {africa} of the {all} accessions of African states fell after "
            "{turn:year}",
            africa=accessions_in("Africa", int(str(renamed.content)[:4]) + 1, last_year()),
            all=accessions_in("Africa", 0, last_year()),
            turn=renamed,
        ),
        alt=say(
            "Five rows of bars, one for each region, with the number of memberships that began in each five years "
            "since {first}. Europe and the Americas have bars from the start; most bars of Africa, Asia and Oceania "
            "stand on the right. The tallest counts {most}: {region}, {from_year} to {to_year}.",
            first=as_year(counts.iloc[0], "from_year"),
            most=Value(content=int(busiest["accessions"]), sources=source_ids_in([str(busiest["source_id"])])),
            region=str(busiest["un_region"]),
            from_year=as_year(busiest, "from_year"),
            to_year=as_year(busiest, "to_year"),
        ),
        data=counts,
        notes=[
            say(
                "Each bar covers the years from the one under its left edge to the one before the next, and the "
                "last as many as the data reach. Hatched: the {returns} states that had left and came back. The year "
                "of some early accessions is known only from a coding made every few years, so a bar may lie one "
                "period off.",
                returns=Value(content=int(counts["returns"].sum()), sources=source_ids_in(counts["source_id"])),
            )
        ],
    )


def _panels(counts: pandas.DataFrame) -> MatplotlibFigure:
    """Draw a row of bars for each region; the first one says what their hatched parts are."""
    with theme.panels(4.4, len(REGIONS), 1, sharex=True, sharey=True) as (figure, panels):
        for ax, region in zip(panels, REGIONS, strict=True):
            plot_accessions(counts, ax, region)
            ax.set_ylabel(
                region, rotation=0, ha="left", va="center", labelpad=55, fontweight="bold", color=theme.colour("ink")
            )
            ax.set_yticks([])
            ax.grid(visible=False)
        panels[0].set_ylim(0, int(counts["accessions"].max()) * 1.3)  # room for the count above the tallest bar
        point = (1977, int(panels[0].get_ylim()[1] * 0.55))
        panels[0].annotate("hatched: states\nthat came back", point, color=theme.colour("blue"), va="center")
        panels[-1].set_xticks(sorted({*counts["from_year"]})[::2])
    return figure


def as_year(row: "pandas.Series[Any]", column: str) -> Value:
    """Return the year in one cell of a row, as a value for a sentence."""
    return Value(content=str(row[column]), unit="year", sources=source_ids_in([str(row["source_id"])]))
