"""Code and the text of a terminal as lines that fit the page."""

import re
import unicodedata
from typing import NamedTuple

from iomreport.export.pdf import layout

_ENDS = re.compile(r"[\s,;(\[{]")  # where a line of code is best broken: after it
_CONTINUED = 4  # letters by which the rest of a line of code stands further in
_WIDE = frozenset("WF")  # letters of East Asia that take the room of two


class Lines(NamedTuple):
    """Lines before and after a gap, and how many the gap leaves out."""

    first: list[str]
    last: list[str]
    left_out: int


def letters_on(width: float) -> int:
    """Return how many letters of code stand side by side."""
    return max(int(width / (layout.MONOSPACE_SIZE * layout.MONOSPACE_ADVANCE)), 8)


def printed(text: str, width: float) -> Lines:
    """Return the text of a terminal, its lines broken at any letter, as a terminal does."""
    letters = letters_on(width)
    return _cut([part for line in text.split("\n") for part in _broken(line.expandtabs(8), letters, 0)])


def code(text: str, width: float) -> Lines:
    """Return code, its lines broken between words and the rest set further in than where the line begins."""
    letters = letters_on(width)
    lines = []
    for written in text.split("\n"):
        line = written.expandtabs(4)
        indent = len(line) - len(line.lstrip(" "))
        lines += _broken(line, letters, min(indent + _CONTINUED, letters // 2), words=True)
    return _cut(lines)


def _cut(lines: list[str]) -> Lines:
    """Leave out what goes beyond the limit, but for the end, where results of long runs stand."""
    while lines and not lines[-1].strip():
        lines.pop()
    over = len(lines) - layout.MOST_LINES
    if over <= 0:
        return Lines(lines, [], 0)
    first = layout.MOST_LINES - layout.LAST_LINES
    return Lines(lines[:first], lines[-layout.LAST_LINES :], over)


def _broken(line: str, letters: int, indent: int, *, words: bool = False) -> list[str]:
    """Break a line into parts of some letters; all but the first are indented."""
    if line.isascii() and len(line) <= letters:
        return [line]
    parts, rest, room, lead = [], line, letters, ""
    while (at := _fitting(rest, room)) < len(rest):
        if words:
            at = next((end for end in range(at, at // 2, -1) if _ENDS.match(rest[end - 1])), at)
            at += rest[at : at + 1] == " "  # which nobody sees at the end of a line
        parts.append(lead + rest[:at])
        rest, room, lead = rest[at:], letters - indent, " " * indent
    return [*parts, lead + rest]


def _fitting(text: str, letters: int) -> int:
    """Return how many characters of a text fit, at least one."""
    if text[:letters].isascii():
        return min(letters, len(text))
    taken = 0
    for number, letter in enumerate(text):
        taken += _cells(letter)
        if taken > letters:
            return max(number, 1)
    return len(text)


def _cells(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _WIDE else 1
