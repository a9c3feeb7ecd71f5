"""What the article of 2014 says, where it or other sources disagree, and the reading this report adopts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from iomreport import catalog, formats
from iomreport.catalog import required_columns
from iomreport.catalog.cells import SEPARATOR, records, split_cell
from iomreport.catalog.sources import joined
from iomreport.charts import theme
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import tally

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

STATUSES = ("reported", "confirmed", "derived", "conflicting")
"""What a claim's status can be, from the least to the most in need of a reading."""

KINDS = {
    (True, False): "within the article",
    (True, True): "within the article, settled by other sources",
    (False, True): "with other sources",
}
"""Kinds of conflict, by whether the article contradicts itself and whether the reading rests on other sources."""

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_PLAIN_SUBJECTS = {"IOM", "IOM movements", "Disasters tracked", "Name changes"}
_PART_NAMES = {"Title/infobox": "Opening box", "Lead": "Introduction", "Member States": "Members"}


def part_of(sections: pandas.Series[str]) -> pandas.Series[str]:
    """Return the part of the article that each section belongs to, as this report names it.

    Examples
    --------
    >>> part_of(catalog.load("claims")["section"]).iloc[0]
    'Opening box'
    """
    return sections.str.split(":").str[0].replace(_PART_NAMES)


def claims_by_section(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Count the claims of each part of the article by their status.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        Indexed by `part`, in the article's order, one column of counts (claims) for each status.

    Examples
    --------
    >>> int(claims_by_section().to_numpy().sum())
    222
    """
    claims = required_columns.given_or_ours(data, "claims", "section", "status")
    parts = part_of(claims["section"])
    counts = claims.groupby([parts.rename("part"), "status"], sort=False).size().unstack(fill_value=0)
    return counts.reindex(columns=list(STATUSES), fill_value=0).loc[parts.drop_duplicates().tolist()]


def plot_status(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw how many claims each part of the article makes, and how many of them conflict.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each part, in the article's order from the top: conflicting claims first, then the others.

    Examples
    --------
    >>> plot_status().get_xlabel()
    'Claims'
    """
    ax = theme.given_or_current(ax)
    counts = claims_by_section(data)
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
    ax.set_xlim(0, float((conflicting + others).max()) * 1.14)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    return ax


def status_figure() -> Figure:
    """Return the figure of claims in conflict by part of the article.

    Examples
    --------
    >>> status_figure().id
    'fig-claims'
    """
    claims = catalog.load("claims")
    conflicting = claims[claims["status"] == "conflicting"]
    data = claims_by_section().reset_index().assign(source_id=joined(claims["source_id"]))
    with theme.drawing(height=3.1) as (figure, ax):
        plot_status(ax=ax)
    return Figure(
        figure,
        id="fig-claims",
        title=say(
            "Of the article’s {all} checkable claims, {conflicting} are contradicted by another claim or source",
            all=tally(claims),
            conflicting=tally(conflicting),
        ),
        alt=say(
            "Bar chart of the number of claims in each part of the article, {all} in all. The longest bar is that of "
            "the activities; the first part of each bar counts the claims in conflict, {conflicting} in all; the "
            "history has the most, {most}.",
            all=tally(claims),
            conflicting=tally(conflicting),
            most=tally(conflicting[conflicting["section"] == "History"]),
        ),
        data=data,
        notes=[
            "The first part of each bar, and the first number, count claims in conflict; the second number counts all."
        ],
    )


@catalog.once
def conflicts(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the conflicts, each with what is said, its kind and the reading adopted.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        One row per group of claims that contradict one another or another source: `topic`, `article_says` (its figures
        and dates, where it has any), `claim_ids`, `kind` (see `KINDS`), `reading`, `source_id`.

    Examples
    --------
    >>> conflicts()[["topic", "claim_ids"]].iloc[0].tolist()
    ['Formation year', 'F006; F018; F048; F055; F056']
    """
    import pandas

    claims = required_columns.given_or_ours(
        data, "claims", "claim_id", "subject", "attribute", "value", "number", "as_of", "status", "conflicts_with",
        "reading", "reading_source_id", "source_id",
    )  # fmt: skip
    rows = [_conflict(group) for group in _groups(claims)]
    return pandas.DataFrame(rows, columns=["topic", "article_says", "claim_ids", "kind", "reading", "source_id"])


def kind_of(conflicting: pandas.DataFrame) -> str:
    """Return which of `KINDS` a group of claims in conflict belongs to.

    Parameters
    ----------
    conflicting : pandas.DataFrame
        Rows of the dataset `claims`.

    Examples
    --------
    >>> kind_of(catalog.load("claims").query("claim_id == 'F015'"))
    'with other sources'
    """
    within = bool(conflicting["conflicts_with"].notna().any())
    return KINDS[within, bool(conflicting["reading_source_id"].notna().any())]


def _groups(claims: pandas.DataFrame) -> list[pandas.DataFrame]:
    """Split the conflicting claims into groups that are linked by `conflicts_with`."""
    conflicting = claims[claims["status"] == "conflicting"].set_index("claim_id", drop=False)
    groups, seen = [], set[str]()
    for start in conflicting.index:
        if start in seen:
            continue
        group, waiting = set[str](), [start]
        while waiting:
            claim = waiting.pop()
            if claim not in group and claim in conflicting.index:
                group.add(claim)
                waiting += split_cell(conflicting["conflicts_with"].fillna("")[claim])
        seen |= group
        groups.append(conflicting[conflicting.index.isin(group)])
    return groups


def _conflict(group: pandas.DataFrame) -> dict[str, Any]:
    figures = group[group["number"].notna() | group["value"].str.fullmatch(r"[\d-]+")]
    told = group if figures.empty else figures
    first = told.iloc[0]
    said = dict.fromkeys(_as_said(claim) for claim in records(told))
    topic = re.sub(r"\s*\(.*?\)", "", first["attribute"])
    subject = "" if first["subject"] in _PLAIN_SUBJECTS else f"{first['subject']}: "
    return {
        "topic": (subject + topic)[:1].upper() + (subject + topic)[1:],
        "article_says": "; ".join(said),
        "claim_ids": SEPARATOR.join(group["claim_id"]),
        "kind": kind_of(group),
        "reading": first["reading"],
        "source_id": joined([*group["source_id"], *group["reading_source_id"].dropna()]),
    }


def in_words(value: str) -> str:
    """Return what a claim says, a date written out.

    Examples
    --------
    >>> in_words("1953-10-19"), in_words("156 member states")
    ('19 October 1953', '156 member states')
    """
    return formats.date_text(value) if _DATE.fullmatch(value) else value


def _as_said(claim: dict[str, Any]) -> str:
    """Return what a claim says in a few words, with its date where it has one of its own."""
    said, date = in_words(claim["value"]), claim["as_of"]
    if _DATE.fullmatch(claim["value"]) or date is None or formats.date_text(date) in said:
        return said
    return f"{said} ({formats.date_text(date)})"
