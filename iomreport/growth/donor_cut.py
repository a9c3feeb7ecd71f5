"""What it would mean if the largest donor gave less, and by how much less was expected of all."""

from collections.abc import Sequence
from dataclasses import replace

import pandas

from iomreport import catalog
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import Value, pick
from iomreport.growth import donors


def exposure(cuts: Sequence[float] = (0.25, 0.5, 1), data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return what it would mean if the largest donor of the last year gave less, all else unchanged.

    Parameters
    ----------
    cuts : sequence of float
        By how much it gives less, as shares of what it gave.
    data : pandas.DataFrame, optional
        Shaped as the dataset `donors`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        By `cut_percent`: `year`, `lost` (USD), `lost_percent` (of all revenue), `assessed_percent` (the loss over all
        assessed contributions of the year) and `rise_percent` (what every other named donor would have to add to make
        up for it), in per cent to one decimal, and `source_id`.

    Examples
    --------
    >>> exposure()["lost_percent"].tolist()
    [10.4, 20.8, 41.7]
    """
    gifts = given_or_shipped(data, "donors", "year", "kind_of_money", "amount")
    given = donors.donors_by_year(data)
    given = given[given["year"] == given["year"].max()]
    first, year = given.iloc[0], int(given["year"].iloc[0])
    assessed = int(gifts.loc[(gifts["year"] == year) & (gifts["kind_of_money"] == "assessed"), "amount"].sum())
    others, cited = int(given["amount"].iloc[1:].sum()), join_source_ids(given["source_id"])
    wholes = {"lost_percent": first["revenue"], "assessed_percent": assessed, "rise_percent": others}
    rows = []
    for cut in cuts:
        lost = cut * int(first["amount"])
        percent = {name: round(100 * lost / int(whole), 1) for name, whole in wholes.items()}
        rows.append({"year": year, "cut_percent": 100 * cut, "lost": round(lost), **percent, "source_id": cited})
    frame = pandas.DataFrame(rows).astype({"cut_percent": "Float64"})
    frame.attrs = {"units": {"year": "year", "lost": "USD"}}
    return frame


def cut_expected() -> Value:
    """Return by which share the organization expected donors to give less in the year after the last accounts."""
    change = pick(catalog.load("finance"), "amount", concept="change in donor funding", unit="percent")
    return replace(change, content=-float(change.content) / 100, unit="share")


def exposure_table() -> Table:
    """Return the table of what it would mean if the largest donor gave less."""
    shown, given = exposure(), donors.donors_by_year()
    end = int(given["year"].max())
    return Table(
        shown,
        id="tab-exposure",
        caption=say(
            "What a cut by the largest donor, the {who}, would have meant in {year}",
            who=donors.largest(end),
            year=pick(given, "year", year=end, rank=1),
        ),
        columns=[
            Column(name="cut_percent", label="Cut by the largest donor", unit="per cent", format="number"),
            Column(name="lost", label="Loss", unit="USD", format="number"),
            Column(name="lost_percent", label="Of all revenue", unit="per cent", format="number"),
            Column(name="assessed_percent", label="Of assessed contributions", unit="per cent", format="number"),
            Column(name="rise_percent", label="Rise needed from others", unit="per cent", format="number"),
        ],
        notes=[
            "Arithmetic, not a forecast: everything else is held as it was. Percentages are rounded to one decimal. "
            "The last column is what every other named donor would have to add to what it gave."
        ],
    )
