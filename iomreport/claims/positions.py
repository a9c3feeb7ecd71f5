"""What the organization speaks up for: what it called for, warned of and set out to do, as an article reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomreport import catalog
from iomreport.catalog import required_columns
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import Value, pick, tally

if TYPE_CHECKING:
    import pandas

POSITIONS = {
    "F157": "call",
    "F158": "call",
    "F159": "call",
    "F160": "call",
    "F154": "warning",
    "F156": "warning",
    "F162": "aim",
    "F163": "aim",
    "F164": "aim",
    "F170": "aim",
    "F171": "aim",
}
"""Claims that say what the organization stands for, and how it says it."""

_PLACES = {
    "Advocacy": "Statement for International Migrants Day",
    "Campaigns: Migrants Contribute": "Migrants Contribute",
    "Campaigns: Migration Means": "#MigrationMeans",
}


@catalog.once
def positions(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return what the organization calls for, warns of and sets out to do.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `claim_id`, `kind` (call, warning or aim), `position` (in our words, but for what it quotes), `place` (where it
        is said), `as_of` (ISO 8601 date, where the article gives one), `status` and `source_id`, calls first.

    Examples
    --------
    >>> positions()["kind"].value_counts().to_dict()
    {'aim': 5, 'call': 4, 'warning': 2}
    """
    claims = required_columns.given_or_ours(
        data, "claims", "claim_id", "section", "value", "as_of", "status", "source_id"
    )
    chosen = claims[claims["claim_id"].isin(POSITIONS)].set_index("claim_id", drop=False)
    frame = chosen.loc[[one for one in POSITIONS if one in chosen.index]].reset_index(drop=True)
    frame["kind"] = frame["claim_id"].map(POSITIONS)
    frame["place"] = frame["section"].map(_PLACES)
    frame["position"] = frame["value"]
    frame = frame[["claim_id", "kind", "position", "place", "as_of", "status", "source_id"]]
    frame.attrs = {**claims.attrs, "units": {}}
    return frame


def number_of(kind: str) -> Value:
    """Return how many calls, warnings or aims there are, as a value for a sentence.

    Examples
    --------
    >>> print(number_of("call"))
    4
    """
    return tally(positions().query("kind == @kind"), kind)


def positions_table() -> Table:
    """Return the table of what the organization calls for, warns of and sets out to do.

    Examples
    --------
    >>> positions_table().id
    'tab-positions'
    """
    return Table(
        positions(),
        id="tab-positions",
        caption=say(
            "What the organization spoke up for in {day:year} and {year:year}, in {calls} calls, {warnings} warnings "
            "and {aims} aims of campaigns",
            day=pick(catalog.load("campaigns"), "start", campaign_id="migrants-day-2013"),
            year=pick(catalog.load("campaigns"), "start", campaign_id="migrationmeans"),
            calls=number_of("call"), warnings=number_of("warning"), aims=number_of("aim"),
        ),
        columns=[
            Column(name="kind", label="Kind"),
            Column(name="position", label="What is said"),
            Column(name="place", label="Where"),
        ],
        notes=[
            "As an encyclopedia article of the time reports it: what stands in quotation marks is quoted, the rest is "
            "put in our words.",
        ],
    )  # fmt: skip
