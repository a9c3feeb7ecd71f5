"""Do two things on two cores, by a fork of this process where that is safe, else one after the other."""

import gc
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from iomreport.errors import BuildError
from iomreport.pipeline.kernel_process import die_with_parent

_ENDED = "a process that rendered an edition has died, perhaps because memory ran out"


def at_once(tasks: Sequence[Callable[[], bytes]], *, fork: bool = True) -> list[bytes]:
    """Return what tasks give; all but the last are done by forks, which need import nothing."""
    if len(tasks) < 2 or not (fork and can_fork_now()):
        return [_alone(task) for task in tasks]
    context = get_context("fork")
    children = []
    gc.freeze()  # what the search for cycles does not touch stays shared
    try:
        for task in tasks[:-1]:
            receiver, sender = context.Pipe(duplex=False)
            child = context.Process(target=_send, args=(task, sender), daemon=True)
            child.start()
            sender.close()
            children.append((child, receiver))
        last = tasks[-1]()
        return [*(_received(receiver) for _, receiver in children), last]
    finally:
        gc.unfreeze()
        for child, receiver in children:
            child.kill()
            child.join()
            receiver.close()


def _alone(task: Callable[[], bytes]) -> bytes:
    """Do a task once the memory of what came before is free: two editions by threads take 40 MB more than in turn."""
    gc.collect()
    return task()


def can_fork_now() -> bool:
    """Tell whether this process has one thread; with more, as after kernels or Typst were used, a fork may hang."""
    return sys.platform == "linux" and len([*Path("/proc/self/task").iterdir()]) == 1


def _send(task: Callable[[], bytes], sender: Any) -> None:
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build, which then ends this process
    try:
        sender.send(task())
    except Exception as error:  # for the build to raise
        sender.send(error)


def _received(receiver: Any) -> bytes:
    try:
        result = receiver.recv()
    except EOFError:
        raise BuildError(_ENDED) from None
    if isinstance(result, Exception):
        raise result
    return bytes(result)
