"""Chapter 2: people moved and assisted, assisted returns and resettlement."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from drawn import marks
from drawn_text import faults_in, texts_in
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from iomreport import Figure, Table, load
from iomreport.errors import UnknownNameError
from iomreport.mandates import people_assisted, returns_and_resettlement

pytestmark = pytest.mark.slow

COLUMNS = ["operation_id", "as_of", "as_of_precision", "since", "measure", "value", "source_id"]


def frame_of(rows: list[tuple[object, ...]], **changes: dict[str, str]) -> pandas.DataFrame:
    """Return rows shaped as the dataset; the changes give a column's values for some identifiers."""
    frame = pandas.DataFrame(rows, columns=COLUMNS).astype({"value": "Int64"})
    usual = {"since_precision": None, "scope": None, "qualifier": None, "basis": "stated", "note": None}
    frame = frame.assign(**usual, status="sourced")
    for column, values in changes.items():
        frame[column] = frame["operation_id"].map(values).where(frame["operation_id"].isin([*values]), frame[column])
    return frame


@pytest.fixture
def movements() -> pandas.DataFrame:
    """Return counts of several kinds, out of order, by hand."""
    return frame_of(
        [
            ("moved-56", "1956", "year", None, "persons moved", 900, "s1"),
            ("plan-55", "1955", "year", None, "planned movements", 500, "s2"),
            ("moved-52", "1952-12-31", "day", None, "persons moved", 100, "s1"),
            ("plan-74", "1974", "year", None, "planned movements", 700, "s2"),
            ("all-57", "1957", "year", "1952", "persons moved, cumulative", 4000, "s3"),
            ("all-59", "1959", "year", "1952", "persons moved, cumulative", 6000, "s3"),
            ("low-59", "1959", "year", "1951", "persons moved, cumulative", 2000, "s4"),
            ("bad-58", "1958", "year", None, "persons moved", 800, "s9"),
        ],
        qualifier={"all-59": "nearly"},
        status={"all-59": "conflicting", "low-59": "conflicting", "bad-58": "unverified"},
    )


@pytest.fixture
def journeys() -> pandas.DataFrame:
    """Return counts of returns: a year with one kind, one with both, one with the sum only, and what is left out."""
    both = returns_and_resettlement.KINDS["together"]
    return frame_of(
        [
            ("exact", "2016", "year", None, returns_and_resettlement.KINDS["voluntary"], 90, "s1"),
            ("round", "2016", "year", None, returns_and_resettlement.KINDS["voluntary"], 100, "s2"),
            ("half", "2016-06", "month", "2016-01", returns_and_resettlement.KINDS["voluntary"], 40, "s1"),
            ("sum", "2018", "year", None, both, 70, "s3"),
            ("home", "2019", "year", None, returns_and_resettlement.KINDS["voluntary"], 30, "s1"),
            ("rescue", "2019", "year", None, returns_and_resettlement.KINDS["humanitarian"], 20, "s1"),
            ("both", "2019", "year", None, both, 50, "s1"),
            ("ever", "2019", "year", "1979", returns_and_resettlement.KINDS["voluntary"], 9000, "s1"),
            ("bad", "2020", "year", None, returns_and_resettlement.KINDS["voluntary"], 60, "s9"),
        ],
        qualifier={"round": "nearly", "sum": "about"},
        status={"bad": "unverified"},
    )


def marks_in(axes: Axes) -> dict[str, Line2D]:
    return {str(line.get_label()): line for line in axes.get_lines()}


def place_of(mark: Line2D) -> tuple[float, float]:
    return float(np.asarray(mark.get_xdata(), float)[0]), float(np.asarray(mark.get_ydata(), float)[0])


def bars_in(axes: Axes) -> list[tuple[float, float, float]]:
    """Return middle, foot and height of each bar, from left to right and from below."""
    bars = [bar for bar in axes.patches if isinstance(bar, Rectangle)]
    return sorted((bar.get_x() + bar.get_width() / 2, bar.get_y(), bar.get_height()) for bar in bars)


# People moved and assisted


def test_counts_of_a_series_stand_by_date_within_its_years(movements: pandas.DataFrame) -> None:
    frame = people_assisted.counts_of("year", movements)
    assert frame["operation_id"].tolist() == ["moved-52", "plan-55", "moved-56"]
    assert people_assisted.counts_of("fifties", movements)["value"].tolist() == [4000, 2000, 6000]


def test_an_unknown_series_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no series 'yaer'; did you mean 'year'"):
        people_assisted.counts_of("yaer")


def test_no_measure_stands_in_two_series() -> None:
    measures = [measure for series in people_assisted.SERIES.values() for measure in series.measures]
    assert len(measures) == len(set(measures))
    assert set(measures) <= set(load("operations")["measure"])


