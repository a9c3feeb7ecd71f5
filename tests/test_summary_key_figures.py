"""The summary: a few figures, each with its date, its source and its course over time."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pandas
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from iomreport import Figure, catalog, formats, growth, load
from iomreport.charts import theme
from iomreport.growth import forecast, members
from iomreport.summary import key_figures

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "00-summary.ipynb"


@pytest.fixture(scope="module")
def shown() -> Figure:
    return key_figures.key_figures_figure()


def course(mark: str, *values: tuple[str, float]) -> key_figures.Course:
    """Return a made-up measure over time."""
    frame = pandas.DataFrame([{"as_of": date, "value": value} for date, value in values])
    frame = frame.assign(unit="states", qualifier=None, source_id="iom-structure-2014")
    return key_figures.Course("Offices", "in", "", mark, frame)


def texts(ax: Axes) -> list[str]:
    """Return what stands on a panel: the measure, its date, the hedge where there is one, and the number."""
    return [text.get_text() for text in ax.texts]


def test_there_are_six_to_eight_key_figures(shown: Figure) -> None:
    measures = [texts(ax)[0] for ax in shown.axes]
    assert 6 <= len(measures) <= 8
    assert len({*measures}) == len(measures)


def test_every_key_figure_has_a_value_a_date_and_a_source(shown: Figure) -> None:
    assert all(text for ax in shown.axes for text in texts(ax))
    assert {len(texts(ax)) for ax in shown.axes} == {3, 4}
    assert shown.data[["measure", "as_of", "value", "unit", "source_id"]].notna().all(axis=None)


def test_no_key_figure_is_dated_after_the_data_were_closed(shown: Figure) -> None:
    assert max(map(formats.first_day, shown.data["as_of"])) <= formats.first_day(catalog.closed_on())


def test_member_states_are_those_of_the_last_year_end(shown: Figure) -> None:
    last = growth.members_at_year_end().iloc[-1]
    assert texts(shown.axes[0]) == ["Member states", "at the end of 2024", "175"]
    assert (last["year"], last["members"]) == (2024, 175)


@pytest.mark.parametrize(
    ("measure", "hedge", "value", "when"),
    [
        ("Spent, in US dollars", "about", "3.67 billion", "in 2024"),
        ("Revenue tied to a purpose", "about", "91%", "in 2024"),
        ("Revenue from one donor", "about", "42%", "in 2024"),
        ("Staff", "nearly", "19,000", "in May 2023"),
        ("Dead and missing", "at least", "9,002", "in 2024"),
        ("Forcibly displaced", "", "123.2 million", "at the end of 2024"),
        ("International migrants", "about", "304 million", "in 2024"),
    ],
)
def test_key_figure_says_how_it_was_shortened_or_hedged(
    shown: Figure, measure: str, hedge: str, value: str, when: str
) -> None:
    assert [measure, when, *filter(None, [hedge]), value] in [texts(ax) for ax in shown.axes]


def test_every_measure_ends_higher_than_it_began_as_the_alt_text_says(shown: Figure) -> None:
    assert "Each ends higher than it began." in shown.alt
    for one in key_figures.courses():
        assert one.values["value"].iloc[-1] > one.values["value"].iloc[0], one.measure


def test_lines_are_drawn_only_where_every_year_has_a_value() -> None:
    for one in key_figures.courses():
        years = one.values["as_of"].str[:4].astype(int).tolist()
        whole = years == list(range(years[0], years[-1] + 1))
        assert whole or one.mark == "dots", one.measure


def test_line_runs_through_every_value_and_marks_the_last(ax: Axes) -> None:
    key_figures.plot_course(course("line", ("2000", 1.0), ("2001", 3.0)), ax)

    line, last = ax.lines
    assert list(line.get_ydata()) == [1.0, 3.0]  # type: ignore[arg-type]
    assert list(last.get_ydata()) == [3.0]  # type: ignore[arg-type]


def test_scattered_counts_are_not_joined(ax: Axes) -> None:
    key_figures.plot_course(course("dots", ("2000", 1.0), ("2010", 3.0)), ax)

    assert ax.lines[0].get_linestyle() == "None"


def test_line_breaks_where_values_are_not_joined(ax: Axes) -> None:
    broken = course("line", ("2018", 7.0), ("2019", 8.0), ("2020", 9.0), ("2021", 9.5))
    key_figures.plot_course(broken._replace(values=broken.values.assign(stretch=[0, 0, 1, 1])), ax)

    assert [list(line.get_ydata()) for line in ax.lines] == [[7, 8], [9, 9.5], [9.5]]


def test_displaced_are_not_joined_across_the_year_in_which_they_were_counted_more_widely() -> None:
    (displaced,) = (each for each in key_figures.courses() if each.measure == "Forcibly displaced")
    first_of_each = displaced.values.groupby("stretch")["as_of"].min().tolist()

    assert first_of_each == ["2012-12", "2019-12"]


def test_bar_of_the_last_year_stands_out(ax: Axes) -> None:
    key_figures.plot_course(course("bars", ("2000", 1.0), ("2001", 3.0)), ax)

    assert [bar.get_height() for bar in ax.patches] == [1.0, 3.0, 3.0]
    assert to_hex(ax.patches[-1].get_facecolor()) == theme.colour("blue")


def test_panel_begins_at_zero_and_names_first_and_last_year(ax: Axes) -> None:
    key_figures.plot_course(course("line", ("2000", 1.0), ("2001", 3.0)), ax)

    assert ax.get_ylim()[0] == 0
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2000", "2001"]
    assert texts(ax) == ["Offices", "in 2001", "3"]


def test_hedge_stands_small_before_the_number(ax: Axes) -> None:
    made = course("dots", ("2000", 1.0), ("2010", 3.0))
    key_figures.plot_course(made._replace(values=made.values.assign(qualifier="over")), ax)
    *_, hedge, number = ax.texts

    assert [hedge.get_text(), number.get_text()] == ["over", "3"]
    assert float(hedge.get_fontsize()) < float(number.get_fontsize())


def test_share_of_humanitarian_assistance_fell_before_it_rose_as_the_summary_says() -> None:
    cell = next(c for c in nbformat.read(NOTEBOOK, as_version=4)["cells"] if c["id"] == "mandates-work")
    said = cell["outputs"][0]["data"]["text/plain"]

    assert "about 50% of its spending in 2016, when the present headings began, about 45% in 2018 and about 64%" in said


def test_curves_through_earlier_counts_gave_too_few_as_the_summary_says() -> None:
    assert (forecast.forecasts().query("year == 2024")["expected"] < members.members_in(2024).content).all()


def test_data_of_the_figure_are_the_courses_drawn(shown: Figure) -> None:
    drawn = key_figures.courses()

    assert shown.data["measure"].unique().tolist() == [one.measure for one in drawn]
    assert len(shown.data) == sum(len(one.values) for one in drawn)


def test_no_value_rests_on_a_row_that_is_not_verified(shown: Figure) -> None:
    doubtful = {
        (row["as_of"], row["value"])
        for name in ("context", "footprint")
        for row in load(name).query("status == 'unverified'").to_dict("records")
    }

    assert doubtful
    assert not doubtful & {(row["as_of"], row["value"]) for row in shown.data.to_dict("records")}
