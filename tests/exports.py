"""Small exports made up for the tests, one in each layout: the same incidents, dressed as each layout dresses them."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pandas
import xlsxwriter

from iomreport.missing_migrants import read_with_repairs

Record = dict[str, str]

HARSH = "Harsh environmental conditions / lack of adequate shelter, food, water"

A = [
    {
        "id": "11",
        "cause_of_death": "Presumed drowning",
        "region_origin": "MENA",
        "affected_nationality": "Syria, Iraq",
        "missing": "12",
        "dead": "3",
        "incident_region": "Mediterranean",
        "date": "05/11/2019",
        "source": "A mayor in León",
        "reliability": "Verified",
        "lat": "35.5",
        "lon": "12.6",
    },
    {
        "id": "12",
        "cause_of_death": "",
        "region_origin": "",
        "affected_nationality": "",
        "missing": "",
        "dead": "1",
        "incident_region": "Middle East ",
        "date": "24/12/2019",
        "source": "",
        "reliability": "Partially Verified",
        "lat": "37.25",
        "lon": "42.5",
    },
]
B = [
    {
        "Web ID": "51001",
        "Region of Incident": "Mediterranean",
        "Reported Date": "5-Nov-19",
        "Reported Year": "2019",
        "Reported Month": "Nov",
        "Number Dead": "3",
        "Minimum Estimated Number of Missing": "12",
        "Total Dead and Missing": "15",
        "Number of Survivors": "40",
        "Number of Females": "1",
        "Number of Males": "2",
        "Number of Children": "",
        "Cause of Death": "Presumed drowning",
        "Location Description": "Off an island, Italy",
        "Information Source": "A coast guard, a paper",
        "Location Coordinates": "35.500000000000, 12.600000000000",
        "Migration Route": "Central Mediterranean",
        "URL": "",
        "UNSD Geographical Grouping": "Uncategorized",
        "Source Quality": "4",
    },
    {
        "Web ID": "51002",
        "Region of Incident": "Horn of Africa",
        "Reported Date": "December 24, 2019",
        "Reported Year": "2019",
        "Reported Month": "Dec",
        "Number Dead": "",
        "Minimum Estimated Number of Missing": "1,022",
        "Total Dead and Missing": "1,022",
        "Number of Survivors": "",
        "Number of Females": "",
        "Number of Males": "",
        "Number of Children": "",
        "Cause of Death": "Unknown",
        "Location Description": "",
        "Information Source": "",
        "Location Coordinates": "",
        "Migration Route": "",
        "URL": "",
        "UNSD Geographical Grouping": "Uncategorized",
        "Source Quality": "1",
    },
]
C = [
    {
        "Main ID": "2021.MMP0001",
        "Incident ID": "2021.MMP00012",
        "Region": "Mediterranean",
        "Incident Date": "Fri, 11/05/2021 - 12:00",
        "Year": "2021",
        "Reported Month": "November",
        "Number Dead": "3",
        "Minimum Estimated Number of Missing": "12",
        "Total Number of Dead and Missing": "15",
        "Number of Survivors": "40",
        "Number of Females": "1",
        "Number of Males": "2",
        "Number of Children": "",
        "Cause of Death": "Drowning",
        "Location of death": "Off an island, Italy",
        "Information Source": "A coast guard",
        "Coordinates": "35.5, 12.6",
        "Migrantion route": "Central Mediterranean",
        "URL": "",
        "UNSD Geographical Grouping": "Uncategorized",
        "Source Quality": "4",
    },
    {
        "Main ID": "2021.MMP0001",
        "Incident ID": "2021.MMP00013",
        "Region": "Mediterranean",
        "Incident Date": "Fri, 12/24/2021 - 12:00",
        "Year": "2021",
        "Reported Month": "December",
        "Number Dead": "4",
        "Minimum Estimated Number of Missing": "-1",
        "Total Number of Dead and Missing": "3",
        "Number of Survivors": "",
        "Number of Females": "",
        "Number of Males": "",
        "Number of Children": "",
        "Cause of Death": HARSH,
        "Location of death": "",
        "Information Source": "",
        "Coordinates": "-35.5, -12.6",
        "Migrantion route": "",
        "URL": "",
        "UNSD Geographical Grouping": "Uncategorized",
        "Source Quality": "1",
    },
]


def _without(record: Record, *names: str) -> Record:
    return {name: cell for name, cell in record.items() if name not in names}


C2 = [
    {
        **_without(record, "Total Number of Dead and Missing", "Migrantion route"),
        "Migration route": record["Migrantion route"],
        "Region of Origin": "Eastern Africa",
        "Country of Origin": "Eritrea",
    }
    for record in C
]
D1 = [
    {
        "Main ID": "2021.MMP0001",
        "Incident ID": "2021.MMP00012,2021.MMP00013",
        "Incident Type": "Split Incident",
        "Region of Incident": "Mediterranean",
        "Website Date": "2021-11-05",
        "Incident year": "2021",
        "Reported Month": "November",
        "Number of Dead": "3",
        "Minimum Estimated Number of Missing": "12",
        "Total Number of Dead and Missing": "15",
        "Number of Survivors": "40",
        "Number of Females": "1",
        "Number of Males": "2",
        "Number of Children": "",
        "Region of Origin": "Eastern Africa,Western Asia",
        "Cause of Death": f"Drowning,{HARSH}",
        "Migration route": "Central Mediterranean",
        "Location of death": "Off an island, Italy",
        "Information Source": "A coast guard",
        "Coordinates": "POINT (12.6 35.5)",
        "UNSD Geographical Grouping": "Uncategorized",
        "Article title": "",
        "Source Quality": "4",
        "URL": "",
    },
    {
        "Main ID": "\ufeff2021.MMP0002",
        "Incident ID": "2021.MMP0002",
        "Incident Type": "Incident",
        "Region of Incident": "Europe",
        "Website Date": "",
        "Incident year": "2021",
        "Reported Month": "December",
        "Number of Dead": "1",
        "Minimum Estimated Number of Missing": "",
        "Total Number of Dead and Missing": "1",
        "Number of Survivors": "",
        "Number of Females": "",
        "Number of Males": "1",
        "Number of Children": "",
        "Region of Origin": "Unknown",
        "Cause of Death": "Violence",
        "Migration route": "",
        "Location of death": "",
        "Information Source": "",
        "Coordinates": "",
        "UNSD Geographical Grouping": "Uncategorized",
        "Article title": "",
        "Source Quality": "",
        "URL": "",
    },
]
D2 = [
    {
        "Main ID": "2024.MMP0001",
        "Incident ID": "2024.MMP0001",
        "Incident Type": "Incident",
        "Region of Incident": "Mediterranean",
        "Incident Date": "2024-11-05",
        "Incident Year": "2024",
        "Month": "November",
        "Number of Dead": "3",
        "Minimum Estimated Number of Missing": "12",
        "Total Number of Dead and Missing": "15",
        "Number of Survivors": "40",
        "Number of Females": "1",
        "Number of Males": "2",
        "Number of Children": "",
        "Country of Origin": "Eritrea,Ethiopia",
        "Region of Origin": "Eastern Africa",
        "Cause of Death": "Drowning",
        "Country of Incident": "Italy",
        "Migration Route": "Central Mediterranean",
        "Location of Incident": "Off an island, Italy",
        "Coordinates": "35.5, 12.6",
        "UNSD Geographical Grouping": "Uncategorized",
        "Information Source": "A coast guard",
        "URL": "",
        "Source Quality": "45",
    },
    {
        "Main ID": "2024.MMP0002",
        "Incident ID": "2024.MMP0002",
        "Incident Type": "Incident",
        "Region of Incident": "Mediterranean,Northern Africa",
        "Incident Date": "",
        "Incident Year": "",
        "Month": "",
        "Number of Dead": "1",
        "Minimum Estimated Number of Missing": "",
        "Total Number of Dead and Missing": "1",
        "Number of Survivors": "",
        "Number of Females": "",
        "Number of Males": "1",
        "Number of Children": "2",
        "Country of Origin": "",
        "Region of Origin": "Unknown",
        "Cause of Death": "Violence",
        "Country of Incident": "China, Hong Kong Special Administrative Region",
        "Migration Route": "",
        "Location of Incident": "",
        "Coordinates": "22.25, 113.5",
        "UNSD Geographical Grouping": "Eastern Asia",
        "Information Source": "",
        "URL": "",
        "Source Quality": "3",
    },
    {
        "Main ID": "2024.MMP0003",
        "Incident ID": "2024.MMP0003",
        "Incident Type": "Incident",
        "Region of Incident": "Southern Asia",
        "Incident Date": "2024-12-24",
        "Incident Year": "2024",
        "Month": "December",
        "Number of Dead": "2",
        "Minimum Estimated Number of Missing": "0",
        "Total Number of Dead and Missing": "2",
        "Number of Survivors": "",
        "Number of Females": "",
        "Number of Males": "2",
        "Number of Children": "0",
        "Country of Origin": "Afghanistan",
        "Region of Origin": "Southern Asia",
        "Cause of Death": HARSH,
        "Country of Incident": "Iran (Islamic Republic of)",
        "Migration Route": "Afghanistan to Iran",
        "Location of Incident": "",
        "Coordinates": "31.25, 61.5",
        "UNSD Geographical Grouping": "Southern Asia",
        "Information Source": "",
        "URL": "",
        "Source Quality": "5",
    },
]
E19 = [
    {
        "web_id": "2023.MMP0001",
        "region": "Mediterranean",
        "reported_date": "2023-11-05",
        "number_dead": "3",
        "number_missing": "12",
        "total_dead_and_missing": "15",
        "number_of_survivors": "40",
        "number_of_female": "1",
        "number_of_male": "2",
        "number_of_children": "",
        "cause_death": "Presumed drowning ",
        "country_of_incident": "Côte d&#039;Ivoire",
        "location_description": "Off an island\n",
        "unsd_geographic_grouping": "Uncategorized",
        "location_coodinates": "35.5, 12.6",
        "migration_route": "Central Mediterranean",
        "information_source": "A coast guard",
        "url": "",
        "source_quality": "4",
    },
    {
        "web_id": "2023.MMP0002",
        "region": "Europe",
        "reported_date": "2023-12-24",
        "number_dead": "1,022",
        "number_missing": "",
        "total_dead_and_missing": "1,022",
        "number_of_survivors": "",
        "number_of_female": "",
        "number_of_male": "",
        "number_of_children": "0",
        "cause_death": "Drowning",
        "country_of_incident": "France",
        "location_description": "",
        "unsd_geographic_grouping": "Western Europe",
        "location_coodinates": "51, 2",
        "migration_route": "",
        "information_source": "",
        "url": "",
        "source_quality": "",
    },
]
E21 = [
    {**record, "cause_death": "Drowning", "region_origin": "Eastern Africa", "country_origin": "Eritrea"}
    for record in E19
]
F = [
    {
        "Main ID": "2026.MMP0001",
        "Incident ID": "2026.MMP0001",
        "Incident Type": "Incident",
        "Region of Incident": "Mediterranean",
        "Incident date": "2026-03-05",
        "Incident year": "2026",
        "Incident month": "3",
        "No. dead": "3",
        "No. missing": "12",
        "No. dead/missing": "15",
        "No. survivors": "40",
        "No. Female": "1",
        "No. Male": "2",
        "No. minors": "NA",
        "Country of Origin": "Eritrea",
        "Region of Origin": "Eastern Africa",
        "Cause of death (category)": "Drowning",
        "Cause of death (reported)": "Presumed drowning",
        "Route": "Central Mediterranean",
        "Country of Incident": "Italy",
        "Location of death": "Off an island, Italy",
        "UNSD region": "Uncategorized",
        "Source": "A coast guard",
        "Link": "NA",
        "Source Quality": "4",
        "Latitude": "35.5",
        "Longitude": "12.6",
        "incident_date_clean": "2026-03-05",
        "incident_date_raw": "2026-03-05",
        "incident_date_precision": "day",
        "source_dataset": "IOM",
    },
    {
        "Main ID": "2026.MMP0002",
        "Incident ID": "2026.MMP0002",
        "Incident Type": "Incident",
        "Region of Incident": "Europe",
        "Incident date": "2026-04-01",
        "Incident year": "2026",
        "Incident month": "4",
        "No. dead": "NA",
        "No. missing": "2",
        "No. dead/missing": "2",
        "No. survivors": "NA",
        "No. Female": "NA",
        "No. Male": "NA",
        "No. minors": "NA",
        "Country of Origin": "NA",
        "Region of Origin": "NA",
        "Cause of death (category)": "Mixed or unknown",
        "Cause of death (reported)": "NA",
        "Route": "NA",
        "Country of Incident": "NA",
        "Location of death": "NA",
        "UNSD region": "NA",
        "Source": "NA",
        "Link": "NA",
        "Source Quality": "NA",
        "Latitude": "NA",
        "Longitude": "NA",
        "incident_date_clean": "2026-04-01",
        "incident_date_raw": "April 2026",
        "incident_date_precision": "month",
        "source_dataset": "IOM",
    },
]

SAMPLES: dict[str, list[Record]] = {
    "A": A,
    "B": B,
    "C": C,
    "C2": C2,
    "D1": D1,
    "D2": D2,
    "E": E19,
    "E with origins": E21,
    "F": F,
}
"""The records of each layout, by its letter."""

NEWER = [
    *(
        {
            **record,
            **dict.fromkeys(("Main ID", "Incident ID"), f"{year}.MMP{number}"),
            "Incident Date": f"{year}-12-0{number + 1}",
            "Incident Year": str(year),
            "Month": "December",
        }
        for year in range(2014, 2026)
        for number, record in enumerate(D2)
    ),
    {
        **D2[0],
        "Main ID": "2026.MMP1",
        "Incident ID": "2026.MMP1",
        "Incident Date": "2026-02-05",
        "Incident Year": "2026",
        "Month": "February",
    },
]
"""Records of every year that the shipped deaths hold and of 2026, which end on 5 February 2026."""


def changed(records: list[Record], row: int, **cells: str) -> list[Record]:
    """Return records with some cells of one of them changed."""
    assert set(cells) <= set(records[row])
    return [{**record, **(cells if number == row else {})} for number, record in enumerate(records)]


def with_first_again(records: list[Record], **cells: str) -> list[Record]:
    """Return records and the first of them once more, otherwise in some cells."""
    assert set(cells) <= set(records[0])
    return [*records, {**records[0], **cells}]


def csv_text(records: Sequence[Record], end: str = "\n") -> str:
    """Return records as CSV, the headings first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]), lineterminator=end)
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def as_workbook(records: Sequence[Record]) -> bytes:
    """Return records as a workbook that holds whole numbers as numbers, the same bytes each time."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"created": datetime.datetime(2020, 1, 1)})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, list(records[0]))
    for row, record in enumerate(records, start=1):
        sheet.write_row(row, 0, [int(cell) if cell.isdigit() else cell for cell in record.values()])
    book.close()
    return buffer.getvalue()


def as_bytes(records: Sequence[Record], kind: str) -> bytes:
    """Return records as `csv`, `json` or `xlsx`."""
    if kind == "xlsx":
        return as_workbook(records)
    return (csv_text(records) if kind == "csv" else json.dumps(records)).encode("utf-8")


def write(folder: Path, records: Sequence[Record], name: str = "export.csv") -> Path:
    """Write records to a file of the kind that its name says, and return the file."""
    path = folder / name
    path.write_bytes(as_bytes(records, path.suffix[1:]))
    return path


def cells_of(frame: pandas.DataFrame, row: int, *columns: str) -> list[object]:
    """Return cells of a row of a frame, None for missing."""
    values = [frame.iloc[row][column] for column in columns]
    return [None if pandas.isna(value) else value for value in values]


def repairs_in(path: Path) -> list[tuple[int | None, str | None, str, str, str]]:
    """Return the repairs that a file needs, without its name."""
    repairs = read_with_repairs(path).repairs
    return [(repair.row, repair.column, repair.found, repair.read_as, repair.why) for repair in repairs]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
