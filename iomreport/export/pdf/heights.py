"""About how high the blocks of a document are on a page, and the space around them, in points, as in the template."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from iomreport.export.pdf.column_widths import ROOM
from iomreport.export.pdf.front_matter import BESIDE, MEASURE
from iomreport.export.pdf.text_width import SANS, SANS_BOLD, SERIF, lines, wrapped

Content = dict[str, Any]

PAPERS = {"a4": 841.89, "us-letter": 792.0}
"""Height of each size of paper in points."""

_MARGINS = 130.4
"""What the margins above and below the text take of it."""

_VIEW = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_UNKNOWN = 80.0
_INDENT = 16.0
_CITE = 6
"""Letters that a number of a source takes."""

_ROW_LINE, _ROW = 9.64, 2.3

_HEAD = 91.0
"""What the head of a chapter takes beside its text: number, title, and space."""

_SECTION = 12.1
_LEAD_ROOM = ROOM - BESIDE - 28.4


class Box(NamedTuple):
    """How high a block is, and the space above and below it; of two spaces that meet, the larger counts."""

    above: float
    height: float
    below: float


_HEADINGS = {2: Box(25.5, 9.9, 11.25), 3: Box(17.25, 7.6, 8.05)}
_TEXT = Box(10.4, 0, 10.4)
_EXHIBIT = Box(17.7, 0, 17.7)


class _Type(NamedTuple):
    """A kind of text: its face and size, how far its lines are apart, and what a paragraph adds to its lines."""

    face: Any
    size: float
    line: float
    more: float


_PROSE = _Type(SERIF, 10.4, 13.87, -6.9)
_LEAD = _Type(SANS, 12.0, 15.8, 3.5)
_CAPTION = _Type(SANS_BOLD, 10.2, 11.4, 10.2)
_NOTE = _Type(SANS, 8.1, 8.9, 0.5)


def page(paper: str) -> float:
    """Return how much of a page its blocks fill."""
    return PAPERS[paper] - _MARGINS


def box(block: Content) -> Box:
    """Return about how high a block is, with the space around it."""
    kind = block["kind"]
    if kind == "heading":
        return _HEADINGS.get(block["level"], _HEADINGS[3])
    around = _EXHIBIT if kind in {"figure", "table"} else _TEXT
    return around._replace(height=_height(block))


def joined(boxes: Sequence[Box]) -> Box:
    """Return the box of blocks that stand one below the other.

    Examples
    --------
    >>> joined([Box(9, 10, 5), Box(4, 20, 3)])
    Box(above=9, height=35, below=3)
    """
    between = sum(max(upper.below, lower.above) for upper, lower in itertools.pairwise(boxes))
    return Box(boxes[0].above, sum(box.height for box in boxes) + between, boxes[-1].below)


def _height(block: Content) -> float:
    kind = block["kind"]
    if kind == "sentence":
        text = "".join(part["text"] for part in block["parts"]) + _cites(block)
        return _of_text(text, _PROSE, MEASURE)
    if kind == "prose":
        return joined([_TEXT._replace(height=_of_prose(token, _PROSE, MEASURE)) for token in block["tokens"]]).height
    if kind == "figure":
        view = _VIEW.search(block["drawing"])
        drawn = float(view[2]) * ROOM / float(view[1]) if view else _UNKNOWN
        return drawn + _of_words(block, block["title"])
    if kind == "table":
        return sum(rows_of(block)) + _of_words(block, block["caption"])
    return _UNKNOWN


def head(blocks: Sequence[Content]) -> float:
    """Return about how high the head of a chapter is.

    Parameters
    ----------
    blocks : sequence of dict
        The heading, and what follows it: a lead stands in the head.
    """
    heading, *after = blocks
    leads = [block for block in after if block.get("lead")]
    sections = heading.get("sections", [])
    room = _LEAD_ROOM if sections else MEASURE
    text = sum(_of_prose(token, _LEAD, room) for block in leads for token in block["tokens"])
    return _HEAD + max(text, _SECTION * len(sections))


def rows_of(block: Content) -> list[float]:
    """Return about how high the rows of a table are, its head first."""
    size, widths = block["size"], block["widths"]
    heads = [
        wrapped(column["label"], SANS_BOLD, size, width) + bool(column["unit"])
        for column, width in zip(block["columns"], widths, strict=False)
    ]
    rows = [
        [
            wrapped(cell, SANS if index else SANS_BOLD, size, width)
            for index, (cell, width) in enumerate(zip(row["cells"], widths, strict=False))
        ]
        for row in block["rows"]
    ]
    return [_ROW + _ROW_LINE * max(counts, default=1) for counts in [heads, *rows]]


def _of_text(text: str, type_: _Type, width: float) -> float:
    return lines(text, type_.face, type_.size, width) * type_.line + type_.more


def _of_prose(token: Content, type_: _Type, width: float) -> float:
    if token["type"] == "list":
        lines_ = sum(_of_prose(item, type_, width - _INDENT) - type_.more for item in token["children"])
        return lines_ + type_.more
    return _of_text("".join(_texts([token])), type_, width)


def _texts(tokens: Iterable[Content]) -> Iterable[str]:
    for token in tokens:
        yield token.get("raw", " ") if "children" not in token else "".join(_texts(token["children"]))


def _of_words(block: Content, title: str) -> float:
    """Return how high title, notes and sources of an exhibit are."""
    notes = [*block["notes"], *([_cites(block)] if block["cites"] else [])]
    return _of_text(f"{block['label']} {title}", _CAPTION, ROOM) + sum(_of_text(note, _NOTE, ROOM) for note in notes)


def _cites(block: Content) -> str:
    return "0" * _CITE * len(block["cites"])
