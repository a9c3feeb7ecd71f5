"""Chapter 1: members over time, computed and drawn."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from drawn import line_of, written, xs, ys
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from iomreport import Figure, growth, load
from iomreport.errors import UnknownNameError
from iomreport.growth import members

pytestmark = pytest.mark.slow


@pytest.fixture
def counts() -> pandas.DataFrame:
    """Return counts shaped as the dataset's, out of order, by hand."""
    rows = [
        ("p-2", "1990", "year", "1991", 39, 5, "published", "conflicting", "s2"),
        ("r-1990", "1990-12-31", "day", None, 40, None, "rebuilt", "sourced", "r"),
        ("t-1", "1970", "year", None, 99, None, "tallied", "sourced", "t"),
        ("r-1951", "1951-12-31", "day", None, 10, None, "rebuilt", "sourced", "r"),
        ("p-3", "1960", "year", None, None, 7, "published", "sourced", "s3"),
        ("r-1970", "1970-12-31", "day", None, 30, None, "rebuilt", "sourced", "r"),
        ("p-4", "1965", "year", None, 50, None, "published", "unverified", "s4"),
        ("r-1980", "1980-12-31", "day", None, 20, None, "rebuilt", "sourced", "r"),
        ("p-1", "1953-01-01", "day", None, 12, None, "published", "sourced", "s1"),
        ("t-3", "1990", "year", None, 45, None, "tallied", "sourced", "cow-igo-3"),
        ("t-2", "1970", "year", None, 28, None, "tallied", "sourced", "cow-igo-3"),
    ]
    names = [
        "count_id", "as_of", "as_of_precision", "as_of_end", "members", "observers", "kind", "status", "source_id",
    ]  # fmt: skip
    frame = pandas.DataFrame(rows, columns=names)
    frame = frame.astype({"members": "Int64", "observers": "Int64"}).assign(qualifier=None, note=None)
    frame.attrs["units"] = {"members": "states"}
    return frame


# Computing


def test_members_at_year_end_are_the_rebuilt_counts_by_year(counts: pandas.DataFrame) -> None:
    frame = growth.members_at_year_end(counts)
    assert frame["year"].tolist() == [1951, 1970, 1980, 1990]
    assert frame["members"].tolist() == [10, 30, 20, 40]
    assert frame["as_of"].tolist() == ["1951-12-31", "1970-12-31", "1980-12-31", "1990-12-31"]
    assert frame["source_id"].tolist() == ["r"] * 4


def test_members_at_year_end_keep_their_unit(counts: pandas.DataFrame) -> None:
    assert growth.members_at_year_end(counts).attrs["units"]["members"] == "states"


def test_published_members_leave_out_what_is_tallied_rebuilt_unverified_or_no_count_of_members(
    counts: pandas.DataFrame,
) -> None:
    frame = growth.published_members(counts)
    assert frame["count_id"].tolist() == ["p-1", "p-2"]
    assert frame.index.tolist() == [0, 1]


def test_tallied_members_are_those_of_the_one_list(counts: pandas.DataFrame) -> None:
    assert members.tallied_members(counts)["count_id"].tolist() == ["t-2", "t-3"]


def test_rebuilt_and_tallied_counts_differ_most_in_one_year() -> None:
    year, ours, theirs = members.furthest_apart().values()
    tallied = members.tallied_members().assign(year=lambda frame: frame["as_of"].str[:4].astype(int))
    both = growth.members_at_year_end().merge(tallied, on="year")
    apart = (both["members_x"] - both["members_y"]).abs()
    assert apart.max() == abs(int(ours.content) - int(theirs.content)) == 17
    assert (str(year), growth.members_in(2003).content) == ("2003", ours.content)
    assert (ours.sources, theirs.sources) == (("iomreport-rebuilt",), ("cow-igo-3",))


def test_computing_changes_no_frame_that_is_passed_in(counts: pandas.DataFrame) -> None:
    before = counts.copy()
    growth.members_at_year_end(counts)
    growth.published_members(counts)
    pandas.testing.assert_frame_equal(counts, before)


