"""Formulas in LaTeX as MathML, which pages draw and screen readers say, and as drawings, which the PDF shows.

Both come from the same MathML, so that either both editions draw a formula or none does.
"""

from __future__ import annotations

import re
from copy import copy
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree

_SIZE = 10.0  # at which formulas are drawn, in pixels; all lengths are given in em
_LONGEST, _MOST_DEEP = 5_000, 40  # letters, and braces within one another, that are tried
_REMEMBERED = 2048
_SPACE = "{http://www.w3.org/1998/Math/MathML}"
_ELEMENTS = frozenset([
    "math", "menclose", "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd",
    "mtext", "mtr", "munder", "munderover", "none",
])  # fmt: skip
_ATTRIBUTES = frozenset([
    "accent", "accentunder", "align", "close", "columnalign", "columnspacing", "depth", "display", "displaystyle",
    "fence", "form", "height", "largeop", "linethickness", "lspace", "mathsize", "mathvariant", "maxsize", "minsize",
    "movablelimits", "open", "rowspacing", "rspace", "scriptlevel", "separator", "separators", "stretchy", "symmetric",
    "voffset", "width",
])  # fmt: skip
_SAME = (
    (re.compile(r"\\(?:label\{[^{}]*\}|nonumber|notag)(?![A-Za-z])"), ""),
    (re.compile(r"\\tag\*?\{([^{}]*)\}"), r"\\qquad(\\text{\1})"),
    (re.compile(r"\\(begin|end)\{(?:align|aligned|alignat|alignedat|eqnarray|flalign|split)\*?\}"), r"\\\1{split}"),
    (re.compile(r"\\(begin|end)\{(?:gather|gathered|multline)\*?\}"), r"\\\1{matrix}"),
    (re.compile(r"\\not\s*="), r"\\neq "),
    (re.compile(r"\\not\s*\\in(?![A-Za-z])"), r"\\notin "),
    (re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}"), ""),
    (re.compile(r"\\(?:color|textcolor)\s*\{[^{}]*\}"), ""),
)
"""What is read as something that the library knows: notes for TeX alone go, environments that look alike are one."""
_UNKNOWN = re.compile(
    r"\\(?:b?cancel|xcancel|ce|def|enclose|newcommand|not|renewcommand|require|unicode)(?![A-Za-z])|(?<!\\)\$"
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


class Formula(NamedTuple):
    """A formula drawn in black: its SVG, its size, and how far it reaches below the line of text, in em."""

    svg: str
    width: float
    height: float
    depth: float


def drawable(latex: str) -> bool:
    r"""Tell whether both editions can draw a formula, given without the marks around it.

    Examples
    --------
    >>> drawable(r"\frac{a}{b}"), drawable(r"\unheardof{a}")
    (True, False)
    """
    return draw(latex, display=False) is not None


@lru_cache(maxsize=_REMEMBERED)
def mathml(latex: str, *, display: bool) -> str | None:
    """Return a formula as MathML with its source as the text for those who do not see it; None if it has none."""
    root = _tree(latex, display=display)
    if root is None:
        return None
    told = copy(root)
    told.attrib = {**root.attrib, "alttext": latex}
    return ElementTree.tostring(told, encoding="unicode", short_empty_elements=False)


@lru_cache(maxsize=_REMEMBERED)
def draw(latex: str, *, display: bool) -> Formula | None:
    """Return a formula as a drawing; None if it cannot be drawn."""
    root = _tree(latex, display=display)
    if root is None:
        return None
    from ziamath.zmath import Math

    try:
        drawn = Math(ElementTree.tostring(root, encoding="unicode"), size=_SIZE)
        svg = drawn.svgxml()
        _, top, width, height = map(float, svg.get("viewBox", "").split())
    except Exception:  # whatever the library meets in a formula that it cannot draw; the reader tells it
        return None
    if width <= 0 or height <= 0 or not all(map(_has_glyph, "".join(root.itertext()))):
        return None
    return Formula(
        ElementTree.tostring(svg, encoding="unicode"), width / _SIZE, height / _SIZE, max(top + height, 0) / _SIZE
    )


@lru_cache(maxsize=_REMEMBERED)
def _tree(latex: str, *, display: bool) -> ElementTree.Element | None:
    """Return a formula as MathML of known elements and attributes alone; None if something of it is not known."""
    if len(latex) > _LONGEST or (
        not latex.isprintable() and not latex.replace("\n", "").replace("\t", "").isprintable()
    ):
        return None
    if not _is_balanced(latex) or _UNKNOWN.search(latex):
        return None
    for pattern, instead in _SAME:
        latex = pattern.sub(instead, latex)
    from latex2mathml.converter import convert

    try:
        root = ElementTree.fromstring(convert(latex.strip(), display="block" if display else "inline"))
    except Exception:  # whatever the library meets in what is no LaTeX; the reader tells it
        return None
    for element in root.iter():
        element.tag = str(element.tag).removeprefix(_SPACE)
        if element.tag not in _ELEMENTS or "\\" in (element.text or ""):
            return None
        element.attrib = {name: value for name, value in element.attrib.items() if name in _ATTRIBUTES}
    return root


def _is_balanced(latex: str) -> bool:
    """Tell whether each brace has its other half, and none lies too deep."""
    depth = 0
    for found in _BRACE.finditer(latex):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not 0 <= depth <= _MOST_DEEP:
            return False
    return depth == 0


@lru_cache(maxsize=_REMEMBERED)
def _has_glyph(letter: str) -> bool:
    from ziamath.zmath import Math

    return letter.isspace() or not letter.isprintable() or Math("<math/>").font.glyphindex(letter) > 0
