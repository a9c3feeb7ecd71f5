"""How the organization campaigns: what each campaign set out to do, by which means, for whom, and whom it reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import catalog, formats
from iomreport.catalog import required_columns
from iomreport.catalog.cells import SEPARATOR, records, split_cell
from iomreport.catalog.sources import ids_in
from iomreport.charts import theme
from iomreport.exhibits.values import Value, pick, select
from iomreport.suggest import need_known

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

SET_ASIDE = ("migrationmeans-article", "i-am-a-migrant-december")
"""Rows of `campaigns` whose date another row contradicts and this report does not use; their notes say why."""

WORD = ("statement", "report", "observance")
"""Kinds that say something rather than campaign: what they count is not their reach."""

_ALL_YEAR = "observance"
_COLUMNS = ["campaign", "kind", "start", "end", "aim", "channels", "audience", "status", "note", "source_id"]
_DATED = ["campaign", "start", "end", "kind", "note", "source_id"]
_COUNTED = ["campaign", "measure", "qualifier", "value", "unit", "text", "status", "note", "source_id"]


@catalog.once
def campaigns(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
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
    >>> campaigns().set_index("campaign").loc["#MigrationMeans", ["start", "end"]].tolist()
    ['2014-06', '2014-12-18']
    """
    import pandas

    table = _with_family(required_columns.given_or_ours(data, "campaigns", "campaign_id", *_COLUMNS))
    rows = []
    for family, group in table.groupby("family", sort=False):
        used = group[~group["campaign_id"].isin(SET_ASIDE)].sort_values("start", kind="stable", na_position="last")
        first, ends = records(used)[0], used["end"].dropna()
        last = max(ends, key=formats.last_day) if len(ends) and first["kind"] not in WORD else None
        together = {column: _joined(group[column]) or None for column in ("channels", "audience", "source_id")}
        rows.append({**first, **together, "campaign": family, "end": last})
    frame = pandas.DataFrame(rows)[_COLUMNS].sort_values("start", kind="stable", na_position="last")
    frame = frame.reset_index(drop=True)
    frame.attrs = {**table.attrs, "units": {}}
    return frame


def _with_family(table: pandas.DataFrame) -> pandas.DataFrame:
    """Add the campaign that each row belongs to: the shortest name with which its own begins."""
    names = sorted(set(table["campaign"]), key=len)
    return table.assign(family=[next(name for name in names if own.startswith(name)) for own in table["campaign"]])


def _joined(cells: pandas.Series[Any]) -> str:
    return SEPARATOR.join(ids_in(cells.dropna()))


def datings(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
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
        `source_id`, each pair of dates of a campaign once, in the order of `campaigns`.

    Examples
    --------
    >>> datings().query("campaign == '#MigrationMeans' and not used")["start"].tolist()
    ['2013-06-20']
    """
    table = _with_family(required_columns.given_or_ours(data, "campaigns", "campaign_id", *_DATED))
    dated = table[table["start"].notna() & (table["kind"] != _ALL_YEAR)]
    dated = dated.assign(campaign=dated["family"], used=~dated["campaign_id"].isin(SET_ASIDE))
    order = {name: place for place, name in enumerate(_drawn(table))}
    frame = dated.assign(place=dated["campaign"].map(order)).sort_values(["place", "start"], kind="stable")
    frame = frame.drop_duplicates(["campaign", "start", "end"])
    return frame[[*_DATED[:3], "kind", "used", "note", "source_id"]].reset_index(drop=True)


def _drawn(table: pandas.DataFrame) -> list[str]:
    """Return the campaigns that have something to draw, by their first date that this report uses."""
    used = table[table["start"].notna() & (table["kind"] != _ALL_YEAR) & ~table["campaign_id"].isin(SET_ASIDE)]
    return list(dict.fromkeys(used.sort_values("start", kind="stable")["family"]))


def reach(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return what is known of the reach of each campaign, each figure for itself.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `campaigns`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `campaign`, `measure` (what is counted), `qualifier` (the source's hedge), `value` (in its own `unit`), `text`
        (the three written out), `status`, `note` and `source_id`, in the order of `campaigns`. Deaths that a statement
        or report names are no reach and are left out.

    Examples
    --------
    >>> reach().query("campaign == '#MigrationMeans' and unit == 'posts'")["value"].tolist()
    [4400]
    """
    table = _with_family(required_columns.given_or_ours(data, "campaigns", "start", "kind", *_COUNTED))
    order = {name: place for place, name in enumerate(campaigns(data)["campaign"])}
    counted = table[table["value"].notna() & ~table["kind"].isin(WORD)]
    frame = counted.assign(campaign=counted["family"], place=counted["family"].map(order))
    frame = frame.sort_values(["place", "start"], kind="stable", na_position="last").reset_index(drop=True)
    frame = frame[_COUNTED]
    frame.attrs = {**table.attrs, "units": {}}
    return frame


def about(campaign_id: str, column: str) -> Value:
    """Return a cell of the dataset `campaigns` as a value for a sentence.

    Examples
    --------
    >>> print(about("migrationmeans", "start"), "/", about("migrationmeans-article", "start"))
    June 2014 / 20 June 2013
    """
    return pick(catalog.load("campaigns"), column, campaign_id=campaign_id)


def using(channel: str, data: pandas.DataFrame | None = None) -> Value:
    """Return how many campaigns use a channel, as a value for a sentence; it rests on the sources of all of them.

    Examples
    --------
    >>> using("billboards").content
    1
    """
    frame = campaigns(data)
    need_known("channel", channel, {one for cell in frame["channels"].dropna() for one in split_cell(cell)})
    frame = frame[~frame["kind"].isin(WORD)]
    number = sum(channel in split_cell(cell) for cell in frame["channels"].fillna(""))
    return Value(content=number, unit="campaigns", sources=ids_in(frame["source_id"]))


def channels_of(campaign: str) -> Value:
    """Return the means by which a campaign was led, as a value for a sentence.

    Examples
    --------
    >>> print(channels_of("#MigrantHeroes"))
    social media
    """
    row = select(campaigns(), campaign=campaign)
    means = ", ".join(split_cell(str(row["channels"])))
    return Value(content=means, unit="text", sources=ids_in([str(row["source_id"])]))


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

    Examples
    --------
    >>> plot_campaigns().get_yticklabels()[0].get_text()
    'Migrants Contribute'
    """
    ax = theme.given_or_current(ax)
    frame = required_columns.with_rows(datings(data), "campaigns")
    names = list(dict.fromkeys(frame["campaign"]))
    for row in records(frame):
        y = names.index(row["campaign"])
        ink = theme.colour("blue" if row["used"] else "amber")
        first, last = formats.span_of_years(row["start"])
        ax.hlines(y, first, last, color=ink, linewidth=1.4)
        if row["end"]:
            ax.hlines(y, formats.decimal_year(row["start"]), formats.decimal_year(row["end"]), color=ink, linewidth=4)
        ax.plot(
            [formats.decimal_year(row["start"])], [y], "s" if row["kind"] in WORD else "o", color=ink, markersize=6,
            markerfacecolor=ink if row["used"] else theme.colour("paper"), markeredgewidth=1.4, zorder=3,
            label=row["campaign"],
        )  # fmt: skip
        if not row["used"]:
            ax.annotate(
                "other date", (formats.decimal_year(row["start"]), y), xytext=(0, 10), textcoords="offset points",
                ha="center", va="center", color=ink, fontsize=8.5,
            )  # fmt: skip
    theme.whole_years(ax)
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.7)
    ax.grid(visible=True, axis="x")
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)
    return ax
