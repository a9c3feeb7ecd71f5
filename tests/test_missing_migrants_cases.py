"""Small exports as holders change them: nothing is dropped, doubled or taken for an export without a word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exports import E19, A, Record, changed, csv_text, write
from making import CHECKOUT

from iomreport.missing_migrants import ExportError, Reading, read_with_repairs

CASES = CHECKOUT / "tests" / "cases"


def reasons(reading: Reading, part: str) -> list[str]:
    """Return what is told of a file, as far as it has a word in it."""
    return [str(repair) for repair in reading.repairs if part in repair.why]


def read_text(folder: Path, text: str | bytes, *, leave_out: bool = False) -> Reading:
    """Read a file that holds a text."""
    path = folder / "export.csv"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return read_with_repairs(path, leave_out=leave_out)


def test_a_line_of_utf_8_among_latin_1_is_read_and_told_with_its_row() -> None:
    reading = read_with_repairs(CASES / "imp-01-mixed-encoding.csv")

    assert reading.records[["dead", "missing"]].sum().tolist() == [5, 1]
    (told,) = reasons(reading, "line of UTF-8")
    assert "row 2: found '\\\\xc3\\\\xb1', read as 'ñ'" in told


def test_a_line_of_latin_1_among_utf_8_is_read_and_told_with_its_row(tmp_path: Path) -> None:
    head, first, second, _ = csv_text(changed(A, 1, source="Québec")).split("\n")
    content = "\n".join([head, first, first.replace("11,", "13,", 1)]).encode() + b"\n" + second.encode("latin-1")

    reading = read_text(tmp_path, content)

    assert reading.records["dead"].tolist() == [3, 3, 1]
    assert [told.split(": found")[0] for told in reasons(reading, "not UTF-8")] == ["export.csv, row 4"]


def test_a_comma_too_many_in_a_column_nobody_reads_is_put_right_and_told() -> None:
    reading = read_with_repairs(CASES / "imp-02-one-comma-too-many.csv")

    assert reading.records[["dead", "missing"]].sum().tolist() == [5, 1]
    assert reading.records["longitude"].tolist() == [27.2, 27.2]
    (told,) = reasons(reading, "comma too many")
    assert "row 3, column source: found '13 cells, One agency,  another agency'" in told


def test_a_comma_too_many_that_may_be_in_several_columns_is_refused_or_left_out(tmp_path: Path) -> None:
    """The cause is read: it may end before or after the comma."""
    text = csv_text(A).replace("Presumed drowning,MENA", "Presumed,drowning,MENA", 1)

    with pytest.raises(ExportError, match="as cell 13 of row 2; expected 12 cells.*--leave-out"):
        read_text(tmp_path, text)
    reading = read_text(tmp_path, text, leave_out=True)
    assert reading.records["dead"].tolist() == [1]
    assert len(reasons(reading, "left out as asked")) == 1


def test_a_date_and_coordinates_without_quotation_marks_are_put_right(tmp_path: Path) -> None:
    text = (CASES / "imp-03-same-month-2020-01-08.csv").read_text(encoding="utf-8")

    for cell in ('"January 02, 2020"', '"35.0, 12.0"'):
        records = read_text(tmp_path, text.replace(cell, cell.strip('"'))).records
        assert records[["date", "dead", "latitude"]].values.tolist() == [["2020-01-02", 5, 35.0]]


def test_the_same_year_twice_in_a_folder_is_told_record_by_record() -> None:
    reading = read_with_repairs(CASES / "imp-04-year-twice")

    assert [told.split(": found")[0] for told in reasons(reading, "another record has already")] == [
        "a.csv, row 2, column Incident ID",
        "a.csv, row 3, column Incident ID",
    ]


def test_a_year_of_the_interface_twice_in_a_folder_is_told(tmp_path: Path) -> None:
    for name in ("2023.json", "2023 (1).json"):
        write(tmp_path, E19, name)

    assert len(reasons(read_with_repairs(tmp_path), "another record has already")) == 2


def test_parts_of_people_are_refused() -> None:
    with pytest.raises(ExportError, match=r"1\.5 people in row 2, column dead.*expected whole numbers"):
        read_with_repairs(CASES / "imp-10-fractions-layoutA.csv")


@pytest.mark.parametrize("fill", [{}, {"country_origin": "", "region_origin": ""}])
def test_years_joined_in_one_file_have_the_causes_they_have_apart(fill: Record, tmp_path: Path) -> None:
    """In years without origins causes are in free text, even where they sound like a category."""
    late = [
        {**record, "web_id": f"2025.MMP{number}", "reported_date": "2025-01-01", "cause_death": "Drowning"}
        | {"country_origin": "Eritrea", "region_origin": "Eastern Africa"}
        for number, record in enumerate(E19)
    ]
    (tmp_path / "joined.json").write_text(json.dumps([*({**record, **fill} for record in E19), *late]))
    records = read_with_repairs(tmp_path / "joined.json").records

    assert records["cause"].fillna("").tolist() == ["", "", "Drowning", "Drowning"]
    assert records["cause_reported"].fillna("").tolist() == ["Presumed drowning", "Drowning", "", ""]


def test_a_copy_of_months_is_read_as_a_layout_of_its_own() -> None:
    reading = read_with_repairs(CASES / "imp-09-kaggle-derived.csv")

    assert reading.layout.letter == "G"
    assert reading.records[["date", "date_precision", "dead_and_missing"]].values.tolist() == [["2014-01", "month", 1]]


@pytest.mark.parametrize(
    ("name", "found"), [("imp-11-records-in-a-key.json", "no list of records"), ("imp-12-semicolons.csv", "semicolons")]
)
def test_what_is_refused_is_refused_clearly(name: str, found: str) -> None:
    with pytest.raises(ExportError, match=found):
        read_with_repairs(CASES / name)
