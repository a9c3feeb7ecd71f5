"""What every table must satisfy, and each broken promise of it by file, row and column.

The promises stand in `datapackage.json`: types and constraints as a Frictionless Data Package states them, and three
properties of our own on a field: `role: date` (an ISO 8601 date of reduced precision, not in the future),
`precision_of` (this column says how precise that date is) and `references` (each of the identifiers in the cell stands
in the key of that table).
"""

import csv
import dataclasses
import datetime
import hashlib
import io
import json
import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from iomreport import deferred_import, formats
from iomreport.catalog import descriptor
from iomreport.catalog.cells import split_cell
from iomreport.errors import BrokenPromise, DataError

SOUND = "sound"
"""Property of a table's description that holds the digest of all that it was judged by when it was found sound."""

Row = dict[str, str]


def read_rows(folder: Path, name: str) -> list[Row]:
    """Return the rows of a table as text, without judging them."""
    return [dict(row) for row in _parsed(descriptor.table_path(folder, name).read_bytes())]


@lru_cache(maxsize=64)
def _parsed(content: bytes) -> tuple[Row, ...]:
    """Parse a table once for each content."""
    return tuple(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def check(folder: Path, name: str) -> None:
    """Refuse a table that breaks its promises, unless it is known to be sound; the error lists each of them."""
    if not is_known_sound(folder, name) and (found := broken_promises(folder, name)):
        raise DataError(found)


def is_known_sound(folder: Path, name: str) -> bool:
    """Tell whether a table was found sound when its checksum was written, and nothing it is judged by has changed."""
    return bool(descriptor.resources(folder)[name].get(SOUND) == judged_by(folder, name))


def judged_by(folder: Path, name: str) -> str:
    """Return the digest of all that a table is judged by: descriptions, closing day, its file and those it refers to.

    A file that is missing counts as another than any that is there.
    """
    return _digest(folder, [name, *_referenced(descriptor.resources(folder)[name])])


def _digest(folder: Path, tables: list[str]) -> str:
    described = {table: without_checksum(descriptor.resources(folder)[table]) for table in tables}
    files = [descriptor.table_path(folder, table) for table in tables]
    contents = [hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None for file in files]
    judged = json.dumps([descriptor.read_package(folder)["created"], described, contents])
    return f"sha256:{hashlib.sha256(judged.encode('utf-8')).hexdigest()}"


def broken_promises(folder: Path, name: str) -> list[BrokenPromise]:
    """Find every broken promise of a table, in the order of the file.

    Relations between cells are looked at only in a table whose cells are sound by themselves.
    """
    needed = [name, *_referenced(descriptor.resources(folder)[name])]
    unreadable = [broken for table in needed for broken in _broken_files(descriptor.table_path(folder, table), table)]
    if unreadable:
        return unreadable
    return list(_broken_in_table(_Table(judged_by(folder, name), name, folder)))


def _referenced(resource: dict[str, Any]) -> list[str]:
    """Return the names of the tables that a table refers to."""
    return list(dict.fromkeys(field["references"] for field in resource["schema"]["fields"] if "references" in field))


@dataclasses.dataclass(frozen=True)
class _Table:
    """A table in a folder, the same as one elsewhere if all that it is judged by is the same."""

    judged_by: str
    name: str
    folder: Path = dataclasses.field(compare=False)


@lru_cache(maxsize=256)
def _broken_in_table(table: _Table) -> tuple[BrokenPromise, ...]:
    """Judge a table once for each state of its description, its file and the files it refers to."""
    cells = _broken_cells(_Table(_digest(table.folder, [table.name]), table.name, table.folder))
    return cells or tuple(_broken_relations(table.folder, descriptor.resources(table.folder)[table.name]))


def without_checksum(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a table without what `iomreport.catalog.checksums` adds to it."""
    return {key: part for key, part in resource.items() if key not in {"hash", "bytes", SOUND}}


def _broken_files(path: Path, name: str) -> list[BrokenPromise]:
    """Return why a table's file cannot be read, if so."""
    if not path.is_file():
        return [BrokenPromise(path.name, None, None, "no such file", f"the table {name!r}")]
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        return [BrokenPromise(path.name, None, None, f"byte {error.start} that is not UTF-8", "UTF-8 text")]
    return []


@lru_cache(maxsize=256)
def _broken_cells(table: _Table) -> tuple[BrokenPromise, ...]:
    """Let Frictionless judge the header and each cell by itself, once for each state of description and file."""
    deferred_import.put_off()
    import frictionless

    resource = descriptor.resources(table.folder)[table.name]
    folder = descriptor.table_path(table.folder, table.name).parent
    described = frictionless.Resource.from_descriptor(without_checksum(resource), basepath=str(folder))
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    found = []
    for task in described.validate().tasks:
        for error in task.errors:
            if error.type == "primary-key":  # each key is also `unique`, which names the cell
                continue
            column = getattr(error, "field_name", None) or getattr(error, "label", None) or None
            row = getattr(error, "row_number", None) or next(iter(getattr(error, "row_numbers", [])), None)
            found.append(
                BrokenPromise(resource["path"], row, column, _found(error), _expected(error, fields.get(column or "")))
            )
    return tuple(found)


def _found(error: Any) -> str:
    if error.type == "unique-error":
        return f"{error.cell!r}, {error.note}"
    if error.type == "missing-cell":
        return "no cell"
    if getattr(error, "cell", None) == "":
        return "an empty cell"
    if hasattr(error, "cell"):
        return repr(error.cell)
    if hasattr(error, "label"):
        return f"the heading {error.label!r}"
    return str(error.note or error.message)


def _expected(error: Any, field: dict[str, Any] | None) -> str:
    if error.type in {"incorrect-label", "missing-label"}:
        return f"the heading {error.field_name!r}"
    if error.type in {"extra-label", "extra-cell"}:
        return "no column beyond those the schema names"
    if field is None:
        return "a table as its schema describes it"
    constraints = field.get("constraints", {})
    if field.get("role") == "date" and error.type != "unique-error":
        return "a date as YYYY, YYYY-MM or YYYY-MM-DD"
    if "enum" in constraints:
        return "one of " + ", ".join(repr(choice) for choice in constraints["enum"])
    wanted = [descriptor.TYPES[field["type"]]]
    wanted += [f"at least {constraints['minimum']}"] if "minimum" in constraints else []
    wanted += [f"at most {constraints['maximum']}"] if "maximum" in constraints else []
    wanted += [f"of the form {constraints['pattern']}"] if "pattern" in constraints else []
    wanted += [f"at most {constraints['maxLength']} characters"] if "maxLength" in constraints else []
    wanted += ["that stands in no other row"] if constraints.get("unique") else []
    return ", ".join(wanted)


def _broken_relations(folder: Path, resource: dict[str, Any]) -> Iterator[BrokenPromise]:
    """Check what ties a cell to other cells, tables and the day the data were closed."""
    closed = descriptor.read_package(folder)["created"][:10]
    fields = resource["schema"]["fields"]
    keys = {table: _keys(folder, table) for table in _referenced(resource)}
    for line, row in enumerate(read_rows(folder, resource["name"]), start=2):
        for field in fields:
            for found, expected in _broken_in_cell(row, field, keys, closed):
                yield BrokenPromise(resource["path"], line, field["name"], found, expected)


def _keys(folder: Path, name: str) -> set[str]:
    (key,) = descriptor.resources(folder)[name]["schema"]["primaryKey"]
    return {row[key] for row in read_rows(folder, name)}


def _broken_in_cell(
    row: Row, field: dict[str, Any], keys: dict[str, set[str]], closed: str
) -> Iterable[tuple[str, str]]:
    cell = row[field["name"]]
    if field.get("role") == "date" and cell:
        yield from _broken_dates(cell, closed)
    if "precision_of" in field:
        date = row[field["precision_of"]]
        expected = formats.precision_of(date) if date else ""
        if cell != expected:
            yield repr(cell), f"{expected!r}, as {field['precision_of']} is {date!r}"
    if field["type"] == "number" and cell and not math.isfinite(float(cell)):
        yield repr(cell), "a number, or an empty cell for a gap"
    if "references" in field:
        for identifier in split_cell(cell):
            if identifier not in keys[field["references"]]:
                yield repr(identifier), f"an identifier that stands in the table {field['references']!r}"


def _broken_dates(cell: str, closed: str) -> Iterable[tuple[str, str]]:
    try:
        earliest = formats.first_day(cell)
    except ValueError:
        yield repr(cell), "a day that the calendar has"
        return
    if earliest > datetime.date.fromisoformat(closed):
        yield repr(cell), f"a date not after {closed}, when the data were closed"
