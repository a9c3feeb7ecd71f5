"""Tables of Markdown, as Jupyter reads them: a row may have fewer cells than the head, or more."""

from __future__ import annotations

import re
from typing import Any

import mistune
from mistune.block_parser import BlockParser
from mistune.core import BlockState

_HEAD = r"^ {0,3}\S[^\n]*\|[^\n]*\n {0,3}\|?[ \t]*:?-[ \t:|-]*(?:\n|$)"
_PIECE = re.compile(r"(`+)(?:(?!`).)*?\1(?!`)|\\.|(?P<bar>\|)|[^`\\|]+|.")  # code, in which a bar is a letter; bars
_SIDES = {(True, True): "center", (True, False): "left", (False, True): "right", (False, False): ""}


def tables(markdown: mistune.Markdown) -> None:
    """Teach tables to a reader of Markdown, also within quotations and lists."""
    markdown.block.register("table", _HEAD, _parse, before="paragraph")
    for rules in (markdown.block.block_quote_rules, markdown.block.list_rules):
        if "table" not in rules:
            rules.insert(rules.index("list") if "list" in rules else 0, "table")


def _parse(block: BlockParser, match: re.Match[str], state: BlockState) -> int | None:
    head, marks = (_cells(line) for line in match[0].rstrip("\n").split("\n"))
    if len(head) != len(marks) or not all(mark.strip(":- ") == "" and "-" in mark for mark in marks):
        return None
    sides = [_SIDES[mark.startswith(":"), mark.endswith(":")] for mark in marks]
    rows, at = [], match.end()
    while at < state.cursor_max:
        line = state.get_line(at)
        if "|" not in line:
            break
        rows.append(_row(_cells(line.rstrip("\n")), sides, head=False))
        at += len(line)
    state.append_token({"type": "table", "children": [_row(head, sides, head=True), *rows]})
    return at


def _cells(line: str) -> list[str]:
    cells = [""]
    for piece in _PIECE.finditer(line.strip().removeprefix("|")):
        if piece["bar"]:
            cells.append("")
        else:
            cells[-1] += piece[0]
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip().replace(r"\|", "|") for cell in cells]


def _row(cells: list[str], sides: list[str], *, head: bool) -> dict[str, Any]:
    named = [*sides, *[""] * (len(cells) - len(sides))]
    children = [
        {"type": "table_cell", "text": cell, "attrs": {"head": head, "side": side}}
        for cell, side in zip(cells, named, strict=False)
    ]
    return {"type": "table_row", "children": children, "attrs": {"head": head}}
