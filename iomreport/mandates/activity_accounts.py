"""A short account of each activity: what it does, for whom and with whom."""

import pandas

from iomreport import catalog
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.exhibits import Column, Table, say
from iomreport.exhibits.values import Value, pick, tally
from iomreport.mandates.areas_of_work import article_year, whole_entries
from iomreport.suggest import need_known

_COUNTS = {"pillars": "F114", "principles": "F129", "services": "F138", "clusters": "F096"}  # claims with the number


def accounts(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the account of each activity, in the order of the article.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `activity_accounts`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `activity_id`, `activity` (its name as a heading), `does`, `for_whom`, `with_whom` (sentences), `partners` (the
        last two together), `claim_ids` (claims of the article on which it rests, joined by a semicolon) and
        `source_id`.

    Examples
    --------
    >>> accounts()["activity"].iloc[0]
    'Humanitarian emergencies'
    """
    written = given_or_shipped(data, "activity_accounts", "activity_id", "for_whom", "with_whom")
    written = written.assign(partners=written["for_whom"] + " " + written["with_whom"])
    whole = whole_entries(catalog.load("activities"), "activity")
    names = whole.assign(activity=whole["name"].str.capitalize())[["activity_id", "activity"]]
    return names.merge(written, on="activity_id", how="inner")


def counted(what: str) -> Value:
    """Return how many pillars, principles, services or clusters the article names."""
    need_known("count", what, _COUNTS)
    return pick(catalog.load("claims"), "number", claim_id=_COUNTS[what])


def accounts_table() -> Table:
    """Return the table of what each activity does, for whom and with whom."""
    shown = accounts()
    return Table(
        shown,
        id="tab-accounts",
        caption=say(
            "What each of the {all} activities does, for whom and with whom, according to the article of {year:year}",
            all=tally(shown),
            year=article_year(),
        ),
        columns=[
            Column(name="activity", label="Activity"),
            Column(name="does", label="What it does"),
            Column(name="partners", label="For whom and with whom"),
        ],
        notes=[
            "In the words of this report. The data behind this table name the claims of the article on which each "
            "account rests; where another source confirms one of them, it is cited too. What the article does not say "
            "is left out."
        ],
    )
