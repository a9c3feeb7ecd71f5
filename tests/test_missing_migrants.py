"""Exports of the Missing Migrants Project become one tidy table, and nothing is repaired in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pandas
import pytest
from exports import C2, D1, D2, E19, E21, HARSH, SAMPLES, A, B, C, F, Record, as_bytes, csv_text, write

from iomreport.missing_migrants import ExportError, Repair, count_by_kind, read, read_with_repairs
from iomreport.missing_migrants.layouts import EXPECTED, LAYOUTS, recognize
from iomreport.missing_migrants.parsing import (
    date_record,
    parse_coordinates,
    parse_count,
    parse_day,
    parse_names,
    parse_quality,
    parse_text,
)
from iomreport.missing_migrants.vocabulary import OLD_REGIONS, REGIONS

COLUMNS = (
    "incident_id date date_precision year region dead missing dead_and_missing survivors females males children cause "
    "cause_reported route country origin latitude longitude source_quality layout"
)
"""The columns that an analyst relies on, in their order."""

KINDS = ("csv", "json", "xlsx")


def cells(frame: pandas.DataFrame, row: int, *columns: str) -> list[object]:
    """Return cells of a row, None for missing."""
    values = [frame.iloc[row][column] for column in columns]
    return [None if pandas.isna(value) else value for value in values]


def told(path: Path) -> list[tuple[int | None, str | None, str, str, str]]:
    """Return what is told about a file, without its name."""
    repairs = read_with_repairs(path).repairs
    return [(repair.row, repair.column, repair.found, repair.read_as, repair.why) for repair in repairs]


def changed(records: list[Record], row: int, **cells: str) -> list[Record]:
    """Return records with some cells of one of them changed."""
    assert set(cells) <= set(records[row])
    return [{**record, **(cells if number == row else {})} for number, record in enumerate(records)]


# The table


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layout", SAMPLES)
def test_every_layout_is_read_from_every_kind_of_file(layout: str, kind: str, tmp_path: Path) -> None:
    if kind == "xlsx":
        pytest.importorskip("openpyxl")
    frame = read(write(tmp_path, SAMPLES[layout], f"export.{kind}"))

    assert len(frame) == len(SAMPLES[layout])
    assert {*frame["layout"]} == {layout.split()[0]}
    assert cells(frame, 0, "dead", "missing", "dead_and_missing") == [3, 12, 15]
    assert cells(frame, 0, "region", "latitude", "longitude") == ["Mediterranean", 35.5, 12.6]


@pytest.mark.parametrize("layout", SAMPLES)
def test_kinds_of_file_give_the_same_table(layout: str, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    csv, json_, xlsx = (read(write(tmp_path, SAMPLES[layout], f"export.{kind}")) for kind in KINDS)

    pandas.testing.assert_frame_equal(csv, json_)
    pandas.testing.assert_frame_equal(csv, xlsx)


@pytest.mark.parametrize("layout", SAMPLES)
def test_columns_and_their_types_are_the_same_for_every_layout(layout: str, tmp_path: Path) -> None:
    frame = read(write(tmp_path, SAMPLES[layout]))

    assert list(frame.columns) == COLUMNS.split()
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    counts = ("year", "dead", "missing", "dead_and_missing", "survivors", "females", "males", "children")
    assert {name for name, kind in kinds.items() if kind == "Int64"} == {*counts, "source_quality"}
    assert {name for name, kind in kinds.items() if kind == "Float64"} == {"latitude", "longitude"}
    assert set(kinds.values()) == {"Int64", "Float64", "str"}


def test_table_says_units_and_licence(tmp_path: Path) -> None:
    attrs = read(write(tmp_path, A)).attrs

    assert attrs["units"]["dead"] == "persons"
    assert attrs["units"]["latitude"] == "degrees north"
    assert "CC BY 4.0" in attrs["licence"]


def test_layout_a_has_dates_day_first_and_no_total(tmp_path: Path) -> None:
    frame = read(write(tmp_path, A))

    assert frame["date"].tolist() == ["2019-11-05", "2019-12-24"]
    assert cells(frame, 1, "dead", "missing", "dead_and_missing") == [1, None, 1]
    assert cells(frame, 0, "cause", "cause_reported", "origin") == [None, "Presumed drowning", "Syria, Iraq"]
    assert cells(frame, 0, "source_quality", "females", "route", "country") == [None, None, None, None]


def test_layout_b_has_causes_as_reported_and_dates_in_two_forms(tmp_path: Path) -> None:
    frame = read(write(tmp_path, B))

    assert frame["date"].tolist() == ["2019-11-05", "2019-12-24"]
    assert cells(frame, 0, "cause", "cause_reported") == [None, "Presumed drowning"]
    assert cells(frame, 1, "dead", "missing", "dead_and_missing") == [None, 1022, 1022]


def test_layout_b_may_have_two_columns_more_for_coordinates(tmp_path: Path) -> None:
    """The text has all digits and comes first; the columns stand in where there is no text."""
    more = [{**record, "latitude": "35.4", "longitude": "12.5"} for record in B]
    frame = read(write(tmp_path, more))

    assert frame[["latitude", "longitude"]].values.tolist() == [[35.5, 12.6], [35.4, 12.5]]


def test_layout_c_has_months_first_and_incidents_of_several_rows(tmp_path: Path) -> None:
    frame = read(write(tmp_path, C))

    assert frame["date"].tolist() == ["2021-11-05", "2021-12-24"]
    assert frame["incident_id"].tolist() == ["2021.MMP0001", "2021.MMP0001"]
    assert cells(frame, 1, "cause", "missing", "dead_and_missing") == [HARSH, -1, 3]
    assert cells(frame, 0, "route", "country", "origin") == ["Central Mediterranean", None, None]


def test_layout_c2_has_origins_and_its_totals_are_added(tmp_path: Path) -> None:
    frame = read(write(tmp_path, C2))

    assert frame["layout"].tolist() == ["C2", "C2"]
    assert frame["dead_and_missing"].tolist() == [15, 3]
    assert frame["origin"].tolist() == ["Eritrea", "Eritrea"]


def test_layout_d1_has_points_longitude_first_and_regions_of_origin(tmp_path: Path) -> None:
    frame = read(write(tmp_path, D1))

    assert cells(frame, 0, "latitude", "longitude", "origin") == [35.5, 12.6, "Eastern Africa; Western Asia"]
    assert cells(frame, 1, "latitude", "date", "date_precision", "year") == [None, "2021-12", "month", 2021]


def test_layout_d2_has_countries_of_incident_and_of_origin(tmp_path: Path) -> None:
    frame = read(write(tmp_path, D2))

    assert cells(frame, 0, "country", "origin") == ["Italy", "Eritrea; Ethiopia"]
    assert cells(frame, 1, "date", "date_precision", "year") == ["2024", "year", 2024]
    assert cells(frame, 1, "country", "region") == [
        "China, Hong Kong Special Administrative Region",
        "Mediterranean; Northern Africa",
    ]


def test_layout_e_has_causes_as_reported_until_it_has_origins(tmp_path: Path) -> None:
    """A cause that happens to be worded as a category is still one reported, if the file has no categories."""
    early, late = read(write(tmp_path, E19, "2023.json")), read(write(tmp_path, E21, "2025.json"))

    assert early["cause"].isna().all()
    assert early["cause_reported"].tolist() == ["Presumed drowning", "Drowning"]
    assert late["cause"].tolist() == ["Drowning", "Drowning"]
    assert late["origin"].tolist() == ["Eritrea", "Eritrea"]
    assert early["country"].tolist() == ["Côte d'Ivoire", "France"]


def test_layout_f_has_both_causes_gaps_in_letters_and_dates_of_a_month(tmp_path: Path) -> None:
    frame = read(write(tmp_path, F))

    assert cells(frame, 0, "cause", "cause_reported") == ["Drowning", "Presumed drowning"]
    assert cells(frame, 1, "date", "date_precision", "year") == ["2026-04", "month", 2026]
    assert cells(frame, 1, "dead", "missing", "dead_and_missing", "route", "latitude") == [None, 2, 2, None, None]


def test_a_folder_is_one_export_in_parts(tmp_path: Path) -> None:
    write(tmp_path, E19, "2023-json.json")
    write(tmp_path, E21, "2025-json.json")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    frame = read(tmp_path)

    assert frame["cause"].isna().tolist() == [True, True, False, False]
    assert {*frame["layout"]} == {"E"}


# The table of layouts


def test_every_layout_says_where_it_was_met() -> None:
    assert EXPECTED.endswith("in one of the layouts A, B, C, C2, D1, D2, E or F")
    assert all(layout.provenance for layout in LAYOUTS)


@pytest.mark.parametrize("layout", SAMPLES)
def test_layouts_are_told_apart_by_headings_in_any_order_case_and_spacing(layout: str) -> None:
    headings = [f" {heading.upper()}  " for heading in reversed(SAMPLES[layout][0])]

    found = recognize(headings)

    assert found is not None
    assert found.letter == layout.split()[0]


@pytest.mark.parametrize("layout", SAMPLES)
def test_a_layout_without_one_of_its_columns_is_none(layout: str, tmp_path: Path) -> None:
    needed = {"A": "dead", "B": "Reported Date", "C": "Coordinates", "F": "No. dead"}.get(layout[:1])
    needed = needed or {"D1": "Website Date", "D2": "Incident Date"}.get(layout, "number_missing")
    records = [{name: cell for name, cell in record.items() if name != needed} for record in SAMPLES[layout]]

    with pytest.raises(ExportError, match=f"nearest is layout {layout.split()[0]}.*without.*{needed}"):
        read(write(tmp_path, records))


def test_a_column_that_a_layout_does_not_have_is_told_and_left_out(tmp_path: Path) -> None:
    more = [{**record, "Comment": "mine"} for record in C2]

    assert (1, "Comment", "Comment", "", "column that the layout does not have, not read") in told(
        write(tmp_path, more)
    )


@pytest.mark.parametrize(("records", "heading"), [(C, "Migrantion route"), (E19, "location_coodinates")])
def test_a_heading_printed_with_a_slip_is_read_and_told(records: list[Record], heading: str, tmp_path: Path) -> None:
    told_of = {column: why for _, column, _, _, why in told(write(tmp_path, records))}

    assert told_of[heading] == "heading printed with a slip"


def test_a_slip_put_right_is_read_in_silence(tmp_path: Path) -> None:
    right = csv_text(C).replace("Migrantion", "Migration").encode("utf-8")
    path = tmp_path / "right.csv"
    path.write_bytes(right)

    assert read(path)["route"][0] == "Central Mediterranean"
    assert {column for _, column, _, _, _ in told(path)} == {"Minimum Estimated Number of Missing"}


# Cells


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


@pytest.mark.parametrize(
    ("latitude", "longitude", "why"),
    [
        ("", "", set()),
        ("35.5", "", {"no latitude and longitude that can be read"}),
        ("", "12.6", {"no latitude and longitude that can be read"}),
        ("95.5", "12.6", {"no latitude and longitude that can be read"}),
    ],
)
def test_coordinates_in_two_columns_need_both(latitude: str, longitude: str, why: set[str], tmp_path: Path) -> None:
    path = write(tmp_path, changed(F[:1], 0, Latitude=latitude, Longitude=longitude))

    assert cells(read(path), 0, "latitude", "longitude") == [None, None]
    assert {reason for _, _, _, _, reason in told(path)} == why


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


def test_free_text_is_never_taken_apart(tmp_path: Path) -> None:
    records = changed(A, 0, cause_of_death="Starvation,thirst", affected_nationality="Mali(3),Senegal")
    frame = read(write(tmp_path, records))

    assert cells(frame, 0, "cause_reported", "origin") == ["Starvation,thirst", "Mali(3),Senegal"]


def test_a_cause_that_is_no_category_is_kept_as_reported(tmp_path: Path) -> None:
    path = write(tmp_path, changed(C2, 0, **{"Cause of Death": "Struck by lightning"}))
    frame = read(path)

    assert cells(frame, 0, "cause", "cause_reported") == [None, "Struck by lightning"]
    assert (
        2,
        "Cause of Death",
        "Struck by lightning",
        "Struck by lightning",
        "cause that is none of the seven; kept as reported",
    ) in told(path)


@pytest.mark.parametrize(
    ("printed", "region", "why"),
    [
        ("Middle East", "Western Asia", "region of the division until 2021, all of it in one of today"),
        ("South Asia", "Southern Asia", "region of the division until 2021, all of it in one of today"),
        ("Horn of Africa", "Horn of Africa", "region that is none of those used today"),
        ("North Africa", "North Africa", "region that is none of those used today"),
        ("US-Mexico Border", "US-Mexico Border", "region that is none of those used today"),
    ],
)
def test_old_regions_get_todays_name_only_where_that_is_sure(
    printed: str, region: str, why: str, tmp_path: Path
) -> None:
    path = write(tmp_path, changed(B, 0, **{"Region of Incident": printed}))

    assert read(path)["region"][0] == region
    assert (2, "Region of Incident", printed, region, why) in told(path)


def test_old_names_of_regions_lead_to_todays_and_are_none_of_them() -> None:
    assert set(OLD_REGIONS.values()) <= REGIONS
    assert not set(OLD_REGIONS) & REGIONS


@pytest.mark.parametrize("records", [C2, D2])
def test_names_of_old_regions_mean_nothing_in_later_layouts(records: list[Record], tmp_path: Path) -> None:
    column = "Region" if records is C2 else "Region of Incident"

    assert read(write(tmp_path, changed(records, 0, **{column: "Middle East"})))["region"][0] == "Middle East"


def test_totals_that_do_not_add_up_are_kept_and_told(tmp_path: Path) -> None:
    path = write(tmp_path, changed(D1, 0, **{"Total Number of Dead and Missing": "16"}))

    assert read(path)["dead_and_missing"][0] == 16
    assert (
        2,
        "Total Number of Dead and Missing",
        "16",
        "16",
        "the total is not the sum of dead and missing",
    ) in told(path)


def test_a_total_that_is_left_out_is_added_and_told(tmp_path: Path) -> None:
    path = write(tmp_path, changed(D1, 0, **{"Total Number of Dead and Missing": ""}))

    assert read(path)["dead_and_missing"][0] == 15
    assert "no total printed; dead and missing added" in count_by_kind(read_with_repairs(path).repairs)


def test_a_record_that_counts_nobody_stays_without_a_count(tmp_path: Path) -> None:
    path = write(tmp_path, changed(A, 1, dead="", missing=""))

    assert cells(read(path), 1, "dead", "missing", "dead_and_missing") == [None, None, None]
    assert "record that counts neither dead nor missing" in count_by_kind(read_with_repairs(path).repairs)


def test_a_record_without_an_identifier_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, changed(C2, 0, **{"Main ID": ""}))

    assert cells(read(path), 0, "incident_id", "date") == [None, "2021-11-05"]
    assert (2, "Main ID", "", "", "record without an identifier") in told(path)


# Dates


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


@pytest.mark.parametrize(
    ("cells", "expected", "why"),
    [
        ({}, ("2024-11-05", "day", 2024), None),
        (
            {"Incident Date": "0"},
            ("2024-11", "month", 2024),
            "no day that can be read; month and year as stated beside it",
        ),
        (
            {"Incident Date": "", "Month": ""},
            ("2024", "year", 2024),
            "no day that can be read; year as stated beside it",
        ),
        (
            {"Incident Date": "", "Incident Year": ""},
            ("2024-11", "month", 2024),
            "no year that can be read; year as in the identifier",
        ),
        (
            {"Incident Date": "", "Incident Year": "", "Month": "", "Main ID": "17"},
            (None, None, None),
            "no year, neither in the date nor beside it nor in the identifier; left missing",
        ),
        (
            {"Incident Year": "2023"},
            ("2023", "year", 2023),
            "the date is of another year than the one stated beside it; the stated year alone is kept",
        ),
        (
            {"Month": "May"},
            ("2024", "year", 2024),
            "the date is of another month than the one stated beside it; the year alone is kept",
        ),
        ({"Incident Year": "20x4"}, ("2024-11-05", "day", 2024), "no year from 2014 to 2099"),
        ({"Month": "Brumaire"}, ("2024-11-05", "day", 2024), "no month of the calendar"),
    ],
)
def test_a_date_is_as_precise_as_all_that_is_said_of_it_allows(
    cells: dict[str, str], expected: tuple[object, ...], why: str | None, tmp_path: Path
) -> None:
    path = write(tmp_path, changed(D2[:1], 0, **cells))
    row = read(path).iloc[0]

    found = tuple(None if pandas.isna(row[name]) else row[name] for name in ("date", "date_precision", "year"))
    assert found == expected
    dates = {"Incident Date", "Incident Year", "Month"}
    assert {reason for _, column, _, _, reason in told(path) if column in dates} == ({why} if why else set())


def test_the_year_of_an_identifier_counts_only_where_there_is_no_other() -> None:
    assert date_record(None, "2020.MMP01074", 2019).year == 2019


# What is told


def test_each_repair_says_file_row_column_what_was_found_and_what_it_was_read_as(tmp_path: Path) -> None:
    (repair, *_) = [each for each in read_with_repairs(write(tmp_path, B)).repairs if each.found == "1,022"]

    assert repair == Repair(
        "export.csv", 3, "Minimum Estimated Number of Missing", "1,022", "1022", "number with thousands commas"
    )
    assert str(repair) == (
        "export.csv, row 3, column Minimum Estimated Number of Missing: found '1,022', read as '1022': "
        "number with thousands commas"
    )


def test_rows_are_numbered_as_a_spreadsheet_does_and_records_of_json_from_one(tmp_path: Path) -> None:
    table, listed = write(tmp_path, B, "b.csv"), write(tmp_path, B, "b.json")

    assert {row for row, _, found, _, _ in told(table) if found == "1,022"} == {3}
    assert {row for row, _, found, _, _ in told(listed) if found == "1,022"} == {2}


def test_repairs_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows = [row or 0 for row, *_ in told(write(tmp_path, D2 + D2))]

    assert rows == sorted(rows)


def test_kinds_are_counted_the_most_frequent_first(tmp_path: Path) -> None:
    counts = count_by_kind(read_with_repairs(write(tmp_path, D2 * 2)).repairs)

    assert counts == {
        "several values joined by a comma": 4,
        "no year that can be read; year as in the identifier": 2,
        "several qualities run together; the column holds one": 2,
        "more children than dead and missing": 2,
    }


def test_more_children_or_women_and_men_than_people_are_kept_and_told(tmp_path: Path) -> None:
    people = {"Number of Dead": "1", "Minimum Estimated Number of Missing": "", "Total Number of Dead and Missing": "1"}
    odd = {"Number of Children": "3", "Number of Females": "2", "Number of Males": "1"}
    reading = read_with_repairs(write(tmp_path, [{**D2[2], **people, **odd}]))

    assert reading.records[["children", "females", "males"]].values.tolist() == [[3, 2, 1]]
    assert [str(repair) for repair in reading.repairs] == [
        "export.csv, row 2, column Number of Females: found '2 + 1', kept: more women and men than dead and missing",
        "export.csv, row 2, column Number of Children: found '3', kept: more children than dead and missing",
    ]


def test_a_sound_file_needs_no_repair(tmp_path: Path) -> None:
    assert read_with_repairs(write(tmp_path, F)).repairs == ()


def test_nothing_is_read_otherwise_than_printed_without_being_told(tmp_path: Path) -> None:
    """Numbers printed as they are read need no repair; the others have one each."""
    records = changed(D1, 1, **{"Number of Survivors": "2,000", "Number of Females": "x", "Number of Children": "1.0"})
    path = write(tmp_path, records)

    assert cells(read(path), 1, "survivors", "females", "children") == [2000, None, 1]
    assert [(column, found, read_as) for row, column, found, read_as, _ in told(path) if row == 3] == [
        ("Main ID", "\ufeff2021.MMP0002", "2021.MMP0002"),
        ("Website Date", "", "2021-12"),
        ("Number of Survivors", "2,000", "2000"),
        ("Number of Females", "x", ""),
        ("Number of Children", "1.0", "1"),
    ]


# Files


def test_latin_1_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text(changed(A, 0, affected_nationality="Curaçao")).encode("latin-1"))

    assert read(path)["origin"][0] == "Curaçao"
    assert told(path)[0][1:] == (
        None,
        "byte 0xe7",
        "ç",
        "text that is not UTF-8, read as Windows-1252, of which latin-1 is a part",
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_byte_order_mark_before_the_file_means_nothing(mark: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"f.{kind}"
    path.write_bytes(mark + as_bytes(F, kind))

    assert len(read(path)) == 2
    assert told(path) == []


def test_ends_of_lines_may_be_those_of_any_system(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(csv_text(F, end="\r\n").encode("utf-8"))

    assert len(read(path)) == 2


def test_a_file_is_known_by_what_it_holds_and_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    path.write_bytes(as_bytes(F, "json"))

    assert len(read(path)) == 2


def test_a_thirteenth_column_without_a_heading_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text(A).replace("\n", ",\n"), encoding="utf-8")

    assert len(read(path)) == 2
    assert [line for line in told(path) if line[4] == "column without a heading, not read"] == [
        (1, "13", "", "", "column without a heading, not read")
    ]


def test_a_thirteenth_column_may_be_in_the_rows_alone(tmp_path: Path) -> None:
    head, rest = csv_text(A).split("\n", 1)
    path = tmp_path / "a.csv"
    path.write_text(head + "\n" + rest.replace("\n", ",\n"), encoding="utf-8")

    assert read(path)["longitude"].tolist() == [12.6, 42.5]
    assert (1, "13", "", "", "column without a heading, not read") in told(path)


def test_rows_without_anything_are_left_out_and_told_but_for_those_at_the_end(tmp_path: Path) -> None:
    head, first, second, _ = csv_text(F).split("\n")
    path = tmp_path / "f.csv"
    path.write_text("\n".join([head, first, "", "," * 30, second, "", " ", ""]), encoding="utf-8")

    assert len(read(path)) == 2
    assert [line[0] for line in told(path)] == [3, 4]


def test_workbooks_hold_numbers_and_days_as_such(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = write(tmp_path, D2, "export.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("Incident Date") + 1).value = pandas.Timestamp("2024-11-05").to_pydatetime()
    sheet.cell(2, headings.index("Number of Dead") + 1).value = 3.0
    book.save(path)

    assert cells(read(path), 0, "date", "dead", "survivors") == ["2024-11-05", 3, 40]


def test_json_may_leave_keys_out_where_there_is_nothing(tmp_path: Path) -> None:
    records: list[dict[str, object]] = [dict(record) for record in E19]
    records[1] = {key: cell for key, cell in records[1].items() if cell} | {"number_dead": 4, "url": None}
    path = tmp_path / "e.json"
    path.write_text(json.dumps(records), encoding="utf-8")

    assert cells(read(path), 1, "dead", "survivors", "source_quality") == [4, None, None]
