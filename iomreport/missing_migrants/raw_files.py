"""A file as rows of text, whatever it is written in; what is none of CSV, XLSX and JSON is refused in one message."""

import codecs
import csv
import datetime
import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iomreport.missing_migrants.layouts import EXPECTED, Layout, layout_of, plain, recognize
from iomreport.missing_migrants.repairs import ExportError, Repair, shown

_MOST_UNPACKED = 1 << 27  # bytes of an unpacked workbook: seven times what the largest export of ten years holds
_MOST_ROWS = 1 << 18  # rows of a sheet: thirteen times those of the largest export
_MOST_CHARACTERS = 1 << 17  # characters of a cell of a CSV file
_MOST_OF_REASON = 200  # characters of another library's reason, in a message of one line
_EXACT = 1e15  # below this, a float holds every whole number exactly

_WHOLE_ROWS = "as many cells in every row as in the first; is the file cut off?"
_ONE_RECORD = "one at least"
_NO_HEADING = "column without a heading, not read"
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BEFORE_TEXT = b"\xef\xbb\xbf \t\r\n"  # a byte order mark and white space


@dataclass(frozen=True)
class RawTable:
    """A file as rows of text, as many cells in each as there are headings; missing cells are empty."""

    file: str
    layout: Layout
    headings: Sequence[str]
    rows: list[list[str]]
    # The row of each in the file, the headings being row 1; in JSON the number of the record.
    numbers: list[int]
    repairs: Sequence[Repair] = ()


def read_raw(path: Path) -> list[RawTable]:
    """Read a file, or each file of a folder that holds one export in parts; what a file is shows in what it holds."""
    if not path.is_dir():
        return [_read_file(path)]
    files = files_of(path)
    if not files:
        raise ExportError(str(path), "a folder without any file as CSV, XLSX or JSON", EXPECTED)
    return [_read_file(file) for file in files]


def files_of(folder: Path) -> list[Path]:
    """Return the files of a folder that may be parts of an export, in the order of their names."""
    try:
        return sorted(
            file for file in folder.iterdir() if file.suffix.lower() in {".csv", ".json", ".xlsx"} and file.is_file()
        )
    except OSError as error:
        raise ExportError(str(folder), f"a folder that cannot be opened ({_reason(error)})", EXPECTED) from None


def _read_file(path: Path) -> RawTable:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ExportError(str(path), "no such file", EXPECTED) from None
    except (OSError, ValueError) as error:
        raise ExportError(str(path), f"a file that cannot be opened ({_reason(error)})", EXPECTED) from None
    if not content.strip(_BEFORE_TEXT):
        raise ExportError(path.name, "an empty file", EXPECTED)
    if content.startswith(b"PK\x03\x04"):
        return _from_workbook(path.name, content)
    if content.lstrip(_BEFORE_TEXT)[:1] in {b"[", b"{"}:
        return _from_json(path.name, content)
    return _from_csv(path.name, content)


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:_MOST_OF_REASON]


def _refuse_binary(file: str, text: str) -> None:
    strange = _NO_TEXT.search(text)
    if strange:
        found = f"binary data (character U+{ord(strange[0]):04X} at place {strange.start()})"
        raise ExportError(file, found, EXPECTED)


def _from_csv(file: str, content: bytes) -> RawTable:
    text, repairs = _decoded(file, content)
    _refuse_binary(file, text)
    _refuse_other_separators(file, text)
    return _table(file, _split(file, text), repairs, ragged=False)


def _decoded(file: str, content: bytes) -> tuple[str, list[Repair]]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ExportError(file, "text in UTF-16", "text in UTF-8 or latin-1; save it as CSV in UTF-8")
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        start = error.start
    if not content[:start].removeprefix(codecs.BOM_UTF8).isascii():
        found = f"text in UTF-8 that is damaged at byte {start}"
        raise ExportError(file, found, "text in UTF-8 or latin-1 throughout")
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ExportError(file, f"binary data (byte {error.start} is no character)", EXPECTED) from None
    why = "text that is not UTF-8, read as Windows-1252, of which latin-1 is a part"
    return text, [Repair(file, None, None, f"byte {content[start]:#04x}", text[start], why)]


def _refuse_other_separators(file: str, text: str) -> None:
    first = text.partition("\n")[0].replace('"', "")
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        layout = recognize(first.split(mark))
        if layout is not None:
            raise ExportError(file, f"the columns of layout {layout.letter} set apart by {name}", "commas between them")


