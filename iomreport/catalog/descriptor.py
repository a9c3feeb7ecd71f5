"""The description of the tables, `datapackage.json`: where each table lies and what it must hold."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from iomreport.catalog.folders import shipped_data_folder
from iomreport.errors import UsageError

TYPES = {"string": "text", "integer": "a whole number", "number": "a number"}
"""The types that a column may have, and what its cells are then."""


def read_package(folder: Path) -> dict[str, Any]:
    """Return the description of the tables in a data folder; `UsageError` names each gap in it by table and column.

    A folder with a `datapackage.json` of its own stands in place of the shipped tables. In one without, the tables lie
    over the shipped ones of the same name, whose description holds for them too.
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
    """Yield what a description lacks that no table can be read without."""
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


def _gaps_of(field: dict[str, Any], where: str, names: set[Any], described: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what the description of a column lacks, and which column or table it names that is not there."""
    yield from _lacking(field, where, "name", "type", "description")
    if "type" in field and field["type"] not in TYPES:
        yield f"{where}: found the type {field['type']!r}; expected one of {', '.join(map(repr, TYPES))}"
    if field.get("precision_of", field.get("name")) not in names:
        yield f"{where}: found precision_of {field['precision_of']!r}; expected a column of the table"
    if "references" in field and field["references"] not in {resource.get("name") for resource in described}:
        yield f"{where}: found references {field['references']!r}; expected a table that is described"


def _lacking(part: dict[str, Any], where: str, *wanted: str) -> Iterator[str]:
    for name in wanted:
        if name not in part:
            yield f"{where}: found no {name!r}; expected one, as the other tables have it"


def resources(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the description of each table, by its name."""
    return {resource["name"]: resource for resource in read_package(folder)["resources"]}
