"""A file as rows of text, whatever it is written in; what is none of CSV, XLSX and JSON is refused in one message."""

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

from iomreport.missing_migrants.encoding import decoded
from iomreport.missing_migrants.layouts import EXPECTED, Layout, layout_of, plain, recognize
from iomreport.missing_migrants.realign import Realigner
from iomreport.missing_migrants.repairs import ExportError, Repair, shown

_MOST_UNPACKED = 1 << 27  # bytes of an unpacked workbook: seven times what the largest export of ten years holds
_MOST_ROWS = 1 << 18  # rows of a sheet: thirteen times those of the largest export
_MOST_CHARACTERS = 1 << 17  # characters of a cell of a CSV file
_MOST_OF_REASON = 200  # characters of another library's reason, in a message of one line
_EXACT = 1e15  # below this, a float holds every whole number exactly

_WHOLE_ROWS = "as many cells in every row as in the first; is the file cut off?"
_QUOTE = "put quotation marks around the cell of that row that holds a comma"
_COMMA = "row with a comma too many, in a cell without quotation marks; put back under the headings"
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
        return _read_file(path)
    files = files_of(path)
    if not files:
        raise ExportError(str(path), "a folder without any file as CSV, XLSX or JSON", EXPECTED)
    return [table for file in files for table in _read_file(file)]


def files_of(folder: Path) -> list[Path]:
    """Return the files of a folder that may be parts of an export, in the order of their names."""
    try:
        return sorted(
            file for file in folder.iterdir() if file.suffix.lower() in {".csv", ".json", ".xlsx"} and file.is_file()
        )
    except OSError as error:
        raise ExportError(str(folder), f"a folder that cannot be opened ({_reason(error)})", EXPECTED) from None


def _read_file(path: Path) -> list[RawTable]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ExportError(str(path), "no such file", EXPECTED) from None
    except (OSError, ValueError) as error:
        raise ExportError(str(path), f"a file that cannot be opened ({_reason(error)})", EXPECTED) from None
    if not content.strip(_BEFORE_TEXT):
        raise ExportError(path.name, "an empty file", EXPECTED)
    if content.startswith(b"PK\x03\x04"):
        return [_from_workbook(path.name, content)]
    if content.lstrip(_BEFORE_TEXT)[:1] in {b"[", b"{"}:
        return _from_json(path.name, content)
    return [_from_csv(path.name, content)]


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:_MOST_OF_REASON]


def _refuse_binary(file: str, text: str) -> None:
    strange = _NO_TEXT.search(text)
    if strange:
        found = f"binary data (character U+{ord(strange[0]):04X} at place {strange.start()})"
        raise ExportError(file, found, EXPECTED)


def _from_csv(file: str, content: bytes) -> RawTable:
    text, repairs = decoded(file, content)
    _refuse_binary(file, text)
    _refuse_other_separators(file, text)
    return _table(file, _split(file, text), repairs, ragged=False)


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
    rows = _sheet_with_records(file, content)
    _refuse_binary(file, "\n".join(cell for row in rows for cell in row))
    return _table(file, rows, [], ragged=True)


def _sheet_with_records(file: str, content: bytes) -> list[list[str]]:
    """Return the rows, as text, of the one sheet of a workbook that has a layout's columns."""
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
            # The headings of each sheet, before any is read whole.
            firsts = [next(_rows_of(file, sheet), []) for sheet in book.worksheets]
            return list(_rows_of(file, _chosen(file, book.worksheets, firsts)))
    except ExportError:
        raise
    except Exception as error:  # whatever a damaged archive makes its readers raise
        raise ExportError(file, f"a workbook that is damaged or cut off ({_reason(error)})", EXPECTED) from None


def _chosen(file: str, sheets: Sequence[Any], firsts: Sequence[list[str]]) -> Any:
    """Return the one sheet whose first row holds a layout's columns."""
    fitting = [sheet for sheet, first in zip(sheets, firsts, strict=True) if recognize(first)]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(shown(sheet.title) for sheet in sheets)
    if fitting:
        found = f"records in {len(fitting)} sheets, {', '.join(shown(sheet.title) for sheet in fitting)}"
        raise ExportError(file, found, "them in one sheet; take the others out")
    if len(sheets) == 1 and any(map(str.strip, firsts[0])):
        layout_of(file, _headings(file, firsts[0]))  # refuses, naming what the nearest layout needs
    if not any(any(map(str.strip, first)) for first in firsts):
        raise ExportError(file, f"nothing in the first row of the sheet {names}", EXPECTED)
    raise ExportError(file, f"no layout's columns in the first row of any sheet, {names}", EXPECTED)


