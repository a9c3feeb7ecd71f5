"""An export is added up, written into a data folder without losing what was there, and told on the command line."""

from __future__ import annotations

import csv
import datetime
import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from calling import Calling, calling
from exports import D2, E19, E21, SAMPLES, A, B, C, F, Record, as_bytes, csv_text, write
from making import CHECKOUT

from iomreport.catalog import checks, descriptor
from iomreport.errors import UsageError
from iomreport.missing_migrants import Reading, read_with_repairs
from iomreport.missing_migrants.command import import_export
from iomreport.missing_migrants.description import describe
from iomreport.missing_migrants.identity import Identity, identify
from iomreport.missing_migrants.periods import periods
from iomreport.missing_migrants.summarize import deaths_rows, revision_rows
from iomreport.missing_migrants.tables import merge, read_table
from iomreport.missing_migrants.writing import write_all

pytestmark = pytest.mark.slow

DATA = CHECKOUT / "data"
CODES = {"Italy": "ITA", "Iran (Islamic Republic of)": "IRN", "China, Hong Kong Special Administrative Region": "HKG"}

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reading(folder: Path, records: list[Record], name: str = "export.csv") -> Reading:
    return read_with_repairs(write(folder, records, name))


def added_up(read: Reading) -> dict[str, Row]:
    """Return the rows of deaths by their identifier."""
    found = deaths_rows(read, export="2025-01", source_id="a-source", codes=CODES)
    return {row["death_id"]: row for row in found}


def again(records: list[Record], **cells: str) -> list[Record]:
    """Return a record once more, otherwise in some cells."""
    assert set(cells) <= set(records[0])
    return [*records, {**records[0], **cells}]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def newer() -> list[Record]:
    """Return records of every year that the shipped deaths hold and of 2026, which end on 5 February 2026."""
    dressed = [
        {
            **record,
            "Main ID": f"{year}.MMP{number}",
            "Incident Date": f"{year}-12-0{number + 1}",
            "Incident Year": str(year),
            "Month": "December",
        }
        for year in range(2014, 2026)
        for number, record in enumerate(D2)
    ]
    last = {"Incident Date": "2026-02-05", "Incident Year": "2026", "Month": "February", "Main ID": "2026.MMP1"}
    return [*dressed, {**D2[0], **last}]


# Deaths


def test_deaths_are_added_up_by_year_and_category(tmp_path: Path) -> None:
    found = added_up(reading(tmp_path, D2))

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
    found = added_up(reading(tmp_path, D2))["2024-region-more-than-one"]

    assert [found[name] for name in ("dead", "missing", "survivors", "females", "males")] == ["1", "0", "", "", "1"]


def test_every_breakdown_adds_up_to_the_year(tmp_path: Path) -> None:
    found = added_up(reading(tmp_path, D2)).values()

    for name in ("records", "dead_and_missing", "males"):
        sums = {
            b: sum(int(r[name] or 0) for r in found if r["breakdown"] == b) for b in {r["breakdown"] for r in found}
        }
        assert len(sums) == 6
        assert len(set(sums.values())) == 1


def test_countries_alone_have_codes(tmp_path: Path) -> None:
    found = added_up(reading(tmp_path, D2)).values()

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
    found = added_up(reading(tmp_path, SAMPLES[layout])).values()

    assert {row["breakdown"] for row in found} == breakdowns


def test_a_year_is_whole_if_its_records_run_into_december(tmp_path: Path) -> None:
    records = again(D2, **{"Incident Date": "2025-04-29", "Incident Year": "2025", "Month": "April"})
    found = added_up(reading(tmp_path, records))

    assert (found["2024-total-all"]["coverage"], found["2024-total-all"]["period_end"]) == ("full year", "2024-12-31")
    assert (found["2025-total-all"]["coverage"], found["2025-total-all"]["period_end"]) == (
        "part of year",
        "2025-04-29",
    )
    assert found["2025-total-all"]["note"] == found["2025-month-2025-04"]["note"] == "Records end on 29 April 2025."


def test_records_of_no_known_year_stand_nowhere(tmp_path: Path) -> None:
    undated = {"Main ID": "17", "Incident Date": "", "Incident Year": "", "Month": ""}
    found = added_up(reading(tmp_path, again(D2, **undated)))

    assert found["2024-total-all"]["records"] == "3"
    assert {row["year"] for row in found.values()} == {"2024"}


