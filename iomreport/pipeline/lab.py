"""JupyterLab on a working copy of the notebooks: run, change and export them, and the report's own stay as they are."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iomreport.catalog import folders
from iomreport.errors import IomreportError, UsageError
from iomreport.pipeline import processes

START = "05-explore.ipynb"  # shows a newcomer around; JupyterLab opens on it


@dataclass(frozen=True)
class WorkingCopy:
    """A folder to work in, with the names of notebooks that were copied, and of those that stayed as they were."""

    folder: Path
    copied: tuple[str, ...]
    kept: tuple[str, ...]


def copy_notebooks(folder: Path) -> WorkingCopy:
    """Copy the notebooks into a folder, which is made if need be; whatever is there already stays as it is."""
    shipped = folders.notebooks_folder()
    if folder.resolve().is_relative_to(shipped):
        raise UsageError(f"{folder} is where the report's own notebooks are; name a folder for your copies")
    copied: list[str] = []
    kept: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(shipped.glob("*.ipynb")):
            (copied if _copy(path, folder / path.name) else kept).append(path.name)
    except FileExistsError:
        raise UsageError(f"{folder} is no folder; name one, or one to be made") from None
    except OSError as error:
        raise UsageError(f"{folder} cannot be written to: {error.strerror or error}; name another folder") from error
    return WorkingCopy(folder, tuple(copied), tuple(kept))


def _copy(path: Path, to: Path) -> bool:
    """Copy a notebook where there is none of that name; tell whether there was none."""
    if os.path.lexists(to):
        return False
    content = path.read_bytes()
    with to.open("xb") as file:
        file.write(content)
    _trust(content.decode("utf-8"))
    return True


def _trust(notebook: str) -> None:
    """Let JupyterLab draw the charts of a notebook that came with this package before it is run."""
    import nbformat
    from nbformat.sign import NotebookNotary

    NotebookNotary().sign(nbformat.reads(notebook, as_version=4))


def open_lab(folder: Path, options: Sequence[str] = ()) -> int:
    """Open JupyterLab on a folder, with this interpreter as kernel and further options, and return its exit code."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise IomreportError(f"JupyterLab is not installed; {sys.executable} -m pip install jupyterlab does that")
    with tempfile.TemporaryDirectory(prefix="iomreport-lab-") as jupyter_folder:
        _prepare(Path(jupyter_folder))
        first = [f"--LabApp.default_url=/lab/tree/{START}"] if (folder / START).is_file() else []
        command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.resolve()}", *first, *options]
        server = subprocess.Popen(command, env=environment(Path(jupyter_folder)))
        before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            return _ended(server)
        finally:
            signal.signal(signal.SIGTERM, before)


def _ended(server: subprocess.Popen[bytes]) -> int:
    """Wait for JupyterLab, which an interrupt reaches too: it asks whether to stop."""
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:
            continue


def environment(jupyter_folder: Path) -> dict[str, str]:
    """Return the variables by which JupyterLab finds kernel, package and data; Jupyter's folder goes before others."""
    return {
        **processes.environment(),
        "JUPYTER_CONFIG_PATH": _before(str(jupyter_folder), os.environ.get("JUPYTER_CONFIG_PATH")),
        "JUPYTER_PATH": _before(str(jupyter_folder), os.environ.get("JUPYTER_PATH")),
    }


def _prepare(jupyter_folder: Path) -> None:
    """Offer a kernel of this interpreter, under the name that the notebooks ask for, and both editions for export."""
    from ipykernel.kernelspec import write_kernel_spec

    write_kernel_spec(jupyter_folder / "kernels" / "python3")
    settings = jupyter_folder / "jupyter_server_config.d" / "iomreport.json"
    settings.parent.mkdir()
    settings.write_text(
        json.dumps({"ServerApp": {"jpserver_extensions": {"iomreport.export.jupyter_server": True}}}), encoding="utf-8"
    )


def _before(first: str, rest: str | None) -> str:
    return os.pathsep.join([first, rest] if rest else [first])
