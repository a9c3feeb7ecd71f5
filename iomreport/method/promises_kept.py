"""Which promises the data were held against, and what was found."""

import pandas

from iomreport import catalog
from iomreport.catalog import checks
from iomreport.catalog.cells import SEPARATOR
from iomreport.catalog.checks.promises import PROMISES
from iomreport.catalog.describe import describe
from iomreport.catalog.folders import data_folder
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import Value, tally

_OWN_SOURCES = ("iomreport-derived", "iomreport-rebuilt")  # what this project adds to the data of others
_MOST_NAMED = 4  # tables that a promise may speak of and still name them all


def promises() -> pandas.DataFrame:
    """Return every promise about the values of the data.

    Returns
    -------
    pandas.DataFrame
        `promise` (in words), `tables` (it speaks of, or how many), `rows` (of those tables together) and `source_id`
        (of those tables), in the order in which they are checked.

    Examples
    --------
    >>> promises()[["promise", "tables"]].iloc[0].tolist()
    ['The dead and the missing of each row add up to both together.', 'deaths']
    """
    names = {name for stated in PROMISES for name in stated.tables}
    sources = {name: describe(name).source_ids for name in names}
    lengths = {name: len(catalog.load(name)) for name in names}
    rows = []
    for stated in PROMISES:
        tables, number = stated.tables, len(stated.tables)
        named = ", ".join(tables) if number <= _MOST_NAMED else f"{number} tables"
        cited = dict.fromkeys(source for name in tables for source in sources[name])
        total = sum(lengths[name] for name in tables)
        rows.append({"promise": stated.says, "tables": named, "rows": total, "source_id": SEPARATOR.join(cited)})
    return pandas.DataFrame(rows)


def broken_promises() -> Value:
    """Return how often the data in use break a schema, a promise or a checksum, as a value for a sentence."""
    found = checks.broken_promises(data_folder())
    cited = dict.fromkeys(catalog.load("sources")["source_id"])
    return Value(content=len(found), unit="breaches", sources=tuple(cited))


def edition() -> Value:
    """Return the version of the data in use, as a value for a sentence."""
    return Value(content=catalog.version(), unit="text", sources=_OWN_SOURCES)


def closed() -> Value:
    """Return the day on which the data in use were closed, as a value for a sentence."""
    return Value(content=catalog.closed_on(), unit="date", sources=_OWN_SOURCES)


def citation(name: str) -> Value:
    """Return how to cite a dataset, as a value for a sentence."""
    described = describe(name)
    return Value(content=described.how_to_cite, unit="text", sources=tuple(described.source_ids))


def promises_table() -> Table:
    """Return the table of what the data were held against."""
    shown = promises()
    return Table(
        shown.drop(columns="source_id"),
        id="tab-promises",
        caption=say(
            "{all} promises about values were checked when this report was made; {broken_promises} breaches were found",
            all=tally(shown),
            broken_promises=broken_promises(),
        ),
        columns=[
            Column(name="tables", label="Tables"),
            Column(name="promise", label="What must hold"),
            Column(name="rows", label="Rows looked at", format="number"),
        ],
    )
