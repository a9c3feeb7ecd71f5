"""How many claims each part of the article of 2014 makes, and how many of them are in conflict."""

import pandas
from matplotlib.axes import Axes

from iomreport import catalog
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import tally

STATUSES = ("reported", "confirmed", "derived", "conflicting")
"""What a claim's status can be, from the least to the most in need of a reading."""

_PART_NAMES = {"Title/infobox": "Opening box", "Lead": "Introduction", "Member States": "Members"}


def part_of(sections: "pandas.Series[str]") -> "pandas.Series[str]":
    """Return the part of the article that each section belongs to, as this report names it."""
    return sections.str.split(":").str[0].replace(_PART_NAMES)


def claims_by_part(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Count the claims of each part of the article by their status.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        Indexed by `part`, in the article's order, one column of counts (claims) for each status.

    Examples
    --------
    >>> int(claims_by_part().to_numpy().sum())
    222
    """
    claims = given_or_shipped(data, "claims", "section", "status")
    parts = part_of(claims["section"])
    counts = claims.groupby([parts.rename("part"), "status"], sort=False).size().unstack(fill_value=0)
    return counts.reindex(columns=list(STATUSES), fill_value=0).loc[parts.drop_duplicates().tolist()]


def plot_status(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw how many claims each part of the article makes, and how many of them conflict.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `claims`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each part, in the article's order from the top: conflicting claims first, then the others.
    """
    ax = theme.given_or_current(ax)
    counts = claims_by_part(data)
    conflicting, others = counts["conflicting"], counts.drop(columns="conflicting").sum(axis=1)
    ax.barh(counts.index, conflicting, color=theme.colour("amber"), height=0.62, label="conflicting")
    ax.barh(counts.index, others, left=conflicting, color=theme.colour("sky"), height=0.62, label="not in conflict")
    for row, (low, high) in enumerate(zip(conflicting, others, strict=True)):
        total = low + high
        ax.annotate(
            f"{low} of {total}", (total, row), xytext=(5, 0), textcoords="offset points", va="center",
            color=theme.colour("ink"),
        )  # fmt: skip
    for text, row, x, ink in (
        ("in conflict", int(conflicting.to_numpy().argmax()), 0.5, "paper"),
        ("not in conflict", int(others.to_numpy().argmax()), float(others.max()) / 2, "ink"),
    ):
        ax.annotate(text, (x, row), va="center", color=theme.colour(ink))
    ax.invert_yaxis()
    ax.set_xlabel("Claims")
    ax.set_xlim(0, float((conflicting + others).max()) * 1.14)  # room for both numbers beside the longest bar
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    return ax


def status_figure() -> Figure:
    """Return the figure of claims in conflict by part of the article."""
    claims = catalog.load("claims")
    conflicting = claims[claims["status"] == "conflicting"]
    counts = {"all": tally(claims), "conflicting": tally(conflicting)}
    with theme.drawing(height=3.1) as (figure, ax):
        plot_status(ax=ax)
    return Figure(
        figure,
        id="fig-claims",
        title=say(
            "Of the article’s {all} checkable claims, {conflicting} are contradicted by another claim or source",
            **counts,
        ),
        alt=say(
            "Bar chart of the number of claims in each part of the article, {all} in all. The longest bar is that of "
            "the activities; the first part of each bar counts the claims in conflict, {conflicting} in all; the "
            "history has the most, {most}.",
            most=tally(conflicting[conflicting["section"] == "History"]),
            **counts,
        ),
        data=claims_by_part().reset_index().assign(source_id=join_source_ids(claims["source_id"])),
        notes=[
            "The first part of each bar, and the first number, count claims in conflict; the second number counts all."
        ],
    )
