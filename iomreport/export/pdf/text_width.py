"""How long texts are in the faces of the PDF, from the widths of their letters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from iomreport.export.typefaces import SANS_FOLDER, SERIF_FOLDER

SANS = SANS_FOLDER / "SourceSansPro-Regular.otf"
SANS_BOLD = SANS_FOLDER / "SourceSansPro-Bold.otf"
SERIF = SERIF_FOLDER / "SourceSerifPro-Regular.otf"

NO_BREAK = "\u00a0"

_WORD = re.compile(r"[^\s\u00a0/–-]+[/–-]?")
_HYPHENATED_WORD = re.compile(r"\W*[^\W\d_]{1,30}\W*")  # letters only, as hyphenation knows no other words
_NO_SPACE = "\u200b"
_JOINING = frozenset(["Mn", "Me", "Mc", "Cf"])  # categories of characters that join the one before
_OTHER_FACE_WIDTH = 0.8  # of a letter that the face does not have, in em; no face that stands in has wider ones
_MEASURED_SIZE = 12
_FIXED_POINT = 65536  # in which FreeType counts widths that are not rounded to pixels


def length(text: str, face: Path, size: float) -> float:
    """Return the length of the longest line of a text in points, unbroken.

    Examples
    --------
    >>> length("ii", SANS, 10) < length("mm", SANS, 10)
    True
    """
    return max(_unbroken(line, face) for line in text.split("\n")) * size


def needs_hyphens(text: str, face: Path, size: float, width: float) -> bool:
    """Return whether some word of a text is wider than a line.

    Examples
    --------
    >>> needs_hyphens("a misrepresentation", SANS, 10, 50), needs_hyphens("a bee", SANS, 10, 50)
    (True, False)
    """
    return len(text) * size > width and any(_unbroken(word, face) * size > width for word in _WORD.findall(text))


def breakable(text: str, face: Path, size: float, width: float, *, hyphens: bool = True) -> str:
    """Let words that are wider than a line break at any letter, but for words of a language where they are hyphenated.

    Examples
    --------
    >>> breakable("short", SANS, 10, 100)
    'short'
    >>> len(breakable("x" * 60, SANS, 10, 100))
    119
    """
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


class _Advances(dict[str, float]):
    """How far each letter of a face moves on, in em; read when it is first asked for."""

    def __init__(self, face: Path) -> None:
        from matplotlib.ft2font import FT2Font

        super().__init__()
        self._font = FT2Font(str(face))
        self._font.set_size(_MEASURED_SIZE, 72)

    def __missing__(self, letter: str) -> float:
        from matplotlib.ft2font import LoadFlags

        if self._font.get_char_index(ord(letter)):
            glyph = self._font.load_char(ord(letter), LoadFlags.NO_HINTING)
            self[letter] = float(glyph.linearHoriAdvance) / _FIXED_POINT / _MEASURED_SIZE
        else:
            self[letter] = 0.0 if unicodedata.category(letter) in _JOINING else _OTHER_FACE_WIDTH
        return self[letter]


@cache
def _unbroken(text: str, face: Path) -> float:
    """Return the length of a text on one line in em; the same words come again and again."""
    return sum(map(_advances(face).__getitem__, text))


@lru_cache(maxsize=4)
def _advances(face: Path) -> _Advances:
    return _Advances(face)
