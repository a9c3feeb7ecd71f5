"""Everything the report says is cited, and everything it cites is listed; every claim of the article is in it."""

from __future__ import annotations

from typing import Any

import pytest
from making import CHECKOUT
from parsing import places

from iomreport import load
from iomreport.export.document import Document, cited_by, read_document
from iomreport.pipeline.assemble import assemble
from iomreport.pipeline.notebook_files import read_notebook, report_notebooks

EXHIBITS = {"figure", "table", "sentence"}


@pytest.fixture(scope="module")
def document() -> Document:
    """Return the notebooks as they lie in the checkout, joined and read."""
    return read_document(assemble([read_notebook(path) for path in report_notebooks(CHECKOUT / "notebooks")]))


def test_every_figure_table_and_sentence_cites_a_source(document: Document) -> None:
    exhibits = [block for block in document.blocks if block.kind in EXHIBITS]

    assert len(exhibits) > 100
    assert [block.id or block.cell for block in exhibits if not cited_by(block)] == []


def test_bibliography_lists_what_is_cited_and_nothing_else(document: Document) -> None:
    cited = {source for block in document.blocks if block.kind in EXHIBITS for source in cited_by(block)}

    assert {source["source_id"] for source in document.references} == cited


def test_bibliography_is_numbered_in_order_of_citation(document: Document) -> None:
    first: dict[str, int] = {}
    for block in document.blocks:
        for source in cited_by(block) if block.kind in EXHIBITS else ():
            first.setdefault(source, len(first))

    assert [source["source_id"] for source in document.references] == list(first)


def test_no_link_or_reference_leads_nowhere(document: Document) -> None:
    assert document.warnings == []


def test_every_claim_of_the_article_is_in_the_report(document: Document) -> None:
    shown = {
        row["cells"][0]
        for block in document.blocks
        if block.id.startswith("tab-claims-")
        for row in block.record["rows"]
    }

    assert shown == set(load("claims")["claim_id"])
    assert len(shown) == 222


def test_every_entry_of_the_bibliography_leads_back_to_where_it_is_cited(soup: Any) -> None:
    entries = soup.select(".sources li")
    there = places(soup)

    assert entries
    for entry in entries:
        back = [link["href"][1:] for link in entry.select("a[href^='#']")]
        assert back, entry["id"]
        assert set(back) <= set(there)


def test_bibliography_of_the_pdf_says_where_each_source_is_cited(pages: list[str]) -> None:
    text = " ".join(" ".join(pages).split())

    assert text.count("Cited in ") >= len(load("sources"))
