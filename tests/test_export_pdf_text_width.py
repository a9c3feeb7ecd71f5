"""Text measured in the faces of the PDF."""

from __future__ import annotations

import pytest

from iomreport.export.pdf.text_width import SANS, breakable, length, needs_hyphens


def test_wide_letters_make_a_longer_text() -> None:
    assert length("ii", SANS, 10) < length("mm", SANS, 10)


def test_length_is_that_of_the_longest_line() -> None:
    assert length("a\nmmm\nmm", SANS, 10) == length("mmm", SANS, 10)


@pytest.mark.parametrize(("text", "needed"), [("a misrepresentation", True), ("a bee", False)])
def test_word_wider_than_its_line_needs_hyphens(text: str, needed: bool) -> None:
    assert needs_hyphens(text, SANS, 10, 50) is needed


def test_text_that_fits_is_left_as_it_is() -> None:
    assert breakable("short", SANS, 10, 100) == "short"


def test_long_name_may_break_at_any_letter() -> None:
    assert breakable("x1" * 30, SANS, 10, 100).split("\u200b") == list("x1" * 30)


@pytest.mark.parametrize(("hyphens", "broken"), [(True, False), (False, True)])
def test_long_word_of_a_language_breaks_at_any_letter_only_where_nothing_hyphenates_it(
    hyphens: bool, broken: bool
) -> None:
    assert ("\u200b" in breakable("misrepresentation", SANS, 10, 50, hyphens=hyphens)) is broken


def test_mark_that_joins_a_letter_stays_with_it() -> None:
    assert "e\u0301" in breakable("1e\u0301" * 30, SANS, 10, 100)
