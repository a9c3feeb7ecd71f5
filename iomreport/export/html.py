"""The HTML edition: one file that asks nothing of any server."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import bleach
import mistune
from bs4 import BeautifulSoup
from mistune.core import BlockState
from nbconvert.exporters import Exporter, TemplateExporter
from traitlets import Bool, default

from iomreport import markup, svg, theme
from iomreport.export import fonts
from iomreport.export.document import PLUGINS, Block, Document, alt_of, read_document
from iomreport.records import SourceRecord

_TEMPLATES = Path(__file__).with_name("templates")
_SCRIPT = _TEMPLATES / "iomreport-html" / "report.js"


_FOREIGN_TAGS = frozenset([
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt", "em", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "u", "ul",
])  # fmt: skip
_FOREIGN_ATTRIBUTES = {"a": ["href", "title"], "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan", "scope"]}
"""What is let through of the HTML of outputs that are no exhibits."""


class HtmlExporter(TemplateExporter):  # type: ignore[misc]
    """Export a notebook as one accessible HTML page.

    Exhibits are numbered, cited and described from their records; prose comes from the same syntax tree as in the
    PDF. The page requests nothing: style, script and type are inside, and a Content-Security-Policy forbids the rest.
    """

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"

    show_code = Bool(False, help="Show the code of each cell.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "iomreport-html"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(_TEMPLATES)]

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render a notebook; see `nbconvert.exporters.TemplateExporter`."""
        nb_copy, resources = Exporter.from_notebook_node(self, nb, resources, **kwargs)
        document = read_document(nb_copy)
        for warning in document.warnings:
            self.log.warning(warning)
        page = _Page(document)
        script = _SCRIPT.read_text(encoding="utf-8")
        given = {
            "document": document,
            "page": page,
            "show_code": self.show_code,
            "colours": {"light": theme.LIGHT, "dark": theme.DARK},
            "faces": fonts.html_faces(page.all_text()),
            "script": script,
            "policy": _policy(script),
        }
        return str(self.template.render(nb=nb_copy, resources={**resources, **given})), resources


def _policy(script: str) -> str:
    """Return a Content-Security-Policy that lets in nothing but what the page itself carries."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


class _Renderer(mistune.HTMLRenderer):  # type: ignore[misc]
    """Renders Markdown as HTML that asks for nothing from outside."""

    def __init__(self) -> None:
        super().__init__(escape=True)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return an image that the page carries; of any other, what it shows in words."""
        if url.startswith("data:image/"):
            return str(super().image(text, url, title))
        return f"<em>{escape(text)}</em>"

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """Return a cell of a table, a head with its scope."""
        tag, scope = ("th", ' scope="col"') if head else ("td", "")
        numeric = ' class="numeric"' if align == "right" else ""
        return f"<{tag}{scope}{numeric}>{text}</{tag}>\n"


