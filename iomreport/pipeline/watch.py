"""Rebuild the HTML edition whenever a notebook, the package or the data change, and show it in a browser."""

import signal
import subprocess
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchfiles import Change, DefaultFilter
from watchfiles import watch as changes_in

from iomreport.catalog import folders
from iomreport.pipeline import processes
from iomreport.pipeline.opened_files import data_folders
from iomreport.pipeline.preview_server import HOST, Server

_STEP = 100  # milliseconds without a change, after which files count as saved
_ERROR = "iomreport: "  # what the command line puts before the line that says why it failed


def watch(out: Path = Path("build"), *, port: int = 8765, said: Callable[[str], None] = lambda message: None) -> None:
    """Build the HTML edition, serve it on this machine, and do so again after each change, until interrupted.

    `said` is given what happens, line by line. A port that cannot be used is a `UsageError`; 0 means any that is free.
    """
    server = Server(out / "report.html", port)
    try:
        said(f"http://{HOST}:{server.server_port}/ shows the report and follows every change; Ctrl-C ends")
        for number, batch in enumerate(_batches()):  # the first is empty: changes are listened to from here on
            if batch:
                said(f"changed: {', '.join(_names(batch))}")
            if batch or number == 0:
                _rebuild(server, out, said)
    finally:
        server.close()


def _batches() -> Iterator[Collection[tuple[Change, str]]]:
    return changes_in(*watched_folders(), watch_filter=Sources(), step=_STEP, rust_timeout=_STEP, yield_on_timeout=True)


def watched_folders() -> list[Path]:
    """Return the folders of all that the report is made from."""
    return [*dict.fromkeys([folders.notebooks_folder(), *data_folders(), folders.PACKAGE])]


class Sources(DefaultFilter):
    """Lets through what the report is made from, and not what Python and editors leave behind."""

    def __call__(self, change: Change, path: str) -> bool:
        """Tell whether a change of a file matters."""
        if Path(path).parent == folders.notebooks_folder() and not path.endswith(".ipynb"):
            return False
        return super().__call__(change, path)


def _names(batch: Collection[tuple[Change, str]]) -> list[str]:
    """Return the names of the files that changed; of those that came and went again only if there are no others."""
    there = {Path(path).name for _, path in batch if Path(path).exists()}
    return sorted(there or {Path(path).name for _, path in batch})


def _rebuild(server: Server, out: Path, said: Callable[[str], None]) -> None:
    """Build in a new process, which uses the package as it now is, and show the page or why there is none."""
    begun = time.monotonic()
    reason = last = ""
    with _building(out) as process:
        for line in process.stderr or ():
            if line.startswith(_ERROR):
                reason = line.removeprefix(_ERROR)
            elif reason:  # the message goes on
                reason += line
            else:
                last = line.strip()
                said(last)
    if process.returncode:
        reason = reason.strip() or f"the build ended with exit code {process.returncode}: {last}"
        said(f"not rebuilt: {reason}")
    else:
        said(f"rebuilt in {time.monotonic() - begun:.1f} s")
    server.show(reason)


@contextmanager
def _building(out: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a build; should nobody wait for it any longer, end it as Ctrl-C would."""
    process = subprocess.Popen(
        [*processes.python("iomreport"), "build", "--formats", "html", "--out", str(out.absolute())],
        env=processes.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,  # the terminal's Ctrl-C is for the one that watches
    )
    try:
        yield process
    except BaseException:
        process.send_signal(signal.SIGINT)
        raise
    finally:
        process.communicate()
