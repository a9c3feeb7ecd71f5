"""Formulas are found by the marks of Jupyter's MathJax, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iomreport.export.formulas import find, take_out

MARKS = [
    "$",
    "$$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\\begin{align}",
    "\\end{align}",
    "`",
    "```\n",
    "\n\n",
    " ",
    "x",
    "5",
    "\\",
]


def found(source: str) -> list[tuple[str, str]]:
    """Return kind and LaTeX of the formulas in some Markdown."""
    _, taken = take_out(source)
    return [(token["type"].removesuffix("_math"), token["raw"]) for token in taken.tokens if token["type"] != "comment"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("the area $a^2$ is", [("inline", "a^2")]),
        ("with $ a $, words $ b $", [("inline", "a"), ("inline", "b")]),
        ("over $a +\nb$ lines", [("inline", "a +\nb")]),
        ("\\\\(a\\\\) and \\(b_1\\)", [("inline", "a"), ("inline", "b_1")]),
        ("since $$x = y$$ holds", [("block", "x = y")]),
        ("$$\na\n$$ (1)\n\nprose\n\n$$b$$.", [("block", "a"), ("block", "b")]),
        ("\\[a\\] and \\\\[b\\\\]", [("block", "a"), ("block", "b")]),
        ("\\begin{align}\na &= b\n\\end{align}", [("block", "\\begin{align}\na &= b\n\\end{align}")]),
        ("> $$\n> a\n> $$", [("block", "a")]),
        ("| $|x|$ | b |", [("inline", "|x|")]),
    ],
)
def test_formula_is_found(source: str, expected: list[tuple[str, str]]) -> None:
    assert found(source) == expected


def test_environment_within_one_of_its_name_ends_where_that_does() -> None:
    source = "\\begin{cases}a\\begin{cases}b\\end{cases}\\end{cases} after"

    assert found(source) == [("block", source.removesuffix(" after"))]


@pytest.mark.parametrize(
    "source",
    [
        "between $5 and $10",
        "US$5m, of which C$7m",
        "it cost $5 million and then some $ more",
        "$HOME and $PATH are names",
        "escaped \\$a\\$ dollars",
        "a citation \\[1\\] and \\[see this\\]",
        "code `$a$` and ``$b$``",
        "```\n$a$\n```",
        "text\n\n    $a$",
        "<a href='$a$b'>x</a> and <!-- $c$ -->",
        "a $ alone\n\nand another $",
        "\\begin{itemize}\\item a\\end{itemize}",
        "\\begin{align} that never ends",
    ],
)
def test_what_is_no_formula_is_left_alone(source: str) -> None:
    assert found(source) == []


def test_formula_in_an_item_of_a_list_is_found_though_it_is_indented() -> None:
    assert found("- item\n\n    $a$") == [("inline", "a")]


def test_text_around_formulas_is_kept() -> None:
    marked, taken = take_out("so $a$ is, and $$b$$ too")

    assert [token.get("raw") for token in taken.split(marked)] == ["so ", "a", " is, and ", "b", " too"]


def test_comment_is_taken_out_whole_and_never_put_in_the_text() -> None:
    marked, taken = take_out("so <!-- $a$\n\nremark --> it is, `<!-- code -->`")

    assert [token["raw"] for token in taken.split(marked)] == ["so ", " it is, `<!-- code -->`"]


def test_text_that_is_no_markdown_is_split_at_its_formulas() -> None:
    assert [token["raw"] for token in find("The $x$ of `$y$`")] == ["The ", "x", " of `", "y", "`"]


@settings(derandomize=True, deadline=None, database=None)
@given(st.lists(st.sampled_from(MARKS)).map("".join) | st.text())
def test_any_text_comes_back_as_it_was(source: str) -> None:
    marked, taken = take_out(source)

    assert taken.put_back(marked) == source
    assert "".join(token.get("attrs", {}).get("source", token["raw"]) for token in find(source)) == source
