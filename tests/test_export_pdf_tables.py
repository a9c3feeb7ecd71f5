"""Tables of Markdown and of outputs fit the page, in parts where they are wide, and lose nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import squeezed
from tokens_made import cell, head, opened, paragraph, printed, shown, table, text, within

from iomreport.export.pdf import layout
from iomreport.export.pdf.table_grid import cut_to, index_columns, starts, with_short_spans
from iomreport.export.pdf.tables import parts_of


def parts(made: Any, room: float = layout.TEXT_WIDTH) -> list[dict[str, Any]]:
    return parts_of(made, room, lambda cell, width, size: cell["text"])


def texts(rows: list[list[dict[str, Any]]]) -> list[list[str]]:
    return [[cell["content"] for cell in row] for row in rows]


def numbers(count: int, value: str = "1,234.5") -> list[Any]:
    return [cell(value, numeric=True) for _ in range(count)]


def many_columns(count: int) -> Any:
    return table([[head("")] + [head(f"column {n}") for n in range(count)]], [[head("Togo"), *numbers(count)]])


def with_regions(count: int = 12) -> Any:
    regions = [head(""), *(head(f"Region number {n}", colspan=2) for n in range(count))]
    kinds = [head(""), *(head(kind) for _ in range(count) for kind in ("dead", "missing"))]
    return table([regions, kinds], [[head(str(n)), *numbers(2 * count)] for n in range(3)])


# How wide.


def test_narrow_table_stays_whole_and_as_narrow_as_it_is() -> None:
    (part,) = parts(table([[head("a")]], [[cell("b")]]))

    assert sum(part["columns"]) < 30


def test_wide_table_is_split_and_every_part_begins_with_the_index() -> None:
    found = parts(many_columns(30))

    assert len(found) > 1
    assert all(texts(part["body"])[0][0] == "Togo" for part in found)
    assert sum(len(part["columns"]) - 1 for part in found) == 30


def test_parts_of_a_wide_table_are_about_equally_wide() -> None:
    wide = [sum(part["columns"]) for part in parts(many_columns(14))]

    assert max(wide) - min(wide) < 90


def test_columns_under_one_head_are_not_parted() -> None:
    for part in parts(with_regions()):
        assert all(span["colspan"] == 2 for span in part["head"][0][1:])


def test_heads_that_span_columns_fit_them() -> None:
    for part in parts(with_regions()):
        assert min(part["columns"][1:]) * 2 > 60  # "Region number 0" in bold type of 8 points


def test_no_part_is_wider_than_the_page() -> None:
    for made in (many_columns(30), with_regions(), table([], [[cell("x" * 999), cell("y" * 99, numeric=True)]])):
        assert all(sum(part["columns"]) <= layout.TEXT_WIDTH + 1 for part in parts(made))


def test_all_columns_that_name_the_rows_are_repeated() -> None:
    rows = [[head("Africa"), head("Togo"), cell("1")], [head("Asia"), head("Laos"), cell("2")]]

    assert index_columns(rows, 3) == 2


def test_numbers_stand_at_the_right() -> None:
    (part,) = parts(table([[head("n", numeric=True)]], [numbers(1)]))

    assert (part["head"][0][0]["align"], part["body"][0][0]["align"]) == ("right", "right")


CELLS = st.builds(
    lambda words, span, rows, is_head, numeric: cell(words, colspan=span, rowspan=rows, head=is_head, numeric=numeric),
    st.text(alphabet="ab -/", max_size=60),
    st.integers(1, 3),
    st.integers(1, 30),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=8), min_size=1, max_size=6), room=st.floats(20, 480))
def test_every_cell_of_any_rows_stands_in_some_part(rows: list[list[Any]], room: float) -> None:
    columns = max(sum(cell["colspan"] for cell in row) for row in rows)
    filled = [[*row, *(cell("") for _ in range(columns - sum(part["colspan"] for part in row)))] for row in rows]
    flat = [[{**part, "rowspan": 1} for part in row] for row in filled]
    made = table([], flat)
    found = {content for part in parts(made, room) for row in texts(part["body"]) for content in row}

    assert {part["text"] for row in flat for part in row} <= found


# Spans.


def test_column_of_a_cell_leaves_out_what_cells_above_take() -> None:
    assert starts([[cell("a", rowspan=2), cell("b")], [cell("c")]], 2) == [[0, 1], [1]]


def test_cell_that_spans_more_columns_than_are_wanted_is_cut() -> None:
    assert cut_to([[cell("a", colspan=3)]], 3, [0, 2])[0][0]["colspan"] == 2


def test_cell_that_spans_many_rows_is_repeated() -> None:
    rows = [[cell("all", rowspan=90), cell("0")], *([cell(str(n))] for n in range(1, 90))]
    short = with_short_spans(rows, 2)

    spans = [part["rowspan"] for row in short for part in row if part["text"] == "all"]
    assert sum(spans) == 90
    assert max(spans) <= layout.SPAN_ROWS
    assert [row[-1]["text"] for row in short] == [str(n) for n in range(90)]


@pytest.mark.slow
def test_rows_under_one_spanning_head_are_all_shown() -> None:
    rows = [[head("Mediterranean", rowspan=90), cell("row-0.")], *([cell(f"row-{n}.")] for n in range(1, 90))]
    found = opened(table([[head(""), head("dead")]], rows), paragraph("After the table."))

    pages = [page.extract_text() for page in found.pages]
    assert all(f"row-{n}." in squeezed("".join(pages)).replace("row", "row-") for n in range(90))
    assert all("Mediterranean" in page for page in pages[:-1])


# What is shown.


@pytest.mark.slow
def test_caption_stands_above_the_table() -> None:
    found = shown(table([[head("h")]], [[cell("b")]], [text("The caption")]))

    assert found.index("Thecaption") < found.index("hb")


@pytest.mark.slow
def test_cells_may_hold_anything() -> None:
    items = within("list", within("list_item", within("block_text", "item")), attrs={"ordered": False})
    found = shown(table([], [[cell([items, paragraph("after")]), cell([table([], [[cell("nested")]])])], numbers(2)]))

    assert all(word in found for word in ("item", "after", "nested"))


@pytest.mark.slow
@pytest.mark.parametrize("heads", [True, False])
def test_cell_higher_than_a_page_is_shown_whole(heads: bool) -> None:
    high = [cell("word " * 3000, head=heads), cell("x")]
    found = shown(table([high], [numbers(2)]) if heads else table([], [high]))

    assert found.count("word") == 3000


@pytest.mark.slow
def test_printed_text_in_a_cell_is_shown_whole() -> None:
    assert shown(table([], [[cell([printed("line\n" * 200)]), cell("x")]])).count("line") == 200


@pytest.mark.slow
def test_long_address_in_a_cell_is_broken() -> None:
    address = "https://example.org/" + "z" * 300
    lines = opened(table([[head(""), head("url")]], [[head("0"), cell(address)]])).pages[0].extract_text().splitlines()

    shown = [line.replace("\u200b", "") for line in lines]
    assert max(map(len, shown)) < 160
    assert address in "".join(shown)


def test_rows_beyond_the_limit_are_left_out_and_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MOST_ROWS", 3)
    rows = [[head("Libya", rowspan=5), cell("row1x")], *[[cell(f"row{number}x")] for number in range(2, 6)]]
    found = shown(table([[head("place"), head("n")]], rows))

    assert "row3x" in found
    assert "row4x" not in found
    assert "2rowsleftout" in found
