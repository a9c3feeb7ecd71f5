"""Formulas in LaTeX as MathML, which pages draw and screen readers say, and as drawings, which the PDF shows.

Both come from one tree, so that either both editions draw a formula or none does. latex2mathml reads LaTeX into it and
ziamath draws it; what either passes over in silence (commands, environments, rows) is looked for here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache, lru_cache
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_SIZE = 24.0  # at which formulas are drawn, in pixels: ziamath's own, so that scripts of scripts become smaller
_MARGIN = 0.5  # around them, in pixels, for what of a stroke lies beyond the outline
_LARGEST = 500.0  # in em
_LONGEST, _MOST_NESTED = 10_000, 100  # letters of a source, and elements within one another
_MOST_WORK = 8_000  # elements that ziamath draws: those in a row twice for each row around it
_REMEMBERED = 4096
_ELEMENTS = frozenset([
    "math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts",
    "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr",
    "munder", "munderover", "none",
])  # fmt: skip
_TOKENS = frozenset(["mi", "mn", "mo", "mtext", "ms"])
_CHILDREN = {"mfrac": 2, "mover": 2, "mroot": 2, "msub": 2, "msubsup": 3, "msup": 2, "munder": 2, "munderover": 3}
_ROWS = frozenset(["math", "menclose", "mpadded", "mphantom", "mrow", "msqrt", "mstyle", "mtd", "mtr"])
_ATTRIBUTES = frozenset([
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle",
    "fence", "form", "height", "largeop", "linethickness", "lspace", "mathsize", "mathvariant", "maxsize", "minsize",
    "movablelimits", "notation", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "width",
])  # fmt: skip

_ALIGNED = frozenset(["align", "aligned", "alignat", "alignedat", "flalign", "split"])
_STACKED = frozenset(["gather", "gathered", "multline", "multlined"])
_AROUND_ALL = frozenset(["displaymath", "equation", "math", "subequations"])
_AS_THEY_ARE = frozenset(["array", "cases", "smallmatrix", *(f"{kind}matrix" for kind in ("", *"pbBvV"))])
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([A-Za-z]+)(\*?)\}(?:\s*\[[tcb]\])?(\s*\{[\d.]*\})?")
_COMMENT = re.compile(r"(\\.)|%[^\n]*", re.DOTALL)
_SAME: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\\(?:label\s*\{[^{}]*\}|nonumber|notag)(?![A-Za-z])"), ""),
    (re.compile(r"\\tag\s*\{([^{}]*)\}"), r"\\qquad(\\text{\1})"),
    (re.compile(r"\\tag\*\s*\{([^{}]*)\}"), r"\\qquad\\text{\1}"),
    (re.compile(r"(\\\\)(?:\*|\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\])"), r"\1"),
    (re.compile(r"\\mathrm\s*\{\s*([A-Za-z])\s*\}"), r"\\mathrm{{\1}}"),  # which would be read as the letter alone
    (re.compile(r"\\(?:text)?color\s*(?:\[[^\[\]]*\])?\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\operatorname\*?\s*\{\s*arg\s*\\[,;: ]\s*(max|min)\s*\}"), r"\\arg\1 "),
    (re.compile(r"\\operatorname\*?\s*\{([^{}\\~]*)(?:\\[,;: !]|~)([^{}\\~]*)\}"), r"\\mathop{\\text{\1 \2}}"),
    (re.compile(r"\\operatorname\*?\s*\{([^{}]*[^{}A-Za-z*\s][^{}]*)\}"), r"\\mathop{\\text{\1}}"),
)
"""What is written as something that latex2mathml reads alike: notes for TeX alone and colours go."""
_UNKNOWN = re.compile(
    r"\\(?:[bx]?cancel|ce|class|DeclareMathOperator|def|enclose|href|newcommand|newenvironment|renewcommand|require"
    r"|rule|sout|style|unicode|verb)(?![A-Za-z])"
)
"""Commands that latex2mathml reads and one of the editions does not show, or that are of other formulas."""
_TEXT_COMMAND = re.compile(r"\\(text(?:bf|it|md|normal|rm|sf|tt|up)?|emph|mbox|hbox|fbox)\s*\{")
_ESCAPED = re.compile(r"\\([_%$&#{} ])")
_PIECE = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\.|[{}&]", re.DOTALL)
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]+);?|&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}

_NEGATION = "\u29f8"
_INSTEAD = {"\u29f5": "\u2216"}  # of letters that few faces have
_NO_OPERATORS = frozenset("∞∅⊤∠")
_LONG_ARROWS = {"→": "⟶", "←": "⟵", "↔": "⟷", "⇒": "⟹", "⇐": "⟸", "⇔": "⟺"}
_ACCENTS = frozenset("´¯˘ˇ˙¨`^˚~―\u20db\u20dc")
_OPENING, _CLOSING = frozenset("([{|‖⟨"), frozenset(")]}|‖⟩")
_LIMITS = frozenset(["lim", "max", "min", "sup", "inf", *"∑∏∐⋀⋁⋂⋃⨀⨁⨂⨄⨆"])
_UNDER = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_SCRIPTED = frozenset([*_UNDER, *_UNDER.values()])
_THIN = "0.167em"


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
    return draw(latex, display=False) is not None and mathml(latex, display=False) is not None


@lru_cache(maxsize=_REMEMBERED)
def mathml(latex: str, *, display: bool) -> str | None:
    """Return a formula as MathML with its source as the text for those who do not see it; None if it has none."""
    tree = _tree(latex)
    if tree is None:
        return None
    page = _for_pages(deepcopy(tree))
    page.attrib = {"display": "block" if display else "inline", "alttext": " ".join(latex.split())}
    return ElementTree.tostring(page, encoding="unicode", short_empty_elements=False)


@lru_cache(maxsize=_REMEMBERED)
def draw(latex: str, *, display: bool = False) -> Formula | None:
    """Return a formula as a drawing; None if it cannot be drawn."""
    tree = _tree(latex)
    if tree is None or not all(map(_has_glyph, set("".join(tree.itertext())))):
        return None
    from ziamath.zmath import Math

    tree = deepcopy(tree)
    tree.set("display", "block" if display else "inline")
    for element in tree.iter():  # which it knows by names of its own
        for name in ("columnlines", "rowlines"):
            element.attrib.pop(name, None)
    try:
        with _paths_alone():
            svg = Math(tree, size=_SIZE, margin=_MARGIN).svgxml()
        left, top, width, height = map(float, svg.get("viewBox", "").split())
    except Exception:  # whatever the library meets in a formula that it cannot draw; the reader tells it
        return None
    if not (2 * _MARGIN < width < _LARGEST * _SIZE and 2 * _MARGIN < height < _LARGEST * _SIZE):
        return None
    # What ends above the line, as a minus sign does, reaches down to it, as pictures stand on the line or below.
    height, depth = max(height, -top), max(top + height, 0.0)
    svg.set("viewBox", f"{left:g} {top:g} {width:g} {height:g}")
    svg.set("height", f"{height:g}")
    return Formula(ElementTree.tostring(svg, encoding="unicode"), width / _SIZE, height / _SIZE, depth / _SIZE)


@contextmanager
def _paths_alone() -> Iterator[None]:
    """Let glyphs be drawn where they stand: symbols with ids would be those of other formulas of a page, too."""
    from ziamath.config import config

    before = config.svg2, config.precision
    config.svg2, config.precision = False, 3
    try:
        yield
    finally:
        config.svg2, config.precision = before


@cache
def _has_glyph(letter: str) -> bool:
    from ziamath.zmath import Math

    return letter.isspace() or Math("<math/>").font.glyphindex(letter) > 0


@lru_cache(maxsize=_REMEMBERED)
def _tree(latex: str) -> Element | None:
    """Return a formula as a tree of MathML; None if something in it is not known."""
    prepared = _prepared(latex)
    if not prepared:
        return None
    from latex2mathml.converter import Converter

    try:
        tree = Converter().convert_to_element(prepared)
    except Exception:  # whatever the library meets in what is no LaTeX; the reader tells it
        return None
    tree.attrib.pop("xmlns", None)
    if not _is_shallow(tree) or not all(map(_cleaned, tree.iter())):
        return None
    tree = _mended(tree)
    if _NEGATION in "".join(tree.itertext()):
        return None
    if any(len(element) != _CHILDREN.get(element.tag, len(element)) for element in tree.iter()):
        return None
    return tree if _work(tree) <= _MOST_WORK and any(map(str.strip, tree.itertext())) else None


def _prepared(latex: str) -> str | None:
    """Return LaTeX in the words that latex2mathml knows; None if something in it is none."""
    if len(latex) > _LONGEST:
        return None
    latex = " ".join(_COMMENT.sub(r"\1", latex).split())
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cn", "Co", "Cs") for letter in set(latex)):
        return None
    if not _is_balanced(latex) or _UNKNOWN.search(latex):
        return None
    known = _with_known_environments(latex)
    if known is None:
        return None
    for pattern, instead in _SAME:
        known = pattern.sub(instead, known)
    known = _with_plain_texts(known)
    return None if re.search(r"(?<!\\)\$", known) else _in_rows(known.strip())


def _is_balanced(latex: str) -> bool:
    """Tell whether each brace has its other half, and none lies too deep."""
    depth = 0
    for found in _PIECE.finditer(latex):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not 0 <= depth <= _MOST_NESTED:
            return False
    return depth == 0


def _with_known_environments(latex: str) -> str | None:
    """Return LaTeX with environments that latex2mathml knows, in place of those that look alike; else None."""
    opened: list[str] = []
    known = True

    def instead(found: re.Match[str]) -> str:
        nonlocal known
        begins, name = found[1] == "begin", found[2]
        if begins:
            opened.append(name)
        elif not opened or opened.pop() != name:
            known = False
        after = (found[4] or "") if name not in ("alignat", "alignedat") else ""
        if name in _ALIGNED or name in _STACKED:
            return rf"\{found[1]}{{{'align*' if name in _ALIGNED else 'matrix'}}}{after}"
        if name in _AROUND_ALL:
            return after
        if name == "eqnarray":
            return (r"\begin{array}{rcl}" if begins else r"\end{array}") + after
        if name == "rcases":
            return (r"\left.\begin{array}{ll}" if begins else r"\end{array}\right\}") + after
        name = "cases" if name == "dcases" else name
        known = known and name in _AS_THEY_ARE
        return rf"\{found[1]}{{{name}{found[3]}}}{after}"

    replaced = _ENVIRONMENT.sub(instead, latex)
    return replaced if known and not opened else None


def _with_plain_texts(latex: str) -> str:
    r"""Return LaTeX without braces and formulas within texts: `\text{if $x$}` is `\text{if }x`."""
    parts, at = [], 0
    while command := _TEXT_COMMAND.search(latex, at):
        end, depth = command.end(), 1
        for found in _PIECE.finditer(latex, command.end()):
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            if depth == 0:
                end = found.start()
                break
        pieces = re.split(r"(?<!\\)\$", latex[command.end() : end])
        texts = [re.sub(r"(?<!\\)[{}]", "", piece) if place % 2 == 0 else piece for place, piece in enumerate(pieces)]
        shown = [
            (rf"\{command[1]}{{{piece}}}" if place % 2 == 0 else f"{{{piece}}}") if piece else ""
            for place, piece in enumerate(texts)
        ]
        whole = "".join(shown) if len(pieces) % 2 else "$"  # one that is not closed cannot be drawn
        parts += [latex[at : command.start()], whole if len(pieces) == 1 else f"{{{whole}}}"]
        at = end + 1
    return "".join([*parts, latex[at:]])


def _in_rows(latex: str) -> str:
    r"""Return LaTeX whose rows are those of a table: `a \\ b` without an environment is two rows, as MathJax has it."""
    depth, marks = 0, set()
    while latex.endswith("\\\\"):
        latex = latex[:-2].rstrip()
    for found in _PIECE.finditer(latex):
        if found[0] == "{" or found[0].startswith("\\begin"):
            depth += 1
        elif found[0] == "}" or found[0].startswith("\\end"):
            depth -= 1
        elif depth == 0:
            marks.add(found[0])
    if "&" in marks:
        return rf"\begin{{align*}}{latex}\end{{align*}}"
    return rf"\begin{{matrix}}{latex}\end{{matrix}}" if "\\\\" in marks else latex


def _is_shallow(tree: Element) -> bool:
    level, depth = [tree], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
        if depth > _MOST_NESTED:
            return False
    return True


def _work(element: Element, times: int = 1) -> int:
    """Return how many elements ziamath draws: whatever is in a row is measured first, and drawn then."""
    inner = times * 2 if element.tag in _ROWS else times
    if inner > _MOST_WORK:
        return inner
    return times + sum(_work(child, inner) for child in element)


def _cleaned(element: Element) -> bool:
    """Write the text of an element in letters, drop attributes that are not needed; tell whether all is known."""
    if element.tag not in _ELEMENTS or "linebreak" in element.attrib:
        return False
    element.attrib = {name: value for name, value in element.attrib.items() if name in _ATTRIBUTES}
    raw = element.text or ""
    if element.tag == "mtext":
        raw = _ESCAPED.sub(r"\1", raw)
    elif element.tag == "mo" and raw.startswith("\\"):
        from latex2mathml.symbols_parser import convert_symbol

        code = convert_symbol(raw)
        raw = f"&#x{code};" if code else _ESCAPED.sub(r"\1", raw)
    if "\\" in raw or (raw == "&" and element.tag == "mi"):
        return False
    element.text = _ENTITY.sub(lambda found: chr(int(found[1], 16)) if found[1] else _ENTITIES[found[2]], raw)
    element.text = _INSTEAD.get(element.text, element.text)
    return True


def _mended(element: Element) -> Element:
    """Return a tree as both editions need it."""
    children = [_mended(child) for child in element]
    if element.tag in _TOKENS and children:
        return _token_of(element, children)
    for child in list(element):
        element.remove(child)
    if element.tag in _ROWS:
        children = _negated(_fenced(children))
    if element.tag == "mstyle" and len(children) != 1:  # ziamath puts what is in it in its place
        row = Element("mrow")
        row.extend(children)
        children = [row]
    element.extend(children)
    if element.tag == "mi":
        _set_kind(element)
    elif element.tag in ("mover", "munder", "munderover"):
        element = _with_long_arrow(element)
    elif element.tag == "mtable" and element.get("columnspacing", "").startswith("0em"):
        _set_columns(element)
    if element.tag != "mrow" or len(element) != 1 or element.attrib:
        return element
    if element[0].text in (",", ";"):  # as in `1{,}000`
        element[0].tag = "mtext"
    return element[0]


def _token_of(element: Element, children: list[Element]) -> Element:
    r"""Return what `\mathop{..}` and its like hold: an operator, if it is but letters, else what stands there."""
    inner = [child for top in children for child in top.iter() if child.tag not in ("mrow", "mspace")]
    if element.tag == "mo" and inner and all(child.tag in _TOKENS and not len(child) for child in inner):
        element.text = "".join(child.text or "" for child in inner)
        for child in list(element):
            element.remove(child)
        if len(element.text) > 1:
            element.set("movablelimits", "true")
            element.set("lspace", "0")
            element.set("rspace", _THIN)
        return element
    row = Element("mrow")
    row.extend(children)
    return children[0] if len(children) == 1 else row


def _set_kind(element: Element) -> None:
    """Make an operator of a relation or an arrow that is written as a name."""
    text = element.text or ""
    if text == "~":
        element.tag, element.text = "mo", "∼"
    elif len(text) == 1 and unicodedata.category(text) == "Sm" and text not in "∂∇" and ord(text) > 0x7F:
        element.tag = "mo"


def _negated(children: list[Element]) -> list[Element]:
    r"""Return the elements of a row with `\not` drawn through the sign after it."""
    result: list[Element] = []
    negated: Element | None = None
    for child in children:
        if child.tag == "mpadded" and "".join(child.itertext()) == _NEGATION:
            negated = child
            continue
        if negated is not None:
            whole = unicodedata.normalize("NFC", f"{child.text or ''}\u0338")
            if child.tag in _TOKENS and len(whole) == 1:
                child.tag, child.text = "mo", whole
            else:
                result.append(negated)
        negated = None
        result.append(child)
    return result if negated is None else [*result, negated]


def _fenced(children: list[Element]) -> list[Element]:
    """Return the elements of a row with a matrix or a binomial, and the brackets around it, as one that they fit."""
    result: list[Element] = []
    for child in children:
        opened = result[-2] if len(result) > 1 else None
        if opened is not None and _is_inner(result[-1]) and _is_fence(opened, _OPENING) and _is_fence(child, _CLOSING):
            row = Element("mrow")
            for fence, form in ((opened, "prefix"), (child, "postfix")):
                fence.attrib = {"stretchy": "true", "fence": "true", "form": form}
            row.extend([opened, result[-1], child])
            result[-2:] = [row]
        else:
            result.append(child)
    return result


def _is_inner(element: Element) -> bool:
    return element.tag == "mtable" or (element.tag == "mfrac" and element.get("linethickness") == "0")


def _is_fence(element: Element, fences: frozenset[str]) -> bool:
    """Tell whether a bracket is one that the converter has put there; those of the author have `stretchy`."""
    return element.tag == "mo" and element.text in fences and "stretchy" not in element.attrib


def _with_long_arrow(element: Element) -> Element:
    """Return what stands above or below an arrow with space beside it, and an arrow as long."""
    if not len(element) or element[0].tag != "mstyle" or len(element[0]) != 1 or element[0][0].tag != "mo":
        return element
    arrow = element[0][0]
    labels = [label for label in element[1:] if label.tag == "mpadded"]
    if not labels:
        return element
    arrow.attrib = {"stretchy": "true", "lspace": "0", "rspace": "0"}
    element[0] = arrow
    longest = max(len("".join(label.itertext())) for label in labels)
    if longest > 1:
        arrow.text = _LONG_ARROWS.get(arrow.text or "", arrow.text)
    for label in labels:
        label.tag, label.attrib = "mrow", {}
        for space in label.findall("mspace"):
            label.remove(space)
        label.insert(0, Element("mspace", {"width": "0.4em"}))
        label.append(Element("mspace", {"width": "0.4em"}))
    row = Element("mrow")  # with the space of a relation
    row.extend([Element("mspace", {"width": "0.278em"}), element, Element("mspace", {"width": "0.278em"})])
    return row


def _set_columns(table: Element) -> None:
    """Set apart each second pair of aligned columns, by a space that both editions show."""
    table.set("columnspacing", "0em")
    for row in table:
        for cell in row[2::2]:
            cell.insert(0, Element("mspace", {"width": "2em"}))


def _for_pages(element: Element) -> Element:
    """Return a tree as browsers draw it, which know but the core of MathML: no variants of letters, no functions."""
    for child in list(element):
        _for_pages(child)
    if element.tag in _TOKENS:
        _set_letters(element)
    elif element.tag == "mover" and len(element) == 2 and element[1].text in _ACCENTS:
        element.set("accent", "true")
    elif element.tag in _UNDER and element[0].tag == "mo":
        _set_limits(element)
    elif element.tag in _UNDER.values() and element[0].text in _LIMITS:  # as `\limits` says
        element[0].set("movablelimits", "false")
    if element.tag in _ROWS:
        _set_functions(list(element))
    return element


def _set_letters(element: Element) -> None:
    variant, text = element.attrib.pop("mathvariant", ""), element.text or ""
    if variant == "normal" and element.tag == "mi":
        element.set("mathvariant", "normal")
    elif variant:
        element.text = "".join(_styled(letter, variant) for letter in text)
    elif element.tag == "mi" and len(text) == 1 and "Α" <= text <= "Ω":
        element.set("mathvariant", "normal")  # as TeX sets capitals of Greek
    elif element.tag == "mo" and text in ("|", "‖") and not {"form", "minsize"} & element.attrib.keys():
        element.attrib |= {"lspace": "0", "rspace": "0", "stretchy": "false"}
    elif element.tag == "mo" and text in _NO_OPERATORS:
        element.tag = "mi"


@cache
def _styled(letter: str, variant: str) -> str:
    """Return a letter as the one of mathematics that looks like a variant of it; itself, if there is none."""
    name = unicodedata.name(letter, "").replace("LATIN ", "").replace("GREEK ", "").replace("LETTER ", "")
    style = variant.upper()
    style = " ".join(re.findall(r"BOLD|ITALIC|SANS-SERIF|DOUBLE-STRUCK|SCRIPT|FRAKTUR|MONOSPACE", style))
    style = style.replace("BOLD SANS-SERIF", "SANS-SERIF BOLD")
    old = style.replace("FRAKTUR", "BLACK-LETTER")
    for wanted in (f"MATHEMATICAL {style} {name}", f"{old} {name}", "PLANCK CONSTANT" if letter == "h" else ""):
        try:
            return unicodedata.lookup(wanted)
        except KeyError:
            continue
    return letter


def _set_limits(element: Element) -> None:
    """Let what belongs to a sum or a limit stand below it where there is room."""
    operator = element[0]
    if operator.text in _LIMITS or operator.get("movablelimits") == "true":
        element.tag = _UNDER[str(element.tag)]
        operator.set("movablelimits", "true")


def _set_functions(children: list[Element]) -> None:
    """Set a thin space beside names of functions, as browsers set none."""
    names = [child[0] if child.tag in _SCRIPTED and len(child) else child for child in children]
    are_functions = [_is_function(name) for name in names]
    nothing = [child.tag in ("mo", "mspace") for child in children]  # which has a space of its own, or needs none
    for place, name in enumerate(names):
        if are_functions[place]:
            name.tag = "mo"
            # Of two functions, the first has the space.
            bare = place == 0 or nothing[place - 1] or are_functions[place - 1]
            last = place + 1 == len(names) or (nothing[place + 1] and not are_functions[place + 1])
            name.attrib |= {"lspace": "0" if bare else _THIN, "rspace": "0" if last else _THIN}


def _is_function(element: Element) -> bool:
    text = (element.text or "").replace(" ", "").replace("\u2009", "").replace("\u2006", "")
    return element.tag in ("mi", "mo") and len(text) > 1 and text.isalpha()
