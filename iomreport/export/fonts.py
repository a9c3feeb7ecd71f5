"""The faces of both editions, taken from packages, never from the system."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import font_source_sans_pro
import font_source_serif_pro

SANS_FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
SERIF_FOLDER = Path(font_source_serif_pro.__file__).parent / "files"

# One kind of file for each face: Typst would take the TrueType and the OpenType copy for two faces of one name.
_ALWAYS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)])) + "‘’“”–—…•↩−×→"


class Face(NamedTuple):
    """One face of a family as CSS names it, and its file."""

    family: str
    weight: int
    style: str
    file: Path


HTML_FACES = (
    Face("Report Serif", 400, "normal", SERIF_FOLDER / "SourceSerifPro-Regular.otf"),
    Face("Report Serif", 400, "italic", SERIF_FOLDER / "SourceSerifPro-It.otf"),
    Face("Report Serif", 600, "normal", SERIF_FOLDER / "SourceSerifPro-Semibold.otf"),
    Face("Report Sans", 400, "normal", SANS_FOLDER / "SourceSansPro-Regular.otf"),
    Face("Report Sans", 600, "normal", SANS_FOLDER / "SourceSansPro-Semibold.otf"),
)


def html_faces(text: str) -> str:
    """Return `@font-face` rules that hold the glyphs a page needs.

    Parameters
    ----------
    text : str
        All that the page shows; Latin letters are kept in any case.

    Returns
    -------
    str
        CSS with each face as data.
    """
    characters = "".join(sorted(set(_ALWAYS) | {character for character in text if character.isprintable()}))
    return "\n".join(
        f"@font-face {{ font-family: '{face.family}'; font-weight: {face.weight}; font-style: {face.style}; "
        f"font-display: swap; src: url(data:font/woff;base64,{_subset(face.file, characters)}) format('woff'); }}"
        for face in HTML_FACES
    )


@lru_cache(maxsize=64)
def _subset(file: Path, characters: str) -> str:
    """Cut a font down to some characters, as base64 of a WOFF file; the same characters give the same bytes."""
    from fontTools import subset

    options = subset.Options(flavor="woff", recalc_timestamp=False, desubroutinize=True)
    font = subset.load_font(str(file), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
