"""The build as a whole: what it writes, what goes wrong, and the same bytes whatever the surroundings."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from building import SHOW, Listener, Place, contents, facts, page, processes, put, quick, settings_of_a_user
from calling import COMMAND
from making import CHECKOUT, Built, run
from notebook_outputs import other_versions
from pypdf import PdfReader

from iomreport import catalog, formats, growth
from iomreport.errors import BuildError, UsageError
from iomreport.export import HtmlExporter, PdfExporter
from iomreport.pipeline import build
from iomreport.pipeline.assemble import assemble, front_matter
from iomreport.pipeline.notebook_files import report_notebooks

pytestmark = pytest.mark.slow


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


@pytest.mark.parametrize("minor", [0, 4])
def test_notebook_of_an_older_format_is_built_though_its_cells_have_no_names(
    tmp_path: Path, out: Path, minor: int
) -> None:
    path = put(tmp_path / "old", "00-old.ipynb", "print(6 * 7)")
    old = nbformat.read(path, as_version=4)
    old.nbformat_minor = minor
    for cell in old.cells:
        del cell["id"]
    path.write_text(json.dumps(old), encoding="utf-8")

    quick(path.parent, out)

    assert "<pre>42" in (out / "report.html").read_text(encoding="utf-8")


def test_listener_is_told_of_every_cell(notebooks: Path, out: Path) -> None:
    listener = Listener()

    quick(notebooks, out, progress=listener, use_cache=False)

    assert listener.cells == {"00-first.ipynb": 2}
    assert listener.ran == ["00-first.ipynb", "00-first.ipynb"]
    assert listener.lines == ["00-first.ipynb: executing", "report.html: exporting"]


def test_no_kernel_is_left_running(notebooks: Path, out: Path) -> None:
    before = processes()

    quick(notebooks, out, use_cache=False)

    assert processes() <= before


# A part of the report.


@pytest.fixture
def several(notebooks: Path) -> Path:
    """Return a folder with three notebooks."""
    put(notebooks, "01-growth.ipynb", prose="# How it grew")
    put(notebooks, "02-mandates.ipynb", prose="# What it may do")
    return notebooks


@pytest.mark.parametrize("name", ["growth", "01-growth", "01-growth.ipynb"])
def test_report_can_be_made_of_one_notebook(several: Path, out: Path, name: str) -> None:
    result = quick(several, out, only=[name])

    assert [notebook.name for notebook in result.notebooks] == ["01-growth.ipynb"]
    assert "How it grew" in page(out)
    assert "A chapter" not in page(out)


def test_report_of_a_part_says_so_on_its_title_page(several: Path, out: Path) -> None:
    quick(several, out, only=["mandates", "growth"])

    assert facts(out)["Of the report, only"] == "How it grew, What it may do"


def test_report_of_all_says_nothing_of_parts(several: Path, out: Path) -> None:
    quick(several, out)

    assert "Of the report, only" not in facts(out)


def test_unknown_notebook_suggests_the_nearest(several: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="no notebook 'grwoth'; did you mean 'growth'"):
        quick(several, out, only=["grwoth"])

    assert not out.exists()


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
        build(again.out, notebooks=again.notebooks, fork=False)

    assert contents(again.out) == before


def test_failing_notebook_is_not_remembered(notebooks: Path, out: Path) -> None:
    failing(notebooks)

    for _ in range(2):
        with pytest.raises(BuildError, match="ZeroDivisionError"):
            quick(notebooks, out)


def test_edition_that_cannot_be_made_leaves_the_others_as_they_were(
    again: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any, **options: Any) -> None:
        raise BuildError("the PDF could not be typeset")

    before = contents(again.out)
    put(again.notebooks, "00-first.ipynb", *SHOW, prose="# Another title")
    monkeypatch.setattr(PdfExporter, "from_notebook_node", refuse)

    with pytest.raises(BuildError, match="could not be typeset"):
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


@pytest.mark.parametrize("option", ["jobs", "timeout"])
@pytest.mark.parametrize("number", [0, -1])
def test_number_that_means_nothing_is_an_error(notebooks: Path, out: Path, option: str, number: int) -> None:
    with pytest.raises(UsageError, match=f"{option} is {number}; it has to be at least 1"):
        quick(notebooks, out, **{option: number})


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


# The same bytes, whatever the surroundings.


def test_editions_are_the_same_whatever_folder_time_zone_and_hash_seed(notebooks: Path, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from iomreport.pipeline import build; " + (
        "build(Path(sys.argv[2]), notebooks=Path(sys.argv[1]), fork=False)"
    )
    made = []
    for name, zone, seed in (("here", "Pacific/Kiritimati", "1"), ("over there", "America/Adak", "22")):
        top = Path(shutil.copytree(notebooks, tmp_path / name / "notebooks")).parent
        environment = {"TZ": zone, "PYTHONHASHSEED": seed, "IOMREPORT_CACHE": str(top / "cache")}
        done = run([sys.executable, "-c", code, top / "notebooks", top / "build"], top, **environment)
        assert done.returncode == 0, done.stderr
        made.append(contents(top / "build"))

    assert made[0] == made[1]
    assert sorted(made[0]) == ["report.html", "report.pdf"]


def test_date_on_the_title_page_is_that_of_the_data(notebooks: Path, out: Path) -> None:
    quick(notebooks, out)

    assert facts(out)["Data closed on"] == formats.date_text(catalog.closed_on())


def test_date_can_be_given_by_source_date_epoch(notebooks: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")

    result = quick(notebooks, out)

    assert result.executed == ()
    assert facts(out)["Edition of"] == "2 January 1970"


@pytest.mark.parametrize("text", ["today", "1e9", "99999999999999999999"])
def test_source_date_epoch_that_is_none_is_an_error(
    notebooks: Path, out: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)

    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is"):
        quick(notebooks, out)


@pytest.mark.skipif(other_versions() != (), reason=f"other versions draw: {', '.join(other_versions())}")
def test_report_is_the_one_that_the_notebooks_hold_whatever_the_user_has_set(built: Built) -> None:
    """And what they hold is what kernels of their own compute: that is what `make test-notebooks` compares."""
    notebooks = [nbformat.read(path, as_version=4) for path in report_notebooks(CHECKOUT / "notebooks")]
    report = assemble(notebooks, front_matter())

    assert HtmlExporter().from_notebook_node(report)[0] == built.html
    assert PdfExporter().from_notebook_node(report)[0] == built.pdf


@pytest.mark.usefixtures("built")
def test_chapter_has_the_same_bytes_without_forking(tmp_path: Path) -> None:
    forked = build(tmp_path / "forked", only=["mandates"])

    done = run(
        [*COMMAND, "build", "--no-cache", "--no-fork", "--only", "mandates"],
        tmp_path,
        **settings_of_a_user(tmp_path),
    )

    assert done.returncode == 0, done.stderr
    assert forked.executed == ()
    assert contents(tmp_path / "build") == contents(tmp_path / "forked")


def test_exhibit_drawn_in_this_process_is_the_one_in_the_report(soup: Any) -> None:
    shown = growth.members_figure()

    assert soup.select_one(f"#{shown.id} .title").get_text() == shown.title


def test_build_runs_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "iomreport.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")
    (tmp_path / "pandas.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")

    done = run([sys.executable, "-P", *COMMAND[1:], "build", "--only", "summary", "--formats", "html"], tmp_path)

    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["report.html"]
