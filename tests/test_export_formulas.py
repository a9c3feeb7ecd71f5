"""Formulas are drawn as paths, at a size and a depth that fit the line."""

from __future__ import annotations

import pytest

from iomreport.export.formulas import draw


def test_formula_is_drawn_without_text_or_fonts() -> None:
    formula = draw(r"\frac{a}{b}")

    assert formula is not None
    assert formula.svg.startswith("<svg")
    assert "<text" not in formula.svg


def test_letter_that_reaches_below_the_line_has_depth() -> None:
    deep, flat = draw("g"), draw("x")

    assert deep is not None
    assert flat is not None
    assert deep.depth > flat.depth
    assert 0 < flat.height < deep.height < 2


@pytest.mark.parametrize("latex", [r"\nosuchcommand", r"\frac{a", "", "   "])
def test_what_is_no_formula_is_not_drawn(latex: str) -> None:
    assert draw(latex) is None


def test_same_formula_gives_the_same_drawing() -> None:
    assert draw("x^2") == draw("x^2")


def test_settings_of_the_user_change_nothing() -> None:
    import matplotlib

    plain = draw("x^2")
    with matplotlib.rc_context({"font.size": 40, "text.color": "red", "mathtext.fontset": "cm"}):
        assert draw("x^2") == plain
