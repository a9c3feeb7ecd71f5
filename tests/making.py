"""Small notebooks made by hand, so that the exporters are tested without any of the report's own data."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import page as page_validation

CHECKOUT = Path(__file__).resolve().parents[1]
"""The folder that holds package, data, notebooks and tests."""

NBCONVERT = (
    sys.executable,
    "-c",
    "from iomreport import deferred_import; deferred_import.put_off(); from nbconvert.nbconvertapp import main; main()",
)
"""nbconvert in a new process, without the import of a grammar that takes a second and is never used."""

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M0 0h9"/></svg>'
"""The smallest drawing that both editions can show."""

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>",
    "</style>",
    "</title><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    "&lt;b&gt; &amp;",
)
"""Texts that a careless page would take for markup."""

TYPST_HOSTILE = (
    '#import "@preview/x:0.1.0": *',
    "#panic()",
    "$x$",
    "@ref",
    "*bold*",
    "_emph_",
    r"\u{41}",
    "[brackets] {braces} (parentheses)",
    "<label>",
    "`raw`",
    "= Heading",
    "// comment /* and */",
    "https://example.org/a~b",
    "100% & more; \"quoted\" 'single'",
)
"""Texts that a careless typesetter would take for markup or code."""


@dataclass(frozen=True)
class Built:
    """The whole report, built once: its folder, the names of what was executed, and both editions."""

    folder: Path
    executed: tuple[str, ...]
    html: str
    pdf: bytes


def source(identifier: str, **changes: str) -> dict[str, str]:
    """Return the record of a made-up source."""
    return {
        "source_id": identifier,
        "title": f"Title of {identifier}",
        "producer": f"Producer of {identifier}",
        "publisher": "A publisher",
        "date_published": "2001-02-03",
        "date_note": "",
        "locator": "page one",
        "url": f"https://example.org/{identifier}",
        "licence": "CC BY",
        "type": "report",
        **changes,
    }


def _records(sources: Sequence[str | dict[str, str]]) -> list[dict[str, str]]:
    return [given if isinstance(given, dict) else source(given) for given in sources]


def figure(identifier: str = "fig-one", *, sources: Sequence[str | dict[str, str]] = ("s-one",), **changes: Any) -> Any:
    """Return the output that shows a figure."""
    record = {
        "exhibit": "figure",
        "id": identifier,
        "title": "The line rises",
        "alt": "A line that rises",
        "notes": [],
        "sources": _records(sources),
        "data": "year,value\n1951,14\n",
        **changes,
    }
    data = {"text/plain": record["title"], "image/svg+xml": DRAWING}
    return _shown(data, record)


def table(identifier: str = "tab-one", *, sources: Sequence[str | dict[str, str]] = ("s-one",), **changes: Any) -> Any:
    """Return the output that shows a table of two columns; the source of its row is the first source."""
    record = {
        "exhibit": "table",
        "id": identifier,
        "caption": "States by region",
        "columns": [
            {"label": "Region", "unit": "", "numeric": False},
            {"label": "States", "unit": "states", "numeric": True},
        ],
        "rows": [{"cells": ["Europe", "51"], "sources": [given["source_id"] for given in _records(sources[:1])]}],
        "notes": [],
        "sources": _records(sources),
        "data": "region,states,source_id\nEurope,51,s-one\n",
        **changes,
    }
    return _shown({"text/plain": record["caption"]}, record)


def sentence(
    text: str = "There are 14 members.", *, sources: Sequence[str | dict[str, str]] = ("s-one",), **changes: Any
) -> Any:
    """Return the output that shows a sentence."""
    record = {
        "exhibit": "sentence",
        "parts": [{"text": text, "sources": [given["source_id"] for given in _records(sources)]}],
        "sources": _records(sources),
        **changes,
    }
    return _shown({"text/plain": text}, record)


def _shown(data: dict[str, str], record: dict[str, Any]) -> Any:
    return nbformat.v4.new_output("display_data", data=data, metadata={"iomreport": record})


def notebook(*cells: Any, **front: Any) -> Any:
    """Return a notebook; a string is a Markdown cell, an output stands in a code cell of its own.

    The keyword arguments become the notebook's own metadata, such as its title.
    """
    made = nbformat.v4.new_notebook(metadata={"iomreport": front} if front else {})
    for number, cell in enumerate(cells, start=1):
        if isinstance(cell, str):
            made.cells.append(nbformat.v4.new_markdown_cell(cell, id=f"cell-{number}"))
        else:
            shown = nbformat.v4.new_code_cell("shown()", outputs=[cell], execution_count=1, id=f"cell-{number}")
            made.cells.append(shown)
    return made


def code_notebook(*sources: str, prose: str = "# A chapter") -> Any:
    """Return an unexecuted notebook with some code cells."""
    cells = [nbformat.v4.new_markdown_cell(prose, id="prose")]
    cells += [nbformat.v4.new_code_cell(text, id=f"code-{number}") for number, text in enumerate(sources, start=1)]
    return nbformat.v4.new_notebook(cells=cells)


def to_html(made: Any) -> str:
    """Return a notebook as the HTML exporter gives it."""
    from iomreport.export import HtmlExporter

    return str(HtmlExporter().from_notebook_node(made)[0])


def to_pdf(made: Any) -> bytes:
    """Return a notebook as the PDF exporter gives it."""
    from iomreport.export import PdfExporter

    return bytes(PdfExporter().from_notebook_node(made)[0])


class Run(NamedTuple):
    """A run of letters on a page of a PDF: how high its line stands, and what it says."""

    y: float
    text: str


class PageText(NamedTuple):
    """What stands on a page of a PDF, in one text and run by run; its height is in points."""

    text: str
    height: float
    runs: list[Run]


def page_text(page: Any) -> PageText:
    """Return what stands on a page of a PDF, read once."""
    runs: list[Run] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            runs.append(Run(tm[5] * cm[3] + cm[5], text.strip()))

    return PageText(page.extract_text(visitor_text=visit), float(page.mediabox.height), runs)


def pdf_text(reader: Any) -> str:
    """Return all text of a PDF on one line, with words that were broken at a line's end made whole."""
    return joined_lines("\n".join(page.extract_text() for page in reader.pages))


