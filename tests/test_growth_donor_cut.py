"""Chapter 1: what a cut by the largest donor would mean."""

from __future__ import annotations

import pandas
import pytest

from iomreport import load
from iomreport.growth import donor_cut

pytestmark = pytest.mark.slow


def test_exposure_by_hand(gifts: pandas.DataFrame) -> None:
    row = donor_cut.exposure([0.4], gifts).iloc[0]
    assert (row["cut_percent"], row["lost"], row["lost_percent"]) == (40, 20, 20.0)
    assert row["assessed_percent"] == -400.0
    assert row["rise_percent"] == pytest.approx(133.3)


def test_computing_changes_no_frame_that_is_passed_in(gifts: pandas.DataFrame) -> None:
    before = gifts.copy()
    donor_cut.exposure(data=gifts)
    pandas.testing.assert_frame_equal(gifts, before)


def test_the_cut_expected_is_the_change_that_the_data_hold() -> None:
    row = load("finance").query("concept == 'change in donor funding'").iloc[0]
    assert donor_cut.cut_expected().content == pytest.approx(-row["amount"] / 100)
    assert donor_cut.cut_expected().sources == ("afp-iom-cuts-2025",)


def test_no_money_of_the_year_of_the_cuts_is_known_as_the_chapter_says() -> None:
    """Nor of any later year."""
    money = load("finance")
    year = money.loc[money["concept"] == "change in donor funding", "year"].iloc[0]
    untrue = "the cells cuts-sentence (01-growth) and growth-cuts (00-summary) say that no source at hand tells it"
    assert set(money.loc[money["year"] >= year, "concept"]) == {"change in donor funding"}, untrue
    assert load("donors")["year"].max() < year, untrue


def test_the_table_has_a_row_for_each_cut() -> None:
    table = donor_cut.exposure_table()
    assert table.caption == "What a cut by the largest donor, the United States, would have meant in 2024"
    assert table.data["cut_percent"].tolist() == [25, 50, 100]
