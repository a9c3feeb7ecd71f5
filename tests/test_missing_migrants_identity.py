"""Which export a file is comes from what is known, or from the maintainer, and is never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import D2, C, F, Record, with_first_again, write

from iomreport.errors import UsageError
from iomreport.missing_migrants import Reading, read_with_repairs
from iomreport.missing_migrants.identity import Identity, identify
from iomreport.missing_migrants.totals import revision_rows


def read_made_up(folder: Path, records: list[Record], name: str = "export.csv") -> Reading:
    return read_with_repairs(write(folder, records, name))


def test_what_the_maintainer_says_comes_first(tmp_path: Path) -> None:
    found = identify(read_made_up(tmp_path, D2, "allData-2025-02-03.csv"), "2025-04")

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
    found = identify(read_made_up(tmp_path, D2, name))

    assert (found.export, found.date) == (export, date)
    assert name in found.how


def test_routes_to_europe_are_an_export_of_their_own(tmp_path: Path) -> None:
    assert identify(read_made_up(tmp_path, F), "2026-05-06").export == "2026-05-europe"


def test_an_export_is_known_by_its_numbers(tmp_path: Path) -> None:
    read = read_made_up(tmp_path, C)
    history = revision_rows(read, export="2022-03", export_date="2022-03-24", source_id="a-source")

    found = identify(read, history=history)

    assert (found.export, found.date) == ("2022-03", "2022-03-24")
    assert "numbers" in found.how


def test_numbers_that_two_exports_share_tell_neither(tmp_path: Path) -> None:
    read = read_made_up(tmp_path, C)
    history = [
        row
        for export in ("2022-03", "2022-04")
        for row in revision_rows(read, export=export, export_date="", source_id="a-source")
    ]

    with pytest.raises(UsageError, match="--export"):
        identify(read, history=history)


def test_an_export_that_ends_within_a_year_is_of_its_last_month_and_has_no_date(tmp_path: Path) -> None:
    records = with_first_again(D2, **{"Incident Date": "2025-04-29", "Incident Year": "2025", "Month": "April"})

    found = identify(read_made_up(tmp_path, records))

    assert (found.export, found.date) == ("2025-04", "")
    assert "29 April 2025" in found.how
    assert "--export" in found.how


def test_an_export_that_ends_with_a_year_may_be_of_any_later_time(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"export\.csv: nothing tells .* as in --export 2025-01$"):
        identify(read_made_up(tmp_path, D2))


@pytest.mark.parametrize("said", ["2025-13", "2025", "April 2025", "2025-02-30", "2025-04-29x", ""])
def test_what_is_no_month_or_day_is_refused(said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no month or day"):
        identify(read_made_up(tmp_path, D2), said)


def test_an_export_cannot_lie_before_its_last_record(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2024-11 lies before the last record, of 24 December 2024"):
        identify(read_made_up(tmp_path, D2), "2024-11")
