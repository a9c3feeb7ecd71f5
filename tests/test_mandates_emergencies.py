"""Chapter 2: emergencies by year, region and kind, and what sources count in them."""

from __future__ import annotations

import itertools

import numpy as np
import pandas
import pytest
from drawn import marks
from drawn_text import faults_in, texts_in
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D

from iomreport import Figure, Table, load
from iomreport.catalog.cells import records
from iomreport.charts import theme
from iomreport.charts.direct_labels import Label
from iomreport.mandates import crises_by_region, emergencies, emergency_counts

pytestmark = pytest.mark.slow

COLUMNS = ["emergency_id", "event", "year", "kind", "region", "counts", "done_by", "measure", "value", "source_id"]
YEARLY = emergencies.YEARLY_MEASURE


def frame_of(rows: list[tuple[object, ...]], **changes: dict[str, str]) -> pandas.DataFrame:
    """Return rows shaped as the dataset; the changes give a column's values for some identifiers."""
    frame = pandas.DataFrame(rows, columns=COLUMNS).astype({"value": "Int64", "year": "Int64"})
    usual = {"unit": "persons", "qualifier": None, "status": "sourced", "in_article": "no", "claim_id": None}
    frame = frame.assign(**usual, as_of=None, as_of_precision=None, note=None)
    for column, values in changes.items():
        frame[column] = frame["emergency_id"].map(values).where(frame["emergency_id"].isin([*values]), frame[column])
    return frame


@pytest.fixture
def rows() -> pandas.DataFrame:
    """Return six crises and what is none, out of order, by hand."""
    given: list[tuple[object, ...]] = [
        ("b-1", "Flood", 1980, "disaster", "Asia", "assisted", "IOM", "tents", 50, "s2"),
        ("a-2", "Revolt", 1957, "uprising", "Europe", "moved", "IOM", "moved late", 900, "s1; s3"),
        ("a-1", "Revolt", 1956, "uprising", "Europe", "moved", "with partners", "moved", 700, "s1"),
        ("a-3", "Revolt", 1956, "uprising", "Europe", "items", "IOM", "spending", 5, "s1"),
        ("c-1", "Coup there", 1960, "coup", "Americas", "none", None, "people", None, "s4"),
        ("d-1", "Quake", 1981, "disaster", "Asia", "affected", None, "homeless", 10, "s5"),
        ("d-2", "Quake", 1981, "disaster", "Asia", "assisted", "others", "in camps", 20, "s5"),
        ("d-3", "Quake", 1981, "disaster", "Asia", "assisted", "IOM", "helped", 30, "s5"),
        ("d-4", "Quake", 1981, "disaster", "Asia", "assisted", "IOM", "helped", 40, "s9"),
        ("e-1", "Plague", 1990, "epidemic", "World", "assisted", "IOM", YEARLY, 99, "s6"),
        ("f-1", "Early moves", 1952, "displacement", "Europe", "moved", "IOM", "moved", 8, "s7"),
        ("g-1", "All of the year", 1991, "several", "World", "assisted", "IOM", "reached", 9, "s8"),
        ("h-1", "Vote", 1990, "election", "Africa", "assisted", "IOM", "voters", 60, "s6"),
    ]
    return frame_of(
        given,
        unit={"a-3": "USD", "d-3": "families"},
        qualifier={"b-1": "over", "a-2": "some"},
        status={"a-2": "conflicting", "d-4": "unverified"},
        in_article={"a-1": "yes", "a-2": "yes", "a-3": "yes", "c-1": "yes"},
        claim_id={"a-1": "F064", "a-2": "F064", "a-3": "F064", "c-1": "F066"},
    )


def marks_in(axes: Axes) -> dict[str, Line2D]:
    """Return the marks of a chart by their label, without those of the key."""
    return {str(line.get_label()): line for line in axes.get_lines() if not str(line.get_label()).startswith("_")}


def place_of(mark: Line2D) -> tuple[float, float]:
    return float(np.asarray(mark.get_xdata(), float)[0]), float(np.asarray(mark.get_ydata(), float)[0])


def is_hollow(mark: Line2D) -> bool:
    return to_hex(str(mark.get_markerfacecolor())) == theme.colour("paper")


# Computing


def test_a_crisis_is_one_row_however_many_figures_it_has(rows: pandas.DataFrame) -> None:
    frame = emergencies.crises(rows)
    assert frame["event"].tolist() == ["Revolt", "Coup there", "Flood", "Quake", "Plague", "Vote"]
    assert frame["year"].tolist() == [1956, 1960, 1980, 1981, 1990, 1990]
    assert frame["figures"].tolist() == [2, 0, 1, 0, 0, 1]


