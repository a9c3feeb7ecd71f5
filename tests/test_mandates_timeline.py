"""Chapter 2: names and disputes about them, Constitution, United Nations and heads, computed and drawn."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pandas
import pytest
from drawn import marks, xs, ys
from drawn_text import faults_in, texts_in
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

from iomreport import Figure, catalog, claims, formats, load, mandates
from iomreport.catalog.cells import split_cell
from iomreport.charts import theme
from iomreport.errors import UnknownNameError
from iomreport.mandates import founding, heads, timeline

pytestmark = pytest.mark.slow

STEPS = ["Constitution", "First amendments", "Second amendments", "Third amendments"]


@pytest.fixture
def milestones() -> pandas.DataFrame:
    """Return the steps of a Constitution, out of order, by hand."""
    rows = [
        ("amendments-2020", "2000", "s7"),
        ("amendments-1998-in-force", "1990-01-01", "s6; s5"),
        ("amendments-1998-adopted", "1980-01-01", "s5"),
        ("iom-name", "1970-01-01", "s4"),
        ("amendments-1987-adopted", "1969-01-01", "s3"),
        ("constitution-in-force", "1962-01-01", "s2; s1"),
        ("constitution-adopted", "1960-01-01", "s1"),
        ("un-related-organization", "1995-01-01", "s9"),
        ("un-observer", "1980", "s7"),
        ("un-cooperation-agreement", "1985-01-01", "s8"),
        ("something-else", "1950", "s0"),
    ]
    return pandas.DataFrame(rows, columns=["milestone_id", "date", "source_id"])


@pytest.fixture
def names() -> pandas.DataFrame:
    """Return three legal names and a style."""
    rows = [
        ("FIRST", "legal name", "1960-01-01", "1970-01-01"),
        ("SECOND", "legal name", "1970-01-01", "1972-01-01"),
        ("THIRD", "legal name", "1972-01-01", None),
        ("Style", "style", "1980", None),
    ]
    return pandas.DataFrame(rows, columns=["abbreviation", "kind", "start", "end"])


@pytest.fixture
def directors() -> pandas.DataFrame:
    """Return three heads, out of order: one known only in part, one fully, one still in office."""
    rows = [
        (2, "Mona", "1970-01-01", "stated", "1980-01-01", "stated", "1970-01-01", "1980-01-01"),
        (1, "Zara", "1962-01-01", "no later than", None, None, "1962-01-01", "1965-01-01"),
        (3, "Anna", None, None, None, None, "1981-01-01", "2020-01-01"),
    ]
    columns = [
        "order", "name", "term_start", "term_start_basis", "term_end", "term_end_basis", "first_attested",
        "last_attested",
    ]  # fmt: skip
    return pandas.DataFrame(rows, columns=columns)


@pytest.fixture
def datings() -> pandas.DataFrame:
    """Return readings by hand, out of order: of the founding, of a name in the first years, and of a later one."""
    rows = [
        ("late", "name ICM", "In use from 1988", "1988", "year", None, "A museum, online", "not adopted", "icm"),
        ("span", "name ICEM", "In use from 1952 or 1953", "1952", "year", "1953", "J. E.", "compatible", "icem"),
        ("day", "name ICEM", "In use from a day", "1952-07-01", "day", None, "An almanac", "adopted", "icem"),
        ("born", "founding", "Formally born", "1954-07-01", "day", None, "An article; B", "not adopted", "icem"),
        ("founded", "founding", "Founded", "1951-12-01", "day", None, "Papers, vol. I; C, in D", "adopted", "picmme"),
        ("called", "first name", "FIRST", "1951", "year", None, "An article", "not adopted", "picmme"),
        ("spelt", "spelling of the first name", "in the plural", None, None, None, "E", "adopted", "picmme"),
    ]
    columns = ["dating_id", "question", "says", "start", "start_precision", "end", "said_by", "verdict", "name_id"]
    return pandas.DataFrame(rows, columns=columns).assign(source_id="s1", reason="R")


@pytest.fixture
def ax(
    names: pandas.DataFrame, milestones: pandas.DataFrame, directors: pandas.DataFrame, datings: pandas.DataFrame
) -> Axes:
    """Return the timeline drawn from the frames above."""
    return mandates.plot_timeline(names, milestones, directors, ax=Drawing().subplots(), datings=datings)


@pytest.fixture
def first_years(datings: pandas.DataFrame) -> Axes:
    """Return the first years drawn from the frame above."""
    return founding.plot_first_years(datings, Drawing().subplots())


def today() -> float:
    return formats.decimal_year(catalog.closed_on())


def height_of(ax: Axes, label: str) -> float:
    """Return how high the row of a label lies."""
    labels = [text.get_text() for text in ax.get_yticklabels()]
    return float(ax.get_yticks()[labels.index(label)])


def bars(ax: Axes) -> list[tuple[float, float, float]]:
    """Return middle height, start and end of each bar."""
    found = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return [(bar.get_y() + bar.get_height() / 2, bar.get_x(), bar.get_x() + bar.get_width()) for bar in found]


def bar_of(ax: Axes, head: str) -> tuple[float, float]:
    """Return start and end of the bar beside a head's name."""
    row = place_of(ax, head)[1]
    ((_, start, end),) = [bar for bar in bars(ax) if bar[0] == pytest.approx(row)]
    return start, end


