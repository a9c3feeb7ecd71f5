"""The working copy of the notebooks, and what JupyterLab starts with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from calling import calling
from making import CHECKOUT
from nbformat.sign import NotebookNotary

from iomreport.errors import UsageError
from iomreport.pipeline import lab
from iomreport.pipeline.notebook_files import report_notebooks

pytestmark = pytest.mark.slow

NAMES = tuple(sorted(path.name for path in (CHECKOUT / "notebooks").glob("*.ipynb")))


def test_every_notebook_is_copied_as_it_is(tmp_path: Path) -> None:
    copy = lab.copy_notebooks(tmp_path / "new" / "work")

    assert (copy.copied, copy.kept) == (NAMES, ())
    for name in NAMES:
        assert (copy.folder / name).read_bytes() == (CHECKOUT / "notebooks" / name).read_bytes()


def test_what_was_there_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / NAMES[0]).write_text("mine", encoding="utf-8")
    (tmp_path / "own.txt").write_text("mine too", encoding="utf-8")

    copy = lab.copy_notebooks(tmp_path)

    assert (copy.copied, copy.kept) == (NAMES[1:], NAMES[:1])
    assert (tmp_path / NAMES[0]).read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "own.txt").read_text(encoding="utf-8") == "mine too"


def test_a_link_that_leads_nowhere_is_kept_too(tmp_path: Path) -> None:
    (tmp_path / NAMES[0]).symlink_to(tmp_path / "nowhere")

    assert lab.copy_notebooks(tmp_path).kept == NAMES[:1]
    assert not (tmp_path / "nowhere").exists()


def test_copies_are_trusted_so_that_their_charts_show(tmp_path: Path) -> None:
    lab.copy_notebooks(tmp_path)

    assert NotebookNotary().check_signature(nbformat.read(tmp_path / NAMES[1], as_version=4))


def test_a_file_is_no_folder_to_work_in(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="file is no folder; name one, or one to be made"):
        lab.copy_notebooks(tmp_path / "file")


def test_the_reports_own_notebooks_are_not_worked_on() -> None:
    with pytest.raises(UsageError, match="is where the report's own notebooks are"):
        lab.copy_notebooks(CHECKOUT / "notebooks")


def test_two_folders_are_refused(tmp_path: Path) -> None:
    done = calling(tmp_path)("lab", "a", "b")

    assert done.returncode == 2
    assert "one folder to work in, not a, b" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_own_data_are_found_from_any_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IOMREPORT_DATA", "mine")

    assert lab.environment(tmp_path)["IOMREPORT_DATA"] == str((tmp_path / "mine").resolve())


def test_kernel_of_this_interpreter_goes_before_all_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUPYTER_PATH", "other")
    lab._prepare(tmp_path)
    code = "from jupyter_client.kernelspec import KernelSpecManager as M; print(M().get_kernel_spec('python3').argv[0])"

    environment = lab.environment(tmp_path)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert environment["JUPYTER_PATH"] == os.pathsep.join([str(tmp_path), "other"])
    assert done.stdout.strip() == sys.executable


def test_notebook_for_exploring_is_no_chapter() -> None:
    folder = CHECKOUT / "notebooks"

    assert lab.START not in [path.name for path in report_notebooks(folder)]
    assert [path.name for path in report_notebooks(folder, exploring=True)] == list(NAMES)
