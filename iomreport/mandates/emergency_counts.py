"""Emergencies: what sources count, crisis by crisis, and the crises that the article of 2014 lists."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped, require_columns, require_rows
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.exhibits import Column, Figure, Table, say
from iomreport.exhibits.values import Value, pick, tally
from iomreport.mandates.emergencies import counts_of, crises, usable
from iomreport.mandates.people_assisted import hedged

COUNTS = {"moved": "Moved from place to place", "assisted": "Assisted in another way"}
"""What can be counted of people helped; the two are never set against each other."""

_COLOURS = {"moved": "blue", "assisted": "amber"}
_FILLS: dict[str, Any] = {"IOM": "full", "with partners": "left"}
_MARKERS = {"sourced": "o", "conflicting": "X"}
_SCALE = (300, 1.6e7)  # the figures run from 512 to 6.5 million
_LINES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
_TOO_NEAR, _LIFT = 1.6, 0.24  # times as large as the next one; by what share of a row such marks stand apart
_NOT_FOUND = "no figure of people helped found"
_FIGURE = ("event", "claim_id", "in_article", "counts", "done_by", "measure", "value", "qualifier", "unit", "note")


def plot_counts(counts: str = "moved", data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw what sources count, a row for each crisis, on a scale of ratios.

    Parameters
    ----------
    counts : str
        "moved" or "assisted".
    data : pandas.DataFrame, optional
        Shaped as the dataset `emergencies`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A mark for each figure: half filled where it counts the work of several bodies together, a cross where other
        sources contradict it. Rows by year from the top; beside each row its figure, or its lowest and highest.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(counts_of(counts, data), "emergencies")
    ink, names = theme.colour(_COLOURS[counts]), []
    for y, ((event, year), group) in enumerate(groupby(records(frame), key=itemgetter("event", "year"))):
        rows = list(group)
        names.append(f"{event}, {year}")
        for row, lift in zip(rows, _lifts([row["value"] for row in rows]), strict=True):
            ax.plot(
                [row["value"]], [y + lift], _MARKERS[row["status"]], color=ink, fillstyle=_FILLS[row["done_by"]],
                markersize=5.3, markeredgewidth=1.1, markerfacecoloralt=theme.colour("paper"), label=row["measure"],
                zorder=3,
            )  # fmt: skip
        ax.annotate(  # just right of the axes
            _from_to(rows), (1.015, y), xycoords=("axes fraction", "data"), va="center", fontsize=8.5,
            color=theme.colour("ink"), annotation_clip=False,
        )  # fmt: skip
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(axis="y", labelsize=8.5)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xscale("log")
    ax.set_xlim(*_SCALE)
    every_second = [formats.number_text(line) if index % 2 == 0 else "" for index, line in enumerate(_LINES)]
    ax.set_xticks(_LINES, every_second)  # names of all lines would meet
    ax.minorticks_off()
    ax.grid(visible=True, axis="both")
    return ax


def _lifts(values: list[int]) -> list[float]:
    """Return how far above or below its row each mark stands, so that those that nearly meet can be distinguished."""
    lifts: list[float] = []
    for index, value in enumerate(values):
        nearest = values[max(index - 1, 0) : index] + values[index + 1 : index + 2]
        crowded = any(max(value, other) < _TOO_NEAR * min(value, other) for other in nearest)
        lifts.append((_LIFT if index % 2 else -_LIFT) if crowded else 0.0)
    return lifts


def _from_to(rows: list[dict[str, Any]]) -> str:
    lowest, highest = hedged(rows[0]), hedged(rows[-1])
    return lowest if len(rows) == 1 else f"{lowest} to {highest}"


def counts_figure() -> Figure:
    """Return the figure of what sources count, crisis by crisis."""
    shown = pandas.concat([counts_of(counts) for counts in COUNTS], ignore_index=True)
    rows = [counts_of(counts)["event"].nunique() for counts in COUNTS]
    with theme.panels(5.9, 2, 1, sharex=True, height_ratios=rows) as (figure, panels):
        for counts, ax in zip(COUNTS, panels, strict=True):
            plot_counts(counts, ax=ax)
            ax.set_title(COUNTS[counts], fontsize=9.5, color=theme.colour(_COLOURS[counts]))
        panels[-1].set_xlabel("People; each line stands for ten times as many as the one before")
        _key(panels[0])
    every_crisis = crises()
    return Figure(
        figure,
        id="fig-emergency-counts",
        title=say(
            "For {counted} of {all} crises a source counts people moved or assisted; for {several} of them there is "
            "more than one figure, and these may not count the same thing",
            all=tally(every_crisis),
            counted=tally(every_crisis[every_crisis["counted"] == "yes"]),
            several=tally(every_crisis[every_crisis["figures"] > 1]),
        ),
        alt=say(
            "Two charts of single marks, a row for each crisis, on a scale on which each line is ten times the one "
            "before. People moved: {moved} figures, "
            "from {least} to {most}. People assisted in another way: {assisted} figures, from {fewest} to {greatest}.",
            **{counts: tally(shown[shown["counts"] == counts]) for counts in COUNTS},
            **_ends(shown, "moved", "least", "most"),
            **_ends(shown, "assisted", "fewest", "greatest"),
        ),
        data=shown,
        notes=[
            "Each figure counts what its source chose to count: people flown home, refugees resettled, voters "
            "registered, people reached in some way, over weeks or over years. The marks therefore show how large the "
            "figures are, not which crisis was larger or better served; the data say what each one counts. Figures of "
            "one crisis may overlap, and are never added up.",
            "Half filled: the work of several bodies is counted together. A cross: other sources contradict the figure "
            "or its date.",
        ],
    )  # fmt: skip


def _key(ax: Axes) -> None:
    """Say above the marks what their forms mean."""
    y = 1.055  # above the axes, whose height and width are 1; the last one beyond their right edge
    for x, done_by, status, words in (
        (0.68, "IOM", "sourced", "its own work"),
        (0.975, "with partners", "sourced", "with partners"),
        (1.3, "IOM", "conflicting", "contradicted"),
    ):
        ax.plot(
            [x], [y], _MARKERS[status], transform=ax.transAxes, clip_on=False, color=theme.colour("quiet"),
            fillstyle=_FILLS[done_by], markersize=5.8, markerfacecoloralt=theme.colour("paper"), markeredgewidth=1.1,
            label="_key",
        )  # fmt: skip
        ax.annotate(
            words, (x, y), xycoords="axes fraction", xytext=(6, -0.5), textcoords="offset points", va="center",
            fontsize=8.5, color=theme.colour("quiet"), annotation_clip=False,
        )  # fmt: skip


def _ends(shown: pandas.DataFrame, counts: str, low: str, high: str) -> dict[str, Value]:
    """Return the lowest and the highest figure, under the names that a text gives them."""
    rows = shown[shown["counts"] == counts].sort_values("value", kind="stable")
    return {low: pick(rows.head(1), "value"), high: pick(rows.tail(1), "value")}


def article_crises(data: pandas.DataFrame | None = None, claims: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the crises that the article lists, each beside what sources count.

    Parameters
    ----------
    data, claims : pandas.DataFrame, optional
        Shaped as the datasets `emergencies` and `claims`; these by default.

    Returns
    -------
    pandas.DataFrame
        `claim_id`, `event` (its name in this report), `crisis` and `dated` (as the article puts them), `article_says`
        (both together), `kind`, `helped` (figures of people moved or assisted, in words), `other` (figures of people
        struck, and of things and money, in words), `figures` (both together), `status` of the claim, `reading` (what
        the report uses and why) and `source_id`, in the article's order.

    Examples
    --------
    >>> article_crises().set_index("crisis").at["Czechoslovakia", "helped"]
    '40,000 refugees resettled'
    """
    figures = require_columns(usable(data), *_FIGURE, "source_id", ours="emergencies")
    claims = given_or_shipped(
        claims, "claims", "claim_id", "attribute", "value", "status", "reading", "reading_source_id", "source_id"
    )
    by_claim: dict[str, list[dict[str, Any]]] = {}
    for row in records(figures):
        by_claim.setdefault(row["claim_id"], []).append(row)
    listed = records(claims[claims["claim_id"].isin(figures.loc[figures["in_article"] == "yes", "claim_id"])])
    return pandas.DataFrame([_listed_crisis(claim, by_claim[claim["claim_id"]]) for claim in listed])


