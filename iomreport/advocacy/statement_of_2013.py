"""What the organization said for International Migrants Day of 2013, claim by claim, beside what came later."""

from typing import Any

import pandas

from iomreport import catalog, formats
from iomreport.advocacy.world_around import known
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids
from iomreport.deaths.december_figures import counts_of_the_year_after, last_counted, mean_before, range_of_years
from iomreport.deaths.recorded_people import credit
from iomreport.exhibits import Column, Sentence, Table, say
from iomreport.exhibits.values import pick, rows_with, value_in
from iomreport.suggest import need_known

CLAIMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "F151": ("The true total is not known", ("deaths-2014-2018", "deaths-2014-2018-press")),
    "F152": ("The dead of the year", ("deaths-2012", "deaths-2013-uncounted")),
    "F149": ("The costliest year", ()),
    "F155": (
        "The business of smugglers",
        (
            "smuggling-2014", "smuggling-2015-europe", "smuggling-2016", "smuggling-2017-head",
            "smuggling-2017-data-centre",
        ),
    ),
    "F156": (
        "Tighter borders",
        (
            "visa-refusals-2001-2011", "asylum-refusals-2001-2011", "family-visas-2018-unauthorized",
            "work-visas-2018-unauthorized",
        ),
    ),
}  # fmt: skip
"""Claims of the statement, what each is about, and the rows of the dataset `context` that speak to it."""

NOTHING = "Nothing that the sources at hand measure."
# how the measures of smuggling begin; the words of a row leave it out, since they stand under that heading
_TRADE = "yearly value of the smuggling of people"


def amount(row: "pandas.Series[Any]") -> str:
    """Write out the figure in a row of the dataset `context`, from its lower to its upper end where it has two."""
    style, unit = {"share": ("percent", ""), "USD per year": ("compact", "USD")}.get(row["unit"], ("", ""))
    lower = format(value_in(row, "value", unit), style)
    if pandas.isna(row["value_max"]):
        return lower
    upper = value_in(row.drop("qualifier"), "value_max", unit)
    return f"{lower} to {format(upper, style)}"


def evidence_for(claim_id: str, data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the figures that speak to a claim of the statement.

    Parameters
    ----------
    claim_id : str
        One of those in `CLAIMS`.
    data : pandas.DataFrame, optional
        Shaped as the dataset `context`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        Rows of `context` with `words`: what is counted, for when, how much and by whom.

    Examples
    --------
    >>> evidence_for("F155").set_index("context_id").at["smuggling-2016", "words"]
    'on 30 routes, 2016: USD 5.5 billion to USD 7 billion (UNODC, study of 2018)'
    """
    need_known("claim of the statement", claim_id, CLAIMS)
    context = given_or_shipped(
        data, "context", "context_id", "measure", "as_of", "as_of_end", "value", "value_max", "unit", "qualifier",
        "series", "status", "source_id",
    )  # fmt: skip
    _, wanted = CLAIMS[claim_id]
    found = context[context["context_id"].isin(wanted) & (context["status"] != "unverified")].copy()
    found = found.sort_values("context_id", key=lambda ids: ids.map(wanted.index)).reset_index(drop=True)
    found["words"] = [_words(row) for _, row in found.iterrows()]
    return found


def _words(row: "pandas.Series[Any]") -> str:
    """Say what a figure counts, for when (unless its maker's name tells), how much, and who made it."""
    dates = [formats.date_text(str(row["as_of"]))]
    if isinstance(row["as_of_end"], str) and row["as_of_end"][:4] != row["as_of"][:4]:
        dates.append(formats.date_text(row["as_of_end"]))
    what = str(row["measure"]).removeprefix(_TRADE).strip() or "scope not told"
    when = "" if len(dates) == 1 and dates[0] in row["series"] else f", {' to '.join(dates)}"
    return f"{what}{when}: {amount(row)} ({row['series']})"


def _computed(claim_id: str) -> list[Sentence]:
    """Return what is computed for a claim, besides the figures that others published."""
    if claim_id == "F149":
        return [
            say(
                "The report Fatal Journeys put the dead from {first:year} to {last} at {total}, the {part} of "
                "{year} among them: {mean} a year before that.",
                first=known("deaths-2000-2014", "as_of"), last=last_counted(),
                total=known("deaths-2000-2014"), part=known("deaths-2014-september"),
                year=counts_of_the_year_after()["year"], mean=mean_before(),
            ),
            say(
                "The Missing Migrants Project has {low} to {high} dead and missing in each full year from {start} to "
                "{end} (export of {export}).",
                **range_of_years(),
            ),
        ]  # fmt: skip
    if claim_id == "F152":
        return [
            say(
                "For {year} the organization said {december} that December; later exports of the Missing Migrants "
                "Project have {low} to {high}.",
                **counts_of_the_year_after(),
            )
        ]
    return []


def statement(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the claims of the statement, each beside later evidence and what differs in method and scope.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Claims shaped as the dataset `claims`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `claim_id`, `claim` (what it is about), `said` (in our words), `later` (figures with their dates and makers),
        `differs` (method and scope, and what this report uses), `status` and `source_id`.

    Examples
    --------
    >>> statement().set_index("claim_id").at["F155", "said"]
    '35 billion US dollars a year'
    """
    claims = given_or_shipped(
        data, "claims", "claim_id", "value", "qualifier", "status", "reading", "reading_source_id", "source_id"
    )
    rows = []
    for claim_id, (subject, _) in CLAIMS.items():
        row = records(rows_with(claims, claim_id=claim_id))[0]
        found, computed = evidence_for(claim_id), _computed(claim_id)
        trade = "value of a year, " if set(found["topic"]) == {"smuggling"} else ""
        listed = trade + "; ".join(found["words"])
        later = [f"{listed[:1].upper()}{listed[1:]}."] if len(found) else []
        cited = [row["source_id"], row["reading_source_id"] or "", *found["source_id"]]
        cited += [source for sentence in computed for source in sentence.source_ids]
        hedge = row["qualifier"] or ""
        said = row["value"] if hedge in row["value"] else f"{hedge} {row['value']}"
        text = " ".join([*later, *(sentence.text for sentence in computed)]) or NOTHING
        rows.append((claim_id, subject, said, text, row["reading"] or "", row["status"], join_source_ids(cited)))
    return pandas.DataFrame(rows, columns=["claim_id", "claim", "said", "later", "differs", "status", "source_id"])


def statement_table() -> Table:
    """Return the table of the statement's claims, beside later evidence."""
    shown = statement()
    return Table(
        shown,
        id="tab-statement",
        caption=say(
            "What the organization said for International Migrants Day of {day:year}, and what later evidence says",
            day=pick(catalog.load("campaigns"), "start", campaign_id="migrants-day-2013"),
        ),
        columns=[
            Column(name="claim", label="Claim"),
            Column(name="said", label="What was said"),
            Column(name="later", label="What other and later evidence says"),
            Column(name="differs", label="What differs in method and scope"),
        ],
        notes=[
            "The third column puts figures side by side that count different things; the fourth says how far they can "
            "be compared. Later counts of the dead and missing are minimum counts and are revised from export to "
            "export.",
            credit(),
        ],
    )
