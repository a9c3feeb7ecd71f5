"""An export added up into rows of `deaths` and `deaths_revisions`, each with what a careful reader should know."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas

from iomreport import formats
from iomreport.catalog.cells import SEPARATOR, split_cell
from iomreport.missing_migrants.parsing import YEAR_OF_IDENTIFIER
from iomreport.missing_migrants.tidy import COUNTS, Reading
from iomreport.missing_migrants.vocabulary import CAUSES

Row = dict[str, str]

# Counts that are nought where no record states any; of the others, such a sum stays missing.
_ALWAYS_COUNTED = ["dead", "missing", "dead_and_missing"]
_BREAKDOWNS = ("total", "region", "cause", "route", "country", "month")
FULL_YEAR, PART_OF_YEAR = "full year", "part of year"
MORE_THAN_ONE, NOT_STATED = "more than one", "not stated"
_COMPARED = "Mediterranean"  # others publish its sums: what of it stands under more than one is given in a note
NUMBER_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@dataclass(frozen=True)
class Period:
    """What an export covers of a year: the dates of the earliest and latest record, days where any record has one."""

    year: int
    first: str
    last: str
    # Records of which only the year is known, and whether all of those are of a year that only their identifiers give.
    undated: int = 0
    by_identifier: bool = False

    @property
    def coverage(self) -> str:
        """Whether the records run into December."""
        return FULL_YEAR if self.last[5:7] == "12" else PART_OF_YEAR

    @property
    def end(self) -> str:
        """The last day of the year that is covered."""
        return f"{self.year}-12-31" if self.coverage == FULL_YEAR else self.last

    @property
    def end_sentence(self) -> str:
        """A sentence on where a part of a year ends; nothing for a whole year."""
        if self.coverage == FULL_YEAR:
            return ""
        day = "on " if formats.precision_of(self.last) == "day" else "in "
        return f"Records end {day}{formats.date_text(self.last)}."


def periods(reading: Reading) -> dict[int, Period]:
    """Return what an export covers of each year, in order of time; records without any year belong to none."""
    years_of_identifiers = Counter(repair.read_as for repair in reading.repairs if repair.why == YEAR_OF_IDENTIFIER)
    found = {}
    for year, records in _by_year(reading.records).items():
        undated = int((records["date_precision"] == "year").sum())
        first, last = _bounds(records)
        found[year] = Period(year, first, last, undated, 0 < undated == years_of_identifiers[str(year)])
    return found


def _by_year(records: pandas.DataFrame) -> dict[int, pandas.DataFrame]:
    return {int(str(year)): group for year, group in records.groupby("year", sort=True)}


def _bounds(records: pandas.DataFrame) -> tuple[str, str]:
    """Return the first and last date of those known to the day; failing that to the month, or the year."""
    for precision in ("day", "month", "year"):
        dates = records.loc[records["date_precision"] == precision, "date"]
        if len(dates):
            break
    return str(dates.min()), str(dates.max())


def deaths_rows(reading: Reading, *, export: str, source_id: str, codes: Mapping[str, str]) -> list[Row]:
    """Add the records up by year and, within each, by region, cause, route, country and month, as rows of text."""
    covered = periods(reading)
    years = _by_year(reading.records)
    rows = []
    for breakdown in _BREAKDOWNS:
        for year, category, sums in _sums(reading.records, breakdown):
            period = covered[year]
            row = {
                "death_id": f"{year}-{breakdown}-{formats.slug(category)}",
                "year": str(year),
                "breakdown": breakdown,
                "category": category,
                "country_code": codes.get(category, "") if breakdown == "country" else "",
                **sums,
                "coverage": period.coverage,
                "period_end": period.end,
                "export": export,
                "status": "sourced",
                "source_id": source_id,
            }
            rows.append(row | {"note": " ".join(filter(None, _notes(row, years[year], period)))})
    return rows


def _sums(records: pandas.DataFrame, breakdown: str) -> Iterator[tuple[int, str, Row]]:
    """Add counts up by year and category; what none of the records states has no sum."""
    groups = records.groupby(["year", _categories(records, breakdown)], sort=True)
    sums = groups[[*COUNTS]].sum(min_count=1).astype("string")
    sums[_ALWAYS_COUNTED] = sums[_ALWAYS_COUNTED].fillna("0")
    sums.insert(0, "records", groups.size().astype("string"))
    for (year, category), *cells in sums.fillna("").itertuples():
        yield int(year), str(category), dict(zip(sums.columns, map(str, cells), strict=True))


def _categories(records: pandas.DataFrame, breakdown: str) -> pandas.Series:
    """Return what each record stands under; missing, so that it is left out, where no record of the year states any."""
    if breakdown == "total":
        return pandas.Series("all", index=records.index, name="category")
    if breakdown == "month":
        months = records["date"].str[:7].where(records["date_precision"] != "year", NOT_STATED)
        return months.rename("category")
    stated = records[breakdown]
    category = stated.mask(_several(stated), MORE_THAN_ONE).fillna(NOT_STATED)
    return category.where(stated.notna().groupby(records["year"]).transform("any")).rename("category")


def _several(names: pandas.Series) -> pandas.Series:
    return names.str.contains(SEPARATOR, regex=False, na=False)


def _notes(row: Row, records: pandas.DataFrame, period: Period) -> Iterator[str]:
    """Tell what there is to know of a row of deaths, from all records of the year."""
    if row["breakdown"] == "total":
        yield from _notes_on_total(records, period)
    elif row["breakdown"] == "month":
        yield from _notes_on_month(row["category"], records, period)
    else:
        yield from _notes_on_category(row, records)


def _notes_on_total(records: pandas.DataFrame, period: Period) -> Iterator[str]:
    negative = int((records["missing"] < 0).sum())
    if negative:
        yield _records_have(negative, "a negative number of missing, which lowers the total.")
    undated = records[records["date_precision"] == "year"]
    if period.by_identifier and len(undated) > 1:
        each = "one death each, " if (undated["dead_and_missing"] == 1).all() else ""
        yield f"Includes {len(undated)} records, {each}that carry no date; the year is read from their identifiers."
    elif period.by_identifier:
        yield "Includes a record that carries no date; the year is read from its identifier."
    elif len(undated):
        yield f"Includes {_records(len(undated))} of which only the year is known."
    yield period.end_sentence


def _notes_on_month(month: str, records: pandas.DataFrame, period: Period) -> Iterator[str]:
    if month == NOT_STATED:
        known = "without a date; their identifiers give the year only" if period.by_identifier else "without a month"
        yield f"Records of {period.year} {known}."
        return
    inexact = int(((records["date_precision"] == "month") & (records["date"] == month)).sum())
    if inexact:
        yield _records_have(inexact, f"no valid day; {'its' if inexact == 1 else 'their'} month is stated.")
    if month == period.last[:7]:
        yield period.end_sentence


def _notes_on_category(row: Row, records: pandas.DataFrame) -> Iterator[str]:
    breakdown, category = row["breakdown"], row["category"]
    if category == MORE_THAN_ONE:
        yield f"Joined in the source: {_joined(records.loc[_several(records[breakdown]), breakdown])}."
    if breakdown == "region" and category == _COMPARED:
        joined = [cell != category and category in split_cell(cell) for cell in records["region"].fillna("")]
        if any(joined):
            people = int(records.loc[joined, "dead_and_missing"].sum())
            elsewhere = f"of this region are joined with another and stand under {MORE_THAN_ONE}."
            yield f"A further {people:,} dead and missing {elsewhere}"
    if int(row["missing"]) < 0:
        yield "The source has a negative number of missing here."
    if int(row["females"] or 0) + int(row["males"] or 0) > int(row["dead_and_missing"]):
        yield "In the source, females and males together exceed the dead and missing."


def _joined(cells: Iterable[str]) -> str:
    """Tell which values stand together, and in how many records."""
    together = Counter(" with ".join(CAUSES.get(value, value) for value in cell.split(SEPARATOR)) for cell in cells)
    return ", ".join(f"{names} ({_records(number)})" for names, number in sorted(together.items()))


def _records(number: int) -> str:
    return f"{number:,} {'record' if number == 1 else 'records'}"


def _records_have(number: int, rest: str) -> str:
    word = NUMBER_WORDS[number].capitalize() if number < len(NUMBER_WORDS) else f"{number:,}"
    return f"{word} {'record has' if number == 1 else 'records have'} {rest}"


def revision_rows(reading: Reading, *, export: str, export_date: str, source_id: str) -> list[Row]:
    """Return the yearly totals of an export, for the history of exports, as rows of text by year."""
    covered = periods(reading)
    layout, scope = reading.layout.letter, reading.layout.scope
    rows = []
    for year, records in _by_year(reading.records).items():
        period, identifiers = covered[year], records["incident_id"]
        rows.append(
            {
                "revision_id": f"{export}-year-{year}",
                "year": str(year),
                "export": export,
                "layout": layout,
                "export_date": export_date,
                "export_date_precision": formats.precision_of(export_date) if export_date else "",
                "records": str(len(records)),
                "incidents": str(identifiers.nunique() + int(identifiers.isna().sum())),
                **{name: str(int(records[name].sum())) for name in _ALWAYS_COUNTED},
                "first_record": period.first,
                "last_record": period.last,
                "coverage": period.coverage,
                "scope": scope,
                "status": "sourced",
                "note": " ".join(filter(None, _notes_on_revision(period, len(covered), scope, layout))),
                "source_id": source_id,
            }
        )
    return rows


def _notes_on_revision(period: Period, years: int, scope: str, layout: str) -> Iterator[str]:
    yield period.end_sentence
    if years == 1:
        yield f"This export covers {period.year} alone."
    if period.by_identifier and period.undated == 1:
        yield "1 record without a date is counted by the year in its identifier."
    elif period.by_identifier:
        yield f"{period.undated} records without a date are counted by the year in their identifiers."
    if scope != "world":
        yield "Only routes to Europe, selected by a third party: not to be set beside world totals."
    if layout == "E" and period.coverage == FULL_YEAR:
        yield "One of several files by year; when each was taken is not stated."


# Sentences of `_notes_on_revision`, each of which is made anew where a row changes.
_MADE = re.compile(
    r"Records end (?:on|in) [^.]*\.|This export covers \d{4} alone\.|1 record without a date is counted [^.]*\."
    r"|\d+ records without a date are counted [^.]*\.|Only routes to Europe, selected [^.]*\."
    r"|One of several files by year; when each was taken is not stated\."
)


def renewed_note(old: str, new: str) -> str:
    """Return the note of a row that changes: the sentences made for its numbers, then those that somebody wrote."""
    written = " ".join(_MADE.sub("", old).split())
    return " ".join(filter(None, (new, written)))
