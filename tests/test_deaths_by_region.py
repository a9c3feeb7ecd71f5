"""Chapter 3: people who died or went missing on the move, by year and region."""

from __future__ import annotations

import pandas
import pytest
from counted import PART, deaths
from drawn import written
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

from iomreport import Figure
from iomreport.deaths import by_region

pytestmark = pytest.mark.slow


@pytest.fixture
def counts() -> pandas.DataFrame:
    return deaths(
        (2020, "region", "Mediterranean", 9, 90, 10), (2020, "region", "Europe", 2, 25, 0),
        (2021, "region", "Mediterranean", 1, 30, 6), (2021, "region", "Atlantis", 1, 4, 0),
        (PART, "region", "Europe", 1, 900, 0), (2020, "total", "all", 11, 115, 10),
    )  # fmt: skip


def cells(ax: Axes) -> list[list[str]]:
    """Return the numbers of the grid as they stand, row by row, without the heads of the columns."""
    numbers = [(text.get_position(), text.get_text()) for text in ax.texts if not isinstance(text, Annotation)]
    rows = sorted({y for (_, y), _ in numbers})
    return [[number for (_, y), number in sorted(numbers) if y == row] for row in rows]


def test_each_year_and_region_stands_once(counts: pandas.DataFrame) -> None:
    frame = by_region.deaths_by_region(counts)
    assert frame[["year", "region", "dead_and_missing"]].values.tolist()[:2] == [
        [2020, "Europe", 25],
        [2020, "Mediterranean", 100],
    ]
    assert "total" not in frame


def test_regions_add_up_to_each_year() -> None:
    frame = by_region.deaths_by_region()
    assert frame.groupby("year")["dead_and_missing"].sum().loc[[2014, 2024]].tolist() == [5441, 9002]


def test_every_region_of_the_data_has_its_place() -> None:
    assert set(by_region.deaths_by_region()["region"]) == set(by_region.REGIONS)


def test_the_grid_holds_every_number_and_its_sums(counts: pandas.DataFrame, ax: Axes) -> None:
    assert by_region.plot_regions(counts, ax) is ax
    assert cells(ax) == [["100", "36", "–"], ["25", "–", "900"], ["–", "4", "–"], ["125", "40", "900"]]
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "Mediterranean", "Europe", "Atlantis", "all regions",
    ]  # fmt: skip


def test_a_gap_is_a_dash_and_counts_nothing(counts: pandas.DataFrame, ax: Axes) -> None:
    counts.loc[counts["category"] == "Atlantis", "dead_and_missing"] = None
    by_region.plot_regions(counts, ax)
    assert cells(ax) == [["100", "36", "–"], ["25", "–", "900"], ["–", "–", "–"], ["125", "36", "900"]]


def test_shades_follow_the_square_root_and_leave_out_a_part_of_a_year(counts: pandas.DataFrame, ax: Axes) -> None:
    by_region.plot_regions(counts, ax)
    shades = [bar.get_alpha() for bar in ax.patches if isinstance(bar, Rectangle)]
    assert shades == pytest.approx([1.0, 0.5, 0.6, 0.2])


def test_a_part_of_a_year_stands_apart_and_says_where_it_ends(counts: pandas.DataFrame, ax: Axes) -> None:
    by_region.plot_regions(counts, ax)
    heads = {text: x for text, (x, _) in written(ax).items()}
    assert list(heads) == ["2020", "2021", f"{PART}\nto April"]
    assert heads[f"{PART}\nto April"] - heads["2021"] > 1.2


def test_shares_are_those_of_the_people_recorded() -> None:
    assert by_region.share_in("Mediterranean", 2014).content == pytest.approx(3289 / 5441)
    assert by_region.outside("Mediterranean", 2024).content == 9002 - 2475


def test_people_in_a_region_are_those_of_a_year_or_of_all() -> None:
    assert [str(by_region.people_in("Mediterranean", year)) for year in (2014, 2024)] == [
        "at least 3,289", "at least 2,475",
    ]  # fmt: skip
    held = by_region.deaths_by_region().query("region == 'Mediterranean'")
    assert by_region.people_in("Mediterranean").content == held["dead_and_missing"].sum()


@pytest.fixture(scope="module")
def figure() -> Figure:
    return by_region.regions_figure()


def test_the_title_sets_the_people_beside_their_share(figure: Figure) -> None:
    assert figure.title == (
        "In 2014, at least 3,289 people were recorded in the Mediterranean, in 2024 at least 2,475: about 60.4% and "
        "about 27.5% of all; elsewhere the count went from 2,152 to 6,527"
    )


def test_the_notes_say_that_more_was_recorded_elsewhere(figure: Figure) -> None:
    elsewhere = figure.data[figure.data["region"] != "Mediterranean"].groupby("year")["records"].sum()
    assert any(f"{elsewhere[2014]} records for 2014 and {elsewhere[2024]:,} for 2024" in note for note in figure.notes)


def test_the_alt_text_is_true_of_the_largest_number(figure: Figure) -> None:
    whole = figure.data[figure.data["coverage"] == "full year"]
    largest = whole.loc[whole.groupby("year")["dead_and_missing"].idxmax()]
    assert set(largest["region"]) == {"Mediterranean"}
    assert "The Mediterranean has the largest number in 11 of 11 full years" in figure.alt


def test_the_notes_warn_of_names_that_changed_meaning(figure: Figure) -> None:
    assert any("other exports draw some of them otherwise" in note for note in figure.notes)
