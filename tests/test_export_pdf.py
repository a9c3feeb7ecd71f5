"""The PDF edition: accessible, archivable, its data inside, and deaf to what looks like its own markup."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable
from typing import Any

import frictionless
import pikepdf
import pytest
from making import (
    HOSTILE,
    TYPST_HOSTILE,
    Built,
    attachments,
    bookmarks,
    broken_promises,
    figure,
    notebook,
    pdf_text,
    sentence,
    source,
    squeezed,
    table,
    to_html,
    to_pdf,
)
from pypdf import PdfReader

from iomreport import growth, mandates
from iomreport.claims import overview
from iomreport.summary import key_figures

pytestmark = pytest.mark.slow

PROFILES = ["ua1", "3a"]
TEXTS = [*TYPST_HOSTILE, *HOSTILE]


def opened(*cells: Any, **front: Any) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(notebook(*cells, **front))))


def text_of(*cells: Any, **front: Any) -> str:
    return squeezed(pdf_text(opened(*cells, **front)))


def plain_output(**data: str) -> Any:
    shown = figure()
    shown.metadata.clear()
    shown.data = {name.replace("_", "/"): text for name, text in data.items()}
    return shown


# The standards.


@pytest.mark.parametrize("profile", PROFILES)
def test_report_keeps_to_the_standard(built: Built, profile: str) -> None:
    assert broken_promises(built.pdf, profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_notebook_of_everything_keeps_to_the_standard(profile: str) -> None:
    prose = "# T\n\n## S\n\n- a\n- b\n\n1. c\n\n> q\n\n| h | i |\n|---|---|\n| j | k |\n\n`l` **m** *n* ~~o~~\n\n---\n"
    made = notebook(prose, figure(), table(), sentence(), plain_output(text_plain="out"), "Math: $x^2$\n\n$$y$$")

    assert broken_promises(to_pdf(made), profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_notebook_without_anything_keeps_to_the_standard(profile: str) -> None:
    assert broken_promises(to_pdf(notebook()), profile) == []


def test_validator_can_say_no(built: Built) -> None:
    damaged = io.BytesIO()
    with pikepdf.open(io.BytesIO(built.pdf)) as opened:
        del opened.Root["/Lang"]
        opened.save(damaged)

    assert broken_promises(damaged.getvalue(), "ua1")


# What the report carries.


def test_title_language_author_and_description_are_in_the_document(reader: Any) -> None:
    assert reader.metadata is not None
    assert reader.metadata.title == "The International Organization for Migration in figures"
    assert reader.metadata.author == "The iomreport contributors"
    assert "International Organization for Migration" in (reader.metadata.subject or "")
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_viewer_shows_the_title_not_the_file_name(reader: Any) -> None:
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_document_is_tagged(reader: Any) -> None:
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_dates_in_the_document_are_those_of_the_data_not_of_the_clock(reader: Any) -> None:
    from iomreport import catalog

    assert reader.metadata is not None
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date().isoformat() == catalog.closed_on()


def test_bookmarks_follow_the_headings_of_the_other_edition(reader: PdfReader, soup: Any) -> None:
    headings = [heading.get_text(" ", strip=True) for heading in soup.select("main h2, main h3, main h4")]

    assert [" ".join(title.split()) for title in bookmarks(reader.outline)] == headings


def test_every_figure_and_table_is_attached(reader: PdfReader, soup: Any) -> None:
    shown = {f"{element['id']}.csv" for element in soup.select(".iomreport-figure, .iomreport-table")}

    assert set(attachments(reader)) == shown | {"datapackage.json"}


def test_data_package_describes_every_attached_table(reader: PdfReader) -> None:
    files = attachments(reader)
    package = json.loads(files.pop("datapackage.json"))
    described = {resource["path"]: resource for resource in package["resources"]}

    assert frictionless.Package.validate_descriptor(package).valid
    assert set(described) == set(files)
    for name, text in files.items():
        assert described[name]["hash"] == f"sha256:{hashlib.sha256(text.encode('utf-8')).hexdigest()}"
        assert described[name]["title"]
        assert described[name]["sources"]


def test_notebook_without_exhibits_carries_no_data_package() -> None:
    assert attachments(opened("# T\n\nProse.")) == {}


def test_report_is_small_enough_to_mail(built: Built) -> None:
    assert len(built.pdf) < 3_000_000


@pytest.mark.parametrize(
    "exhibit",
    [
        growth.members_figure,
        mandates.timeline_figure,
        overview.status_figure,
        key_figures.key_figures_figure,
    ],
    ids=lambda exhibit: exhibit.__name__,
)
def test_attachment_is_the_very_frame_that_is_shown(reader: PdfReader, exhibit: Any) -> None:
    shown = exhibit()

    assert attachments(reader)[f"{shown.id}.csv"] == shown.data.to_csv(index=False, lineterminator="\n")


def test_attachment_keeps_accents_and_line_ends() -> None:
    data = 'name,note\nAntónio Vitorino,"one\ntwo"\n'

    assert attachments(opened("# T", figure(data=data)))["fig-one.csv"] == data


def test_descriptions_of_figures_are_in_the_structure(reader: Any) -> None:
    alts = {growth.members_figure().alt, mandates.timeline_figure().alt, overview.status_figure().alt}

    assert alts <= _alts(reader)


def _alts(reader: Any) -> set[str]:
    """Walk the tree of tags and gather the alternative texts."""
    found: set[str] = set()
    pending: list[Any] = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while pending:
        node = pending.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            pending += node
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.add(str(node["/Alt"]))
            if "/K" in node:
                pending.append(node["/K"])
    return found


# Nothing in it is taken for markup.


def lost(found: str, times: int = 1, texts: Iterable[str] = TEXTS) -> list[str]:
    """Return the texts that do not stand in a PDF as often as they should."""
    return [text for text in texts if found.count(squeezed(text)) < times]


def test_text_of_prose_comes_back_as_it_is() -> None:
    assert lost(text_of("# T", *(f"`` {text} ``" for text in TEXTS))) == []


def test_text_of_a_sentence_comes_back_as_it_is() -> None:
    assert lost(text_of("# T", *map(sentence, TEXTS))) == []


def test_text_of_a_figure_comes_back_as_it_is() -> None:
    shown = [figure(f"fig-{n}", title=text, notes=[text], alt=text) for n, text in enumerate(TEXTS)]

    assert lost(text_of("# T", *shown), 2) == []


def test_text_of_a_table_comes_back_as_it_is() -> None:
    shown = [
        table(
            f"tab-{n}",
            caption=text,
            columns=[{"label": text, "unit": "", "numeric": False}],
            rows=[{"cells": [text], "sources": []}],
            notes=[text],
        )
        for n, text in enumerate(TEXTS)
    ]

    assert lost(text_of("# T", *shown), 3) == []


def test_text_of_a_source_comes_back_as_it_is() -> None:
    assert lost(text_of("# T", sentence(sources=[source(f"s-{n}", title=text) for n, text in enumerate(TEXTS)]))) == []


def test_text_of_the_front_matter_comes_back_as_it_is() -> None:
    text = " ".join(TEXTS)
    reader = opened("# Chapter", title=text, subtitle=text, notice=text, facts=[{"label": "Fact", "text": text}])

    assert reader.metadata is not None
    assert reader.metadata.title == text
    assert lost(squeezed(pdf_text(reader)), 4) == []


def test_text_output_of_a_cell_comes_back_as_it_is() -> None:
    assert lost(text_of("# T", *(plain_output(text_plain=text) for text in TEXTS))) == []


def test_letters_of_other_languages_come_back() -> None:
    texts = ["Ελλάδα", "Україна", "Côte d’Ivoire", "Đà Nẵng", "São Tomé", "½ × ≥ – … ↩"]

    assert lost(text_of("# T", *texts, *map(sentence, texts)), 2, texts) == []


@pytest.mark.parametrize("text", ["المنظمة الدولية للهجرة", "הארגון הבינלאומי להגירה"])
def test_right_to_left_text_comes_back_letter_by_letter(text: str) -> None:
    found = text_of(f"# T\n\n{text}")

    assert sorted(squeezed(text)) == sorted(letter for letter in found if letter in text)


def test_text_that_no_face_can_show_does_not_stop_the_edition() -> None:
    texts = ["国际移民组织", "🙂", "ไทย", "a\u0001b", "\x1b[31mred\x1b[0m"]
    shown = [part for text in texts for part in (sentence(f"{text} After."), plain_output(text_plain=text))]

    assert pdf_text(opened("# T", *shown)).count("After.") == len(texts)


# Any notebook gives a PDF.


@pytest.mark.parametrize(
    "prose",
    [
        pytest.param("See [it](#nowhere).", id="a link that leads nowhere"),
        pytest.param("See [it](#).", id="a link to the top"),
        pytest.param("See [it]().", id="a link without address"),
        pytest.param("See [it](other.ipynb).", id="a link to a file"),
        pytest.param("## A\n\n#### B\n\nSee it.", id="a skipped level of headings"),
        pytest.param("See it.\n\n![A map](map.png)", id="an image"),
        pytest.param("See it.\n\n![](map.png)", id="an image without description"),
        pytest.param("See it[^1].\n\n[^1]: The note.", id="a footnote"),
        pytest.param("See it.\n\n<div>x</div> and <b>y</b>", id="raw HTML"),
        pytest.param("See it.\n\n- [ ] a\n  1. b\n\n     c", id="nested lists"),
        pytest.param("See it.\n\n| h |\n|---|\n", id="a table without rows"),
        pytest.param("See it.\n\n##  ", id="an empty heading"),
    ],
)
def test_prose_is_typeset_whatever_it_holds(prose: str) -> None:
    assert "See it" in pdf_text(opened(f"# T\n\n{prose}"))


def test_footnote_is_shown_with_its_text() -> None:
    assert "The note." in pdf_text(opened("# T\n\nSee it[^n].\n\n[^n]: The note."))


def test_headings_named_like_our_own_anchors_do_not_stop_the_edition() -> None:
    text = pdf_text(opened("# Sources", "# Source 1", "[x](#source-1)", sentence(), title="T"))

    assert "There are 14 members." in text


def test_exhibit_shown_twice_does_not_stop_the_edition() -> None:
    text = pdf_text(opened("# T\n\n[x](#fig-one)", figure(), figure()))

    assert "Figure 2" in text


def test_link_to_a_figure_leads_to_it() -> None:
    reader = opened("# T\n\nSee [the line](#fig-one).", figure(), sentence())
    links = [
        note.get_object() for page in reader.pages for note in page.get("/Annots", []) if "/Dest" in note.get_object()
    ]

    assert "(Figure 1)" in pdf_text(reader)
    assert links


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("us-letter", 612)])
def test_paper_can_be_chosen(paper: str, width: int) -> None:
    from iomreport.export import PdfExporter

    pdf = PdfExporter(paper=paper).from_notebook_node(notebook("# T"))[0]

    assert int(PdfReader(io.BytesIO(pdf)).pages[0].mediabox.width) == width


# The two editions agree.


def test_same_notebook_gives_the_same_bytes() -> None:
    made = notebook("# T", figure(), table(), sentence())

    assert to_pdf(made) == to_pdf(made)


def test_sources_have_the_same_numbers_in_both_editions() -> None:
    made = notebook("# T", sentence(sources=["z", "a"]), table(sources=["m", "a"]))
    texts = pdf_text(PdfReader(io.BytesIO(to_pdf(made)))), to_html(made)

    for text in texts:
        places = [text.index(f"Title of {name}") for name in ("z", "a", "m")]
        assert places == sorted(places)
