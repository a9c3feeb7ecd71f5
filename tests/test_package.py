"""The package as a whole: cheap to import, complete, and documented by examples that run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

import iomreport

MODULES = [
    "iomreport",
    *sorted(module.name for module in pkgutil.walk_packages(iomreport.__path__, prefix="iomreport.")),
]


def public_objects(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Return the public functions and classes that a module defines, and the methods of those classes."""
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(thing) or inspect.isclass(thing):
            yield f"{module.__name__}.{name}", thing
        if inspect.isclass(thing):
            for part, method in vars(thing).items():
                if not part.startswith("_") and (inspect.isfunction(method) or isinstance(method, property)):
                    yield f"{module.__name__}.{name}.{part}", method


@pytest.mark.parametrize("heavy", ["pandas", "matplotlib", "frictionless", "nbconvert"])
def test_importing_the_package_loads_nothing_heavy(heavy: str) -> None:
    code = f"import sys, iomreport; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_chapter_may_be_named_without_loading_what_draws_charts() -> None:
    code = "import sys; from iomreport import growth; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_importing_the_package_changes_nothing_in_python_ipython_or_matplotlib() -> None:
    code = """
import sys
import matplotlib.font_manager
from IPython.core.interactiveshell import InteractiveShell
def state():
    formatters = InteractiveShell.instance().display_formatter.formatters["text/html"]
    by_type = {**formatters.type_printers, **formatters.deferred_printers}
    return [*sys.meta_path], by_type, len(matplotlib.font_manager.fontManager.ttflist)
before = state()
import iomreport
sys.exit(state() != before)"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_exporter_that_reads_the_metadata_of_exhibits_loads_no_dataset() -> None:
    code = (
        "import sys; from iomreport.exhibits.metadata import METADATA_KEY; "
        "sys.exit(any(name.startswith('iomreport.catalog') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", iomreport.__all__)
def test_every_public_name_leads_somewhere(name: str) -> None:
    assert getattr(iomreport, name) is not None
    assert name in dir(iomreport)


def test_completion_offers_public_names_and_no_others() -> None:
    assert {name for name in dir(iomreport) if not name.startswith("__")} == {*iomreport.__all__}


def test_public_names_stand_once_each() -> None:
    assert len(iomreport.__all__) == len(set(iomreport.__all__))


def test_an_unknown_name_is_refused_as_for_any_module_and_the_nearest_told() -> None:
    with pytest.raises(AttributeError, match="module 'iomreport' has no attribute 'lode'; did you mean 'load'"):
        iomreport.lode  # noqa: B018 - asking is the test
    assert not hasattr(iomreport, "_repr_html_")


def test_every_public_function_class_and_module_is_documented() -> None:
    modules = {name: importlib.import_module(name) for name in MODULES}
    things = [*modules.items(), *(found for module in modules.values() for found in public_objects(module))]
    assert [path for path, thing in things if not (thing.__doc__ or "").strip()] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_every_example_gives_what_it_says(name: str, request: pytest.FixtureRequest) -> None:
    import matplotlib
    from matplotlib import pyplot

    matplotlib.use("agg")
    request.addfinalizer(lambda: pyplot.close("all"))
    told: list[str] = []
    runner = doctest.DocTestRunner()
    for test in doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(name)):
        pyplot.close("all")
        runner.run(test, out=told.append)
    assert runner.failures == 0, "".join(told)


def test_the_table_of_contents_has_examples_to_run() -> None:
    """So that the test above cannot pass by finding none."""
    found = doctest.DocTestFinder(exclude_empty=True)
    examples = [test for name in MODULES for test in found.find(importlib.import_module(name)) if test.examples]
    assert len(examples) > 20
