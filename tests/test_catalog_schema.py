"""Tables that break a promise are refused, and told by file, row and column."""

from __future__ import annotations

import copy
import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iomreport.catalog import cells, descriptor, schema
from iomreport.catalog.folders import shipped_data_folder
from iomreport.errors import BrokenPromise, DataError, UsageError

TABLES = sorted(descriptor.resources(shipped_data_folder()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may damage."""
    return Path(shutil.copytree(shipped_data_folder(), tmp_path / "data"))


def read(folder: Path, table: str) -> list[list[str]]:
    """Return a table's lines, the header among them."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(folder: Path, table: str, lines: list[list[str]]) -> None:
    """Put other lines in a table's place."""
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


def change(folder: Path, table: str, row: int, column: str, text: str) -> None:
    """Change one cell; the header is row 1."""
    lines = read(folder, table)
    lines[row - 1][lines[0].index(column)] = text
    write(folder, table, lines)


@pytest.mark.parametrize("table", TABLES)
def test_the_shipped_tables_break_no_promise(table: str) -> None:
    assert schema.broken_promises(shipped_data_folder(), table) == []


def test_an_untouched_copy_breaks_no_promise(folder: Path) -> None:
    schema.check(folder, "names")


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_was_sealed_as_sound_is_not_judged_again(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "broken_promises", lambda folder, name: pytest.fail(f"{name} was judged"))

    schema.check(shipped_data_folder(), table)


def test_a_sealed_table_is_judged_again_when_what_it_refers_to_has_changed(folder: Path) -> None:
    lines = read(folder, "sources")
    cited = read(folder, "names")[1][-1]
    write(folder, "sources", [line for line in lines if line[0] not in cells.split_cell(cited)])

    with pytest.raises(DataError, match="an identifier that stands in the table 'sources'"):
        schema.check(folder, "names")


def test_a_sealed_table_is_judged_again_when_its_description_has_changed(folder: Path) -> None:
    path = folder / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"style"', '"manner"'), encoding="utf-8")

    with pytest.raises(DataError, match="'manner'"):
        schema.check(folder, "names")


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "found", "expected"),
    [
        ("names", 3, "name", "", "an empty cell", "text"),
        ("names", 3, "kind", "nickname", "'nickname'", "one of 'legal name', 'style'"),
        ("names", 3, "start", "15 Nov 1952", "'15 Nov 1952'", "a date as YYYY, YYYY-MM or YYYY-MM-DD"),
        ("names", 3, "start", "1952-13", "'1952-13'", "a date as YYYY, YYYY-MM or YYYY-MM-DD"),
        ("names", 3, "start", "1953-02-29", "'1953-02-29'", "a day that the calendar has"),
        ("names", 3, "start_precision", "month", "'month'", "'day', as start is '1952-11-15'"),
        ("names", 3, "start_precision", "", "''", "'day', as start is '1952-11-15'"),
        ("names", 5, "end_precision", "day", "'day'", "'', as end is ''"),
        ("claims", 7, "number", "many", "'many'", "a number"),
        ("claims", 7, "claim_id", "6", "'6'", "text, of the form ^F\\d{3}$, that stands in no other row"),
        ("milestones", 4, "title", "x" * 61, repr("x" * 61), "text, at most 60 characters"),
        ("member_counts", 4, "members", "some", "'some'", "a whole number, at least 0, at most 195"),
        ("member_counts", 4, "members", "20.5", "'20.5'", "a whole number, at least 0, at most 195"),
        ("member_counts", 4, "members", "196", "'196'", "a whole number, at least 0, at most 195"),
        ("member_counts", 4, "members", "-1", "'-1'", "a whole number, at least 0, at most 195"),
    ],
)
def test_a_wrong_cell_is_told_by_file_row_column_and_what_was_expected(
    folder: Path, table: str, row: int, column: str, text: str, found: str, expected: str
) -> None:
    change(folder, table, row, column, text)
    assert schema.broken_promises(folder, table) == [BrokenPromise(f"{table}.csv", row, column, found, expected)]


def test_a_date_after_the_data_were_closed_is_refused(folder: Path) -> None:
    closed = descriptor.read_package(folder)["created"][:10]
    change(folder, "milestones", 4, "date", "2999-01-01")
    expected = f"a date not after {closed}, when the data were closed"
    assert schema.broken_promises(folder, "milestones") == [
        BrokenPromise("milestones.csv", 4, "date", "'2999-01-01'", expected)
    ]


def test_the_year_in_which_the_data_were_closed_is_not_after_they_were(folder: Path) -> None:
    year = descriptor.read_package(folder)["created"][:4]
    change(folder, "names", 6, "start", year)
    change(folder, "names", 6, "start_precision", "year")
    assert schema.broken_promises(folder, "names") == []


