"""Data flow one way through the package: the contracts of pyproject.toml hold, and an import against them is found."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from making import CHECKOUT, run

pytestmark = pytest.mark.slow

LINT = (sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache")

BACKWARDS = {
    "a chart that knows the data": ("charts/svg.py", "iomreport.catalog.loader"),
    "a dataset that knows its charts": ("catalog/loader.py", "iomreport.charts.theme"),
    "an exhibit that knows a chapter": ("exhibits/table.py", "iomreport.growth.members"),
    "a chapter that knows nbconvert": ("growth/members.py", "nbconvert"),
    "an exporter that knows the data": ("export/document.py", "iomreport.catalog.sources"),
    "a pipeline that knows a chapter": ("pipeline/plan.py", "iomreport.growth.members"),
}
"""Imports that must never be: where, and of what."""


def held_against_the_contracts(folder: Path) -> CompletedProcess[str]:
    """Hold the package in a folder against the contracts beside it."""
    return run(LINT, folder, PYTHONPATH=str(folder), COLUMNS="200")


def test_every_import_keeps_the_contracts() -> None:
    done = held_against_the_contracts(CHECKOUT)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the package and its contracts."""
    top = tmp_path_factory.mktemp("copy")
    shutil.copy(CHECKOUT / "pyproject.toml", top)
    shutil.copytree(CHECKOUT / "iomreport", top / "iomreport", ignore=shutil.ignore_patterns("__pycache__"))
    return top


@pytest.mark.parametrize("case", BACKWARDS)
def test_an_import_against_the_flow_is_found_and_named(case: str, copy: Path) -> None:
    place, imported = BACKWARDS[case]
    file = copy / "iomreport" / place
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}\nimport {imported}  # noqa\n", encoding="utf-8")
    done = held_against_the_contracts(copy)
    file.write_text(before, encoding="utf-8")
    importer = "iomreport." + place.removesuffix(".py").replace("/", ".")
    assert done.returncode == 1
    assert f"{importer} -> {imported}" in done.stdout
