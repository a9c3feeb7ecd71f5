"""Chapter 1: money spent, received and planned."""

from __future__ import annotations

import math

import pandas
import pytest

from iomreport.catalog.analysis import consumer_prices
from iomreport.errors import UnknownNameError, UsageError
from iomreport.growth import spending

pytestmark = pytest.mark.slow


def test_the_rows_in_use_are_adopted_verified_and_in_dollars(money: pandas.DataFrame) -> None:
    rows = spending.adopted("expenditure", money)
    assert len(rows) == 7
    assert set(rows["adopted"]) == {"yes"}
    assert "unverified" not in set(rows["status"])
    assert spending.adopted("budget", money)["currency"].tolist() == ["USD"]


def test_totals_are_the_adopted_verified_ones_of_one_concept_in_dollars(money: pandas.DataFrame) -> None:
    frame = spending.totals("expenditure", money)
    assert frame["year"].tolist() == [1998, 2008, 2010, 2011, 2012, 2013]
    assert set(frame["concept"]) == {"expenditure"}
    assert spending.totals("budget", money)["year"].tolist() == [1974]


def test_real_amounts_are_those_of_the_year_times_the_rise_of_prices(money: pandas.DataFrame) -> None:
    index = consumer_prices()
    row = spending.real_totals("expenditure", money, 2024).set_index("year").loc[2011]
    assert row["amount_real"] == pytest.approx(1e9 * index[2024] / index[2011])
    assert row["source_id"] == "accounts; bls-cpi-2026"


def test_computing_changes_no_frame_that_is_passed_in(money: pandas.DataFrame) -> None:
    before = money.copy()
    spending.real_totals("expenditure", money)
    pandas.testing.assert_frame_equal(money, before)


def test_the_amounts_that_must_come_out() -> None:
    assert str(spending.total_in(2011)) == "USD 1,309,709,889"
    assert str(spending.total_in(2024)) == "USD 3,672,506,691"
    real = spending.growth_between(2011, 2024, base_year=2024)
    assert f"{real:rounded}" == "about 2.0"
    assert real.sources == ("un-ceb-expenses-2026", "bls-cpi-2026")


def test_growth_in_current_dollars_is_the_quotient_of_both_amounts() -> None:
    assert spending.growth_between(2011, 2024).content == pytest.approx(3672506691 / 1309709889)


def test_yearly_growth_compounds_to_growth() -> None:
    rate = spending.yearly_growth(2011, 2024)
    assert rate.unit == "share"
    assert math.pow(1 + float(rate.content), 13) == pytest.approx(3672506691 / 1309709889)


def test_two_years_of_one_source_are_compared() -> None:
    assert spending.growth_between(2005, 2006).content == pytest.approx(733.3 / 952)


@pytest.mark.parametrize(("start", "end"), [(1952, 1953), (1998, 2011), (2008, 2011), (2010, 2011), (2006, 2024)])
def test_years_of_other_sources_or_hedged_are_not_compared(start: int, end: int) -> None:
    with pytest.raises(UsageError, match=f"expenditure of {start} and of {end} cannot be compared"):
        spending.growth_between(start, end)


def test_a_newer_edition_of_the_source_carries_the_series_on(money: pandas.DataFrame) -> None:
    named = {"accounts": "un-accounts-2026", "page": "un-page-2026"}
    money["source_id"] = money["source_id"].replace(named)
    money.loc[money["year"] == 2013, "source_id"] = "un-accounts-2027-01"
    money.loc[money["year"] == 2010, "source_id"] = "un-accounts-reprint-2026"

    assert spending.last_run(spending.totals("expenditure", money))["year"].tolist() == [2011, 2012, 2013]


def test_a_gap_stays_a_gap() -> None:
    with pytest.raises(UnknownNameError, match="no row has year = 1980"):
        spending.total_in(1980)


def test_the_last_run_holds_the_years_that_can_be_compared(money: pandas.DataFrame) -> None:
    frame = spending.totals("expenditure", money)
    assert [run["year"].tolist() for run in spending.runs(frame)] == [[1998], [2008], [2010], [2011, 2012, 2013]]
    assert spending.last_run(frame)["year"].tolist() == [2011, 2012, 2013]
