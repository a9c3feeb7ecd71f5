"""Files written all or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from iomreport.errors import UsageError


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files so that each is whole, and all are written or none.

    Each is written beside its place first and then put there in one step. Should that fail for one of them, those
    before it are put back.

    Parameters
    ----------
    files : mapping
        From the path to what the file will hold. Folders are made where they do not exist.

    Raises
    ------
    UsageError
        If one cannot be written; then everything is as it was.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_all({Path(folder, "a.csv"): b"a", Path(folder, "b.csv"): b"b"})
    ...     sorted(file.name for file in Path(folder).iterdir())
    ['a.csv', 'b.csv']
    """
    before: dict[Path, bytes | None] = {}
    beside: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            place = path.resolve()
            place.parent.mkdir(parents=True, exist_ok=True)
            beside[place] = _write_beside(place, content)
        for place, temporary in beside.items():
            former = place.read_bytes() if place.exists() else None
            temporary.replace(place)
            before[place] = former
    except OSError as error:
        _put_back(before)
        raise UsageError(f"{error.filename or path} cannot be written: {error.strerror or error}") from error
    finally:
        for temporary in beside.values():
            temporary.unlink(missing_ok=True)


def _write_beside(place: Path, content: bytes) -> Path:
    temporary = place.with_name(f".{place.name}.{os.getpid()}.new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if place.exists():
        shutil.copymode(place, temporary)
    return temporary


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    for place, content in before.items():
        if content is None:
            place.unlink(missing_ok=True)
        else:
            _write_beside(place, content).replace(place)
