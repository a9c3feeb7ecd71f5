"""The PDF edition: typeset by Typst, accessible, archivable, with its data inside.

The document goes to Typst as one JSON file, and the template walks it. No text of a notebook or table ever becomes
Typst source, so none of it can be taken for markup.
"""

from __future__ import annotations

import base64
import datetime
import json
from pathlib import Path
from typing import Any

import typst
from nbconvert.exporters import Exporter
from traitlets import Enum, default

from iomreport import theme
from iomreport.errors import BuildError
from iomreport.export import fonts
from iomreport.export.document import Block, Document, alt_of, read_document
from iomreport.markup import address, cited_in, source_text

_TEMPLATE = Path(__file__).with_name("templates") / "iomreport-pdf" / "report.typ"

STANDARDS = ["ua-1", "a-3a"]
"""PDF/UA-1 for accessibility and PDF/A-3a for the archive, with attachments."""

UNDESCRIBED = ["a-3b"]
"""What is left of the standards where an image has no description."""

EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
"""Date of a PDF whose notebook states none; never the clock, so that the same input gives the same bytes."""


class PdfExporter(Exporter):  # type: ignore[misc]
    """Export a notebook as an accessible PDF that carries the data of its figures and tables."""

    export_from_notebook = "Report (PDF)"
    output_mimetype = "application/pdf"

    paper = Enum(["a4", "us-letter"], default_value="a4", help="Size of the page.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Render a notebook; see `nbconvert.exporters.Exporter`."""
        nb_copy, resources = super().from_notebook_node(nb, resources, **kwargs)
        document = read_document(nb_copy)
        pdf = _typeset(document, self.paper)
        for warning in document.warnings:
            self.log.warning(warning)
        resources["output_extension"] = ".pdf"
        return pdf, resources


def _typeset(document: Document, paper: str) -> bytes:
    content, unshown = fonts.shown(_content(document, paper))
    if unshown:
        document.warnings.append(f"no face shows {', '.join(unshown)}; the PDF names the code points instead")
    files = {
        "main.typ": _TEMPLATE.read_bytes(),
        "document.json": json.dumps(content, ensure_ascii=False).encode("utf-8"),
    }
    try:
        with fonts.pdf_faces() as faces:
            pdf: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs do not know of several inputs
                files,
                font_paths=[str(faces)],
                ignore_system_fonts=True,
                pdf_standards=_standards(document),
                timestamp=int(_date(document).timestamp()),
            )
    except (RuntimeError, typst.TypstError) as error:
        raise BuildError(f"the PDF of {document.title!r} could not be typeset: {error}") from error
    return pdf


def _standards(document: Document) -> list[str]:
    """Return the standards that the PDF can keep: accessible ones only if every image has a description."""
    undescribed = [block for block in document.blocks if _image_type(block) and not alt_of(block.output)]
    if not undescribed:
        return STANDARDS
    cells = ", ".join(str(block.cell) for block in undescribed)
    document.warnings.append(
        f"images without alt text in cell {cells}: the PDF keeps to {UNDESCRIBED[0].upper()} only, and not to PDF/UA-1"
    )
    return UNDESCRIBED


_IMAGE_TYPES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}


def _image_type(block: Block) -> str:
    """Return the type of the image that an output shows, if it is one and no exhibit."""
    data = block.output.get("data", {}) if block.kind == "output" else {}
    return next((kind for kind in _IMAGE_TYPES if kind in data), "")


def _image(block: Block) -> dict[str, Any]:
    """Return an image as plain data: text of an SVG, numbers of the bytes of others."""
    kind = _image_type(block)
    content: str = block.output["data"][kind]
    data = content if kind == "image/svg+xml" else list(base64.b64decode(content))
    return {"kind": "image", "format": _IMAGE_TYPES[kind], "data": data, "alt": alt_of(block.output)}


def _date(document: Document) -> datetime.datetime:
    date = document.front.get("date")
    return datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC) if date else EPOCH


def _content(document: Document, paper: str) -> dict[str, Any]:
    """Return all that the template needs, as plain data."""
    date = _date(document)
    return {
        "title": document.title,
        "front": document.front,
        "date": [date.year, date.month, date.day],
        "language": document.front.get("language", "en"),
        "paper": paper,
        "colours": theme.LIGHT,
        "blocks": [_block(block, document) for block in document.blocks if block.kind != "code"],
        "references": [
            {"text": source_text(source), "title": source["title"], "url": address(source["url"])}
            for source in document.references
        ],
    }


def _block(block: Block, document: Document) -> dict[str, Any]:
    if block.kind in {"heading", "prose"}:
        return {"kind": block.kind, "tokens": block.tokens, "level": block.level, "id": block.id}
    if block.kind == "output":
        if _image_type(block):
            return _image(block)
        return {"kind": "output", "text": _output_text(block.output)}
    record = block.record
    if block.kind == "sentence":
        text = "".join(part["text"] for part in record["parts"])
        return {"kind": "sentence", "text": text, "cites": document.numbers_of(cited_in(record["parts"]))}
    in_rows = {source for row in record.get("rows", []) for source in row["sources"]}
    cited = [source["source_id"] for source in record["sources"] if source["source_id"] not in in_rows]
    content = {
        **record,
        "id": block.id,
        "kind": block.kind,
        "drawing": block.drawing,
        "cites": document.numbers_of(cited),
    }
    if block.kind == "table":
        content["rows"] = [
            {"cells": row["cells"], "cites": document.numbers_of(row["sources"])} for row in record["rows"]
        ]
        content["with_row_sources"] = bool(in_rows)
    del content["sources"]
    return content


def _output_text(output: Any) -> str:
    """Return what an output that is no exhibit says in plain text."""
    if output["output_type"] == "stream":
        return str(output["text"])
    if output["output_type"] == "error":
        return f"{output['ename']}: {output['evalue']}"
    return str(output["data"].get("text/plain", ""))
