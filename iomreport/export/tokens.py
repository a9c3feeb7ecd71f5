"""The tree of tokens that both editions render: what Markdown, HTML and outputs of cells become.

A token is a dict with `type`, and `children`, `raw` or `attrs` as its type has them; a table has `head` and `body`,
rows of cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Token = dict[str, Any]

BLOCKS = frozenset([
    "paragraph", "block_text", "heading", "block_code", "block_quote", "list", "list_item", "thematic_break",
    "block_math", "footnotes", "footnote_item", "details", "printed", "note", "definitions", "definition_term",
    "definition_text", "table",
])  # fmt: skip


# Characters that no page may hold: those that control, halves of others, and those that are none.
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


_HALVES = re.compile("[\ud800-\udfff]")


def readable(raw: str) -> str:
    """Return a text without the characters that no page may hold; a new page is a new line."""
    return _UNREADABLE.sub("", raw.replace("\f", "\n").replace("\r\n", "\n"))


def whole_letters(raw: str) -> str:
    """Return a text without halves of characters, which no file can hold."""
    return _HALVES.sub("\ufffd", raw)


def text(raw: str) -> Token:
    """Return letters as a token."""
    return {"type": "text", "raw": raw}


def paragraph(*children: Token) -> Token:
    """Return tokens of a line as a paragraph."""
    return {"type": "paragraph", "children": list(children)}


def printed(raw: str, *, error: bool = False) -> Token:
    """Return the text of a terminal."""
    return {"type": "printed", "raw": raw, "attrs": {"error": error}}


def note(message: str) -> Token:
    """Return a remark in place of what cannot be shown."""
    return {"type": "note", "children": [text(message)]}


def lists_within(token: Token) -> Iterator[list[Token]]:
    """Yield the lists of tokens right within a token: its children, its summary or caption, those of its cells."""
    yield from (token[name] for name in ("children", "summary") if name in token)
    if token["type"] == "table":
        yield token["attrs"]["caption"]
        yield from (cell["children"] for row in (*token["head"], *token["body"]) for cell in row)


def parts_of(token: Token) -> Iterator[Token]:
    """Yield the tokens right within a token."""
    for tokens in lists_within(token):
        yield from tokens


def walk(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield every token of a tree, each before those within it."""
    for token in tokens:
        yield token
        yield from walk(parts_of(token))


def plain_text(tokens: Sequence[Token]) -> str:
    """Return the text of a tree without its markup and its footnotes."""
    return "".join(_own_text(token) + plain_text(list(parts_of(token))) for token in tokens)


def _own_text(token: Token) -> str:
    fixed = {"softbreak": " ", "linebreak": " ", "footnote_ref": "", "image": token.get("attrs", {}).get("alt", "")}
    return str(fixed.get(token["type"], token.get("raw", "")))
