"""Where the article of 2014 and other sources differ on what was done and when, with the reading adopted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import catalog, formats
from iomreport.catalog import required_columns
from iomreport.catalog.cells import records, split_cell
from iomreport.catalog.sources import joined
from iomreport.claims.conflicts import conflicts
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import tally
from iomreport.mandates.emergencies import usable
from iomreport.mandates.people_assisted import hedged

if TYPE_CHECKING:
    import pandas

TOPICS = {
    "F051": "People moved in the fifties",
    "F064": "Span of the list of crises",
    "F070": "East Timor",
    "F073": "Pakistan earthquake and Asian tsunami",
}
"""A claim of each dispute about what was done and when, and what the dispute is about."""

_MOVED = "persons moved, cumulative"


def disputes(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the disputes, each with what the article and other sources say and the reading adopted.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `claim_ids` (joined by a semicolon), `topic` (words), `article_says`, `sources_say` (with years), `reading`
        (what the report uses and why) and `source_id`, in the article's order.

    Examples
    --------
    >>> disputes().set_index("topic").at["Pakistan earthquake and Asian tsunami", "article_says"]
    'Asian tsunami: year not stated; Pakistan earthquake: 2004/2005'
    """
    import pandas

    claims = required_columns.given_or_ours(data, "claims")
    rows = []
    for dispute in records(conflicts(claims)):
        own = split_cell(dispute["claim_ids"])
        topics = [TOPICS[claim] for claim in own if claim in TOPICS]
        if not topics:
            continue
        said = _movements() if "F051" in own else _crises(own)
        rows.append(
            {
                "claim_ids": dispute["claim_ids"],
                "topic": topics[0],
                "article_says": "; ".join(_claimed(claim) for claim in records(claims[claims["claim_id"].isin(own)])),
                "sources_say": "; ".join(text for text, _ in said),
                "reading": dispute["reading"],
                "source_id": joined([dispute["source_id"], *(cited for _, cited in said)]),
            }
        )
    return pandas.DataFrame(rows, columns=["claim_ids", "topic", "article_says", "sources_say", "reading", "source_id"])


def _claimed(claim: dict[str, Any]) -> str:
    """Return what a claim says, after the name of the crisis if it dates one."""
    dates_a_crisis = claim["claim_id"] in set(usable()["claim_id"].dropna())
    return f"{claim['attribute']}: {claim['value']}" if dates_a_crisis else str(claim["value"])


def _movements() -> list[tuple[str, str]]:
    """Return how many people other sources have moved by when, each statement with its source."""
    counts = catalog.load("operations")
    rows = counts[(counts["measure"] == _MOVED) & (counts["status"] != "unverified")].sort_values("as_of")
    return [
        (f"{hedged(row)} by {formats.date_text(row['as_of'])} ({row['scope']})", row["source_id"])
        for row in records(rows)
    ]


def _crises(claim_ids: list[str]) -> list[tuple[str, str]]:
    """Return the year to which other sources date each crisis, with their names."""
    rows = usable()
    rows = rows[rows["claim_id"].isin(claim_ids)]
    return [
        (f"{event}: {group['year'].min()}", joined(group["source_id"]))
        for event, group in rows.groupby("event", sort=False)
    ]


def disputes_table() -> Table:
    """Return the table of disputes about what was done and when.

    Examples
    --------
    >>> disputes_table().id
    'tab-disputes'
    """
    shown = disputes()
    return Table(
        shown,
        id="tab-disputes",
        caption=say(
            "Where the article and other sources differ on what was done and when: {disputes} disputes, and the "
            "reading this report adopts",
            disputes=tally(shown),
        ),
        columns=[
            Column(name="topic", label="What"),
            Column(name="article_says", label="The article says"),
            Column(name="sources_say", label="Other sources say"),
            Column(name="reading", label="Reading adopted, and why"),
        ],
        notes=["Years of crises are those in which they began, or in which the people counted were helped."],
    )