# Notes


def test_notes_say_what_lowers_a_total(tmp_path: Path) -> None:
    one = added_up(reading(tmp_path, C))
    assert one["2021-total-all"]["note"] == "One record has a negative number of missing, which lowers the total."

    three = [{**C[1], "Incident ID": str(number)} for number in range(3)]
    (found,) = [row for row in added_up(reading(tmp_path, three)).values() if row["breakdown"] == "total"]
    assert found["note"] == "Three records have a negative number of missing, which lowers the total."


def test_notes_say_whose_year_is_read_from_identifiers(tmp_path: Path) -> None:
    found = added_up(reading(tmp_path, [D2[0], D2[1], {**D2[1], "Main ID": "2024.MMP0004"}, D2[2]]))

    assert found["2024-total-all"]["note"] == (
        "Includes 2 records, one death each, that carry no date; the year is read from their identifiers."
    )
    assert found["2024-month-not-stated"]["note"] == (
        "Records of 2024 without a date; their identifiers give the year only."
    )


def test_notes_do_not_speak_of_identifiers_where_the_year_is_stated(tmp_path: Path) -> None:
    found = added_up(reading(tmp_path, [D2[0], {**D2[1], "Incident Year": "2024"}, D2[2]]))

    assert found["2024-total-all"]["note"] == "Includes 1 record of which only the year is known."
    assert found["2024-month-not-stated"]["note"] == "Records of 2024 without a month."


def test_notes_say_which_values_are_joined(tmp_path: Path) -> None:
    twice = again(D2, **{"Cause of Death": "Drowning,Violence"})
    found = added_up(reading(tmp_path, [*twice, {**twice[-1], "Main ID": "2024.MMP0009"}]))

    assert found["2024-cause-more-than-one"]["note"] == "Joined in the source: drowning with violence (2 records)."
    assert found["2024-region-more-than-one"]["note"].startswith(
        "Joined in the source: Mediterranean with Northern Africa (1 record)."
    )
    assert found["2024-region-mediterranean"]["note"] == (
        "A further 1 dead and missing of this region are joined with another and stand under more than one."
    )


def test_notes_say_where_women_and_men_exceed_the_dead(tmp_path: Path) -> None:
    found = added_up(reading(tmp_path, [{**D2[2], "Number of Females": "1"}]))

    assert found["2024-country-iran-islamic-republic-of"]["note"] == (
        "In the source, females and males together exceed the dead and missing."
    )


def test_notes_say_of_which_month_a_day_is_unknown(tmp_path: Path) -> None:
    found = added_up(reading(tmp_path, again(D2, **{"Incident Date": "0"})))

    assert found["2024-month-2024-11"]["note"] == "One record has no valid day; its month is stated."


# Revisions


def test_revisions_hold_the_totals_of_each_year(tmp_path: Path) -> None:
    (row,) = revision_rows(reading(tmp_path, C), export="2022-03", export_date="2022-03-24", source_id="a-source")

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
    period = periods(reading(tmp_path, D2))[2024]

    assert (period.first, period.last, period.undated, period.by_identifier) == ("2024-11-05", "2024-12-24", 1, True)


def test_routes_to_europe_are_marked_as_such(tmp_path: Path) -> None:
    (row,) = revision_rows(reading(tmp_path, F), export="2026-05-europe", export_date="", source_id="a-source")

    assert row["scope"] == "routes to Europe"
    assert row["note"].endswith("Only routes to Europe, selected by a third party: not to be set beside world totals.")
    assert row["last_record"] == "2026-03-05"


# Which export it is


def test_what_the_maintainer_says_comes_first(tmp_path: Path) -> None:
    found = identify(reading(tmp_path, D2, "allData-2025-02-03.csv"), "2025-04")

    assert found == Identity("2025-04", "2025-04", "as said")


