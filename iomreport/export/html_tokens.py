"""HTML as tokens: what a page can show of it, by a list of what is known; all else is told.

Markdown comes here too, once it is HTML, so that markup within Markdown means what it means in Jupyter. Nothing of the
HTML itself reaches an edition: each renders the tokens in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

import lxml.html
import nh3

from iomreport.export.html_tables import read_table
from iomreport.export.tokens import BLOCKS, Token, note, paragraph, parts_of, readable, text, walk

_STYLES = {
    "b": "strong", "strong": "strong", "em": "emphasis", "i": "emphasis", "cite": "emphasis", "dfn": "emphasis",
    "del": "strikethrough", "s": "strikethrough", "strike": "strikethrough", "ins": "underline", "u": "underline",
    "mark": "strong", "sub": "subscript", "sup": "superscript", "small": "small",
}  # fmt: skip
_CODES = frozenset(["code", "kbd", "samp", "tt", "var"])
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset([
    "blockquote", "details", "dl", "hr", "ol", "p", "pre", "table", "ul", *_HEADINGS, "address", "article", "aside",
    "center", "dd", "div", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "legend",
    "li", "main", "nav", "section", "summary",
])  # fmt: skip
_INLINE = frozenset(["a", "abbr", "bdi", "bdo", "big", "br", "font", "img", "label", "q", "span", "time", "wbr"])
_OF_TABLES = frozenset(["caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"])
# Shown as a remark with the address that they have.
_REPLACED = {
    "audio": "A sound", "canvas": "A drawing", "embed": "An embedded object", "iframe": "An embedded page",
    "object": "An embedded object", "video": "A video", "input": "An entry field", "button": "A button",
    "select": "A choice", "textarea": "An entry field", "meter": "A meter", "progress": "A progress bar",
}  # fmt: skip
_DROPPED = frozenset(["noscript", "script", "style", "template", "title"])  # with what they hold
_TOLD = (_DROPPED - {"title"}) | {"center", "font", "link", "marquee", "math"}  # with those whose effect is lost
_SHOWN = frozenset([*_STYLES, *_CODES, *_BLOCKS, *_INLINE, *_OF_TABLES])
KNOWN = _SHOWN | _REPLACED.keys() | _DROPPED | frozenset([
    "area", "base", "body", "data", "datalist", "dialog", "head", "html", "link", "map", "math", "menu", "meta",
    "optgroup", "option", "output", "param", "picture", "q", "rp", "rt", "ruby", "search", "slot", "source", "svg",
    "track",
])  # fmt: skip
"""Names of elements; any other in angle brackets is text, as in "List<int>"."""

FOOTNOTE = "footnote-ref"
"""An element of ours that marks a footnote: `title` is its key, `start` its number."""

_ATTRIBUTES = {
    "*": {"id", "style", "class"},
    "a": {"href", "name", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    FOOTNOTE: {"start", "title"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
    **{name: {"src", "data"} for name in _REPLACED},
}
_SCHEMES = {
    "http",
    "https",
    "mailto",
    "ftp",
    "ftps",
    "tel",
    "data",
    "attachment",
    "file",
}  # what they mean is seen later
_OPENING = re.compile(r"<([a-zA-Z][\w:.-]*)([^<>]*)")
_SCHEME = re.compile(r"""\s(?:href|src)\s*=\s*["']?\s*([a-zA-Z][a-zA-Z0-9+.-]*):""")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_MOST_DEEP = 100  # elements within one another; more are taken as their text
_DIGITS = re.compile(r"[0-9]{1,9}")
_LENGTH = re.compile(r"\s*([0-9]{1,5}(?:\.[0-9]{1,3})?)\s*(?:px)?\s*")
_NO_MATH = frozenset(["mathjax_ignore", "tex2jax_ignore"])  # classes by which Jupyter leaves text alone

ReadImage = Callable[[str, str, float | None, float | None], Token]


