"""Promises about the counts of people who died or went missing."""

from collections import defaultdict
from collections.abc import Iterator

from iomreport.catalog.checks.promises import Row, Tables, promise
from iomreport.errors import BrokenPromise
from iomreport.formats import slug

COUNTS = ("records", "dead", "missing", "dead_and_missing", "survivors", "females", "males", "children")


def _sum(rows: list[Row], column: str) -> int:
    return sum(int(row[column] or 0) for row in rows)


@promise("deaths")
def dead_and_missing_add_up(tables: Tables) -> Iterator[BrokenPromise]:
    """The dead and the missing of each row add up to both together."""
    yield from _dead_and_missing(tables, "deaths")


@promise("deaths_revisions")
def dead_and_missing_of_exports_add_up(tables: Tables) -> Iterator[BrokenPromise]:
    """The dead and the missing of each year and export add up to both together; incidents are no more than records."""
    yield from _dead_and_missing(tables, "deaths_revisions")
    revisions = tables["deaths_revisions"]
    for row in revisions:
        if row["incidents"] and int(row["incidents"]) > int(row["records"]):
            yield revisions.broken(row, "incidents", f"no more than the {row['records']} records")


def _dead_and_missing(tables: Tables, name: str) -> Iterator[BrokenPromise]:
    rows = tables[name]
    for row in rows:
        if row["dead"] and row["missing"] and int(row["dead"]) + int(row["missing"]) != int(row["dead_and_missing"]):
            together = int(row["dead"]) + int(row["missing"])
            yield rows.broken(row, "dead_and_missing", f"{together}, dead and missing together")


@promise("deaths")
def breakdowns_add_up_to_the_year(tables: Tables) -> Iterator[BrokenPromise]:
    """Every breakdown of a year's deaths, by region, cause, route, country or month, adds up to the year's total."""
    deaths = tables["deaths"]
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in deaths:
        groups[row["year"], row["breakdown"]].append(row)
    totals = {year: rows[0] for (year, breakdown), rows in groups.items() if breakdown == "total"}
    for (year, breakdown), rows in groups.items():
        if year not in totals:
            yield deaths.broken(rows[0], "year", "a year that has a total")
            continue
        for column in COUNTS:
            expected = int(totals[year][column] or 0)
            if _sum(rows, column) != expected:
                found = f"{_sum(rows, column)} as the sum by {breakdown} in {year}"
                yield BrokenPromise(deaths.file, None, column, found, f"{expected}, the year's total")


@promise("deaths", "countries")
def deaths_are_labelled_alike(tables: Tables) -> Iterator[BrokenPromise]:
    """A row's identifier holds its year, breakdown and category; countries alone have codes; parts of years say so."""
    deaths = tables["deaths"]
    codes: dict[str, str] = {}
    exports: dict[tuple[str, str], int] = defaultdict(int)
    for row in deaths:
        exports[row["export"], row["source_id"]] += 1
    usual = max(exports, key=lambda pair: exports[pair])
    periods = {row["year"]: (row["coverage"], row["period_end"]) for row in deaths.where(breakdown="total")}
    for row in deaths:
        if row["death_id"] != f"{row['year']}-{row['breakdown']}-{slug(row['category'])}":
            yield deaths.broken(row, "death_id", "year, breakdown and category of the row")
        if (row["breakdown"] == "country" and row["category"] not in {"more than one", "not stated"}) != bool(
            row["country_code"]
        ):
            yield deaths.broken(row, "country_code", "a code exactly where the category is a country")
        if row["country_code"] and codes.setdefault(row["category"], row["country_code"]) != row["country_code"]:
            yield deaths.broken(row, "country_code", f"{codes[row['category']]!r}, as elsewhere for the country")
        if (row["export"], row["source_id"]) != usual:
            yield deaths.broken(row, "export", f"{usual[0]!r}, the export that all rows come from")
        if (row["coverage"], row["period_end"]) != periods.get(row["year"]):
            yield deaths.broken(row, "period_end", f"{periods.get(row['year'])}, as in the year's total")
        if (row["coverage"] == "full year") != (row["period_end"] == f"{row['year']}-12-31"):
            yield deaths.broken(row, "coverage", "full year exactly where the period ends with the year")


@promise("deaths", "deaths_revisions")
def totals_are_those_of_the_export(tables: Tables) -> Iterator[BrokenPromise]:
    """The year's totals are those that the history of exports holds for the export in use."""
    deaths, revisions = tables["deaths"], tables["deaths_revisions"]
    by_key = {(row["export"], row["year"]): row for row in revisions}
    for row in deaths.where(breakdown="total"):
        known = by_key.get((row["export"], row["year"]))
        for column in ("records", "dead", "missing", "dead_and_missing", "coverage"):
            if known is None or known[column] != row[column]:
                yield deaths.broken(row, column, f"{known and known[column]!r}, as in deaths_revisions")


@promise("deaths_revisions")
def exports_are_labelled_alike(tables: Tables) -> Iterator[BrokenPromise]:
    """Each export has one layout, date, scope and source; first and last records lie in the year."""
    revisions = tables["deaths_revisions"]
    seen: dict[str, dict[tuple[str, ...], int]] = defaultdict(lambda: defaultdict(int))
    columns = ("layout", "export_date", "scope", "source_id")
    for row in revisions:
        seen[row["export"]][tuple(row[column] for column in columns)] += 1
    for row in revisions:
        known = max(seen[row["export"]], key=lambda label: seen[row["export"]][label])
        for column, expected in zip(columns, known, strict=True):
            if row[column] != expected:
                yield revisions.broken(row, column, f"{expected!r}, as elsewhere for this export")
        if row["revision_id"] != f"{row['export']}-year-{row['year']}":
            yield revisions.broken(row, "revision_id", "export and year of the row")
        for column in ("first_record", "last_record"):
            if row[column] and row[column][:4] != row["year"]:
                yield revisions.broken(row, column, f"a day in {row['year']}")
        if row["first_record"] > row["last_record"] and row["last_record"]:
            yield revisions.broken(row, "first_record", f"a day before {row['last_record']}")
        if row["last_record"] and (row["coverage"] == "full year") != (row["last_record"][5:7] == "12"):
            yield revisions.broken(row, "coverage", "full year exactly where the last record is of December")


REVISED_BY = 0.05  # by what share a year's count changes at most from one export to another, once the year is over


@promise("deaths", "context")
def published_totals_are_near_the_export(tables: Tables) -> Iterator[BrokenPromise]:
    """A published total of dead and missing is within five per cent of the export in use, as full years are revised."""
    context = tables["context"]
    sums: dict[int, int] = {}
    for row in tables["deaths"].where(breakdown="total", coverage="full year"):
        sums[int(row["year"])] = int(row["dead_and_missing"])
    for row in context.where(measure="dead and missing"):
        years = range(int(row["as_of"][:4]), int((row["as_of_end"] or row["as_of"])[:4]) + 1)
        if all(year in sums for year in years) and len(row["as_of_end"] or row["as_of"]) == 4:
            total = sum(sums[year] for year in years)
            if abs(int(row["value"]) / total - 1) > REVISED_BY:
                yield context.broken(row, "value", f"{total}, the sum of the export in use, give or take five per cent")
