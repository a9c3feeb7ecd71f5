"""Documents of tokens made by hand, so that the PDF is tested without any reader of notebooks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from making import pdf_text, squeezed
from pypdf import PdfReader

from iomreport.export.document import Block, Document
from iomreport.export.pdf.typesetting import typeset
from iomreport.export.tokens import plain_text

Token = dict[str, Any]


def text(raw: str) -> Token:
    return {"type": "text", "raw": raw}


def within(kind: str, *children: Token | str, **more: Any) -> Token:
    """Return a token of some type that holds others; a string is text."""
    inner = [text(child) if isinstance(child, str) else child for child in children]
    return {"type": kind, "children": inner, **more}


def paragraph(*children: Token | str) -> Token:
    return within("paragraph", *children)


def printed(raw: str, *, error: bool = False) -> Token:
    return {"type": "printed", "raw": raw, "attrs": {"error": error}}


def cell(content: str | Sequence[Token], **changes: Any) -> Token:
    """Return a cell of a table."""
    children = [text(content)] if isinstance(content, str) else list(content)
    usual = {"rowspan": 1, "colspan": 1, "head": False, "numeric": False, "align": ""}
    return {"children": children, "text": plain_text(children), **usual, **changes}


def head(content: str, **changes: Any) -> Token:
    return cell(content, head=True, **changes)


def table(heads: list[list[Token]], rows: list[list[Token]], caption: Sequence[Token] = ()) -> Token:
    """Return a table as wide as its first row."""
    columns = sum(part["colspan"] for part in [*heads, *rows][0])
    attrs = {"columns": columns, "caption": list(caption), "output": True}
    return {"type": "table", "attrs": attrs, "head": heads, "body": rows}


def document(*parts: Token | Block, title: str = "T", **front: Any) -> Document:
    """Return a document whose blocks hold a token each, from the second cell on."""
    blocks = [
        part if isinstance(part, Block) else Block("output", number, tokens=[part])
        for number, part in enumerate(parts, start=2)
    ]
    return Document(title, front, blocks, [], [])


def opened(*parts: Token | Block, **options: Any) -> PdfReader:
    return PdfReader(io.BytesIO(typeset(document(*parts), **options)))


def shown(*parts: Token | Block, **options: Any) -> str:
    """Return what a PDF says, without white space."""
    return squeezed(pdf_text(opened(*parts, **options)))
