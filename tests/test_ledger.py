"""The ledger: every claim, what became of it, and every contradiction with its kind and reading."""

from __future__ import annotations

import pandas
import pytest

from iomreport import ledger, load

COLUMNS = {
    "claim_id": ["F1", "F2", "F3", "F4"],
    "section": ["Lead", "Activities: Migrant Training", "Activities: Migrant Training", "Title/infobox"],
    "subject": ["IOM", "IOM", "IOM", "IOM"],
    "attribute": ["members", "courses", "places", "staff"],
    "value": ["156", "many", "two", "8,400"],
    "as_of": ["2014", None, None, None],
    "status": ["conflicting", "confirmed", "conflicting", "conflicting"],
    "conflicts_with": ["F3", None, "F1", None],
    "reading": ["both", None, "the first", "rounded"],
    "source_id": ["wikipedia-iom-2014"] * 4,
    "reading_source_id": [None, "iom-snapshot-2014", "iom-snapshot-2014", "iom-snapshot-2014"],
}


@pytest.fixture
def stated() -> pandas.DataFrame:
    return pandas.DataFrame(COLUMNS)


def test_every_claim_stands_in_the_ledger_of_exactly_one_part() -> None:
    claims = [claim for part in ledger.parts() for claim in ledger.claims_table(part).data["claim_id"]]

    assert sorted(claims) == sorted(load("claims")["claim_id"])
    assert len(claims) == 222


def test_claim_cites_the_article_and_what_it_was_read_against(stated: pandas.DataFrame) -> None:
    assert ledger.ledger(stated)["source_id"].tolist() == [
        "wikipedia-iom-2014",
        "wikipedia-iom-2014; iom-snapshot-2014",
        "wikipedia-iom-2014; iom-snapshot-2014",
        "wikipedia-iom-2014; iom-snapshot-2014",
    ]


def test_sections_are_gathered_into_parts(stated: pandas.DataFrame) -> None:
    assert ledger.ledger(stated)["part"].tolist() == ["Introduction", "Activities", "Activities", "Opening box"]


def test_status_is_told_in_words() -> None:
    frame = ledger.ledger()

    assert frame.groupby("status")["finding"].first().to_dict() == {
        "confirmed": "confirmed",
        "conflicting": "in conflict",
        "derived": "derived",
        "reported": "only in the article",
    }


def test_contradiction_says_whether_the_article_or_others_contradict(stated: pandas.DataFrame) -> None:
    found = ledger.contradictions(stated).set_index("claim_id")["kind"].to_dict()

    assert found == {
        "F1": "internal",
        "F3": "internal, settled elsewhere",
        "F4": "external",
    }


def test_every_contradiction_has_a_reading() -> None:
    assert ledger.contradictions()["reading"].notna().all()


def test_caption_counts_claims_that_are_confirmed_or_in_conflict() -> None:
    part = ledger.claims_table("History")
    statuses = part.data["status"].value_counts()

    assert f"claims {len(part.data)}," in part.caption
    assert f"confirmed {statuses['confirmed']}," in part.caption
    assert f"in conflict {statuses['conflicting']}" in part.caption


def test_part_without_a_confirmed_claim_says_none_are() -> None:
    assert "confirmed 0" in ledger.claims_table("References").caption


def test_table_of_contradictions_counts_both_kinds() -> None:
    shown = ledger.contradictions_table()
    itself = int(shown.data["contradicts"].notna().sum())

    assert shown.caption.startswith(f"{len(shown.data)} claims in conflict: {itself} with another claim")
    assert f"{len(shown.data) - itself} with other sources" in shown.caption


def test_rows_cite_what_they_rest_on_beside_the_article() -> None:
    shown = ledger.contradictions_table()

    assert shown.source_ids[0] == "wikipedia-iom-2014"
    assert not shown.data["source_id"].str.contains("wikipedia-iom-2014").any()


def test_reading_of_a_conflict_stands_once() -> None:
    frame = ledger.claims_table("History").data

    assert frame.loc[frame["status"] == "conflicting", "remark"].isna().all()
    assert frame.loc[frame["status"] == "confirmed", "remark"].notna().all()
