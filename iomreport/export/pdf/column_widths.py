"""How wide the columns of a table are, so that it is as short as its page allows and no word sticks out."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from iomreport.charts import theme
from iomreport.export.pdf.text_width import SANS, SANS_BOLD, length

ROOM = theme.WIDTH * 72
"""Width of the page's text in points."""

SIZE = 8.6
"""Size of the type of tables in points."""

GUTTER = 11.0
"""Space between columns in points."""

FOR_SOURCES = 40.0
"""Width of the column that names the sources of each row."""

_NARROWEST = 12.0
_WIDE = 72.0
_TALLEST = 5
"""Lines of a cell that make its column wider, up to a width at which cells of more lines look well."""

_SMALLEST = 0.8
_SHORT = 20
_BREAKABLE = 60.0
_SHARPNESS = 4
_ROUNDS = 12
_SLACK = 1.02
_WORD = re.compile(r"[^ \n/–-]+[/–-]?")


class Widths(NamedTuple):
    """How a table is set.

    Attributes
    ----------
    columns : list of float
        Width of each column in points.
    size : float
        Size of the type in points.
    """

    columns: list[float]
    size: float


class _Column(NamedTuple):
    """A column: its least width, and how long its head and the text of each row are on one line."""

    least: float
    lengths: list[float]
    fixed: bool


def widths(columns: Sequence[dict[str, Any]], rows: Sequence[Sequence[str]], *, with_sources: bool) -> Widths:
    """Share the page among the columns of a table.

    Parameters
    ----------
    columns : sequence of dict
        Each with `label` and `unit`.
    rows : sequence of sequence of str
        The cells.
    with_sources : bool
        Whether a column of sources stands last; its width is not among those returned.

    Returns
    -------
    Widths
        Short columns keep to one line, and no word that cannot be broken is wider than its column; where that takes
        more than the page has, the type is smaller.

    Examples
    --------
    >>> names = [{"label": "State", "unit": ""}, {"label": "Since", "unit": "year"}]
    >>> round(sum(widths(names, [["Togo", "1990"]], with_sources=False).columns) + GUTTER) == round(ROOM)
    True
    """
    room = ROOM - GUTTER * (len(columns) - 1) - (FOR_SOURCES + GUTTER if with_sources else 0)
    made = [
        _column(column, [row[index] for row in rows], first=index == 0, most=room / len(columns))
        for index, column in enumerate(columns)
    ]
    needed = sum(column.least for column in made)
    scale = min(1.0, max(_SMALLEST, room / needed))
    shared = _shared(made, room / scale)
    narrower = min(scale, room / sum(shared))
    return Widths([math.floor(width * narrower * 10) / 10 for width in shared], round(SIZE * scale, 2))


def _column(column: dict[str, Any], cells: Sequence[str], *, first: bool, most: float) -> _Column:
    head = max(_length(column["label"], bold=True), _length(column["unit"], bold=False))
    lengths = [head, *(_length(cell, bold=first) for cell in cells)]
    letters = max(map(len, [column["label"], column["unit"], *cells]))
    if letters <= _SHORT:
        return _Column(max(_NARROWEST, *lengths), lengths, fixed=True)
    whole = [(column["label"], True), *((cell, True) for cell in cells if first)]
    least = max(_length(word, bold=bold) for text, bold in [*whole, ("", False)] for word in _words(text))
    broken = max((_length(word, bold=False) for cell in cells for word in _words(cell)), default=0.0)
    tall = min(max(lengths) / _TALLEST, _WIDE)
    return _Column(min(max(_NARROWEST, least, min(broken, _BREAKABLE), tall), most), lengths, fixed=False)


def _words(text: str) -> list[str]:
    return _WORD.findall(text) or [""]


def _shared(columns: Sequence[_Column], room: float) -> list[float]:
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
        sizes = _filled(weights, [column.least for column in free], left)
    found = iter(sizes)
    return [column.least if column.fixed else next(found) for column in columns]


def _filled(weights: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Share room by weight among columns that have a least width each."""
    sizes = list(least)
    open_ = [index for index, weight in enumerate(weights) if weight]
    while open_:
        spare = room - sum(size for index, size in enumerate(least) if index not in open_)
        total = sum(weights[index] for index in open_)
        short = [index for index in open_ if spare * weights[index] / total < least[index]]
        if not short:
            for index in open_:
                sizes[index] = spare * weights[index] / total
            break
        open_ = [index for index in open_ if index not in short]
    return sizes


def _length(text: str, *, bold: bool) -> float:
    return length(text, SANS_BOLD if bold else SANS, SIZE) * _SLACK
