"""A document as plain data: all that the template of the PDF needs, and nothing that it could take for markup."""

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Any

from iomreport.charts import theme
from iomreport.exhibits.to_html import cited_in
from iomreport.export import direction
from iomreport.export.document import Block, Document
from iomreport.export.pdf import layout
from iomreport.export.pdf.bibliography import references
from iomreport.export.pdf.column_widths import column_widths
from iomreport.export.pdf.front_matter import chapters, cover, facts, sections_of
from iomreport.export.pdf.pictures import Pictures
from iomreport.export.pdf.svg_text import paths_to_text
from iomreport.export.pdf.text_width import NO_BREAK, SANS, SANS_BOLD, breakable, needs_hyphens
from iomreport.export.pdf.token_data import Converter, prose
from iomreport.export.tokens import plain_text


@dataclasses.dataclass(frozen=True)
class _Parts:
    """What blocks are converted with."""

    document: Document
    converter: Converter


def template_data(document: Document, paper: str, pictures: Pictures, *, show_code: bool = False) -> dict[str, Any]:
    """Return what the template shows of a document on a size of paper; its images are put among the pictures."""
    language = document.front.get("language", "en")
    taken = [block.id for block in document.blocks if block.id]
    converter = Converter(pictures, document.warnings, taken, language)
    converter.note_marks(token for block in document.blocks for token in block.tokens)
    parts = _Parts(document, converter)
    blocks = [_block(block, parts) for block in shown_blocks(document, show_code=show_code)]
    for before, block in itertools.pairwise(blocks):
        block["lead"] = block["kind"] == "prose" and before["kind"] == "heading" and before["level"] == 1
    listed = references(document)
    return {
        "title": document.title,
        "front": document.front,
        "date": [document.date.year, document.date.month, document.date.day],
        "language": language,
        "title_side": _side(document.title),
        "paper": paper,
        "layout": layout.for_template(paper),
        "colours": theme.LIGHT,
        "facts": facts(document),
        "cover": cover(document),
        "chapters": chapters(document),
        "numbers": {block.id: block.number for block in document.blocks if block.kind in {"figure", "table"}},
        "blocks": blocks,
        "references": listed,
        "targets": [*_targets(document, listed), *sorted(converter.anchors)],
    }


def _targets(document: Document, listed: Sequence[dict[str, Any]]) -> list[str]:
    """Return the anchors that links of the document may lead to."""
    linked = [block.id for block in document.blocks if block.back_links]
    sections = [heading.id for heading in document.headings if heading.level == 2]
    citing = [source["places"][0]["id"] for source in listed if source["places"]]
    return [*dict.fromkeys([*linked, *sections, *citing]), *(f"source-{number + 1}" for number in range(len(listed)))]


def shown_blocks(document: Document, *, show_code: bool) -> list[Block]:
    """Return the blocks of a document that the PDF shows."""
    return [block for block in document.blocks if show_code or block.kind != "code"]


def _side(text: str) -> str:
    return "rtl" if direction.from_right(text) else "ltr"


def _block(block: Block, parts: _Parts) -> dict[str, Any]:
    document, converter = parts.document, parts.converter
    if block.kind == "heading":
        return _heading(block, parts)
    if block.kind in {"prose", "output"}:
        tokens = converter.prose(block.tokens, block.cell, wide=block.kind == "output")
        return {"kind": block.kind, "tokens": tokens, "lead": False}
    if block.kind == "code":
        return {"kind": "code", "tokens": [converter.code(block.source, block.cell)]}
    if block.kind == "sentence":
        pieces = [_sentence_part(part) for part in block.record["parts"]]
        side = _side("".join(part["text"] for part in pieces))
        cites = document.numbers_of(cited_in(block.record["parts"]))
        return {"kind": "sentence", "parts": pieces, "cites": cites, "side": side}
    return _exhibit(block, parts)


def _heading(block: Block, parts: _Parts) -> dict[str, Any]:
    """Return a heading, and whether figures that wait for room have to stand before it."""
    # Figures stay within their chapter, and pass two headings of sections at most. Where they passed none, two pages of
    # the report were half empty; where any number, more figures stood in sections that do not speak of them.
    section = int((block.section or block.number).rpartition(".")[2] or 0)
    tokens, from_right = parts.converter.heading(block.tokens, block.cell)
    return {
        "kind": "heading",
        "lead": False,
        "tokens": tokens,
        "plain": plain_text(block.tokens),  # repeated on each page, where anchors and notes may not be
        "side": "rtl" if from_right else "ltr",
        "id": block.id,
        "level": block.level,
        "numbered": bool(block.number),
        "sections": sections_of(parts.document, block) if block.level == 1 else [],
        "figures_before": block.level == 1 or (block.level == 2 and section % 3 == 2),
    }


def _sentence_part(part: dict[str, Any]) -> dict[str, str]:
    """Return a piece of a sentence; the label of what it leads to stays on one line."""
    if "to" in part:
        return {"text": part["text"].replace(" ", NO_BREAK), "to": part["to"]}
    return {"text": prose(part["text"]), "to": ""}


def _exhibit(block: Block, parts: _Parts) -> dict[str, Any]:
    record, document = block.record, parts.document
    in_rows = {source for row in record.get("rows", []) for source in row["sources"]}
    cited = [source["source_id"] for source in record["sources"] if source["source_id"] not in in_rows]
    content = {
        **{name: part for name, part in record.items() if name != "sources"},
        "id": block.id,
        "kind": block.kind,
        "label": block.label.replace(" ", NO_BREAK),
        "notes": [prose(note) for note in record["notes"]],
        **{name: prose(record[name]) for name in ("title", "caption") if name in record},
        "cites": document.numbers_of(cited),
    }
    if block.kind == "table":
        return content | _table(record, document, with_sources=bool(in_rows))
    drawing = paths_to_text(block.drawing).encode("utf-8", "replace")
    file = parts.converter.pictures.add("image/svg+xml", drawing, block.cell)
    return content | {"drawing": {"type": "picture", "file": file, "alt": record["alt"]}}


def _table(record: Any, document: Document, *, with_sources: bool) -> dict[str, Any]:
    """Return rows, heads and measures of a table; heads are bold, and not hyphenated."""
    rows = record["rows"]
    widths, size = column_widths(record["columns"], [row["cells"] for row in rows], with_sources=with_sources)
    heads = [
        {**column, "label": breakable(column["label"], SANS_BOLD, size, width + 1, hyphens=False)}
        for column, width in zip(record["columns"], widths, strict=True)
    ]
    return {
        "columns": heads,
        "rows": [{**_row(row["cells"], widths, size), "cites": document.numbers_of(row["sources"])} for row in rows],
        "with_row_sources": with_sources,
        "widths": [*widths, *([layout.ROW_SOURCES_WIDTH] if with_sources else [])],
        "size": size,
    }


def _row(cells: Sequence[str], widths: Sequence[float], size: float) -> dict[str, Any]:
    """Return the cells of a row with no word wider than its column, and which of them need hyphens for that."""
    head, *others = cells
    texts = [breakable(head, SANS_BOLD, size, widths[0] + 1, hyphens=False)]
    texts += [breakable(text, SANS, size, width + 1) for text, width in zip(others, widths[1:], strict=True)]
    hyphenated = [number for number in range(1, len(cells)) if needs_hyphens(cells[number], SANS, size, widths[number])]
    return {"cells": texts, "hyphenated": hyphenated}
