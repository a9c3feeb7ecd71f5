"""Who decides, in which languages, and the frameworks and strategies that have guided the work."""

from dataclasses import replace

import pandas

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import Value, pick, tally

FRAMEWORKS = {"strategy": "IOM", "united nations": "United Nations"}
"""Kinds of milestone that are frameworks or strategies, and whose they are."""

_TOPICS = ["council", "director-general", "standing-committee", "organs", "official-languages", "authentic-texts"]


def frameworks(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the strategies, frameworks and agreements, by date.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `milestones`; that dataset by default. Unverified rows are left out.

    Returns
    -------
    pandas.DataFrame
        The rows of `milestones` that are strategies or concern the United Nations, with `whose` ("IOM" or "United
        Nations") and `period` (dates in words).

    Examples
    --------
    >>> frameworks()["milestone_id"].iloc[0]
    'un-observer'
    """
    events = given_or_shipped(data, "milestones", "kind", "status", "date", "date_end")
    chosen = events[events["kind"].isin(list(FRAMEWORKS)) & (events["status"] != "unverified")]
    periods = [formats.span_text(row["date"], row["date_end"]) for row in records(chosen)]
    chosen = chosen.assign(whose=chosen["kind"].map(FRAMEWORKS), period=periods)
    return chosen.sort_values("date").reset_index(drop=True)


def ruling(governance_id: str) -> Value:
    """Return a statement on governance."""
    statement = pick(catalog.load("governance"), "statement", governance_id=governance_id)
    return replace(statement, content=str(statement.content).rstrip("."))


def dated(milestone_id: str) -> Value:
    """Return the date of an event."""
    return pick(catalog.load("milestones"), "date", milestone_id=milestone_id)


def governance_table(data: pandas.DataFrame | None = None) -> Table:
    """Return the table of who decides, the highest organ first, and in which languages; topics unknown here end it."""
    rows = given_or_shipped(
        data, "governance", "governance_id", "topic", "statement", "as_of", "note", "status", "source_id"
    )
    ranks = {topic: rank for rank, topic in enumerate(_TOPICS)}
    shown = rows[rows["status"] != "unverified"]
    shown = shown.sort_values("governance_id", key=lambda ids: ids.map(ranks), kind="stable").reset_index(drop=True)
    return Table(
        shown,
        id="tab-governance",
        caption=say(
            "Who decides, and in which languages: {rules} rules, as far as the sources read state them",
            rules=tally(shown),
        ),
        columns=[
            Column(name="topic", label="Topic"),
            Column(name="statement", label="Rule"),
            Column(name="as_of", label="As of", format="date"),
            Column(name="note", label="Note"),
        ],
        notes=["As of: the date for which a source shows that the rule holds; empty where the source has no date."],
    )


def frameworks_table() -> Table:
    """Return the table of strategies, frameworks and agreements over time."""
    shown = frameworks()
    return Table(
        shown,
        id="tab-frameworks",
        caption=say(
            "Strategies, frameworks and agreements from {first:year} to {last:year}: {own} of the organization itself, "
            "{others} of or with the United Nations",
            first=pick(shown.head(1), "date"),
            last=pick(shown.tail(1), "date"),
            own=tally(shown[shown["whose"] == "IOM"]),
            others=tally(shown[shown["whose"] == "United Nations"]),
        ),
        columns=[
            Column(name="title", label="What"),
            Column(name="period", label="When"),
            Column(name="whose", label="Whose"),
            Column(name="detail", label="In brief"),
        ],
        notes=[
            "IOM: adopted by the Council of the organization, or a plan of its own. MC stands before the numbers of "
            "documents of the Council.",
            "ILO: International Labour Organization. UNHCR: Office of the United Nations High Commissioner for "
            "Refugees. UNODC: United Nations Office on Drugs and Crime. UNCTAD: United Nations Conference on Trade and "
            "Development.",
        ],
    )
