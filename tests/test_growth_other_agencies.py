"""Chapter 1: the organization beside other bodies of the United Nations system."""

from __future__ import annotations

import pandas
import pytest
from drawn import ys
from matplotlib.axes import Axes

from iomreport import Figure, load
from iomreport.charts import theme
from iomreport.growth import other_agencies

pytestmark = pytest.mark.slow


@pytest.fixture
def agencies() -> pandas.DataFrame:
    """Return amounts shaped as the dataset `agencies`, out of order, by hand."""
    rows = [
        (2012, "IOM", "expenditure", 3e9), (2011, "IOM", "expenditure", 1e9), (2011, "WHO", "expenditure", 2e9),
        (2012, "WHO", "expenditure", 1e9), (2012, "NEW", "expenditure", 5e9), (2011, "ALL", "expenditure", 9e9),
        (2011, "REST", "expenditure", 6e9), (2011, "IOM", "revenue", 4e9),
    ]  # fmt: skip
    frame = pandas.DataFrame(rows, columns=["year", "agency", "concept", "amount"])
    frame = frame.astype({"year": "Int64", "amount": "Float64"})
    return frame.assign(agency_name=frame["agency"], source_id="s")


def test_each_body_is_set_against_its_own_first_year(agencies: pandas.DataFrame) -> None:
    frame = other_agencies.peer_spending(agencies)
    assert frame[["agency", "year"]].values.tolist() == [
        ["IOM", 2011], ["IOM", 2012], ["NEW", 2012], ["WHO", 2011], ["WHO", 2012],
    ]  # fmt: skip
    assert frame["index"].dropna().tolist() == [1.0, 3.0, 1.0, 0.5]
    assert frame.loc[frame["agency"] == "NEW", "index"].isna().all()


def test_revenue_is_another_thing(agencies: pandas.DataFrame) -> None:
    assert other_agencies.peer_spending(agencies, "revenue")["amount"].tolist() == [4e9]


def test_sums_are_no_bodies() -> None:
    bodies = set(other_agencies.peer_spending()["agency"])
    assert bodies == {"IOM", "UNHCR", "WFP", "UNICEF", "UNRWA", "UNDP", "WHO", "ILO", "UNFPA"}


def test_bodies_by_growth(agencies: pandas.DataFrame) -> None:
    assert other_agencies.by_growth(agencies)[:2] == ["IOM", "WHO"]
    value = other_agencies.peer_growth("IOM")
    assert value.content == pytest.approx(3672506691 / 1309709889)
    assert value.sources == ("un-ceb-expenses-2026",)


@pytest.mark.parametrize(("measure", "last"), [("index", "×3.0"), ("amount", "3.0")])
def test_the_body_stands_before_the_others(agencies: pandas.DataFrame, ax: Axes, measure: str, last: str) -> None:
    assert other_agencies.plot_peer("IOM", agencies, ax, measure) is ax
    thick = [line for line in ax.get_lines() if line.get_label() == "IOM"]
    grey = [line for line in ax.get_lines() if line.get_color() == theme.colour("rule")]
    assert {str(line.get_label()) for line in grey} == {"NEW", "WHO"}
    assert ys(thick[0])[-1] == 3.0
    assert thick[0].get_linewidth() > grey[0].get_linewidth()
    assert ax.get_ylim()[0] == 0
    assert ax.texts[0].get_text() == f"IOM {last}"


@pytest.mark.parametrize("make", [other_agencies.peers_growth_figure, other_agencies.peers_dollars_figure])
def test_each_body_has_a_panel_on_one_scale_in_the_order_of_growth(make: object) -> None:
    assert callable(make)
    figure = make()
    assert isinstance(figure, Figure)
    panels = figure.figure.axes
    assert [ax.texts[0].get_text().split()[0] for ax in panels] == other_agencies.by_growth()
    assert len({ax.get_ylim() for ax in panels}) == 1
    highest = max(max(ys(line)) for ax in panels for line in ax.get_lines())
    assert panels[0].get_ylim()[1] >= highest
    pandas.testing.assert_frame_equal(figure.data, other_agencies.peer_spending())


def test_titles_state_rank_and_growth() -> None:
    assert other_agencies.peers_growth_figure().title == (
        "Of the 9 bodies compared, IOM grew most: in 2024 it spent about 2.8 times what it spent in 2011; next came "
        "UNICEF with about 2.2 times"
    )
    last = load("agencies").query("year == 2024 and concept == 'expenditure' and agency not in ['ALL', 'REST']")
    own = last.loc[last["agency"] == "IOM", "amount"].iloc[0]
    assert other_agencies.peers_dollars_figure().title.startswith(
        f"In dollars, {int((last['amount'] > own).sum())} of the {len(last) - 1} other bodies"
    )


def test_the_first_year_flatters_no_one_as_the_note_says() -> None:
    frame = other_agencies.peer_spending().set_index(["agency", "year"])["amount"]
    note = str(other_agencies.peers_growth_figure().notes[2])
    assert frame["IOM", 2012] < frame["IOM", 2011]
    assert f"{frame['IOM', 2024] / frame['IOM', 2012]:.1f}" == "3.0"
    assert "in 2012 it spent less, and in 2024 about 3.0 times that" in note
    assert load("agencies").query("agency == 'REST'")["amount"].gt(0).all()


def test_every_body_is_named_in_full() -> None:
    note = str(other_agencies.peers_growth_figure().notes[0])
    assert "WHO: World Health Organization" in note
    assert all(f"{agency}: " in note for agency in other_agencies.by_growth())
