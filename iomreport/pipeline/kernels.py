"""Kernels of a build: ordinary ipykernels of the running interpreter, forked or started anew."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from iomreport.pipeline import processes
from iomreport.pipeline.kernel_process import RECORD, Forked

if TYPE_CHECKING:
    from iomreport.pipeline.fork_server import ForkServer

_LONGEST_FOLDER = 60  # characters; the name of a local socket, which lies deeper, may have a hundred
_PREFIX = "iomreport-run-"
_DAY = 24 * 3600
_STEP = 0.005  # seconds between two looks at whether a kernel has ended


class _OwnInterpreter(KernelSpecManager):  # type: ignore[misc]
    """Offers the running interpreter as the only kernel, whatever kernels the user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how to start a kernel of this interpreter."""
        argv = [*processes.python("iomreport.pipeline.kernel_process"), "-f", "{connection_file}"]
        return KernelSpec(argv=argv, language="python", display_name="Python 3")


class Kernel(AsyncKernelManager):  # type: ignore[misc]
    """Manages one kernel of the running interpreter, in a folder of its own.

    There it runs in `work`, `opened.txt` names what it opens, and `words.txt` holds what it says by itself.
    """

    def __init__(self, folder: Path, server: ForkServer | None):
        super().__init__(
            kernel_name="python3",
            kernel_spec_manager=_OwnInterpreter(),
            connection_file=str(folder / "kernel.json"),
            transport="ipc" if _short(folder.parent) else "tcp",
        )
        self.folder = folder
        self.words = folder / "words.txt"
        self.provisioner = ForkServerProvisioner(kernel_id=folder.name, kernel_spec=self.kernel_spec, parent=self)
        self.provisioner.server = server

    async def start(self, environment: dict[str, str]) -> None:
        """Start the kernel with these variables and some of its own."""
        (self.folder / "work").mkdir(parents=True)
        own = {"IPYTHONDIR": str(self.folder), RECORD: str(self.folder / "opened.txt")}
        with self.words.open("ab") as words:
            await self.start_kernel(
                cwd=str(self.folder / "work"),
                env=environment | own,
                stdout=words,
                stderr=words,
                extra_arguments=["--HistoryManager.hist_file=:memory:"],
            )

    async def exit_code(self) -> int | None:
        """Return the exit code of the kernel, negative for a signal; None while it lives or was never started."""
        code: int | None = await self.provisioner.poll() if self.has_kernel else None
        return code

    async def end(self) -> None:
        """Kill the kernel, if it lives, and all that it has started, and wait until it is gone."""
        if self.has_kernel:
            if await self.exit_code() is None:
                await self.provisioner.kill()
            await self.provisioner.wait()
        await self.cleanup_resources()


class ForkServerProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Has a kernel forked; where that cannot be, starts it as a process of its own."""

    server: ForkServer | None = None
    process: Any = None
    last_code: int | None = None

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Start the kernel; if it is forked, only what ipykernel is told matters of its command."""
        if self.server is not None:
            kernel = Forked(cmd[cmd.index("-f") :], str(options["cwd"]), str(self.parent.words), options["env"])
            self.process = await asyncio.to_thread(self.server.start, kernel)
        if self.process is None:
            return await super().launch_kernel(cmd, **options)
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the exit code, None while the kernel lives; once it has ended, kill what it has started."""
        if self.process and self.last_code is None:
            self.last_code = self.process.poll()
            if self.last_code is not None and self.pgid:
                with suppress(ProcessLookupError, PermissionError):  # nobody was left
                    os.killpg(self.pgid, signal.SIGKILL)
        return self.last_code if self.process else 0

    async def wait(self) -> int | None:
        """Wait for the end without delay."""
        while await self.poll() is None:
            await asyncio.sleep(_STEP)
        self.process = None
        return self.last_code


@contextmanager
def folder_of_kernels() -> Iterator[Path]:
    """Offer a folder for the files of the kernels of a build."""
    place = _place()
    for left in Path(place).glob(f"{_PREFIX}*"):  # by builds that were killed
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _DAY:
                shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=place, ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()


def _place() -> str:
    """Return where to make the folder of the kernels: where the user says, if sockets can have names there."""
    usual = tempfile.gettempdir()
    others = [place for place in ("/tmp", "/var/tmp") if os.access(place, os.W_OK)]
    return next((place for place in (usual, *others) if _short(Path(place).resolve())), usual)


def _short(folder: Path) -> bool:
    """Tell whether a folder can hold the sockets of kernels, which unlike ports no other program can take meanwhile."""
    return os.name == "posix" and len(os.fsencode(folder)) <= _LONGEST_FOLDER
