"""Chapter 2: names, Constitution and heads, computed and drawn."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pandas
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

from iomreport import Figure, catalog, formats, load, mandates

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
def ax(names: pandas.DataFrame, milestones: pandas.DataFrame, directors: pandas.DataFrame) -> Axes:
    """Return the timeline drawn from the frames above."""
    return mandates.plot_timeline(names, milestones, directors, ax=Drawing().subplots())


@pytest.fixture
def no_window() -> Iterator[None]:
    """Let pyplot draw without a window, and leave no chart behind."""
    import matplotlib
    from matplotlib import pyplot

    matplotlib.use("agg")
    pyplot.close("all")
    yield
    pyplot.close("all")


def today() -> float:
    return formats.decimal_year(catalog.closed_on())


def xs(line: Line2D) -> list[float]:
    """Return where the points of a line lie from left to right."""
    return [float(x) for x in np.asarray(line.get_xdata())]


def ys(line: Line2D) -> list[float]:
    """Return how high the points of a line lie."""
    return [float(y) for y in np.asarray(line.get_ydata())]


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
    assert drawn >= {*load("directors")["name"]}
    assert drawn >= {*load("names").query("kind == 'legal name'")["abbreviation"]}


def test_drawing_changes_no_frame_that_is_passed_in(
    names: pandas.DataFrame, milestones: pandas.DataFrame, directors: pandas.DataFrame
) -> None:
    before = [frame.copy() for frame in (names, milestones, directors)]
    mandates.plot_timeline(names, milestones, directors, ax=Drawing().subplots())
    for frame, copy in zip((names, milestones, directors), before, strict=True):
        pandas.testing.assert_frame_equal(frame, copy)


def test_three_rows_are_named_from_the_top(ax: Axes) -> None:
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Legal name", "Constitution", "Heads"]
    heights = [height_of(ax, label) for label in ("Legal name", "Constitution", "Heads")]
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
    rows = [place_of(ax, name)[1] for name in ("Zara", "Mona", "Anna")]
    assert rows == sorted(rows)
    assert rows[0] == pytest.approx(height_of(ax, "Heads"))


def test_a_bar_covers_the_time_that_sources_show_a_head_in_office(ax: Axes) -> None:
    assert bar_of(ax, "Zara") == pytest.approx((1962.0, 1965.0))
    assert bar_of(ax, "Mona") == pytest.approx((1970.0, 1980.0))
    assert bar_of(ax, "Anna") == pytest.approx((1981.0, 2020.0))


def test_dotted_lines_fill_the_time_in_which_start_or_end_is_not_known(ax: Axes) -> None:
    first = dotted_of(ax, "Zara")
    assert first == [pytest.approx((1960.0, 1962.0)), pytest.approx((1965.0, 1970.0))]
    assert dotted_of(ax, "Mona") == []
    assert dotted_of(ax, "Anna") == [pytest.approx((1980.0, 1981.0)), pytest.approx((2020.0, today()))]


def test_the_scale_reaches_from_before_the_founding_to_after_today(ax: Axes) -> None:
    left, right = ax.get_xlim()
    assert left < 1951
    assert right > today()


# The figure


@pytest.fixture(scope="module")
def figure() -> Figure:
    return mandates.timeline_figure()


def test_the_title_counts_names_and_heads(figure: Figure) -> None:
    legal = load("names").query("kind == 'legal name'")
    assert figure.id == "fig-timeline"
    assert figure.title == (
        f"{len(legal)} names and {len(load('directors'))} heads since 1951, under a Constitution in force since 1954"
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


def test_the_frame_holds_every_name_step_and_head_drawn(figure: Figure) -> None:
    drawn = figure.data.groupby("row")["what"].apply(set)
    assert drawn["legal name"] == {*load("names").query("kind == 'legal name'")["name"]}
    assert drawn["Constitution"] == {*STEPS}
    assert drawn["head"] == {*load("directors")["name"]}
    assert figure.data["source_id"].notna().all()


def test_labels_do_not_leave_the_drawing(figure: Figure) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(figure.figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    outer = figure.figure.bbox
    for text in figure.figure.axes[0].texts:
        box = text.get_window_extent()
        assert outer.x0 <= box.x0 <= box.x1 <= outer.x1, text.get_text()
        assert outer.y0 <= box.y0 <= box.y1 <= outer.y1, text.get_text()
