"""Rows of cells that span rows and columns, cut into pieces that a page can hold."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

from iomreport.export.pdf import layout

Cell = dict[str, Any]
Rows = list[list[Cell]]


def starts(rows: Rows, columns: int) -> list[list[int]]:
    """Return the column in which each cell of each row begins."""
    taken = [0] * columns  # rows for which a cell above still takes a column
    found = []
    for row in rows:
        places, column = [], 0
        for cell in row:
            while column < columns and taken[column]:
                column += 1
            places.append(column)
            for covered in range(column, min(column + cell["colspan"], columns)):
                taken[covered] = cell["rowspan"]
            column += cell["colspan"]
        taken = [max(left - 1, 0) for left in taken]
        found.append(places)
    return found


def index_columns(rows: Rows, columns: int) -> int:
    """Return how many columns at the left name the rows; at least one where there are several."""
    count = columns
    for row, places in zip(rows, starts(rows, columns), strict=True):
        other = [place for cell, place in zip(row, places, strict=True) if not cell["head"]]
        count = min([count, *other])
        if count == 0:
            break
    return count if 0 < count < columns else min(1, columns - 1)


def cut_to(rows: Rows, columns: int, wanted: Sequence[int]) -> Rows:
    """Return the cells of some columns; one that spans more of them spans those that are wanted."""
    keep = set(wanted)
    cut = []
    for row, places in zip(rows, starts(rows, columns), strict=True):
        cells = []
        for cell, place in zip(row, places, strict=True):
            span = sum(covered in keep for covered in range(place, place + cell["colspan"]))
            if span:
                cells.append({**cell, "colspan": span})
        cut.append(cells)
    return cut


def with_short_spans(rows: Rows, columns: int) -> Rows:
    """Return rows in which a cell that spans many of them is repeated, so that no page lacks it."""
    most = layout.SPAN_ROWS
    if all(cell["rowspan"] <= most for row in rows for cell in row):
        return rows
    placed: list[list[tuple[int, Cell]]] = [[] for _ in rows]
    for number, (row, places) in enumerate(zip(rows, starts(rows, columns), strict=True)):
        for cell, place in zip(row, places, strict=True):
            span = min(cell["rowspan"], len(rows) - number)
            pieces = -(-span // most)
            ends = [number + span * piece // pieces for piece in range(pieces + 1)]
            for begin, end in itertools.pairwise(ends):
                placed[begin].append((place, {**cell, "rowspan": end - begin}))
    return [[cell for _, cell in sorted(row, key=lambda placed: placed[0])] for row in placed]


def groups(head: Rows, columns: int, index: int, least: Sequence[float], room: float) -> list[list[int]]:
    """Put columns into as few groups as room allows, about evenly; columns under one head stay together if they can."""
    pieces = _pieces(head, columns, index, least, room - sum(least[:index]))
    few = len(_filled(pieces, least, index, room))
    narrow = room
    while narrow > room / 2 and len(_filled(pieces, least, index, narrow - 8)) == few:
        narrow -= 8
    return _filled(pieces, least, index, narrow)


def _pieces(head: Rows, columns: int, index: int, least: Sequence[float], room: float) -> list[list[int]]:
    """Return columns that stand together: those under one head of the first row, unless they are too wide."""
    if len(head) < 2:
        return [[column] for column in range(index, columns)]
    found = []
    for cell, place in zip(head[0], starts(head, columns)[0], strict=True):
        under = [column for column in range(place, place + cell["colspan"]) if index <= column < columns]
        together = sum(least[column] for column in under) <= room
        found += [under] if together and under else [[column] for column in under]
    missing = set(range(index, columns)) - {column for piece in found for column in piece}
    return sorted([*found, *([column] for column in missing)])


def _filled(pieces: Sequence[list[int]], least: Sequence[float], index: int, room: float) -> list[list[int]]:
    filled: list[list[int]] = []
    used = math.inf
    for piece in pieces:
        width = sum(least[column] for column in piece)
        if used + width > room:
            filled.append([])
            used = sum(least[:index])
        filled[-1] += piece
        used += width
    return filled
