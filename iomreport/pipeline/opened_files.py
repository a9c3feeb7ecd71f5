"""Write down every file that a kernel opens for reading, so that the cache knows what its results rest on.

An audit hook of Python's hears of each file as it is opened, and of each folder as it is listed. Modules are files too:
what is noted is their source. Other programs, and libraries that open files without Python, cannot be followed, which
is noted as well.
"""

import importlib.util
import json
import os
import sys
import sysconfig
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import unquote, urlsplit

from iomreport.catalog import descriptor, folders

_CATALOG = {"iomreport.catalog.descriptor", "iomreport.catalog.loader"}
"""Modules that read more than they give, as they judge what they read; they tell by events which tables they gave."""

_SYSTEM = ("/dev", "/etc", "/proc", "/sys", "/usr/lib", "/usr/share/fonts", "/usr/share/zoneinfo")
_INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
_FONT_LIST = "fontlist-v"  # matplotlib's list of the system's fonts, of which our charts use none

_LISTINGS = {"os.listdir", "os.scandir"}
_PROGRAMS = {"subprocess.Popen", "os.system", "os.forkpty", "os.posix_spawn", "os.spawn"}
_RUNNERS = ("IPython.utils", "pexpect", "ptyprocess")  # run the programs that a cell names after an exclamation mark
_UNHEARD = {
    "duckdb", "fiona", "h5py", "lxml.etree", "netCDF4", "osgeo", "polars", "pyarrow.csv", "pyarrow.dataset",
    "pyarrow.json", "pyarrow.orc", "pyarrow.parquet", "pyogrio", "pyreadstat", "rasterio", "tables",
}  # fmt: skip
"""Libraries that open files in their own code, of which the hook hears nothing."""

_seen: dict[str, bool | None] = {}  # path -> whether it was there; what cannot be followed -> None
_written: set[str] = set()
_record: list[int] = []
_kept: list[str] = []
_left_out: list[str] = []


def listen() -> None:
    """Begin to note what this process, and every process forked from it, opens."""
    _kept[:] = [_inside(folder) for folder in (folders.PACKAGE, *data_folders())]
    _left_out[:] = [_inside(folder) for folder in (Path(sysconfig.get_path("stdlib")).parent, *_SYSTEM)]
    sys.addaudithook(_hear)


def _inside(folder: str | Path) -> str:
    """Return what the name of everything in a folder begins with."""
    return f"{os.path.realpath(folder)}{os.sep}"


def data_folders() -> tuple[Path, ...]:
    """Return the folders of the data in use, the user's own first."""
    return tuple(dict.fromkeys([folders.data_folder(), folders.shipped_data_folder().resolve()]))


def write_to(path: Path) -> None:
    """Write the notes, those taken so far included, to a file in the folder of the kernel, whose files do not count."""
    _left_out.append(_inside(path.parent))
    for name, module in [*sys.modules.items()]:  # some were imported before there was a hook
        if name.partition(".")[0] == "iomreport" and getattr(module, "__file__", None):
            _note(os.path.realpath(str(module.__file__)))
    _record[:] = [os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)]
    for seen, existed in _seen.items():
        _write(seen, existed)


def read_record(path: Path) -> dict[str, bool | None]:
    """Return what a kernel opened, and of each file whether it was there then; None for what cannot be followed."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(json.loads(line) for line in lines)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        path, flags = arguments[0], arguments[-1]
        if isinstance(path, str | bytes | os.PathLike):
            _opened(os.fsdecode(path), flags if isinstance(flags, int) else 0)
    elif event == "os.rename":
        _written.add(os.path.realpath(os.fsdecode(arguments[1])))
    elif event == "sqlite3.connect":
        name = os.fsdecode(arguments[0])
        _opened(unquote(urlsplit(name).path) if name.startswith("file:") else name, 0)
    elif event in _LISTINGS and isinstance(arguments[0], str | bytes | os.PathLike):
        _listed(os.path.realpath(os.fsdecode(arguments[0])))
    elif event in _PROGRAMS and _asked_by_the_notebook():
        _note("another program", followed=False)
    elif event == "import" and arguments[0] in _UNHEARD:
        _note(arguments[0], followed=False)
    elif event == "iomreport.load":
        _given([arguments[0]])
    elif event == "iomreport.datasets":
        _given(descriptor.resources(folders.data_folder()))


def _opened(name: str, flags: int) -> None:
    path = _source(os.path.realpath(name))
    if flags & os.O_TRUNC or (flags & (os.O_WRONLY | os.O_RDWR) and not Path(path).exists()):
        _written.add(path)
    elif (
        not flags & os.O_WRONLY
        and path not in _written
        and path not in _seen
        and _counts(path)
        and not Path(path).is_dir()
    ):
        _note(path)
        link = str(Path(name).absolute())  # which may lead elsewhere later
        if link != path and not path.startswith(tuple(_kept)) and not link.endswith(".pyc"):
            _note(link)


def _listed(folder: str) -> None:
    if not folder.startswith(tuple(_kept)) and _counts(f"{folder}{os.sep}") and _asked_by_the_notebook():
        _note(folder)


def _asked_by_the_notebook() -> bool:
    """Tell whether code of the notebook or of its own modules asks, and no library on its own account."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        file, name = frame.f_code.co_filename, str(frame.f_globals.get("__name__"))
        if name.startswith("importlib"):  # on its way to a module
            return False
        if any(part in file for part in _INSTALLED):
            return name.startswith(_RUNNERS)
        if name != __name__ and not file.startswith(_left_out[0]):
            return True
        frame = frame.f_back
    return False


@lru_cache(maxsize=4096)
def _source(path: str) -> str:
    """Return the source of a compiled module; any other file as it is."""
    if path.endswith(".pyc"):
        with suppress(ValueError):
            return importlib.util.source_from_cache(path)
    return path


def _counts(path: str) -> bool:
    if path.startswith(tuple(_kept)):
        return path.endswith(".py") or not _by_catalog(sys._getframe(3))
    installed = path.startswith(tuple(_left_out)) or any(part in path for part in _INSTALLED)
    return not installed and not Path(path).name.startswith(_FONT_LIST)


def _by_catalog(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_globals.get("__name__") in _CATALOG:
            return True
        frame = frame.f_back
    return False


def _given(tables: Any) -> None:
    for table in tables:
        _note(os.path.realpath(descriptor.table_path(folders.data_folder(), table)))


def _note(path: str, followed: bool = True) -> None:
    if path not in _seen:
        _seen[path] = Path(path).exists() if followed else None
        if _record:
            _write(path, _seen[path])


def _write(path: str, existed: bool | None) -> None:
    os.write(_record[0], json.dumps([path, existed]).encode() + b"\n")
