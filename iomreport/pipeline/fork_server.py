"""Kernels forked from one process that has imported what they need, by the standard library's fork server."""

import os
import pickle
import signal
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing import forkserver, popen_forkserver, resource_tracker, util
from typing import Any

from iomreport.pipeline import processes
from iomreport.pipeline.kernel_process import Forked
from iomreport.pipeline.preloaded import SERVER


class ForkServer(forkserver.ForkServer):
    """A fork server of one build: it starts once, with the environment of kernels, and stays dead when it has died.

    It is none of the process's own, so that whatever else uses multiprocessing here is left alone; and its children are
    told nothing of this process (main module, arguments, paths), so that they are what any new process would be.
    """

    def __init__(self, environment: Mapping[str, str]):
        super().__init__()
        self.set_forkserver_preload(["iomreport.pipeline.preloaded"])
        self.failed = False
        self._tracker_is_ours = resource_tracker._resource_tracker._fd is None  # type: ignore[attr-defined]
        with processes.environment_of({**environment, SERVER: "1", "PYTHONSAFEPATH": "1"}):
            self._start()

    def _start(self) -> None:
        resource_tracker.ensure_running()  # before signals are blocked, as it unblocks them
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            super().ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def ensure_running(self) -> None:
        """Do nothing: what the standard library would start here would have another environment."""

    def start(self, kernel: Forked) -> "ForkedKernel | None":
        """Fork a kernel, once all is imported; None if the server has ended, as it does where forking is not safe."""
        try:
            return None if self.failed else ForkedKernel(self, kernel)
        except (OSError, EOFError):
            self.failed = True
            return None

    def end(self) -> None:
        """Kill the server, and with it every kernel that is left."""
        pid: int | None = self._forkserver_pid  # type: ignore[attr-defined]
        if pid is not None:
            _kill(pid)
            self._stop()  # type: ignore[attr-defined]
        tracker: Any = resource_tracker._resource_tracker
        if self._tracker_is_ours and tracker._fd is not None:
            _kill(tracker._pid)
            tracker._stop()


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


class ForkedKernel(popen_forkserver.Popen):
    """The process of a forked kernel, with as much of the interface of `subprocess.Popen` as its manager uses."""

    def __init__(self, server: ForkServer, kernel: Forked):
        self._server = server
        super().__init__(kernel)  # type: ignore[arg-type]

    def _launch(self, kernel: Any) -> None:
        self.sentinel, data = self._server.connect_to_new_process([])
        self.finalizer = util.Finalize(self, os.close, (self.sentinel,))
        with os.fdopen(data, "wb") as file:
            file.write(pickle.dumps({}) + pickle.dumps(kernel))  # nothing of this process, and what to be
        self.pid = forkserver.read_signed(self.sentinel)

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel."""
        os.kill(self.pid, number)
