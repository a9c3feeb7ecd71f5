"""A file as rows of text, whatever it is written in; what is none of CSV, XLSX and JSON is refused in one message."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from iomreport.missing_migrants import csv_text, workbook
from iomreport.missing_migrants.csv_text import WHOLE_ROWS
from iomreport.missing_migrants.layouts import EXPECTED, Layout, layout_of, plain
from iomreport.missing_migrants.realign import Realigner
from iomreport.missing_migrants.repairs import ExportError, Repair, reason_of, shown

_ONE_RECORD = "one at least"
_NO_HEADING = "column without a heading, not read"
_LEAVE_OUT = "mend the row, or leave out every such row with --leave-out"
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


def read_raw(path: Path, *, leave_out: bool = False) -> list[RawTable]:
    """Read a file, or each file of a folder that holds one export in parts; what a file is shows in what it holds.

    `leave_out` leaves out rows whose cells fit the headings in no one way, instead of refusing the file.
    """
    if not path.is_dir():
        return [_read_file(path, leave_out)]
    files = files_of(path)
    if not files:
        raise ExportError(str(path), "a folder without any file as CSV, XLSX or JSON", EXPECTED)
    return [_read_file(file, leave_out) for file in files]


def files_of(folder: Path) -> list[Path]:
    """Return the files of a folder that may be parts of an export, in the order of their names."""
    try:
        return sorted(
            file for file in folder.iterdir() if file.suffix.lower() in {".csv", ".json", ".xlsx"} and file.is_file()
        )
    except OSError as error:
        raise ExportError(str(folder), f"a folder that cannot be opened ({reason_of(error)})", EXPECTED) from None


def _read_file(path: Path, leave_out: bool) -> RawTable:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ExportError(str(path), "no such file", EXPECTED) from None
    except (OSError, ValueError) as error:
        raise ExportError(str(path), f"a file that cannot be opened ({reason_of(error)})", EXPECTED) from None
    if not content.strip(_BEFORE_TEXT):
        raise ExportError(path.name, "an empty file", EXPECTED)
    if content.startswith(b"PK\x03\x04"):
        return _from_workbook(path.name, content)
    if content.lstrip(_BEFORE_TEXT)[:1] in {b"[", b"{"}:
        return _from_json(path.name, content)
    return _from_csv(path.name, content, leave_out)


def _refuse_binary(file: str, text: str) -> None:
    strange = _NO_TEXT.search(text)
    if strange:
        found = f"binary data (character U+{ord(strange[0]):04X} at place {strange.start()})"
        raise ExportError(file, found, EXPECTED)


def _from_csv(file: str, content: bytes, leave_out: bool) -> RawTable:
    text, repairs, odd = csv_text.decoded(file, content)
    _refuse_binary(file, text)
    csv_text.refuse_other_separators(file, text)
    rows, told = csv_text.split(file, text, odd)
    return _table(file, rows, [*repairs, *told], leave_out)


def _from_workbook(file: str, content: bytes) -> RawTable:
    _, rows, repairs = workbook.sheet_of_records(file, content)
    for row in rows:
        _refuse_binary(file, "\n".join(row))
    return _table(file, rows, repairs, leave_out=False, ragged=True)


def _from_json(file: str, content: bytes) -> RawTable:
    try:
        records = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ExportError(file, f"JSON that is damaged or cut off ({reason_of(error)})", EXPECTED) from None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise ExportError(file, "JSON that is no list of records", EXPECTED)
    headings = list(dict.fromkeys(key for record in records for key in record))
    _refuse_repeated(file, headings)
    nested = next((key for record in records for key in record if isinstance(record[key], (list, dict))), None)
    if nested is not None:
        raise ExportError(file, f"several values in {shown(nested)}", "records of single values")
    rows = [[workbook.text_of(record.get(heading)) for heading in headings] for record in records]
    _refuse_binary(file, "\n".join(cell for row in [headings, *rows] for cell in row))
    if not rows:
        raise ExportError(file, "no record", _ONE_RECORD)
    return RawTable(file, layout_of(file, headings), headings, rows, list(range(1, len(rows) + 1)))


def _table(
    file: str, rows: list[list[str]], repairs: list[Repair], leave_out: bool, *, ragged: bool = False
) -> RawTable:
    """Put rows under their headings; `ragged` ones may end where the rest is empty."""
    first = rows[0] if rows else []
    headings = _headings(file, first)
    layout = layout_of(file, headings)
    records = list(enumerate(rows, start=1))[1:]
    while records and not any(map(str.strip, records[-1][1])):
        records.pop()
    if not records:
        raise ExportError(file, f"the headings of layout {layout.letter} and no record", _ONE_RECORD)
    filled = {number: row for number, row in records if any(map(str.strip, row))}
    repairs += [
        Repair(file, number, None, "", "", "row without any cell filled, left out")
        for number, _ in records
        if number not in filled
    ]
    if ragged:
        for number, row in filled.items():
            repairs += _beyond_headings(file, number, row, len(headings))
    else:
        repairs += _fitted(file, layout, headings, len(first), filled, leave_out)
    unnamed = [number for number, heading in enumerate(headings, start=1) if not heading]
    if not ragged and max(len(first), *map(len, filled.values()), 0) > len(headings):
        unnamed.append(len(headings) + 1)
    repairs += [Repair(file, 1, str(number), "", "", _NO_HEADING) for number in unnamed]
    cells = [[*row, *[""] * (len(headings) - len(row))][: len(headings)] for row in filled.values()]
    return RawTable(file, layout, headings, cells, [*filled], repairs)


def _fitted(
    file: str, layout: Layout, headings: list[str], width: int, rows: dict[int, list[str]], leave_out: bool
) -> Iterator[Repair]:
    """Put rows with other numbers of cells than the first in order, and tell each; refuse those that cannot be."""
    positions = layout.positions(headings)
    odd = [number for number, row in rows.items() if len(row) < width or any(map(str.strip, row[len(headings) :]))]
    sound = rows.keys() - set(odd)
    aligner = Realigner(layout, positions, {rows[number][positions["region"]].strip() for number in sound})
    for number in odd:
        row = rows[number]
        joined = aligner.realigned(row, {len(headings), width})
        if joined is not None:
            rows[number] = joined
            column = next((column for column, cell in enumerate(joined) if cell != row[column]), len(joined) - 1)
            cell = joined[column]
            apart = f"{len(row)} cells, {', '.join(row[column : column + cell.count(',') + 1])}"
            why = "comma too many, its cells joined to one; no other way fits the columns that are read"
            yield Repair(file, number, headings[column] if column < len(headings) else None, apart, cell, why)
            continue
        found, expected = f"{len(row)} cells in row {number}, {width} in the first", WHOLE_ROWS
        if len(row) > len(headings):
            column = next(place for place in range(len(headings), len(row)) if row[place].strip()) + 1
            found = f"{shown(row[column - 1])} as cell {column} of row {number}"
            expected = f"{len(headings)} cells, as there are headings"
        if not leave_out:
            raise ExportError(file, found, f"{expected}; {_LEAVE_OUT}")
        del rows[number]
        yield Repair(
            file, number, None, ",".join(row), "", "row whose cells do not fit the headings, left out as asked"
        )
    if not rows:
        raise ExportError(file, "no row whose cells fit the headings", _ONE_RECORD)


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
    """Tell of cells of a workbook beyond the headings."""
    for column, cell in enumerate(row[width:], start=width + 1):
        if cell.strip():
            yield Repair(file, number, str(column), cell, "", _NO_HEADING)
