"""Chapter 1: who joined when, and the share of each region's states that are members."""

from __future__ import annotations

import pandas
import pytest
from drawn import written, ys
from matplotlib.axes import Axes

from iomreport import Figure, load, members_on
from iomreport.growth import accessions, members, regional_shares

pytestmark = pytest.mark.slow


@pytest.fixture
def spells() -> pandas.DataFrame:
    """Return four states' memberships, one of which left and came back."""
    rows = [
        ("fra-1", "FRA", 1, "1951-12-05", "1966", "s1"),
        ("fra-2", "FRA", 2, "1993", None, "s2"),
        ("chl-1", "CHL", 1, "1955", None, "s3"),
        ("ken-1", "KEN", 1, "1956-01", None, "s1; s4"),
    ]
    return pandas.DataFrame(rows, columns=["spell_id", "country_code", "spell", "start", "end", "source_id"])


@pytest.fixture
def united_nations() -> pandas.DataFrame:
    rows = [
        ("FRA", "1945", "u"),
        ("DEU", "1973", "u"),
        ("KEN", "1963", "u"),
        ("CHL", "1945", "u"),
        ("TON", "1999", "u"),
    ]
    return pandas.DataFrame(rows, columns=["country_code", "member_since", "source_id"])


def cell(frame: pandas.DataFrame, column: str, **where: object) -> object:
    """Return the one cell of a column in a row."""
    for name, wanted in where.items():
        frame = frame[frame[name] == wanted]
    assert len(frame) == 1
    return frame[column].iloc[0]


# Accessions


def test_accessions_fall_into_five_years_and_regions(spells: pandas.DataFrame) -> None:
    frame = accessions.accessions_by_period(spells)
    assert sorted({*frame["from_year"]}) == [1951, 1956, 1961, 1966, 1971, 1976, 1981, 1986, 1991]
    assert cell(frame, "accessions", from_year=1951, un_region="Europe") == 1
    assert cell(frame, "accessions", from_year=1951, un_region="Americas") == 1
    assert cell(frame, "accessions", from_year=1956, un_region="Africa") == 1
    assert cell(frame, "accessions", from_year=1991, un_region="Europe") == 1
    assert cell(frame, "returns", from_year=1991, un_region="Europe") == 1
    assert int(frame["accessions"].sum()) == 4
    assert (frame["to_year"] - frame["from_year"] == 4).all()


def test_a_count_keeps_the_sources_of_its_rows(spells: pandas.DataFrame) -> None:
    frame = accessions.accessions_by_period(spells)
    assert cell(frame, "source_id", from_year=1956, un_region="Africa") == "s1; s4"


def test_every_membership_is_counted_once() -> None:
    frame, memberships = accessions.accessions_by_period(), load("memberships")
    assert frame["accessions"].sum() == len(memberships)
    assert frame["returns"].sum() == (memberships["spell"] > 1).sum()
    assert frame.groupby("from_year").size().eq(len(accessions.REGIONS)).all()
    assert frame["to_year"].max() >= int(members.members_at_year_end()["year"].max())


def test_accessions_between_years_are_a_sourced_value() -> None:
    value = accessions.accessions_in("Africa", 1951, 1989)
    assert (value.content, value.unit, value.sources) == (2, "states", ("iomreport-rebuilt",))