def dotted_of(ax: Axes, head: str) -> list[tuple[float, float]]:
    """Return starts and ends of the dotted lines beside a head's name."""
    row = place_of(ax, head)[1]
    found = [line for line in ax.get_lines() if line.get_linestyle() == ":" and ys(line)[0] == row]
    return [(xs(line)[0], xs(line)[1]) for line in found]


def place_of(ax: Axes, text: str) -> tuple[float, float]:
    """Return the point beside which a text is written."""
    ((x, y),) = [each.xy for each in ax.texts if isinstance(each, Annotation) and each.get_text() == text]
    return float(x), float(y)


# Computing


def test_each_step_of_the_constitution_has_adoption_and_coming_into_force(
    milestones: pandas.DataFrame,
) -> None:
    steps = mandates.legal_steps(milestones)
    assert steps["step"].tolist() == STEPS
    assert steps["adopted"].tolist() == ["1960-01-01", "1969-01-01", "1980-01-01", "2000"]
    assert steps["in_force"].tolist() == ["1962-01-01", "1970-01-01", "1990-01-01", "2000"]


def test_each_step_rests_on_the_sources_of_both_events_once_each(milestones: pandas.DataFrame) -> None:
    assert mandates.legal_steps(milestones)["source_id"].tolist() == ["s1; s2", "s3; s4", "s5; s6", "s7"]


def test_without_a_frame_the_steps_come_from_the_dataset() -> None:
    steps = mandates.legal_steps()
    assert steps["adopted"].tolist() == ["1953-10-19", "1987-05-20", "1998-11-24", "2020-10-28"]
    assert steps["in_force"].tolist() == ["1954-11-30", "1989-11-14", "2013-11-21", "2020-10-28"]


def test_each_date_of_a_step_has_its_precision(milestones: pandas.DataFrame) -> None:
    steps = mandates.legal_steps(milestones)
    assert steps["adopted_precision"].tolist() == ["day", "day", "day", "year"]
    assert steps["in_force_precision"].tolist() == ["day", "day", "day", "year"]


def test_an_event_that_lacks_is_named(milestones: pandas.DataFrame) -> None:
    with pytest.raises(UnknownNameError, match="no row has milestone_id = 'un-observer'"):
        timeline.ties_to_the_united_nations(milestones[milestones["milestone_id"] != "un-observer"])


def test_ties_to_the_united_nations_follow_one_another(milestones: pandas.DataFrame) -> None:
    ties = timeline.ties_to_the_united_nations(milestones)
    assert ties["tie"].tolist() == ["observer", "cooperation agreement", "related organization"]
    assert ties["start"].tolist() == ["1980", "1985-01-01", "1995-01-01"]
    assert ties["source_id"].tolist() == ["s7", "s8", "s9"]


def test_readings_stand_by_question_and_date_as_stretches_of_time(datings: pandas.DataFrame) -> None:
    readings = founding.disputed_readings(datings)
    assert readings["dating_id"].tolist() == ["founded", "born", "called", "span", "day", "late"]
    spans = readings.set_index("dating_id")[["from_year", "middle", "to_year"]]
    assert spans.loc["called"].tolist() == [1951.0, 1951.5, 1952.0]
    assert spans.loc["span"].tolist() == [1952.0, 1953.0, 1954.0]


def test_a_reading_without_a_date_has_no_place_in_time(datings: pandas.DataFrame) -> None:
    assert "spelt" not in founding.disputed_readings(datings)["dating_id"].tolist()


