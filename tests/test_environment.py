"""The descriptions of the environment agree: pyproject.toml, requirements.lock and environment.yml."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import Any

import pytest
import yaml
from making import CHECKOUT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
IMPORTED = re.compile(r"^ *(?:from|import) ([A-Za-z_0-9]+)", re.MULTILINE)
CONDA_NAMES = {"matplotlib-base": "matplotlib", "python-build": "build"}
"""What conda calls otherwise than the package index does."""


def asked_for() -> set[str]:
    """Return the names of every direct dependency, those for development included."""
    lines = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    return {canonicalize_name(Requirement(line).name) for line in lines}


@pytest.fixture(scope="module")
def lock() -> str:
    """Return the lock file."""
    return (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def requirements(lock: str) -> list[str]:
    """Return the requirements of the lock file, each with its hashes on one line."""
    lines = lock.replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


@pytest.fixture(scope="module")
def conda() -> dict[str, Any]:
    """Return the description of the conda environment."""
    return dict(yaml.safe_load((CHECKOUT / "environment.yml").read_text(encoding="utf-8")))


def test_every_requirement_of_the_lock_has_hashes(requirements: list[str]) -> None:
    assert len(requirements) > 50
    assert [line for line in requirements if not re.search(r"--hash=sha256:[0-9a-f]{64}(\s|$)", line)] == []


def test_every_requirement_of_the_lock_is_one_version(requirements: list[str]) -> None:
    pattern = re.compile(r"[a-z0-9][a-z0-9._-]*==[^\s;]+(\s*;[^\\]*?)?\s+--hash=")

    assert [line[:60] for line in requirements if not pattern.match(line)] == []


def test_lock_holds_names_versions_and_hashes_and_no_address(lock: str) -> None:
    assert [line for line in lock.splitlines() if "://" in line or " @ " in line or line.startswith("-")] == []


def test_every_dependency_is_in_the_lock(requirements: list[str]) -> None:
    locked = {canonicalize_name(re.split(r"[=\[; ]", line, maxsplit=1)[0]) for line in requirements}

    assert asked_for() - locked == set()


def test_every_locked_version_is_one_that_the_project_allows(requirements: list[str]) -> None:
    lines = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    allowed = {canonicalize_name(Requirement(line).name): Requirement(line).specifier for line in lines}
    for line in requirements:
        name, _, rest = line.partition("==")
        version = re.split(r"[\s;]", rest, maxsplit=1)[0]
        assert allowed.get(canonicalize_name(name), SpecifierSet()).contains(version), name


def test_conda_environment_lists_the_same_packages(conda: dict[str, Any]) -> None:
    listed: set[str] = set()
    for entry in conda["dependencies"]:
        for line in entry["pip"] if isinstance(entry, dict) else [entry]:
            if not line.startswith(("-", ".")):
                name = canonicalize_name(re.split(r"[=<>~!\[; ]", line.split("::")[-1], maxsplit=1)[0])
                listed.add(CONDA_NAMES.get(name, name))

    assert listed - {"python", "pip", "make"} == asked_for()


def test_conda_environment_asks_for_a_python_that_the_project_allows(conda: dict[str, Any]) -> None:
    (line,) = [entry for entry in conda["dependencies"] if isinstance(entry, str) and re.match(r"python\b", entry)]

    assert PROJECT["requires-python"].lstrip(">=") in line


def test_no_dependency_is_named_twice() -> None:
    lines = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]

    assert len(lines) == len(asked_for())


def test_every_package_that_is_imported_is_asked_for() -> None:
    homes = packages_distributions()
    allowed = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    lacking = {
        f"{path.name} imports {module}"
        for path in (CHECKOUT / "iomreport").rglob("*.py")
        for module in IMPORTED.findall(path.read_text(encoding="utf-8"))
        if module not in sys.stdlib_module_names and module != "iomreport"
        if not allowed & {canonicalize_name(name) for name in homes.get(module, [])}
    }

    assert lacking == set()


def test_tests_of_a_file_stay_with_one_worker(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("no workers share these tests")
    assert request.node.nodeid.endswith("@tests/test_environment.py")
