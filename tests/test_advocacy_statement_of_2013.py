"""Chapter 3: the statement of December 2013, claim by claim, beside what came later."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from iomreport import Figure, Table, load
from iomreport.advocacy import statement_of_2013
from iomreport.claims import listing
from iomreport.deaths import december_figures
from iomreport.errors import ExhibitError

pytestmark = pytest.mark.slow


@pytest.fixture
def ax() -> Axes:
    return Drawing().subplots()


@pytest.fixture(scope="module")
def table() -> Table:
    return statement_of_2013.statement_table()


def cell(table: Table, claim_id: str, column: str) -> str:
    return str(table.data.set_index("claim_id").at[claim_id, column])


def test_each_claim_of_the_statement_stands_beside_evidence(table: Table) -> None:
    assert table.data["claim_id"].tolist() == ["F151", "F152", "F149", "F155", "F156"]
    assert [column.name for column in table.columns] == ["claim", "said", "later", "differs"]
    assert table.data["later"].str.len().min() > 0


def test_what_was_said_keeps_its_hedge(table: Table) -> None:
    assert cell(table, "F149", "said").startswith("may have been on record the costliest year in lives")
    assert cell(table, "F152", "said") == "at least 2,360 migrant deaths in 2013, to mid-December"
    assert cell(table, "F155", "said") == "35 billion US dollars a year"


def test_the_value_of_smuggling_stands_beside_figures_of_another_scope(table: Table) -> None:
    later = cell(table, "F155", "later")
    assert "on two main routes: nearly USD 7 billion (UNODC, October 2014)" in later
    assert "on 30 routes, 2016: USD 5.5 billion to USD 7 billion (UNODC, study of 2018)" in later
    assert "Scope and method differ" in cell(table, "F155", "differs")


def test_the_dead_of_the_year_stand_beside_the_year_after_as_it_grew(table: Table) -> None:
    later = cell(table, "F152", "later")
    assert "at least 2,109" in later
    assert "some 2,000 to 5,000" in later
    assert "some 5,000 that December" in later
    assert "5,265 to 5,550" in later


def test_the_costliest_year_stands_beside_earlier_and_later_years(table: Table) -> None:
    later = cell(table, "F149", "later")
    assert "from 2000 to September 2014 at over 40,000" in later
    assert "about 2,600 a year" in later
    assert "4,327 to 9,002 dead and missing in each full year from 2014 to 2024 (export of April 2025)" in later


def test_every_row_cites_the_statement_and_what_is_beside_it(table: Table) -> None:
    assert table.data["source_id"].str.startswith("wikipedia-iom-2014").all()
    assert {"un-news-smuggling-2018", "egypt-today-smuggling-2014"} <= set(table.source_ids)


def test_the_project_is_credited(table: Table) -> None:
    assert any("Missing Migrants Project" in note and "CC BY 4.0" in note for note in table.notes)


def test_a_claim_without_a_reading_or_evidence_says_so() -> None:
    claims = load("claims")
    claims.loc[claims["claim_id"] == "F151", ["reading", "reading_source_id"]] = None
    row = statement_of_2013.statement(claims).set_index("claim_id").loc["F151"]
    assert row["differs"] == ""
    empty = load("context").query("topic == 'refugees'")
    assert statement_of_2013.evidence_for("F151", empty).empty


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ({"unit": "persons", "value": 2360.0, "qualifier": "at least"}, "at least 2,360"),
        ({"unit": "share", "value": 0.04, "value_max": 0.07}, "4% to 7%"),
        ({"unit": "USD per year", "value": 5.5e9, "value_max": 7e9}, "USD 5.5 billion to USD 7 billion"),
        ({"unit": "persons", "value": 2000.0, "value_max": 5000.0, "qualifier": "some"}, "some 2,000 to 5,000"),
    ],
)
def test_a_figure_is_written_in_its_unit_from_end_to_end(changes: dict[str, object], written: str) -> None:
    row = pandas.Series({"value_max": None, "qualifier": None, "source_id": "a", **changes}, dtype=object)
    assert statement_of_2013.amount(row) == written


def test_a_reading_rests_on_its_own_sources() -> None:
    reading = listing.reading_of("F155")
    assert "wikipedia-iom-2014" not in reading.sources
    assert "un-news-smuggling-2018" in reading.sources
    with pytest.raises(ExhibitError, match="'reading' is empty"):
        listing.reading_of("F154")


def test_the_mean_before_is_worked_out_from_the_count_since_2000() -> None:
    assert december_figures.mean_before().content == round((40000 - 4077) / 14, -2)
    assert set(december_figures.mean_before().sources) == {
        "iom-fatal-journeys-2014",
        "toronto-star-migrant-deaths-2014",
    }


def test_figures_stand_in_the_order_in_which_they_were_reported() -> None:
    frame = december_figures.reported_figures()
    assert frame["part"].tolist() == ["said"] * 3 + ["after"] * (len(frame) - 3)
    assert frame["value"].tolist()[:5] == [2109, 2360, 2000, 4077, 5000]
    assert frame.query("part == 'after'")["told"].is_monotonic_increasing


def test_only_exports_of_the_world_and_of_the_whole_year_are_reported() -> None:
    exports = december_figures.reported_figures().query("what == 'export'")
    revisions = load("deaths_revisions").query("year == 2014 and scope == 'world' and coverage == 'full year'")
    assert sorted(exports["value"]) == sorted(revisions["dead_and_missing"])


def test_marks_stand_at_the_figures_and_a_span_is_a_bar(ax: Axes) -> None:
    assert december_figures.plot_reported_figures(ax=ax, part="said") is ax
    dots = [float(np.asarray(line.get_xdata(), dtype=float)[0]) for line in ax.get_lines()]
    assert dots == [2109.0, 2360.0]
    (bar,) = ax.patches
    assert (bar.get_x(), bar.get_x() + bar.get_width()) == (2000, 5000)  # type: ignore[attr-defined]


def test_rows_are_named_by_year_or_by_export(ax: Axes) -> None:
    december_figures.plot_reported_figures(ax=ax, part="after")
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[:3] == ["statement of September 2014", "statement of December 2014", "export of June 2017"]
    assert ax.get_xlim()[0] == 0


@pytest.fixture(scope="module")
def figure() -> Figure:
    return december_figures.december_figure()


def test_the_title_compares_each_year_with_itself(figure: Figure) -> None:
    assert figure.title == (
        "For 2013 a single count is known, at least 2,360; for 2014 the organization spoke of some 5,000 that "
        "December, and later exports hold 5,265 to 5,550"
    )


def test_the_figure_warns_against_comparing_its_two_parts(figure: Figure) -> None:
    assert "may not be compared with one another" in figure.notes[0]
    upper, lower = figure.figure.axes
    assert "another way" in lower.get_title(loc="left")
    assert upper.get_xlim() == lower.get_xlim()


def test_the_figure_credits_the_project(figure: Figure) -> None:
    assert any("Missing Migrants Project" in note and "CC BY 4.0" in note for note in figure.notes)


def test_tighter_borders_stand_beside_later_studies(table: Table) -> None:
    later = cell(table, "F156", "later")
    assert "refusals of short-stay visas rise by a tenth, 2001 to 2011: 4% to 7% (Czaika and Hobolth, 2016)" in later
    assert "rather than controls at borders" in cell(table, "F156", "differs")


def test_the_larger_figure_was_said_again_and_put_lower_in_the_same_year(table: Table) -> None:
    later = cell(table, "F155", "later")
    assert "about USD 35 billion (Director General of IOM, May 2017)" in later
    assert "USD 10 billion (IOM data centre, June 2017)" in later


def test_no_claim_is_without_a_word_on_method_and_scope(table: Table) -> None:
    assert statement_of_2013.NOTHING not in set(table.data["later"])
    assert table.data["differs"].str.len().min() > 0
