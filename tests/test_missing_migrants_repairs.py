"""Nothing is read otherwise than printed without a repair that says so."""

from __future__ import annotations

from pathlib import Path

from exports import D1, D2, B, F, cells_of, changed, repairs_in, write

from iomreport.missing_migrants import Repair, count_by_kind, read, read_with_repairs


def test_each_repair_says_file_row_column_what_was_found_and_what_it_was_read_as(tmp_path: Path) -> None:
    (repair, *_) = [each for each in read_with_repairs(write(tmp_path, B)).repairs if each.found == "1,022"]

    assert repair == Repair(
        "export.csv", 3, "Minimum Estimated Number of Missing", "1,022", "1022", "number with thousands commas"
    )
    assert str(repair) == (
        "export.csv, row 3, column Minimum Estimated Number of Missing: found '1,022', read as '1022': "
        "number with thousands commas"
    )


def test_rows_are_numbered_as_a_spreadsheet_does_and_records_of_json_from_one(tmp_path: Path) -> None:
    table, listed = write(tmp_path, B, "b.csv"), write(tmp_path, B, "b.json")

    assert {row for row, _, found, _, _ in repairs_in(table) if found == "1,022"} == {3}
    assert {row for row, _, found, _, _ in repairs_in(listed) if found == "1,022"} == {2}


def test_repairs_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows = [row or 0 for row, *_ in repairs_in(write(tmp_path, D2 + D2))]

    assert rows == sorted(rows)


def test_kinds_are_counted_the_most_frequent_first(tmp_path: Path) -> None:
    counts = count_by_kind(read_with_repairs(write(tmp_path, D2 * 2)).repairs)

    assert counts == {
        "several values joined by a comma": 4,
        "identifier that another record has already; it would be counted twice": 3,
        "no year that can be read; year as in the identifier": 2,
        "several qualities run together; the column holds one": 2,
        "more children than dead and missing": 2,
    }


def test_more_children_or_women_and_men_than_people_are_kept_and_told(tmp_path: Path) -> None:
    people = {"Number of Dead": "1", "Minimum Estimated Number of Missing": "", "Total Number of Dead and Missing": "1"}
    odd = {"Number of Children": "3", "Number of Females": "2", "Number of Males": "1"}
    reading = read_with_repairs(write(tmp_path, [{**D2[2], **people, **odd}]))

    assert reading.records[["children", "females", "males"]].values.tolist() == [[3, 2, 1]]
    assert [str(repair) for repair in reading.repairs] == [
        "export.csv, row 2, column Number of Females: found '2 + 1', kept: more women and men than dead and missing",
        "export.csv, row 2, column Number of Children: found '3', kept: more children than dead and missing",
    ]


def test_a_sound_file_needs_no_repair(tmp_path: Path) -> None:
    assert read_with_repairs(write(tmp_path, F)).repairs == ()


def test_nothing_is_read_otherwise_than_printed_without_being_told(tmp_path: Path) -> None:
    """Numbers printed as they are read need no repair; the others have one each."""
    records = changed(D1, 1, **{"Number of Survivors": "2,000", "Number of Females": "x", "Number of Children": "1.0"})
    path = write(tmp_path, records)

    assert cells_of(read(path), 1, "survivors", "females", "children") == [2000, None, 1]
    assert [(column, found, read_as) for row, column, found, read_as, _ in repairs_in(path) if row == 3] == [
        ("Main ID", "\ufeff2021.MMP0002", "2021.MMP0002"),
        ("Website Date", "", "2021-12"),
        ("Number of Survivors", "2,000", "2000"),
        ("Number of Females", "x", ""),
        ("Number of Children", "1.0", "1"),
    ]


def test_a_long_cell_is_cut_in_a_message() -> None:
    repair = Repair("export.csv", 2, "Cause of Death", "x" * 1000, "", "no category")

    assert str(repair) == f"export.csv, row 2, column Cause of Death: found '{'x' * 80}…', left missing: no category"
