"""Chapter 3: the campaigns, their dates, their means and their reach."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Drawing

from iomreport import Figure, formats, load
from iomreport.advocacy import campaigns
from iomreport.charts import theme

pytestmark = pytest.mark.slow


@pytest.fixture
def table() -> pandas.DataFrame:
    """Return campaigns shaped as the dataset, by hand: one with two dates, one with a part, one without a date."""
    rows = [
        ("day", "The Day", "2000-12-04", None, "observance", "press", None, None, None, "a"),
        (
            "day-2013",
            "The Day 2013",
            "2013-12-18",
            "2013-12-18",
            "statement",
            "press",
            "deaths named",
            7,
            "persons",
            "b",
        ),
        ("migrationmeans-article", "#Means", "2013-06-20", None, "social media", "social media", None, None, None, "b"),
        ("means", "#Means", "2014-06", "2014-12-18", "social media", "social media", "posts", 44, "posts", "c"),
        ("means-vote", "#Means: vote", "2014-12-18", "2014-12-18", "social media", "website", "votes", 3, "votes", "c"),
        ("early", "Early", "2013-10", None, "posters", "posters; billboards", None, None, None, "d"),
        ("undated", "Undated", None, None, "information campaign", None, None, None, None, "e"),
    ]
    names = ["campaign_id", "campaign", "start", "end", "kind", "channels", "measure", "value", "unit", "source_id"]
    frame = pandas.DataFrame(rows, columns=names).astype({"value": "Int64"})
    return frame.assign(aim="aim", audience=None, qualifier=None, text=None, status="sourced", note=None)


@pytest.fixture
def ax() -> Axes:
    return Drawing().subplots()


def test_each_campaign_has_one_row_by_the_date_used(table: pandas.DataFrame) -> None:
    frame = campaigns.campaign_list(table)
    starts = frame["start"].fillna("unknown").tolist()
    assert list(zip(frame["campaign"], starts, strict=True)) == [
        ("The Day", "2000-12-04"), ("Early", "2013-10"), ("#Means", "2014-06"), ("Undated", "unknown"),
    ]  # fmt: skip


def test_a_campaign_keeps_the_means_and_sources_of_all_its_rows(table: pandas.DataFrame) -> None:
    row = campaigns.campaign_list(table).set_index("campaign").loc["#Means"]
    assert (row["channels"], row["source_id"], row["end"]) == ("social media; website", "b; c", "2014-12-18")


def test_a_day_that_comes_back_has_no_end(table: pandas.DataFrame) -> None:
    assert campaigns.campaign_list(table).set_index("campaign").loc[["The Day"], "end"].isna().all()


def test_the_date_set_aside_stands_beside_the_one_used(table: pandas.DataFrame) -> None:
    rows = campaigns.campaign_dates(table).query("campaign == '#Means'")
    assert rows[["start", "used"]].values.tolist() == [
        ["2013-06-20", False], ["2014-06", True], ["2014-12-18", True],
    ]  # fmt: skip


def test_observances_and_undated_campaigns_are_not_drawn(table: pandas.DataFrame) -> None:
    assert list(dict.fromkeys(campaigns.campaign_dates(table)["campaign"])) == ["Early", "The Day", "#Means"]


def test_deaths_that_a_statement_names_are_no_reach(table: pandas.DataFrame) -> None:
    assert campaigns.campaign_reach(table)[["measure", "value"]].values.tolist() == [["posts", 44], ["votes", 3]]


def test_channels_are_counted_by_campaign(table: pandas.DataFrame) -> None:
    assert campaigns.number_using("social media", table).content == 1
    assert campaigns.number_using("press", table).content == 0


def test_the_dates_of_migrationmeans_are_given_with_their_reading() -> None:
    assert str(campaigns.about("migrationmeans-article", "start")) == "20 June 2013"
    assert str(campaigns.about("migrationmeans", "start")) == "June 2014"
    by_date = campaigns.campaign_list().set_index("campaign")
    assert by_date.at["#MigrationMeans", "start"] == "2014-06"


def test_every_row_set_aside_is_in_conflict_and_explained() -> None:
    rows = load("campaigns").query("campaign_id in @campaigns.SET_ASIDE")
    assert len(rows) >= 1
    assert set(rows["status"]) == {"conflicting"}
    assert rows["note"].str.contains("which the report uses").all()


def test_a_hollow_mark_shows_the_date_set_aside(table: pandas.DataFrame, ax: Axes) -> None:
    assert campaigns.plot_campaigns(table, ax) is ax
    faces = {
        (str(line.get_label()), float(np.asarray(line.get_xdata(), dtype=float)[0])): to_hex(
            str(line.get_markerfacecolor())
        )
        for line in ax.get_lines()
    }
    hollow = {place for place, face in faces.items() if face == theme.colour("paper")}
    assert hollow == {("#Means", formats.decimal_year("2013-06-20"))}
    assert [text.get_text() for text in ax.texts] == ["other date"]


def test_statements_are_squares_and_campaigns_dots(table: pandas.DataFrame, ax: Axes) -> None:
    campaigns.plot_campaigns(table, ax)
    assert {(str(line.get_label()), line.get_marker()) for line in ax.get_lines()} == {
        ("Early", "o"), ("The Day", "s"), ("#Means", "o"),
    }  # fmt: skip


def test_bars_are_as_long_as_the_start_is_uncertain_or_the_campaign_lasted(table: pandas.DataFrame, ax: Axes) -> None:
    campaigns.plot_campaigns(table, ax)
    spans = {
        (round(float(ends[0][0]), 2), round(float(ends[1][0]), 2))
        for bar in ax.collections
        for ends in (np.asarray(path.vertices) for path in bar.get_paths())
    }
    assert {(2013.75, 2013.83), (2014.41, 2014.5), (2014.45, 2014.96)} <= spans


def test_campaigns_stand_from_the_first_to_the_last(table: pandas.DataFrame, ax: Axes) -> None:
    campaigns.plot_campaigns(table, ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Early", "The Day", "#Means"]
    low, high = ax.get_ylim()
    assert low > high


@pytest.fixture(scope="module")
def timeline() -> Figure:
    return campaigns.timeline_figure()


def test_the_title_shows_the_conflict_of_dates(timeline: Figure) -> None:
    assert timeline.title.endswith(
        "the start of #MigrationMeans is given as 20 June 2013 and as June 2014, which this report uses"
    )


def test_the_reading_of_the_conflict_is_in_the_notes(timeline: Figure) -> None:
    assert any("The report uses June 2014" in note for note in timeline.notes)
    assert "iom-weblog-migrationmeans-2014" in timeline.source_ids


def test_the_campaigns_since_are_all_there(timeline: Figure) -> None:
    drawn = set(timeline.data["campaign"])
    assert {"Migrants Contribute", "#MigrationMeans", "#MigrantHeroes", "i am a migrant", "Holding On"} <= drawn


def test_means_stand_beside_every_campaign(timeline: Figure) -> None:
    written = [text.get_text() for text in timeline.figure.axes[0].texts]
    assert any("posters" in text and "billboards" in text and "website" in text for text in written)
    assert len([text for text in written if text != "other date"]) == timeline.data["campaign"].nunique()


def test_the_table_shows_aim_means_and_audience() -> None:
    table = campaigns.campaigns_table()
    assert [column.name for column in table.columns] == ["campaign", "start", "aim", "channels", "audience"]
    row = table.data.set_index("campaign").loc["Migrants Contribute"]
    assert row["start"] == "2013-10"
    assert {"posters", "billboards", "website", "social media"} <= set(row["channels"].split("; "))


def test_reach_is_given_figure_by_figure_in_units_of_its_own() -> None:
    table = campaigns.reach_table()
    assert not any(column.format == "number" for column in table.columns)
    doubts = table.data.set_index("text")["doubt"].fillna("none")
    assert doubts["over 4,400 posts"] == doubts["230 votes"] == "none"
    assert "over 580,000" in doubts["over 520,000 persons"]


def test_the_caption_of_reach_counts_its_units() -> None:
    table = campaigns.reach_table()
    units = {text.split(" ")[-1] for text in table.data["text"]}
    assert f"{len(table.data)} figures in {len(units)} units, which cannot be summed to one reach" in table.caption


def test_the_campaigns_of_later_years_are_there_too(timeline: Figure) -> None:
    assert {"Aware Migrants", "A day without migrants", "It Takes A Community"} <= set(timeline.data["campaign"])
