"""What the article says, where it conflicts, and the reading adopted."""

from __future__ import annotations

import re

import pandas
import pytest
from drawn import written
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from iomreport import Figure, load
from iomreport.catalog.cells import split_cell
from iomreport.claims import conflicts

NAMES = [
    "claim_id", "section", "subject", "attribute", "value", "number", "unit", "qualifier", "as_of", "source_id",
    "conflicts_with", "status", "reading", "reading_source_id",
]  # fmt: skip


@pytest.fixture
def data() -> pandas.DataFrame:
    """Return claims shaped as the dataset's, by hand."""
    rows = [
        ("F1", "Lead", "IOM", "members (lead)", "ten states", 10, "states", None, "2013-12", "w", "F4", "conflicting",
         "Ten.", "x; w"),
        ("F2", "Lead", "IOM", "name", "A name", None, None, None, None, "w", None, "reported", None, None),
        ("F3", "History: Early", "IOM", "seat", "Geneva", None, None, None, None, "w", None, "confirmed", "Yes.", "x"),
        ("F4", "Title/infobox", "IOM", "members", "12 states", 12, "states", None, "2014", "v", "F1; F6", "conflicting",
         "Ten.", None),
        ("F5", "History", "Day", "date observed", "1990-12-18", None, None, None, "1990-12-18", "w", None,
         "conflicting", "That day.", "y"),
        ("F6", "History", "IOM", "members in words", "a dozen", None, None, None, None, "w", "F4", "conflicting",
         "Ten.", None),
        ("F7", "History", "IOM", "motto", "Words", None, None, None, None, "w", "F8", "conflicting", "Words.", "y"),
        ("F8", "History", "IOM", "motto again", "Others", None, None, None, None, "w", "F7", "conflicting", "Words.",
         "y"),
        ("F9", "History", "IOM", "users", "over two million users", 2000000, "users", "over", None, "w", None,
         "conflicting", "Fewer.", "z"),
    ]  # fmt: skip
    frame = pandas.DataFrame(rows, columns=NAMES)
    return frame.astype({"number": "Float64"})


def bars(ax: Axes, label: str) -> list[tuple[float, float]]:
    """Return start and end of each bar of a series, from the top."""
    (series,) = [each for each in ax.containers if each.get_label() == label]
    found = [bar for bar in series if isinstance(bar, Rectangle)]
    return [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in found]


# Counting


def test_claims_are_counted_by_part_of_the_article_and_status(data: pandas.DataFrame) -> None:
    counts = conflicts.claims_by_section(data)
    assert counts.columns.tolist() == ["reported", "confirmed", "derived", "conflicting"]
    assert counts.index.name == "part"
    assert counts.T.to_dict("list") == {
        "Introduction": [1, 0, 0, 1],
        "History": [0, 1, 0, 5],
        "Opening box": [0, 0, 0, 1],
    }


def test_parts_stand_in_the_order_of_the_article(data: pandas.DataFrame) -> None:
    assert conflicts.claims_by_section(data).index.tolist() == ["Introduction", "History", "Opening box"]


def test_every_claim_of_the_dataset_is_counted_once() -> None:
    counts = conflicts.claims_by_section()
    assert int(counts.to_numpy().sum()) == len(load("claims"))
    assert counts.sum().to_dict() == load("claims")["status"].value_counts().to_dict()


# Drawing


def test_the_axes_given_are_drawn_on_and_returned(data: pandas.DataFrame, ax: Axes) -> None:
    assert conflicts.plot_status(data, ax=ax) is ax


@pytest.mark.usefixtures("no_window")
def test_the_current_axes_are_drawn_on_by_default(data: pandas.DataFrame) -> None:
    from matplotlib import pyplot

    current = pyplot.figure().subplots()
    assert conflicts.plot_status(data) is current


def test_each_part_has_a_bar_of_claims_in_conflict_and_then_the_others(data: pandas.DataFrame, ax: Axes) -> None:
    conflicts.plot_status(data, ax=ax)
    assert bars(ax, "conflicting") == [(0, 1), (0, 5), (0, 1)]
    assert bars(ax, "not in conflict") == [(1, 2), (5, 6), (1, 1)]


def test_parts_run_from_the_top_in_the_order_of_the_article(data: pandas.DataFrame, ax: Axes) -> None:
    conflicts.plot_status(data, ax=ax)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Introduction", "History", "Opening box"]
    bottom, top = ax.get_ylim()
    assert bottom > top


def test_both_numbers_are_written_at_the_end_of_each_bar(data: pandas.DataFrame, ax: Axes) -> None:
    conflicts.plot_status(data, ax=ax)
    texts = written(ax)
    assert texts["1 of 2"] == pytest.approx((2, 0))
    assert texts["5 of 6"] == pytest.approx((6, 1))
    assert texts["1 of 1"] == pytest.approx((1, 2))