class HtmlReader:
    """Reads HTML of one cell.

    Attributes
    ----------
    dropped : list of str
        Names of elements of which something is not shown.
    """

    def __init__(
        self,
        read_image: ReadImage,
        *,
        split: Callable[[str], Sequence[Token]],
        put_back: Callable[[str], str] = str,
        markdown: bool = False,
    ):
        self._read_image = read_image
        self._split = split  # a text into text and formulas
        self._put_back = put_back  # formulas where none can stand
        self._markdown = markdown  # whether it was Markdown, in which places have names, and footnotes marks
        self._waiting: list[Token] = []  # anchors for the next line
        self.dropped: list[str] = []

    def read(self, html: str) -> list[Token]:
        """Return HTML as tokens of blocks."""
        html = _svgs_as_images(readable(html))
        self._note_dropped(html)
        self._note_schemes(html)
        clean = nh3.clean(
            html,
            tags={*_SHOWN, *_REPLACED, *([FOOTNOTE] if self._markdown else [])},
            clean_content_tags=set(_DROPPED),
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel=None,
        )
        parser = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
        root = lxml.html.document_fromstring(f"<html><body>{clean}</body></html>".encode(), parser=parser)
        body = root if root.tag == "body" else root.find("body")
        return self._blocks(_flattened(body))

    def _note_dropped(self, html: str) -> None:
        for found in _OPENING.finditer(html):
            name = found[1].lower()
            scoped = name == "style" and "scoped" in found[2]  # as pandas has it, which sets but borders
            if name in _TOLD and not scoped and name not in self.dropped:
                self.dropped.append(name)

    def _note_schemes(self, html: str) -> None:
        for found in _SCHEME.finditer(html):
            scheme = found[1].lower()
            if scheme not in _SCHEMES and f"{scheme}: addresses" not in self.dropped:
                self.dropped.append(f"{scheme}: addresses")

    def _blocks(self, element: Any) -> list[Token]:
        """Return what an element holds as blocks; the lines between blocks become paragraphs."""
        blocks: list[Token] = []
        line: list[Token] = []
        for token in self._tokens(element):
            if token["type"] in BLOCKS:
                blocks += [*self._paragraphs(line), token]
                line = []
            else:
                line.append(token)
        return blocks + self._paragraphs(line)

    def _paragraphs(self, line: Sequence[Token]) -> list[Token]:
        """Return a line as a paragraph, with the anchors that wait for one; none if it is empty."""
        line = _stripped(line)
        if not line:
            return []
        waiting, self._waiting = self._waiting, []
        return [paragraph(*waiting, *line)]

    def _cell(self, element: Any) -> list[Token]:
        """Return what a cell, an item of a list or a caption holds: a line of its own, or blocks."""
        if not len(element):  # as nearly all cells of a table
            return _stripped(self._text(element.text or "", element))
        blocks = self._blocks(element)
        return list(blocks[0]["children"]) if len(blocks) == 1 and blocks[0]["type"] == "paragraph" else blocks

    def _tokens(self, element: Any) -> Iterator[Token]:
        """Yield what an element holds: pieces of lines, and blocks."""
        yield from self._text(element.text or "", element)
        for child in element:
            yield from self._element(child)
            yield from self._text(child.tail or "", element)

    def _text(self, raw: str, within: Any) -> Sequence[Token]:
        raw = _SPACES.sub(" ", raw)
        if not raw:
            return []
        if not self._markdown and "$" not in raw and "\\" not in raw:
            return [text(raw)]
        if any(_NO_MATH & set((parent.get("class") or "").split()) for parent in (within, *within.iterancestors())):
            return [text(self._put_back(raw))]
        return self._split(raw)

    def _element(self, element: Any) -> Iterator[Token]:
        """Yield an element as tokens."""
        tag = element.tag
        if tag == FOOTNOTE:
            attributes = {"index": int(element.get("start")), "key": element.get("title")}
            yield {"type": "footnote_ref", "attrs": attributes, "note": []}
            return
        if self._markdown:
            names = dict.fromkeys(filter(None, [element.get("id"), element.get("name") if tag == "a" else None]))
            self._waiting += [{"type": "anchor", "attrs": {"id": name}} for name in names]
        if tag in _BLOCKS:
            yield from self._block(element)
        elif tag in _REPLACED:
            yield from self._replaced(element)
        else:
            yield from self._with_waiting(self._inline(element))

    def _with_waiting(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """Return pieces of a line after the anchors that wait for one."""
        waiting, self._waiting = self._waiting, []
        return [*waiting, *tokens]

    def _block(self, element: Any) -> Iterator[Token]:
        tag = element.tag
        if tag in _HEADINGS:
            children = [part for token in self._tokens(element) for part in _of_line(token)]
            if children := _stripped(self._with_waiting(children)):
                yield {"type": "heading", "children": children, "attrs": {"level": _HEADINGS[tag]}}
        elif tag == "table":
            table = read_table(element, self._cell)
            yield from [table] if table else []
        elif tag in {"ul", "ol"}:
            yield from self._list(element)
        elif tag == "pre":
            yield from self._preformatted(element)
        elif tag == "hr":
            yield {"type": "thematic_break"}
        elif tag == "blockquote":
            yield {"type": "block_quote", "children": self._blocks(element)}
        elif tag == "details":
            summary = next((child for child in element if child.tag == "summary"), None)
            named = [] if summary is None else [part for token in self._tokens(summary) for part in _of_line(token)]
            if summary is not None:
                summary.drop_tree()
            yield {
                "type": "details",
                "summary": _stripped(named) or [text("Details")],
                "children": self._blocks(element),
            }
        elif tag == "dl":
            yield from self._definitions(element)
        else:
            yield from self._blocks(element)

    def _list(self, element: Any) -> Iterator[Token]:
        items = [child for child in element if child.tag == "li"]
        start = element.get("start") or ""
        attributes = {"ordered": element.tag == "ol"} | ({"start": int(start)} if _DIGITS.fullmatch(start) else {})
        children = [{"type": "list_item", "children": self._cell(item)} for item in items]
        if children:
            yield {"type": "list", "attrs": attributes, "children": children}
        for other in element:  # which HTML does not allow there, and browsers show
            if other.tag != "li":
                yield from self._element(other)

    def _definitions(self, element: Any) -> Iterator[Token]:
        kinds = {"dt": "definition_term", "dd": "definition_text"}
        children = [{"type": kinds[part.tag], "children": self._cell(part)} for part in element.iter("dt", "dd")]
        if children:
            yield {"type": "definitions", "children": children}

    def _preformatted(self, element: Any) -> Iterator[Token]:
        for child in element.iter("br"):
            child.text = "\n"
        raw = self._put_back(str(element.text_content())).strip("\n")
        code = element[0] if len(element) and element[0].tag == "code" else None
        language = re.search(r"language-(\S+)", (code.get("class") or "") if code is not None else "")
        if raw.strip():
            yield {"type": "block_code", "raw": raw, "attrs": {"info": language[1]} if language else {}}
        for image in element.iter("img"):
            yield from self._inline(image)

    def _replaced(self, element: Any) -> Iterator[Token]:
        """Yield a remark in place of what no edition shows, with its address and what it holds."""
        if element.tag not in self.dropped:
            self.dropped.append(element.tag)
        address = element.get("src") or element.get("data") or ""
        shown = f" ({address})" if address and not address.startswith("data:") else ""
        yield note(f"{_REPLACED[element.tag]} that is not shown{shown}.")
        yield from self._blocks(element)

    def _inline(self, element: Any) -> list[Token]:
        """Return an element within a line; blocks within it stand by themselves, without its style."""
        tag = element.tag
        if tag == "br":
            return [{"type": "linebreak"}]
        if tag == "img":
            lengths = [_length(element.get(name)) for name in ("width", "height")]
            source, alt = (self._put_back(element.get(name) or "") for name in ("src", "alt"))
            return [self._read_image(source, alt, *lengths)]
        if tag in _CODES and not len(element):
            raw = self._put_back(_SPACES.sub(" ", element.text or ""))
            return [{"type": "codespan", "raw": raw}] if raw else []
        children = list(self._tokens(element))
        if not children or any(token["type"] in BLOCKS for token in children):
            return children
        if tag in _STYLES:
            return [{"type": _STYLES[tag], "children": children}]
        if tag == "a" and element.get("href"):
            title = {"title": element.get("title")} if element.get("title") else {}
            url = self._put_back(element.get("href").strip())
            marks = [token for token in walk(children) if token["type"] == "footnote_ref"]  # which are links, too
            line = _without_links(children)
            return [{"type": "link", "children": line, "attrs": {"url": url, **title}}, *marks] if line else marks
        return children


def _svgs_as_images(html: str) -> str:
    """Replace drawings in HTML by images that hold them."""
    parts, at, lowered = [], 0, html.lower()
    while (start := lowered.find("<svg", at)) >= 0 and (end := lowered.find("</svg>", start)) >= 0:
        end += len("</svg>")
        drawing = html[start:end]
        if "xmlns=" not in drawing:
            drawing = f'<svg xmlns="http://www.w3.org/2000/svg"{drawing[4:]}'
        parts += [html[at:start], f'<img src="data:image/svg+xml,{quote(drawing)}" alt="">']
        at = end
    return "".join([*parts, html[at:]])


def _without_links(tokens: Sequence[Token]) -> list[Token]:
    """Return a line in which no link stands, as none can stand within another: a picture of the web would be one."""
    found: list[Token] = []
    for token in tokens:
        if token["type"] == "footnote_ref":
            continue
        inner = _without_links(token["children"]) if "children" in token else []
        found += inner if token["type"] == "link" else [{**token, "children": inner} if inner else token]
    return found


def _of_line(token: Token) -> list[Token]:
    """Return a block as pieces of a line, where only a line can stand."""
    if token["type"] not in BLOCKS:
        return [token]
    if token["type"] in {"block_code", "printed"}:
        return [{"type": "codespan", "raw": token["raw"]}]
    if token["type"] == "block_math":
        return [{**token, "type": "inline_math", "attrs": {**token.get("attrs", {}), "display": True}}]
    return [part for child in parts_of(token) for part in (text(" "), *_of_line(child))]


def _stripped(line: Sequence[Token]) -> list[Token]:
    """Return a line without spaces and line breaks at its ends."""
    line = list(line)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while line and (line[end]["type"] in {"linebreak", "softbreak"} or line[end].get("raw", "x").isspace()):
            line.pop(end)
        if line and line[end]["type"] == "text":
            line[end] = text(strip(line[end]["raw"], " "))
    return line


def _length(given: str | None) -> float | None:
    """Return a length in pixels; nothing for one in other units, or none."""
    found = _LENGTH.fullmatch(given or "")
    return float(found[1]) if found else None


def _flattened(root: Any) -> Any:
    """Return an element in which none lies too deep: what is deeper is there as its text."""
    level, depth = [root], 0
    while level and depth < _MOST_DEEP:
        level, depth = [child for element in level for child in element], depth + 1
    for element in level:
        content = str(element.text_content())
        for child in list(element):
            element.remove(child)
        element.text = content
    return root
