"""How many claims each part of the article makes, and how many of them are in conflict."""

from __future__ import annotations

import re

import pandas
import pytest
from drawn import written
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from iomreport import Figure, load
from iomreport.catalog.cells import split_cell
from iomreport.claims import overview


@pytest.fixture
def data() -> pandas.DataFrame:
    """Return claims shaped as the dataset's, by hand."""
    rows = [
        ("Lead", "conflicting"), ("Lead", "reported"), ("History: Early", "confirmed"),
        ("Title/infobox", "conflicting"), *[("History", "conflicting")] * 5,
    ]  # fmt: skip
    return pandas.DataFrame(rows, columns=["section", "status"])


def bars(ax: Axes, label: str) -> list[tuple[float, float]]:
    """Return start and end of each bar of a series, from the top."""
    (series,) = [each for each in ax.containers if each.get_label() == label]
    found = [bar for bar in series if isinstance(bar, Rectangle)]
    return [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in found]


# Counting


def test_claims_are_counted_by_part_of_the_article_and_status(data: pandas.DataFrame) -> None:
    counts = overview.claims_by_part(data)
    assert counts.columns.tolist() == ["reported", "confirmed", "derived", "conflicting"]
    assert counts.index.name == "part"
    assert counts.T.to_dict("list") == {
        "Introduction": [1, 0, 0, 1],
        "History": [0, 1, 0, 5],
        "Opening box": [0, 0, 0, 1],
    }


def test_parts_stand_in_the_order_of_the_article(data: pandas.DataFrame) -> None:
    assert overview.claims_by_part(data).index.tolist() == ["Introduction", "History", "Opening box"]


def test_every_claim_of_the_dataset_is_counted_once() -> None:
    counts = overview.claims_by_part()
    assert int(counts.to_numpy().sum()) == len(load("claims"))
    assert counts.sum().to_dict() == load("claims")["status"].value_counts().to_dict()


# Drawing


def test_the_axes_given_are_drawn_on_and_returned(data: pandas.DataFrame, ax: Axes) -> None:
    assert overview.plot_status(data, ax=ax) is ax


@pytest.mark.usefixtures("no_window")
def test_the_current_axes_are_drawn_on_by_default(data: pandas.DataFrame) -> None:
    from matplotlib import pyplot

    current = pyplot.figure().subplots()
    assert overview.plot_status(data) is current


def test_each_part_has_a_bar_of_claims_in_conflict_and_then_the_others(data: pandas.DataFrame, ax: Axes) -> None:
    overview.plot_status(data, ax=ax)
    assert bars(ax, "conflicting") == [(0, 1), (0, 5), (0, 1)]
    assert bars(ax, "not in conflict") == [(1, 2), (5, 6), (1, 1)]


def test_parts_run_from_the_top_in_the_order_of_the_article(data: pandas.DataFrame, ax: Axes) -> None:
    overview.plot_status(data, ax=ax)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Introduction", "History", "Opening box"]
    bottom, top = ax.get_ylim()
    assert bottom > top


def test_both_numbers_are_written_at_the_end_of_each_bar(data: pandas.DataFrame, ax: Axes) -> None:
    overview.plot_status(data, ax=ax)
    texts = written(ax)
    assert texts["1 of 2"] == pytest.approx((2, 0))
    assert texts["5 of 6"] == pytest.approx((6, 1))
    assert texts["1 of 1"] == pytest.approx((1, 2))


def test_the_scale_starts_at_zero_and_counts_claims(data: pandas.DataFrame, ax: Axes) -> None:
    overview.plot_status(data, ax=ax)
    left, right = ax.get_xlim()
    assert left == 0
    assert right > 6
    assert ax.get_xlabel() == "Claims"


def test_the_two_parts_of_a_bar_are_named(data: pandas.DataFrame, ax: Axes) -> None:
    overview.plot_status(data, ax=ax)
    assert {"in conflict", "not in conflict"} <= {text.get_text() for text in ax.texts}


# Exhibits


@pytest.fixture(scope="module")
def figure() -> Figure:
    return overview.status_figure()


def test_the_title_counts_all_claims_and_those_in_conflict(figure: Figure) -> None:
    conflicting = int((load("claims")["status"] == "conflicting").sum())
    assert figure.id == "fig-claims"
    assert re.findall(r"\d+", figure.title) == [str(len(load("claims"))), str(conflicting)]


def test_the_alt_text_is_true_of_the_bars(figure: Figure) -> None:
    counts = overview.claims_by_part()
    assert "The longest bar is that of the activities" in figure.alt
    assert counts.sum(axis=1).idxmax() == "Activities"
    assert f"the history has the most, {counts['conflicting'].max()}" in figure.alt
    assert counts["conflicting"].idxmax() == "History"


def test_the_frame_of_the_figure_holds_the_counts_drawn(figure: Figure) -> None:
    drawn = figure.data.set_index("part")[list(overview.STATUSES)]
    pandas.testing.assert_frame_equal(drawn, overview.claims_by_part(), check_names=False)


def test_the_figure_cites_every_source_of_a_claim(figure: Figure) -> None:
    assert {source for cell in load("claims")["source_id"] for source in split_cell(cell)} <= {*figure.source_ids}
