"""Chapter 3: what the organization calls for, warns of and sets out to do."""

from __future__ import annotations

import pandas
import pytest

from iomreport import Table, load
from iomreport.claims import positions

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def table() -> Table:
    return positions.positions_table()


def test_calls_come_first_then_warnings_then_aims() -> None:
    frame = positions.stated_positions()
    assert list(dict.fromkeys(frame["kind"])) == ["call", "warning", "aim"]
    assert frame["claim_id"].tolist() == [claim for claims in positions.POSITIONS.values() for claim in claims]


def test_positions_are_told_in_the_words_of_the_claims() -> None:
    claims = load("claims").set_index("claim_id")["value"]
    frame = positions.stated_positions()
    assert frame["position"].tolist() == claims[frame["claim_id"]].tolist()


def test_every_position_says_where_it_was_said() -> None:
    assert set(positions.stated_positions()["place"]) == {
        "Statement for International Migrants Day", "Migrants Contribute", "#MigrationMeans",
    }  # fmt: skip


def test_claims_that_are_missing_leave_no_row() -> None:
    few = load("claims").query("claim_id in ['F158', 'F170', 'F001']")
    assert positions.stated_positions(few)["claim_id"].tolist() == ["F158", "F170"]


def test_a_quotation_is_not_called_our_words(table: Table) -> None:
    assert any('"' in position for position in table.data["position"])
    assert "our words" not in next(column.label for column in table.columns if column.name == "position")
    assert any("what stands in quotation marks is quoted" in note for note in table.notes)


def test_the_caption_counts_what_the_table_holds(table: Table) -> None:
    counts = pandas.Series(table.data["kind"]).value_counts()
    assert table.caption == (
        f"What the organization spoke up for in 2013 and 2014, in {counts['call']} calls, {counts['warning']} warnings "
        f"and {counts['aim']} aims of campaigns"
    )
