"""Rebuild the HTML edition whenever a notebook, the package or the data change, and show it in a browser."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from iomreport.catalog import folders
from iomreport.errors import BuildError
from iomreport.pipeline import processes
from iomreport.pipeline.files_read import data_folders
from iomreport.pipeline.preview_server import Server

_STEP = 0.1
"""Seconds between two looks at the files; a saved file counts once it stays the same for one step."""

State = dict[Path, tuple[int, int]]


def watch(
    out: Path = Path("build"),
    *,
    port: int = 8765,
    notebooks: Path | None = None,
    said: Callable[[str], None] = lambda message: None,
) -> None:
    """Build the HTML edition, serve it on this machine, and do so again after each change, until interrupted.

    Parameters
    ----------
    out : Path
        Folder to write to.
    port : int
        Where to serve; 0 for any port that is free.
    notebooks : Path, optional
        Folder of the notebooks; those that travel with the package by default.
    said : callable
        Is told what happens, line by line.

    Raises
    ------
    UsageError
        If the port cannot be used.
    """
    server = Server(out / "report.html", port)
    worker = _Worker()
    try:
        said(f"{server.address} shows the report and follows every change; Ctrl-C ends")
        state = snapshot(notebooks)
        _rebuild(worker, out, notebooks, said)
        server.announce()
        while True:
            state, changed = _next(state, notebooks)
            said(f"changed: {', '.join(sorted({path.name for path in changed}))}")
            if any(_in_package(path) for path in changed):
                worker.close()
                worker = _Worker()
            _rebuild(worker, out, notebooks, said)
            server.announce()
    finally:
        worker.close()
        server.close()


def snapshot(notebooks: Path | None = None) -> State:
    """Return the state of every file that the report is made from: when it was written, and its size."""
    state = {}
    for path in _files(notebooks or folders.notebooks_folder()):
        with suppress(OSError):  # it is gone again
            found = path.stat()
            state[path] = (found.st_mtime_ns, found.st_size)
    return state


def _files(notebooks: Path) -> Iterator[Path]:
    yield from notebooks.glob("*.ipynb")
    for folder in data_folders().values():
        yield from (path for path in folder.rglob("*") if path.is_file())
    yield from (path for path in _package().rglob("*") if _in_package(path) and path.is_file())


def _package() -> Path:
    return folders.PACKAGE


def _in_package(path: Path) -> bool:
    if not path.is_relative_to(_package()):
        return False
    inside = path.relative_to(_package()).parts
    return "__pycache__" not in inside and inside[:1] != ("shipped",)


def _next(state: State, notebooks: Path | None) -> tuple[State, set[Path]]:
    """Wait for a change that is over, and return the new state with the files that differ."""
    last = state
    while True:
        time.sleep(_STEP)
        now = snapshot(notebooks)
        if now == last != state:
            return now, {path for path in {*now, *state} if now.get(path) != state.get(path)}
        last = now


def _rebuild(worker: _Worker, out: Path, notebooks: Path | None, said: Callable[[str], None]) -> None:
    begun = time.monotonic()
    try:
        worker.build(out, notebooks, said)
    except BuildError as error:
        said(f"not rebuilt: {error}")
    else:
        said(f"rebuilt in {time.monotonic() - begun:.1f} s")


def _started() -> subprocess.Popen[str]:
    return subprocess.Popen(
        processes.python("iomreport.pipeline.worker"),
        env=processes.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,  # the terminal's Ctrl-C is for the one that watches
    )


class _Worker:
    """The process that builds."""

    def __init__(self) -> None:
        self._process = _started()

    def build(self, out: Path, notebooks: Path | None, said: Callable[[str], None]) -> None:
        """Have the report built.

        Raises
        ------
        BuildError
            If it could not be.
        """
        request = {"out": str(out.absolute()), "notebooks": str(notebooks.absolute()) if notebooks else None}
        for answer in self._answers(request):
            if "said" in answer:
                said(answer["said"])
            elif "error" in answer:
                raise BuildError(answer["error"])
            else:
                return
        raise BuildError("the process that builds has died; the next change starts another")

    def _answers(self, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if self._process.poll() is not None:
            self.close()
            self._process = _started()
        assert self._process.stdin
        assert self._process.stdout
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        for line in self._process.stdout:
            yield json.loads(line)

    def close(self) -> None:
        """Stop it, whatever it is doing."""
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
