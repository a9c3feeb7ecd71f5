"""The notebooks of `tests/cases`, each a fault of its own kind, exported as both editions by nbconvert's interface."""

from __future__ import annotations

import base64
import io
import logging
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from making import pdf_text, squeezed
from pypdf import PdfReader

CASES = Path(__file__).with_name("cases")
"""The folder of the notebooks; images that they name lie in `files` there."""

NAMES = sorted(path.stem for path in CASES.glob("*.ipynb"))
"""The names of all cases."""

OF_THE_PDF = re.compile(r"\bPDF\b|^no face ")
"""How a warning reads that only the PDF gives: of faces, cuts and standards."""

Told = dict[str, Any]
"""An edition as JSON can hold it: its content, and the exporter's warnings."""


class _Listener(logging.Handler):
    """Keeps the warnings of an exporter."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _exporter(edition: str, **options: Any) -> tuple[Any, list[str]]:
    """Return an exporter of its own, and the list in which its warnings will be."""
    from iomreport.export import HtmlExporter, PdfExporter

    log, listener = logging.Logger("exporter", logging.WARNING), _Listener()
    log.addHandler(listener)
    kind = {"html": HtmlExporter, "pdf": PdfExporter}[edition]
    return kind(log=log, **options), listener.messages


def export_file(path: Path, edition: str, **options: Any) -> Told:
    """Export a notebook's file as `jupyter nbconvert` does, and keep what was warned of."""
    exporter, warnings = _exporter(edition, **options)
    content, _ = exporter.from_filename(str(path))
    encoded = content.encode("utf-8") if isinstance(content, str) else content
    return {"content": base64.b64encode(encoded).decode("ascii"), "warnings": warnings}


def export_text(written: str, edition: str, **options: Any) -> tuple[str | bytes, list[str]]:
    """Export a notebook from the text of its file; return the edition and what was warned of."""
    exporter, warnings = _exporter(edition, **options)
    return exporter.from_file(io.StringIO(written))[0], warnings


def export_node(made: Any, edition: str, **options: Any) -> tuple[str | bytes, list[str]]:
    """Export a notebook that lies in no file; return the edition and what was warned of."""
    exporter, warnings = _exporter(edition, **options)
    return exporter.from_notebook_node(made)[0], warnings


def words(text: str) -> str:
    """Return a text on one line, with single spaces."""
    return " ".join(text.split())


class Case:
    """A notebook as both editions, each exported when it is first asked for."""

    def __init__(self, export: Callable[[str], Told]) -> None:
        self._export = export

    @cached_property
    def _html(self) -> Told:
        return self._export("html")

    @cached_property
    def _pdf(self) -> Told:
        return self._export("pdf")

    @cached_property
    def html(self) -> str:
        """The page as it is written."""
        return base64.b64decode(self._html["content"]).decode("utf-8")

    @cached_property
    def page(self) -> Any:
        """The page, parsed."""
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def main(self) -> Any:
        """What the page shows of the notebook, without the code folded away, and formulas without their source."""
        shown = BeautifulSoup(self.html, "html.parser").main
        assert shown is not None
        for part in shown.select("details.code, annotation"):
            part.decompose()
        return shown

    @cached_property
    def pdf(self) -> bytes:
        """The PDF."""
        return base64.b64decode(self._pdf["content"])

    @cached_property
    def reader(self) -> PdfReader:
        """The PDF, opened."""
        return PdfReader(io.BytesIO(self.pdf))

    @cached_property
    def texts(self) -> dict[str, str]:
        """What is read in each edition, on one line."""
        title = self.page.h1.get_text(" ") if self.page.h1 else ""
        html = words(f"{title} {self.main.get_text(' ')}")
        return {"html": html, "pdf": pdf_text(self.reader)}

    @cached_property
    def squeezed(self) -> dict[str, str]:
        """What is read in each edition, without white space and hyphens, where lines may break."""
        title = self.page.h1.get_text() if self.page.h1 else ""
        return {"html": squeezed(title + self.main.get_text()), "pdf": squeezed(self.texts["pdf"])}

    @property
    def warnings(self) -> dict[str, list[str]]:
        """What each exporter warns of, without what only the PDF's can know."""
        shared = [message for message in self._pdf["warnings"] if not OF_THE_PDF.search(message)]
        return {"html": list(self._html["warnings"]), "pdf": shared}

    @property
    def pdf_warnings(self) -> list[str]:
        """All that the exporter of the PDF warns of."""
        return list(self._pdf["warnings"])

    @cached_property
    def tags(self) -> list[tuple[str, str]]:
        """The tags of the PDF in reading order, each with its description."""
        root = self.reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
        return list(_tags(root))


def _tags(node: Any) -> Iterator[tuple[str, str]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for part in node:
            yield from _tags(part)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        yield from _tags(node.get("/K"))


# What tests ask of a case.


def lacking(case: Case, *texts: str) -> list[tuple[str, str]]:
    """Return which of some texts are missing from which edition."""
    return [
        (edition, text) for edition, shown in case.squeezed.items() for text in texts if squeezed(text) not in shown
    ]


def showing(case: Case, *texts: str) -> list[tuple[str, str]]:
    """Return which of some texts stand in which edition though they should not."""
    shown = case.squeezed
    return [(edition, text) for edition in shown for text in texts if squeezed(text) in shown[edition]]


def between(case: Case, start: str, end: str) -> dict[str, str]:
    """Return what stands between two texts in each edition, without white space."""
    found = {}
    for edition, shown in case.squeezed.items():
        assert squeezed(start) in shown, (edition, start)
        _, _, rest = shown.partition(squeezed(start))
        assert squeezed(end) in rest, (edition, end)
        found[edition] = rest.partition(squeezed(end))[0]
    return found


def untold(case: Case, cell: int, kind: str) -> list[str]:
    """Return the editions whose exporter does not warn of a kind of content (a pattern) by the number of its cell."""
    return [
        edition
        for edition, messages in case.warnings.items()
        if not any(
            re.search(rf"\bcells? (\d+(, | and ))*{cell}\b", message) and re.search(kind, message, re.IGNORECASE)
            for message in messages
        )
    ]


def formulas(case: Case) -> dict[str, int]:
    """Return how many formulas each edition draws."""
    return {
        "html": len(case.page.main.find_all("math")),
        "pdf": sum(tag == "/Formula" for tag, _ in case.tags),
    }


def pictures(case: Case) -> dict[str, list[str]]:
    """Return the descriptions of the images of each edition; decoration has none."""
    return {
        "html": [str(image.get("alt", "")) for image in case.main.find_all("img")],
        "pdf": [alt for tag, alt in case.tags if tag == "/Figure"],
    }


def cells_of(case: Case) -> list[list[list[str]]]:
    """Return the texts of the page's tables, row by row, those within cells after those around them."""
    return [
        [
            [words(cell.get_text(" ")) for cell in row.find_all(["th", "td"], recursive=False)]
            for row in table.find_all("tr")
            if row.find_parent("table") is table
        ]
        for table in case.main.find_all("table")
    ]
