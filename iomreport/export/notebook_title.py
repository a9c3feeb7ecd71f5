"""The title of a notebook, and what its front matter in YAML says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from iomreport.export.tokens import Token, paragraph, plain_text, text

if TYPE_CHECKING:
    from iomreport.export.document import Block

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_USED = ("title", "subtitle", "author", "authors", "date", "abstract", "description")
_UNTITLED = "Untitled"


def split_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """Return the front matter that opens a cell, and what comes after it; none where it is no YAML."""
    found = _FRONT_MATTER.match(source)
    if found is None:
        return {}, source
    import yaml

    try:
        read = yaml.safe_load(found["yaml"])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, source
    if not isinstance(read, dict) or not all(isinstance(key, str) for key in read):
        return {}, source
    return read, source[found.end() :]


def front_matter_tokens(front: Mapping[str, Any]) -> list[Token]:
    """Return what a front matter says beside the title, as it stands under it."""
    people = [name for key in ("author", "authors") for name in _names(front.get(key))]
    date = str(front["date"]) if front.get("date") else ""
    tokens = []
    if front.get("subtitle"):
        tokens.append(paragraph({"type": "strong", "children": [text(str(front["subtitle"]))]}))
    if people or date:
        tokens.append(paragraph(text(", ".join(filter(None, [*people, date])))))
    tokens += [paragraph(text(str(front[key]).strip())) for key in ("abstract", "description") if front.get(key)]
    return tokens


def unused(front: Mapping[str, Any]) -> list[str]:
    """Return the keys of a front matter that no edition uses."""
    return [key for key in front if key not in _USED]


def _names(given: Any) -> list[str]:
    people = given if isinstance(given, list) else [given] if given else []
    return [str(person.get("name", "")) if isinstance(person, Mapping) else str(person) for person in people]


def take_title(blocks: list[Block], front: Mapping[str, Any], metadata: Mapping[str, Any], name: str) -> str:
    """Return the title of a notebook, and lift its headings so that its highest ones are chapters.

    It is what the front matter says; else the heading that opens the notebook, if no other is as high; else what the
    notebook's metadata say; else the name of its file.
    """
    title = str(front.get("title") or "").strip() or _take_opening(blocks)
    headings = [block for block in blocks if block.kind == "heading"]
    top = min((block.level for block in headings), default=1)
    for block in headings:
        block.level -= top - 1
    return title or str(metadata.get("title") or "").strip() or name or _UNTITLED


def _take_opening(blocks: list[Block]) -> str:
    """Take out the heading that opens a notebook, if it is the only one of its level and none is above."""
    first = next((block for block in blocks if block.kind != "code"), None)
    if first is None or first.kind != "heading":
        return ""
    if any(block.level <= first.level for block in blocks if block.kind == "heading" and block is not first):
        return ""
    blocks.remove(first)
    return plain_text(first.tokens).strip()


def begins_as_front_matter(cells: Sequence[Any]) -> bool:
    """Tell whether the first cell of a notebook has what looks like front matter."""
    return bool(cells) and cells[0].cell_type in {"raw", "markdown"} and bool(_FRONT_MATTER.match(str(cells[0].source)))


def opening_yaml(cells: Sequence[Any]) -> dict[str, Any]:
    """Return the front matter of a notebook, whose first cell is raw or Markdown; nothing without one."""
    if cells and cells[0].cell_type in {"raw", "markdown"}:
        return split_front_matter(str(cells[0].source))[0]
    return {}
