"""A notebook read as a document: headings, prose and exhibits, numbered, cross-referenced and cited.

Both exporters render this one structure, so that the two editions agree in every number. It knows Markdown and
exhibits, nothing of any subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import mistune

from iomreport.exhibits.metadata import METADATA_KEY, Record, SourceRecord
from iomreport.exhibits.to_html import cited_in
from iomreport.export import images
from iomreport.formats import slug

PLUGINS = ["table", "footnotes", "strikethrough", "math", "url"]
_LABELS = {"figure": "Figure", "table": "Table"}

_DEEPEST = 5
_OURS = re.compile(r"main|sources|(source|cite|ref|fn|fnref)-.*")
"""Anchors that the editions make themselves."""
_ADDRESS = re.compile(r"(https?://|mailto:|#)[^\s]+|[\w./-]+")

Token = dict[str, Any]


class Mention(NamedTuple):
    """A place of the text that refers to a heading or an exhibit: its anchor, and the number of its section."""

    anchor: str
    section: str


@dataclass
class Block:
    """One piece of a document.

    Attributes
    ----------
    kind : str
        "heading", "prose", "figure", "table", "sentence", "code" or "output".
    cell : int
        Number of the notebook cell it comes from, the first being 1.
    tokens : list of dict
        Markdown syntax tree of a heading's text or of prose.
    level, id, number
        Of a heading: its depth (1 is a chapter), anchor and number; of a figure or table: its anchor and number.
    record, drawing
        Of an exhibit: its record, and its SVG if it is a figure.
    output : dict
        Any other output of a code cell.
    source : str
        Code of a code cell.
    section : str
        Number of the section it stands in; empty before the first.
    mentions : list of Mention
        Where the text refers to it.
    """

    kind: str
    cell: int
    tokens: list[Token] = field(default_factory=list)
    level: int = 0
    id: str = ""
    number: str = ""
    record: Any = None
    drawing: str = ""
    output: Any = None
    source: str = ""
    section: str = ""
    mentions: list[Mention] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What the text calls a figure or table: "Figure 2"."""
        return f"{_LABELS[self.kind]} {self.number}"


