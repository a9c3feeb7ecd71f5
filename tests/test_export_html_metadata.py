"""What a page of the HTML edition says about itself to search engines and reference managers."""

from __future__ import annotations

from typing import Any

import pytest
from making import figure, sentence, table
from parsing import graph_of, metas_of, parsed

pytestmark = pytest.mark.slow

FRONT = {
    "title": "The report",
    "subtitle": "All of it",
    "series": "A series",
    "description": "What it is about.",
    "author": ["One author", "Another"],
    "publisher": "A publisher",
    "keywords": ["migration", "statistics"],
    "language": "fr",
    "date": "2026-11-23",
    "version": "2026.11",
    "licence": {"name": "A licence", "url": "https://example.org/licence"},
}


@pytest.fixture(scope="module")
def page() -> Any:
    """Return a page with all front matter there is."""
    return parsed("# Chapter", figure(title="It rose"), table(), sentence(), **FRONT)


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("DC.title", ["The report"]),
        ("DC.creator", ["One author", "Another"]),
        ("DC.subject", ["migration", "statistics"]),
        ("DC.description", ["What it is about."]),
        ("DC.publisher", ["A publisher"]),
        ("DC.date", ["2026-11-23"]),
        ("DC.language", ["fr"]),
        ("DC.rights", ["A licence"]),
        ("DCTERMS.license", ["https://example.org/licence"]),
        ("DC.type", ["Text"]),
    ],
)
def test_dublin_core_is_complete(page: Any, name: str, contents: list[str]) -> None:
    assert metas_of(page)[name] == contents


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("og:type", ["article"]),
        ("og:title", ["The report"]),
        ("og:description", ["What it is about."]),
        ("og:site_name", ["A series"]),
        ("og:locale", ["fr"]),
        ("article:published_time", ["2026-11-23"]),
        ("article:author", ["One author", "Another"]),
    ],
)
def test_open_graph_says_what_a_link_to_the_page_shows(page: Any, name: str, contents: list[str]) -> None:
    assert metas_of(page)[name] == contents
    assert page.find("meta", attrs={"property": name})


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("citation_title", ["The report"]),
        ("citation_author", ["One author", "Another"]),
        ("citation_publication_date", ["2026/11/23"]),
        ("citation_technical_report_institution", ["A publisher"]),
        ("citation_technical_report_number", ["2026.11"]),
    ],
)
def test_zotero_learns_that_it_is_a_report_and_how_to_cite_it(page: Any, name: str, contents: list[str]) -> None:
    assert metas_of(page)[name] == contents


def test_schema_org_knows_the_report(page: Any) -> None:
    report = graph_of(page)[0]

    assert report["@type"] == "Report"
    assert report["name"] == "The report"
    assert report["datePublished"] == "2026-11-23"
    assert report["version"] == "2026.11"
    assert report["license"] == "https://example.org/licence"
    assert [author["name"] for author in report["author"]] == ["One author", "Another"]


def test_schema_org_knows_a_dataset_behind_the_whole_and_behind_each_exhibit(page: Any) -> None:
    (whole,) = [node for node in graph_of(page) if node["@type"] == "Dataset"]
    parts = whole["hasPart"]

    assert whole["isPartOf"] == {"@id": "#report"}
    assert whole["license"] == "https://example.org/licence"
    assert [(part["@type"], part["@id"]) for part in parts] == [("Dataset", "#fig-one"), ("Dataset", "#tab-one")]
    assert whole["encodingFormat"] == "text/csv"
    assert "It rose" in parts[0]["description"]


def test_every_address_of_the_graph_within_the_page_leads_somewhere(page: Any) -> None:
    assert all(page.find(id=part["@id"][1:]) for part in graph_of(page)[1]["hasPart"])


def test_page_without_exhibits_offers_no_dataset() -> None:
    assert [node["@type"] for node in graph_of(parsed("# T\n\nText."))] == ["Report"]


def test_what_is_not_known_is_not_said() -> None:
    soup = parsed("# T\n\nText.")

    assert not {"DC.creator", "DC.date", "DC.publisher", "og:site_name", "article:published_time"} & set(metas_of(soup))
    assert not {"author", "datePublished", "license"} & set(graph_of(soup)[0])


def test_description_is_how_the_text_begins_when_none_is_given() -> None:
    soup = parsed("# T\n\n## A\n\nThe *first* words\nof it.", "More.")

    assert metas_of(soup)["description"] == ["The first words of it."]


def test_description_taken_from_a_long_text_ends_with_a_word() -> None:
    (text,) = metas_of(parsed(f"# T\n\n{'word ' * 200}"))["description"]

    assert len(text) < 310
    assert text.endswith("word …")


def test_language_of_the_page_is_that_of_the_document(page: Any) -> None:
    assert page.html["lang"] == "fr"


def test_report_names_its_licence_date_and_version(soup: Any) -> None:
    report = graph_of(soup)[0]

    assert report["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {"datePublished", "version", "author", "publisher", "keywords"} <= set(report)
    assert metas_of(soup)["DC.date"] == [report["datePublished"]]


def test_every_dataset_of_the_report_is_described_at_the_length_that_search_engines_ask_for(soup: Any) -> None:
    (whole,) = [node for node in graph_of(soup) if node["@type"] == "Dataset"]

    assert len(whole["hasPart"]) == len(soup.select(".iomreport-figure, .iomreport-table"))
    assert [node for node in [whole, *whole["hasPart"]] if not 50 <= len(node["description"]) <= 5000] == []
