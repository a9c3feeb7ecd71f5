"""The conflicts, their kinds and the reading adopted."""

from __future__ import annotations

import pandas
import pytest

from iomreport import load
from iomreport.catalog.cells import records, split_cell
from iomreport.claims import conflicts

NAMES = [
    "claim_id", "section", "subject", "attribute", "value", "number", "unit", "qualifier", "as_of", "source_id",
    "conflicts_with", "status", "reading", "reading_source_id",
]  # fmt: skip


@pytest.fixture
def data() -> pandas.DataFrame:
    """Return claims shaped as the dataset's, by hand."""
    rows = [
        ("F1", "Lead", "IOM", "members (lead)", "ten states", 10, "states", None, "2013-12", "w", "F4", "conflicting",
         "Ten.", "x; w"),
        ("F2", "Lead", "IOM", "name", "A name", None, None, None, None, "w", None, "reported", None, None),
        ("F3", "History: Early", "IOM", "seat", "Geneva", None, None, None, None, "w", None, "confirmed", "Yes.", "x"),
        ("F4", "Title/infobox", "IOM", "members", "12 states", 12, "states", None, "2014", "v", "F1; F6", "conflicting",
         "Ten.", None),
        ("F5", "History", "Day", "date observed", "1990-12-18", None, None, None, "1990-12-18", "w", None,
         "conflicting", "That day.", "y"),
        ("F6", "History", "IOM", "members in words", "a dozen", None, None, None, None, "w", "F4", "conflicting",
         "Ten.", None),
        ("F7", "History", "IOM", "motto", "Words", None, None, None, None, "w", "F8", "conflicting", "Words.", "y"),
        ("F8", "History", "IOM", "motto again", "Others", None, None, None, None, "w", "F7", "conflicting", "Words.",
         "y"),
        ("F9", "History", "IOM", "users", "over two million users", 2000000, "users", "over", None, "w", None,
         "conflicting", "Fewer.", "z"),
    ]  # fmt: skip
    frame = pandas.DataFrame(rows, columns=NAMES)
    return frame.astype({"number": "Float64"})


def test_claims_that_contradict_one_another_make_one_row(data: pandas.DataFrame) -> None:
    """F1 and F6 are linked only through F4."""
    rows = conflicts.conflicts_by_topic(data)
    assert rows["claim_ids"].tolist() == ["F1; F4; F6", "F5", "F7; F8", "F9"]


def test_a_conflict_tells_topic_and_reading_of_its_first_figure_or_of_its_first_claim(data: pandas.DataFrame) -> None:
    rows = conflicts.conflicts_by_topic(data)
    assert rows["topic"].tolist() == ["Members", "Day: date observed", "Motto", "Users"]
    assert rows["reading"].tolist() == ["Ten.", "That day.", "Words.", "Fewer."]


def test_a_conflict_tells_what_is_said_with_its_date(data: pandas.DataFrame) -> None:
    said = conflicts.conflicts_by_topic(data)["article_says"].tolist()
    assert said[:2] == ["ten states (December 2013); 12 states (2014)", "18 December 1990"]
    assert said[2:] == ["Words; Others", "over two million users"]


def test_a_date_that_stands_in_the_claim_is_not_told_again(data: pandas.DataFrame) -> None:
    data.loc[data["claim_id"] == "F4", "value"] = "12 states in 2014"
    assert conflicts.conflicts_by_topic(data)["article_says"].iloc[0] == "ten states (December 2013); 12 states in 2014"


def test_a_conflict_is_within_the_article_or_with_other_sources(data: pandas.DataFrame) -> None:
    inside = "within the article, settled by other sources"
    assert conflicts.conflicts_by_topic(data)["kind"].tolist() == [
        inside,
        "with other sources",
        inside,
        "with other sources",
    ]
    assert conflicts.kind_of(records(data[data["claim_id"] == "F4"])) == "within the article"


def test_a_conflict_rests_on_who_says_it_and_on_what_its_reading_rests(data: pandas.DataFrame) -> None:
    assert conflicts.conflicts_by_topic(data)["source_id"].tolist() == ["w; v; x", "w; y", "w; y", "w; z"]


def test_claims_without_conflict_give_an_empty_table_of_the_same_columns(data: pandas.DataFrame) -> None:
    columns = conflicts.conflicts_by_topic(data).columns.tolist()
    assert columns == ["topic", "article_says", "claim_ids", "kind", "reading", "source_id"]
    none = conflicts.conflicts_by_topic(data[data["status"] != "conflicting"])
    assert none.empty
    assert none.columns.tolist() == columns


def test_every_claim_in_conflict_stands_in_exactly_one_conflict() -> None:
    listed = [claim for cell in conflicts.conflicts_by_topic()["claim_ids"] for claim in split_cell(cell)]
    assert sorted(listed) == sorted(load("claims").query("status == 'conflicting'")["claim_id"])


def test_every_conflict_of_the_dataset_is_told_in_full() -> None:
    rows = conflicts.conflicts_by_topic()
    for column in rows.columns:
        assert rows[column].str.strip().all(), column
        assert not rows[column].str.contains(r"\b(?:nan|None|NA)\b", regex=True).any(), column
    assert rows["topic"].is_unique


# The table


def test_table_of_conflicts_counts_both_kinds() -> None:
    shown = conflicts.conflicts_table()
    others = int((shown.data["kind"] == "with other sources").sum())

    assert shown.caption.startswith(f"{len(shown.data)} conflicts in 44 claims")
    assert f"in {len(shown.data) - others} the article contradicts itself, in {others} only other" in shown.caption


def test_rows_cite_what_they_rest_on_beside_the_article() -> None:
    shown = conflicts.conflicts_table()

    assert shown.source_ids[0] == "wikipedia-iom-2014"
    assert not shown.data["source_id"].str.contains("wikipedia-iom-2014").any()


def test_conflict_names_the_claims_it_is_between() -> None:
    shown = conflicts.conflicts_table().data.set_index("claim_ids")["conflict"]

    assert shown["F023; F078"] == "within the article (F023, F078)"
    assert shown["F015"] == "F015 with other sources"