def test_readings_of_the_first_years_and_later_ones_are_told_apart(datings: pandas.DataFrame) -> None:
    assert founding.disputed_readings(datings, first_years=False)["dating_id"].tolist() == ["late"]
    inside = founding.disputed_readings(datings, first_years=True)["dating_id"].tolist()
    assert inside == ["founded", "born", "called", "span", "day"]


def test_one_reading_of_each_question_is_adopted() -> None:
    adopted = load("datings").query("verdict == 'adopted'")
    assert sorted(adopted["question"]) == sorted(load("datings")["question"].unique())


def test_the_dates_adopted_are_those_of_the_names() -> None:
    """The report uses one date for each name, here as in every other chapter."""
    starts = load("names").set_index("name_id")["start"]
    adopted = load("datings").query("verdict == 'adopted' and start.notna()")
    assert {row.start for row in adopted.itertuples() if row.start != starts[row.name_id]} == set()


def test_every_conflicting_claim_on_founding_and_names_is_among_the_readings() -> None:
    about = {"formation year", "initial establishment year", "name at establishment", "first name", "born"}
    about |= {"formally born", "name ICEM in use from", "name ICM in use from"}
    conflicting = load("claims").query("status == 'conflicting' and attribute in @about")
    cited = {claim for cell in load("datings")["claim_ids"].dropna() for claim in split_cell(cell)}
    assert {*conflicting["claim_id"]} - cited == set()


def test_a_reading_in_conflict_with_a_claim_of_the_article_has_the_article_among_its_sources() -> None:
    rows = load("datings").dropna(subset="claim_ids")
    assert rows["source_id"].map(split_cell).map(lambda cited: "wikipedia-iom-2014" in cited).all()


# Drawing


def test_the_axes_given_are_drawn_on_and_returned(
    names: pandas.DataFrame, milestones: pandas.DataFrame, directors: pandas.DataFrame
) -> None:
    axes = Drawing().subplots()
    assert mandates.plot_timeline(names, milestones, directors, ax=axes) is axes


@pytest.mark.usefixtures("no_window")
def test_the_current_axes_and_the_datasets_are_the_default() -> None:
    from matplotlib import pyplot

    current = pyplot.figure().subplots()
    assert mandates.plot_timeline() is current
    drawn = {text.get_text() for text in current.texts}
    assert all(any(text.startswith(f"{name}, ") for text in drawn) for name in load("directors")["name"])
    assert drawn >= {*load("names").query("kind == 'legal name'")["abbreviation"]}


def test_drawing_changes_no_frame_that_is_passed_in(
    names: pandas.DataFrame, milestones: pandas.DataFrame, directors: pandas.DataFrame
) -> None:
    before = [frame.copy() for frame in (names, milestones, directors)]
    mandates.plot_timeline(names, milestones, directors, ax=Drawing().subplots())
    for frame, copy in zip((names, milestones, directors), before, strict=True):
        pandas.testing.assert_frame_equal(frame, copy)


def test_five_rows_are_named_from_the_top(ax: Axes) -> None:
    rows = ["Legal name", "Contested", "Constitution", "United Nations", "Heads"]
    assert [text.get_text() for text in ax.get_yticklabels()] == rows
    heights = [height_of(ax, label) for label in rows]
    assert heights == sorted(heights)
    bottom, top = ax.get_ylim()
    assert bottom > max(heights) > min(heights) > top


def test_a_band_covers_each_legal_name_and_the_last_reaches_to_today(ax: Axes) -> None:
    row = height_of(ax, "Legal name")
    bands = [(start, end) for middle, start, end in bars(ax) if middle == pytest.approx(row)]
    assert [start for start, _ in bands] == pytest.approx([1960.0, 1970.0, 1972.0])
    assert [end for _, end in bands] == pytest.approx([1970.0, 1972.0, today()])


def test_neighbouring_bands_differ_in_colour(ax: Axes) -> None:
    row = height_of(ax, "Legal name")
    found = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    colours = [bar.get_facecolor() for bar in found if bar.get_y() < row < bar.get_y() + bar.get_height()]
    assert len(colours) == 3
    assert all(left != right for left, right in itertools.pairwise(colours))


def test_every_legal_name_is_written_in_the_middle_of_its_band(ax: Axes) -> None:
    row = height_of(ax, "Legal name")
    assert place_of(ax, "FIRST") == pytest.approx((1965.0, row))
    assert place_of(ax, "SECOND") == pytest.approx((1971.0, row))
    assert "Style" not in {text.get_text() for text in ax.texts}


