"""Small files that were once read wrongly, and what each has to give, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import SAMPLES, A, C, changed, csv_text

from iomreport.missing_migrants import ExportError, read, read_with_repairs

CASES = Path(__file__).parent / "cases"


def test_a_line_in_utf_8_among_others_in_latin_1_is_read_and_told() -> None:
    reading = read_with_repairs(CASES / "imp-01-mixed-encoding.csv")

    assert reading.records["dead_and_missing"].tolist() == [3, 3]
    assert (
        "imp-01-mixed-encoding.csv, row 2: found 'bytes c3 b1', read as 'ñ': text in UTF-8 in a file that otherwise is "
        "in Windows-1252; read as UTF-8"
    ) in map(str, reading.repairs)


def test_rows_of_another_encoding_are_numbered_as_rows_and_not_as_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    first = csv_text(changed(A, 0, source="two\nlines, ñ") * 2).encode()
    path.write_bytes(first + csv_text(A).split("\n")[1].encode("latin-1") + b"\n")

    repairs = [repair for repair in read_with_repairs(path).repairs if "Windows-1252" in repair.why]

    assert [(repair.row, repair.read_as) for repair in repairs] == [(6, "ó")]


def test_a_comma_too_many_in_a_column_that_is_not_read_is_put_right_and_told() -> None:
    reading = read_with_repairs(CASES / "imp-02-one-comma-too-many.csv")

    assert reading.records[["dead", "missing", "latitude", "longitude"]].values.tolist() == [
        [2, 1, 36.8, 27.2],
        [3, 0, 36.8, 27.2],
    ]
    assert (
        "imp-02-one-comma-too-many.csv, row 3, column source: found 'One agency', read as 'One agency, another "
        "agency': row with a comma too many, in a cell without quotation marks; put back under the headings"
    ) in map(str, reading.repairs)


@pytest.mark.parametrize("layout", ["A", "B", "C", "C2", "D1", "D2", "F"])
def test_a_comma_too_many_in_any_column_that_is_not_read_gives_the_same_records(layout: str, tmp_path: Path) -> None:
    sample = SAMPLES[layout]
    place = {"A": "source", "F": "Location of death", "D2": "Location of Incident", "B": "Location Description"}.get(
        layout, "Location of death"
    )
    path = tmp_path / "export.csv"
    path.write_bytes(csv_text(changed(sample, 0, **{place: "XX"})).encode())
    before = read(path)
    path.write_bytes(path.read_bytes().replace(b"XX", b"a place, near another"))

    assert read(path).equals(before)


def test_a_comma_too_many_that_may_stand_in_two_cells_that_are_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(csv_text(changed(A, 0, cause_of_death="XX")).replace("XX", "hunger,thirst").encode())

    with pytest.raises(ExportError, match=r"export.csv: found '12.6' as cell 13 of row 2; .*quotation"):
        read(path)


def test_a_cause_with_commas_is_known_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(csv_text(C).replace('"Harsh', "Harsh").replace('water"', "water").encode())

    assert read(path)["cause"].tolist()[1].startswith("Harsh environmental conditions")
