"""Outputs that are no exhibits: anything a notebook may show, made fit to stand in a page."""

import base64
import binascii
import re
from html import escape
from itertools import pairwise
from typing import Any

import bleach
from bs4 import BeautifulSoup

from iomreport.export import images
from iomreport.export.document import Document

# Which representation of an output is shown: the first that there is.
PRIORITY = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
_TAGS = frozenset([
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt", "em", "hr", "i", "li", "ol", "p",
    "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u",
    "ul",
])  # fmt: skip
_CELLS = ["class", "colspan", "rowspan", "scope"]
_ATTRIBUTES = {"a": ["href", "title"], "td": _CELLS, "th": _CELLS}
_NUMBER = re.compile(r"[-+−]?\d[\d.,]*(e[-+]?\d+)?\s*%?|nan", re.IGNORECASE)
_DROPPED = ["style", "script", "template", "noscript", "svg", "math", "head", "title"]
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


def shown_type(output: Any) -> str:
    """Return the type of the representation of an output that is shown; nothing if it has none of those known."""
    return next((kind for kind in PRIORITY if kind in output.get("data", {})), "")


def warnings_of(document: Document) -> list[str]:
    """Return a warning for each image without a description, and each output of which little or nothing is shown."""
    warnings = []
    for block in document.blocks:
        if block.kind != "output" or not (data := block.output.get("data")):
            continue
        shown, kinds = shown_type(block.output), ", ".join(kind for kind in data if kind != "text/plain")
        if shown == "text/html" and not clean(data[shown], ""):
            shown = "text/plain"
        if shown.startswith("image/") and not images.alt_of(block.output):
            message = "the image has no alt text; its output's metadata can give it as 'alt'"
            warnings.append(f"cell {block.cell}: {message}")
        elif kinds and shown in {"", "text/plain"}:
            instead = "its plain text stands instead" if data.get("text/plain") else "it is left out"
            warnings.append(f"cell {block.cell}: an output of type {kinds} cannot be shown, so that {instead}")
    return warnings


def clean(html: str, name: str) -> str:
    """Return the HTML of an output as text and tables that neither act, ask for anything, nor look like the report's.

    Tables without a caption get the name given. Empty if nothing is left to read.
    """
    soup = BeautifulSoup(html, "html.parser")
    for part in soup.find_all(_DROPPED):
        part.decompose()
    for heading in soup.find_all(_HEADINGS):
        heading.name = "p"
        heading.wrap(soup.new_tag("strong"))
    for part in soup.find_all(class_=True):
        del part["class"]
    for table in soup.find_all("table"):
        _join_heads(table)
        _add_caption(soup, table, name)
        _align_numbers(table)
    if not soup.get_text(strip=True):
        return ""
    return str(bleach.clean(str(soup), tags=_TAGS, attributes=_ATTRIBUTES, strip=True)).strip()


def _join_heads(table: Any) -> None:
    """Make one row of the two heads that pandas gives a frame whose index has a name: none of its cells says twice."""
    heads = table.thead.find_all("tr") if table.thead else []
    rows = [row.find_all(["th", "td"]) for row in heads]
    if len(rows) != 2 or len(rows[0]) != len(rows[1]) or any(cell.has_attr("colspan") for cell in rows[0]):
        return
    pairs = list(zip(*rows, strict=True))
    if all(not above.get_text(strip=True) or not below.get_text(strip=True) for above, below in pairs):
        for above, below in pairs:
            if below.get_text(strip=True):
                above.replace_with(below)
        heads[1].decompose()


def _add_caption(soup: BeautifulSoup, table: Any, name: str) -> None:
    """Give a table a caption, and its heads their scopes; a head that says nothing is none."""
    for head in table.find_all("th"):
        if head.get_text(strip=True):
            head["scope"] = "col" if head.find_parent("thead") is not None else "row"
        else:
            head.name = "td"
    if not (table.caption and table.caption.get_text(strip=True)):
        if table.caption:
            table.caption.decompose()
        caption = soup.new_tag("caption")
        caption.string = name
        table.insert(0, caption)


def _align_numbers(table: Any) -> None:
    """Set numbers to the right, and the heads right above them."""
    rows = [row.find_all(["th", "td"]) for row in table.find_all("tr")]
    for cell in (cell for cells in rows for cell in cells):
        if cell.name == "td" and _NUMBER.fullmatch(cell.get_text(strip=True)):
            cell["class"] = "numeric"
    for above, here in pairwise(rows):
        for before, cell in zip(above, here, strict=False):
            if cell.get_text(strip=True) == "..." and before.get("class") == "numeric":
                cell["class"] = "numeric"  # where pandas leaves rows out
    heads = [cells for cells in rows if cells and cells[-1].find_parent("thead")]
    if heads and len(heads[-1]) == len(rows[-1]):
        for head, cell in zip(heads[-1], rows[-1], strict=True):
            if cell.get("class") == "numeric":
                head["class"] = "numeric"


def image(output: Any, kind: str, name: str) -> str:
    """Return an image of an output, such as "image/png", as HTML with the image inside and its alternative text."""
    content, alt = str(output["data"][kind]), images.alt_of(output)
    if kind == "image/svg+xml":
        encoded = base64.b64encode(content.encode("utf-8")).decode("ascii")
    else:
        try:
            encoded = base64.b64encode(base64.b64decode(content)).decode("ascii")
        except (binascii.Error, ValueError):
            return f"<p>{escape(name)}: an image that cannot be read.</p>"
    label = name if alt else f"{name}, an image without a description"
    return (
        f'<div class="drawing" role="region" tabindex="0" aria-label="{escape(label, quote=True)}">'
        f'<img alt="{escape(alt, quote=True)}" src="data:{kind};base64,{encoded}"></div>'
    )
