"""What the article says beside what other sources say, on the organization's size and on what was done and when."""

from collections.abc import Callable
from typing import Any

import pandas

from iomreport import catalog, formats
from iomreport.catalog.cells import records, split_cell
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids
from iomreport.claims.conflicts import conflicts_by_topic
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import select, tally
from iomreport.mandates.emergencies import usable
from iomreport.mandates.people_assisted import hedged

TOPICS = {
    "F051": "People moved in the fifties",
    "F064": "Span of the list of crises",
    "F070": "East Timor",
    "F073": "Pakistan earthquake and Asian tsunami",
}
"""A claim of each dispute about what was done and when, and what the dispute is about."""

_Statement = tuple[str, str]  # what a source says, and the source
_YEAR, _YEAR_ENDS = 2013, ("2013-12-31", "2014-12-31")  # the article of 2014 describes the organization between them
_OBSERVERS_SOURCE = "iom-san-jose-history-2013"
_MOVED = "persons moved, cumulative"


def article_figures(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the article's figures on size, each beside what the sources say.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `claim_id`, `measure` (words), `article_says` (as the article puts it), `number`, `as_of` (ISO 8601 date),
        `sources_say` (numbers with their dates), `status`, `reading` (what the report uses and why) and `source_id`.

    Examples
    --------
    >>> article_figures().set_index("claim_id").at["F103", "sources_say"]
    '476 offices (30 June 2013); 488 offices (30 June 2014)'
    """
    claims = given_or_shipped(
        data, "claims", "claim_id", "value", "number", "as_of", "status", "reading", "reading_source_id", "source_id"
    )
    rows = []
    for measure, (claim_ids, look_up) in _FIGURES.items():
        statements = look_up()
        for claim_id in claim_ids:
            claim = select(claims, claim_id=claim_id)
            own = [str(claim[name]) for name in ("source_id", "reading_source_id") if pandas.notna(claim[name])]
            sources_say = "; ".join(text for text, _ in statements)
            cited = join_source_ids([*own, *(source for _, source in statements)])
            stated = (claim[name] for name in ("value", "number", "as_of"))
            rows.append((claim_id, measure, *stated, sources_say, claim["status"], claim["reading"], cited))
    columns = ["claim_id", "measure", "article_says", "number", "as_of", "sources_say", "status", "reading"]
    return pandas.DataFrame(rows, columns=[*columns, "source_id"])


def _members() -> list[_Statement]:
    counts = catalog.load("member_counts")
    rows = counts[(counts["kind"] == "rebuilt") & counts["as_of"].isin(_YEAR_ENDS)]
    return _statements(rows, lambda row: f"{row['members']} states ({_date(row)})")


def _observers() -> list[_Statement]:
    counts = catalog.load("member_counts")
    rows = counts[counts["observers"].notna() & (counts["source_id"] == _OBSERVERS_SOURCE)]
    return _statements(rows, lambda row: f"{row['observers']} states ({_date(row)})")


def _footprint(measure: str, precision: str) -> list[_Statement]:
    counts = catalog.load("footprint")
    rows = counts[(counts["measure"] == measure) & (counts["as_of_precision"] == precision)]
    rows = rows[rows["status"] == "sourced"].sort_values("as_of")
    return _statements(rows, lambda row: f"{row['text']} ({_date(row)})")


def _spent() -> list[_Statement]:
    money = catalog.load("finance")
    rows = money[(money["concept"] == "expenditure") & (money["part"] == "total") & (money["year"] == _YEAR)]
    rows = rows[rows["status"] != "unverified"].sort_values("adopted", ascending=False)  # "yes" before "no"
    return _statements(rows, lambda row: f"expenditure: {row['text']} ({row['year']})")


def _statements(rows: pandas.DataFrame, text: Callable[[dict[str, Any]], str]) -> list[_Statement]:
    """Return what each row says, put into words, with its source."""
    return [(text(row), row["source_id"]) for row in records(rows)]


def _date(row: dict[str, Any]) -> str:
    return formats.date_text(row["as_of"])


_FIGURES: dict[str, tuple[tuple[str, ...], Callable[[], list[_Statement]]]] = {
    "Member states": (("F021", "F009"), _members),
    "Observer states": (("F022", "F010"), _observers),
    "Staff": (("F015", "F083"), lambda: _footprint("staff", "day")),
    "Budget of the year": (("F014",), _spent),
    "Yearly operating budget": (("F082",), _spent),
    "Countries with staff": (("F084",), lambda: _footprint("countries with staff", "year")),
    "Offices": (("F103",), lambda: _footprint("offices", "day")),
}
"""Claims of the article about each measure of its size, and what looks up what other sources say."""


def size_table() -> Table:
    """Return the table of the article's figures on size, beside what the sources say."""
    shown = article_figures()
    return Table(
        shown,
        id="tab-article-figures",
        caption=say(
            "Of the article’s {all} figures on the size of the organization, {conflicting} disagree with another "
            "figure, in the article or elsewhere",
            all=tally(shown),
            conflicting=tally(shown[shown["status"] == "conflicting"]),
        ),
        columns=[
            Column(name="measure", label="Measure"),
            Column(name="article_says", label="The article says"),
            Column(name="as_of", label="As of", format="date"),
            Column(name="sources_say", label="Sources say"),
            Column(name="reading", label="Reading adopted"),
        ],
        notes=["Counts of members at year ends are rebuilt by this report from the dates of accession."],
    )


def work_disputes(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the disputes about what was done and when, each with what the article and other sources say.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `claim_ids` (joined by a semicolon), `topic` (words), `article_says`, `sources_say` (with years), `reading`
        (what the report uses and why) and `source_id`, in the article's order.

    Examples
    --------
    >>> work_disputes().set_index("topic").at["Pakistan earthquake and Asian tsunami", "article_says"]
    'Asian tsunami: year not stated; Pakistan earthquake: 2004/2005'
    """
    claims = given_or_shipped(data, "claims")
    crises = usable()
    rows = []
    for conflict in records(conflicts_by_topic(claims)):
        own = split_cell(conflict["claim_ids"])
        topic = next((TOPICS[claim] for claim in own if claim in TOPICS), None)
        if topic is None:
            continue
        dated = crises[crises["claim_id"].isin(own)]
        statements = _movements() if "F051" in own else _years_of(dated)
        says = [
            f"{claim['attribute']}: {claim['value']}" if claim["claim_id"] in {*dated["claim_id"]} else claim["value"]
            for claim in records(claims[claims["claim_id"].isin(own)])
        ]
        sources_say = "; ".join(text for text, _ in statements)
        cited = join_source_ids([conflict["source_id"], *(source for _, source in statements)])
        rows.append((conflict["claim_ids"], topic, "; ".join(says), sources_say, conflict["reading"], cited))
    return pandas.DataFrame(rows, columns=["claim_ids", "topic", "article_says", "sources_say", "reading", "source_id"])


def _movements() -> list[_Statement]:
    """Return how many people other sources have moved by when."""
    counts = catalog.load("operations")
    rows = counts[(counts["measure"] == _MOVED) & (counts["status"] != "unverified")].sort_values("as_of")
    return _statements(rows, lambda row: f"{hedged(row)} by {_date(row)} ({row['scope']})")


def _years_of(crises: pandas.DataFrame) -> list[_Statement]:
    """Return the year to which other sources date each crisis."""
    events = crises.groupby("event", sort=False)
    return [(f"{event}: {rows['year'].min()}", join_source_ids(rows["source_id"])) for event, rows in events]


def disputes_table() -> Table:
    """Return the table of disputes about what was done and when."""
    shown = work_disputes()
    return Table(
        shown,
        id="tab-disputes",
        caption=say(
            "Where the article and other sources differ on what was done and when: {disputes} disputes, and the "
            "reading this report adopts",
            disputes=tally(shown),
        ),
        columns=[
            Column(name="topic", label="What"),
            Column(name="article_says", label="The article says"),
            Column(name="sources_say", label="Other sources say"),
            Column(name="reading", label="Reading adopted, and why"),
        ],
        notes=["Years of crises are those in which they began, or in which the people counted were helped."],
    )
