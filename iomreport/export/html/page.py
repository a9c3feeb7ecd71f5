"""The blocks of a document as HTML, with citations and cross-references that lead in both directions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from iomreport import formats
from iomreport.exhibits import to_html
from iomreport.exhibits.metadata import SourceRecord
from iomreport.export.document import Block, Document
from iomreport.export.html import drawings
from iomreport.export.html.figure_data import data_table
from iomreport.export.html.token_html import TokenHtml, direction, direction_of
from iomreport.export.tokens import plain_text, walk

_MOST_NAMED = 3  # sources of a figure; more are links alone

_BOLD = frozenset(["strong", "heading", "details", "definition_term", "table"])  # tokens that hold bold letters


class Page:
    """Turns the blocks of a document into HTML, in reading order; the template calls its methods.

    Of the code, "folded" gathers that of each section behind a disclosure at its end, "shown" leaves that of each cell
    open in its place, "none" leaves it out.
    """

    def __init__(self, document: Document, code: str = "folded"):
        self._document = document
        self._code = code
        self._tokens = TokenHtml()
        self._current = Block("prose", 0)
        self._cited: dict[int, dict[str, str]] = {}
        self._passages: Counter[str] = Counter()
        self._titles = Counter(source["title"] for source in document.references)

    def blocks(self) -> list[Block]:
        """Return the blocks in the order of the page."""
        if self._code == "shown":
            return self._document.blocks
        arranged: list[Block] = []
        waiting: list[Block] = []
        for block in self._document.blocks:
            if block.kind == "heading" and block.level <= 2 and not _opens(waiting, block):
                arranged += self._gathered(waiting)
                waiting = []
            (waiting if block.kind == "code" else arranged).append(block)
        return arranged + self._gathered(waiting)

    def _gathered(self, cells: Sequence[Block]) -> list[Block]:
        if self._code == "none" or not cells:
            return []
        source = "\n\n".join(cell.source for cell in cells)
        return [Block("code", cells[-1].cell, source=source, section=cells[-1].section)]

    def code(self, block: Block) -> str:
        """Return code behind a disclosure."""
        shown = self._code == "shown"
        of = f" of cell {block.cell}" if shown else f" of {_section(block.section)}" if block.section else ""
        opened, name, source = " open" if shown else "", f"Code{of}", escape(block.source, quote=False)
        return (
            f'<details class="code"{opened}><summary>{name}</summary>'
            f'<div class="scroll" role="region" tabindex="0" aria-label="{name}"><code>{source}</code></div></details>'
        )

    def heading(self, block: Block) -> str:
        """Return a heading with its number, and links back to where the text refers to it."""
        rank = block.level + 1
        return (
            f'<h{rank} id="{block.id}"{direction(block.tokens)}>{_number(block)}{self._tokens.prose(block.tokens)}'
            f"</h{rank}>{self._back_links(block, f'section {block.number}')}"
        )

    def prose(self, block: Block) -> str:
        """Return prose as HTML."""
        return self._tokens.prose(block.tokens)

    def exhibit(self, block: Block) -> str:
        """Return a figure, table or sentence with its label, citations and data."""
        self._current = block
        if block.kind == "sentence":
            return self._sentence(block)
        record = {**block.record, "id": block.id}
        back_links = self._back_links(block, block.label)
        if block.kind == "table":
            html = to_html.table(record, block.label, self.cite)  # type: ignore[arg-type]
            return f"{html.removesuffix('</div>')}{back_links}</div>"
        drawing = drawings.clean_svg(block.drawing, block.id)
        html = to_html.figure(record, drawing, block.label, self._credit)  # type: ignore[arg-type]
        data = data_table(record["data"], block.label, self._numbered)
        return f"{html.removesuffix('</figure>')}{data}{back_links}</figure>"

    def _sentence(self, block: Block) -> str:
        """Return a sentence, with an anchor to come back to where it refers to a figure or table."""
        html = to_html.sentence(block.record, self.cite)
        for part in block.record["parts"]:
            if "to" in part:
                link = f'<a href="#{escape(part["to"], quote=True)}">'
                html = html.replace(link, link.replace("<a ", f'<a id="{part["anchor"]}" ', 1), 1)
        return html

    def cite(self, identifiers: Sequence[str]) -> str:
        """Return citations as links to the list of sources, with an anchor to come back to outside of exhibits."""
        spans = self._document.numbers_of(identifiers)
        if not spans:
            return ""
        anchor, place = self._current.id, self._current.label if self._current.id else self._passage()
        given = "" if anchor else f' id="cite-{self._passages.total()}"'
        for number in (number for first, last in spans for number in range(first, last + 1)):
            places = self._cited.setdefault(number, {})
            if anchor or not any(cited.partition(",")[0] == place.partition(",")[0] for cited in places):
                places.setdefault(place, anchor or f"cite-{self._passages.total()}")
        return f'<span class="cites"{given}>[{", ".join(_citation(first, last) for first, last in spans)}]</span>'

    def _credit(self, identifiers: Sequence[str]) -> str:
        """Return the sources of a figure as links to the list of sources, after their names if these are few."""
        links = self.cite(identifiers)
        cited = (source for source in self._document.references if source["source_id"] in identifiers)
        names = list(dict.fromkeys(map(formats.short_name, cited)))
        return f"{escape('; '.join(names))} {links}" if 0 < len(names) <= _MOST_NAMED else links

    def _passage(self) -> str:
        """Return what to call the next passage of a section that cites something."""
        section = _section(self._current.section)
        self._passages[section] += 1
        return section if self._passages[section] == 1 else f"{section}, passage {self._passages[section]}"

    def _numbered(self, identifiers: Sequence[str]) -> str:
        """Return the numbers of sources, and any identifier that is in no list."""
        listed = {source["source_id"] for source in self._document.references}
        numbers = self._document.numbers_of([identifier for identifier in identifiers if identifier in listed])
        texts = [f"{first}" if first == last else f"{first}–{last}" for first, last in numbers]
        return ", ".join([*texts, *(identifier for identifier in identifiers if identifier not in listed)])

    def _back_links(self, block: Block, name: str) -> str:
        """Return links to where the text refers to a heading or an exhibit, once for each section."""
        places = {link.section: link.anchor for link in reversed(block.back_links)}
        links = [
            f'<a href="#{anchor}" aria-label="{_section(section)}, {name}">{_section(section)}</a>'
            for section, anchor in reversed(places.items())
        ]
        return f'<p class="mentions">Referred to in {", ".join(links)}</p>' if links else ""

    def source(self, number: int) -> str:
        """Return a source as the list of sources has it, with a link back to where it is first cited."""
        record = self._document.references[number - 1]
        (place, anchor), *others = self._cited[number].items()
        back = f'<a href="#{anchor}">{place}</a>' + (f" and {len(others)} more" if others else "")
        reference = _reference(record, ambiguous=self._titles[record["title"]] > 1)
        identifier = escape(record["source_id"])
        return f"{reference} <small><code>{identifier}</code> Cited in {back}</small>"

    def direction(self) -> str:
        """Return the attribute that says from which side the title is read."""
        return direction_of(self._document.title)

    def contents(self) -> str:
        """Return the table of contents as nested lists of chapters and sections."""
        chapters: list[tuple[Block, list[Block]]] = []
        for heading in self._document.headings:
            if heading.level == 1:
                chapters.append((heading, []))
            elif heading.level == 2 and chapters:
                chapters[-1][1].append(heading)
        items = "".join(
            f"<li>{_entry(chapter)}"
            + (f"<ol>{''.join(f'<li>{_entry(section)}</li>' for section in sections)}</ol>" if sections else "")
            + "</li>"
            for chapter, sections in chapters
        )
        sources = '<li><a href="#sources">Sources</a></li>' if self._document.references else ""
        return f"<ol>{items}{sources}</ol>"

    def output(self, block: Block) -> str:
        """Return an output that is no exhibit as HTML."""
        return f'<div class="output">{self._tokens.output(block.tokens, block.cell)}</div>'

    def characters(self) -> tuple[str, str, str]:
        """Return all that the page may show, and what of it may be bold and italic, to cut the faces to it."""
        return (repr(self._document), self._text_of(_BOLD), self._text_of({"emphasis"}))

    def _text_of(self, kinds: Iterable[str]) -> str:
        """Return the text of tokens of some kinds."""
        tokens = (token for block in self._document.blocks for token in walk(block.tokens))
        return "".join([plain_text([token]) for token in tokens if token["type"] in kinds])


def _opens(waiting: Sequence[Block], heading: Block) -> bool:
    """Tell whether all code so far stands between a chapter's heading and that of its first section."""
    return bool(waiting) and all(heading.number.startswith(f"{cell.section}.") for cell in waiting)


def _citation(first: int, last: int) -> str:
    """Return a link to the first source of a run."""
    text, name = (f"{first}", "Source") if first == last else (f"{first}–{last}", "Sources")
    return f'<a href="#source-{first}" aria-label="{name} {text}">{text}</a>'


def _section(number: str) -> str:
    return f"section {number}" if number else "the opening"


def _entry(heading: Block) -> str:
    text = escape(plain_text(heading.tokens))
    return f'<a href="#{heading.id}"{direction(heading.tokens)}>{_number(heading)}{text}</a>'


def _number(heading: Block) -> str:
    """Return the number of a heading, and a space; nothing where headings number themselves."""
    return f'<span class="number">{heading.number}</span> ' if heading.number else ""


def _reference(source: SourceRecord, *, ambiguous: bool) -> str:
    """Return a source as one line whose title is the link; the link says more if others have the same title."""
    text = escape(formats.source_text(source))
    title = escape(source["title"].rstrip("."))
    url = escape(formats.address(source["url"]), quote=True)
    cited = f"<cite>{title}</cite>"
    name = f' aria-label="{escape(formats.source_text(source), quote=True)}"' if ambiguous else ""
    return text.replace(title, f'<a href="{url}"{name}>{cited}</a>' if url else cited, 1)
