"""Tables of HTML as tokens: every row covers the same columns, and no span reaches beyond its part of the table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from iomreport.export.tokens import Token, plain_text

Cell = dict[str, Any]
Row = list[Cell]

_NUMBER = re.compile(r"[-+−]?[\d.,  \u00a0]*\d[\d.,  \u00a0]*(e[-+]?\d+)?\s*%?", re.IGNORECASE)
_LONGEST_NUMBER = 60  # letters; longer ones are not looked at
_NO_NUMBER = frozenset(["nan", "<na>", "nat", "none", "inf", "-inf", "...", "…", "⋮"])  # printed in a number's place
_MOST_SPANNED = {"colspan": 1000, "rowspan": 65534}  # by the HTML standard
_MOST_SINGLE = 30  # empty cells in a row, each with a place of its own in the memory
_DIGITS = re.compile(r"[0-9]{1,9}")
_PARTS = ("thead", "tbody", "tfoot")


def read_table(element: Any, read: Callable[[Any], list[Token]]) -> Token | None:
    """Return a table as a token, whose caption and cells `read` reads; None if it has no cell."""
    head: list[list[Row]] = []
    body: list[list[Row]] = []
    for name, rows in _parts(element, read):
        (head if name == "thead" else body).append(rows)
    if not head and body and len(body[0]) > 1 and all(cell["head"] for cell in body[0][0]):
        head.append([body[0].pop(0)])
    laid_out = [_laid_out(rows) for rows in (*head, *body)]
    starts = sorted({start for rows in laid_out for cells, _ in rows for start, _ in cells})
    if not starts:
        return None
    table = [[_padded(cells, above, starts) for cells, above in rows] for rows in laid_out]
    heads = _join_heads([row for rows in table[: len(head)] for row in rows])
    rows = [row for rows in table[len(head) :] for row in rows]
    _mark_numbers(heads, rows)
    captions = [child for child in element if child.tag == "caption"]
    attributes = {"columns": len(starts), "caption": read(captions[0]) if captions else []}
    return {"type": "table", "attrs": attributes, "head": heads, "body": rows}


def _parts(table: Any, read: Callable[[Any], list[Token]]) -> Iterator[tuple[str, list[Row]]]:
    for part in table:
        if part.tag in _PARTS:
            rows = [row for row in part if row.tag == "tr"]
            yield part.tag, [[_cell(cell, read) for cell in row if cell.tag in {"td", "th"}] for row in rows]


def _cell(element: Any, read: Callable[[Any], list[Token]]) -> Cell:
    children = read(element)
    text = plain_text(children).strip()
    return {
        "children": children,
        "text": text,
        "rowspan": _span(element, "rowspan"),
        "colspan": _span(element, "colspan"),
        "head": element.tag == "th",
        "numeric": False,
        "align": _alignment(element),
    }


def _span(element: Any, name: str) -> int:
    text = (element.get(name) or "").strip()
    if not _DIGITS.fullmatch(text):
        return 1
    # A row span of nothing reaches to the end of its part of the table.
    return min(int(text) or (_MOST_SPANNED[name] if name == "rowspan" else 1), _MOST_SPANNED[name])


def _alignment(element: Any) -> str:
    given = re.search(r"text-align:\s*(\w+)", element.get("style") or "")
    side = given[1] if given else element.get("align") or ""
    return side if side in {"left", "right", "center"} else ""


def _laid_out(rows: list[Row]) -> list[tuple[list[tuple[int, Cell]], set[int]]]:
    """Return the cells of each row with the columns they begin in, and the columns that cells from above cover."""
    placed = []
    covered: dict[int, int] = {}  # how many rows a cell from above still covers, by column
    for number, row in enumerate(rows):
        above, cells, column = set(covered), [], 0
        ends: dict[int, int] = {}
        for cell in row:
            while column in above:
                column += 1
            width = next((step for step in range(1, cell["colspan"]) if column + step in above), cell["colspan"])
            cell["colspan"], cell["rowspan"] = width, min(cell["rowspan"], len(rows) - number)
            cells.append((column, cell))
            if cell["rowspan"] > 1:
                ends.update((place, cell["rowspan"]) for place in range(column, column + width))
            column += width
        placed.append((cells, above))
        covered = {column: left - 1 for column, left in (covered | ends).items() if left > 1}
    return placed


def _padded(cells: list[tuple[int, Cell]], above: set[int], starts: Sequence[int]) -> Row:
    """Return a row that covers all columns; a column is where some cell of the table begins."""
    row, reached = [], 0
    covered = {place for place, start in enumerate(starts) if start in above} if above else set()
    for start, cell in [*cells, (starts[-1] + 1, None)]:
        place = bisect_left(starts, start)
        missing = [column for column in range(reached, place) if column not in covered]
        if missing:
            row += _empty(missing)
        if cell is not None:
            end = bisect_left(starts, start + cell["colspan"])
            cell["colspan"] = max(end - place, 1)
            row.append(cell)
            reached = place + cell["colspan"]
    return row


def _empty(columns: Sequence[int]) -> Row:
    """Return empty cells for some columns: one for each, or for each run where they are many."""
    runs = [1]
    for before, column in pairwise(columns):
        if column == before + 1:
            runs[-1] += 1
        else:
            runs.append(1)
    if len(columns) <= _MOST_SINGLE:
        runs = [1] * len(columns)
    fixed = {"text": "", "rowspan": 1, "head": False, "numeric": False, "align": ""}
    return [{"children": [], "colspan": width, **fixed} for width in runs]


def _join_heads(heads: list[Row]) -> list[Row]:
    """Make one row of the two heads that pandas gives a frame whose index has a name: none of its cells says twice."""
    if len(heads) != 2 or len(heads[0]) != len(heads[1]) or any(cell["colspan"] > 1 for cell in heads[0]):
        return heads
    pairs = list(zip(*heads, strict=True))
    if any(above["text"] and below["text"] for above, below in pairs):
        return heads
    return [[below if below["text"] else above for above, below in pairs]]


def _mark_numbers(heads: list[Row], rows: list[Row]) -> None:
    """Set numbers to the right, with them what stands in their places, and the heads right above them."""
    columns: dict[int, list[Cell]] = {}
    for column, cell in (placed for cells, _ in _laid_out(rows) for placed in cells):
        if not cell["head"] and cell["colspan"] == 1:
            columns.setdefault(column, []).append(cell)
    for cells in columns.values():
        for cell in cells:
            cell["numeric"] = len(cell["text"]) <= _LONGEST_NUMBER and bool(_NUMBER.fullmatch(cell["text"]))
        if any(cell["numeric"] for cell in cells):
            for cell in cells:
                cell["numeric"] |= cell["text"].lower() in _NO_NUMBER
    all_numbers = {column for column, cells in columns.items() if all(cell["numeric"] for cell in cells)}
    for column, cell in _laid_out(heads)[-1][0] if heads else []:
        cell["numeric"] = cell["colspan"] == 1 and column in all_numbers
