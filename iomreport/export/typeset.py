"""Typesetting by Typst: one JSON file goes in with the template, a PDF comes out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import typst

from iomreport.errors import BuildError
from iomreport.export import fonts
from iomreport.export.content import content_of, date_of, undescribed
from iomreport.export.document import Block, Document

_TEMPLATE = Path(__file__).with_name("templates") / "iomreport-pdf" / "report.typ"

STANDARDS = ("ua-1", "a-3a")
"""PDF/UA-1 for accessibility and PDF/A-3a for the archive, with attachments."""

FACES_FOLDER = "fonts"
"""Folder of the faces, in the one in which the source is left."""

UNDESCRIBED = ("a-3b",)
"""What is left of the standards where an image has no description."""


def typeset(document: Document, paper: str, keep: Path | None = None) -> bytes:
    """Typeset a document.

    Parameters
    ----------
    document : Document
        The document; what could not be shown as it is joins its warnings.
    paper : str
        Size of the page, as Typst names it.
    keep : Path, optional
        Folder to leave the Typst source in with its faces, whether or not it can be typeset.

    Returns
    -------
    bytes
        The PDF, the same for the same document on any machine.

    Raises
    ------
    BuildError
        If Typst refuses the document; the message names the cell and the exhibit.
    """
    content, unshown = fonts.shown(content_of(document, paper))
    if unshown:
        document.warnings.append(f"no face shows {', '.join(unshown)}; the PDF names the code points instead")
    standards = _standards(document)
    if keep is not None:
        _leave(_source(content), keep)
    try:
        pdf, warnings = _compile(content, standards, document)
    except typst.TypstError as error:
        raise BuildError(_explained(error, content, standards, document)) from error
    document.warnings.extend(f"Typst: {warning.message}" for warning in warnings)
    return _packed(pdf)


def _packed(pdf: bytes) -> bytes:
    """Pack the many small objects of tags and links together, which makes the file about half as large."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


def _source(content: dict[str, Any]) -> dict[str, bytes]:
    return {
        "main.typ": _TEMPLATE.read_bytes(),
        "document.json": json.dumps(content, ensure_ascii=False).encode("utf-8"),
    }


def _leave(source: dict[str, bytes], folder: Path) -> None:
    try:
        (folder / FACES_FOLDER).mkdir(parents=True, exist_ok=True)
        for name, text in source.items():
            (folder / name).write_bytes(text)
        fonts.copy_pdf_faces(folder / FACES_FOLDER)
    except OSError as error:
        raise BuildError(f"the Typst source could not be left in {folder}: {error.strerror or error}") from error


def _compile(content: dict[str, Any], standards: list[str], document: Document) -> tuple[bytes, list[Any]]:
    with fonts.pdf_faces() as faces:
        pdf, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]  # its stubs know one input only
            _source(content),
            font_paths=[str(faces)],
            ignore_system_fonts=True,
            pdf_standards=standards,
            timestamp=int(date_of(document).timestamp()),
        )
    return pdf, warnings


def _standards(document: Document) -> list[str]:
    """Return the standards that the PDF can keep: accessible ones only if every image has a description."""
    cells = ", ".join(map(str, undescribed(document)))
    if not cells:
        return list(STANDARDS)
    document.warnings.append(
        f"images without alt text in cell {cells}: the PDF keeps to {UNDESCRIBED[0].upper()} only, and not to PDF/UA-1"
    )
    return list(UNDESCRIBED)


def _explained(error: typst.TypstError, content: dict[str, Any], standards: list[str], document: Document) -> str:
    """Say in terms of the notebook what Typst refused: the first block that it refuses when it stands alone."""
    shown = [block for block in document.blocks if block.kind != "code"]
    for block, part in zip(shown, content["blocks"], strict=True):
        try:
            _compile({**content, "blocks": [part], "references": [], "package": ""}, standards, document)
        except typst.TypstError as alone:
            if "does not exist in the document" not in alone.message:
                return f"{_place(block)} could not be typeset: {_reason(alone)}"
    return f"the PDF of {document.title!r} could not be typeset: {_reason(error)}"


def _place(block: Block) -> str:
    named = f"{block.label} ({block.id})" if block.kind in {"figure", "table"} else block.kind
    return f"cell {block.cell}, {named},"


def _reason(error: typst.TypstError) -> str:
    return "; ".join([error.message, *error.hints])
