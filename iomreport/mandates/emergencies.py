"""Emergencies since 1956: when, where and of what kind, and whether a source counts the people helped."""

import pandas

from iomreport import catalog
from iomreport.catalog.required_columns import given_or_shipped, require_columns
from iomreport.catalog.sources import join_source_ids
from iomreport.exhibits.values import Value, pick
from iomreport.suggest import need_known

FIRST_YEAR = 1956  # year of the first emergency; movements that were the committee's everyday work are not emergencies

YEARLY_MEASURE = "people reached by crisis work in the year"
"""Measure of rows that count a year's whole work, and so no single crisis."""

_COUNTS = ("moved", "assisted")


def usable(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the rows of `emergencies` that are verified and belong to a single crisis since the first year."""
    rows = given_or_shipped(data, "emergencies", "year", "kind", "status")
    return rows[(rows["status"] != "unverified") & (rows["kind"] != "several") & (rows["year"] >= FIRST_YEAR)]


def people_counted(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the rows of `emergencies` that count people whom the organization helped, alone or with partners."""
    rows = require_columns(usable(data), "counts", "done_by", "measure", "value", "unit", ours="emergencies")
    # Left out: people merely affected, the work of others, families, things, money, and totals of a whole year.
    helped = rows["counts"].isin(_COUNTS) & rows["done_by"].isin(["IOM", "with partners"])
    persons = (rows["unit"] == "persons") & rows["value"].notna() & (rows["measure"] != YEARLY_MEASURE)
    return rows[helped & persons]


@catalog.once
def crises(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the crises, one row each.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `emergencies`, with one row per figure; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year` (in which the crisis began, or the first in which people were helped), `event`, `kind`, `region`,
        `figures` (how many figures count people moved or assisted), `counted` ("yes" or "no"), `in_article` and
        `source_id` (of all its rows), by year.

    Examples
    --------
    >>> crises()["event"].head(2).tolist()
    ['Hungary', 'Czechoslovakia']
    """
    rows = require_columns(usable(data), "event", "region", "in_article", "source_id", ours="emergencies")
    events = rows.groupby("event", sort=False)
    frame = events[["kind", "region", "in_article"]].first()
    frame = frame.assign(year=events["year"].min(), source_id=events["source_id"].agg(join_source_ids))
    frame["figures"] = people_counted(data)["event"].value_counts().reindex(frame.index, fill_value=0)
    frame["counted"] = (frame["figures"] > 0).map({True: "yes", False: "no"})
    frame = frame.reset_index().astype({"year": "Int64", "figures": "Int64"})
    frame = frame[["year", "event", "kind", "region", "figures", "counted", "in_article", "source_id"]]
    frame = frame.sort_values("year", kind="stable").reset_index(drop=True)
    frame.attrs = {"units": {"year": "year", "figures": "figures"}}
    return frame


@catalog.once
def counts_of(counts: str, data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the figures of people moved, or of people assisted in another way, by crisis.

    Parameters
    ----------
    counts : str
        "moved" or "assisted".
    data : pandas.DataFrame, optional
        Shaped as the dataset `emergencies`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year` (of the crisis), `event`, `counts`, `done_by`, `measure` (what exactly is counted), `value` (persons),
        `qualifier`, `as_of` (ISO 8601 date), `status`, `note` and `source_id`, by year of the crisis and value.

    Examples
    --------
    >>> counts_of("moved").query("event == 'Hungary'")["value"].tolist()
    [139531, 180000, 200000]
    """
    need_known("way of counting", counts, _COUNTS)
    names = ["year", "event", "counts", "done_by", "measure", "value", "qualifier"]
    names += ["as_of", "as_of_precision", "status", "note", "source_id"]
    figures = require_columns(people_counted(data), *names, ours="emergencies")
    began = crises(data).set_index("event")["year"]
    frame = figures[figures["counts"] == counts].assign(year=figures["event"].map(began))
    frame = frame.sort_values(["year", "event", "value"], kind="stable")[names].reset_index(drop=True)
    frame.attrs = {"units": {"year": "year", "value": "persons"}}
    return frame


def people(emergency_id: str) -> Value:
    """Return one figure of a crisis, with the hedge of its source."""
    rows = catalog.load("emergencies")
    return pick(rows[rows["status"] != "unverified"], "value", emergency_id=emergency_id)
