"""Tables as text: rows are put in and taken out, and every other row keeps its bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from iomreport.errors import UsageError

Row = dict[str, str]


@dataclass(frozen=True)
class TextTable:
    """A table and the very text of each of its rows.

    Attributes
    ----------
    columns : tuple of str
        Headings.
    head : str
        The line of the headings, with its end.
    rows : list of dict
        The rows as text by heading.
    lines : list of str
        The text of each row, with its end.
    """

    columns: tuple[str, ...]
    head: str
    rows: list[Row] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def end(self) -> str:
        r"""What ends a line.

        Examples
        --------
        >>> TextTable(("a",), "a\r\n").end
        '\r\n'
        """
        return "\r\n" if self.head.endswith("\r\n") else "\n"

    def line(self, row: Mapping[str, str]) -> str:
        r"""Write a row as this table's file would hold it.

        Examples
        --------
        >>> TextTable(("a", "b"), "a,b\n").line({"b": "one, two"})
        ',"one, two"\n'
        """
        text = io.StringIO()
        csv.writer(text, lineterminator=self.end).writerow([row.get(column, "") for column in self.columns])
        return text.getvalue()

    def text(self, lines: Iterable[str]) -> bytes:
        r"""Return the file that holds these lines under the headings.

        Examples
        --------
        >>> TextTable(("a",), "a\n").text(["1\n"])
        b'a\n1\n'
        """
        return "".join([self.head, *lines]).encode("utf-8")


def read_table(path: Path, needed: Iterable[str]) -> TextTable:
    """Read a table with the text of its rows.

    Parameters
    ----------
    path : Path
        A file as CSV.
    needed : iterable of str
        Headings that it must have.

    Returns
    -------
    TextTable
        Its rows and their text.

    Raises
    ------
    UsageError
        If it cannot be read, or lacks a heading.

    Examples
    --------
    >>> from iomreport.catalog.folders import shipped_data_folder
    >>> table = read_table(shipped_data_folder() / "names.csv", ["abbreviation"])
    >>> table.rows[0]["abbreviation"], table.lines[0][:7]
    ('PICMME', 'picmme,')
    """
    try:
        lines = io.StringIO(path.read_bytes().decode("utf-8"), newline="").readlines()
        reader = csv.reader(lines, strict=True)
        cells, ends = zip(*((row, reader.line_num) for row in reader), strict=True)
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    columns = tuple(cells[0])
    lacking = [column for column in needed if column not in columns]
    if lacking or any(len(row) != len(columns) for row in cells):
        why = f"it has no column {lacking[0]!r}" if lacking else "its rows are of different length"
        raise UsageError(f"{path} cannot be brought up to date: {why}; iomreport check tells more")
    texts = ["".join(lines[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
    if not texts[-1].endswith("\n"):
        texts[-1] += "\r\n" if texts[0].endswith("\r\n") else "\n"
    rows = [dict(zip(columns, row, strict=True)) for row in cells[1:]]
    return TextTable(columns, texts[0], rows, texts[1:])


def merge(table: TextTable, new: Mapping[str, Row], key: str, order: tuple[str, ...]) -> list[str]:
    r"""Return the lines of a table into which rows have been put.

    Parameters
    ----------
    table : TextTable
        The table.
    new : mapping
        From the key to the row that stands in place of the one with that key, or is put where the order wants it.
    key : str
        Column of the keys.
    order : tuple of str
        Columns by which rows are put in; those that are there stay in the order in which they are.

    Returns
    -------
    list of str
        Lines, all others as they were.

    Examples
    --------
    >>> table = TextTable(("key",), "key\n", [{"key": "a"}, {"key": "c"}], ["a\n", "c\n"])
    >>> merge(table, {"b": {"key": "b"}}, "key", ("key",))
    ['a\n', 'b\n', 'c\n']
    """
    lines = [
        (tuple(row[column] for column in order), table.line(new[row[key]]) if row[key] in new else line)
        for row, line in zip(table.rows, table.lines, strict=True)
    ]
    there = {row[key] for row in table.rows}
    for name, row in new.items():
        if name not in there:
            mark = tuple(row[column] for column in order)
            place = next((at for at, (other, _) in enumerate(lines) if other > mark), len(lines))
            lines.insert(place, (mark, table.line(row)))
    return [line for _, line in lines]
