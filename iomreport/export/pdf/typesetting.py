"""Typesetting by Typst: one JSON file goes in with the template, a PDF comes out."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from iomreport.charts import theme
from iomreport.errors import BuildError
from iomreport.export import typefaces
from iomreport.export.document import Block, Document
from iomreport.export.pdf import links, typst_process
from iomreport.export.pdf.data_package import data_package
from iomreport.export.pdf.pictures import Pictures
from iomreport.export.pdf.template_data import shown_blocks, template_data
from iomreport.export.pdf.unshowable import Faces, showable
from iomreport.export.tokens import plain_text

_TEMPLATES = Path(__file__).parent
_MAIN = "main.typ"  # report.typ beside what it imports
_FACES_FOLDER = "fonts"
_STANDARDS = ("ua-1", "a-3a")  # for accessibility, and for the archive with attachments
_STANDARDS_UNDESCRIBED = ("a-3b",)  # what is left where an image has no description


def typeset(
    document: Document,
    paper: str = theme.PAPERS[0],
    keep: Path | None = None,
    *,
    show_code: bool = False,
    fonts: Sequence[str] = (),
    timeout: float | None = None,
) -> bytes:
    """Return a document as a PDF, the same for the same document on any machine.

    `keep` is a folder for its source, `fonts` are files or folders of further faces, and `timeout` is in seconds. What
    could not be shown as it is joins the document's warnings. A `BuildError` says what kept Typst from ending.
    """
    faces = Faces(fonts, document.warnings)
    shown = showable(document, faces)
    pictures = Pictures()
    content = template_data(shown, paper, pictures, show_code=show_code)
    content |= {"package": data_package(document), "name": document.title, "faces": faces.families}
    standards = _standards(document, pictures)
    if keep is not None:
        try:
            _write_source(content, pictures, faces.files, keep)
        except OSError as error:
            reason = error.strerror or error
            raise BuildError(f"the Typst source could not be left in {keep}: {reason}") from error
    with tempfile.TemporaryDirectory(prefix="iomreport-") as name:
        folder = Path(name)
        _write_source(content, pictures, faces.files, folder)
        work = _Work(folder, standards, int(document.date.timestamp()), timeout)
        result = work.compile()
        if "error" in result and _replace_refused(content, work.refused(pictures), pictures, document):
            _write_content(content, folder)
            result = work.compile()
        if "error" in result:
            _replace_blocks(content, shown_blocks(shown, show_code=show_code), work, document.warnings)
            result = work.compile()
        if "error" in result:
            raise BuildError(f"the PDF of {document.title!r} could not be typeset: {result['error']}")
        pdf = (folder / "report.pdf").read_bytes()
    document.warnings.extend(f"Typst: {warning}" for warning in result["warnings"])
    return links.resolve(pdf, [links.Target(*target) for target in result["targets"]])


class _Work(NamedTuple):
    """A folder with a source, and how it is compiled."""

    folder: Path
    standards: list[str]
    timestamp: int
    timeout: float | None

    def compile(self) -> dict[str, Any]:
        return self._run([])

    def refused(self, pictures: Pictures) -> dict[str, str]:
        """Return why Typst refuses images, by their files."""
        return dict(self._run([*pictures.files])["refused"]) if pictures.files else {}

    def _run(self, tried: list[str]) -> dict[str, Any]:
        job = {
            "main": _MAIN,
            "faces": _FACES_FOLDER,
            "standards": self.standards,
            "timestamp": self.timestamp,
            "images": tried,
        }
        return typst_process.run(self.folder, job, self.timeout)


def _write_source(content: dict[str, Any], pictures: Pictures, faces: Iterable[Path], folder: Path) -> None:
    (folder / _FACES_FOLDER).mkdir(parents=True, exist_ok=True)
    typefaces.copy_pdf_faces(folder / _FACES_FOLDER, faces)
    for template in _TEMPLATES.glob("*.typ"):
        (folder / template.name.replace("report.typ", _MAIN)).write_bytes(template.read_bytes())
    pictures.write(folder)
    _write_content(content, folder)


def _write_content(content: dict[str, Any], folder: Path) -> None:
    with (folder / "document.json").open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        json.dump(content, file, ensure_ascii=False)


def _standards(document: Document, pictures: Pictures) -> list[str]:
    """Return the standards that the PDF can keep: accessible ones only if every image has a description."""
    if not pictures.undescribed:
        return list(_STANDARDS)
    cells = ", ".join(map(str, pictures.undescribed))
    document.warnings.append(
        f"images without alt text in cell {cells}: the PDF keeps to A-3B only, and not to PDF/UA-1"
    )
    return list(_STANDARDS_UNDESCRIBED)


def _replace_refused(content: dict[str, Any], refused: dict[str, str], pictures: Pictures, document: Document) -> bool:
    """Put a remark in the place of each image that Typst refuses; tell whether there was one."""
    for name, reason in refused.items():
        for cell in sorted(set(pictures.cells[name])):
            document.warnings.append(f"cell {cell}: an image cannot be shown in the PDF ({reason})")
    if refused:
        content["blocks"] = _without(content["blocks"], refused)
    return bool(refused)


def _without(part: Any, refused: dict[str, str]) -> Any:
    if isinstance(part, list):
        return [_without(item, refused) for item in part]
    if not isinstance(part, dict):
        return part
    if part.get("file") in refused:
        about = f": {part['alt']}" if part["alt"] else ""
        raw = f"An image that cannot be shown here ({refused[part['file']]}){about}"
        return {"type": "note", "children": [{"type": "text", "raw": raw}]}
    return {key: _without(item, refused) for key, item in part.items()}


def _replace_blocks(content: dict[str, Any], blocks: Sequence[Block], work: _Work, warnings: list[str]) -> None:
    """Put its bare text in the place of each block that Typst refuses where it stands alone."""
    alone: dict[str, Any] = {"references": [], "targets": [], "package": ""}
    for number, block in enumerate(blocks):
        _write_content({**content, **alone, "blocks": [content["blocks"][number]]}, work.folder)
        reason = work.compile().get("error")
        if not reason:
            continue
        label = f"{block.label} ({block.id})" if block.kind in {"figure", "table"} else block.kind
        if block.record or block.kind == "heading":
            raise BuildError(f"cell {block.cell}, {label}, could not be typeset: {reason}")
        warnings.append(f"cell {block.cell}: {label} could not be typeset, so the PDF has its text alone ({reason})")
        text = {"type": "paragraph", "children": [{"type": "text", "raw": plain_text(block.tokens) or block.source}]}
        content["blocks"][number] = {"kind": "output", "tokens": [text]}
    _write_content(content, work.folder)