def test_as_many_legal_names_are_drawn_as_there_are(milestones: pandas.DataFrame, directors: pandas.DataFrame) -> None:
    years = range(1960, 1966)
    many = pandas.DataFrame(
        {
            "abbreviation": [f"N{year}" for year in years],
            "kind": "legal name",
            "start": [f"{year}-01-01" for year in years],
            "end": [f"{year + 1}-01-01" for year in years],
        }
    )
    ax = mandates.plot_timeline(many, milestones, directors, ax=Drawing().subplots())
    row = height_of(ax, "Legal name")
    assert len([bar for bar in bars(ax) if bar[0] == pytest.approx(row)]) == 6


def test_a_line_runs_from_each_adoption_to_its_coming_into_force(ax: Axes) -> None:
    row = height_of(ax, "Constitution")
    lines = [line for line in ax.get_lines() if ys(line)[0] == row and line.get_linestyle() == "-"]
    ends = [tuple(xs(line)) for line in lines if len(xs(line)) == 2]
    assert ends == [(1960.0, 1962.0), (1969.0, 1970.0), (1980.0, 1990.0), (2000.5, 2000.5)]


def test_a_ring_marks_adoption_and_a_dot_coming_into_force(ax: Axes) -> None:
    row = height_of(ax, "Constitution")
    marks = [line for line in ax.get_lines() if ys(line)[0] == row and line.get_marker() == "o"]
    rings = {xs(mark)[0] for mark in marks if mark.get_markerfacecolor() != mark.get_color()}
    dots = {xs(mark)[0] for mark in marks if mark.get_markerfacecolor() == mark.get_color()}
    assert rings == {1960.0, 1969.0, 1980.0, 2000.5}
    assert dots == {1962.0, 1970.0, 1990.0, 2000.5}


def test_years_are_written_at_each_step_and_only_once_where_they_are_the_same(ax: Axes) -> None:
    row = height_of(ax, "Constitution")
    assert place_of(ax, "1960 to 1962") == pytest.approx((1961.0, row))
    assert place_of(ax, "1980 to 1990") == pytest.approx((1985.0, row))
    assert place_of(ax, "2000") == pytest.approx((2000.5, row))


def test_heads_stand_one_under_the_other_in_their_order(ax: Axes) -> None:
    rows = [place_of(ax, name)[1] for name in ("Zara", "Mona, 1970 to 1980", "Anna")]
    assert rows == sorted(rows)
    assert rows[0] == pytest.approx(height_of(ax, "Heads"))


def test_a_bar_covers_the_time_that_sources_show_a_head_in_office(ax: Axes) -> None:
    assert bar_of(ax, "Zara") == pytest.approx((1962.0, 1965.0))
    assert bar_of(ax, "Mona, 1970 to 1980") == pytest.approx((1970.0, 1980.0))
    assert bar_of(ax, "Anna") == pytest.approx((1981.0, 2020.0))


def test_dotted_lines_fill_the_time_in_which_start_or_end_is_not_known(ax: Axes) -> None:
    first = dotted_of(ax, "Zara")
    assert first == [pytest.approx((1960.0, 1962.0)), pytest.approx((1965.0, 1970.0))]
    assert dotted_of(ax, "Mona, 1970 to 1980") == []
    assert dotted_of(ax, "Anna") == [pytest.approx((1980.0, 1981.0)), pytest.approx((2020.0, today()))]


def test_contested_years_are_hatched_from_the_first_day_to_the_last_reading(ax: Axes) -> None:
    row = height_of(ax, "Contested")
    ((_, start, end),) = [bar for bar in bars(ax) if bar[0] == pytest.approx(row)]
    assert (start, end) == pytest.approx((formats.decimal_year("1951-12-01"), formats.decimal_year("1954-07-02")))
    (hatched,) = [patch for patch in ax.patches if patch.get_hatch()]
    assert hatched.get_y() < row < hatched.get_y() + hatched.get_height()
    assert place_of(ax, "founding and first names, enlarged below") == pytest.approx((end, row))


def test_a_later_reading_that_is_not_adopted_has_a_hollow_mark_with_a_question(ax: Axes) -> None:
    (mark,) = [line for line in ax.get_lines() if line.get_marker() == "D"]
    assert (xs(mark), ys(mark)) == ([1988.5], [height_of(ax, "Contested")])
    assert to_hex(str(mark.get_markerfacecolor())) == theme.colour("paper")
    assert place_of(ax, "ICM from 1988?") == (1988.5, height_of(ax, "Contested"))


