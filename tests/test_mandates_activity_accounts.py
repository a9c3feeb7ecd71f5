"""Chapter 2: what each activity does, for whom and with whom."""

from __future__ import annotations

import re

import pandas
import pytest

from iomreport import load
from iomreport.catalog.cells import split_cell
from iomreport.exhibits import Table
from iomreport.mandates import activity_accounts
from iomreport.mandates.areas_of_work import whole_entries

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def accounts() -> pandas.DataFrame:
    return activity_accounts.accounts().set_index("activity_id")


def test_each_activity_has_one_account_in_the_order_of_the_article(accounts: pandas.DataFrame) -> None:
    assert accounts.index.tolist() == whole_entries(load("activities"), "activity")["activity_id"].tolist()
    assert not accounts[["does", "for_whom", "with_whom"]].isna().any(axis=None)


def test_an_account_rests_only_on_claims_of_its_activity(accounts: pandas.DataFrame) -> None:
    """The claims of an activity are those that the table of activities gives for it."""
    own = load("activities").set_index("activity_id")["claim_ids"]
    for activity, cell in accounts["claim_ids"].items():
        assert {*split_cell(cell)} <= {*split_cell(own[activity])}, activity


def test_an_account_cites_who_makes_and_who_confirms_its_claims(accounts: pandas.DataFrame) -> None:
    claims = load("claims").set_index("claim_id")
    for activity, row in accounts.iterrows():
        rest = claims.loc[split_cell(row["claim_ids"])]
        wanted = {source for name in ("source_id", "reading_source_id") for cell in rest[name].dropna()
                  for source in split_cell(cell)}  # fmt: skip
        assert {*split_cell(row["source_id"])} == wanted, activity


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        ("humanitarian-emergencies", ["cluster", "leads", "camps", "partner", "shelter", "logistics"]),
        ("migration-and-health", ["health systems", "monitoring", "policy and law", "partnership"]),
        ("counter-trafficking", ["human rights", "body, mind", "institutions"]),
        ("refugee-resettlement", ["case processing", "health assessments", "orientation", "journey"]),
    ],
    ids=["role in the clusters", "pillars", "principles", "services"],
)
def test_the_account_tells_what_the_activity_consists_of(
    accounts: pandas.DataFrame, activity: str, words: list[str]
) -> None:
    assert [word for word in words if word not in accounts.at[activity, "does"]] == []


def test_what_is_counted_is_what_the_claims_list() -> None:
    claims = load("claims")
    lists = {"pillars": r"pillar \d of \d", "principles": r"principle \d of \d", "services": r"service \d of \d"}
    for what, pattern in lists.items():
        assert activity_accounts.counted(what).content == int(claims["attribute"].str.fullmatch(pattern).sum()), what
    roles = load("activities")["part"].dropna().str.contains("(partner)", regex=False)
    assert activity_accounts.counted("clusters").content == int(roles.sum())


def test_the_table_of_accounts_says_what_for_whom_and_with_whom() -> None:
    table = activity_accounts.accounts_table()
    assert isinstance(table, Table)
    assert table.id == "tab-accounts"
    assert [column.label for column in table.columns] == ["Activity", "What it does", "For whom and with whom"]
    assert table.caption.startswith("What each of the 11 activities does, for whom and with whom")
    assert {"claim_ids", "source_id"} <= {*table.data.columns}


def test_for_whom_and_with_whom_stand_together_in_the_table(accounts: pandas.DataFrame) -> None:
    assert (accounts["partners"] == accounts["for_whom"] + " " + accounts["with_whom"]).all()
    assert accounts["for_whom"].str.startswith("For ").all()
    assert accounts["with_whom"].str.startswith("With ").all()


def test_accounts_end_as_sentences_do(accounts: pandas.DataFrame) -> None:
    for column in ("does", "for_whom", "with_whom"):
        assert [text for text in accounts[column] if not re.fullmatch(r"[A-Z].*\.", text)] == []
