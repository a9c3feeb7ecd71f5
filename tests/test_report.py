"""The whole report: both editions say the same, and nobody typed a number into it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from making import CHECKOUT, Built, joined_lines, squeezed
from pypdf import PdfReader

from iomreport.pipeline.notebook_files import report_notebooks

ENDS = re.compile(r"[a-z0-9]{2}\.(?=\s)")
"""The full stop of a sentence, not of an initial."""

NOTEBOOKS = report_notebooks(CHECKOUT / "notebooks")


@pytest.fixture(scope="module")
def text(pages: list[str]) -> str:
    """Return the text of the PDF without white space, once whole and once without what stands around its pages."""
    bodies = "\n".join("\n".join(page.splitlines()[1:-1]) for page in pages)
    return squeezed(joined_lines("\n".join(pages))) + squeezed(bodies)


def labels(soup: Any, kind: str) -> dict[str, str]:
    """Return the titles of figures or tables by their label."""
    return {
        found.select_one(".label").get_text(): found.select_one(".title").get_text()
        for found in soup.select(f".iomreport-{kind}")
    }


def test_every_notebook_is_in_the_report(built: Built) -> None:
    assert list(built.executed) == [path.name for path in NOTEBOOKS]


def test_every_chapter_opens_with_the_heading_of_its_notebook(soup: Any) -> None:
    first_lines = [nbformat.read(path, as_version=4).cells[0].source.split("\n")[0] for path in NOTEBOOKS]
    numbered = [number.parent for number in soup.select("main h2 > .number")]
    chapters = [heading.get_text(" ", strip=True).split(" ", 1)[1] for heading in numbered]

    assert [f"# {chapter}" for chapter in chapters] == first_lines


def test_report_has_at_least_three_figures_two_tables_and_five_sentences(soup: Any) -> None:
    assert len(soup.select("figure.iomreport-figure")) >= 3
    assert len(soup.select(".iomreport-table table")) >= 2
    assert sum(len(ENDS.findall(sentence.get_text())) for sentence in soup.select(".iomreport-sentence")) >= 5


def stands_in(words: str, text: str) -> bool:
    """Tell whether words stand in a text, in one piece or in two with a figure between, which floats on a new page."""
    if words in text:
        return True
    return any(
        words[:cut] in text and words[cut:] in text[text.index(words[:cut]) :] for cut in range(40, len(words) - 40)
    )


def test_every_computed_sentence_is_in_both_editions(soup: Any, text: str) -> None:
    sentences = soup.select(".iomreport-sentence")

    for sentence in sentences:
        cited = sentence.select_one(".cited").get_text()
        assert stands_in(squeezed(sentence.get_text()[: -len(cited) or None]), text)


def test_every_computed_sentence_is_cited(soup: Any) -> None:
    assert [sentence for sentence in soup.select(".iomreport-sentence") if not sentence.select(".cites a")] == []


@pytest.mark.parametrize("kind", ["figure", "table"])
def test_numbers_and_titles_agree_between_the_editions(soup: Any, text: str, kind: str) -> None:
    found = labels(soup, kind)

    assert list(found) == [f"{kind.title()} {number}" for number in range(1, len(found) + 1)]
    for label, title in found.items():
        assert squeezed(label + title) in text


def test_headings_and_their_numbers_agree_between_the_editions(soup: Any, text: str) -> None:
    for heading in soup.select("main h2, main h3"):
        assert squeezed(heading.get_text()) in text


def test_prose_is_the_same_in_both_editions(soup: Any, text: str) -> None:
    paragraphs = [paragraph for paragraph in soup.select("main > p") if not paragraph.get("class")]

    assert paragraphs
    for paragraph in paragraphs:
        assert stands_in(squeezed(paragraph.get_text()), text)


def test_cells_of_tables_are_the_same_in_both_editions(soup: Any, text: str) -> None:
    for cell in soup.select("tbody th, tbody td:not(.cited)"):
        assert squeezed(cell.get_text()) in text


def test_sources_are_the_same_in_both_editions(soup: Any, text: str) -> None:
    places = []
    for item in soup.select(".sources li cite"):
        place = text.rfind(squeezed(item.get_text()))
        assert place >= 0, item.get_text()
        places.append(place)
    assert len(places) == len(soup.select(".sources li"))


def test_sources_stand_in_the_pdf_in_their_order(soup: Any, text: str) -> None:
    addresses = [squeezed(link["href"]) for link in soup.select(".sources li > a[href^=http]")]
    unique = [address for address in addresses if text.count(address) == 2]

    assert len(unique) > 5
    assert all(text.index(earlier) < text.index(later) for earlier, later in pairwise(unique))


def test_front_matter_is_the_same_in_both_editions(soup: Any, text: str) -> None:
    for element in soup.select("h1, .series, .subtitle, .notice, .facts dt, .facts dd, .colophon p"):
        assert squeezed(element.get_text()) in text


def test_no_code_output_or_warning_leaks_into_the_report(soup: Any) -> None:
    assert soup.select("main pre") == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_no_digit_is_typed_into_prose(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells

    assert [cell.id for cell in cells if cell.cell_type == "markdown" and re.search(r"\d", cell.source)] == []


def test_report_does_not_name_the_machine_it_was_made_on(built: Built, reader: PdfReader, pages: list[str]) -> None:
    hints = [str(CHECKOUT), str(Path.home()) + "/", "site-packages", str(built.folder)]
    everything: Any = built.html + "".join(pages) + str(reader.metadata)

    assert [hint for hint in hints if hint in everything] == []
