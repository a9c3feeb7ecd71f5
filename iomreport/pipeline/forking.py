"""The process that kernels are forked from; it has imported what they need, so that they start at once.

It is started by `iomreport.pipeline.nursery` alone. It creates no thread, socket or figure. Orders arrive on
its standard input, a JSON object a line, and answers leave likewise. When the input ends, because the build is done or
dead, it kills what is left and ends.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import json
import os
import pkgutil
import select
import shutil
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from iomreport import deferred_import
from iomreport.pipeline import files_read, kernel_start

_NEEDED = ("pandas", "matplotlib.style", "matplotlib.figure", "matplotlib.backends.backend_svg", "ipykernel.kernelapp")
_RARELY = 100_000
"""New objects after which Python looks for cycles; it finds few in charts and frames, and takes a tenth of the time."""

_NOT_FOR_KERNELS = ("iomreport.pipeline", "iomreport.cli", "iomreport.export", "iomreport.__main__")


def main() -> None:
    """Import, say how many threads that took, and fork a kernel for each order until no more come."""
    orders, answers = _channels()
    top = Path(sys.argv[1])
    files_read.listen()
    _import()
    gc.freeze()
    gc.set_threshold(_RARELY)
    awake, wake = os.pipe2(os.O_NONBLOCK)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    living: set[int] = set()
    _answer(answers, {"threads": len(list(Path("/proc/self/task").iterdir()))})
    ended = False
    while not ended:
        readable, _, _ = select.select([orders, awake], [], [])
        if awake in readable:
            with suppress(BlockingIOError):
                os.read(awake, 4096)
            for pid, code in _ended(living):
                _answer(answers, {"ended": pid, "code": code})
        if orders in readable:
            line = orders.readline()
            ended = not line
            if line:
                _obey(json.loads(line), living, answers, (orders.fileno(), answers, awake, wake))
    for pid in living:
        _kill(pid, signal.SIGKILL)
    for pid in living:
        os.waitpid(pid, 0)
    shutil.rmtree(top, ignore_errors=True)


def _channels() -> tuple[Any, int]:
    """Keep the pipes of the build to ourselves, so that no import and no kernel writes to them."""
    orders, answers = os.fdopen(os.dup(0), "rb", buffering=0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nothing, standard)
    return orders, answers


def _import() -> None:
    """Import what kernels need, and let the catalog read its tables; what fails will fail where a cell asks for it."""
    import iomreport

    deferred_import.put_off()
    with _as_in_a_kernel():
        for name in (*_NEEDED, *_modules("iomreport", iomreport.__path__)):
            with suppress(Exception):
                importlib.import_module(name)
    with suppress(Exception):
        importlib.import_module("iomreport.catalog").preload()


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Offer what pandas looks for as it is imported, to learn that no terminal limits the width of its tables."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def _modules(package: str, folders: Sequence[str]) -> Iterator[str]:
    """Yield the names of modules that kernels may need, without importing any package to look into it."""
    for module in pkgutil.iter_modules(folders):
        name = f"{package}.{module.name}"
        if name not in _NOT_FOR_KERNELS:
            yield name
            if module.ispkg:
                yield from _modules(name, [str(Path(folder, module.name)) for folder in folders])


def _answer(answers: int, content: dict[str, int]) -> None:
    with suppress(BrokenPipeError):  # the build is gone, and so will this process be in a moment
        os.write(answers, json.dumps(content).encode() + b"\n")


def _obey(order: dict[str, Any], living: set[int], answers: int, own: tuple[int, ...]) -> None:
    if "signal" in order:
        if order["pid"] in living:
            _kill(order["pid"], order["signal"])
        return
    pid = os.fork()
    if pid == 0:
        try:
            _become_kernel(order, own)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    with suppress(OSError):  # it may have done so itself
        os.setpgid(pid, pid)
    living.add(pid)
    _answer(answers, {"forked": pid})


def _become_kernel(order: dict[str, Any], own: tuple[int, ...]) -> None:
    """Turn the process just forked into a kernel, in a group of its own together with what it will start."""
    os.setpgid(0, 0)
    kernel_start.die_with_parent()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for descriptor in own:
        os.close(descriptor)
    words = os.open(order["words"], os.O_WRONLY | os.O_APPEND)
    os.dup2(words, 1)
    os.dup2(words, 2)
    os.chdir(order["cwd"])
    os.environ.update(order["env"])
    sys.argv = ["kernel", *order["arguments"]]
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    kernel_start.start(order["arguments"])
    os._exit(0)


def _ended(living: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the kernels that have ended, after killing what they started; until then their numbers stay taken."""
    while living:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if found is None:
            return
        _kill(found.si_pid, signal.SIGKILL)
        _, status = os.waitpid(found.si_pid, 0)
        living.discard(found.si_pid)
        yield found.si_pid, os.waitstatus_to_exitcode(status)


def _kill(group: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


if __name__ == "__main__":
    main()
