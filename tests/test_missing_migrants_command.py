"""The command tells what it read, repaired, wrote and left to do, or refuses in one line."""

from __future__ import annotations

import datetime
import os
import shutil
from pathlib import Path

import pytest
from calling import Calling, calling
from exports import D2, E19, E21, NEWER, B, Record, as_bytes, csv_text, rows_of, with_first_again, write
from making import CHECKOUT

from iomreport.errors import UsageError
from iomreport.missing_migrants import read_with_repairs
from iomreport.missing_migrants.command import import_export

pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may change."""
    return Path(shutil.copytree(CHECKOUT / "data", tmp_path / "data"))


@pytest.fixture
def call(tmp_path: Path) -> Calling:
    """Return a function that calls the command line."""
    return calling(tmp_path)


def test_a_file_is_no_folder_to_write_to(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="place: found a file; expected a data folder"):
        list(import_export(write(tmp_path, D2), place))
    assert place.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("cells", [{"Incident Date": "2045-02-05", "Incident Year": "2045", "Month": ""}, {}])
def test_an_export_cannot_be_of_a_month_to_come(cells: Record, data: Path, tmp_path: Path) -> None:
    file = write(tmp_path, with_first_again(D2, **cells))
    before = {path: path.read_bytes() for path in data.iterdir()}

    with pytest.raises(UsageError, match="a month still to come; expected one up to 30 June 2025"):
        list(import_export(file, data, export=None if cells else "2045-03", today=datetime.date(2025, 6, 30)))
    assert {path: path.read_bytes() for path in data.iterdir()} == before


def test_command_tells_what_it_read_repaired_wrote_and_what_is_left(call: Calling, data: Path, tmp_path: Path) -> None:
    write(tmp_path, NEWER)

    done = call("import", "missing-migrants", "export.csv", "--out", data, "--whole-world")

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:5] == [
        "export.csv: layout D2, 37 records, 1 December 2014 to 5 February 2026",
        "50 cells repaired or odd; --verbose lists them",
        "      25  several values joined by a comma",
        "      13  several qualities run together; the column holds one",
        "      12  more children than dead and missing",
    ]
    assert "deaths_revisions: 13 rows added, 0 replaced, 0 as they were" in lines
    assert [line.split()[0] for line in lines if line.endswith("written")] == [
        str(data / name) for name in ("deaths_revisions.csv", "deaths.csv", "sources.csv", "datapackage.json")
    ]
    assert lines[-3:] == [
        "  1. say in sources.csv where the file was had: publisher and url of iom-missing-migrants-2026-02",
        "  2. make checksums, which writes references.json too",
        "  3. iomreport check, then make report",
    ]


def test_command_lists_every_repair_when_asked(call: Calling, tmp_path: Path) -> None:
    write(tmp_path, B)

    done = call(
        "import", "missing-migrants", "export.csv", "--out", "new", "--export", "2020-02", "--verbose", "--whole-world"
    )

    assert done.returncode == 0
    messages = [str(repair) for repair in read_with_repairs(tmp_path / "export.csv").repairs]
    assert [line for line in done.stdout.splitlines() if line.startswith("export.csv, row")] == messages


def test_command_reads_a_folder(call: Calling, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    write(tmp_path / "parts", E19, "2023.json")
    write(
        tmp_path / "parts",
        [{**record, "web_id": f"2023.MMP9{number}"} for number, record in enumerate(E21)],
        "2025.json",
    )

    done = call("import", "missing-migrants", "parts", "--whole-world", "--out", "new", "--export", "2024-01-15")

    assert done.returncode == 0
    assert {
        row["export_date"] for row in rows_of(tmp_path / "new" / "deaths_revisions.csv") if row["export"] == "2024-01"
    }
    assert "parts, SHA-256 of 2 files in the order of their names " in (tmp_path / "new" / "sources.csv").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "found an empty file"),
        (b"a,b\n1,2\n", "found no layout's columns in 'a, b'"),
        (csv_text(D2)[:-40].encode("utf-8"), "cells in every row as in the first; is the file cut off?"),
        (as_bytes(D2, "json")[:-40], "found JSON that is damaged or cut off"),
        (csv_text(D2).encode("utf-8") + bytes(range(256)), "found binary data"),
        (csv_text(D2).split("\n")[0].encode("utf-8"), "found the headings of layout D2 and no record"),
        (csv_text(D2).encode("utf-8"), "nothing tells when this export was taken"),
    ],
)
def test_refused_file_exits_with_two_one_line_and_nothing_written(
    call: Calling, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "file").write_bytes(content)

    done = call("import", "missing-migrants", "file", "--out", "new")

    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("iomreport: file: ")
    assert said in line
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may write everywhere cannot try this")
def test_folder_that_cannot_be_written_exits_with_two(call: Calling, tmp_path: Path) -> None:
    write(tmp_path, D2)
    (tmp_path / "locked").mkdir(mode=0o500)

    done = call("import", "missing-migrants", "export.csv", "--out", "locked/new", "--export", "2025-01")

    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_out_that_is_a_file_exits_with_two(call: Calling, tmp_path: Path) -> None:
    write(tmp_path, D2)
    (tmp_path / "out").write_text("mine", encoding="utf-8")

    done = call("import", "missing-migrants", "export.csv", "--out", "out", "--export", "2025-01")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "iomreport: out: found a file; expected a data folder, or the name of one to make\n"
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"
