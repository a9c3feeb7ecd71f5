"""Bytes of a CSV file as text: UTF-8, Windows-1252 (of which latin-1 is a part), or lines of both, which are told."""

import bisect
import codecs
import csv
import io

from iomreport.missing_migrants.layouts import EXPECTED
from iomreport.missing_migrants.repairs import ExportError, Repair

_LATIN = "text that is not UTF-8, read as Windows-1252, of which latin-1 is a part"
_UTF8_AMONG_LATIN = "text in UTF-8 in a file that otherwise is in Windows-1252; read as UTF-8"
_LATIN_AMONG_UTF8 = "text in Windows-1252 in a file that otherwise is in UTF-8; read as Windows-1252"


def decoded(file: str, content: bytes) -> tuple[str, list[Repair]]:
    """Return the text of a file, each line in its own encoding, and what had to be told about it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ExportError(file, "text in UTF-16", "text in UTF-8 or latin-1; save it as CSV in UTF-8")
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        byte = content[error.start]
    lines = content.removeprefix(codecs.BOM_UTF8).split(b"\n")
    texts: list[str] = []
    in_utf8: list[int] = []
    in_latin: list[int] = []
    for number, line in enumerate(lines, start=1):
        text, is_utf8 = _line(file, number, line)
        texts.append(text)
        if not line.isascii():
            (in_utf8 if is_utf8 else in_latin).append(number)
    whole = "\n".join(texts)
    if not in_utf8:
        first = next(character for character in whole if not character.isascii())
        return whole, [Repair(file, None, None, f"byte {byte:#04x}", first, _LATIN)]
    few, why = (in_utf8, _UTF8_AMONG_LATIN) if len(in_utf8) <= len(in_latin) else (in_latin, _LATIN_AMONG_UTF8)
    rows = _rows_of_lines(whole, few)
    found = [_strange_part(lines[number - 1]) for number in few]
    read_as = [part.decode("utf-8" if few is in_utf8 else "cp1252") for part in found]
    cells = zip(rows, found, read_as, strict=True)
    return whole, [Repair(file, row, None, f"bytes {part.hex(' ')}", read, why) for row, part, read in cells]


def _line(file: str, number: int, line: bytes) -> tuple[str, bool]:
    try:
        return line.decode("utf-8"), True
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252"), False
    except UnicodeDecodeError as error:
        found = f"binary data (byte {error.start} of line {number} is no character)"
        raise ExportError(file, found, EXPECTED) from None


def _strange_part(line: bytes) -> bytes:
    """Return the first run of bytes of a line that are no ASCII."""
    start = next(place for place, byte in enumerate(line) if byte > 0x7F)
    end = next((place for place in range(start, len(line)) if line[place] <= 0x7F), len(line))
    return line[start:end]


def _rows_of_lines(text: str, lines: list[int]) -> list[int]:
    """Return the rows that lines belong to; a cell may run over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        ends = [reader.line_num for _ in reader]
    except csv.Error:  # told where the rows are read
        ends = []
    return [bisect.bisect_left(ends, line) + 1 for line in lines]
