"""The build on the command line: options, what it prints for people and for programs, exit codes."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from building import put
from calling import Calling, building
from making import CHECKOUT, run
from rich.console import Console

from iomreport.pipeline.terminal import TerminalProgress

pytestmark = pytest.mark.slow


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """Return a folder with two small notebooks."""
    put(tmp_path / "notebooks", "00-summary.ipynb", "1 + 1", "2 + 2")
    put(tmp_path / "notebooks", "01-growth.ipynb", "1 + 1", prose="# How it grew")
    return tmp_path / "notebooks"


@pytest.fixture
def call(notebooks: Path, tmp_path: Path) -> Calling:
    """Return a function that calls the command line on these notebooks, in an empty folder, with a cache of its own."""
    folder = tmp_path / "empty"
    folder.mkdir()
    own = {"IOMREPORT_CACHE": str(tmp_path / "cache")}
    return lambda *arguments, **more: run([*building(notebooks), *arguments], folder, **{**own, **more})


QUICK = ("build", "--formats", "html", "--no-fork")


def test_record_for_programs_is_all_that_is_printed(call: Calling, tmp_path: Path) -> None:
    done = call(*QUICK, "--json", "--jobs", "2")

    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert [*record] == ["notebooks", "editions", "jobs", "forked", "cache", "seconds"]
    assert (record["jobs"], record["forked"], record["cache"]) == (2, False, str(tmp_path / "cache"))
    summary, growth = record["notebooks"]
    assert (summary["name"], summary["executed"], summary["cells"]) == ("00-summary.ipynb", True, 2)
    assert (growth["name"], growth["executed"], growth["cells"]) == ("01-growth.ipynb", True, 1)
    assert 0 < growth["seconds"] < record["seconds"]
    (page,) = record["editions"]
    assert page["file"] == str(Path("build") / "report.html")
    assert page["size"] == (tmp_path / "empty" / "build" / "report.html").stat().st_size
    assert page["remembered"] is False


def test_record_of_a_second_build_tells_what_was_remembered(call: Calling) -> None:
    first, second = (json.loads(call(*QUICK, "--json").stdout) for _ in range(2))

    assert [notebook["executed"] for notebook in second["notebooks"]] == [False, False]
    assert [notebook["seconds"] for notebook in second["notebooks"]] == [
        notebook["seconds"] for notebook in first["notebooks"]
    ]
    assert second["editions"] == [{**first["editions"][0], "remembered": True}]


def test_explanation_says_of_each_notebook_why_it_runs_or_not(call: Calling, notebooks: Path) -> None:
    first = call(*QUICK, "--explain")
    put(notebooks, "01-growth.ipynb", "1 + 2", prose="# How it grew")
    second = call(*QUICK, "--explain")

    assert first.stdout.splitlines()[:2] == [
        "00-summary.ipynb  runs: no build has kept results of it",
        "01-growth.ipynb  runs: no build has kept results of it",
    ]
    assert second.stdout.splitlines()[:2] == [
        "00-summary.ipynb  does not run: nothing that its results rest on has changed",
        "01-growth.ipynb  runs: code changed: code-1",
    ]


def test_explanation_stands_aside_of_the_record(call: Calling) -> None:
    done = call(*QUICK, "--explain", "--json")

    assert json.loads(done.stdout)
    assert "00-summary.ipynb  runs: no build has kept results of it" in done.stderr.splitlines()


def test_only_some_notebooks_can_be_asked_for(call: Calling, tmp_path: Path) -> None:
    done = call(*QUICK, "--only", "growth", "--explain")

    assert done.stdout.splitlines()[0] == "01-growth.ipynb  runs: no build has kept results of it"
    assert "00-summary" not in done.stdout + done.stderr
    assert "How it grew" in (tmp_path / "empty" / "build" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--only", "grwoth"], "no notebook 'grwoth'; did you mean 'growth'"),
        (["build", "--jobs", "0"], "jobs"),
        (["build", "--timeout", "0"], "timeout"),
        (["build", "--jobs", "many"], "jobs"),
        (["watch", "--port", "70000"], "port"),
    ],
)
def test_wrong_use_exits_with_two_before_anything_runs(
    call: Calling, tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = call(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "empty").iterdir()) == []


def test_date_that_is_none_exits_with_two_and_one_line(call: Calling) -> None:
    done = call(*QUICK, SOURCE_DATE_EPOCH="today")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("iomreport: SOURCE_DATE_EPOCH is 'today'; give it the seconds since 1970, as 1763856000\n")


def test_hung_cell_exits_with_one_and_one_line(call: Calling, notebooks: Path, tmp_path: Path) -> None:
    put(notebooks, "01-growth.ipynb", "while True:\n    pass")

    done = call(*QUICK, "--timeout", "1")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith(
        "iomreport: 01-growth.ipynb, cell 2 (code-1), `while True:`, took more than 1 seconds"
    )
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "empty" / "build").exists()


def test_clean_forgets_what_was_remembered_and_leaves_the_report(call: Calling, tmp_path: Path) -> None:
    call(*QUICK)
    report = tmp_path / "empty" / "build" / "report.html"
    before = report.read_bytes()

    done = call("clean")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("9 files of ")
    assert done.stdout.endswith(f"removed from {tmp_path / 'cache'}\n")
    assert report.read_bytes() == before
    assert "no build has kept results of it" in call(*QUICK, "--explain").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is there on Linux")
def test_full_disk_behind_the_output_ends_in_one_line(call: Calling, notebooks: Path, tmp_path: Path) -> None:
    call(*QUICK)
    quoted = " ".join(f"'{part}'" for part in QUICK)

    done = run(
        ["sh", "-c", f'"$0" "$1" "$2" {quoted} --json > /dev/full', *building(notebooks)],
        tmp_path,
        IOMREPORT_CACHE=str(tmp_path / "cache"),
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "iomreport: No space left on device"
    assert "Traceback" not in done.stderr


# On a terminal.


def drawn(width: int = 80) -> tuple[TerminalProgress, io.StringIO]:
    """Return what shows progress on a terminal, and all that it has drawn."""
    screen = io.StringIO()
    return TerminalProgress(Console(file=screen, force_terminal=True, width=width)), screen


def test_terminal_shows_how_many_cells_of_each_notebook_have_run() -> None:
    bars, screen = drawn()

    with bars as progress:
        progress.planned("00-summary.ipynb", 3)
        progress.planned("01-growth.ipynb", 9)
        progress.executed("01-growth.ipynb")
        progress.executed("01-growth.ipynb")

    assert "00-summary.ipynb" in screen.getvalue()
    assert "0/3" in screen.getvalue()
    assert "2/9" in screen.getvalue()


def test_terminal_takes_away_the_notebooks_that_are_done() -> None:
    bars, _ = drawn()

    with bars as progress:
        progress.planned("00-summary.ipynb", 1)
        progress.planned("01-growth.ipynb", 9)
        progress.executed("00-summary.ipynb")
        shown = [task.description for task in bars._bars.tasks if task.visible]

    assert shown == ["01-growth.ipynb"]


def test_lines_go_where_no_terminal_is() -> None:
    screen = io.StringIO()

    with TerminalProgress(Console(file=screen)) as progress:
        progress.planned("00-summary.ipynb", 3)
        progress.executed("00-summary.ipynb")
        progress.said("00-summary.ipynb: [executing]")

    assert screen.getvalue() == "00-summary.ipynb: [executing]\n"


# The package that runs is the package that is built with.


def test_kernels_use_the_package_that_was_called(tmp_path: Path) -> None:
    top = tmp_path / "checkout"
    for name in ("iomreport", "data"):
        shutil.copytree(CHECKOUT / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
    put(top / "notebooks", "00-first.ipynb", "import iomreport", "print(iomreport.__version__)")
    init = top / "iomreport" / "__init__.py"
    init.write_text(
        init.read_text(encoding="utf-8").replace('__version__ = "', '__version__ = "of the copy, '), "utf-8"
    )
    code = f"import sys; sys.path.insert(0, {str(top)!r}); from iomreport.cli import main; main()"

    for fork in ("--fork", "--no-fork"):
        done = run(
            [sys.executable, "-c", code, "build", "--formats", "html", "--no-cache", fork], tmp_path, PYTHONPATH=""
        )

        assert done.returncode == 0, done.stderr
        assert "of the copy, " in (tmp_path / "build" / "report.html").read_text(encoding="utf-8")


def test_importing_the_package_takes_less_than_a_tenth_of_a_second() -> None:
    code = "import time; begun = time.process_time(); import iomreport; print(time.process_time() - begun)"

    taken = [float(run([sys.executable, "-c", code], Path.cwd(), **os.environ).stdout) for _ in range(3)]

    assert min(taken) < 0.1


@pytest.mark.parametrize("heavy", ["pandas", "matplotlib", "numpy", "nbformat", "nbclient", "zmq", "babel", "typer"])
def test_importing_the_package_or_its_build_loads_nothing_heavy(heavy: str) -> None:
    code = f"import sys, iomreport, iomreport.pipeline; sys.exit({heavy!r} in sys.modules)"

    assert run([sys.executable, "-c", code], Path.cwd(), **os.environ).returncode == 0