def test_only_people_whom_it_helped_itself_or_with_partners_count_as_counted(rows: pandas.DataFrame) -> None:
    """Not: people affected, work of others, families, a whole year's work, and what is not verified."""
    assert set(emergencies.people_counted(rows)["emergency_id"]) == {"a-1", "a-2", "b-1", "h-1"}
    frame = emergencies.crises(rows).set_index("event")
    assert frame["counted"].to_dict() == {
        "Revolt": "yes", "Coup there": "no", "Flood": "yes", "Quake": "no", "Plague": "no", "Vote": "yes",
    }  # fmt: skip


def test_a_crisis_cites_each_source_of_its_rows_once(rows: pandas.DataFrame) -> None:
    frame = emergencies.crises(rows).set_index("event")
    assert frame.at["Revolt", "source_id"] == "s1; s3"
    assert frame.at["Quake", "source_id"] == "s5"


def test_no_row_is_changed(rows: pandas.DataFrame) -> None:
    before = rows.copy()
    emergencies.crises(rows)
    emergencies.counts_of("moved", rows)
    pandas.testing.assert_frame_equal(rows, before)


def test_figures_stand_by_year_of_the_crisis_and_from_small_to_large(rows: pandas.DataFrame) -> None:
    frame = emergencies.counts_of("moved", rows)
    assert frame[["year", "event", "value"]].values.tolist() == [[1956, "Revolt", 700], [1956, "Revolt", 900]]


def test_the_crises_of_the_dataset_are_those_that_its_rows_name() -> None:
    frame, data = emergencies.crises(), load("emergencies")
    assert frame["event"].is_unique
    single = data[(data["kind"] != "several") & (data["year"] >= 1956)]
    assert set(frame["event"]) == set(single["event"])
    assert int((frame["in_article"] == "yes").sum()) == 11
    assert set(frame.loc[frame["counted"] == "no", "event"]) == {
        "Expulsion of Asians from Uganda", "Chile", "Asian tsunami", "Pakistan earthquake", "Flight of the Rohingya",
        "COVID-19",
    }  # fmt: skip


def test_votes_out_of_the_country_are_among_the_crises() -> None:
    votes = emergencies.crises().query("kind == 'election'")
    assert votes[["event", "year", "counted"]].values.tolist() == [
        ["Afghan elections", 2004, "yes"], ["Iraqi elections", 2005, "yes"],
    ]  # fmt: skip


def test_a_figure_for_a_sentence_keeps_hedge_and_source() -> None:
    value = emergencies.people("haiti-2010-registered")
    assert str(value) == "more than 720,000"
    assert value.sources == ("iom-weblog-haiti-2010",)


# Drawing by region


def test_a_mark_stands_at_the_year_of_each_crisis(rows: pandas.DataFrame, ax: Axes) -> None:
    assert crises_by_region.plot_crises(rows, ax) is ax
    assert {name: place_of(mark)[0] for name, mark in marks_in(ax).items()} == {
        "Revolt": 1956, "Coup there": 1960, "Flood": 1980, "Quake": 1981, "Plague": 1990, "Vote": 1990,
    }  # fmt: skip


