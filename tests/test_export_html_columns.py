"""What the style sheet of the HTML edition knows of the columns of tables: their names and their widths."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from making import HOSTILE, figure, notebook, table, to_html
from parsing import acting, parsed, requested

from iomreport.export.html.column_styles import css_string

pytestmark = pytest.mark.slow


def style_of(*cells: Any) -> str:
    return str(parsed(*cells).style.string)


def rule_of(*cells: Any) -> str:
    """Return what the style sheet says of the columns of the one table of a page."""
    (rule,) = re.findall(r'\[id="tab-one"\] \{ (.*) \}', style_of(*cells))
    return rule


def widths_of(*cells: Any) -> list[int]:
    return [int(width) for width in re.findall(r"--width-\d: (\d+)%;", rule_of(*cells))]


# Names, for cells that stand in a card.


def test_each_column_but_the_first_has_its_name_with_its_unit() -> None:
    columns = [
        {"label": "Region", "unit": "", "numeric": False},
        {"label": "States", "unit": "states", "numeric": True},
        {"label": "Since", "unit": "", "numeric": True},
    ]
    rows: list[dict[str, Any]] = [{"cells": ["Europe", "51", "1951"], "sources": []}]

    assert rule_of("# T", table(columns=columns, rows=rows)).startswith(
        "--column-2: 'States, states'; --column-3: 'Since'; --width-1:"
    )


def test_column_of_sources_has_its_name_too() -> None:
    assert "--column-3: 'Sources';" in rule_of("# T", table())


def test_page_without_tables_names_no_columns() -> None:
    assert not re.search(r"--column-\d: '", style_of("# T", figure()))


@pytest.mark.parametrize("text", [*HOSTILE, "'; } body { display: none } a { b: '", "\\", "\n", "/*"])
def test_name_of_a_column_cannot_break_out_of_the_style_sheet(text: str) -> None:
    columns = [{"label": "Region", "unit": "", "numeric": False}, {"label": text, "unit": "", "numeric": False}]
    soup = parsed("# T", table(columns=columns))
    (name,) = re.findall(r"--column-2: '([^']*)'; --column-3: 'Sources'; --width-1: ", str(soup.style.string))

    assert re.sub(r"\\([0-9A-F]+) ", lambda match: chr(int(match[1], 16)), name) == text
    assert acting(soup) == []
    assert requested(soup) == []


@pytest.mark.parametrize("text", [*HOSTILE, "'; } body { display: none } a { b: '", "\\"])
def test_title_at_the_foot_of_printed_pages_cannot_break_out_either(text: str) -> None:
    style = str(BeautifulSoup(to_html(notebook("Text.", title=text)), "html.parser").style.string)
    (name,) = re.findall(r"@page { @bottom-left { content: '([^']*)'; font", style)

    assert re.sub(r"\\([0-9A-F]+) ", lambda match: chr(int(match[1], 16)), name) == text


def test_names_of_columns_keep_their_accents() -> None:
    columns = [{"label": "A", "unit": "", "numeric": False}, {"label": "Año", "unit": "", "numeric": False}]

    assert "'Año'" in rule_of("# T", table(columns=columns))


def test_same_notebook_names_its_columns_in_the_same_bytes() -> None:
    made = notebook("# T", table(), table("tab-two"))

    assert to_html(made) == to_html(made)


# Widths.


def wide(*lengths: int, rows: int = 3) -> Any:
    """Return a table whose cells have these lengths in every row."""
    columns = [{"label": "A", "unit": "", "numeric": False} for _ in lengths]
    return table(columns=columns, rows=[{"cells": ["x" * length for length in lengths], "sources": []}] * rows)


def test_column_that_holds_more_gets_more_room_but_less_than_its_share() -> None:
    assert widths_of("# T", wide(16, 81, 256)) == [7, 26, 66]  # of the letters they hold 5, 23 and 73 per cent


def test_column_of_long_texts_is_wider_than_columns_of_long_phrases() -> None:
    first, second, third = widths_of("# T", wide(110, 480, 130))

    assert second > first + third


def test_no_column_starves_beside_a_long_one_and_none_takes_all() -> None:
    first, second = widths_of("# T", wide(1, 5000))

    assert first >= 4
    assert second <= 96


def test_one_long_cell_counts_for_more_than_the_average_of_its_column() -> None:
    rows = [{"cells": ["x" * 20, "x" * length], "sources": []} for length in (0, 0, 0, 80)]
    columns = [{"label": "A", "unit": "", "numeric": False}] * 2

    assert widths_of("# T", table(columns=columns, rows=rows)) == [36, 64]  # 40 letters by the squares beside 20


def test_widths_of_a_table_without_rows_are_equal() -> None:
    assert widths_of("# T", wide(10, 20, rows=0)) == [50, 50]


def test_report_gives_all_room_of_each_table_away(soup: Any) -> None:
    rules = re.findall(r'\[id="tab-[^"]*"\] \{ (.*) \}', str(soup.style.string))

    assert len(rules) == len(soup.select(".iomreport-table"))
    for rule in rules:
        assert 96 <= sum(map(int, re.findall(r"--width-\d: (\d+)%;", rule))) <= 104


def test_name_of_a_column_cannot_break_out_of_its_css_string() -> None:
    assert css_string("Who's who") == "'Who\\27 s who'"
