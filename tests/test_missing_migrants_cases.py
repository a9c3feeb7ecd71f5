"""Small exports as holders change them: nothing is dropped, doubled or taken for an export without a word."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from exports import D2, E19, NEWER, A, Record, changed, csv_text, rows_of, write
from making import CHECKOUT

from iomreport.errors import UsageError
from iomreport.missing_migrants import ExportError, Reading, read_with_repairs
from iomreport.missing_migrants.command import import_export
from iomreport.missing_migrants.totals import renewed_note
from iomreport.missing_migrants.vocabulary import REGIONS

pytestmark = pytest.mark.slow

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

    with pytest.raises(ExportError, match=r"as cell 13 of row 2; expected 12 cells.*--leave-out"):
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


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may change."""
    return Path(shutil.copytree(CHECKOUT / "data", tmp_path / "data"))


def imported(path: Path, data: Path, **options: Any) -> list[str]:
    """Import a file and return what is said."""
    return list(import_export(path, data, **options))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def revisions(data: Path, year: str, month: str) -> dict[str, tuple[str, str]]:
    """Return people and last record of a year in the exports of a month."""
    return {
        row["export"]: (row["dead_and_missing"], row["last_record"])
        for row in rows_of(data / "deaths_revisions.csv")
        if row["year"] == year and row["export"].startswith(month)
    }


@pytest.mark.parametrize("order", [("13", "08"), ("08", "13")])
def test_exports_of_two_days_of_a_month_stand_beside_each_other(order: tuple[str, str], data: Path) -> None:
    """The history has one to 13 January, of 92 people, which neither writes over."""
    for day in order:
        imported(CASES / f"imp-03-same-month-2020-01-{day}.csv", data)
    before = contents(data)
    for day in order:
        said = imported(CASES / f"imp-03-same-month-2020-01-{day}.csv", data)
        assert said[-1] == f"{data}: nothing changes"

    assert contents(data) == before
    assert revisions(data, "2020", "2020-01") == {
        "2020-01": ("92", "2020-01-13"),
        "2020-01-08": ("5", "2020-01-02"),
        "2020-01-13": ("12", "2020-01-12"),
    }
    notes = {row["export"]: row["note"] for row in rows_of(data / "deaths_revisions.csv") if row["year"] == "2020"}
    assert "Records end on 2 January 2020." in notes["2020-01-08"]
    assert "Records end on 12 January 2020." in notes["2020-01-13"]


def test_the_note_of_a_row_that_changes_is_made_anew_but_for_what_somebody_wrote() -> None:
    old = "Records end on 13 January 2020. This export covers 2020 alone. Mine, of 3 days."

    assert renewed_note(old, "Records end on 2 January 2020.") == "Records end on 2 January 2020. Mine, of 3 days."
    assert renewed_note(old, "") == "Mine, of 3 days."


def test_repeated_records_are_not_imported(data: Path) -> None:
    before = contents(data)

    with pytest.raises(UsageError, match=r"a\.csv, row 2, column Incident ID: found 2021\.MMP00001, as in row 2 of a "):
        imported(CASES / "imp-04-year-twice", data, export="2021-12", whole_world=True)
    assert contents(data) == before


def test_a_copy_of_months_is_set_beside_the_last_export_and_never_written(data: Path) -> None:
    before = contents(data)

    said = imported(CASES / "imp-09-kaggle-derived.csv", data, export="2023-01")

    assert "  2014: 1 dead and missing in 1 records; export 2025-09 has 5,548" in said
    assert said[-1].startswith("nothing is written: imp-09-kaggle-derived.csv is no export")
    assert contents(data) == before


def year_of(people: int, records: int, **cells: str) -> list[Record]:
    """Return records of the whole of 2016, with so many people in all, in as many regions as the project has."""
    regions = sorted(REGIONS)
    each = people // records
    return [
        {**D2[0], "Incident Date": f"2016-{1 + number % 12:02}-05", "Incident Year": "2016", "Month": ""}
        | {"Region of Incident": regions[number % len(regions)], "Country of Incident": ("Italy", "Libya")[number % 2]}
        | {"Number of Dead": str(each), "Minimum Estimated Number of Missing": "0"}
        | {"Total Number of Dead and Missing": str(each), "Number of Children": "", "Source Quality": "4"}
        | {"Main ID": f"2016.MMP{number}", "Incident ID": f"2016.MMP{number}", **cells}
        for number in range(records)
    ]


@pytest.mark.parametrize(
    ("records", "found"),
    [
        (year_of(8100, 1350), None),
        (year_of(4000, 1000), "4,000 dead and missing in 2016, where export 2025-04 has 8,249"),
        (year_of(16200, 1350), "16,200 dead and missing in 2016, where export 2025-04 has 8,249"),
        (year_of(8100, 300), "300 incidents in 2016, where export 2025-04 has 1,511"),
        (year_of(8100, 1350, **{"Main ID": "2016.MMP1"}), "1350 rows of 1 incidents in 2016"),
        (year_of(8100, 1350, **{"Country of Incident": "Libya"}), "records of Libya alone in 2016"),
        (year_of(8100, 1350, **{"Region of Incident": "Europe"}), "records of Europe alone in 2016"),
    ],
    ids=["whole", "half", "twice", "few incidents", "exploded", "country", "region"],
)
def test_what_cannot_be_of_the_whole_world_is_refused(
    records: list[Record], found: str | None, data: Path, tmp_path: Path
) -> None:
    """The last export before has 8,249 people in 1,511 incidents in 2016, the next 8,084 in 1,278."""
    path, before = write(tmp_path, records), contents(data)
    if found is None:
        assert "deaths_revisions: 1 rows added, 0 replaced, 0 as they were" in imported(path, data, export="2025-06")
        return

    with pytest.raises(UsageError, match=f"{found}.*--whole-world"):
        imported(path, data, export="2025-06")
    assert contents(data) == before
    imported(path, data, export="2025-06", whole_world=True)
    assert contents(data) != before


def test_a_dry_run_tells_which_deaths_change_and_writes_nothing(data: Path, tmp_path: Path) -> None:
    """Of 5,441 people of 2014 in use, the made-up export has 18: 15, 1 and 2."""
    before = contents(data)

    said = imported(write(tmp_path, NEWER), data, whole_world=True, dry_run=True, verbose=True)

    assert contents(data) == before
    (total,) = [line for line in said if line.startswith("  2014-total-all: ")]
    assert "records 527 -> 3, dead 1874 -> 6" in total
    assert "dead_and_missing 5441 -> 18" in total
    assert any(line.startswith("  2014-region-caribbean: gone, ") for line in said)
    assert any(line.startswith("  2026-total-all: new, 15 dead and missing in 1 records") for line in said)
    assert f"{data / 'deaths.csv'}  would be written" in said
