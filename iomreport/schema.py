"""What every table must satisfy, and each breach of it by file, row and column.

The promises stand in `datapackage.json`: types and constraints as a Frictionless Data Package states them, and three
properties of our own on a field: `role: date` (an ISO 8601 date of reduced precision, not in the future),
`precision_of` (this column says how precise that date is) and `references` (each of the identifiers in the cell stands
in the key of that table).
"""

from __future__ import annotations

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

from iomreport import formats, imports
from iomreport.errors import DataError, UsageError, Violation
from iomreport.places import shipped_data_folder

SEPARATOR = "; "
"""What joins several values in one cell."""

SOUND = "sound"
"""Property of a table's description that holds the digest of all that it was judged by when it was found sound."""

_TYPES = {"string": "text", "integer": "a whole number", "number": "a number"}
"""The types that a column may have, and what its cells are then."""

Row = dict[str, str]


def split_cell(cell: str) -> list[str]:
    """Return the values that stand in one cell.

    Examples
    --------
    >>> split_cell("frus-1952-d238; frus-1952-d248")
    ['frus-1952-d238', 'frus-1952-d248']
    >>> split_cell("")
    []
    """
    return cell.split(SEPARATOR) if cell else []


def read_package(folder: Path) -> dict[str, Any]:
    """Read the description of the tables in a data folder.

    Parameters
    ----------
    folder : Path
        A data folder. With a `datapackage.json` of its own it stands in place of the shipped tables; without one, the
        tables in it lie over the shipped ones of the same name, whose description holds for them too.

    Returns
    -------
    dict
        The Data Package descriptor.

    Raises
    ------
    UsageError
        If there is no such folder, it holds no table, or its description cannot be read or lacks what every table
        needs; each gap is told by table and column.
    """
    path = folder / "datapackage.json"
    if not path.is_file():
        if not any(folder.glob("*.csv")):
            raise UsageError(f"{folder} is no data folder: it holds neither a datapackage.json nor a table as CSV")
        path = shipped_data_folder() / "datapackage.json"
    return _parse_package(path, path.stat().st_mtime_ns)


def table_path(folder: Path, name: str) -> Path:
    """Return the file of a table: the folder's own, or the shipped one that it lies over."""
    file: str = resources(folder)[name]["path"]
    stands_alone = (folder / "datapackage.json").is_file()
    return folder / file if stands_alone or (folder / file).is_file() else shipped_data_folder() / file


@lru_cache(maxsize=8)
def _parse_package(path: Path, changed: int) -> dict[str, Any]:
    """Parse a description once for each time it `changed`."""
    try:
        package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UsageError(f"{path} cannot be read as JSON: {error}") from None
    gaps = list(_gaps(package))
    if gaps:
        raise UsageError("\n".join([f"{path} does not describe its tables in full:", *gaps]))
    return package


def _gaps(package: dict[str, Any]) -> Iterator[str]:
    """Tell what a description lacks that no table can be read without."""
    yield from _lacking(package, "the package", "created", "resources")
    described = package.get("resources", [])
    for resource in described:
        table = f"table {resource.get('name', '?')}"
        yield from _lacking(resource, table, "name", "path", "title", "description", "schema")
        fields = resource.get("schema", {}).get("fields", [])
        names = {field.get("name") for field in fields}
        key = resource.get("schema", {}).get("primaryKey")
        if not isinstance(key, list) or len(key) != 1 or key[0] not in names:
            yield f"{table}: found the primaryKey {key!r}; expected one column of the table, in a list"
        for field in fields:
            yield from _gaps_of(field, f"{table}, column {field.get('name', '?')}", names, described)


def _gaps_of(field: dict[str, Any], place: str, names: set[Any], described: list[dict[str, Any]]) -> Iterator[str]:
    """Tell what the description of a column lacks, and which column or table it names that is not there."""
    yield from _lacking(field, place, "name", "type", "description")
    if "type" in field and field["type"] not in _TYPES:
        yield f"{place}: found the type {field['type']!r}; expected one of {', '.join(map(repr, _TYPES))}"
    if field.get("precision_of", field.get("name")) not in names:
        yield f"{place}: found precision_of {field['precision_of']!r}; expected a column of the table"
    if "references" in field and field["references"] not in {resource.get("name") for resource in described}:
        yield f"{place}: found references {field['references']!r}; expected a table that is described"


def _lacking(part: dict[str, Any], place: str, *wanted: str) -> Iterator[str]:
    for name in wanted:
        if name not in part:
            yield f"{place}: found no {name!r}; expected one, as the other tables have it"


