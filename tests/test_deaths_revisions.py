"""Chapter 3: how the count of a year changes from one export to the next."""

from __future__ import annotations

import pandas
import pytest
from drawn import points, written
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from iomreport import Figure, Table
from iomreport.charts import theme
from iomreport.deaths import revisions
from iomreport.errors import UnknownNameError

pytestmark = pytest.mark.slow


@pytest.fixture
def held() -> pandas.DataFrame:
    """Return rows shaped as the dataset `deaths_revisions`, by hand."""
    rows = [
        (2019, "a", "2020-01-10", 60), (2019, "b", "2021-06-30", 90), (2019, "c", "2022-01-10", 96),
        (2019, "d", "2023-01-10", 100), (2020, "b", "2021-06-30", 70), (2020, "d", "2023-01-10", 80),
        (2021, "c", "2022-01-10", 50), (2021, "d", "2023-01-10", 40),
    ]  # fmt: skip
    frame = pandas.DataFrame(rows, columns=["year", "export", "export_date", "dead_and_missing"])
    return frame.astype({"year": "Int64", "dead_and_missing": "Int64"}).assign(
        last_record="2019-12-31", coverage="full year", scope="world", status="sourced", records=1,
        source_id=frame["export"],
    )  # fmt: skip


@pytest.fixture
def counts() -> pandas.DataFrame:
    """Return counts of one year shaped as `counts_by_export` returns them."""
    rows = [
        ("2020-01-01", "within a year", 60, 0.6), ("2021-01-01", "later", 95, 0.95), ("2023-01-01", "later", 100, 1.0),
        ("2024-01-01", "not dated", 96, 0.96),
    ]  # fmt: skip
    names = ["taken", "stage", "dead_and_missing", "of_reference"]
    return pandas.DataFrame(rows, columns=names).assign(year=2019, source_id="s")


def test_change_counts_from_the_first_export_a_year_after_the_end(held: pandas.DataFrame) -> None:
    frame = revisions.changes(held, "d").set_index("year")
    assert frame.loc[2019, ["early", "first", "now", "change"]].tolist() == [60, 90, 100, 10]
    assert frame.loc[2019, ["early_export", "first_export"]].tolist() == ["a", "b"]
    assert frame.loc[2019, "growth"] == pytest.approx(10 / 90)
    assert frame.loc[2019, "source_id"] == "a; b; d"


def test_growth_within_the_first_year_is_no_change(held: pandas.DataFrame) -> None:
    frame = revisions.changes(held, "d").set_index("year")
    assert frame.loc[[2020, 2021], "early"].tolist() == [70, 50]
    assert frame.loc[[2020, 2021], ["first", "change"]].isna().all(axis=None)


def test_what_comes_after_the_reference_is_left_out(held: pandas.DataFrame) -> None:
    frame = revisions.changes(held, "c").set_index("year")
    assert frame.loc[2019, ["first", "now"]].tolist() == [90, 96]
    assert frame["now"].isna().tolist() == [False, True, False]


def test_the_changes_that_must_come_out() -> None:
    known = revisions.changes().dropna(subset=["change"]).set_index("year")["change"]
    assert known.to_dict() == {
        2014: 176, 2015: 701, 2016: 179, 2017: 121, 2018: 79, 2019: 48, 2020: 87, 2021: 75, 2022: 64,
    }  # fmt: skip


def test_steps_are_those_between_counts_a_year_after_the_end() -> None:
    later = revisions.counts_by_export().query("stage == 'later'")
    steps = [revisions.steps(direction).content for direction in ("up", "down", "none")]
    assert sum(int(number) for number in steps) == len(later) - later["year"].nunique()
    assert steps == [25, 1, 8]


def test_counts_within_a_year_reach_less_than_later_ones() -> None:
    early, later = (revisions.share_counted(stage, "least").content for stage in ("within a year", "later"))
    assert early == pytest.approx(3437 / 5430)
    assert later == pytest.approx(6260 / 6961)
    assert revisions.share_counted("within a year", "most").content == pytest.approx(8606 / 8747)


def test_the_collection_that_is_not_dated_can_be_set_against_the_first_counts() -> None:
    found = revisions.risen_up_to("2025-09")
    assert (found["risen"].content, found["cases"].content) == (7, 9)
    assert revisions.risen_up_to("2025-04")["risen"].content == 9


