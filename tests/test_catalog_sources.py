"""One record per source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iomreport import catalog, formats
from iomreport.catalog import sources
from iomreport.catalog.folders import shipped_data_folder
from iomreport.errors import UnknownNameError


def test_there_is_one_record_for_each_row_of_the_table() -> None:
    assert list(sources.all_sources()) == catalog.load("sources")["source_id"].tolist()


def test_a_source_has_what_its_row_says_and_nothing_where_the_row_is_empty() -> None:
    row = catalog.load("sources").set_index("source_id").loc["wikipedia-iom-2014"]
    source = sources.get("wikipedia-iom-2014")
    assert (source.source_id, source.title, source.producer) == (
        "wikipedia-iom-2014",
        row["title"],
        row["producer"],
    )
    undated = catalog.load("sources").query("date_published.isna()")["source_id"].iloc[0]
    assert sources.get(undated).date_published == ""


def test_sources_are_those_of_the_data_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = len(sources.all_sources())
    table = (shipped_data_folder() / "sources.csv").read_text(encoding="utf-8")
    own = table.replace("\nwikipedia-iom-2014,", "\nan-own-source,")
    (tmp_path / "sources.csv").write_text(own, encoding="utf-8")
    monkeypatch.setenv("IOMREPORT_DATA", str(tmp_path))
    assert (
        sources.get("an-own-source").title
        == catalog.load("sources").set_index("source_id").at["an-own-source", "title"]
    )
    assert len(sources.all_sources()) == shipped


def test_an_unknown_source_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="no source 'frus-1952-d23'; did you mean 'frus-1952-d238'"):
        sources.get("frus-1952-d23")


def test_a_record_is_plain_data_of_text_alone() -> None:
    record = sources.get("frus-1952-d238").record()
    assert json.loads(json.dumps(record)) == record
    assert {type(text) for text in record.values()} == {str}
    assert list(record) == [
        "source_id",
        "title",
        "producer",
        "publisher",
        "date_published",
        "date_note",
        "locator",
        "url",
        "licence",
        "type",
    ]


def test_identifiers_in_cells_come_once_each_in_order_of_appearance() -> None:
    assert sources.source_ids_in(["b; a", "a; c", "", "b"]) == ("b", "a", "c")


def test_what_stands_in_several_cells_is_joined_to_one() -> None:
    assert sources.join_source_ids(["b; a", "a; c", "", "b"]) == "b; a; c"
    assert sources.join_source_ids([]) == ""


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ({"date_published": "2023-05-15"}, "(15 May 2023)"),
        ({"date_published": "2025-06"}, "(June 2025)"),
        ({"date_published": "", "date_note": "undated; about 2018"}, "(undated; about 2018)"),
        ({"date_published": "", "date_note": ""}, "(undated)"),
        ({"date_published": "in spring"}, "(in spring)"),
    ],
)
def test_source_is_dated_as_precisely_as_is_known(known: dict[str, str], shown: str) -> None:
    record = sources.get("dpa-pope-2023").record() | known

    assert formats.source_text(record).startswith(f"dpa {shown}. Amy Pope")


@pytest.mark.parametrize(
    ("locator", "shown"),
    [
        ("in French", "In French."),
        ("vol. 9, no. 2", "Vol. 9, no. 2."),
        ("data/a.csv at commit 1", "data/a.csv at commit 1."),
    ],
)
def test_where_a_source_is_found_begins_a_sentence_of_its_own(locator: str, shown: str) -> None:
    record = sources.get("dpa-pope-2023").record() | {"locator": locator}

    assert formats.source_text(record).endswith(f"Ghana News Agency. {shown}")


@pytest.mark.parametrize(
    ("source_id", "without"),
    [
        ("un-ceb-expenses-2026", "un-ceb-expenses"),
        ("iom-in-brief-2014-07", "iom-in-brief"),
        ("constitution-1998-reprint", "constitution-1998-reprint"),
    ],
)
def test_the_year_of_an_edition_ends_an_identifier(source_id: str, without: str) -> None:
    assert sources.without_edition(source_id) == without
