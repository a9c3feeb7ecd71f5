"""Datasets as files for other programs: the same rows, nothing that a spreadsheet would run, and what they mean."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas
import pytest

from iomreport import catalog, load
from iomreport.catalog import descriptor, sources
from iomreport.catalog.cells import csv_text, records
from iomreport.catalog.files import json_text, metadata, write_dataset
from iomreport.catalog.folders import shipped_data_folder
from iomreport.errors import UnknownNameError, UsageError

pytestmark = pytest.mark.slow

TABLES = sorted(descriptor.resources(shipped_data_folder()))
KINDS = {"csv": "names.csv", "json": "names.json", "excel": "names.xlsx", "parquet": "names.parquet"}
FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1")
XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DTYPES = {"string": "str", "integer": "Int64", "number": "Float64"}


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lay names over the shipped ones whose notes a careless spreadsheet would run; return the notes."""
    notes = [
        "=1+1",
        "{=1+1}",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("https://example.org")',
        "https://example.org",
        "007",
    ]
    with (shipped_data_folder() / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    own = tmp_path / "own"
    own.mkdir()
    with (own / "names.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**rows[0], "name_id": f"name-{number}", "note": note} for number, note in enumerate(notes))
    monkeypatch.setenv("IOMREPORT_DATA", str(own))
    return notes


def typed(frame: pandas.DataFrame, table: str) -> pandas.DataFrame:
    """Return a frame with the column types that the schema of a table asks for."""
    fields = descriptor.resources(shipped_data_folder())[table]["schema"]["fields"]
    return frame.astype({field["name"]: DTYPES[field["type"]] for field in fields})


def column_number(reference: str) -> int:
    """Return the place of a workbook's column, A being 0."""
    number = 0
    for letter in re.sub(r"\d", "", reference):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def sheets(path: Path) -> dict[str, list[dict[int, str | float]]]:
    """Return a workbook's sheets by name: for each row what stands in which column; text as such, numbers as such."""
    with zipfile.ZipFile(path) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(text.text or "" for text in item.iter(f"{XML}t")) for item in strings.iter(f"{XML}si")]
        described = ElementTree.fromstring(book.read("xl/workbook.xml"))
        found = {}
        for number, described_sheet in enumerate(described.iter(f"{XML}sheet"), start=1):
            sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert next(sheet.iter(f"{XML}f"), None) is None, f"a formula in sheet {number}"
            found[described_sheet.attrib["name"]] = [_row(row, shared) for row in sheet.iter(f"{XML}row")]
    return found


def _row(row: ElementTree.Element, shared: list[str]) -> dict[int, str | float]:
    cells: dict[int, str | float] = {}
    for cell in row.iter(f"{XML}c"):
        text = cell.findtext(f"{XML}v")
        if text is not None:
            cells[column_number(cell.attrib["r"])] = shared[int(text)] if cell.get("t") == "s" else float(text)
    return cells


def as_rows(frame: pandas.DataFrame) -> list[dict[int, str | float]]:
    """Return a frame as `sheets` returns the sheet that shows it, the header first."""
    rows: list[dict[int, str | float]] = [{place: str(name) for place, name in enumerate(frame.columns)}]
    for record in records(frame):
        cells = enumerate(record.values())
        rows.append({place: c if isinstance(c, str) else float(c) for place, c in cells if c is not None})
    return rows


# CSV


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    (_, (cell,)) = csv.reader(io.StringIO(csv_text(pandas.DataFrame({"note": [text]})), newline=""))
    assert cell == f"'{text}"


def test_carriage_return_starts_neither_a_row_nor_a_formula() -> None:
    assert csv_text(pandas.DataFrame({"note": ["\r=1+1"]})) == 'note\n"\'\n=1+1"\n'


@pytest.mark.parametrize("text", ["1+1=2", "a-b", "'=1+1", "Côte d'Ivoire", 'He said "no", twice', "two\nlines", "7"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert list(csv.reader(io.StringIO(csv_text(pandas.DataFrame({"note": [text]})), newline="")))[1] == [text]


def test_numbers_below_zero_stay_numbers_and_gaps_stay_empty() -> None:
    frame = pandas.DataFrame({"change": pandas.array([-1, None], dtype="Int64"), "share": [None, -0.5]})
    assert csv_text(frame) == "change,share\n-1,\n,-0.5\n"


def test_a_frame_without_rows_is_a_header() -> None:
    assert csv_text(pandas.DataFrame({"year": [], "note": []})) == "year,note\n"


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_of_text_in_a_csv_starts_a_formula(table: str, tmp_path: Path) -> None:
    write_dataset(table, "csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    text = [name for name, dtype in load(table).dtypes.items() if str(dtype) == "str"]
    assert text
    assert [
        line[str(name)] for line in lines for name in text if line[str(name)].startswith(("=", "+", "-", "@"))
    ] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_csv_reads_back_as_the_dataset_but_for_those_apostrophes(table: str, tmp_path: Path) -> None:
    write_dataset(table, "csv", tmp_path / "out.csv")
    options: dict[str, Any] = {"keep_default_na": False, "na_values": [""], "encoding": "utf-8"}
    back = typed(pandas.read_csv(tmp_path / "out.csv", dtype=object, **options), table)
    guarded = load(table).map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell[0] in "=+-@" else cell)
    pandas.testing.assert_frame_equal(back, typed(guarded, table))


def test_formulas_in_a_dataset_are_made_inert_in_its_csv(hostile: list[str], tmp_path: Path) -> None:
    write_dataset("names", "csv", tmp_path / "names.csv")
    with (tmp_path / "names.csv").open(encoding="utf-8", newline="") as file:
        written = [row["note"] for row in csv.DictReader(file)]
    assert written == [f"'{note}" if note[0] in "=+-@" else note for note in hostile]


def test_metadata_lie_beside_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "my names.csv"
    beside = tmp_path / "my names.csv.metadata.json"
    assert write_dataset("names", "csv", path) == [path, beside]
    assert json.loads(beside.read_text(encoding="utf-8")) == metadata("names")


# What a dataset means


@pytest.mark.parametrize("table", TABLES)
def test_metadata_tell_title_meaning_of_every_column_version_and_licence(table: str) -> None:
    about = metadata(table)
    frame = load(table)
    assert (about["name"], about["title"], about["version"]) == (table, frame.attrs["title"], catalog.version())
    assert about["description"]
    assert [field["name"] for field in about["fields"]] == frame.columns.tolist()
    assert all(field["description"] and field["type"] in DTYPES for field in about["fields"])
    assert about["licences"][0]["title"] == frame.attrs["licence"]


@pytest.mark.parametrize("table", TABLES)
def test_metadata_hold_every_source_that_the_rows_cite_in_full(table: str) -> None:
    cited = [] if table == "sources" else sources.source_ids_in(load(table)["source_id"])
    assert metadata(table)["sources"] == [sources.get(identifier).record() for identifier in cited]


def test_metadata_of_a_dataset_that_is_not_there_suggest_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'members'"):
        metadata("member")


# JSON


@pytest.mark.parametrize("table", TABLES)
def test_json_parses_back_to_the_same_frame_with_its_metadata(table: str, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    assert write_dataset(table, "json", path) == [path]
    parsed = json.loads(path.read_text(encoding="utf-8"))
    assert list(parsed) == ["metadata", "data"]
    assert parsed["metadata"] == metadata(table)
    frame = load(table)
    pandas.testing.assert_frame_equal(typed(pandas.DataFrame(parsed["data"], columns=frame.columns), table), frame)


def test_json_is_strict_and_readable(tmp_path: Path) -> None:
    """Letters stand as such, gaps are null, and nothing is used that JSON does not have."""
    write_dataset("directors", "json", tmp_path / "out.json")
    text = (tmp_path / "out.json").read_bytes().decode("utf-8")
    assert text == json_text("directors")
    assert "António Vitorino" in text
    assert '"term_end": null' in text
    assert text.endswith("}\n")
    json.loads(text, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))


def test_text_in_json_stays_as_it_is(hostile: list[str]) -> None:
    assert [row["note"] for row in json.loads(json_text("names"))["data"]] == hostile


# Excel


@pytest.mark.parametrize("table", TABLES)
def test_a_workbook_reads_back_equal_with_text_as_text_and_numbers_as_numbers(table: str, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert write_dataset(table, "excel", path) == [path]
    book = sheets(path)
    assert next(iter(book)) == table
    found = [row for row in book[table] if row]
    assert found == as_rows(load(table))


def test_a_workbook_holds_what_the_dataset_means_on_further_sheets(tmp_path: Path) -> None:
    write_dataset("names", "excel", tmp_path / "out.xlsx")
    book, about = sheets(tmp_path / "out.xlsx"), metadata("names")
    assert list(book) == ["names", "about", "columns", "sources"]
    overview = {row[0]: row[1] for row in book["about"][1:]}
    assert overview["title"] == about["title"]
    assert overview["version"] == about["version"]
    assert overview["licence"] == about["licences"][0]["title"]
    assert [row[0] for row in book["columns"][1:]] == [field["name"] for field in about["fields"]]
    assert [row[2] for row in book["columns"][1:]] == [field["description"] for field in about["fields"]]
    assert [row[0] for row in book["sources"][1:]] == [source["source_id"] for source in about["sources"]]


def test_text_in_a_workbook_is_never_a_formula_a_link_or_a_number(hostile: list[str], tmp_path: Path) -> None:
    """`sheets` fails on any formula."""
    write_dataset("names", "excel", tmp_path / "out.xlsx")
    place = load("names").columns.tolist().index("note")
    assert [row[place] for row in sheets(tmp_path / "out.xlsx")["names"][1:]] == hostile
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
        assert b"hyperlink" not in book.read("xl/worksheets/sheet1.xml")


# Parquet


@pytest.mark.parametrize("table", TABLES)
def test_parquet_reads_back_equal_in_values_and_types(table: str, tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    assert write_dataset(table, "parquet", path) == [path]
    pandas.testing.assert_frame_equal(pandas.read_parquet(path), load(table))


def test_metadata_lie_inside_a_parquet_file(tmp_path: Path) -> None:
    from pyarrow import parquet

    write_dataset("names", "parquet", tmp_path / "out.parquet")
    inside = parquet.read_schema(tmp_path / "out.parquet").metadata
    assert json.loads(inside[b"iomreport"]) == metadata("names")


# All kinds


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_a_file_that_is_there_is_replaced(kind: str, name: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first" / name, tmp_path / name
    first.parent.mkdir()
    second.write_bytes(b"x" * 1_000_000)
    write_dataset("names", kind, first)
    write_dataset("names", kind, second)
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_a_file_that_cannot_be_written_is_told_by_its_path(kind: str, name: str, tmp_path: Path) -> None:
    taken = tmp_path / name
    taken.mkdir()
    for path in (tmp_path / "nowhere" / name, taken):
        with pytest.raises(UsageError, match=f"^{re.escape(str(path))} cannot be written: [A-Z]"):
            write_dataset("names", kind, path)
    assert list(tmp_path.iterdir()) == [taken]


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_a_dataset_that_is_not_there_leaves_no_file(kind: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'names'"):
        write_dataset("nmaes", kind, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_a_dataset_without_rows_can_be_written(
    kind: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    header = (shipped_data_folder() / "names.csv").read_text(encoding="utf-8").splitlines(keepends=True)[0]
    (own / "names.csv").write_text(header, encoding="utf-8")
    monkeypatch.setenv("IOMREPORT_DATA", str(own))
    for path in write_dataset("names", kind, tmp_path / name):
        assert path.stat().st_size > 0


def test_the_data_folder_in_use_is_the_one_exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(shipped_data_folder(), tmp_path / "data"))
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({**package, "version": "1900.01"}), encoding="utf-8")
    monkeypatch.setenv("IOMREPORT_DATA", str(folder))
    assert json.loads(json_text("names"))["metadata"]["version"] == "1900.01"
