"""Numbers and anchors of headings, figures, tables and footnotes, counted in reading order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from iomreport.export.tokens import plain_text, walk
from iomreport.formats import slug

if TYPE_CHECKING:
    from iomreport.export.document import Block

_MOST_LEVELS = 5  # of headings; HTML has six, of which the first is the title
_RESERVED_ANCHORS = re.compile(r"main|sources|(source|cite|ref|fn|fnref)-.*")  # those that the editions make
_OWN_NUMBER = re.compile(
    r"\s*(?:(?:\d+\.)+\d*|\d+\)|[IVX]+\.|[A-Z]\.|(?:Chapter|Section|Part) \d+)[\s:.)]", re.IGNORECASE
)


def number_blocks(blocks: Sequence[Block]) -> list[str]:
    """Count headings, figures and tables, and give each an anchor of its own; return what a maintainer should mend."""
    taken: set[str] = set()
    warnings = _anchor_exhibits(blocks, taken)
    depth: list[int] = []
    counts = {"figure": 0, "table": 0}
    numbered = not _number_themselves([block for block in blocks if block.kind == "heading"])
    for block in blocks:
        if block.kind == "heading":
            block.level = min(block.level, len(depth) + 1, _MOST_LEVELS)
            depth = [*depth[: block.level], *[0] * (block.level - len(depth))]
            depth[-1] += 1
            block.number = ".".join(str(count) for count in depth) if numbered else ""
            block.id = _anchor(plain_text(block.tokens), taken)
        elif block.kind in counts:
            counts[block.kind] += 1
            block.number = str(counts[block.kind])
        block.section = ".".join(str(count) for count in depth)
        for place in (token for token in walk(block.tokens) if token["type"] == "anchor"):
            place["attrs"] |= {"name": place["attrs"]["id"], "id": _anchor(f"place-{place['attrs']['id']}", taken)}
    return warnings


def _anchor_exhibits(blocks: Sequence[Block], taken: set[str]) -> list[str]:
    warnings = []
    for block in blocks:
        if block.kind in {"figure", "table"}:
            wanted, block.id = block.id, _anchor(block.id, taken)
            if wanted != block.id:
                warnings.append(
                    f"cell {block.cell}: the id {wanted!r} is taken or unfit for an anchor; it becomes {block.id!r}"
                )
    return warnings


def _number_themselves(headings: Sequence[Block]) -> bool:
    """Tell whether the headings of a notebook begin with numbers of their own, as "1.1 Sources" does."""
    for level in {heading.level for heading in headings}:
        texts = [plain_text(heading.tokens) for heading in headings if heading.level == level]
        if 2 * sum(bool(_OWN_NUMBER.match(text)) for text in texts) > len(texts):
            return True
    return False


def _anchor(text: str, taken: set[str]) -> str:
    """Return a readable anchor without accents that no other element has."""
    stem = slug(text) or "section"
    if _RESERVED_ANCHORS.fullmatch(stem):
        stem = f"section-{stem}"
    anchor, count = stem, 1
    while anchor in taken:
        count += 1
        anchor = f"{stem}-{count}"
    taken.add(anchor)
    return anchor


def number_footnotes(blocks: Sequence[Block]) -> None:
    """Count footnotes through the whole document, and give each mark the text of its note."""
    offset = 0
    for _, cell in itertools.groupby(blocks, key=lambda block: block.cell):
        tokens = [token for block in cell for token in block.tokens]
        notes = [note for token in tokens if token["type"] == "footnotes" for note in token["children"]]
        texts = {note["attrs"]["index"]: note["children"] for note in notes}
        prose = (token for token in tokens if token["type"] != "footnotes")
        for token in [token for token in walk(prose) if token["type"] == "footnote_ref"]:
            token["note"] = texts.get(token["attrs"]["index"], [])
            token["attrs"]["index"] += offset
        for token in [token for token in walk(notes) if token["type"] == "footnote_ref"]:
            token["attrs"]["index"] += offset  # and no text: notes may mark one another
        for note in notes:
            note["attrs"]["index"] += offset
        offset += len(notes)
