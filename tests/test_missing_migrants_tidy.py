"""Exports of every layout become one tidy table, and what cannot be read is left missing."""

from __future__ import annotations

from pathlib import Path

import pandas
import pytest
from exports import C2, D1, D2, E19, E21, HARSH, SAMPLES, A, B, C, F, Record, cells_of, changed, repairs_in, write

from iomreport.missing_migrants import count_by_kind, read, read_with_repairs

COLUMNS = (
    "incident_id date date_precision year region dead missing dead_and_missing survivors females males children cause "
    "cause_reported route country origin latitude longitude source_quality layout"
)
"""The columns that an analyst relies on, in their order."""

KINDS = ("csv", "json", "xlsx")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layout", SAMPLES)
def test_every_layout_is_read_from_every_kind_of_file(layout: str, kind: str, tmp_path: Path) -> None:
    if kind == "xlsx":
        pytest.importorskip("openpyxl")
    frame = read(write(tmp_path, SAMPLES[layout], f"export.{kind}"))

    assert len(frame) == len(SAMPLES[layout])
    assert {*frame["layout"]} == {layout.split()[0]}
    assert cells_of(frame, 0, "dead", "missing", "dead_and_missing") == [3, 12, 15]
    assert cells_of(frame, 0, "region", "latitude", "longitude") == ["Mediterranean", 35.5, 12.6]


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
    assert cells_of(frame, 1, "dead", "missing", "dead_and_missing") == [1, None, 1]
    assert cells_of(frame, 0, "cause", "cause_reported", "origin") == [None, "Presumed drowning", "Syria, Iraq"]
    assert cells_of(frame, 0, "source_quality", "females", "route", "country") == [None, None, None, None]


def test_layout_b_has_causes_as_reported_and_dates_in_two_forms(tmp_path: Path) -> None:
    frame = read(write(tmp_path, B))

    assert frame["date"].tolist() == ["2019-11-05", "2019-12-24"]
    assert cells_of(frame, 0, "cause", "cause_reported") == [None, "Presumed drowning"]
    assert cells_of(frame, 1, "dead", "missing", "dead_and_missing") == [None, 1022, 1022]


def test_layout_b_may_have_two_columns_more_for_coordinates(tmp_path: Path) -> None:
    """The text has all digits and comes first; the columns stand in where there is no text."""
    more = [{**record, "latitude": "35.4", "longitude": "12.5"} for record in B]
    frame = read(write(tmp_path, more))

    assert frame[["latitude", "longitude"]].values.tolist() == [[35.5, 12.6], [35.4, 12.5]]


def test_layout_c_has_months_first_and_incidents_of_several_rows(tmp_path: Path) -> None:
    frame = read(write(tmp_path, C))

    assert frame["date"].tolist() == ["2021-11-05", "2021-12-24"]
    assert frame["incident_id"].tolist() == ["2021.MMP0001", "2021.MMP0001"]
    assert cells_of(frame, 1, "cause", "missing", "dead_and_missing") == [HARSH, -1, 3]
    assert cells_of(frame, 0, "route", "country", "origin") == ["Central Mediterranean", None, None]


def test_layout_c2_has_origins_and_its_totals_are_added(tmp_path: Path) -> None:
    frame = read(write(tmp_path, C2))

    assert frame["layout"].tolist() == ["C2", "C2"]
    assert frame["dead_and_missing"].tolist() == [15, 3]
    assert frame["origin"].tolist() == ["Eritrea", "Eritrea"]


def test_layout_d1_has_points_longitude_first_and_regions_of_origin(tmp_path: Path) -> None:
    frame = read(write(tmp_path, D1))

    assert cells_of(frame, 0, "latitude", "longitude", "origin") == [35.5, 12.6, "Eastern Africa; Western Asia"]
    assert cells_of(frame, 1, "latitude", "date", "date_precision", "year") == [None, "2021-12", "month", 2021]


def test_layout_d2_has_countries_of_incident_and_of_origin(tmp_path: Path) -> None:
    frame = read(write(tmp_path, D2))

    assert cells_of(frame, 0, "country", "origin") == ["Italy", "Eritrea; Ethiopia"]
    assert cells_of(frame, 1, "date", "date_precision", "year") == ["2024", "year", 2024]
    assert cells_of(frame, 1, "country", "region") == [
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

    assert cells_of(frame, 0, "cause", "cause_reported") == ["Drowning", "Presumed drowning"]
    assert cells_of(frame, 1, "date", "date_precision", "year") == ["2026-04", "month", 2026]
    assert cells_of(frame, 1, "dead", "missing", "dead_and_missing", "route", "latitude") == [None, 2, 2, None, None]


def test_a_folder_is_one_export_in_parts(tmp_path: Path) -> None:
    write(tmp_path, E19, "2023-json.json")
    write(tmp_path, E21, "2025-json.json")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    frame = read(tmp_path)

    assert frame["cause"].isna().tolist() == [True, True, False, False]
    assert {*frame["layout"]} == {"E"}


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

    assert cells_of(read(path), 0, "latitude", "longitude") == [None, None]
    assert {reason for _, _, _, _, reason in repairs_in(path)} == why


def test_free_text_is_never_taken_apart(tmp_path: Path) -> None:
    records = changed(A, 0, cause_of_death="Starvation,thirst", affected_nationality="Mali(3),Senegal")
    frame = read(write(tmp_path, records))

    assert cells_of(frame, 0, "cause_reported", "origin") == ["Starvation,thirst", "Mali(3),Senegal"]


def test_a_cause_that_is_no_category_is_kept_as_reported(tmp_path: Path) -> None:
    path = write(tmp_path, changed(C2, 0, **{"Cause of Death": "Struck by lightning"}))
    frame = read(path)

    assert cells_of(frame, 0, "cause", "cause_reported") == [None, "Struck by lightning"]
    assert (
        2,
        "Cause of Death",
        "Struck by lightning",
        "Struck by lightning",
        "cause that is none of the seven; kept as reported",
    ) in repairs_in(path)


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
    assert (2, "Region of Incident", printed, region, why) in repairs_in(path)


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
    ) in repairs_in(path)


def test_a_total_that_is_left_out_is_added_and_told(tmp_path: Path) -> None:
    path = write(tmp_path, changed(D1, 0, **{"Total Number of Dead and Missing": ""}))

    assert read(path)["dead_and_missing"][0] == 15
    assert "no total printed; dead and missing added" in count_by_kind(read_with_repairs(path).repairs)


def test_a_record_that_counts_nobody_stays_without_a_count(tmp_path: Path) -> None:
    path = write(tmp_path, changed(A, 1, dead="", missing=""))

    assert cells_of(read(path), 1, "dead", "missing", "dead_and_missing") == [None, None, None]
    assert "record that counts neither dead nor missing" in count_by_kind(read_with_repairs(path).repairs)


def test_a_record_without_an_identifier_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, changed(C2, 0, **{"Main ID": ""}))

    assert cells_of(read(path), 0, "incident_id", "date") == [None, "2021-11-05"]
    assert (2, "Main ID", "", "", "record without an identifier") in repairs_in(path)


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
    assert {reason for _, column, _, _, reason in repairs_in(path) if column in dates} == ({why} if why else set())
