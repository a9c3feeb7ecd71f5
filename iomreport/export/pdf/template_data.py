"""A document as plain data: all that the template of the PDF needs, and nothing that it could take for markup."""

from __future__ import annotations

import base64
import datetime
import hashlib
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Any

from iomreport.charts import theme
from iomreport.exhibits.to_html import cited_in
from iomreport.export import formulas, images
from iomreport.export.document import Block, Document, Token, alt_of, cited_by, walk
from iomreport.export.pdf import column_widths, flow
from iomreport.export.pdf.front_matter import MEASURE, furniture, sections_of
from iomreport.export.pdf.output_tables import folded, frame_in
from iomreport.export.pdf.svg_text import lettered
from iomreport.export.pdf.text_width import SANS, SANS_BOLD, SERIF, breakable, hyphenated
from iomreport.formats import address, slug, source_text

EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
"""Date of a PDF whose notebook states none; never the clock, so that the same input gives the same bytes."""

_SIZE = 10.4
"""Size of the type of prose in points."""

_LINE = 84
"""Letters of the typewriter face that a line of the page holds."""

_MOST_PLACES = 3
"""Places that the bibliography names for each source."""

_CITES_ALL = 0.25
"""Part of all sources that a place may cite and still be named: one that cites more tells a reader nothing of any."""

_PAPER_WIDTHS = {"a4": 595.28, "us-letter": 612.0}
"""Width of each size of paper in points."""

NO_BREAK = "\u00a0"

_SHORT_NUMBER = re.compile(r"(?<![\w.,])(\d{1,2}) (?=[^\W\d_])")
"""A number of one or two digits and the space before the word that follows it."""

_ROOM = 124
"""Letters of a table's smallest type that a line of the page holds."""


def content_of(document: Document, paper: str) -> dict[str, Any]:
    """Return what the template shows.

    Parameters
    ----------
    document : Document
        The document.
    paper : str
        Size of the page, as Typst names it.

    Returns
    -------
    dict
        Plain data: title, front matter, colours, blocks in reading order and the order in which they
        fill the pages, references, the anchors that links lead to,
        and the data package that describes the attached data.
    """
    date = date_of(document)
    shown = [block for block in document.blocks if block.kind != "code"]
    blocks = [_block(block, document) for block in shown]
    for before, block in itertools.pairwise(blocks):
        block["lead"] = block["kind"] == "prose" and before["kind"] == "heading" and before["level"] == 1
    references = _references(document)
    return {
        "title": document.title,
        "front": document.front,
        "date": [date.year, date.month, date.day],
        "language": document.front.get("language", "en"),
        "paper": paper,
        **furniture(document, (_PAPER_WIDTHS[paper] - column_widths.ROOM) / 2),
        "colours": theme.LIGHT,
        "blocks": blocks,
        "order": flow.order(blocks, paper),
        "references": references,
        "targets": _targets(document, references),
        "package": _package(document),
    }


def _references(document: Document) -> list[dict[str, Any]]:
    """Return the sources as the bibliography lists them, each with the first places that cite it."""
    places = _telling(_places_citing(document))
    return [
        {
            "text": breakable(source_text(source), SANS, _SIZE, column_widths.ROOM / 2),
            "url": address(source["url"]),
            "places": places[source["source_id"]][:_MOST_PLACES],
            "elsewhere": len(places[source["source_id"]]) > _MOST_PLACES,
        }
        for source in document.references
    ]


def _telling(places: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """Leave out the places that cite a great part of all sources, but for sources that no other place cites."""
    cited = Counter(place["id"] for each in places.values() for place in each)
    return {
        source: [place for place in each if cited[place["id"]] <= max(_CITES_ALL * len(places), 1)] or each[:1]
        for source, each in places.items()
    }


def _targets(document: Document, references: Sequence[dict[str, Any]]) -> list[str]:
    """Return the anchors that links of the document may lead to."""
    linked = [block.id for block in document.blocks if block.mentions]
    listed = [heading.id for heading in document.headings if heading.level == 2]
    cited = [source["places"][0]["id"] for source in references if source["places"]]
    return [*dict.fromkeys([*linked, *listed, *cited]), *(f"source-{number + 1}" for number in range(len(references)))]


def _places_citing(document: Document) -> dict[str, list[dict[str, str]]]:
    """Return the figures, tables and sections that cite each source, in reading order."""
    found: dict[str, list[dict[str, str]]] = {source["source_id"]: [] for source in document.references}
    section: dict[str, str] | None = None
    for block in document.blocks:
        if block.kind == "heading":
            section = {"id": block.id, "label": f"section{NO_BREAK}{block.number}"}
        if not block.record:
            continue
        place = section if block.kind == "sentence" else {"id": block.id, "label": block.label.replace(" ", NO_BREAK)}
        for source in cited_by(block):
            if place is not None and place not in found[source]:
                found[source].append(place)
    return found


def date_of(document: Document) -> datetime.datetime:
    """Return the date of a document, from its front matter."""
    date = document.front.get("date")
    return datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC) if date else EPOCH


