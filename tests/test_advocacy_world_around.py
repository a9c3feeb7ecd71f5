"""Chapter 3: migrants, displaced people and remittances, each revision and edition apart."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D

from iomreport import Figure, load
from iomreport.advocacy import world_around
from iomreport.charts import theme
from iomreport.errors import UnknownNameError

pytestmark = pytest.mark.slow

MIGRANTS = "international migrants in the world"


@pytest.fixture
def figures() -> pandas.DataFrame:
    """Return figures shaped as the dataset `context`, out of order, by hand: two revisions and a row not verified."""
    rows = [
        ("new-2024", "2024", 30e6, "revision of 2024", None, "sourced"),
        ("new-2020", "2020", 20e6, "revision of 2024", None, "conflicting"),
        ("new-1990", "1990", 10e6, "revision of 2024", None, "sourced"),
        ("old-2015", "2015", 18e6, "revision of 2020", None, "sourced"),
        ("old-2020", "2020", 25e6, "revision of 2020", "estimate", "conflicting"),
        ("old-2010", "2010", 99e6, "revision of 2020", None, "unverified"),
    ]
    names = ["context_id", "as_of", "value", "series", "qualifier", "status"]
    frame = pandas.DataFrame(rows, columns=names)
    return frame.assign(measure=MIGRANTS, unit="persons", note=None, source_id="a")


@pytest.fixture
def ax() -> Axes:
    return Drawing().subplots()


def joined(ax: Axes) -> list[list[float]]:
    """Return the years of each line that joins marks."""
    return [years for line in ax.get_lines() if line.get_linestyle() == "-" and len(years := xs(line)) > 1]


def xs(line: Line2D) -> list[float]:
    return [float(x) for x in np.asarray(line.get_xdata(), dtype=float)]


def marks(ax: Axes) -> list[Line2D]:
    return [line for line in ax.get_lines() if line.get_marker() not in {"None", None, ""}]


def test_figures_stand_by_series_and_date_without_those_not_verified(figures: pandas.DataFrame) -> None:
    frame = world_around.published("migrants", figures)
    assert frame["context_id"].tolist() == ["old-2015", "old-2020", "new-1990", "new-2020", "new-2024"]


def test_a_stretch_ends_with_its_series_and_at_a_wide_gap(figures: pandas.DataFrame) -> None:
    assert world_around.published("migrants", figures)["stretch"].tolist() == [1, 1, 2, 3, 3]


def test_a_year_stands_at_its_number_and_a_month_in_its_middle() -> None:
    displaced = world_around.published("displaced").set_index("context_id")["time"]
    assert displaced["idps-2013"] == pytest.approx(2013 + 11.5 / 12, abs=0.01)
    assert world_around.published("migrants").set_index("context_id")["time"]["migrants-1990-2020"] == 1990


@pytest.mark.parametrize("subject", list(world_around.SUBJECTS))
def test_no_two_series_share_a_stretch(subject: str) -> None:
    frame = world_around.published(subject)
    assert len(frame)
    assert (frame.groupby("stretch")[["measure", "series", "unit"]].nunique() == 1).all(axis=None)


def test_an_unknown_subject_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no subject 'migrant'; did you mean 'migrants'"):
        world_around.published("migrant")


def test_money_is_known_in_dollars_and_people_are_not() -> None:
    assert f"{world_around.known('remittances-2022-world'):compact}" == "USD 831 billion"
    assert world_around.known("idps-2013").unit == ""


def test_what_is_not_verified_is_not_known() -> None:
    with pytest.raises(UnknownNameError, match="no row has context_id = 'idps-2015'"):
        world_around.known("idps-2015")


def test_lines_join_neighbours_of_one_revision_only(figures: pandas.DataFrame, ax: Axes) -> None:
    assert world_around.plot_published("migrants", figures, ax) is ax
    assert joined(ax) == [[2015.0, 2020.0], [2020.0, 2024.0]]


def test_every_figure_has_a_mark_and_every_series_a_form_of_its_own(figures: pandas.DataFrame, ax: Axes) -> None:
    world_around.plot_published("migrants", figures, ax)
    forms = {(str(line.get_label()), str(line.get_marker()), to_hex(str(line.get_color()))) for line in marks(ax)}
    assert len(marks(ax)) == 5
    assert len(forms) == len({label for label, *_ in forms}) == 2
    assert len({marker for _, marker, _ in forms}) == len({colour for *_, colour in forms}) == 2


def test_an_estimate_is_hollow(figures: pandas.DataFrame, ax: Axes) -> None:
    world_around.plot_published("migrants", figures, ax)
    hollow = [line for line in marks(ax) if to_hex(str(line.get_markerfacecolor())) == theme.colour("paper")]
    assert [xs(line) for line in hollow] == [[2020.0]]


def test_series_are_named_at_their_last_mark(figures: pandas.DataFrame, ax: Axes) -> None:
    world_around.plot_published("migrants", figures, ax)
    assert {text.get_text(): text.xy for text in ax.texts} == {  # type: ignore[attr-defined]
        "revision of 2020": (2020.0, 25.0),
        "revision of 2024": (2024.0, 30.0),
    }


def test_the_scale_is_in_millions_and_starts_at_nothing(figures: pandas.DataFrame, ax: Axes) -> None:
    world_around.plot_published("migrants", figures, ax)
    assert list(ax.get_ylim()) == pytest.approx([0, 1.12 * 30])
    assert ax.get_ylabel() == "Million people"


def test_remittances_are_in_billions_of_dollars(ax: Axes) -> None:
    world_around.plot_published("remittances worldwide", ax=ax)
    heights = [float(np.asarray(line.get_ydata(), dtype=float)[0]) for line in marks(ax)]
    assert max(heights) == 831
    assert ax.get_ylabel() == "Billion US dollars of each year"


@pytest.fixture(scope="module")
def migrants() -> Figure:
    return world_around.migrants_figure()


def test_the_title_keeps_the_revisions_apart(migrants: Figure) -> None:
    assert migrants.title == (
        "The newest revision has 154 million international migrants in 1990 and about 304 million in 2024; for "
        "2020 it has 275 million, where the one before had about 281 million"
    )


def test_the_enlarged_part_says_that_its_scale_does_not_start_at_nothing(migrants: Figure) -> None:
    assert migrants.figure.axes[1].get_ylim()[0] > 0
    assert "The scale on the right does not begin at zero." in migrants.notes[0]


def test_titles_are_true_of_the_frames_drawn() -> None:
    displaced = world_around.displaced_figure()
    forced = displaced.data.query("measure == 'forcibly displaced people' and as_of.str.endswith('-12')")
    first, last = forced.iloc[0], forced.iloc[-1]
    assert f"{first['value'] / 1e6:g} million at the end of {first['as_of'][:4]}" in displaced.title
    assert f"{last['value'] / 1e6:g} million at the end of {last['as_of'][:4]}" in displaced.title
    remittances = world_around.remittances_figure()
    brief = remittances.data.query("series == 'World Bank, brief 40' and qualifier.isna()")
    assert f"{brief['value'].iloc[0] / 1e9:g} billion in {brief['as_of'].iloc[0]}" in remittances.title
    assert f"{brief['value'].iloc[-1] / 1e9:g} billion in {brief['as_of'].iloc[-1]}" in remittances.title


@pytest.mark.parametrize("make", ["migrants_figure", "displaced_figure", "remittances_figure"])
def test_figures_hold_what_they_draw(make: str) -> None:
    figure = getattr(world_around, make)()
    drawn = {round(x, 3) for ax in figure.figure.axes for line in marks(ax) for x in xs(line)}
    assert drawn == {round(float(time), 3) for time in figure.data["time"]}
    assert set(figure.data["context_id"]) <= set(load("context")["context_id"])
    assert "unverified" not in set(figure.data["status"])


def test_forcibly_displaced_people_are_known_for_every_year_end() -> None:
    rows = world_around.published("displaced").query("measure == 'forcibly displaced people'")
    years = [int(date[:4]) for date in rows["as_of"] if date.endswith("-12")]
    assert years == list(range(2012, 2025))
    assert rows.groupby("stretch", sort=False)["as_of"].agg(["first", "last"]).values.tolist() == [
        ["2012-12", "2018-12"], ["2019-12", "2025-04"],
    ]  # fmt: skip


def test_no_line_joins_a_count_to_a_wider_one(ax: Axes) -> None:
    world_around.plot_published("displaced", ax=ax)
    forced = [[round(year) for year in years] for years in joined(ax) if len(years) > 5][:2]
    assert [(years[0], years[-1]) for years in forced] == [(2013, 2019), (2020, 2025)]


def test_the_wider_count_is_named_in_the_title_and_in_a_whole_sentence() -> None:
    figure = world_around.displaced_figure()
    assert "counted more widely since 2019" in figure.title
    assert figure.notes[-1].startswith(
        "From the end of 2019 on the forcibly displaced are counted more widely, with 3.6 million Venezuelans "
        "displaced abroad, whom earlier reports left out; no line joins this count to the one before."
    )
