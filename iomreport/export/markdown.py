"""Markdown of a notebook's cells as tokens.

It becomes HTML first, so that markup and Markdown mix as they do in Jupyter, and is read as any HTML then. Formulas
are taken out before, so that Markdown does not see them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import mistune
from mistune.core import BlockState
from mistune.plugins import footnotes
from mistune.util import unikey

from iomreport.export import formulas
from iomreport.export.html_tokens import FOOTNOTE, KNOWN, HtmlReader, ReadImage
from iomreport.export.markdown_tables import tables
from iomreport.export.tokens import Token

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:.-]*)")
_NOTE = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:", re.MULTILINE)


class MarkdownReader:
    """Reads the Markdown of one notebook.

    Parameters
    ----------
    sources : iterable of str
        All its Markdown cells: a footnote of one may be marked in another.
    """

    def __init__(self, sources: Iterable[str] = ()):
        self._markdown = mistune.create_markdown(
            renderer=_Renderer(escape=False), plugins=["strikethrough", "url", tables]
        )
        inline, block = self._markdown.inline, self._markdown.block
        inline.register("footnote", footnotes.INLINE_FOOTNOTE, footnotes.parse_inline_footnote, before="link")
        block.register("ref_footnote", footnotes.REF_FOOTNOTE, _keep_note, before="ref_link")
        self._notes: dict[str, str] = {}  # of all cells, by key
        self._marked: set[str] = set()  # keys of those that are marked somewhere
        noted = [source for source in sources if "[^" in source]
        for source in noted if any(_NOTE.search(source) for source in noted) else []:
            self._notes |= self._own_notes(source)
        for source in noted if self._notes else []:
            _, state = self._parsed(formulas.take_out(source)[0], self._notes)
            self._marked |= set(state.env.get("footnotes") or [])

    def read(
        self, source: str, read_image: ReadImage, attachments: Mapping[str, Any] | None = None
    ) -> tuple[list[Token], list[str]]:
        """Return the Markdown of a cell as tokens, and names of elements of which something is not shown."""
        source, taken = formulas.take_out(_named_attachments(source, attachments or {}))
        own = self._own_notes(source) if "[^" in source else {}
        html, state = self._parsed(source, {**self._notes, **own})
        reader = HtmlReader(
            read_image,
            markdown=True,
            split=taken.split,
            put_back=taken.put_back,
        )
        tokens = reader.read(html)
        items: list[Token] = []
        while len(items) < len(marked := state.env.get("footnotes") or []):  # a note may mark another
            number, key = len(items) + 1, marked[len(items)]
            children = reader.read(self._note(key, number, state))
            items.append({"type": "footnote_item", "children": children, "attrs": {"index": number, "key": key}})
        if items:
            tokens.append({"type": "footnotes", "children": items})
        for key in own:
            if key not in marked and key not in self._marked:
                tokens += reader.read(f"<p>[^{escape(key)}]: {self._note(key, 1, state).strip().removeprefix('<p>')}")
        return tokens, reader.dropped

    def _parsed(self, source: str, notes: Mapping[str, str]) -> tuple[str, BlockState]:
        state = BlockState()
        state.env = {"ref_links": {}, "ref_footnotes": dict(notes), "own_footnotes": {}}
        html, state = self._markdown.parse(source, state)
        return str(html), state

    def _own_notes(self, source: str) -> dict[str, str]:
        """Return the footnotes that a cell defines, by their keys."""
        state = BlockState()
        state.env = {"ref_links": {}, "own_footnotes": {}}
        state.process(f"{source}\n")
        self._markdown.block.parse(state)
        return dict(state.env["own_footnotes"])

    def _note(self, key: str, number: int, state: BlockState) -> str:
        """Return a footnote as HTML."""
        item = footnotes.parse_footnote_item(self._markdown.block, key, number, state)
        inner = BlockState(parent=state)
        inner.tokens = item["children"]
        return str(self._markdown.render_state(inner))


def _keep_note(block: Any, match: re.Match[str], state: BlockState) -> int:
    """Take a footnote out of the text; one whose key a former has stays there."""
    key = unikey(match["footnote_key"])
    own = state.env.setdefault("own_footnotes", {})
    if key in own:
        state.add_paragraph(match[0])
    else:
        own[key] = match["footnote_text"]
    return match.end()


def _named_attachments(source: str, attachments: Mapping[str, Any]) -> str:
    """Return Markdown in which the names of attached files may have spaces."""
    for name in attachments:
        if " " in name:
            source = source.replace(f"](attachment:{name})", f"](<attachment:{name}>)")
    return source


class _Renderer(mistune.HTMLRenderer):  # type: ignore[misc]
    """Renders Markdown as HTML that is read again: addresses stay as they are, and what is no element is text."""

    def sanitize_url(self, url: str) -> str:
        return url

    def inline_html(self, html: str) -> str:
        return _elements(html)

    def block_html(self, html: str) -> str:
        return f"{_elements(html)}\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        description = re.sub(r"<[^>]*>", "", text).replace('"', "&quot;")  # the text is HTML already
        return f'<img src="{escape(url, quote=True)}" alt="{description}">'

    def footnote_ref(self, key: str, index: int) -> str:
        return f'<{FOOTNOTE} title="{escape(key, quote=True)}" start="{index}"></{FOOTNOTE}>'

    def table(self, text: str) -> str:
        head, _, body = text.partition("</thead>")
        return f"<table>{head}</thead><tbody>{body}</tbody></table>\n"

    def table_row(self, text: str, head: bool) -> str:
        return f"<thead><tr>{text}</tr></thead>" if head else f"<tr>{text}</tr>"

    def table_cell(self, text: str, head: bool, side: str) -> str:
        tag, align = "th" if head else "td", f' align="{side}"' if side else ""
        return f"<{tag}{align}>{text}</{tag}>"


def _elements(html: str) -> str:
    """Return HTML of Markdown; what has no name of an element is text, as in "List<int>", or a comment without end."""
    html = html.replace("<!--", "&lt;!--")
    return _TAG.sub(lambda tag: tag[0] if tag[2].lower() in KNOWN else f"&lt;{tag[1]}{tag[2]}", html)
