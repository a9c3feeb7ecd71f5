"""Frames row by row."""

from __future__ import annotations

import pandas

from iomreport.catalog.cells import records


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
