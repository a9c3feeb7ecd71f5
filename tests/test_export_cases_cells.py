"""Notebooks of every format: what becomes the title, how parts are numbered, raw cells, front matter and code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from case_exports import CASES, Case, between, export_file, lacking, pictures, showing, untold, words
from making import bookmarks, squeezed

pytestmark = pytest.mark.slow

Cases = Callable[[str], Case]


def titles(case: Case) -> dict[str, str]:
    """Return the title of each edition."""
    assert case.reader.metadata is not None
    return {"html": case.page.title.get_text(), "pdf": str(case.reader.metadata.title)}


def headings(case: Case) -> dict[str, list[str]]:
    """Return the headings of each edition below the title, with their numbers."""
    found = [words(heading.get_text(" ")) for heading in case.main.find_all(["h2", "h3", "h4"])]
    return {"html": found, "pdf": [words(title) for title in bookmarks(case.reader.outline)]}


# Titles.


@pytest.mark.parametrize(
    ("name", "title"),
    [
        pytest.param("sole-top-heading", "The only title", id="the sole top heading that opens the notebook"),
        pytest.param("title-from-metadata", "A title in the metadata", id="the metadata"),
        pytest.param("81-yaml-front-matter", "Quarto title", id="front matter"),
        pytest.param("yaml-all-fields", "Deaths: a count", id="front matter of several lines"),
        pytest.param("01-no-heading", "01-no-heading", id="the name of the file, without any heading"),
        pytest.param("02-first-heading-taken", "02-first-heading-taken", id="the file's name, with several headings"),
        pytest.param("part-below-report", "part-below-report", id="the name of the file, with two top headings"),
        pytest.param("empty", "empty", id="the name of the file, with nothing in it"),
        pytest.param("nbformat-3", "Old title", id="a heading of an old format"),
    ],
)  # fmt: skip
def test_title_comes_from_the_place_that_has_it(case: Cases, name: str, title: str) -> None:
    assert titles(case(name)) == {"html": title, "pdf": title}


def test_headings_that_are_no_title_stand_over_their_texts(case: Cases) -> None:
    shown = case("02-first-heading-taken")

    assert [[title.split()[-1] for title in found] for found in headings(shown).values()] == [
        ["Vectors", "Matrices"]
    ] * 2
    for text in shown.squeezed.values():
        order = ["Anintroduction", "Vectors", "Textonvectors.", "Matrices", "Textonmatrices."]
        assert sorted(order, key=text.rindex) == order


def test_part_stays_below_its_report(case: Cases) -> None:
    shown = case("part-below-report")

    report, part, appendix = shown.main.find_all(["h2", "h3", "h4"])
    assert report.name == appendix.name < part.name
    assert lacking(shown, "Words of the report.", "Words of the part.", "Words of the appendix.") == []


def test_heading_that_brings_its_number_gets_no_second(case: Cases) -> None:
    for found in headings(case("numbers-in-headings")).values():
        plain = [title.replace(". ", " ") for title in found]
        assert plain[:4] == ["1 Data", "1.1 Sources", "1.2 Method", "2 Results"]


def test_year_that_opens_a_heading_is_no_number_of_it(case: Cases) -> None:
    assert lacking(case("numbers-in-headings"), "2020 was a year") == []


# Raw cells and front matter.


@pytest.mark.parametrize("cell", [3, 5, 7, 9])
def test_raw_cell_is_told(case: Cases, cell: int) -> None:
    assert untold(case("raw-cells-of-all-formats"), cell, "raw") == []


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        ("Start.", "One.", "html words"),
        ("One.", "Two.", "latex words"),
        ("Two.", "Three.", "rst words"),
        ("Three.", "Four.", "plain words"),
    ],
)
def test_raw_cell_is_shown_or_noted_where_it_stood(case: Cases, start: str, end: str, inside: str) -> None:
    for note in between(case("raw-cells-of-all-formats"), start, end).values():
        assert "raw" in note.lower() or inside.replace(" ", "") in note


def test_raw_cell_without_words_is_not_told(case: Cases) -> None:
    assert untold(case("raw-cells-of-all-formats"), 11, "raw") == ["html", "pdf"]


@pytest.mark.parametrize("cell", [2, 3])
def test_raw_cell_that_nbconvert_shows_is_told(case: Cases, cell: int) -> None:
    assert untold(case("32-raw-cell"), cell, "raw") == []


def test_front_matter_is_read_whole(case: Cases) -> None:
    shown = case("yaml-all-fields")

    assert lacking(shown, "What is known", "Ann Bee", "Cé Dee") == []
    assert [edition for edition, text in shown.texts.items() if "2024" not in text] == []


def test_front_matter_that_is_read_is_neither_text_nor_told(case: Cases) -> None:
    for name in ("yaml-all-fields", "81-yaml-front-matter"):
        assert showing(case(name), "title:", "author:") == []
        assert [m for m in case(name).warnings["html"] if "raw" in m] == []


def test_front_matter_that_cannot_be_read_is_told(case: Cases) -> None:
    assert untold(case("yaml-broken"), 1, "front matter|yaml|raw") == []
    assert lacking(case("yaml-broken"), "Text.") == []


# Formats.


@pytest.mark.parametrize("name", ["nbformat-4-0", "nbformat-4-4", "nbformat-4-5", "nbformat-4-5-without-ids"])
def test_notebook_of_any_minor_format_is_shown(case: Cases, name: str) -> None:
    shown = case(name)

    assert lacking(shown, "Of its time", "Words of Markdown.", "printed words", "html words") == []
    assert untold(shown, 3, "raw") == []


def test_notebook_of_an_old_format_is_shown_whole(case: Cases) -> None:
    shown = case("nbformat-3")

    assert lacking(shown, "Old words.", "Old section", "old print", "old html", "OldError: old reason") == []
    assert [len(found) for found in pictures(shown).values()] == [1, 1]
    assert len(shown.main.find_all("math")) == 1
    assert untold(shown, 5, "raw") == []


@pytest.mark.parametrize("name", ["empty", "empty-cells"])
def test_notebook_with_nothing_in_it_is_nothing_to_warn_of(case: Cases, name: str) -> None:
    assert case(name).pdf_warnings == case(name).warnings["html"] == []


# Code.


def test_code_is_an_option_in_both_editions() -> None:
    shown = Case(lambda edition: export_file(CASES / "code-in-both.ipynb", edition, show_code=True))

    for text in (squeezed(BeautifulSoup(shown.html, "html.parser").main.get_text()), shown.squeezed["pdf"]):
        order = ["Wecomputeitso:", "total=1+1", "print(total)", "Shown.", "silent=3", "After."]
        assert sorted(order, key=text.index) == order


def test_pdf_shows_no_code_unless_it_is_asked_for(case: Cases) -> None:
    assert "total=1+1" not in case("44-code-only-in-html").squeezed["pdf"]
    assert lacking(case("44-code-only-in-html"), "We compute it so:", "2") == []


def test_code_that_is_shown_keeps_the_standards() -> None:
    from making import broken_promises

    told = export_file(CASES / "code-in-both.ipynb", "pdf", show_code=True)
    shown = Case(lambda edition: told)

    assert broken_promises(shown.pdf, "ua1") == []


def test_code_of_a_page_is_still_folded(case: Cases) -> None:
    page: Any = case("44-code-only-in-html").page

    assert "total = 1 + 1" in page.select_one("details.code").get_text()
