"""The command line: exit codes, plain lines for those who are no terminal, help for everyone."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from building import SHOW, put
from calling import COMMAND, Calling, building, calling, judge_what_is_shipped
from making import CHECKOUT, code_notebook, run

from iomreport import load
from iomreport.catalog.cells import csv_text

pytestmark = pytest.mark.slow

COMMANDS = ("build", "check", "data", "lab", "refresh-notebooks")


@pytest.fixture
def call(tmp_path: Path) -> Calling:
    """Return a function that calls the command line in an empty folder."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return calling(folder)


@pytest.fixture
def check(call: Calling) -> Calling:
    """Return a function that calls `iomreport check`, where it is known already that the shipped data are sound."""
    judge_what_is_shipped()
    return lambda *arguments, **environment: call("check", *arguments, **environment)


@pytest.fixture
def build(tmp_path: Path) -> Calling:
    """Return a function that builds a report of one small notebook, in an empty folder."""
    put(tmp_path / "notebooks", "00-summary.ipynb", *SHOW)
    (tmp_path / "empty").mkdir()
    command = [*building(tmp_path / "notebooks"), "build", "--no-cache", "--no-fork"]
    return lambda *options: run([*command, *options], tmp_path / "empty")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of package, data and notebooks that a test may damage."""
    top = tmp_path / "checkout"
    for name in ("iomreport", "data", "notebooks"):
        shutil.copytree(CHECKOUT / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
    return top


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may damage."""
    return Path(shutil.copytree(CHECKOUT / "data", tmp_path / "data"))


def call_in(top: Path, *arguments: str | Path) -> CompletedProcess[str]:
    """Call the command line of another checkout."""
    code = f"import sys; sys.path.insert(0, {str(top)!r}); from iomreport.cli import main; main()"
    return run([sys.executable, "-c", code, *arguments], top.parent, PYTHONPATH=str(top))


def test_build_tells_plain_lines_and_what_it_wrote_where_no_terminal_listens(build: Calling, tmp_path: Path) -> None:
    done = build("--out", "new")

    assert done.returncode == 0, done.stderr
    html, pdf = (Path("new") / f"report.{edition}" for edition in ("html", "pdf"))
    assert [line.split("  ")[0] for line in done.stdout.splitlines()[:2]] == [str(html), str(pdf)]
    assert (tmp_path / "empty" / html).is_file()
    assert (tmp_path / "empty" / pdf).is_file()
    assert done.stdout.splitlines()[-1].startswith("done in ")
    assert done.stderr.splitlines() == [
        "00-summary.ipynb: executing",
        "report.html: exporting",
        "report.pdf: exporting",
    ]
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr


def test_failing_cell_exits_with_one_and_one_line(checkout: Path) -> None:
    import nbformat

    nbformat.write(code_notebook("1 / 0"), checkout / "notebooks" / "00-summary.ipynb")

    done = call_in(checkout, "build", "--only", "summary")

    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("iomreport: 00-summary.ipynb, cell 2")
    assert "Traceback" not in done.stderr
    assert not (checkout.parent / "build").exists()


def test_out_folder_that_is_a_file_exits_with_one(build: Calling, tmp_path: Path) -> None:
    (tmp_path / "empty" / "build").write_text("mine", encoding="utf-8")

    done = build("--formats", "html")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("iomreport: the report could not be written to build")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--formats", "htm"], "did you mean 'html'"),
        (["build", "--formats", "html,word"], "no edition 'word'"),
        (["build", "--paper", "a5"], "no paper 'a5'; there is: a4, us-letter"),
        (["build", "--formats", ""], "edition"),
        (["build", "--formats", ","], "edition"),
    ],
)
def test_unknown_edition_or_paper_exits_with_two_at_once(call: Calling, arguments: list[str], said: str) -> None:
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
    assert f"iomreport {command_name}" in done.stdout
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


def test_check_finds_nothing_wrong_in_the_data_that_are_shipped(check: Calling) -> None:
    done = check()

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("nothing wrong")


def test_check_exits_with_one_and_a_line_for_every_breach(check: Calling, data: Path) -> None:
    path = data / "directors.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("source_id", "sorce_id", 1), encoding="utf-8")

    done = check(data)

    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if line.startswith("directors.csv, row 1, column source_id")]
    assert "nothing wrong" not in done.stdout
    assert "Traceback" not in done.stderr