def undescribed(document: Document) -> list[int]:
    """Return the numbers of the cells that show an image without a description."""
    return [
        block.cell
        for block in document.blocks
        if (_image_type(block) and not alt_of(block.output))
        or any(token["type"] == "image" and not _words([token]).strip() for token in walk(block.tokens))
    ]


def _block(block: Block, document: Document) -> dict[str, Any]:
    if block.kind in {"heading", "prose"}:
        tokens = [_token(token, block, document) for token in block.tokens]
        shown = {"kind": block.kind, "tokens": tokens, "lead": False, "id": block.id, "level": block.level}
        if block.kind == "heading":
            shown |= {"numbered": True, "sections": sections_of(document, block) if block.level == 1 else []}
        return shown
    if block.kind == "output":
        return _output(block)
    if block.kind == "sentence":
        parts = [_part(part) for part in block.record["parts"]]
        return {"kind": "sentence", "parts": parts, "cites": document.numbers_of(cited_in(block.record["parts"]))}
    return _exhibit(block, document)


def _part(part: dict[str, Any]) -> dict[str, str]:
    """Return a piece of a sentence; the label of what it leads to stays on one line."""
    if "to" in part:
        return {"text": part["text"].replace(" ", NO_BREAK), "to": part["to"]}
    return {"text": _in_line(part["text"]), "to": ""}


def _in_line(text: str) -> str:
    """Return a text of prose; what it counts stays on one line with a number of few digits, as month with day."""
    return breakable(_SHORT_NUMBER.sub(rf"\1{NO_BREAK}", text), SERIF, _SIZE, MEASURE)


def _in_cells(texts: Sequence[str], widths: Sequence[float], size: float, *, head: bool = False) -> list[str]:
    """Return the cells of a row with no word wider than its column; heads are bold, and not hyphenated."""
    return [
        breakable(text, SANS_BOLD, size, width + 1, hyphens=False)
        if head or index == 0
        else breakable(text, SANS, size, width + 1)
        for index, (text, width) in enumerate(zip(texts, widths, strict=True))
    ]


def _hyphenated(texts: Sequence[str], widths: Sequence[float], size: float) -> list[int]:
    """Return the places of the cells of a row in which words must be broken."""
    return [
        index
        for index, (text, width) in enumerate(zip(texts, widths, strict=True))
        if index and hyphenated(text, SANS, size, width)
    ]


def _exhibit(block: Block, document: Document) -> dict[str, Any]:
    record = block.record
    in_rows = {source for row in record.get("rows", []) for source in row["sources"]}
    cited = [source["source_id"] for source in record["sources"] if source["source_id"] not in in_rows]
    content = {
        **record,
        "id": block.id,
        "kind": block.kind,
        "label": block.label.replace(" ", NO_BREAK),
        "drawing": lettered(block.drawing),
        "notes": [_in_line(note) for note in record["notes"]],
        **{name: _in_line(record[name]) for name in ("title", "caption") if name in record},
        "cites": document.numbers_of(cited),
    }
    if block.kind == "table":
        cells = [row["cells"] for row in record["rows"]]
        widths, size = column_widths.widths(record["columns"], cells, with_sources=bool(in_rows))
        content["rows"] = [
            {
                "cells": _in_cells(row["cells"], widths, size),
                "hyphenated": _hyphenated(row["cells"], widths, size),
                "cites": document.numbers_of(row["sources"]),
            }
            for row in record["rows"]
        ]
        labels = [column["label"] for column in record["columns"]]
        content["columns"] = [
            {**column, "label": label}
            for column, label in zip(record["columns"], _in_cells(labels, widths, size, head=True), strict=True)
        ]
        content["with_row_sources"] = bool(in_rows)
        content["widths"] = [*widths, *([column_widths.FOR_SOURCES] if in_rows else [])]
        content["size"] = size
    del content["sources"]
    return content


