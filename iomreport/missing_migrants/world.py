"""Whether a file can be an export of the whole world: held against what exports taken before and after it hold."""

from collections.abc import Iterator, Mapping, Sequence

from iomreport.catalog.cells import split_cell
from iomreport.missing_migrants.tidy import Reading
from iomreport.missing_migrants.totals import FULL_YEAR, MORE_THAN_ONE, NOT_STATED, Row, revision_rows

# By what share of a neighbouring export's count of a year an export may hold fewer or more, of people and of incidents.
# Between the ten world exports from 2017 to 2026 people changed by -3 to +14 per cent and incidents by -20 to +81, once
# a year was over; in exports taken in the year itself or the next, up to 57 and 78 per cent were still to come.
_SETTLED = {"dead_and_missing": (0.8, 1.25), "incidents": (0.5, 2.0)}
_FRESH = {"dead_and_missing": (0.5, 2.0), "incidents": (0.4, 2.5)}
# The same export, read again, holds the same: what is far from it is an edited copy, or one that was cut.
_SAME = dict.fromkeys(_SETTLED, (0.98, 1.02))
_MOST_ROWS_PER_INCIDENT = 1.5  # layouts that split incidents hold 1.05 rows for each
_ENOUGH = 20  # records from which on proportions, and regions, tell something
_WORDS = {"dead_and_missing": "dead and missing", "incidents": "incidents"}


def doubts(
    reading: Reading, export: str, history: Sequence[Mapping[str, str]], deaths: Sequence[Mapping[str, str]]
) -> list[str]:
    """Return why a file cannot hold all that its layout covers, in sentences by year; nothing if it can.

    `history` and `deaths` are the rows of `deaths_revisions` and `deaths` it is held against.
    """
    found: list[str] = []
    for own in revision_rows(reading, export=export, export_date="", source_id=""):
        known = [row for row in history if (row["year"], row["scope"]) == (own["year"], own["scope"])]
        for row in _neighbours(known, export):
            found += _apart(own, row)
        if int(own["records"]) > _MOST_ROWS_PER_INCIDENT * int(own["incidents"]) and int(own["records"]) >= _ENOUGH:
            found.append(f"{own['records']} rows of {own['incidents']} incidents in {own['year']}")
        if own["scope"] == "world":
            found += _regions(reading, own, deaths)
            found += _months(own, deaths)
    return list(dict.fromkeys(found))


def _neighbours(known: Sequence[Mapping[str, str]], export: str) -> list[Mapping[str, str]]:
    """Return the last export before this one, and the first from it on."""
    before = [row for row in known if row["export"] < export]
    since = [row for row in known if row["export"] >= export]
    return sorted(before, key=_name)[-1:] + sorted(since, key=_name)[:1]


def _name(row: Mapping[str, str]) -> str:
    return row["export"]


def _apart(own: Row, known: Mapping[str, str]) -> Iterator[str]:
    """Tell of counts of a year that are too far from those of another export; what ends later may hold more."""
    year = int(own["year"])
    fresh = min(int(own["export"][:4]), int(known["export"][:4])) <= year + 1
    whole = own["coverage"] == known["coverage"] == FULL_YEAR
    shares = _SAME if known["export"] == own["export"] else _FRESH if fresh else _SETTLED
    for column, (least, most) in shares.items():
        ours, theirs = int(own[column]), int(known[column])
        too_few = ours < least * theirs and (whole or known["last_record"] <= own["last_record"])
        too_many = ours > most * theirs and (whole or known["last_record"] >= own["last_record"])
        if too_few or (too_many and int(own["records"]) >= _ENOUGH):
            yield f"{ours:,} {_WORDS[column]} in {year}, where export {known['export']} has {theirs:,}"


def _months(own: Row, deaths: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Tell of a part of a year that holds less than half of what the same months hold in use."""
    if own["coverage"] == FULL_YEAR or int(own["records"]) < _ENOUGH:
        return
    whole = [
        int(row["dead_and_missing"])
        for row in deaths
        if (row["year"], row["breakdown"]) == (own["year"], "month") and row["category"] < own["last_record"][:7]
    ]
    if int(own["dead_and_missing"]) < _FRESH["dead_and_missing"][0] * sum(whole):
        until = f"{own['dead_and_missing']} dead and missing in {own['year']} until {own['last_record']}"
        yield f"{until}, where the months before it hold {sum(whole):,} in use"


def few(reading: Reading) -> list[int]:
    """Return the years of which a file holds too few records to be held against other exports."""
    counts = reading.records["year"].value_counts()
    return sorted(int(str(year)) for year, number in counts.items() if number < _ENOUGH)


def _regions(reading: Reading, own: Row, deaths: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Tell of a year with records of one region or country alone, or without most regions that have many."""
    records = reading.records[reading.records["year"] == int(own["year"])]
    if len(records) >= _ENOUGH:
        for column in ("region", "country"):
            names = records[column].dropna().unique()
            if len(names) == 1:
                yield f"records of {names[0]} alone in {own['year']}"
    held = {name for cell in records["region"].dropna().unique() for name in split_cell(cell)}
    expected = {
        row["category"]
        for row in deaths
        if (row["year"], row["breakdown"]) == (own["year"], "region")
        and row["period_end"] <= max(own["last_record"], f"{own['year']}-12-31" if own["coverage"] == FULL_YEAR else "")
        and int(row["records"]) >= _ENOUGH
    } - {MORE_THAN_ONE, NOT_STATED}
    lacking = expected - held
    if reading.layout.old_regions:  # most had other names, and records were added to some since
        lacking &= {"Mediterranean"}
    if 2 * len(lacking) > len(expected) or "Mediterranean" in lacking:
        yield f"no record in {own['year']} of {', '.join(sorted(lacking))}"
