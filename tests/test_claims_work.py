"""Chapter 2: where the article and other sources differ on what was done and when."""

from __future__ import annotations

import pytest

from iomreport import Table, load
from iomreport.catalog.cells import records, split_cell
from iomreport.claims import work

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def table() -> Table:
    return work.disputes_table()


def test_the_disputes_are_those_of_the_chapter_in_the_order_of_the_article(table: Table) -> None:
    assert table.data["topic"].tolist() == list(work.TOPICS.values())
    assert table.data["claim_ids"].tolist() == ["F051", "F063; F064", "F070", "F071; F073"]


def test_every_claim_in_dispute_is_marked_as_conflicting_and_has_a_reading(table: Table) -> None:
    claims = load("claims").set_index("claim_id")
    for row in records(table.data):
        for claim in split_cell(row["claim_ids"]):
            assert claims.at[claim, "status"] == "conflicting"
        assert row["reading"] in {claims.at[claim, "reading"] for claim in split_cell(row["claim_ids"])}


@pytest.mark.parametrize(
    ("topic", "article", "others"),
    [
        ("East Timor", "Timor (East Timor): 1999", "East Timor: 2000"),
        (
            "Pakistan earthquake and Asian tsunami",
            "Asian tsunami: year not stated; Pakistan earthquake: 2004/2005",
            "Asian tsunami: 2004; Pakistan earthquake: 2005",
        ),
        ("Span of the list of crises", "the past half century; Hungary: 1956", "Hungary: 1956"),
    ],
)
def test_what_the_article_says_stands_beside_what_others_say(topic: str, article: str, others: str) -> None:
    row = work.disputes().set_index("topic").loc[topic]
    assert (row["article_says"], row["sources_say"]) == (article, others)


def test_all_counts_of_the_fifties_stand_beside_the_article() -> None:
    said = str(work.disputes().set_index("topic").at["People moved in the fifties", "sources_say"])
    for count in ("nearly 1,000,000 by 1959", "over 406,000 by 1959", "775,000 by 1957", "more than 570,000 by 1957"):
        assert count in said


def test_each_dispute_cites_the_article_and_another_source(table: Table) -> None:
    for cell in table.data["source_id"]:
        cited = split_cell(cell)
        assert cited[0] == "wikipedia-iom-2014"
        assert len(cited) == len(set(cited)) > 1


def test_without_conflicting_claims_there_is_no_dispute() -> None:
    claims = load("claims")
    assert work.disputes(claims[claims["status"] != "conflicting"]).empty
