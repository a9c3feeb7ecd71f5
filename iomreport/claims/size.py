"""The figures of the article of 2014 on size, beside what the sources say and the reading this report adopts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import catalog, formats
from iomreport.catalog import required_columns
from iomreport.catalog.cells import records
from iomreport.catalog.sources import joined
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import select, tally

if TYPE_CHECKING:
    import pandas

FIGURES = {
    "F021": "Member states",
    "F009": "Member states",
    "F022": "Observer states",
    "F010": "Observer states",
    "F015": "Staff",
    "F083": "Staff",
    "F014": "Budget of the year",
    "F082": "Yearly operating budget",
    "F084": "Countries with staff",
    "F103": "Offices",
}
"""Claims of the article about its size, and what each is about."""

_YEAR, _YEAR_ENDS = 2013, ("2013-12-31", "2014-12-31")
_OBSERVERS_SOURCE = "iom-san-jose-history-2013"


def article_figures(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the article's figures on size, each beside what the sources say.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.

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
    import pandas

    claims = required_columns.given_or_ours(
        data, "claims", "claim_id", "value", "number", "as_of", "status", "reading", "reading_source_id", "source_id"
    )
    rows = []
    for claim_id, measure in FIGURES.items():
        claim = select(claims, claim_id=claim_id)
        said = _said_elsewhere(measure)
        own = [str(claim[name]) for name in ("source_id", "reading_source_id") if pandas.notna(claim[name])]
        rows.append(
            {
                "claim_id": claim_id,
                "measure": measure,
                "article_says": claim["value"],
                "number": claim["number"],
                "as_of": claim["as_of"],
                "sources_say": "; ".join(text for text, _ in said),
                "status": claim["status"],
                "reading": claim["reading"],
                "source_id": joined([*own, *(cited for _, cited in said)]),
            }
        )
    return pandas.DataFrame(rows)


def _said_elsewhere(measure: str) -> list[tuple[str, str]]:
    """Return what the sources say about a measure, each statement with its source."""
    return {
        "Member states": _members,
        "Observer states": _observers,
        "Staff": lambda: _footprint("staff", "day"),
        "Offices": lambda: _footprint("offices", "day"),
        "Countries with staff": lambda: _footprint("countries with staff", "year"),
        "Budget of the year": _spent,
        "Yearly operating budget": _spent,
    }[measure]()


def _members() -> list[tuple[str, str]]:
    counts = catalog.load("member_counts")
    rows = counts[(counts["kind"] == "rebuilt") & counts["as_of"].isin(_YEAR_ENDS)]
    return [(f"{row['members']} states ({_when(row)})", row["source_id"]) for row in records(rows)]


def _observers() -> list[tuple[str, str]]:
    counts = catalog.load("member_counts")
    rows = counts[counts["observers"].notna() & (counts["source_id"] == _OBSERVERS_SOURCE)]
    return [(f"{row['observers']} states ({_when(row)})", row["source_id"]) for row in records(rows)]


def _footprint(measure: str, precision: str) -> list[tuple[str, str]]:
    counts = catalog.load("footprint")
    rows = counts[(counts["measure"] == measure) & (counts["as_of_precision"] == precision)]
    rows = rows[rows["status"] == "sourced"].sort_values("as_of")
    return [(f"{row['text']} ({_when(row)})", row["source_id"]) for row in records(rows)]


def _spent() -> list[tuple[str, str]]:
    money = catalog.load("finance")
    rows = money[(money["concept"] == "expenditure") & (money["part"] == "total") & (money["year"] == _YEAR)]
    rows = rows[rows["status"] != "unverified"]
    rows = rows.sort_values("adopted", ascending=False)
    return [(f"expenditure: {row['text']} ({row['year']})", row["source_id"]) for row in records(rows)]


def _when(row: dict[str, Any]) -> str:
    return formats.date_text(str(row["as_of"]))


def article_table() -> Table:
    """Return the table of the article's figures on size, beside what the sources say.

    Examples
    --------
    >>> article_table().id
    'tab-article-figures'
    """
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
