"""Everything that can change what a notebook's code gives, as digests that tell when it did."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from iomreport.catalog import descriptor, folders, schema
from iomreport.pipeline import files_read

FIXED = {
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""What every kernel starts with, so that the user's own settings change nothing: one hash seed, time zone and backend,
and one thread, as several kernels share the cores, sums in several threads round differently, and what has threads
cannot be forked."""

_PACKAGE = folders.PACKAGE
_CODE = {".py", ".mplstyle"}
_OWN = "IOMREPORT_"
_OF_NO_CONCERN = {"IOMREPORT_CACHE", "IOMREPORT_DATA"}
"""Variables of ours that say only where something lies."""

COMPUTING = (
    "babel", "contourpy", "font-source-sans-pro", "fonttools", "frictionless", "ipykernel", "ipython", "kiwisolver",
    "matplotlib", "matplotlib-inline", "nbclient", "numpy", "pandas", "pillow", "pyarrow",
)  # fmt: skip
"""Packages that compute and draw what notebooks show."""

EXPORTING = (
    "babel", "beautifulsoup4", "bleach", "font-source-sans-pro", "font-source-serif-pro", "fonttools", "jinja2",
    "matplotlib", "mistune", "nbconvert", "nbformat", "pikepdf", "traitlets", "typst",
)  # fmt: skip
"""Packages that turn executed notebooks into editions."""


def digest(*parts: bytes | str) -> str:
    """Return a short digest over some parts, which tells apart how they were divided."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()[:32]


def package_files(endings: set[str] | None = None) -> dict[str, str]:
    """Return a digest of each file of this package, or of those with some endings, by its place in the package."""
    found = {}
    for path in sorted(_PACKAGE.rglob("*")):
        place = path.relative_to(_PACKAGE)
        ours = place.parts[0] != "shipped" and "__pycache__" not in place.parts and path.is_file()
        if ours and (endings is None or path.suffix in endings):
            found[place.as_posix()] = digest(path.read_bytes())
    return found


def versions(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of Python and of some packages."""
    found = {"Python": f"{sys.version} on {sys.platform} {platform.machine()}"}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "none"
    return found


class Inputs:
    """The surroundings of a build at one moment: package, data, parameters and versions.

    Every file is read once; what changes later is told by another `Inputs`.
    """

    def __init__(self) -> None:
        self._data = _Data()

    @cached_property
    def fixed(self) -> dict[str, dict[str, str]]:
        """What every notebook depends on, by kind and name."""
        ours = {name: text for name, text in os.environ.items() if name.startswith(_OWN)}
        return {
            "package": package_files(_CODE),
            "versions": versions(COMPUTING),
            "parameters": FIXED | {name: text for name, text in ours.items() if name not in _OF_NO_CONCERN},
        }

    def look(self) -> None:
        """Take a digest of every part of the data now, so that changes from now on can be told."""
        _ = self.fixed
        self.data(["datasets", *(f"table {table}" for table in self._data.tables), *self._data.files()])

    def data(self, notes: Iterable[str]) -> dict[str, str]:
        """Return a digest of each part of the data that some notes of a kernel speak of, by what it is called.

        The general part of the description, with the version, belongs to all.
        """
        names = {"version", *(name for note in notes for name in self._data.names(note))}
        return self.parts(sorted(names))

    def parts(self, names: Iterable[str]) -> dict[str, str]:
        """Return a digest of each of some parts of the data, by what it is called."""
        return {name: self._data.part(name) for name in names}

    def still(self, parts: Mapping[str, str]) -> bool:
        """Tell whether parts of the data are what they were."""
        return self.parts(parts) == dict(parts)


class _Data:
    """Digests of the parts of the data in use, each made once."""

    def __init__(self) -> None:
        self._folder = folders.data_folder()
        self._made: dict[str, str] = {}

    def names(self, note: str) -> list[str]:
        """Return the parts that a note stands for: for a table also its description and the keys it refers to."""
        kind, _, name = note.partition(" ")
        if kind == "datasets":
            return ["listing", *(f"table {table}" for table in self._resources)]
        if kind == "table" and name in self._resources:
            fields = self._resources[name]["schema"]["fields"]
            referred = sorted({field["references"] for field in fields if "references" in field})
            return [f"table {name}", f"description of {name}", *(f"keys of {table}" for table in referred)]
        return [note]

    def part(self, name: str) -> str:
        """Return the digest of a part; of one that cannot be read, another each reason."""
        if name not in self._made:
            try:
                self._made[name] = self._digest(name)
            except (OSError, ValueError, KeyError, TypeError) as error:
                self._made[name] = f"unreadable: {type(error).__name__}"
        return self._made[name]

    def _digest(self, name: str) -> str:
        kind, _, rest = name.partition(" ")
        if name == "version":
            return digest(json.dumps({key: part for key, part in self._package.items() if key != "resources"}))
        if name == "listing":
            return digest(json.dumps([self._described(table) for table in self._resources]))
        if kind == "description":
            return digest(json.dumps(self._described(rest.removeprefix("of "))))
        if kind == "keys":
            return self._keys(rest.removeprefix("of "))
        if kind == "table":
            return digest(descriptor.table_path(self._folder, rest).read_bytes())
        folder, _, place = rest.partition(" ")
        return digest((files_read.data_folders()[folder] / place).read_bytes())

    @property
    def tables(self) -> list[str]:
        """Names of the tables."""
        return list(self._resources)

    def files(self) -> list[str]:
        """Return what notes call each file of the data folders."""
        return [
            f"file {name} {path.relative_to(folder).as_posix()}"
            for name, folder in files_read.data_folders().items()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]

    @cached_property
    def _package(self) -> dict[str, Any]:
        return descriptor.read_package(self._folder)

    @cached_property
    def _resources(self) -> dict[str, Any]:
        return descriptor.resources(self._folder)

    def _described(self, table: str) -> dict[str, Any]:
        """Return the description of a table without its checksum, which follows from the file."""
        return schema.without_checksum(self._resources[table])

    def _keys(self, table: str) -> str:
        """Return the digest of the identifiers in a table, which is all that a table that refers to it looks at."""
        (key,) = self._resources[table]["schema"]["primaryKey"]
        return digest(*sorted({row[key] or "" for row in schema.read_rows(self._folder, table)}))