@dataclass
class Document:
    """A whole document.

    Attributes
    ----------
    title : str
        From the notebook's metadata, else its first heading.
    front : dict
        The notebook's own `iomreport` metadata: subtitle, description, date, version, language, licence, notice.
    blocks : list of Block
        In reading order.
    references : list of dict
        The sources cited, in order of first citation; the first is number 1.
    warnings : list of str
        What a maintainer should mend.
    """

    title: str
    front: dict[str, Any]
    blocks: list[Block]
    references: list[SourceRecord]
    warnings: list[str]

    @property
    def headings(self) -> list[Block]:
        """The headings, for the contents."""
        return [block for block in self.blocks if block.kind == "heading"]

    def numbers_of(self, identifiers: Sequence[str]) -> list[tuple[int, int]]:
        """Return the numbers under which the bibliography lists some sources, as runs from first to last."""
        return runs(self._numbers[identifier] for identifier in identifiers)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {record["source_id"]: number for number, record in enumerate(self.references, start=1)}


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Gather numbers that follow one another; two neighbours stay apart, as "1, 2" is no longer than "1–2".

    Examples
    --------
    >>> runs([7, 1, 2, 4, 5, 6])
    [(1, 1), (2, 2), (4, 7)]
    """
    gathered: list[list[int]] = []
    for number in sorted(set(numbers)):
        if gathered and number == gathered[-1][-1] + 1:
            gathered[-1].append(number)
        else:
            gathered.append([number])
    return [
        pair
        for run in gathered
        for pair in ([(run[0], run[-1])] if len(run) > 2 else [(number, number) for number in run])
    ]


def folder_of(resources: dict[str, Any]) -> Path | None:
    """Return the folder of the notebook that nbconvert exports, if it comes from a file.

    For one in the current folder nbconvert says nothing, which is not the same as saying none.
    """
    path = resources.get("metadata", {}).get("path")
    return None if path is None else Path(path)


def read_document(notebook: Any, folder: Path | None = None) -> Document:
    """Read a notebook as a document.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        An executed notebook. Metadata `iomreport.title` makes it a report whose first-level headings are chapters;
        without, its first heading is the title.
    folder : Path, optional
        Where the notebook lies: images of its prose are looked for there.

    Returns
    -------
    Document
        With headings, figures, tables and sources numbered in reading order.
    """
    front = dict(notebook.metadata.get(METADATA_KEY, {}))
    blocks = [block for number, cell in enumerate(notebook.cells, start=1) for block in _read_cell(cell, number)]
    attached = [cell.get("attachments", {}) for cell in notebook.cells]
    title = front.get("title") or _take_title(blocks)
    warnings = [
        *_words_aside(notebook),
        *_number(blocks),
        *_resolve_links(blocks),
        *(
            f"cell {block.cell}: {told}"
            for block in blocks
            for told in images.carry(block.tokens, attached[block.cell - 1], folder)
        ),
    ]
    _number_footnotes(blocks)
    return Document(title, front, blocks, _references(blocks), warnings)


def _read_cell(cell: Any, number: int) -> Iterator[Block]:
    if cell.cell_type == "markdown":
        yield from _read_markdown(cell.source, number)
    elif cell.cell_type == "code":
        if cell.source.strip():
            yield Block("code", number, source=cell.source)
        for output in cell.outputs:
            if output.get("name") != "stderr":
                yield _read_output(output, number)


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(renderer=None, plugins=PLUGINS)


def _read_markdown(source: str, number: int) -> Iterator[Block]:
    tokens = _markdown()(source)
    prose: list[Token] = []
    for token in tokens:
        if token["type"] == "heading":
            if not plain_text(token["children"]).strip():
                continue
            if prose:
                yield Block("prose", number, tokens=prose)
                prose = []
            yield Block("heading", number, tokens=token["children"], level=token["attrs"]["level"])
        elif token["type"] != "blank_line":
            prose.append(token)
    if prose:
        yield Block("prose", number, tokens=prose)


def _read_output(output: Any, number: int) -> Block:
    record: Record | None = output.get("metadata", {}).get(METADATA_KEY)
    if not record:
        return Block("output", number, output=output)
    return Block(
        record["exhibit"],
        number,
        id=str(record.get("id", "")),
        record=record,
        drawing=output.get("data", {}).get("image/svg+xml", ""),
    )


def alt_of(output: Any) -> str:
    """Return the alternative text that the metadata of an output gives; nothing where there is none."""
    metadata = output.get("metadata", {})
    given = [metadata, *(part for part in metadata.values() if isinstance(part, dict))]
    return next((str(part["alt"]) for part in given if part.get("alt")), "")


def _words_aside(notebook: Any) -> list[str]:
    """Report what cells wrote to the error stream, which no edition shows."""
    return [
        f"cell {number} wrote to the error stream, which is left out: {output['text'].strip().splitlines()[0]}"
        for number, cell in enumerate(notebook.cells, start=1)
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr" and output["text"].strip()
    ]


def _take_title(blocks: list[Block]) -> str:
    """Take the first heading as the title and lift the others, so that its sections become chapters."""
    first = next((block for block in blocks if block.kind == "heading"), None)
    if first is None:
        return "Untitled"
    blocks.remove(first)
    top = min((block.level for block in blocks if block.kind == "heading"), default=1)
    for block in blocks:
        if block.kind == "heading":
            block.level -= top - 1
    return plain_text(first.tokens)


def plain_text(tokens: Sequence[Token]) -> str:
    """Return the text of a Markdown syntax tree without its markup and its footnotes."""
    return "".join(_said(token) + plain_text(token.get("children", [])) for token in tokens)


def _said(token: Token) -> str:
    said = {"softbreak": " ", "linebreak": " ", "footnote_ref": "", "text": unescape(token.get("raw", ""))}
    return str(said.get(token["type"], token.get("raw", "")))


def _number(blocks: list[Block]) -> list[str]:
    """Count headings, figures and tables in reading order, and give each heading an anchor of its own."""
    depth: list[int] = []
    counts = {"figure": 0, "table": 0}
    warnings = []
    taken: set[str] = set()
    for block in blocks:
        if block.kind in counts:
            wanted, block.id = block.id, _anchor(block.id, taken)
            if wanted != block.id:
                warnings.append(
                    f"cell {block.cell}: the id {wanted!r} is taken or unfit for an anchor; it becomes {block.id!r}"
                )
    for block in blocks:
        if block.kind == "heading":
            block.level = min(block.level, len(depth) + 1, _DEEPEST)
            depth = [*depth[: block.level], *[0] * (block.level - len(depth))]
            depth[-1] += 1
            block.number = ".".join(str(count) for count in depth)
            block.id = _anchor(plain_text(block.tokens), taken)
        elif block.kind in counts:
            counts[block.kind] += 1
            block.number = str(counts[block.kind])
        block.section = ".".join(str(count) for count in depth)
    return warnings


def _anchor(text: str, taken: set[str]) -> str:
    """Return a readable anchor without accents that no other element has."""
    stem = slug(text) or "section"
    if _OURS.fullmatch(stem):
        stem = f"section-{stem}"
    anchor, count = stem, 1
    while anchor in taken:
        count += 1
        anchor = f"{stem}-{count}"
    taken.add(anchor)
    return anchor


def _resolve_links(blocks: list[Block]) -> list[str]:
    """Say the number of the figure or table that a link leads to; undo and report links that lead nowhere."""
    targets = {block.id: block for block in blocks if block.id}
    warnings: list[str] = []
    for block in blocks:
        block.tokens = list(_linked(block.tokens, targets, block, warnings))
        if block.kind == "sentence":
            parts = [_led(part, targets, block, warnings) for part in block.record["parts"]]
            block.record = {**block.record, "parts": parts}
    return warnings


def _led(part: Any, targets: dict[str, Block], place: Block, warnings: list[str]) -> Any:
    """Return a piece of a sentence that leads to a figure or table with the number of that."""
    if "to" not in part:
        return part
    target = targets.get(part["to"])
    if target is None or target.kind not in _LABELS:
        warnings.append(f"cell {place.cell}: the reference to {part['to']!r} leads to no figure or table")
        return {"text": part["text"], "sources": part["sources"]}
    return {**part, "text": target.label, "anchor": _mention(target, place)}


def _mention(target: Block, place: Block) -> str:
    """Take note that a place refers to a heading or an exhibit; return the anchor to make there."""
    anchor = f"ref-{target.id}-{len(target.mentions) + 1}"
    target.mentions.append(Mention(anchor, place.section))
    return anchor


def _linked(tokens: Sequence[Token], targets: dict[str, Block], place: Block, warnings: list[str]) -> Iterator[Token]:
    for token in tokens:
        if "children" in token:
            token["children"] = list(_linked(token["children"], targets, place, warnings))
        if token["type"] != "link":
            yield token
            continue
        url = token["attrs"]["url"]
        target = targets.get(url[1:]) if url.startswith("#") else None
        if not _ADDRESS.fullmatch(url) or (url.startswith("#") and target is None):
            warnings.append(f"cell {place.cell}: the link {url!r} leads nowhere, so it is shown as plain text")
            yield from token["children"]
            continue
        if target is not None and target.kind in _LABELS:
            token["children"].append({"type": "text", "raw": f" ({target.label})"})
        if target is not None:
            token["attrs"]["anchor"] = _mention(target, place)
        yield token


def _number_footnotes(blocks: Sequence[Block]) -> None:
    """Count footnotes through the whole document, and give each reference the text of its note."""
    offset = 0
    for block in blocks:
        notes = [note for token in block.tokens if token["type"] == "footnotes" for note in token["children"]]
        texts = {note["attrs"]["index"]: note["children"] for note in notes}
        for token in [token for token in walk(block.tokens) if token["type"] == "footnote_ref"]:
            token["note"] = texts.get(token["attrs"]["index"], [])
            token["attrs"]["index"] += offset
        for note in notes:
            note["attrs"]["index"] += offset
        offset += len(notes)


def walk(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield every token of a Markdown syntax tree, each before those within it."""
    for token in tokens:
        yield token
        yield from walk(token.get("children", []))


def _references(blocks: Sequence[Block]) -> list[SourceRecord]:
    """Return the sources in order of first citation."""
    cited: dict[str, SourceRecord] = {}
    for block in blocks:
        if block.record:
            known = {source["source_id"]: source for source in block.record["sources"]}
            for identifier in cited_by(block):
                cited.setdefault(identifier, known[identifier])
    return list(cited.values())


def cited_by(block: Block) -> list[str]:
    """Return the identifiers of the sources that an exhibit cites."""
    if block.kind == "sentence":
        return cited_in(block.record["parts"])
    return [source["source_id"] for source in block.record["sources"]]
