"""An export is added up by year and category, with notes on what a careful reader should know."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import D2, SAMPLES, C, F, Record, with_first_again, write

from iomreport.missing_migrants import Reading, read_with_repairs
from iomreport.missing_migrants.totals import deaths_rows, periods, revision_rows

CODES = {"Italy": "ITA", "Iran (Islamic Republic of)": "IRN", "China, Hong Kong Special Administrative Region": "HKG"}

Row = dict[str, str]


def read_made_up(folder: Path, records: list[Record]) -> Reading:
    return read_with_repairs(write(folder, records))


def added_up(reading: Reading) -> dict[str, Row]:
    """Return the rows of deaths by their identifier."""
    found = deaths_rows(reading, export="2025-01", source_id="a-source", codes=CODES)
    return {row["death_id"]: row for row in found}


def test_deaths_are_added_up_by_year_and_category(tmp_path: Path) -> None:
    found = added_up(read_made_up(tmp_path, D2))

    total = found["2024-total-all"]
    counts = ("records", "dead", "missing", "dead_and_missing", "survivors", "females", "males", "children")
    assert [total[name] for name in counts] == ["3", "6", "12", "18", "40", "1", "5", "2"]
    assert list(found) == [
        "2024-total-all",
        "2024-region-mediterranean",
        "2024-region-southern-asia",
        "2024-region-more-than-one",
        "2024-cause-drowning",
        "2024-cause-harsh-environmental-conditions-lack-of-adequate-shelter-food-water",
        "2024-cause-violence",
        "2024-route-afghanistan-to-iran",
        "2024-route-central-mediterranean",
        "2024-route-not-stated",
        "2024-country-china-hong-kong-special-administrative-region",
        "2024-country-iran-islamic-republic-of",
        "2024-country-italy",
        "2024-month-2024-11",
        "2024-month-2024-12",
        "2024-month-not-stated",
    ]


def test_what_no_record_states_has_no_sum_but_dead_and_missing_have(tmp_path: Path) -> None:
    found = added_up(read_made_up(tmp_path, D2))["2024-region-more-than-one"]

    assert [found[name] for name in ("dead", "missing", "survivors", "females", "males")] == ["1", "0", "", "", "1"]


def test_every_breakdown_adds_up_to_the_year(tmp_path: Path) -> None:
    found = added_up(read_made_up(tmp_path, D2)).values()

    for name in ("records", "dead_and_missing", "males"):
        sums = {
            b: sum(int(r[name] or 0) for r in found if r["breakdown"] == b) for b in {r["breakdown"] for r in found}
        }
        assert len(sums) == 6
        assert len(set(sums.values())) == 1


def test_countries_alone_have_codes(tmp_path: Path) -> None:
    found = added_up(read_made_up(tmp_path, D2)).values()

    assert {row["category"]: row["country_code"] for row in found if row["country_code"]} == CODES


@pytest.mark.parametrize(
    ("layout", "breakdowns"),
    [
        ("A", {"total", "region", "month"}),
        ("B", {"total", "region", "route", "month"}),
        ("C", {"total", "region", "cause", "route", "month"}),
        ("D2", {"total", "region", "cause", "route", "country", "month"}),
    ],
)
def test_what_a_layout_does_not_state_is_no_breakdown(layout: str, breakdowns: set[str], tmp_path: Path) -> None:
    found = added_up(read_made_up(tmp_path, SAMPLES[layout])).values()

    assert {row["breakdown"] for row in found} == breakdowns


def test_a_year_is_whole_if_its_records_run_into_december(tmp_path: Path) -> None:
    records = with_first_again(D2, **{"Incident Date": "2025-04-29", "Incident Year": "2025", "Month": "April"})
    found = added_up(read_made_up(tmp_path, records))

    assert (found["2024-total-all"]["coverage"], found["2024-total-all"]["period_end"]) == ("full year", "2024-12-31")
    assert (found["2025-total-all"]["coverage"], found["2025-total-all"]["period_end"]) == (
        "part of year",
        "2025-04-29",
    )
    assert found["2025-total-all"]["note"] == found["2025-month-2025-04"]["note"] == "Records end on 29 April 2025."


def test_records_of_no_known_year_stand_nowhere(tmp_path: Path) -> None:
    undated = {"Main ID": "17", "Incident Date": "", "Incident Year": "", "Month": ""}
    found = added_up(read_made_up(tmp_path, with_first_again(D2, **undated)))

    assert found["2024-total-all"]["records"] == "3"
    assert {row["year"] for row in found.values()} == {"2024"}


def test_notes_say_what_lowers_a_total(tmp_path: Path) -> None:
    one = added_up(read_made_up(tmp_path, C))
    assert one["2021-total-all"]["note"] == "One record has a negative number of missing, which lowers the total."

    three = [{**C[1], "Incident ID": str(number)} for number in range(3)]
    (found,) = [row for row in added_up(read_made_up(tmp_path, three)).values() if row["breakdown"] == "total"]
    assert found["note"] == "Three records have a negative number of missing, which lowers the total."


def test_notes_say_whose_year_is_read_from_identifiers(tmp_path: Path) -> None:
    found = added_up(read_made_up(tmp_path, [D2[0], D2[1], {**D2[1], "Main ID": "2024.MMP0004"}, D2[2]]))

    assert found["2024-total-all"]["note"] == (
        "Includes 2 records, one death each, that carry no date; the year is read from their identifiers."
    )
    assert found["2024-month-not-stated"]["note"] == (
        "Records of 2024 without a date; their identifiers give the year only."
    )


def test_notes_do_not_speak_of_identifiers_where_the_year_is_stated(tmp_path: Path) -> None:
    found = added_up(read_made_up(tmp_path, [D2[0], {**D2[1], "Incident Year": "2024"}, D2[2]]))

    assert found["2024-total-all"]["note"] == "Includes 1 record of which only the year is known."
    assert found["2024-month-not-stated"]["note"] == "Records of 2024 without a month."


def test_notes_say_which_values_are_joined(tmp_path: Path) -> None:
    twice = with_first_again(D2, **{"Cause of Death": "Drowning,Violence"})
    found = added_up(read_made_up(tmp_path, [*twice, {**twice[-1], "Main ID": "2024.MMP0009"}]))

    assert found["2024-cause-more-than-one"]["note"] == "Joined in the source: drowning with violence (2 records)."
    assert found["2024-region-more-than-one"]["note"].startswith(
        "Joined in the source: Mediterranean with Northern Africa (1 record)."
    )
    assert found["2024-region-mediterranean"]["note"] == (
        "A further 1 dead and missing of this region are joined with another and stand under more than one."
    )


def test_notes_say_where_women_and_men_exceed_the_dead(tmp_path: Path) -> None:
    found = added_up(read_made_up(tmp_path, [{**D2[2], "Number of Females": "1"}]))

    assert found["2024-country-iran-islamic-republic-of"]["note"] == (
        "In the source, females and males together exceed the dead and missing."
    )


def test_notes_say_of_which_month_a_day_is_unknown(tmp_path: Path) -> None:
    found = added_up(read_made_up(tmp_path, with_first_again(D2, **{"Incident Date": "0"})))

    assert found["2024-month-2024-11"]["note"] == "One record has no valid day; its month is stated."


def test_revisions_hold_the_totals_of_each_year(tmp_path: Path) -> None:
    (row,) = revision_rows(read_made_up(tmp_path, C), export="2022-03", export_date="2022-03-24", source_id="a-source")

    assert row == {
        "revision_id": "2022-03-year-2021",
        "year": "2021",
        "export": "2022-03",
        "layout": "C",
        "export_date": "2022-03-24",
        "export_date_precision": "day",
        "records": "2",
        "incidents": "1",
        "dead": "7",
        "missing": "11",
        "dead_and_missing": "18",
        "first_record": "2021-11-05",
        "last_record": "2021-12-24",
        "coverage": "full year",
        "scope": "world",
        "status": "sourced",
        "note": "This export covers 2021 alone.",
        "source_id": "a-source",
    }


def test_first_and_last_record_are_days_where_any_is_known(tmp_path: Path) -> None:
    period = periods(read_made_up(tmp_path, D2))[2024]

    assert (period.first, period.last, period.undated, period.by_identifier) == ("2024-11-05", "2024-12-24", 1, True)


def test_routes_to_europe_are_marked_as_such(tmp_path: Path) -> None:
    (row,) = revision_rows(read_made_up(tmp_path, F), export="2026-05-europe", export_date="", source_id="a-source")

    assert row["scope"] == "routes to Europe"
    assert row["note"].endswith("Only routes to Europe, selected by a third party: not to be set beside world totals.")
    assert row["last_record"] == "2026-03-05"


@pytest.mark.parametrize(
    ("undated", "note"),
    [
        (1, "1 record without a date is counted by the year in its identifier."),
        (2, "2 records without a date are counted by the year in their identifiers."),
    ],
)
def test_notes_on_revisions_count_the_records_without_a_date(undated: int, note: str, tmp_path: Path) -> None:
    records = [D2[0], D2[2], *({**D2[1], "Main ID": f"2024.MMP100{number}"} for number in range(undated))]
    (row,) = revision_rows(read_made_up(tmp_path, records), export="2025-01", export_date="", source_id="a-source")

    assert row["note"] == f"This export covers 2024 alone. {note}"
