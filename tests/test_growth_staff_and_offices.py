"""Chapter 1: staff, offices and projects."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from drawn import line_of, ys
from matplotlib.axes import Axes

from iomreport import Figure
from iomreport.charts import theme
from iomreport.errors import UnknownNameError
from iomreport.growth import staff_and_offices

pytestmark = pytest.mark.slow


@pytest.fixture
def counts() -> pandas.DataFrame:
    """Return numbers shaped as the dataset `footprint`, out of order, by hand."""
    rows = [
        ("2010", "year", "2011", "staff", 300, "persons", "more than", "sourced", "b"),
        ("2005", "year", None, "staff", 100, "persons", None, "sourced", "a"),
        ("2006", "year", None, "operational staff", 90, "persons", "approximately", "conflicting", "a"),
        ("2012", "year", None, "staff", 500, "persons", None, "unverified", "c"),
        ("2013", "year", None, "staff", 400, "persons", "nearly", "sourced", "c"),
        ("2010", "year", None, "offices", 7, "offices", None, "sourced", "b"),
    ]
    names = ["as_of", "as_of_precision", "as_of_end", "measure", "value", "unit", "qualifier", "status", "source_id"]
    frame = pandas.DataFrame(rows, columns=names).astype({"value": "Int64"})
    return frame.assign(text="", note=None, as_of_end_precision=None)


@pytest.mark.parametrize(
    ("hedge", "reading"),
    [
        (None, "as counted"), ("more than", "at least"), ("over", "at least"), ("nearly", "at most"),
        ("approximately", "about"), ("around", "about"), ("some", "about"),
    ],
)  # fmt: skip
def test_a_hedge_says_on_which_side_the_number_may_lie(hedge: str | None, reading: str) -> None:
    assert staff_and_offices.reading_of(hedge) == reading


def test_numbers_of_a_topic_stand_by_date_without_those_not_verified(counts: pandas.DataFrame) -> None:
    frame = staff_and_offices.footprint_of("staff", counts)
    assert frame["value"].tolist() == [100, 90, 300, 400]
    assert frame["reading"].tolist() == ["as counted", "about", "at least", "at most"]


def test_every_hedge_of_the_dataset_has_a_reading_of_its_own_side() -> None:
    for topic in staff_and_offices.TOPICS:
        frame = staff_and_offices.footprint_of(topic)
        hedged = frame[frame["qualifier"].notna()]
        assert "as counted" not in set(hedged["reading"])
        assert set(frame.loc[frame["qualifier"].isin(["more than", "over"]), "reading"]) <= {"at least"}


def test_an_unknown_topic_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no topic 'staf'; did you mean 'staff'"):
        staff_and_offices.footprint_of("staf")


def test_a_number_for_a_sentence_keeps_its_hedge_and_source() -> None:
    value = staff_and_offices.counted("staff", "2023-05")
    assert str(value) == "nearly 19,000"
    assert value.sources == ("iom-council-elect-dg-2023-fr", "dpa-pope-2023")


def test_marks_show_the_reading_and_nothing_is_joined(counts: pandas.DataFrame, ax: Axes) -> None:
    assert staff_and_offices.plot_footprint("staff", counts, ax) is ax
    marks = {
        str(line.get_label()): (line.get_marker(), line.get_linestyle(), line.get_fillstyle(), ys(line))
        for line in ax.get_lines()
    }
    assert marks == {
        "staff, as counted": ("o", "None", "full", [100.0]),
        "staff, at least": ("^", "None", "full", [300.0]),
        "staff, at most": ("v", "None", "full", [400.0]),
        "operational staff, about": ("D", "None", "full", [90.0]),
    }


def test_contradicted_numbers_are_hollow_and_second_measures_half_filled(counts: pandas.DataFrame, ax: Axes) -> None:
    more = counts[counts["measure"] == "operational staff"].assign(as_of="2008", qualifier=None, status="sourced")
    staff_and_offices.plot_footprint("staff", pandas.concat([counts, more]), ax)
    hollow = [line.get_label() for line in ax.get_lines() if line.get_markerfacecolor() == theme.colour("paper")]
    half = [line.get_label() for line in ax.get_lines() if line.get_fillstyle() == "left"]
    assert (hollow, half) == (["operational staff, about"], ["operational staff, as counted"])


def test_marks_of_a_second_measure_fit_into_those_of_the_first(counts: pandas.DataFrame, ax: Axes) -> None:
    """So that both are seen where they coincide."""
    staff_and_offices.plot_footprint("staff", counts, ax)
    first, second = (line_of(ax, label) for label in ("staff, as counted", "operational staff, about"))
    assert first.get_markersize() > second.get_markersize()


def test_bars_are_as_long_as_dates_are_uncertain(counts: pandas.DataFrame, ax: Axes) -> None:
    staff_and_offices.plot_footprint("staff", counts, ax)
    spans = sorted(
        (float(np.asarray(path.vertices)[0][0]), float(np.asarray(path.vertices)[1][0]))
        for bar in ax.collections
        for path in bar.get_paths()
    )
    assert spans == [(2005.0, 2006.0), (2006.0, 2007.0), (2010.0, 2012.0), (2013.0, 2014.0)]


def test_the_scale_starts_at_zero(counts: pandas.DataFrame, ax: Axes) -> None:
    staff_and_offices.plot_footprint("staff", counts, ax)
    assert list(ax.get_ylim()) == pytest.approx([0, 460])


@pytest.fixture(scope="module")
def figure() -> Figure:
    return staff_and_offices.footprint_figure()


def test_the_title_keeps_the_hedges(figure: Figure) -> None:
    assert figure.title == "Sources put its staff at more than 5,000 in 2005 or 2006 and at nearly 19,000 in 2023"


def test_the_alt_text_is_true_of_the_projects(figure: Figure) -> None:
    projects = figure.data[figure.data["topic"] == "projects"]
    assert "up to more than 2,600, then fewer in the last count" in figure.alt
    assert projects["value"].max() == 2600
    assert projects["value"].iloc[-1] < 2600


def test_the_frame_holds_every_mark(figure: Figure) -> None:
    assert len(figure.data) == sum(len(staff_and_offices.footprint_of(topic)) for topic in staff_and_offices.TOPICS)
    assert "unverified" not in set(figure.data["status"])
