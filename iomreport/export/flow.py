"""In which order the blocks of a document stand on its pages.

A figure does not break. Where the rest of a page is too small for one, it waits for the next page, and the text that
follows goes on before it, within the chapter and while few others wait, so that no figure stands before the text that
speaks of it, nor far behind. How high blocks are is estimated; if an estimate is wrong, a page is less full.
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

_FIRST = 17.0
"""Space above the first block of a page, which is not set."""

_VIEW = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_SIZE, _LINE, _BETWEEN = 10.2, 13.6, 17.0
_LEAD_SIZE, _LEAD_LINE = 12.0, 15.8
_CAPTION_SIZE, _CAPTION_LINE = 10.2, 11.4
_NOTE_SIZE, _NOTE_LINE = 8.1, 8.9
_ROW_LINE, _ROW = 9.64, 3.4
_AROUND_EXHIBIT = 36.0
_CHAPTER = 85.0
_HEADING = 46.0
_CITE = 6
"""Letters that a number of a source takes."""

_MOST_WAITING = 2
"""Figures that may wait for a page at a time."""

_FARTHEST = 1.3
"""Pages of text that a figure may stand behind what precedes it."""

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
    pages = _Pages(HEIGHTS[paper] - MARGINS + _FIRST)
    for place, block in enumerate(blocks):
        height = _height(block)
        if block["kind"] == "figure":
            pages.add_figure(place, height)
        elif block["kind"] != "heading":
            pages.add_text(place, height, _rows_of(block) if block["kind"] == "table" else [])
        elif block["level"] == 1:
            pages.add_chapter(place)
        else:
            pages.add_heading(place, height)
    pages.finish()
    return pages.order


class _Pages:
    """Pages as they fill: the places put so far, headings kept for their text, and figures that wait for room.

    `passed` is the height of what was put since the last figure; no figure waits for much more than a page of it.
    """

    def __init__(self, height: float) -> None:
        self.height = height
        self.filled = 0.0
        self.order: list[int] = []
        self.headings: list[tuple[int, float]] = []
        self.waiting: list[tuple[int, float]] = []
        self.passed = 0.0

    def add_chapter(self, place: int) -> None:
        """Put the heading of a chapter on a page of its own."""
        self.finish()
        self.order.append(place)
        self.filled = _CHAPTER

    def add_heading(self, place: int, height: float) -> None:
        """Keep a heading for what follows it."""
        self.headings.append((place, height))

    def add_figure(self, place: int, height: float) -> None:
        """Put a figure if it fits, or let it wait; what waits too long gets a page."""
        if self.headings:
            self._let_all_figures_in()
            self._put_headings()
        if not self.waiting:
            self.passed = 0.0
        self.waiting.append((place, height))
        self._let_figures_in()
        if len(self.waiting) > _MOST_WAITING:
            self._turn()

    def add_text(self, place: int, height: float, rows: Sequence[float]) -> None:
        """Put text or a table, with the headings over it; what should not begin at the foot of a page turns it."""
        whole = height + sum(above for _, above in self.headings)
        over = self.filled + whole - self.height
        at_foot = bool(self.headings or rows) and self.filled + _LEAST > self.height
        too_far = self.passed + whole > _FARTHEST * self.height
        if self.waiting and (at_foot or too_far or (rows and over + self.waiting[0][1] > self.height)):
            self._turn()
        self.passed += whole
        self._put_headings()
        self.order.append(place)
        self.filled += height
        if self.filled > self.height:
            self._run_over(rows)
            self._let_figures_in()

    def finish(self) -> None:
        """Put all that waits."""
        self._let_all_figures_in()
        self._put_headings()

    def _put_headings(self) -> None:
        for place, height in self.headings:
            if self.filled + _LEAST > self.height:
                self.filled = 0.0
            self.order.append(place)
            self.filled += height
        self.headings = []

    def _run_over(self, rows: Sequence[float]) -> None:
        """Break what does not fit; of a table, no row breaks, and each page begins with the head."""
        self.filled -= sum(rows)
        for row in rows:
            if self.filled + row > self.height:
                self.filled = rows[0]
            self.filled += row
        self.filled %= self.height

    def _let_all_figures_in(self) -> None:
        while self.waiting:
            self._turn()

    def _turn(self) -> None:
        self.filled = 0.0
        self._let_figures_in()

    def _let_figures_in(self) -> None:
        while self.waiting and (not self.filled or self.filled + self.waiting[0][1] <= self.height):
            place, height = self.waiting.pop(0)
            self.order.append(place)
            self.filled += height
            self.passed = 0.0


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
        return _AROUND_EXHIBIT + sum(_rows_of(block)) + _words_height(block, block["caption"])
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


def _rows_of(block: Content) -> list[float]:
    """Return how high the rows of a table are, its head first."""
    heads = [f"{column['label']} {column['unit']}" for column in block["columns"]]
    return [
        _ROW
        + _ROW_LINE
        * max(lines(cell, SANS, block["size"], width) for cell, width in zip(row, block["widths"], strict=False))
        for row in [heads, *(row["cells"] for row in block["rows"])]
    ]
