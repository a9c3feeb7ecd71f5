"""Other processes of this interpreter, which shall use the package and the data that this one uses."""

import gc
import os
import sys
import sysconfig
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from iomreport.catalog import folders

_changing = threading.Lock()


def python(module: str) -> list[str]:
    """Return the command that runs a module, whatever files lie where it is run."""
    return [sys.executable, "-P", "-m", module]


def environment() -> dict[str, str]:
    """Return the variables of this process, so that others find this package and these data from any folder."""
    package = folders.PACKAGE.parent
    found = dict(os.environ)
    if package != Path(sysconfig.get_path("purelib")).resolve():  # else it is installed, and found by itself
        found["PYTHONPATH"] = os.pathsep.join([str(package), *filter(None, [os.environ.get("PYTHONPATH")])])
    if os.environ.get("IOMREPORT_DATA"):
        found["IOMREPORT_DATA"] = str(folders.data_folder())
    return found


@contextmanager
def environment_of(variables: Mapping[str, str]) -> Iterator[None]:
    """Let what is imported or started meanwhile find these variables and no others; one thread at a time does so."""
    with _changing:
        before = dict(os.environ)
        try:
            _set_environment(variables)
            yield
        finally:
            _set_environment(before)


def _set_environment(variables: Mapping[str, str]) -> None:
    for name in {*os.environ} - {*variables}:
        del os.environ[name]
    os.environ.update(variables)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look for cycles after more new objects than usual: among notebooks it finds few, and takes long."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
