"""Chapter 1: kinds of money, donors and concentration."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from iomreport import load
from iomreport.growth import funding


@pytest.fixture
def gifts() -> pandas.DataFrame:
    """Return gifts shaped as the dataset `donors`: fifty, thirty less ten, minus five, and thirty-five of nobody."""
    rows = [
        (2020, "B", "state", "earmarked", 30, "s"),
        (2020, "A", "state", "earmarked", 45, "s"),
        (2020, "A", "state", "assessed", 5, "t"),
        (2020, "B", "state", "assessed", -10, "s"),
        (2020, "C", "state", "earmarked", -5, "s"),
        (2020, "Not attributed in the source", "not attributed", "other", 40, "d"),
        (2020, "Not attributed in the source", "not attributed", "earmarked", -5, "d"),
    ]
    names = ["year", "donor", "donor_kind", "kind_of_money", "amount", "source_id"]
    frame = pandas.DataFrame(rows, columns=names).astype({"year": "Int64", "amount": "Int64"})
    return frame.assign(country_code=None)


@pytest.fixture
def ax() -> Axes:
    return Drawing().subplots()


def heights(ax: Axes, label: str) -> list[float]:
    (line,) = [line for line in ax.get_lines() if line.get_label() == label]
    return [float(y) for y in np.asarray(line.get_ydata())]


def test_a_donor_gives_the_sum_of_its_amounts_and_shares_are_of_all_revenue(gifts: pandas.DataFrame) -> None:
    frame = funding.donors(gifts)
    assert frame["donor"].tolist() == ["A", "B", "C"]
    assert frame["amount"].tolist() == [50, 20, -5]
    assert frame["revenue"].tolist() == [100, 100, 100]
    assert frame["share"].tolist() == pytest.approx([0.5, 0.2, -0.05])
    assert frame["rank"].tolist() == [1, 2, 3]
    assert frame["source_id"].tolist()[0] == "s; t"


def test_concentration_by_hand(gifts: pandas.DataFrame) -> None:
    """Shares 0.5 and 0.2, what is below zero as none, and 0.35 of nobody."""
    (row,) = funding.concentration(gifts).to_dict("records")
    assert row["first"] == pytest.approx(0.5)
    assert row["first_five"] == pytest.approx(0.7)
    assert row["not_attributed"] == pytest.approx(0.35)
    assert row["herfindahl_low"] == pytest.approx(0.25 + 0.04)
    assert row["herfindahl_high"] == pytest.approx(0.25 + 0.04 + 0.1225)


def test_exposure_by_hand(gifts: pandas.DataFrame) -> None:
    row = funding.exposure([0.4], gifts).iloc[0]
    assert (row["cut_percent"], row["lost"], row["lost_percent"]) == (40, 20, 20.0)
    assert row["assessed_percent"] == -400.0
    assert row["rise_percent"] == pytest.approx(133.3)


def test_the_shares_that_must_come_out() -> None:
    assert f"{funding.share_of_donor(1, 2013):percent}" == "about 24.6%"
    assert f"{funding.share_of_donor(1, 2024):percent}" == "about 41.7%"
    frame = funding.donors()
    assert set(frame.loc[frame["rank"] == 1, "name"]) == {"United States"}


def test_revenue_of_donors_and_of_kinds_is_the_published_total() -> None:
    finance = load("finance").query("concept == 'revenue' and part == 'total' and adopted == 'yes'")
    total = finance.set_index("year")["amount"].astype(float)
    by_donor = funding.donors().groupby("year")["revenue"].first().astype(float)
    by_kind = funding.money_by_kind().groupby("year")["amount"].sum().astype(float)
    assert by_donor.to_dict() == total.loc[2013:2024].to_dict()
    assert by_kind.to_dict() == total.loc[2011:2024].to_dict()


def test_shares_of_kinds_add_up_to_one() -> None:
    sums = funding.money_by_kind().groupby("year")["share"].sum().astype(float)
    assert sums.tolist() == pytest.approx([1.0] * 14)


def test_the_index_lies_between_its_readings_and_its_rise_does_not_hang_on_them() -> None:
    frame = funding.concentration().set_index("year")
    assert (frame["herfindahl_low"] <= frame["herfindahl_high"]).all()
    assert frame.at[2024, "herfindahl_low"] > frame.loc[:2023, "herfindahl_high"].max()


def test_as_many_donors_as_give_what_the_first_gives() -> None:
    amounts = funding.donors().query("year == 2024")["amount"].tolist()
    number = int(funding.as_much_as(2024).content)
    assert sum(amounts[1 : number + 1]) >= amounts[0] > sum(amounts[1:number])


def test_computing_changes_no_frame_that_is_passed_in(gifts: pandas.DataFrame) -> None:
    before = gifts.copy()
    funding.concentration(gifts)
    funding.exposure(data=gifts)
    pandas.testing.assert_frame_equal(gifts, before)


def test_kinds_are_drawn_from_zero_with_their_last_share(ax: Axes) -> None:
    assert funding.plot_kinds(ax=ax) is ax
    assert heights(ax, "assessed")[-1] == pytest.approx(92.351141)
    assert heights(ax, "earmarked")[0] == pytest.approx(902.138044)
    assert [text.get_text() for text in ax.texts] == [
        "earmarked\n90.8%", "other\n6%", "assessed\n2.5%", "unearmarked\n0.7%",
    ]  # fmt: skip
    assert ax.get_ylim()[0] == 0
    assert len({line.get_marker() for line in ax.get_lines()}) == 4


def test_shares_of_donors_are_drawn_in_per_cent(ax: Axes) -> None:
    funding.plot_concentration(ax=ax)
    assert heights(ax, "first")[0] == pytest.approx(24.58, abs=0.01)
    assert heights(ax, "first")[-1] == pytest.approx(41.66, abs=0.01)
    assert heights(ax, "first_five")[-1] == pytest.approx(67.78, abs=0.01)
    assert len({line.get_linestyle() for line in ax.get_lines()}) == 2


def test_the_herfindahl_index_is_drawn_as_a_band(ax: Axes) -> None:
    funding.plot_herfindahl(ax=ax)
    frame = funding.concentration()
    assert heights(ax, "low") == pytest.approx(frame["herfindahl_low"].tolist())
    assert heights(ax, "high") == pytest.approx(frame["herfindahl_high"].tolist())
    assert len(ax.collections) == 1


def test_exhibits_state_their_findings() -> None:
    concentration = funding.concentration_figure()
    assert "rose from about 24.6% in 2013 to about 41.7% in 2024" in concentration.title
    shares = funding.concentration()
    band = (shares["herfindahl_high"] - shares["herfindahl_low"]).tolist()
    assert "a band, which narrows and rises" in concentration.alt
    assert band[-1] < band[0]
    assert "counted as no donor" in concentration.notes[0]
    assert funding.funding_figure().title.startswith("In 2024, about 90.8% of revenue was tied to a purpose")
    table = funding.largest_donors_table()
    assert table.caption == "The United States gave as much in 2024 as the next 16 donors together"
    assert len(table.data) == 10
    assert funding.exposure_table().data["cut_percent"].tolist() == [25, 50, 100]