@pytest.mark.parametrize(
    ("name", "export", "date"),
    [
        ("MissingMigrants-Global-2025-03-24--04_40_16.csv", "2025-03", "2025-03-24"),
        ("MissingMigrants-Global-2025-03-24T18-36-07.csv", "2025-03", "2025-03-24"),
        ("v2024-12_layoutD2_allData.csv", "2024-12", "2024-12"),
        ("2019-05 to 2025-06.csv", "2025-06", "2025-06"),
    ],
)
def test_a_date_in_the_name_tells_the_export_unless_it_lies_before_the_last_record(
    name: str, export: str, date: str, tmp_path: Path
) -> None:
    found = identify(reading(tmp_path, D2, name))

    assert (found.export, found.date) == (export, date)
    assert name in found.how


def test_routes_to_europe_are_an_export_of_their_own(tmp_path: Path) -> None:
    assert identify(reading(tmp_path, F), "2026-05-06").export == "2026-05-europe"


def test_an_export_is_known_by_its_numbers(tmp_path: Path) -> None:
    read = reading(tmp_path, C)
    history = revision_rows(read, export="2022-03", export_date="2022-03-24", source_id="a-source")

    found = identify(read, history=history)

    assert (found.export, found.date) == ("2022-03", "2022-03-24")
    assert "numbers" in found.how


def test_numbers_that_two_exports_share_tell_neither(tmp_path: Path) -> None:
    read = reading(tmp_path, C)
    history = [
        row
        for export in ("2022-03", "2022-04")
        for row in revision_rows(read, export=export, export_date="", source_id="a-source")
    ]

    with pytest.raises(UsageError, match="--export"):
        identify(read, history=history)


def test_an_export_that_ends_within_a_year_is_of_its_last_month_and_has_no_date(tmp_path: Path) -> None:
    records = again(D2, **{"Incident Date": "2025-04-29", "Incident Year": "2025", "Month": "April"})

    found = identify(reading(tmp_path, records))

    assert (found.export, found.date) == ("2025-04", "")
    assert "29 April 2025" in found.how
    assert "--export" in found.how


def test_an_export_that_ends_with_a_year_may_be_of_any_later_time(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"export\.csv: nothing tells .* as in --export 2025-01$"):
        identify(reading(tmp_path, D2))