@pytest.mark.parametrize(
    ("series", "values"),
    [
        ("year", [77626, 120000, 119261, 143420, 126160, 122000, 194000, 126000]),
        ("fifties", [570000, 775000, 406000, 1000000]),
        ("founding", [3000000, 4000000, 11000000, 14000000]),
        ("recent", [20000000, 31000000, 26400000]),
    ],
)
def test_the_counts_of_the_dataset_are_all_there(series: str, values: list[int]) -> None:
    assert people_assisted.counts_of(series)["value"].tolist() == values


def test_counts_for_sentences_keep_hedge_date_and_source() -> None:
    value = people_assisted.counted("1959-persons-moved-cumulative")
    assert (str(value), value.sources) == ("nearly 1,000,000", ("pace-recommendation-240-1960",))
    assert f"{people_assisted.counted_on('1959-persons-moved-cumulative'):year}" == "1959"
    assert str(people_assisted.counted_on("1957-persons-moved-cumulative", "since")) == "1 February 1952"


def test_what_is_not_verified_is_no_value_for_a_sentence() -> None:
    with pytest.raises(UnknownNameError):
        people_assisted.counted("2022-movements-tracked")


def test_marks_stand_at_date_and_height_and_are_never_joined(movements: pandas.DataFrame, ax: Axes) -> None:
    assert people_assisted.plot_people("year", movements, ax) is ax
    marks = marks_in(ax)
    assert {name: place_of(mark) for name, mark in marks.items()} == {
        "moved-52": (pytest.approx(1952.997, abs=0.01), 0.1),
        "plan-55": (1955.5, 0.5),
        "moved-56": (1956.5, 0.9),
    }
    assert {mark.get_linestyle() for mark in marks.values()} == {"None"}
    assert ax.get_ylim()[0] == 0


def test_plans_are_hollow_squares_and_contradicted_counts_crosses(movements: pandas.DataFrame, ax: Axes) -> None:
    people_assisted.plot_people("year", movements, ax)
    plan, moved = marks_in(ax)["plan-55"], marks_in(ax)["moved-52"]
    assert (plan.get_marker(), moved.get_marker()) == ("s", "o")
    assert plan.get_markerfacecolor() != plan.get_color()
    assert moved.get_markerfacecolor() == moved.get_color()
    other = marks_in(people_assisted.plot_people("fifties", movements, Drawing().subplots()))
    assert {name: mark.get_marker() for name, mark in other.items()} == {"all-57": "o", "all-59": "X", "low-59": "X"}


def test_counts_are_written_in_full_with_their_hedge(movements: pandas.DataFrame, ax: Axes) -> None:
    people_assisted.plot_people("fifties", movements, ax)
    assert {text.get_text() for text in ax.texts} == {"4,000", "nearly 6,000", "2,000"}


# Returns


def test_each_year_and_kind_has_one_exact_count_of_the_whole_year(journeys: pandas.DataFrame) -> None:
    frame = returns_and_resettlement.assisted_returns(journeys)
    assert frame[["year", "kind", "value"]].values.tolist() == [
        [2016, "voluntary", 90], [2018, "together", 70], [2019, "voluntary", 30], [2019, "humanitarian", 20],
        [2019, "together", 50],
    ]  # fmt: skip


def test_returns_of_the_dataset_are_those_of_2014_to_2023() -> None:
    by_kind = {
        kind: dict(zip(rows["year"], rows["value"], strict=True))
        for kind, rows in returns_and_resettlement.assisted_returns().groupby("kind")
    }
    assert by_kind["voluntary"] == {
        2014: 43786, 2015: 69540, 2016: 98403, 2017: 72176, 2018: 63316, 2020: 38143, 2021: 43428, 2022: 54001,
        2023: 56045,
    }  # fmt: skip
    assert by_kind["humanitarian"] == {2020: 4038, 2021: 6367, 2022: 15281, 2023: 15906}
    for year, number in by_kind["humanitarian"].items():
        assert by_kind["together"][year] == by_kind["voluntary"][year] + number


def test_returns_for_sentences_keep_their_hedge_and_years_have_none() -> None:
    assert str(returns_and_resettlement.returns_in(2019, "together")) == "about 65,000"
    assert str(returns_and_resettlement.year_of_returns(2019, "together")) == "2019"


def test_humanitarian_returns_stand_on_voluntary_ones(journeys: pandas.DataFrame, ax: Axes) -> None:
    assert returns_and_resettlement.plot_returns(journeys, ax) is ax
    assert [(round(x), foot, height) for x, foot, height in bars_in(ax)] == [
        (2016, 0, 90), (2018, 0, 70), (2019, 0, 30), (2019, 30, 20),
    ]  # fmt: skip


