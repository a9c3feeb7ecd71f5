"""Chapter 1, the summary and the method as packages: what they offer is listed, and loaded when it is first used."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest

from iomreport import growth, method, summary

HELPERS = {"iomreport.growth.logistic_fit"}
"""Modules that nobody is meant to begin with."""

MODULES = [
    module.name
    for package in (growth, method, summary)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    if module.name not in HELPERS
]


def offered(module: ModuleType) -> set[str]:
    """Return the functions of a module that draw, make an exhibit, or return a frame from data."""
    own = {name: thing for name, thing in vars(module).items() if getattr(thing, "__module__", "") == module.__name__}
    public = {name: thing for name, thing in own.items() if inspect.isfunction(thing) and not name.startswith("_")}
    shapes = {name: inspect.signature(thing) for name, thing in public.items()}
    return {
        name
        for name, shape in shapes.items()
        if name.startswith("plot_")
        or name.endswith(("_figure", "_table"))
        or (shape.return_annotation == "pandas.DataFrame" and "data" in shape.parameters)
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_what_a_module_offers_stands_in_the_list_of_its_package(name: str) -> None:
    package, _, own = name.rpartition(".")
    listed = dir(importlib.import_module(package))
    found = offered(importlib.import_module(name))
    assert {own, *found} <= {*listed}


@pytest.mark.slow
@pytest.mark.parametrize("package", [growth, method, summary])
def test_every_name_listed_leads_somewhere(package: ModuleType) -> None:
    assert all(getattr(package, name) is not None for name in dir(package))


def test_a_module_loads_no_other_one_that_it_does_not_need() -> None:
    code = "import sys; from iomreport.growth import donors; sys.exit('iomreport.growth.members' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
