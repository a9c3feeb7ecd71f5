"""Promises about values: how they are stated, and how a data folder is held against all of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from iomreport.catalog import checksums, descriptor, schema
from iomreport.errors import BrokenPromise

Row = dict[str, str]


def number(cell: str) -> int | float:
    """Return the number in a cell, as a whole one where it is."""
    value = float(cell)
    return int(value) if value.is_integer() else value


class Rows(list[Row]):
    """The rows of one table, each knowing its line in the file."""

    def __init__(self, file: str, rows: Iterable[Row]):
        super().__init__(rows)
        self.file = file
        self._lines = {id(row): line for line, row in enumerate(self, start=2)}

    def broken(self, row: Row, column: str, expected: object) -> BrokenPromise:
        """Return that a cell is not what it was expected to be."""
        return BrokenPromise(self.file, self._lines[id(row)], column, repr(row[column]), str(expected))

    def where(self, **wanted: str) -> list[Row]:
        """Return the rows in which columns have given values."""
        return [row for row in self if all(row[column] == value for column, value in wanted.items())]


class Tables:
    """The tables of a data folder, each read once."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._read: dict[str, Rows] = {}

    def __getitem__(self, name: str) -> Rows:
        if name not in self._read:
            path = descriptor.table_path(self._folder, name)
            self._read[name] = Rows(path.name, schema.read_rows(self._folder, name))
        return self._read[name]

    @cached_property
    def broken_promises(self) -> dict[str, list[BrokenPromise]]:
        """What breaks the schema of each table, by its name."""
        return {
            name: [] if schema.is_known_sound(self._folder, name) else schema.broken_promises(self._folder, name)
            for name in self.all_names
        }

    @cached_property
    def sound(self) -> set[str]:
        """The names of the tables that keep to their schema."""
        return {name for name, found in self.broken_promises.items() if not found}

    @cached_property
    def all_names(self) -> list[str]:
        """The names of the tables, in the order of the description."""
        return names(self._folder)


Check = Callable[[Tables], Iterator[BrokenPromise]]


@dataclass(frozen=True)
class Promise:
    """One thing that is always true of the data: in words, the tables it speaks of, and what finds it broken."""

    says: str
    tables: tuple[str, ...]
    check: Check


PROMISES: list[Promise] = []  # every promise, in the order in which they are checked


def promise(*tables: str) -> Callable[[Check], Check]:
    """Return what states a promise about some tables; the first line of the function's docstring is its words."""

    def state(check: Check) -> Check:
        PROMISES.append(Promise((check.__doc__ or "").strip().splitlines()[0], tables, check))
        return check

    return state


def names(folder: Path) -> list[str]:
    """Return the names of the tables that a data folder describes."""
    return list(descriptor.resources(folder))


def broken_promises(folder: Path) -> list[BrokenPromise]:
    """Find every broken promise about the tables of a data folder, all in one run.

    What breaks a schema comes first, by table; then files without a description, and what breaks a promise about
    values. A promise about values is held against sound tables only.
    """
    tables = Tables(folder)
    found = [broken for table in tables.broken_promises.values() for broken in table]
    found += _undescribed(folder)
    for stated in PROMISES:
        if tables.sound.issuperset(stated.tables):
            found += stated.check(tables)
    return list(dict.fromkeys([*found, *_changed_since_checksum(folder, {broken.file for broken in found})]))


def _undescribed(folder: Path) -> Iterator[BrokenPromise]:
    """Find files of tables that the description does not name, and that nothing would load."""
    described = {resource["path"] for resource in descriptor.resources(folder).values()}
    own = (folder / "datapackage.json").is_file()
    expected = "a resource of that path in datapackage.json" if own else f"one of {', '.join(sorted(described))}"
    for path in sorted(folder.glob("*.csv")):
        if path.name not in described:
            yield BrokenPromise(path.name, None, None, "a table without a description", expected)


def _changed_since_checksum(folder: Path, explained: set[str]) -> Iterator[BrokenPromise]:
    """Find tables that are not what their checksum says, where no promise says what is wrong."""
    for name in checksums.changed(folder):
        file = descriptor.table_path(folder, name).name
        if file not in explained:
            expected = "what its checksum says; look at what changed and, if it is meant, run: make checksums"
            yield BrokenPromise(file, None, None, "another content", expected)
