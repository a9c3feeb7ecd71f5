"""What a release sets agrees everywhere, and what carries on the project is there and can be followed."""

from __future__ import annotations

import ast
import json
import re
import tomllib

import pytest
import yaml
from making import CHECKOUT

import iomreport
from iomreport import catalog

CHANGELOG = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
CONTRIBUTING = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CITATION = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_version_of_the_package_is_one() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {project["version"], iomreport.__version__, CITATION["version"]} == {iomreport.__version__}


def test_the_data_are_of_the_month_in_which_they_were_closed() -> None:
    assert catalog.version() == catalog.closed_on()[:7].replace("-", ".")


def test_the_readme_says_which_version_of_the_data_to_cite() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"version (\d{4}\.\d\d)", readme) == [catalog.version()]


def test_the_readme_says_of_which_year_the_data_to_cite_are() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"contributors \((\d{4})\)", readme) == [catalog.closed_on()[:4]]


def test_the_changelog_has_the_release() -> None:
    released = (
        rf"^## {re.escape(catalog.version())} of the data, {re.escape(iomreport.__version__)} of the package \(.+\)$"
    )
    (heading,) = re.findall(released, CHANGELOG, re.MULTILINE)
    assert str(CITATION["date-released"]) in heading


def test_the_changelog_lists_corrected_figures_apart_in_every_release() -> None:
    sections = re.split(r"^## ", CHANGELOG, flags=re.MULTILINE)[1:]
    assert [section.splitlines()[0] for section in sections if "\n### Corrected figures\n" not in section] == []


@pytest.mark.parametrize("about", ["source", "dataset", "figure", "year"])
def test_there_are_numbered_steps_for_each_thing_to_add(about: str) -> None:
    steps = re.search(rf"^## Add a {about}\n(.*?)(?=^## )", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    assert steps is not None
    assert "1. " in steps[1]


def test_files_that_the_steps_name_are_there() -> None:
    named = set(re.findall(r"`((?:iomreport|tests|data|docs)/[\w./-]+\.\w+|[A-Z]+\.\w+)`", CONTRIBUTING))
    assert len(named) > 8
    assert [name for name in named if "NAME" not in name and not (CHECKOUT / name).is_file()] == []


def test_the_pattern_that_the_steps_give_finds_each_line_that_names_the_last_year() -> None:
    """A line it misses would go on telling of the year before, after a year was added."""
    (pattern,) = re.findall(r"`grep -n '(.+?)' notebooks/", CONTRIBUTING)
    (year,) = re.findall(r"\d{4}", pattern)
    missed, found = [], 0
    for path in sorted((CHECKOUT / "notebooks").glob("*.ipynb")):
        lines = path.read_text(encoding="utf-8").splitlines()
        matched = {json.loads(line.strip().removesuffix(",")).rstrip() for line in lines if re.search(pattern, line)}
        for cell in json.loads("\n".join(lines))["cells"]:
            if cell["cell_type"] == "code":
                named = _lines_that_name(year, "".join(cell["source"]))
                missed += [(path.name, cell["id"], line) for line in named if line not in matched]
                found += len(named)
    assert missed == []
    assert found > 0


def _lines_that_name(year: str, source: str) -> list[str]:
    """Return the lines of a cell in which a year stands as a number, or is compared with in the text of a query."""
    lines = source.splitlines()
    constants = [
        node
        for node in ast.walk(ast.parse(source.replace("%load_ext iomreport", "")))
        if isinstance(node, ast.Constant)
    ]
    named = [node for node in constants if re.search(rf"^{year}$|= ?{year}\b", str(node.value))]
    return [lines[node.lineno - 1].rstrip() for node in named]
