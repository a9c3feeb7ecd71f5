"""Clean an SVG for a page: only what draws is let through, colours follow the reader, no digit is wasted.

A drawing of an exhibit stands in the page itself, so that its colours can follow the theme. It comes from a notebook
that anyone may have written, so nothing of it is trusted: it is read as XML and written anew from what is known.
"""

import re
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
    return _markup(root, _names(root, identifier))


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


def _markup(element: ElementTree.Element, names: dict[str, str]) -> str:
    """Return an element as markup; what is not known is left out with all that it holds."""
    tag = _local(element.tag)
    if tag not in _ELEMENTS:
        return ""
    attributes = "".join(
        [f' {name}="{escape(text)}"' for name, text in _attributes(element, names).items() if text is not None]
    )
    inside = escape(element.text or "", quote=False) if tag in {"text", "tspan"} else ""
    inside += "".join([_markup(child, names) for child in element])
    if tag == "g" and not attributes:
        return inside
    if inside or tag == "svg":
        return f"<{tag}{attributes}>{inside}</{tag}>"
    return "" if tag in {"g", "defs"} else f"<{tag}{attributes}/>"


@lru_cache(maxsize=_REMEMBERED)
def _local(tag: object) -> str:
    """Return a tag's or attribute's name without its namespace; nothing for a comment."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attributes(element: ElementTree.Element, names: dict[str, str]) -> dict[str, str | None]:
    """Return the attributes of an element, those of its style among them."""
    attributes = {_local(name): text for name, text in element.attrib.items()}
    attributes.update(_declarations(attributes.pop("style", "")))
    return {name: _value(name, text, names) for name, text in attributes.items() if name in _ATTRIBUTES}


@lru_cache(maxsize=_REMEMBERED)
def _declarations(style: str) -> list[tuple[str, str]]:
    """Return the names and values that a `style` attribute declares."""
    parts = (part.partition(":") for part in style.split(";"))
    return [(name.strip(), text.strip()) for name, colon, text in parts if colon]


def _value(name: str, text: str, names: dict[str, str]) -> str | None:
    """Return the value of an attribute; nothing if it leads out of the drawing."""
    if name == "id":
        return names.get(text)
    if name == "href":
        if text[:1] == "#" and text[1:] in names:
            return f"#{names[text[1:]]}"
        return text if _PICTURE.fullmatch(text) else None
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


def _shortened(text: str) -> str:
    """Round what is longer than a hundredth."""
    return _LONG.sub(lambda match: f"{round(float(match[0]), 2) + 0.0:.8g}", text)
