"""The HTML edition lets nothing hostile act, wherever in a notebook or a table it stands."""

from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from making import HOSTILE, downloads, figure, notebook, sentence, source, table, to_html
from parsing import USING, acting, drawn, graph_of, metas_of, parsed, plain_output, policy_of, requested, rows_of

FRONT = (
    "title", "subtitle", "series", "notice", "colophon", "description", "language", "date", "version", "publisher",
    "author", "keywords", "licence",
)  # fmt: skip


def parsed_page(made: Any) -> Any:
    """Return the page of a notebook, parsed."""
    return BeautifulSoup(to_html(made), "html.parser")


HOSTILE_DRAWINGS = (
    "<svg><script>alert(1)</script></svg>",
    '<svg onload="alert(1)"><path d="M0 0" onclick="alert(1)"/></svg>',
    '<svg><a href="javascript:alert(1)"><path d="M0 0"/></a></svg>',
    '<svg><foreignObject><body onload="alert(1)"/></foreignObject></svg>',
    '<svg><image href="https://example.org/x.png"/><use href="https://example.org/x.svg#y"/></svg>',
    "<svg><style>* { background: url(https://example.org/x) }</style></svg>",
    '<svg><rect fill="url(https://example.org/x#y)" style="stroke: url(//example.org/z)"/></svg>',
    '<svg><set attributeName="onmouseover" to="alert(1)"/><animate attributeName="href" to="javascript:1"/></svg>',
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg><text>&x;</text></svg>',
    "</svg><script>alert(1)</script><svg>",
    "<h1>no drawing</h1>",
    "not even markup",
    "",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["title", "alt", "data"])
def test_hostile_figure_is_inert(field: str, text: str) -> None:
    soup = parsed("# T", figure(**{field: text}))

    assert acting(soup) == []
    assert {
        "title": soup.select_one("figcaption .title").get_text(),
        "alt": soup.select_one("svg")["aria-label"],
        "data": downloads(soup)["fig-one.csv"],
    }[field] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_note_is_inert(text: str) -> None:
    soup = parsed("# T", figure(notes=[text]), table(notes=[text]))

    assert acting(soup) == []
    assert [credits.p.get_text() for credits in soup.select(".credits")] == [text, text]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_table_is_inert(text: str) -> None:
    column = {"label": text, "unit": text, "numeric": False}
    soup = parsed("# T", table(caption=text, columns=[column] * 2, rows=[{"cells": [text] * 2, "sources": []}]))

    assert acting(soup) == []
    assert soup.select_one("caption .title").get_text() == text
    assert [cell.get_text() for cell in soup.select("tbody th, tbody td")] == [text, text]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_sentence_is_inert(text: str) -> None:
    soup = parsed("# T", sentence(text))

    assert acting(soup) == []
    assert soup.select_one(".iomreport-sentence").get_text().startswith(text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["title", "producer", "publisher", "locator", "url", "date_published"])
def test_hostile_source_is_inert(field: str, text: str) -> None:
    soup = parsed("# T", figure(sources=[source("s-one", **{field: text})]))

    assert acting(soup) == []
    assert requested(soup) == []


