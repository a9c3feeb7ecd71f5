"""Chapter 1: kinds of money."""

from __future__ import annotations

import pytest
from drawn import line_of, ys
from matplotlib.axes import Axes

from iomreport.growth import revenue_by_kind, spending

pytestmark = pytest.mark.slow


def test_revenue_of_all_kinds_is_the_published_total() -> None:
    total = spending.totals("revenue").set_index("year")["amount"].astype(float)
    by_kind = revenue_by_kind.money_by_kind().groupby("year")["amount"].sum().astype(float)
    assert by_kind.to_dict() == total.loc[2011:2024].to_dict()


def test_shares_of_kinds_add_up_to_one() -> None:
    sums = revenue_by_kind.money_by_kind().groupby("year")["share"].sum().astype(float)
    assert sums.tolist() == pytest.approx([1.0] * 14)


def test_kinds_are_drawn_from_zero_with_their_last_share(ax: Axes) -> None:
    assert revenue_by_kind.plot_kinds(ax=ax) is ax
    assert ys(line_of(ax, "assessed"))[-1] == pytest.approx(92.351141)
    assert ys(line_of(ax, "earmarked"))[0] == pytest.approx(902.138044)
    assert [text.get_text() for text in ax.texts] == [
        "earmarked\n90.8% of all", "other\n6% of all", "assessed\n2.5% of all", "unearmarked\n0.7% of all",
    ]  # fmt: skip
    assert ax.get_ylim()[0] == 0
    assert len({line.get_marker() for line in ax.get_lines()}) == 4


def test_the_title_states_the_share_of_each_kind() -> None:
    assert revenue_by_kind.funding_figure().title == (
        "In 2024, about 90.8% of revenue was earmarked, that is, given for a stated purpose; members’ assessed "
        "contributions made up about 2.5%, unearmarked gifts about 0.7%"
    )


def test_the_note_on_the_two_scales_is_true() -> None:
    figure = revenue_by_kind.funding_figure()
    left, right = figure.figure.axes
    assert "more than ten times as high" in str(figure.notes[0])
    assert left.get_ylim()[1] > 10 * right.get_ylim()[1]
