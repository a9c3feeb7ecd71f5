"""In which order the blocks of a document stand on its pages.

A figure does not break. Where the rest of a page is too small for one, it moves to the next page, and the text that
follows moves up before it, but no further than to the next figure or chapter, so that no figure stands before the text
that speaks of it. How high blocks are is estimated; if an estimate is wrong, a page is less full, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from iomreport.export.columns import ROOM
from iomreport.export.measure import SANS, SANS_BOLD, SERIF, lines

Content = dict[str, Any]

HEIGHTS = {"a4": 841.89, "us-letter": 792.0}
"""Height of each size of paper in points."""

MARGINS = 130.4
"""What the margins above and below the text take of it: as in the template, 24 and 22 mm."""

_VIEW = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_SIZE, _LINE, _BETWEEN = 10.2, 13.6, 17.0
_LEAD_SIZE, _LEAD_LINE = 12.0, 15.8
_CAPTION_SIZE, _CAPTION_LINE = 10.2, 11.4
_NOTE_SIZE, _NOTE_LINE = 8.1, 8.9
_ROW_LINE, _ROW = 9.7, 8.9
_AROUND_EXHIBIT = 52.0
_CHAPTER = 150.0
_HEADING = 46.0
_CITE = 6
"""Letters that a number of a source takes."""

_LEAST = 80.0
"""Height of the rest of a page in which it is worth beginning a section or a table."""


def order(blocks: Sequence[Content], paper: str) -> list[int]:
    """Return the places of the blocks in the order in which they fill the pages.

    Parameters
    ----------
    blocks : sequence of dict
        As the template shows them, in reading order.
    paper : str
        Size of the page.

    Returns
    -------
    list of int
        Each place once. Figures keep their order, and so does everything that is no figure.
    """
    page = HEIGHTS[paper] - MARGINS
    heights = [_height(block) for block in blocks]
    found: list[int] = []
    filled, place = 0.0, 0
    while place < len(blocks):
        end = place + 1
        if blocks[place]["kind"] == "figure" and filled + heights[place] > page:
            end = _end_of_what_fits(blocks, heights, place, page, filled)
        for index in (*range(place + 1, end), place):
            filled = _after(blocks[index], heights[index], filled, page)
            found.append(index)
        place = end
    return found


def _end_of_what_fits(
    blocks: Sequence[Content], heights: Sequence[float], place: int, page: float, filled: float
) -> int:
    """Return where the blocks end that may stand before the figure at a place, to fill the page."""
    end = place + 1
    for index in range(place + 1, len(blocks)):
        block, last = blocks[index], index + 1 == len(blocks)
        opens = block["kind"] in {"heading", "table"}
        over = max(0.0, filled + heights[index] - page)
        if block["kind"] == "figure" or (block["kind"] == "heading" and block["level"] == 1):
            break
        if filled >= page or (opens and filled + _LEAST > page) or over + heights[place] > page:
            break
        if block["kind"] == "heading" and (last or blocks[index + 1]["kind"] == "figure"):
            break
        filled += heights[index]
        if block["kind"] != "heading":
            end = index + 1
    return end


def _after(block: Content, height: float, filled: float, page: float) -> float:
    """Return how far a page is filled after a block; the next page, if the block ends there."""
    if block["kind"] == "heading" and block["level"] == 1:
        return _CHAPTER
    whole = block["kind"] == "figure" or (block["kind"] == "heading" and filled + height + _LEAST / 2 > page)
    if whole and filled + height > page:
        return height
    return (filled + height) % page if filled + height > page else filled + height


def _height(block: Content) -> float:
    """Return about how high a block is, with the space around it, in points."""
    if block["kind"] == "heading":
        return _HEADING
    if block["kind"] == "sentence":
        text = "".join(part["text"] for part in block["parts"]) + "0" * _CITE * len(block["cites"])
        return lines(text, SERIF, _SIZE, ROOM) * _LINE + _BETWEEN - _LINE / 2
    if block["kind"] == "prose":
        return sum(_prose_height(token, lead=block["lead"]) for token in block["tokens"])
    if block["kind"] == "figure":
        view = _VIEW.search(block["drawing"])
        drawn = float(view[2]) * ROOM / float(view[1]) if view else _LEAST
        return _AROUND_EXHIBIT + drawn + _words_height(block, block["title"])
    if block["kind"] == "table":
        return _AROUND_EXHIBIT + _table_height(block) + _words_height(block, block["caption"])
    return _LEAST


def _prose_height(token: Content, *, lead: bool) -> float:
    if token["type"] == "list":
        return sum(_prose_height(item, lead=lead) for item in token["children"])
    text = "".join(_texts([token]))
    if lead:
        return lines(text, SANS, _LEAD_SIZE, ROOM) * _LEAD_LINE + _BETWEEN
    return lines(text, SERIF, _SIZE, ROOM) * _LINE + _BETWEEN - _LINE / 2


def _texts(tokens: Iterable[Content]) -> Iterable[str]:
    for token in tokens:
        yield token.get("raw", " ") if "children" not in token else "".join(_texts(token["children"]))


def _words_height(block: Content, title: str) -> float:
    """Return how high title, notes and sources of an exhibit are."""
    cites = ["0" * _CITE * len(block["cites"])] if block["cites"] else []
    notes = sum(lines(note, SANS, _NOTE_SIZE, ROOM) for note in [*block["notes"], *cites])
    return lines(f"{block['label']} {title}", SANS_BOLD, _CAPTION_SIZE, ROOM) * _CAPTION_LINE + notes * _NOTE_LINE


def _table_height(block: Content) -> float:
    heads = [f"{column['label']} {column['unit']}" for column in block["columns"]]
    rows = [heads, *(row["cells"] for row in block["rows"])]
    return sum(
        _ROW
        + _ROW_LINE
        * (max(lines(cell, SANS, block["size"], width) for cell, width in zip(row, block["widths"], strict=False)) - 1)
        + _ROW_LINE / 2
        for row in rows
    )
