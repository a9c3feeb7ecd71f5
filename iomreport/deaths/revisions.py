"""How the count of a year changes from one export to the next, and why a total needs its date."""

import math
from itertools import pairwise
from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.catalog.sources import join_source_ids, source_ids_in
from iomreport.charts import theme
from iomreport.deaths import recorded_people, year_bars
from iomreport.deaths.by_export import counts_by_export, month_of
from iomreport.deaths.recorded_people import PEOPLE
from iomreport.exhibits import Column, Figure, Table, say
from iomreport.exhibits.values import Value, rows_with, tally, value_in

_COLUMNS = 5
# per cent of the reference that the scale of each panel spans: a count lower than that is written at the lower edge
_LOWEST, _HIGHEST = 87, 103.5
_TURN = 2020.5  # a first count after this is written left of its mark, else it could leave the panel


@catalog.once
def changes(data: pandas.DataFrame | None = None, reference: str | None = None) -> pandas.DataFrame:
    """Return how far each year's count had changed by the reference, once a year had passed since its end.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths_revisions`; that dataset by default.
    reference : str, optional
        See `counts_by_export`.

    Returns
    -------
    pandas.DataFrame
        `year`; `early` (persons) and `early_export` (the export, by year and month) of the first count within a year
        of its end; `first` and `first_export` of the first count after that, before the reference; `now` (persons, in
        the reference); `change` (persons, `now` less `first`), `growth` (the same as a share of `first`) and
        `source_id`. Missing where there is no such count.

    Examples
    --------
    >>> changes().set_index("year").loc[2015, ["first", "now", "change"]].tolist()
    [6260, 6961, 701]
    """
    chosen = reference or recorded_people.export_in_use()
    rows = []
    for year, held in counts_by_export(data, chosen).groupby("year"):
        now = held[held["export"] == chosen]
        before = held[held["taken"] < now["taken"].iloc[0]] if len(now) else held.iloc[:0]
        early, first = (before[before["stage"] == stage].head(1) for stage in ("within a year", "later"))
        used = pandas.concat([early, first, now])
        rows.append(
            {
                "year": year, "early": _first(early, PEOPLE), "early_export": _first(early, "export"),
                "first": _first(first, PEOPLE), "first_export": _first(first, "export"), "now": _first(now, PEOPLE),
                "source_id": join_source_ids(used["source_id"]),
            }
        )  # fmt: skip
    frame = pandas.DataFrame(rows).astype(dict.fromkeys(("year", "early", "first", "now"), "Int64"))
    frame.insert(6, "change", frame["now"] - frame["first"])
    frame.insert(7, "growth", frame["change"].astype("Float64") / frame["first"].astype("Float64"))
    return frame


def _first(rows: pandas.DataFrame, column: str) -> Any:
    return rows[column].iloc[0] if len(rows) else None


def steps(direction: str) -> Value:
    """Return how often a count was higher ("up"), lower ("down") or the same ("none") in the next dated export.

    Only counts taken a year or more after the end of their year are compared: before, it is records that arrive.
    """
    dated = rows_with(counts_by_export(), stage="later")
    change = dated.groupby("year")[PEOPLE].diff()
    wanted = {"up": change > 0, "down": change < 0, "none": change == 0}[direction]
    return recorded_people.number_among(wanted.fillna(False), dated)


def share_counted(stage: str, extreme: str) -> Value:
    """Return the "least" or the "most" that counts "within a year" or "later" came to, of the count in use."""
    rows = _by_share_counted(stage)
    return value_in(rows.iloc[0 if extreme == "least" else -1], "of_reference", "share")


def risen_up_to(export: str) -> dict[str, Value]:
    """Return how many years an export counts more people for (`risen`) than the first one after a year, of all `cases`.

    Cases are the years in `changes` that have such a first count and that the export holds.
    """
    held = rows_with(counts_by_export(), export=export)
    both = changes().dropna(subset=["change"]).merge(held, on="year", suffixes=("", "_held"))
    return {"risen": recorded_people.number_among(both[PEOPLE] > both["first"], held), "cases": tally(both)}


def _by_share_counted(stage: str) -> pandas.DataFrame:
    """Return the counts of a stage in other exports than the one in use, the least complete first."""
    frame = rows_with(counts_by_export(), stage=stage)
    return frame[frame["export"] != recorded_people.export_in_use()].sort_values("of_reference", kind="stable")