def resources(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the description of each table, by its name."""
    return {resource["name"]: resource for resource in read_package(folder)["resources"]}


def read_rows(folder: Path, name: str) -> list[Row]:
    """Return the rows of a table as text, without judging them."""
    return [dict(row) for row in _parsed(table_path(folder, name).read_bytes())]


@lru_cache(maxsize=64)
def _parsed(content: bytes) -> tuple[Row, ...]:
    """Parse a table once for each content."""
    return tuple(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def check(folder: Path, name: str) -> None:
    """Refuse a table that breaks its promises; one that was found sound when it was sealed is not judged again.

    Parameters
    ----------
    folder : Path
        A data folder.
    name : str
        Name of a table in it.

    Raises
    ------
    DataError
        Listing every breach by file, row and column.
    """
    if resources(folder)[name].get(SOUND) == grounds(folder, name):
        return
    found = violations(folder, name)
    if found:
        raise DataError(found)


def grounds(folder: Path, name: str) -> str:
    """Return the digest of all that a table is judged by: descriptions, closing day, its file and those it refers to.

    A file that is missing counts as another than any that is there.
    """
    return _digest(folder, [name, *_referenced(resources(folder)[name])])


def _digest(folder: Path, tables: list[str]) -> str:
    described = {table: without_seal(resources(folder)[table]) for table in tables}
    files = [table_path(folder, table) for table in tables]
    contents = [hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None for file in files]
    judged = json.dumps([read_package(folder)["created"], described, contents])
    return f"sha256:{hashlib.sha256(judged.encode('utf-8')).hexdigest()}"


def violations(folder: Path, name: str) -> list[Violation]:
    """Find every breach of a table's promises.

    Parameters
    ----------
    folder : Path
        A data folder.
    name : str
        Name of a table in it.

    Returns
    -------
    list of Violation
        In the order of the file; empty when the table is sound. Relations between cells are looked at only in a table
        whose cells are sound by themselves.
    """
    needed = [name, *_referenced(resources(folder)[name])]
    unreadable = [breach for table in needed for breach in _file_violations(table_path(folder, table), table)]
    if unreadable:
        return unreadable
    return list(_violations(_Table(grounds(folder, name), name, folder)))


def _referenced(resource: dict[str, Any]) -> list[str]:
    """Return the names of the tables that a table refers to."""
    return list(dict.fromkeys(field["references"] for field in resource["schema"]["fields"] if "references" in field))


@dataclasses.dataclass(frozen=True)
class _Table:
    """A table in a folder, the same as one elsewhere if all that it is judged by is the same."""

    grounds: str
    name: str
    folder: Path = dataclasses.field(compare=False)


@lru_cache(maxsize=256)
def _violations(table: _Table) -> tuple[Violation, ...]:
    """Judge a table once for each state of its description, its file and the files it refers to."""
    cells = _cell_violations(_Table(_digest(table.folder, [table.name]), table.name, table.folder))
    return cells or tuple(_relation_violations(table.folder, resources(table.folder)[table.name]))


def without_seal(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a table without what `iomreport.seal` adds to it.

    Examples
    --------
    >>> without_seal({"name": "names", "hash": "sha256:0"})
    {'name': 'names'}
    """
    return {key: part for key, part in resource.items() if key not in {"hash", "bytes", SOUND}}


def _file_violations(path: Path, name: str) -> list[Violation]:
    """Tell why a table's file cannot be read, if so."""
    if not path.is_file():
        return [Violation(path.name, None, None, "no such file", f"the table {name!r}")]
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        return [Violation(path.name, None, None, f"byte {error.start} that is not UTF-8", "UTF-8 text")]
    return []


@lru_cache(maxsize=256)
def _cell_violations(table: _Table) -> tuple[Violation, ...]:
    """Let Frictionless judge the header and each cell by itself, once for each state of description and file."""
    imports.put_off()
    import frictionless

    resource = resources(table.folder)[table.name]
    folder = table_path(table.folder, table.name).parent
    described = frictionless.Resource.from_descriptor(without_seal(resource), basepath=str(folder))
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    found = []
    for task in described.validate().tasks:
        for error in task.errors:
            if error.type == "primary-key":  # each key is also `unique`, which names the cell
                continue
            column = getattr(error, "field_name", None) or getattr(error, "label", None) or None
            row = getattr(error, "row_number", None) or next(iter(getattr(error, "row_numbers", [])), None)
            found.append(
                Violation(resource["path"], row, column, _found(error), _expected(error, fields.get(column or "")))
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
    wishes = [_TYPES[field["type"]]]
    wishes += [f"at least {constraints['minimum']}"] if "minimum" in constraints else []
    wishes += [f"at most {constraints['maximum']}"] if "maximum" in constraints else []
    wishes += [f"of the form {constraints['pattern']}"] if "pattern" in constraints else []
    wishes += [f"at most {constraints['maxLength']} characters"] if "maxLength" in constraints else []
    wishes += ["that stands in no other row"] if constraints.get("unique") else []
    return ", ".join(wishes)


def _relation_violations(folder: Path, resource: dict[str, Any]) -> Iterator[Violation]:
    """Check what ties a cell to other cells, tables and the day the data were closed."""
    closed = read_package(folder)["created"][:10]
    fields = resource["schema"]["fields"]
    keys = {table: _keys(folder, table) for table in _referenced(resource)}
    for line, row in enumerate(read_rows(folder, resource["name"]), start=2):
        for field in fields:
            for found, expected in _breaches(row, field, keys, closed):
                yield Violation(resource["path"], line, field["name"], found, expected)


def _keys(folder: Path, name: str) -> set[str]:
    (key,) = resources(folder)[name]["schema"]["primaryKey"]
    return {row[key] for row in read_rows(folder, name)}


def _breaches(row: Row, field: dict[str, Any], keys: dict[str, set[str]], closed: str) -> Iterable[tuple[str, str]]:
    cell = row[field["name"]]
    if field.get("role") == "date" and cell:
        yield from _date_breaches(cell, closed)
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


def _date_breaches(cell: str, closed: str) -> Iterable[tuple[str, str]]:
    try:
        earliest = formats.first_day(cell)
    except ValueError:
        yield repr(cell), "a day that the calendar has"
        return
    if earliest > datetime.date.fromisoformat(closed):
        yield repr(cell), f"a date not after {closed}, when the data were closed"
