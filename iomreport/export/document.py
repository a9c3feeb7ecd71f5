"""A notebook read as a document: headings, prose and exhibits, numbered, cross-referenced and cited.

Both exporters render this one structure, so that the two editions agree in every number. It knows Markdown and
exhibits, nothing of any subject.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from iomreport.exhibits.metadata import METADATA_KEY, SourceRecord, is_record
from iomreport.exhibits.to_html import cited_in
from iomreport.export import notebook_title
from iomreport.export.cross_references import resolve_links
from iomreport.export.images import ImageReader, joined
from iomreport.export.markdown import MarkdownReader
from iomreport.export.numbering import number_blocks, number_footnotes
from iomreport.export.outputs import OutputReader
from iomreport.export.tokens import Token, note, readable, walk

_LABELS = {"figure": "Figure", "table": "Table"}
_EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)  # never the clock: the same input gives the same bytes
_RAW_HTML = frozenset(["", "text/html", "html", "slides"])  # formats of raw cells that nbconvert shows in a page
_RAW_MARKDOWN = frozenset(["text/markdown", "markdown"])
_NO_FILE = "Notebook"  # what nbconvert calls a notebook that comes from no file
_OF_CELL = re.compile(r"cell (?P<cell>\d+): (?P<message>.*)", re.DOTALL)
_LISTS = {"author": str, "keywords": str, "facts": Mapping}  # of the notebook's own metadata; others are texts
_LONGEST_TOLD = 300  # letters of a cell in a warning


class BackLink(NamedTuple):
    """Where the text refers to a heading or an exhibit: its anchor, and the number of its section."""

    anchor: str
    section: str


@dataclass
class Block:
    """One piece of a document, from one cell of the notebook."""

    kind: str  # "heading", "prose", "figure", "table", "sentence", "code" or "output"
    cell: int  # the first is 1
    tokens: list[Token] = field(default_factory=list)  # of a heading's text, of prose, or of an output
    level: int = 0  # of a heading; 1 is a chapter
    id: str = ""  # anchor of a heading, figure or table
    number: str = ""  # of a heading, figure or table
    record: Any = None  # of an exhibit
    drawing: str = ""  # SVG of a figure
    source: str = ""  # of a code cell
    names: list[str] = field(default_factory=list)  # that the notebook gives a heading as a target of links
    section: str = ""  # number of the section it stands in; empty before the first
    back_links: list[BackLink] = field(default_factory=list)  # to where the text refers to it

    @property
    def label(self) -> str:
        """What the text calls a figure or table: "Figure 2"."""
        return f"{_LABELS[self.kind]} {self.number}"

    def add_back_link(self, origin: Block) -> str:
        """Note that another block refers to this heading or exhibit; return the anchor to make there."""
        anchor = f"ref-{self.id}-{len(self.back_links) + 1}"
        self.back_links.append(BackLink(anchor, origin.section))
        return anchor


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
            if any(token["type"] == "image" and not token["attrs"]["alt"] for token in walk(block.tokens))
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


def together(warnings: Iterable[str]) -> list[str]:
    """Return warnings with those of several cells that say the same as one.

    Examples
    --------
    >>> together(["cell 1: no alt text", "cell 4: no alt text", "no face"])
    ['cells 1 and 4: no alt text', 'no face']
    """
    cells: dict[str, dict[str, None]] = {}
    for warning in warnings:
        found = _OF_CELL.fullmatch(warning)
        cells.setdefault(found["message"] if found else warning, {}).update({found["cell"]: None} if found else {})
    return [f"{_cells([*numbers])}{message}" for message, numbers in cells.items()]


def _cells(numbers: Sequence[str]) -> str:
    if len(numbers) < 2:
        return "".join(f"cell {number}: " for number in numbers)
    return f"cells {', '.join(numbers[:-1])} and {numbers[-1]}: "


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


def name_of(resources: dict[str, Any]) -> str:
    """Return the name of the file of the notebook that nbconvert exports; nothing if it comes from none."""
    name = str(resources.get("metadata", {}).get("name") or "")
    return "" if name == _NO_FILE else name


def read_document(notebook: Any, folder: Path | None = None, name: str = "") -> Document:
    """Read an executed notebook, which lies in a folder under a name, as a document with its parts numbered.

    A title in the notebook's own metadata makes it a report whose first-level headings are chapters.
    """
    front, unread = _front(notebook.metadata.get(METADATA_KEY))
    reader = _CellReader(notebook, folder)
    blocks = reader.blocks()
    title = readable(front.get("title") or notebook_title.take_title(blocks, reader.yaml, notebook.metadata, name))
    warnings = [*unread, *reader.warnings, *number_blocks(blocks), *resolve_links(blocks), *_settle_formulas(blocks)]
    number_footnotes(blocks)
    return Document(title, front, blocks, _references(blocks), together(warnings))


def _front(given: Any) -> tuple[dict[str, Any], list[str]]:
    """Return a notebook's own metadata as far as they are of the types asked for, and a warning of the others."""
    if given is None:
        return {}, []
    fields = dict(given) if isinstance(given, Mapping) else {"": given}
    front = {name: value for name, value in fields.items() if _fits(name, value)}
    unread = [name or "all" for name in fields if name not in front]
    told = f"of the notebook's metadata for iomreport, these cannot be read: {', '.join(map(str, unread))}"
    return front, [told] if unread else []


def _fits(name: Any, value: Any) -> bool:
    if name == "date":
        try:
            datetime.datetime.fromisoformat(value)
        except (TypeError, ValueError):
            return not value
        return True
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(each, _LISTS[name]) for each in value)
    if name in {"licence", "cover"}:
        return isinstance(value, Mapping | str)
    return isinstance(name, str) and bool(name) and isinstance(value, str | type(None))


