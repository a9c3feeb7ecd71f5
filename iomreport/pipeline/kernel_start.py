"""What runs in a kernel of a build: an ordinary ipykernel that notes which data it reads.

`python -m iomreport.pipeline.kernel_start` starts one, as ipykernel would; `iomreport.pipeline.forking` makes
others out of a process that has imported already what they need.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from iomreport import deferred_import
from iomreport.pipeline import files_read

NOTES = "IOMREPORT_NOTES"
"""Variable that names the file for the notes of what is read."""

_SHOW_FRAMES = "--IPKernelApp.extra_extensions=iomreport"
"""What `import iomreport` does in any other kernel; here it was imported before there was one."""

_DIE_WITH_PARENT = 1


def start(arguments: Sequence[str]) -> None:
    """Be a kernel until told to stop.

    Parameters
    ----------
    arguments : sequence of str
        As on the command line of ipykernel.
    """
    from ipykernel.kernelapp import IPKernelApp

    files_read.write_to(Path(os.environ.pop(NOTES)))
    IPKernelApp.launch_instance(argv=[*arguments, _SHOW_FRAMES], parent_handle=os.getppid())


def die_with_parent() -> None:
    """Ask the system to kill this process as soon as the one that started it is gone, where the system can."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


if __name__ == "__main__":
    die_with_parent()
    deferred_import.put_off()
    files_read.listen()
    start(sys.argv[1:])
