"""The order of blocks on pages: full pages, and no figure before the text that speaks of it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iomreport.export.pdf import flow

pytestmark = pytest.mark.slow

PAGE = 842


def text(lines: int = 3) -> dict[str, Any]:
    """Return a sentence of some lines."""
    return {"kind": "sentence", "parts": [{"text": "x" * 90 * lines, "to": ""}], "cites": []}


def figure(height: float) -> dict[str, Any]:
    """Return a figure as wide as the page and about as high as given."""
    drawing = f'<svg viewBox="0 0 468 {height}"></svg>'
    return {"kind": "figure", "drawing": drawing, "title": "T", "label": "Figure 1", "notes": [], "cites": []}


def heading(level: int = 2) -> dict[str, Any]:
    return {"kind": "heading", "level": level}


def table(rows: int) -> dict[str, Any]:
    column = {"label": "Name", "unit": "", "numeric": False}
    return {
        "kind": "table", "columns": [column], "widths": [468.0], "size": 8.6, "caption": "C", "label": "Table 1",
        "rows": [{"cells": ["x"]}] * rows, "notes": [], "cites": [],
    }  # fmt: skip


def test_blocks_that_fit_stay_in_their_order() -> None:
    assert flow.order([heading(1), text(), figure(200), text(), figure(200)], "a4") == [0, 1, 2, 3, 4]


def test_text_goes_on_before_a_figure_that_waits_for_the_next_page() -> None:
    assert flow.order([figure(500), figure(400), text(3), text(3)], "a4") == [0, 2, 3, 1]


def test_text_of_the_next_section_goes_on_before_it_with_its_heading() -> None:
    assert flow.order([figure(450), figure(400), heading(), text(3)], "a4") == [0, 2, 3, 1]


def test_figure_does_not_leave_its_chapter() -> None:
    assert flow.order([figure(500), figure(400), heading(1), text(3)], "a4") == [0, 1, 2, 3]


def test_heading_does_not_open_a_section_at_the_foot_of_a_page() -> None:
    assert flow.order([figure(620), figure(400), heading(), text(3)], "a4") == [0, 1, 2, 3]


def test_no_more_than_two_figures_wait() -> None:
    blocks = [figure(550), figure(500), text(1), figure(500), text(1), figure(500), text(1), text(1)]

    assert flow.order(blocks, "a4").index(1) < flow.order(blocks, "a4").index(6)


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_long_table_does_not_keep_a_figure_waiting(paper: str) -> None:
    assert flow.order([figure(400), figure(500), table(60)], paper) == [0, 1, 2]


def test_figure_waits_no_longer_than_its_page_needs() -> None:
    assert flow.order([figure(500), figure(300), text(6), text(6), text(6), text(6)], "a4").index(1) <= 3


def test_order_that_leaves_less_of_a_page_empty_is_taken() -> None:
    blocks = [text(3), figure(380), figure(430), text(6), text(6), text(6), figure(380)]

    assert flow.order(blocks, "a4") != list(range(len(blocks)))


BLOCKS = st.lists(
    st.one_of(
        st.builds(text, st.integers(1, 12)),
        st.builds(figure, st.floats(60, 900)),
        st.builds(heading, st.integers(1, 3)),
        st.builds(table, st.integers(0, 90)),
    ),
    max_size=40,
)


@settings(max_examples=200, deadline=None)
@given(blocks=BLOCKS, paper=st.sampled_from(["a4", "us-letter"]))
def test_every_block_stands_once_and_each_kind_keeps_its_order(blocks: list[dict[str, Any]], paper: str) -> None:
    order = flow.order(blocks, paper)

    assert sorted(order) == list(range(len(blocks)))
    figures = [place for place in order if blocks[place]["kind"] == "figure"]
    others = [place for place in order if blocks[place]["kind"] != "figure"]
    assert figures == sorted(figures)
    assert others == sorted(others)


@settings(max_examples=200, deadline=None)
@given(blocks=BLOCKS)
def test_no_figure_stands_before_what_precedes_it(blocks: list[dict[str, Any]]) -> None:
    order = flow.order(blocks, "a4")

    for place, block in enumerate(blocks):
        if block["kind"] == "figure":
            assert set(range(place)) <= set(order[: order.index(place)])


@settings(max_examples=200, deadline=None)
@given(blocks=BLOCKS)
def test_no_figure_stands_between_a_heading_and_the_text_of_another_section(blocks: list[dict[str, Any]]) -> None:
    order = flow.order(blocks, "a4")

    for place, after in pairwise(order):
        if blocks[place]["kind"] == "heading" and blocks[after]["kind"] == "figure":
            assert after > place
