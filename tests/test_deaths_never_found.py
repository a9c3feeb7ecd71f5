"""Chapter 3: those never found."""

from __future__ import annotations

import pandas
import pytest
from counted import deaths
from drawn import written
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from iomreport import Figure
from iomreport.deaths import never_found

pytestmark = pytest.mark.slow


@pytest.fixture
def counts() -> pandas.DataFrame:
    return deaths(
        (2020, "route", "Sahara Desert crossing", 2, 8, 0), (2021, "route", "Sahara Desert crossing", 2, 10, 2),
        (2020, "route", "Central Mediterranean", 1, 5, 15),
    )  # fmt: skip


def test_years_add_up_in_the_order_of_the_routes_with_all_last(counts: pandas.DataFrame) -> None:
    frame = never_found.missing_by_route(counts)
    assert frame[["route", "missing", "dead_and_missing"]].values.tolist() == [
        ["Central Mediterranean", 15, 20], ["Sahara", 2, 20], ["All routes", 17, 40],
    ]  # fmt: skip
    assert frame["share_missing"].tolist() == pytest.approx([0.75, 0.1, 17 / 40])


def test_the_shares_that_must_come_out() -> None:
    assert never_found.missing_share().content == pytest.approx(30399 / 74376)
    assert never_found.missing_share("Central Mediterranean").content == pytest.approx(16482 / 24799)
    assert never_found.missing_share_in(2014).content == pytest.approx(3567 / 5441)


def test_a_bar_is_divided_into_missing_and_dead(counts: pandas.DataFrame, ax: Axes) -> None:
    assert never_found.plot_missing(counts, ax) is ax
    edges = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches if isinstance(bar, Rectangle)]
    assert edges == [pytest.approx(pair) for pair in [(0, 75), (75, 100), (0, 10), (10, 100), (0, 42.5), (42.5, 100)]]


def test_the_numbers_behind_each_share_stand_beside_it(counts: pandas.DataFrame, ax: Axes) -> None:
    never_found.plot_missing(counts, ax)
    assert list(written(ax)) == ["15 of 20", "2 of 20", "17 of 40"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Central Mediterranean", "Sahara", "All routes"]


@pytest.fixture(scope="module")
def figure() -> Figure:
    return never_found.missing_figure()


def test_the_title_sets_no_sea_against_a_desert_where_few_are_known_to_be_missing(figure: Figure) -> None:
    assert figure.title == (
        "Of the people recorded, about 40.9% were never found; of those on the Central Mediterranean route, about 66.5%"
    )


def test_the_notes_say_what_a_small_share_does_not_mean(figure: Figure) -> None:
    assert any("does not mean that everybody is found there" in note for note in figure.notes)
    assert any("In 3 of the years some records hold a negative number" in note for note in figure.notes)
