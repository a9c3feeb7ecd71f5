"""Chapter 1: the article's figures on size beside what the sources say."""

from __future__ import annotations

import pytest

from iomreport import Table, load
from iomreport.catalog.cells import split_cell
from iomreport.catalog.sources import all_sources
from iomreport.claims import size

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def table() -> Table:
    return size.article_table()


def test_every_figure_of_the_article_is_there() -> None:
    numbers = size.article_figures().groupby("measure")["number"].apply(lambda column: sorted(column.astype(float)))
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
    assert size.article_figures().set_index("claim_id").at[claim_id, "sources_say"] == said


def test_words_and_readings_are_those_of_the_claims() -> None:
    claims = load("claims").set_index("claim_id")
    for _, row in size.article_figures().iterrows():
        assert row["article_says"] == claims.at[row["claim_id"], "value"]
        assert row["reading"] == claims.at[row["claim_id"], "reading"]


def test_each_row_cites_the_article_and_what_contradicts_it() -> None:
    for cell in size.article_figures()["source_id"]:
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
    for said in size.article_figures()["sources_say"]:
        assert not any(text in said for text in unverified)