@pytest.mark.parametrize(
    ("table", "column", "cell", "unknown", "referred"),
    [
        ("names", "source_id", "frus-1952-d239", "frus-1952-d239", "sources"),
        ("names", "source_id", "frus-1952-d238; nobody", "nobody", "sources"),
        ("claims", "conflicts_with", "F055; F999", "F999", "claims"),
    ],
)
def test_an_identifier_that_stands_in_no_table_is_refused(
    folder: Path, table: str, column: str, cell: str, unknown: str, referred: str
) -> None:
    change(folder, table, 7 if table == "claims" else 3, column, cell)
    (broken,) = schema.broken_promises(folder, table)
    assert (broken.column, broken.found) == (column, repr(unknown))
    assert broken.expected == f"an identifier that stands in the table {referred!r}"


def test_values_joined_without_a_space_are_refused_as_one_unknown_identifier(folder: Path) -> None:
    change(folder, "names", 3, "source_id", "frus-1952-d238;frus-1952-d248")
    (broken,) = schema.broken_promises(folder, "names")
    assert broken.found == "'frus-1952-d238;frus-1952-d248'"


def test_a_key_that_stands_twice_is_refused_once_at_the_second_place(folder: Path) -> None:
    change(folder, "names", 3, "name_id", "picmme")
    (broken,) = schema.broken_promises(folder, "names")
    assert (broken.row, broken.column) == (3, "name_id")
    assert "'picmme'" in broken.found
    assert "2" in broken.found
    assert "stands in no other row" in broken.expected


def test_a_wrong_heading_is_told_with_the_one_expected(folder: Path) -> None:
    change(folder, "names", 1, "name", "nom")
    assert schema.broken_promises(folder, "names") == [
        BrokenPromise("names.csv", 1, "name", "the heading 'nom'", "the heading 'name'")
    ]


def test_a_column_that_the_schema_does_not_name_is_refused(folder: Path) -> None:
    write(folder, "names", [[*line, "remark"] for line in read(folder, "names")])
    (broken,) = schema.broken_promises(folder, "names")
    assert (broken.row, broken.found) == (1, "the heading 'remark'")
    assert broken.expected == "no column beyond those the schema names"


def test_a_row_that_is_too_long_is_refused(folder: Path) -> None:
    lines = read(folder, "names")
    lines[1].append("more")
    write(folder, "names", lines)
    (broken,) = schema.broken_promises(folder, "names")
    assert (broken.row, broken.found) == (2, "'more'")


def test_a_row_that_is_too_short_is_refused_for_the_cell_it_lacks(folder: Path) -> None:
    lines = read(folder, "names")
    lines[1].pop()
    write(folder, "names", lines)
    found = schema.broken_promises(folder, "names")
    assert {(broken.row, broken.column) for broken in found} == {(2, "source_id")}
    assert "no cell" in {broken.found for broken in found}


def test_a_blank_line_is_refused_at_its_row(folder: Path) -> None:
    lines = read(folder, "names")
    lines.insert(2, [])
    write(folder, "names", lines)
    (broken,) = schema.broken_promises(folder, "names")
    assert broken.row == 3
    assert "blank" in broken.found


def test_an_empty_file_is_refused(folder: Path) -> None:
    (folder / "names.csv").write_text("", encoding="utf-8")
    (broken,) = schema.broken_promises(folder, "names")
    assert "empty" in broken.found


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    path = folder / "names.csv"
    path.write_bytes(path.read_bytes().replace(b"Brussels", b"Br\xfcssel"))
    (broken,) = schema.broken_promises(folder, "names")
    assert broken.file == "names.csv"
    assert broken.found.endswith("that is not UTF-8")


def test_a_file_that_is_not_there_is_refused(folder: Path) -> None:
    (folder / "names.csv").unlink()
    assert schema.broken_promises(folder, "names") == [
        BrokenPromise("names.csv", None, None, "no such file", "the table 'names'")
    ]


def test_a_missing_table_that_others_refer_to_is_told_as_a_breach(folder: Path) -> None:
    (folder / "sources.csv").unlink()
    assert "sources.csv" in {broken.file for broken in schema.broken_promises(folder, "names")}


def test_every_breach_is_listed_in_the_order_of_the_file(folder: Path) -> None:
    change(folder, "names", 5, "status", "sure")
    change(folder, "names", 3, "kind", "nickname")
    found = schema.broken_promises(folder, "names")
    assert [(broken.row, broken.column) for broken in found] == [(3, "kind"), (5, "status")]


