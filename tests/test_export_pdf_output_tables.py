"""Tables of plain outputs are read as rows of cells."""

from __future__ import annotations

import pandas
import pytest

from iomreport.export.pdf.output_tables import read_table, split_wide


def texts(rows: list[list[dict[str, object]]]) -> list[list[object]]:
    return [[cell["text"] for cell in row] for row in rows]


def read(frame: pandas.DataFrame) -> dict[str, object]:
    found = read_table(frame.to_html())
    assert found is not None
    return found


def test_head_and_body_are_read_apart() -> None:
    frame = read(pandas.DataFrame({"year": [1951], "states": [14]}))

    assert frame["columns"] == 3
    assert texts(frame["head"]) == [["", "year", "states"]]  # type: ignore[arg-type]
    assert texts(frame["body"]) == [["0", "1951", "14"]]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["14", "-1.5", "1,234", "41.7%", "1e-05", "−3"])
def test_number_is_told_from_text(text: str) -> None:
    frame = read_table(f"<table><tr><td>{text}</td></tr></table>")

    assert frame is not None
    assert frame["body"][0][0]["numeric"]


@pytest.mark.parametrize("text", ["", "-", "1951-12-05x", "e", "NaN", "A1"])
def test_text_is_not_taken_for_a_number(text: str) -> None:
    frame = read_table(f"<table><tr><td>{text}</td></tr></table>")

    assert frame is not None
    assert not frame["body"][0][0]["numeric"]


def test_name_of_a_column_of_numbers_stands_like_them() -> None:
    frame = read_table(pandas.DataFrame({"name": ["a"], "n": [1]}).to_html(index=False))

    assert frame is not None
    assert [cell["numeric"] for cell in frame["head"][0]] == [False, True]


@pytest.mark.parametrize("html", ["", "<p>no table</p>", "<table></table>", "<table><tr><td>1</td></tr></table>" * 2])
def test_what_is_not_one_table_is_not_read(html: str) -> None:
    assert read_table(html) is None


def test_words_below_the_table_are_kept() -> None:
    frame = read_table("<table><tr><td>1</td></tr></table><p>900 rows</p>")

    assert frame is not None
    assert frame["after"] == "900 rows"


def test_narrow_table_stays_whole() -> None:
    frame = read(pandas.DataFrame({"a": [1]}))

    assert split_wide(frame, 80) == [frame]


def test_wide_table_is_split_and_every_part_begins_with_the_first_column() -> None:
    frame = read(pandas.DataFrame([["x" * 20] * 6], columns=list("abcdef"), index=["Togo"]))

    parts = split_wide(frame, 60)

    assert [texts(part["head"])[0] for part in parts] == [["", "a", "b"], ["", "c", "d"], ["", "e", "f"]]
    assert all(part["body"][0][0]["text"] == "Togo" for part in parts)


def test_table_with_spans_is_not_split() -> None:
    columns = pandas.MultiIndex.from_product([["A", "B"], ["c", "d"]])
    frame = read(pandas.DataFrame([["x" * 40] * 4], columns=columns))

    assert split_wide(frame, 10) == [frame]


def test_parts_of_a_wide_table_are_about_equally_wide() -> None:
    frame = read(pandas.DataFrame({f"column {number}": [0.123456] for number in range(13)}))

    assert [part["columns"] for part in split_wide(frame, 100)] == [8, 7]
