"""Chapter 2: the mandate as a map of work."""

from __future__ import annotations

import pandas
import pytest
from drawn_text import faults_in
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from iomreport import Figure, load
from iomreport.catalog.cells import split_cell
from iomreport.charts import theme
from iomreport.errors import UsageError
from iomreport.mandates import areas_of_work

pytestmark = pytest.mark.slow

AREAS = ["east", "west"]
CARDS = ["East", "To the west", "Every where", "The law"]
ACTIVITIES = [
    "humanitarian-emergencies",
    "migration-and-development",
    "labour-migration",
    "migrant-integration",
    "migrant-training",
    "migration-and-health",
    "migration-and-environment",
    "immigration-and-border-management",
    "counter-trafficking",
    "refugee-resettlement",
    "migration-policy-and-research",
]
"""The eleven activities, in the order of the article."""


@pytest.fixture
def listed() -> pandas.DataFrame:
    """Return two areas, three activities and a theme by hand, out of order."""
    rows = [
        ("theme-law", "cross-cutting theme", "the law", None, 1, "cross-cutting", "stated", None),
        ("area-west", "area of migration management", "west", None, 2, "west", "stated", None),
        ("area-east", "area of migration management", "east", None, 1, "east", "stated", None),
        ("everywhere", "activity", "Every Where", None, 1, "cross-cutting", "own reading", "It serves both."),
        ("to-the-west", "activity", "To the West", None, 2, "west", "own reading", "It goes there."),
        ("to-the-west-part-b", "activity", "To the West", "Beta", 1, "west", "own reading", None),
        ("to-the-west-part-a", "activity", "To the West", "alpha", 2, "west", "own reading", None),
        ("east", "activity", "East", None, 3, "east", "stated", "It bears the name."),
    ]
    columns = ["activity_id", "group", "name", "part", "order", "area", "area_basis", "area_reason"]
    return pandas.DataFrame(rows, columns=columns).assign(source_id="s1")


@pytest.fixture
def drawn(listed: pandas.DataFrame) -> Axes:
    """Return the map drawn from the frame above."""
    return areas_of_work.plot_mandate(listed, Drawing().subplots())


@pytest.fixture(scope="module")
def figure() -> Figure:
    return areas_of_work.mandate_figure()


def boxes(ax: Axes) -> list[Rectangle]:
    """Return the cards, without the columns behind them."""
    return [box for box in ax.patches if isinstance(box, Rectangle) and box.get_zorder() > 0]


def text_of(ax: Axes, words: str) -> Text:
    """Return the text that begins with some words; where there are several, the last one."""
    return [text for text in ax.texts if text.get_text().replace("\n", " ").startswith(words)][-1]


def box_of(ax: Axes, words: str) -> Rectangle:
    """Return the card in which a text stands."""
    (box,) = [box for box in boxes(ax) if box.contains_point(ax.transData.transform(text_of(ax, words).get_position()))]
    return box


def columns_of(box: Rectangle) -> tuple[int, int]:
    """Return the first column that a card lies in, and the one after its last."""
    return round(box.get_x()), round(box.get_x() + box.get_width())


def is_filled(box: Rectangle) -> bool:
    return to_hex(box.get_facecolor()) != theme.colour("paper")


# Computing


def test_activities_stand_by_area_with_those_that_serve_all_last(listed: pandas.DataFrame) -> None:
    frame = areas_of_work.activities(listed)
    assert frame["activity_id"].tolist() == ["east", "to-the-west", "everywhere"]
    assert frame["activity"].tolist() == ["East", "To the west", "Every where"]
    assert frame["area"].tolist() == ["east", "west", "cross-cutting"]
    assert frame["area_basis"].tolist() == ["stated", "own reading", "own reading"]


def test_parts_are_counted_and_listed_in_alphabetical_order(listed: pandas.DataFrame) -> None:
    frame = areas_of_work.activities(listed).set_index("activity_id")
    assert frame["parts"].to_dict() == {"east": 0, "to-the-west": 2, "everywhere": 0}
    assert frame.at["to-the-west", "part_names"] == "alpha; Beta"


