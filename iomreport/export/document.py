"""A notebook read as a document: headings, prose and exhibits, numbered, cross-referenced and cited.

Both exporters render this one structure, so that the two editions agree in every number. It knows Markdown and
exhibits, nothing of any subject.
"""

import datetime
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
_MOST_LEVELS = 5  # of headings; HTML has six, of which the first is the title
_RESERVED_ANCHORS = re.compile(r"main|sources|(source|cite|ref|fn|fnref)-.*")  # those that the editions make
_ADDRESS = re.compile(r"(https?://|mailto:|#)[^\s]+|[\w./-]+")
_EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)  # never the clock: the same input gives the same bytes

Token = dict[str, Any]


class BackLink(NamedTuple):
    """Where the text refers to a heading or an exhibit: its anchor, and the number of its section."""

    anchor: str
    section: str


@dataclass
class Block:
    """One piece of a document, from one cell of the notebook."""

    kind: str  # "heading", "prose", "figure", "table", "sentence", "code" or "output"
    cell: int  # the first is 1
    tokens: list[Token] = field(default_factory=list)  # Markdown syntax tree of a heading's text or of prose
    level: int = 0  # of a heading; 1 is a chapter
    id: str = ""  # anchor of a heading, figure or table
    number: str = ""  # of a heading, figure or table
    record: Any = None  # of an exhibit
    drawing: str = ""  # SVG of a figure
    output: Any = None  # any other output of a code cell
    source: str = ""  # of a code cell
    section: str = ""  # number of the section it stands in; empty before the first
    back_links: list[BackLink] = field(default_factory=list)  # to where the text refers to it

    @property
    def label(self) -> str:
        """What the text calls a figure or table: "Figure 2"."""
        return f"{_LABELS[self.kind]} {self.number}"


@dataclass
class Document:
    """A whole document."""

    title: str  # from the notebook's metadata, else its first heading
    front: dict[str, Any]  # the notebook's own metadata: subtitle, description, date, version, licence and others
    blocks: list[Block]  # in reading order
    references: list[SourceRecord]  # the sources cited, in order of first citation; the first is number 1
    warnings: list[str]  # what a maintainer should mend

    @property
    def headings(self) -> list[Block]:
        """The headings, for the contents."""
        return [block for block in self.blocks if block.kind == "heading"]

    @property
    def undescribed(self) -> list[int]:
        """The numbers of the cells that show an image without an alternative text."""
        return [
            block.cell
            for block in self.blocks
            if (block.kind == "output" and images.type_of(block.output) and not images.alt_of(block.output))
            or any(token["type"] == "image" and not images.description(token) for token in walk(block.tokens))
        ]

    @property
    def date(self) -> datetime.datetime:
        """The date that the notebook's metadata states, else the same one for all."""
        date = self.front.get("date")
        return datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC) if date else _EPOCH

    def numbers_of(self, identifiers: Sequence[str]) -> list[tuple[int, int]]:
        """Return the numbers under which the bibliography lists some sources, as spans from first to last."""
        return number_spans(self._numbers[identifier] for identifier in identifiers)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {record["source_id"]: number for number, record in enumerate(self.references, start=1)}


def number_spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Join three numbers or more that follow one another, as "1, 2" is no longer than "1–2"."""
    spans: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    pairs = ([(first, first), (last, last)] if last == first + 1 else [(first, last)] for first, last in spans)
    return [span for pair in pairs for span in pair]


def folder_of(resources: dict[str, Any]) -> Path | None:
    """Return the folder of the notebook that nbconvert exports, if it comes from a file ("" is the current one)."""
    path = resources.get("metadata", {}).get("path")
    return None if path is None else Path(path)


def read_document(notebook: Any, folder: Path | None = None) -> Document:
    """Read an executed notebook, which lies in a folder, as a document with its parts numbered in reading order.

    A title in the notebook's own metadata makes it a report whose first-level headings are chapters; without, its first
    heading is the title.
    """
    front = dict(notebook.metadata.get(METADATA_KEY, {}))
    blocks = [block for number, cell in enumerate(notebook.cells, start=1) for block in _read_cell(cell, number)]
    title = front.get("title") or _take_title(blocks)
    warnings = [
        *_error_stream_warnings(notebook),
        *_number(blocks),
        *_resolve_links(blocks),
        *_embed_images(blocks, notebook, folder),
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


def _embed_images(blocks: Sequence[Block], notebook: Any, folder: Path | None) -> Iterator[str]:
    """Put images of prose into the document; yield a warning for each that is missing or has no alternative text."""
    for block in blocks:
        attached = notebook.cells[block.cell - 1].get("attachments", {})
        yield from (f"cell {block.cell}: {message}" for message in images.embed(block.tokens, attached, folder))


def _error_stream_warnings(notebook: Any) -> list[str]:
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
    return "".join(_own_text(token) + plain_text(token.get("children", [])) for token in tokens)


def _own_text(token: Token) -> str:
    texts = {"softbreak": " ", "linebreak": " ", "footnote_ref": "", "text": unescape(token.get("raw", ""))}
    return str(texts.get(token["type"], token.get("raw", "")))


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
            block.level = min(block.level, len(depth) + 1, _MOST_LEVELS)
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
    if _RESERVED_ANCHORS.fullmatch(stem):
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
            parts = [_part_with_label(part, targets, block, warnings) for part in block.record["parts"]]
            block.record = {**block.record, "parts": parts}
    return warnings


def _part_with_label(part: Any, targets: dict[str, Block], origin: Block, warnings: list[str]) -> Any:
    """Return a piece of a sentence; one that leads to a figure or table names its label."""
    if "to" not in part:
        return part
    target = targets.get(part["to"])
    if target is None or target.kind not in _LABELS:
        warnings.append(f"cell {origin.cell}: the reference to {part['to']!r} leads to no figure or table")
        return {"text": part["text"], "sources": part["sources"]}
    return {**part, "text": target.label, "anchor": _add_back_link(target, origin)}


def _add_back_link(target: Block, origin: Block) -> str:
    """Note on a heading or an exhibit that a block refers to it; return the anchor to make there."""
    anchor = f"ref-{target.id}-{len(target.back_links) + 1}"
    target.back_links.append(BackLink(anchor, origin.section))
    return anchor


def _linked(tokens: Sequence[Token], targets: dict[str, Block], origin: Block, warnings: list[str]) -> Iterator[Token]:
    for token in tokens:
        if "children" in token:
            token["children"] = list(_linked(token["children"], targets, origin, warnings))
        if token["type"] != "link":
            yield token
            continue
        url = token["attrs"]["url"]
        target = targets.get(url[1:]) if url.startswith("#") else None
        if not _ADDRESS.fullmatch(url) or (url.startswith("#") and target is None):
            warnings.append(f"cell {origin.cell}: the link {url!r} leads nowhere, so it is shown as plain text")
            yield from token["children"]
            continue
        if target is not None and target.kind in _LABELS:
            token["children"].append({"type": "text", "raw": f" ({target.label})"})
        if target is not None:
            token["attrs"]["anchor"] = _add_back_link(target, origin)
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
