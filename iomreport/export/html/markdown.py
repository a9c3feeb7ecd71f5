"""Markdown as HTML that asks for nothing from outside and reads well aloud."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import mistune
from mistune.core import BlockState

from iomreport.export import formulas
from iomreport.export.document import PLUGINS, Token
from iomreport.export.html import drawings

_TAG = re.compile(r"<[^>]*>")
_HEAD = re.compile(r'<th scope="col"[^>]*>(.*?)</th>')


class MarkdownToHtml:
    """Turns Markdown into HTML."""

    def __init__(self) -> None:
        self._renderer = _Renderer()
        plugins = [name for name in PLUGINS if name != "footnotes"]  # whose anchors are counted through the document
        self._markdown = mistune.create_markdown(renderer=self._renderer, plugins=plugins)
        mistune.create_markdown(renderer=self._renderer, plugins=PLUGINS)  # teaches it footnotes

    def html(self, tokens: Sequence[Token]) -> str:
        """Return a syntax tree as HTML."""
        return str(self._renderer.render_tokens(tokens, BlockState()))

    def of_source(self, source: str) -> str:
        """Return Markdown as HTML."""
        return str(self._markdown(source))


class _Renderer(mistune.HTMLRenderer):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__(escape=True)
        self._tables = 0
        self._formulas = 0
        self._referenced: set[int] = set()

    def link(self, text: str, url: str, title: str | None = None, anchor: str = "") -> str:
        """Return a link, with an anchor to come back to if it leads to a place of this page."""
        link = str(super().link(text, url, title))
        return link.replace("<a ", f'<a id="{escape(anchor, quote=True)}" ', 1) if anchor else link

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return an image that the page carries; of any other, what it shows in words."""
        if url.startswith("data:image/"):
            return str(super().image(text, url, title))
        return f"<em>{escape(text)}</em>"

    def heading(self, text: str, level: int, **attributes: Any) -> str:
        """Return a heading that stands inside a list or a quotation, which is none of the document's."""
        return f"<p><strong>{text}</strong></p>\n"

    def inline_math(self, text: str) -> str:
        """Return a formula as a drawing on the line; its source where it cannot be drawn."""
        formula = formulas.draw(text)
        if formula is None:
            return f"<code>{escape(text)}</code>"
        return self._drawn(formula, text)

    def block_math(self, text: str) -> str:
        """Return a formula as a drawing on a line of its own."""
        return f'<p class="formula">{self.inline_math(text)}</p>\n'

    def _drawn(self, formula: formulas.Formula, text: str) -> str:
        self._formulas += 1
        drawing = drawings.clean_svg(formula.svg, f"formula-{self._formulas}", formula.width, formula.height)
        described = f'<svg role="img" aria-label="{escape(text, quote=True)}" class="sunk-{round(formula.depth * 10)}" '
        return drawing.replace("<svg ", described, 1)

    def table(self, text: str) -> str:
        """Return a table that scrolls inside itself and says what is in it."""
        self._tables += 1
        heads = ", ".join(filter(None, (_TAG.sub("", head).strip() for head in _HEAD.findall(text))))
        return (
            f'<div class="scroll" role="region" tabindex="0" aria-label="Table {self._tables} of the text">'
            f'<table><caption class="unseen">Columns: {heads}</caption>{text}</table></div>\n'
        )

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """Return a cell of a table, a head with its scope; a head that says nothing is none."""
        tag, scope = ("th", ' scope="col"') if head and text.strip() else ("td", "")
        numeric = ' class="numeric"' if align == "right" else ""
        return f"<{tag}{scope}{numeric}>{text}</{tag}>\n"

    def footnote_ref(self, key: str, index: int) -> str:
        """Return a reference to a footnote; the first one to a note is where the note leads back to."""
        anchor = "" if index in self._referenced else f' id="fnref-{index}"'
        self._referenced.add(index)
        return f'<sup{anchor}><a href="#fn-{index}" aria-label="Note {index}">{index}</a></sup>'

    def footnotes(self, text: str) -> str:
        """Return the footnotes of a cell."""
        return f'<ol class="footnotes">\n{text}</ol>\n'

    def footnote_item(self, text: str, key: str, index: int) -> str:
        """Return a footnote with a link back to the text."""
        back = f' <a href="#fnref-{index}" aria-label="Back to the text of note {index}">↩</a>'
        body, end = (text.rstrip()[:-4], "</p>") if text.rstrip().endswith("</p>") else (text, "")
        return f'<li id="fn-{index}" value="{index}">{body}{back}{end}</li>\n'