def test_a_bar_is_as_high_as_its_count_and_the_returns_stand_on_top(spells: pandas.DataFrame, ax: Axes) -> None:
    accessions.plot_accessions(accessions.accessions_by_period(spells), ax, "Europe")
    new, returned = ax.containers
    assert [bar.get_height() for bar in new] == [1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [bar.get_height() for bar in returned] == [0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert new[0].get_x() + new[0].get_width() / 2 == 1953.5
    assert returned[0].get_hatch()
    assert new[0].get_hatch() is None


def test_counts_are_written_above_the_bars_and_nothing_above_none(spells: pandas.DataFrame, ax: Axes) -> None:
    accessions.plot_accessions(accessions.accessions_by_period(spells), ax)
    assert written(ax)["2"] == (1953.5, 2)
    assert len(ax.texts) == 3
    assert ax.get_ylim()[0] == 0


# Shares


def test_a_share_is_members_over_states_at_the_time(spells: pandas.DataFrame, united_nations: pandas.DataFrame) -> None:
    frame = regional_shares.member_shares(spells, united_nations)
    assert frame["year"].min() == 1951
    assert cell(frame, "share", year=1951, un_region="Europe") == 1.0
    assert cell(frame, "share", year=1966, un_region="Europe") == 0.0
    assert cell(frame, "states", year=1973, un_region="Europe") == 2
    assert cell(frame, "share", year=1993, un_region="Europe") == 0.5
    assert cell(frame, "share", year=1955, un_region="World") == 1.0


def test_a_member_outside_the_united_nations_is_a_state_all_the_same(
    spells: pandas.DataFrame, united_nations: pandas.DataFrame
) -> None:
    frame = regional_shares.member_shares(spells, united_nations)
    assert cell(frame, "states", year=1956, un_region="Africa") == 1
    assert cell(frame, "share", year=1956, un_region="Africa") == 1.0


def test_without_states_there_is_no_share(spells: pandas.DataFrame, united_nations: pandas.DataFrame) -> None:
    frame = regional_shares.member_shares(spells, united_nations)
    assert cell(frame, "states", year=1980, un_region="Oceania") == 0
    assert cell(frame, "share", year=1980, un_region="Oceania") is pandas.NA


@pytest.mark.parametrize("year", [1951, 1962, 1977, 1998, 2008, 2013, 2022])
def test_members_are_those_of_the_last_day_of_the_year(year: int) -> None:
    frame = regional_shares.member_shares()
    assert cell(frame, "members", year=year, un_region="World") == len(members_on(f"{year}-12-31"))
    assert cell(frame, "members", year=year, un_region="World") == members.members_in(year).content


def test_regions_add_up_to_the_world() -> None:
    frame = regional_shares.member_shares()
    regions = frame[frame["un_region"] != "World"].groupby("year")[["members", "states"]].sum()
    world = frame[frame["un_region"] == "World"].set_index("year")[["members", "states"]]
    pandas.testing.assert_frame_equal(regions, world)
    assert (frame["share"].dropna().between(0, 1)).all()


def test_a_share_is_a_sourced_value() -> None:
    value = regional_shares.share_in(2013, "Africa")
    assert value.unit == "share"
    assert value.sources == ("iomreport-rebuilt", "country-converter")


def test_the_line_of_a_region_stands_out_from_that_of_the_world(ax: Axes) -> None:
    frame = regional_shares.member_shares()
    regional_shares.plot_share(frame, ax, "Asia")
    world, asia = ax.get_lines()
    assert (world.get_linestyle(), asia.get_linestyle()) == (":", "-")
    last = frame[frame["un_region"] == "Asia"].iloc[-1]
    assert ys(asia)[-1] == pytest.approx(100 * float(last["share"]))
    assert [text.get_text() for text in ax.texts] == [f"{100 * last['share']:.0f}%"]


# The figures


@pytest.fixture(scope="module", params=["accessions", "shares"])
def figure(request: pytest.FixtureRequest) -> Figure:
    return accessions.accessions_figure() if request.param == "accessions" else regional_shares.shares_figure()


def test_there_is_a_panel_for_each_region(figure: Figure) -> None:
    regions = [ax.get_title(loc="left") or ax.get_ylabel() for ax in figure.figure.axes]
    assert regions[: len(accessions.REGIONS)] == list(accessions.REGIONS)


def test_the_alt_text_of_accessions_is_true() -> None:
    frame = accessions.accessions_by_period()
    early = frame[frame["from_year"] < 1986].groupby("un_region")["accessions"].sum()
    late = frame[frame["from_year"] >= 1986].groupby("un_region")["accessions"].sum()
    assert (late[["Africa", "Asia", "Oceania"]] > 4 * early[["Africa", "Asia", "Oceania"]]).all()
    assert early["Europe"] > 10
    assert early["Americas"] > 10


def test_the_alt_text_of_shares_is_true() -> None:
    table = regional_shares.member_shares().pivot(index="year", columns="un_region", values="share").astype(float)
    assert table.loc[:1990, "Africa"].max() < 0.1
    assert table.loc[1990, "Europe"] < table.loc[1955, "Europe"] < table.loc[2024, "Europe"]
    assert table.loc[1973:1980, "Oceania"].max() == 0
    assert table.loc[2024, "Oceania"] == 1
