"""Chapter 1: money spent, received and planned."""

from __future__ import annotations

import math

import numpy as np
import pandas
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.text import Annotation

from iomreport import Figure
from iomreport.analysis import consumer_prices
from iomreport.errors import UnknownNameError, UsageError
from iomreport.growth import spending


@pytest.fixture
def money() -> pandas.DataFrame:
    """Return amounts shaped as the dataset `finance`, out of order, by hand."""
    rows = [
        (2013, "expenditure", "total", "USD", 1.4e9, None, "yes", "sourced", "accounts"),
        (2011, "expenditure", "total", "USD", 1.0e9, None, "yes", "sourced", "accounts"),
        (2012, "expenditure", "total", "USD", 1.2e9, None, "yes", "sourced", "accounts"),
        (2012, "expenditure", "total", "USD", 9.9e9, None, "no", "sourced", "press"),
        (2010, "expenditure", "total", "USD", 0.9e9, None, "yes", "sourced", "report"),
        (2008, "expenditure", "total", "USD", 0.8e9, "more than", "yes", "sourced", "page"),
        (1998, "expenditure", "total", "USD", 0.2e9, None, "yes", "sourced", "page"),
        (1999, "expenditure", "total", "USD", 0.3e9, None, "yes", "unverified", "page"),
        (2012, "expenditure", "humanitarian assistance", "USD", 1e8, None, "yes", "sourced", "accounts"),
        (2012, "revenue", "total", "USD", 2e9, None, "yes", "sourced", "accounts"),
        (1974, "budget", "total", "USD", 2e7, None, "yes", "sourced", "cable"),
        (1975, "budget", "total", "CHF", 2e7, None, "yes", "sourced", "cable"),
    ]  # fmt: skip
    names = ["year", "concept", "part", "currency", "amount", "qualifier", "adopted", "status", "source_id"]
    frame = pandas.DataFrame(rows, columns=names).astype({"year": "Int64", "amount": "Float64"})
    return frame.assign(stage="outturn")


@pytest.fixture
def ax() -> Axes:
    return Drawing().subplots()


def drawn(ax: Axes) -> dict[str, list[tuple[float, float]]]:
    """Return the points of each line or row of marks by its label."""
    return {
        str(line.get_label()): [
            (float(x), float(y))
            for x, y in zip(np.asarray(line.get_xdata()), np.asarray(line.get_ydata()), strict=True)
        ]
        for line in ax.get_lines()
    }


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


def test_a_gap_stays_a_gap() -> None:
    with pytest.raises(UnknownNameError, match="0 rows have year = 1980"):
        spending.total_in(1980)


def test_only_runs_of_one_source_are_joined(money: pandas.DataFrame, ax: Axes) -> None:
    spending.plot_money("expenditure", money, ax)
    points = drawn(ax)
    assert points["in dollars of each year"] == [(2011, 1.0), (2012, 1.2), (2013, 1.4)]
    assert points["in dollars of each year, single years"] == [(1998, 0.2), (2010, 0.9)]
    assert points["in dollars of each year, more than"] == [(2008, 0.8)]
    styles = {str(line.get_label()): str(line.get_linestyle()) for line in ax.get_lines()}
    assert {styles[label] for label in styles if "," in label} == {"None"}


def test_no_line_crosses_a_gap_in_the_dataset(ax: Axes) -> None:
    for concept in ("expenditure", "revenue", "budget"):
        for line in spending.plot_money(concept, ax=Drawing().subplots()).get_lines():
            if line.get_linestyle() != "None":
                assert set(np.diff(np.asarray(line.get_xdata(), dtype=float))) == {1.0}


def test_lower_bounds_are_told_apart_by_their_form(money: pandas.DataFrame, ax: Axes) -> None:
    spending.plot_money("expenditure", money, ax)
    markers = {str(line.get_label()): line.get_marker() for line in ax.get_lines()}
    assert markers["in dollars of 2024, more than"] == "^"
    assert markers["in dollars of 2024, single years"] == "o"
    assert markers["in dollars of each year, single years"] == "s"


def test_single_years_are_named(ax: Axes) -> None:
    spending.plot_money("budget", ax=ax)
    assert [text.get_text() for text in ax.texts] == ["1953–1957", "1974", "2005", "2008"]


def test_the_scale_starts_at_zero_and_leaves_room_above(money: pandas.DataFrame, ax: Axes) -> None:
    assert spending.plot_money("expenditure", money, ax) is ax
    low, high = ax.get_ylim()
    assert low == 0
    assert high > spending.real_totals("expenditure", money)["amount_real"].max() / 1e9


@pytest.fixture(scope="module")
def figure() -> Figure:
    return spending.expenditure_figure()


def test_the_title_has_both_amounts_and_real_growth(figure: Figure) -> None:
    assert figure.title == (
        "Expenditure grew from about USD 1.31 billion in 2011 to about USD 3.673 billion in 2024; in dollars of 2024 "
        "the second is about 2.0 times the first"
    )


def test_the_frame_is_what_is_drawn(figure: Figure) -> None:
    pandas.testing.assert_frame_equal(figure.data, spending.real_totals("expenditure"))
    assert {"un-ceb-expenses-2026", "bls-cpi-2026"} <= set(figure.source_ids)


def test_the_alt_text_is_true_of_the_marks(figure: Figure) -> None:
    singles = figure.data[figure.data["year"] < 2011]
    assert f"marks for {len(singles)} single years from 1952 on, the lowest in the fifties" in figure.alt
    assert singles.sort_values("amount_real")["year"].iloc[0] < 1960


def test_budget_and_revenue_stand_apart_on_one_scale() -> None:
    figure = spending.budget_and_revenue_figure()
    left, right = figure.figure.axes
    assert left.get_ylabel() != right.get_ylabel()
    assert left.get_ylim() == right.get_ylim()
    assert set(figure.data["concept"]) == {"budget", "revenue"}
    assert set(figure.data["status"]) == {"sourced"}


@pytest.mark.parametrize("make", [spending.expenditure_figure, spending.budget_and_revenue_figure])
def test_labels_do_not_leave_the_drawing_nor_touch_one_another(make: object) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    assert callable(make)
    drawing = make().figure
    FigureCanvasAgg(drawing).draw()  # type: ignore[no-untyped-call]
    boxes = [text.get_window_extent() for ax in drawing.axes for text in ax.texts if isinstance(text, Annotation)]
    for index, box in enumerate(boxes):
        assert drawing.bbox.x0 <= box.x0 <= box.x1 <= drawing.bbox.x1
        assert drawing.bbox.y0 <= box.y0 <= box.y1 <= drawing.bbox.y1
        assert not any(box.overlaps(other) for other in boxes[index + 1 :])
