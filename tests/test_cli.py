"""The command line: exit codes, plain lines for those who are no terminal, help for everyone."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from making import CHECKOUT, code_notebook, run

COMMANDS = ("build", "check", "data", "refresh-notebooks")

Calling = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def call(command: list[str | Path], tmp_path: Path) -> Calling:
    """Return a function that calls the command line in an empty folder."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return lambda *arguments, **environment: run([*command, *arguments], folder, **environment)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of package, data and notebooks that a test may damage."""
    top = tmp_path / "checkout"
    for name in ("iomreport", "data", "notebooks"):
        shutil.copytree(CHECKOUT / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
    return top


def call_in(top: Path, *arguments: str | Path) -> CompletedProcess[str]:
    """Call the command line of another checkout."""
    code = f"import sys; sys.path.insert(0, {str(top)!r}); from iomreport.cli import main; main()"
    return run([sys.executable, "-c", code, *arguments], top.parent, PYTHONPATH=str(top))


@pytest.mark.slow
def test_build_exits_with_zero_and_names_what_it_wrote(call: Calling, tmp_path: Path) -> None:
    done = call("build", "--formats", "html", "--out", "new")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "empty" / "new" / "report.html").is_file()
    assert done.stdout.splitlines()[0].startswith(str(Path("new") / "report.html"))
    assert done.stdout.splitlines()[-1].startswith("done in ")


@pytest.mark.slow
def test_build_tells_plain_lines_where_no_terminal_listens(call: Calling, notebooks_folder: Path) -> None:
    done = call("build", "--no-cache")

    names = sorted(path.name for path in notebooks_folder.glob("[0-9]*.ipynb"))
    wanted = [f"{name}: executing" for name in names] + ["report.html: exporting", "report.pdf: exporting"]
    assert done.stderr.splitlines() == wanted
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr


@pytest.mark.slow
def test_failing_cell_exits_with_one_and_one_line(checkout: Path) -> None:
    import nbformat

    nbformat.write(code_notebook("1 / 0"), checkout / "notebooks" / "00-summary.ipynb")

    done = call_in(checkout, "build")

    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("iomreport: 00-summary.ipynb, cell 2")
    assert "Traceback" not in done.stderr
    assert not (checkout.parent / "build").exists()


def test_out_folder_that_is_a_file_exits_with_one(call: Calling, tmp_path: Path) -> None:
    (tmp_path / "empty" / "build").write_text("mine", encoding="utf-8")

    done = call("build", "--formats", "html")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("iomreport: the report could not be written to build")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--formats", "htm"], "did you mean 'html'"),
        (["build", "--formats", "html,word"], "no edition 'word'"),
        (["build", "--formats", ""], "edition"),
        (["build", "--formats", ","], "edition"),
    ],
)
def test_unknown_edition_exits_with_two_before_anything_runs(call: Calling, arguments: list[str], said: str) -> None:
    done = call(*arguments)

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("iomreport: ")
    assert said in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-command"], "no-such-command"),
        (["build", "--no-such-option"], "--no-such-option"),
        (["build", "too", "many"], "too"),
        (["build", "--out"], "--out"),
    ],
)
def test_wrong_use_exits_with_two_and_says_what_is_wrong(call: Calling, arguments: list[str], said: str) -> None:
    done = call(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command_name", COMMANDS)
def test_every_command_has_help(call: Calling, command_name: str) -> None:
    done = call(command_name, "--help")

    assert done.returncode == 0
    assert f"iomreport {command_name}" in done.stdout.replace("main", "iomreport").replace("-c", "iomreport")
    assert len(done.stdout.split()) > 8


def test_help_lists_every_command_with_a_line(call: Calling) -> None:
    from iomreport.cli import app

    done = call("--help")
    names = [found.name or found.callback.__name__ for found in app.registered_commands if found.callback]

    assert done.returncode == 0
    assert set(COMMANDS) <= set(names)
    for name in names:
        (line,) = [line for line in done.stdout.splitlines() if line.strip(" │").startswith(f"{name} ")]
        assert len(line.strip(" │").split()) > 3


def test_every_option_of_build_is_explained(call: Calling) -> None:
    text = call("build", "--help", COLUMNS="200").stdout

    for option in ("--out", "--formats", "--cache", "--no-cache"):
        assert option in text
    assert "Folder to write the report to" in text


def test_command_without_anything_shows_the_help(call: Calling) -> None:
    done = call()

    assert "build" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_check_finds_nothing_wrong_in_the_data_that_are_shipped(call: Calling) -> None:
    done = call("check")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("nothing wrong")


def test_check_exits_with_one_and_a_line_for_every_breach(call: Calling, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(CHECKOUT / "data", data)
    path = data / "directors.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("source_id", "sorce_id", 1), encoding="utf-8")

    done = call("check", data)

    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if line.startswith("directors.csv, row 1, column source_id")]
    assert "nothing wrong" not in done.stdout
    assert "Traceback" not in done.stderr


def test_data_lists_every_table_with_its_rows_and_title(call: Calling) -> None:
    from iomreport import datasets

    done = call("data")

    assert done.returncode == 0
    listed = [line.split()[:2] for line in done.stdout.splitlines()]
    assert listed == [[str(name), str(row["rows"])] for name, row in datasets().iterrows()]


@pytest.mark.parametrize("columns", ["20", "80"])
def test_lines_are_not_broken_in_a_narrow_window(call: Calling, columns: str) -> None:
    assert call("data", COLUMNS=columns).stdout == call("data", COLUMNS="300").stdout


def test_text_of_messages_is_never_taken_for_markup(call: Calling) -> None:
    done = call("build", "--formats", "[bold]html[/bold]")

    assert "[bold]html[/bold]" in done.stderr


def test_command_is_installed_beside_the_interpreter(tmp_path: Path) -> None:
    script = shutil.which("iomreport", path=str(Path(sys.executable).parent))
    assert script, "the project is not installed in this environment"

    assert run([script, "data"], tmp_path).returncode == 0


def test_module_can_be_run_in_place_of_the_command(tmp_path: Path) -> None:
    assert run([sys.executable, "-m", "iomreport", "data"], tmp_path).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="no such pipe on Windows")
def test_reader_that_stops_reading_gets_no_traceback(command: list[str | Path], tmp_path: Path) -> None:
    quoted = " ".join(f"'{part}'" for part in command)

    done = run(["sh", "-c", f"{quoted} data | head -n 1"], tmp_path)

    assert "Traceback" not in done.stderr
