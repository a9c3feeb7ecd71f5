"""Clean an SVG for a page: only what draws is let through, colours follow the reader, no digit is wasted.

A drawing of an exhibit stands in the page itself, so that its colours can follow the theme. It comes from a notebook
that anyone may have written, so nothing of it is trusted: it is read as XML and written anew from what is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from xml.etree import ElementTree

from iomreport.charts import theme

EMPTY = '<svg viewBox="0 0 468 30"></svg>'  # for a drawing that cannot be read

_ELEMENTS = frozenset([
    "circle", "clipPath", "defs", "ellipse", "g", "image", "line", "linearGradient", "path", "pattern", "polygon",
    "polyline", "radialGradient", "rect", "stop", "svg", "text", "tspan", "use",
])  # fmt: skip
_ATTRIBUTES = frozenset([
    "clip-path", "clip-rule", "clipPathUnits", "cx", "cy", "d", "dx", "dy", "fill", "fill-opacity", "fill-rule",
    "font-family", "font-size", "font-style", "font-weight", "fx", "fy", "gradientTransform", "gradientUnits",
    "height", "href", "id", "offset", "opacity", "patternContentUnits", "patternTransform", "patternUnits", "points",
    "preserveAspectRatio", "r", "rx", "ry", "stop-color", "stop-opacity", "stroke", "stroke-dasharray",
    "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width",
    "text-anchor", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
])  # fmt: skip
_LENGTHS = frozenset(["cx", "cy", "d", "height", "points", "r", "rx", "ry", "width", "x", "x1", "x2", "y", "y1", "y2"])
_ROLES = {code: role for role, code in theme.LIGHT.items()}

_REMEMBERED = 4096  # values, as a drawing repeats its colours, widths and places

_DECLARED = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)")
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]+")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_TRANSLATION = re.compile(r"translate\([^)]*\)")
_JOINED = re.compile(r"\s*([A-Za-z])\s*")


def clean_svg(drawing: str, identifier: str, width: float = 0, height: float = 0) -> str:
    """Return an SVG of a notebook as one element with known elements and attributes only; `EMPTY` if it is none.

    Every `id` inside is made from the identifier, so that no two drawings of a page share one. One with a size, in em,
    stands in a line of text and has its colour. Coordinates are rounded to a hundredth of a point.
    """
    if _DECLARED.search(drawing):
        return EMPTY
    try:
        root = ElementTree.fromstring(drawing)
    except ElementTree.ParseError:
        return EMPTY
    if _local(root.tag) != "svg":
        return EMPTY
    root.set("stroke-linejoin", "round")  # what matplotlib asks for in a style sheet
    if width:
        root.attrib |= {"width": f"{width:.2f}em", "height": f"{height:.2f}em", "fill": "currentColor"}
    return "".join(_written(root, _names(root, identifier)))


def _names(root: ElementTree.Element, identifier: str) -> dict[str, str]:
    """Return new ids by the old ones, and take them from elements that have one in common."""
    names: dict[str, str] = {}
    for element in root.iter():
        old = element.get("id")
        if old in names:
            del element.attrib["id"]
        elif old:
            names[old] = f"{identifier}_{len(names) + 1}"  # which no anchor of a page looks like
    return names


def _written(element: ElementTree.Element, names: dict[str, str]) -> Iterator[str]:
    """Yield an element as markup, piece by piece; what is not known is left out with all that it holds."""
    tag = _local(element.tag)
    if tag not in _ELEMENTS:
        return
    attributes = "".join(
        f' {name}="{escape(text, quote=True)}"' for name, text in _attributes(element, names) if text is not None
    )
    inside = escape(element.text or "", quote=False) if tag in {"text", "tspan"} else ""
    inside += "".join(piece for child in element for piece in _written(child, names))
    if tag == "g" and not attributes:
        yield inside
    elif inside or tag == "svg":
        yield f"<{tag}{attributes}>{inside}</{tag}>"
    elif tag not in {"g", "defs"}:
        yield f"<{tag}{attributes}/>"


def _local(tag: object) -> str:
    """Return a tag's or attribute's name without its namespace; nothing for a comment."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attributes(element: ElementTree.Element, names: dict[str, str]) -> Iterator[tuple[str, str | None]]:
    """Yield the attributes of an element, those of its style among them."""
    given = {_local(name): text for name, text in element.attrib.items()}
    declared = (part.partition(":") for part in given.pop("style", "").split(";"))
    given |= {name.strip(): text.strip() for name, colon, text in declared if colon}
    for name, text in given.items():
        if name in _ATTRIBUTES:
            yield name, _value(name, text, names)


def _value(name: str, text: str, names: dict[str, str]) -> str | None:
    """Return the value of an attribute; nothing if it leads out of the drawing."""
    if name == "id":
        return names.get(text)
    if name == "href":
        return f"#{names[text[1:]]}" if text[:1] == "#" and text[1:] in names else _picture(text)
    if "url" in text.lower() or "\\" in text:
        reference = _REFERENCE.fullmatch(text)
        return f"url(#{names[reference[1]]})" if reference and reference[1] in names else None
    return _plain(name, text)


@lru_cache(maxsize=_REMEMBERED)
def _plain(name: str, text: str) -> str:
    """Return a value that refers to nothing: a colour as a variable of the page, a length without idle digits."""
    if text.lower() in _ROLES:
        return f"var(--{_ROLES[text.lower()]})"
    if name in _LENGTHS:
        return _JOINED.sub(r"\1", _shortened(text)).strip()
    return _TRANSLATION.sub(lambda match: _shortened(match[0]), text)


def _picture(text: str) -> str | None:
    return text if _PICTURE.fullmatch(text) else None


def _shortened(text: str) -> str:
    """Round what is longer than a hundredth.

    Examples
    --------
    >>> _shortened("translate(38.146177 -0.0004)")
    'translate(38.15 0)'
    """
    return _LONG.sub(lambda match: f"{round(float(match[0]), 2) + 0.0:.8g}", text)
