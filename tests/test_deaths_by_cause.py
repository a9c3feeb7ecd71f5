"""Chapter 3: what people died of."""

from __future__ import annotations

import pandas
import pytest
from counted import deaths
from drawn import points, written
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from iomreport import Figure, load
from iomreport.deaths import by_cause

pytestmark = pytest.mark.slow


@pytest.fixture
def counts() -> pandas.DataFrame:
    return deaths(
        (2020, "cause", "Violence", 6, 20, 0), (2020, "cause", "Mixed or unknown", 2, 15, 5),
        (2021, "cause", "Drowning", 1, 10, 30), (2021, "cause", "Violence", 4, 10, 0),
        (2021, "cause", "more than one", 1, 10, 0), (2020, "total", "all", 8, 35, 5),
    )  # fmt: skip


def test_causes_add_up_over_years_with_those_not_named_last(counts: pandas.DataFrame) -> None:
    frame = by_cause.deaths_by_cause(counts)
    assert frame[["cause", "records", "dead_and_missing"]].values.tolist() == [
        ["Drowning", 1, 40], ["Violence", 10, 30], ["more than one", 1, 10], ["Mixed or unknown", 2, 20],
    ]  # fmt: skip
    assert frame["of_people"].tolist() == [0.4, 0.3, 0.1, 0.2]
    assert frame["of_records"].tolist() == pytest.approx([1 / 14, 10 / 14, 1 / 14, 2 / 14])


def test_nobody_is_counted_twice() -> None:
    frame = by_cause.deaths_by_cause()
    totals = load("deaths").query("breakdown == 'total'")
    assert frame["dead_and_missing"].sum() == totals["dead_and_missing"].sum()
    assert frame["records"].sum() == totals["records"].sum()
    assert float(frame["of_people"].sum()) == pytest.approx(1)


def test_shares_for_a_sentence() -> None:
    assert by_cause.cause_share("Drowning").content == pytest.approx(42061 / 74376)
    assert by_cause.cause_share("Drowning", "records").content == pytest.approx(4507 / 19255)
    assert by_cause.cause_share("Drowning", "missing").content == pytest.approx(26175 / 30399)
    assert by_cause.cause_share("Mixed or unknown", year=2014).content == pytest.approx(1226 / 5441)


def test_bars_show_people_and_marks_show_records(counts: pandas.DataFrame, ax: Axes) -> None:
    assert by_cause.plot_causes(counts, ax) is ax
    assert [bar.get_width() for bar in ax.patches if isinstance(bar, Rectangle)] == pytest.approx([40, 30, 10, 20])
    assert [x for line in ax.get_lines() for x in line.get_xdata()] == pytest.approx(
        [100 / 14, 1000 / 14, 100 / 14, 200 / 14]
    )
    assert list(points(ax)) == ["records"]


def test_the_numbers_stand_beside(counts: pandas.DataFrame, ax: Axes) -> None:
    by_cause.plot_causes(counts, ax)
    assert list(written(ax)) == [
        "40 people, 1 records", "30 people, 10 records", "10 people, 1 records", "20 people, 2 records",
    ]  # fmt: skip


def test_causes_not_named_are_hatched(counts: pandas.DataFrame, ax: Axes) -> None:
    by_cause.plot_causes(counts, ax)
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, False, True, True]


def test_rows_read_from_the_top(counts: pandas.DataFrame, ax: Axes) -> None:
    by_cause.plot_causes(counts, ax)
    assert ax.get_yticklabels()[0].get_text() == "Drowning"
    assert ax.yaxis_inverted()


@pytest.fixture(scope="module")
def figure() -> Figure:
    return by_cause.causes_figure()


def test_the_title_sets_people_beside_records_and_tells_what_is_unknown(figure: Figure) -> None:
    assert figure.title == (
        "The cause recorded is drowning for about 56.6% of the people and about 23.4% of the records; for about 14% of "
        "the people it is mixed or unknown"
    )


def test_the_alt_text_is_true_of_the_other_causes(figure: Figure) -> None:
    named = figure.data[~figure.data["cause"].isin(["Drowning", "more than one", "Mixed or unknown"])]
    assert (named["of_records"] > named["of_people"]).all()
    assert "for 5 of 5 other named causes the mark lies further out than the bar" in figure.alt


def test_the_notes_count_the_records_that_name_none_or_several(figure: Figure) -> None:
    assert any("29 records name several causes" in note and "4,113 records name none" in note for note in figure.notes)
