"""The data of a figure as a table for readers, made from the very CSV that can be downloaded."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from iomreport import formats

MOST_ROWS = 2000  # of a table, so that large data weigh little more than their CSV, which holds all rows
_SOURCES_COLUMN = "source_id"  # whose cells name sources, parted by semicolons

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_YEARS = range(1500, 2200)
_ABBREVIATIONS = frozenset(["gdp", "id", "iso", "un", "url", "usd"])
_LONG = 40  # letters of a cell that may break into lines

Numbered = Callable[[Sequence[str]], str]  # turns identifiers of sources into their numbers in the list of sources


class _Column(NamedTuple):
    """A column as shown: its heading as HTML, its cells as text, and how they are set."""

    head: str
    cells: list[str]
    numeric: bool = False
    rounded: bool = False


def data_table(data: str, label: str, numbered: Numbered) -> str:
    """Return CSV with a header as a table behind a disclosure named by a label; nothing if there are no data."""
    names, *rows = [row for row in csv.reader(io.StringIO(data)) if row] or [[]]
    if not rows:
        return ""
    shown = [(row + [""] * len(names))[: len(names)] for row in rows[:MOST_ROWS]]
    columns = [
        _column(name or f"column {number}", cells, numbered)
        for number, (name, cells) in enumerate(zip(names, map(list, zip(*shown, strict=True)), strict=True), start=1)
    ]
    heads = "".join(f'<th scope="col">{column.head}</th>' for column in columns)
    lines = "".join(map(_line, zip(*(column.cells for column in columns), strict=True)))
    name, count = escape(label), f"{formats.number_text(len(rows))} row{'s' if len(rows) > 1 else ''}"
    return (
        f'<details class="data"><summary>Data of {name} as a table <span class="extent">({count})</span></summary>'
        f'<div class="scroll tall" role="region" tabindex="0" aria-label="Data of {name}">'
        f'<table class="{_classes(columns)}"><caption><span class="caption-text">Data of {name}'
        f"{_remarks(rows, columns)}</span></caption><thead><tr>{heads}</tr></thead>{lines}</table></div></details>"
    )


def _column(name: str, cells: list[str], numbered: Numbered) -> _Column:
    if name == _SOURCES_COLUMN:
        return _Column(
            '<a href="#sources">Sources</a>', [numbered([part for part in cell.split("; ") if part]) for cell in cells]
        )
    words = [word.upper() if word in _ABBREVIATIONS else word for word in name.replace("_", " ").split()] or ["column"]
    head = escape(" ".join([words[0][:1].upper() + words[0][1:], *words[1:]]))
    given = [cell for cell in cells if cell]
    if not given or not all(map(_NUMBER.fullmatch, given)):
        return _Column(head, cells)
    numbers = [float(cell) for cell in given]
    if all(number in _YEARS for number in numbers):
        return _Column(head, [cell and f"{float(cell):.0f}" for cell in cells], numeric=True)
    decimals = _decimals(numbers)
    texts = [cell and formats.number_text(float(cell), decimals) for cell in cells]
    return _Column(head, texts, numeric=True, rounded=any(round(number, decimals) != number for number in numbers))


def _decimals(numbers: Sequence[float]) -> int:
    """Return how many decimals a column needs, and no more than its largest number makes worth reading."""
    largest = max(map(abs, numbers))
    most = 0 if largest >= 100_000 else 1 if largest >= 1000 else 2 if largest >= 10 else 4
    return next((few for few in range(most) if all(round(number, few) == number for number in numbers)), most)


def _line(cells: Sequence[str]) -> str:
    """Return a row, headed by its first cell unless that is empty."""
    first, *rest = map(escape, cells)
    head = f'<th scope="row">{first}</th>' if first.strip() else "<td></td>"
    return f"<tr>{head}{''.join(f'<td>{cell}</td>' for cell in rest)}</tr>"


def _classes(columns: Sequence[_Column]) -> str:
    """Return which columns the style sheet sets to the right, and which it lets break into lines.

    One class a table takes the place of one a cell.
    """
    return " ".join(
        f"{'right' if column.numeric else 'long'}-{number}"
        for number, column in enumerate(columns, start=1)
        if column.numeric or max(map(len, column.cells)) > _LONG
    )


def _remarks(rows: Sequence[Sequence[str]], columns: Sequence[_Column]) -> str:
    remarks = []
    if len(rows) > MOST_ROWS:
        remarks.append(f"the first {formats.number_text(MOST_ROWS)} of {formats.number_text(len(rows))} rows")
    if any(column.rounded for column in columns):
        remarks.append("numbers rounded to be read")
    return f": {'; '.join(remarks)}. The CSV holds everything in full." if remarks else ""
