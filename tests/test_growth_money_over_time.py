"""Chapter 1: money spent, received and planned, drawn over time."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from drawn import points, xs
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from iomreport import Figure
from iomreport.growth import money_over_time, spending

pytestmark = pytest.mark.slow


def test_only_runs_of_one_source_are_joined(money: pandas.DataFrame, ax: Axes) -> None:
    money_over_time.plot_money("expenditure", money, ax)
    found = points(ax)
    assert found["in dollars of each year"] == [(2011, 1.0), (2012, 1.2), (2013, 1.4)]
    assert found["in dollars of each year, single years"] == [(1998, 0.2), (2010, 0.9)]
    assert found["in dollars of each year, more than"] == [(2008, 0.8)]
    styles = {str(line.get_label()): str(line.get_linestyle()) for line in ax.get_lines()}
    assert {styles[label] for label in styles if "," in label} == {"None"}


def test_no_line_crosses_a_gap_in_the_dataset(ax: Axes) -> None:
    for concept in ("expenditure", "revenue", "budget"):
        for line in money_over_time.plot_money(concept, ax=Drawing().subplots()).get_lines():
            if line.get_linestyle() != "None":
                assert set(np.diff(xs(line))) == {1.0}


def test_lower_bounds_are_told_apart_by_their_form(money: pandas.DataFrame, ax: Axes) -> None:
    money_over_time.plot_money("expenditure", money, ax)
    markers = {str(line.get_label()): line.get_marker() for line in ax.get_lines()}
    assert markers["in dollars of 2024, more than"] == "^"
    assert markers["in dollars of 2024, single years"] == "o"
    assert markers["in dollars of each year, single years"] == "s"


def test_single_years_are_named(ax: Axes) -> None:
    money_over_time.plot_money("budget", ax=ax)
    assert [text.get_text() for text in ax.texts] == ["1953–1957", "1974", "2005", "2008"]


def test_a_single_year_is_named_beside_its_mark_where_none_follows_soon(ax: Axes) -> None:
    money_over_time.plot_money("budget", ax=ax)
    sides = {text.get_text(): text.get_va() for text in ax.texts}
    assert sides == {"1953–1957": "bottom", "1974": "center", "2005": "bottom", "2008": "center"}


def test_the_scale_starts_at_zero_and_leaves_room_above(money: pandas.DataFrame, ax: Axes) -> None:
    assert money_over_time.plot_money("expenditure", money, ax) is ax
    low, high = ax.get_ylim()
    assert low == 0
    assert high > spending.real_totals("expenditure", money)["amount_real"].max() / 1e9


@pytest.fixture(scope="module")
def figure() -> Figure:
    return money_over_time.expenditure_figure()


def test_the_title_has_both_amounts_and_real_growth(figure: Figure) -> None:
    assert figure.title == (
        "Expenditure rose from about USD 1.31 billion in 2011 to about USD 3.67 billion in 2024; at constant prices, "
        "that of 2024 was about 2.0 times that of 2011"
    )


def test_the_frame_is_what_is_drawn(figure: Figure) -> None:
    pandas.testing.assert_frame_equal(figure.data, spending.real_totals("expenditure"))
    assert {"un-ceb-expenses-2026", "bls-cpi-2026"} <= set(figure.source_ids)


def test_the_alt_text_is_true_of_the_marks(figure: Figure) -> None:
    singles = figure.data[figure.data["year"] < 2011]
    assert f"marks for {len(singles)} single years from 1952 on, the lowest in the fifties" in figure.alt
    assert singles.sort_values("amount_real")["year"].iloc[0] < 1960


def test_budget_and_revenue_stand_apart_on_one_scale() -> None:
    figure = money_over_time.budget_and_revenue_figure()
    figure.figure.draw_without_rendering()
    budget, revenue = figure.figure.axes
    assert [ax.get_title(loc="left").split(",")[0] for ax in (budget, revenue)] == ["Budget", "Revenue"]
    assert (budget.get_ylim()[0], revenue.get_ylim()[0]) == (0, 0)
    of_a_billion = [ax.bbox.height / ax.get_ylim()[1] for ax in (budget, revenue)]
    assert of_a_billion[0] == pytest.approx(of_a_billion[1], rel=0.02)
    assert figure.title.startswith("A total budget that nothing contradicts is at hand for 8 years only")
    assert set(figure.data["concept"]) == {"budget", "revenue"}
    assert set(figure.data["status"]) == {"sourced"}
