"""Formulas are drawn in both editions or in none."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iomreport.export.formula_drawing import Formula, draw, drawable, mathml

PIECES = [
    "\\frac", "{", "}", "a", "1", "^", "_", "\\begin{cases}", "\\end{cases}", "&", "\\\\", "\\left(", "\\right)",
    "\\sum", "\\not", "\\limits", "\\hat", "\\text{", "\\displaystyle", "<", " ", "\\x", "%", "$",
]  # fmt: skip


def drawn(latex: str, *, display: bool = False) -> Formula:
    """Return the drawing of a formula that has one."""
    formula = draw(latex, display=display)
    assert formula is not None
    return formula


def tree(latex: str, *, display: bool = False) -> ElementTree.Element:
    """Return the MathML of a formula that has some."""
    markup = mathml(latex, display=display)
    assert markup is not None
    return ElementTree.fromstring(markup)


def letters(latex: str) -> str:
    """Return the letters of a formula in MathML."""
    return "".join("".join(tree(latex).itertext()).split())


def test_formula_is_drawn_without_text_fonts_or_ids() -> None:
    svg = drawn(r"\frac{a}{b} + \sqrt{a}").svg

    assert svg.startswith("<svg")
    assert not re.search(r"<text|<use|<symbol|\bid=", svg)


def test_letter_that_reaches_below_the_line_has_depth() -> None:
    assert drawn("g").depth > 0.15 > drawn("x").depth
    assert 0.4 < drawn("x").height < drawn("g").height < 1


def test_sign_that_floats_above_the_line_stays_above_it() -> None:
    assert drawn("-").depth == 0
    assert drawn("-").height > 0.2


def test_displayed_formula_is_larger_than_the_same_one_in_a_line() -> None:
    assert drawn(r"\frac{a}{b}", display=True).height > 1.3 * drawn(r"\frac{a}{b}").height


def test_accent_stands_over_its_letter() -> None:
    assert drawn(r"\hat{\beta}").width < 1.5 * drawn(r"\beta").width
    assert drawn(r"\hat{\beta}").height > drawn(r"\beta").height


def test_scripts_of_scripts_become_smaller() -> None:
    assert drawn("x^{a^{a}}").width - drawn("x^{a}").width < 0.8 * (drawn("x^{a}").width - drawn("x").width)


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
        r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix} \begin{bmatrix}1\end{bmatrix} \begin{matrix}1\end{matrix}",
        r"\begin{align} a &= b \\ c &= d \end{align}",
        r"\begin{aligned}[t] a &= b \end{aligned}",
        r"\begin{alignat}{2} a &= b & c &= d \end{alignat}",
        r"\begin{equation}\begin{split} a &= b \\ &= c\end{split}\end{equation}",
        r"\begin{multline} a \\ b \end{multline}",
        r"\underset{x \to 0}{\lim} f + \overset{!}{=}",
        r"\textbf{u} \gets \mathbb{R} \mathcal{L} \mathbf{x} \boldsymbol{\beta} \mathrm{d}",
        r"\widehat{ab} \bar{x} \vec{v} \tilde{n} \dot{x}",
        r"\left( \frac{a}{b} \right) \sqrt[3]{x} \binom{n}{k} \cdots",
        r"\frac{\displaystyle\sum_i x_i}{n}",
        r"\sum_{\substack{i < n \\ j < m}} \overbrace{a + b}^{n} \xrightarrow[g]{f}",
        r"\operatorname*{arg\,max}_x \operatorname{ess\,sup} \operatorname{Var}(X)",
        r"\big( \Big\{ x \Big\} \big) \bigl\langle y \bigr\rangle",
        r"\not= \not\in \not\subset",
        "a +\r\nb\u00a0c % a remark",
    ],
)
def test_formula_of_many_kinds_is_drawn(latex: str) -> None:
    assert drawable(latex)


@pytest.mark.parametrize("latex", [r"\begin{gather} a \\ b \\ c \end{gather}", r"a \\ b \\ c", r"a \\[2pt] b \\ c \\"])
def test_rows_stand_below_one_another(latex: str) -> None:
    assert drawn(latex).height > 2 * drawn("a").height
    assert len(tree(latex).findall(".//mtr")) == 3


def test_columns_without_an_environment_are_aligned() -> None:
    assert [cell.get("columnalign") for cell in tree(r"a &= b \\ &= c").iter("mtd")] == ["right", "left"] * 2


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"x \label{eq:one} \tag{7} \nonumber \notag", "x(7)"),
        (r"x \tag*{A}", "xA"),
        (r"\color{red}{x} + \textcolor{blue}{y}", "x+y"),
        (r"\text{if $x$ holds}", "ifxholds"),
        (r"\text{a\_b {5}\%}", "a_b5%"),
        (r"\mathop{\mathrm{min}}_x", "minx"),
        (r"\begin{align} a &= b \end{align}", "a=b"),
        (r"a \not\in b", "a∉b"),
        (r"50\% \backslash", r"50%" + "\\"),
    ],
)
def test_formula_says_what_its_source_says(latex: str, shown: str) -> None:
    assert letters(latex) == shown
    assert drawable(latex)


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\mathbf{x}", "𝐱"),
        (r"\boldsymbol{\beta}", "𝜷"),
        (r"\textbf{u é}", "𝐮é"),
        (r"\mathbb{1}", "𝟙"),
        (r"\mathscr{F}", "ℱ"),
        (r"\mathfrak{C}", "ℭ"),
        (r"\mathit{h}", "ℎ"),
        (r"\mathtt{y}", "𝚢"),
    ],
)
def test_variant_of_a_letter_is_a_letter_of_its_own_as_browsers_know_no_variants(latex: str, shown: str) -> None:
    assert letters(latex) == shown


@pytest.mark.parametrize("latex", [r"\mathrm{d}", r"\Gamma"])
def test_upright_letter_stays_upright(latex: str) -> None:
    assert [letter.get("mathvariant") for letter in tree(latex).iter("mi")] == ["normal"]


@pytest.mark.parametrize("latex", [r"\sum_{i} x", r"\lim_{i} x", r"\operatorname*{argmax}_i x"])
def test_limits_stand_below_where_there_is_room(latex: str) -> None:
    assert tree(latex).find(".//munder/mo[@movablelimits='true']") is not None
    assert drawn(latex, display=True).width < drawn(latex).width


def test_name_of_a_function_has_space_before_a_letter_alone() -> None:
    functions = tree(r"\ln x + \sin(x)").findall(".//mo[@rspace]")

    assert [(name.text, name.get("lspace"), name.get("rspace")) for name in functions] == [
        ("ln", "0", "0.167em"),
        ("sin", "0", "0"),
    ]


@pytest.mark.parametrize(
    "latex",
    [
        r"\nosuchcommand{a}", r"\begin{foo}a\end{foo}", r"\frac{a", "a}", "", "   ", r"\left( a", r"\frac{a}", "x^",
        r"\ce{H2O}", r"\cancel{x}", r"\newcommand{\a}{b}\a", r"\unicode{x41}", r"\limits x", r"\not a", "中", "a\0b",
        "\ud800", r"\text{$a}", r"\begin{align} a", r"\end{align}", r"\hspace{100000cm} x", r"\label{a}",
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_in_both_editions_is_drawn_in_none(latex: str) -> None:
    assert not drawable(latex)


@pytest.mark.parametrize(
    "latex",
    [
        pytest.param(r"\frac{" * 5000 + "a" + "}{b}" * 5000, id="fractions"),
        pytest.param("{" * 5000 + "x" + "}" * 5000, id="braces"),
        pytest.param("{a+" * 40 + "x" + "}" * 40, id="rows"),
        pytest.param(r"\left(" * 40 + "x" + r"\right)" * 40, id="brackets"),
        pytest.param(r"\begin{matrix}" * 40 + "x" + r"\end{matrix}" * 40, id="matrices"),
        pytest.param("x" * 100_000, id="letters"),
        pytest.param(r"\sqrt" * 1000 + "x", id="roots"),
    ],
)
def test_formula_that_would_take_long_is_not_drawn(latex: str) -> None:
    start = time.process_time()

    assert not drawable(latex)
    assert time.process_time() - start < 5


def test_fractions_within_one_another_are_drawn_in_no_time() -> None:
    start = time.process_time()

    assert drawable(r"\frac{" * 12 + "a" + "}{b}" * 12)
    assert time.process_time() - start < 3


def test_formula_says_its_source_to_those_who_do_not_see_it() -> None:
    markup = tree(r"\frac{a}{b} < 1", display=True)

    assert (markup.tag, markup.get("alttext"), markup.get("display")) == ("math", r"\frac{a}{b} < 1", "block")


@pytest.mark.parametrize("latex", [r"\text{<mi>x</mi> & y}", r"\text{<script>x</script>}", r"\text{&lt;b&gt;}"])
def test_source_never_becomes_markup(latex: str) -> None:
    markup = tree(latex)

    assert [element.tag for element in markup.iter()] == ["math", "mtext"]


def test_link_and_style_of_a_formula_go_into_neither_edition() -> None:
    assert not drawable(r"\href{javascript:x}{y}")
    assert not drawable(r"\style{color:red}{y}")


def test_two_processes_draw_the_same() -> None:
    code = "from iomreport.export.formula_drawing import draw; print(draw('x^2 + \\\\frac{a}{b}').svg, end='')"
    runs = {subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)}

    assert runs == {drawn(r"x^2 + \frac{a}{b}").svg.encode()}


def test_settings_of_ziamath_are_left_as_they_were() -> None:
    from ziamath.config import config

    before = config.svg2
    draw.cache_clear()
    drawn("x")

    assert config.svg2 == before


@settings(derandomize=True, deadline=None, database=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=20), st.booleans())
def test_any_source_is_drawn_in_both_editions_or_told_not_to_be(latex: str, display: bool) -> None:
    both = draw(latex, display=display) is not None and mathml(latex, display=display) is not None

    assert drawable(latex) == both
