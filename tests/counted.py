"""Counts of the dead and missing made by hand, shaped as the dataset `deaths`."""

from __future__ import annotations

import pandas

PART = 2022
"""The year of which the counts made here cover a part only."""

_COUNTS = ("records", "dead", "missing", "females", "males", "children")


def deaths(*rows: tuple[object, ...], source: str = "s") -> pandas.DataFrame:
    """Return counts: each row a year, a breakdown, a category, then records, dead, missing, females, males, children.

    Numbers that a row leaves out at its end are gaps.
    """
    made = []
    for year, breakdown, category, *numbers in rows:
        counts = dict(zip(_COUNTS, [*numbers, *[None] * len(_COUNTS)], strict=False))
        made.append({"year": year, "breakdown": breakdown, "category": category, **counts})
    frame = pandas.DataFrame(made).astype(dict.fromkeys(("year", *_COUNTS), "Int64"))
    whole = frame["year"] != PART
    return frame.assign(
        dead_and_missing=frame["dead"] + frame["missing"],
        coverage=["full year" if full else "part of year" for full in whole],
        period_end=[f"{year}-{'12-31' if full else '04-29'}" for year, full in zip(frame["year"], whole, strict=True)],
        export="e",
        status="sourced",
        note=None,
        source_id=source,
    )
