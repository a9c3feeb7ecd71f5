"""A document as plain data: all that the template of the PDF needs, and nothing that it could take for markup."""

import base64
import itertools
import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from iomreport.charts import theme
from iomreport.exhibits.to_html import cited_in
from iomreport.export import formulas, images
from iomreport.export.document import Block, Document
from iomreport.export.tokens import Token
from iomreport.export.pdf import layout
from iomreport.export.pdf.bibliography import references
from iomreport.export.pdf.column_widths import column_widths
from iomreport.export.pdf.data_package import data_package
from iomreport.export.pdf.front_matter import chapters, cover, facts, sections_of
from iomreport.export.pdf.output_tables import read_table, split_wide
from iomreport.export.pdf.svg_text import paths_to_text
from iomreport.export.pdf.text_width import NO_BREAK, SANS, SANS_BOLD, SERIF, breakable, needs_hyphens

_SHORT_NUMBER = re.compile(r"(?<![\w.,])(\d{1,2}) (?=[^\W\d_])")  # one or two digits, and a word after them


def template_data(document: Document, paper: str) -> dict[str, Any]:
    """Return what the template shows of a document on a size of paper."""
    blocks = [_block(block, document) for block in document.blocks if block.kind != "code"]
    for before, block in itertools.pairwise(blocks):
        block["lead"] = block["kind"] == "prose" and before["kind"] == "heading" and before["level"] == 1
    listed = references(document)
    return {
        "title": document.title,
        "front": document.front,
        "date": [document.date.year, document.date.month, document.date.day],
        "language": document.front.get("language", "en"),
        "paper": paper,
        "layout": layout.for_template(paper),
        "colours": theme.LIGHT,
        "facts": facts(document),
        "cover": cover(document),
        "chapters": chapters(document),
        "numbers": {block.id: block.number for block in document.blocks if block.kind in {"figure", "table"}},
        "blocks": blocks,
        "references": listed,
        "targets": _targets(document, listed),
        "package": data_package(document),
    }


def _targets(document: Document, listed: Sequence[dict[str, Any]]) -> list[str]:
    """Return the anchors that links of the document may lead to."""
    linked = [block.id for block in document.blocks if block.back_links]
    sections = [heading.id for heading in document.headings if heading.level == 2]
    citing = [source["places"][0]["id"] for source in listed if source["places"]]
    return [*dict.fromkeys([*linked, *sections, *citing]), *(f"source-{number + 1}" for number in range(len(listed)))]


def _block(block: Block, document: Document) -> dict[str, Any]:
    if block.kind in {"heading", "prose"}:
        tokens = [_token(token, block, document) for token in block.tokens]
        return {"kind": block.kind, "tokens": tokens, "lead": False} | (
            _heading(block, document) if block.kind == "heading" else {}
        )
    if block.kind == "output":
        return _output(block)
    if block.kind == "sentence":
        parts = [_sentence_part(part) for part in block.record["parts"]]
        return {"kind": "sentence", "parts": parts, "cites": document.numbers_of(cited_in(block.record["parts"]))}
    return _exhibit(block, document)


def _heading(block: Block, document: Document) -> dict[str, Any]:
    """Return a heading, and whether figures that wait for room have to stand before it."""
    # Figures stay within their chapter, and pass two headings of sections at most. Where they passed none, two pages of
    # the report were half empty; where any number, more figures stood in sections that do not speak of them.
    section = int(block.number.rpartition(".")[2])
    return {
        "id": block.id,
        "level": block.level,
        "numbered": True,
        "sections": sections_of(document, block) if block.level == 1 else [],
        "figures_before": block.level == 1 or (block.level == 2 and section % 3 == 2),
    }


def _sentence_part(part: dict[str, Any]) -> dict[str, str]:
    """Return a piece of a sentence; the label of what it leads to stays on one line."""
    if "to" in part:
        return {"text": part["text"].replace(" ", NO_BREAK), "to": part["to"]}
    return {"text": _prose(part["text"]), "to": ""}


def _prose(text: str) -> str:
    """Return a text whose numbers of few digits stay on one line with what they count, as a day with its month."""
    return breakable(_SHORT_NUMBER.sub(rf"\1{NO_BREAK}", text), SERIF, layout.SIZES["prose"], layout.PROSE_WIDTH)


def _exhibit(block: Block, document: Document) -> dict[str, Any]:
    record = block.record
    in_rows = {source for row in record.get("rows", []) for source in row["sources"]}
    cited = [source["source_id"] for source in record["sources"] if source["source_id"] not in in_rows]
    content = {
        **{name: part for name, part in record.items() if name != "sources"},
        "id": block.id,
        "kind": block.kind,
        "label": block.label.replace(" ", NO_BREAK),
        "drawing": paths_to_text(block.drawing),
        "notes": [_prose(note) for note in record["notes"]],
        **{name: _prose(record[name]) for name in ("title", "caption") if name in record},
        "cites": document.numbers_of(cited),
    }
    return content | (_table(record, document, with_sources=bool(in_rows)) if block.kind == "table" else {})


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


def _token(token: Token, block: Block, document: Document) -> Token:
    """Return a token of Markdown with its images and formulas as drawings."""
    kind = token["type"]
    if kind == "image":
        image = images.decode(token["attrs"]["url"])
        if image is not None:
            return {"type": "picture", **_image(*image), "alt": images.description(token)}
    if kind in {"inline_math", "block_math"}:
        formula = formulas.draw(token["raw"])
        if formula is not None:
            return {"type": "formula", "block": kind == "block_math", "alt": token["raw"], **formula._asdict()}
        document.warnings.append(f"cell {block.cell}: the formula {token['raw']!r} cannot be drawn; its source stands")
    if kind == "text":
        return {**token, "raw": _prose(unescape(token["raw"]))}
    if kind == "codespan":
        return {**token, "raw": _prose(token["raw"])}
    if kind == "block_code":
        return {**token, "raw": _monospace(token["raw"])}
    inner: Token = {
        name: [_token(part, block, document) for part in token[name]] for name in ("children", "note") if name in token
    }
    if len(inner.get("note", [])) == 1:
        inner["note"] = inner["note"][0].get("children", inner["note"])
    return {**token, **inner}


def _image(kind: str, content: bytes) -> dict[str, Any]:
    """Return an image as plain data: the text of an SVG, the bytes of others as numbers."""
    ending = images.TYPES[kind]
    return {"format": ending, "data": content.decode("utf-8", "replace") if ending == "svg" else list(content)}


def _output(block: Block) -> dict[str, Any]:
    """Return an output that is no exhibit: an image, a table, or text."""
    output = block.output
    kind = images.type_of(output)
    if kind:
        content = output["data"][kind]
        data = content.encode("utf-8") if kind == "image/svg+xml" else base64.b64decode(content)
        return {"kind": "image", **_image(kind, data), "alt": images.alt_of(output)}
    table = read_table(output.get("data", {}).get("text/html", ""))
    if table is not None:
        return {"kind": "frame", "parts": split_wide(table, layout.OUTPUT_TABLE_LETTERS)}
    if output["output_type"] == "error":
        text = f"{output['ename']}: {output['evalue']}"
    else:
        text = output["text"] if output["output_type"] == "stream" else output["data"].get("text/plain", "")
    return {"kind": "output", "text": _monospace(text)}


def _monospace(text: str) -> str:
    """Break lines that are too long for the page, at any letter, as a terminal does."""
    most = layout.MONOSPACE_LETTERS
    lines = (line[at : at + most] for line in text.splitlines() for at in range(0, max(len(line), 1), most))
    return "\n".join(lines)