def least_complete() -> dict[str, Value]:
    """Return the least complete count within a year of the end: `year`, `export`, `people`, `share` of that in use."""
    rows = _by_share_counted("within a year").head(1)
    return {
        "year": recorded_people.year_of(rows), "export": month_of(str(rows["export"].iloc[0])),
        "people": recorded_people.total(rows), "share": share_counted("within a year", "least"),
    }  # fmt: skip


def plot_revisions(data: pandas.DataFrame | None = None, ax: Axes | None = None, year: int | None = None) -> Axes:
    """Draw what each export counts for one year, against the count in the reference.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as `counts_by_export` returns it; that frame by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    year : int, optional
        The year of the deaths; the first one by default.

    Returns
    -------
    matplotlib.axes.Axes
        A line over the days on which exports were taken, in per cent of the reference; hollow marks for counts taken
        within a year of the end of the year, a cross for exports that are not dated, which no line joins. The first
        count of the line stands by its mark, the last one above the axes.
    """
    ax = theme.given_or_current(ax)
    frame = given_or_shipped(data, counts_by_export, "year", "taken", "stage", "dead_and_missing", "of_reference")
    rows = records(rows_with(frame, year=frame["year"].min() if year is None else year))
    line = [row for row in rows if row["stage"] != "not dated"]
    ax.axhline(100, color=theme.colour("quiet"), linewidth=0.8, linestyle=(0, (3, 2)), zorder=1)
    ax.plot([_x(row) for row in line], [_y(row) for row in line], color=theme.colour("blue"), linewidth=1.2)
    for row in rows:
        marker, face, size = {
            "later": ("o", "blue", 4.5), "within a year": ("o", "paper", 5), "not dated": ("x", "paper", 4.5),
        }[row["stage"]]  # fmt: skip
        ink = theme.colour("quiet" if row["stage"] == "not dated" else "blue")
        ax.plot(
            [_x(row)], [_y(row)], marker, color=ink, markerfacecolor=theme.colour(face), markersize=size,
            markeredgewidth=1.2, label=row["stage"], zorder=3,
        )  # fmt: skip
    year_bars.name_panel(ax, str(rows[0]["year"]), line[-1][PEOPLE] if line else None)
    if line:
        _write_first_count(ax, line)
    theme.whole_years(ax)
    ax.set_ylim(_LOWEST, _HIGHEST)
    ax.set_yticks([90, 95, 100], ["90%", "95%", "100%"])
    return ax


def _x(row: dict[str, Any]) -> float:
    return formats.decimal_year(row["taken"])


def _y(row: dict[str, Any]) -> float:
    return 100 * float(row["of_reference"])


def _write_first_count(ax: Axes, line: list[dict[str, Any]]) -> None:
    """Write the first count of a line by its mark, or where the line comes into the chart."""
    first, text = line[0], formats.number_text(line[0][PEOPLE])
    style: dict[str, Any] = {"fontsize": 8.5, "fontweight": "normal", "zorder": 2}
    if _y(first) >= _LOWEST or _y(line[-1]) < _LOWEST:
        offset, ha = ((6, -7), "right") if _x(first) > _TURN else ((-4, -7), "left")
        theme.write_beside(ax, text, (_x(first), _y(first)), "ink", offset, ha=ha, va="top", **style)
        return
    below, above = next(pair for pair in pairwise(line) if _y(pair[1]) >= _LOWEST)
    part = (_LOWEST - _y(below)) / (_y(above) - _y(below))
    point = (_x(below) + part * (_x(above) - _x(below)), _LOWEST)
    theme.write_beside(ax, f"{text}\n{_y(first):.0f}%", point, "ink", (-3, 3), ha="right", va="bottom", **style)


def _drawn() -> pandas.DataFrame:
    """Return the years that more than one dated export counts after their end."""
    frame = counts_by_export()
    dated = frame[frame["stage"] != "not dated"].groupby("year").size()
    return frame[frame["year"].isin(dated[dated > 1].index)].reset_index(drop=True)


