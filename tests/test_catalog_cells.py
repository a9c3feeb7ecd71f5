"""Cells of tables, frames row by row, and as CSV."""

from __future__ import annotations

import pandas

from iomreport.catalog.cells import csv_text, records, split_cell


def test_rows_come_in_order_with_none_for_whatever_is_missing() -> None:
    frame = pandas.DataFrame(
        {
            "year": pandas.array([1951, None], dtype="Int64"),
            "share": [None, 0.5],
            "name": ["PICMME", None],
            "any": [pandas.NA, float("nan")],
        },
        index=[7, 3],
    )
    assert records(frame) == [
        {"year": 1951, "share": None, "name": "PICMME", "any": None},
        {"year": None, "share": 0.5, "name": None, "any": None},
    ]


def test_a_frame_without_rows_gives_none() -> None:
    assert records(pandas.DataFrame({"year": []})) == []


def test_a_cell_holds_several_values_or_none() -> None:
    assert split_cell("frus-1952-d238; frus-1952-d248") == ["frus-1952-d238", "frus-1952-d248"]
    assert split_cell("") == []


def test_no_text_in_csv_starts_a_formula_or_another_row() -> None:
    frame = pandas.DataFrame({"name": ["=1+1", "Chad", "a\rb"], "change": [-1, 2, 3]})

    assert csv_text(frame) == 'name,change\n\'=1+1,-1\nChad,2\n"a\nb",3\n'
