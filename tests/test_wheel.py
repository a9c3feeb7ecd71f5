"""The wheel: everything that a report needs travels in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from making import CHECKOUT, Built, run

pytestmark = pytest.mark.slow

LEFT_OUT = {".git", ".venv", "build", "dist", "tests"}


def without(folder: str, names: list[str]) -> set[str]:
    """Return what a copy of the checkout needs not."""
    at_top = LEFT_OUT if Path(folder) == CHECKOUT else set()
    return {name for name in names if name in at_top or name == "__pycache__" or name.endswith("_cache")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the checkout."""
    top = tmp_path_factory.mktemp("wheel")
    shutil.copytree(CHECKOUT, top / "copy", ignore=without)
    done = run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", top / "dist"], top / "copy")
    assert done.returncode == 0, done.stderr
    (found,) = (top / "dist").glob("iomreport-*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """Return the names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment that borrows only the dependencies; return its commands."""
    top = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", top], check=True)
    folder = top / ("Scripts" if os.name == "nt" else "bin")
    paths = {"base": str(top), "platbase": str(top)}
    home = Path(sysconfig.get_path("purelib", scheme="venv", vars=paths))
    (home / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    python = folder / Path(sys.executable).name
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps"]
    (top / "share").mkdir(exist_ok=True)
    (top / "share" / "jupyter").symlink_to(Path(sys.prefix) / "share" / "jupyter", target_is_directory=True)
    done = run([*pip, "--quiet", "--ignore-installed", "--disable-pip-version-check", wheel], top)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("folder", ["data", "notebooks"])
def test_wheel_holds_every_file_of(folder: str, names: set[str]) -> None:
    wanted = {
        f"iomreport/shipped/{path.relative_to(CHECKOUT).as_posix()}"
        for path in (CHECKOUT / folder).rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }

    assert wanted
    assert wanted <= names


def test_wheel_holds_every_file_of_the_package(names: set[str]) -> None:
    wanted = {
        path.relative_to(CHECKOUT).as_posix()
        for path in (CHECKOUT / "iomreport").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert wanted <= names


def test_wheel_holds_nothing_else(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}

    assert {top for top in tops if not top.startswith("iomreport-")} == {"iomreport"}
    assert [name for name in names if name.endswith((".pyc", "~")) or "checkpoint" in name] == []


def test_wheel_says_that_it_is_typed(names: set[str]) -> None:
    assert "iomreport/py.typed" in names


def test_wheel_offers_the_command_and_the_exporters(wheel: Path, names: set[str]) -> None:
    (name,) = [name for name in names if name.endswith("entry_points.txt")]
    text = zipfile.ZipFile(wheel).read(name).decode("utf-8")

    for wanted in ("iomreport = iomreport.cli:main", "iomreport-html = ", "iomreport-pdf = "):
        assert wanted in text


def test_installed_package_is_the_one_from_the_wheel(scripts: Path, tmp_path: Path) -> None:
    code = "import iomreport; from iomreport.catalog import folders; print(iomreport.__file__)"
    code += "; print(folders.data_folder())"
    done = run([scripts / "python", "-c", code], tmp_path)

    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        assert Path(line).is_relative_to(scripts.parent), line


def test_installed_command_builds_both_editions_in_an_empty_folder(scripts: Path, tmp_path: Path, built: Built) -> None:
    done = run([scripts / "iomreport", "build"], tmp_path)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "build" / "report.html").read_text(encoding="utf-8") == built.html
    assert (tmp_path / "build" / "report.pdf").read_bytes() == built.pdf
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_installed_exporter_is_found_by_name(scripts: Path, tmp_path: Path) -> None:
    code = "from nbconvert.exporters import get_exporter; print(get_exporter('iomreport-pdf').__module__)"

    assert run([scripts / "python", "-c", code], tmp_path).stdout.strip() == "iomreport.export.pdf.exporter"
