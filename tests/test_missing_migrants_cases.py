"""Small files that were once read wrongly, and what each has to give, worked out by hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from exports import D2, E19, E21, SAMPLES, A, C, changed, csv_text, rows_of, write
from making import CHECKOUT

from iomreport.errors import UsageError
from iomreport.missing_migrants import ExportError, read, read_with_repairs
from iomreport.missing_migrants.changes import told
from iomreport.missing_migrants.command import import_export
from iomreport.missing_migrants.tidy import COUNTS
from iomreport.missing_migrants.totals import note_made_anew

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


def test_the_same_year_twice_in_a_folder_is_refused() -> None:
    with pytest.raises(
        ExportError, match=r"incident 2021\.MMP00001 both in a \(1\)\.csv and in a\.csv; expected every"
    ):
        read(CASES / "imp-04-year-twice")


def test_parts_of_people_are_refused() -> None:
    with pytest.raises(ExportError, match=r"found '1\.5' in row 2, column dead: a part of a person; expected whole"):
        read(CASES / "imp-10-fractions-layoutA.csv")


def test_an_identifier_that_stands_twice_is_told(tmp_path: Path) -> None:
    reading = read_with_repairs(write(tmp_path, [*A, changed(A, 0, dead="4")[0]]))

    assert [str(repair) for repair in reading.repairs if "too; both" in repair.why] == [
        "export.csv, row 4, column id: found '11', kept: identifier that an earlier row has too; both are counted"
    ]


def test_a_row_that_stands_twice_is_told(tmp_path: Path) -> None:
    reading = read_with_repairs(write(tmp_path, [*C, C[1]]))

    assert "export.csv, row 4: row that repeats an earlier one in every cell; both are counted" in map(
        str, reading.repairs
    )


def test_two_exports_of_a_month_are_kept_apart_by_their_day(tmp_path: Path) -> None:
    out = Path(shutil.copytree(CHECKOUT / "data", tmp_path / "data"))
    for day in ("13", "08", "13"):
        list(import_export(CASES / f"imp-03-same-month-2020-01-{day}.csv", out, world=True))

    rows = [row for row in rows_of(out / "deaths_revisions.csv") if row["export"].startswith("2020-01-")]
    assert [(row["revision_id"], row["records"], row["last_record"], row["note"].split(". ")[0]) for row in rows] == [
        ("2020-01-08-year-2020", "1", "2020-01-02", "Records end on 2 January 2020"),
        ("2020-01-13-year-2020", "2", "2020-01-12", "Records end on 12 January 2020"),
    ]
    assert (out / "deaths.csv").read_bytes() == (CHECKOUT / "data" / "deaths.csv").read_bytes()


def test_an_older_export_under_the_name_of_a_newer_one_is_refused(tmp_path: Path) -> None:
    out = Path(shutil.copytree(CHECKOUT / "data", tmp_path / "data"))
    before = (out / "deaths_revisions.csv").read_bytes()

    with pytest.raises(
        UsageError, match=r"records of 2020 to 2 January 2020; expected them to 13 January 2020 at least"
    ):
        list(import_export(CASES / "imp-03-same-month-2020-01-08.csv", out, export="2020-01", world=True))
    assert (out / "deaths_revisions.csv").read_bytes() == before


def test_a_note_is_made_anew_and_keeps_what_a_maintainer_wrote() -> None:
    former = "Records end on 13 January 2020. This export covers 2020 alone. Mine."

    assert note_made_anew(former, "Records end on 20 January 2020.") == "Records end on 20 January 2020. Mine."


def test_a_part_of_the_world_is_refused_unless_asked_for(tmp_path: Path) -> None:
    part = [{**record, "Incident Year": "2023", "Incident Date": f"2023-12-0{n}"} for n, record in enumerate(D2, 1)]
    file = write(tmp_path, [{**record, "Month": ""} for record in part])

    with pytest.raises(UsageError, match=r"found 18 dead and missing in 2023; expected about 8,747.* say --world"):
        list(import_export(file, tmp_path / "out", export="2024-01"))
    assert not (tmp_path / "out").exists()
    assert list(import_export(file, tmp_path / "out", export="2024-01", world=True))[-1].startswith("  ")


def test_records_that_are_in_a_file_twice_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path, D2 * 6)

    with pytest.raises(UsageError, match=r"15 of 18 records that repeat another's identifier, day, place and counts"):
        list(import_export(file, tmp_path / "out", export="2025-01"))


def test_deaths_tell_which_rows_change() -> None:
    rows = [
        dict.fromkeys((*COUNTS, "records", "period_end"), "1") | {"death_id": n, "breakdown": "total"} for n in "ab"
    ]
    after = [rows[0] | {"dead": "2"}, rows[1] | {"death_id": "c"}]

    assert list(told(rows, after, verbose=False)) == [
        "deaths, a: dead '1' becomes '2'",
        "deaths, c: is new, with 1 dead and missing",
        "deaths, b: is gone, with 1 dead and missing",
    ]


def test_the_sheet_with_the_records_is_read_wherever_it_stands(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Row Labels", "Sum of Number of Dead"])
    sheet = book.create_sheet("Worksheet")
    for row in [list(D2[0]), *(list(record.values()) for record in D2)]:
        sheet.append(row)
    book.save(tmp_path / "pivot.xlsx")

    assert read(tmp_path / "pivot.xlsx")["dead_and_missing"].sum() == 18

    book.copy_worksheet(sheet)
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(ExportError, match="records in 2 sheets, 'Worksheet', 'Worksheet Copy'; expected them in one"):
        read(tmp_path / "two.xlsx")


@pytest.mark.parametrize("with_empty_origins", [False, True])
def test_years_joined_in_one_file_are_read_as_years_apart(with_empty_origins: bool, tmp_path: Path) -> None:
    old = [
        {**E19[n], "web_id": f"2014.MMP{n}", "reported_date": "2014-05-01", "cause_death": cause}
        for n, cause in enumerate(("Drowning", "Starved on board"))
    ]
    empty = {"country_origin": None, "region_origin": None} if with_empty_origins else {}
    (tmp_path / "all.json").write_text(json.dumps([E21[0], *(record | empty for record in old), E21[1]]))

    frame = read(tmp_path / "all.json")

    assert frame["incident_id"].tolist() == ["2023.MMP1001", "2014.MMP0", "2014.MMP1", "2023.MMP1002"]
    assert frame["cause"].fillna("").tolist() == ["Drowning", "", "", "Drowning"]
    assert frame["cause_reported"].fillna("").tolist() == ["", "Drowning", "Starved on board", ""]


def test_a_copy_without_identifiers_and_days_is_compared_and_never_written(tmp_path: Path) -> None:
    messages = list(import_export(CASES / "imp-09-kaggle-derived.csv", tmp_path / "out"))

    assert messages[0] == "imp-09-kaggle-derived.csv: layout G, 1 records, January 2014 to January 2014"
    assert messages[-2:] == [
        "2014: 1 dead and missing; export 2025-04 has 5,441",
        "imp-09-kaggle-derived.csv: derived by others, without identifiers and days, so no export: nothing is written",
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("case", "found"),
    [
        ("imp-11-records-in-a-key.json", "JSON that is no list of records"),
        ("imp-12-semicolons.csv", "set apart by semicolons"),
    ],
)
def test_what_is_no_table_with_commas_or_list_is_refused(case: str, found: str) -> None:
    with pytest.raises(ExportError, match=found):
        read(CASES / case)
