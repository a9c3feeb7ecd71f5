"""The conflicts: claims of the article that contradict one another or other sources, and the reading adopted."""

import re
from collections.abc import Iterable
from typing import Any

import pandas

from iomreport import catalog, formats
from iomreport.catalog.cells import SEPARATOR, records, split_cell
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids, source_ids_in
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import Value, tally

KINDS = {
    (True, False): "within the article",
    (True, True): "within the article, settled by other sources",
    (False, True): "with other sources",
}
"""Kinds of conflict, by whether the article contradicts itself and whether the reading rests on other sources."""

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_PLAIN_SUBJECTS = {"IOM", "IOM movements", "Disasters tracked", "Name changes"}


@catalog.once
def conflicts_by_topic(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the conflicts, each with what is said, its kind and the reading adopted.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        One row per group of claims that contradict one another or another source: `topic`, `article_says` (its figures
        and dates, where it has any), `claim_ids`, `kind` (see `KINDS`), `reading`, `source_id`.

    Examples
    --------
    >>> conflicts_by_topic()[["topic", "claim_ids"]].iloc[0].tolist()
    ['Formation year', 'F006; F018; F048; F055; F056']
    """
    claims = given_or_shipped(
        data, "claims", "claim_id", "subject", "attribute", "value", "number", "as_of", "status", "conflicts_with",
        "reading", "reading_source_id", "source_id",
    )  # fmt: skip
    rows = [_conflict(group) for group in _groups(claims[claims["status"] == "conflicting"])]
    return pandas.DataFrame(rows, columns=["topic", "article_says", "claim_ids", "kind", "reading", "source_id"])


def kind_of(claims: Iterable[dict[str, Any]]) -> str:
    """Return which of `KINDS` a group of claims in conflict belongs to."""
    named, cited = zip(*((claim["conflicts_with"], claim["reading_source_id"]) for claim in claims), strict=True)
    return KINDS[any(named), any(cited)]


def between(kind: str, claim_ids: list[str]) -> str:
    """Return the kind of a conflict, with the claims of the article that it is between."""
    within = KINDS[True, False]
    return kind.replace(within, f"{within} ({', '.join(claim_ids)})")


def in_words(value: str) -> str:
    """Return what a claim says, a date written out."""
    return formats.date_text(value) if _DATE.fullmatch(value) else value


def _groups(conflicting: pandas.DataFrame) -> list[list[dict[str, Any]]]:
    """Gather claims in conflict into groups that are linked by `conflicts_with`."""
    claims = {claim["claim_id"]: claim for claim in records(conflicting)}

    def gather(claim_id: str, group: set[str]) -> set[str]:
        if claim_id in claims and claim_id not in group:
            group.add(claim_id)
            for other in split_cell(claims[claim_id]["conflicts_with"] or ""):
                gather(other, group)
        return group

    groups: list[set[str]] = []
    for start in claims:
        if not any(start in group for group in groups):
            groups.append(gather(start, set()))
    return [[claim for claim_id, claim in claims.items() if claim_id in group] for group in groups]


def _conflict(group: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the row of one conflict; its figures and dates, where it has any, say best what it is about."""
    telling = [one for one in group if one["number"] is not None or re.fullmatch(r"[\d-]+", one["value"])] or group
    first = telling[0]
    subject = "" if first["subject"] in _PLAIN_SUBJECTS else f"{first['subject']}: "
    topic = subject + re.sub(r"\s*\(.*?\)", "", first["attribute"])
    return {
        "topic": topic[:1].upper() + topic[1:],
        "article_says": "; ".join(dict.fromkeys(map(_dated, telling))),
        "claim_ids": SEPARATOR.join(claim["claim_id"] for claim in group),
        "kind": kind_of(group),
        "reading": first["reading"],
        "source_id": join_source_ids(
            [*(claim["source_id"] for claim in group), *(claim["reading_source_id"] or "" for claim in group)]
        ),
    }


def _dated(claim: dict[str, Any]) -> str:
    """Return what a claim says in a few words, with its date where it has one of its own."""
    words, date = in_words(claim["value"]), claim["as_of"]
    if _DATE.fullmatch(claim["value"]) or date is None or formats.date_text(date) in words:
        return words
    return f"{words} ({formats.date_text(date)})"


def article_in(shown: pandas.DataFrame) -> list[str]:
    """Return the source that all claims rest on."""
    return [source_ids_in(shown["source_id"])[0]]


def without_article(shown: pandas.DataFrame) -> pandas.DataFrame:
    """Leave the source that all claims rest on to the whole table, so that rows cite what else they rest on."""
    (article,) = article_in(shown)
    rest = [join_source_ids(source for source in split_cell(cell) if source != article) for cell in shown["source_id"]]
    return shown.assign(source_id=rest)


def conflicts_table() -> Table:
    """Return the table of conflicts, each with its kind and the reading adopted."""
    shown = conflicts_by_topic()
    concerned = [split_cell(cell) for cell in shown["claim_ids"]]
    is_outside = shown["kind"] == KINDS[False, True]
    return Table(
        without_article(shown.assign(conflict=list(map(_described, shown["kind"], concerned)))),
        id="tab-conflicts",
        caption=say(
            "{all} conflicts in {claims} claims: in {itself} the article contradicts itself, in {others} only other "
            "sources contradict it",
            all=tally(shown),
            claims=Value(content=sum(map(len, concerned)), sources=source_ids_in(shown["source_id"])),
            itself=tally(shown[~is_outside]),
            others=tally(shown[is_outside]),
        ),
        columns=[
            Column(name="topic", label="About"),
            Column(name="article_says", label="The article says"),
            Column(name="conflict", label="Conflict"),
            Column(name="reading", label="Reading adopted"),
        ],
        sources=article_in(shown),
        notes=["The reading of each single claim stands in the ledger."],
    )


def _described(kind: str, claim_ids: list[str]) -> str:
    """Say of which kind a conflict is and which claims it concerns."""
    text = between(kind, claim_ids)
    return text if text != kind else f"{', '.join(claim_ids)} {kind}"
