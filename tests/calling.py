"""The command line, called: in a fork of this process, which has imported most already, or in a new one."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from subprocess import CompletedProcess

from making import CHECKOUT, run

import iomreport.catalog.files  # noqa: F401 - what a fork then need not import
from iomreport import cli
from iomreport.catalog import checks

COMMAND = (sys.executable, "-c", "from iomreport.cli import main; main()")
"""The command line in a new process."""

PATIENCE = 300
"""Seconds after which a call is ended."""

Calling = Callable[..., "CompletedProcess[str]"]
"""What calls the command line: arguments by position, variables of the environment by name."""


def building(notebooks: Path) -> tuple[str, ...]:
    """Return the command line in a new process that builds the report from other notebooks."""
    code = (
        "from pathlib import Path; from iomreport import cli; from iomreport.catalog import folders; "
        f"folders.notebooks_folder = lambda: Path({str(notebooks)!r}); cli.main()"
    )
    return (sys.executable, "-c", code)


@lru_cache(maxsize=1)
def judge_what_is_shipped() -> None:
    """Hold the shipped data against all checks, once; a fork then judges anew only what a test has changed."""
    assert checks.broken_promises(CHECKOUT / "data") == []


def calling(folder: Path) -> Calling:
    """Return what calls the command line in a folder.

    A fork has none of the threads that Typst and ZeroMQ leave in this process: what builds needs a new process.
    """

    def call(*arguments: str | Path, **environment: str) -> CompletedProcess[str]:
        words = [str(argument) for argument in arguments]
        if not hasattr(os, "fork"):
            return run([*COMMAND, *words], folder, **environment)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = os.fork()
            if child == 0:
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                _be_the_command(words, folder, environment)
            _, status = os.waitpid(child, 0)
            out.seek(0)
            err.seek(0)
            texts = out.read().decode("utf-8"), err.read().decode("utf-8")
        return CompletedProcess(words, os.waitstatus_to_exitcode(status), *texts)

    return call


def _be_the_command(words: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Do in a fork what the command does in a new process, and end."""
    code = 1
    try:
        signal.alarm(PATIENCE)
        os.chdir(folder)
        os.environ.update(environment)
        with (
            open(1, "w", encoding="utf-8", closefd=False) as sys.stdout,
            open(2, "w", encoding="utf-8", closefd=False) as sys.stderr,
        ):
            code = _exit_code(words)
    finally:
        os._exit(code)


def _exit_code(words: list[str]) -> int:
    sys.argv = ["iomreport", *words]
    try:
        cli.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0
