"""What many tests share: places nobody else uses, and the report built once."""

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas
import put_off_imports  # noqa: F401 - before all that imports jsonschema
import pytest
from bs4 import BeautifulSoup
from building import SHOW, Place, place, put, settings_of_a_user
from calling import COMMAND
from case_exports import CASES, Case, export_file
from making import CHECKOUT, Built, PageText, Run, page_text, run
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from pypdf import PdfReader

if TYPE_CHECKING:
    from iomreport.pipeline import BuildResult

OWN_FOLDERS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
"""Variables that say where the packages we use keep what is the user's."""

CACHES = ("IOMREPORT_CACHE", "MPLCONFIGDIR")
"""Variables that say where it is kept what took long to find out; all workers share it."""

RARELY = 50_000
"""New objects after which Python looks for cycles: tests leave few, and the search takes a seventh of their time."""

PATIENCE = 600
"""Seconds to wait for another worker to make what all of them need."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what needs the whole report or a browser, and share tests out among workers.

    Tests of a file stay together, so that what they share is made once. A slow one that shares nothing with the others
    of its file goes to whoever is free.
    """
    for item in items:
        if "built" in getattr(item, "fixturenames", ()) or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.slow)
        alone = item.get_closest_marker("slow") is not None and not shares(item)
        item.add_marker(pytest.mark.xdist_group(item.nodeid if alone else item.nodeid.split("::")[0]))


def pytest_collection_finish() -> None:
    """Spare Python from looking again and again through all that was collected and imported."""
    gc.freeze()
    gc.set_threshold(RARELY)


def shares(item: pytest.Item) -> bool:
    """Return whether a test uses what is made once for its file."""
    definitions = getattr(item, "_fixtureinfo").name2fixturedefs.values()  # noqa: B009 - pytest has no public name for it
    return any(each.scope in {"module", "class", "package"} for given in definitions for each in given)


def for_all_workers(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of temporary files that all workers of a run share; without workers, that of the run."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(folder: Path, make: Callable[[], object]) -> Any:
    """Let one worker make something, and the others wait for it; return what it told, which JSON can hold.

    To make a folder is the one step that only a single process can take. If making fails, the next worker tries, and
    fails with the same reason.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock, told = folder / "lock", folder / "told.json"
    waited_until = time.monotonic() + PATIENCE
    while not told.exists():
        try:
            lock.mkdir()
        except FileExistsError:
            if time.monotonic() > waited_until:
                pytest.fail(f"no worker has finished {folder} in {PATIENCE} seconds", pytrace=False)
            time.sleep(0.1)
            continue
        try:
            if not told.exists():
                part = folder / "told.part"
                part.write_text(json.dumps(make()), encoding="utf-8")
                part.replace(told)
        finally:
            lock.rmdir()
    return json.loads(told.read_text(encoding="utf-8"))


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Let Ctrl-C reach what the tests start, also where a shell ran them in the background and so without it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test, and every process that it starts, out of the user's caches and settings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("IOMREPORT_DATA", raising=False)
        for name in OWN_FOLDERS:
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        for name in CACHES:
            shared = for_all_workers(tmp_path_factory) / name.lower()
            shared.mkdir(exist_ok=True)
            patch.setenv(name, str(shared))
        yield


@pytest.fixture
def ax() -> Axes:
    """Return empty axes, without a window."""
    return Drawing().subplots()


@pytest.fixture
def no_window() -> Iterator[None]:
    """Let pyplot draw without a window, and leave no chart behind."""
    import matplotlib
    from matplotlib import pyplot

    matplotlib.use("agg")
    pyplot.close("all")
    yield
    pyplot.close("all")


@pytest.fixture
def gifts() -> pandas.DataFrame:
    """Return gifts shaped as the dataset `donors`: fifty, thirty less ten, minus five, and thirty-five of nobody."""
    rows = [
        (2020, "B", "state", "earmarked", 30, "s"),
        (2020, "A", "state", "earmarked", 45, "s"),
        (2020, "A", "state", "assessed", 5, "t"),
        (2020, "B", "state", "assessed", -10, "s"),
        (2020, "C", "state", "earmarked", -5, "s"),
        (2020, "Not attributed in the source", "not attributed", "other", 40, "d"),
        (2020, "Not attributed in the source", "not attributed", "earmarked", -5, "d"),
    ]
    names = ["year", "donor", "donor_kind", "kind_of_money", "amount", "source_id"]
    frame = pandas.DataFrame(rows, columns=names).astype({"year": "Int64", "amount": "Int64"})
    return frame.assign(country_code=None)


@pytest.fixture
def money() -> pandas.DataFrame:
    """Return amounts shaped as the dataset `finance`, out of order, by hand."""
    rows = [
        (2013, "expenditure", "total", "USD", 1.4e9, None, "yes", "sourced", "accounts"),
        (2011, "expenditure", "total", "USD", 1.0e9, None, "yes", "sourced", "accounts"),
        (2012, "expenditure", "total", "USD", 1.2e9, None, "yes", "sourced", "accounts"),
        (2012, "expenditure", "total", "USD", 9.9e9, None, "no", "sourced", "press"),
        (2010, "expenditure", "total", "USD", 0.9e9, None, "yes", "sourced", "report"),
        (2008, "expenditure", "total", "USD", 0.8e9, "more than", "yes", "sourced", "page"),
        (1998, "expenditure", "total", "USD", 0.2e9, None, "yes", "sourced", "page"),
        (1999, "expenditure", "total", "USD", 0.3e9, None, "yes", "unverified", "page"),
        (2012, "expenditure", "humanitarian assistance", "USD", 1e8, None, "yes", "sourced", "accounts"),
        (2012, "revenue", "total", "USD", 2e9, None, "yes", "sourced", "accounts"),
        (1974, "budget", "total", "USD", 2e7, None, "yes", "sourced", "cable"),
        (1975, "budget", "total", "CHF", 2e7, None, "yes", "sourced", "cable"),
    ]  # fmt: skip
    names = ["year", "concept", "part", "currency", "amount", "qualifier", "adopted", "status", "source_id"]
    frame = pandas.DataFrame(rows, columns=names).astype({"year": "Int64", "amount": "Float64"})
    return frame.assign(stage="outturn")


@pytest.fixture(scope="session")
def notebooks_folder() -> Path:
    """Return the notebooks of the checkout."""
    return CHECKOUT / "notebooks"


def executed_in(top: Path) -> list[str]:
    """Build the report in a folder, and return the names of the notebooks that were executed."""
    done = run([*COMMAND, "build", "--no-cache", "--json"], top, **settings_of_a_user(top))
    assert done.returncode == 0, done.stderr
    return [notebook["name"] for notebook in json.loads(done.stdout)["notebooks"] if notebook["executed"]]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the whole report once, for all workers, with whatever a user may have set.

    What was executed is remembered in a cache that they share.
    """
    top = for_all_workers(tmp_path_factory) / "report"
    folder = top / "build"
    executed = once(top, lambda: executed_in(top))
    html = (folder / "report.html").read_text(encoding="utf-8")
    return Built(folder, tuple(executed), html, (folder / "report.pdf").read_bytes())


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Case]:
    """Return a function that gives a notebook of `tests/cases` as both editions, each exported once for all workers."""
    shared = for_all_workers(tmp_path_factory) / "cases"

    def exported(name: str, edition: str) -> Any:
        return once(shared / f"{name}-{edition}", lambda: export_file(CASES / f"{name}.ipynb", edition))

    return cache(lambda name: Case(lambda edition: exported(name, edition)))


