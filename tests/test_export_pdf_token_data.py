"""Every token of a document is shown in the PDF."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from making import DRAWING, broken_promises, squeezed
from tokens_made import cell, document, head, opened, paragraph, printed, shown, table, text, within

from iomreport.export.document import Block
from iomreport.export.pdf import layout
from iomreport.export.pdf.typesetting import typeset

pytestmark = pytest.mark.slow

IMAGE = "data:image/svg+xml;base64," + base64.b64encode(DRAWING.encode()).decode()
LINKING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
LINKING += '<image href="https://a.b/c.png" width="5" height="5"/></svg>'


def image(url: str = IMAGE, **attrs: Any) -> Any:
    return {"type": "image", "attrs": {"url": url, "alt": "A line", **attrs}}


def svg(drawing: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()


INLINE = [
    *(
        within(kind, f"in-{kind}")
        for kind in ("emphasis", "strong", "strikethrough", "underline", "small", "subscript", "superscript")
    ),
    {"type": "codespan", "raw": "in-codespan"},
    within("link", "in-link", attrs={"url": "https://example.org"}),
    {"type": "softbreak"},
    {"type": "linebreak"},
    {"type": "anchor", "attrs": {"id": "somewhere"}},
    {"type": "footnote_ref", "attrs": {"index": 1, "key": "1"}, "note": [paragraph("in-footnote")]},
    {"type": "inline_math", "raw": "x^2"},
    image(),
]
ITEM = within("list_item", within("block_text", "in-list_item"))
BLOCKS = [
    paragraph("in-paragraph"),
    within("block_text", "in-block_text"),
    within("heading", "in-heading", attrs={"level": 3}),
    {"type": "block_code", "raw": "in-block_code", "attrs": {"info": "python"}},
    within("block_quote", paragraph("in-block_quote")),
    within("list", ITEM, attrs={"ordered": True, "start": 3}),
    {"type": "thematic_break"},
    {"type": "block_math", "raw": "y^2"},
    within("details", paragraph("in-details"), summary=[text("in-summary")]),
    within("division", paragraph("in-division")),
    printed("in-printed"),
    printed("in-error", error=True),
    within("note", "in-note"),
    within(
        "definitions",
        within("definition_term", "in-definition_term"),
        within("definition_text", paragraph("in-definition_text")),
    ),
    within("footnotes", within("footnote_item", paragraph("in-footnote_item"), attrs={"index": 7})),
    table([[head("in-head")]], [[cell("in-body")]], [text("in-caption")]),
    {"type": "of the future", "raw": "in-raw"},
    within("of another future", "in-children"),
]
WORDS = [
    *(f"in-{token['type']}" for token in [*INLINE[:9], *BLOCKS[:6]] if token["type"] != "list"),
    *(
        [
            "in-list_item",
            "in-details",
            "in-summary",
            "in-division",
            "in-printed",
            "in-error",
            "in-note",
            "in-definition_term",
        ]
    ),
    *(
        [
            "in-definition_text",
            "in-footnote_item",
            "in-head",
            "in-body",
            "in-caption",
            "in-raw",
            "in-children",
            "in-footnote",
        ]
    ),
]


def test_no_token_is_dropped() -> None:
    found = shown(paragraph(*INLINE), *BLOCKS)

    assert [word for word in WORDS if squeezed(word) not in found] == []


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_document_of_every_token_keeps_to_the_standards(profile: str) -> None:
    pdf = typeset(document(paragraph(*INLINE), *BLOCKS, table([], [[cell(BLOCKS[:5]), cell([image()])]])))

    assert broken_promises(pdf, profile) == []


@pytest.mark.parametrize("kind", ["block_quote", "list", "details", "division", "strong", "table"])
def test_text_in_however_many_levels_is_shown(kind: str) -> None:
    nested: Any = paragraph("deepest")
    for _ in range(40):
        inner = [within("list_item", nested)] if kind == "list" else [nested]
        more = {"summary": [text("s")]} if kind == "details" else {"attrs": {"ordered": False}}
        nested = table([], [[cell([nested])]]) if kind == "table" else within(kind, *inner, **more)

    assert "deepest" in shown(nested)


def test_link_within_the_document_leads_to_its_anchor() -> None:
    link = within("link", "there", attrs={"url": "#somewhere"})
    reader = opened(paragraph(link), paragraph({"type": "anchor", "attrs": {"id": "somewhere"}}, "here"))

    assert "/Dest" in reader.pages[0]["/Annots"][0].get_object()


def test_same_anchor_twice_does_not_stop_the_edition() -> None:
    anchor = {"type": "anchor", "attrs": {"id": "somewhere"}}

    assert "end" in shown(paragraph(anchor, anchor), paragraph("end"))


@pytest.mark.parametrize(
    "url", ["page.html?x=1", "a.html#b", "data/my%20file.csv", "ftp://a.b/c", "mailto:a@b.c", "#", ""]
)
def test_address_of_any_kind_is_taken(url: str) -> None:
    assert "there" in shown(paragraph(within("link", "there", attrs={"url": url})))


# Images.


def placed(*tokens: Any) -> list[tuple[float, float]]:
    """Return width and height at which drawings are placed, as the structure of the PDF tells."""
    found: list[tuple[float, float]] = []
    pending: list[Any] = [opened(*tokens).trailer["/Root"]["/StructTreeRoot"]]
    while pending:
        node = pending.pop().get_object()
        if isinstance(node, list):
            pending += node
        elif isinstance(node, dict):
            attributes = node.get("/A", [])
            for given in attributes if isinstance(attributes, list) else [attributes]:
                if "/BBox" in given.get_object():
                    left, lower, right, upper = map(float, given.get_object()["/BBox"])
                    found.append((round(right - left), round(upper - lower)))
            pending += [node["/K"]] if "/K" in node and not isinstance(node["/K"], int) else []
    return found


def test_size_of_an_image_is_in_pixels_of_css() -> None:
    assert placed(paragraph(image(width=96, height=48))) == [(72, 36)]


def test_image_wider_than_the_page_is_as_wide_as_it() -> None:
    assert placed(paragraph(image(width=9600, height=960))) == [(468, 47)]


@pytest.mark.parametrize("drawing", ["<svg>torn", LINKING])
def test_image_that_cannot_be_typeset_is_told_in_its_place_and_by_its_cell(drawing: str) -> None:
    made = document(paragraph("before"), paragraph(image(svg(drawing))), paragraph(image()))
    pdf = typeset(made)

    assert len(made.warnings) == 1
    assert made.warnings[0].startswith("cell 3: an image cannot be shown in the PDF (")
    assert broken_promises(pdf, "ua1") == []


def test_image_without_alt_text_gives_up_the_standard_for_accessibility() -> None:
    made = document(paragraph(image(alt="")))
    typeset(made)

    assert made.warnings == ["images without alt text in cell 2: the PDF keeps to A-3B only, and not to PDF/UA-1"]


# Text of a terminal, and code.


def test_printed_text_keeps_its_spaces() -> None:
    page = opened(printed("a    b")).pages[0]

    assert "a    b" in page.extract_text(extraction_mode="layout")


def test_printed_text_beyond_the_limit_is_told_in_its_place_and_by_its_cell() -> None:
    made = document(printed("\n".join(f"line-{number}." for number in range(layout.MOST_LINES + 300))))
    from pypdf import PdfReader

    found = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(typeset(made))).pages))

    assert squeezed("300 lines left out; the notebook has them") in found
    assert squeezed(f"line-{layout.MOST_LINES + 299}.") in found
    assert made.warnings == ["cell 2: the PDF leaves out 300 lines, as it shows 2,000 of a text"]


def test_code_is_shown_only_if_asked_for() -> None:
    code = Block("code", 2, source="answer = 42")

    assert "answer" not in shown(code)
    assert "answer=42" in shown(code, show_code=True)
