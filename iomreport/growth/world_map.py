"""A map of the world by period of accession, in an equal-area projection, drawn from a dataset of ours."""

import itertools
from bisect import bisect
from typing import Any

import numpy
import pandas
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.text import Annotation

from iomreport import catalog
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import source_ids_in
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import pick, tally
from iomreport.growth.accessions import last_year, number_of_states
from iomreport.growth.map_outlines import equal_earth, outlines

PERIODS = (1951, 1990, 2000, 2010)
"""First year of each period of accession; the first one ends when the organization takes its present name."""

OBSERVER = "observer"  # class of the states that are observers
_OPACITIES = (1.0, 0.72, 0.5, 0.31)  # of the blue of each period


def periods_of_accession(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return each state with the period in which it first joined.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        States shaped as the dataset `members`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `country_code`, `name`, `status`, `first_joined`, `first_joined_precision`, `period` (such as "1951–1989", or
        "observer") and `source_id`, one row for each member and observer, by period and name.

    Examples
    --------
    >>> periods_of_accession().set_index("country_code")["period"].loc[["KEN", "BRB"]].tolist()
    ['1951–1989', '2010–2024']
    """
    members = given_or_shipped(
        data, "members", "country_code", "name", "status", "first_joined", "first_joined_precision", "source_id"
    )
    present = members[members["status"].isin(["member", OBSERVER])]
    joined = present["first_joined"].str[:4].astype(int)
    labels = period_labels(int(joined.max()) if data is not None else last_year())
    period = [
        OBSERVER if status == OBSERVER else labels[bisect(PERIODS, year) - 1]
        for status, year in zip(present["status"], joined, strict=True)
    ]
    columns = ["country_code", "name", "status", "first_joined", "first_joined_precision", "period", "source_id"]
    frame = present.assign(period=period)[columns].sort_values(["period", "name"]).reset_index(drop=True)
    frame.attrs = members.attrs
    return frame


def period_labels(last: int) -> list[str]:
    """Return the periods in words, the last one up to a year."""
    ends = [start - 1 for start in PERIODS[1:]] + [max(last, PERIODS[-1])]
    return [f"{start}–{end}" for start, end in zip(PERIODS, ends, strict=True)]


def plot_map(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the world by period of accession.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        States shaped as `periods_of_accession` returns them; these by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A patch for each outline, labelled with its country code, the darker the earlier it joined; dots for states
        too small for an outline; observers hatched, or squares instead of dots. Neither members nor observers, and
        territories that have an outline of their own, stay blank.
    """
    ax = theme.given_or_current(ax)
    states = given_or_shipped(data, periods_of_accession, "country_code", "period")
    classes = {row["country_code"]: row["period"] for row in records(states)}
    _draw_frame(ax)
    _draw_outlines(ax, classes, _order(states))
    _draw_dots(ax, classes, _order(states))
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax


def _order(states: pandas.DataFrame) -> list[str]:
    return sorted({*states["period"]} - {OBSERVER})


def _fill(period: str | None, order: list[str]) -> dict[str, Any]:
    """Return how a class is drawn, as properties of a patch."""
    if period is None:
        return {"facecolor": theme.colour("paper"), "edgecolor": theme.colour("rule")}
    if period == OBSERVER:
        return {"facecolor": theme.colour("paper"), "edgecolor": theme.colour("amber"), "hatch": "////////"}
    return {"facecolor": (theme.colour("blue"), _OPACITIES[order.index(period)]), "edgecolor": theme.colour("paper")}


def _draw_frame(ax: Axes) -> None:
    """Draw the edge of the map, from sixty degrees south, below which the outlines have nothing."""
    up = numpy.linspace(-60.0, 84.0, 60)
    longitude = numpy.concatenate([numpy.full(60, 180.0), numpy.full(60, -180.0)])
    x, y = equal_earth(longitude, numpy.concatenate([up, up[::-1]]))
    ax.fill(x, y, facecolor="none", edgecolor=theme.colour("rule"), linewidth=0.8, label="edge of the map")
    ax.set_xlim(float(x.min()) - 0.02, float(x.max()) + 0.02)
    ax.set_ylim(float(y.min()) - 0.02, float(y.max()) + 0.02)


def _draw_outlines(ax: Axes, classes: dict[str, str], order: list[str]) -> None:
    for code, path in outlines().items():
        period = classes.get(code)
        patch = PathPatch(path, linewidth=0.35, label=code, zorder=2 + (period is not None), **_fill(period, order))
        ax.add_artist(patch)  # add_patch would look for the corners of each one to scale the axes by


def _draw_dots(ax: Axes, classes: dict[str, str], order: list[str]) -> None:
    places = catalog.load("places")
    degrees = (places[column].to_numpy(float) for column in ("longitude", "latitude"))
    for code, x, y in zip(places["country_code"], *equal_earth(*degrees), strict=True):
        period = classes.get(str(code))
        marker, edge, size = {None: ("o", "rule", 2.6), OBSERVER: ("s", "amber", 3.6)}.get(period, ("o", "blue", 3.6))
        ax.scatter(x, y, s=size**2, marker=marker, color=theme.colour("paper"), linewidths=0, zorder=4)
        ax.plot(
            [x], [y], marker, markersize=size, markerfacecolor=_fill(period, order)["facecolor"],
            markeredgecolor=theme.colour(edge), markeredgewidth=0.9, zorder=5, label=str(code),
        )  # fmt: skip


def plot_period_counts(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw how many states stand in each class of the map, as its key.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        States shaped as `periods_of_accession` returns them; these by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        One bar in pieces as long as the number of states, each with its period and number, observers last.
    """
    ax = theme.given_or_current(ax)
    states = given_or_shipped(data, periods_of_accession, "period")
    order = _order(states)
    sizes = [int((states["period"] == name).sum()) for name in [*order, OBSERVER]]
    # Pieces stand three states apart, and the last one, which counts nothing, further off.
    starts = itertools.accumulate([0, *(size + 3 for size in sizes[:-1])])
    written: list[Annotation] = []
    for name, size, left in zip([*order, OBSERVER], sizes, starts, strict=True):
        ax.barh(0, size, left=left, height=0.6, linewidth=0.8, label=name, **_fill(name, order))
        text = "observers" if name == OBSERVER else name
        written.append(_name_class(ax, f"{text}\n{size} states", left, written))
    end = sum(sizes) + 3 * len(sizes) + 14
    ax.barh(0, 8, left=end, height=0.6, linewidth=0.8, label="neither", **_fill(None, order))
    _name_class(ax, "neither", end, written)
    ax.set_xlim(0, end + 16)
    ax.set_ylim(-1.6, 0.35)
    ax.set_axis_off()
    return ax


def _name_class(ax: Axes, text: str, left: float, before: list[Annotation]) -> Annotation:
    """Write a name under its piece of the key, or further down where it would meet another."""
    style: dict[str, Any] = {"fontweight": "normal", "linespacing": 1.1, "bbox": None, "annotation_clip": False}
    lower = [(0.0, -26.0 * step) for step in (1, 2, 3)]  # points; a name and its number take two lines of type
    return theme.write_beside(
        ax, text, (left, -0.36), "ink", (0, 0), before=before, elsewhere=lower, ha="left", va="top", **style
    )


def map_figure() -> Figure:
    """Return the world map by period of accession."""
    states = periods_of_accession()
    order = _order(states)
    with theme.panels(3.75, 2, 1, height_ratios=[6.2, 1]) as (figure, (above, below)):
        plot_map(states, above)
        plot_period_counts(states, below)
    counted = {f"{status}s": number_of_states(states[states["status"] == status]) for status in ("member", OBSERVER)}
    sources = source_ids_in([*catalog.load("outlines")["source_id"], *catalog.load("places")["source_id"]])
    return Figure(
        figure,
        id="fig-world-map",
        title=say(
            "{late} of {members} members first joined after the organization took its present name in {named:year}",
            late=number_of_states(states[states["period"].isin(order[1:])]),
            members=counted["members"],
            named=pick(catalog.load("names"), "start", abbreviation="IOM"),
        ),
        alt=say(
            "World map of {members} members in four shades of blue, the stronger the earlier they first joined, and "
            "{observers} observers, hatched. Strongest are the United States, Canada, most of South "
            "America and Western Europe, Australia and a few others. Most of Africa and of Asia has the middle "
            "shades; the Russian Federation, China and the islands of the Pacific have the faintest. The largest "
            "observers are Indonesia and Saudi Arabia.",
            **counted,
        ),
        data=states,
        sources=sources,
        notes=[
            say(
                "Equal Earth projection: areas keep their proportions. Dots, and squares for observers, mark {dots} "
                "states too small for an outline at this scale. Left blank: states that are neither, and territories "
                "drawn apart. States that left and came back stand in the period in which they first joined.",
                dots=tally(catalog.load("places")),
            ),
            "Outlines are simplified and taken over from a public domain map. Neither they nor the names and shades "
            "used express a view on the legal status of any country, territory or area, or on where its borders run.",
        ],
    )