def _rows_of(file: str, sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a sheet says of its own size is not believed
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > _MOST_ROWS:
            raise ExportError(file, f"a sheet of more than {_MOST_ROWS:,} rows", EXPECTED)
        yield [_text(cell) for cell in row]


def _from_json(file: str, content: bytes) -> list[RawTable]:
    try:
        records = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ExportError(file, f"JSON that is damaged or cut off ({_reason(error)})", EXPECTED) from None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise ExportError(file, "JSON that is no list of records", EXPECTED)
    if not records:
        raise ExportError(file, "no record", _ONE_RECORD)
    headings = list(dict.fromkeys(key for record in records for key in record))
    _refuse_repeated(file, headings)
    nested = next((key for record in records for key in record if isinstance(record[key], (list, dict))), None)
    if nested is not None:
        raise ExportError(file, f"several values in {shown(nested)}", "records of single values")
    _refuse_binary(file, "\n".join([*headings, *(_text(cell) for record in records for cell in record.values())]))
    return [
        _table_of_records(file, layout, [*numbers], [records[number - 1] for number in numbers])
        for layout, numbers in _by_layout(file, records, headings).items()
    ]


def _by_layout(file: str, records: Sequence[dict[str, Any]], headings: Sequence[str]) -> dict[Layout, list[int]]:
    """Return the numbers of the records of each layout: years of several may be joined in one file."""
    of_keys = {keys: recognize(keys) for keys in dict.fromkeys(tuple(record) for record in records)}
    found: dict[Layout, list[int]] = {}
    for number, record in enumerate(records, start=1):
        layout = of_keys[tuple(record)]
        if layout is None:  # where an unknown value has no key, all records together have the columns
            return {layout_of(file, headings): [*range(1, len(records) + 1)]}
        found.setdefault(layout, []).append(number)
    return (
        found
        if len({layout.letter for layout in found}) == 1
        else {layout_of(file, headings): [*range(1, len(records) + 1)]}
    )


def _table_of_records(file: str, layout: Layout, numbers: list[int], records: list[dict[str, Any]]) -> RawTable:
    headings = list(dict.fromkeys(key for record in records for key in record))
    rows = [[_text(record.get(heading)) for heading in headings] for record in records]
    return RawTable(file, layout, headings, rows, numbers)


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
    if not ragged:
        records, moved = _with_rows_realigned(file, records, layout, headings, len(first))
        repairs += moved
    unnamed = [number for number, heading in enumerate(headings, start=1) if not heading]
    if not ragged and max(len(first), *(len(row) for _, row in records)) > len(headings):
        unnamed.append(len(headings) + 1)
    repairs += [Repair(file, 1, str(number), "", "", _NO_HEADING) for number in unnamed]
    filled: dict[int, list[str]] = {}
    for number, row in records:
        if not any(map(str.strip, row)):
            repairs.append(Repair(file, number, None, "", "", "row without any cell filled, left out"))
            continue
        repairs += _beyond_headings(file, number, row, len(headings))
        filled[number] = [*row, *[""] * (len(headings) - len(row))][: len(headings)]
    return RawTable(file, layout, headings, [*filled.values()], [*filled], repairs)


def _with_rows_realigned(
    file: str, records: list[tuple[int, list[str]]], layout: Layout, headings: Sequence[str], printed: int
) -> tuple[list[tuple[int, list[str]]], list[Repair]]:
    """Put rows with a comma too many back under the headings, and tell it; refuse one that can be put in two ways."""
    width = len(headings)
    beyond = [any(map(str.strip, row[width:])) for _, row in records]
    sound = [row for (_, row), over in zip(records, beyond, strict=True) if not over and len(row) >= width]
    realigner = Realigner(layout, headings, sound, printed - width)
    result, repairs = [], []
    for (number, row), over in zip(records, beyond, strict=True):
        # The one cell that a trailing comma in the headings has, and a row with a comma too many lacks, is no loss.
        if any(map(str.strip, row)) and len(row) < printed:
            raise ExportError(file, f"{len(row)} cells in row {number}, {printed} in the first", _WHOLE_ROWS)
        # Beyond the headings, an empty cell may be an empty column, or the last of a row that has come apart.
        apart = over or (len(row) > width and not realigner.fits(row))
        whole = realigner.realigned(row) if apart else row
        if whole is None and not over:
            whole = row
        if whole is None:
            column, cell = next((c, cell) for c, cell in enumerate(row[width:], start=width + 1) if cell.strip())
            found = f"{shown(cell)} as cell {column} of row {number}"
            raise ExportError(file, found, f"{width} cells, as there are headings; {_QUOTE}")
        result.append((number, whole))
        if whole is not row:
            place = next(place for place, cell in enumerate(whole) if cell != row[place])
            repairs.append(Repair(file, number, headings[place], row[place], whole[place], _COMMA))
    return result, repairs


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


def _beyond_headings(file: str, number: int, row: list[str], width: int) -> Iterator[Repair]:
    """Tell of cells beyond the headings, which only workbooks have at this point."""
    for column, cell in enumerate(row[width:], start=width + 1):
        if cell.strip():
            yield Repair(file, number, str(column), cell, "", _NO_HEADING)
