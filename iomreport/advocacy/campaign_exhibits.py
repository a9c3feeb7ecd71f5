"""The timeline and the tables of campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from iomreport import formats
from iomreport.advocacy.campaigns import WORD, about, campaigns, channels_of, datings, plot_campaigns, reach, using
from iomreport.catalog.cells import SEPARATOR
from iomreport.catalog.sources import ids_in
from iomreport.charts import theme
from iomreport.claims.listing import reading_of
from iomreport.exhibits import Column, Figure, Table, say
from iomreport.exhibits.values import Value, tally

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

_FAR = 0.6
"""From which part of the scale on there is no room on the right."""


def timeline_figure() -> Figure:
    """Return the figure of campaigns, statements and reports over time.

    Examples
    --------
    >>> timeline_figure().id
    'fig-campaigns'
    """
    shown, every = datings(), campaigns()
    dated = every[~every["kind"].isin(WORD) & every["start"].notna()]
    with theme.drawing(height=0.31 * shown["campaign"].nunique() + 0.5) as (figure, ax):
        plot_campaigns(ax=ax)
        last = max(formats.span_of_years(date)[1] for date in [*shown["start"], *shown["end"].dropna()])
        ax.set_xlim(2012.6, last + 0.3)
        _write_channels(ax, shown, every)
    first, latest = (
        Value(content=row["start"], unit="date", sources=ids_in([row["source_id"]]))
        for row in (dated.iloc[0], dated.iloc[-1])
    )
    told = {
        "number": tally(dated, "campaigns"), "first": first, "last": latest,
        "other": about("migrationmeans-article", "start"), "used": about("migrationmeans", "start"),
    }  # fmt: skip
    return Figure(
        figure,
        id="fig-campaigns",
        title=say(
            "{number} campaigns began between {first:year} and {last:year}; the start of #MigrationMeans is given as "
            "{other} and as {used}, which this report uses",
            **told,
        ),
        alt=say(
            "Time chart with a row for each of {number} campaigns, and rows for the statements made for International "
            "Migrants Day and for a report, by date of start from {first} to {last}, each with the means it used: "
            "{social} of them social media, Migrants Contribute {means}. #MigrationMeans has a hollow mark on {other} "
            "and a filled one for {used}, with a bar to the end of that year; the film festival has a mark for each "
            "edition.",
            social=using("social media"), means=channels_of("Migrants Contribute"), **told,
        ),
        data=shown,
        notes=[
            "A dot marks a start or an edition, a square a statement or report; a thin bar is as long as the date is "
            "uncertain, a thick one runs to the end where that is known. The channels used stand beside. Hollow: a "
            "date that a source gives and this report does not use. The list holds what the sources at hand name, not "
            "all there was; campaigns of single country offices are left out.",
            say("On #MigrationMeans: {reading}", reading=reading_of("F169")),
        ],
    )  # fmt: skip


def _write_channels(ax: Axes, shown: pandas.DataFrame, every: pandas.DataFrame) -> None:
    """Write beside each campaign by which means it was led: right of it, left where it is late, else above."""
    low, high = ax.get_xlim()
    for y, campaign in enumerate(dict.fromkeys(shown["campaign"])):
        own = shown[shown["campaign"] == campaign]
        first = min(formats.decimal_year(date) for date in own.loc[own["used"], "start"])
        last = max(formats.span_of_years(date)[1] for date in [*own["start"], *own["end"].dropna()])
        early, late = ((x - low) / (high - low) < _FAR for x in (first, last))
        where: tuple[float, tuple[int, int], Literal["left", "right"]]
        where = (last, (9, 0), "left") if late else (first, (-3, 10), "left") if early else (first, (-9, 0), "right")
        channels = every.loc[every["campaign"] == campaign, "channels"].fillna("").iloc[0]
        ax.annotate(
            channels.replace(SEPARATOR, ", "), (where[0], y), xytext=where[1], ha=where[2], va="center",
            textcoords="offset points", color=theme.colour("quiet"), fontsize=8.5,
            bbox={"facecolor": theme.colour("paper"), "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip


def campaigns_table() -> Table:
    """Return the table of what each campaign set out to do, by which means and for whom.

    Examples
    --------
    >>> campaigns_table().id
    'tab-campaigns'
    """
    shown = campaigns()
    drives = shown[~shown["kind"].isin(WORD)]
    return Table(
        shown,
        id="tab-campaigns",
        caption=say(
            "What {number} campaigns, a yearly observance and a report set out to do, by which channels and for whom",
            number=tally(drives, "campaigns"),
        ),
        columns=[
            Column(name="campaign", label="Campaign"),
            Column(name="start", label="From", format="date"),
            Column(name="aim", label="Aim"),
            Column(name="channels", label="Channels"),
            Column(name="audience", label="For whom"),
        ],
        notes=[
            "An empty cell: no source at hand says. Aims are those stated, not what was achieved.",
            say("On International Migrants Day: {note}", note=about("migrants-day", "note")),
        ],
    )


def reach_table() -> Table:
    """Return the table of what is known of the reach of campaigns.

    Examples
    --------
    >>> reach_table().id
    'tab-reach'
    """
    shown = reach()
    rivals = shown.duplicated(["campaign", "measure"], keep=False)
    shown["doubt"] = shown["note"].where(rivals)
    return Table(
        shown,
        id="tab-reach",
        caption=say(
            "What the organizers of {campaigns} campaigns counted: {number} figures in {units} units, which cannot be "
            "summed to one reach",
            number=tally(shown), campaigns=tally(shown.drop_duplicates("campaign")),
            units=tally(shown.drop_duplicates("unit")),
        ),
        columns=[
            Column(name="campaign", label="Campaign"),
            Column(name="measure", label="What is counted"),
            Column(name="text", label="Figure, as the source hedges it"),
            Column(name="doubt", label="Where sources disagree"),
        ],
        notes=[
            "All figures are the organizers’ own. None of them says how the people reached were counted, or what they "
            "thought afterwards.",
        ],
    )  # fmt: skip
