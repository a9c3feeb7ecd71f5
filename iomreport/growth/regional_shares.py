"""The share of each region's states that are members, year by year."""

from collections import Counter

import pandas
from matplotlib.axes import Axes

from iomreport import catalog
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, pick, rows_with
from iomreport.growth.accessions import REGIONS, as_year, cited, in_states, last_year, with_region
from iomreport.growth.departures import years_covered, years_of

WORLD = "World"  # name of the row that counts the states of all regions


@catalog.once
def member_shares(
    data: pandas.DataFrame | None = None, united_nations: pandas.DataFrame | None = None
) -> pandas.DataFrame:
    """Return the share of each region's states that are members, on 31 December of each year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Spells shaped as the dataset `memberships`; that dataset by default.
    united_nations : pandas.DataFrame, optional
        Shaped as the dataset `un_members`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `un_region` (and a row for the world), `members` (states), `states` (members of the organization or of
        the United Nations at that time), `share` (`members` over `states`, of one; missing where there is no state)
        and `source_id`.

    Examples
    --------
    >>> member_shares().query("un_region == 'World' and year == 2013")["members"].tolist()
    [155]
    """
    spells = given_or_shipped(data, "memberships", "country_code", "start", "end", "source_id")
    admitted = given_or_shipped(united_nations, "un_members", "country_code", "member_since", "source_id")
    start, end = years_of(spells)
    since = admitted["member_since"].str[:4].astype(int)
    sources = join_source_ids([cited(data, spells), *admitted["source_id"]])
    joining = list(zip(start, end, _states(spells), strict=True))
    admission = list(zip(since, _states(admitted), strict=True))
    rows = []
    for year in years_covered(data, spells):
        inside = {state for begun, ended, state in joining if begun <= year < ended}
        at_that_time = inside | {state for begun, state in admission if begun <= year}
        members, states = _counted(inside), _counted(at_that_time)
        for region in (*REGIONS, WORLD):
            share = members[region] / states[region] if states[region] else None
            rows.append((year, region, members[region], states[region], share, sources))
    frame = pandas.DataFrame(rows, columns=["year", "un_region", "members", "states", "share", "source_id"])
    frame = in_states(frame.astype({"share": "Float64"}), "members", "states")
    frame.attrs["units"]["share"] = "share"
    return frame


def _states(frame: pandas.DataFrame) -> list[tuple[str, str]]:
    """Return region and code of the state that each row is about."""
    frame = with_region(frame)
    return list(zip(frame["un_region"], frame["country_code"], strict=True))


def _counted(states: set[tuple[str, str]]) -> Counter[str]:
    """Count states by region, and those of the world."""
    counted = Counter(region for region, _ in states)
    counted[WORLD] = len({code for _, code in states})
    return counted


def share_in(year: int, region: str = WORLD) -> Value:
    """Return the share of a region's states that were members at the end of a year, as a value for a sentence."""
    return pick(member_shares(), "share", year=year, un_region=region)


def states_in(year: int, region: str = WORLD) -> Value:
    """Return how many states of a region there were at the end of a year, as a value for a sentence."""
    return pick(member_shares(), "states", year=year, un_region=region)


def plot_share(data: pandas.DataFrame | None = None, ax: Axes | None = None, region: str = WORLD) -> Axes:
    """Draw the share of a region's states that are members, beside that of the world.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shares shaped as `member_shares` returns them; these by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    region : str
        Whose share to draw as the thick line; the world is dotted.

    Returns
    -------
    matplotlib.axes.Axes
        A line in percent, its last value written at its end.
    """
    ax = theme.given_or_current(ax)
    shares = given_or_shipped(data, member_shares, "year", "un_region", "share")
    for name, style, ink, width in ((WORLD, ":", "quiet", 1.3), (region, "-", "blue", 2.0)):
        line = rows_with(shares, un_region=name).sort_values("year")
        values = [float(row["share"]) * 100 if row["share"] is not None else float("nan") for row in records(line)]
        ax.plot(
            line["year"].astype(int), values, style, color=theme.colour(ink), linewidth=width, label=name,
            clip_on=False, zorder=3,
        )  # fmt: skip
    theme.write_beside(ax, f"{values[-1]:.0f}%", (int(line["year"].iloc[-1]), values[-1]), "blue", (4, 0))
    ax.set_ylabel("Share of states, per cent")
    ax.set_ylim(0, 104)
    return ax


def _in_prose(region: str) -> str:
    return f"the {region}" if region == "Americas" else region


def shares_figure() -> Figure:
    """Return the figure of the share of each region's states that are members, a panel for each region."""
    shares = member_shares()
    last = last_year()
    with theme.panels(3.7, 2, 3, sharex=True, sharey=True) as (figure, panels):
        for ax, region in zip(panels, (*REGIONS, WORLD), strict=True):
            plot_share(shares, ax, region)
            ax.set_title(region)
            ax.set_xticks([1960, 1990, 2020])
            ax.set_xlim(1949, last + 17)  # the last share is written in the years to come
            ax.set_yticks([0, 50, 100], ["0", "50", "100%"])
            ax.set_ylabel("")
        panels[0].annotate("dotted: world", (1952, 7), color=theme.colour("quiet"))
    ends = shares[(shares["year"] == last) & (shares["un_region"] != WORLD)].sort_values("share")
    least, most = ends.iloc[0]["un_region"], ends.iloc[-1]["un_region"]
    highest = [name for name in REGIONS if name in {*ends.loc[ends["share"] == ends["share"].max(), "un_region"]}]
    return Figure(
        figure,
        id="fig-member-shares",
        title=say(
            "At the end of {year}, {world:percent} of states were members: {most:percent} in {highest}, "
            "{least:percent} in {lowest}",
            year=as_year(ends.iloc[0], "year"),
            world=share_in(last),
            most=share_in(last, most),
            highest=" and ".join(_in_prose(name) for name in highest),
            least=share_in(last, least),
            lowest=_in_prose(least),
        ),
        alt=say(
            "Six line charts of the share of states that are members, from {first} to {year}: five regions and the "
            "world. Europe starts high, falls, and climbs again from the nineties. So do the Americas, with a rise in "
            "between. Africa stays close to nothing until the nineties and then climbs most steeply. Asia climbs from "
            "the late eighties. Oceania, few states at first, falls to nothing and rises to its full share last. "
            "World: from {start:percent} to {world:percent}.",
            first=as_year(shares.iloc[0], "year"),
            year=as_year(ends.iloc[0], "year"),
            start=share_in(int(shares["year"].min())),
            world=share_in(last),
        ),
        data=shares,
        notes=[
            "A state counts from the year in which it joined the United Nations or the organization. States that no "
            "longer exist, most of them in Europe, are not in the list of members of the United Nations that is used, "
            "so the early shares are somewhat too high.",
            "A share falls when members leave, and also when new states come into being.",
        ],
    )
