"""Where the letters of a PDF stand on its pages, read from what is drawn."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

_OPERATORS = "q Q cm Tf Tm Tj TJ"
_SPACE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<0020>")


class Line(NamedTuple):
    """A run of letters in one face: where it begins and ends, the height of its line, and the size of its type.

    White space at its end is not counted, as it is not seen.
    """

    left: float
    right: float
    y: float
    size: float


Pages = list[tuple[float, list[Line]]]
"""For each page its width and the runs of letters on it."""


class _Face(NamedTuple):
    """The widths of a face's glyphs in thousandths of its size, the usual one and those that differ, and its space."""

    usual: float
    advances: dict[int, float]
    space: int

    @classmethod
    def read(cls, font: Any) -> _Face:
        described = font.DescendantFonts[0]
        given, found = list(described.get("/W", [])), {}
        while given:
            first, second = int(given.pop(0)), given.pop(0)
            if isinstance(second, pikepdf.Array):
                found |= {first + offset: float(width) for offset, width in enumerate(second)}
            else:
                found |= dict.fromkeys(range(first, int(second) + 1), float(given.pop(0)))
        space = _SPACE.search(font.ToUnicode.read_bytes())
        return cls(float(described.get("/DW", 1000)), found, int(space[1], 16) if space else -1)


def pages_of(pdf: bytes) -> Pages:
    """Return the width of each page, and the runs of letters on it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [(float(page.mediabox[2]), list(_lines(page))) for page in opened.pages]


def _lines(page: pikepdf.Page) -> Iterator[Line]:
    fonts = page.resources.get("/Font", {})
    faces = {name: _Face.read(font) for name, font in fonts.items()}
    kept: list[pikepdf.Matrix] = []
    matrix, text, face, size = pikepdf.Matrix(), pikepdf.Matrix(), _Face(0, {}, 0), 0.0
    for operands, operator in pikepdf.parse_content_stream(page, _OPERATORS):
        name = str(operator)
        if name == "q":
            kept.append(matrix)
        elif name == "Q":
            matrix = kept.pop()
        elif name == "cm":
            matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
        elif name == "Tf":
            face, size = faces[str(operands[0])], float(operands[1])
        elif name == "Tm":
            text = pikepdf.Matrix(*map(float, operands))
        elif name in {"Tj", "TJ"}:
            place = text @ matrix
            width = _width(operands[0], face) * size / 1000
            left, y = place.transform((0, 0))
            right, _ = place.transform((width, 0))
            yield Line(left, right, y, size)


def _width(shown: Any, face: _Face) -> float:
    """Return how wide a run is up to its last letter that is no space."""
    width = seen = 0.0
    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if not isinstance(part, pikepdf.String):
            width -= float(part)
            continue
        codes = bytes(part)
        for at in range(0, len(codes), 2):
            glyph = int.from_bytes(codes[at : at + 2], "big")
            width += face.advances.get(glyph, face.usual)
            seen = seen if glyph == face.space else width
    return seen
