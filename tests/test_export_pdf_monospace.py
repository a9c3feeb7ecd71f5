"""Code and printed text are broken to lines that fit, once."""

from __future__ import annotations

import pytest

from iomreport.export.pdf import layout
from iomreport.export.pdf.monospace import code, letters_on, printed
from iomreport.export.pdf.pictures import Pictures
from iomreport.export.pdf.token_data import Converter

WIDTH = 20 * layout.MONOSPACE_SIZE * layout.MONOSPACE_ADVANCE + 0.1


def test_line_that_fits_is_left_as_it_is() -> None:
    assert printed("x" * 20, WIDTH).first == ["x" * 20]


def test_printed_line_is_broken_at_any_letter() -> None:
    assert printed("x" * 45, WIDTH).first == ["x" * 20, "x" * 20, "x" * 5]


def test_code_is_broken_after_a_word_and_goes_on_further_in() -> None:
    assert code("    f(alpha, beta, gamma)", WIDTH).first == ["    f(alpha, beta, ", "        gamma)"]


def test_code_of_one_long_word_is_broken_within_it() -> None:
    lines = code("x" * 60, WIDTH).first

    assert "".join(line.strip() for line in lines) == "x" * 60
    assert max(map(len, lines)) == 20


def test_letters_of_east_asia_take_the_room_of_two() -> None:
    assert printed("国" * 12, WIDTH).first == ["国" * 10, "国" * 2]


def test_accent_that_combines_takes_no_room() -> None:
    assert printed("e\u0301" * 20, WIDTH).first == ["e\u0301" * 20]


@pytest.mark.parametrize("count", [0, 1, layout.MOST_LINES])
def test_no_line_within_the_limit_is_left_out(count: int) -> None:
    lines = printed("\n".join("x" * count), WIDTH)

    assert (len(lines.first), lines.last, lines.left_out) == (count, [], 0)


def test_end_of_a_long_text_is_shown() -> None:
    lines = printed("\n".join(map(str, range(10_000))), WIDTH)

    assert (lines.first[0], lines.last[-1]) == ("0", "9999")
    assert len(lines.first) + len(lines.last) + lines.left_out == 10_000


def test_no_piece_has_more_lines_than_typst_takes_in_little_time() -> None:
    made = Converter(Pictures(), []).prose([{"type": "printed", "raw": "x\n" * 1000}], 1)

    assert max(piece.count("\n") + 1 for piece in made[0]["first"]) == layout.LINES_AT_ONCE


def test_more_letters_stand_on_a_wider_line() -> None:
    assert letters_on(layout.TEXT_WIDTH) > letters_on(layout.PROSE_WIDTH)