def test_counts_stand_upright_only_in_bars_too_narrow_for_them(journeys: pandas.DataFrame) -> None:
    turned = {}
    for width in (1.0, 6.5):
        ax = returns_and_resettlement.plot_returns(journeys, Drawing(figsize=(width, 3)).subplots())
        turned[width] = {text.get_rotation() for text in ax.texts}
    assert turned == {1.0: {0.0, 90.0}, 6.5: {0.0}}


def test_kinds_differ_in_more_than_colour(journeys: pandas.DataFrame, ax: Axes) -> None:
    returns_and_resettlement.plot_returns(journeys, ax)
    bars = [bar for bar in ax.patches if isinstance(bar, Rectangle)]
    middles = {bar: round(bar.get_x() + bar.get_width() / 2) for bar in bars}
    assert [middles[bar] for bar in bars if bar.get_hatch()] == [2019]
    assert [middles[bar] for bar in bars if bar.get_linestyle() == "--"] == [2018]


def test_each_part_is_labelled_with_its_count(journeys: pandas.DataFrame, ax: Axes) -> None:
    returns_and_resettlement.plot_returns(journeys, ax)
    assert [text.get_text() for text in ax.texts] == ["90", "about\n70", "30", "20"]


# Resettlement


def test_counts_of_refugees_say_their_time_and_keep_their_hedge() -> None:
    frame = returns_and_resettlement.resettled().set_index("figure")
    assert frame.at["some 450,000", "period"] == "1 February 1952 to 1959"
    assert frame.at["47,197", "period"] == "January to June 2018"
    assert frame.at["137,839", "period"] == "2017"
    assert frame.at["31,226", "period"] == "February to December 1952"
    assert frame.at["139,531", "counted"] == "Hungarian refugees moved, from Austria and Yugoslavia"
    assert frame.at["some 180,000", "counted"] == "Hungarian refugees resettled"
    assert "unverified" not in set(frame["status"])


def test_every_count_of_refugees_moved_or_resettled_is_in_the_table() -> None:
    data = load("operations").query("status != 'unverified' and unit == 'persons'")
    expected = data[data["measure"].str.contains("refugees|resettlement|relocation within")]
    assert len(returns_and_resettlement.resettled()) == len(expected)


# The exhibits


@pytest.fixture(scope="module")
def people() -> Figure:
    return people_assisted.people_figure()


@pytest.fixture(scope="module")
def returned() -> Figure:
    return returns_and_resettlement.returns_figure()


def test_the_title_sets_a_year_against_all_years_before_it(people: Figure) -> None:
    assert people.title == (
        "An estimated 14,000,000 people were assisted from 1951 to 2011 and an estimated 20,000,000 in 2015 alone: "
        "what is counted has probably changed"
    )


def test_the_frame_holds_every_mark_of_every_panel(people: Figure) -> None:
    drawn = {label for ax in people.figure.axes for label in marks_in(ax)}
    assert drawn == set(people.data["operation_id"])
    assert f"Four charts of single marks, {len(drawn)} in all" in people.alt
    assert len(people.figure.axes) == 4


def test_the_title_names_the_year_with_most_voluntary_returns(returned: Figure) -> None:
    voluntary = returned.data[returned.data["kind"] == "voluntary"].set_index("year")["value"]
    assert voluntary.idxmax() == 2016
    assert returned.title.startswith("Between 2014 and 2023, assisted voluntary returns peaked at 98,403 in 2016;")
    assert (returned.data["year"].min(), returned.data["year"].max()) == (2014, 2023)
    assert voluntary[2017] < voluntary[2016]
    assert voluntary[2023] > voluntary[2020]


def test_a_year_without_a_count_of_voluntary_returns_cannot_have_been_the_peak(returned: Figure) -> None:
    together = returned.data[returned.data["kind"] == "together"].set_index("year")["value"]
    voluntary = returned.data[returned.data["kind"] == "voluntary"].set_index("year")["value"]
    assert together[2019] < voluntary.max()
    assert any("at about 65,000 it lies below the peak" in note for note in returned.notes)


@pytest.mark.parametrize("name", ["people", "returned"])
def test_texts_are_large_enough_and_lie_apart(name: str, request: pytest.FixtureRequest) -> None:
    figure: Figure = request.getfixturevalue(name)
    assert faults_in(figure.figure) == []
    for text in texts_in(figure.figure):
        if text.axes is not None and text in text.axes.texts:
            assert not any(text.get_window_extent().overlaps(mark) for mark in marks(text.axes)), text.get_text()


def test_the_table_of_refugees_counts_its_rows() -> None:
    table = returns_and_resettlement.resettlement_table()
    assert isinstance(table, Table)
    assert f"{len(table.data)} counts since 1952" in table.caption


def test_the_last_two_counts_of_refugees_are_of_one_scope_as_the_chapter_compares_them() -> None:
    last = returns_and_resettlement.resettled().tail(2)
    assert last["as_of"].tolist() == ["2019", "2020"]
    assert last[["measure", "scope"]].drop_duplicates().shape[0] == 1
