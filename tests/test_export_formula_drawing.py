"""Formulas are drawn in both editions or in none."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iomreport.export.formula_drawing import Formula, draw, drawable, mathml

PIECES = [
    "\\frac",
    "{",
    "}",
    "a",
    "^",
    "_",
    "\\begin{cases}",
    "\\end{cases}",
    "&",
    "\\\\",
    "\\left(",
    "\\right",
    "<",
    " ",
    "\\x",
]


def drawn(latex: str, *, display: bool = False) -> Formula:
    """Return the drawing of a formula that has one."""
    formula = draw(latex, display=display)
    assert formula is not None
    return formula


def letters(latex: str) -> str:
    """Return the letters of a formula in MathML."""
    markup = mathml(latex, display=False)
    assert markup is not None
    return "".join(ElementTree.fromstring(markup).itertext())


def test_formula_is_drawn_without_text_or_fonts() -> None:
    assert re.match(r"<svg\b", drawn(r"\frac{a}{b}").svg)
    assert "<text" not in drawn(r"\frac{a}{b}").svg


def test_letter_that_reaches_below_the_line_has_depth() -> None:
    assert drawn("g").depth > drawn("x").depth
    assert 0 < drawn("x").height < drawn("g").height < 2


def test_displayed_formula_is_larger_than_the_same_one_in_a_line() -> None:
    assert drawn(r"\frac{a}{b}", display=True).height > drawn(r"\frac{a}{b}").height


def test_accent_stands_over_its_letter() -> None:
    assert drawn(r"\hat{\beta}").width < 1.5 * drawn(r"\beta").width
    assert drawn(r"\hat{\beta}").height > drawn(r"\beta").height


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        r"\begin{align} a &= b \\ c &= d \end{align}",
        r"\begin{aligned} a &= b \end{aligned}",
        r"\underset{x \to 0}{\lim} f",
        r"\textbf{u} \gets \mathbb{R}",
        r"\sqrt[3]{x}",
        r"\label{one} x \tag{1} \nonumber",
        r"\operatorname{arg\,max}_x",
        "a +\nb",
    ],
)
def test_formula_of_many_kinds_is_drawn(latex: str) -> None:
    assert drawable(latex)


def test_rows_of_gathered_formulas_stand_below_one_another() -> None:
    assert drawn(r"\begin{gather} a \\ b \\ c \end{gather}").height > 2 * drawn("a").height


def test_number_of_an_equation_is_shown_and_its_label_is_not() -> None:
    assert letters(r"x \label{eq:one} \tag{7}").replace("\u2003", "").strip() == "x(7)"


@pytest.mark.parametrize(
    "latex",
    [
        r"\nosuchcommand",
        r"\frac{a",
        "a}",
        "",
        "   ",
        r"\ce{H2O}",
        r"\cancel{x}",
        r"\newcommand{\a}{b}\a",
        "中",
        "a\0b",
        r"\text{$a$}",
    ],
)
def test_what_cannot_be_drawn_in_both_editions_is_drawn_in_none(latex: str) -> None:
    assert not drawable(latex)


def test_braces_within_one_another_have_an_end() -> None:
    assert not drawable("{" * 5000 + "x" + "}" * 5000)
    assert not drawable("x" * 100_000)


def test_formula_says_its_source_to_those_who_do_not_see_it() -> None:
    markup = ElementTree.fromstring(str(mathml(r"\frac{a}{b} < 1", display=True)))

    assert (markup.tag, markup.get("alttext"), markup.get("display")) == ("math", r"\frac{a}{b} < 1", "block")


def test_source_never_becomes_markup() -> None:
    markup = str(mathml(r"\text{<script>x</script>} \href{javascript:x}{y}", display=False))

    assert "<script" not in markup
    assert "href" not in re.sub(r'alttext="[^"]*"', "", markup)


def test_same_formula_gives_the_same_drawing() -> None:
    draw.cache_clear()
    first = drawn("x^2")
    draw.cache_clear()

    assert drawn("x^2") == first


@settings(derandomize=True, deadline=None, database=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_source_is_drawn_or_not_and_never_fails(latex: str) -> None:
    assert drawable(latex) == (mathml(latex, display=False) is not None) or not drawable(latex)
