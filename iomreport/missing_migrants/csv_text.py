"""The text of a CSV file: each line decoded for itself, and split into cells."""

import bisect
import codecs
import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from iomreport.missing_migrants.layouts import EXPECTED, recognize
from iomreport.missing_migrants.repairs import ExportError, Repair

_MOST_CHARACTERS = 1 << 17  # characters of a cell of a CSV file
_OFTEN_REPEATED = 32  # characters up to which a cell hardly is one of a kind
WHOLE_ROWS = "as many cells in every row as in the first; is the file cut off?"
_NOT_UTF_8 = "text that is not UTF-8, read as Windows-1252, of which latin-1 is a part"


@dataclass(frozen=True)
class OddLine:
    """A line whose letters were read otherwise than those of most lines."""

    number: int  # from 1
    found: bytes  # its first letters that are not ASCII
    read_as: str
    why: str


def decoded(file: str, content: bytes) -> tuple[str, list[Repair], list[OddLine]]:
    """Return the text of a file, what is to say of it as a whole, and of lines that are unlike the others.

    Holders join files, or paste a line from elsewhere: so that no letter is lost, a line is UTF-8 where it can be, and
    Windows-1252 otherwise.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ExportError(file, "text in UTF-16", "text in UTF-8 or latin-1; save it as CSV in UTF-8")
    try:
        return content.decode("utf-8-sig"), [], []
    except UnicodeDecodeError:
        pass
    lines: list[str] = []
    utf8: list[tuple[int, bytes, str]] = []
    other: list[tuple[int, bytes, str]] = []
    for number, line in enumerate(content.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        text, is_utf8 = _line(file, number, line)
        lines.append(text)
        if not line.isascii():
            (utf8 if is_utf8 else other).append((number, line, text))
    if len(utf8) > len(other):
        return "\n".join(lines), [], [_odd(line, _NOT_UTF_8) for line in other]
    odd = _odd(other[0], _NOT_UTF_8)
    whole = Repair(file, None, None, f"byte {odd.found[0]:#04x}", odd.read_as[0], _NOT_UTF_8)
    return "\n".join(lines), [whole], [_odd(line, "line of UTF-8 among others that are not") for line in utf8]


def _line(file: str, number: int, line: bytes) -> tuple[str, bool]:
    """Return the text of a line, and whether it is UTF-8; each cell is decoded for itself where the line is not."""
    try:
        return line.decode("utf-8"), True
    except UnicodeDecodeError:
        return ",".join(_cell(file, number, cell) for cell in line.split(b",")), False


def _cell(file: str, number: int, cell: bytes) -> str:
    try:
        return cell.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return cell.decode("cp1252")
    except UnicodeDecodeError as error:
        found = f"binary data (byte {cell[error.start]:#04x} in line {number} is no character)"
        raise ExportError(file, found, EXPECTED) from None


def _odd(numbered: tuple[int, bytes, str], why: str) -> OddLine:
    number, line, text = numbered
    start = next(place for place, byte in enumerate(line) if byte > 127)  # all before it is ASCII
    end = next((place for place in range(start, len(line)) if line[place] < 128), len(line))
    letters = next((place for place in range(start, len(text)) if text[place].isascii()), len(text))
    return OddLine(number, line[start:end], text[start:letters], why)


def refuse_other_separators(file: str, text: str) -> None:
    """Refuse a layout's columns that something else than a comma sets apart."""
    first = text.partition("\n")[0].replace('"', "")
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        layout = recognize(first.split(mark))
        if layout is not None:
            expected = "commas between them; save it as CSV with commas"
            raise ExportError(file, f"the columns of layout {layout.letter} set apart by {name}", expected)


def split(file: str, text: str, odd: Iterable[OddLine]) -> tuple[list[list[str]], list[Repair]]:
    """Return the rows of a file as cells, and what there is to say of odd lines, by the row they are in."""
    csv.field_size_limit(_MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, ends = [], []
    known: dict[str, str] = {}  # most cells stand in many rows: each is held once
    try:
        for row in reader:
            rows.append([known.setdefault(cell, cell) if len(cell) <= _OFTEN_REPEATED else cell for cell in row])
            ends.append(reader.line_num)
    except csv.Error as error:
        if "field larger" in str(error):
            found = f"a cell of more than {_MOST_CHARACTERS:,} characters (line {reader.line_num})"
            raise ExportError(file, found, "cells of ordinary length; is a quotation mark missing?") from None
        found = f"a row that ends in the middle (line {reader.line_num}: {error})"
        raise ExportError(file, found, WHOLE_ROWS) from None
    repairs = [
        Repair(file, bisect.bisect_left(ends, line.number) + 1, None, str(line.found)[2:-1], line.read_as, line.why)
        for line in odd
    ]
    return rows, repairs
