"""Put the report in place, whole or not at all.

No system can rename two files at once. So the files of the report become links for a moment: first to copies of what
they were, through one further link; that link is then turned, in one step, to what they shall be; and last the links
give way to the files themselves. A build that is killed leaves either the last report or the new one, and the next
build to write there clears up after it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from iomreport.errors import BuildError

_PREFIX = ".iomreport-"
_NOW = "now"
_STEP = 0.05
"""Seconds between two tries to take a lock."""


def write(files: Mapping[str, bytes], folder: Path, waiting: Callable[[], None] = lambda: None) -> list[Path]:
    """Write files into a folder, all of them or none.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by file name.
    folder : Path
        Where to; made if it does not exist.
    waiting : callable
        Called once if another build is writing there, and has to be waited for.

    Returns
    -------
    list of Path
        The files written. Files that have their content already are left alone.

    Raises
    ------
    BuildError
        If the folder cannot be written to; what was there stays.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with held(folder, waiting):
            _clear(folder)
            changed = {name: content for name, content in files.items() if not _holds(folder / name, content)}
            if changed:
                _replace(changed, folder)
    except OSError as error:
        raise BuildError(f"the report could not be written to {folder}: {error.strerror or error}") from error
    return [folder / name for name in files]


def clear(folder: Path) -> None:
    """Clear up after builds that were killed while they wrote to a folder, if there is one."""
    if folder.is_dir():
        with held(folder):
            _clear(folder)


def _clear(folder: Path) -> None:
    for aside in folder.glob(f"{_PREFIX}*"):
        _settle(aside)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _replace(files: Mapping[str, bytes], folder: Path) -> None:
    """Replace files at one moment."""
    aside = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    try:
        aside.chmod(0o755)  # as links lead through it
        for part in ("old", "new"):
            (aside / part).mkdir()
        for name, content in files.items():
            _write(aside / "new" / name, content)
            if (folder / name).is_dir():
                raise IsADirectoryError(f"{folder / name} is a folder")
        if len(files) == 1 or not _can_link(aside):
            for name in files:
                (aside / "new" / name).replace(folder / name)
        else:
            _turn(list(files), folder, aside)
    finally:
        _settle(aside)


def _turn(names: list[str], folder: Path, aside: Path) -> None:
    for name in names:
        with suppress(FileNotFoundError):
            shutil.copyfile(folder / name, aside / "old" / name)
    (aside / _NOW).symlink_to("old")
    for name in names:
        (aside / name).symlink_to(Path(aside.name, _NOW, name))
        (aside / name).replace(folder / name)
    (aside / "then").symlink_to("new")
    (aside / "then").replace(aside / _NOW)  # this is the moment


def _settle(aside: Path) -> None:
    """Put the files that links show now in the place of the links, and remove what was set aside."""
    folder = aside.parent
    for path in list(folder.iterdir()):
        target = path.readlink() if path.is_symlink() else Path()
        if target.parts[:2] == (aside.name, _NOW):
            shown = aside / _NOW / target.name
            if shown.is_file():
                shown.replace(path)
            else:
                path.unlink()
    shutil.rmtree(aside, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _can_link(aside: Path) -> bool:
    try:
        (aside / "try").symlink_to("old")
        (aside / "try").unlink()
    except (OSError, NotImplementedError):
        return False
    return True


@contextmanager
def held(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold a folder for this process alone; whoever wants it meanwhile waits.

    The lock is the system's: it leaves no file in the folder, and goes when the process does, however it ends.

    Parameters
    ----------
    folder : Path
        A folder that exists.
    waiting : callable
        Called once if another process holds the folder.
    """
    handle = _handle(folder)
    try:
        told = False
        while not _taken(handle):
            if not told:
                waiting()
                told = True
            time.sleep(_STEP)
        yield
    finally:
        os.close(handle)  # which lets go of the lock


if sys.platform == "win32":
    import msvcrt

    def _handle(folder: Path) -> int:
        name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        return os.open(Path(tempfile.gettempdir()) / f"iomreport-{name}.lock", os.O_RDWR | os.O_CREAT)

    def _taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import errno
    import fcntl

    def _handle(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
                return False
            if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EBADF}:
                raise
        return True  # also where the file system knows no locks
