"""Chapter 1: the states that left, and the names behind the line of members."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from iomreport import Figure, load
from iomreport.charts import theme
from iomreport.growth import departures, members

pytestmark = pytest.mark.slow


@pytest.fixture
def spells() -> pandas.DataFrame:
    """Return three states' memberships: one that left and came back, one that left, one that stayed."""
    rows = [
        ("a-1", "AAA", 1, "1951-12-05", "1953-12-31", "s1"),
        ("a-2", "AAA", 2, "1956", None, "s2"),
        ("b-1", "BBB", 1, "1952", "1954", "s3"),
        ("c-1", "CCC", 1, "1957-06", None, "s4"),
    ]
    return pandas.DataFrame(rows, columns=["spell_id", "country_code", "spell", "start", "end", "source_id"])


@pytest.fixture
def counts() -> pandas.DataFrame:
    rows = [
        (f"{year}-12-31", members, "rebuilt")
        for year, members in zip(range(1951, 1958), [1, 2, 1, 0, 0, 1, 2], strict=True)
    ]
    return pandas.DataFrame(rows, columns=["as_of", "members", "kind"]).assign(
        as_of_precision="day", status="sourced", source_id="r"
    )


@pytest.fixture(scope="module")
def figure() -> Figure:
    return members.members_figure()


# Departures


def test_a_state_is_away_from_the_year_it_left_until_it_comes_back(spells: pandas.DataFrame) -> None:
    frame = departures.states_away(spells).set_index("year")
    assert frame["away"].to_dict() == {1951: 0, 1952: 0, 1953: 1, 1954: 2, 1955: 2, 1956: 1, 1957: 1}
    assert frame.loc[1954, "country_codes"] == "AAA; BBB"
    assert frame.loc[1954, "source_id"] == "s1; s3"
    assert frame.loc[1957, "country_codes"] == "BBB"


def test_members_and_those_away_are_all_that_ever_joined() -> None:
    joined = load("memberships").sort_values("start").drop_duplicates("country_code")["start"].str[:4].astype(int)
    both = departures.states_away().merge(members.members_at_year_end(), on="year")
    assert (both["members"] + both["away"]).tolist() == [int((joined <= year).sum()) for year in both["year"]]


def test_eleven_states_left_and_none_is_away_any_more() -> None:
    assert departures.states_that_left().content == 11
    assert departures.states_away()["away"].iloc[-1] == 0
    assert len(departures.those_that_left()) == 11
    assert departures.those_that_left()[0] == "Canada"


def test_the_deepest_point_is_a_sourced_value() -> None:
    away = departures.states_away()
    assert departures.most_away().content == away["away"].max() == 10
    assert departures.most_away().sources
    assert str(departures.year_most_away()) == "31 December 1981"
    assert (departures.departure(0).content, departures.departure(-1).content) == ("1962-12-31", "1981")


def test_the_dent_reaches_from_the_members_to_those_there_would_have_been(
    spells: pandas.DataFrame, counts: pandas.DataFrame, ax: Axes
) -> None:
    departures.plot_departures(spells, counts, ax)
    (area,) = ax.collections
    assert area.get_hatch()
    corners = np.vstack([path.vertices for path in area.get_paths()])
    at_1954 = corners[np.isclose(corners[:, 0], 1954 + 364 / 365)]
    assert {float(y) for y in at_1954[:, 1]} == {0, 2}
    assert corners[:, 0].min() == pytest.approx(1953 + 364 / 365)


# Names


def test_each_legal_name_is_a_band_with_its_initials_above(ax: Axes) -> None:
    ax.set_xlim(1950, 2030)
    members.plot_names(ax=ax)
    bands = {band.get_label(): band for band in ax.patches}
    assert list(bands) == ["PICMME", "ICEM", "ICM", "IOM"]
    edges = {name: (band.get_extents().x0, band.get_extents().x1) for name, band in bands.items()}
    left, right = (ax.transData.transform((year, 0))[0] for year in (1980 + 10.5 / 12, 1989 + 317 / 365))
    assert edges["ICM"] == pytest.approx((left, right), abs=0.5)
    assert [text.get_text() for text in ax.texts] == list(bands)
    assert ax.get_xlim() == (1950, 2030)


def test_bands_are_quiet_and_behind_the_data(ax: Axes) -> None:
    members.plot_names(ax=ax)
    assert {to_hex(band.get_facecolor()) for band in ax.patches} == {theme.colour("wash"), theme.colour("paper")}
    assert all(band.get_zorder() < 1 for band in ax.patches)


def test_a_name_that_is_a_style_has_no_band(ax: Axes) -> None:
    names = load("names").query("abbreviation != 'IOM'")
    members.plot_names(names, ax)
    assert [band.get_label() for band in ax.patches] == ["PICMME", "ICEM", "ICM"]


# The figure


def test_the_figure_shows_line_marks_dent_and_bands(figure: Figure) -> None:
    (ax,) = figure.figure.axes
    labels = {artist.get_label() for artist in [*ax.get_lines(), *ax.collections, *ax.patches]}
    assert {"rebuilt", "published", "published, contradicted", "away", "PICMME", "ICEM", "ICM", "IOM"} <= labels


def test_the_frame_holds_the_states_away_beside_the_rebuilt_counts(figure: Figure) -> None:
    rebuilt = figure.data[figure.data["kind"] == "rebuilt"].set_index("as_of")
    assert rebuilt.loc["1981-12-31", "away"] == 10
    assert rebuilt["away"].notna().all()
    assert figure.data.loc[figure.data["kind"] == "published", "away"].isna().all()


def test_the_texts_name_those_that_left(figure: Figure) -> None:
    assert "10 of them at most, at the end of 1981" in figure.alt
    assert "11 states left between 1962 and 1981, and all of them came back: Canada, " in str(figure.notes[2])
    assert "most in 2003: 85 there, 102 here" in str(figure.notes[1])


def test_the_numbers_that_must_come_out() -> None:
    assert [members.members_in(year).content for year in (1998, 2008, 2013, 2022)] == [67, 125, 155, 175]
