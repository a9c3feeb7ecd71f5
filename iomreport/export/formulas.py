r"""Formulas in the source of a cell, found by the marks that Jupyter's MathJax knows.

`$x$` and `\(x\)` stand in a line, `$$x$$`, `\[x\]` and environments such as `align` by themselves. A blank line
ends whatever was open. Amounts of money stay text, where MathJax would take what lies between two for a formula.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from iomreport.export.tokens import Token, text

_OF_MARKDOWN = r"(?P<fence>^ {0,3}(?:`{3,}|~{3,}))|(?P<code>`+)|(?P<html><!--|</?[a-zA-Z][^<>]*>)|(?P<link>\]\()|"
_OF_FORMULAS = (
    r"(?P<bracket>\\{1,2}[\[(])|(?P<begin>\\begin\{(?P<name>[A-Za-z]+\*?)\})|(?P<escape>\\.)|(?P<dollars>\${1,2})"
)
_MARKDOWN_MARK = re.compile(_OF_MARKDOWN + _OF_FORMULAS, re.MULTILINE | re.DOTALL)
_TEXT_MARK = re.compile(_OF_FORMULAS, re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([A-Za-z]+\*?)\}")
# Environments of no formula.
_OF_TEXT = frozenset([
    "center", "description", "document", "enumerate", "figure", "itemize", "lstlisting", "quotation", "quote", "table",
    "tabular", "tabularx", "verbatim",
])  # fmt: skip
_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")
_QUOTED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_INDENTED = re.compile(r" {4}|\t")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}")
_NO_FORMULA = re.compile(r"[\d\s,;.–-]+|[A-Za-z]{2,}[\w\s.,;:'-]*")  # in brackets that are but escaped
_PRIVATE = range(0xE000, 0xF8FF, 2)  # characters that no text has, but for what its author means by them


class _Found(NamedTuple):
    start: int
    end: int
    latex: str
    kind: str


@dataclass(frozen=True)
class Taken:
    """The formulas and comments taken out of a text, and what stands for them there.

    Attributes
    ----------
    tokens : list of Token
        The formulas and comments, in order.
    mark : str
        Two characters; between them stands the number of a formula.
    """

    tokens: list[Token]
    mark: str

    def split(self, raw: str) -> list[Token]:
        """Return a text as tokens, with the formulas in their places."""
        pieces = self._pieces(raw)
        found = [self.tokens[int(piece)] if is_taken else text(piece) for is_taken, piece in pieces if piece]
        return [dict(token) for token in found if token["type"] != "comment"]

    def put_back(self, raw: str) -> str:
        """Return a text with the formulas as they were written."""
        pieces = self._pieces(raw)
        return "".join(self.tokens[int(piece)]["attrs"]["source"] if formula else piece for formula, piece in pieces)

    def _pieces(self, raw: str) -> list[tuple[bool, str]]:
        if self.mark[0] not in raw:
            return [(False, raw)]
        parts = re.split(f"{self.mark[0]}([0-9]+){self.mark[1]}", raw)
        return [(index % 2 == 1, part) for index, part in enumerate(parts)]


def take_out(source: str) -> tuple[str, Taken]:
    r"""Return Markdown with a mark in the place of each formula, and the formulas; those within code are none.

    Examples
    --------
    >>> marked, taken = take_out("The area $a^2$ costs $5 or $6.")
    >>> taken.tokens[0]["raw"], taken.put_back(marked)
    ('a^2', 'The area $a^2$ costs $5 or $6.')
    """
    first = next(code for code in _PRIVATE if chr(code) not in source)
    taken = Taken([], chr(first) + chr(first + 1))
    parts, at = [], 0
    for found in _Scanner(source, markdown=True).formulas():
        parts += [source[at : found.start], f"{taken.mark[0]}{len(taken.tokens)}{taken.mark[1]}"]
        taken.tokens.append(_token(found, source))
        at = found.end
    return "".join([*parts, source[at:]]), taken


def find(raw: str) -> list[Token]:
    """Return a text that is no Markdown as tokens of text and formulas."""
    tokens, at = [], 0
    for found in _Scanner(raw, markdown=False).formulas():
        tokens += [*([text(raw[at : found.start])] if found.start > at else []), _token(found, raw)]
        at = found.end
    return tokens + ([text(raw[at:])] if at < len(raw) else [])


def _token(found: _Found, source: str) -> Token:
    return {"type": found.kind, "raw": found.latex.strip(), "attrs": {"source": source[found.start : found.end]}}


class _Scanner:
    """Goes through a text once; each look ahead ends at the next blank line, and none is made twice in vain."""

    def __init__(self, source: str, *, markdown: bool):
        self._source = source
        self._markdown = markdown
        self._mark = _MARKDOWN_MARK if markdown else _TEXT_MARK
        self._blank_lines = [found.start() for found in _BLANK_LINE.finditer(source)]
        self._environments = _matched_environments(source)
        self._indented = _indented_code(source) if markdown else []
        self._runs: dict[int, list[int]] = {}  # where runs of backticks begin, by their length
        if markdown and "`" in source:
            for run in re.finditer("`+", source):
                self._runs.setdefault(len(run[0]), []).append(run.start())
        self._in_vain: dict[str, int] = {}  # up to where there is no such mark

    def formulas(self) -> Iterator[_Found]:
        """Yield the formulas in order."""
        at = 0
        while mark := self._mark.search(self._source, at):
            line = bisect_left(self._indented, (mark.start() + 1,)) - 1
            if line >= 0 and mark.start() < self._indented[line][1]:
                at = self._indented[line][1]
                continue
            kind = str(mark.lastgroup if mark.lastgroup != "name" else "begin")
            found = getattr(self, f"_{kind}")(mark)
            if isinstance(found, _Found):
                yield found
            at = found.end if isinstance(found, _Found) else found

    def _paragraph_end(self, at: int) -> int:
        place = bisect_left(self._blank_lines, at)
        return self._blank_lines[place] if place < len(self._blank_lines) else len(self._source)

    def _closing(self, mark: str, at: int, end: int) -> int:
        """Return where a mark stands next, not after a backslash of its own; -1 if not before an end."""
        if self._in_vain.get(mark, -1) >= end:
            return -1
        found = self._source.find(mark, at, end)
        while found > 0 and mark[0] == "$" and _escaped(self._source, found):
            found = self._source.find(mark, found + 1, end)
        if found < 0:
            self._in_vain[mark] = end
        return found

    def _fence(self, mark: re.Match[str]) -> int:
        fence = mark[0].strip()
        closing = re.compile(rf"^[ >]{{0,6}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
        found = closing.search(self._source, mark.end())
        return found.end() if found else len(self._source)

    def _code(self, mark: re.Match[str]) -> int:
        """Return where a span of code ends, at as many backticks as it began with."""
        runs = self._runs.get(len(mark[0]), [])
        place = bisect_left(runs, mark.end())
        closed = place < len(runs) and runs[place] < self._paragraph_end(mark.end())
        return runs[place] + len(mark[0]) if closed else mark.end()

    def _html(self, mark: re.Match[str]) -> _Found | int:
        if mark[0] != "<!--":
            return mark.end()
        found = self._closing("-->", mark.end(), len(self._source))
        return _Found(mark.start(), found + 3, "", "comment") if found >= 0 else mark.end()

    def _link(self, mark: re.Match[str]) -> int:
        line = self._source.find("\n", mark.end())
        found = self._closing(")", mark.end(), line if line >= 0 else len(self._source))
        return found + 1 if found >= 0 else mark.end()

    def _escape(self, mark: re.Match[str]) -> int:
        return mark.end()

    def _begin(self, mark: re.Match[str]) -> _Found | int:
        end = self._environments.get(mark.start())
        if end is None or mark["name"].rstrip("*") in _OF_TEXT:
            return mark.end()
        return _Found(mark.start(), end, self._unquoted(mark.start(), end, mark.start()), "block_math")

    def _bracket(self, mark: re.Match[str]) -> _Found | int:
        closing = mark[0][:-1] + {"(": ")", "[": "]"}[mark[0][-1]]
        found = self._closing(closing, mark.end(), self._paragraph_end(mark.end()))
        if found < 0:
            return mark.end()
        latex = self._unquoted(mark.end(), found, mark.start())
        if not latex.strip() or (self._markdown and len(mark[0]) == 2 and _NO_FORMULA.fullmatch(latex.strip())):
            return mark.end()
        return _Found(mark.start(), found + len(closing), latex, "block_math" if mark[0][-1] == "[" else "inline_math")

    def _dollars(self, mark: re.Match[str]) -> _Found | int:
        start, end = mark.end(), self._paragraph_end(mark.end())
        found = self._closing(mark[0], start, end)
        if found < 0:
            return start
        latex = self._unquoted(start, found, mark.start())
        if not latex.strip() or (len(mark[0]) == 1 and self._is_money(latex, found)):
            return start
        return _Found(mark.start(), found + len(mark[0]), latex, "block_math" if len(mark[0]) == 2 else "inline_math")

    def _is_money(self, latex: str, closing: int) -> bool:
        """Tell whether what lies between two dollars is no formula but the text between two amounts or names.

        The second dollar begins an amount ("$5 or $6"); or the first does, and a space stands before the second; or
        only one of the two has a space beside it, and words lie between ("$HOME and $PATH").
        """
        if self._source[closing + 1 : closing + 2].isdecimal():
            return True
        spaces = latex[0].isspace(), latex[-1].isspace()
        if latex[0].isdecimal() and spaces[1]:
            return True
        return spaces[0] != spaces[1] and bool(_WORD.search(latex))

    def _unquoted(self, start: int, end: int, opened: int) -> str:
        """Return a part of the source without the marks of a quotation that it stands in."""
        latex = self._source[start:end]
        line = self._source.rfind("\n", 0, opened) + 1
        quoted = self._markdown and "\n" in latex and _QUOTED.match(self._source, line)
        return latex[: latex.index("\n")] + _QUOTED.sub("", latex[latex.index("\n") :]) if quoted else latex


def _escaped(source: str, at: int) -> bool:
    """Tell whether a character stands after an odd number of backslashes."""
    before = at
    while before and source[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def _matched_environments(source: str) -> dict[int, int]:
    """Return where each environment ends by where it begins, for those that end."""
    open_ones: dict[str, list[int]] = {}
    ends = {}
    for mark in _ENVIRONMENT.finditer(source):
        if mark[1] == "begin":
            open_ones.setdefault(mark[2], []).append(mark.start())
        elif open_ones.get(mark[2]):
            ends[open_ones[mark[2]].pop()] = mark.end()
    return ends


def _indented_code(source: str) -> list[tuple[int, int]]:
    """Return the spans of lines that are code, as they are indented after a blank line, and in no list."""
    spans: list[tuple[int, int]] = []
    at, after_blank, in_list, in_code = 0, True, False, False
    for line in source.splitlines(keepends=True):
        blank, indented = not line.strip(), _INDENTED.match(line) is not None
        if not blank and not indented:
            in_list = _LIST_ITEM.match(line) is not None or (in_list and not after_blank)
        in_code = not blank and indented and not in_list and (after_blank or in_code)
        if in_code:
            spans.append((at, at + len(line)))
        after_blank = blank
        at += len(line)
    return spans
