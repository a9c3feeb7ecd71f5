"""The summary: the few figures a busy reader needs, each with its date and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import catalog, formats, growth, theme
from iomreport.exhibits import Column, Figure, Table, say
from iomreport.values import pick, select

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


def members_figure() -> Figure:
    """Return the small figure of member states over time; chapter 1 has the full one."""
    rebuilt = growth.members_at_year_end()
    first, last = int(rebuilt["year"].min()), int(rebuilt["year"].max())
    renamed = pick(catalog.load("names"), "start", abbreviation="IOM")
    with theme.drawing(height=2.5) as (figure, ax):
        ax.plot([formats.decimal_year(date) for date in rebuilt["as_of"]], rebuilt["members"].astype(float))
        for year, offset in ((first, (8, -4)), (last, (6, -4))):
            text = str(growth.members_in(year))
            point = (formats.decimal_year(f"{year}-12-31"), float(text))
            ax.annotate(text, point, xytext=offset, textcoords="offset points", color=theme.colour("blue"))
        ax.set_ylim(bottom=0)
        ax.set_xlim(first - 1, last + 6)
        ax.set_ylabel("Member states")
    ends = {"start": growth.year_end(first), "end": growth.year_end(last), "last": growth.members_in(last)}
    return Figure(
        figure,
        id="fig-members-in-short",
        title=say(
            "{last} states were members at the end of {end:year}; {then} were when the organization took its present "
            "name in {renamed:year}",
            last=ends["last"],
            end=ends["end"],
            then=growth.members_in(int(str(renamed.content)[:4])),
            renamed=renamed,
        ),
        alt=say(
            "Line chart of member states at each year end from {start:year} to {end:year}: low and level for decades, "
            "then a steep climb to {last}.",
            **ends,
        ),
        data=rebuilt,
        notes=["Counted at each year end from the dates on which states joined, left and came back."],
    )


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
