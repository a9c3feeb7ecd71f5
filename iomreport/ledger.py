"""The ledger: every claim of the article of 2014, part by part, and every contradiction with its kind and reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomreport import claims, shapes
from iomreport.exhibits import Column, Table, say
from iomreport.rows import records
from iomreport.schema import split_cell
from iomreport.slugs import slug
from iomreport.sources import ids_in, joined
from iomreport.values import Value, rows_with, tally

if TYPE_CHECKING:
    import pandas

_STATUS_IN_WORDS = {
    "reported": "only in the article",
    "confirmed": "confirmed",
    "derived": "derived",
    "conflicting": "in conflict",
}
"""What the status of a claim means."""


def parts(data: pandas.DataFrame | None = None) -> list[str]:
    """Return the parts of the article, in its order.

    Examples
    --------
    >>> parts()[:3]
    ['Opening box', 'Introduction', 'History']
    """
    return [str(part) for part in claims.claims_by_section(data).index]


def ledger(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return every claim with what became of it.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `claim_id`, `part`, `topic` (what it is about), `article_says`, `as_of` (ISO 8601 date), `status`, `finding`
        (the status in words), `contradicts` (identifiers of the claims it contradicts), `reading` and `source_id`, in
        the order of the article.

    Examples
    --------
    >>> ledger().set_index("claim_id").loc["F009", ["article_says", "finding", "contradicts"]].tolist()
    ['156 member states', 'in conflict', 'F021']
    """
    stated = shapes.given_or_ours(
        data, "claims", "claim_id", "section", "subject", "attribute", "value", "as_of", "status", "conflicts_with",
        "reading", "reading_source_id", "source_id",
    )  # fmt: skip
    frame = stated.assign(
        part=claims.part_of(stated["section"]),
        topic=stated["subject"] + ": " + stated["attribute"],
        article_says=stated["value"],
        finding=stated["status"].map(_STATUS_IN_WORDS),
        contradicts=stated["conflicts_with"],
        source_id=[
            joined([row["source_id"], row["reading_source_id"] or ""])
            for row in records(stated[["source_id", "reading_source_id"]])
        ],
    )
    frame.attrs = stated.attrs
    return frame[
        [
            "claim_id", "part", "topic", "article_says", "as_of", "status", "finding", "contradicts", "reading",
            "source_id",
        ]
    ]  # fmt: skip


def contradictions(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the claims in conflict, each with the kind of contradiction.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        The rows of `ledger` that are in conflict, with `kind`: internal where the article contradicts itself, external
        where other sources contradict it; `source_id` names those other sources.

    Examples
    --------
    >>> contradictions()["kind"].value_counts().to_dict()
    {'internal, settled elsewhere': 31, 'external': 9, 'internal': 4}
    """
    stated = shapes.given_or_ours(data, "claims")
    frame = ledger(stated)
    elsewhere = stated["reading_source_id"].notna()
    within = stated["conflicts_with"].notna()
    frame["kind"] = [_kind(bool(inside), bool(outside)) for inside, outside in zip(within, elsewhere, strict=True)]
    kept = frame[frame["status"] == "conflicting"].reset_index(drop=True)
    kept.attrs = stated.attrs
    return kept


def _kind(within: bool, elsewhere: bool) -> str:
    if within and elsewhere:
        return "internal, settled elsewhere"
    return "internal" if within else "external"


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
    settled = shown["status"].isin(["reported", "conflicting"])
    return Table(
        _without_article(shown.assign(remark=shown["reading"].mask(settled))),
        id=f"tab-claims-{slug(part)}",
        caption=say(
            "{part}: claims {all}, confirmed {confirmed}, in conflict {conflicting}",
            part=part,
            all=tally(shown),
            confirmed=_how_many(shown, "confirmed"),
            conflicting=_how_many(shown, "conflicting"),
        ),
        columns=[
            Column(name="claim_id", label="Claim"),
            Column(name="topic", label="About"),
            Column(name="article_says", label="The article says"),
            Column(name="finding", label="Finding"),
            Column(name="remark", label="How it was checked"),
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


def contradictions_table() -> Table:
    """Return every claim in conflict, with the kind of contradiction and the reading adopted.

    Examples
    --------
    >>> contradictions_table().id
    'tab-contradictions'
    """
    import pandas

    shown = contradictions()
    itself = shown[shown["contradicts"].notna()]
    others = ["" if pandas.isna(cell) else f": {', '.join(split_cell(cell))}" for cell in shown["contradicts"]]
    return Table(
        _without_article(shown.assign(against=shown["kind"] + others)),
        id="tab-contradictions",
        caption=say(
            "{all} claims in conflict: {itself} with another claim of the article, {others} with other sources alone",
            all=tally(shown),
            itself=tally(itself),
            others=tally(shown[shown["contradicts"].isna()]),
        ),
        columns=[
            Column(name="claim_id", label="Claim"),
            Column(name="topic", label="About"),
            Column(name="article_says", label="The article says"),
            Column(name="against", label="Kind"),
            Column(name="reading", label="Reading adopted"),
        ],
        sources=_article(shown),
        notes=["Internal: the article contradicts itself. External: other sources contradict it."],
    )