@pytest.mark.parametrize("said", ["2025-13", "2025", "April 2025", "2025-02-30", "2025-04-29x", ""])
def test_what_is_no_month_or_day_is_refused(said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no month or day"):
        identify(reading(tmp_path, D2), said)


def test_an_export_cannot_lie_before_its_last_record(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2024-11 lies before the last record, of 24 December 2024"):
        identify(reading(tmp_path, D2), "2024-11")


def test_a_file_is_no_folder_to_write_to(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="place: found a file; expected a data folder"):
        list(import_export(write(tmp_path, D2), place))
    assert place.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("cells", [{"Incident Date": "2045-02-05", "Incident Year": "2045", "Month": ""}, {}])
def test_an_export_cannot_be_of_a_month_to_come(cells: Record, data: Path, tmp_path: Path) -> None:
    file = write(tmp_path, again(D2, **cells))
    before = {path: path.read_bytes() for path in data.iterdir()}

    with pytest.raises(UsageError, match="a month still to come; expected one up to 30 June 2025"):
        list(import_export(file, data, export=None if cells else "2045-03", today=datetime.date(2025, 6, 30)))
    assert {path: path.read_bytes() for path in data.iterdir()} == before


# Into a data folder


def test_a_newer_export_replaces_the_deaths_and_adds_its_revisions(
    data: Path, newer: list[Record], tmp_path: Path
) -> None:
    before = rows(DATA / "deaths_revisions.csv")

    told = list(import_export(write(tmp_path, newer), data))

    assert {row["export"] for row in rows(data / "deaths.csv")} == {"2026-02"}
    after = rows(data / "deaths_revisions.csv")
    assert [row for row in after if row["export"] != "2026-02"] == before
    assert [row["year"] for row in after if row["export"] == "2026-02"] == [str(year) for year in range(2014, 2027)]
    assert [(row["year"], row["export"]) for row in after] == sorted((row["year"], row["export"]) for row in after)
    assert (
        "export 2026-02 (from the last record, of 5 February 2026; say --export if it belongs to a later month)" in told
    )


def test_every_other_row_keeps_its_bytes(data: Path, newer: list[Record], tmp_path: Path) -> None:
    path = data / "deaths_revisions.csv"
    path.write_bytes(path.read_bytes().replace(b"2017-06-year-2014,2014,", b'"2017-06-year-2014","2014",'))
    lines = path.read_bytes().splitlines(keepends=True)

    list(import_export(write(tmp_path, newer), data))

    assert [line for line in path.read_bytes().splitlines(keepends=True) if b"2026-02" not in line] == lines


def test_other_tables_are_not_touched(data: Path, newer: list[Record], tmp_path: Path) -> None:
    list(import_export(write(tmp_path, newer), data))

    changed = {path.name for path in data.iterdir() if path.read_bytes() != (DATA / path.name).read_bytes()}
    assert changed == {"deaths.csv", "deaths_revisions.csv", "sources.csv", "datapackage.json"}


def test_the_source_is_added_with_what_is_known_of_it(data: Path, newer: list[Record], tmp_path: Path) -> None:
    list(import_export(write(tmp_path, newer), data))

    (source,) = [row for row in rows(data / "sources.csv") if row["source_id"] == "iom-missing-migrants-2026-02"]
    assert source["title"] == "Missing Migrants Project, export to 5 February 2026"
    assert source["date_published"] == source["url"] == ""
    assert source["date_note"] == "records end on 5 February 2026"
    assert source["locator"].startswith("export.csv, SHA-256 ")
    assert source["licence"] == "CC BY 4.0"


def test_the_description_says_which_export_and_until_when(data: Path, newer: list[Record], tmp_path: Path) -> None:
    list(import_export(write(tmp_path, newer), data))

    resources = {each["name"]: each for each in json.loads((data / "datapackage.json").read_bytes())["resources"]}
    assert resources["deaths"]["title"].endswith(", 2014 to February 2026")
    assert "from its export of February 2026:" in resources["deaths"]["description"]
    assert resources["deaths"]["description"].endswith("; 2026 ends on 5 February.")
    assert "in twelve exports taken between 2017 and 2026" in resources["deaths_revisions"]["description"]


def test_a_year_that_is_whole_ends_nowhere() -> None:
    text = (DATA / "datapackage.json").read_text(encoding="utf-8")
    deaths = [
        {"year": year, "period_end": f"{year}-12-31", "coverage": "full year", "export": "2026-02"}
        for year in ("2014", "2025")
    ]

    resource = next(each for each in json.loads(describe(text, deaths, []))["resources"] if each["name"] == "deaths")

    assert resource["title"].endswith(", 2014 to 2025")
    assert resource["description"].endswith("Years are revised from export to export.")


def test_the_description_of_the_shipped_tables_is_as_the_importer_would_write_it() -> None:
    text = (DATA / "datapackage.json").read_text(encoding="utf-8")

    assert describe(text, rows(DATA / "deaths.csv"), rows(DATA / "deaths_revisions.csv")) == text


def test_after_an_import_the_checks_find_only_what_is_left_to_do(
    data: Path, newer: list[Record], tmp_path: Path
) -> None:
    told = list(import_export(write(tmp_path, newer), data))

    found = [str(broken) for broken in checks.broken_promises(data)]
    made_up = [line for line in found if line.startswith("context.csv")]  # no published total is near made-up records
    left = sorted(line.split(":")[0] for line in found if line not in made_up)
    assert left == ["deaths.csv", "deaths_revisions.csv", "sources.csv"]
    assert all("make checksums" in line for line in found if line not in made_up)
    assert "  2. make checksums, which writes references.json too" in told


def test_reading_an_export_again_changes_nothing(data: Path, newer: list[Record], tmp_path: Path) -> None:
    path = write(tmp_path, newer)
    list(import_export(path, data))
    before = {file.name: file.read_bytes() for file in data.iterdir()}

    told = list(import_export(path, data))

    assert {file.name: file.read_bytes() for file in data.iterdir()} == before
    assert told[-1] == f"{data}: nothing changes"


def test_what_a_maintainer_noted_stays_when_an_export_is_read_again(
    data: Path, newer: list[Record], tmp_path: Path
) -> None:
    path = write(tmp_path, newer)
    list(import_export(path, data))
    for name in ("deaths.csv", "deaths_revisions.csv"):
        text = (data / name).read_text(encoding="utf-8")
        (data / name).write_text(text.replace("Records end on 5 February 2026.", "Mine."), encoding="utf-8")
    before = {file.name: file.read_bytes() for file in data.iterdir()}

    list(import_export(path, data))

    assert {file.name: file.read_bytes() for file in data.iterdir()} == before


def test_totals_that_have_changed_are_told_one_by_one_and_keep_their_note(
    data: Path, newer: list[Record], tmp_path: Path
) -> None:
    path = write(tmp_path, newer)
    list(import_export(path, data))
    table = data / "deaths_revisions.csv"
    line = next(
        line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("2026-02-year-2014,")
    )
    fields = line.split(",")
    wrong = ",".join([*fields[:8], "7", "7", "14", *fields[11:16], "Mine.", fields[17]])
    table.write_text(table.read_text(encoding="utf-8").replace(line, wrong), encoding="utf-8")

    told = list(import_export(path, data))

    assert "deaths_revisions: 0 rows added, 1 replaced, 12 as they were" in told
    assert "2026-02-year-2014, dead: '7' becomes '6'" in told
    (row,) = [row for row in rows(table) if row["revision_id"] == "2026-02-year-2014"]
    assert (row["dead"], row["note"]) == ("6", "Mine.")


def older(records: list[Record]) -> list[Record]:
    return [record for record in records if record["Incident Year"] < "2025"]


def without_2020(records: list[Record]) -> list[Record]:
    return [record for record in records if record["Incident Year"] != "2020"]


def ending_early(records: list[Record]) -> list[Record]:
    early = {"Incident Date": "2024-07-28", "Month": "July"}
    return [record | (early if record["Incident Year"] == "2024" else {}) for record in records]


def without_countries(records: list[Record]) -> list[Record]:
    return [record | {"Country of Incident": ""} for record in records]


@pytest.mark.parametrize(
    ("changed", "export", "reason"),
    [
        (older, "2025-01", "is older"),
        (without_2020, "2026-02", "lacks 2020"),
        (ending_early, "2026-02", "ends 2024 with 28 July 2024"),
        (without_countries, "2026-02", "has no country in its records of 2014"),
    ],
)
def test_deaths_are_not_replaced_by_an_export_that_knows_less(
    changed: Callable[[list[Record]], list[Record]],
    export: str,
    reason: str,
    data: Path,
    newer: list[Record],
    tmp_path: Path,
) -> None:
    told = list(import_export(write(tmp_path, changed(newer)), data, export=export))

    assert (data / "deaths.csv").read_bytes() == (DATA / "deaths.csv").read_bytes()
    assert f"deaths: stays with export 2025-04, as this one {reason}" in told
    assert {row["export"] for row in rows(data / "deaths_revisions.csv")} >= {export, "2025-04"}


def test_routes_to_europe_never_become_the_deaths(data: Path, tmp_path: Path) -> None:
    file = write(tmp_path, F)
    told = list(import_export(file, data, export="2027-01", today=datetime.date(2027, 2, 1)))

    assert (data / "deaths.csv").read_bytes() == (DATA / "deaths.csv").read_bytes()
    assert "deaths: stays with export 2025-04, as this one covers routes to Europe alone" in told
    assert "missing-migrants-europe-2027-01" in {row["source_id"] for row in rows(data / "sources.csv")}


def test_years_of_an_export_that_a_file_does_not_hold_stay(data: Path, tmp_path: Path) -> None:
    """The files of layout E come year by year."""
    before = rows(data / "deaths_revisions.csv")

    list(import_export(write(tmp_path, E19, "2023.json"), data, export="2025-09"))

    after = rows(data / "deaths_revisions.csv")
    assert [row["revision_id"] for row in after] == [row["revision_id"] for row in before]
    changed = [row for row, old in zip(after, before, strict=True) if row != old]
    assert [(row["revision_id"], row["export_date"], row["source_id"]) for row in changed] == [
        ("2025-09-year-2023", "2025-09-15", "ocha-missing-migrants-2025-09")
    ]


def test_an_export_has_one_layout(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"export 2025-04 is known in layout D2, and export\.csv is of layout A"):
        list(import_export(write(tmp_path, A), data, export="2025-04"))
    assert (data / "deaths_revisions.csv").read_bytes() == (DATA / "deaths_revisions.csv").read_bytes()


def test_a_country_without_a_code_is_left_to_the_maintainer(data: Path, newer: list[Record], tmp_path: Path) -> None:
    told = list(import_export(write(tmp_path, [*newer, {**newer[-1], "Country of Incident": "Atlantis"}]), data))

    assert any("give 'Atlantis' its code" in line for line in told)


def test_data_closed_before_the_export_ends_have_to_be_closed_anew(
    data: Path, newer: list[Record], tmp_path: Path
) -> None:
    later = {**newer[-1], "Incident Date": "2098-02-05", "Incident Year": "2098"}

    file = write(tmp_path, [*newer, later])
    told = list(import_export(file, data, today=datetime.date(2098, 12, 31)))

    assert any("set `created` and `version` in datapackage.json" in line for line in told)


@pytest.mark.parametrize("layout", [layout for layout in SAMPLES if layout != "F"])
def test_a_new_folder_gets_the_deaths_of_any_export_and_the_whole_history(layout: str, tmp_path: Path) -> None:
    out = tmp_path / "some" / "where"

    list(import_export(write(tmp_path, SAMPLES[layout]), out, export="2026-10"))

    assert {row["export"] for row in rows(out / "deaths.csv")} == {"2026-10"}
    history = rows(out / "deaths_revisions.csv")
    assert [row for row in history if row["export"] != "2026-10"] == rows(DATA / "deaths_revisions.csv")
    assert len(history) > len(rows(DATA / "deaths_revisions.csv"))


def test_the_data_folder_in_use_is_written_to_by_default(
    data: Path, newer: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOMREPORT_DATA", str(data))

    list(import_export(write(tmp_path, newer)))

    assert {row["export"] for row in rows(data / "deaths.csv")} == {"2026-02"}


def test_a_table_that_lacks_a_column_is_refused(data: Path, newer: list[Record], tmp_path: Path) -> None:
    path = data / "deaths_revisions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("incidents", "cases", 1), encoding="utf-8")
    before = path.read_bytes()

    with pytest.raises(UsageError, match=r"deaths_revisions\.csv cannot be brought up to date: it has no column"):
        list(import_export(write(tmp_path, newer), data))
    assert path.read_bytes() == before


def test_a_description_that_is_no_json_is_refused(data: Path, newer: list[Record], tmp_path: Path) -> None:
    (data / "datapackage.json").write_text("{", encoding="utf-8")

    with pytest.raises(UsageError, match=r"datapackage\.json cannot be read as JSON"):
        list(import_export(write(tmp_path, newer), data))


def test_a_folder_over_the_data_in_use_has_to_bring_a_description_that_allows_the_export(
    newer: list[Record], tmp_path: Path
) -> None:
    fields = descriptor.resources(DATA)["deaths_revisions"]["schema"]["fields"]
    listed = any("enum" in field.get("constraints", {}) for field in fields if field["name"] == "export")

    told = list(import_export(write(tmp_path, newer), tmp_path / "over"))

    assert any("the one in use allows no 2026-02" in line for line in told) == listed
    assert told[-1].endswith(f"iomreport --data {tmp_path / 'over'} check")


# Tables as text


def test_rows_with_line_feeds_in_cells_keep_their_text(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b'key,note\r\nb,"two\nlines"\r\nd,')
    table = read_table(path, ["key"])

    new = {"c": {"key": "c", "note": "a, b"}, "b": {"key": "b", "note": "one"}}
    lines = merge(table, {"c": new["c"]}, "key", ("key",))

    assert table.text(lines) == b'key,note\r\nb,"two\nlines"\r\nc,"a, b"\r\nd,\r\n'
    assert table.text(merge(table, {"b": new["b"]}, "key", ("key",))) == b"key,note\r\nb,one\r\nd,\r\n"


@pytest.mark.parametrize("content", [b"", b"key\n\xff\n", b'key\n"open', b"key\na,b\n"])
def test_a_table_that_cannot_be_read_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)

    with pytest.raises(UsageError, match=r"t\.csv cannot be"):
        read_table(path, ["key"])


# All or none


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "folder"
    first.write_bytes(b"before")
    second.mkdir()
    (second / "kept").touch()

    with pytest.raises(UsageError, match="cannot be written"):
        write_all({first: b"after", tmp_path / "new.csv": b"new", second: b"no file"})

    assert first.read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "folder"]


def test_files_keep_their_mode_and_may_be_links(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"before")
    real.chmod(0o640)
    link.symlink_to(real)

    write_all({link: b"after"})

    assert link.is_symlink()
    assert real.read_bytes() == b"after"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


# The command


@pytest.fixture
def call(tmp_path: Path) -> Calling:
    """Return a function that calls the command line."""
    return calling(tmp_path)


def test_command_tells_what_it_read_repaired_wrote_and_what_is_left(
    call: Calling, data: Path, newer: list[Record], tmp_path: Path
) -> None:
    write(tmp_path, newer)

    done = call("import", "missing-migrants", "export.csv", "--out", data)

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:5] == [
        "export.csv: layout D2, 37 records, 1 December 2014 to 5 February 2026",
        "50 cells repaired or odd; --verbose lists them",
        "      25  several values joined by a comma",
        "      13  several qualities run together; the column holds one",
        "      12  more children than dead and missing",
    ]
    assert "deaths_revisions: 13 rows added, 0 replaced, 0 as they were" in lines
    assert [line.split()[0] for line in lines if line.endswith("written")] == [
        str(data / name) for name in ("deaths_revisions.csv", "deaths.csv", "sources.csv", "datapackage.json")
    ]
    assert lines[-3:] == [
        "  1. say in sources.csv where the file was had: publisher and url of iom-missing-migrants-2026-02",
        "  2. make checksums, which writes references.json too",
        "  3. iomreport check, then make report",
    ]


