"""Checksums tell that a table changed, where no promise tells what is wrong with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from iomreport.catalog import checks, checksums, descriptor, folders, schema


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped data."""
    return Path(shutil.copytree(folders.shipped_data_folder(), tmp_path / "data"))


def reword(folder: Path) -> None:
    path = folder / "governance.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("English, French", "French, English"), encoding="utf-8")


def test_shipped_tables_are_what_their_checksums_say() -> None:
    assert checksums.changed(folders.shipped_data_folder()) == []


def test_change_that_no_promise_tells_is_told_by_the_checksum(folder: Path) -> None:
    reword(folder)

    (broken,) = checks.broken_promises(folder)
    assert broken.file == "governance.csv"
    assert "make checksums" in broken.expected


def test_change_that_is_meant_gets_a_checksum(folder: Path) -> None:
    reword(folder)
    checksums.write_checksums(folder)

    assert checks.broken_promises(folder) == []


def test_table_that_is_not_sound_is_not_marked_as_such(folder: Path) -> None:
    path = folder / "names.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("legal name", "nickname"), encoding="utf-8")
    checksums.write_checksums(folder)

    assert "names" in descriptor.resources(folder)
    assert schema.SOUND not in descriptor.resources(folder)["names"]
    assert schema.SOUND in descriptor.resources(folder)["claims"]


def test_writing_checksums_twice_changes_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    checksums.write_checksums(folder)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.slow
def test_data_that_break_a_promise_are_refused_in_words_and_no_checksum_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("No Identifier,,,,,,,,,,\n")
    described = (folder / "datapackage.json").read_bytes()
    monkeypatch.setenv("IOMREPORT_DATA", str(folder))

    done = subprocess.run(
        [sys.executable, "-m", "iomreport.catalog.checksums"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "column source_id: found 'No Identifier'; expected" in done.stderr
    assert done.stderr.splitlines()[-1] == "no checksum was written; iomreport check tells all that is wrong"
    assert (folder / "datapackage.json").read_bytes() == described


def test_tables_that_lie_over_the_shipped_ones_have_no_checksum(tmp_path: Path) -> None:
    shutil.copy(folders.shipped_data_folder() / "governance.csv", tmp_path)
    reword(tmp_path)

    assert checksums.changed(tmp_path) == []