def _listed_crisis(claim: dict[str, Any], figures: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the row of a crisis: the claim that lists it, and the figures that sources give."""
    helped = _written(row for row in figures if row["counts"] in COUNTS) or _NOT_FOUND
    other = _written(row for row in figures if row["counts"] not in COUNTS)
    name, dated = claim["attribute"], claim["value"]
    return {
        "claim_id": claim["claim_id"],
        "event": figures[0]["event"],
        "crisis": name,
        "dated": dated,
        "article_says": name if dated in name else f"{name}, {dated}",
        "kind": figures[0]["kind"],
        "helped": helped,
        "other": other,
        "figures": ". Other figures: ".join(filter(None, (helped, other))),
        "status": claim["status"],
        "reading": claim["reading"] or figures[0]["note"],
        "source_id": join_source_ids(
            [claim["source_id"], *(row["source_id"] for row in figures), claim["reading_source_id"] or ""]
        ),
    }


def _written(rows: Iterable[dict[str, Any]]) -> str:
    return "; ".join(_in_words(row) for row in rows if row["value"] is not None)


def _in_words(row: dict[str, Any]) -> str:
    """Return a figure with what it counts, as "40,000 refugees resettled"."""
    if row["unit"] == "USD":
        return f"{row['measure']}: {row['unit']} {hedged(row)}"
    return f"{hedged(row)} {row['measure']}" + (", with partners" if row["done_by"] == "with partners" else "")


def article_crises_table() -> Table:
    """Return the table of the crises that the article lists, beside what sources count."""
    shown = article_crises()
    return Table(
        shown,
        id="tab-emergencies",
        caption=say(
            "The article lists {all} crises and gives no figures; for {counted} of them another source counts people "
            "whom the organization moved or assisted",
            all=tally(shown),
            counted=tally(shown[shown["helped"] != _NOT_FOUND]),
        ),
        columns=[
            Column(name="event", label="Crisis"),
            Column(name="article_says", label="In the article"),
            Column(name="figures", label="What other sources count"),
            Column(name="reading", label="Reading adopted, and why"),
        ],
        notes=[
            "Figures of one crisis come from different sources and dates, and may overlap. “With partners” stands "
            "where the work of several bodies is counted together."
        ],
    )
