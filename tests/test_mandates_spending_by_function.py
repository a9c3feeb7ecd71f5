"""Chapter 2: money by function beside what the mandate says."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from drawn import marks
from drawn_text import faults_in, texts_in
from matplotlib.axes import Axes

from iomreport import Figure, Table, load
from iomreport.mandates import spending_by_function

pytestmark = pytest.mark.slow

NAMES = tuple(spending_by_function.FUNCTIONS.values())


@pytest.fixture
def money() -> pandas.DataFrame:
    """Return expenditure by function around the change of headings, with a year missing, by hand."""
    parts = {"humanitarian assistance": 1, "development assistance": 2, "global agenda": 1}
    rows = [
        (year, "expenditure", part, weight * 1_000_000 * (year - 2000), "yes", "sourced", "s1")
        for year in (2014, 2015, 2016, 2017, 2019)
        for part, weight in parts.items()
    ]
    rows += [
        (2016, "expenditure", "total", 64_000_000, "yes", "sourced", "s1"),
        (2016, "expenditure", "global agenda", 1, "no", "sourced", "s2"),
        (2018, "expenditure", "global agenda", 1, "yes", "unverified", "s3"),
        (2016, "revenue", "other", 5, "yes", "sourced", "s1"),
    ]
    columns = ["year", "concept", "part", "amount", "adopted", "status", "source_id"]
    return pandas.DataFrame(rows, columns=columns).astype({"year": "Int64", "amount": "Int64"})


def lines_of(axes: Axes, function: str) -> list[tuple[list[float], list[float]]]:
    """Return years and heights of each line of a function."""
    found = [line for line in axes.get_lines() if line.get_label() == function]
    return [
        (np.asarray(line.get_xdata(), float).tolist(), np.asarray(line.get_ydata(), float).tolist()) for line in found
    ]


# Computing


def test_only_adopted_and_verified_parts_of_expenditure_are_taken(money: pandas.DataFrame) -> None:
    frame = spending_by_function.expenditure_by_function(money)
    assert len(frame) == 15
    assert set(frame["source_id"]) == {"s1"}
    assert set(frame["function"]) == set(spending_by_function.FUNCTIONS.values())


def test_shares_are_of_all_functions_of_the_year(money: pandas.DataFrame) -> None:
    frame = spending_by_function.expenditure_by_function(money).query("year == 2016")
    assert frame["share"].tolist() == [0.25, 0.5, 0.25]


def test_headings_are_old_before_the_change_and_new_from_it_on(money: pandas.DataFrame) -> None:
    frame = spending_by_function.expenditure_by_function(money).drop_duplicates("year").set_index("year")["headings"]
    assert frame.to_dict() == {2014: "old", 2015: "old", 2016: "new", 2017: "new", 2019: "new"}


def test_the_notes_of_the_dataset_name_the_year_of_the_change() -> None:
    notes = (
        load("finance").query("part in @spending_by_function.FUNCTIONS and concept == 'expenditure'")["note"].unique()
    )
    assert len(notes) == 1
    assert f"changed with {spending_by_function.CHANGE}" in notes[0]


def test_functions_of_the_dataset_cover_2011_to_2024_and_add_up_to_the_total() -> None:
    frame = spending_by_function.expenditure_by_function()
    totals = load("finance").query("concept == 'expenditure' and part == 'total' and adopted == 'yes'")
    expected = totals[totals["year"].between(2011, 2024)].set_index("year")["amount"].astype(int)
    assert frame.groupby("year")["amount"].sum().astype(int).to_dict() == expected.to_dict()
    assert sorted(frame["year"].unique()) == list(range(2011, 2025))


def test_values_for_sentences() -> None:
    assert f"{spending_by_function.share_of('humanitarian assistance', 2024):percent}" == "about 64.2%"
    assert spending_by_function.spent_on("humanitarian assistance", 2024).content == 2_356_764_188
    assert str(spending_by_function.year_of(2016)) == "2016"


def test_the_lowest_year_is_looked_for_only_under_the_present_headings() -> None:
    shares = (
        spending_by_function.expenditure_by_function()
        .query("function == 'humanitarian assistance'")
        .set_index("year")["share"]
    )
    assert shares.idxmin() < spending_by_function.CHANGE
    assert (
        spending_by_function.lowest_year("humanitarian assistance").content
        == shares.loc[spending_by_function.CHANGE :].idxmin()
        == 2018
    )


# Drawing


def test_no_line_crosses_the_change_of_headings_or_a_missing_year(money: pandas.DataFrame, ax: Axes) -> None:
    assert spending_by_function.plot_functions("amount", money, ax) is ax
    assert lines_of(ax, "humanitarian assistance") == [
        ([2014, 2015], [14, 15]), ([2016, 2017], [16, 17]), ([2019], [19]),
    ]  # fmt: skip


def test_shares_are_drawn_in_per_cent(money: pandas.DataFrame, ax: Axes) -> None:
    spending_by_function.plot_functions("share", money, ax)
    assert lines_of(ax, "development assistance")[0] == ([2014, 2015], [50, 50])
    assert ax.get_ylim()[0] == 0


def test_old_headings_have_hollow_marks(money: pandas.DataFrame, ax: Axes) -> None:
    spending_by_function.plot_functions("amount", money, ax)
    lines = [line for line in ax.get_lines() if line.get_label() == "humanitarian assistance"]
    assert [line.get_markerfacecolor() == line.get_color() for line in lines] == [False, True, True]


def test_functions_differ_in_marker_as_well_as_colour(money: pandas.DataFrame, ax: Axes) -> None:
    spending_by_function.plot_functions("amount", money, ax)
    styles = {line.get_label(): line.get_marker() for line in ax.get_lines() if line.get_label() in set(NAMES)}
    assert len(set(styles.values())) == 3


# The exhibits


@pytest.fixture(scope="module")
def figure() -> Figure:
    return spending_by_function.functions_figure()


@pytest.fixture(scope="module")
def table() -> Table:
    return spending_by_function.functions_table()


def test_the_title_compares_only_years_of_the_same_headings(figure: Figure) -> None:
    assert figure.title == (
        "Humanitarian assistance was about 50% of expenditure in 2016, about 44.6% in 2018 and about 64.2% in 2024"
    )
    frame = figure.data.set_index(["year", "function"])
    assert {frame.at[(year, NAMES[0]), "headings"] for year in (2016, 2018, 2024)} == {"new"}


def test_no_text_makes_a_steady_rise_of_a_share_that_fell_first(figure: Figure) -> None:
    shares = figure.data.query("function == 'humanitarian assistance'").set_index("year")["share"]
    assert shares[2018] < shares[2016] < shares[2024]
    assert "about 50% in 2016, falls to about 44.6% in 2018 and ends at about 64.2%" in figure.alt
    assert not {"rose", "climbs"} & {*f"{figure.title} {figure.alt}".split()}


def test_texts_are_large_enough_and_lie_apart(figure: Figure) -> None:
    assert faults_in(figure.figure) == []
    for text in texts_in(figure.figure):
        if text.axes is not None and text in text.axes.texts:
            assert not any(text.get_window_extent().overlaps(mark) for mark in marks(text.axes)), text.get_text()


def test_every_area_of_the_mandate_and_every_heading_is_in_the_table(table: Table) -> None:
    areas = load("activities").query("group == 'area of migration management'")["name"].tolist()
    assert table.data["area"].tolist() == [*areas, "cross-cutting", "no area"]
    assert set(table.data["function"]) == {*NAMES, "none"}
    assert sorted("; ".join(table.data["activities"]).strip("; ").split("; ")) == sorted(
        load("activities").query("group == 'activity' and part.isna()")["name"].str.capitalize()
    )


def test_an_area_without_a_heading_has_no_amount(table: Table) -> None:
    frame = table.data.set_index("area")
    assert frame["amount"].notna().to_dict() == (frame["function"] != "none").to_dict()
    assert frame.at["addressing forced migration", "amount"] == 2_356_764_188
    assert "for 2 of the 4 areas there is no heading" in table.caption


def test_each_match_says_what_it_is_worth(table: Table) -> None:
    assert table.data["remark"].str.len().gt(0).all()
    assert any("reading of this report" in note for note in table.notes)