def test_without_a_frame_the_dataset_is_used() -> None:
    data = load("member_counts")
    pandas.testing.assert_frame_equal(growth.members_at_year_end(), growth.members_at_year_end(data))
    pandas.testing.assert_frame_equal(growth.published_members(), growth.published_members(data))


def test_members_in_a_year_are_a_sourced_value() -> None:
    value = growth.members_in(1998)
    assert (value.content, value.unit, value.sources) == (67, "states", ("iomreport-rebuilt",))


def test_a_year_without_a_count_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no row has year = 1950"):
        growth.members_in(1950)


def test_a_year_end_is_a_sourced_date() -> None:
    value = growth.year_end(1998)
    assert (value.content, value.unit, str(value)) == ("1998-12-31", "date", "31 December 1998")


# Drawing


def test_the_axes_given_are_drawn_on_and_returned(counts: pandas.DataFrame, ax: Axes) -> None:
    assert growth.plot_members(counts, ax=ax) is ax


@pytest.mark.usefixtures("no_window")
def test_the_current_axes_are_drawn_on_by_default(counts: pandas.DataFrame) -> None:
    from matplotlib import pyplot

    current = pyplot.figure().subplots()
    assert growth.plot_members(counts) is current


def test_the_line_runs_through_the_rebuilt_counts_in_order_of_time(counts: pandas.DataFrame, ax: Axes) -> None:
    line = line_of(growth.plot_members(counts, ax=ax), "rebuilt")
    expected = [1951 + 364 / 365, 1970 + 364 / 365, 1980 + 365 / 366, 1990 + 364 / 365]
    assert xs(line) == pytest.approx(expected)
    assert ys(line) == [10, 30, 20, 40]


def test_tallied_counts_are_a_dotted_line_at_the_end_of_their_years(counts: pandas.DataFrame, ax: Axes) -> None:
    line = line_of(growth.plot_members(counts, ax=ax), "tallied")
    assert (xs(line), ys(line)) == ([1971, 1991], [28, 45])
    assert line.get_linestyle() == ":"
    assert line_of(ax, "rebuilt").get_linestyle() == "-"


def test_published_counts_are_marked_in_the_middle_of_what_their_date_may_mean(
    counts: pandas.DataFrame, ax: Axes
) -> None:
    growth.plot_members(counts, ax=ax)
    agreed, contradicted = line_of(ax, "published"), line_of(ax, "published, contradicted")
    assert xs(agreed) == pytest.approx([1953 + 0.5 / 365])
    assert ys(agreed) == [12]
    assert xs(contradicted) == pytest.approx([1991.0])
    assert ys(contradicted) == [39]


def test_contradicted_counts_have_another_mark(counts: pandas.DataFrame, ax: Axes) -> None:
    growth.plot_members(counts, ax=ax)
    agreed, contradicted = line_of(ax, "published"), line_of(ax, "published, contradicted")
    assert agreed.get_marker() != contradicted.get_marker()
    assert {agreed.get_linestyle(), contradicted.get_linestyle()} == {"None"}


def test_each_mark_has_a_bar_as_long_as_its_date_is_uncertain(counts: pandas.DataFrame, ax: Axes) -> None:
    growth.plot_members(counts, ax=ax)
    bars = [np.asarray(path.vertices) for collection in ax.collections for path in collection.get_paths()]
    ends = [(bar[0][0], bar[1][0], bar[0][1], bar[1][1]) for bar in bars]
    assert ends[0] == pytest.approx((1953.0, 1953 + 1 / 365, 12, 12))
    assert ends[1] == pytest.approx((1990.0, 1992.0, 39, 39))
    assert len(ends) == 2


def test_first_peak_trough_and_last_counts_are_written_beside_the_line(counts: pandas.DataFrame, ax: Axes) -> None:
    texts = written(growth.plot_members(counts, ax=ax))
    assert {*texts} == {"10 in 1951", "30 in 1970", "20 in 1980", "40"}
    assert texts["30 in 1970"] == pytest.approx((1970 + 364 / 365, 30))
    assert texts["40"] == pytest.approx((1990 + 364 / 365, 40))


