"""Tables in the HTML of plain outputs, as pandas writes them, read as rows of cells."""

import re
from collections.abc import Sequence
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

Table = dict[str, Any]
Cells = list[dict[str, Any]]

_GAP = 3
_NUMBER = re.compile(r"[-+−]?[\d.,  ]*\d[\d.,  ]*(e[-+]?\d+)?\s*%?", re.IGNORECASE)


def read_table(html: str) -> Table | None:
    """Return the one table in the HTML of an output; None if there is not exactly one.

    It has `columns` (how many), `head` and `body` (rows of cells, each with `text`, `rowspan`, `colspan`, `head` and
    `numeric`), and `after` (what stands below it, as the number of rows).
    """
    soup = BeautifulSoup(html, "html.parser")
    tables = soup.find_all("table")
    if len(tables) != 1:
        return None
    rows = [(row, [_cell(cell) for cell in row.find_all(["th", "td"])]) for row in tables[0].find_all("tr")]
    rows = [(row, cells) for row, cells in rows if cells]
    if not rows:
        return None
    head = [cells for row, cells in rows if row.find_parent("thead")]
    body = [cells for row, cells in rows if not row.find_parent("thead")]
    _align_heads(head, body)
    tables[0].extract()
    return {
        "columns": sum(cell["colspan"] for cell in rows[0][1]),
        "head": head,
        "body": body,
        "after": " ".join(part.get_text(" ", strip=True) for part in soup.find_all("p")),
    }


def _align_heads(head: Sequence[Cells], body: Sequence[Cells]) -> None:
    """Set the head of a column of numbers to the same side as them."""
    if head and body and len(head[-1]) == len(body[-1]):
        for above, below in zip(head[-1], body[-1], strict=True):
            above["numeric"] = below["numeric"] and not below["head"]


def split_wide(table: Table, letters: int) -> list[Table]:
    """Split a table that is wider than some letters into parts of about the same width that repeat its first column.

    A table whose cells span rows or columns stays whole.
    """
    rows = [*table["head"], *table["body"]]
    plain = all(len(row) == table["columns"] and all(cell["rowspan"] == 1 for cell in row) for row in rows)
    widths = [max(len(row[index]["text"]) + _GAP for row in rows) for index in range(table["columns"])] if plain else []
    if sum(widths) <= letters:
        return [table]
    parts = len(_groups(widths, letters))
    even = next(narrow for narrow in range(letters + 1) if len(_groups(widths, narrow)) <= parts)
    groups = _groups(widths, even)
    return [_part(table, [0, *group], last=group is groups[-1]) for group in groups]


def _groups(widths: Sequence[int], letters: int) -> list[list[int]]:
    """Put columns beside the first one, as many as there is letters for, and the others into further groups."""
    groups: list[list[int]] = [[]]
    for index in range(1, len(widths)):
        if groups[-1] and widths[0] + sum(widths[member] for member in [*groups[-1], index]) > letters:
            groups.append([])
        groups[-1].append(index)
    return groups


def _part(table: Table, columns: Sequence[int], *, last: bool) -> Table:
    return {
        "columns": len(columns),
        "head": [[row[index] for index in columns] for row in table["head"]],
        "body": [[row[index] for index in columns] for row in table["body"]],
        "after": table["after"] if last else "",
    }


def _cell(cell: Tag) -> dict[str, Any]:
    text = cell.get_text(" ", strip=True)
    return {
        "text": text,
        "rowspan": _span(cell, "rowspan"),
        "colspan": _span(cell, "colspan"),
        "head": cell.name == "th",
        "numeric": _NUMBER.fullmatch(text) is not None,
    }


def _span(cell: Tag, name: str) -> int:
    text = str(cell.get(name))
    return max(int(text), 1) if text.isdigit() else 1
