"""Who pays: donors, and what each of them gives."""

import pandas

from iomreport import catalog
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids, source_ids_in
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import Value, pick, rows_with, tally

NOT_ATTRIBUTED = "not attributed"
TREATMENT = (
    "The list of donors and the statistics of revenue differ. Revenue for which no donor is named stays in the total "
    "that shares are taken of, but is counted as no donor. Amounts below zero stay in a donor’s total; a donor whose "
    "total is below zero counts as giving nothing."
)
"""Note for every exhibit about donors."""


@catalog.once
def donors_by_year(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return what each named donor gave in each year, all kinds of money together.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `donors`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `donor`, `name` (short), `donor_kind`, `amount` (USD of the year, net of amounts below
        zero), `revenue` (all of the year, money that no donor is named for included), `share` (amount over revenue),
        `rank` (one for the largest of the year) and `source_id`, by year and rank. Not attributed rows are left out.

    Examples
    --------
    >>> donors_by_year().query("year == 2024").head(2)["name"].tolist()
    ['United States', 'European Union']
    """
    gifts = given_or_shipped(data, "donors", "year", "donor", "country_code", "donor_kind", "amount", "source_id")
    revenue = gifts.groupby("year")["amount"].sum()
    named = gifts[gifts["donor_kind"] != NOT_ATTRIBUTED]
    short = catalog.load("countries").set_index("country_code")["name_en"]
    named = named.assign(name=named["country_code"].map(short).fillna(named["donor"]))
    grouped = named.groupby(["year", "donor", "name", "donor_kind"], sort=False)
    frame = grouped.agg(amount=("amount", "sum")).reset_index()
    cited: dict[int, list[str]] = {}  # by hand, as pandas takes twice as long over thousands of small groups
    for group, source_id in zip(grouped.ngroup(), named["source_id"], strict=True):
        cited.setdefault(group, []).append(source_id)
    frame["source_id"] = [join_source_ids(cited[group]) for group in range(len(frame))]
    frame["revenue"] = frame["year"].map(revenue).astype("Int64")
    frame["share"] = frame["amount"] / frame["revenue"]
    frame["rank"] = frame.groupby("year")["amount"].rank(method="first", ascending=False).astype("Int64")
    frame = frame.sort_values(["year", "rank"]).reset_index(drop=True)
    frame = frame[["year", "donor", "name", "donor_kind", "amount", "revenue", "share", "rank", "source_id"]]
    frame.attrs = {**gifts.attrs, "units": {"year": "year", "amount": "USD", "revenue": "USD", "share": "share"}}
    return frame


def share_of_donor(rank: int, year: int) -> Value:
    """Return the share of all revenue that the donor of a rank gave in a year, as a value for a sentence."""
    return pick(donors_by_year(), "share", year=year, rank=rank)


def largest(year: int) -> Value:
    """Return the name of the donor who gave most in a year, as a value for a sentence."""
    return pick(donors_by_year(), "name", year=year, rank=1)


def outgiven(year: int, data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the next donors, as many as together gave less than the largest one in a year.

    Parameters
    ----------
    year : int
        The year.
    data : pandas.DataFrame, optional
        Shaped as the dataset `donors`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        Rows of `donors_by_year`, by rank, from the second on.

    Examples
    --------
    >>> len(outgiven(2024))
    15
    """
    given = rows_with(donors_by_year(data), year=year)
    others = given.iloc[1:]
    sums = others["amount"].clip(lower=0).cumsum()
    return others.head(int((sums < given["amount"].iloc[0]).sum()))


def largest_donors_table(number: int = 10) -> Table:
    """Return the table of the donors who gave most in the last year."""
    given = donors_by_year()
    end = int(given["year"].max())
    shown = given[(given["year"] == end) & (given["rank"] <= number)].reset_index(drop=True)
    others, fewer = shown.iloc[1:], outgiven(end)
    shown["percent"] = (100 * shown["share"]).astype(float).round(1)
    return Table(
        shown,
        id="tab-donors",
        caption=say(
            "The {all} largest donors of {year}: the {who} gave {first:compact}, the other {others} together "
            "{together:compact}",
            all=tally(shown), year=pick(shown, "year", rank=1), who=largest(end), first=pick(shown, "amount", rank=1),
            others=tally(others), together=_together(others),
        ),
        columns=[
            Column(name="name", label="Donor"),
            Column(name="amount", label="Revenue recorded", unit="USD", format="number"),
            Column(name="percent", label="Share of revenue", unit="per cent, to one decimal", format="number"),
        ],
        notes=[
            say(
                "The next {fewer} named donors, of whom the table shows {others}, together gave {sum:compact}, less "
                "than the {who}. Amounts are revenue as the accounts record it, which need not have been paid in the "
                "year. Donors who pass on the money of others, as funds of the United Nations do, stand by name.",
                fewer=tally(fewer), others=tally(others), sum=_together(fewer), who=largest(end),
            ),
            TREATMENT,
        ],
    )  # fmt: skip


def _together(given: pandas.DataFrame) -> Value:
    return Value(content=int(given["amount"].sum()), unit="USD", sources=source_ids_in(given["source_id"]))