def test_command_lists_every_repair_when_asked(call: Calling, tmp_path: Path) -> None:
    write(tmp_path, B)

    done = call("import", "missing-migrants", "export.csv", "--out", "new", "--export", "2020-01", "--verbose")

    assert done.returncode == 0
    told = [str(repair) for repair in read_with_repairs(tmp_path / "export.csv").repairs]
    assert [line for line in done.stdout.splitlines() if line.startswith("export.csv, row")] == told


def test_command_reads_a_folder(call: Calling, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    write(tmp_path / "parts", E19, "2023.json")
    write(tmp_path / "parts", E21, "2025.json")

    done = call("import", "missing-migrants", "parts", "--out", "new", "--export", "2024-01-15")

    assert done.returncode == 0
    assert {row["export_date"] for row in rows(tmp_path / "new" / "deaths_revisions.csv") if row["export"] == "2024-01"}
    assert "parts, SHA-256 of 2 files in the order of their names " in (tmp_path / "new" / "sources.csv").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "found an empty file"),
        (b"a,b\n1,2\n", "found no layout's columns in 'a, b'"),
        (csv_text(D2)[:-40].encode("utf-8"), "cells in every row as in the first; is the file cut off?"),
        (as_bytes(D2, "json")[:-40], "found JSON that is damaged or cut off"),
        (csv_text(D2).encode("utf-8") + bytes(range(256)), "found binary data"),
        (csv_text(D2).split("\n")[0].encode("utf-8"), "found the headings of layout D2 and no record"),
        (csv_text(D2).encode("utf-8"), "nothing tells when this export was taken"),
    ],
)
def test_refused_file_exits_with_two_one_line_and_nothing_written(
    call: Calling, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "file").write_bytes(content)

    done = call("import", "missing-migrants", "file", "--out", "new")

    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("iomreport: file: ")
    assert said in line
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may write everywhere cannot try this")
def test_folder_that_cannot_be_written_exits_with_two(call: Calling, tmp_path: Path) -> None:
    write(tmp_path, D2)
    (tmp_path / "locked").mkdir(mode=0o500)

    done = call("import", "missing-migrants", "export.csv", "--out", "locked/new", "--export", "2025-01")

    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_out_that_is_a_file_exits_with_two(call: Calling, tmp_path: Path) -> None:
    write(tmp_path, D2)
    (tmp_path / "out").write_text("mine", encoding="utf-8")

    done = call("import", "missing-migrants", "export.csv", "--out", "out", "--export", "2025-01")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "iomreport: out: found a file; expected a data folder, or the name of one to make\n"
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"