def test_without_readings_of_the_first_years_nothing_is_contested(
    names: pandas.DataFrame, milestones: pandas.DataFrame, directors: pandas.DataFrame, datings: pandas.DataFrame
) -> None:
    axes = Drawing().subplots()
    later = datings[datings["start"].fillna("") > "1956"]
    assert len(later)
    mandates.plot_timeline(names, milestones, directors, axes, later)
    assert not [patch for patch in axes.patches if patch.get_hatch()]


def test_ties_are_marked_and_the_one_that_holds_is_a_band_up_to_today(ax: Axes) -> None:
    row = height_of(ax, "United Nations")
    squares = [line for line in ax.get_lines() if line.get_marker() == "s"]
    assert [(xs(mark)[0], ys(mark)[0]) for mark in squares] == [(1980.5, row), (1985.0, row)]
    ((_, start, end),) = [bar for bar in bars(ax) if bar[0] == pytest.approx(row)]
    assert (start, end) == pytest.approx((1995.0, today()))
    assert place_of(ax, "observer, 1980") == (1980.5, row)
    assert place_of(ax, "cooperation agreement, 1985") == (1985.0, row)
    assert place_of(ax, "related organization, 1995") == (today(), row)


def test_heads_can_be_drawn_alone(directors: pandas.DataFrame) -> None:
    axes = heads.plot_heads(directors, Drawing().subplots(), founded="1960-01-01")
    assert dotted_of(axes, "Zara")[0] == pytest.approx((1960.0, 1962.0))
    assert [place_of(axes, name)[1] for name in ("Zara", "Mona, 1970 to 1980", "Anna")] == heads.head_rows(directors)
    assert axes.yaxis_inverted()


def test_the_term_of_a_head_is_told_as_far_as_it_is_known(directors: pandas.DataFrame) -> None:
    given = directors.assign(
        term_start=["1970", "1962", None], term_start_basis=["circa", "no later than", None],
        term_end=[None, "1965", "2020"],
    )  # fmt: skip
    axes = heads.plot_heads(given, Drawing().subplots(), founded="1960")
    assert [text.get_text() for text in axes.texts] == ["Zara, until 1965", "Mona, from about 1970", "Anna, until 2020"]


def test_the_scale_reaches_from_before_the_founding_to_after_today(ax: Axes) -> None:
    left, right = ax.get_xlim()
    assert left < 1951
    assert right > today()


# The first years


def test_each_reading_has_a_row_under_its_question(first_years: Axes) -> None:
    assert [text.get_text() for text in first_years.get_yticklabels()] == ["Founded", "First name", "Named ICEM"]
    rows = [
        place_of(first_years, who)[1] for who in ("Papers, C", "An article, B", "An article", "J. E.", "An almanac")
    ]
    assert rows == sorted(rows)
    assert rows[0] == first_years.get_yticks()[0]
    assert rows[2] == first_years.get_yticks()[1]


def test_a_day_is_a_diamond_and_a_longer_time_a_bar(first_years: Axes) -> None:
    diamonds = [(xs(line)[0], ys(line)[0]) for line in first_years.get_lines() if line.get_marker() == "D"]
    days = {"Papers, C": "1951-12-01", "An article, B": "1954-07-01", "An almanac": "1952-07-01"}
    wanted = [(formats.decimal_year(day), place_of(first_years, who)[1]) for who, day in days.items()]
    assert diamonds == [pytest.approx(point) for point in wanted]
    assert [bar[1:] for bar in bars(first_years)] == [(1951.0, 1952.0), (1952.0, 1954.0)]


def test_the_date_stands_beside_the_mark_and_the_name_where_that_is_the_question(first_years: Axes) -> None:
    for text in ("1 December 1951", "1 July 1954", "FIRST, 1951", "1952 or 1953", "1 July 1952"):
        assert place_of(first_years, text)


def test_the_reading_adopted_is_bold_and_others_are_not(first_years: Axes) -> None:
    bold = {text.get_text() for text in first_years.texts if text.get_fontweight() == "bold"}
    assert bold == {"1 December 1951", "Papers, C", "1 July 1952", "An almanac"}


def test_the_verdict_shows_without_colour(first_years: Axes) -> None:
    hollow, pale = [patch for patch in first_years.patches if isinstance(patch, Rectangle)]
    assert hollow.get_hatch()
    assert not pale.get_hatch()
    diamonds = [line for line in first_years.get_lines() if line.get_marker() == "D"]
    faces = [to_hex(str(line.get_markerfacecolor())) for line in diamonds]
    assert faces == [theme.colour("ink"), theme.colour("paper"), theme.colour("ink")]


