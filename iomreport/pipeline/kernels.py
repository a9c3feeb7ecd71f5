"""Kernels of a build: ordinary ipykernels of the running interpreter, forked or started anew."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from iomreport.pipeline import processes
from iomreport.pipeline.fingerprint import FIXED
from iomreport.pipeline.kernel_start import NOTES
from iomreport.pipeline.nursery import Nursery, can_fork
from iomreport.pipeline.progress import Progress

_DROPPED = ("PYTHONSTARTUP", "SOURCE_DATE_EPOCH")
"""Variables of the user that no kernel sees."""

_LONGEST_FOLDER = 60
"""Characters that the folder for temporary files may have; a socket below it may have a hundred in its name."""


class _OwnInterpreter(KernelSpecManager):  # type: ignore[misc]
    """Offers the running interpreter as the only kernel, whatever kernels the user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how to start a kernel of this interpreter."""
        argv = [*processes.python("iomreport.pipeline.kernel_start"), "-f", "{connection_file}"]
        return KernelSpec(argv=argv, language="python", display_name="Python 3")


class Kernel(AsyncKernelManager):  # type: ignore[misc]
    """Manages one kernel of the running interpreter."""

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


class _Anew(LocalProvisioner):  # type: ignore[misc]
    """Starts a kernel as a process of its own."""

    process: Any = None
    last_code: int | None = None

    async def poll(self) -> int | None:
        """Return the exit code, None while the kernel lives; once it has ended, kill what it has started."""
        if self.process and self.last_code is None:
            if hasattr(os, "waitid"):  # until its end is taken note of, its number is no other's
                ended = os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
                if ended and self.pgid:
                    _kill_group(self.pgid)
            self.last_code = self.process.poll()
        return self.last_code if self.process else 0

    async def wait(self) -> int | None:
        """Wait for the end without delay."""
        while await self.poll() is None:
            await asyncio.sleep(0.005)
        self.process = None
        return self.last_code


class _Forked(_Anew):
    """Has a kernel forked by a nursery."""

    nursery: Nursery
    words: Path

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Order the kernel; of its command only what ipykernel is told matters."""
        arguments = cmd[cmd.index("-f") :]
        self.process = self.nursery.fork(arguments, str(kwargs["cwd"]), self.words, kwargs["env"])
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the exit code, None while the kernel lives."""
        if self.process:
            self.last_code = self.process.poll()
        return self.last_code if self.process else 0


def _kill_group(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # nobody was left
        os.killpg(group, signal.SIGKILL)


class Kernels:
    """Makes the kernels of one build.

    Parameters
    ----------
    folder : Path
        A folder for their files.
    environment : dict of str to str
        What every kernel starts with.
    nursery : Nursery or None
        What forks them; without, each is started anew.
    """

    def __init__(self, folder: Path, environment: dict[str, str], nursery: Nursery | None):
        self._folder = folder
        self._environment = environment
        self._nursery = nursery
        self._managers: list[Kernel] = []

    @property
    def forked(self) -> bool:
        """Whether kernels are forked."""
        return self._nursery is not None

    async def start(self) -> tuple[Kernel, Path]:
        """Start a kernel in an empty folder of its own.

        Returns
        -------
        manager : Kernel
            What manages it.
        folder : Path
            Its folder: `work` is where it runs, `notes.txt` what it reads, `words.txt` what it says by itself.
        """
        number = str(len(self._managers))
        own = self._folder / number
        (own / "work").mkdir(parents=True)
        words = own / "words.txt"
        words.touch()
        manager = Kernel(
            kernel_name="python3",
            kernel_spec_manager=_OwnInterpreter(),
            connection_file=str(own / "kernel.json"),
            transport="ipc" if _short(self._folder.parent) else "tcp",
        )
        kind = _Forked if self._nursery else _Anew
        manager.provisioner = kind(kernel_id=number, kernel_spec=manager.kernel_spec, parent=manager)
        if self._nursery:
            manager.provisioner.nursery, manager.provisioner.words = self._nursery, words
        self._managers.append(manager)
        environment = {**self._environment, "IPYTHONDIR": str(own), NOTES: str(own / "notes.txt")}
        with words.open("ab") as said:
            await manager.start_kernel(
                cwd=str(own / "work"),
                env=environment,
                stdout=said,
                stderr=said,
                extra_arguments=["--HistoryManager.hist_file=:memory:"],
            )
        return manager, own

    async def end(self) -> None:
        """End every kernel that whoever started it could not end."""
        for manager in self._managers:
            if manager.has_kernel:
                await manager.end()


@asynccontextmanager
async def kernels(fork: bool, progress: Progress) -> AsyncIterator[Kernels]:
    """Offer kernels, and leave none behind.

    Parameters
    ----------
    fork : bool
        Whether to fork them where the system can.
    progress : Progress
        Is told why they are not forked although they should be.
    """
    environment = _environment()
    with tempfile.TemporaryDirectory(prefix="iomreport-", dir=_place(), ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        nursery = Nursery(environment, folder) if fork and can_fork() else None
        try:
            if nursery and not await asyncio.to_thread(nursery.ready):
                progress.said("kernels cannot be forked safely here; they are started one by one")
                nursery.close()
                nursery = None
            made = Kernels(folder, environment, nursery)
            try:
                yield made
            finally:
                await made.end()
        finally:
            if nursery:
                nursery.close()


def _place() -> str:
    """Return where to make the folder of the kernels: where the user says, if sockets can have names there."""
    usual = tempfile.gettempdir()
    others = [place for place in ("/tmp", "/var/tmp") if os.access(place, os.W_OK)]
    return next((place for place in (usual, *others) if _short(Path(place).resolve())), usual)


def _short(folder: Path) -> bool:
    """Tell whether a folder can hold the sockets of kernels, which unlike ports no other program can take meanwhile."""
    return os.name == "posix" and len(os.fsencode(folder)) <= _LONGEST_FOLDER


def _environment() -> dict[str, str]:
    """Return what every kernel starts with: the user's variables, less those that would change a result."""
    return {name: text for name, text in processes.environment().items() if name not in _DROPPED} | FIXED
