"""How long texts are in the faces of the PDF, from the widths of their letters."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from iomreport.export.typefaces import SANS_FOLDER, SERIF_FOLDER, font, glyph_names

SANS = SANS_FOLDER / "SourceSansPro-Regular.otf"
SANS_BOLD = SANS_FOLDER / "SourceSansPro-Bold.otf"
SERIF = SERIF_FOLDER / "SourceSerifPro-Regular.otf"

NO_BREAK = "\u00a0"

_WORD = re.compile(r"[^\s\u00a0/–-]+[/–-]?")
_HYPHENATED_WORD = re.compile(r"\W*[^\W\d_]{1,30}\W*")  # letters only, as hyphenation knows no other words
_NO_SPACE = "\u200b"
_JOINING = frozenset(["Mn", "Me", "Mc", "Cf"])  # categories of characters that join the one before
_OTHER_FACE_WIDTH = 0.8  # of a letter that the face does not have, in em


def length(text: str, face: Path, size: float) -> float:
    """Return the length of the longest line of a text in points, unbroken."""
    return max(_unbroken(line, face) for line in text.split("\n")) * size


def needs_hyphens(text: str, face: Path, size: float, width: float) -> bool:
    """Return whether some word of a text is wider than a line."""
    return len(text) * size > width and any(_unbroken(word, face) * size > width for word in _WORD.findall(text))


def breakable(text: str, face: Path, size: float, width: float, *, hyphens: bool = True) -> str:
    """Let words wider than a line break at any letter, but for those of a language where hyphens break them."""
    if len(text) * size < width:
        return text
    return _WORD.sub(
        lambda word: (
            word[0]
            if _unbroken(word[0], face) * size <= width or (hyphens and _HYPHENATED_WORD.fullmatch(word[0]))
            else _with_breaks(word[0])
        ),
        text,
    )


def _with_breaks(word: str) -> str:
    """Return a word with a space of no width before each letter but those that join the one before."""
    return word[0] + "".join(
        letter if unicodedata.category(letter) in _JOINING else _NO_SPACE + letter for letter in word[1:]
    )


@cache
def _unbroken(text: str, face: Path) -> float:
    """Return the length of a text on one line in em; the same words come again and again."""
    return sum(_advance(letter, face) for letter in text)


@cache
def _advance(letter: str, face: Path) -> float:
    """Return how far a letter moves on, in em."""
    glyph = glyph_names(face).get(ord(letter))
    if glyph is None:
        return 0.0 if unicodedata.category(letter) in _JOINING else _OTHER_FACE_WIDTH
    width, _ = font(face)["hmtx"][glyph]
    return float(width) / float(font(face)["head"].unitsPerEm)