def _split(file: str, text: str) -> Iterator[list[str]]:
    csv.field_size_limit(_MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        if "field larger" in str(error):
            found = f"a cell of more than {_MOST_CHARACTERS:,} characters (line {reader.line_num})"
            raise ExportError(file, found, "cells of ordinary length; is a quotation mark missing?") from None
        found = f"a row that ends in the middle (line {reader.line_num}: {error})"
        raise ExportError(file, found, _WHOLE_ROWS) from None


def _from_workbook(file: str, content: bytes) -> RawTable:
    title, sheets, rows = _first_sheet(file, content)
    _refuse_binary(file, "\n".join(cell for row in rows for cell in row))
    if not any(cell for row in rows for cell in row):
        raise ExportError(file, f"nothing in the sheet {shown(title)}", EXPECTED)
    if sheets > 1 and recognize(rows[0]) is None:
        found = f"no layout's columns in the first of {sheets} sheets, {shown(title)}"
        raise ExportError(file, found, "the records in the first sheet")
    return _table(file, rows, [], ragged=True)


def _first_sheet(file: str, content: bytes) -> tuple[str, int, list[list[str]]]:
    """Return the title of the first sheet of a workbook, how many sheets there are, and its rows as text."""
    try:
        import openpyxl
    except ImportError:
        raise ExportError(file, "a workbook", "CSV or JSON, as the package openpyxl is not installed") from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > _MOST_UNPACKED:
            raise ExportError(file, f"a workbook of {size:,} bytes", f"one of at most {_MOST_UNPACKED:,}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which are not looked at
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            return sheet.title, len(book.worksheets), list(_rows_of(file, sheet))
    except ExportError:
        raise
    except Exception as error:  # whatever a damaged archive makes its readers raise
        raise ExportError(file, f"a workbook that is damaged or cut off ({_reason(error)})", EXPECTED) from None


def _rows_of(file: str, sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a sheet says of its own size is not believed
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > _MOST_ROWS:
            raise ExportError(file, f"a sheet of more than {_MOST_ROWS:,} rows", EXPECTED)
        yield [_text(cell) for cell in row]


def _from_json(file: str, content: bytes) -> RawTable:
    try:
        records = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ExportError(file, f"JSON that is damaged or cut off ({_reason(error)})", EXPECTED) from None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise ExportError(file, "JSON that is no list of records", EXPECTED)
    headings = list(dict.fromkeys(key for record in records for key in record))
    _refuse_repeated(file, headings)
    nested = next((key for record in records for key in record if isinstance(record[key], (list, dict))), None)
    if nested is not None:
        raise ExportError(file, f"several values in {shown(nested)}", "records of single values")
    rows = [[_text(record.get(heading)) for heading in headings] for record in records]
    _refuse_binary(file, "\n".join(cell for row in [headings, *rows] for cell in row))
    if not rows:
        raise ExportError(file, "no record", _ONE_RECORD)
    return RawTable(file, layout_of(file, headings), headings, rows, list(range(1, len(rows) + 1)))


def _text(value: Any) -> str:
    """Return what a typed cell holds as text."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _table(file: str, rows: Iterable[list[str]], repairs: list[Repair], *, ragged: bool) -> RawTable:
    """Put rows under their headings; `ragged` ones may end where the rest is empty."""
    numbered = enumerate(rows, start=1)
    first = next(numbered, (1, []))[1]
    headings = _headings(file, first)
    layout = layout_of(file, headings)
    records = list(numbered)
    while records and not any(map(str.strip, records[-1][1])):
        records.pop()
    if not records:
        raise ExportError(file, f"the headings of layout {layout.letter} and no record", _ONE_RECORD)
    unnamed = [number for number, heading in enumerate(headings, start=1) if not heading]
    if not ragged and max(len(first), *(len(row) for _, row in records)) > len(headings):
        unnamed.append(len(headings) + 1)
    repairs += [Repair(file, 1, str(number), "", "", _NO_HEADING) for number in unnamed]
    filled: dict[int, list[str]] = {}
    for number, row in records:
        if not any(map(str.strip, row)):
            repairs.append(Repair(file, number, None, "", "", "row without any cell filled, left out"))
            continue
        if not ragged and len(row) < len(first):
            raise ExportError(file, f"{len(row)} cells in row {number}, {len(first)} in the first", _WHOLE_ROWS)
        repairs += _beyond_headings(file, number, row, len(headings), ragged)
        filled[number] = [*row, *[""] * (len(headings) - len(row))][: len(headings)]
    return RawTable(file, layout, headings, [*filled.values()], [*filled], repairs)


def _headings(file: str, row: list[str]) -> list[str]:
    """Return the first row as headings, without the empty ones at its end."""
    headings = [heading.replace("\ufeff", "").strip() for heading in row]
    while headings and not headings[-1]:
        headings.pop()
    _refuse_repeated(file, headings)
    return headings


def _refuse_repeated(file: str, headings: Sequence[str]) -> None:
    seen: set[str] = set()
    for heading in headings:
        if plain(heading) in seen:
            raise ExportError(file, f"the heading {shown(heading)} twice", "every heading once")
        seen |= {plain(heading)} - {""}


def _beyond_headings(file: str, number: int, row: list[str], width: int, ragged: bool) -> Iterator[Repair]:
    """Tell of cells beyond the headings; refuse a row of text that has come apart."""
    for column, cell in enumerate(row[width:], start=width + 1):
        if cell.strip() and not ragged:
            found = f"{shown(cell)} as cell {column} of row {number}"
            raise ExportError(file, found, f"{width} cells, as there are headings")
        if cell.strip():
            yield Repair(file, number, str(column), cell, "", _NO_HEADING)