def test_areas_and_themes_follow_the_article(listed: pandas.DataFrame) -> None:
    assert areas_of_work.whole_entries(listed, areas_of_work.AREA)["name"].tolist() == AREAS
    assert areas_of_work.whole_entries(listed, areas_of_work.THEME)["name"].tolist() == ["the law"]


def test_there_are_four_areas_five_themes_and_eleven_activities() -> None:
    assert len(areas_of_work.whole_entries(load("activities"), areas_of_work.AREA)) == 4
    assert len(areas_of_work.whole_entries(load("activities"), areas_of_work.THEME)) == 5
    assert sorted(areas_of_work.activities()["activity_id"]) == sorted(ACTIVITIES)


def test_every_activity_has_parts_and_a_place_with_its_reason() -> None:
    frame = areas_of_work.activities()
    assert (frame["parts"] > 0).all()
    assert frame["area_reason"].notna().all()
    areas = areas_of_work.whole_entries(load("activities"), areas_of_work.AREA)["name"]
    assert {*frame["area"]} == {*areas, areas_of_work.CROSS_CUTTING}


def test_the_article_is_dated_by_its_source() -> None:
    assert f"{areas_of_work.article_year():year}" == "2014"


# Drawing


def test_a_card_is_drawn_for_each_activity_and_theme(drawn: Axes) -> None:
    assert len(boxes(drawn)) == len({id(box_of(drawn, name)) for name in CARDS}) == len(CARDS)


def test_a_card_stands_in_the_column_of_its_area_under_its_name(drawn: Axes) -> None:
    assert columns_of(box_of(drawn, "East")) == (0, 1)
    assert columns_of(box_of(drawn, "To the west")) == (1, 2)
    assert text_of(drawn, "West").get_position()[0] == 1.5
    assert text_of(drawn, "West").get_position()[1] < box_of(drawn, "To the west").get_y()


def test_what_serves_every_area_runs_through_all_columns_below_the_others(drawn: Axes) -> None:
    across = box_of(drawn, "Every where")
    assert columns_of(across) == (0, 2)
    assert across.get_y() >= 1
    assert text_of(drawn, "Activities that serve every area").get_position()[1] < across.get_y()


def test_themes_stand_side_by_side_at_the_foot(listed: pandas.DataFrame) -> None:
    more = listed[listed["group"] == "cross-cutting theme"].assign(name="the rights", order=2)
    ax = areas_of_work.plot_mandate(pandas.concat([listed, more]), Drawing().subplots())
    law, rights = box_of(ax, "The law"), box_of(ax, "The rights")
    assert law.get_y() == rights.get_y() > box_of(ax, "Every where").get_y()
    assert law.get_x() < rights.get_x()
    assert text_of(ax, "Cross-cutting themes").get_position()[1] < law.get_y()


def test_filled_cards_are_the_articles_and_framed_ones_our_reading(drawn: Axes) -> None:
    assert [is_filled(box_of(drawn, name)) for name in CARDS] == [True, False, False, False]
    inside = {name: to_hex(str(text_of(drawn, name).get_color())) for name in ("East", "To the west")}
    assert inside == {"East": theme.colour("paper"), "To the west": theme.colour("ink")}


def test_the_first_card_of_each_kind_says_who_put_it_there(drawn: Axes) -> None:
    assert box_of(drawn, "0 parts placed so by the article") is box_of(drawn, "East")
    assert box_of(drawn, "2 parts placed here by this report") is box_of(drawn, "To the west")


def test_without_anything_that_serves_every_area_the_map_ends_with_its_columns(listed: pandas.DataFrame) -> None:
    ax = areas_of_work.plot_mandate(listed[listed["area"] != areas_of_work.CROSS_CUTTING], Drawing().subplots())
    assert len(boxes(ax)) == 2
    assert ax.get_ylim()[0] == pytest.approx(1.08)


def test_a_frame_without_areas_is_refused(listed: pandas.DataFrame) -> None:
    with pytest.raises(UsageError):
        areas_of_work.plot_mandate(listed[listed["group"] == "activity"], Drawing().subplots())


