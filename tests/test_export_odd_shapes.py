"""Contents of any shape, whatever a program wrote: no exception, every word in both editions or told by a warning."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from any_notebook import PNG, Made
from bs4 import BeautifulSoup
from case_exports import Case, lacking
from hypothesis import given
from hypothesis import strategies as st
from odd_shapes import CONTENTS, HALF, WHOLES, whole
from parsing import ids
from test_export_any_notebook import alike, exported, lost, read, repeatable
from test_export_cases import nesting_faults

pytestmark = pytest.mark.slow

CONTENT = pytest.mark.parametrize("name", list(CONTENTS))
WHOLE = pytest.mark.parametrize("name", list(WHOLES))


@pytest.fixture(autouse=True)
def _silent_nbformat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep nbformat from logging halves of letters, which no worker can send to the one that reports."""
    monkeypatch.setattr(logging.getLogger("traitlets"), "disabled", True)


FIRST, LAST = ({"cell_type": "markdown", "source": source, "metadata": {}} for source in ("# §", "§"))


def around(cell: Any) -> Made:
    """Return a notebook of a heading, a cell, and words after it."""
    return whole(FIRST, cell, LAST)


def losses(made: Made, edition: str) -> list[str]:
    """Return the words that an edition neither shows nor tells, wherever its lines may break."""
    content, warnings = exported(made, edition)
    return unread(made, content, warnings)


def unread(made: Made, content: str | bytes, warnings: list[str]) -> list[str]:
    """Return the words that are neither read in an edition nor told."""
    return lost(made, read(content).replace("\u200b", ""), warnings)


def faults(html: str) -> list[str]:
    """Return what is wrong with how a page is built: nesting, identifiers, targets of links."""
    page = BeautifulSoup(html, "html.parser")
    twice = [identifier for identifier, count in Counter(ids(page)).items() if count > 1]
    there = {*ids(page), ""}
    nowhere = [link["href"] for link in page.select('[href^="#"]') if link["href"][1:] not in there]
    return [*nesting_faults(html), *twice, *nowhere]


# Each shape alone, so that a fault is named.


@CONTENT
def test_editions_of_odd_content_lose_no_word_and_warn_alike(name: str) -> None:
    made = around(CONTENTS[name])
    page, told = exported(made, "html")
    pdf, told_by_pdf = exported(made, "pdf")

    assert unread(made, page, told) == unread(made, pdf, told_by_pdf) == []
    assert alike(told, told_by_pdf)
    assert faults(str(page)) == []


@WHOLE
def test_page_of_a_notebook_that_is_odd_as_a_whole_loses_no_word(name: str) -> None:
    assert losses(whole(FIRST, LAST, **WHOLES[name]), "html") == []


@WHOLE
def test_pdf_of_a_notebook_that_is_odd_as_a_whole_loses_no_word(name: str) -> None:
    assert losses(whole(FIRST, LAST, **WHOLES[name]), "pdf") == []


# Any type of data with any payload.

TYPES = [
    *("text/plain", "text/html", "text/markdown", "text/latex", "TEXT/HTML", "text/vnd.graphviz", "video/mp4"),
    *("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "application/pdf", "application/json"),
    *("application/javascript", "application/vnd.plotly.v1+json", "application/vnd.vegalite.v5+json"),
    *("application/vnd.jupyter.widget-view+json", "application/geo+json", "x", ""),
]
PAYLOADS: list[Any] = [
    *("§ words", ["§\n", "§"], ["§", None, 5, {"a": "§"}], [["§"]], {"a": "§"}, {"§": ["§"]}, None, 7, 1.5, True),
    *("", [], {}, "!!§==", "\x00§", HALF, PNG, [PNG[:20], PNG[20:]], PNG[:40], {"data": PNG}),
]
METADATA: list[Any] = [{}, None, ["alt"], "x", {"alt": 5}, {"image/png": None}, {"width": "x"}, {"iomreport": []}]


def outputs() -> st.SearchStrategy[Any]:
    """Return a strategy for outputs of one type of data and plain text without words of its own."""
    data = st.tuples(st.sampled_from(TYPES), st.sampled_from(PAYLOADS), st.booleans()).map(
        lambda drawn: {**({"text/plain": "plain"} if drawn[2] else {}), drawn[0]: drawn[1]}
    )
    kinds = st.sampled_from(["display_data", "execute_result", "update_display_data"])
    return st.builds(
        lambda kind, data, metadata: {"output_type": kind, "data": data, "metadata": metadata},
        *(kinds, data, st.sampled_from(METADATA)),
    )


def cell_of(shown: Any) -> dict[str, Any]:
    """Return a code cell with some outputs."""
    return {"cell_type": "code", "source": "x", "metadata": {}, "execution_count": 1, "outputs": shown}


def notebooks() -> st.SearchStrategy[Made]:
    """Return a strategy for notebooks of cells with such outputs."""
    cells = st.lists(st.lists(outputs(), min_size=1, max_size=2).map(cell_of), min_size=1, max_size=3)
    return cells.map(lambda drawn: whole(FIRST, *drawn, LAST))


@pytest.mark.parametrize("kind", TYPES)
def test_outputs_of_a_type_with_any_payload_lose_no_word(kind: str) -> None:
    shown = [{"output_type": "display_data", "data": {kind: payload}, "metadata": {}} for payload in PAYLOADS]
    made = whole(FIRST, *(cell_of([output]) for output in shown), LAST)

    assert losses(made, "html") == losses(made, "pdf") == []


@repeatable(30)
@given(made=notebooks())
def test_page_of_any_outputs_loses_no_word_and_is_well_formed(made: Made) -> None:
    assert losses(made, "html") == []
    assert faults(str(exported(made, "html")[0])) == []


@repeatable(12)
@given(made=notebooks())
def test_pdf_of_any_outputs_loses_no_word_and_warns_as_the_page_does(made: Made) -> None:
    assert losses(made, "pdf") == []
    assert alike(exported(made, "html")[1], exported(made, "pdf")[1])


# Links within links.


def test_no_link_stands_within_another(case: Callable[[str], Case]) -> None:
    assert [link.get_text() for link in case("links-within-links").main.select("a a")] == []


def test_words_of_links_within_links_are_shown(case: Callable[[str], Case]) -> None:
    words = ("note", "in a link", "A remote map", "A badge", "Words of the note.")

    assert lacking(case("links-within-links"), *words) == []