def joined_lines(text: str) -> str:
    """Return the text of pages on one line, with words that were broken at a line's end made whole."""
    return re.sub(r"\s+", " ", re.sub(r"\u00ad\s*|\u2010\n", "", text))


def squeezed(text: str) -> str:
    """Return a text without what a PDF does not keep for certain: white space, and hyphens at the ends of lines."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def broken_promises(pdf: bytes, profile: str) -> list[str]:
    """Return what a PDF breaks in a standard ("ua1" or "3a")."""
    report = page_validation.validate_pdf_bytes(pdf, profile=page_validation.ValidationProfile(profile))
    assert report.is_compliant == (not report.failures)
    return [str(failure) for failure in report.failures]


def downloads(soup: Any) -> dict[str, str]:
    """Return the files that a page carries as download links, by name."""
    found = {}
    for link in soup.select("a[download]"):
        head, _, encoded = link["href"].partition(",")
        assert head == "data:text/csv;charset=utf-8;base64", head
        found[link["download"]] = base64.b64decode(encoded).decode("utf-8")
    return found


def attachments(reader: Any) -> dict[str, str]:
    """Return the files that a PDF carries, by name."""
    return {name: versions[0].decode("utf-8") for name, versions in reader.attachments.items()}


def bookmarks(outline: Iterable[Any]) -> list[str]:
    """Return the titles of a PDF's bookmarks in reading order."""
    titles: list[str] = []
    for entry in outline:
        titles += bookmarks(entry) if isinstance(entry, list) else [str(entry.title)]
    return titles


def run(arguments: Sequence[str | Path], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and return what it printed."""
    return subprocess.run(
        [str(argument) for argument in arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
