"""The PDF edition as a publication: what stands where on its pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from glyphs import Line, Pages, pages_of
from hypothesis import given, settings
from hypothesis import strategies as st
from making import (
    DRAWING,
    Built,
    PageText,
    Run,
    broken_promises,
    figure,
    notebook,
    page_text,
    pdf_text,
    sentence,
    table,
    to_pdf,
)
from pypdf import PdfReader

from iomreport.charts import theme
from iomreport.export.document import read_document
from iomreport.export.pdf.front_matter import cover
from iomreport.export.pdf.typesetting import typeset
from iomreport.pipeline import build

pytestmark = pytest.mark.slow

POINTS_PER_MM = 72 / 25.4
FOOT = 22 * POINTS_PER_MM
"""Where the text of a page ends, above its lower edge."""

HEAD = 24 * POINTS_PER_MM
"""Where the text of a page begins, below its upper edge."""


def body_of(page: PageText) -> list[Run]:
    """Return what stands on a page between running head and page number."""
    return [run for run in page.runs if FOOT - 2 < run.y < page.height - HEAD + 2]


def headings(reader: PdfReader, outline: Any = None) -> Iterator[tuple[str, int, float]]:
    """Yield each bookmark's title, page and height on the page."""
    for entry in reader.outline if outline is None else outline:
        if isinstance(entry, list):
            yield from headings(reader, entry)
        else:
            page = reader.get_destination_page_number(entry)
            assert page is not None
            yield str(entry.title), page, float(entry.top or 0)


def opened(*cells: Any, **front: Any) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(notebook(*cells, **front))))


@pytest.fixture(scope="module")
def long_report() -> PdfReader:
    """Return a report of two chapters with a long table."""
    row = {"cells": ["Europe", "51"], "sources": ["s-one"]}
    return opened(
        "# First chapter", "## A section", figure(), sentence(), "# Second chapter", table(rows=[row] * 90),
        title="A report",
    )  # fmt: skip


# The report itself.


@pytest.fixture
def bodies(read_pages: list[PageText]) -> list[list[Run]]:
    """Return what stands on each page of the report between running head and page number."""
    return [body_of(page) for page in read_pages]


def test_no_heading_stands_last_on_its_page(reader: PdfReader, bodies: list[list[Run]]) -> None:
    for title, number, top in headings(reader):
        below = [run for run in bodies[number] if run.y < top - 30]
        assert below, f"{title!r} is the last thing on page {number + 1}"


def test_chapter_begins_a_page(reader: PdfReader, bodies: list[list[Run]]) -> None:
    chapters = [(str(entry.title), reader.get_destination_page_number(entry)) for entry in reader.outline
                if not isinstance(entry, list)]  # fmt: skip

    for title, number in chapters:
        assert number is not None
        first = " ".join(run.text for run in bodies[number][:3])
        assert re.sub(r"^\d+\s*", "", title) in re.sub(r"\s+", " ", first)


def test_drawings_of_the_report_are_as_wide_as_its_text(soup: Any) -> None:
    drawings = soup.select("figure.iomreport-figure svg")

    assert drawings
    assert {float(drawing["viewbox"].split()[2]) for drawing in drawings} == {theme.WIDTH * 72}


TEXT_WIDTH = theme.WIDTH * 72