def replace_in(path: Path, before: str, after: str) -> None:
    """Change the one place in a file where a text stands."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_check_of_a_sound_folder_exits_with_zero_and_one_line(check: Calling, data: Path) -> None:
    done = check(data)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{len(list(data.glob('*.csv')))} tables in {data}: nothing wrong\n"


def test_check_prints_broken_promises_of_several_tables_and_how_many(check: Calling, data: Path) -> None:
    replace_in(data / "names.csv", ",1952-11-15,day,Founded", ",1952-11-16,day,Founded")
    replace_in(
        data / "footprint.csv",
        "2005-staff,2005,year,2006,year,staff,5000,",
        "2005-staff,2005,year,2006,year,staff,5001,",
    )

    done = check(data)

    assert (done.returncode, done.stdout) == (1, "")
    footprint, names, count = sorted(done.stderr.splitlines(), key=lambda line: ("found wrong in" in line, line))
    assert re.fullmatch(r"footprint\.csv, row \d+, column value: found '5001'; expected .*5,000 persons'", footprint)
    assert (
        names == "names.csv, row 2, column end: found '1952-11-16'; expected '1952-11-15', where the next name begins"
    )
    assert count == f"2 found wrong in {data}"


def test_check_lists_every_breach_however_many(check: Calling, data: Path) -> None:
    """An error that a program raises is cut after some lines; the command is there to list them."""
    path = data / "memberships.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(re.sub(r"^([a-z]{3}-\d,)", r"\1?", line) for line in lines), encoding="utf-8")

    done = check(data)

    assert done.returncode == 1
    assert len([line for line in done.stderr.splitlines() if "column country_code: found '?" in line]) == len(lines) - 1


@pytest.mark.parametrize("name", ["nowhere", "", "a-file"])
def test_check_of_what_is_no_data_folder_exits_with_two_and_says_so(check: Calling, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty" / "a-file").write_text("mine", encoding="utf-8")

    done = check(tmp_path / "empty" / name)

    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"iomreport: {tmp_path / 'empty' / name} is no data folder")


def test_check_holds_the_folder_named_before_the_command(call: Calling, check: Calling, data: Path) -> None:
    replace_in(data / "names.csv", ",1952-11-15,day,Founded", ",1952-11-16,day,Founded")

    for done in (call("--data", data, "check"), check(IOMREPORT_DATA=str(data))):
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1] == f"1 found wrong in {data}"


def test_check_holds_the_folder_it_is_given_whatever_is_set(check: Calling, data: Path) -> None:
    shipped = CHECKOUT / "data"
    replace_in(data / "names.csv", ",1952-11-15,day,Founded", ",1952-11-16,day,Founded")

    assert check(shipped, IOMREPORT_DATA=str(data)).returncode == 0
    assert check(data, IOMREPORT_DATA=str(shipped)).returncode == 1


def test_data_lists_every_table_with_its_rows_and_title(call: Calling) -> None:
    from iomreport import datasets

    done = call("data")

    assert done.returncode == 0
    listed = [line.split()[:2] for line in done.stdout.splitlines()]
    assert listed == [[str(name), str(row["rows"])] for name, row in datasets().iterrows()]


@pytest.mark.parametrize("options", [[], ["--csv"]])
def test_data_prints_a_dataset_as_csv(call: Calling, options: list[str]) -> None:
    done = call("data", "directors", *options)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == csv_text(load("directors"))


def test_data_prints_a_dataset_as_json_with_its_metadata(call: Calling) -> None:
    done = call("data", "directors", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    printed = json.loads(done.stdout)
    assert printed["metadata"]["name"] == "directors"
    assert [row["name"] for row in printed["data"]] == load("directors")["name"].tolist()


def test_data_prints_utf_8_whatever_the_terminal_writes(tmp_path: Path) -> None:
    done = run([*COMMAND, "data", "directors"], tmp_path, PYTHONIOENCODING="ascii")

    assert done.returncode == 0, done.stderr
    assert "António Vitorino" in done.stdout


@pytest.mark.parametrize(
    ("options", "names", "start"),
    [
        ([], ["names", "names.metadata.json"], b"name_id,"),
        (["--csv"], ["names", "names.metadata.json"], b"name_id,"),
        (["--json"], ["names"], b"{"),
        (["--excel"], ["names"], b"PK"),
        (["--parquet"], ["names"], b"PAR1"),
    ],
)
def test_data_writes_a_dataset_to_a_file_and_names_what_it_wrote(
    call: Calling, tmp_path: Path, options: list[str], names: list[str], start: bytes
) -> None:
    done = call("data", "names", *options, "-o", "names")

    assert (done.returncode, done.stdout) == (0, "")
    assert [line.split()[0] for line in done.stderr.splitlines()] == names
    assert sorted(path.name for path in (tmp_path / "empty").iterdir()) == names
    assert (tmp_path / "empty" / "names").read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nmaes"], "no dataset 'nmaes'; did you mean 'names'?"),
        (["names", "--excel"], "--excel needs a file to write to: add -o FILE"),
        (["names", "--parquet"], "--parquet needs a file to write to: add -o FILE"),
        (["names", "--csv", "--json"], "--csv and --json exclude one another"),
        (["names", "--excel", "--parquet", "-o", "x"], "--excel and --parquet exclude one another"),
        (["names", "--csv", "--json", "--excel"], "--csv and --json and --excel exclude one another"),
        (["--json"], "name the dataset to export; iomreport data lists them"),
        (["-o", "x"], "name the dataset to export; iomreport data lists them"),
        (["names", "-o", "nowhere/x"], f"{Path('nowhere') / 'x'} cannot be written: No such file or directory"),
    ],
)
def test_data_that_cannot_be_given_exit_with_two_one_line_and_no_file(
    call: Calling, tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = call("data", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"iomreport: {said}\n"
    assert list((tmp_path / "empty").iterdir()) == []


def test_data_that_break_their_schema_exit_with_one_and_are_not_printed(call: Calling, data: Path) -> None:
    replace_in(data / "names.csv", "picmme,PICMME,", "picmme,,")

    done = call("--data", data, "data", "names")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("iomreport: names.csv, row 2, column abbreviation: found an empty cell")
    assert "Traceback" not in done.stderr


# A data folder of one's own


@pytest.fixture
def over(data: Path, tmp_path: Path) -> Path:
    """Return a folder that holds one table, changed, and no description."""
    folder = tmp_path / "over"
    folder.mkdir()
    shutil.copy(data / "names.csv", folder)
    replace_in(folder / "names.csv", "picmme,PICMME,", "picmme,MINE,")
    return folder


def test_a_table_of_ones_own_lies_over_the_shipped_ones(call: Calling, over: Path) -> None:
    for arguments, environment in ((["--data", over], {}), ([], {"IOMREPORT_DATA": str(over)})):
        assert "picmme,MINE," in call(*arguments, "data", "names", **environment).stdout
        assert call(*arguments, "data", "directors", **environment).stdout == csv_text(load("directors"))


def test_a_described_folder_stands_in_place_of_the_shipped_one(call: Calling, data: Path) -> None:
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [each for each in package["resources"] if each["name"] in {"names", "sources"}]
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    for arguments, environment in ((["--data", data], {}), ([], {"IOMREPORT_DATA": str(data)})):
        listed = call(*arguments, "data", **environment).stdout.splitlines()
        assert sorted(line.split()[0] for line in listed) == ["names", "sources"]
        assert call(*arguments, "data", "directors", **environment).returncode == 2


def test_the_folder_on_the_command_line_counts_before_the_one_in_the_environment(
    call: Calling, over: Path, data: Path
) -> None:
    assert "picmme,MINE," in call("--data", over, "data", "names", IOMREPORT_DATA=str(data)).stdout
    assert "picmme,PICMME," in call("--data", data, "data", "names", IOMREPORT_DATA=str(over)).stdout


def test_a_folder_may_be_named_from_where_one_stands(call: Calling, over: Path) -> None:
    assert "picmme,MINE," in call("--data", Path("..") / over.name, "data", "names").stdout


def test_an_empty_variable_names_no_folder(call: Calling) -> None:
    assert call("data", IOMREPORT_DATA="").stdout == call("data").stdout


def test_what_is_no_folder_cannot_be_used_as_one(call: Calling) -> None:
    done = call("--data", "nowhere", "data")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "iomreport: nowhere is no folder\n")

    done = call("data", IOMREPORT_DATA="nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"iomreport: .*nowhere is no data folder: .*\n", done.stderr)


@pytest.mark.parametrize("columns", ["20", "80"])
def test_lines_are_not_broken_in_a_narrow_window(call: Calling, tmp_path: Path, columns: str) -> None:
    assert run([*COMMAND, "data"], tmp_path, COLUMNS=columns).stdout == call("data").stdout


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
def test_reader_that_stops_reading_gets_no_traceback(tmp_path: Path) -> None:
    quoted = " ".join(f"'{part}'" for part in COMMAND)

    for arguments in ("data", "data donors", "data donors --json"):
        done = run(["sh", "-c", f"{quoted} {arguments} | head -n 1"], tmp_path)

        assert done.stdout
        assert "Traceback" not in done.stderr
