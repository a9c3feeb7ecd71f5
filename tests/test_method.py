"""Sources and method: coverage, how tables were made, and what they were held against."""

from __future__ import annotations

import re
from pathlib import Path

import pandas
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Drawing

from iomreport import catalog, load
from iomreport.catalog import checks
from iomreport.catalog.describe import describe
from iomreport.catalog.folders import shipped_data_folder
from iomreport.charts import theme
from iomreport.method import agreement, coverage, promises_kept, provenance

pytestmark = pytest.mark.slow

# Coverage.


def test_every_series_has_some_year() -> None:
    covered = coverage.covered_years()

    assert list(dict.fromkeys(covered["series"])) == [series.name for series in coverage.SERIES]


def test_expenditure_covers_the_single_years_and_the_run() -> None:
    years = coverage.covered_years().query("series == 'Expenditure'")["year"].tolist()
    adopted = load("finance").query("concept == 'expenditure' and part == 'total' and adopted == 'yes'")

    assert years == sorted(set(adopted["year"]))


def test_rows_of_a_year_are_counted_and_those_in_dispute_left_out() -> None:
    offices = load("footprint").query("measure == 'offices'")
    years = offices["as_of"].str[:4].astype(int)
    covered = coverage.covered_years().query("series == 'Offices'").set_index("year")

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


def test_title_of_the_coverage_says_where_the_run_begins() -> None:
    title = coverage.coverage_figure().title
    money = coverage.covered_years().query("series == 'Expenditure'")["year"].tolist()

    assert set(range(2011, 2025)) <= set(money)
    assert "from 2011 to 2024" in title
    assert f"{len([year for year in money if year < 2011])} years only" in title


# How tables were made.


def test_every_dataset_is_listed() -> None:
    assert provenance.dataset_origins()["dataset"].tolist() == catalog.datasets().index.tolist()


def test_columns_are_counted_by_how_they_came_about() -> None:
    origins = provenance.dataset_origins().set_index("dataset")

    for name in origins.index:
        counted = origins.loc[name, ["copied", "converted", "derived", "own_words"]].sum()
        assert counted == len(describe(name).columns), name


def test_every_source_is_cited_by_the_table_of_datasets() -> None:
    assert set(provenance.datasets_table().source_ids) == set(load("sources")["source_id"])


def test_caption_of_the_columns_adds_up_to_all_columns() -> None:
    numbers = [int(text.replace(",", "")) for text in re.findall(r"[\d,]*\d", provenance.columns_table().caption)]

    assert sum(numbers) == sum(len(describe(name).columns) for name in catalog.datasets().index)


@pytest.mark.parametrize(
    ("dataset", "units"),
    [
        ("names", ""),
        ("donors", "USD"),
        ("deaths", "records, persons"),
        ("finance", "per cent, Swiss francs (CHF), USD"),
        ("claims", "as each row says"),
    ],
)
def test_units_are_those_of_the_columns_and_of_the_rows(dataset: str, units: str) -> None:
    assert provenance.dataset_origins().set_index("dataset").at[dataset, "units"] == units


def test_terms_of_openly_licensed_sources_let_anybody_use_them() -> None:
    terms = set(provenance.openly_licensed()["licence"])

    assert {"CC BY 4.0", "public domain", "CC BY IGO"} <= terms
    assert not terms & {"copyright; facts only", "CC BY-NC-SA; facts only", "GPL-3.0; facts only"}


def test_rows_that_were_rebuilt_count_as_computed() -> None:
    counts = load("member_counts")
    row = provenance.standing().set_index("dataset").loc["member_counts"]

    assert row[["sourced", "computed", "conflicting", "unverified"]].sum() == len(counts)
    assert row["conflicting"] == (counts["status"] == "conflicting").sum()


def test_deaths_added_up_from_records_count_as_computed() -> None:
    row = provenance.standing().set_index("dataset").loc["deaths"]

    assert row["computed"] == len(load("deaths"))
    assert row["sourced"] == 0


def test_caption_counts_what_is_disputed_and_unverified() -> None:
    frame = provenance.standing()
    caption = provenance.standing_table().caption

    assert f"{frame['conflicting'].sum()} are contradicted" in caption
    assert f"{frame['unverified'].sum()} could not be verified" in caption


# Agreement.


def test_counts_of_members_are_held_against_the_year_ends_around_their_date() -> None:
    """At the end of 2014 there were 157 members, at the end of 2015 there were 162; a page of November 2015 has 157."""
    pairs = agreement.pairs()
    printed = pairs[pairs["compared"].str.startswith("Members printed")]

    assert len(printed) == len(load("member_counts").query("kind == 'published'"))
    assert (printed.loc[printed["year"] == 2015, "difference"] == 0).all()


def test_expenditure_printed_elsewhere_differs_from_the_accounts_as_worked_out_by_hand() -> None:
    """1.3 billion was printed for 2013, and the accounts have 1,232,654,268."""
    pairs = agreement.pairs().query("year == 2013 and compared.str.startswith('Expenditure')")

    assert pairs["difference"].tolist() == pytest.approx([0.05463], abs=1e-5)


def test_totals_of_deaths_are_held_against_the_sums_of_their_years() -> None:
    """Nearly 8,600 were printed for 2023, and the export has 8,747."""
    pairs = agreement.pairs()
    dead = pairs[pairs["compared"].str.startswith("Dead")]

    assert len(dead) == 4
    assert (dead["difference"].abs() < 0.05).all()


def test_pairs_that_agree_are_counted() -> None:
    pairs, found = agreement.pairs(), agreement.agreement_of_pairs()

    assert found["pairs"].sum() == len(pairs)
    assert found["alike"].sum() == (pairs["difference"].abs() <= 0.01).sum()
    assert agreement.agreement_table().caption == (
        f"Where two sources count the same, {found['alike'].sum()} of {len(pairs)} pairs of numbers differ by one per "
        "cent at most"
    )


def test_largest_difference_keeps_its_sign() -> None:
    largest = agreement.agreement_of_pairs().set_index("compared")["largest"]

    assert largest["Dead and missing as published, and in the export"] == pytest.approx(-3.4)
    assert largest["Members tallied in a list of states, and counted by this report"] == pytest.approx(57.1)


# Promises.


def test_every_promise_is_listed_with_the_rows_it_speaks_of() -> None:
    listed = promises_kept.promises()

    assert len(listed) == len(checks.PROMISES)
    assert (listed["rows"] > 0).all()


def test_broken_promises_are_counted_in_the_data_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert promises_kept.broken_promises().content == 0

    shipped = (shipped_data_folder() / "un_members.csv").read_text(encoding="utf-8")
    (tmp_path / "un_members.csv").write_text(shipped.replace(",1945,", ",1944,", 1), encoding="utf-8")
    monkeypatch.setenv("IOMREPORT_DATA", str(tmp_path))

    assert promises_kept.broken_promises().content == 1


def test_promise_about_many_tables_says_how_many() -> None:
    listed = promises_kept.promises().set_index("promise")["tables"]

    assert max(cell.count(",") for cell in listed) == 3
    assert listed.str.fullmatch(r"\d+ tables").any()


# Citing.


def test_edition_is_that_of_the_data_package() -> None:
    assert str(promises_kept.edition()) == catalog.version()
    assert promises_kept.closed().content == catalog.closed_on()


def test_citation_of_a_dataset_names_it_with_its_version_and_licence() -> None:
    line = str(promises_kept.citation("donors"))

    assert f"dataset donors, version {catalog.version()}." in line
    assert line.endswith("Creative Commons Attribution 4.0.")
