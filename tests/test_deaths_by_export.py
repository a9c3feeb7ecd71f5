"""Chapter 3: what each export counts for each year, and when it was taken."""

from __future__ import annotations

import pandas
import pytest

from iomreport.deaths import by_export
from iomreport.errors import UnknownNameError

pytestmark = pytest.mark.slow


@pytest.fixture
def held() -> pandas.DataFrame:
    """Return rows shaped as the dataset `deaths_revisions`, by hand."""
    rows = [
        # year, export, export_date, last_record, people, coverage, scope
        (2019, "early", "2020-01", "2019-12-31", 60, "full year", "world"),
        (2020, "early", "2020-01", "2020-01-20", 5, "part of year", "world"),
        (2019, "later", None, "2019-12-30", 90, "full year", "world"),
        (2020, "later", None, "2020-12-31", 40, "full year", "world"),
        (2019, "last", "2022-02-03", "2019-12-31", 100, "full year", "world"),
        (2020, "last", "2022-02-03", "2020-12-31", 80, "full year", "world"),
        (2020, "europe", "2022-03", "2020-12-31", 30, "full year", "routes to Europe"),
        (2020, "2025-09", "2025-09-15", "2020-12-31", 79, "full year", "world"),
    ]
    names = ["year", "export", "export_date", "last_record", "dead_and_missing", "coverage", "scope"]
    frame = pandas.DataFrame(rows, columns=names).astype({"year": "Int64", "dead_and_missing": "Int64"})
    return frame.assign(records=1, status="sourced", source_id=frame["export"].str.cat(["s"] * len(frame)))


def test_years_under_way_and_narrower_scopes_are_left_out(held: pandas.DataFrame) -> None:
    frame = by_export.counts_by_export(held, "last")
    assert list(zip(frame["year"], frame["export"], strict=True)) == [
        (2019, "early"), (2019, "later"), (2019, "last"), (2020, "later"), (2020, "last"), (2020, "2025-09"),
    ]  # fmt: skip


def test_an_export_is_placed_on_the_first_day_on_which_it_can_have_been_taken(held: pandas.DataFrame) -> None:
    """The month of the first begins before its last record; the second has no date but that of its last record."""
    frame = by_export.counts_by_export(held, "last").drop_duplicates("export").set_index("export")
    assert frame["taken"].to_dict() == {
        "early": "2020-01-20", "later": "2020-12-31", "last": "2022-02-03", "2025-09": "2025-09-15",
    }  # fmt: skip


def test_counts_within_a_year_are_told_from_later_ones(held: pandas.DataFrame) -> None:
    frame = by_export.counts_by_export(held, "last")
    assert frame["days_after"].tolist() == [20, 366, 765, 0, 399, 1719]
    assert frame["stage"].tolist() == ["within a year", "later", "later", "within a year", "later", "not dated"]


def test_counts_are_set_against_the_reference_of_the_same_year(held: pandas.DataFrame) -> None:
    assert by_export.counts_by_export(held, "last")["of_reference"].tolist() == pytest.approx(
        [0.6, 0.9, 1.0, 0.5, 1.0, 79 / 80]
    )


def test_rows_not_verified_are_left_out(held: pandas.DataFrame) -> None:
    held.loc[held["export"] == "later", "status"] = "unverified"
    assert "later" not in set(by_export.counts_by_export(held, "last")["export"])


def test_no_export_for_routes_to_europe_and_no_year_under_way_is_among_ours() -> None:
    frame = by_export.counts_by_export()
    assert not frame["export"].str.contains("europe").any()
    assert set(frame.loc[frame["export"] == "2025-04", "year"]) == set(range(2014, 2025))
    assert (frame["days_after"] >= 0).all()
    assert frame["of_reference"].notna().all()


def test_a_year_two_weeks_after_its_end_is_not_taken_as_settled() -> None:
    frame = by_export.counts_by_export().query("year == 2019")
    assert frame.iloc[0][["taken", "dead_and_missing", "stage"]].tolist() == ["2020-01-13", 3437, "within a year"]


def test_the_date_of_an_export_is_no_more_precise_than_it_is_known() -> None:
    assert str(by_export.month_of("2024-11")) == "November 2024"
    assert by_export.month_of("2024-11").sources == ("iom-missing-migrants-2024-11",)


def test_an_export_that_is_not_held_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no row has export = '2024-12'; did you mean"):
        by_export.month_of("2024-12")


def test_the_collection_that_is_not_dated_is_set_against_the_last_export_and_the_one_most_like_it() -> None:
    found = by_export.undated_collection()
    counts = by_export.counts_by_export().pivot(index="export", columns="year", values="dead_and_missing")
    own, april, november = (counts.loc[export].drop(2024) for export in ("2025-09", "2025-04", "2024-11"))
    assert (found["lower"].content, found["all"].content) == ((own < april).sum(), len(own)) == (9, 10)
    assert found["apart"].content == (own - november).abs().max() == 2
    assert [found[name].content for name in ("collection", "before", "nearest")] == ["2025-09", "2025-04", "2024-11"]
    assert set(found["apart"].sources) == {"ocha-missing-migrants-2025-09", "iom-missing-migrants-2024-11"}
