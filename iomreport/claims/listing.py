"""Every claim of the article, part by part, with what was found about it."""

from dataclasses import replace
from typing import Any

import pandas

from iomreport import catalog
from iomreport.catalog.cells import records, split_cell
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids, source_ids_in
from iomreport.claims.conflicts import article_in, between, in_words, kind_of, without_article
from iomreport.claims.overview import part_of
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import Value, rows_with, select, tally, value_in
from iomreport.formats import slug

_STATUS_IN_WORDS = {
    "reported": "Only in the article.",
    "confirmed": "Confirmed.",
    "derived": "Derived.",
    "conflicting": "In conflict",
}


def reading_of(claim_id: str) -> Value:
    """Return the reading that this report gives of a claim, with the sources on which that reading rests."""
    claim = select(catalog.load("claims"), claim_id=claim_id)
    reading, cited = value_in(claim, "reading"), claim["reading_source_id"]
    return replace(reading, sources=source_ids_in([cited])) if isinstance(cited, str) else reading


@catalog.once
def assessed_claims(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return every claim with what was found about it.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `claim_id`, `part`, `topic` (what it is about), `article_says`, `as_of` (ISO 8601 date), `status`, `found` (in
        words, with the reading adopted), `conflicts_with` (identifiers of other claims), `kind` (of the conflict, one
        of `conflicts.KINDS`; empty where there is none) and `source_id`, in the order of the article.

    Examples
    --------
    >>> assessed_claims().set_index("claim_id").loc["F009", ["article_says", "kind"]].tolist()
    ['156 member states', 'within the article, settled by other sources']
    """
    stated = given_or_shipped(
        data, "claims", "claim_id", "section", "subject", "attribute", "value", "as_of", "status", "conflicts_with",
        "reading", "reading_source_id", "source_id",
    )  # fmt: skip
    claims = records(stated)
    frame = stated.assign(
        part=part_of(stated["section"]),
        topic=stated["subject"] + ": " + stated["attribute"],
        article_says=stated["value"].map(in_words),
        found=[_found(claim) for claim in claims],
        kind=[kind_of([claim]) if claim["status"] == "conflicting" else "" for claim in claims],
        source_id=[join_source_ids([claim["source_id"], claim["reading_source_id"] or ""]) for claim in claims],
    )
    frame.attrs = stated.attrs
    columns = ["claim_id", "part", "topic", "article_says", "as_of", "status", "found", "conflicts_with", "kind"]
    return frame[[*columns, "source_id"]]


def _found(claim: dict[str, Any]) -> str:
    """Say how a claim stands, the kind of conflict if it is in one, and the reading adopted."""
    text = _STATUS_IN_WORDS[claim["status"]]
    if claim["status"] == "conflicting":
        text += f" {between(kind_of([claim]), split_cell(claim['conflicts_with'] or ''))}."
    return f"{text} {claim['reading'] or ''}".strip()


def claims_table(part: str, data: pandas.DataFrame | None = None) -> Table:
    """Return the table of the claims of one part of the article, such as "History"."""
    frame = assessed_claims(data)
    shown = rows_with(frame, part=part).reset_index(drop=True)
    return Table(
        without_article(shown),
        id=f"tab-claims-{slug(part)}",
        caption=say(
            "{part}: {all} of the {total} claims, {confirmed} of them confirmed, {conflicting} in conflict",
            part=part,
            all=tally(shown),
            total=Value(content=len(frame), unit="claims", sources=tuple(article_in(frame))),
            confirmed=_how_many(shown, "confirmed"),
            conflicting=_how_many(shown, "conflicting"),
        ),
        columns=[
            Column(name="claim_id", label="Claim"),
            Column(name="topic", label="About"),
            Column(name="article_says", label="The article says"),
            Column(name="found", label="What was found"),
        ],
        sources=article_in(shown),
    )


def _how_many(shown: pandas.DataFrame, status: str) -> Value:
    """Return how many claims have a status, none included."""
    number = int((shown["status"] == status).sum())
    return Value(content=number, unit="claims", sources=source_ids_in(shown["source_id"]))
