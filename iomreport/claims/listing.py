"""The ledger: every claim of the article of 2014, part by part, and every conflict with its kind and reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import catalog
from iomreport.catalog import required_columns
from iomreport.catalog.cells import records, split_cell
from iomreport.catalog.sources import ids_in, joined
from iomreport.claims import conflicts
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import Value, rows_with, tally
from iomreport.formats import slug

if TYPE_CHECKING:
    import pandas

_STATUS_IN_WORDS = {
    "reported": "Only in the article.",
    "confirmed": "Confirmed.",
    "derived": "Derived.",
    "conflicting": "In conflict",
}
"""How what was found begins, by the status of the claim."""


def parts(data: pandas.DataFrame | None = None) -> list[str]:
    """Return the parts of the article, in its order.

    Examples
    --------
    >>> parts()[:3]
    ['Opening box', 'Introduction', 'History']
    """
    return [str(part) for part in conflicts.claims_by_section(data).index]


@catalog.once
def ledger(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return every claim with what became of it.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `claim_id`, `part`, `topic` (what it is about), `article_says`, `as_of` (ISO 8601 date), `status`, `found` (what
        was found, in words, with the reading adopted), `conflicts_with` (identifiers of other claims), `kind` (of the
        conflict, one of `claims.KINDS`; empty where there is none) and `source_id`, in the order of the article.

    Examples
    --------
    >>> ledger().set_index("claim_id").loc["F009", ["article_says", "kind"]].tolist()
    ['156 member states', 'within the article, settled by other sources']
    """
    stated = required_columns.given_or_ours(
        data, "claims", "claim_id", "section", "subject", "attribute", "value", "as_of", "status", "conflicts_with",
        "reading", "reading_source_id", "source_id",
    )  # fmt: skip
    kinds = [
        conflicts.kind_of(stated.iloc[[place]]) if status == "conflicting" else ""
        for place, status in enumerate(stated["status"])
    ]
    frame = stated.assign(
        part=conflicts.part_of(stated["section"]),
        topic=stated["subject"] + ": " + stated["attribute"],
        article_says=stated["value"].map(conflicts.in_words),
        kind=kinds,
        source_id=[
            joined([row["source_id"], row["reading_source_id"] or ""])
            for row in records(stated[["source_id", "reading_source_id"]])
        ],
    )
    frame["found"] = [_found(row) for row in records(frame)]
    frame.attrs = stated.attrs
    return frame[
        [
            "claim_id", "part", "topic", "article_says", "as_of", "status", "found", "conflicts_with", "kind",
            "source_id",
        ]
    ]  # fmt: skip


def _found(claim: dict[str, Any]) -> str:
    """Say what was found about a claim: how it stands, the kind of conflict and the reading adopted."""
    begun = _STATUS_IN_WORDS[claim["status"]]
    if claim["status"] == "conflicting":
        begun += f" {_against(claim['kind'], split_cell(claim['conflicts_with'] or ''))}."
    return f"{begun} {claim['reading'] or ''}".strip()


def _against(kind: str, others: list[str]) -> str:
    """Return the kind of a conflict, with the claims that it is between."""
    within = conflicts.KINDS[True, False]
    return kind.replace(within, f"{within} ({', '.join(others)})")


def claims_table(part: str, data: pandas.DataFrame | None = None) -> Table:
    """Return the claims of one part of the article as a table.

    Parameters
    ----------
    part : str
        One of `parts`.
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.

    Examples
    --------
    >>> claims_table("History").id
    'tab-claims-history'
    """
    frame = ledger(data)
    shown = rows_with(frame, part=part).reset_index(drop=True)
    return Table(
        _without_article(shown),
        id=f"tab-claims-{slug(part)}",
        caption=say(
            "{part}: {all} of the {total} claims, {confirmed} of them confirmed, {conflicting} in conflict",
            part=part,
            all=tally(shown),
            total=Value(content=len(frame), unit="claims", sources=tuple(_article(frame))),
            confirmed=_how_many(shown, "confirmed"),
            conflicting=_how_many(shown, "conflicting"),
        ),
        columns=[
            Column(name="claim_id", label="Claim"),
            Column(name="topic", label="About"),
            Column(name="article_says", label="The article says"),
            Column(name="found", label="What was found"),
        ],
        sources=_article(shown),
    )


def _article(shown: pandas.DataFrame) -> list[str]:
    """Return the source that all claims rest on."""
    return [ids_in(shown["source_id"])[0]]


def _without_article(shown: pandas.DataFrame) -> pandas.DataFrame:
    """Leave the source that all claims rest on to the whole table, so that rows cite what else they rest on."""
    article = _article(shown)[0]
    rest = [joined(source for source in split_cell(cell) if source != article) for cell in shown["source_id"]]
    return shown.assign(source_id=rest)


def _how_many(shown: pandas.DataFrame, status: str) -> Value:
    """Return how many claims have a status, none included."""
    number = int((shown["status"] == status).sum())
    return Value(content=number, unit="claims", sources=ids_in(shown["source_id"]))


def conflicts_table() -> Table:
    """Return every conflict, with its kind and the reading adopted.

    Examples
    --------
    >>> conflicts_table().id
    'tab-conflicts'
    """
    shown, stated = conflicts.conflicts(), ledger()
    return Table(
        _without_article(shown.assign(conflict=_between(shown))),
        id="tab-conflicts",
        caption=say(
            "{all} conflicts in {claims} claims: in {itself} the article contradicts itself, in {others} only other "
            "sources contradict it",
            all=tally(shown),
            claims=tally(stated[stated["status"] == "conflicting"]),
            itself=tally(shown[shown["kind"] != "with other sources"]),
            others=tally(shown[shown["kind"] == "with other sources"]),
        ),
        columns=[
            Column(name="topic", label="About"),
            Column(name="article_says", label="The article says"),
            Column(name="conflict", label="Conflict"),
            Column(name="reading", label="Reading adopted"),
        ],
        sources=_article(shown),
        notes=["The reading of each single claim stands in the ledger."],
    )


def _between(conflicts: pandas.DataFrame) -> list[str]:
    """Say of each conflict of which kind it is and which claims it concerns."""
    told = []
    for row in records(conflicts):
        concerned = split_cell(row["claim_ids"])
        said = _against(row["kind"], concerned)
        told.append(said if said != row["kind"] else f"{', '.join(concerned)} {said}")
    return told
