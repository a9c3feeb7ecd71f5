"""The build: whole or not at all, the same bytes whatever the surroundings, and nothing executed twice."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from bs4 import BeautifulSoup
from making import CHECKOUT, Built, code_notebook, run
from pypdf import PdfReader

from iomreport import growth
from iomreport.build import BuildResult, build, cache
from iomreport.errors import BuildError, UsageError

SHOW = (
    "from iomreport import load, say, tally",
    'say("There are {names} names.", names=tally(load("names")))',
)


class Listener:
    """Keeps what a build tells."""

    def __init__(self) -> None:
        self.cells: dict[str, int] = {}
        self.ran: list[str] = []
        self.lines: list[str] = []

    def planned(self, notebook: str, cells: int) -> None:
        """Keep how many cells a notebook has."""
        self.cells[notebook] = cells

    def executed(self, notebook: str) -> None:
        """Keep that a cell has run."""
        self.ran.append(notebook)

    def said(self, message: str) -> None:
        """Keep a step."""
        self.lines.append(message)


@dataclass(frozen=True)
class Place:
    """Where a build happens: its notebooks, its cache and where it writes to."""

    notebooks: Path
    cache: Path
    out: Path


def place(top: Path) -> Place:
    return Place(top / "notebooks", top / "cache", top / "build")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildResult]:
    """Build a report of one small notebook, once, for those who want to see what a second build does."""
    top = tmp_path_factory.mktemp("first")
    made = place(top)
    made.notebooks.mkdir()
    put(made.notebooks, "00-first.ipynb", *SHOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOMREPORT_CACHE", str(made.cache))
        return top, build(made.out, notebooks=made.notebooks)


@pytest.fixture
def again(first: tuple[Path, BuildResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a copy of the small report, built and remembered."""
    top = tmp_path / "again"
    shutil.copytree(first[0], top)
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


def put(folder: Path, name: str, *sources: str, prose: str = "# A chapter") -> Path:
    path = folder / name
    nbformat.write(code_notebook(*sources, prose=prose), path)
    return path


def page(out: Path) -> str:
    soup: Any = BeautifulSoup((out / "report.html").read_text(encoding="utf-8"), "html.parser")
    for code in soup.main.select("pre, details, textarea"):
        code.decompose()
    return str(soup.main.get_text())


def contents(out: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}


def quick(notebooks: Path, out: Path, **options: Any) -> BuildResult:
    return build(out, notebooks=notebooks, formats=["html"], **options)


# What is written.


def test_build_writes_both_editions(built: Built) -> None:
    assert sorted(path.name for path in built.folder.iterdir()) == ["report.html", "report.pdf"]
    assert built.html.startswith("<!DOCTYPE html>")
    assert built.pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("edition", ["html", "pdf"])
def test_only_the_editions_asked_for_are_written(notebooks: Path, out: Path, edition: str) -> None:
    result = build(out, notebooks=notebooks, formats=[edition])

    assert [path.name for path in out.iterdir()] == [f"report.{edition}"]
    assert result.files == (out / f"report.{edition}",)


def test_pdf_is_set_on_the_paper_asked_for_and_its_source_left_beside_it(notebooks: Path, out: Path) -> None:
    build(out, formats=["pdf"], paper="us-letter", keep_typst=True, notebooks=notebooks)

    assert [float(side) for side in PdfReader(out / "report.pdf").pages[0].mediabox[2:]] == [612, 792]
    assert json.loads((out / "typst" / "document.json").read_text(encoding="utf-8"))["paper"] == "us-letter"


def test_edition_not_asked_for_stays_as_it_was(notebooks: Path, out: Path) -> None:
    out.mkdir()
    (out / "report.pdf").write_bytes(b"of last year")

    quick(notebooks, out)

    assert (out / "report.pdf").read_bytes() == b"of last year"


def test_folder_is_made_with_all_above_it(notebooks: Path, out: Path) -> None:
    quick(notebooks, out / "deep" / "down")

    assert (out / "deep" / "down" / "report.html").is_file()


def test_build_does_not_change_the_notebooks(notebooks: Path, out: Path) -> None:
    before = contents(notebooks)

    quick(notebooks, out)

    assert contents(notebooks) == before


