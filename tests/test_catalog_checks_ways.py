"""Every further way in which a promise can be broken: each is told by its column, with what was expected."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from iomreport.catalog import checks
from iomreport.catalog.checks.promises import Row, Rows, Tables
from iomreport.catalog.folders import shipped_data_folder

BY_NAME = {promise.check.__name__: promise for promise in checks.PROMISES}


class Way(NamedTuple):
    """Cells that get another text (table, row by what stands in it, column), and the broken promise that must be told.

    Only the first such row is changed, or every one.
    """

    promise: str
    table: str
    where: dict[str, str]
    column: str
    text: str
    told: str
    gist: str
    every: bool = False


WAYS = [
    # Deaths
    Way("breakdowns_add_up_to_the_year", "deaths", {"death_id": "2014-total-all"}, "breakdown", "region", "year",
        "a year that has a total"),
    Way("deaths_are_labelled_alike", "deaths", {"breakdown": "region"}, "country_code", "FRA", "country_code",
        "exactly where the category is a country"),
    Way("deaths_are_labelled_alike", "deaths", {"year": "2016", "category": "Algeria"}, "country_code", "AGO",
        "country_code", "as elsewhere for the country"),
    Way("deaths_are_labelled_alike", "deaths", {}, "export", "2020-01", "export", "the export that all rows come from"),
    Way("deaths_are_labelled_alike", "deaths", {"breakdown": "region"}, "period_end", "2014-12-30", "period_end",
        "as in the year's total"),
    Way("deaths_are_labelled_alike", "deaths", {"breakdown": "region"}, "coverage", "part of year", "coverage",
        "full year exactly where"),
    Way("exports_are_labelled_alike", "deaths_revisions", {}, "revision_id", "2017-06-year-2013", "revision_id",
        "export and year of the row"),
    Way("exports_are_labelled_alike", "deaths_revisions", {}, "first_record", "2013-12-31", "first_record", "a day in"),
    Way("exports_are_labelled_alike", "deaths_revisions", {}, "first_record", "2999-01-01", "first_record",
        "a day before"),
    Way("exports_are_labelled_alike", "deaths_revisions", {"coverage": "full year"}, "coverage", "part of year",
        "coverage", "the last record is of December"),
    # Geography, activities and datings
    Way("corners_are_numbered_and_places_have_no_outline", "places", {}, "country_code", "AFG", "country_code",
        "too small to have an outline"),
    Way("activities_follow_the_article", "activities", {"part": ""}, "activity_id", "another", "activity_id", "'"),
    Way("activities_follow_the_article", "activities", {"activity_id": "humanitarian-emergencies-part-return"},
        "activity_id", "return", "activity_id", "an identifier that begins with humanitarian-emergencies-part-"),
    Way("activities_follow_the_article", "activities", {"part": "", "area_basis": "own reading"}, "area_reason", "",
        "area_basis", "a reason for the reading"),
    Way("activities_follow_the_article", "activities", {"group": "cross-cutting theme"}, "area_basis", "own reading",
        "area_basis", "as the article lists areas and themes itself"),
    Way("activities_follow_the_article", "activities", {"activity_id": "humanitarian-emergencies-part-return"},
        "claim_ids", "F001", "claim_ids", "F001 is none"),
    Way("activities_follow_the_article", "activities", {"activity_id": "humanitarian-emergencies-part-return"},
        "area", "none of them", "area", "as for the activity"),
    # Members
    Way("spells_follow_one_another", "memberships", {"country_code": "AUS", "spell": "1"}, "end", "1951-12-05", "end",
        "a date after the start"),
    Way("spells_follow_one_another", "memberships", {"end": ""}, "end_basis", "treaty date", "end_basis",
        "a basis exactly where there is an end"),
    Way("spells_follow_one_another", "memberships", {}, "spell_id", "zzz-1", "spell_id", "the number of the spell"),
    Way("spells_follow_one_another", "memberships", {"spell": "1", "end": ""}, "spell", "2", "spell",
        "a number that follows on another spell"),
    Way("spells_follow_one_another", "memberships", {"country_code": "AUS", "spell": "2"}, "start", "1972", "start",
        "a date after the end of the spell before"),
    Way("members_agree_with_spells", "members", {"status": "member"}, "un_region", "Nowhere", "un_region",
        "as in countries"),
    Way("members_agree_with_spells", "members", {"status": "member"}, "status", "observer", "status",
        "member, as the state has a spell of membership"),
    Way("members_agree_with_spells", "members", {"status": "observer"}, "current_since", "1960", "current_since",
        "as an observer never left"),
    Way("members_agree_with_spells", "members", {"status": "observer"}, "status", "member", "country_code",
        "a state that has a spell of membership"),
    Way("members_agree_with_spells", "members", {"country_code": "AFG"}, "country_code", "AND", "country_code",
        "a state that has a spell of membership"),
    Way("regions_and_codes_fit", "countries", {}, "name_fr", "Nulle part", "name_fr", "as the CLDR has it"),
    Way("rebuilt_counts_follow_from_spells", "member_counts", {"kind": "rebuilt"}, "as_of", "1951-12-30", "as_of",
        "a 31 December"),
    Way("identifiers_of_counts_hold_their_dates", "member_counts", {"kind": "published"}, "as_of", "1950", "as_of",
        "the date that stands in the identifier"),
    # Money, staff and operations
    Way("finance_is_written_twice", "finance", {}, "finance_id", "another", "finance_id",
        "year, concept and part of the row"),
    Way("finance_is_written_twice", "finance", {"unit": "currency"}, "currency", "", "currency",
        "a currency for money"),
    Way("finance_is_written_twice", "finance", {"adopted": "yes"}, "status", "conflicting", "adopted",
        "no, as the status is 'conflicting'"),
    Way("finance_is_written_twice", "finance", {"finance_id": "2024-revenue-other-ceb"}, "part", "total", "adopted",
        "no, as another row"),
    Way("totals_equal_their_parts", "finance", {"finance_id": "2024-revenue-other-ceb"}, "adopted", "no", "part",
        "other"),
    Way("donors_are_named_alike", "donors", {"donor_kind": "state"}, "country_code", "ZZZ", "country_code",
        "the code and kind that the donor has elsewhere"),
    Way("donors_are_named_alike", "donors", {"donor_kind": "state"}, "country_code", "", "donor_kind",
        "state exactly where there is a country code"),
    Way("donors_are_named_alike", "donors", {}, "donor_id", "another", "donor_id", "'2"),
    Way("agencies_add_up", "agencies", {}, "agency_id", "another", "agency_id", "year, agency and concept of the row"),
    Way("agencies_add_up", "agencies", {"agency": "ALL"}, "agency", "EVERY", "agency", "rows for ALL and for IOM",
        every=True),
    Way("agencies_add_up", "agencies", {"agency": "IOM"}, "amount", "1", "amount", "as in finance"),
    Way("price_factors_follow_from_values", "prices", {}, "price_id", "another", "price_id",
        "year and series of the row"),
    Way("price_factors_follow_from_values", "prices", {"year": "2011"}, "source_id", "another", "source_id",
        "the one source that the series comes from"),
    Way("price_factors_follow_from_values", "prices", {"year": "2011", "months_averaged": "12"}, "months_averaged",
        "11", "months_averaged", "exactly where the year is complete"),
    Way("counts_are_written_twice", "footprint", {}, "footprint_id", "another", "footprint_id",
        "date and measure of the row"),
    Way("counts_are_written_twice", "footprint", {"footprint_id": "2014-06-30-staff"}, "unit", "offices", "unit",
        "as elsewhere for staff"),
    Way("returns_add_up", "operations", {}, "since", "1950", "since", "a date between the founding"),
    Way("staff_add_up", "footprint", {"measure": "women among staff"}, "value", "1", "value",
        "the rest of a hundred per cent"),
    # Claims, names, heads, events and the world around
    Way("conflicts_are_mutual_and_read", "claims", {"claim_id": "F009"}, "status", "confirmed", "status",
        "as the claim conflicts with another"),
    Way("conflicts_are_mutual_and_read", "claims", {"claim_id": "F009"}, "reading", "", "reading",
        "a reading, as the status is conflicting"),
    Way("conflicts_are_mutual_and_read", "claims", {"status": "reported"}, "reading", "So it is.", "status",
        "another status than reported"),
    Way("claims_are_complete_and_in_order", "claims", {}, "claim_id", "F000", "claim_id", "numbered in order"),
    Way("claims_are_complete_and_in_order", "claims", {"claim_id": "F009"}, "unit", "", "unit",
        "what the number counts"),
    Way("names_follow_one_another", "names", {"name_id": "picmme"}, "kind", "style", "kind",
        "as no style came before"),
    Way("names_follow_one_another", "names", {"name_id": "iom"}, "end", "2020", "end", "as the name is in use"),
    Way("heads_follow_one_another", "directors", {}, "order", "9", "order", "as the heads are numbered in order"),
    Way("heads_follow_one_another", "directors", {"director_id": "daly"}, "last_attested", "2020", "last_attested",
        "no later than"),
    Way("dates_are_written_twice", "milestones", {}, "date", "2020", "date", "as the events are in order"),
    Way("dates_are_written_twice", "directors", {}, "term_text", "long ago", "term_start", "the dates of the text"),
    Way("values_are_written_twice", "campaigns", {"value": ""}, "unit", "persons", "unit",
        "a unit exactly where there is a value"),
    Way("events_of_the_article_are_all_there", "emergencies", {"claim_id": "F064"}, "claim_id", "F001", "claim_id",
        "the event of claim F064", every=True),
    Way("events_of_the_article_are_all_there", "emergencies", {"emergency_id": "hungary-1956-moved"}, "year_end",
        "1950", "year_end", "a year no earlier"),
    Way("events_of_the_article_are_all_there", "emergencies", {"emergency_id": "hungary-1956-moved"}, "as_of", "1950",
        "as_of", "a date no earlier"),
    Way("events_of_the_article_are_all_there", "emergencies", {"emergency_id": "hungary-1956-moved"}, "year", "1950",
        "year", "the year that stands in"),
    Way("events_of_the_article_are_all_there", "emergencies", {"emergency_id": "hungary-1956-moved"}, "counts", "none",
        "counts", "none exactly where there is no value"),
    Way("world_population_rises", "context", {"context_id": "population-1951"}, "as_of", "1953", "as_of",
        "the next year"),
    Way("spans_run_forward", "context", {"context_id": "population-1951"}, "as_of", "1953", "as_of",
        "the year that stands in"),
    Way("sources_can_be_found", "sources", {"source_id": "afp-iom-cuts-2025"}, "date_published", "1999",
        "date_published", "the year in the identifier"),
]  # fmt: skip


def changed(way: Way) -> Tables:
    """Return the shipped tables with the cells of a way changed, in memory only."""
    tables = Tables(shipped_data_folder())
    rows = [row for row in tables[way.table] if all(row[column] == text for column, text in way.where.items())]
    for row in rows if way.every else rows[:1]:
        row[way.column] = way.text
    return tables


@pytest.mark.parametrize("way", WAYS, ids=[f"{way.promise}-{way.gist}" for way in WAYS])
def test_each_way_of_breaking_a_promise_is_told_by_its_column(way: Way) -> None:
    assert list(BY_NAME[way.promise].check(Tables(shipped_data_folder()))) == []
    found = list(BY_NAME[way.promise].check(changed(way)))
    told = any(way.told == broken.column and way.gist in broken.expected for broken in found)
    assert told, "\n".join(map(str, found))


def test_a_world_without_a_first_population_is_told() -> None:
    tables = Tables(shipped_data_folder())
    first = next(row for row in tables["context"] if row["context_id"] == "population-1950")
    first["topic"] = "another"
    (broken, *_) = BY_NAME["world_population_rises"].check(tables)
    assert broken.found == "no world population of 1950"


def test_an_account_that_is_lacking_is_told_with_its_activity() -> None:
    tables = Tables(shipped_data_folder())
    accounts: Rows = tables["activity_accounts"]
    gone: Row = accounts.pop()
    (broken, *_) = BY_NAME["every_activity_has_its_account"].check(tables)
    assert broken.expected == f"an account of each activity: {gone['activity_id']}"


def test_a_spell_of_a_state_that_is_no_member_is_told() -> None:
    tables = Tables(shipped_data_folder())
    tables["members"].remove(next(row for row in tables["members"] if row["country_code"] == "AFG"))
    (broken,) = BY_NAME["members_agree_with_spells"].check(tables)
    assert broken.expected == "a state of the table members; AFG is none"