def test_a_breach_reads_as_a_sentence_that_says_where_and_what() -> None:
    text = str(BrokenPromise("names.csv", 3, "kind", "'nickname'", "one of 'legal name', 'style'"))
    assert text == "names.csv, row 3, column kind: found 'nickname'; expected one of 'legal name', 'style'"
    whole = str(BrokenPromise("names.csv", None, None, "no such file", "the table 'names'"))
    assert whole == "names.csv: found no such file; expected the table 'names'"


def test_checking_raises_all_broken_in_cell_at_once(folder: Path) -> None:
    change(folder, "names", 5, "status", "sure")
    change(folder, "names", 3, "kind", "nickname")
    with pytest.raises(DataError) as caught:
        schema.check(folder, "names")
    assert caught.value.broken_promises == tuple(schema.broken_promises(folder, "names"))
    assert str(caught.value).splitlines() == [str(broken) for broken in caught.value.broken_promises]


def test_a_long_list_of_broken_in_cell_is_cut_and_says_how_many_more_there_are() -> None:
    many = [BrokenPromise("names.csv", row, "kind", "'x'", "'y'") for row in range(2, 27)]
    lines = str(DataError(many)).splitlines()
    assert lines[:-1] == [str(broken) for broken in many[:20]]
    assert lines[-1] == "... and 5 more"


def test_a_folder_without_description_and_tables_is_no_data_folder(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageError, match=r"is no data folder: it holds neither a datapackage\.json nor a table"):
            descriptor.read_package(folder)


def test_tables_without_a_description_lie_over_the_shipped_ones(folder: Path, tmp_path: Path) -> None:
    change(folder, "names", 3, "kind", "nickname")
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(folder / "names.csv", own)
    assert [broken.found for broken in schema.broken_promises(own, "names")] == ["'nickname'"]
    assert schema.broken_promises(own, "directors") == []


def test_a_folder_with_a_description_stands_in_place_of_the_shipped_tables(folder: Path) -> None:
    (folder / "directors.csv").unlink()
    assert [broken.found for broken in schema.broken_promises(folder, "directors")] == ["no such file"]


def test_a_description_that_is_no_json_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=r"datapackage\.json cannot be read as JSON"):
        descriptor.read_package(tmp_path)


def describe_names(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what the description says of the table of names."""
    package = copy.deepcopy(descriptor.read_package(folder))
    (resource,) = [each for each in package["resources"] if each["name"] == "names"]
    change(resource)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("type", None, "table names, column kind: found no 'type'; expected one"),
        (
            "type",
            "date",
            "table names, column kind: found the type 'date'; expected one of 'string', 'integer', 'number'",
        ),
        ("description", None, "table names, column kind: found no 'description'"),
        (
            "precision_of",
            "begin",
            "table names, column kind: found precision_of 'begin'; expected a column of the table",
        ),
        ("references", "nicknames", "table names, column kind: found references 'nicknames'; expected a table that is"),
    ],
)
def test_a_column_that_is_not_described_in_full_is_told(folder: Path, part: str, text: str | None, told: str) -> None:
    def spoil(resource: dict[str, Any]) -> None:
        (field,) = [each for each in resource["schema"]["fields"] if each["name"] == "kind"]
        field.pop(part, None)
        field.update({part: text} if text else {})

    describe_names(folder, spoil)
    with pytest.raises(UsageError, match=re.escape(told)):
        schema.broken_promises(folder, "names")


@pytest.mark.parametrize("part", ["title", "path", "schema"])
def test_a_table_that_is_not_described_in_full_is_told(folder: Path, part: str) -> None:
    describe_names(folder, lambda resource: resource.pop(part))
    with pytest.raises(UsageError, match=f"table names: found no '{part}'; expected one"):
        schema.broken_promises(folder, "names")


@pytest.mark.parametrize("key", [None, "name_id", ["name_id", "kind"], ["nickname_id"]])
def test_a_table_without_one_column_as_its_key_is_told(folder: Path, key: object) -> None:
    describe_names(folder, lambda resource: resource["schema"].update(primaryKey=key))
    with pytest.raises(UsageError, match=r"table names: found the primaryKey .* expected one column of the table"):
        schema.broken_promises(folder, "names")


def test_a_changed_description_is_read_anew(folder: Path) -> None:
    before = descriptor.read_package(folder)["version"]
    path = folder / "datapackage.json"
    path.write_text(json.dumps({**descriptor.read_package(folder), "version": f"{before}x"}), encoding="utf-8")
    assert descriptor.read_package(folder)["version"] == f"{before}x"


def test_a_cell_holds_values_joined_by_a_semicolon_and_a_space() -> None:
    assert cells.split_cell("frus-1952-d238; frus-1952-d248") == ["frus-1952-d238", "frus-1952-d248"]
    assert cells.split_cell("frus-1952-d238") == ["frus-1952-d238"]
    assert cells.split_cell("") == []
