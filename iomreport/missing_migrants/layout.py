"""A layout: what a file of it is recognized by, what each column feeds, and how its dates read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

JOINING = frozenset({"region", "cause", "route", "country", "origin"})
"""What may hold several values joined by a comma, where incidents that had been split are one record again."""


@dataclass(frozen=True)
class Layout:
    """One layout of the project's records.

    Attributes
    ----------
    letter : str
        What this project calls it.
    provenance : str
        When and where it was met, and what is particular about it.
    feeds : mapping
        From what is read (a column of the tidy table, or `year`, `month`, `total`, `coordinates`, `precision` on the
        way there) to the headings it may have; the first that is there is read.
    optional : frozenset of str
        What a file of this layout may lack.
    dates : tuple of str
        How dates are printed, by the names that `iomreport.missing_migrants.dates` knows; ISO 8601 is always read.
    beside : frozenset of str
        Headings of columns that are known and not read.
    misspelt : frozenset of str
        Headings that are printed with a slip; read all the same, and told.
    joining : frozenset of str
        What may hold several values joined by a comma.
    gaps : frozenset of str
        What stands for a missing cell, beside nothing.
    old_regions : bool
        Whether regions are those used until 2021.
    scope : str
        What the records cover, as `deaths_revisions` says it.
    """

    letter: str
    provenance: str
    feeds: Mapping[str, tuple[str, ...]]
    optional: frozenset[str] = frozenset()
    dates: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    misspelt: frozenset[str] = frozenset()
    joining: frozenset[str] = JOINING
    gaps: frozenset[str] = frozenset()
    old_regions: bool = False
    scope: str = "world"

    def lacks(self, headings: Collection[str]) -> list[str]:
        """Return the needed columns that a file with these plain headings has not, by their usual heading."""
        needed = (printed for fed, printed in self.feeds.items() if fed not in self.optional)
        return [printed[0] for printed in needed if not any(plain(heading) in headings for heading in printed)]

    def knows(self, heading: str) -> bool:
        """Tell whether a plain heading is one of this layout's."""
        known = [*self.beside, *(printed for headings in self.feeds.values() for printed in headings)]
        return heading in map(plain, known)


def plain(heading: str) -> str:
    """Return a heading as it is compared: without a byte order mark, capitals and spaces too many.

    Examples
    --------
    >>> plain("Main  ID ")
    'main id'
    """
    return " ".join(heading.replace("\ufeff", "").split()).casefold()
