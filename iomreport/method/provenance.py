"""How each dataset was made, and how firmly its rows stand."""

from typing import Any

import pandas

from iomreport import catalog
from iomreport.catalog import descriptor
from iomreport.catalog.cells import SEPARATOR
from iomreport.catalog.describe import describe
from iomreport.catalog.folders import data_folder
from iomreport.catalog.sources import source_ids_in
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import Value, tally

PROCESSING = ("copied", "converted", "derived", "own words")
"""How the cells of a column came about: as the source has them, in another form, computed, or written by us."""

_COUNTS = {
    origin.replace(" ", "_"): origin.capitalize() for origin in PROCESSING
}  # columns that count them, and their heads

STANDING = {
    "sourced": "As a source has it",
    "computed": "Rebuilt, tallied or derived",
    "conflicting": "In conflict",
    "unverified": "Unverified",
}
"""How firmly a row stands, from a source's own word to what could not be verified, and how tables call it."""

_COMPUTED = {"kind": {"rebuilt", "tallied"}, "basis": {"derived", "tallied"}, "status": {"derived"}}
_STATUS_OF_OTHER_KIND = {"members", "claims"}
"""Datasets whose column `status` says something else: what a state is, what became of a claim."""

_OPEN = r"CC BY(?!-NC)|public domain|Open Parliament Licence|Unicode License"
"""How the terms of a source begin that let anybody use it, with credit at most and on the same terms."""

_UNITS_IN_WORDS = {"share": "shares of one", "percent": "per cent", "CHF": "Swiss francs (CHF)"}
_NO_UNITS = {"year", "currency"}

_DISPUTED = ("conflicting", "unverified")


@catalog.once
def dataset_origins() -> pandas.DataFrame:
    """Return how each dataset was made.

    Returns
    -------
    pandas.DataFrame
        `dataset`, `title`, `rows`, `years` (first and last that the rows speak of), `sources` (how many), a count of
        columns for each of `PROCESSING`, `units` (of its numbers), `licence` and `source_id`, in the order of the data
        package.

    Examples
    --------
    >>> int(dataset_origins().set_index("dataset").at["claims", "rows"])
    222
    """
    rows = []
    for name, resource in descriptor.resources(data_folder()).items():
        described, frame, fields = describe(name), catalog.load(name), resource["schema"]["fields"]
        processing = [field["processing"] for field in fields]
        columns = [processing.count(origin) for origin in PROCESSING]
        cited = described.source_ids or frame["source_id"]
        known = (name, described.title, len(frame), described.coverage, len(cited))
        rows.append((*known, *columns, _units(fields, frame), described.licence, SEPARATOR.join(cited)))
    before, after = ["dataset", "title", "rows", "years", "sources"], ["units", "licence", "source_id"]
    return pandas.DataFrame(rows, columns=[*before, *_COUNTS, *after])


_MOST_UNITS = 7  # that a dataset may have and still list them all


def _units(fields: list[dict[str, Any]], frame: pandas.DataFrame) -> str:
    """Return the units of a dataset's numbers in words: those of its columns, and those that its rows name."""
    columns = dict.fromkeys(field["unit"] for field in fields if "`" not in field.get("unit", "`"))
    named = [unit for column in ("unit", "currency") if column in frame for unit in sorted(set(frame[column].dropna()))]
    units = dict.fromkeys([*columns, *named])
    words = [_UNITS_IN_WORDS.get(unit, unit) for unit in units if unit not in _NO_UNITS]
    return ", ".join(words) if len(words) <= _MOST_UNITS else "as each row says"


