"""What a kernel reads of the data, written down as it reads, so that the cache knows what its results rest on.

The catalog tells of each table by an audit event of Python's; files of the data folders that are opened in any other
way are noted by their names.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from iomreport.catalog import folders

_names: set[str] = set()
_seen: dict[str, None] = {}
_file: list[int] = []


def listen() -> None:
    """Begin to note what this process, and every process forked from it, reads of the data."""
    for folder in data_folders().values():
        _names.update(path.name for path in folder.rglob("*"))
    sys.addaudithook(_hear)


def data_folders() -> dict[str, Path]:
    """Return the folders of the data in use, by what notes call them."""
    own, shipped = folders.data_folder(), folders.shipped_data_folder().resolve()
    return {"shipped": shipped} if own == shipped else {"own": own, "shipped": shipped}


def write_to(path: Path) -> None:
    """Write the notes, those taken so far included, to a file: one a line, each once."""
    _file[:] = [os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)]
    for note in _seen:
        _write(note)


def notes_in(path: Path) -> frozenset[str]:
    """Return the notes that a kernel wrote to a file."""
    return frozenset(path.read_text(encoding="utf-8").splitlines())


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        if isinstance(arguments[0], str | bytes | os.PathLike):
            _hear_opening(os.fsdecode(arguments[0]))
    elif event == "iomreport.load":
        _note(f"table {arguments[0]}")
    elif event == "iomreport.datasets":
        _note("datasets")


def _hear_opening(path: str) -> None:
    if Path(path).name not in _names or _by_catalog(sys._getframe(2)):
        return
    real = Path(path).resolve()
    for name, folder in data_folders().items():
        if real.is_relative_to(folder):
            _note(f"file {name} {real.relative_to(folder).as_posix()}")


def _by_catalog(frame: FrameType | None) -> bool:
    """Tell whether the catalog is reading, which tells of its tables by itself."""
    while frame is not None:
        if frame.f_globals.get("__name__") == "iomreport.catalog":
            return True
        frame = frame.f_back
    return False


def _note(note: str) -> None:
    if note not in _seen:
        _seen[note] = None
        if _file:
            _write(note)


def _write(note: str) -> None:
    os.write(_file[0], f"{note}\n".encode())
