"""What each export of the project counts for each year, and when it was taken."""

import datetime

import pandas

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import source_ids_in
from iomreport.deaths import recorded_people
from iomreport.deaths.recorded_people import PEOPLE
from iomreport.exhibits.values import Value, rows_with, tally

UNDATED = ("2025-09",)
"""Exports put together from files by year, of which nothing says when each was taken: shown, but in no line."""

ONE_YEAR = 365  # days after the end of a year in which its count is taken as still being completed


@catalog.once
def counts_by_export(data: pandas.DataFrame | None = None, reference: str | None = None) -> pandas.DataFrame:
    """Return what each export for the whole world counts for each year that was over when it was taken.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths_revisions`; that dataset by default.
    reference : str, optional
        Export against which the others are set; the one from which the dataset `deaths` was computed by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `export`, `taken` (ISO 8601 day on which the export was taken at the earliest: its date or its last
        record, whichever is later), `days_after` (days from the end of the year to that day), `stage` ("within a
        year" of its end, "later", or "not dated"), `records`, `dead_and_missing` (persons, at least), `of_reference`
        (share of the count of the same year in the reference) and `source_id`, by year and day. Years of which the
        export covers a part only, exports of a narrower scope and unverified rows are left out.

    Examples
    --------
    >>> counts_by_export().query("year == 2019")["dead_and_missing"].tolist()[:2]
    [3437, 5382]
    """
    held = given_or_shipped(
        data, "deaths_revisions", "year", "export", "export_date", "last_record", "scope", "coverage", "status",
        "records", "dead_and_missing", "source_id",
    )  # fmt: skip
    usable = held[(held["scope"] == "world") & (held["status"] != "unverified")].copy()
    usable["taken"] = usable["export"].map(_days_taken(usable))
    frame = recorded_people.full_years(usable).copy()
    frame["days_after"] = [
        (datetime.date.fromisoformat(taken) - datetime.date(int(year), 12, 31)).days
        for taken, year in zip(frame["taken"], frame["year"], strict=True)
    ]
    frame["stage"] = [
        "not dated" if export in UNDATED else "later" if days >= ONE_YEAR else "within a year"
        for export, days in zip(frame["export"], frame["days_after"], strict=True)
    ]
    if reference is not None:
        rows_with(frame, export=reference)
    chosen = frame[frame["export"] == (reference or recorded_people.export_in_use())].set_index("year")[PEOPLE]
    frame["of_reference"] = frame[PEOPLE].astype("Float64") / frame["year"].map(chosen).astype("Float64")
    names = ["year", "export", "taken", "days_after", "stage", "records", PEOPLE, "of_reference", "source_id"]
    frame = frame.sort_values(["year", "taken"])[names].reset_index(drop=True)
    frame.attrs = {"dataset": "deaths_revisions", "units": {PEOPLE: "persons"}}
    return frame


def _days_taken(rows: pandas.DataFrame) -> dict[str, str]:
    """Return for each export the first day on which it can have been taken."""
    days: dict[str, str] = {}
    for row in records(rows):
        printed = formats.first_day(row["export_date"]).isoformat() if row["export_date"] else ""
        days[row["export"]] = max(days.get(row["export"], ""), printed, row["last_record"] or "")
    return days


def month_of(export: str) -> Value:
    """Return the month to which an export belongs; the day on which it was taken is known of few."""
    row = rows_with(counts_by_export(), export=export).iloc[0]
    return Value(content=export, unit="date", sources=source_ids_in([str(row["source_id"])]))


def undated_collection() -> dict[str, Value]:
    """Return how the collection of files that are not dated compares with the exports that are.

    `collection` (its month, by its name); `before` (the last dated export taken before that), `lower` and `all` (for
    how many years it counts fewer people than that export, and of how many); `nearest` (the dated export whose counts
    of the same years are closest to its own) and `apart` (persons by which they differ at most).
    """
    frame = counts_by_export()
    own = frame[frame["export"] == UNDATED[0]]
    dated = frame[(frame["stage"] != "not dated") & frame["year"].isin(own["year"])]
    dated = dated.assign(apart=dated[PEOPLE] - dated["year"].map(own.set_index("year")[PEOPLE]))
    earlier = dated[dated["taken"] < own["taken"].iloc[0]]
    last = earlier[earlier["taken"] == earlier["taken"].max()]
    whole = dated.groupby("export").filter(lambda rows: len(rows) == len(own))
    apart = whole["apart"].abs().groupby(whole["export"])
    nearest = str(apart.sum().idxmin())
    compared = source_ids_in([*own["source_id"], *dated.loc[dated["export"] == nearest, "source_id"]])
    return {
        "collection": month_of(UNDATED[0]), "before": month_of(str(last["export"].iloc[0])),
        "lower": recorded_people.number_among(last["apart"] > 0, last), "all": tally(last),
        "nearest": month_of(nearest),
        "apart": Value(content=int(apart.max()[nearest]), unit="persons", sources=compared),
    }  # fmt: skip