@pytest.fixture(scope="module", params=theme.PAPERS)
def on_paper(request: Any, built: Built, notebooks_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the report on each size of paper; what was executed for the first is remembered for the other."""
    if request.param == theme.PAPERS[0]:
        return built.pdf
    folder = tmp_path_factory.mktemp("paper")
    build(folder, formats=["pdf"], paper=request.param, notebooks=notebooks_folder)
    return (folder / "report.pdf").read_bytes()


@pytest.fixture(scope="module")
def lines(on_paper: bytes) -> Pages:
    """Return the width of each page of the report, and the runs of letters on it."""
    return pages_of(on_paper)


def beyond_the_text(pages: Pages) -> list[tuple[int, Line]]:
    """Return what stands left or right of the text, with the number of its page."""
    return [
        (number, line)
        for number, (width, lines) in enumerate(pages, start=1)
        for line in lines
        if line.left < (width - TEXT_WIDTH) / 2 - 0.5 or line.right > (width + TEXT_WIDTH) / 2 + 0.5
    ]


IN_DRAWINGS = 100
"""Size of letters of drawings before they are scaled; no other text of the PDF has it."""


def laid_over_another(pages: Pages) -> list[tuple[int, Line]]:
    """Return what begins before the text left of it on the same line has ended, with the number of its page.

    Drawings are no lines: their letters may be turned, and stand one by one where they are kerned.
    """
    found = []
    for number, (_, lines) in enumerate(pages, start=1):
        set_ = [line for line in lines if line.size != IN_DRAWINGS]
        for before, line in pairwise(sorted(set_, key=lambda line: (round(line.y, 1), line.left))):
            if abs(before.y - line.y) < 0.2 and before.right > line.left + 0.7:
                found.append((number, line))
    return found


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_report_keeps_to_the_standards_on_each_paper(on_paper: bytes, profile: str) -> None:
    assert broken_promises(on_paper, profile) == []


def test_no_line_of_the_report_is_overfull(lines: Pages) -> None:
    assert beyond_the_text(lines) == []


def test_no_cell_of_the_report_runs_into_the_next(lines: Pages) -> None:
    assert laid_over_another(lines) == []


def test_no_line_of_the_report_leaves_its_page(lines: Pages) -> None:
    assert min(line.y for _, on_page in lines for line in on_page) > 0


def test_no_page_of_the_report_is_empty(bodies: list[list[Run]]) -> None:
    assert [number for number, body in enumerate(bodies, start=1) if not body] == []


def test_every_link_within_the_report_leads_to_a_page(reader: PdfReader) -> None:
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    addresses = [note["/A"]["/URI"] for note in notes if "/A" in note and "/URI" in note["/A"]]

    assert any("/Dest" in note for note in notes)
    assert [address for address in addresses if address.startswith("#")] == []


# Lines of any notebook.


LONG = "x" * 300
NAMES = "context_snapshot_names_milestones_directors_memberships"


@pytest.mark.parametrize("word", [LONG, NAMES * 3, "https://example.org/" + "a1/" * 90, chr(0x1F642) * 90])
def test_word_longer_than_a_line_is_broken(word: str) -> None:
    column = {"label": word, "unit": "", "numeric": False}
    row = {"cells": [word, "b"], "sources": []}
    cells = table(caption=word, columns=[column, {**column, "label": "B"}], rows=[row], notes=[word])
    pdf = to_pdf(notebook("# T", f"See {word} and `{word}`.", sentence(word), figure(title=word, notes=[word]), cells))

    assert beyond_the_text(pages_of(pdf)) == []
    assert laid_over_another(pages_of(pdf)) == []


def test_table_of_many_columns_stays_on_the_page() -> None:
    columns = [{"label": f"A column {number}", "unit": "per cent", "numeric": True} for number in range(16)]
    shown = table(columns=columns, rows=[{"cells": ["1,234,567.89"] * 16, "sources": ["s-one"]}])

    assert beyond_the_text(pages_of(to_pdf(notebook("# T", shown)))) == []


# Where figures stand.


def high_figure(name: str, height: int) -> Any:
    """Return a figure as wide as the page and as high as given, in points."""
    shown = figure(f"fig-{name.lower()}", title=f"Figure named {name}")
    shown.data["image/svg+xml"] = DRAWING.replace('"0 0 9 9" width="9" height="9"', f'"0 0 468 {height}"')
    return shown


def text(name: str, lines: int = 3) -> Any:
    return sentence(f"Text named {name}." + " Many words that fill the lines of a page, over and over." * lines)


def order_of(*cells: Any) -> list[str]:
    """Return the names of texts, figures and sections of a chapter in the order in which its pages show them."""
    pages = opened("# A chapter", *cells, title="T").pages[2:]
    shown = " ".join(page.extract_text() for page in pages).partition("Sources 1")[0]
    return re.findall(r"(?:Text|Figure|Section)\s+named\s+(\w+)", shown)


def test_figure_stands_where_the_text_speaks_of_it_if_there_is_room() -> None:
    cells = [text("a"), high_figure("B", 150), text("c"), high_figure("D", 150), text("e")]

    assert order_of(*cells) == ["a", "B", "c", "D", "e"]


def test_text_goes_on_before_a_figure_that_waits_for_the_next_page() -> None:
    assert order_of(text("a"), high_figure("B", 300), high_figure("C", 400), text("d")) == ["a", "B", "d", "C"]


def test_figure_that_would_fit_waits_for_one_that_does_not() -> None:
    cells = [high_figure("A", 300), high_figure("B", 400), text("c"), high_figure("D", 60), text("e")]

    assert [name for name in order_of(*cells) if name.isupper()] == ["A", "B", "D"]


def test_figure_that_waits_does_not_pass_more_than_two_headings_of_sections() -> None:
    a, b, c, d, e = ([f"## Section named {name}", text(f"of_{name}")] for name in "abcde")
    shown = order_of(*a, *b, high_figure("B", 560), *c, *d, *e)

    assert shown.index("of_b") < shown.index("B") < shown.index("of_e")


def test_figure_does_not_leave_its_chapter() -> None:
    shown = order_of(high_figure("A", 500), high_figure("B", 400), "# Section named c", text("d"))

    assert shown == ["A", "B", "c", "d"]


def test_figure_higher_than_a_page_keeps_to_the_standards() -> None:
    pdf = to_pdf(notebook("# T", text("a"), high_figure("B", 900), text("c")))

    assert [broken_promises(pdf, profile) for profile in ("ua1", "3a")] == [[], []]


PIECES = st.one_of(
    st.builds(text, st.just("a"), st.integers(1, 30)),
    st.builds(lambda number, height: high_figure(f"N{number}", height), st.integers(0, 999), st.integers(60, 640)),
    st.sampled_from(["## A section", "# A chapter"]),
)


@settings(max_examples=10, deadline=None)
@given(cells=st.lists(PIECES, min_size=10, max_size=40))
def test_layout_of_any_figures_comes_to_rest(cells: list[Any]) -> None:
    document = read_document(notebook("# T", *cells))
    typeset(document, "a4")

    assert [warning for warning in document.warnings if warning.startswith("Typst")] == []


# What stands around the text.


def test_contents_name_each_chapter_with_its_page(long_report: PdfReader) -> None:
    contents = " ".join(long_report.pages[1].extract_text().split())

    assert re.search(r"1 First chapter[ .]+2\b", contents)
    assert re.search(r"2 Second chapter[ .]+3\b", contents)


def test_contents_list_figures_and_tables(long_report: PdfReader) -> None:
    contents = " ".join(long_report.pages[1].extract_text().split())

    assert re.search(r"Figures( First chapter)? 1 The line rises \d", contents)
    assert re.search(r"Tables( Second chapter)? 1 States by region \d", contents)


def test_lists_of_exhibits_are_parted_by_chapters_that_hold_some() -> None:
    exhibits = [figure(f"fig-{number}") for number in range(2)]
    contents = opened("# One", exhibits[0], "# Two", "Text.", "# Three", exhibits[1], title="T").pages[1]
    listed = " ".join(contents.extract_text().split()).partition("Figures")[2]

    assert re.match(r" ?One 1 The line rises \d ?Three 2 The line rises \d", listed)


SECTIONS = ("## A section", "Text.", "## Another", "Text.", "## A third", "Text.")


def test_head_of_a_chapter_lists_its_sections_with_their_pages() -> None:
    head = " ".join(opened("# One", *SECTIONS, title="T").pages[2].extract_text().split())

    assert re.search(r"1\.1 A section 2 1\.2 Another 2 1\.3 A third 2 1\.1 A section", head)


def test_head_of_a_chapter_of_two_sections_needs_no_list() -> None:
    head = opened("# One\n\nThe lead.", *SECTIONS[:4], title="T").pages[2].extract_text()

    assert [head.count(title) for title in ("A section", "Another", "The lead.")] == [1, 1, 1]


def test_lead_of_a_chapter_stands_in_its_head() -> None:
    page = opened("# One\n\nThe lead.", "## A section", "Text.", title="T").pages[2]
    runs = {run.text: run.y for run in page_text(page).runs}

    assert page.extract_text().count("The lead.") == 1
    assert runs["The lead."] > max(run.y for run in page_text(page).runs if run.text == "Text.")


def test_section_without_a_lead_before_it_is_shown() -> None:
    assert opened("# One", *SECTIONS, title="T").pages[2].extract_text().count("A section") == 2


@pytest.mark.parametrize("rows", range(38, 46))
def test_notes_of_a_table_stand_with_a_row_of_it(rows: int) -> None:
    row = {"cells": ["Europe", "51"], "sources": ["s-one"]}
    pages = opened("# C", "## S", table(rows=[row] * rows, notes=["The very note."]), title="T").pages

    assert [page.extract_text().count("Europe") > 0 for page in pages if "The very note." in page.extract_text()] == [
        True
    ]


def test_long_facts_of_the_title_page_have_a_line_of_their_own() -> None:
    facts = [{"label": f"Label {number}", "text": "Short"} for number in range(2)]
    cited = {"label": "Cite as", "text": "Somebody (2026), a title that is rather long, version 1"}
    runs = {run.text: run.y for run in page_text(opened("# C", title="T", facts=[*facts, cited]).pages[0]).runs}

    assert runs["Label 0"] == runs["Label 1"] > runs["Cite as"]
    assert cited["text"] in runs


COVER = {"figure": "fig-one", "column": "value", "rows": {"kind": "counted"}}


def test_title_page_names_the_figure_that_its_bars_show() -> None:
    data = "kind,value\ncounted,1\ncounted,4\nsaid,9\n"
    page = opened("# C", figure(data=data), title="T", cover=COVER).pages[0]

    assert "The bars above: Figure 1. The line rises." in " ".join(page.extract_text().split())


def test_title_page_has_no_bars_where_their_figure_is_left_out() -> None:
    assert "The bars above" not in opened("# C", figure("fig-two"), title="T", cover=COVER).pages[0].extract_text()


def test_bars_of_the_title_page_are_parts_of_the_highest() -> None:
    data = "kind,value\ncounted,1\ncounted,4\nsaid,9\n"
    document = read_document(notebook("# C", figure(data=data), title="T", cover=COVER))

    assert (cover(document) or {})["values"] == [0.25, 1.0]


def test_running_head_names_chapter_and_report(long_report: PdfReader) -> None:
    page = long_report.pages[4]
    head = [run.text for run in page_text(page).runs if run.y > float(page.mediabox.height) - HEAD]

    assert "Second chapter" in " ".join(head)
    assert "A report" in " ".join(head)


def test_first_page_of_a_chapter_has_no_running_head(long_report: PdfReader) -> None:
    page = long_report.pages[3]

    assert "Second chapter" in page.extract_text()
    assert [run.text for run in page_text(page).runs if run.y > float(page.mediabox.height) - HEAD + 2] == []


def test_pages_are_numbered_after_the_title_page(long_report: PdfReader) -> None:
    feet = [" ".join(run.text for run in page_text(page).runs if run.y < FOOT - 2) for page in long_report.pages]

    assert feet == ["", *(str(number) for number in range(1, len(feet)))]


def test_table_that_breaks_repeats_its_head(long_report: PdfReader) -> None:
    pages = [page.extract_text() for page in long_report.pages[3:]]
    with_rows = [text for text in pages if text.count("Europe") > 1]

    assert len(with_rows) > 1
    assert all("Region" in text and "States" in text for text in with_rows)


def test_notebook_that_is_no_report_has_its_title_above_its_text() -> None:
    first = opened("# A notebook\n\nIts text.").pages[0].extract_text()

    assert "A notebook" in first
    assert "Its text." in first


def test_words_are_broken_where_the_language_breaks_them() -> None:
    text = opened("# T\n\n" + "the characteristics of representation " * 20).pages[0].extract_text()

    assert "repre\u00ad\nsentation" in text


def test_no_line_ends_between_a_day_and_its_month() -> None:
    said = [sentence("word " * 10 + "o" * number + " on 5 December 1951, by 14 states.") for number in range(1, 40)]
    lines = "\n".join(page.extract_text() for page in opened("# T", *said).pages).splitlines()

    assert len(lines) > len(said) + 20
    assert [line for line in lines if re.search(r"\b(5|14)\s*$", line)] == []


def test_footnote_stands_at_the_foot_of_its_page_with_its_number() -> None:
    text = pdf_text(opened("# T\n\nSee it[^n].\n\n[^n]: The note."))

    assert re.search(r"1 ?The note\.", text)


def test_bibliography_passes_over_places_that_cite_nearly_everything() -> None:
    sources = [f"s-{number}" for number in range(9)]
    pdf = opened("# C", "## S", sentence(sources=sources), figure(sources=sources[:1]), title="T")
    listed = " ".join(pdf.pages[-1].extract_text().split())

    assert listed.count("Cited in Figure 1.") == 1
    assert listed.count("Cited in section 1.1.") == len(sources) - 1
