"""Formulas by MathJax's rules in both editions: drawn, or their source with a warning; never prose drawn as one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from case_exports import Case, between, formulas, lacking, showing, untold, words

pytestmark = pytest.mark.slow

Cases = Callable[[str], Case]


def drawn(case: Case) -> list[str]:
    """Return the letters of each formula of the page, without white space."""
    found = []
    for formula in case.main.find_all("math"):
        found.append("".join(formula.get_text().split()))
    return found


@pytest.mark.parametrize(
    ("name", "count"),
    [
        pytest.param("04b-prose-between-two-formulas", 2, id="in dollars with spaces"),
        pytest.param("formula-within-a-paragraph", 1, id="in two dollars within a paragraph"),
        pytest.param("07-block-math-swallows-prose", 2, id="closed by two dollars and a number"),
        pytest.param("formula-closed-by-a-full-stop", 2, id="closed by two dollars and a full stop"),
        pytest.param("03-latex-environment", 2, id="in an environment without dollars"),
        pytest.param("formulas-of-all-environments", 3, id="in environments of all kinds"),
        pytest.param("formulas-in-tables-and-lists", 5, id="in tables, lists and quotations"),
        pytest.param("formula-with-accents", 4, id="with accents and text"),
        pytest.param("05-formula-not-drawn", 2, id="with cases and what stands below"),
        pytest.param("06-display-formula-small", 2, id="displayed and on the line"),
        pytest.param("12-latex-output", 3, id="of outputs"),
        pytest.param("latex-output-environment", 2, id="of outputs, in environments"),
    ],
)
def test_formulas_are_drawn_in_both_editions(case: Cases, name: str, count: int) -> None:
    assert formulas(case(name)) == {"html": count, "pdf": count}


@pytest.mark.parametrize(
    "name",
    [
        "04b-prose-between-two-formulas",
        "formula-within-a-paragraph",
        "07-block-math-swallows-prose",
        "03-latex-environment",
        "formulas-in-tables-and-lists",
        "formula-with-accents",
        "05-formula-not-drawn",
        "06-display-formula-small",
        "12-latex-output",
        "latex-output-environment",
    ],
)
def test_formulas_that_are_drawn_are_not_warned_of(case: Cases, name: str) -> None:
    assert case(name).warnings == {"html": [], "pdf": []}


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "04b-prose-between-two-formulas",
            ["Heuristically, if", "divide this equation by", "and it nests the original"],
        ),
        ("formula-within-a-paragraph", ["Since", "holds, we are done."]),
        ("07-block-math-swallows-prose", ["(1)", "This paragraph, in which nothing is a formula"]),
        ("formula-closed-by-a-full-stop", ["Words between two formulas."]),
        ("04-inline-math-forms", ["With spaces:", "Over two lines:", "Brackets:", "Matrix:", "and then", "more."]),
        ("formula-in-single-brackets", ["Single", "and", "here."]),
        ("money-is-no-formula", ["It costs $5 and then $7 more.", "A price of $9 alone."]),
        ("formula-in-code-stays-code", ["Write $a$ for a formula.", "$$b$$"]),
        ("formula-in-a-heading", ["The value of", "here"]),
    ],
)
def test_words_around_formulas_stay_words(case: Cases, name: str, texts: list[str]) -> None:
    assert lacking(case(name), *texts) == []


@pytest.mark.parametrize(
    ("name", "sources"),
    [
        ("04-inline-math-forms", ["$ a_1", "$a_1", "\\(", "\\[", "\\begin"]),
        ("03-latex-environment", ["\\begin", "\\end", "align"]),
        ("formulas-in-tables-and-lists", ["$a_1", "\\(", "$d_1", "\\frac", "$f_1"]),
        ("12-latex-output", ["\\displaystyle", "\\frac", "x**2", "IPython.core"]),
        ("latex-output-environment", ["\\frac", "k/2", "Matrix"]),
    ],
)
def test_source_of_a_formula_that_is_drawn_is_not_read(case: Cases, name: str, sources: list[str]) -> None:
    assert showing(case(name), *sources) == []


def test_every_form_of_a_formula_is_one(case: Cases) -> None:
    letters = drawn(case("04-inline-math-forms"))

    assert letters[:4] == ["a1+b1", "a1+b1", "a1", "b1"]


def test_formula_in_a_heading_is_drawn_there(case: Cases) -> None:
    assert case("formula-in-a-heading").main.select("h2 math")
    assert ("/Formula" in [tag for tag, _ in case("formula-in-a-heading").tags]) or "α" in case(
        "formula-in-a-heading"
    ).texts["pdf"]


def test_formula_in_a_cell_of_a_table_is_drawn_there(case: Cases) -> None:
    cells = case("formulas-in-tables-and-lists").main.select("td")

    assert [len(cell.find_all("math")) for cell in cells] == [0, 1, 0, 1]


def test_formula_of_an_item_or_a_quotation_is_drawn_there(case: Cases) -> None:
    main = case("formulas-in-tables-and-lists").main

    assert [len(item.find_all("math")) for item in main.select("li")] == [1, 1]
    assert len(main.blockquote.find_all("math")) == 1


def test_displayed_formula_is_in_display_style(case: Cases) -> None:
    displayed, inline = case("06-display-formula-small").main.find_all("math")

    assert displayed.get("display") == "block"
    assert inline.get("display", "inline") == "inline"


def test_formula_within_a_paragraph_stands_between_its_words(case: Cases) -> None:
    text = words(case("formula-within-a-paragraph").main.get_text())

    assert "".join(text.split()).endswith("Sincea2=bholds,wearedone.")


def test_accent_of_a_formula_stands_over_its_letter(case: Cases) -> None:
    formula = case("formula-with-accents").main.math

    assert len(formula.find_all("mover")) == 4


@pytest.mark.parametrize("source", ["\\nosuchcommand{u}", "\\frac{1}{v"])
def test_formula_that_cannot_be_drawn_is_its_source(case: Cases, source: str) -> None:
    assert lacking(case("formula-that-cannot-be-drawn"), source, "After the formulas.") == []


def test_formula_that_cannot_be_drawn_is_told(case: Cases) -> None:
    shown = case("formula-that-cannot-be-drawn")

    assert untold(shown, 2, "formula.*nosuchcommand") == []
    assert untold(shown, 2, "formula.*frac") == []


def test_latex_of_an_output_that_cannot_be_drawn_is_its_source_and_told(case: Cases) -> None:
    shown = case("latex-output-that-cannot-be-drawn")

    assert untold(shown, 2, "formula|latex") == []
    assert all("nosuchcommand" in text or "plainwords" in text for text in between(shown, "A title", "After.").values())


def test_number_beside_a_formula_stays_beside_it(case: Cases) -> None:
    assert lacking(case("07-block-math-swallows-prose"), "(1)") == []


def test_bar_in_a_formula_of_a_table_ends_no_cell(case: Cases) -> None:
    (table,) = case("table-with-a-bar-in-a-formula").main.find_all("table")
    rows = table.find_all("tr")

    assert [len(row.find_all(["td", "th"])) for row in rows] == [2] * 5
    assert rows[1].math is not None


def test_formula_in_a_frame_of_an_output_is_drawn_or_its_source_stands(case: Cases) -> None:
    shown = case("54-json-html-math")

    assert shown.main.select("td math") or not lacking(shown, "$\\alpha$")