def test_type_is_smaller_on_small_axes(listed: pandas.DataFrame) -> None:
    sizes = [
        text_of(areas_of_work.plot_mandate(listed, Drawing(figsize=size).subplots()), "To the west").get_fontsize()
        for size in ((6.5, 4.2), (3.25, 2.1))
    ]
    assert sizes[0] == pytest.approx(8.8)
    assert sizes[1] == pytest.approx(sizes[0] / 2, rel=0.02)


@pytest.mark.usefixtures("no_window")
def test_the_current_axes_and_the_dataset_are_the_default() -> None:
    from matplotlib import pyplot

    current = pyplot.figure().subplots()
    assert areas_of_work.plot_mandate() is current
    assert len(boxes(current)) == len(ACTIVITIES) + len(
        areas_of_work.whole_entries(load("activities"), areas_of_work.THEME)
    )


def test_drawing_changes_no_frame_that_is_passed_in(listed: pandas.DataFrame) -> None:
    before = listed.copy()
    areas_of_work.plot_mandate(listed, Drawing().subplots())
    pandas.testing.assert_frame_equal(listed, before)


# Exhibits


def test_the_title_counts_activities_by_area_and_says_whose_reading_it_is(figure: Figure) -> None:
    counts = areas_of_work.activities()["area"].value_counts()
    assert sorted(counts) == sorted([3, 3, 2, 1, 2])
    assert counts.sum() == len(ACTIVITIES)
    assert figure.id == "fig-mandate"
    assert figure.title == (
        "Of 11 activities in 2014, 3 address forced migration, 3 facilitate migration, 2 regulate it, 1 links it with "
        "development and 2 serve every area, as this report reads them"
    )


def test_the_alt_text_tells_columns_cards_and_range(figure: Figure) -> None:
    assert "4 columns" in figure.alt
    assert "2 of the 11 cards are filled" in figure.alt
    assert "5 cross-cutting themes: gender dimension of migration, " in figure.alt
    assert "migration and health and migration policy and research" in figure.alt
    assert "from 2 to 17" in figure.alt


def test_the_frame_holds_every_activity_and_theme_drawn(figure: Figure) -> None:
    names = {
        *areas_of_work.activities()["activity"],
        *areas_of_work.whole_entries(load("activities"), areas_of_work.THEME)["name"],
    }
    assert {*figure.data["activity"]} == names
    assert len(figure.data) == len(names)
    assert figure.data["source_id"].notna().all()


def test_texts_are_large_enough_whole_and_apart(figure: Figure) -> None:
    assert faults_in(figure.figure) == []


def test_every_text_in_a_card_stays_within_it(figure: Figure) -> None:
    (ax,) = figure.figure.axes
    figure.figure.draw_without_rendering()
    for box in boxes(ax):
        frame = box.get_window_extent()
        for text in ax.texts:
            extent = text.get_window_extent()
            if frame.contains((extent.x0 + extent.x1) / 2, (extent.y0 + extent.y1) / 2):
                assert frame.x0 < extent.x0 < extent.x1 < frame.x1, text.get_text()
                assert frame.y0 < extent.y0 < extent.y1 < frame.y1, text.get_text()


def test_the_table_of_areas_says_who_placed_each_activity_and_why() -> None:
    table = areas_of_work.areas_table()
    assert table.id == "tab-areas"
    rows = table.data.set_index("activity_id")
    assert {*rows["placed_by"]} == {"the article", "this report"}
    assert rows.at["migration-and-health", "placed_by"] == "the article"
    assert rows.at["refugee-resettlement", "placed_by"] == "this report"
    assert table.caption.startswith("Why each activity stands where it does: 9 of 11 are placed by this report")
    assert "area_reason" in [column.name for column in table.columns]


def test_the_table_of_parts_names_as_many_as_it_counts() -> None:
    table = areas_of_work.parts_table()
    assert table.id == "tab-parts"
    assert table.data["part_names"].map(split_cell).map(len).tolist() == table.data["parts"].tolist()
    assert int(table.data["parts"].sum()) == int(load("activities")["part"].notna().sum())
