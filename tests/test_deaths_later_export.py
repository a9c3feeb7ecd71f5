"""Chapter 3 follows an export that is newer than the one it was written with."""

from __future__ import annotations

import ast
import functools
import shutil
from pathlib import Path

import nbformat
import pytest
from exports import D2, HARSH, Record, write
from making import CHECKOUT

from iomreport.exhibits import Figure, Sentence, Table
from iomreport.missing_migrants import command

import_export = functools.partial(command.import_export, whole_world=True)  # made-up exports are small

pytestmark = pytest.mark.slow

SEA = {"Migration Route": "Central Mediterranean", "Region of Incident": "Mediterranean", "Cause of Death": "Drowning"}
UNNAMED = {"Migration Route": "", "Region of Incident": "South-eastern Asia", "Cause of Death": "Mixed or unknown"}
DESERT = {"Migration Route": "Sahara Desert crossing", "Region of Incident": "Northern Africa", "Cause of Death": HARSH}

BORDER = "US-Mexico border crossing"
CANARIES = "Western Africa / Atlantic route to the Canary Islands"


def record(date: str, dead: int, missing: int, where: Record) -> Record:
    """Return a record of a day, with two children among the dead and one woman."""
    return {
        **D2[0], **where, "Main ID": f"{date[:4]}.MMP{date[5:7]}", "Incident Date": date, "Incident Year": date[:4],
        "Month": "", "Number of Dead": str(dead), "Minimum Estimated Number of Missing": str(missing),
        "Total Number of Dead and Missing": str(dead + missing), "Number of Children": "2", "Source Quality": "4",
    }  # fmt: skip


def later() -> list[Record]:
    """Return records of 9,000 people in each year from 2014 to 2025, some more in 2020 and 2025, and of 9 in 2026."""
    years = [
        one
        for year in range(2014, 2026)
        for one in (
            record(f"{year}-01-10", 5000, 2000, SEA), record(f"{year}-06-10", 1000, 500, UNNAMED),
            record(f"{year}-12-20", 300, 200, DESERT),
        )
    ]  # fmt: skip
    others = [record("2020-03-01", 1, 1, {**SEA, "Migration Route": route}) for route in (BORDER, CANARIES)]
    return [*years, *others, record("2025-07-01", 2000, 3000, SEA), record("2026-02-03", 4, 5, SEA)]


def shown(source: str, names: dict[str, object]) -> object:
    """Run a code cell and return what its last line shows."""
    *body, last = ast.parse(source).body
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    exec(compile(ast.Module([last], []), "cell", "exec"), names)
    return None


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return what each cell of the chapter shows once a newer export has been imported."""
    top = tmp_path_factory.mktemp("later")
    data = Path(shutil.copytree(CHECKOUT / "data", top / "data"))
    list(
        import_export(
            write(top, [{**one, "Incident ID": str(number)} for number, one in enumerate(later())]),
            data,
            export="2026-06",
        )
    )
    notebook = nbformat.read(CHECKOUT / "notebooks" / "03-advocacy.ipynb", as_version=4)
    names: dict[str, object] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOMREPORT_DATA", str(data))
        return {cell.id: shown(cell.source, names) for cell in notebook.cells if cell.cell_type == "code"}


def test_every_exhibit_of_the_chapter_can_still_be_made(chapter: dict[str, object]) -> None:
    assert all(isinstance(one, (Figure, Table, Sentence)) for name, one in chapter.items() if name != "imports")


def test_sentences_on_the_last_full_year_speak_of_the_new_one(chapter: dict[str, object]) -> None:
    assert str(chapter["the-dead-and-the-missing-sentence-b"]) == (
        "There are 3 records for 2014 and 4 for 2025. "
        "On average a record stands for 3,000.0 people in 2014 and for 3,500.0 in 2025."
    )
    assert "about 16.7% in 2014 and about 10.7% in 2025" in str(chapter["how-and-where-people-died-sentence"])
    assert "30% of the people recorded in 2014 and about 40.7% in 2025" in str(chapter["those-never-found-sentence"])


def test_a_press_figure_stands_beside_the_count_of_the_year_that_it_is_about(chapter: dict[str, object]) -> None:
    text = str(chapter["the-dead-and-the-missing-sentence"])
    assert "For the whole of 2025 the press of 2026 reported at least 7,667 people" in text
    assert "holds at least 14,000 for that year, up to 31 December 2025" in text
    text = str(chapter["why-a-total-needs-its-date-sentence-c"])
    assert "For 2024, sources differ" in text
    assert "the export of June 2026 adds up to at least 9,000" in text


def test_the_collection_that_is_not_dated_is_still_set_against_the_exports_of_its_time(
    chapter: dict[str, object],
) -> None:
    text = str(chapter["why-a-total-needs-its-date-sentence-b"])
    assert "fewer people than the export of April 2025 for 9 of 10 years" in text
    assert "within 2 people of those of November 2024" in text


def test_titles_take_in_the_new_months(chapter: dict[str, object]) -> None:
    figure = chapter["deaths-figure"]
    assert isinstance(figure, Figure)
    assert str(figure.title).startswith(
        f"From 2014 to 3 February 2026, at least {12 * 9000 + 2 + 2 + 5000 + 9:,} people"
    )
