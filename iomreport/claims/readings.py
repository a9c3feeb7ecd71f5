"""What the article of 2014 claims, and how this report reads it, as values for a sentence."""

from __future__ import annotations

from iomreport import catalog
from iomreport.catalog.sources import ids_in
from iomreport.exhibits.values import Value, pick, select


def said_in(claim_id: str) -> Value:
    """Return what a claim says, in the words of the dataset `claims`, with its source.

    Examples
    --------
    >>> print(said_in("F155"))
    35 billion US dollars a year
    """
    return pick(catalog.load("claims"), "value", claim_id=claim_id)


def reading_of(claim_id: str) -> Value:
    """Return the reading that this report gives of a claim, with the sources on which that reading rests.

    Examples
    --------
    >>> reading_of("F149").sources[0]
    'ahram-migrant-deaths-2013'
    """
    claim = select(catalog.load("claims"), claim_id=claim_id)
    reading = pick(catalog.load("claims"), "reading", claim_id=claim_id)
    cited = claim["reading_source_id"]
    return Value(
        content=reading.content, unit="text", sources=ids_in([cited]) if isinstance(cited, str) else reading.sources
    )
