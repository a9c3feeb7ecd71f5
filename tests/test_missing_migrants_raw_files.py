"""A file of any kind becomes rows of text."""

from __future__ import annotations

import json
from pathlib import Path

import pandas
import pytest
from exports import D2, E19, A, F, as_bytes, cells_of, changed, csv_text, repairs_in, write

from iomreport.missing_migrants import read


def test_latin_1_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text(changed(A, 0, affected_nationality="Curaçao")).encode("latin-1"))

    assert read(path)["origin"][0] == "Curaçao"
    assert repairs_in(path)[0][1:] == (
        None,
        "byte 0xe7",
        "ç",
        "text that is not UTF-8, read as Windows-1252, of which latin-1 is a part",
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_byte_order_mark_before_the_file_means_nothing(mark: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"f.{kind}"
    path.write_bytes(mark + as_bytes(F, kind))

    assert len(read(path)) == 2
    assert repairs_in(path) == []


def test_ends_of_lines_may_be_those_of_any_system(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(csv_text(F, end="\r\n").encode("utf-8"))

    assert len(read(path)) == 2


def test_a_file_is_known_by_what_it_holds_and_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    path.write_bytes(as_bytes(F, "json"))

    assert len(read(path)) == 2


def test_a_thirteenth_column_without_a_heading_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text(A).replace("\n", ",\n"), encoding="utf-8")

    assert len(read(path)) == 2
    assert [line for line in repairs_in(path) if line[4] == "column without a heading, not read"] == [
        (1, "13", "", "", "column without a heading, not read")
    ]


def test_a_thirteenth_column_may_be_in_the_rows_alone(tmp_path: Path) -> None:
    head, rest = csv_text(A).split("\n", 1)
    path = tmp_path / "a.csv"
    path.write_text(head + "\n" + rest.replace("\n", ",\n"), encoding="utf-8")

    assert read(path)["longitude"].tolist() == [12.6, 42.5]
    assert (1, "13", "", "", "column without a heading, not read") in repairs_in(path)


def test_rows_without_anything_are_left_out_and_told_but_for_those_at_the_end(tmp_path: Path) -> None:
    head, first, second, _ = csv_text(F).split("\n")
    path = tmp_path / "f.csv"
    path.write_text("\n".join([head, first, "", "," * 30, second, "", " ", ""]), encoding="utf-8")

    assert len(read(path)) == 2
    assert [line[0] for line in repairs_in(path)] == [3, 4]


def test_workbooks_hold_numbers_and_days_as_such(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = write(tmp_path, D2, "export.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("Incident Date") + 1).value = pandas.Timestamp("2024-11-05").to_pydatetime()
    sheet.cell(2, headings.index("Number of Dead") + 1).value = 3.0
    book.save(path)

    assert cells_of(read(path), 0, "date", "dead", "survivors") == ["2024-11-05", 3, 40]


def test_json_may_leave_keys_out_where_there_is_nothing(tmp_path: Path) -> None:
    records: list[dict[str, object]] = [dict(record) for record in E19]
    records[1] = {key: cell for key, cell in records[1].items() if cell} | {"number_dead": 4, "url": None}
    path = tmp_path / "e.json"
    path.write_text(json.dumps(records), encoding="utf-8")

    assert cells_of(read(path), 1, "dead", "survivors", "source_quality") == [4, None, None]
