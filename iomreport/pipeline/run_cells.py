"""Run the cells of notebooks by nbclient, and say in one line what went wrong where."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from iomreport.errors import BuildError
from iomreport.pipeline.execute import NOT_FORKED, Task, cancel, code_cells
from iomreport.pipeline.kernels import Kernel, folder_of_kernels
from iomreport.pipeline.opened_files import read_record
from iomreport.pipeline.progress import Progress

if TYPE_CHECKING:
    from iomreport.pipeline.fork_server import ForkServer

_START = 60  # seconds that a kernel may take to start

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Run:
    """Runs the notebooks of one build in an order, so many at once."""

    def __init__(self, order: list[Task], progress: Progress, jobs: int, timeout: int, done: Callable[[Task], None]):
        self._waiting = iter(order)
        self._workers = min(jobs, len(order))
        self._progress = progress
        self._timeout = timeout
        self._done = done

    async def all(self, environment: dict[str, str], server: ForkServer | None) -> None:
        """Run all, and stop all at the first that fails."""
        try:
            with folder_of_kernels() as folder:
                kernels = (Kernel(folder / str(number), server) for number in count())
                workers = [asyncio.create_task(self._work(kernels, environment)) for _ in range(self._workers)]
                try:
                    await asyncio.gather(*workers)
                finally:
                    await cancel(workers)
        finally:
            if server is not None:
                if server.failed:
                    self._progress.said(NOT_FORKED)
                server.end()

    async def _work(self, kernels: Iterator[Kernel], environment: dict[str, str]) -> None:
        for task in self._waiting:
            self._progress.said(f"{task.name}: executing")
            self._progress.planned(task.name, len(code_cells(task.notebook)))
            begun = time.monotonic()
            task.opened = await self._one(task, next(kernels), environment)
            task.seconds = time.monotonic() - begun
            self._done(task)

    async def _one(self, task: Task, kernel: Kernel, environment: dict[str, str]) -> dict[str, bool | None]:
        client = NotebookClient(
            task.notebook,
            km=kernel,
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
            await kernel.start(environment)
            await client.async_start_new_kernel_client()
            for index, cell in enumerate(task.notebook.cells):
                await client.async_execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
        except CellExecutionError as error:
            raise BuildError(f"{_place(task, index)} failed: {error.ename}: {_first_line(error.evalue)}") from error
        except CellTimeoutError as error:
            stopped = f"{_place(task, index)} took more than {self._timeout} seconds and was stopped"
            raise BuildError(f"{stopped}; --timeout gives it more") from error
        except (DeadKernelError, RuntimeError) as error:  # a kernel that does not start raises a bare RuntimeError
            words = _last_line(kernel.words)
            ending = _ending(await kernel.exit_code()) or str(error)
            raise BuildError(f"{_place(task, index)} lost its kernel: {ending}; its last words: {words}") from error
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            await kernel.end()
        return read_record(kernel.folder / "opened.txt")


def _ending(code: int | None) -> str:
    """Say how a process ended; nothing if it still lives."""
    if code is None:
        return ""
    if code == -9:
        return "it was killed, perhaps because memory ran out"
    return f"it died of signal {-code}" if code < 0 else f"it ended with exit code {code}"


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