def test_the_table_gives_each_reading_with_who_says_so_and_why() -> None:
    table = founding.naming_disputes_table()
    assert table.id == "tab-naming-disputes"
    assert len(table.data) == len(load("datings"))
    assert [column.name for column in table.columns] == ["asked", "says", "said_by", "verdict", "reason"]
    assert table.data["source_id"].notna().all()
    first = table.data.drop_duplicates("question")
    assert first["verdict"].tolist() == ["adopted"] * len(first)
    assert table.caption.startswith(
        f"Founding and names: {len(table.data)} answers that sources give to {len(first)} questions"
    )


# The figure


@pytest.fixture(scope="module")
def figure() -> Figure:
    return mandates.timeline_figure()


def test_the_title_counts_names_and_heads(figure: Figure) -> None:
    legal = load("names").query("kind == 'legal name'")
    assert figure.id == "fig-timeline"
    assert figure.title == (
        f"{len(legal)} names and {len(load('directors'))} heads since 1951, a Constitution in force since 1954, a "
        "related organization of the United Nations since 2016"
    )


def test_the_alt_text_tells_names_dates_and_heads(figure: Figure) -> None:
    heads = load("directors").sort_values("order")["name"].tolist()
    for name in load("names").query("kind == 'legal name'")["abbreviation"]:
        assert name in figure.alt
    renamed = str(load("names").set_index("name_id").at["icm", "start"])
    assert f"ICEM until {renamed[:4]}" in figure.alt
    assert f"from {heads[0]} to {heads[-1]}" in figure.alt
    american = int((load("directors")["nationality"] == "United States").sum())
    assert f"{american} of them nationals of the United States" in figure.alt


def test_the_alt_text_tells_amendments_ties_and_what_is_contested(figure: Figure) -> None:
    assert "amended 3 times" in figure.alt
    assert "the changes adopted in 1998 came into force only in 2013" in figure.alt
    assert "an observer from 1992, a related organization from 2016" in figure.alt
    readings = founding.disputed_readings(first_years=True)
    adopted = int((readings["verdict"] == "adopted").sum())
    assert f"{len(readings)} readings of when the organization was founded and named, {adopted} of them" in figure.alt


def test_the_frame_holds_every_name_step_and_head_drawn(figure: Figure) -> None:
    drawn = figure.data.groupby("row")["what"].apply(set)
    assert drawn["legal name"] == {*load("names").query("kind == 'legal name'")["name"]}
    assert drawn["Constitution"] == {*STEPS}
    assert drawn["head"] == {*load("directors")["name"]}
    assert drawn["United Nations"] == {*timeline.ties_to_the_united_nations()["tie"]}
    assert drawn["reading"] == {*founding.disputed_readings()["says"]}
    assert figure.data["source_id"].notna().all()


def test_names_are_spelt_out_beside_the_figure(figure: Figure) -> None:
    for name in load("names").query("kind == 'legal name'")["name"]:
        assert any(name in note for note in figure.notes)


def test_texts_are_large_enough_whole_and_apart(figure: Figure) -> None:
    assert faults_in(figure.figure) == []


def test_labels_do_not_touch_marks(figure: Figure) -> None:
    for text in texts_in(figure.figure):
        if text.axes is not None and text in text.axes.texts:
            assert not any(text.get_window_extent().overlaps(mark) for mark in marks(text.axes)), text.get_text()


# The package


@pytest.mark.parametrize("module", ["mandates.governance", "claims.positions"])
def test_a_module_is_imported_without_the_others_of_its_chapter(module: str) -> None:
    chapter, _, name = module.partition(".")
    code = f"import sys; from iomreport.{chapter} import {name}; print(*(n for n in sys.modules if '.{chapter}.' in n))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [f"iomreport.{module}"]


def test_completion_offers_modules_and_what_users_call() -> None:
    assert {"governance", "plot_timeline", "frameworks", "timeline_figure"} <= {*dir(mandates)}
    assert not [name for name in dir(mandates) if name.startswith("_")]
    assert all(getattr(mandates, name) for name in dir(mandates))
    assert {"listing", "plot_status", "conflicts_by_topic"} <= {*dir(claims)}
    assert all(getattr(claims, name) for name in dir(claims))
