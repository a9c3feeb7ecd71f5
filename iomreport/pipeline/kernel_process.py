"""What runs in a kernel of a build: an ordinary ipykernel that notes which files it opens.

`python -m iomreport.pipeline.kernel_process` starts one, as ipykernel would; `iomreport.pipeline.fork_server` makes
others out of a process that has run `preload`.
"""

import builtins
import gc
import importlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from iomreport import deferred_import
from iomreport.pipeline import opened_files

RECORD = "IOMREPORT_RECORD"  # variable that names the file for the names of what is opened

_NEEDED = (
    "pandas",
    "pandas.io.formats.csvs",
    "matplotlib.style",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "iomreport.catalog.loader",
    "iomreport.catalog.sources",
    "iomreport.charts.svg",
    "iomreport.charts.theme",
    "iomreport.exhibits.figure",
    "iomreport.exhibits.frame_display",
    "iomreport.exhibits.sentences",
    "iomreport.exhibits.table",
)
"""What every notebook needs. No chapter: a word changed in one would then run them all."""

# New objects after which Python looks for cycles; it finds few in charts and frames, and takes a tenth of the time.
_RARELY = 100_000

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG in linux/prctl.h


def start(arguments: Sequence[str]) -> None:
    """Be a kernel until told to stop; the arguments are as on the command line of ipykernel."""
    from ipykernel.kernelapp import IPKernelApp

    opened_files.write_to(Path(os.environ.pop(RECORD)))
    IPKernelApp.launch_instance(argv=[*arguments], parent_handle=os.getppid())


def die_with_parent(number: int = signal.SIGKILL) -> None:
    """Ask the system for a signal as soon as the process that started this one is gone, where the system can."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, number)


def _end_kernels(*_: object) -> None:
    """Kill every kernel with all that it has started, as the build is gone and nobody else will, and end."""
    for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split():
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(int(pid), signal.SIGKILL)
    os._exit(1)


@dataclass(frozen=True)
class Forked:
    """A kernel to be made of a fork of the server, which calls `_bootstrap` as it does for any process."""

    arguments: Sequence[str]
    folder: str
    words: str
    environment: dict[str, str]

    def _bootstrap(self, parent_sentinel: int) -> int:
        """Turn the process just forked into a kernel, in a group of its own together with what it will start."""
        os.setpgid(0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        die_with_parent()
        words = os.open(self.words, os.O_WRONLY | os.O_APPEND)
        os.dup2(words, 1)
        os.dup2(words, 2)
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environment)
        sys.argv = ["kernel", *self.arguments]
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()
        start(self.arguments)
        return 0


def preload() -> None:
    """Import what kernels need and let the catalog read its tables; what fails will fail where a cell asks for it.

    This runs in the fork server before it forks. A process with threads cannot be forked safely: it ends at once, and
    kernels are started one by one.
    """
    os.setsid()  # the terminal's Ctrl-C is for the build alone
    signal.signal(signal.SIGTERM, _end_kernels)
    die_with_parent(signal.SIGTERM)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # forgets one that came before there was a session
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, handler)
    os.environ.pop("PYTHONSAFEPATH", None)
    gc.set_threshold(_RARELY)
    opened_files.listen()
    deferred_import.put_off()
    with _as_in_a_kernel():
        for name in _NEEDED:
            with suppress(Exception):
                importlib.import_module(name)
    with suppress(Exception):
        importlib.import_module("iomreport.catalog.loader").preload()
    gc.freeze()
    if len([*Path("/proc/self/task").iterdir()]) > 1:
        os._exit(1)


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Offer what pandas looks for as it is imported, to learn that no terminal limits the width of its tables."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


if __name__ == "__main__":
    die_with_parent()
    deferred_import.put_off()
    opened_files.listen()
    start(sys.argv[1:])
