"""What a release sets agrees everywhere, and what carries on the project is there and can be followed."""

from __future__ import annotations

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