def test_chapters_follow_the_names_of_the_notebooks(notebooks: Path, out: Path) -> None:
    put(notebooks, "10-last.ipynb", prose="# The last")
    put(notebooks, "02-middle.ipynb", prose="# The middle")
    put(notebooks, "draft.ipynb", prose="# A draft")

    quick(notebooks, out)

    soup = BeautifulSoup((out / "report.html").read_text(encoding="utf-8"), "html.parser")
    chapters = [heading.get_text(" ", strip=True) for heading in soup.select("main h2")]
    assert chapters == ["1 A chapter", "2 The middle", "3 The last", "Sources"]


def test_listener_is_told_of_every_cell(notebooks: Path, out: Path) -> None:
    listener = Listener()

    quick(notebooks, out, progress=listener, use_cache=False)

    assert listener.cells == {"00-first.ipynb": 2}
    assert listener.ran == ["00-first.ipynb", "00-first.ipynb"]
    assert listener.lines == ["00-first.ipynb: executing", "report.html: exporting"]


def test_no_kernel_is_left_running(notebooks: Path, out: Path) -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}

    quick(notebooks, out, use_cache=False)

    left = [child for child in psutil.Process().children(recursive=True) if child.pid not in before]
    assert [child for child in left if child.status() != psutil.STATUS_ZOMBIE] == []


# What goes wrong.


def failing(folder: Path) -> Path:
    return put(folder, "01-second.ipynb", "fine = 1", "fine / 0\nnever = 1")


def test_failing_cell_is_named_with_its_notebook_and_error(notebooks: Path, out: Path) -> None:
    failing(notebooks)

    with pytest.raises(BuildError) as caught:
        quick(notebooks, out)

    message = str(caught.value)
    for part in ("01-second.ipynb", "cell 3", "code-2", "fine / 0", "ZeroDivisionError: division by zero"):
        assert part in message
    assert "\n" not in message


def test_failing_cell_leaves_the_last_report_as_it_was(again: Place) -> None:
    before = contents(again.out)
    failing(again.notebooks)

    with pytest.raises(BuildError):
        build(again.out, notebooks=again.notebooks)

    assert contents(again.out) == before


def test_failing_notebook_is_not_remembered(notebooks: Path, out: Path) -> None:
    failing(notebooks)

    for _ in range(2):
        with pytest.raises(BuildError, match="ZeroDivisionError"):
            quick(notebooks, out)


