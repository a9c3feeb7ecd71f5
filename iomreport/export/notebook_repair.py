"""Notebooks that are not as the format has them, made so: what can be kept is kept, the rest told."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbformat.validator import ValidationError, validate

# What nbformat raises of a notebook in whose places stand other things than its format has.
_BROKEN = (ValidationError, AssertionError, AttributeError, KeyError, TypeError, ValueError)
_CELLS = frozenset(["code", "markdown", "raw"])
_TYPED = frozenset(["stream", "error", "display_data", "execute_result"])
_METADATA: dict[str, Callable[[Any], bool]] = {
    "collapsed": lambda value: isinstance(value, bool),
    "execution": lambda value: isinstance(value, Mapping),
    "format": lambda value: isinstance(value, str),
    "jupyter": lambda value: isinstance(value, Mapping),
    "name": lambda value: isinstance(value, str),
    "scrolled": lambda value: isinstance(value, bool) or value == "auto",
    "tags": lambda value: isinstance(value, list) and all(isinstance(tag, str) for tag in value),
}
"""What the format asks of the metadata of a cell; they hold nothing that an edition shows."""

_NOTEBOOK_METADATA: dict[str, Callable[[Any], bool]] = {
    "authors": lambda value: isinstance(value, list),
    "kernelspec": lambda value: (
        isinstance(value, Mapping) and all(isinstance(value.get(name), str) for name in ("name", "display_name"))
    ),
    "language_info": lambda value: isinstance(value, Mapping) and isinstance(value.get("name"), str),
    "orig_nbformat": lambda value: isinstance(value, int) and value > 0,
    "title": lambda value: isinstance(value, str),
}
"""What the format asks of the metadata of a notebook."""


class ReadsAnyNotebook:
    """What both exporters share: a notebook that breaks the rules of its format is mended before it is read."""

    def from_file(self, file_stream: Any, resources: Any = None, **kwargs: Any) -> Any:
        """Export a notebook from an open file; see `nbconvert.exporters.Exporter`."""
        return self.from_notebook_node(_read(file_stream), resources=resources, **kwargs)  # type: ignore[attr-defined]

    def preprocessed(self, notebook: Any, resources: Any, **kwargs: Any) -> tuple[Any, dict[str, Any], list[str]]:
        """Return a copy of a notebook when all preprocessors have run, its resources, and what had to be mended."""
        repairs: list[str] = []
        try:
            validate(notebook, relax_add_props=True)
        except _BROKEN:
            notebook, repairs = _mended(copy.deepcopy(notebook))
        return (*Exporter.from_notebook_node(self, notebook, resources, **kwargs), repairs)


def _read(file: Any) -> Any:
    """Return the notebook in an open file, mended if nbformat cannot read it so."""
    written = file.read()
    try:
        return nbformat.reads(written, as_version=4)
    except _BROKEN:
        return nbformat.from_dict(json.loads(written))  # which is mended, and told, before it is exported


def _mended(notebook: Any) -> tuple[Any, list[str]]:
    warnings: list[str] = []
    minor = notebook.get("nbformat_minor")
    notebook |= {"nbformat": 4, "nbformat_minor": minor if isinstance(minor, int) and minor >= 0 else 4}
    notebook["metadata"] = {
        name: value
        for name, value in (notebook.get("metadata") or {}).items()
        if _NOTEBOOK_METADATA.get(name, _anything)(value)
    }
    cells = notebook.get("cells")
    notebook["cells"] = cells = cells if isinstance(cells, list) else []
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, Mapping):
            cells[number - 1] = cell = NotebookNode(
                cell_type="raw", source=as_text(cell), metadata={"format": "unknown"}
            )
        found = [problem for step in (_repair_cell, _repair_outputs) for problem in step(cell)]
        warnings += [f"cell {number}: {problem}" for problem in found]
    return notebook, warnings


def _anything(value: Any) -> bool:
    return True


def as_text(content: Any) -> str:
    """Return a text of a notebook, given as one or as lines; anything else as JSON, and nothing as nothing."""
    if isinstance(content, str):
        return content
    if isinstance(content, list) and all(isinstance(line, str) for line in content):
        return "".join(content)
    return "" if content is None else json.dumps(content, ensure_ascii=False, default=str)


def _repair_cell(cell: Any) -> list[str]:
    problems = []
    if not isinstance(cell.get("metadata"), Mapping):
        cell["metadata"] = NotebookNode()
    metadata = cell["metadata"]
    for name in [name for name, fits in _METADATA.items() if name in metadata and not fits(metadata[name])]:
        del metadata[name]
    if not _is_text(cell.get("source", "")):
        problems.append("its source is no text")
    cell["source"] = as_text(cell.get("source"))
    kind = cell.get("cell_type")
    if kind not in _CELLS:
        metadata["format"] = f"of a cell of unknown type {kind}"
        cell["cell_type"] = "raw"
    attachments = cell.get("attachments", {})
    if not isinstance(attachments, Mapping) or not all(isinstance(each, Mapping) for each in attachments.values()):
        problems.append("its attachments are none, and left out")
        del cell["attachments"]
    return problems


def _repair_outputs(cell: Any) -> list[str]:
    if cell["cell_type"] != "code":
        for name in ("outputs", "execution_count"):
            cell.pop(name, None)
        return []
    outputs = cell.get("outputs")
    count = cell.get("execution_count")
    cell["execution_count"] = count if isinstance(count, int) else None
    cell["outputs"] = outputs if isinstance(outputs, list) else []
    problems = [] if outputs is None or isinstance(outputs, list) else ["its outputs are no list, and left out"]
    for place, output in enumerate(cell["outputs"]):
        whole = output if isinstance(output, Mapping) else NotebookNode(output_type="unknown", content=output)
        cell["outputs"][place], found = _repaired_output(whole)
        problems += found
    return problems


def _repaired_output(output: Any) -> tuple[Any, list[str]]:
    kind = output.get("output_type")
    if kind not in _TYPED:
        given = {name: value for name, value in output.items() if name not in {"output_type", "metadata"}}
        data = {f"application/x-{kind}-output": json.dumps(given, ensure_ascii=False, default=str)}
        return NotebookNode(output_type="display_data", metadata={}, data=data), []
    if kind == "stream":
        problems = [] if _is_text(output.get("text", "")) else ["what it printed is no text"]
        name = output.get("name")
        kept = {"name": name if isinstance(name, str) else "stdout", "text": as_text(output.get("text"))}
        return NotebookNode(output_type=kind, **kept), problems
    if kind == "error":
        lines = output.get("traceback")
        traceback = [as_text(line) for line in lines] if isinstance(lines, list) else [as_text(lines)]
        named = {name: as_text(output.get(name)) for name in ("ename", "evalue")}
        return NotebookNode(output_type=kind, traceback=traceback, **named), []
    return _with_data(output, kind)


def _with_data(output: Any, kind: str) -> tuple[Any, list[str]]:
    problems = []
    for name in ("data", "metadata"):
        if not isinstance(output.get(name), Mapping):
            given = as_text(output.get(name)) if name == "data" else ""
            problems += [f"the data of an output are of no type: {given}"] if given else []
            output[name] = NotebookNode()
    for mime, content in output["data"].items():
        if not mime.endswith("json") and not _is_text(content):
            output["data"][mime] = as_text(content)
    if kind == "execute_result":
        output.setdefault("execution_count", None)
    return output, problems


def _is_text(content: Any) -> bool:
    return isinstance(content, str) or (isinstance(content, list) and all(isinstance(line, str) for line in content))