def _token(token: Token, block: Block, document: Document) -> Token:
    """Return a token of Markdown with its images and formulas as drawings."""
    kind = token["type"]
    if kind == "image":
        found = images.decoded(token["attrs"]["url"])
        if found is not None:
            return {"type": "picture", **_picture(*found), "alt": _words([token])}
    if kind in {"inline_math", "block_math"}:
        formula = formulas.drawn(token["raw"])
        if formula is not None:
            return {"type": "formula", "block": kind == "block_math", "alt": token["raw"], **formula._asdict()}
        document.warnings.append(f"cell {block.cell}: the formula {token['raw']!r} cannot be drawn; its source stands")
    if kind == "text":
        return {**token, "raw": _in_line(unescape(token["raw"]))}
    if kind == "codespan":
        return {**token, "raw": _in_line(token["raw"])}
    if kind == "block_code":
        return {**token, "raw": _wrapped(token["raw"])}
    parts = {name: token[name] for name in ("children", "note") if name in token}
    drawn: Token = {name: [_token(part, block, document) for part in inner] for name, inner in parts.items()}
    if len(drawn.get("note", [])) == 1:
        drawn["note"] = drawn["note"][0].get("children", drawn["note"])
    return {**token, **drawn}


def _words(tokens: Iterable[Token]) -> str:
    return " ".join(token["raw"] for token in walk(tokens) if token.get("raw"))


def _picture(kind: str, data: bytes) -> dict[str, Any]:
    """Return an image as plain data: text of an SVG, numbers of the bytes of others."""
    ending = images.TYPES[kind]
    return {"format": ending, "data": data.decode("utf-8", "replace") if ending == "svg" else list(data)}


def _image_type(block: Block) -> str:
    data = block.output.get("data", {}) if block.kind == "output" else {}
    return next((kind for kind in images.TYPES if kind in data), "")


def _output(block: Block) -> dict[str, Any]:
    """Return an output that is no exhibit: an image, a table, or text."""
    kind = _image_type(block)
    if kind:
        given = block.output["data"][kind]
        data = given.encode("utf-8") if kind == "image/svg+xml" else base64.b64decode(given)
        return {"kind": "image", **_picture(kind, data), "alt": alt_of(block.output)}
    frame = frame_in(block.output.get("data", {}).get("text/html", ""))
    if frame is not None:
        return {"kind": "frame", "parts": folded(frame, _ROOM)}
    return {"kind": "output", "text": _wrapped(_output_text(block.output))}


def _wrapped(text: str) -> str:
    """Break lines that are too long for the page, at any letter, as a terminal does."""
    lines = (line[at : at + _LINE] for line in text.splitlines() for at in range(0, max(len(line), 1), _LINE))
    return "\n".join(lines)


def _output_text(output: Any) -> str:
    """Return what an output says in plain text."""
    if output["output_type"] == "stream":
        return str(output["text"])
    if output["output_type"] == "error":
        return f"{output['ename']}: {output['evalue']}"
    return str(output["data"].get("text/plain", ""))


def _package(document: Document) -> str:
    """Return a Frictionless data package that describes the attached data; empty where there are none."""
    exhibits = [block for block in document.blocks if block.kind in {"figure", "table"}]
    if not exhibits:
        return ""
    package = {
        "name": slug(document.title) or "data",
        "title": f"Data of: {document.title}",
        **({"created": f"{document.front['date']}T00:00:00Z"} if "date" in document.front else {}),
        "resources": [_resource(block) for block in exhibits],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(block: Block) -> dict[str, Any]:
    data = block.record["data"].encode("utf-8")
    return {
        "name": block.id,
        "path": f"{block.id}.csv",
        "title": block.record["title" if block.kind == "figure" else "caption"],
        "description": " ".join([f"Data of {block.label}.", *block.record["notes"]]),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "sources": _sources(block.record["sources"]),
    }


def _sources(records: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return [
        {"title": source_text(record)} | ({"path": address(record["url"])} if address(record["url"]) else {})
        for record in records
    ]
