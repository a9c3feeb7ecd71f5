"""A file is of the layout whose headings it has."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import C2, E19, SAMPLES, C, Record, csv_text, repairs_in, write

from iomreport.missing_migrants import ExportError, read
from iomreport.missing_migrants.layouts import EXPECTED, LAYOUTS, recognize


def test_every_layout_says_where_it_was_met() -> None:
    assert EXPECTED.endswith("in one of the layouts A, B, C, C2, D1, D2, E, F or G")
    assert all(layout.provenance for layout in LAYOUTS)


@pytest.mark.parametrize("layout", SAMPLES)
def test_layouts_are_told_apart_by_headings_in_any_order_case_and_spacing(layout: str) -> None:
    headings = [f" {heading.upper()}  " for heading in reversed(SAMPLES[layout][0])]

    found = recognize(headings)

    assert found is not None
    assert found.letter == layout.split()[0]


@pytest.mark.parametrize("layout", SAMPLES)
def test_a_layout_without_one_of_its_columns_is_none(layout: str, tmp_path: Path) -> None:
    needed = {"A": "dead", "B": "Reported Date", "C": "Coordinates", "F": "No. dead"}.get(layout[:1])
    needed = needed or {"D1": "Website Date", "D2": "Incident Date"}.get(layout, "number_missing")
    records = [{name: cell for name, cell in record.items() if name != needed} for record in SAMPLES[layout]]

    with pytest.raises(ExportError, match=f"nearest is layout {layout.split()[0]}.*without.*{needed}"):
        read(write(tmp_path, records))


def test_a_column_that_a_layout_does_not_have_is_told_and_left_out(tmp_path: Path) -> None:
    more = [{**record, "Comment": "mine"} for record in C2]

    assert (1, "Comment", "Comment", "", "column that the layout does not have, not read") in repairs_in(
        write(tmp_path, more)
    )


@pytest.mark.parametrize(("records", "heading"), [(C, "Migrantion route"), (E19, "location_coodinates")])
def test_a_heading_printed_with_a_slip_is_read_and_told(records: list[Record], heading: str, tmp_path: Path) -> None:
    reasons = {column: why for _, column, _, _, why in repairs_in(write(tmp_path, records))}

    assert reasons[heading] == "heading printed with a slip"


def test_a_slip_put_right_is_read_in_silence(tmp_path: Path) -> None:
    right = csv_text(C).replace("Migrantion", "Migration").encode("utf-8")
    path = tmp_path / "right.csv"
    path.write_bytes(right)

    assert read(path)["route"][0] == "Central Mediterranean"
    assert {column for _, column, _, _, _ in repairs_in(path)} == {"Minimum Estimated Number of Missing"}
