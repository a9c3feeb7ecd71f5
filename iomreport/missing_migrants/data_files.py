"""Files of a data folder: tables whose rows keep their bytes unless replaced, and files written all or none."""

import csv
import io
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from iomreport.errors import UsageError
from iomreport.missing_migrants.totals import Row


@dataclass(frozen=True)
class TextTable:
    """A table with the very text of its headings and of each row, line ends included."""

    columns: list[str]
    head: str
    rows: list[Row]
    lines: list[str]

    def line(self, row: Mapping[str, str]) -> str:
        """Write a row as this table's file would hold it."""
        text = io.StringIO()
        end = "\r\n" if self.head.endswith("\r\n") else "\n"
        csv.writer(text, lineterminator=end).writerow([row.get(column, "") for column in self.columns])
        return text.getvalue()

    def content(self, lines: Iterable[str]) -> bytes:
        """Return the file that holds these lines under the headings."""
        return "".join([self.head, *lines]).encode("utf-8")


def read_table(path: Path, needed: Iterable[str]) -> TextTable:
    """Read a CSV file with the text of its rows; refuse one that cannot be read or lacks a needed heading."""
    try:
        lines = io.StringIO(path.read_bytes().decode("utf-8"), newline="").readlines()
        reader = csv.reader(lines, strict=True)
        cells, ends = zip(*((row, reader.line_num) for row in reader), strict=True)
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    columns = cells[0]
    lacking = [column for column in needed if column not in columns]
    if lacking or any(len(row) != len(columns) for row in cells):
        why = f"it has no column {lacking[0]!r}" if lacking else "its rows are of different length"
        raise UsageError(f"{path} cannot be brought up to date: {why}; iomreport check tells more")
    texts = ["".join(lines[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
    if not texts[-1].endswith("\n"):
        texts[-1] += "\r\n" if texts[0].endswith("\r\n") else "\n"
    return TextTable(columns, texts[0], [dict(zip(columns, row, strict=True)) for row in cells[1:]], texts[1:])


def merge(table: TextTable, new: Mapping[str, Row], key: str, order: tuple[str, ...]) -> list[str]:
    """Return the lines of a table with rows put in, each in place of that with its key or in order."""
    lines = [
        (tuple(row[column] for column in order), table.line(new[row[key]]) if row[key] in new else line)
        for row, line in zip(table.rows, table.lines, strict=True)
    ]
    known = {row[key] for row in table.rows}
    for name, row in new.items():
        if name not in known:
            rank = tuple(row[column] for column in order)
            position = next((number for number, (other, _) in enumerate(lines) if other > rank), len(lines))
            lines.insert(position, (rank, table.line(row)))
    return [line for _, line in lines]


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files so that each is whole, and all are written or none; folders are made where needed."""
    before: dict[Path, bytes | None] = {}
    temporary: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            target = path.resolve()
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary[target] = _write_beside(target, content)
        for target, written in temporary.items():
            former = target.read_bytes() if target.exists() else None
            written.replace(target)
            before[target] = former
    except OSError as error:  # such as a file that is open elsewhere: those before it are put back
        for target, former in before.items():
            if former is None:
                target.unlink(missing_ok=True)
            else:
                _write_beside(target, former).replace(target)
        raise UsageError(f"{error.filename or path} cannot be written: {error.strerror or error}") from error
    finally:
        for written in temporary.values():
            written.unlink(missing_ok=True)


def _write_beside(target: Path, content: bytes) -> Path:
    """Write a temporary file in the folder of another, with its mode; on the disk before it takes the other's name."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        shutil.copymode(target, temporary)
    return temporary
