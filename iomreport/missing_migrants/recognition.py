"""Which layout a file is of, by its headings."""

from __future__ import annotations

from collections.abc import Sequence

from iomreport.missing_migrants.layout import Layout, plain
from iomreport.missing_migrants.layouts import LAYOUTS
from iomreport.missing_migrants.repairs import ExportError, shown


def letters() -> str:
    """Return the letters of the layouts, for a message.

    Examples
    --------
    >>> letters()
    'A, B, C, C2, D1, D2, E or F'
    """
    known = list(dict.fromkeys(layout.letter for layout in LAYOUTS))
    return f"{', '.join(known[:-1])} or {known[-1]}"


def recognize(headings: Sequence[str]) -> Layout | None:
    """Return the layout that a row of headings belongs to, or None.

    Parameters
    ----------
    headings : sequence of str
        The headings as printed.

    Examples
    --------
    >>> recognize("id,cause_of_death,affected_nationality,missing,dead,incident_region,date,lat,lon".split(",")).letter
    'A'
    >>> recognize(["Year", "Deaths"]) is None
    True
    """
    there = set(map(plain, headings))
    return next((layout for layout in LAYOUTS if not layout.lacks(there)), None)


def nearest(headings: Sequence[str]) -> tuple[Layout, list[str]] | None:
    """Return the layout that the headings come closest to and what they lack of it; None if they share too little.

    Examples
    --------
    >>> layout, lacking = nearest(["id", "cause_of_death", "missing", "dead", "incident_region", "date", "lat", "lon"])
    >>> layout.letter, lacking
    ('A', ['affected_nationality'])
    """
    there = set(map(plain, headings))
    shares = [(len(layout.lacks(there)) / len(layout.feeds), layout) for layout in LAYOUTS]
    share, layout = min(shares, key=lambda pair: pair[0])
    return (layout, layout.lacks(there)) if share <= 0.5 else None


def expected() -> str:
    """Return what every file should be, for a message."""
    return f"an export of the Missing Migrants Project as CSV, XLSX or JSON, in one of the layouts {letters()}"


def layout_of(file: str, headings: Sequence[str]) -> Layout:
    """Return the layout of a file.

    Parameters
    ----------
    file : str
        Its name.
    headings : sequence of str
        Its headings as printed.

    Raises
    ------
    ExportError
        If it has the columns of none; the message names the nearest layout and what it lacks.
    """
    layout = recognize(headings)
    if layout is not None:
        return layout
    found = f"no layout's columns in {shown(', '.join(headings))}"
    near = nearest(headings)
    if near:
        found += f" (nearest is layout {near[0].letter}, but without {', '.join(map(repr, near[1]))})"
    raise ExportError(file, found, expected())
