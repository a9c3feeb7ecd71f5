"""Cells and dates are read as they are printed, or left missing with a reason."""

from __future__ import annotations

import pytest
from exports import HARSH

from iomreport.missing_migrants.parsing import (
    date_record,
    parse_coordinates,
    parse_count,
    parse_day,
    parse_month,
    parse_names,
    parse_precision,
    parse_quality,
    parse_text,
    parse_year,
)
from iomreport.missing_migrants.vocabulary import OLD_REGIONS, REGIONS


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("", None, ()),
        ("0", 0, ()),
        ("12", 12, ()),
        ("1,022", 1022, ("number with thousands commas",)),
        ("1,022,300", 1022300, ("number with thousands commas",)),
        ("3.0", 3, ("whole number printed with decimals",)),
        ("-3", -3, ("negative number",)),
        ("-1,000", -1000, ("number with thousands commas", "negative number")),
        ("1,02", None, ("no whole number of people",)),
        ("1.5", None, ("no whole number of people",)),
        ("about 20", None, ("no whole number of people",)),
        ("1e3", None, ("no whole number of people",)),
        ("٣", None, ("no whole number of people",)),
        ("9" * 10, None, ("no whole number of people",)),
    ],
)
def test_counts_are_whole_numbers_or_missing(text: str, number: int | None, why: tuple[str, ...]) -> None:
    assert parse_count(text) == (number, why)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("35.5, 12.6", (35.5, 12.6)),
        ("35.500000000000,-12.600000000000", (35.5, -12.6)),
        ("35, 51", (35, 51)),
        ("POINT (12.6 35.5)", (35.5, 12.6)),
        ("POINT(-113 31.9)", (31.9, -113)),
        ("", None),
        ("135.5, 12.6", None),
        ("35.5, 190", None),
        ("POINT (12.6 135.5)", None),
        ("35.5", None),
        ("35.5, 12.6, 0", None),
        ("35,5; 12,6", None),
    ],
)
def test_coordinates_are_latitude_and_longitude_however_printed(text: str, place: tuple[float, float] | None) -> None:
    cell = parse_coordinates(text)

    assert cell.value == place
    assert bool(cell.why) == (bool(text) and place is None)


@pytest.mark.parametrize("text", ["45", "4,5", "1, 3, 4", "135"])
def test_qualities_run_together_are_left_missing(text: str) -> None:
    assert parse_quality(text) == (None, ("several qualities run together; the column holds one",))


@pytest.mark.parametrize("text", ["0", "6", "good", "4.5"])
def test_what_is_no_quality_is_left_missing(text: str) -> None:
    assert parse_quality(text) == (None, ("no quality from 1 to 5",))


@pytest.mark.parametrize(
    ("text", "clean", "why"),
    [
        (" \n", None, ()),
        ("Shot ", "Shot", ("spaces around the text",)),
        ("\ufeff2017.MMP00110", "2017.MMP00110", ("byte order mark within the text",)),
        ("Côte d&#039;Ivoire", "Côte d'Ivoire", ("character written as HTML",)),
        ("Search & rescue", "Search & rescue", ()),
        ("NA", None, ()),
        ("NAmibia", "NAmibia", ()),
    ],
)
def test_text_is_freed_of_what_systems_leave_in_it(text: str, clean: str | None, why: tuple[str, ...]) -> None:
    assert parse_text(text, {"NA"}) == (clean, why)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Drowning,Mixed or unknown", "Drowning; Mixed or unknown"),
        (f"{HARSH},Violence", f"{HARSH}; Violence"),
        (HARSH, HARSH),
        ("China, Hong Kong Special Administrative Region", "China, Hong Kong Special Administrative Region"),
        ("A,,B,", "A; B,"),
    ],
)
def test_joined_names_are_taken_apart_and_names_with_a_comma_are_not(text: str, names: str) -> None:
    assert parse_names(text).value == names


def test_old_names_of_regions_lead_to_todays_and_are_none_of_them() -> None:
    assert set(OLD_REGIONS.values()) <= REGIONS
    assert not set(OLD_REGIONS) & REGIONS


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("05/11/2015", "day/month/year", "2015-11-05"),
        ("31/02/2015", "day/month/year", None),
        ("11/25/2015", "day/month/year", None),
        ("9-Jan-20", "day-month-yy", "2020-01-09"),
        ("9-Ene-20", "day-month-yy", None),
        ("March 28, 2019", "month day, year", "2019-03-28"),
        ("Fri, 01/02/2026 - 12:00", "weekday, month/day/year - time", "2026-01-02"),
        ("Sun, 02/01/2026 - 12:00", "weekday, month/day/year - time", "2026-02-01"),
        ("Mon, 01/02/2026 - 12:00", "weekday, month/day/year - time", None),
        ("2019-11-05", "day/month/year", "2019-11-05"),
        ("2019-11-05 00:00:00", "day/month/year", "2019-11-05"),
        ("2013-12-31", "day/month/year", None),
        ("2019-13-05", "day/month/year", None),
        ("0", "day/month/year", None),
        ("", "day/month/year", None),
    ],
)
def test_days_are_read_as_the_layout_prints_them_or_not_at_all(text: str, form: str, day: str | None) -> None:
    found = parse_day(text, [form])

    assert (found and found.isoformat()) == day


def test_the_year_of_an_identifier_counts_only_where_there_is_no_other() -> None:
    assert date_record(None, "2020.MMP01074", 2019).year == 2019


@pytest.mark.parametrize("text", ["September", "september", "Sept", "Sep", "9", "9.0"])
def test_months_are_read_by_name_or_number(text: str) -> None:
    assert parse_month(text) == (9, ())


@pytest.mark.parametrize(
    ("text", "year", "why"),
    [("2014", 2014, ()), ("2014.0", 2014, ()), ("", None, ()), ("14", None, ("no year from 2014 to 2099",))],
)
def test_years_are_those_of_the_project(text: str, year: int | None, why: tuple[str, ...]) -> None:
    assert parse_year(text) == (year, why)


def test_what_is_no_precision_of_a_date_is_left_missing() -> None:
    assert parse_precision("month") == ("month", ())
    assert parse_precision("about") == (None, ("no precision of a date",))
