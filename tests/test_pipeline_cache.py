"""What a build remembers: nothing runs twice for nothing, and nothing stale is ever shown."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from building import SHOW, Listener, Place, contents, page, put, quick
from making import CHECKOUT, code_notebook

from iomreport.pipeline import BuildResult, build, cache, fingerprint, plan
from iomreport.pipeline.fingerprint import Files, digest, surroundings
from iomreport.pipeline.notebook_files import report_notebooks, without_outputs
from iomreport.pipeline.result import NotebookResult

pytestmark = pytest.mark.slow


def show(table: str) -> list[str]:
    """Return cells that show how many rows a table has."""
    return [SHOW[0], f'say("There are {{rows}} rows.", rows=tally(load("{table}")))']


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the data, in use in place of them, that a test may change."""
    folder = Path(shutil.copytree(CHECKOUT / "data", tmp_path / "data"))
    monkeypatch.setenv("IOMREPORT_DATA", str(folder))
    return folder


def change(path: Path, before: str, after: str) -> None:
    """Change one place in a file."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8", newline="")


def entry(again: Place) -> Path:
    """Return the file of what the one notebook gave."""
    (path,) = (again.cache / "outputs").iterdir()
    return path


def key(*code: str) -> str:
    """Return the key of a notebook with some code."""
    return cache.key([{"source": source} for source in code], surroundings())


# What is not run again.


def test_second_build_executes_nothing_and_gives_the_same_bytes(
    small_report: tuple[Path, BuildResult], again: Place
) -> None:
    before = contents(again.out)
    listener = Listener()

    second = build(again.out, notebooks=again.notebooks, progress=listener)

    assert (small_report[1].executed, small_report[1].remembered) == (("00-first.ipynb",), ())
    assert (second.executed, second.remembered) == ((), ("00-first.ipynb",))
    assert listener.ran == []
    assert [edition.remembered for edition in second.editions] == [True, True]
    assert contents(again.out) == before


def test_unchanged_report_is_not_written_again(again: Place) -> None:
    before = {path: path.stat().st_mtime_ns for path in again.out.iterdir()}

    build(again.out, notebooks=again.notebooks)

    assert {path: path.stat().st_mtime_ns for path in again.out.iterdir()} == before


def test_report_that_was_tampered_with_is_mended_without_running_anything(again: Place) -> None:
    before = contents(again.out)
    (again.out / "report.html").write_text("not ours", encoding="utf-8")

    assert build(again.out, notebooks=again.notebooks).executed == ()
    assert contents(again.out) == before


def test_changed_prose_executes_nothing_and_is_shown(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-first.ipynb", *SHOW, prose="# A chapter\n\nNewly written.")

    result = quick(notebooks, out)

    assert result.executed == ()
    assert "Newly written." in page(out)
    assert "There are 5 names." in page(out)


def test_saved_outputs_and_metadata_of_a_notebook_do_not_matter(notebooks: Path, out: Path) -> None:
    path = notebooks / "00-first.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"] = {"saved": "by an editor"}
    notebook["cells"][-1] |= {
        "execution_count": 7,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}],
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")

    result = quick(notebooks, out)

    assert result.executed == ()
    assert result.editions[0].remembered


def test_copy_of_the_notebooks_elsewhere_shares_what_is_remembered(notebooks: Path, tmp_path: Path, out: Path) -> None:
    assert quick(Path(shutil.copytree(notebooks, tmp_path / "elsewhere")), out).executed == ()


def test_cache_can_be_left_out(notebooks: Path, out: Path) -> None:
    result = quick(notebooks, out, use_cache=False)

    assert result.executed == ("00-first.ipynb",)
    assert not result.editions[0].remembered


# What is run again, and why.


def reasons(notebooks: Path, use_cache: bool = True) -> dict[str, str]:
    """Return why each notebook would run in a build, as the build tells before it runs any; nothing for the others."""
    planned = plan.planned(report_notebooks(notebooks), Files(), use_cache)
    return {chapter.name: chapter.reason for chapter in planned if chapter.runs}


def test_unchanged_notebook_is_explained(notebooks: Path, out: Path) -> None:
    (only,) = quick(notebooks, out).notebooks

    assert (only.executed, only.reason) == (False, "nothing that its results rest on has changed")


def test_new_notebook_alone_runs_because_it_is_new(notebooks: Path) -> None:
    put(notebooks, "01-second.ipynb", "pass", prose="# Second")

    assert reasons(notebooks) == {"01-second.ipynb": "no build has kept results of it"}


def test_changed_code_runs_and_the_cell_is_named(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-first.ipynb", SHOW[0], SHOW[1].replace("There are", "It bore"))

    explained: list[NotebookResult] = []
    result = quick(notebooks, out, explain=explained.append)

    assert [(each.name, each.executed, each.reason) for each in explained] == [
        ("00-first.ipynb", True, "code changed: code-2")
    ]
    assert result.executed == ("00-first.ipynb",)
    assert "It bore 5 names." in page(out)


def test_asking_for_everything_anew_is_the_reason(notebooks: Path) -> None:
    assert reasons(notebooks, use_cache=False) == {"00-first.ipynb": "asked to run everything anew"}


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a copy of the package, looked at in place of it, that a test may change."""
    copy = Path(shutil.copytree(CHECKOUT / "iomreport", tmp_path / "iomreport"))
    monkeypatch.setattr("iomreport.catalog.folders.PACKAGE", copy)
    monkeypatch.setenv("IOMREPORT_DATA", str(CHECKOUT / "data"))
    return copy


