"""Everything that a notebook's results rest on beside its code, as digests that tell when it changed."""

import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from iomreport.catalog import descriptor, folders, schema
from iomreport.pipeline.opened_files import data_folders

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""One thread: kernels share cores and memory, sums in threads round differently, what has threads cannot be forked."""

FIXED = {
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    **ONE_THREAD,
}
"""What every kernel starts with, so that the user's own settings change nothing."""

_OWN = "IOMREPORT_"
_OF_NO_CONCERN = {"IOMREPORT_CACHE", "IOMREPORT_DATA"}  # variables of ours that say only where something lies

COMPUTING = (
    "babel", "contourpy", "font-source-sans-pro", "fonttools", "frictionless", "ipykernel", "ipython", "kiwisolver",
    "matplotlib", "matplotlib-inline", "nbclient", "numpy", "pandas", "pillow", "pyarrow", "scipy",
)  # fmt: skip
"""Packages that compute and draw what notebooks show."""

EXPORTING = (
    "babel", "font-source-sans-pro", "font-source-serif-pro", "fonttools", "jinja2", "latex2mathml", "lxml",
    "matplotlib", "mistune", "nbconvert", "nbformat", "nh3", "pikepdf", "pillow", "pyyaml", "traitlets", "typst",
    "ziafont", "ziamath",
)  # fmt: skip
"""Packages that turn executed notebooks into editions."""

PACKAGE, DATA, FILE = "package", "data", "file"  # the kinds of files: of this package, of the data folders, any other
GENERAL = f"{DATA} version"  # the description of the data, but for what it says of each table
_MISSING = "missing"


def digest(*parts: bytes | str) -> str:
    """Return a short digest over some parts, which tells apart how they were divided."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()[:32]


def package_files() -> dict[str, str]:
    """Return a digest of each file of this package, by its place in the package."""
    found = {}
    for path in sorted(folders.PACKAGE.rglob("*")):
        place = path.relative_to(folders.PACKAGE)
        if place.parts[0] != "shipped" and "__pycache__" not in place.parts and path.is_file():
            found[place.as_posix()] = digest(path.read_bytes())
    return found


def versions(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of Python and of some packages."""
    installed = _installed(tuple(sys.path))
    packages = {name: installed.get(name.replace("-", "_"), "none") for name in names}
    return {"Python": f"{sys.version} on {sys.platform} {platform.machine()}", **packages}


@lru_cache(maxsize=2)
def _installed(places: Sequence[str]) -> dict[str, str]:
    """Return the version of each installed package by the name of its folder, which takes no reading of metadata."""
    found: dict[str, str] = {}
    for place in places:
        for path in Path(place).glob("*.dist-info"):
            name, _, version = path.stem.partition("-")
            found.setdefault(re.sub(r"[-.]", "_", name.lower()), version)
    return found


def surroundings() -> dict[str, dict[str, str]]:
    """Return the versions and parameters that every notebook rests on."""
    ours = {name: text for name, text in os.environ.items() if name.startswith(_OWN)}
    return {
        "versions": versions(COMPUTING),
        "parameters": FIXED | {name: text for name, text in ours.items() if name not in _OF_NO_CONCERN},
    }


class Files:
    """Digests of files at one moment, each made once, by names that mean the same on every machine.

    "package growth/donors.py" is a file of this package, "data donors.csv" one of the data folders (a table together
    with its description), "file /home/me/own.csv" any other.
    """

    def __init__(self) -> None:
        self._package = Path(os.path.realpath(folders.PACKAGE))
        self._data = data_folders()
        self._digests: dict[str, str] = {}

    def name(self, path: Path) -> str:
        """Return the name of a file that a kernel opened."""
        for folder in self._data:
            if path.is_relative_to(folder):
                place = path.relative_to(folder).as_posix()
                if self._in_data(place) == path:
                    return f"{DATA} {place}"
        if path.is_relative_to(self._package):
            return f"{PACKAGE} {path.relative_to(self._package).as_posix()}"
        return f"{FILE} {path}"

    def path(self, name: str) -> Path:
        """Return where a file lies by its name."""
        kind, _, place = name.partition(" ")
        if kind == DATA:
            return self._in_data("datapackage.json" if name == GENERAL else place)
        return (self._package if kind == PACKAGE else Path()) / place

    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """Return the digest of each file by its name; one that is missing has another than any that is there."""
        return {name: self._digest(name) for name in sorted(names)}

    def unchanged(self, before: Mapping[str, str]) -> bool:
        """Tell whether files are what they were."""
        return all(self._digest(name) == known for name, known in before.items())

    def changed_since(self, moment: float, opened: Mapping[str, bool | None]) -> list[str]:
        """Return the names of files that changed, came or vanished after a moment; the data's description is one."""
        files = {**opened, str(self.path(GENERAL)): True}
        return [self.name(Path(path)) for path, existed in files.items() if _changed(Path(path), existed, moment)]

    def _in_data(self, place: str) -> Path:
        """Return where a file of the data lies: in the user's own folder, or where that lacks it in the shipped one."""
        own, *shipped = (folder / place for folder in self._data)
        stands_alone = (self._data[0] / "datapackage.json").is_file()
        return own if not shipped or stands_alone or own.exists() else shipped[0]

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            try:
                self._digests[name] = self._digest_anew(name)
            except OSError:
                self._digests[name] = _MISSING
        return self._digests[name]

    def _digest_anew(self, name: str) -> str:
        if name == GENERAL:
            package = descriptor.read_package(self._data[0])
            tables = [resource["name"] for resource in package["resources"]]
            return digest(json.dumps({**package, "resources": tables}))
        path = self.path(name)
        content = str(sorted(os.listdir(path))).encode() if path.is_dir() else path.read_bytes()  # noqa: PTH208
        described = self._described(name.removeprefix(f"{DATA} ")) if name.startswith(DATA) else None
        return digest(content, json.dumps(described)) if described else digest(content)

    def _described(self, place: str) -> dict[str, Any] | None:
        """Return the description of a table without its checksum, which follows from the file."""
        tables = descriptor.read_package(self._data[0])["resources"]
        return next((schema.without_checksum(table) for table in tables if table["path"] == place), None)


def _changed(path: Path, existed: bool | None, moment: float) -> bool:
    try:
        found = path.stat()
    except OSError:
        return bool(existed)
    return not existed or max(found.st_mtime, found.st_ctime) > moment
