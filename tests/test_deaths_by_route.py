"""Chapter 3: on which routes people died or went missing."""

from __future__ import annotations

import pandas
import pytest
from counted import PART, deaths
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from iomreport import Figure, load
from iomreport.charts import theme
from iomreport.deaths import by_route

pytestmark = pytest.mark.slow


@pytest.fixture
def counts() -> pandas.DataFrame:
    return deaths(
        (2020, "route", "Sahara Desert crossing", 2, 5, 1), (2020, "route", "Caribbean to US", 1, 1, 2),
        (2020, "route", "Venezuela to Caribbean", 1, 1, 3), (2020, "route", "not stated", 4, 10, 0),
        (2021, "route", "A new route", 1, 7, 0), (PART, "route", "not stated", 1, 2, 0),
    )  # fmt: skip


def bars(ax: Axes) -> list[Rectangle]:
    return [bar for bar in ax.patches if isinstance(bar, Rectangle)]


def test_routes_are_put_into_groups_and_zeros_are_kept(counts: pandas.DataFrame) -> None:
    frame = by_route.deaths_by_route(counts)
    table = frame.pivot(index="route", columns="year", values="dead_and_missing")
    assert table.loc["Sahara"].tolist() == [6, 0, 0]
    assert table.loc["Caribbean"].tolist() == [7, 0, 0]
    assert table.loc["no route named"].tolist() == [10, 0, 2]
    assert len(frame) == 3 * len(by_route.GROUPS)


def test_a_route_that_is_not_listed_is_another_one(counts: pandas.DataFrame) -> None:
    frame = by_route.deaths_by_route(counts)
    assert frame.query("route == 'other routes' and year == 2021")["dead_and_missing"].tolist() == [7]


def test_every_route_listed_is_one_of_the_project_and_stands_in_one_group() -> None:
    listed = [route for group in by_route.GROUPS.values() for route in group]
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(load("deaths").query("breakdown == 'route'")["category"])


def test_groups_add_up_to_each_year() -> None:
    frame = by_route.deaths_by_route()
    totals = load("deaths").query("breakdown == 'total'").sort_values("year")["dead_and_missing"].tolist()
    assert frame.groupby("year")["dead_and_missing"].sum().tolist() == totals


def test_people_and_shares_for_a_sentence() -> None:
    assert str(by_route.people_on("Central Mediterranean")) == "at least 24,799"
    assert by_route.route_share(*by_route.MEDITERRANEAN).content == pytest.approx((4413 + 24799 + 2615) / 74376)
    assert by_route.route_share(by_route.NONE, column="records").content == pytest.approx(2656 / 19255)


def test_a_bar_stands_for_each_year(counts: pandas.DataFrame, ax: Axes) -> None:
    assert by_route.plot_routes(counts, ax, "Sahara") is ax
    assert [bar.get_height() for bar in bars(ax)] == [6, 0, 0]
    assert (ax.get_title(loc="left"), ax.get_title(loc="right")) == ("Sahara", "6")


def test_people_without_a_route_are_hollow_and_parts_of_years_hatched(counts: pandas.DataFrame, ax: Axes) -> None:
    by_route.plot_routes(counts, ax, by_route.NONE)
    assert {to_hex(bar.get_facecolor()) for bar in bars(ax)} == {theme.colour("paper")}
    assert [bool(bar.get_hatch()) for bar in bars(ax)] == [False, False, True]


@pytest.fixture(scope="module")
def figure() -> Figure:
    return by_route.routes_figure()


def test_every_panel_has_the_same_scale(figure: Figure) -> None:
    """As many people stand on an inch in a low panel as in a high one."""
    FigureCanvasAgg(figure.figure).draw()  # type: ignore[no-untyped-call]
    scales = [ax.get_window_extent().height / ax.get_ylim()[1] for ax in figure.figure.axes]
    assert scales == pytest.approx([scales[0]] * len(by_route.GROUPS), rel=0.01)
    assert all(ax.get_ylim()[0] == 0 for ax in figure.figure.axes)


def test_no_bar_is_cut_off(figure: Figure) -> None:
    for ax in figure.figure.axes:
        assert max(bar.get_height() for bar in bars(ax)) <= ax.get_ylim()[1]


def test_the_title_tells_the_share_without_a_route(figure: Figure) -> None:
    assert figure.title == (
        "The 3 routes across the Mediterranean hold about 42.8% of the people recorded; for about 15.1% no route is "
        "named"
    )


def test_the_notes_name_what_the_list_leaves_out(figure: Figure) -> None:
    assert any("names 28 routes" in note and "2,656 records name none" in note for note in figure.notes)
    assert any("No route of its list lies in South-eastern Asia" in note for note in figure.notes)


def test_the_frame_is_the_one_drawn(figure: Figure) -> None:
    heights = [bar.get_height() for ax in figure.figure.axes for bar in bars(ax)]
    drawn = [number for route in by_route.GROUPS for number in figure.data.query("route == @route")["dead_and_missing"]]
    assert heights == drawn
