"""Real exports, where they lie beside the checkout: what they give is what the shipped tables hold."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from making import CHECKOUT

from iomreport.missing_migrants import Reading, command, count_by_kind, read_with_repairs
from iomreport.missing_migrants.identity import identify
from iomreport.missing_migrants.totals import deaths_rows, revision_rows

pytestmark = pytest.mark.slow

EXPORTS = CHECKOUT.parent / "shared" / "mmp"
"""Exports of the project; they are too large to ship."""

B = "v2020-01_layoutB_plus_latlon_data.csv"
C = "v2022-03-24_layoutC_web_2021only.csv"
D1 = "v2022-05_layoutD1_allData.xlsx"
D2 = "v2025-04_layoutD2_allData.xlsx"
E = "v2025-09_layoutE_api"
ALL = (B, C, D1, D2, E)

WRITTEN_BY_HAND = {"2020-01-year-2019", "2025-09-year-2024"}
"""Rows of `deaths_revisions` whose note a maintainer wrote, with what no export tells."""

Row = dict[str, str]
Export = Callable[[str], Reading]


@pytest.fixture(scope="module")
def export() -> Export:
    """Return what reads an export once; it skips the test, by name, where the export is not there."""

    @lru_cache(maxsize=5)
    def read(name: str) -> Reading:
        path = EXPORTS / name
        if not path.exists():
            pytest.skip(f"{name} does not lie beside the checkout")
        return read_with_repairs(path)

    return read


def shipped(table: str) -> list[Row]:
    with (CHECKOUT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def without_note(row: Row) -> Row:
    return {name: cell for name, cell in row.items() if name != "note"}


@pytest.mark.parametrize(
    ("name", "layout", "records", "kinds"),
    [
        (
            B,
            "B",
            6339,
            {
                "region that is none of those used today": 4061,
                "region of the division until 2021, all of it in one of today": 377,
                "more women and men than dead and missing": 5,
            },
        ),
        (
            C,
            "C",
            1833,
            {
                "more women and men than dead and missing": 8,
                "negative number": 2,
                "heading printed with a slip": 1,
            },
        ),
        (
            D1,
            "D1",
            10606,
            {
                "more women and men than dead and missing": 62,
                "several values joined by a comma": 17,
                "no day that can be read; month and year as stated beside it": 15,
                "the date is of another month than the one stated beside it; the year alone is kept": 14,
                "negative number": 6,
                "byte order mark within the text": 4,
            },
        ),
        (
            D2,
            "D2",
            19255,
            {
                "several values joined by a comma": 503,
                "several qualities run together; the column holds one": 49,
                "more women and men than dead and missing": 42,
                "more children than dead and missing": 6,
                "no year that can be read; year as in the identifier": 13,
                "negative number": 10,
                "byte order mark within the text": 9,
            },
        ),
        (
            E,
            "E",
            17846,
            {
                "spaces around the text": 564,
                "more women and men than dead and missing": 86,
                "more children than dead and missing": 9,
                "character written as HTML": 86,
                "negative number": 29,
                "no year that can be read; year as in the identifier": 15,
                "heading printed with a slip": 12,
                "number with thousands commas": 1,
            },
        ),
    ],
)
def test_real_exports_are_read_with_the_repairs_they_are_known_to_need(
    export: Export, name: str, layout: str, records: int, kinds: dict[str, int]
) -> None:
    reading = export(name)

    assert (reading.layout.letter, len(reading.records)) == (layout, records)
    assert count_by_kind(reading.repairs) == kinds


@pytest.mark.parametrize("name", ALL)
def test_every_record_of_a_real_export_has_a_year_an_identifier_a_region_and_a_count(export: Export, name: str) -> None:
    frame = export(name).records

    assert frame[["year", "date", "incident_id", "region", "dead_and_missing"]].notna().all().all()
    assert ((frame["dead"].fillna(0) + frame["missing"].fillna(0)) == frame["dead_and_missing"]).all()


@pytest.mark.parametrize("name", ALL)
def test_yearly_totals_are_those_that_are_shipped(export: Export, name: str) -> None:
    reading = export(name)
    identity = identify(reading)
    known = {row["revision_id"]: row for row in shipped("deaths_revisions") if row["export"] == identity.export}
    first = next(iter(known.values()))

    found = revision_rows(
        reading, export=identity.export, export_date=first["export_date"], source_id=first["source_id"]
    )

    assert [without_note(row) for row in found] == [without_note(known[row["revision_id"]]) for row in found]
    noted = [row for row in found if row["revision_id"] not in WRITTEN_BY_HAND]
    assert [row["note"] for row in noted] == [known[row["revision_id"]]["note"] for row in noted]


def test_deaths_of_april_2025_are_those_that_are_shipped(export: Export) -> None:
    known = shipped("deaths")
    codes = {row["category"]: row["country_code"] for row in known}

    found = deaths_rows(export(D2), export="2025-04", source_id="iom-missing-migrants-2025-04", codes=codes)

    assert found == known


@pytest.mark.parametrize("name", ALL)
def test_importing_a_known_export_changes_nothing(
    export: Export, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = export(name)
    monkeypatch.setattr(command, "read_with_repairs", lambda path, **_: reading)
    data = Path(shutil.copytree(CHECKOUT / "data", tmp_path / "data"))

    messages = list(command.import_export(EXPORTS / name, data))

    assert messages[-1] == f"{data}: nothing changes"


@pytest.mark.parametrize("name", ALL)
def test_an_export_is_known_by_its_numbers_whatever_it_is_called(export: Export, name: str) -> None:
    reading = export(name)
    nameless = Reading(Path("allData"), reading.layout, reading.records, reading.repairs)

    assert identify(nameless, history=shipped("deaths_revisions")).export == identify(reading).export
