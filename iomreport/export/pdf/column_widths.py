"""How wide the columns of a table are, so that it is as short as its page allows and no word sticks out."""

import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from iomreport.export.pdf import layout
from iomreport.export.pdf.text_width import SANS, SANS_BOLD, length

_NARROWEST = 12.0
_WIDE = 72.0  # a width at which cells of any number of lines look well
_MOST_LINES = 5  # of a cell in a column that is narrower
_SMALLEST_SCALE = 0.8  # of the type of a table that has more columns than room
_SHORT = 20  # letters of a column that keeps to one line
_BREAKABLE = 60.0  # words up to this width are not broken
_SHARPNESS = 4  # of the smooth maximum: below it, the widest column starves the others
_ROUNDS = 12
_SLACK = 1.02  # measured widths leave out kerning
_WORD = re.compile(r"[^ \n/–-]+[/–-]?")


class Widths(NamedTuple):
    """Width of each column of a table, and the size of its type."""

    columns: list[float]
    size: float


class _Column(NamedTuple):
    """The least width of a column, and how long its head and each of its cells are on one line."""

    least: float
    lengths: list[float]
    fixed: bool


def column_widths(columns: Sequence[dict[str, Any]], rows: Sequence[Sequence[str]], *, with_sources: bool) -> Widths:
    """Share the page among the columns of a table; a column of sources, where there is one, is not among them.

    Short columns keep to one line, and no word that cannot be broken is wider than its column; where that takes more
    than the page has, the type is smaller.
    """
    room = layout.TEXT_WIDTH - layout.COLUMN_GAP * (len(columns) - 1)
    room -= layout.ROW_SOURCES_WIDTH + layout.COLUMN_GAP if with_sources else 0
    measured = [
        _column(column, [row[index] for row in rows], first=index == 0, most=room / len(columns))
        for index, column in enumerate(columns)
    ]
    needed = sum(column.least for column in measured)
    scale = min(1.0, max(_SMALLEST_SCALE, room / needed))
    shared = _share(measured, room / scale)
    narrower = min(scale, room / sum(shared))
    return Widths([math.floor(width * narrower * 10) / 10 for width in shared], round(layout.SIZES["table"] * scale, 2))


def _column(column: dict[str, Any], cells: Sequence[str], *, first: bool, most: float) -> _Column:
    head = max(_length(column["label"], bold=True), _length(column["unit"], bold=False))
    lengths = [head, *(_length(cell, bold=first) for cell in cells)]
    letters = max(map(len, [column["label"], column["unit"], *cells]))
    if letters <= _SHORT:
        return _Column(max(_NARROWEST, *lengths), lengths, fixed=True)
    whole = [(column["label"], True), *((cell, True) for cell in cells if first)]
    least = max(_length(word, bold=bold) for text, bold in [*whole, ("", False)] for word in _words(text))
    broken = max((_length(word, bold=False) for cell in cells for word in _words(cell)), default=0.0)
    tall = min(max(lengths) / _MOST_LINES, _WIDE)
    return _Column(min(max(_NARROWEST, least, min(broken, _BREAKABLE), tall), most), lengths, fixed=False)


def _words(text: str) -> list[str]:
    return _WORD.findall(text) or [""]


def _share(columns: Sequence[_Column], room: float) -> list[float]:
    """Make the sum of the heights of the rows as small as it gets, no column being narrower than it must be.

    The height of a row is taken for a smooth maximum of the heights of its cells, whose least sum has a closed form
    for each column while the heights of the others stay. A table that fits on one line each is spread evenly.
    """
    whole = [max(column.least, *column.lengths) for column in columns]
    if sum(whole) <= room:
        return [width + (room - sum(whole)) / len(whole) for width in whole]
    free = [column for column in columns if not column.fixed]
    left = room - sum(column.least for column in columns if column.fixed)
    sizes = [max(column.least, left / len(free)) for column in free]
    for _ in range(_ROUNDS):
        heights = [
            sum((one / size) ** _SHARPNESS for one, size in zip(row, sizes, strict=True)) ** (1 / _SHARPNESS)
            for row in zip(*(column.lengths for column in free), strict=True)
        ]
        weights = [
            sum(
                height ** (1 - _SHARPNESS) * one**_SHARPNESS
                for height, one in zip(heights, column.lengths, strict=True)
                if height
            )
            ** (1 / (_SHARPNESS + 1))
            for column in free
        ]
        sizes = _by_weight(weights, [column.least for column in free], left)
    found = iter(sizes)
    return [column.least if column.fixed else next(found) for column in columns]


def _by_weight(weights: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Share room by weight among columns that have a least width each."""
    open_ = [index for index, weight in enumerate(weights) if weight]
    while open_:
        spare = room - sum(size for index, size in enumerate(least) if index not in open_)
        total = sum(weights[index] for index in open_)
        short = [index for index in open_ if spare * weights[index] / total < least[index]]
        if not short:
            return [spare * weights[index] / total if index in open_ else size for index, size in enumerate(least)]
        open_ = [index for index in open_ if index not in short]
    return list(least)


def _length(text: str, *, bold: bool) -> float:
    return length(text, SANS_BOLD if bold else SANS, layout.SIZES["table"]) * _SLACK