def test_the_scale_starts_at_zero_and_leaves_room_above_and_to_the_right(counts: pandas.DataFrame, ax: Axes) -> None:
    growth.plot_members(counts, ax=ax)
    assert ax.get_ylabel() == "Member states"
    low, high = ax.get_ylim()
    assert low == 0
    assert high > 40
    left, right = ax.get_xlim()
    assert left < 1951
    assert right > 1991


def test_an_analyst_may_draw_only_the_recent_years(ax: Axes) -> None:
    recent = load("member_counts").query("as_of >= '2000'")
    line = line_of(growth.plot_members(recent, ax=ax), "rebuilt")
    assert ys(line) == growth.members_at_year_end(recent)["members"].tolist()


def test_an_analyst_may_draw_counts_of_which_none_is_published(counts: pandas.DataFrame, ax: Axes) -> None:
    growth.plot_members(counts[counts["kind"] == "rebuilt"], ax=ax)
    assert ys(line_of(ax, "rebuilt")) == [10, 30, 20, 40]
    assert ys(line_of(ax, "published")) == []


def test_the_style_of_the_axes_is_left_to_who_made_them(counts: pandas.DataFrame) -> None:
    drawing = Drawing(figsize=(3, 2))
    growth.plot_members(counts, ax=drawing.subplots())
    assert tuple(drawing.get_size_inches()) == (3, 2)


# The figure


@pytest.fixture(scope="module")
def figure() -> Figure:
    return growth.members_figure()


def test_the_title_states_first_last_and_the_turn(figure: Figure) -> None:
    by_year = growth.members_at_year_end().set_index("year")["members"]
    first, last = int(by_year.index.min()), int(by_year.index.max())
    assert figure.id == "fig-members"
    assert f"from {by_year[first]} states at the end of {first}" in figure.title
    assert f"to {by_year[last]} at the end of {last}" in figure.title
    assert f"to {by_year[1989]} at the end of 1989" in figure.title


def test_the_alt_text_gives_the_range(figure: Figure) -> None:
    by_year = growth.members_at_year_end().set_index("year")["members"]
    assert figure.alt.startswith(f"Line chart of member states at each year end from {by_year.index.min()}")
    assert str(by_year.iloc[-1]) in figure.alt


def test_the_alt_text_is_true_of_the_line(figure: Figure) -> None:
    """It says: low until the late eighties, a dip between, a steep climb; dotted first above, later below."""
    by_year = growth.members_at_year_end().set_index("year")["members"].astype(int)
    assert "stays low until the late eighties" in figure.alt
    assert by_year.loc[1960:1986].between(27, 34).all()
    assert by_year.loc[1975:1981].is_monotonic_decreasing
    assert by_year.loc[1989:].is_monotonic_increasing
    assert "starts higher and runs lower for some years after 2000" in figure.alt
    tallied = dict(
        zip(members.tallied_members()["as_of"].astype(int), members.tallied_members()["members"], strict=True)
    )
    assert tallied[1951] > by_year[1951]
    assert all(tallied[year] < by_year[year] for year in range(2001, 2005))


def test_the_frame_holds_every_count_drawn_and_no_other(figure: Figure) -> None:
    kinds = figure.data.groupby("kind")["count_id"].apply(set)
    assert kinds["published"] == {*growth.published_members()["count_id"]}
    assert kinds["tallied"] == {*members.tallied_members()["count_id"]}
    assert len(kinds["rebuilt"]) == len(growth.members_at_year_end())
    assert set(kinds.index) == {"published", "rebuilt", "tallied"}


def test_the_sources_are_those_of_all_counts_drawn(figure: Figure) -> None:
    cited = {source for cell in figure.data["source_id"] for source in cell.split("; ")}
    assert cited <= set(figure.source_ids)
