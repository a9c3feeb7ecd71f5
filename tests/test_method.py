"""Sources and method: coverage, how tables were made, and what they were held against."""

from __future__ import annotations

from pathlib import Path

import pandas
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Drawing

from iomreport import catalog, checks, load, theme
from iomreport.method import coverage, keeping, making
from iomreport.places import shipped_data_folder

# Coverage.


def test_every_series_has_some_year() -> None:
    covered = coverage.coverage()

    assert list(dict.fromkeys(covered["series"])) == [series.name for series in coverage.SERIES]


def test_expenditure_covers_the_single_years_and_the_run() -> None:
    years = coverage.coverage().query("series == 'Expenditure'")["year"].tolist()
    adopted = load("finance").query("concept == 'expenditure' and part == 'total' and adopted == 'yes'")

    assert years == sorted(set(adopted["year"]))


def test_rows_of_a_year_are_counted_and_those_in_dispute_left_out() -> None:
    offices = load("footprint").query("measure == 'offices'")
    years = offices["as_of"].str[:4].astype(int)
    covered = coverage.coverage().query("series == 'Offices'").set_index("year")

    assert covered["rows"].to_dict() == years.value_counts().to_dict()
    assert covered["undisputed"].sum() == (offices["status"] == "sourced").sum()


@pytest.fixture
def drawn() -> Drawing:
    frame = pandas.DataFrame(
        {
            "series": ["One", "One", "Two"],
            "dataset": ["a", "a", "b"],
            "year": [2000, 2002, 2001],
            "rows": [1, 2, 1],
            "undisputed": [1, 1, 0],
        }
    )
    figure = Drawing()
    coverage.plot_coverage(frame, figure.subplots())
    return figure


def test_block_stands_for_each_year_with_a_value(drawn: Drawing) -> None:
    blocks = {(round(bar.get_x() + 0.4), round(bar.get_y() + bar.get_height() / 2)) for bar in drawn.axes[0].patches}

    assert blocks == {(2000, 0), (2002, 0), (2001, 1)}


def test_block_of_a_disputed_year_is_hollow(drawn: Drawing) -> None:
    faces = {round(bar.get_x() + 0.4): to_hex(bar.get_facecolor()) for bar in drawn.axes[0].patches}

    assert faces == {2000: theme.colour("blue"), 2002: theme.colour("blue"), 2001: theme.colour("paper")}


def test_first_series_stands_on_top(drawn: Drawing) -> None:
    ax = drawn.axes[0]

    assert [label.get_text() for label in ax.get_yticklabels()] == ["One", "Two"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]


@pytest.mark.slow
def test_title_of_the_coverage_says_where_the_run_begins() -> None:
    title = coverage.coverage_figure().title
    money = coverage.coverage().query("series == 'Expenditure'")["year"].tolist()

    assert set(range(2010, 2025)) <= set(money)
    assert "from 2010 to 2024" in title
    assert f"{len([year for year in money if year < 2010])} years only" in title


# How tables were made.


def test_every_dataset_is_told_of() -> None:
    assert making.datasets()["dataset"].tolist() == catalog.datasets().index.tolist()


def test_columns_are_counted_by_how_they_came_about() -> None:
    told = making.datasets().set_index("dataset")

    for name in told.index:
        counted = told.loc[name, ["copied", "converted", "derived", "own_words"]].sum()
        assert counted == len(catalog.describe(name).columns), name


def test_every_source_is_cited_by_the_table_of_datasets() -> None:
    assert set(making.datasets_table().source_ids) == set(load("sources")["source_id"])


def test_columns_are_told_in_words() -> None:
    told = making.datasets().set_index("dataset")

    assert told.at["places", "made"] == "3 copied, 2 converted"


def test_rows_that_were_rebuilt_count_as_computed() -> None:
    counts = load("member_counts")
    row = making.standing().set_index("dataset").loc["member_counts"]

    assert row[["sourced", "computed", "conflicting", "unverified"]].sum() == len(counts)
    assert row["conflicting"] == (counts["status"] == "conflicting").sum()


def test_deaths_added_up_from_records_count_as_computed() -> None:
    row = making.standing().set_index("dataset").loc["deaths"]

    assert row["computed"] == len(load("deaths"))
    assert row["sourced"] == 0


def test_caption_counts_what_is_disputed_and_unverified() -> None:
    frame = making.standing()
    caption = making.standing_table().caption

    assert f"{frame['conflicting'].sum()} are contradicted" in caption
    assert f"{frame['unverified'].sum()} could not be verified" in caption


# Promises.


def test_every_promise_is_listed_with_the_rows_it_speaks_of() -> None:
    listed = keeping.promises()

    assert len(listed) == len(checks.PROMISES)
    assert (listed["rows"] > 0).all()


@pytest.mark.slow
def test_breaches_are_counted_in_the_data_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keeping.breaches().content == 0

    shipped = (shipped_data_folder() / "un_members.csv").read_text(encoding="utf-8")
    (tmp_path / "un_members.csv").write_text(shipped.replace(",1945,", ",1944,", 1), encoding="utf-8")
    monkeypatch.setenv("IOMREPORT_DATA", str(tmp_path))

    assert keeping.breaches().content == 1
