"""How far numbers agree that two sources give for the same thing."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas

from iomreport import catalog
from iomreport.catalog.cells import records
from iomreport.catalog.sources import join_source_ids
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import tally

ALIKE = 0.01  # by what share two numbers may differ and still count as alike: most are printed in round figures


class Pair(NamedTuple):
    """Two numbers for one thing: what is compared, in which year, by what share they differ, and who gives them."""

    compared: str
    year: int
    difference: float
    source_id: str


@catalog.once
def pairs() -> pandas.DataFrame:
    """Return every pair of numbers that can be set side by side.

    Returns
    -------
    pandas.DataFrame
        `compared` (what with what), `year`, `difference` (the first less the second, as a share of the second; zero
        where the second is a span that holds the first) and `source_id`.

    Examples
    --------
    >>> pairs().query("compared.str.startswith('Expenditure')")["year"].tolist()
    [2013, 2014, 2022]
    """
    found = [*_members("published", "printed by a source"), *_members("tallied", "tallied in a list of states")]
    return pandas.DataFrame([*found, *_expenditure(), *_deaths()], columns=list(Pair._fields))


def _members(kind: str, words: str) -> Iterator[Pair]:
    """Set counts of members beside those rebuilt at the ends of the years before, in and after their date."""
    counts = catalog.load("member_counts")
    rebuilt = counts[counts["kind"] == "rebuilt"].assign(year=lambda frame: frame["as_of"].str[:4].astype(int))
    known = {row["year"]: row for row in records(rebuilt)}
    for row in records(counts[(counts["kind"] == kind) & counts["members"].notna()]):
        first, last = int(row["as_of"][:4]) - 1, int((row["as_of_end"] or row["as_of"])[:4])
        around = [known[year] for year in range(first, last + 1) if year in known]
        spans = [int(each["members"]) for each in around]
        nearest = min(max(int(row["members"]), min(spans)), max(spans))
        cited = join_source_ids([row["source_id"], *(each["source_id"] for each in around)])
        yield Pair(f"Members {words}, and counted by this report", last, int(row["members"]) / nearest - 1, cited)


def _expenditure() -> Iterator[Pair]:
    """Set the expenditure that other sources print beside that of the statistics of the United Nations system."""
    money = catalog.load("finance").query("concept == 'expenditure' and part == 'total' and currency == 'USD'")
    adopted = {row["year"]: row for row in records(money[money["adopted"] == "yes"])}
    for row in records(money[money["adopted"] == "no"]):
        accounts = adopted[row["year"]]
        cited = join_source_ids([row["source_id"], accounts["source_id"]])
        what = "Expenditure printed by other sources, and in the accounts"
        yield Pair(what, row["year"], row["amount"] / accounts["amount"] - 1, cited)


def _deaths() -> Iterator[Pair]:
    """Set the dead and missing of whole years, as published, beside the export in use."""
    sums = catalog.load("deaths").query("breakdown == 'total' and coverage == 'full year'")
    known = {row["year"]: row for row in records(sums)}
    for row in records(catalog.load("context").query("measure == 'dead and missing'")):
        first, last = row["as_of"], row["as_of_end"] or row["as_of"]
        years = range(int(first[:4]), int(last[:4]) + 1)
        if len(last) == 4 and all(year in known for year in years):
            total = sum(known[year]["dead_and_missing"] for year in years)
            cited = join_source_ids([row["source_id"], known[years[-1]]["source_id"]])
            yield Pair("Dead and missing as published, and in the export", years[-1], row["value"] / total - 1, cited)


def agreement_of_pairs() -> pandas.DataFrame:
    """Return how far the pairs of numbers agree.

    Returns
    -------
    pandas.DataFrame
        By what is `compared`: `years` (first and last), `pairs` (how many), `alike` (how many differ by no more than
        `ALIKE`), `largest` (the largest difference, in per cent to one decimal, with its sign) and `source_id`.

    Examples
    --------
    >>> int(agreement_of_pairs()["pairs"].sum()) == len(pairs())
    True
    """
    rows = []
    for compared, found in pairs().groupby("compared", sort=False):
        years = f"{found['year'].min()} to {found['year'].max()}"
        alike = int((found["difference"].abs() <= ALIKE).sum())
        largest = round(100 * max(found["difference"], key=abs), 1)
        rows.append((compared, years, len(found), alike, largest, join_source_ids(found["source_id"])))
    return pandas.DataFrame(rows, columns=["compared", "years", "pairs", "alike", "largest", "source_id"])


def agreement_table() -> Table:
    """Return the table of how far numbers agree that two sources give for the same thing."""
    shown, all_pairs = agreement_of_pairs(), pairs()
    return Table(
        shown,
        id="tab-agreement",
        caption=say(
            "Where two sources count the same, {alike} of {all} pairs of numbers differ by one per cent at most",
            alike=tally(all_pairs[all_pairs["difference"].abs() <= ALIKE]),
            all=tally(all_pairs),
        ),
        columns=[
            Column(name="compared", label="What is compared"),
            Column(name="years", label="Years"),
            Column(name="pairs", label="Pairs", format="number"),
            Column(name="alike", label="Alike to one per cent", unit="pairs", format="number"),
            Column(name="largest", label="Largest difference", unit="per cent", format="number"),
        ],
        notes=[
            "The difference is that of the first from the second. A count of members is compared with the year ends "
            "around its date, and differs only if it lies outside them. Numbers in conflict are compared too.",
            "Lists of states lag behind, or miss states; the promises below hold each against its known gaps. Some "
            "dates of accession were settled with the printed counts in view, so that their agreement proves less.",
        ],
    )
