"""Whatever a file holds, reading it gives the tidy table or one clear refusal, never anything else."""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from exports import D2, SAMPLES, A, B, Record, as_bytes, csv_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iomreport.errors import UsageError
from iomreport.missing_migrants import ExportError, Reading, command, read_with_repairs
from iomreport.missing_migrants.identity import identify
from iomreport.missing_migrants.tidy import COLUMNS
from iomreport.missing_migrants.totals import deaths_rows, revision_rows

import_export = functools.partial(command.import_export, whole_world=True)  # made-up exports are small

pytestmark = pytest.mark.slow

LAYOUTS = sorted(SAMPLES)
KINDS = ("csv", "json", "xlsx")
FAST, MANY, SOME = (
    settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    for number in (100, 800, 200)
)
NUMBERS = ("0", "-", "NA", "1,022", "1,02", "1.0", "-1,000", "9" * 10, "٣", "nan", "inf", "1e5", "45", "1,3")
DAYS = (
    *("2020-02-30", "0000-00-00", "2099-12-31", "2100-01-01", "2013-12-31", "31/12/2015", "32/01/2015", "1-Foo-19"),
    *("Foo 3, 2019", "Mon, 02/30/2021 - 12:00", "January", "13", "2014.0", "2020.MMP1", "month"),
)
PLACES = ("POINT (1 2)", "POINT()", "1, 2, 3", "91, 0", "0, 181", "1., 2.", "POINT (-0 .5)", "Middle East")
TEXTS = (
    *("a,b", "a,,b", ",", "; ", " ; ", "Drowning,Violence", "\u200b", "\xa0", "\ufeff", "a\nb", '"', "&#39;", "&#0;"),
    *("=1+1", "x" * 5000, "国"),
)
NASTY = st.sampled_from([*NUMBERS, *DAYS, *PLACES, *TEXTS])
CELLS = st.one_of(NASTY, st.text(max_size=12))
CUTS = st.one_of(st.just(b""), st.binary(min_size=1, max_size=4), NASTY.map(str.encode))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return one folder for the files of all examples."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def outcome(folder: Path, content: bytes) -> str:
    """Read a file and add it up; tell whether it was read or refused, and fail on anything else."""
    path = folder / "file"
    path.write_bytes(content)
    try:
        reading = read_with_repairs(path)
    except ExportError as error:
        (line,) = str(error).splitlines()
        assert line.startswith("file: found ")
        assert "; expected " in line
        assert len(line) < 800
        return "refused"
    assert list(reading.records.columns) == list(COLUMNS)
    assert {name: str(kind) for name, kind in reading.records.dtypes.items()} == COLUMNS
    assert len(reading.records) > 0
    for repair in reading.repairs:
        assert repair.why
        str(repair).encode("utf-8")
    return "read"


def dressed(record: Record, cells: dict[str, str]) -> Record:
    return {name: cells.get(name, cell) for name, cell in record.items()}


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """Draw records of some layout in which any cell may be anything."""
    sample = SAMPLES[draw(st.sampled_from(LAYOUTS))]
    headings = st.sampled_from(sorted(sample[0]))
    return [
        dressed(draw(st.sampled_from(sample)), draw(st.dictionaries(headings, CELLS, max_size=8)))
        for _ in range(draw(st.integers(1, 3)))
    ]


@st.composite
def damaged(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS) -> bytes:
    """Draw an export in which bytes have been cut out, put in, or changed, or which is cut off."""
    content = bytearray(as_bytes(SAMPLES[draw(st.sampled_from(LAYOUTS))], draw(st.sampled_from(kinds))))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        length = draw(st.sampled_from([0, 1, 2, 20, len(content)]))
        content[start : start + length] = draw(CUTS)
    return bytes(content)


@FAST
@given(content=st.text(max_size=200))
def test_any_text_is_refused(folder: Path, content: str) -> None:
    assert outcome(folder, content.encode("utf-8", "surrogatepass")) == "refused"


