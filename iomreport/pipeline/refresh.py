"""Execute the notebooks and write them back in one normal form, in which only what they say can change."""

import ast
import re
import string
from pathlib import Path
from typing import Any

import nbformat

from iomreport.formats import slug
from iomreport.pipeline.notebook_files import read_notebook, report_notebooks
from iomreport.pipeline.processes import cores
from iomreport.pipeline.progress import Progress

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_MINOR = 5  # the first revision of the format in which cells have ids
_WORDS = re.compile(r"[a-z]+(-[a-z]+)*")
_HEADING = re.compile(r"(?m)^#+ +(.+)$")


def refresh(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Execute each notebook of a folder anew, write it back in normal form, and return those whose text changed.

    If one fails, it stays as it was, and so do those that had not yet run.
    """
    from iomreport.pipeline.execute import Task, execute

    paths = {path.name: path for path in report_notebooks(folder, exploring=True)}
    tasks = [Task(name, read_notebook(path)) for name, path in paths.items()]
    changed = []

    def write_back(task: Task) -> None:
        text, path = normal_form(task.notebook), paths[task.name]
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)

    for task in tasks:
        name_cells(task.notebook)
    execute(tasks, progress or Progress(), jobs=cores(), done=write_back)
    return sorted(changed)


def normal_form(notebook: Any) -> str:
    """Return a notebook as text with no more metadata than it needs."""
    notebook.metadata = nbformat.from_dict(_METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
    text: str = nbformat.writes(notebook)
    return text + "\n"


def name_cells(notebook: Any) -> None:
    """Give each cell whose id is not made of words one that says what it holds; the same cells get the same ids."""
    notebook.nbformat_minor = max(notebook.nbformat_minor, _MINOR)
    ids = [cell.get("id", "") for cell in notebook.cells]
    kept = [_WORDS.fullmatch(given) is not None and given not in ids[:place] for place, given in enumerate(ids)]
    taken = {given for given, stays in zip(ids, kept, strict=True) if stays}
    section = "cell"
    for cell, stays in zip(notebook.cells, kept, strict=True):
        heading = _HEADING.search(cell.source) if cell.cell_type == "markdown" else None
        section = _words(heading[1]) or section if heading else section
        if not stays:
            cell.id = _free(section if heading else _content(cell, section), taken)
            taken.add(cell.id)


def _content(cell: Any, section: str) -> str:
    """Return in words what a cell without heading holds: prose, imports, a sentence, or what makes its exhibit."""
    if cell.cell_type != "code":
        return f"{section}-prose"
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return f"{section}-code"
    if tree.body and all(isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body):
        return "imports"
    last = tree.body[-1].value if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    while isinstance(last, ast.BinOp):  # sentences joined into a paragraph
        last = last.left
    if not isinstance(last, ast.Call):
        return f"{section}-code"
    given = [part.value.value for part in last.keywords if part.arg == "id" and isinstance(part.value, ast.Constant)]
    called = ast.unparse(last.func).rpartition(".")[2]
    return f"{section}-sentence" if called == "say" else _words(str(given[0] if given else called)) or f"{section}-code"


def _words(text: str) -> str:
    """Return text as words of letters, joined by hyphens."""
    return re.sub(r"[^a-z]+", "-", slug(text)).strip("-")[:50].strip("-")


def _free(name: str, taken: set[str]) -> str:
    """Return a name, with a letter behind it if others have it."""
    letters = iter(string.ascii_lowercase[1:])
    found = name
    while found in taken:
        letter = next(letters, "")
        found = f"{name}-{letter}" if letter else _free(f"{name}-z", taken)
    return found
