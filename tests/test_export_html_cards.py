"""Tables of words in small windows of the HTML edition: what the style sheet knows of their columns."""

from __future__ import annotations

import re
from typing import Any

import pytest
from making import HOSTILE, figure, notebook, table, to_html
from parsing import acting, parsed, requested


def style_of(*cells: Any) -> str:
    return str(parsed(*cells).style.string)


def rule_of(*cells: Any) -> str:
    """Return what the style sheet says of the columns of the one table of a page."""
    (rule,) = re.findall(r'\[id="tab-one"\] \{ (.*) \}', style_of(*cells))
    return rule


def test_each_column_but_the_first_has_its_name_with_its_unit() -> None:
    columns = [
        {"label": "Region", "unit": "", "numeric": False},
        {"label": "States", "unit": "states", "numeric": True},
        {"label": "Since", "unit": "", "numeric": True},
    ]
    rows: list[dict[str, Any]] = [{"cells": ["Europe", "51", "1951"], "sources": []}]

    assert rule_of("# T", table(columns=columns, rows=rows)) == "--column-2: 'States, states'; --column-3: 'Since';"


def test_column_of_sources_has_its_name_too() -> None:
    assert rule_of("# T", table()) == "--column-2: 'States, states'; --column-3: 'Sources';"


def test_page_without_tables_names_no_columns() -> None:
    assert not re.search(r"--column-\d: '", style_of("# T", figure()))


@pytest.mark.parametrize("text", [*HOSTILE, "'; } body { display: none } a { b: '", "\\", "\n", "/*"])
def test_name_of_a_column_cannot_break_out_of_the_style_sheet(text: str) -> None:
    columns = [{"label": "Region", "unit": "", "numeric": False}, {"label": text, "unit": "", "numeric": False}]
    soup = parsed("# T", table(columns=columns))
    (name,) = re.findall(r"--column-2: '([^']*)'; --column-3: 'Sources'; \}\n", str(soup.style.string))

    assert re.sub(r"\\([0-9A-F]+) ", lambda match: chr(int(match[1], 16)), name) == text
    assert acting(soup) == []
    assert requested(soup) == []


def test_names_of_columns_keep_their_accents() -> None:
    columns = [{"label": "A", "unit": "", "numeric": False}, {"label": "Año", "unit": "", "numeric": False}]

    assert "'Año'" in rule_of("# T", table(columns=columns))


def test_same_notebook_names_its_columns_in_the_same_bytes() -> None:
    made = notebook("# T", table(), table("tab-two"))

    assert to_html(made) == to_html(made)
