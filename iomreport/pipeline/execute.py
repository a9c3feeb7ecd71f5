"""Run the code of notebooks in real kernels, several at once."""

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from iomreport.errors import BuildError
from iomreport.pipeline import processes
from iomreport.pipeline.fingerprint import FIXED
from iomreport.pipeline.progress import Progress

TIMEOUT = 300  # seconds that one cell may take

_DROPPED = ("PYTHONSTARTUP", "SOURCE_DATE_EPOCH")  # variables of the user that no kernel sees

NOT_FORKED = "kernels cannot be forked safely here; they are started one by one"


@dataclass
class Task:
    """A notebook to run.

    Its outputs are replaced. The one that may take the most `seconds` is begun first; once it has run, they are how
    long it took, and `opened` names the files that its kernel opened, each with whether it was there then.
    """

    name: str
    notebook: Any
    seconds: float = 0.0
    opened: dict[str, bool | None] = field(default_factory=dict)


def can_fork() -> bool:
    """Tell whether kernels can be forked on this system; elsewhere the libraries that they use do not survive it."""
    return sys.platform == "linux"


def execute(
    tasks: Sequence[Task],
    progress: Progress,
    *,
    jobs: int = 1,
    timeout: int = TIMEOUT,
    fork: bool = True,
    done: Callable[[Task], None] = lambda task: None,
    meanwhile: Callable[[], None] = lambda: None,
) -> bool:
    """Run every code cell of some notebooks, keep the outputs in them, and return whether kernels were forked.

    So many `jobs` run at once; a cell may take `timeout` seconds. `done` is given each task that has run; `meanwhile`
    is called once while the kernels are at work. A cell that fails or takes too long, or a kernel that dies, is a
    `BuildError` that names notebook, cell and error. No process is left behind, whatever ends it.
    """
    order = sorted(tasks, key=lambda task: task.seconds, reverse=True)
    environment = kernel_environment()
    with ExitStack() as stack:
        server = None
        if fork and can_fork():
            from iomreport.pipeline.fork_server import ForkServer

            server = ForkServer(environment)  # imports what kernels need while this process imports what it needs
            stack.callback(server.end)
        from iomreport.pipeline.run_cells import Run

        try:
            _in_own_thread(Run(order, progress, jobs, timeout, done).all(environment, server), meanwhile)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise BuildError(f"the notebooks could not be run: {place}{error.strerror or error}") from error
        return server is not None and not server.failed


def kernel_environment() -> dict[str, str]:
    """Return what every kernel starts with: the user's variables, less those that would change a result."""
    return {name: text for name, text in processes.environment().items() if name not in _DROPPED} | FIXED


def code_cells(notebook: Any) -> list[Any]:
    """Return the cells of a notebook that hold code to run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def _in_own_thread(run: Coroutine[Any, Any, None], meanwhile: Callable[[], None]) -> None:
    """Run to the end in a thread with an event loop of its own, so that it works within any other; Ctrl-C stops it."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(run)
    done = threading.Event()  # as a thread whose `join` was interrupted passes for ended, whether it has or not
    thread = threading.Thread(target=_run_until_done, args=(loop, task, done), name="kernels")
    thread.start()
    try:
        meanwhile()
        while not done.wait(0.2):  # in steps, as Ctrl-C does not end a wait without a limit on every system
            pass
    except BaseException:
        if not done.is_set():
            loop.call_soon_threadsafe(task.cancel)
        done.wait()
        _ = task.cancelled() or task.exception()  # which nobody asks for any more
        raise
    task.result()


def _run_until_done(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None], done: threading.Event) -> None:
    try:
        loop.run_until_complete(asyncio.wait([task]))
        loop.run_until_complete(cancel(asyncio.all_tasks(loop)))  # those of clients whose kernels are gone
        loop.run_until_complete(loop.shutdown_default_executor())
    finally:
        done.set()
        loop.close()


async def cancel(tasks: Any) -> None:
    """Cancel tasks and wait until they have ended."""
    for task in tasks:
        if not task.cancelling():  # else it is clearing up already
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
