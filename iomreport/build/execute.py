"""Run a notebook's code in a real kernel."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from typing import IO, Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets import default

from iomreport.build.progress import Progress
from iomreport.errors import BuildError

TIMEOUT = 300
"""Seconds that one cell may take."""

_ENVIRONMENT = {"PYTHONHASHSEED": "0", "TZ": "UTC", "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
"""What every kernel starts with, so that the user's own settings change nothing."""
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class _OwnInterpreter(KernelSpecManager):  # type: ignore[misc]
    """Offers the running interpreter as the only kernel, whatever kernels the user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how to start a kernel of this interpreter."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, language="python", display_name="Python 3")


class _OwnKernel(AsyncKernelManager):  # type: ignore[misc]
    """Manages one kernel of the running interpreter."""

    @default("kernel_spec_manager")
    def _own_specs(self) -> KernelSpecManager:
        return _OwnInterpreter()


def execute(notebook: Any, name: str, progress: Progress) -> None:
    """Run every code cell of a notebook, in order, and keep the outputs in it.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook; its outputs are replaced.
    name : str
        What to call it in messages.
    progress : Progress
        Is told of each cell that has run.

    Raises
    ------
    BuildError
        If a cell fails, takes too long, or the kernel dies; the message names notebook, cell and error.
    """
    progress.planned(name, len(code_cells(notebook)))
    with tempfile.TemporaryDirectory(prefix="iomreport-") as folder, tempfile.TemporaryFile() as kernel_words:
        client = NotebookClient(
            notebook,
            kernel_manager_class=_OwnKernel,
            kernel_name="python3",
            timeout=TIMEOUT,
            resources={"metadata": {"path": folder}},
            record_timing=False,
            on_cell_executed=lambda cell, cell_index, execute_reply: progress.executed(name),
        )
        try:
            client.execute(stderr=kernel_words, env={**os.environ, **_ENVIRONMENT, "IPYTHONDIR": folder})
        except CellExecutionError as error:
            raise BuildError(f"{_place(notebook, name)} failed: {error.ename}: {_first_line(error.evalue)}") from error
        except CellTimeoutError as error:
            raise BuildError(f"{_place(notebook, name)} took more than {TIMEOUT} seconds and was stopped") from error
        except (DeadKernelError, RuntimeError) as error:  # a kernel that does not start raises a bare RuntimeError
            words = _last_line(kernel_words)
            raise BuildError(f"{_place(notebook, name)} lost its kernel: {error}; its last words: {words}") from error


def code_cells(notebook: Any) -> list[Any]:
    """Return the cells of a notebook that hold code to run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def _place(notebook: Any, name: str) -> str:
    """Name the first cell that has an error, or else the first that was not run."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        failed = any(output.output_type == "error" for output in cell.outputs)
        if failed or cell.execution_count is None:
            return f"{name}, cell {number} ({cell.id}), `{_first_line(cell.source)}`,"
    return name


def _last_line(words: IO[bytes]) -> str:
    words.seek(0)
    lines = _ANSI.sub("", words.read().decode("utf-8", "replace")).strip().splitlines()
    return lines[-1] if lines else "none"


def _first_line(text: str) -> str:
    return (_ANSI.sub("", text).strip().splitlines() or [""])[0]
