"""The summary: the few figures a busy reader needs, each with its date and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import catalog, formats, growth
from iomreport.exhibits import Column, Table
from iomreport.values import select

if TYPE_CHECKING:
    import pandas


def key_figures() -> pandas.DataFrame:
    """Return the key figures of the organization.

    Returns
    -------
    pandas.DataFrame
        `measure` (words), `value` (as shown), `as_of` (ISO 8601 date), `detail` (words), `source_id`.

    Examples
    --------
    >>> key_figures().set_index("measure").at["Member states", "value"]
    '175'
    """
    import pandas

    milestones = catalog.load("milestones")
    return pandas.DataFrame(
        [
            _members(),
            _observers(),
            _head(),
            _event(milestones, "Founded", "picmme-created"),
            _event(milestones, "Constitution in force", "constitution-in-force"),
            _event(milestones, "Present name in use", "iom-name"),
            _event(milestones, "Related to the United Nations by agreement", "un-related-organization"),
        ]
    )


def _event(milestones: pandas.DataFrame, measure: str, milestone_id: str) -> dict[str, Any]:
    row = select(milestones, milestone_id=milestone_id)
    return {
        "measure": measure,
        "value": row["date"][:4],
        "as_of": row["date"],
        "detail": row["detail"],
        "source_id": row["source_id"],
    }


def _members() -> dict[str, Any]:
    row = growth.members_at_year_end().iloc[-1]
    return {
        "measure": "Member states",
        "value": formats.number_text(row["members"]),
        "as_of": row["as_of"],
        "detail": "Rebuilt from the dates on which states joined and left.",
        "source_id": row["source_id"],
    }


def _observers() -> dict[str, Any]:
    counts = catalog.load("member_counts")
    published = counts[
        (counts["kind"] == "published") & counts["observers"].notna() & (counts["status"] != "unverified")
    ]
    row = published.sort_values("as_of").iloc[-1]
    return {
        "measure": "Observer states",
        "value": formats.number_text(row["observers"]),
        "as_of": row["as_of"],
        "detail": row["note"],
        "source_id": row["source_id"],
    }


def _head() -> dict[str, Any]:
    row = catalog.load("directors").sort_values("order").iloc[-1]
    return {
        "measure": row["title"],
        "value": row["name"],
        "as_of": row["term_start"],
        "detail": row["note"],
        "source_id": row["source_id"],
    }


def key_figures_table() -> Table:
    """Return the table of key figures."""
    return Table(
        key_figures(),
        id="tab-key-figures",
        caption="The organization at a glance",
        columns=[
            Column(name="measure", label="Measure"),
            Column(name="value", label="Value"),
            Column(name="as_of", label="As of", format="date"),
            Column(name="detail", label="What stands behind it"),
        ],
    )
