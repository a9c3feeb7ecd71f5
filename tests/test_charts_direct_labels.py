"""Labels on small axes: none meets another, and what matters most stays."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.text import Annotation

from iomreport.advocacy import world_around
from iomreport.charts import direct_labels, theme
from iomreport.charts.direct_labels import Label
from iomreport.deaths import by_sex_and_age, by_year
from iomreport.growth import members, revenue_by_kind, world_map
from iomreport.mandates import crises_by_region, founding, heads, people_assisted, returns_and_resettlement, timeline

pytestmark = pytest.mark.slow

HALF, WHOLE = 3.0, 6.5
"""Widths in inches: of axes that share a page's width, and of those that have it."""


def drawn(plot: Callable[..., Axes], width: float) -> Axes:
    """Return a chart of a width, laid out and drawn."""
    with theme.settings():
        drawing = Drawing(figsize=(width, 2.6), layout="constrained")
        ax = plot(ax=drawing.subplots())
        drawing.draw_without_rendering()
    return ax


def shown(ax: Axes) -> list[Annotation]:
    """Return the labels that give way to others, as far as they are drawn."""
    return [text for text in ax.texts if isinstance(text, Label) and text.shown]


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in shown(ax)]


@pytest.mark.parametrize(
    "plot",
    [
        members.plot_members, by_year.plot_deaths, by_year.plot_records, by_sex_and_age.plot_children,
        returns_and_resettlement.plot_returns, revenue_by_kind.plot_kinds, world_around.plot_published,
        world_map.plot_period_counts, timeline.plot_timeline,
        founding.plot_first_years, heads.plot_heads, crises_by_region.plot_crises,
    ],
)  # fmt: skip
def test_no_label_meets_another_at_half_width(plot: Callable[..., Axes]) -> None:
    ax = drawn(plot, HALF)
    boxes = [text.get_window_extent() for text in shown(ax)]
    assert len(boxes) > 1
    assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_members_are_told_for_the_first_and_last_year_before_the_fall_between() -> None:
    assert texts(drawn(members.plot_members, WHOLE)) == ["175", "14 in 1951", "29 in 1981", "33 in 1975"]
    assert texts(drawn(members.plot_members, HALF)) == ["175", "14 in 1951", "29 in 1981"]


def test_every_kind_of_money_keeps_its_name_at_half_width() -> None:
    assert {text.split("\n")[0] for text in texts(drawn(revenue_by_kind.plot_kinds, HALF))} == {*revenue_by_kind.KINDS}


def test_a_label_comes_back_when_there_is_room_again() -> None:
    with theme.settings():
        drawing = Drawing(figsize=(HALF, 2.6), layout="constrained")
        ax = returns_and_resettlement.plot_returns(ax=drawing.subplots())
        drawing.draw_without_rendering()
        few = len(shown(ax))
        drawing.set_size_inches(WHOLE, 3.4)
        drawing.draw_without_rendering()
    assert few < len(shown(ax)) == len([text for text in ax.texts if isinstance(text, Label)])


def test_a_label_moves_aside_before_it_is_left_out(ax: Axes) -> None:
    first = theme.write_beside(ax, "first", (0.5, 0.5), "ink")
    second = theme.write_beside(ax, "second", (0.5, 0.5), "ink", before=[first], elsewhere=[(6, 30)])
    third = theme.write_beside(ax, "third", (0.5, 0.5), "ink", before=[first, second], elsewhere=[(6, 30)])
    ax.figure.draw_without_rendering()
    assert isinstance(third, Label)
    assert second.xyann == (6, 30)
    assert (second in shown(ax), third.shown, third.get_tightbbox()) == (True, False, None)


def test_each_label_can_give_way_to_those_before_it(ax: Axes) -> None:
    for word in ("first", "second"):
        theme.write_beside(ax, word, (0.5, 0.5), "ink")
    theme.write_beside(ax, "third", (0.5, 0.9), "ink")
    direct_labels.avoid_overlaps(ax)
    ax.figure.draw_without_rendering()
    assert texts(ax) == ["first", "third"]


def test_type_is_smaller_on_axes_smaller_than_those_it_was_set_for() -> None:
    ax = Drawing(figsize=(2, 1)).add_axes((0, 0, 1, 1))
    assert direct_labels.type_scale(ax, 288) == pytest.approx(0.5)
    assert direct_labels.type_scale(ax, 288, 288) == pytest.approx(0.25)
    assert direct_labels.type_scale(ax, 100, 50) == 1


def test_years_are_named_as_far_as_there_is_room() -> None:
    whole, half = (drawn(returns_and_resettlement.plot_returns, width) for width in (WHOLE, HALF))
    years = [int(year) for year in whole.get_xticks()]
    assert years == list(range(years[0], years[-1] + 1))
    fewer = [int(year) for year in half.get_xticks()]
    assert {*fewer} < {*years}
    assert (fewer[0], fewer[-1]) == (years[0], years[-1])


def test_one_year_alone_is_named(ax: Axes) -> None:
    theme.name_years(ax, [2020])
    assert ax.get_xticks().tolist() == [2020]


@pytest.mark.parametrize("plot", [by_year.plot_earlier_deaths, by_year.plot_deaths, people_assisted.plot_people])
def test_scales_name_whole_years(plot: Callable[..., Axes]) -> None:
    for width in (HALF, WHOLE):
        assert all(float(year).is_integer() for year in drawn(plot, width).get_xticks())


def test_names_of_the_organization_stand_over_years_without_a_chart_below(ax: Axes) -> None:
    members.plot_names(ax=ax)
    first, last = ax.get_xlim()
    assert 1950 < first < 1953
    assert last > 2020
    ax.figure.draw_without_rendering()
    assert all(first <= text.get_position()[0] <= last for text in ax.texts)