def test_changed_module_that_all_use_runs_and_is_named(notebooks: Path, package: Path) -> None:
    change(package / "formats.py", '"""', '"""Newly: ')

    assert reasons(notebooks) == {"00-first.ipynb": "the package changed: formats.py"}


@pytest.mark.parametrize("module", ["export/html/exporter.py", "pipeline/builder.py", "growth/donor_cut.py"])
def test_changed_module_that_no_notebook_uses_runs_nothing(notebooks: Path, package: Path, module: str) -> None:
    with (package / module).open("a", encoding="utf-8") as file:
        file.write("\n")

    assert reasons(notebooks) == {}


def test_changed_module_runs_only_the_notebooks_that_import_it(
    notebooks: Path, out: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as original:
        original.setattr("iomreport.catalog.folders.PACKAGE", CHECKOUT / "iomreport")
        put(notebooks, "01-second.ipynb", "from iomreport.growth import donor_cut", prose="# Second")
        put(notebooks, "02-third.ipynb", "import importlib", "importlib.import_module('iomreport.deaths.by_year')")
        quick(notebooks, out, fork=True)
    assert reasons(notebooks) == {}
    change(package / "growth" / "donor_cut.py", '"""', '"""Newly: ')

    assert reasons(notebooks) == {"01-second.ipynb": "the package changed: growth/donor_cut.py"}


installed = fingerprint._installed


def test_other_version_of_a_package_runs_and_is_named(notebooks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    monkeypatch.setattr(fingerprint, "_installed", lambda places: {**installed(places), "numpy": "0.1"})

    assert reasons(notebooks) == {"00-first.ipynb": f"numpy changed: {metadata.version('numpy')} to 0.1"}


def test_versions_are_those_that_the_packages_tell() -> None:
    from importlib import metadata

    versions = fingerprint.versions([*fingerprint.COMPUTING, *fingerprint.EXPORTING, "no-such-package"])

    assert versions.pop("no-such-package") == "none"
    assert versions.pop("Python").startswith(platform.python_version())
    assert versions == {name: metadata.version(name) for name in versions}


def test_parameter_in_a_variable_of_ours_runs_and_is_named(notebooks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOMREPORT_LANGUAGE", "fr")

    assert reasons(notebooks) == {"00-first.ipynb": "parameters changed: IOMREPORT_LANGUAGE"}


@pytest.mark.parametrize("name", ["IOMREPORT_CACHE", "IOMREPORT_DATA", "TZ", "PYTHONHASHSEED", "EDITOR"])
def test_other_variables_do_not_matter(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(*SHOW)
    monkeypatch.setenv(name, str(CHECKOUT / "data"))

    assert key(*SHOW) == before


def test_key_depends_on_the_order_of_the_cells() -> None:
    assert key("a = 1", "b = 2") != key("b = 2", "a = 1")


def test_key_tells_two_cells_from_one_that_says_the_same() -> None:
    assert key("a = 1", "b = 2") != key("a = 1\nb = 2")


def test_digests_tell_apart_how_a_text_is_divided() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")


# The data: each notebook rests on the tables that it loads, and on no others.


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build one notebook on directors and one on members, once."""
    top = tmp_path_factory.mktemp("both")
    put(top / "notebooks", "00-directors.ipynb", *show("directors"), prose="# Directors")
    put(top / "notebooks", "01-members.ipynb", *show("members"), prose="# Members")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOMREPORT_CACHE", str(top / "cache"))
        quick(top / "notebooks", top / "build")
    return top


@pytest.fixture
def two(both: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with those two notebooks, remembered, with a copy of the data in use."""
    shutil.copytree(both, tmp_path / "two")
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "two" / "cache"))
    return tmp_path / "two" / "notebooks"


def test_changed_cell_runs_only_the_notebooks_that_load_its_table(two: Path, data: Path) -> None:
    change(data / "context.csv", "1", "2")
    assert reasons(two) == {}

    change(data / "directors.csv", "United States", "United States of A.")
    assert reasons(two) == {"00-directors.ipynb": "data changed: directors.csv"}


def test_table_that_is_only_referred_to_does_not_matter(two: Path, data: Path) -> None:
    change(data / "countries.csv", ",Afghanistan,", ",Afghanistan (the),")

    assert reasons(two) == {}


def test_description_and_version_of_the_data_matter_but_not_the_seals(two: Path, data: Path) -> None:
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource["hash"] = "sha256:0"
    (data / "datapackage.json").write_text(json.dumps(package | {"version": "2099.01"}), encoding="utf-8")
    assert reasons(two) == dict.fromkeys(["00-directors.ipynb", "01-members.ipynb"], "data changed: version")

    for resource in package["resources"]:
        resource["title"] += "!" if resource["name"] == "members" else ""
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert reasons(two) == {"01-members.ipynb": "data changed: members.csv"}


READINGS = {
    "a file opened by its name": [
        "import iomreport.catalog.folders as p",
        'len((p.data_folder() / "context.csv").read_bytes())',
    ],
    "pandas": [
        "import pandas, iomreport.catalog.folders as p",
        'len(pandas.read_csv(p.data_folder() / "context.csv"))',
    ],
    "rows that are not judged": [
        "from iomreport.catalog import folders, schema",
        'len(schema.read_rows(folders.data_folder(), "context"))',
    ],
    "the list of the datasets": ["import iomreport", "iomreport.datasets()"],
    "a description": ["import iomreport", 'iomreport.describe("context")'],
    "a process that the notebook starts": [
        "import multiprocessing, iomreport",
        'p = multiprocessing.get_context("fork").Process(target=iomreport.load, args=("context",))',
        "p.start(); p.join()",
    ],
}


def test_data_that_are_read_in_any_way_are_known(
    data: Path, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "cache"))
    for number, (way, code) in enumerate(READINGS.items()):
        put(tmp_path / "read", f"{number:02}-reads.ipynb", *code, prose=f"# By {way}")
    quick(tmp_path / "read", out, fork=True)
    assert reasons(tmp_path / "read") == {}
    change(data / "context.csv", "people in the world", "people of the world")

    assert list(reasons(tmp_path / "read")) == [f"{number:02}-reads.ipynb" for number in range(len(READINGS))]


def test_table_of_ones_own_over_the_shipped_one_runs_what_loads_it(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = tmp_path / "over"
    over.mkdir()
    shutil.copy(CHECKOUT / "data" / "directors.csv", over)
    monkeypatch.setenv("IOMREPORT_DATA", str(over))
    assert reasons(notebooks) == {}

    shutil.copy(CHECKOUT / "data" / "names.csv", over)
    change(over / "names.csv", "Intergovernmental", "Very intergovernmental")

    assert reasons(notebooks) == {"00-first.ipynb": "data changed: names.csv"}


def test_results_are_not_kept_if_the_data_change_while_a_notebook_runs(
    data: Path, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "cache"))
    path = f"__import__('pathlib').Path({str(data / 'names.csv')!r})"
    meddle = f"{path}.write_text({path}.read_text().replace('Intergovernmental', 'Very intergovernmental', 1))"
    put(tmp_path / "meddles", "00-first.ipynb", *SHOW, meddle)
    listener = Listener()

    quick(tmp_path / "meddles", out, progress=listener)

    assert "00-first.ipynb: data names.csv changed while it ran; not kept for the next build" in listener.lines
    assert reasons(tmp_path / "meddles") == {"00-first.ipynb": "no build has kept results of it"}


# Any other file: what a notebook has opened is what it rests on.


@pytest.fixture
def own(notebooks: Path, out: Path, tmp_path: Path) -> Callable[..., Path]:
    """Return a function that builds a second notebook with some code on an own table, whose place is `path`."""
    table = tmp_path / "mine" / "own.csv"
    table.parent.mkdir()
    table.write_text("a,b\n1,2\n", encoding="utf-8")

    def built(*code: str, **options: bool) -> Path:
        put(notebooks, "01-own.ipynb", f"path = {str(table)!r}", *code, prose="# Own")
        quick(notebooks, out, **options)
        assert reasons(notebooks) == {}
        return table

    return built


OWN_READINGS = {
    "pandas": ["import pandas", "pandas.read_csv(path)"],
    "open": ["open(path).read()"],
    "a database": [
        "import contextlib, sqlite3",
        "with contextlib.suppress(sqlite3.Error):\n    sqlite3.connect(path).execute('select 1 from own')",
    ],
    "a module of one's own": [
        "import pathlib, sys; sys.path.insert(0, str(pathlib.Path(path).parent))",
        "pathlib.Path(path).with_name('helper_of_own.py').write_text('path = ' + repr(path))",
        "import helper_of_own; open(helper_of_own.path).read()",
    ],
}


@pytest.mark.parametrize("code", OWN_READINGS.values(), ids=OWN_READINGS)
def test_changed_table_of_ones_own_runs_the_notebook_that_read_it(
    own: Callable[..., Path], notebooks: Path, code: list[str]
) -> None:
    table = own(*code)
    table.write_text("a,b\n1,3\n", encoding="utf-8")

    assert reasons(notebooks) == {"01-own.ipynb": f"files changed: {table}"}


UNHEARD = {
    "a program": ["import subprocess", "subprocess.run(['cat', path])"],
    "a library that opens files in its own code": ["import pyarrow.csv", "pyarrow.csv.read_csv(path)"],
}


@pytest.mark.parametrize("code", UNHEARD.values(), ids=UNHEARD)
def test_notebook_whose_reading_cannot_be_followed_is_never_served_from_before(
    notebooks: Path, out: Path, tmp_path: Path, code: list[str]
) -> None:
    table = tmp_path / "own.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    put(notebooks, "01-own.ipynb", f"path = {str(table)!r}", *code, prose="# Own")
    listener = Listener()
    quick(notebooks, out, progress=listener)

    assert any(line.endswith("cannot be followed; not kept for the next build") for line in listener.lines)
    assert reasons(notebooks) == {"01-own.ipynb": "no build has kept results of it"}


def test_folder_that_was_listed_matters_by_what_is_in_it(own: Callable[..., Path], notebooks: Path) -> None:
    table = own("import pathlib", "len([*pathlib.Path(path).parent.glob('*.csv')])")
    table.with_name("other.csv").touch()

    assert reasons(notebooks) == {"01-own.ipynb": f"files changed: {table.parent}"}


def test_link_that_leads_elsewhere_runs_the_notebook_that_read_through_it(
    own: Callable[..., Path], notebooks: Path, tmp_path: Path
) -> None:
    link, other = tmp_path / "link.csv", tmp_path / "other.csv"
    link.symlink_to(tmp_path / "mine" / "own.csv")
    other.write_text("a,b\n5,6\n", encoding="utf-8")
    own(f"open({str(link)!r}).read()")
    link.unlink()
    link.symlink_to(other)

    assert reasons(notebooks) == {"01-own.ipynb": f"files changed: {link}"}


def test_changed_tag_of_a_cell_runs_the_notebook(own: Callable[..., Path], notebooks: Path) -> None:
    own("1 + 1")
    path = notebooks / "01-own.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].metadata["tags"] = ["skip-execution"]
    nbformat.write(notebook, path)

    assert list(reasons(notebooks)) == ["01-own.ipynb"]


def test_changed_module_of_ones_own_runs_the_notebook_that_imported_it(
    own: Callable[..., Path], notebooks: Path, tmp_path: Path
) -> None:
    helper = tmp_path / "mine" / "helper_on_disk.py"
    helper.parent.mkdir(exist_ok=True)
    helper.write_text("a = 1", encoding="utf-8")
    own("import pathlib, sys; sys.path.insert(0, str(pathlib.Path(path).parent))", "import helper_on_disk")
    helper.write_text("a = 2", encoding="utf-8")

    assert reasons(notebooks) == {"01-own.ipynb": f"files changed: {helper}"}


def test_file_of_ones_own_is_noted_by_a_forked_kernel_too(own: Callable[..., Path], notebooks: Path) -> None:
    table = own("open(path).read()", fork=True)
    table.unlink()

    assert reasons(notebooks) == {"01-own.ipynb": f"files changed: {table}"}


def test_file_that_was_looked_for_in_vain_matters_once_it_is_there(own: Callable[..., Path], notebooks: Path) -> None:
    table = own("try:\n    open(path + '.more')\nexcept OSError:\n    pass")
    more = table.with_name("own.csv.more")
    more.touch()

    assert reasons(notebooks) == {"01-own.ipynb": f"files changed: {more}"}


def test_file_that_a_notebook_wrote_itself_does_not_matter(own: Callable[..., Path], notebooks: Path) -> None:
    table = own("open(path, 'w').write('mine')", "open(path).read()", "import tempfile; tempfile.TemporaryFile()")
    table.write_text("other", encoding="utf-8")

    assert reasons(notebooks) == {}


def test_file_that_a_notebook_moved_into_its_place_does_not_matter(own: Callable[..., Path], notebooks: Path) -> None:
    table = own(
        "open(path + '.new', 'w').write('mine')", "import os; os.replace(path + '.new', path)", "open(path).read()"
    )
    table.write_text("other", encoding="utf-8")

    assert reasons(notebooks) == {}


def test_results_that_rest_on_a_file_to_which_the_notebook_adds_are_not_kept(
    notebooks: Path, out: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    log.write_text("before", encoding="utf-8")
    put(notebooks, "01-own.ipynb", f"open({str(log)!r}, 'a').write('!')", f"open({str(log)!r}).read()", prose="# Own")
    listener = Listener()

    quick(notebooks, out, progress=listener)

    assert f"01-own.ipynb: file {log} changed while it ran; not kept for the next build" in listener.lines


def test_results_are_not_kept_if_the_description_of_the_data_changes_while_a_notebook_runs(
    data: Path, notebooks: Path, out: Path
) -> None:
    path = data / "datapackage.json"
    meddle = (
        f"import pathlib\npath = pathlib.Path({str(path)!r})\npath.write_text(path.read_text().replace('20', '21'))"
    )
    put(notebooks, "01-own.ipynb", meddle, prose="# Own")
    listener = Listener()

    quick(notebooks, out, progress=listener)

    assert "01-own.ipynb: data datapackage.json changed while it ran; not kept for the next build" in listener.lines


def test_results_are_not_kept_if_an_own_file_vanishes_while_a_notebook_runs(
    notebooks: Path, out: Path, tmp_path: Path
) -> None:
    table = tmp_path / "own.csv"
    table.touch()
    put(notebooks, "01-own.ipynb", f"import os; open({str(table)!r}).read(); os.remove({str(table)!r})", prose="# Own")
    listener = Listener()

    quick(notebooks, out, progress=listener)

    assert f"01-own.ipynb: file {table} changed while it ran; not kept for the next build" in listener.lines


# Entries that are damaged, gone, or cannot be written.

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda good: b"",
    "cut short": lambda good: good[: len(good) // 2],
    "cut by a byte": lambda good: good[:-1],
    "one digit changed": lambda good: good.replace(b"There are 5", b"There are 6"),
    "not text": lambda good: b"\xff\xfe" + good,
    "resting on something else": lambda good: good.replace(b"names.csv", b"nmaes.csv"),
    "of another shape": lambda good: b"{}\n[]",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_entry_is_a_miss(again: Place, damage: Callable[[bytes], bytes]) -> None:
    path = entry(again)
    good = path.read_bytes()
    path.write_bytes(damage(good))
    assert path.read_bytes() != good

    assert reasons(again.notebooks) == {"00-first.ipynb": "its remembered results are damaged"}


def test_damaged_entry_is_mended(again: Place) -> None:
    before = contents(again.out)
    entry(again).write_bytes(DAMAGES["one digit changed"](entry(again).read_bytes()))

    result = build(again.out, notebooks=again.notebooks, fork=False)

    assert result.executed == ("00-first.ipynb",)
    assert contents(again.out) == before
    assert quick(again.notebooks, again.out).executed == ()


def test_damaged_edition_is_made_anew(again: Place) -> None:
    before = contents(again.out)
    for path in (again.cache / "editions").iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    shutil.rmtree(again.out)

    result = build(again.out, notebooks=again.notebooks)

    assert result.executed == ()
    assert contents(again.out) == before


def test_forgotten_results_are_explained(again: Place) -> None:
    entry(again).unlink()

    assert reasons(again.notebooks) == {"00-first.ipynb": "its results were forgotten"}


def test_damaged_note_of_the_last_build_does_no_harm(again: Place) -> None:
    for path in (again.cache / "last").iterdir():
        path.write_bytes(b"?")

    assert build(again.out, notebooks=again.notebooks).executed == ()


def test_cache_that_cannot_be_used_does_not_stop_the_build(
    tmp_path: Path, notebooks: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "file" / "cache"))
    listener = Listener()

    assert quick(notebooks, out, progress=listener).executed == ("00-first.ipynb",)
    assert "There are 5 names." in page(out)
    assert [line for line in listener.lines if "not kept for the next build" in line]


def test_nothing_half_written_stays_in_the_cache(again: Place) -> None:
    assert list(again.cache.rglob("*.part")) == []


def test_failing_notebook_is_not_remembered_but_those_before_it_are(notebooks: Path, out: Path) -> None:
    from iomreport.errors import BuildError

    put(notebooks, "01-fine.ipynb", "fine = 1", prose="# Fine")
    put(notebooks, "02-fails.ipynb", "1 / 0", prose="# Fails")

    with pytest.raises(BuildError):
        quick(notebooks, out, jobs=1)
    with pytest.raises(BuildError, match=r"02-fails\.ipynb"):
        quick(notebooks, out, jobs=1)


# Clearing up.


def test_clean_forgets_everything_and_touches_nothing_else(again: Place) -> None:
    (again.cache / "mine.txt").write_text("mine", encoding="utf-8")
    (again.cache / "outputs" / "mine.txt").write_text("mine", encoding="utf-8")

    number, size = cache.clean()

    assert number == 6
    assert size > 1000
    assert sorted(path.name for path in again.cache.rglob("*") if path.is_file()) == ["mine.txt", "mine.txt"]
    assert reasons(again.notebooks) == {"00-first.ipynb": "no build has kept results of it"}


def test_entries_that_no_build_has_used_for_long_are_forgotten(again: Place) -> None:
    old = entry(again).with_name("old-entry.json")
    shutil.copy(entry(again), old)
    os.utime(old, (0, 0))

    quick(again.notebooks, again.out)

    assert not old.exists()
    assert entry(again).exists()


def test_reading_a_notebook_leaves_out_what_it_gave() -> None:
    path = CHECKOUT / "notebooks" / "00-summary.ipynb"

    cells = without_outputs(path).cells

    assert [cell for cell in cells if "outputs" in cell] == []
    assert {type(cell["source"]) for cell in cells} == {str}


def test_cells_of_the_same_file_are_read_once_unless_what_is_kept_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path))
    first, second = [{"source": "1"}], [{"source": "2"}]

    assert cache.cells_of(b"a file", lambda: first) == first
    assert cache.cells_of(b"a file", lambda: second) == first
    assert cache.cells_of(b"another", lambda: second) == second
    for kept in (tmp_path / "cells").iterdir():
        kept.write_bytes(kept.read_bytes()[:-1])
    assert cache.cells_of(b"a file", lambda: second) == second


def test_notebook_of_an_older_format_is_read_as_the_same(tmp_path: Path) -> None:
    import nbformat

    path = tmp_path / "00-old.ipynb"
    path.write_text(json.dumps(nbformat.convert(code_notebook(*SHOW), 3)), encoding="utf-8")

    assert [cell["source"] for cell in without_outputs(path).code] == list(SHOW)