def test_edition_that_cannot_be_made_leaves_the_others_as_they_were(
    again: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iomreport.export import typeset

    before = contents(again.out)
    put(again.notebooks, "00-first.ipynb", *SHOW, prose="# Another title")
    (tmp_path / "broken.typ").write_text('#panic("broken")', encoding="utf-8")
    monkeypatch.setattr(typeset, "_TEMPLATE", tmp_path / "broken.typ")

    with pytest.raises(BuildError):
        build(again.out, notebooks=again.notebooks)

    assert contents(again.out) == before


def test_kernel_that_dies_is_told_with_its_notebook(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-first.ipynb", "import os", "os._exit(1)")

    with pytest.raises(BuildError, match=r"00-first\.ipynb.*kernel"):
        quick(notebooks, out)


def test_exhibit_without_alt_text_stops_the_build_with_the_reason(notebooks: Path, out: Path) -> None:
    code = 'iomreport.Figure(None, id="x", title="A title", alt="", data=iomreport.load("names"))'
    put(notebooks, "00-first.ipynb", "import iomreport", code)

    with pytest.raises(BuildError, match="lacks alt"):
        quick(notebooks, out)


@pytest.mark.parametrize("text", ["", "{", "not a notebook", "[]"])
def test_file_that_is_no_notebook_is_told_by_name(notebooks: Path, out: Path, text: str) -> None:
    (notebooks / "01-damaged.ipynb").write_text(text, encoding="utf-8")

    with pytest.raises(BuildError, match=r"01-damaged\.ipynb"):
        quick(notebooks, out)


def test_unknown_edition_suggests_the_nearest(notebooks: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="no edition 'htm'; did you mean 'html'"):
        build(out, notebooks=notebooks, formats=["htm"])

    assert not out.exists()


def test_unknown_paper_suggests_the_nearest(notebooks: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'us-letter'"):
        build(out, paper="us-leter", notebooks=notebooks)


def test_no_edition_at_all_is_an_error(notebooks: Path, out: Path) -> None:
    with pytest.raises(UsageError):
        build(out, notebooks=notebooks, formats=[])


def test_folder_without_notebooks_is_an_error(tmp_path: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="holds no notebooks"):
        build(out, notebooks=tmp_path)


def test_out_folder_that_is_a_file_is_one_clear_error(notebooks: Path, out: Path) -> None:
    out.write_text("mine", encoding="utf-8")

    with pytest.raises(BuildError) as caught:
        quick(notebooks, out)

    assert str(out) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert out.read_text(encoding="utf-8") == "mine"


def test_edition_that_is_a_folder_is_one_clear_error(notebooks: Path, out: Path) -> None:
    (out / "report.html").mkdir(parents=True)

    with pytest.raises(BuildError, match="could not be written"):
        quick(notebooks, out)

    assert [path.name for path in out.iterdir()] == ["report.html"]


def test_warning_of_a_cell_does_not_reach_the_report(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-first.ipynb", *SHOW, 'import warnings\nwarnings.warn("mind the gap")')

    try:
        quick(notebooks, out)
    except BuildError as error:
        assert "mind the gap" in str(error)  # noqa: PT017 - to refuse is as good as to keep it out
    else:
        assert "mind the gap" not in page(out)


# What is remembered.


def test_second_build_executes_nothing_and_gives_the_same_bytes(first: tuple[Path, BuildResult], again: Place) -> None:
    before = contents(again.out)
    listener = Listener()
    second = build(again.out, notebooks=again.notebooks, progress=listener)

    assert (first[1].executed, first[1].remembered) == (("00-first.ipynb",), ())
    assert (second.executed, second.remembered) == ((), ("00-first.ipynb",))
    assert listener.ran == []
    assert contents(again.out) == before


def test_changed_prose_executes_nothing_and_is_shown(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-first.ipynb", *SHOW, prose="# A chapter\n\nNewly written.")

    result = quick(notebooks, out)

    assert result.executed == ()
    assert "Newly written." in page(out)
    assert "There are 5 names." in page(out)


def test_changed_code_executes(notebooks: Path, out: Path) -> None:
    put(notebooks, "00-first.ipynb", SHOW[0], SHOW[1].replace("There are", "It bore"))

    result = quick(notebooks, out)

    assert result.executed == ("00-first.ipynb",)
    assert "It bore 5 names." in page(out)


def test_only_the_new_notebook_executes(notebooks: Path, out: Path) -> None:
    put(notebooks, "01-second.ipynb", "pass", prose="# Second")

    result = quick(notebooks, out)

    assert (result.executed, result.remembered) == (("01-second.ipynb",), ("00-first.ipynb",))


def test_key_depends_on_the_order_of_the_cells() -> None:
    assert cache.key(code_notebook("a = 1", "b = 2")) != cache.key(code_notebook("b = 2", "a = 1"))


def test_cache_can_be_left_out(notebooks: Path, out: Path) -> None:
    assert quick(notebooks, out, use_cache=False).executed == ("00-first.ipynb",)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda good: b"", id="empty"),
        pytest.param(lambda good: good[: len(good) // 2], id="cut short"),
        pytest.param(lambda good: b"\xff\xfe" + good, id="not text"),
        pytest.param(lambda good: b"null", id="null"),
        pytest.param(lambda good: b"[]", id="of no cells"),
        pytest.param(lambda good: b"{}", id="of another shape"),
        pytest.param(lambda good: json.dumps([{"outputs": []}] * 2).encode(), id="without counts"),
        pytest.param(
            lambda good: json.dumps([{"outputs": [5], "execution_count": 1}] * 2).encode(), id="of no outputs"
        ),
    ],
)
def test_damaged_entry_is_as_good_as_none(again: Place, damage: Any) -> None:
    notebook = code_notebook(*SHOW)
    (entry,) = again.cache.iterdir()
    assert cache.recall(notebook)
    entry.write_bytes(damage(entry.read_bytes()))

    assert not cache.recall(code_notebook(*SHOW))
    cache.remember(notebook)
    assert cache.recall(code_notebook(*SHOW))


def test_build_with_a_damaged_entry_executes_and_mends_it(again: Place) -> None:
    before = contents(again.out)
    (entry,) = again.cache.iterdir()
    good = entry.read_bytes()
    entry.write_bytes(good[:99])

    result = build(again.out, notebooks=again.notebooks)

    assert result.executed == ("00-first.ipynb",)
    assert contents(again.out) == before
    assert entry.read_bytes() == good


def test_cache_that_cannot_be_used_does_not_stop_the_build(
    tmp_path: Path, notebooks: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "file" / "cache"))

    assert quick(notebooks, out).executed == ("00-first.ipynb",)
    assert "There are 5 names." in page(out)


def test_nothing_half_written_stays_in_the_cache(again: Place) -> None:
    assert [path.suffix for path in again.cache.iterdir()] == [".json"]


def test_changed_data_change_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    shutil.copytree(CHECKOUT / "data", data)
    monkeypatch.setattr(cache, "data_folder", lambda: data)
    notebook = code_notebook(*SHOW)
    before = cache.key(notebook)
    (data / "names.csv").write_text((data / "names.csv").read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert cache.key(notebook) != before


def test_key_does_not_depend_on_prose_outputs_or_metadata() -> None:
    plain, dressed = code_notebook(*SHOW), code_notebook(*SHOW, prose="# Other")
    dressed.cells[-1].outputs = [nbformat.v4.new_output("stream", text="x")]
    dressed.metadata["x"] = "y"

    assert cache.key(plain) == cache.key(dressed)


def test_key_tells_two_cells_from_one_that_says_the_same() -> None:
    assert cache.key(code_notebook("a = 1", "b = 2")) != cache.key(code_notebook("a = 1\nb = 2"))


# The same bytes, whatever the surroundings.


@pytest.mark.slow
def test_report_built_anew_has_the_same_bytes(built: Built, notebooks_folder: Path, out: Path) -> None:
    build(out, notebooks=notebooks_folder, use_cache=False)

    assert contents(out) == contents(built.folder)


HOSTILE_RC = """
figure.figsize: 2, 2
font.size: 30
lines.linewidth: 9
axes.facecolor: red
xtick.major.size: 20
svg.fonttype: none
svg.hashsalt: other
"""
CROPPING_RC = "savefig.bbox: tight\nsavefig.pad_inches: 1\nsavefig.transparent: True\n"
STARTUP = "print('hello')\nimport matplotlib\nmatplotlib.rcParams['font.size'] = 30\n"
SETTINGS = "c.InteractiveShell.ast_node_interactivity = 'all'\nc.InteractiveShellApp.exec_lines = ['load = 1']\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "files"),
    [
        pytest.param({"MATPLOTLIBRC": "rc"}, {"rc": HOSTILE_RC}, id="a matplotlibrc of other sizes"),
        pytest.param({"MATPLOTLIBRC": "rc"}, {"rc": CROPPING_RC}, id="a matplotlibrc that crops"),
        pytest.param(
            {"IPYTHONDIR": "ipython"},
            {"ipython/profile_default/startup/00.py": STARTUP},
            id="a startup file of IPython",
        ),
        pytest.param(
            {"IPYTHONDIR": "ipython"},
            {"ipython/profile_default/ipython_config.py": SETTINGS},
            id="settings of IPython",
        ),
        pytest.param(
            {
                "MPLBACKEND": "module://nowhere",
                "LANG": "tr_TR.UTF-8",
                "LC_ALL": "C",
                "TZ": "Pacific/Auckland",
                "PYTHONHASHSEED": "7",
                "PYTHONWARNINGS": "always",
                "FORCE_COLOR": "1",
            },
            {},
            id="another backend, language, time zone and seed",
        ),
    ],
)
def test_page_has_the_same_bytes_for_a_user_with(
    variables: dict[str, str], files: dict[str, str], built: Built, command: list[str | Path], tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    environment = {
        name: str(tmp_path / value) if name in {"MATPLOTLIBRC", "IPYTHONDIR"} else value
        for name, value in variables.items()
    }

    done = run([*command, "build", "--no-cache", "--formats", "html"], tmp_path, **environment)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "build" / "report.html").read_text(encoding="utf-8") == built.html


def test_exhibit_drawn_in_this_process_is_the_one_in_the_report(soup: Any) -> None:
    shown = growth.members_figure()

    assert soup.select_one(f"#{shown.id} .title").get_text() == shown.title


def test_build_runs_from_any_folder(tmp_path: Path, command: list[str | Path]) -> None:
    (tmp_path / "iomreport.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")
    (tmp_path / "pandas.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")

    done = run([sys.executable, "-P", *command[1:], "build", "--formats", "html"], tmp_path)

    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["report.html"]
