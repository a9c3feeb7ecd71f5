"""Kernels forked from one process that has imported what they need: the side of the build.

The other side is `iomreport.pipeline.forking`. Only Linux is tried: elsewhere the libraries that kernels use do
not survive it.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from iomreport.pipeline import processes


def can_fork() -> bool:
    """Tell whether kernels can be forked on this system."""
    return sys.platform == "linux"


class Nursery:
    """Starts the process that kernels are forked from, and orders kernels from it.

    Parameters
    ----------
    environment : mapping of str to str
        What every kernel starts with.
    folder : Path
        A folder for the files of the kernels; it is removed should the build be killed.
    """

    def __init__(self, environment: Mapping[str, str], folder: Path):
        self._environment = environment
        self._changed = threading.Condition()
        self._threads: int | None = None
        self._forked: list[int] = []
        self._codes: dict[int, int] = {}
        self._gone = False
        with (folder / "nursery.txt").open("wb") as words:
            self._process = subprocess.Popen(
                [*processes.python("iomreport.pipeline.forking"), str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
                env=dict(environment),
                cwd=folder,
                start_new_session=True,  # the terminal's Ctrl-C is for the build alone
            )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def ready(self) -> bool:
        """Return, once all is imported, whether forking is safe: whether importing started no thread."""
        with self._changed:
            self._changed.wait_for(lambda: self._threads is not None or self._gone)
        return self._threads == 1

    def fork(self, arguments: Sequence[str], cwd: str, words: Path, environment: Mapping[str, str]) -> Forked:
        """Fork a kernel.

        Parameters
        ----------
        arguments : sequence of str
            As on the command line of ipykernel.
        cwd : str
            Folder to run in.
        words : Path
            File for what it writes to its own output and error streams.
        environment : mapping of str to str
            Variables; only those that differ from the environment of all kernels are handed over.

        Returns
        -------
        Forked
            The kernel.

        Raises
        ------
        RuntimeError
            If the process to fork from has died.
        """
        own = {name: value for name, value in environment.items() if self._environment.get(name) != value}
        self._order({"arguments": list(arguments), "cwd": cwd, "words": str(words), "env": own})
        with self._changed:
            self._changed.wait_for(lambda: self._forked or self._gone)
            if not self._forked:
                raise RuntimeError("the process to fork kernels from has died")
            return Forked(self, self._forked.pop(0))

    def code(self, pid: int) -> int | None:
        """Return the exit code of a kernel, negative for a signal; None while it lives."""
        with self._changed:
            return self._codes.get(pid, -signal.SIGKILL if self._gone else None)

    def wait(self, pid: int, timeout: float | None) -> int:
        """Return the exit code of a kernel, once it has ended."""
        with self._changed:
            if not self._changed.wait_for(lambda: pid in self._codes or self._gone, timeout):
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return self.code(pid) or 0

    def signal(self, pid: int, number: int) -> None:
        """Send a signal to a kernel and all that it has started."""
        self._order({"pid": pid, "signal": number})

    def close(self) -> None:
        """Kill every kernel that is left, and the process they were forked from."""
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()  # its kernels die with it
            self._process.wait()
        self._listener.join()
        if self._process.stdout:
            self._process.stdout.close()

    def _order(self, order: Mapping[str, Any]) -> None:
        assert self._process.stdin
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            answer = json.loads(line)
            with self._changed:
                if "threads" in answer:
                    self._threads = answer["threads"]
                elif "forked" in answer:
                    self._forked.append(answer["forked"])
                else:
                    self._codes[answer["ended"]] = answer["code"]
                self._changed.notify_all()
        with self._changed:
            self._gone = True
            self._changed.notify_all()


class Forked:
    """A forked kernel, with as much of the interface of `subprocess.Popen` as managers of kernels use."""

    stdin = stdout = stderr = None

    def __init__(self, nursery: Nursery, pid: int):
        self._nursery = nursery
        self.pid = pid

    def poll(self) -> int | None:
        """Return the exit code, None while the kernel lives."""
        return self._nursery.code(self.pid)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code, once it has ended."""
        return self._nursery.wait(self.pid, timeout)

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and all that it has started."""
        self._nursery.signal(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)
