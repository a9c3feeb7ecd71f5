"""Chapter 1: how far revenue hangs on few donors."""

from __future__ import annotations

import pandas
import pytest
from drawn import line_of, ys
from matplotlib.axes import Axes

from iomreport.growth import concentration, donors

pytestmark = pytest.mark.slow


def test_concentration_by_hand(gifts: pandas.DataFrame) -> None:
    """Shares 0.5 and 0.2, what is below zero as none, and 0.35 of nobody."""
    (row,) = concentration.concentration_by_year(gifts).to_dict("records")
    assert row["first"] == pytest.approx(0.5)
    assert row["first_five"] == pytest.approx(0.7)
    assert row["not_attributed"] == pytest.approx(0.35)
    assert row["herfindahl_low"] == pytest.approx(0.25 + 0.04)
    assert row["herfindahl_high"] == pytest.approx(0.25 + 0.04 + 0.1225)


def test_computing_changes_no_frame_that_is_passed_in(gifts: pandas.DataFrame) -> None:
    before = gifts.copy()
    concentration.concentration_by_year(gifts)
    pandas.testing.assert_frame_equal(gifts, before)


def test_the_index_lies_between_its_readings_and_its_rise_does_not_hang_on_them() -> None:
    frame = concentration.concentration_by_year().set_index("year")
    assert (frame["herfindahl_low"] <= frame["herfindahl_high"]).all()
    assert frame.at[2024, "herfindahl_low"] > frame.loc[:2023, "herfindahl_high"].max()


def test_shares_of_donors_are_drawn_in_per_cent(ax: Axes) -> None:
    concentration.plot_concentration(ax=ax)
    assert ys(line_of(ax, "first"))[0] == pytest.approx(24.58, abs=0.01)
    assert ys(line_of(ax, "first"))[-1] == pytest.approx(41.66, abs=0.01)
    assert ys(line_of(ax, "first_five"))[-1] == pytest.approx(67.78, abs=0.01)
    assert len({line.get_linestyle() for line in ax.get_lines()}) == 2


def test_the_herfindahl_index_is_drawn_as_a_band(ax: Axes) -> None:
    concentration.plot_herfindahl(ax=ax)
    frame = concentration.concentration_by_year()
    assert ys(line_of(ax, "low")) == pytest.approx(frame["herfindahl_low"].tolist())
    assert ys(line_of(ax, "high")) == pytest.approx(frame["herfindahl_high"].tolist())
    assert len(ax.collections) == 1


def test_the_figure_states_its_findings() -> None:
    figure = concentration.concentration_figure()
    assert figure.title == (
        "The United States, the largest donor throughout, gave about 24.6% of revenue in 2013, about 26.7% in 2021 and "
        "about 41.7% in 2024"
    )
    assert donors.donors_by_year().query("rank == 1")["name"].nunique() == 1
    shares = concentration.concentration_by_year()
    band = (shares["herfindahl_high"] - shares["herfindahl_low"]).tolist()
    assert "a band, which narrows and rises" in figure.alt
    assert band[-1] < band[0]
    assert "The shares of 2013 are the least certain: no donor is named for about 27%" in figure.notes[0]
    given = donors.donors_by_year()
    assert set(given["year"]) - set(given.loc[given["name"] == "European Union", "year"]) == {2013}
    assert "counted as no donor" in figure.notes[1]


def test_most_of_the_rise_came_after_the_last_low_as_the_chapter_says() -> None:
    first = concentration.concentration_by_year().set_index("year")["first"]
    low = concentration.last_low()
    assert first[low] < min(first[low - 1], first[low + 1])
    assert first.loc[low:].is_monotonic_increasing
    assert first[2024] - first[low] > 0.5 * (first[2024] - first[2013])