class _CellReader:
    """Reads the cells of a notebook as blocks."""

    def __init__(self, notebook: Any, folder: Path | None):
        self._cells = notebook.cells
        self._folder = folder
        self._markdown = MarkdownReader(joined(cell.source) for cell in self._cells if cell.cell_type == "markdown")
        self._outputs = OutputReader(self._markdown)
        self.yaml = notebook_title.opening_yaml(self._cells)
        self.warnings = self._outputs.warnings

    def blocks(self) -> list[Block]:
        """Return the blocks of all cells, in reading order."""
        blocks = [Block("prose", 1, tokens=tokens)] if (tokens := notebook_title.front_matter_tokens(self.yaml)) else []
        if not self.yaml and notebook_title.begins_as_front_matter(self._cells):
            self.warnings.append("cell 1: its front matter cannot be read as YAML, so that it stands as text")
        if unused := notebook_title.unused(self.yaml):
            self.warnings.append(f"cell 1: of the front matter, these are not shown: {', '.join(unused)}")
        return blocks + [
            block for number, cell in enumerate(self._cells, start=1) for block in self._cell(cell, number)
        ]

    def _cell(self, cell: Any, number: int) -> Iterator[Block]:
        source = readable(joined(cell.get("source", "")))
        if number == 1 and self.yaml:
            _, source = notebook_title.split_front_matter(source)
        if cell.cell_type == "markdown":
            yield from self._prose(source, cell, number)
        elif cell.cell_type == "code":
            if source.strip():
                yield Block("code", number, source=source)
            for output in _joined_streams(cell.get("outputs", [])):
                yield from self._output(output, cell, number)
        elif source.strip():
            yield from self._raw(source, cell, number)

    def _prose(self, source: str, cell: Any, number: int) -> Iterator[Block]:
        pictures = ImageReader(cell.get("attachments") or {}, self._folder)
        tokens, dropped = self._markdown.read(source, pictures.read, pictures.attachments)
        self.warnings += [f"cell {number}: {warning}" for warning in pictures.warnings]
        if dropped:
            self.warnings.append(
                f"cell {number}: these elements of HTML are left out or lose their effect: {', '.join(dropped)}"
            )
        prose: list[Token] = []
        for token in tokens:
            if token["type"] == "heading":
                yield from [Block("prose", number, tokens=prose)] if prose else []
                prose = []
                names = [part["attrs"]["id"] for part in token["children"] if part["type"] == "anchor"]
                own = [part for part in token["children"] if part["type"] != "anchor"]
                yield Block("heading", number, tokens=own, level=token["attrs"]["level"], names=names)
            else:
                prose.append(token)
        yield from [Block("prose", number, tokens=prose)] if prose else []

    def _raw(self, source: str, cell: Any, number: int) -> Iterator[Block]:
        """Yield a raw cell of a format that pages have; of any other, that it is there."""
        metadata = cell.get("metadata", {})
        kind = str(metadata.get("format") or metadata.get("raw_mimetype") or "")
        if kind in _RAW_MARKDOWN | _RAW_HTML:
            as_what = "Markdown" if kind in _RAW_MARKDOWN else "HTML"
            self.warnings.append(
                f"cell {number}: a raw cell of {f'format {kind}' if kind else 'no format'} is shown as {as_what}"
            )
        if kind in _RAW_MARKDOWN:
            yield from self._prose(source, cell, number)
        elif kind in _RAW_HTML:
            tokens = self._outputs.html(source, number)
            yield from [Block("output", number, tokens=tokens)] if tokens else []
        else:
            beginning = source if len(source) <= _LONGEST_TOLD else f"{source[:_LONGEST_TOLD]}…"
            self.warnings.append(f"cell {number}: a raw cell of format {kind} is left out: {beginning}")
            yield Block("output", number, tokens=[note(f"A raw cell of format {kind} is left out here.")])

    def _output(self, output: Any, cell: Any, number: int) -> Iterator[Block]:
        record = (output.get("metadata") or {}).get(METADATA_KEY)
        if record is None or not is_record(record):
            if record is not None:
                self.warnings.append(
                    f"cell {number}: the record of an exhibit cannot be read, so that it is a plain output"
                )
            tokens = self._outputs.read(output, cell, number)
            yield from [Block("output", number, tokens=tokens)] if tokens else []
            return
        yield Block(
            record["exhibit"],
            number,
            id=str(record.get("id", "")),
            record=record,
            drawing=joined(output.get("data", {}).get("image/svg+xml", "")),
        )


def _joined_streams(outputs: Sequence[Any]) -> list[Any]:
    """Return outputs, with what was printed to a stream without pause as one, since a line may be written in pieces."""
    found: list[Any] = []
    for output in outputs:
        before = found[-1] if found else {}
        kinds = [(each.get("output_type"), each.get("name")) for each in (before, output)]
        if kinds[0] == kinds[1] and kinds[0][0] == "stream":
            found[-1] = {**before, "text": joined(before.get("text")) + joined(output.get("text"))}
        else:
            found.append(output)
    return found


def _settle_formulas(blocks: Sequence[Block]) -> list[str]:
    """Put the source in the place of each formula that cannot be drawn; return a warning for each."""
    warnings = []
    for block in blocks:
        for token in walk(block.tokens):
            if token["type"] not in {"inline_math", "block_math"}:
                continue
            from iomreport.export.formula_drawing import drawable

            if not drawable(token["raw"]):
                written = token["attrs"]["source"]
                warnings.append(f"cell {block.cell}: the formula {written!r} cannot be drawn; its source stands")
                token |= {"type": "codespan" if token["type"] == "inline_math" else "block_code", "raw": written}
    return warnings


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
