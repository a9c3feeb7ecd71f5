"""Every claim, part by part, with what was found about it."""

from __future__ import annotations

import pandas
import pytest

from iomreport import load
from iomreport.claims import listing
from iomreport.claims.overview import claims_by_part

pytestmark = pytest.mark.slow

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


def test_every_claim_stands_in_the_table_of_exactly_one_part() -> None:
    claims = [claim for part in claims_by_part().index for claim in listing.claims_table(part).data["claim_id"]]

    assert sorted(claims) == sorted(load("claims")["claim_id"])
    assert len(claims) == 222


def test_claim_cites_the_article_and_what_it_was_read_against(stated: pandas.DataFrame) -> None:
    assert listing.assessed_claims(stated)["source_id"].tolist() == [
        "wikipedia-iom-2014",
        "wikipedia-iom-2014; iom-snapshot-2014",
        "wikipedia-iom-2014; iom-snapshot-2014",
        "wikipedia-iom-2014; iom-snapshot-2014",
    ]


def test_sections_are_gathered_into_parts(stated: pandas.DataFrame) -> None:
    assert listing.assessed_claims(stated)["part"].tolist() == [
        "Introduction",
        "Activities",
        "Activities",
        "Opening box",
    ]


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("F1", "In conflict within the article (F3). both"),
        ("F2", "Confirmed."),
        ("F3", "In conflict within the article (F1), settled by other sources. the first"),
        ("F4", "In conflict with other sources. rounded"),
    ],
)
def test_listing_says_how_a_claim_stands_against_what_and_how_it_is_read(
    stated: pandas.DataFrame, claim: str, found: str
) -> None:
    assert listing.assessed_claims(stated).set_index("claim_id").at[claim, "found"] == found


def test_claims_that_nothing_bears_on_say_so() -> None:
    frame = listing.assessed_claims()

    assert set(frame.loc[frame["status"] == "reported", "found"]) == {"Only in the article."}


def test_every_other_claim_has_its_reading() -> None:
    frame = listing.assessed_claims().merge(load("claims")[["claim_id", "reading"]], on="claim_id")
    read = frame[frame["status"] != "reported"]

    assert read["reading"].notna().all()
    assert all(reading in found for found, reading in zip(read["found"], read["reading"], strict=True))


def test_conflicts_alone_have_a_kind() -> None:
    frame = listing.assessed_claims()

    assert ((frame["kind"] != "") == (frame["status"] == "conflicting")).all()


def test_caption_counts_claims_that_are_confirmed_or_in_conflict() -> None:
    part = listing.claims_table("History")
    statuses = part.data["status"].value_counts()

    assert part.caption == (
        f"History: {len(part.data)} of the 222 claims, {statuses['confirmed']} of them confirmed, "
        f"{statuses['conflicting']} in conflict"
    )


def test_part_without_a_confirmed_claim_says_none_are() -> None:
    assert "0 of them confirmed" in listing.claims_table("References").caption


def test_table_of_a_part_cites_nothing_that_only_other_parts_rest_on() -> None:
    frame = listing.assessed_claims()
    rest = set(frame.loc[frame["part"] == "External links", "source_id"])

    assert set(listing.claims_table("External links").source_ids) == rest == {"wikipedia-iom-2014"}


def test_dates_of_the_article_are_written_out() -> None:
    assert listing.assessed_claims().set_index("claim_id").at["F052", "article_says"] == "19 October 1953"