def _rises() -> dict[str, Value]:
    """Return how many counts rose (`higher`, of `all`) up to `now`, and by what share at least and at most."""
    compared = changes().dropna(subset=["change"])
    growth = compared.loc[compared["change"] > 0, "growth"]
    cited = source_ids_in(compared["source_id"])
    return {
        "all": tally(compared), "higher": recorded_people.number_among(compared["change"] > 0, compared),
        "now": month_of(recorded_people.export_in_use()),
        "low": Value(content=float(growth.min()), unit="share", sources=cited),
        "high": Value(content=float(growth.max()), unit="share", sources=cited),
    }  # fmt: skip


def revisions_figure() -> Figure:
    """Return the figure of how the count of each year changed from export to export."""
    frame, rises = _drawn(), _rises()
    years = [int(year) for year in sorted(frame["year"].unique())]
    rows, last = math.ceil(len(years) / _COLUMNS), formats.decimal_year(frame["taken"].max())
    with theme.panels(1.7 * rows, rows, _COLUMNS, sharex=True, sharey=True) as (figure, grid):
        for year, ax in zip(years, grid, strict=False):
            plot_revisions(frame, ax, year)
        for above, empty in zip(grid[len(years) - _COLUMNS :], grid[len(years) :], strict=False):
            above.tick_params(labelbottom=True)
            empty.remove()
        grid[0].set_xlim(2016.7, max(2026.4, last + 0.3))  # from before the first export to after the last
        grid[0].set_xticks(range(2018, math.floor(last), 3))
        figure.supylabel(f"Share of the count of {rises['now']}", color=theme.colour("quiet"), fontsize=9.5)
        figure.supxlabel("When the export was taken", color=theme.colour("quiet"), fontsize=9.5)
    return Figure(
        figure,
        id="fig-revisions",
        title=say(
            "A total needs its date: a year or more after their end, the counts of {higher} of {all} years still rose, "
            "by {low:percent} to {high:percent} up to {now}",
            **rises,
        ),
        alt=say(
            "{panels} small line charts on one scale, one for the deaths of each year, over the days on which exports "
            "were taken. Each line ends at the count in the export of {now}. Counts taken within a year of the end of "
            "the year lie lower, at {lowest:percent} of it or more; later ones at {least:percent} or more. Between "
            "later ones, {rises} steps from export to export lead upwards, {falls} downwards.",
            panels=tally(frame.drop_duplicates("year")), now=rises["now"],
            lowest=share_counted("within a year", "least"), least=share_counted("later", "least"), rises=steps("up"),
            falls=steps("down"),
        ),
        data=frame,
        notes=[
            "Dots: exports taken a year or more after the end of the year; hollow: within a year of it, when records "
            "were still coming in. Crosses, in no line and no comparison: a collection of files by year, of which it "
            "is not said when each was taken. Left out: years not over when an export was taken, and exports for some "
            "routes only.",
            "The numbers are the people counted in the first export of each line and, above, in the last; where a line "
            "comes in from below, its first count stands there with its share. Nothing is known of the time between "
            "two exports. They are copies kept by those who used them, each placed on the first day on which it can "
            "have been taken. The count that makes the whole is a yardstick, not the truth: it will change too.",
            recorded_people.credit(source_ids_in(frame["source_id"])),
        ],
    )  # fmt: skip


def revisions_table() -> Table:
    """Return the table of the first counts of each year beside the one in use."""
    shown = changes()
    return Table(
        shown,
        id="tab-revisions",
        caption=say(
            "The first counts of each year after its end, and the count of {now}; for {early} years an export was "
            "taken within a year of the end, when many records were still to come",
            now=month_of(recorded_people.export_in_use()), early=tally(shown[shown["early"].notna()]),
        ),
        columns=[
            Column(name="year", label="Year"),
            Column(name="early_export", label="First within a year", format="date"),
            Column(name="early", label="It counts", unit="people, at least", format="number"),
            Column(name="first_export", label="First after a year", format="date"),
            Column(name="first", label="It counts", unit="people, at least", format="number"),
            Column(name="now", label="In this report", unit="people, at least", format="number"),
            Column(name="change", label="Change", unit="people", format="number"),
        ],
        notes=[
            "First within a year of the end, first after it: dated exports for the whole world; an empty cell means "
            "that none is at hand. The change is counted from the first after a year, since most records arrive before "
            "it.",
            recorded_people.credit(source_ids_in(shown["source_id"])),
        ],
    )  # fmt: skip
