"""Remember what a notebook's code gave, for as long as nothing that can change it has changed.

An entry is a line that says what it rests on, and under it the content; digests of both tell a damaged entry, which
counts as none. Entries are written aside and moved into place, so that several builds may share them.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iomreport.pipeline.fingerprint import Inputs, digest

_FORMAT = 2
_KINDS = {"outputs": "*.json", "editions": "*.edition", "last": "*.json"}
"""Folders of the cache, and what stands in each."""

_KEPT = 30 * 24 * 3600
"""Seconds for which an entry is kept that no build uses."""


def folder() -> Path:
    """Return where results are remembered: `IOMREPORT_CACHE`, or this system's place for caches."""
    told = os.environ.get("IOMREPORT_CACHE")
    if told:
        return Path(told)
    import platformdirs

    return Path(platformdirs.user_cache_dir("iomreport"))


def key(code: list[dict[str, Any]], inputs: Inputs) -> str:
    """Return a digest of everything that can change what code gives, except for the data, which it may not read.

    Parameters
    ----------
    code : list of dict
        Code cells in their order.
    inputs : Inputs
        The surroundings.
    """
    return digest(str(_FORMAT), json.dumps(inputs.fixed, sort_keys=True), *(cell["source"] for cell in code))


class DamagedError(ValueError):
    """An entry is not as it was written."""


@dataclass(frozen=True)
class Entry:
    """What the code of a notebook gave.

    Attributes
    ----------
    data : mapping of str to str
        Digest of each part of the data that was read.
    seconds : float
        How long it took.
    content : str
        Digest of the outputs.
    path : Path
        Where they stand.
    """

    data: Mapping[str, str]
    seconds: float
    content: str
    path: Path

    def outputs(self) -> list[dict[str, Any]]:
        """Return outputs and counts of each code cell.

        Raises
        ------
        DamagedError
            If they are not what was remembered.
        OSError
            If they cannot be read.
        """
        return outputs_in(_read(self.path)[1])


def outputs_in(body: bytes) -> list[dict[str, Any]]:
    """Return outputs and counts of each code cell, as `body_of` wrote them."""
    cells: list[dict[str, Any]] = json.loads(body)
    return cells


def body_of(cells: list[dict[str, Any]]) -> bytes:
    """Return outputs and counts of each code cell as they are remembered."""
    kept = [{"outputs": cell["outputs"], "execution_count": cell["execution_count"]} for cell in cells]
    return json.dumps(kept, ensure_ascii=False).encode()


def recall(base: str, inputs: Inputs) -> Entry | None:
    """Return what code gave before with the data as they are.

    Parameters
    ----------
    base : str
        As `key` gives it.
    inputs : Inputs
        The surroundings.

    Raises
    ------
    DamagedError
        If there is an entry that cannot be used, and no other.
    """
    damaged = None
    for path in sorted((folder() / "outputs").glob(f"{base}-*.json")):
        try:
            header, _ = _read(path)
            entry = Entry(header["data"], float(header["seconds"]), header["content"], path)
            if inputs.still(entry.data):
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


def remember(base: str, data: Mapping[str, str], seconds: float, body: bytes) -> None:
    """Keep what code gave for the next build.

    Raises
    ------
    OSError
        If the cache cannot be written to.
    """
    name = f"{base}-{digest(json.dumps(data, sort_keys=True))[:16]}.json"
    _write(folder() / "outputs" / name, {"data": dict(data), "seconds": round(seconds, 3)}, body)


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
    """Keep a rendered edition for the next build.

    Raises
    ------
    OSError
        If the cache cannot be written to.
    """
    _write(folder() / "editions" / f"{name}.edition", {}, content)


def last(notebook: Path) -> dict[str, Any]:
    """Return what the last build noted of a notebook; empty if it was none."""
    for path in _places_of_last(notebook):
        with suppress(OSError, DamagedError):
            noted: dict[str, Any] = json.loads(_read(path)[1])
            return noted
    return {}


def note_last(notebook: Path, noted: Mapping[str, Any]) -> None:
    """Note what the next build should know of a notebook: what it rested on, and how long it took.

    Raises
    ------
    OSError
        If the cache cannot be written to.
    """
    for path in _places_of_last(notebook):
        _write(path, {}, json.dumps(noted).encode())


def _places_of_last(notebook: Path) -> list[Path]:
    """Return where the note of a notebook stands: by its place, and by its name for a copy of it elsewhere."""
    return [folder() / "last" / f"{digest(name)}.json" for name in (str(notebook.resolve()), notebook.name)]


def _write(path: Path, header: Mapping[str, Any], body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    told = json.dumps({"format": _FORMAT, "content": hashlib.sha256(body).hexdigest(), **header}).encode()
    handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(digest(told).encode() + b" " + told + b"\n" + body)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _read(path: Path) -> tuple[dict[str, Any], bytes]:
    head, _, body = path.read_bytes().partition(b"\n")
    seal, _, told = head.partition(b" ")
    if seal != digest(told).encode():
        raise DamagedError(f"{path.name} is damaged")
    header: dict[str, Any] = json.loads(told)
    if header["format"] != _FORMAT or header["content"] != hashlib.sha256(body).hexdigest():
        raise DamagedError(f"{path.name} is damaged")
    return header, body


def tidy() -> None:
    """Forget entries that no build has used for a month, and what killed builds left half written."""
    now = time.time()
    for path in _files():
        with suppress(OSError):
            if now - path.stat().st_mtime > (3600 if path.suffix == ".part" else _KEPT):
                path.unlink()


def clean() -> tuple[int, int]:
    """Forget everything.

    Returns
    -------
    number, size : int
        How many files were removed, and how many bytes they held.

    Raises
    ------
    OSError
        If a file cannot be removed.
    """
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
