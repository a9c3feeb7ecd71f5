"""How the organization campaigns: what each campaign set out to do, by which means, for whom, and whom it reached."""

from dataclasses import replace
from typing import Any, Literal

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import SEPARATOR, records, split_cell
from iomreport.catalog.required_columns import given_or_shipped, require_rows
from iomreport.catalog.sources import join_source_ids, source_ids_in
from iomreport.charts import theme
from iomreport.claims.listing import reading_of
from iomreport.exhibits import Column, Figure, Table, say
from iomreport.exhibits.values import Value, pick, select, tally, value_in
from iomreport.suggest import need_known

SET_ASIDE = ("migrationmeans-article", "i-am-a-migrant-december")
"""Rows of `campaigns` whose date another row contradicts and this report does not use; their notes say why."""

NO_CAMPAIGN = ("statement", "report", "observance")
"""Kinds that say something rather than campaign: what they count is not their reach."""

_YEARLY = "observance"  # kind of what comes back each year, so that no one date is its start
_FAR = 0.6  # part of the scale beyond which there is no room on the right of a mark

_COLUMNS = ["campaign", "kind", "start", "end", "aim", "channels", "audience", "status", "note", "source_id"]
_DATED = ["campaign", "start", "end", "kind", "note", "source_id"]
_COUNTED = ["campaign", "measure", "qualifier", "value", "unit", "text", "status", "note", "source_id"]