@FAST
@given(table=records())
def test_any_cells_are_read(folder: Path, table: list[Record]) -> None:
    """Cells cannot make a sound file unreadable, unless they hold what no text does."""
    text = "".join(cell for record in table for cell in record.values())
    binary = any(character < " " and character not in "\t\n\r" for character in text) or "\x7f" in text

    assert outcome(folder, json.dumps(table).encode("utf-8")) == ("refused" if binary or has_no_bytes(text) else "read")


def has_no_bytes(text: str) -> bool:
    """Tell whether text holds half a character, or one that Unicode keeps free."""
    return any("\ud800" <= character <= "\udfff" or character in "\ufffe\uffff" for character in text)


@MANY
@given(content=st.binary(max_size=2000))
def test_thousands_of_files_of_any_bytes_are_refused(folder: Path, content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"[", csv_text(A).encode("utf-8")[:80]):
        assert outcome(folder, start + content) == "refused"


@MANY
@given(content=damaged(("csv", "json")))
def test_hundreds_of_damaged_files_of_text_are_read_or_refused(folder: Path, content: bytes) -> None:
    assert outcome(folder, content) in {"read", "refused"}


@SOME
@given(content=damaged(("xlsx",)))
def test_damaged_workbooks_are_read_or_refused(folder: Path, content: bytes) -> None:
    pytest.importorskip("openpyxl")
    assert outcome(folder, content) in {"read", "refused"}


@MANY
@given(table=records(), end=st.sampled_from(["\n", "\r\n"]))
def test_hundreds_of_tables_of_any_cells_are_read_or_refused(folder: Path, table: list[Record], end: str) -> None:
    assert outcome(folder, csv_text(table, end).encode("utf-8", "surrogatepass")) in {"read", "refused"}


@settings(SOME, max_examples=150)
@given(table=records(), said=st.sampled_from([None, "2026-09", "2099-12-31"]))
def test_what_is_read_is_added_up_or_the_maintainer_is_asked(
    folder: Path, table: list[Record], said: str | None
) -> None:
    path = folder / "file"
    path.write_bytes(json.dumps(table).encode("utf-8"))
    try:
        reading = read_with_repairs(path)
        identity = identify(reading, said)
    except UsageError:
        return
    totals = revision_rows(reading, export=identity.export, export_date="", source_id="a-source")
    deaths = deaths_rows(reading, export=identity.export, source_id="a-source", codes={})

    counted = int(reading.records["year"].notna().sum())
    assert sum(int(row["records"]) for row in totals) == counted
    for breakdown in ("total", "region", "month"):
        parts = [row for row in deaths if row["breakdown"] == breakdown]
        assert sum(int(row["records"]) for row in parts) <= counted


@settings(SOME, max_examples=40)
@given(content=damaged())
def test_command_writes_all_tables_or_none(folder: Path, content: bytes) -> None:
    pytest.importorskip("openpyxl")
    path, out = folder / "file", folder / "out"
    path.write_bytes(content)
    try:
        messages = list(import_export(path, out, export="2026-09"))
    except UsageError:
        assert not out.exists()
        return
    written = {file.name for file in out.iterdir()}
    assert written >= {"deaths_revisions.csv", "sources.csv"}
    assert any(line.endswith("written") for line in messages)
    for file in out.iterdir():
        file.unlink()
    out.rmdir()


TALLIED = ["dead", "missing", "dead_and_missing", "survivors", "females", "males", "children"]


def tallied(reading: Reading) -> list[int]:
    return [int(total) for total in reading.records[TALLIED].sum()]


