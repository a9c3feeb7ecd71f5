"""Typst works in a process of its own, which ends in time, with the build, and without taking it along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from making import CHECKOUT
from tokens_made import document, paragraph, printed

from iomreport.errors import BuildError
from iomreport.export.pdf import layout, typst_process
from iomreport.export.pdf.typesetting import typeset

pytestmark = pytest.mark.slow

LONG = """
from tokens_made import document, printed
from iomreport.export.pdf import layout
from iomreport.export.pdf.typesetting import typeset
layout.MOST_LINES = layout.LINES_AT_ONCE = 10**9
typeset(document(printed(("y" + chr(10)) * 60_000)))
"""


def script(folder: Path, text: str) -> Path:
    file = folder / "script.py"
    file.write_text(text, encoding="utf-8")
    return file


def test_document_that_takes_too_long_is_stopped_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MOST_LINES", 10**9)
    monkeypatch.setattr(layout, "LINES_AT_ONCE", 10**9)
    started = time.monotonic()

    with pytest.raises(BuildError, match="typesetting the PDF took longer than 1 s, so it was stopped"):
        typeset(document(printed("y\n" * 60_000)), timeout=1)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_typst_ends_with_the_process_that_waits_for_it(tmp_path: Path, number: signal.Signals) -> None:
    file = script(tmp_path, LONG)
    places = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "tests")])
    with subprocess.Popen([sys.executable, str(file)], env={**os.environ, "PYTHONPATH": places}, stderr=-3) as process:
        typst = _child(process.pid)
        process.send_signal(number)
        process.wait(20)

    psutil.wait_procs([typst], timeout=20)
    assert not typst.is_running()


def _child(pid: int) -> psutil.Process:
    """Return the process that runs Typst, once it is there."""
    for _ in range(400):
        for child in psutil.Process(pid).children():
            if any("compile_folder" in part for part in child.cmdline()):
                time.sleep(0.5)
                return child
        time.sleep(0.05)
    raise AssertionError("Typst never ran")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import os; os.abort()", r"Typst has died \(signal 6"),
        ("raise MemoryError('no more')", r"Typst has died \(exit code 1; MemoryError: no more\)"),
    ],
)
def test_death_of_typst_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    monkeypatch.setattr(typst_process, "_SCRIPT", script(tmp_path, text))

    with pytest.raises(BuildError, match=said):
        typeset(document(paragraph("x")))


def test_typst_leaves_no_process_behind() -> None:
    before = set(psutil.Process().children())
    typeset(document(paragraph("x")))

    assert set(psutil.Process().children()) <= before
