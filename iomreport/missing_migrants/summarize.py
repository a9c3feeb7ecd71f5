"""An export added up into rows of `deaths` and `deaths_revisions`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from iomreport import formats
from iomreport.catalog.cells import SEPARATOR
from iomreport.formats import slug
from iomreport.missing_migrants import notes
from iomreport.missing_migrants.export import Reading
from iomreport.missing_migrants.notes import MORE_THAN_ONE, NOT_STATED
from iomreport.missing_migrants.periods import of_each_year, periods

if TYPE_CHECKING:
    import pandas

COUNTS = ("dead", "missing", "dead_and_missing", "survivors", "females", "males", "children")
ALWAYS_COUNTED = ("dead", "missing", "dead_and_missing")
"""Counts that are nought where no record states any; of the others, such a sum stays missing."""

BREAKDOWNS = ("total", "region", "cause", "route", "country", "month")

Row = dict[str, str]


def deaths_rows(reading: Reading, *, export: str, source_id: str, codes: Mapping[str, str]) -> list[Row]:
    """Add the records of an export up by year and, within each year, by region, cause, route, country and month.

    Parameters
    ----------
    reading : Reading
        The export.
    export : str
        What it is called.
    source_id : str
        Its identifier in the table of sources.
    codes : mapping
        From the name of a country to its ISO 3166 alpha-3 code.

    Returns
    -------
    list of dict
        Rows of the table `deaths` as text: by breakdown, year and category. Records that join several values stand
        under `more than one`, those that state none under `not stated`; a breakdown that no record of a year states
        is left out for that year. Records of no known year stand nowhere.
    """
    covered = periods(reading)
    years = dict(of_each_year(reading.records))
    rows = []
    for breakdown in BREAKDOWNS:
        for year, category, sums in _added(reading.records, breakdown):
            period = covered[year]
            row = {
                "death_id": f"{year}-{breakdown}-{slug(category)}",
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
            rows.append(row | {"note": notes.on_deaths(row, years[year], period)})
    return rows


def _added(records: pandas.DataFrame, breakdown: str) -> Iterator[tuple[int, str, Row]]:
    """Add counts up by year and category; what none of the records states has no sum."""
    categories = _categories(records, breakdown)
    groups = records.groupby(["year", categories], sort=True)
    sums = groups[[*COUNTS]].sum(min_count=1).astype("string")
    sums[[*ALWAYS_COUNTED]] = sums[[*ALWAYS_COUNTED]].fillna("0")
    sums.insert(0, "records", groups.size().astype("string"))
    for keys, *cells in sums.fillna("").itertuples():
        yield int(keys[0]), str(keys[1]), dict(zip(sums.columns, map(str, cells), strict=True))


def _categories(records: pandas.DataFrame, breakdown: str) -> pandas.Series:
    """Return what each record stands under; missing where no record of the year states any."""
    import pandas

    if breakdown == "total":
        return pandas.Series("all", index=records.index, name="category")
    if breakdown == "month":
        months = records["date"].str[:7].where(records["date_precision"] != "year", NOT_STATED)
        return months.rename("category")
    stated = records[breakdown]
    several = stated.str.contains(SEPARATOR, regex=False, na=False)
    category = stated.mask(several, MORE_THAN_ONE).fillna(NOT_STATED)
    return category.where(stated.notna().groupby(records["year"]).transform("any")).rename("category")


def revision_rows(reading: Reading, *, export: str, export_date: str, source_id: str) -> list[Row]:
    """Return the yearly totals of an export, for the history of exports.

    Parameters
    ----------
    reading : Reading
        The export.
    export : str
        What it is called.
    export_date : str
        When it was published or copied, as precisely as that is known; empty where it is not.
    source_id : str
        Its identifier in the table of sources.

    Returns
    -------
    list of dict
        Rows of the table `deaths_revisions` as text, by year.
    """
    covered = periods(reading)
    layout, scope = reading.layout.letter, reading.layout.scope
    rows = []
    for year, records in of_each_year(reading.records):
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
                **{name: str(int(records[name].sum())) for name in ALWAYS_COUNTED},
                "first_record": period.first,
                "last_record": period.last,
                "coverage": period.coverage,
                "scope": scope,
                "status": "sourced",
                "note": notes.on_revision(period, len(covered), scope, layout),
                "source_id": source_id,
            }
        )
    return rows
