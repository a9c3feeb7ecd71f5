"""What the article says beside what other sources say: its figures on size, and what was done and when."""

from __future__ import annotations

import pytest

from iomreport import Table, load
from iomreport.catalog.cells import records, split_cell
from iomreport.catalog.sources import all_sources
from iomreport.claims import comparison

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def table() -> Table:
    return comparison.size_table()


@pytest.fixture(scope="module")
def disputes() -> Table:
    return comparison.disputes_table()


# Size


def test_every_figure_of_the_article_is_there() -> None:
    numbers = (
        comparison.article_figures().groupby("measure")["number"].apply(lambda column: sorted(column.astype(float)))
    )
    assert numbers.to_dict() == {
        "Member states": [155, 156],
        "Observer states": [10, 11],
        "Staff": [8400, 8400],
        "Budget of the year": [1.675e9],
        "Yearly operating budget": [1.3e9],
        "Countries with staff": [100],
        "Offices": [440],
    }


@pytest.mark.parametrize(
    ("claim_id", "said"),
    [
        ("F009", "155 states (31 December 2013); 157 states (31 December 2014)"),
        ("F022", "11 states (December 2013)"),
        ("F015", "8,061 persons (30 June 2013); 8,390 persons (30 June 2014)"),
        (
            "F014",
            "expenditure: USD 1,232,654,268 (2013); expenditure: estimated USD 1,300,000,000 (2013)",
        ),
        ("F084", "over 150 countries (2014)"),
        ("F103", "476 offices (30 June 2013); 488 offices (30 June 2014)"),
    ],
)
def test_beside_it_stands_what_the_sources_say(claim_id: str, said: str) -> None:
    assert comparison.article_figures().set_index("claim_id").at[claim_id, "sources_say"] == said


def test_words_and_readings_are_those_of_the_claims() -> None:
    claims = load("claims").set_index("claim_id")
    for _, row in comparison.article_figures().iterrows():
        assert row["article_says"] == claims.at[row["claim_id"], "value"]
        assert row["reading"] == claims.at[row["claim_id"], "reading"]


def test_each_row_cites_the_article_and_what_contradicts_it() -> None:
    for cell in comparison.article_figures()["source_id"]:
        cited = split_cell(cell)
        assert cited[0] == "wikipedia-iom-2014"
        assert len(cited) > 1
        assert set(cited) <= set(all_sources())


def test_the_caption_counts_the_rows(table: Table) -> None:
    conflicting = int((table.data["status"] == "conflicting").sum())
    assert table.caption.startswith(f"Of the article’s {len(table.data)} figures on the size of the organization, ")
    assert f"{conflicting} disagree with another figure" in table.caption


def test_nothing_unverified_is_said() -> None:
    unverified = load("footprint").query("status == 'unverified'")["text"].tolist()
    for said in comparison.article_figures()["sources_say"]:
        assert not any(text in said for text in unverified)


# What was done and when


def test_the_disputes_are_those_of_the_chapter_in_the_order_of_the_article(disputes: Table) -> None:
    assert disputes.data["topic"].tolist() == list(comparison.TOPICS.values())
    assert disputes.data["claim_ids"].tolist() == ["F051", "F063; F064", "F070", "F071; F073"]


def test_every_claim_in_dispute_is_marked_as_conflicting_and_has_a_reading(disputes: Table) -> None:
    claims = load("claims").set_index("claim_id")
    for row in records(disputes.data):
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
    row = comparison.work_disputes().set_index("topic").loc[topic]
    assert (row["article_says"], row["sources_say"]) == (article, others)


def test_all_counts_of_the_fifties_stand_beside_the_article() -> None:
    said = str(comparison.work_disputes().set_index("topic").at["People moved in the fifties", "sources_say"])
    for count in ("nearly 1,000,000 by 1959", "over 406,000 by 1959", "775,000 by 1957", "more than 570,000 by 1957"):
        assert count in said


def test_each_dispute_cites_the_article_and_another_source(disputes: Table) -> None:
    for cell in disputes.data["source_id"]:
        cited = split_cell(cell)
        assert cited[0] == "wikipedia-iom-2014"
        assert len(cited) == len(set(cited)) > 1


def test_without_conflicting_claims_there_is_no_dispute() -> None:
    claims = load("claims")
    assert comparison.work_disputes(claims[claims["status"] != "conflicting"]).empty
