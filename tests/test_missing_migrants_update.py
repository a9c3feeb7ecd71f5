"""An export is written into a data folder without losing what was there."""

from __future__ import annotations

import datetime
import functools
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from exports import E19, NEWER, SAMPLES, A, F, Record, rows_of, write
from making import CHECKOUT

from iomreport.catalog import checks, descriptor
from iomreport.errors import UsageError
from iomreport.missing_migrants import command
from iomreport.missing_migrants.update import describe

import_export = functools.partial(command.import_export, whole_world=True)  # made-up exports are small

pytestmark = pytest.mark.slow

DATA = CHECKOUT / "data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def older(records: list[Record]) -> list[Record]:
    return [record for record in records if record["Incident Year"] < "2025"]


def without_2020(records: list[Record]) -> list[Record]:
    return [record for record in records if record["Incident Year"] != "2020"]


def ending_early(records: list[Record]) -> list[Record]:
    early = {"Incident Date": "2024-07-28", "Month": "July"}
    return [record | (early if record["Incident Year"] == "2024" else {}) for record in records]


def without_countries(records: list[Record]) -> list[Record]:
    return [record | {"Country of Incident": ""} for record in records]


def test_a_newer_export_replaces_the_deaths_and_adds_its_revisions(data: Path, tmp_path: Path) -> None:
    before = rows_of(DATA / "deaths_revisions.csv")

    messages = list(import_export(write(tmp_path, NEWER), data))

    assert {row["export"] for row in rows_of(data / "deaths.csv")} == {"2026-02"}
    after = rows_of(data / "deaths_revisions.csv")
    assert [row for row in after if row["export"] != "2026-02"] == before
    assert [row["year"] for row in after if row["export"] == "2026-02"] == [str(year) for year in range(2014, 2027)]
    assert [(row["year"], row["export"]) for row in after] == sorted((row["year"], row["export"]) for row in after)
    assert (
        "export 2026-02 (from the last record, of 5 February 2026; say --export if it belongs to a later month)"
        in messages
    )


def test_every_other_row_keeps_its_bytes(data: Path, tmp_path: Path) -> None:
    path = data / "deaths_revisions.csv"
    path.write_bytes(path.read_bytes().replace(b"2017-06-year-2014,2014,", b'"2017-06-year-2014","2014",'))
    lines = path.read_bytes().splitlines(keepends=True)

    list(import_export(write(tmp_path, NEWER), data))

    assert [line for line in path.read_bytes().splitlines(keepends=True) if b"2026-02" not in line] == lines


def test_other_tables_are_not_touched(data: Path, tmp_path: Path) -> None:
    list(import_export(write(tmp_path, NEWER), data))

    changed = {path.name for path in data.iterdir() if path.read_bytes() != (DATA / path.name).read_bytes()}
    assert changed == {"deaths.csv", "deaths_revisions.csv", "sources.csv", "datapackage.json"}


def test_the_source_is_added_with_what_is_known_of_it(data: Path, tmp_path: Path) -> None:
    list(import_export(write(tmp_path, NEWER), data))

    (source,) = [row for row in rows_of(data / "sources.csv") if row["source_id"] == "iom-missing-migrants-2026-02"]
    assert source["title"] == "Missing Migrants Project, export to 5 February 2026"
    assert source["date_published"] == source["url"] == ""
    assert source["date_note"] == "records end on 5 February 2026"
    assert source["locator"].startswith("export.csv, SHA-256 ")
    assert source["licence"] == "CC BY 4.0"


def test_the_description_says_which_export_and_until_when(data: Path, tmp_path: Path) -> None:
    list(import_export(write(tmp_path, NEWER), data))

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

    assert describe(text, rows_of(DATA / "deaths.csv"), rows_of(DATA / "deaths_revisions.csv")) == text


def test_after_an_import_the_checks_find_only_what_is_left_to_do(data: Path, tmp_path: Path) -> None:
    messages = list(import_export(write(tmp_path, NEWER), data))

    found = [str(broken) for broken in checks.broken_promises(data)]
    made_up = [line for line in found if line.startswith("context.csv")]  # no published total is near made-up records
    left = sorted(line.split(":")[0] for line in found if line not in made_up)
    assert left == ["deaths.csv", "deaths_revisions.csv", "sources.csv"]
    assert all("make checksums" in line for line in found if line not in made_up)
    assert "  2. make checksums, which writes references.json too" in messages


def test_reading_an_export_again_changes_nothing(data: Path, tmp_path: Path) -> None:
    path = write(tmp_path, NEWER)
    list(import_export(path, data))
    before = {file.name: file.read_bytes() for file in data.iterdir()}

    messages = list(import_export(path, data))

    assert {file.name: file.read_bytes() for file in data.iterdir()} == before
    assert messages[-1] == f"{data}: nothing changes"


def test_what_a_maintainer_noted_stays_when_an_export_is_read_again(data: Path, tmp_path: Path) -> None:
    path = write(tmp_path, NEWER)
    list(import_export(path, data))
    for name in ("deaths.csv", "deaths_revisions.csv"):
        text = (data / name).read_text(encoding="utf-8")
        (data / name).write_text(text.replace("Records end on 5 February 2026.", "Mine."), encoding="utf-8")
    before = {file.name: file.read_bytes() for file in data.iterdir()}

    list(import_export(path, data))

    assert {file.name: file.read_bytes() for file in data.iterdir()} == before


