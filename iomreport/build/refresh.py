"""Execute the notebooks and write them back in one normal form, in which only what they say can change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from iomreport.build.execute import execute
from iomreport.build.progress import Progress, Silent
from iomreport.build.report import read_notebook, report_notebooks

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def refresh(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Execute each notebook of a folder anew and write it back in normal form.

    Parameters
    ----------
    folder : Path
        Folder of the notebooks.
    progress : Progress, optional
        Is told what happens.

    Returns
    -------
    list of Path
        The notebooks whose text changed; empty when nothing did.

    Raises
    ------
    BuildError
        If a notebook fails; it stays as it was.
    """
    progress = progress or Silent()
    changed = []
    for path in report_notebooks(folder):
        notebook = read_notebook(path)
        progress.said(f"{path.name}: executing")
        execute(notebook, path.name, progress)
        text = normal_form(notebook)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def normal_form(notebook: Any) -> str:
    """Return a notebook as text with no more metadata than it needs."""
    notebook.metadata = nbformat.from_dict(_METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
    text: str = nbformat.writes(notebook)
    return text + "\n"
