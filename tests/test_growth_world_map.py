"""Chapter 1: the world by period of accession."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from drawn import points
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch

from iomreport import Figure, load
from iomreport.charts import theme
from iomreport.growth import map_outlines, world_map

pytestmark = pytest.mark.slow


@pytest.fixture
def states() -> pandas.DataFrame:
    """Return a few states, shaped as the dataset `members`."""
    rows = [
        ("KEN", "Kenya", "member", "1985", "s1"),
        ("CHN", "China", "member", "2016-06-30", "s2"),
        ("MLT", "Malta", "member", "1990", "s3"),
        ("IDN", "Indonesia", "observer", "1992", "s4"),
        ("XXX", "Nowhere", "former member", "1960", "s5"),
    ]
    frame = pandas.DataFrame(rows, columns=["country_code", "name", "status", "first_joined", "source_id"])
    return frame.assign(first_joined_precision="year")


def patch_of(ax: Axes, code: str) -> PathPatch:
    """Return the outline of a country on the map."""
    (found,) = [patch for patch in ax.patches if isinstance(patch, PathPatch) and patch.get_label() == code]
    return found


# The projection


def test_the_projection_gives_the_published_dimensions() -> None:
    """On a unit sphere the map is 2 x 2.70663 wide and 2 x 1.31736 high, and the poles are lines."""
    x, y = map_outlines.equal_earth(np.array([180.0, -180.0, 0.0, 180.0]), np.array([0.0, 0.0, -90.0, 90.0]))
    assert x == pytest.approx([2.70663, -2.70663, 0.0, 1.60359], abs=1e-5)
    assert y == pytest.approx([0.0, 0.0, -1.3173627591574, 1.3173627591574])


@pytest.mark.parametrize(("south", "north"), [(-80.0, -60.0), (-10.0, 10.0), (30.0, 50.0), (70.0, 85.0)])
def test_areas_keep_their_proportions(south: float, north: float) -> None:
    """A band of the sphere has the area two pi times the difference of the sines of its latitudes."""
    latitude = np.linspace(south, north, 2001)
    x, y = map_outlines.equal_earth(np.full(latitude.shape, 180.0), latitude)
    area = np.trapezoid(2 * x, y)
    assert area == pytest.approx(2 * np.pi * (np.sin(np.radians(north)) - np.sin(np.radians(south))), rel=1e-5)


def test_a_ring_is_closed_and_a_hole_stays_part_of_its_country() -> None:
    rows = [(1, 0, 0), (1, 0, 9), (1, 9, 9), (2, 1, 4), (2, 2, 4), (2, 2, 5)]
    corners = pandas.DataFrame(rows, columns=["part", "longitude", "latitude"])
    corners["order"] = corners.groupby("part").cumcount() + 1
    corners["outline_id"] = [f"aaa-{part}-{order}" for part, order in corners[["part", "order"]].to_numpy()]
    paths = map_outlines.outlines(corners.assign(country_code="AAA"))
    assert list(paths) == ["AAA"]
    polygons = paths["AAA"].to_polygons()
    assert [len(polygon) for polygon in polygons] == [4, 4]


# The data


def test_every_member_and_observer_has_an_outline_or_a_place() -> None:
    drawn = {*load("outlines")["country_code"].dropna(), *load("places")["country_code"]}
    assert {*load("members")["country_code"]} <= drawn


def test_no_state_has_both_an_outline_and_a_place() -> None:
    assert not {*load("outlines")["country_code"].dropna()} & {*load("places")["country_code"]}


def test_rings_are_numbered_without_gaps_and_have_three_corners_or_more() -> None:
    corners = load("outlines")
    for _, ring in corners.groupby(corners["outline_id"].str.rsplit("-", n=1).str[0]):
        assert ring["order"].tolist() == list(range(1, len(ring) + 1))
        assert len(ring) >= 3
        assert ring["part"].nunique() == 1


# Periods


def test_states_fall_into_the_period_in_which_they_first_joined(states: pandas.DataFrame) -> None:
    frame = world_map.periods_of_accession(states).set_index("country_code")
    assert frame["period"].to_dict() == {
        "KEN": "1951–1989",
        "MLT": "1990–1999",
        "CHN": "2010–2016",
        "IDN": "observer",
    }


def test_all_present_members_and_observers_are_classed() -> None:
    frame = world_map.periods_of_accession()
    sizes = frame["period"].value_counts()
    assert int(sizes.drop("observer").sum()) == 175
    assert sizes["observer"] == 8


# Drawing


def test_earlier_members_are_darker_and_observers_hatched(states: pandas.DataFrame, ax: Axes) -> None:
    world_map.plot_map(world_map.periods_of_accession(states), ax)
    kenya, china, indonesia = (patch_of(ax, code) for code in ("KEN", "CHN", "IDN"))
    assert kenya.get_facecolor()[3] == 1.0 > china.get_facecolor()[3]  # type: ignore[index]
    assert indonesia.get_hatch()
    assert kenya.get_hatch() is None
    assert patch_of(ax, "FRA").get_facecolor() == (1.0, 1.0, 1.0, 1.0)


def test_states_without_an_outline_are_dots(states: pandas.DataFrame, ax: Axes) -> None:
    world_map.plot_map(world_map.periods_of_accession(states), ax)
    dots = {str(line.get_label()): line for line in ax.get_lines()}
    assert {*dots} == {*load("places")["country_code"]}
    place = load("places").set_index("country_code").loc["MLT"]
    x, y = map_outlines.equal_earth(np.array([place["longitude"]], float), np.array([place["latitude"]], float))
    assert (dots["MLT"].get_xdata()[0], dots["MLT"].get_ydata()[0]) == pytest.approx((x[0], y[0]))  # type: ignore[index]
    assert dots["MLT"].get_markersize() > dots["AND"].get_markersize()


def test_observers_without_an_outline_are_squares(states: pandas.DataFrame, ax: Axes) -> None:
    """So that they are told apart from members without colour."""
    observer = states[states["country_code"] == "IDN"].assign(country_code="BHR")
    world_map.plot_map(world_map.periods_of_accession(pandas.concat([states, observer])), ax)
    forms = {str(line.get_label()): line.get_marker() for line in ax.get_lines()}
    assert (forms.pop("BHR"), set(forms.values())) == ("s", {"o"})


def test_nothing_shines_through_a_dot(states: pandas.DataFrame, ax: Axes) -> None:
    """Its fill is transparent, so paper lies beneath it."""
    world_map.plot_map(world_map.periods_of_accession(states), ax)
    backgrounds = {tuple(dot.get_offsets()[0]): dot for dot in ax.collections}
    assert {*backgrounds} == {point for [point] in points(ax).values()}
    assert {to_hex(dot.get_facecolor()[0]) for dot in backgrounds.values()} == {theme.colour("paper")}


def test_the_map_keeps_its_proportions_and_shows_no_axes(states: pandas.DataFrame, ax: Axes) -> None:
    assert world_map.plot_map(world_map.periods_of_accession(states), ax) is ax
    assert ax.get_aspect() == 1.0
    assert not ax.axison


def test_the_key_counts_each_class(states: pandas.DataFrame, ax: Axes) -> None:
    world_map.plot_period_counts(world_map.periods_of_accession(states), ax)
    widths = {str(bars.get_label()): bars[0].get_width() for bars in ax.containers[:-1]}
    assert widths == {"1951–1989": 1, "1990–1999": 1, "2010–2016": 1, "observer": 1}
    assert [text.get_text() for text in ax.texts][-1] == "neither"


# The figure


@pytest.fixture(scope="module")
def figure() -> Figure:
    return world_map.map_figure()


def test_the_title_and_the_alt_text_give_the_counts(figure: Figure) -> None:
    late = figure.data["period"].isin(world_map.period_labels(2024)[1:]).sum()
    assert figure.title.startswith(f"{late} of 175 members first joined after")
    assert "175 members" in figure.alt
    assert "8 observers" in figure.alt


def test_the_alt_text_is_true(figure: Figure) -> None:
    period = figure.data.set_index("country_code")["period"]
    first, *_, last = world_map.period_labels(2024)
    assert {*period[["USA", "CAN", "AUS", "BRA", "ARG", "FRA", "DEU"]]} == {first}
    assert {*period[["RUS", "CHN", "KIR", "FJI", "WSM"]]} == {last}
    assert {*period[["IDN", "SAU"]]} == {"observer"}
    members = load("members").set_index("country_code")
    middle = period.isin(world_map.period_labels(2024)[1:3])
    for region in ("Africa", "Asia"):
        codes = members.index[(members["un_region"] == region) & (members["status"] == "member")]
        assert middle[codes].mean() > 0.5


def test_projection_and_boundaries_are_cited_and_disclaimed(figure: Figure) -> None:
    assert {"natural-earth", "tz-database-zone-tab"} <= set(figure.source_ids)
    assert "legal status" in str(figure.notes[-1])