def test_totals_that_have_changed_are_told_one_by_one_and_keep_their_note(data: Path, tmp_path: Path) -> None:
    path = write(tmp_path, NEWER)
    list(import_export(path, data))
    table = data / "deaths_revisions.csv"
    line = next(
        line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("2026-02-year-2014,")
    )
    fields = line.split(",")
    wrong = ",".join([*fields[:8], "7", "7", "14", *fields[11:16], "Mine.", fields[17]])
    table.write_text(table.read_text(encoding="utf-8").replace(line, wrong), encoding="utf-8")

    messages = list(import_export(path, data))

    assert "deaths_revisions: 0 rows added, 1 replaced, 12 as they were" in messages
    assert "2026-02-year-2014, dead: '7' becomes '6'" in messages
    (row,) = [row for row in rows_of(table) if row["revision_id"] == "2026-02-year-2014"]
    assert (row["dead"], row["note"]) == ("6", "Mine.")


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
    tmp_path: Path,
) -> None:
    messages = list(import_export(write(tmp_path, changed(NEWER)), data, export=export))

    assert (data / "deaths.csv").read_bytes() == (DATA / "deaths.csv").read_bytes()
    assert f"deaths: stays with export 2025-04, as this one {reason}" in messages
    assert {row["export"] for row in rows_of(data / "deaths_revisions.csv")} >= {export, "2025-04"}


def test_routes_to_europe_never_become_the_deaths(data: Path, tmp_path: Path) -> None:
    file = write(tmp_path, F)
    messages = list(import_export(file, data, export="2027-01", today=datetime.date(2027, 2, 1)))

    assert (data / "deaths.csv").read_bytes() == (DATA / "deaths.csv").read_bytes()
    assert "deaths: stays with export 2025-04, as this one covers routes to Europe alone" in messages
    assert "missing-migrants-europe-2027-01" in {row["source_id"] for row in rows_of(data / "sources.csv")}


def test_years_of_an_export_that_a_file_does_not_hold_stay(data: Path, tmp_path: Path) -> None:
    """The files of layout E come year by year."""
    before = rows_of(data / "deaths_revisions.csv")

    list(import_export(write(tmp_path, E19, "2023.json"), data, export="2025-09"))

    after = rows_of(data / "deaths_revisions.csv")
    assert [row["revision_id"] for row in after] == [row["revision_id"] for row in before]
    changed = [row for row, old in zip(after, before, strict=True) if row != old]
    assert [(row["revision_id"], row["export_date"], row["source_id"]) for row in changed] == [
        ("2025-09-year-2023", "2025-09-15", "ocha-missing-migrants-2025-09")
    ]


def test_an_export_has_one_layout(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"export 2025-04 is known in layout D2, and export\.csv is of layout A"):
        list(import_export(write(tmp_path, A), data, export="2025-04"))
    assert (data / "deaths_revisions.csv").read_bytes() == (DATA / "deaths_revisions.csv").read_bytes()


def test_a_country_without_a_code_is_left_to_the_maintainer(data: Path, tmp_path: Path) -> None:
    messages = list(
        import_export(
            write(tmp_path, [*NEWER, {**NEWER[-1], "Incident ID": "2026.MMP2", "Country of Incident": "Atlantis"}]),
            data,
        )
    )

    assert any("give 'Atlantis' its code" in line for line in messages)


def test_data_closed_before_the_export_ends_have_to_be_closed_anew(data: Path, tmp_path: Path) -> None:
    later = {**NEWER[-1], "Incident ID": "2098.MMP1", "Incident Date": "2098-02-05", "Incident Year": "2098"}

    file = write(tmp_path, [*NEWER, later])
    messages = list(import_export(file, data, today=datetime.date(2098, 12, 31)))

    assert any("set `created` and `version` in datapackage.json" in line for line in messages)


@pytest.mark.parametrize("layout", [layout for layout in SAMPLES if layout != "F"])
def test_a_new_folder_gets_the_deaths_of_any_export_and_the_whole_history(layout: str, tmp_path: Path) -> None:
    out = tmp_path / "some" / "where"

    list(import_export(write(tmp_path, SAMPLES[layout]), out, export="2026-10"))

    assert {row["export"] for row in rows_of(out / "deaths.csv")} == {"2026-10"}
    history = rows_of(out / "deaths_revisions.csv")
    assert [row for row in history if row["export"] != "2026-10"] == rows_of(DATA / "deaths_revisions.csv")
    assert len(history) > len(rows_of(DATA / "deaths_revisions.csv"))


def test_the_data_folder_in_use_is_written_to_by_default(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOMREPORT_DATA", str(data))

    list(import_export(write(tmp_path, NEWER)))

    assert {row["export"] for row in rows_of(data / "deaths.csv")} == {"2026-02"}


def test_a_table_that_lacks_a_column_is_refused(data: Path, tmp_path: Path) -> None:
    path = data / "deaths_revisions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("incidents", "cases", 1), encoding="utf-8")
    before = path.read_bytes()

    with pytest.raises(UsageError, match=r"deaths_revisions\.csv cannot be brought up to date: it has no column"):
        list(import_export(write(tmp_path, NEWER), data))
    assert path.read_bytes() == before


def test_a_description_that_is_no_json_is_refused(data: Path, tmp_path: Path) -> None:
    (data / "datapackage.json").write_text("{", encoding="utf-8")

    with pytest.raises(UsageError, match=r"datapackage\.json cannot be read as JSON"):
        list(import_export(write(tmp_path, NEWER), data))


def test_a_folder_over_the_data_in_use_has_to_bring_a_description_that_allows_the_export(tmp_path: Path) -> None:
    fields = descriptor.resources(DATA)["deaths_revisions"]["schema"]["fields"]
    listed = any("enum" in field.get("constraints", {}) for field in fields if field["name"] == "export")

    messages = list(import_export(write(tmp_path, NEWER), tmp_path / "over"))

    assert any("the one in use allows no 2026-02" in line for line in messages) == listed
    assert messages[-1].endswith(f"iomreport --data {tmp_path / 'over'} check")
