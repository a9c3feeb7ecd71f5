"""The PDF loses nothing beyond the edge of a page or for want of a face, and takes linear time."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

import nbformat
import pytest
from case_exports import Case, export_node, lacking, showing
from glyphs import pages_of
from making import notebook, pdf_text, squeezed
from pypdf import PdfReader

pytestmark = pytest.mark.slow

Cases = Callable[[str], Case]

MARGIN = 36
"""Least distance in points between a letter and the edges of the page, left and right."""


def beyond(case: Case) -> list[str]:
    """Return what stands beyond the margins of the PDF's pages."""
    return [
        f"page {number}: {line.left:.0f} to {line.right:.0f} of {width:.0f}"
        for number, (width, lines) in enumerate(pages_of(case.pdf), start=1)
        for line in lines
        if line.left < MARGIN or line.right > width - MARGIN or line.y < MARGIN
    ]


@pytest.mark.parametrize(
    "name",
    [
        "41-long-words",
        "98-long-code-line",
        "18-wide-multiindex-columns",
        "table-of-many-columns",
        "19-rowspan-longer-than-page",
        "long-traceback",
        "nested-tables",
        "table-with-spans",
        "html-output-of-all-elements",
    ],
)
def test_nothing_runs_off_the_page(case: Cases, name: str) -> None:
    assert beyond(case(name)) == []


def test_spanning_cell_taller_than_a_page_breaks(case: Cases) -> None:
    shown = case("19-rowspan-longer-than-page")
    found = pdf_text(shown.reader).split()

    assert [row for row in range(90) if str(7 * row) not in found] == []
    assert [row for row in range(90) if str(row) not in found] == []
    assert lacking(shown, "Mediterranean", "After the table.") == []


def test_heads_over_heads_stand_apart(case: Cases) -> None:
    shown = case("18-wide-multiindex-columns")

    assert lacking(shown, *(f"Region number {number}" for number in range(12)), "survivors") == []
    for _, lines in pages_of(shown.pdf):
        for line in lines:
            beside = [other for other in lines if other != line and abs(other.y - line.y) < 1]
            assert not [other for other in beside if other.left < line.left - 0.5 < other.right - 1.5]


def test_long_addresses_and_words_are_whole(case: Cases) -> None:
    shown = case("41-long-words")
    text = squeezed(pdf_text(shown.reader)).replace("\u200b", "")

    assert squeezed("a-very-long-path/" * 10 + "a-very-long-path/end") in text
    assert "Donaudampfschifffahrt" * 8 in text
    assert "x" * 100 in text
    assert "z" * 100 in text


def test_long_line_of_code_breaks_once(case: Cases) -> None:
    shown = case("98-long-code-line")
    lines = [line for page in shown.reader.pages for line in page.extract_text().splitlines()]
    numbers = [line for line in lines if re.search(r"\d+, \d+", line)]

    assert [line for line in numbers[:-1] if len(line) < 0.5 * max(map(len, numbers))] == []
    assert lacking(shown, "117, 118, 119]") == []


# Scripts.


@pytest.mark.parametrize(
    "name", ["20-chinese-emoji", "21-arabic", "devanagari-hebrew-thai", "arabic-in-tables-and-headings"]
)
def test_script_without_a_face_is_one_warning_and_no_boxes(case: Cases, name: str) -> None:
    shown = case(name)

    assert len([message for message in shown.pdf_warnings if "face" in message or "font" in message]) <= 1
    assert shown.texts["pdf"].count("U+") == 0
    assert shown.texts["pdf"].count("\ufffd") == 0


@pytest.mark.parametrize(
    ("name", "letters"),
    [("20-chinese-emoji", "中文段落关于移民"), ("21-arabic", "هذا نص عربي"), ("devanagari-hebrew-thai", "שלום")],
)
def test_letters_of_a_script_are_shown_or_told(case: Cases, name: str, letters: str) -> None:
    shown = case(name)
    told = [message for message in shown.pdf_warnings if "face" in message or "font" in message]

    assert set(letters.replace(" ", "")) <= set(shown.texts["pdf"]) or told
    assert set(letters.replace(" ", "")) <= set(shown.texts["html"])


def test_latin_words_beside_another_script_are_shown(case: Cases) -> None:
    assert lacking(case("devanagari-hebrew-thai"), "Latin words.") == []
    assert lacking(case("21-arabic"), "English") == []
    assert lacking(case("20-chinese-emoji"), "12") == []


def test_direction_of_the_page_follows_the_first_strong_letter(case: Cases) -> None:
    page = case("21-arabic").page
    prose = [*page.main.find_all(["p", "ul"]), page.h1]

    assert [block.name for block in prose if not directed(block)] == []


def directed(element: Any) -> bool:
    """Return whether an element, or one around it, takes its direction from its letters or says that it is Arabic's."""
    return any(parent.get("dir") in {"auto", "rtl"} for parent in [element, *element.parents] if parent.name)


def test_arabic_paragraph_of_the_pdf_begins_at_the_right(case: Cases) -> None:
    shown = case("21-arabic")
    if not set("هذا") <= set(shown.texts["pdf"]):
        pytest.skip("no face for Arabic is installed")
    (width, lines), *_ = pages_of(shown.pdf)

    assert max(line.right for line in lines) > width - 120
    assert showing(shown, "U+") == []


def test_accents_beyond_latin_stand_over_their_letters(case: Cases) -> None:
    shown = case("97-combining-and-symbols")

    for letter in ("β", "①", "✓", "★", "→", "≤", "∑", "½", "‰", "€", "│", "█"):
        assert letter in shown.texts["html"]
        assert letter in shown.texts["pdf"] or any(letter in message for message in shown.pdf_warnings)


# Printed lines.


def printed(count: int) -> Any:
    """Return a notebook whose one cell has printed many lines."""
    text = "".join(f"line {number} of many, with some words\n" for number in range(count))
    return notebook("# T", nbformat.v4.new_output("stream", name="stdout", text=text), "After.")


def missing(lines: Sequence[str], text: str) -> list[str]:
    shown = set(re.findall(r"line (\d+) of", text))
    return [line for line in lines if line not in shown]


def test_printed_lines_take_linear_time() -> None:
    export_node(printed(10), "pdf")
    started = time.process_time()
    export_node(printed(4_000), "pdf")
    few = time.process_time() - started
    export_node(printed(16_000), "pdf")
    many = time.process_time() - started - few

    assert many < 8 * max(few, 0.2)


def test_printed_lines_are_shown_or_their_cut_is_told_and_noted() -> None:
    pdf, warnings = export_node(printed(12_000), "pdf")
    assert isinstance(pdf, bytes)
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)

    if missing([str(number) for number in range(12_000)], text):
        assert [message for message in warnings if re.search(r"\bcell 2\b.*lines", message)]
        assert re.search(r"lines", text.partition("line 0 of")[2].replace("line ", ""))
    assert "After." in text


def test_few_printed_lines_are_all_shown() -> None:
    pdf, warnings = export_node(printed(300), "pdf")
    assert isinstance(pdf, bytes)
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)

    assert missing([str(number) for number in range(300)], text) == []
    assert warnings == []