@st.composite
def mishandled(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw an export as holders mishandle it: commas put in, lines of another encoding, rows repeated or moved."""
    letter = draw(st.sampled_from(sorted(set(SAMPLES) - {"E", "E with origins"})))
    head, *lines = [line.encode("utf-8") for line in csv_text(SAMPLES[letter]).splitlines()]
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        line, kind = lines[place], draw(st.sampled_from(["comma", "latin-1", "repeat", "move"]))
        if kind == "comma":
            at = draw(st.integers(0, len(line)))
            lines[place] = line[:at] + b"," * draw(st.integers(1, 2)) + line[at:]
        elif kind == "latin-1":
            lines[place] = line.replace(
                b"Off an", draw(st.sampled_from([b"Off\xe9an", "Offéan".encode(), b"Off\x81an"]))
            )
        elif kind == "repeat":
            lines.insert(draw(st.integers(0, len(lines))), line)
        else:
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(place))
    return letter, b"\n".join([head, *lines, b""])


@SOME
@given(drawn=mishandled())
def test_a_mishandled_export_gives_the_same_numbers_or_a_word(folder: Path, drawn: tuple[str, bytes]) -> None:
    letter, content = drawn
    (folder / "sound").write_bytes(csv_text(SAMPLES[letter]).encode("utf-8"))
    (folder / "file").write_bytes(content)
    sound = read_with_repairs(folder / "sound")
    try:
        reading = read_with_repairs(folder / "file")
    except ExportError:
        return
    if tallied(reading) != tallied(sound):
        assert {repair.why for repair in reading.repairs} - {repair.why for repair in sound.repairs}


@SOME
@given(content=damaged(("csv", "json")))
def test_no_damage_ends_the_command_in_anything_but_a_refusal(folder: Path, content: bytes) -> None:
    (folder / "file").write_bytes(content)
    with contextlib.suppress(UsageError):
        list(command.import_export(folder / "file", folder / "nowhere", export="2026-09", dry_run=True))
    assert not (folder / "nowhere").exists()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_file_cut_off_anywhere_is_refused_unless_what_is_left_is_whole_rows(layout: str, folder: Path) -> None:
    """A cut within the last cell of a row leaves whole rows: nothing in the file shows it."""
    content = csv_text(SAMPLES[layout]).encode("utf-8")
    width = len(SAMPLES[layout][0])

    for length in range(0, len(content), 7):
        cut = content[:length]
        rows = list(csv.reader(io.StringIO(cut.decode("utf-8", "ignore"))))
        if outcome(folder, cut) == "read":
            assert {len(row) for row in rows} == {width}
            assert cut.count(b'"') % 2 == 0


@pytest.mark.parametrize("layout", LAYOUTS)
def test_json_cut_off_anywhere_is_refused(layout: str, folder: Path) -> None:
    content = as_bytes(SAMPLES[layout], "json")

    assert {outcome(folder, content[:length]) for length in range(0, len(content), 11)} == {"refused"}


def test_a_workbook_cut_off_anywhere_is_refused(folder: Path) -> None:
    pytest.importorskip("openpyxl")
    content = as_bytes(D2, "xlsx")

    assert {outcome(folder, content[:length]) for length in range(0, len(content), 211)} == {"refused"}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\x00" * 100, "binary data (character U+0000 at place 0)"),
        (csv_text(B).encode("utf-8") + b"\x00\x01", "binary data (character U+0000"),
        (csv_text(B).encode("utf-16"), "text in UTF-16"),
        (csv_text(B).replace(",", ";").encode("utf-8"), "the columns of layout B set apart by semicolons"),
        (csv_text(B).replace(",", "\t").encode("utf-8"), "the columns of layout B set apart by tabs"),
        (csv_text(B).replace("51002", "9" * 200_000, 1).encode("utf-8"), "a cell of more than 131,072 characters"),
        (csv_text(B).replace("Web ID,", "number dead,Web ID,", 1).encode("utf-8"), "the heading 'Number Dead' twice"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "binary data"),
        (b"PK\x03\x04 and then nothing", "a workbook that is damaged or cut off"),
        (b"<html><body>not found</body></html>", "no layout's columns in '<html><body>not found</body></html>'"),
        (b"{}", "JSON that is no list of records"),
        (b"[1, 2]", "JSON that is no list of records"),
        (b"[]", "no record"),
        (b"[{}]", "no layout's columns in ''"),
        (b'[{"web_id": ["a", "b"]}]', "several values in 'web_id'"),
        (b'[{"web_id": "\\ud800"}]', "binary data (character U+D800"),
        (b"[" * 100_000, "JSON that is damaged or cut off"),
        (b'[{"web_id": ' + b"9" * 5000 + b"}]", "JSON that is damaged or cut off"),
        (b"Web ID,Web ID\n1,2\n", "the heading 'Web ID' twice"),
        (b'[{"web_id": "1", "Web_ID": "2"}]', "the heading 'Web_ID' twice"),
        (
            csv_text(B).replace("51002,", "51002,one,too,many,", 1).encode("utf-8"),
            "'Uncategorized' as cell 22 of row 3",
        ),
        (
            "Región,".encode() + csv_text(B).encode("utf-8") + b"\x81",
            "binary data (byte 0x81 in line 4 is no character)",
        ),
    ],
)
def test_what_is_wrong_is_named(content: bytes, found: str, folder: Path) -> None:
    path = folder / "file"
    path.write_bytes(content)

    with pytest.raises(ExportError) as refused:
        read_with_repairs(path)
    assert found in refused.value.found


def test_a_file_that_is_not_there_is_named_with_its_folder(folder: Path) -> None:
    with pytest.raises(ExportError) as refused:
        read_with_repairs(folder / "nowhere.csv")
    assert str(refused.value).startswith(f"{folder / 'nowhere.csv'}: found no such file; expected an export")


def test_a_folder_without_files_or_with_two_layouts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="a folder without any file as CSV, XLSX or JSON"):
        read_with_repairs(tmp_path)
    for name, sample in (("a.csv", A), ("b.csv", B)):
        (tmp_path / name).write_bytes(as_bytes(sample, "csv"))
    with pytest.raises(ExportError, match="files of the layouts A, B; expected the parts of one export"):
        read_with_repairs(tmp_path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openpyxl")
    monkeypatch.setattr("iomreport.missing_migrants.workbook._MOST_UNPACKED", 1000)

    assert outcome(folder, as_bytes(D2, "xlsx")) == "refused"


def test_a_workbook_is_read_whose_pivot_stands_first_and_refused_if_two_sheets_hold_records(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Pivot"
    book.active.append(["Sum of dead", 6])
    for title in ("Data", "Data again"):
        sheet = book.create_sheet(title)
        sheet.append(list(D2[0]))
        sheet.append(list(D2[0].values()))
        book.save(tmp_path / f"{title}.xlsx")

    reading = read_with_repairs(tmp_path / "Data.xlsx")
    assert reading.records["dead_and_missing"].tolist() == [15]
    assert "sheets beside that of the records, 'Data': not read" in {repair.why for repair in reading.repairs}
    with pytest.raises(ExportError, match="records in 2 sheets, 'Data', 'Data again'; expected one"):
        read_with_repairs(tmp_path / "Data again.xlsx")


def test_a_workbook_of_something_else_is_refused_by_its_headings(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["name", "age"])
    book.save(tmp_path / "other.xlsx")

    with pytest.raises(ExportError, match="no layout's columns in 'name, age'"):
        read_with_repairs(tmp_path / "other.xlsx")


def test_a_workbook_with_nothing_in_it_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl").Workbook().save(tmp_path / "empty.xlsx")

    with pytest.raises(ExportError, match="nothing in the sheet 'Sheet'"):
        read_with_repairs(tmp_path / "empty.xlsx")


def test_a_sheet_of_endless_rows_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openpyxl")
    monkeypatch.setattr("iomreport.missing_migrants.workbook._MOST_ROWS", 2)

    assert outcome(folder, as_bytes(D2, "xlsx")) == "refused"
