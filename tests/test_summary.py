"""The summary: a few figures, each with its date and source."""

from __future__ import annotations

import pandas
import pytest

from iomreport import Table, catalog, formats, growth, load, summary
from iomreport.schema import split_cell


@pytest.fixture(scope="module")
def figures() -> pandas.DataFrame:
    return summary.key_figures()


@pytest.fixture(scope="module")
def table() -> Table:
    return summary.key_figures_table()


def the(figures: pandas.DataFrame, measure: str) -> dict[str, str]:
    """Return the one row of a measure."""
    (row,) = figures[figures["measure"] == measure].to_dict("records")
    return {str(column): cell for column, cell in row.items()}


def test_every_key_figure_has_a_value_a_date_a_meaning_and_a_source(figures: pandas.DataFrame) -> None:
    assert figures.columns.tolist() == ["measure", "value", "as_of", "detail", "source_id"]
    assert figures.notna().all(axis=None)
    for column in figures.columns:
        assert figures[column].str.strip().all(), column
    assert figures["measure"].is_unique


def test_no_key_figure_is_dated_after_the_data_were_closed(figures: pandas.DataFrame) -> None:
    assert max(map(formats.first_day, figures["as_of"])) <= formats.first_day(catalog.closed_on())


def test_every_key_figure_cites_sources_that_exist(figures: pandas.DataFrame) -> None:
    cited = {source for cell in figures["source_id"] for source in split_cell(cell)}
    assert cited <= {*load("sources")["source_id"]}


def test_member_states_are_those_of_the_last_year_end(figures: pandas.DataFrame) -> None:
    last = growth.members_at_year_end().iloc[-1]
    row = the(figures, "Member states")
    assert (row["value"], row["as_of"], row["source_id"]) == ("175", last["as_of"], "iomreport-rebuilt")
    assert row["value"] == str(last["members"])


def test_observer_states_are_the_latest_that_a_source_prints(figures: pandas.DataFrame) -> None:
    counts = load("member_counts").query("kind == 'published' and observers.notna() and status != 'unverified'")
    row = the(figures, "Observer states")
    latest = counts[counts["as_of"] == counts["as_of"].max()].iloc[0]
    assert (row["value"], row["as_of"]) == (str(latest["observers"]), latest["as_of"])


def test_the_head_is_the_last_in_the_succession(figures: pandas.DataFrame) -> None:
    directors = load("directors")
    head = directors[directors["order"] == directors["order"].max()].iloc[0]
    row = the(figures, head["title"])
    assert (row["value"], row["as_of"], row["source_id"]) == (head["name"], head["term_start"], head["source_id"])


@pytest.mark.parametrize(
    ("measure", "milestone"),
    [
        ("Founded", "picmme-created"),
        ("Constitution in force", "constitution-in-force"),
        ("Present name in use", "iom-name"),
    ],
)
def test_an_event_has_the_year_date_and_sources_of_its_milestone(
    figures: pandas.DataFrame, measure: str, milestone: str
) -> None:
    event = load("milestones").set_index("milestone_id").loc[milestone]
    row = the(figures, measure)
    assert str(event["date"])[:4] in row["value"]
    assert (row["as_of"], row["source_id"]) == (event["date"], event["source_id"])


def test_the_table_shows_every_key_figure_with_its_date_and_sources(figures: pandas.DataFrame, table: Table) -> None:
    _, metadata = table._repr_mimebundle_()
    record = metadata["iomreport"]
    assert table.id == "tab-key-figures"
    assert [column["label"] for column in record["columns"]][:3] == ["Measure", "Value", "As of"]
    assert [row["cells"][0] for row in record["rows"]] == figures["measure"].tolist()
    assert [row["cells"][1] for row in record["rows"]] == figures["value"].tolist()
    assert [row["cells"][2] for row in record["rows"]] == [*map(formats.date_text, figures["as_of"])]
    assert [row["sources"] for row in record["rows"]] == [split_cell(cell) for cell in figures["source_id"]]