def test_the_scale_starts_at_zero_and_counts_claims(data: pandas.DataFrame, ax: Axes) -> None:
    conflicts.plot_status(data, ax=ax)
    left, right = ax.get_xlim()
    assert left == 0
    assert right > 6
    assert ax.get_xlabel() == "Claims"


def test_the_two_parts_of_a_bar_are_named(data: pandas.DataFrame, ax: Axes) -> None:
    conflicts.plot_status(data, ax=ax)
    assert {"in conflict", "not in conflict"} <= {text.get_text() for text in ax.texts}


# Conflicts


def test_claims_that_contradict_one_another_make_one_row(data: pandas.DataFrame) -> None:
    """F1 and F6 are linked only through F4."""
    rows = conflicts.conflicts(data)
    assert rows["claim_ids"].tolist() == ["F1; F4; F6", "F5", "F7; F8", "F9"]


def test_a_conflict_tells_topic_and_reading_of_its_first_figure_or_of_its_first_claim(data: pandas.DataFrame) -> None:
    rows = conflicts.conflicts(data)
    assert rows["topic"].tolist() == ["Members", "Day: date observed", "Motto", "Users"]
    assert rows["reading"].tolist() == ["Ten.", "That day.", "Words.", "Fewer."]


def test_a_conflict_tells_what_is_said_with_its_date(data: pandas.DataFrame) -> None:
    said = conflicts.conflicts(data)["article_says"].tolist()
    assert said[:2] == ["ten states (December 2013); 12 states (2014)", "18 December 1990"]
    assert said[2:] == ["Words; Others", "over two million users"]


def test_a_date_that_stands_in_the_claim_is_not_told_again(data: pandas.DataFrame) -> None:
    data.loc[data["claim_id"] == "F4", "value"] = "12 states in 2014"
    assert conflicts.conflicts(data)["article_says"].iloc[0] == "ten states (December 2013); 12 states in 2014"


def test_a_conflict_is_within_the_article_or_with_other_sources(data: pandas.DataFrame) -> None:
    inside = "within the article, settled by other sources"
    assert conflicts.conflicts(data)["kind"].tolist() == [inside, "with other sources", inside, "with other sources"]
    assert conflicts.kind_of(data[data["claim_id"] == "F4"]) == "within the article"


def test_a_conflict_rests_on_who_says_it_and_on_what_its_reading_rests(data: pandas.DataFrame) -> None:
    assert conflicts.conflicts(data)["source_id"].tolist() == ["w; v; x", "w; y", "w; y", "w; z"]


def test_claims_without_conflict_give_an_empty_table_of_the_same_columns(data: pandas.DataFrame) -> None:
    columns = conflicts.conflicts(data).columns.tolist()
    assert columns == ["topic", "article_says", "claim_ids", "kind", "reading", "source_id"]
    none = conflicts.conflicts(data[data["status"] != "conflicting"])
    assert none.empty
    assert none.columns.tolist() == columns


def test_every_claim_in_conflict_stands_in_exactly_one_conflict() -> None:
    listed = [claim for cell in conflicts.conflicts()["claim_ids"] for claim in split_cell(cell)]
    assert sorted(listed) == sorted(load("claims").query("status == 'conflicting'")["claim_id"])


def test_every_conflict_of_the_dataset_is_told_in_full() -> None:
    rows = conflicts.conflicts()
    for column in rows.columns:
        assert rows[column].str.strip().all(), column
        assert not rows[column].str.contains(r"\b(?:nan|None|NA)\b", regex=True).any(), column
    assert rows["topic"].is_unique


# Exhibits


@pytest.fixture(scope="module")
def figure() -> Figure:
    return conflicts.status_figure()


def test_the_title_counts_all_claims_and_those_in_conflict(figure: Figure) -> None:
    conflicting = int((load("claims")["status"] == "conflicting").sum())
    assert figure.id == "fig-claims"
    assert re.findall(r"\d+", figure.title) == [str(len(load("claims"))), str(conflicting)]


def test_the_alt_text_is_true_of_the_bars(figure: Figure) -> None:
    counts = conflicts.claims_by_section()
    assert "The longest bar is that of the activities" in figure.alt
    assert counts.sum(axis=1).idxmax() == "Activities"
    assert f"the history has the most, {counts['conflicting'].max()}" in figure.alt
    assert counts["conflicting"].idxmax() == "History"


def test_the_frame_of_the_figure_holds_the_counts_drawn(figure: Figure) -> None:
    drawn = figure.data.set_index("part")[list(conflicts.STATUSES)]
    pandas.testing.assert_frame_equal(drawn, conflicts.claims_by_section(), check_names=False)


def test_the_figure_cites_every_source_of_a_claim(figure: Figure) -> None:
    assert {source for cell in load("claims")["source_id"] for source in split_cell(cell)} <= {*figure.source_ids}
