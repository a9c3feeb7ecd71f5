"""Run the code of notebooks in real kernels, several at once."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from iomreport.errors import BuildError
from iomreport.pipeline.files_read import notes_in
from iomreport.pipeline.kernels import Kernel, Kernels, kernels
from iomreport.pipeline.progress import Progress

TIMEOUT = 300
"""Seconds that one cell may take."""

_START = 60
"""Seconds that a kernel may take to start."""

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Task:
    """A notebook to run.

    Attributes
    ----------
    name : str
        What messages call it.
    notebook : nbformat.NotebookNode
        The notebook; its outputs are replaced.
    seconds : float
        How long it may take; the longest is begun first. Once it has run, how long it took.
    notes : frozenset of str
        Once it has run, what it read of the data; see `iomreport.pipeline.files_read`.
    """

    name: str
    notebook: Any
    seconds: float = 0.0
    notes: frozenset[str] = frozenset()


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
    """Run every code cell of some notebooks, in order, and keep the outputs in them.

    Parameters
    ----------
    tasks : sequence of Task
        The notebooks.
    progress : Progress
        Is told of each cell that has run.
    jobs : int
        How many run at once.
    timeout : int
        Seconds that one cell may take.
    fork : bool
        Whether to fork kernels from one process where the system can.
    done : callable
        Is given each task that has run.
    meanwhile : callable
        Is called once while the kernels are at work.

    Returns
    -------
    bool
        Whether kernels were forked.

    Raises
    ------
    BuildError
        If a cell fails, takes too long, or a kernel dies; the message names notebook, cell and error. No process is
        left behind, whatever ends it.
    """
    order = sorted(tasks, key=lambda task: task.seconds, reverse=True)
    run = _Run(order, progress, jobs, timeout, done)
    try:
        return _in_own_thread(run.all(fork), meanwhile)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise BuildError(f"the notebooks could not be run: {place}{error.strerror or error}") from error


class _Run:
    """One call of `execute`."""

    def __init__(self, order: list[Task], progress: Progress, jobs: int, timeout: int, done: Callable[[Task], None]):
        self._waiting = iter(order)
        self._workers = min(jobs, len(order))
        self._progress = progress
        self._timeout = timeout
        self._done = done

    async def all(self, fork: bool) -> bool:
        """Run all, and stop all at the first that fails."""
        async with kernels(fork, self._progress) as made:
            workers = [asyncio.create_task(self._work(made)) for _ in range(self._workers)]
            try:
                await asyncio.gather(*workers)
            finally:
                await _cancel(workers)
            return made.forked

    async def _work(self, made: Kernels) -> None:
        for task in self._waiting:
            self._progress.said(f"{task.name}: executing")
            self._progress.planned(task.name, len(code_cells(task.notebook)))
            begun = time.monotonic()
            task.notes = await self._one(task, made)
            task.seconds = time.monotonic() - begun
            self._done(task)

    async def _one(self, task: Task, made: Kernels) -> frozenset[str]:
        manager, folder = await made.start()
        client = NotebookClient(
            task.notebook,
            km=manager,
            timeout=self._timeout,
            startup_timeout=_START,
            iopub_timeout=self._timeout,
            raise_on_iopub_timeout=True,  # else outputs would silently be cut short
            shutdown_kernel="immediate",
            record_timing=False,
            on_cell_executed=lambda cell, cell_index, execute_reply: self._progress.executed(task.name),
        )
        index = 0
        try:
            await client.async_start_new_kernel_client()
            for index, cell in enumerate(task.notebook.cells):
                await client.async_execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
        except CellExecutionError as error:
            raise BuildError(f"{_place(task, index)} failed: {error.ename}: {_first_line(error.evalue)}") from error
        except CellTimeoutError as error:
            told = f"{_place(task, index)} took more than {self._timeout} seconds and was stopped"
            raise BuildError(f"{told}; --timeout gives it more") from error
        except (DeadKernelError, RuntimeError) as error:  # a kernel that does not start raises a bare RuntimeError
            words = _last_line(folder / "words.txt")
            ending = _ending(await manager.exit_code()) or str(error)
            raise BuildError(f"{_place(task, index)} lost its kernel: {ending}; its last words: {words}") from error
        finally:
            await _end(manager, client)
        return notes_in(folder / "notes.txt")


async def _end(manager: Kernel, client: Any) -> None:
    if client.kc is not None:
        client.kc.stop_channels()
    await manager.end()


def _ending(code: int | None) -> str:
    """Say how a process ended; nothing if it still lives."""
    if code is None:
        return ""
    if code == -9:
        return "it was killed, perhaps because memory ran out"
    return f"it died of signal {-code}" if code < 0 else f"it ended with exit code {code}"


def _in_own_thread(run: Coroutine[Any, Any, bool], meanwhile: Callable[[], None]) -> bool:
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
    return task.result()


def _run_until_done(loop: asyncio.AbstractEventLoop, task: asyncio.Task[bool], done: threading.Event) -> None:
    try:
        loop.run_until_complete(asyncio.wait([task]))
        loop.run_until_complete(_cancel(asyncio.all_tasks(loop)))  # those of clients whose kernels are gone
        loop.run_until_complete(loop.shutdown_default_executor())
    finally:
        done.set()
        loop.close()


async def _cancel(tasks: Collection[asyncio.Task[Any]]) -> None:
    for task in tasks:
        if not task.cancelling():  # else it is clearing up already
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def code_cells(notebook: Any) -> list[Any]:
    """Return the cells of a notebook that hold code to run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def _place(task: Task, index: int) -> str:
    """Name a cell, or the first that holds code if it is none, as a kernel may die before it runs anything."""
    cells = task.notebook.cells
    while index < len(cells) - 1 and cells[index].cell_type != "code":
        index += 1
    cell = cells[index]
    return f"{task.name}, cell {index + 1} ({cell.id}), `{_first_line(cell.source)}`,"


def _last_line(words: Path) -> str:
    lines = _ANSI.sub("", words.read_bytes().decode("utf-8", "replace")).strip().splitlines()
    return lines[-1] if lines else "none"


def _first_line(text: str) -> str:
    return (_ANSI.sub("", text).strip().splitlines() or [""])[0]
