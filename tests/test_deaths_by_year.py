"""Chapter 3: people who died or went missing on the move, by year."""

from __future__ import annotations

import pandas
import pytest
from counted import PART, deaths
from drawn import points, written
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from iomreport import Figure, load
from iomreport.charts import theme
from iomreport.deaths import by_year as module

pytestmark = pytest.mark.slow


@pytest.fixture
def counts() -> pandas.DataFrame:
    return deaths(
        (2021, "total", "all", 4, 10, 2), (2020, "total", "all", 3, 5, 4), (PART, "total", "all", 1, 1, 2),
        (2020, "region", "North", 3, 5, 4),
    )  # fmt: skip


@pytest.fixture
def facts() -> pandas.DataFrame:
    """Return rows shaped as the dataset `context`: two known counts of a year, and what must be left out."""
    rows = [
        ("2013", "year", "2013-12", "migrants who died", 20, "at least", "sourced"),
        ("2012", "year", None, "migrants who died", 10, "at least", "sourced"),
        ("2013", "year", "2013-12", "migrants who died", 70, "may be", "sourced"),
        ("2000", "year", "2014-09", "migrants who died", 400, "at least", "sourced"),
        ("2011", "year", None, "migrants who died", 5, "at least", "conflicting"),
        ("2011", "year", None, "migrants who died on the way to Europe", 5, "at least", "sourced"),
    ]
    names = ["as_of", "as_of_precision", "as_of_end", "measure", "value", "qualifier", "status"]
    return pandas.DataFrame(rows, columns=names).assign(series="then", note=None, source_id="c")


def bars_of(ax: Axes, label: str) -> dict[float, tuple[float, float]]:
    """Return foot and height of each bar of a label, by the year it stands at."""
    found = {}
    for group in ax.containers:
        for bar in group:
            if isinstance(bar, Rectangle) and group.get_label() == label:
                found[round(bar.get_x() + bar.get_width() / 2, 6)] = (bar.get_y(), bar.get_height())
    return found


def test_each_year_stands_once_with_its_coverage(counts: pandas.DataFrame) -> None:
    frame = module.deaths_by_year(counts)
    assert frame["year"].tolist() == [2020, 2021, PART]
    assert frame["dead_and_missing"].tolist() == [9, 12, 3]
    assert frame["coverage"].tolist() == ["full year", "full year", "part of year"]


def test_the_numbers_that_must_come_out() -> None:
    frame = module.deaths_by_year().set_index("year")
    assert frame["dead_and_missing"].to_dict() == {
        2014: 5441, 2015: 6961, 2016: 8249, 2017: 6400, 2018: 5016, 2019: 5430, 2020: 4327, 2021: 6276, 2022: 7205,
        2023: 8747, 2024: 9002, 2025: 1322,
    }  # fmt: skip
    assert frame.loc[2025, ["coverage", "period_end"]].tolist() == ["part of year", "2025-04-29"]
    assert str(module.total()) == "at least 74,376"


def test_sums_over_years_are_minima_and_records_are_not() -> None:
    assert str(module.total(2024)) == "at least 9,002"
    assert str(module.total(2014, "records")) == "527"
    assert module.people_per_record(2024).content == pytest.approx(9002 / 2824)


def test_earlier_years_are_known_deaths_of_single_years_only(facts: pandas.DataFrame) -> None:
    frame = module.earlier_deaths(facts)
    assert frame[["year", "value"]].values.tolist() == [[2012, 10], [2013, 20]]


def test_two_earlier_years_are_known_and_come_from_other_sources() -> None:
    earlier = module.earlier_deaths()
    assert earlier[["year", "value"]].astype(int).values.tolist() == [[2012, 2109], [2013, 2360]]
    assert not set(earlier["source_id"]) & set(load("deaths")["source_id"])


def test_the_missing_stand_on_the_dead(counts: pandas.DataFrame, ax: Axes) -> None:
    assert module.plot_deaths(counts, ax) is ax
    assert bars_of(ax, "dead") == {2020: (0, 5), 2021: (0, 10), PART: (0, 1)}
    assert bars_of(ax, "missing") == {2020: (5, 4), 2021: (10, 2), PART: (1, 2)}


def test_both_together_are_written_over_each_bar(counts: pandas.DataFrame, ax: Axes) -> None:
    module.plot_deaths(counts, ax)
    assert written(ax) == {
        "9": (2020, 9), "12": (2021, 12), "3\nto 29\nApril": (PART, 3),
        "dead": (2021.37, 10), "missing": (2021.37, 10),
    }  # fmt: skip


def test_a_year_covered_in_part_is_an_outline(counts: pandas.DataFrame, ax: Axes) -> None:
    module.plot_deaths(counts, ax)
    bars = [bar for bar in ax.patches if isinstance(bar, Rectangle)]
    part = {bar for bar in bars if bar.get_x() > 2021.5}
    assert {to_hex(bar.get_facecolor()) for bar in part} == {theme.colour("paper")}
    assert all(bar.get_hatch() for bar in part)
    assert not any(bar.get_hatch() for bar in bars if bar not in part)


def test_the_scale_starts_at_nothing(counts: pandas.DataFrame, ax: Axes) -> None:
    module.plot_deaths(counts, ax)
    assert ax.get_ylim()[0] == 0


def test_earlier_years_stand_apart_and_are_not_joined(facts: pandas.DataFrame, ax: Axes) -> None:
    module.plot_earlier_deaths(facts, ax)
    (marks,) = ax.get_lines()
    assert points(ax) == {"other methods": [(2012, 10), (2013, 20)]}
    assert marks.get_linestyle() == "None"
    assert list(written(ax)) == ["10", "20", "counted by\nother methods"]


def test_nothing_is_drawn_where_no_earlier_year_is_known(facts: pandas.DataFrame, ax: Axes) -> None:
    module.plot_earlier_deaths(facts.iloc[2:], ax)
    assert not ax.get_lines()


def test_records_have_bars_of_their_own(counts: pandas.DataFrame, ax: Axes) -> None:
    module.plot_records(counts, ax)
    assert bars_of(ax, "records") == {2020: (0, 3), 2021: (0, 4), PART: (0, 1)}
    assert list(written(ax)) == ["3", "4", "1"]


@pytest.fixture(scope="module")
def figure() -> Figure:
    return module.deaths_figure()


def test_the_title_gives_a_minimum_with_its_dates(figure: Figure) -> None:
    assert figure.title == (
        "From 2014 to 29 April 2025, at least 74,376 people were recorded as dead or missing on the move: between "
        "4,327 and 9,002 in each full year"
    )


def test_the_notes_keep_the_earlier_years_apart(figure: Figure) -> None:
    assert "2012 and 2013 are deaths known to the organization when it spoke of them (IOM, December 2013)" in str(
        figure.notes
    )
    assert "cannot be set against later years" in str(figure.notes)


def test_the_frame_tells_the_two_series_apart(figure: Figure) -> None:
    by_series = figure.data.groupby("series")["year"].apply(list)
    assert by_series["IOM, December 2013"] == [2012, 2013]
    assert by_series["Missing Migrants Project"] == list(range(2014, 2026))


def test_the_alt_text_is_true_of_the_records(figure: Figure) -> None:
    records = module.deaths_by_year().set_index("year")["records"]
    assert f"{records[2014]:,} in the first year, {records[2024]:,} in the last full one" in figure.alt
