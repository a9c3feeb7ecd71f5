"""Whether an export can be what it passes for: every incident of the world once, and no part or copy of it."""

from collections.abc import Iterator, Mapping, Sequence

import pandas

from iomreport.catalog.cells import split_cell
from iomreport.errors import UsageError
from iomreport.missing_migrants.tidy import COUNTS, Reading
from iomreport.missing_migrants.totals import PART_OF_YEAR, periods

# Of all exports of ten years, the least that one held of a year that had ended long before is 0.90 of what a later one
# holds, and 0.64 of a year that had just ended; none held a tenth more than the next. Where incidents are split, up to
# 0.01 of the records repeat another's identifier, day, place and counts.
_LEAST, _LEAST_OF_LATEST = 0.8, 0.5
_MOST, _MOST_OF_LATEST = 1.25, 3.0
_MOST_REPEATED = 0.05
_LARGE_REGION = 0.05  # of a year's people: a region that no export of the world can lack
_ENOUGH = 5  # fewer records that repeat others are told as they stand

_ASK = "If it is an export of the whole world all the same, say --world"


def refuse_what_is_no_world_export(reading: Reading, deaths: Sequence[Mapping[str, str]]) -> None:
    """Refuse an export that neighbouring ones show to be a part of the world, or to hold its records several times.

    Parameters
    ----------
    reading : Reading
        The export.
    deaths : sequence of mappings
        Rows of `deaths`, of the export in use.

    Raises
    ------
    UsageError
        With the file, the year, what was found and what was expected.
    """
    if reading.layout.scope != "world":
        return
    found = next(_doubts(reading, deaths), "")
    if found:
        raise UsageError(f"{reading.path.name}: found {found} {_ASK}")


def _doubts(reading: Reading, deaths: Sequence[Mapping[str, str]]) -> Iterator[str]:
    records = reading.records
    same = ["incident_id", "date", "latitude", "longitude", *COUNTS]
    repeated = int(records.duplicated(same).sum())
    if repeated >= _ENOUGH and repeated > _MOST_REPEATED * len(records):
        yield (
            f"{repeated:,} of {len(records):,} records that repeat another's identifier, day, place and counts; "
            "expected every incident once: is a year in it twice, or a row taken apart by country or cause?"
        )
    latest = max((row["year"] for row in deaths), default="")
    for year, period in periods(reading).items():
        ours = records[records["year"] == year]
        if period.coverage == PART_OF_YEAR:  # its last month may lack days, or have been recorded in part
            ours = ours[(ours["date_precision"] == "year") | (ours["date"].str[:7] < period.last[:7])]
        theirs = [row for row in deaths if row["year"] == str(year)]
        if period.coverage == PART_OF_YEAR:
            yield from _doubts_on_total(
                year, ours, _months_before(theirs, period.last[:7]), latest, " before its last month"
            )
            continue
        total = sum(int(row["dead_and_missing"]) for row in theirs if row["breakdown"] == "total")
        if theirs and theirs[0]["coverage"] != PART_OF_YEAR:
            yield from _doubts_on_total(year, ours, total, latest)
            yield from _doubts_on_regions(reading, year, ours, theirs, total)


def _months_before(rows: Sequence[Mapping[str, str]], month: str) -> int:
    months = (row for row in rows if row["breakdown"] == "month" and row["category"] < month)
    return sum(int(row["dead_and_missing"]) for row in months)


def _doubts_on_total(year: int, ours: pandas.DataFrame, expected: int, latest: str, when: str = "") -> Iterator[str]:
    """Tell a total that is far below or above that of the export in use."""
    people = int(ours["dead_and_missing"].sum())
    young = year >= int(latest or 0) - 1
    last = int(str(ours["year"].max())) if len(ours) else year
    least = _LEAST_OF_LATEST if year == last or young else _LEAST
    if not least * expected <= people <= (_MOST_OF_LATEST if young else _MOST) * max(expected, 1) and expected > 0:
        yield (
            f"{people:,} dead and missing in {year}{when}; expected about {expected:,}, as the export in use holds for "
            "the same months: is it a part of the world, or are records in it several times?"
        )


def _doubts_on_regions(
    reading: Reading, year: int, ours: pandas.DataFrame, theirs: Sequence[Mapping[str, str]], total: int
) -> Iterator[str]:
    """Tell a region that every export of the world has and this one lacks; regions until 2021 had other names."""
    if reading.layout.old_regions:
        return
    present = {region for cell in ours["region"].dropna().unique() for region in split_cell(cell)}
    for row in theirs:
        people = int(row["dead_and_missing"])
        if row["breakdown"] == "region" and people > _LARGE_REGION * total and row["category"] not in present:
            if row["category"] in {"more than one", "not stated"}:
                continue
            yield f"no record of {row['category']} in {year}; expected about {people:,} dead and missing."
