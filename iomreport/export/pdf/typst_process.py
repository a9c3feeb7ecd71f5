"""Typst run in a process of its own, which can be stopped: no signal reaches Python while Typst works within it."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from iomreport.errors import BuildError

_SCRIPT = Path(__file__).with_name("compile_folder.py")


def run(folder: Path, job: dict[str, Any], timeout: float | None) -> dict[str, Any]:
    """Do a job in a folder, see `compile_folder`; a `BuildError` says that it took too long or that Typst died."""
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    result = folder / "result.json"
    result.unlink(missing_ok=True)
    command = [sys.executable, "-P", str(_SCRIPT), str(folder)]
    over = threading.Event()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:

        def stop() -> None:
            over.set()
            process.kill()

        timer = threading.Timer(timeout or threading.TIMEOUT_MAX, stop)
        timer.daemon = True
        try:
            if timeout:
                timer.start()
            said = process.stdout.read()  # type: ignore[union-attr]
            process.wait()
        finally:  # also when a signal ends the build
            timer.cancel()
            process.kill()
    if over.is_set():
        raise BuildError(f"typesetting the PDF took longer than {timeout:g} s, so it was stopped")
    if process.returncode or not result.is_file():
        raise BuildError(f"Typst has died ({_end(process.returncode, said)}), perhaps because memory ran out")
    return dict(json.loads(result.read_text(encoding="utf-8")))


def _end(code: int, said: bytes) -> str:
    last = said.decode("utf-8", "replace").strip().splitlines()[-1:]
    return "; ".join([f"signal {-code}" if code < 0 else f"exit code {code}", *last])
