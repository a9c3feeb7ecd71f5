"""Chapter 2: who decides, and the frameworks and strategies over time."""

from __future__ import annotations

import pandas
import pytest

from iomreport import load
from iomreport.errors import UnknownNameError
from iomreport.mandates import governance

pytestmark = pytest.mark.slow


@pytest.fixture
def rules() -> pandas.DataFrame:
    """Return rules by hand, out of order: one unknown here, one unverified."""
    rows = [
        ("votes", "Votes", "sourced"),
        ("official-languages", "Languages", "sourced"),
        ("organs", "Organs", "unverified"),
        ("council", "Council", "sourced"),
    ]
    frame = pandas.DataFrame(rows, columns=["governance_id", "topic", "status"])
    return frame.assign(statement="So it is.", as_of=None, note=None, source_id="wikipedia-iom-2014")


@pytest.fixture
def events() -> pandas.DataFrame:
    """Return events by hand, out of order: two frameworks, one doubtful, one of another kind."""
    rows = [
        ("plan", "2010-05-03", "2010-05-04", "strategy", "sourced"),
        ("tie", "1996", None, "united nations", "conflicting"),
        ("rumour", "2000", None, "strategy", "unverified"),
        ("renamed", "1989", None, "name", "sourced"),
    ]
    columns = ["milestone_id", "date", "date_end", "kind", "status"]
    return pandas.DataFrame(rows, columns=columns).assign(source_id="s1")


# Computing


def test_organs_come_first_and_unknown_topics_last(rules: pandas.DataFrame) -> None:
    assert governance.governance_table(rules).data["governance_id"].tolist() == [
        "council",
        "official-languages",
        "votes",
    ]


def test_frameworks_are_strategies_and_ties_to_the_united_nations_by_date(events: pandas.DataFrame) -> None:
    frame = governance.frameworks(events)
    assert frame["milestone_id"].tolist() == ["tie", "plan"]
    assert frame["whose"].tolist() == ["United Nations", "IOM"]
    assert frame["period"].tolist() == ["1996", "3 to 4 May 2010"]


def test_computing_changes_no_frame_that_is_passed_in(rules: pandas.DataFrame, events: pandas.DataFrame) -> None:
    before = rules.copy(), events.copy()
    governance.governance_table(rules)
    governance.frameworks(events)
    pandas.testing.assert_frame_equal(rules, before[0])
    pandas.testing.assert_frame_equal(events, before[1])


def test_no_rule_that_may_be_shown_is_lost() -> None:
    usable = load("governance").query("status != 'unverified'")
    assert sorted(governance.governance_table().data["governance_id"]) == sorted(usable["governance_id"])


@pytest.mark.parametrize(
    ("milestone", "date"),
    [
        ("iom-strategy", "2007-06-07"),
        ("mcof", "2012-11"),
        ("migof", "2015-11"),
        ("un-related-organization", "2016-09-19"),
        ("global-compact-adopted", "2018-12-10"),
    ],
    ids=["strategy", "crisis framework", "governance framework", "agreement with the United Nations", "Global Compact"],
)
def test_the_frameworks_that_shaped_the_work_are_there(milestone: str, date: str) -> None:
    assert governance.frameworks().set_index("milestone_id").at[milestone, "date"] == date
    assert governance.dated(milestone).content == date


def test_frameworks_follow_one_another_in_time() -> None:
    assert governance.frameworks()["date"].is_monotonic_increasing


def test_a_rule_stands_in_a_sentence_without_its_full_stop() -> None:
    languages = governance.ruling("official-languages")
    assert str(languages) == "English, French and Spanish"
    assert languages.sources == ("wikipedia-iom-2014",)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        governance.ruling("anthem")


# Tables


def test_the_table_of_governance_gives_each_rule_with_date_and_source() -> None:
    table = governance.governance_table()
    assert table.id == "tab-governance"
    assert table.data["topic"].iloc[0] == "Council"
    assert table.caption.startswith(f"Who decides, and in which languages: {len(table.data)} rules, as far as")
    assert [column.name for column in table.columns] == ["topic", "statement", "as_of", "note"]
    assert table.data["source_id"].notna().all()


def test_the_table_of_frameworks_tells_whose_each_is() -> None:
    table = governance.frameworks_table()
    assert table.id == "tab-frameworks"
    counts = table.data["whose"].value_counts()
    assert f"{counts['IOM']} of the organization itself, {counts['United Nations']} of or with" in table.caption
    assert "from 1992 to 2024" in table.caption
    assert table.data["source_id"].notna().all()


def test_abbreviations_in_the_table_of_frameworks_are_spelt_out_below_it() -> None:
    table = governance.frameworks_table()
    notes = " ".join(table.notes)
    for short in ("ILO", "UNHCR", "UNODC", "UNCTAD"):
        assert table.data["detail"].str.contains(short).any()
        assert f"{short}: " in notes
