"""How long texts are in the faces of the PDF, from the widths of their letters."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from iomreport.export.typefaces import SANS_FOLDER, SERIF_FOLDER

SANS = SANS_FOLDER / "SourceSansPro-Regular.otf"
SANS_BOLD = SANS_FOLDER / "SourceSansPro-Bold.otf"
SERIF = SERIF_FOLDER / "SourceSerifPro-Regular.otf"

_WORD = re.compile(r"[^\s\u00a0/–-]+[/–-]?")
_PIECE = re.compile(r"[^\s/–-]*[/–-]?[ \n]*")
"""A word, or a part of one after which a line may end, with the space after it."""

_OF_A_LANGUAGE = re.compile(r"\W*[^\W\d_]{1,30}\W*")
"""What hyphenation knows how to break: letters only, and not too many, with signs around them."""

_NO_SPACE = "\u200b"
_JOINING = frozenset(["Mn", "Me", "Mc", "Cf"])
_OF_ANOTHER_FACE = 0.8
"""Width of a letter that the face does not have, in em."""

_READ_AT = 12
_FIXED_POINT = 65536
_RAGGED = 1.0
"""What is left empty at the end of a line on average, as words are not broken anywhere, in em."""


def length(text: str, face: Path, size: float) -> float:
    """Return the length of the longest line of a text in points, unbroken.

    Examples
    --------
    >>> length("ii", SANS, 10) < length("mm", SANS, 10)
    True
    """
    return max(_unbroken(line, face) for line in text.split("\n")) * size


def lines(text: str, face: Path, size: float, width: float) -> int:
    """Return about how many lines of some width a text fills.

    Examples
    --------
    >>> lines("word " * 100, SERIF, 10, 468)
    6
    """
    on_one = length(text, face, size)
    return 1 if on_one <= width else math.ceil(on_one / max(width - _RAGGED * size, size))


def wrapped(text: str, face: Path, size: float, width: float) -> int:
    """Return how many lines of some width a text fills, its words counted one by one.

    Examples
    --------
    >>> wrapped("a long word and another", SANS, 10, 60), wrapped("", SANS, 10, 60)
    (2, 1)
    """
    count = 0
    for line in text.split("\n"):
        count, filled = count + 1, 0.0
        for word in _PIECE.findall(line):
            long = _unbroken(word, face) * size
            if filled and filled + _unbroken(word.rstrip(), face) * size > width:
                count, filled = count + 1, 0.0
            broken = int(long // width) if long > width else 0
            count, filled = count + broken, filled + long - broken * width
    return count


def hyphenated(text: str, face: Path, size: float, width: float) -> bool:
    """Return whether some word of a text is wider than a line.

    Examples
    --------
    >>> hyphenated("a misrepresentation", SANS, 10, 50), hyphenated("a bee", SANS, 10, 50)
    (True, False)
    """
    return len(text) * size > width and any(_unbroken(word, face) * size > width for word in _WORD.findall(text))


def breakable(text: str, face: Path, size: float, width: float, *, hyphens: bool = True) -> str:
    """Let words that are wider than a line, and that no hyphen can be trusted to break, break at any letter.

    Parameters
    ----------
    text : str
        The text.
    face : Path
        File of its face.
    size : float
        Size of its type in points.
    width : float
        Width of a line in points.
    hyphens : bool
        Whether words are hyphenated, so that those of a language need no other break.

    Returns
    -------
    str
        With spaces of no width where a word may break.

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
            if _unbroken(word[0], face) * size <= width or (hyphens and _OF_A_LANGUAGE.fullmatch(word[0]))
            else _loosened(word[0])
        ),
        text,
    )


def _loosened(word: str) -> str:
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
        self._font.set_size(_READ_AT, 72)

    def __missing__(self, letter: str) -> float:
        from matplotlib.ft2font import LoadFlags

        if self._font.get_char_index(ord(letter)):
            read = self._font.load_char(ord(letter), LoadFlags.NO_HINTING)
            self[letter] = float(read.linearHoriAdvance) / _FIXED_POINT / _READ_AT
        else:
            self[letter] = 0.0 if unicodedata.category(letter) in _JOINING else _OF_ANOTHER_FACE
        return self[letter]


@cache
def _unbroken(text: str, face: Path) -> float:
    """Return the length of a text on one line in em; the same words come again and again."""
    return sum(map(_advances(face).__getitem__, text))


@lru_cache(maxsize=4)
def _advances(face: Path) -> _Advances:
    return _Advances(face)
