"""Tokens as HTML that asks for nothing from outside and reads well aloud."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from itertools import accumulate
from typing import Any

from iomreport.export.direction import from_right
from iomreport.export.tokens import BLOCKS, Token, plain_text

_WRAPPERS = {
    "emphasis": "em",
    "strong": "strong",
    "strikethrough": "s",
    "underline": "u",
    "small": "small",
    "subscript": "sub",
    "superscript": "sup",
    "block_quote": "blockquote",
    "definitions": "dl",
    "definition_text": "dd",
}
_DIRECTED = {"paragraph": "p", "list_item": "li", "definition_term": "dt"}
_RIGHT_TO_LEFT = frozenset(["R", "AL"])  # classes of letters
_MOST_HEADS_READ = 12  # that a caption for the ear names


class TokenHtml:
    """Turns the tokens of one page into HTML."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._marked: set[int] = set()
        self._cell = 0  # whose output it is; 0 for prose

    def prose(self, tokens: Sequence[Token]) -> str:
        """Return the tokens of prose, or of a heading, as HTML."""
        self._cell = 0
        return self._all(tokens)

    def output(self, tokens: Sequence[Token], cell: int) -> str:
        """Return the tokens of an output of a cell as HTML."""
        self._cell = cell
        return self._all(tokens)

    def _all(self, tokens: Sequence[Token]) -> str:
        return "".join([self._one(token) for token in tokens])

    def _one(self, token: Token) -> str:
        kind = token["type"]
        if kind == "text":
            return escape(token["raw"], quote=False)
        if kind in _WRAPPERS:
            tag = _WRAPPERS[kind]
            return f"<{tag}>{self._all(token['children'])}</{tag}>{_line_end(kind)}"
        if kind in _DIRECTED:
            return self._directed(token)
        method: Callable[[Token], str] | None = getattr(self, f"_{kind}", None)
        if method is not None:
            return method(token)
        return self._all(token.get("children", [])) or escape(token.get("raw", ""), quote=False)

    def _directed(self, token: Token) -> str:
        children = token["children"]
        if self._cell and token["type"] == "paragraph" and [child["type"] for child in children] == ["image"]:
            return self._drawing(children[0])
        tag = _DIRECTED[token["type"]]
        return f"<{tag}{direction(children)}>{self._all(children)}</{tag}>\n"

    def _linebreak(self, token: Token) -> str:
        return "<br>"

    def _softbreak(self, token: Token) -> str:
        return " "

    def _codespan(self, token: Token) -> str:
        return f"<code>{escape(token['raw'], quote=False)}</code>"

    def _block_code(self, token: Token) -> str:
        return f"<pre><code>{escape(token['raw'], quote=False)}</code></pre>\n"

    def _printed(self, token: Token) -> str:
        error = ' class="error"' if token["attrs"]["error"] else ""
        return f"<pre{error}>{escape(token['raw'], quote=False)}</pre>\n"

    def _note(self, token: Token) -> str:
        return f'<p class="remark">{self._all(token["children"])}</p>\n'

    def _thematic_break(self, token: Token) -> str:
        return "<hr>\n"

    def _heading(self, token: Token) -> str:
        """Return a heading that stands inside a list, a quotation or an output, which is none of the document's."""
        return f"<p><strong>{self._all(token['children'])}</strong></p>\n"

    def _anchor(self, token: Token) -> str:
        return f'<a id="{escape(token["attrs"]["id"], quote=True)}"></a>'

    def _link(self, token: Token) -> str:
        """Return a link, with an anchor to come back to if it leads to a place of this page."""
        attributes = token["attrs"]
        given = {"id": attributes.get("anchor"), "href": attributes["url"], "title": attributes.get("title")}
        return f"<a{_attributes(given)}>{self._all(token['children'])}</a>"

    def _image(self, token: Token) -> str:
        attributes = token["attrs"]
        sizes = {name: f"{attributes[name]:g}" for name in ("width", "height") if name in attributes}
        return f"<img{_attributes({'alt': attributes['alt'], 'src': attributes['url'], **sizes})}>"

    def _drawing(self, token: Token) -> str:
        """Return an image of an output, in a box that scrolls."""
        self._counts[f"image {self._cell}"] += 1
        count = self._counts[f"image {self._cell}"]
        name = f"Image of cell {self._cell}" if count == 1 else f"Image {count} of cell {self._cell}"
        label = name if token["attrs"]["alt"] else f"{name}, an image without a description"
        return f'<div class="drawing" role="region" tabindex="0" aria-label="{label}">{self._image(token)}</div>\n'

    def _list(self, token: Token) -> str:
        tag, start = ("ol", token["attrs"].get("start")) if token["attrs"]["ordered"] else ("ul", None)
        first = f' start="{start}"' if start not in {None, 1} else ""
        return f"<{tag}{first}{direction(token['children'])}>\n{self._all(token['children'])}</{tag}>\n"

    def _details(self, token: Token) -> str:
        return f"<details><summary>{self._all(token['summary'])}</summary>\n{self._all(token['children'])}</details>\n"

    def _inline_math(self, token: Token) -> str:
        from iomreport.export.formula_drawing import mathml

        return mathml(token["raw"], display=bool(token["attrs"].get("display"))) or self._codespan(token)

    def _block_math(self, token: Token) -> str:
        from iomreport.export.formula_drawing import mathml

        return f'<div class="formula">{mathml(token["raw"], display=True) or self._codespan(token)}</div>\n'

    def _footnote_ref(self, token: Token) -> str:
        """Return a mark of a footnote; the first one of a note is where the note leads back to."""
        index = token["attrs"]["index"]
        anchor = "" if index in self._marked else f' id="fnref-{index}"'
        self._marked.add(index)
        return f'<sup{anchor}><a href="#fn-{index}" aria-label="Note {index}">{index}</a></sup>'

    def _footnotes(self, token: Token) -> str:
        return f'<ol class="footnotes">\n{self._all(token["children"])}</ol>\n'

    def _footnote_item(self, token: Token) -> str:
        """Return a footnote with a link back to the text."""
        index, text = token["attrs"]["index"], self._all(token["children"]).rstrip()
        back = f' <a href="#fnref-{index}" aria-label="Back to the text of note {index}">↩</a>'
        body, end = (text.removesuffix("</p>"), "</p>") if text.endswith("</p>") else (text, "")
        return f'<li id="fn-{index}" value="{index}">{body}{back}{end}</li>\n'

    def _table(self, token: Token) -> str:
        """Return a table that scrolls inside itself and says what is in it."""
        self._counts[f"table {self._cell}"] += 1
        count, place = self._counts[f"table {self._cell}"], f"cell {self._cell}" if self._cell else "the text"
        given = self._all(token["attrs"]["caption"])
        if self._cell:
            name, shown = f"Table {count} of {place}", ""
            caption = given or f"Output of {place}"
        else:
            name, shown = f"Table {count} of {place}", "" if given else ' class="unseen"'
            heads = [cell["text"] for cell in (token["head"][-1] if token["head"] else []) if cell["text"]]
            columns = escape(", ".join(heads[:_MOST_HEADS_READ]), quote=False)
            caption = given or (f"Columns: {columns}" if heads else name)
        unnamed = bool(token["body"]) and not any(cell["head"] for row in token["body"] for cell in row)
        last = len(token["head"]) - 1
        rows = [self._row(row, head=True, name_empty=unnamed and at == last) for at, row in enumerate(token["head"])]
        head = f"<thead>{''.join(rows)}</thead>" if rows else ""
        body = "".join([self._row(row, head=False) for row in token["body"]])
        return (
            f'<div class="scroll" role="region" tabindex="0" aria-label="{name}"><table><caption{shown}>{caption}'
            f"</caption>{head}<tbody>{body}</tbody></table></div>\n"
        )

    def _row(self, row: Sequence[Any], *, head: bool, name_empty: bool = False) -> str:
        """Return a row; empty heads of columns have a name for the ear if no other head tells what is below them."""
        columns = accumulate((cell["colspan"] for cell in row), initial=1)
        names = [
            f"Column {column}" if name_empty and not cell["text"] else ""
            for cell, column in zip(row, columns, strict=False)
        ]
        cells = [self._table_cell(cell, name, head=head) for cell, name in zip(row, names, strict=True)]
        return f"<tr>{''.join(cells)}</tr>\n"

    def _table_cell(self, cell: Any, name: str, *, head: bool) -> str:
        """Return a cell of a table, a head with its scope; a head that says nothing is none."""
        is_head = (cell["head"] or head) and (cell["text"] or name)
        spans = {name: cell[name] for name in ("colspan", "rowspan") if cell[name] > 1}
        group = cell["colspan"] > 1 if head else cell["rowspan"] > 1
        scope = f"{'col' if head else 'row'}{'group' if group else ''}" if is_head else None
        side = "numeric" if cell["numeric"] or cell["align"] == "right" else None
        tag = "th" if is_head else "td"
        given = {"scope": scope, **spans, "class": side}
        inner = self._all(cell["children"]) or (f'<span class="unseen">{name}</span>' if name else "")
        return f"<{tag}{_attributes(given)}{direction(cell['children'])}>{inner}</{tag}>"


def direction(tokens: Sequence[Token]) -> str:
    """Return the attribute that says from which side tokens are read; see `direction_of`."""
    return direction_of(plain_text(tokens))


def direction_of(text: str) -> str:
    """Return the attribute that says from which side a text is read; none if all its letters are read from the left."""
    if text.isascii() or not any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
        return ""
    return ' dir="rtl"' if from_right(text) else ' dir="auto"'


def _attributes(given: dict[str, Any]) -> str:
    kept = {name: escape(str(value), quote=True) for name, value in given.items() if value is not None}
    return "".join([f' {name}="{value}"' for name, value in kept.items()])


def _line_end(kind: str) -> str:
    return "\n" if kind in BLOCKS else ""
