"""Typesetting by Typst: one JSON file goes in with the template, a PDF comes out."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple, cast

import typst

from iomreport.errors import BuildError
from iomreport.export import typefaces
from iomreport.export.document import Block, Document
from iomreport.export.pdf import links
from iomreport.export.pdf.template_data import content_of, date_of, undescribed

_TEMPLATE = Path(__file__).with_name("report.typ")

_MAIN = "main.typ"

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
    content, unshown = typefaces.shown(content_of(document, paper))
    if unshown:
        document.warnings.append(f"no face shows {', '.join(unshown)}; the PDF names the code points instead")
    standards = _standards(document)
    if keep is not None:
        try:
            _leave(content, keep)
        except OSError as error:
            raise BuildError(f"the Typst source could not be left in {keep}: {error.strerror or error}") from error
    try:
        laid_out = _compile(content, standards, document)
    except typst.TypstError as error:
        raise BuildError(_explained(error, content, standards, document)) from error
    document.warnings.extend(f"Typst: {warning}" for warning in laid_out.warnings)
    return links.resolved(laid_out.pdf, laid_out.places)


class _LaidOut(NamedTuple):
    """What Typst makes: the PDF, what it warns of, and where the anchors are that links lead to."""

    pdf: bytes
    warnings: list[str]
    places: list[links.Place]


def _leave(content: dict[str, Any], folder: Path) -> None:
    (folder / FACES_FOLDER).mkdir(parents=True, exist_ok=True)
    typefaces.copy_pdf_faces(folder / FACES_FOLDER)
    (folder / _MAIN).write_bytes(_TEMPLATE.read_bytes())
    (folder / "document.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8", newline="\n")


def _compile(content: dict[str, Any], standards: list[str], document: Document) -> _LaidOut:
    with tempfile.TemporaryDirectory(prefix="iomreport-") as name:
        folder = Path(name)
        _leave(content, folder)
        compiler = typst.Compiler(
            str(folder / _MAIN), font_paths=[str(folder / FACES_FOLDER)], ignore_system_fonts=True
        )
        pdf, warnings = compiler.compile_with_warnings(
            pdf_standards=cast("Any", standards), timestamp=int(date_of(document).timestamp())
        )
        places = json.loads(compiler.query("<places>", field="value", one=True))
    return _LaidOut(
        cast("bytes", pdf), [warning.message for warning in warnings], [links.Place(*place) for place in places]
    )


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
    """Say in terms of the notebook what Typst refused: the first block that it refuses so when it stands alone."""
    shown = [block for block in document.blocks if block.kind != "code"]
    alone: dict[str, Any] = {"order": [0], "references": [], "targets": [], "package": ""}
    for block, part in zip(shown, content["blocks"], strict=True):
        try:
            _compile({**content, **alone, "blocks": [part]}, standards, document)
        except typst.TypstError as refused:
            if refused.message == error.message:
                return f"{_place(block)} could not be typeset: {_reason(refused)}"
    return f"the PDF of {document.title!r} could not be typeset: {_reason(error)}"


def _place(block: Block) -> str:
    named = f"{block.label} ({block.id})" if block.kind in {"figure", "table"} else block.kind
    return f"cell {block.cell}, {named},"


def _reason(error: typst.TypstError) -> str:
    return "; ".join([error.message, *error.hints])
