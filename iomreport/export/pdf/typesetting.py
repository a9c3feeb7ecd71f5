"""Typesetting by Typst: one JSON file goes in with the template, a PDF comes out."""

import json
import tempfile
from pathlib import Path
from typing import Any, cast

import typst

from iomreport.errors import BuildError
from iomreport.export import typefaces
from iomreport.export.document import Document
from iomreport.export.pdf import links
from iomreport.export.pdf.template_data import template_data

_TEMPLATE = Path(__file__).with_name("report.typ")
_MAIN = "main.typ"
_FACES_FOLDER = "fonts"
_STANDARDS = ("ua-1", "a-3a")  # for accessibility, and for the archive with attachments
_STANDARDS_UNDESCRIBED = ("a-3b",)  # what is left where an image has no description


def typeset(document: Document, paper: str, keep: Path | None = None) -> bytes:
    """Return a document as a PDF, the same for the same document on any machine; `keep` is a folder for its source.

    What could not be shown as it is joins the document's warnings. A `BuildError` names the cell and the exhibit that
    Typst refuses.
    """
    content, unshown = typefaces.replace_unshowable(template_data(document, paper))
    if unshown:
        document.warnings.append(f"no face shows {', '.join(unshown)}; the PDF names the code points instead")
    standards = _standards(document)
    if keep is not None:
        try:
            _write_source(content, keep)
        except OSError as error:
            raise BuildError(f"the Typst source could not be left in {keep}: {error.strerror or error}") from error
    try:
        pdf, warnings, targets = _compile(content, standards, document)
    except typst.TypstError as error:
        raise BuildError(_explained(error, content, standards, document)) from error
    document.warnings.extend(f"Typst: {warning}" for warning in warnings)
    return links.resolve(pdf, targets)


def _write_source(content: dict[str, Any], folder: Path) -> None:
    (folder / _FACES_FOLDER).mkdir(parents=True, exist_ok=True)
    typefaces.copy_pdf_faces(folder / _FACES_FOLDER)
    (folder / _MAIN).write_bytes(_TEMPLATE.read_bytes())
    (folder / "document.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8", newline="\n")


def _compile(
    content: dict[str, Any], standards: list[str], document: Document
) -> tuple[bytes, list[str], list[links.Target]]:
    """Return the PDF, what Typst warns of, and where the anchors are that links lead to."""
    with tempfile.TemporaryDirectory(prefix="iomreport-") as name:
        folder = Path(name)
        _write_source(content, folder)
        compiler = typst.Compiler(
            str(folder / _MAIN), font_paths=[str(folder / _FACES_FOLDER)], ignore_system_fonts=True
        )
        pdf, warnings = compiler.compile_with_warnings(
            pdf_standards=cast("Any", standards), timestamp=int(document.date.timestamp())
        )
        targets = json.loads(compiler.query("<targets>", field="value", one=True))
    return cast("bytes", pdf), [warning.message for warning in warnings], [links.Target(*target) for target in targets]


def _standards(document: Document) -> list[str]:
    """Return the standards that the PDF can keep: accessible ones only if every image has a description."""
    if not document.undescribed:
        return list(_STANDARDS)
    cells = ", ".join(map(str, document.undescribed))
    document.warnings.append(
        f"images without alt text in cell {cells}: the PDF keeps to A-3B only, and not to PDF/UA-1"
    )
    return list(_STANDARDS_UNDESCRIBED)


def _explained(error: typst.TypstError, content: dict[str, Any], standards: list[str], document: Document) -> str:
    """Name the first block that Typst refuses in the same words when it stands alone."""
    shown = [block for block in document.blocks if block.kind != "code"]
    alone: dict[str, Any] = {"references": [], "targets": [], "package": ""}
    for block, part in zip(shown, content["blocks"], strict=True):
        try:
            _compile({**content, **alone, "blocks": [part]}, standards, document)
        except typst.TypstError as refused:
            if refused.message == error.message:
                label = f"{block.label} ({block.id})" if block.kind in {"figure", "table"} else block.kind
                return f"cell {block.cell}, {label}, could not be typeset: {_reason(refused)}"
    return f"the PDF of {document.title!r} could not be typeset: {_reason(error)}"


def _reason(error: typst.TypstError) -> str:
    return "; ".join([error.message, *error.hints])
