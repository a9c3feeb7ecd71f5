"""The HTML edition lets nothing hostile act, wherever in a notebook or a table it stands."""

from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from making import HOSTILE, downloads, figure, notebook, sentence, source, table, to_html
from parsing import USING, acting, drawn, graph_of, metas_of, parsed, plain_output, policy_of, requested, rows_of

pytestmark = pytest.mark.slow

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


@pytest.mark.parametrize("field", ["title", "alt", "data"])
def test_hostile_figure_is_inert(field: str) -> None:
    soup = parsed("# T", *(figure(f"fig-{number}", **{field: text}) for number, text in enumerate(HOSTILE)))

    assert acting(soup) == []
    assert {
        "title": [title.get_text() for title in soup.select("figcaption .title")],
        "alt": [drawing["aria-label"] for drawing in soup.select("figure svg")],
        "data": [*downloads(soup).values()],
    }[field] == [*HOSTILE]


def test_hostile_note_is_inert() -> None:
    soup = parsed("# T", figure(notes=[*HOSTILE]), table(notes=[*HOSTILE]))

    assert acting(soup) == []
    assert [note.get_text() for credits in soup.select(".credits") for note in credits.select("p")[: len(HOSTILE)]] == [
        *HOSTILE * 2
    ]


def test_hostile_table_is_inert() -> None:
    columns = [{"label": text, "unit": text, "numeric": False} for text in HOSTILE]
    rows = [{"cells": [*HOSTILE], "sources": []}]
    soup = parsed(
        "# T", *(table(f"tab-{n}", caption=text, columns=columns, rows=rows) for n, text in enumerate(HOSTILE))
    )

    assert acting(soup) == []
    assert [caption.get_text() for caption in soup.select("caption .title")] == [*HOSTILE]
    for row in soup.select("tbody tr"):
        assert [cell.get_text() for cell in row.select("th, td")] == [*HOSTILE]


def test_hostile_sentence_is_inert() -> None:
    soup = parsed("# T", *map(sentence, HOSTILE))

    assert acting(soup) == []
    for shown, text in zip(soup.select(".iomreport-sentence"), HOSTILE, strict=True):
        assert shown.get_text().startswith(text)


@pytest.mark.parametrize("field", ["title", "producer", "publisher", "locator", "url", "date_published"])
def test_hostile_source_is_inert(field: str) -> None:
    soup = parsed("# T", figure(sources=[source(f"s-{n}", **{field: text}) for n, text in enumerate(HOSTILE)]))

    assert acting(soup) == []
    assert requested(soup) == []


def test_address_of_a_source_that_is_code_is_no_link() -> None:
    soup = parsed("# T", figure(sources=[source("s-one", url="javascript:alert(1)")]))

    assert acting(soup) == []


@pytest.mark.parametrize("field", FRONT)
def test_hostile_front_matter_is_inert(field: str) -> None:
    soup = parsed("# Chapter", figure(), **{"title": "T", field: " ".join(HOSTILE)})

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


def test_hostile_cell_of_data_is_inert() -> None:
    quoted = ['"' + text.replace('"', '""') + '"' for text in HOSTILE]
    data = [f"{text},source_id\n{text},{text}\n" for text in quoted]
    soup = parsed("# T", *(figure(f"fig-{n}", data=each, sources=[source("s-one")]) for n, each in enumerate(data)))

    assert acting(soup) == []
    assert requested(soup) == []
    assert [rows_of(shown)[1][0] for shown in soup.select(".data table")] == [*HOSTILE]


def test_hostile_id_of_an_exhibit_is_inert() -> None:
    assert acting(parsed("# T", *map(figure, HOSTILE), *map(table, HOSTILE))) == []


def test_hostile_prose_is_inert() -> None:
    parts = [f"{text}\n\n## Section {text}\n\n- {text}\n\n> {text}\n\n| a |\n|---|\n| {text} |\n" for text in HOSTILE]
    soup = parsed("# T", *parts)

    assert acting(soup) == []
    assert requested(soup) == []


def test_hostile_text_in_code_marks_is_shown_as_it_is() -> None:
    soup = parsed("# T", *(f"`{text}`" for text in HOSTILE))
    assert [code.get_text() for code in soup.main.select("code")] == [*HOSTILE]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "vbscript:x"]
)
def test_link_in_prose_that_is_code_leads_nowhere(address: str) -> None:
    links = parsed(f"# T\n\n[x]({address})").main.find_all("a")

    assert not [link for link in links if re.match(r"(?i)(javascript|data|vbscript):", link.get("href", ""))]


def test_hostile_text_output_is_shown_as_it_is() -> None:
    soup = parsed("# T", *(plain_output(text_plain=text) for text in HOSTILE))
    assert [shown.get_text().strip() for shown in soup.main.select("pre")] == [*HOSTILE]


def test_hostile_code_is_shown_as_it_is() -> None:
    made = notebook("# T")
    made.cells += [nbformat.v4.new_code_cell(text, id=f"code-{number}") for number, text in enumerate(HOSTILE)]
    soup = parsed_page(made)

    assert acting(soup) == []
    assert soup.select_one("details.code code").get_text() == "\n\n".join(HOSTILE)


@pytest.mark.parametrize("kind", ["text_html", "text_markdown", "text_latex"])
def test_hostile_output_of_any_kind_is_inert(kind: str) -> None:
    texts = [*HOSTILE, "<h1>One</h1><svg onload=alert(1)>", "<a href='javascript:alert(1)'>x</a>"]
    soup = parsed("# T", *(plain_output(**{kind: text}) for text in texts))

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