class _Page:
    """Turns the blocks of a document into HTML; the template calls its methods."""

    def __init__(self, document: Document):
        self._document = document
        self._renderer = _Renderer()
        self._markdown = mistune.create_markdown(renderer=self._renderer, plugins=PLUGINS)
        self._cited: dict[int, int] = {}

    def prose(self, tokens: Sequence[dict[str, Any]]) -> str:
        """Return Markdown tokens as HTML."""
        return str(self._renderer.render_tokens(tokens, BlockState()))

    def inline(self, tokens: Sequence[dict[str, Any]]) -> str:
        """Return the text of a heading as HTML."""
        return self.prose(tokens)

    def markdown(self, source: str) -> str:
        """Return an output in Markdown as HTML."""
        return str(self._markdown(source))

    def foreign(self, html: str) -> str:
        """Return the HTML of an output that is no exhibit without its style sheets, and with scopes in its tables."""
        soup = BeautifulSoup(html, "html.parser")
        for part in soup.find_all(["style", "script"]):
            part.decompose()
        for head in soup.find_all("th"):
            in_head = head.find_parent("thead") is not None
            if head.get_text(strip=True):
                head["scope"] = "col" if in_head else "row"
            else:
                head.name = "td"
        return str(bleach.clean(str(soup), tags=_FOREIGN_TAGS, attributes=_FOREIGN_ATTRIBUTES, strip=True))

    def code(self, source: str) -> str:
        """Return code as HTML."""
        return f"<pre><code>{escape(source)}</code></pre>"

    def alt(self, output: Any) -> str:
        """Return the alternative text of an output that is a bare image; empty where the notebook gives none."""
        return escape(alt_of(output), quote=True)

    def encoded(self, drawing: str) -> str:
        """Return a drawing as base64."""
        return base64.b64encode(drawing.encode("utf-8")).decode("ascii")

    def source(self, source: SourceRecord) -> str:
        """Return a source as the bibliography lists it."""
        text = escape(markup.source_text(source))
        title = escape(source["title"].rstrip("."))
        text = text.replace(title, f"<cite>{title}</cite>", 1)
        url = escape(markup.address(source["url"]), quote=True)
        if url:
            text += f' <a href="{url}">{url}</a>'
        return text

    def exhibit(self, block: Block) -> str:
        """Return a figure, table or sentence as HTML, with its label and citations."""
        record = {**block.record, "id": block.id}
        if block.kind == "figure":
            drawing = svg.renamed(block.drawing, block.record["id"], block.id)
            return markup.figure(record, themed(drawing), block.label, self.cite)  # type: ignore[arg-type]
        if block.kind == "table":
            return markup.table(record, block.label, self.cite)  # type: ignore[arg-type]
        return markup.sentence(block.record, self.cite)

    def cite(self, identifiers: Sequence[str]) -> str:
        """Return citations as links to the bibliography, each with an anchor of its own to come back to."""
        links = [self._cite_run(first, last) for first, last in self._document.numbers_of(identifiers)]
        return f'<span class="cites">[{", ".join(links)}]</span>' if links else ""

    def _cite_run(self, first: int, last: int) -> str:
        """Return a link to the first source of a run; each source of the run gets an anchor to come back to."""
        anchors = []
        for number in range(first, last + 1):
            self._cited[number] = self._cited.get(number, 0) + 1
            anchors.append(f"cite-{number}-{self._cited[number]}")
        rest = "".join(f'<span id="{anchor}"></span>' for anchor in anchors[1:])
        text, said = (
            (str(first), f"Source {first}") if first == last else (f"{first}–{last}", f"Sources {first} to {last}")
        )
        return f'<a href="#source-{first}" id="{anchors[0]}" aria-label="{said}">{text}</a>{rest}'

    def backlinks(self, number: int) -> str:
        """Return links from a source to the first place that cites it."""
        return f'<a href="#cite-{number}-1" aria-label="Back to where source {number} is first cited">↩</a>'

    def contents(self) -> str:
        """Return the table of contents as nested lists of chapters and sections."""
        chapters: list[tuple[Block, list[Block]]] = []
        for heading in self._document.headings:
            if heading.level == 1:
                chapters.append((heading, []))
            elif heading.level == 2 and chapters:
                chapters[-1][1].append(heading)
        items = "".join(
            f"<li>{self._entry(chapter)}"
            + (f"<ol>{''.join(f'<li>{self._entry(section)}</li>' for section in sections)}</ol>" if sections else "")
            + "</li>"
            for chapter, sections in chapters
        )
        sources = '<li><a href="#sources">Sources</a></li>' if self._document.references else ""
        return f"<ol>{items}{sources}</ol>"

    def _entry(self, heading: Block) -> str:
        text = self._renderer.render_tokens(heading.tokens, BlockState())
        return f'<a href="#{heading.id}"><span class="number">{heading.number}</span> {text}</a>'

    def all_text(self) -> str:
        """Return every character that the page may show, to cut the fonts down to them."""
        return repr(self._document)


def themed(drawing: str) -> str:
    """Return a drawing whose colours of the theme follow the reader's setting."""
    for role, code in theme.LIGHT.items():
        drawing = drawing.replace(code, f"var(--{role}, {escape(code)})")
    return drawing
