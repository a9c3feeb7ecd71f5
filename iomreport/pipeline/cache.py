"""Remember what a notebook's code gave, for as long as nothing that can change it has changed.

An entry is a line that says what it rests on, and under it the content. Above both stands their digest, which tells a
damaged entry, which counts as none. Entries are written aside and moved into place, so that several builds may share
them.
"""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iomreport.pipeline.fingerprint import Files, digest

_Cells = list[dict[str, Any]]

_FORMAT = 3
_KINDS = {
    "outputs": "*.json",
    "editions": "*.edition",
    "cells": "*.json",
    "last": "*.json",
}  # folders, and what is in each
_KEPT = 30 * 24 * 3600  # seconds for which an entry is kept that no build uses


def folder() -> Path:
    """Return where results are remembered: `IOMREPORT_CACHE`, or this system's place for caches."""
    own = os.environ.get("IOMREPORT_CACHE")
    if own:
        return Path(own)
    import platformdirs

    return Path(platformdirs.user_cache_dir("iomreport"))


def key(code: list[dict[str, Any]], surroundings: Mapping[str, Any]) -> str:
    """Return a digest of all that a notebook's results rest on but for files, which are known only once it has run."""
    return digest(str(_FORMAT), json.dumps(surroundings, sort_keys=True), *map(digest_of_cell, code))


def digest_of_cell(cell: Mapping[str, Any]) -> str:
    """Return a digest of what decides what a cell gives: its code, and its tags, which nbclient obeys."""
    return digest(cell["source"], *cell.get("metadata", {}).get("tags", []))


class DamagedError(ValueError):
    """An entry is not as it was written."""


@dataclass(frozen=True)
class Entry:
    """What the code of a notebook gave, and what that rests on: digests of files, cells, versions and parameters."""

    rests_on: Mapping[str, Any]
    seconds: float
    body: bytes  # as `body_of` gave it
    content: str  # a digest of that
    path: Path


def body_of(cells: list[dict[str, Any]]) -> bytes:
    """Return outputs and counts of each code cell as they are remembered."""
    kept = [{"outputs": cell["outputs"], "execution_count": cell["execution_count"]} for cell in cells]
    return json.dumps(kept, ensure_ascii=False).encode()


def recall(base: str, files: Files) -> Entry | None:
    """Return what code of a key gave before with the files as they are; a `DamagedError` if that cannot be used."""
    damaged = None
    for path in sorted((folder() / "outputs").glob(f"{base}-*.json")):
        try:
            entry = _entry(path)
            if files.unchanged(entry.rests_on["files"]):
                with suppress(OSError):
                    os.utime(path)
                return entry
        except DamagedError as error:
            damaged = error
        except OSError:  # another build took it away
            continue
    if damaged:
        raise damaged
    return None


def _entry(path: Path) -> Entry:
    header, body = _read(path)
    return Entry(header["rests_on"], float(header["seconds"]), body, hashlib.sha256(body).hexdigest(), path)


def remember(base: str, rests_on: Mapping[str, Any], seconds: float, body: bytes) -> Path:
    """Keep what code gave for the next build; return where."""
    name = f"{base}-{digest(json.dumps(rests_on['files'], sort_keys=True))[:16]}.json"
    _write(folder() / "outputs" / name, {"rests_on": dict(rests_on), "seconds": round(seconds, 3)}, body)
    return folder() / "outputs" / name


def edition(name: str) -> bytes | None:
    """Return an edition that was rendered before, if there is one and it is sound."""
    path = folder() / "editions" / f"{name}.edition"
    try:
        _, body = _read(path)
        os.utime(path)
    except (OSError, DamagedError):
        return None
    return body


def keep_edition(name: str, content: bytes) -> None:
    """Keep a rendered edition for the next build."""
    _write(folder() / "editions" / f"{name}.edition", {}, content)


def cells_of(content: bytes, read: Callable[[], _Cells | None]) -> _Cells | None:
    """Return what `read` makes of the content of a notebook's file, or made of it before, as outputs are long."""
    path = folder() / "cells" / f"{digest(content)}.json"
    try:
        cells: _Cells | None = json.loads(_read(path)[1])
        os.utime(path)
    except (OSError, DamagedError):
        cells = read()
        with suppress(OSError):
            _write(path, {}, json.dumps(cells).encode())
    return cells


def last_entry(notebook: Path) -> tuple[Entry | None, bool]:
    """Return what the last build kept of a notebook, if it is still there, and whether there was such a build."""
    for path in _places_of_last(notebook):
        with suppress(OSError, DamagedError):
            name = _read(path)[1].decode()
            with suppress(OSError, DamagedError):
                return _entry(folder() / "outputs" / name), True
            return None, True
    return None, False


def note_last(notebook: Path, entry: Path) -> None:
    """Note for the next build which entry a notebook has."""
    for path in _places_of_last(notebook):
        try:
            known = _read(path)[1]
        except (OSError, DamagedError):
            known = b""
        if known != entry.name.encode():
            _write(path, {}, entry.name.encode())


def _places_of_last(notebook: Path) -> list[Path]:
    """Return where the note of a notebook stands: by its place, and by its name for a copy of it elsewhere."""
    return [folder() / "last" / f"{digest(name)}.json" for name in (str(notebook.resolve()), notebook.name)]


def _write(path: Path, header: Mapping[str, Any], body: bytes) -> None:
    content = json.dumps({"format": _FORMAT, **header}).encode() + b"\n" + body
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(digest(content).encode() + b"\n" + content)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _read(path: Path) -> tuple[dict[str, Any], bytes]:
    known, _, content = path.read_bytes().partition(b"\n")
    header, _, body = content.partition(b"\n")
    if known != digest(content).encode() or json.loads(header)["format"] != _FORMAT:
        raise DamagedError(f"{path.name} is damaged")
    return json.loads(header), body


@contextmanager
def kept_or(said: Callable[[str], None], name: str) -> Iterator[None]:
    """Go on without what cannot be written to the cache, and say so."""
    try:
        yield
    except OSError as error:
        said(f"{name}: not kept for the next build: {folder()}: {error.strerror or error}")


def tidy() -> None:
    """Forget entries that no build has used for a month, and what killed builds left half written."""
    now = time.time()
    for path in _files():
        with suppress(OSError):
            if now - path.stat().st_mtime > (3600 if path.suffix == ".part" else _KEPT):
                path.unlink()


def clean() -> tuple[int, int]:
    """Forget everything; return how many files were removed, and how many bytes they held."""
    number = size = 0
    for path in _files():
        size += path.stat().st_size
        path.unlink(missing_ok=True)
        number += 1
    for kind in _KINDS:
        with suppress(OSError):
            (folder() / kind).rmdir()
    return number, size


def _files() -> Iterator[Path]:
    """Yield the files of the cache, and nothing else that may lie in its folder."""
    for kind, pattern in _KINDS.items():
        for wanted in (pattern, "*.part"):
            yield from sorted((folder() / kind).glob(wanted))