@catalog.once
def campaign_list(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return one row for each campaign, by the date that this report uses.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `campaigns`; that dataset by default. Rows whose name begins with that of another
        campaign belong to it.

    Returns
    -------
    pandas.DataFrame
        `campaign`, `kind`, `start` and `end` (ISO 8601 dates, as precise as they are known; the end is the last date
        known of a campaign), `aim`, `channels`, `audience` (words, joined by a semicolon), `status`, `note` and
        `source_id` (of all its rows), by start; a campaign without a date comes last.

    Examples
    --------
    >>> campaign_list().set_index("campaign").loc["#MigrationMeans", ["start", "end"]].tolist()
    ['2014-06', '2014-12-18']
    """
    table = _with_family(given_or_shipped(data, "campaigns", "campaign_id", *_COLUMNS))
    families: dict[str, list[dict[str, Any]]] = {}
    for row in records(table):
        families.setdefault(row["family"], []).append(row)
    rows = []
    for family, group in families.items():
        used = [row for row in group if row["campaign_id"] not in SET_ASIDE]
        first = min(used, key=lambda row: (row["start"] is None, row["start"]))
        ends = [row["end"] for row in used if row["end"]]
        last = max(ends, key=formats.last_day) if ends and first["kind"] not in NO_CAMPAIGN else None
        together = {
            column: join_source_ids(row[column] or "" for row in group) or None
            for column in ("channels", "audience", "source_id")
        }
        rows.append({**first, **together, "campaign": family, "end": last})
    frame = pandas.DataFrame(rows)[_COLUMNS].sort_values("start", kind="stable", na_position="last")
    frame = frame.reset_index(drop=True)
    frame.attrs = {**table.attrs, "units": {}}
    return frame


def _with_family(table: pandas.DataFrame) -> pandas.DataFrame:
    """Add the campaign that each row belongs to: the shortest name with which its own begins."""
    names = sorted(set(table["campaign"]), key=len)
    return table.assign(family=[next(name for name in names if own.startswith(name)) for own in table["campaign"]])


def campaign_dates(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return every date on which a campaign began or something of it took place.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `campaigns`; that dataset by default. Observances, which come back each year, and rows
        without a date are left out.

    Returns
    -------
    pandas.DataFrame
        `campaign`, `start` and `end` (ISO 8601 dates), `kind`, `used` (whether this report uses the date), `note` and
        `source_id`, each pair of dates of a campaign once, campaigns by their first date that this report uses.

    Examples
    --------
    >>> campaign_dates().query("campaign == '#MigrationMeans' and not used")["start"].tolist()
    ['2013-06-20']
    """
    table = _with_family(given_or_shipped(data, "campaigns", "campaign_id", *_DATED))
    dated = table[table["start"].notna() & (table["kind"] != _YEARLY)]
    dated = dated.assign(campaign=dated["family"], used=~dated["campaign_id"].isin(SET_ASIDE))
    frame = _in_order(dated, dated[dated["used"]].sort_values("start", kind="stable")["family"])
    frame = frame.drop_duplicates(["campaign", "start", "end"])
    return frame[[*_DATED[:3], "kind", "used", "note", "source_id"]].reset_index(drop=True)


def _in_order(frame: pandas.DataFrame, campaigns: "pandas.Series[str]") -> pandas.DataFrame:
    """Sort rows by campaign, in the order given, and by start."""
    order = {name: rank for rank, name in enumerate(dict.fromkeys(campaigns))}
    ranked = frame.assign(rank=frame["campaign"].map(order))
    return ranked.sort_values(["rank", "start"], kind="stable", na_position="last")


def campaign_reach(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return what is known of the reach of each campaign, each figure for itself.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `campaigns`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `campaign`, `measure` (what is counted), `qualifier` (the source's hedge), `value` (in its own `unit`), `text`
        (the three written out), `status`, `note` and `source_id`, in the order of `campaign_list`. Deaths that a
        statement or report names are no reach and are left out.

    Examples
    --------
    >>> campaign_reach().query("campaign == '#MigrationMeans' and unit == 'posts'")["value"].tolist()
    [4400]
    """
    table = _with_family(given_or_shipped(data, "campaigns", "start", "kind", *_COUNTED))
    counted = table[table["value"].notna() & ~table["kind"].isin(NO_CAMPAIGN)]
    frame = _in_order(counted.assign(campaign=counted["family"]), campaign_list(data)["campaign"])
    frame = frame[_COUNTED].reset_index(drop=True)
    frame.attrs = {**table.attrs, "units": {}}
    return frame


def about(campaign_id: str, column: str) -> Value:
    """Return a cell of the dataset `campaigns`."""
    return pick(catalog.load("campaigns"), column, campaign_id=campaign_id)


def number_using(channel: str, data: pandas.DataFrame | None = None) -> Value:
    """Return how many campaigns use a channel; it rests on the sources of all of them."""
    frame = campaign_list(data)
    need_known("channel", channel, {one for cell in frame["channels"].dropna() for one in split_cell(cell)})
    frame = frame[~frame["kind"].isin(NO_CAMPAIGN)]
    number = sum(channel in split_cell(cell) for cell in frame["channels"].fillna(""))
    return Value(content=number, unit="campaigns", sources=source_ids_in(frame["source_id"]))


def channels_of(campaign: str) -> Value:
    """Return the channels of a campaign, as words."""
    row = select(campaign_list(), campaign=campaign)
    channels = ", ".join(split_cell(str(row["channels"])))
    return Value(content=channels, unit="text", sources=source_ids_in([str(row["source_id"])]))


def plot_campaigns(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the campaigns on a scale of years, one below the other.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `campaigns`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A row for each campaign: a dot where it began or took place, a square for a statement or report, with a thin
        bar as long as the date is uncertain and a thick one up to its end where that is known; a hollow mark for a
        date that this report does not use.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(campaign_dates(data), "campaigns")
    names = list(dict.fromkeys(frame["campaign"]))
    for row in records(frame):
        y = names.index(row["campaign"])
        ink = theme.colour("blue" if row["used"] else "amber")
        start = formats.decimal_year(row["start"])
        ax.hlines(y, *formats.span_of_years(row["start"]), color=ink, linewidth=1.4)
        if row["end"]:
            ax.hlines(y, start, formats.decimal_year(row["end"]), color=ink, linewidth=4)
        ax.plot(
            [start], [y], "s" if row["kind"] in NO_CAMPAIGN else "o", color=ink, markersize=6,
            markerfacecolor=ink if row["used"] else theme.colour("paper"), markeredgewidth=1.4, zorder=3,
            label=row["campaign"],
        )  # fmt: skip
        if not row["used"]:
            ax.annotate(
                "other date", (start, y), xytext=(0, 10), textcoords="offset points",
                ha="center", va="center", color=ink, fontsize=8.5,
            )  # fmt: skip
    theme.whole_years(ax)
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.7)
    ax.grid(visible=True, axis="x")
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)
    return ax


def timeline_figure() -> Figure:
    """Return the figure of campaigns, statements and reports over time."""
    shown, campaigns = campaign_dates(), campaign_list()
    dated = campaigns[~campaigns["kind"].isin(NO_CAMPAIGN) & campaigns["start"].notna()]
    with theme.drawing(height=0.31 * shown["campaign"].nunique() + 0.5) as (figure, ax):
        plot_campaigns(ax=ax)
        ax.set_xlim(2012.6, _last_year(shown) + 0.3)  # from before the first date that sources at hand give
        _write_channels(ax, shown, campaigns)
    values = {
        "number": tally(dated, "campaigns"),
        "first": replace(value_in(dated.iloc[0], "start"), unit="date"),
        "last": replace(value_in(dated.iloc[-1], "start"), unit="date"),
    }  # fmt: skip
    dates = {"other": about("migrationmeans-article", "start"), "used": about("migrationmeans", "start")}
    return Figure(
        figure,
        id="fig-campaigns",
        title=say(
            "{number} campaigns began between {first:year} and {last:year}; the start of #MigrationMeans is given as "
            "{other} and as {used}, which this report uses",
            **values, **dates,
        ),
        alt=say(
            "Time chart with a row for each of {number} campaigns, and rows for the statements made for International "
            "Migrants Day and for a report, by date of start from {first} to {last}, each with the means it used: "
            "{social} of them social media, Migrants Contribute {means}. #MigrationMeans has a hollow mark on {other} "
            "and a filled one for {used}, with a bar to the end of that year; the film festival has a mark for each "
            "edition.",
            social=number_using("social media"), means=channels_of("Migrants Contribute"), **values, **dates,
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


def _last_year(dates: pandas.DataFrame) -> float:
    """Return where the last of some dates ends, on a scale of years."""
    return max(formats.span_of_years(date)[1] for date in [*dates["start"], *dates["end"].dropna()])


def _write_channels(ax: Axes, shown: pandas.DataFrame, campaigns: pandas.DataFrame) -> None:
    """Write beside each campaign by which means it was led: right of it, left where it is late, else above."""
    low, high = ax.get_xlim()
    limit = low + _FAR * (high - low)
    channels = campaigns.set_index("campaign")["channels"].fillna("")
    for y, (campaign, dates) in enumerate(shown.groupby("campaign", sort=False)):
        first = min(formats.decimal_year(date) for date in dates.loc[dates["used"], "start"])
        last = _last_year(dates)
        where: tuple[float, tuple[int, int], Literal["left", "right"]]
        where = (last, (9, 0), "left") if last < limit else (first, (-3, 10), "left")
        if first >= limit:
            where = (first, (-9, 0), "right")
        ax.annotate(
            channels[campaign].replace(SEPARATOR, ", "), (where[0], y), xytext=where[1], ha=where[2], va="center",
            textcoords="offset points", color=theme.colour("quiet"), fontsize=8.5,
            bbox={"facecolor": theme.colour("paper"), "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip


def campaigns_table() -> Table:
    """Return the table of what each campaign set out to do, by which means and for whom."""
    shown = campaign_list()
    return Table(
        shown,
        id="tab-campaigns",
        caption=say(
            "What {number} campaigns, a yearly observance and a report set out to do, by which channels and for whom",
            number=tally(shown[~shown["kind"].isin(NO_CAMPAIGN)], "campaigns"),
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
    """Return the table of what is known of the reach of campaigns."""
    shown = campaign_reach()
    counted_twice = shown.duplicated(["campaign", "measure"], keep=False)
    shown["doubt"] = shown["note"].where(counted_twice)
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
