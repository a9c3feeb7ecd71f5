"""What the organization speaks up for: what it called for, warned of and set out to do, as an article reports it."""

import pandas

from iomreport import catalog
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import pick, tally

POSITIONS = {
    "call": ("F157", "F158", "F159", "F160"),
    "warning": ("F154", "F156"),
    "aim": ("F162", "F163", "F164", "F170", "F171"),
}
"""Claims that say what the organization stands for, by how it says it."""

_WHERE_SAID = {
    "Advocacy": "Statement for International Migrants Day",
    "Campaigns: Migrants Contribute": "Migrants Contribute",
    "Campaigns: Migration Means": "#MigrationMeans",
}


@catalog.once
def stated_positions(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return what the organization calls for, warns of and sets out to do.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `claim_id`, `kind` (call, warning or aim), `position` (in our words, but for what it quotes), `place` (where it
        is said), `as_of` (ISO 8601 date, where the article gives one), `status` and `source_id`, calls first.

    Examples
    --------
    >>> stated_positions()["kind"].value_counts().to_dict()
    {'aim': 5, 'call': 4, 'warning': 2}
    """
    claims = given_or_shipped(data, "claims", "claim_id", "section", "value", "as_of", "status", "source_id")
    kinds = {claim: kind for kind, claims in POSITIONS.items() for claim in claims}
    frame = claims[claims["claim_id"].isin(kinds)]
    frame = frame.sort_values("claim_id", key=lambda ids: ids.map([*kinds].index)).reset_index(drop=True)
    frame = frame.assign(
        kind=frame["claim_id"].map(kinds), place=frame["section"].map(_WHERE_SAID), position=frame["value"]
    )[["claim_id", "kind", "position", "place", "as_of", "status", "source_id"]]
    frame.attrs = {**claims.attrs, "units": {}}
    return frame


def positions_table() -> Table:
    """Return the table of what the organization calls for, warns of and sets out to do."""
    shown, campaigns = stated_positions(), catalog.load("campaigns")
    return Table(
        shown,
        id="tab-positions",
        caption=say(
            "What the organization spoke up for in {day:year} and {year:year}, in {call} calls, {warning} warnings "
            "and {aim} aims of campaigns",
            day=pick(campaigns, "start", campaign_id="migrants-day-2013"),
            year=pick(campaigns, "start", campaign_id="migrationmeans"),
            **{kind: tally(shown[shown["kind"] == kind]) for kind in POSITIONS},
        ),
        columns=[
            Column(name="kind", label="Kind"),
            Column(name="position", label="What is said"),
            Column(name="place", label="Where"),
        ],
        notes=[
            "As an encyclopedia article of the time reports it: what stands in quotation marks is quoted, the rest is "
            "put in our words."
        ],
    )