def standing() -> pandas.DataFrame:
    """Return how many rows of each dataset stand how firmly.

    Returns
    -------
    pandas.DataFrame
        `dataset`, a count of rows for each of `STANDING`, and `source_id` (of the rows that are disputed or
        unverified), for the datasets whose rows say so.

    Examples
    --------
    >>> standing().columns.tolist()
    ['dataset', 'sourced', 'computed', 'conflicting', 'unverified', 'source_id']
    """
    rows = []
    for name, resource in descriptor.resources(data_folder()).items():
        frame = catalog.load(name)
        if ("status" not in frame and "basis" not in frame) or name in _STATUS_OF_OTHER_KIND:
            continue
        standings = _standing_of(frame, resource["schema"]["fields"])
        disputed = frame[standings.isin(_DISPUTED)]
        cited = SEPARATOR.join(dict.fromkeys(disputed["source_id"])) or frame["source_id"].iloc[0]
        rows.append((name, *(int((standings == kind).sum()) for kind in STANDING), cited))
    return pandas.DataFrame(rows, columns=["dataset", *STANDING, "source_id"])


def _standing_of(frame: pandas.DataFrame, fields: list[dict[str, Any]]) -> "pandas.Series[str]":
    """Return how each row stands; in a dataset counted up from records, every row is computed."""
    counted = any(field.get("unit") == "persons" and field["processing"] == "derived" for field in fields)
    standings = pandas.Series("computed" if counted else "sourced", index=frame.index)
    for column, marks in _COMPUTED.items():
        if column in frame:
            standings[frame[column].isin(marks)] = "computed"
    if "status" in frame:
        disputed = frame["status"].isin(_DISPUTED)
        standings[disputed] = frame.loc[disputed, "status"]
    return standings


def openly_licensed() -> pandas.DataFrame:
    """Return the sources whose terms name an open licence or the public domain.

    Examples
    --------
    >>> "iom-missing-migrants-2025-04" in set(openly_licensed()["source_id"])
    True
    """
    sources = catalog.load("sources")
    return sources[sources["licence"].str.match(_OPEN)]


def datasets_table() -> Table:
    """Return the table of how each dataset was made."""
    shown = dataset_origins()
    return Table(
        shown.drop(columns="source_id"),
        id="tab-datasets",
        caption=say("The {all} datasets: what they hold, and of which years they speak", all=tally(shown)),
        columns=[
            Column(name="dataset", label="Dataset"),
            Column(name="title", label="What it holds"),
            Column(name="rows", label="Rows", format="number"),
            Column(name="years", label="Years"),
            Column(name="sources", label="Sources", format="number"),
        ],
        notes=["All are offered under Creative Commons Attribution; the sources keep their own terms."],
    )


def columns_table() -> Table:
    """Return the table of how the columns of each dataset came about, and of their units."""
    shown, cited = dataset_origins(), tuple(catalog.load("sources")["source_id"])
    return Table(
        shown.drop(columns="source_id"),
        id="tab-columns",
        caption=say(
            "How columns came about: {copied} are copied, {converted} converted, {derived} derived and {own_words} in "
            "our own words",
            **{name: Value(content=int(shown[name].sum()), unit="columns", sources=cited) for name in _COUNTS},
        ),
        columns=[
            Column(name="dataset", label="Dataset"),
            *(Column(name=name, label=label, format="number") for name, label in _COUNTS.items()),
            Column(name="units", label="Units of its numbers"),
        ],
        notes=[
            "Copied: as the source has it. Converted: in another form, as dates and codes. Derived: computed. Own "
            "words: written by us, as notes are."
        ],
    )


def standing_table() -> Table:
    """Return the table of how firmly the rows of each dataset stand."""
    shown = standing()
    return Table(
        shown.drop(columns="source_id"),
        id="tab-standing",
        caption=say(
            "How firmly the rows stand: {disputed} are contradicted by another source, {unverified} could not be "
            "verified and are used nowhere",
            disputed=_sum(shown, "conflicting"),
            unverified=_sum(shown, "unverified"),
        ),
        columns=[
            Column(name="dataset", label="Dataset"),
            *(Column(name=kind, label=label, unit="rows", format="number") for kind, label in STANDING.items()),
        ],
        notes=["The sources named are those of the rows in conflict or unverified."],
    )


def _sum(shown: pandas.DataFrame, column: str) -> Value:
    """Return the sum of a column of counts, with the sources of the rows that it counts."""
    counted = shown[shown[column] > 0]
    return Value(content=int(shown[column].sum()), unit="rows", sources=source_ids_in(counted["source_id"]))
