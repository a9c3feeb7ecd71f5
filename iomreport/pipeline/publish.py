"""Write the report: each file whole, and one build at a time.

Files are written beside those they replace and then moved into their place. A build that is killed leaves each file
either as it was or new; what it left beside them goes with the next build.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from iomreport.errors import BuildError

_ASIDE = ".iomreport-"


def write(files: Mapping[str, bytes], folder: Path, waiting: Callable[[], None] = lambda: None) -> list[Path]:
    """Write files into a folder, which is made if need be, and return them; those that have their content stay.

    `waiting` is called once if another build is writing there, and has to be waited for. If the folder cannot be
    written to, that is a `BuildError`, and what was there stays.
    """
    paths = [folder / name for name in files]
    if all(_holds(folder / name, content) for name, content in files.items()) and not any(_left_over(folder)):
        return paths
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, waiting):
            _clear(folder)
            _replace({name: content for name, content in files.items() if not _holds(folder / name, content)}, folder)
    except OSError as error:
        raise BuildError(f"the report could not be written to {folder}: {error.strerror or error}") from error
    return paths


def clear(folder: Path) -> None:
    """Clear up after builds that were killed while they wrote to a folder, if there is one."""
    if folder.is_dir():
        with locked(folder):
            _clear(folder)


def _left_over(folder: Path) -> Iterator[Path]:
    return folder.glob(f"{_ASIDE}*")


def _clear(folder: Path) -> None:
    for path in _left_over(folder):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _replace(files: Mapping[str, bytes], folder: Path) -> None:
    """Write all files aside before the first is moved into its place, so that a full disk changes nothing."""
    asides = {name: folder / f"{_ASIDE}{name}" for name in files}
    try:
        for name, content in files.items():
            if (folder / name).is_dir():
                raise IsADirectoryError(f"{folder / name} is a folder")
            with asides[name].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for name, aside in asides.items():
            aside.replace(folder / name)
    finally:
        for aside in asides.values():
            aside.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep other builds from writing to a folder; whoever wants to calls `waiting` once, and waits.

    The lock goes with the process, however it ends. Its file stands among the system's temporary files.
    """
    from filelock import FileLock, Timeout

    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"iomreport-{name}.lock", mode=0o666)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
