"""Widths of the columns of tables: the page is filled, words stay whole, rows stay short."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iomreport.export.pdf import layout, text_width
from iomreport.export.pdf.column_widths import Widths, column_widths

TEXT = "many words that stand in a cell of a table and need several lines of it "


def heads(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "unit": "", "numeric": False} for label in labels]


def total(widths: Widths) -> float:
    return sum(widths.columns) + layout.COLUMN_GAP * (len(widths.columns) - 1)


def test_table_fills_the_page() -> None:
    made = column_widths(heads("One", "Two"), [["a", TEXT * 3], ["b", TEXT]], with_sources=False)

    assert total(made) == pytest.approx(layout.TEXT_WIDTH, abs=1)


def test_column_of_sources_has_room_beside_the_others() -> None:
    made = column_widths(heads("One", "Two"), [["a", TEXT * 3]], with_sources=True)

    assert total(made) + layout.COLUMN_GAP + layout.ROW_SOURCES_WIDTH == pytest.approx(layout.TEXT_WIDTH, abs=1)


def test_table_that_fits_is_spread_evenly() -> None:
    first, second = column_widths(heads("One", "Two"), [["a", "b"]], with_sources=False).columns

    assert first == pytest.approx(second, abs=3)


def test_short_column_keeps_to_one_line() -> None:
    rows = [["14 December 1950", TEXT * 4, TEXT * 4]]
    made = column_widths(heads("When", "What", "Why"), rows, with_sources=False)

    assert made.columns[0] >= text_width.length("14 December 1950", text_width.SANS_BOLD, made.size)


def test_column_with_more_text_is_wider() -> None:
    rows = [["a", TEXT, TEXT * 4]] * 3
    _, less, more = column_widths(heads("One", "Two", "Three"), rows, with_sources=False).columns

    assert more > less


def test_one_long_cell_does_not_starve_a_column_of_many() -> None:
    rows = [["a", TEXT * 2, ""]] * 20 + [["a", "", TEXT * 3]]
    _, many, one = column_widths(heads("One", "Two", "Three"), rows, with_sources=False).columns

    assert many > one


def test_table_of_very_many_columns_has_smaller_type() -> None:
    names = [f"a column {number}" for number in range(14)]
    made = column_widths(heads(*names), [["1,234,567"] * 14], with_sources=False)

    assert made.size < layout.SIZES["table"]


CELLS = st.text(max_size=60)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(data=st.data(), count=st.integers(1, 20), length=st.integers(0, 6), with_sources=st.booleans())
def test_no_table_is_wider_than_the_page(data: Any, count: int, length: int, with_sources: bool) -> None:
    rows = [data.draw(st.lists(CELLS, min_size=count, max_size=count)) for _ in range(length)]
    labels = data.draw(st.lists(CELLS, min_size=count, max_size=count))
    made = column_widths(heads(*labels), rows, with_sources=with_sources)

    assert total(made) + with_sources * (layout.COLUMN_GAP + layout.ROW_SOURCES_WIDTH) <= layout.TEXT_WIDTH + 0.01
    assert min(made.columns) > 0