def test_regions_stand_from_the_top_in_the_order_of_their_first_crisis(rows: pandas.DataFrame, ax: Axes) -> None:
    crises_by_region.plot_crises(rows, ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Europe", "Americas", "Asia", "World", "Africa"]
    heights = [float(height) for height in ax.get_yticks()]
    assert heights == sorted(heights)
    bottom, top = ax.get_ylim()
    assert bottom > heights[-1] > heights[0] > top


def test_marks_are_hollow_where_no_source_counts_the_people(rows: pandas.DataFrame, ax: Axes) -> None:
    crises_by_region.plot_crises(rows, ax)
    hollow = {name for name, mark in marks_in(ax).items() if is_hollow(mark)}
    assert hollow == {"Coup there", "Quake", "Plague"}


def test_the_marker_tells_the_family_of_kinds(rows: pandas.DataFrame, ax: Axes) -> None:
    crises_by_region.plot_crises(rows, ax)
    markers = {name: mark.get_marker() for name, mark in marks_in(ax).items()}
    assert markers == {"Revolt": "o", "Coup there": "o", "Flood": "D", "Quake": "D", "Plague": "P", "Vote": "*"}
    assert len({marker for marker, _, _ in crises_by_region.FAMILIES.values()}) == len(crises_by_region.FAMILIES)


def test_war_and_upheaval_are_told_apart_in_words(rows: pandas.DataFrame, ax: Axes) -> None:
    crises_by_region.plot_crises(rows, ax)
    assert [text.get_text() for text in ax.texts] == [
        "Revolt, uprising", "Coup there", "Flood", "Quake", "Plague", "Vote",
    ]  # fmt: skip


def test_every_kind_of_the_dataset_belongs_to_one_family_in_the_key(ax: Axes) -> None:
    crises_by_region.plot_crises(ax=ax)
    kinds = [kind for _, _, kinds in crises_by_region.FAMILIES.values() for kind in kinds]
    assert set(emergencies.crises()["kind"]) == set(kinds)
    assert len(kinds) == len({*kinds})
    key = ax.get_legend()
    assert key is not None
    assert {*crises_by_region.FAMILIES} <= {text.get_text() for text in key.get_texts()}


def test_names_of_the_article_and_only_these_are_bold(rows: pandas.DataFrame, ax: Axes) -> None:
    crises_by_region.plot_crises(rows, ax)
    assert [text.get_text() for text in ax.texts if text.get_fontweight() == "bold"] == [
        "Revolt, uprising", "Coup there",
    ]  # fmt: skip


def test_crises_whose_names_would_meet_stand_one_under_the_other(rows: pandas.DataFrame, ax: Axes) -> None:
    crises_by_region.plot_crises(rows, ax)
    marks = marks_in(ax)
    assert place_of(marks["Flood"])[1] < place_of(marks["Quake"])[1]


def test_nothing_is_joined(rows: pandas.DataFrame, ax: Axes) -> None:
    crises_by_region.plot_crises(rows, ax)
    assert {mark.get_linestyle() for mark in marks_in(ax).values()} == {"None"}


# Drawing counts


def test_a_row_for_each_crisis_and_a_mark_for_each_figure(rows: pandas.DataFrame, ax: Axes) -> None:
    assert emergency_counts.plot_counts("assisted", rows, ax) is ax
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Flood, 1980", "Vote, 1990"]
    assert {name: place_of(mark) for name, mark in marks_in(ax).items()} == {"tents": (50, 0), "voters": (60, 1)}
    assert ax.get_xscale() == "log"


def test_form_tells_whose_work_it_was_and_whether_it_is_contradicted(rows: pandas.DataFrame, ax: Axes) -> None:
    emergency_counts.plot_counts("moved", rows, ax)
    forms = {name: (mark.get_marker(), mark.get_fillstyle()) for name, mark in marks_in(ax).items()}
    assert forms == {"moved": ("o", "left"), "moved late": ("X", "full")}


def test_beside_each_row_stands_its_figure_or_the_lowest_and_the_highest(rows: pandas.DataFrame, ax: Axes) -> None:
    emergency_counts.plot_counts("moved", rows, ax)
    assert [text.get_text() for text in ax.texts] == ["700 to some 900"]
    other = emergency_counts.plot_counts("assisted", rows, Drawing().subplots())
    assert [text.get_text() for text in other.texts] == ["over 50", "60"]


def test_figures_that_nearly_meet_are_drawn_apart(rows: pandas.DataFrame, ax: Axes) -> None:
    emergency_counts.plot_counts("moved", rows, ax)
    heights = sorted(place_of(mark)[1] for mark in marks_in(ax).values())
    assert heights == pytest.approx([-0.24, 0.24])


# The exhibits


@pytest.fixture(scope="module")
def by_region() -> Figure:
    return crises_by_region.crises_figure()


@pytest.fixture(scope="module")
def by_count() -> Figure:
    return emergency_counts.counts_figure()


@pytest.fixture(scope="module")
def table() -> Table:
    return emergency_counts.article_crises_table()


def test_the_title_is_true_of_the_crises_drawn(by_region: Figure) -> None:
    frame = by_region.data
    assert by_region.id == "fig-emergencies"
    assert by_region.title == (
        "Of the 31 crises that sources name, the first 2 were in Europe, but only 2 of the 29 since then"
    )
    assert len(frame) == 31
    assert frame["region"].eq("Europe").tolist()[:3] == [True, True, False]
    assert frame["region"].eq("Europe").sum() == 4


def test_the_alt_text_is_true_of_the_crises_drawn(by_region: Figure) -> None:
    frame = by_region.data
    assert f"Chart of {len(frame)} crises from {frame['year'].min()} to {frame['year'].max()}" in by_region.alt
    assert frame["region"].drop_duplicates().tolist() == [
        "Europe", "Africa", "Americas", "Asia", "several", "World",
    ]  # fmt: skip
    asia = int((frame["region"] == "Asia").sum())
    assert f"Asia has most, {asia}." in by_region.alt
    assert asia == frame["region"].value_counts().max()
    assert f"{int((frame['counted'] == 'no').sum())} marks are hollow" in by_region.alt


def test_every_crisis_is_drawn_with_its_name(by_region: Figure) -> None:
    by_region.figure.draw_without_rendering()
    names = [text for text in by_region.figure.axes[0].texts if isinstance(text, Label) and text.shown]
    assert len(names) == len(by_region.data)
    for event in by_region.data["event"]:
        assert any(text.get_text().startswith(event) for text in names), event


@pytest.mark.parametrize("name", ["by_region", "by_count"])
def test_texts_are_large_enough_and_lie_apart(name: str, request: pytest.FixtureRequest) -> None:
    figure: Figure = request.getfixturevalue(name)
    assert faults_in(figure.figure) == []
    for text in texts_in(figure.figure):
        if text.axes is not None and text in text.axes.texts:
            assert not any(text.get_window_extent().overlaps(mark) for mark in marks(text.axes)), text.get_text()
    assert figure.figure.get_figheight() <= 7


def test_the_counts_drawn_are_those_of_people_counted(by_count: Figure) -> None:
    assert len(by_count.data) == len(emergencies.people_counted())
    frame = emergencies.crises()
    assert f"For {int((frame['counted'] == 'yes').sum())} of {len(frame)} crises" in by_count.title
    assert f"for {int((frame['figures'] > 1).sum())} of them" in by_count.title


def test_moved_and_assisted_are_never_on_one_chart(by_count: Figure) -> None:
    for counts, ax in zip(emergency_counts.COUNTS, by_count.figure.axes, strict=True):
        own = by_count.data[by_count.data["counts"] == counts]
        drawn = sorted(place_of(mark)[0] for mark in ax.get_lines() if not str(mark.get_label()).startswith("_"))
        assert drawn == sorted(own["value"].astype(float))


def test_the_table_has_the_eleven_of_the_article_in_its_order(table: Table) -> None:
    assert table.id == "tab-emergencies"
    assert table.data["claim_id"].tolist() == [f"F0{number}" for number in range(64, 75)]
    claims = load("claims").set_index("claim_id")
    for row in records(table.data):
        assert row["dated"] == claims.at[row["claim_id"], "value"]
        assert row["article_says"] in {row["crisis"], f"{row['crisis']}, {row['dated']}"}
        assert row["dated"] in row["article_says"]
        assert row["figures"].startswith(row["helped"])
        assert row["figures"].endswith(row["other"])


@pytest.mark.parametrize(
    ("crisis", "helped", "other"),
    [
        ("Chile", "no figure of people helped found", ""),
        (
            "Asian tsunami",
            "no figure of people helped found",
            "more than 500,000 people affected; more than 100 temporary schools completed",
        ),
        (
            "2003 invasion of Iraq",
            "512 third-country nationals taken home from Jordan",
            "1,632 third-country nationals who had fled from Iraq",
        ),
        (
            "Haiti earthquake",
            "more than 720,000 displaced people registered; 200,000 families given household items, with partners",
            "1,500,000 people made homeless; spending over nearly two years: USD 191,000,000",
        ),
    ],
)
def test_beside_the_article_stands_what_sources_count(table: Table, crisis: str, helped: str, other: str) -> None:
    row = table.data.set_index("crisis").loc[crisis]
    assert (row["helped"], row["other"]) == (helped, other)


def test_figures_are_written_out_with_what_they_count(rows: pandas.DataFrame) -> None:
    frame = emergency_counts.article_crises(rows).set_index("claim_id")
    assert frame["helped"].to_dict() == {
        "F064": "some 900 moved late; 700 moved, with partners",
        "F066": "no figure of people helped found",
    }
    assert frame["other"].to_dict() == {"F064": "spending: USD 5", "F066": ""}


def test_every_row_of_the_table_has_a_reading_and_cites_the_article(table: Table) -> None:
    assert table.data["reading"].notna().all()
    assert table.data["source_id"].str.startswith("wikipedia-iom-2014").all()


def test_what_is_not_verified_is_shown_nowhere(rows: pandas.DataFrame) -> None:
    shown = [emergencies.counts_of(counts, rows)["source_id"] for counts in ("moved", "assisted")]
    shown += [emergencies.crises(rows)["source_id"], emergencies.usable(rows)["source_id"]]
    assert "s9" not in set(itertools.chain.from_iterable(shown))
