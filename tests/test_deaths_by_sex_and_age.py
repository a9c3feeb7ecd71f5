"""Chapter 3: women, men and children, and what the records do not say."""

from __future__ import annotations

import pandas
import pytest
from counted import PART, deaths
from drawn import written
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from iomreport import Figure
from iomreport.deaths import by_sex_and_age, recorded_people

pytestmark = pytest.mark.slow


@pytest.fixture
def counts() -> pandas.DataFrame:
    return deaths(
        (2020, "total", "all", 3, 15, 5, 2, 8, 4), (2021, "total", "all", 1, 4, 0, 3, 2, 1),
        (PART, "total", "all", 1, 10, 0, None, 4, None),
    )  # fmt: skip


def bars(ax: Axes) -> list[Rectangle]:
    return [bar for bar in ax.patches if isinstance(bar, Rectangle)]


def test_the_rest_is_of_no_sex_recorded_whatever_is_known_of_children(counts: pandas.DataFrame) -> None:
    frame = by_sex_and_age.sex_and_age(counts)
    assert frame["unknown"].tolist() == [10, 0, 6]
    assert frame["share_unknown"].tolist() == [0.5, 0.0, 0.6]
    assert frame["share_children"].iloc[0] == 0.2


def test_a_gap_in_children_stays_a_gap(counts: pandas.DataFrame) -> None:
    assert by_sex_and_age.sex_and_age(counts)["children"].isna().tolist() == [False, False, True]


def test_in_every_year_of_the_data_the_parts_add_up() -> None:
    frame = by_sex_and_age.sex_and_age()
    assert (frame["females"] + frame["males"] + frame["unknown"] == frame["dead_and_missing"]).all()


def test_children_are_no_third_group() -> None:
    frame = by_sex_and_age.sex_and_age().set_index("year")
    row = frame.loc[2024]
    assert row["females"] + row["males"] + row["unknown"] + row["children"] > row["dead_and_missing"]


def test_the_numbers_that_must_come_out() -> None:
    assert str(by_sex_and_age.people_known("children")) == "at least 4,057"
    assert str(by_sex_and_age.people_known("females", 2024)) == "at least 782"
    assert by_sex_and_age.share_known("unknown").content == pytest.approx((74376 - 6585 - 21541) / 74376)
    assert by_sex_and_age.share_of_women().content == pytest.approx(6585 / (6585 + 21541))
    assert by_sex_and_age.sex_recorded_in("Mediterranean").content == pytest.approx((1768 + 4696) / 31827)
    assert by_sex_and_age.sex_recorded_in(None).content == pytest.approx((6585 + 21541) / 74376)


def test_each_bar_reaches_from_nothing_to_all(counts: pandas.DataFrame, ax: Axes) -> None:
    assert by_sex_and_age.plot_sex(counts, ax) is ax
    by_year: dict[int, list[float]] = {}
    for bar in bars(ax):
        by_year.setdefault(round(bar.get_x() + bar.get_width() / 2), []).append(bar.get_height())
    assert by_year[2020] == pytest.approx([10, 40, 50])
    assert by_year[PART] == pytest.approx([0, 40, 60])


def test_what_is_not_recorded_is_hatched_and_named(counts: pandas.DataFrame, ax: Axes) -> None:
    by_sex_and_age.plot_sex(counts, ax)
    hatched = {group.get_label() for group in ax.containers if all(bar.get_hatch() for bar in group)}
    assert hatched == {"not recorded"}
    assert list(written(ax)) == ["women\nand girls", "men\nand boys", "not\nrecorded"]


def test_children_have_bars_of_their_own(counts: pandas.DataFrame, ax: Axes) -> None:
    by_sex_and_age.plot_children(counts, ax)
    assert [bar.get_height() for bar in bars(ax)] == [4, 1, 0]
    assert [bool(bar.get_hatch()) for bar in bars(ax)] == [False, False, True]


@pytest.fixture(scope="module")
def figure() -> Figure:
    return by_sex_and_age.people_figure()


def test_the_title_begins_with_what_is_silent(figure: Figure) -> None:
    assert figure.title == (
        "For about 62.2% of the people no sex is recorded; of the others about 23.4% were women and girls; at least "
        "4,057 people were children"
    )


def test_the_alt_text_is_true_of_women_and_men(figure: Figure) -> None:
    assert (figure.data["females"] < figure.data["males"]).all()
    assert "women and girls are fewer than men and boys in 12 of 12 years" in figure.alt


def test_the_notes_say_why_nothing_may_be_added_or_projected(figure: Figure) -> None:
    notes = " ".join(figure.notes)
    assert "a girl counts as female and as a child" in notes
    assert "count children but not adults" in notes
    assert "do not stand for the others" in notes


def test_the_notes_are_true_of_the_sea(figure: Figure) -> None:
    sea = recorded_people.counts_by("region").query("category == 'Mediterranean'")
    assert sea["missing"].sum() > sea["dead"].sum()
    assert any(
        "about 20.3% of the people in the Mediterranean, where most are missing" in note for note in figure.notes
    )