def test_address_of_a_source_that_is_code_is_no_link() -> None:
    soup = parsed("# T", figure(sources=[source("s-one", url="javascript:alert(1)")]))

    assert acting(soup) == []


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", FRONT)
def test_hostile_front_matter_is_inert(field: str, text: str) -> None:
    soup = parsed("# Chapter", figure(), **{"title": "T", field: text})

    assert acting(soup) == []
    assert requested(soup) == []
    assert len(soup.find_all("title")) == 1
    assert len(soup.find_all("h1")) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_metadata_say_what_they_were_given(text: str) -> None:
    soup = parsed("# Chapter", figure(title=text), title=text, description=text, author=[text])

    assert metas_of(soup)["DC.title"] == [text]
    assert metas_of(soup)["og:description"] == [text]
    assert graph_of(soup)[0]["name"] == text
    assert graph_of(soup)[0]["author"] == [{"@type": "Organization", "name": text}]
    assert graph_of(soup)[1]["hasPart"][0]["description"].endswith(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_cell_of_data_is_inert(text: str) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    soup = parsed("# T", figure(data=f"{quoted},source_id\n{quoted},{quoted}\n", sources=[source("s-one")]))

    assert acting(soup) == []
    assert requested(soup) == []
    assert rows_of(soup.select_one(".data table"))[1][0] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_id_of_an_exhibit_is_inert(text: str) -> None:
    assert acting(parsed("# T", figure(text), table(text))) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_prose_is_inert(text: str) -> None:
    soup = parsed(f"# T\n\n{text}\n\n## Section {text}\n\n- {text}\n\n> {text}\n\n| a |\n|---|\n| {text} |\n")

    assert acting(soup) == []
    assert requested(soup) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_code_marks_is_shown_as_it_is(text: str) -> None:
    assert parsed(f"# T\n\n`{text}`").main.code.get_text() == text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "vbscript:x"]
)
def test_link_in_prose_that_is_code_leads_nowhere(address: str) -> None:
    links = parsed(f"# T\n\n[x]({address})").main.find_all("a")

    assert not [link for link in links if re.match(r"(?i)(javascript|data|vbscript):", link.get("href", ""))]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_output_is_shown_as_it_is(text: str) -> None:
    assert parsed("# T", plain_output(text_plain=text)).main.pre.get_text().strip() == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_code_is_shown_as_it_is(text: str) -> None:
    made = notebook("# T")
    made.cells.append(nbformat.v4.new_code_cell(text, id="code"))
    soup = parsed_page(made)

    assert acting(soup) == []
    assert soup.select_one("details.code code").get_text() == text


@pytest.mark.parametrize("text", [*HOSTILE, "<h1>One</h1><svg onload=alert(1)>", "<a href='javascript:alert(1)'>x</a>"])
@pytest.mark.parametrize("kind", ["text_html", "text_markdown", "text_latex"])
def test_hostile_output_of_any_kind_is_inert(kind: str, text: str) -> None:
    soup = parsed("# T", plain_output(**{kind: text}))

    assert acting(soup) == []
    assert requested(soup) == []
    assert len(soup.find_all("h1")) == 1


@pytest.mark.parametrize("kind", ["image_png", "image_jpeg"])
def test_image_that_is_none_is_inert(kind: str) -> None:
    soup = parsed("# T", plain_output(**{kind: 'AAAA"><script>alert(1)</script>'}))

    assert acting(soup) == []


def test_hostile_error_and_printed_text_are_inert() -> None:
    made = notebook("# T")
    outputs = [
        nbformat.v4.new_output("stream", text=HOSTILE[0]),
        nbformat.v4.new_output("error", ename="E", evalue=HOSTILE[0], traceback=[HOSTILE[0], f"\x1b[31m{HOSTILE[1]}"]),
    ]
    made.cells.append(nbformat.v4.new_code_cell("1", outputs=outputs, id="code"))
    soup = parsed_page(made)

    assert acting(soup) == []
    assert soup.main.pre.get_text().strip() == HOSTILE[0]


@pytest.mark.parametrize("drawing", HOSTILE_DRAWINGS)
def test_hostile_drawing_is_inert(drawing: str) -> None:
    hostile = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    soup = parsed("# T", drawn("fig-one", hostile))

    assert acting(soup) == []
    assert requested(soup) == []
    assert [element.name for element in soup.select_one("figure svg").find_all(True) if ":" in element.name] == []
    assert {element.name for element in soup.select("figure svg *")} <= {"path", "rect", "image", "use", "text", "g"}
    assert soup.select_one("figure svg")["aria-label"] == "A line that rises"


def test_drawing_cannot_take_the_id_of_another_part_of_the_page() -> None:
    soup = parsed("# Main", drawn("fig-one", USING.replace("mark", "main")), title="T")

    assert [found.name for found in soup.find_all(id="main")] == ["main"]


def test_no_notebook_widens_the_policy() -> None:
    assert policy_of(parsed(f"# {HOSTILE[1]}", figure(title=HOSTILE[0])))["default-src"] == ["'none'"]