@pytest.fixture(scope="session")
def small_report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildResult]:
    """Build a report of one small notebook, once, for those who want to see what a second build does."""
    from iomreport.pipeline import build

    top = tmp_path_factory.mktemp("first")
    made = place(top)
    put(made.notebooks, "00-first.ipynb", *SHOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOMREPORT_CACHE", str(made.cache))
        return top, build(made.out, notebooks=made.notebooks, fork=False)


@pytest.fixture
def again(small_report: tuple[Path, BuildResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a copy of the small report, built and remembered, that a test may change."""
    top = tmp_path / "again"
    shutil.copytree(small_report[0], top)
    monkeypatch.setenv("IOMREPORT_CACHE", str(place(top).cache))
    return place(top)


@pytest.fixture
def notebooks(again: Place) -> Path:
    """Return a folder with one small notebook whose outputs are remembered."""
    return again.notebooks


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return where to write to."""
    return tmp_path / "build"


@pytest.fixture(scope="session")
def soup(built: Built) -> BeautifulSoup:
    """Return the HTML edition as a browser would read it."""
    return BeautifulSoup(built.html, "html.parser")


@pytest.fixture(scope="session")
def reader(built: Built) -> PdfReader:
    """Return the PDF edition, opened."""
    return PdfReader(io.BytesIO(built.pdf))


@pytest.fixture(scope="session")
def read_pages(built: Built, tmp_path_factory: pytest.TempPathFactory) -> list[PageText]:
    """Return what stands on each page of the PDF edition, read once for all workers, as that takes long."""
    made = once(
        for_all_workers(tmp_path_factory) / "pages",
        lambda: [page_text(page) for page in PdfReader(io.BytesIO(built.pdf)).pages],
    )
    return [PageText(text, height, [Run(*run) for run in runs]) for text, height, runs in made]


@pytest.fixture(scope="session")
def pages(read_pages: list[PageText]) -> list[str]:
    """Return the text of each page of the PDF edition."""
    return [page.text for page in read_pages]