def test_the_least_complete_count_is_named_with_its_export() -> None:
    found = revisions.least_complete()
    assert f"{found['export']}: {found['people']} for {found['year']}, {found['share']:percent}" == (
        "January 2020: at least 3,437 for 2019, about 63.3%"
    )


def test_the_reference_itself_does_not_count_as_reached() -> None:
    assert revisions.share_counted("within a year", "most").content != 1


def test_a_line_joins_dated_exports_only(counts: pandas.DataFrame, ax: Axes) -> None:
    assert revisions.plot_revisions(counts, ax, 2019) is ax
    (line,) = [line for line in ax.get_lines() if line.get_linestyle() == "-"]
    assert list(line.get_xdata()) == [2020, 2021, 2023]
    assert list(line.get_ydata()) == pytest.approx([60, 95, 100])
    assert points(ax)["not dated"] == [(2024, 96)]


def test_marks_tell_the_stages_apart_without_colour(counts: pandas.DataFrame, ax: Axes) -> None:
    revisions.plot_revisions(counts, ax)
    looks = {
        str(line.get_label()): (line.get_marker(), to_hex(line.get_markerfacecolor()))
        for line in ax.get_lines()
        if line.get_linestyle() == "None"
    }
    assert looks == {
        "within a year": ("o", theme.colour("paper")),
        "later": ("o", theme.colour("blue")),
        "not dated": ("x", theme.colour("paper")),
    }


def test_a_count_below_the_scale_stands_where_the_line_leaves(counts: pandas.DataFrame, ax: Axes) -> None:
    revisions.plot_revisions(counts, ax)
    bottom = ax.get_ylim()[0]
    x, y = written(ax)["60\n60%"]
    assert y == bottom > 60
    assert x == pytest.approx(2020 + (bottom - 60) / 35)
    assert ax.get_title(loc="right") == "100"


def test_a_year_nobody_counted_is_refused_with_the_years_there_are(counts: pandas.DataFrame, ax: Axes) -> None:
    with pytest.raises(UnknownNameError, match=r"no row has year = 1999; there is: 20\d\d"):
        revisions.plot_revisions(counts, ax, 1999)
    assert not ax.texts


@pytest.fixture(scope="module")
def figure() -> Figure:
    return revisions.revisions_figure()


def test_the_title_states_what_the_changes_are(figure: Figure) -> None:
    assert figure.title == (
        "A total needs its date: a year or more after their end, the counts of 9 of 9 years still rose, by about "
        "0.9% to about 11.2% up to April 2025"
    )


def test_each_year_over_and_counted_twice_has_a_panel(figure: Figure) -> None:
    assert [ax.get_title(loc="left") for ax in figure.figure.axes] == [str(year) for year in range(2014, 2024)]
    assert set(figure.data["year"]) == set(range(2014, 2024))


def test_the_alt_text_counts_the_steps_that_are_drawn(figure: Figure) -> None:
    later = figure.data[figure.data["stage"] == "later"]
    steps = later.groupby("year")["dead_and_missing"].diff().dropna()
    assert f"{(steps > 0).sum()} steps from export to export lead upwards, {(steps < 0).sum()} downwards" in figure.alt


def test_the_notes_credit_all_exports_drawn(figure: Figure) -> None:
    assert figure.notes[-1] == "Data: IOM Missing Migrants Project, CC BY 4.0 and CC BY IGO; added up by this report."
    assert len([source for source in figure.source_ids if "missing-migrants" in source]) == 9


@pytest.fixture(scope="module")
def table() -> Table:
    return revisions.revisions_table()


def test_the_table_holds_every_full_year_and_leaves_gaps(table: Table) -> None:
    assert table.data["year"].tolist() == list(range(2014, 2025))
    plain = table._repr_mimebundle_()[0]["text/plain"]
    assert "2019 | January 2020 | 3,437 | December 2021 | 5,382 | 5,430 | 48" in plain
    assert "2024 |  |  |  |  | 9,002 | " in plain


def test_the_caption_counts_the_years_first_seen_within_a_year(table: Table) -> None:
    assert "for 5 years an export was taken within a year of the end" in table.caption
    assert int(table.data["early"].notna().sum()) == 5
