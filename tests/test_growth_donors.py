"""Chapter 1: who pays."""

from __future__ import annotations

import pandas
import pytest

from iomreport.growth import donors, spending

pytestmark = pytest.mark.slow


def test_a_donor_gives_the_sum_of_its_amounts_and_shares_are_of_all_revenue(gifts: pandas.DataFrame) -> None:
    frame = donors.donors_by_year(gifts)
    assert frame["donor"].tolist() == ["A", "B", "C"]
    assert frame["amount"].tolist() == [50, 20, -5]
    assert frame["revenue"].tolist() == [100, 100, 100]
    assert frame["share"].tolist() == pytest.approx([0.5, 0.2, -0.05])
    assert frame["rank"].tolist() == [1, 2, 3]
    assert frame["source_id"].tolist()[0] == "s; t"


def test_computing_changes_no_frame_that_is_passed_in(gifts: pandas.DataFrame) -> None:
    before = gifts.copy()
    donors.donors_by_year(gifts)
    pandas.testing.assert_frame_equal(gifts, before)


def test_the_shares_that_must_come_out() -> None:
    assert f"{donors.share_of_donor(1, 2013):percent}" == "about 24.6%"
    assert f"{donors.share_of_donor(1, 2024):percent}" == "about 41.7%"
    frame = donors.donors_by_year()
    assert set(frame.loc[frame["rank"] == 1, "name"]) == {"United States"}


def test_revenue_of_all_donors_is_the_published_total() -> None:
    total = spending.totals("revenue").set_index("year")["amount"].astype(float)
    by_donor = donors.donors_by_year().groupby("year")["revenue"].first().astype(float)
    assert by_donor.to_dict() == total.loc[2013:2024].to_dict()


def test_the_largest_donor_is_a_sourced_name() -> None:
    value = donors.largest(2024)
    assert (value.content, value.unit) == ("United States", "text")
    assert set(value.sources) <= set(donors.donors_by_year()["source_id"].str.split("; ").explode())


def test_the_next_donors_that_together_gave_less_are_as_many_as_possible() -> None:
    amounts = donors.donors_by_year().query("year == 2024")["amount"].tolist()
    fewer = donors.outgiven(2024)
    assert fewer["rank"].tolist() == [*range(2, 17)]
    assert sum(amounts[1:16]) == 1520568322 < amounts[0] < sum(amounts[1:17])


def test_the_next_donors_end_before_their_sum_reaches_the_largest_amount(gifts: pandas.DataFrame) -> None:
    more = gifts[gifts["donor"] == "A"].head(1)
    added = [more.assign(donor=name, amount=amount) for name, amount in (("D", 40), ("E", 20))]
    year = int(gifts["year"].iloc[0])
    assert donors.outgiven(year, gifts)["donor"].tolist() == ["B", "C"]
    assert donors.outgiven(year, pandas.concat([gifts, *added]))["donor"].tolist() == ["D"]


def test_the_table_of_donors_sets_the_largest_against_the_next() -> None:
    table = donors.largest_donors_table()
    assert table.caption == (
        "The 10 largest donors of 2024: the United States gave about USD 1.55 billion, the other 9 together about USD "
        "1.3 billion"
    )
    assert len(table.data) == 10
    assert table.data["amount"].iloc[1:].sum() == 1304189191
    assert table.notes[0].startswith(
        "The next 15 named donors, of whom the table shows 9, together gave about USD 1.52 billion, less than the "
        "United States."
    )
    assert "counted as no donor" in table.notes[1]
