"""Money by function, beside what the mandate says."""

from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import SEPARATOR, records
from iomreport.catalog.required_columns import given_or_shipped, require_rows
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.exhibits import Column, Figure, Table, say
from iomreport.exhibits.values import Value, pick, tally
from iomreport.suggest import need_known

FUNCTIONS = {
    "humanitarian assistance": "humanitarian assistance",
    "development assistance": "development assistance",
    "global agenda": "global agenda and specialized assistance",
}
"""Functions of the financial statistics of the United Nations system, by their part in the dataset `finance`."""

CHANGE = 2016  # first year sorted by the present functions; the notes of the dataset say so

_STYLES = {
    FUNCTIONS["humanitarian assistance"]: ("amber", "o", 0),
    FUNCTIONS["development assistance"]: ("blue", "s", 8),
    FUNCTIONS["global agenda"]: ("teal", "^", -11),
}  # colour, marker, and points by which the name is lifted off the others at the end of its line
_LABELS = {"amount": "Million US dollars", "share": "Per cent of expenditure"}

_UNDER_OTHERS = "No heading of its own; its spending must lie under others."
NEAREST: dict[str, tuple[str | None, str]] = {
    "migration and development": (
        "development assistance",
        "Alike by name; what else is sorted under the heading is not said.",
    ),
    "facilitating migration": (None, _UNDER_OTHERS),
    "regulating migration": (None, _UNDER_OTHERS),
    "addressing forced migration": (
        "humanitarian assistance",
        "Near in purpose: resettlement and work on the environment may lie under other headings.",
    ),
    "cross-cutting": (None, "Not an area; it runs through all of them and has no heading."),
}
"""Heading nearest to each area of the article, if any, and why: our own reading."""


@catalog.once
def expenditure_by_function(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the expenditure of each year by function.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `finance`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `function`, `headings` (old up to the year before the change, new since), `amount` (USD of the year),
        `share` (of all functions together, of one) and `source_id`, by year and function.

    Examples
    --------
    >>> expenditure_by_function().query("year == 2024")["share"].round(3).tolist()[0]
    0.642
    """
    money = given_or_shipped(data, "finance", "concept", "adopted", "status", "year", "part", "amount", "source_id")
    usable = (money["concept"] == "expenditure") & (money["adopted"] == "yes") & (money["status"] != "unverified")
    frame = money.loc[usable & money["part"].isin([*FUNCTIONS]), ["year", "part", "amount", "source_id"]]
    frame = frame.assign(function=frame["part"].map(FUNCTIONS), order=frame["part"].map([*FUNCTIONS].index))
    frame["share"] = frame["amount"] / frame.groupby("year")["amount"].transform("sum")
    frame["headings"] = ["old" if year < CHANGE else "new" for year in frame["year"]]
    frame = frame.sort_values(["year", "order"]).reset_index(drop=True)
    frame = frame[["year", "function", "headings", "amount", "share", "source_id"]]
    frame.attrs = {**money.attrs, "units": {"year": "year", "amount": "USD", "share": "share"}}
    return frame


def share_of(function: str, year: int) -> Value:
    """Return the share of a function in the expenditure of a year."""
    return pick(expenditure_by_function(), "share", function=function, year=year)


def spent_on(function: str, year: int) -> Value:
    """Return what was spent on a function in a year, in US dollars of that year."""
    return pick(expenditure_by_function(), "amount", function=function, year=year)


def year_of(year: int) -> Value:
    """Return a year for which functions are known."""
    return pick(expenditure_by_function(), "year", function="humanitarian assistance", year=year)


def lowest_year(function: str) -> Value:
    """Return the year in which a function had its least share under the present headings."""
    frame = expenditure_by_function()
    shares = frame[(frame["headings"] == "new") & (frame["function"] == function)]
    return year_of(int(shares.nsmallest(1, "share")["year"].iloc[0]))


def plot_functions(measure: str = "amount", data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw expenditure by function, with a break where the headings changed.

    Parameters
    ----------
    measure : str
        "amount" (million US dollars of each year) or "share" (per cent of the year's expenditure).
    data : pandas.DataFrame, optional
        Shaped as the dataset `finance`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        Lines through consecutive years of one set of headings, hollow marks for the old set, each function named at
        its end with its last value. No line crosses the change of headings or a year without figures.
    """
    ax = theme.given_or_current(ax)
    need_known("measure", measure, _LABELS)
    frame = require_rows(expenditure_by_function(data), "finance")
    scale = 1e6 if measure == "amount" else 0.01
    for function in FUNCTIONS.values():
        rows = records(frame[frame["function"] == function])
        for run in _runs(rows):
            _line(ax, run, function, [float(row[measure]) / scale for row in run])
        if rows:
            _name(ax, rows[-1], measure, scale)
    ax.axvline(CHANGE - 0.5, color=theme.colour("quiet"), linewidth=0.9, linestyle=":", zorder=1)
    ax.set_ylabel(_LABELS[measure])
    ax.set_ylim(0, 1.08 * float(frame[measure].max()) / scale)
    ax.yaxis.set_major_formatter(lambda height, _: formats.number_text(height, decimals=0))
    ax.set_xlim(int(frame["year"].min()) - 0.5, int(frame["year"].max()) + 0.5)
    theme.whole_years(ax)
    return ax


def _runs(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Split the rows of one function into stretches of consecutive years under one set of headings."""
    runs: list[list[dict[str, Any]]] = []
    for row in rows:
        last = runs[-1][-1] if runs else None
        if last and row["year"] == last["year"] + 1 and row["headings"] == last["headings"]:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _line(ax: Axes, run: list[dict[str, Any]], function: str, heights: list[float]) -> None:
    role, marker, _ = _STYLES[function]
    ink, new = theme.colour(role), run[0]["headings"] == "new"
    ax.plot(
        [row["year"] for row in run], heights, marker, linestyle="-", color=ink, markersize=4.5,
        markerfacecolor=ink if new else theme.colour("paper"), linewidth=1.8 if new else 1.1, label=function,
    )  # fmt: skip


def _name(ax: Axes, row: dict[str, Any], measure: str, scale: float) -> None:
    height, (role, _, lift) = float(row[measure]) / scale, _STYLES[row["function"]]
    number = formats.number_text(height, decimals=0) if measure == "amount" else f"{height:.0f}%"
    ax.annotate(
        row["function"].replace(" and ", " and\n") + f"\n{number}", (row["year"], height), xytext=(8, lift),
        textcoords="offset points", va="center", fontweight="bold", fontsize=8.5, linespacing=1.1,
        color=theme.colour(role), annotation_clip=False,
    )  # fmt: skip


def functions_figure() -> Figure:
    """Return the figure of expenditure by function."""
    shown = expenditure_by_function()
    start, end = int(shown["year"].min()), int(shown["year"].max())
    with theme.panels(5.2, 2, 1, sharex=True) as (figure, panels):
        for measure, ax in zip(_LABELS, panels, strict=True):
            plot_functions(measure, ax=ax)
        panels[0].annotate(
            "headings changed", (CHANGE - 0.5, 0.96), xycoords=("data", "axes fraction"), xytext=(-5, 0),
            textcoords="offset points", ha="right", va="top", fontsize=8.5, color=theme.colour("quiet"),
        )  # fmt: skip
    humanitarian, development, agenda = FUNCTIONS.values()
    least = lowest_year(humanitarian)
    shares = {
        "change": year_of(CHANGE), "first": share_of(humanitarian, CHANGE),
        "least": least, "lowest": share_of(humanitarian, int(least.content)),
        "end": year_of(end), "last": share_of(humanitarian, end),
    }  # fmt: skip
    return Figure(
        figure,
        id="fig-functions",
        title=say(
            "Humanitarian assistance was {first:percent} of expenditure in {change}, {lowest:percent} in {least} and "
            "{last:percent} in {end}",
            **shares,
        ),
        alt=say(
            "Two line charts of expenditure by function from {start} to {end}, above in million dollars of each year, "
            "below in per cent, both broken between {before} and {change}, where the headings changed. After the "
            "break humanitarian assistance goes from {low:compact} to {high:compact}, development assistance "
            "from {dev:compact} to {dev_end:compact}, and global agenda and specialized assistance from "
            "{rest:compact} to {rest_end:compact}. The share of humanitarian assistance, {first:percent} in {change}, "
            "falls to {lowest:percent} in {least} and ends at {last:percent}.",
            start=year_of(start), before=year_of(CHANGE - 1), **shares,
            low=spent_on(humanitarian, CHANGE), high=spent_on(humanitarian, end),
            dev=spent_on(development, CHANGE), dev_end=spent_on(development, end),
            rest=spent_on(agenda, CHANGE), rest_end=spent_on(agenda, end),
        ),
        data=shown,
        notes=[
            say(
                "The functions by which the United Nations statistics sort expenses changed with {change}: earlier "
                "years, with hollow marks, are not strictly alike, and no line crosses the change. Dollars of each "
                "year, not adjusted for prices.", change=shares["change"],
            ),
        ],
    )  # fmt: skip


def functions_and_mandate(
    data: pandas.DataFrame | None = None, activities: pandas.DataFrame | None = None
) -> pandas.DataFrame:
    """Return the areas of the mandate, each beside the heading of spending that comes nearest to it.

    Parameters
    ----------
    data, activities : pandas.DataFrame, optional
        Shaped as the datasets `finance` and `activities`; these by default.

    Returns
    -------
    pandas.DataFrame
        `area`, `activities` (those that the dataset `activities` places there), `function` (nearest heading, if any),
        `amount` (USD of the last year), `year`, `remark` and `source_id`; at the end, headings nearest to no area.

    Examples
    --------
    >>> functions_and_mandate()["function"].tolist()[:2]
    ['development assistance', 'none']
    """
    money = expenditure_by_function(data)
    last = {row["function"]: row for row in records(money[money["year"] == money["year"].max()])}
    listed = given_or_shipped(activities, "activities", "group", "part", "area", "name", "source_id")
    listed = listed[(listed["group"] == "activity") & listed["part"].isna()]
    near = {function for function, _ in NEAREST.values()}
    matches = [(area, *match) for area, match in NEAREST.items()]
    matches += [("no area", name, "Comes nearest to no area by name.") for name in last if name not in near]
    rows = []
    for area, function, remark in matches:
        placed, spent = listed[listed["area"] == area], last.get(function or "", {})
        named = SEPARATOR.join(placed["name"].str.capitalize())
        cited = join_source_ids([*placed["source_id"], spent.get("source_id", "")])
        rows.append((area, named, spent.get("function", "none"), spent.get("amount"), spent.get("year"), remark, cited))
    columns = ["area", "activities", "function", "amount", "year", "remark", "source_id"]
    frame = pandas.DataFrame(rows, columns=columns).astype({"amount": "Int64", "year": "Int64"})
    frame.attrs = {"units": {"amount": "USD", "year": "year"}}
    return frame


def functions_table() -> Table:
    """Return the table of areas of the mandate beside headings of spending."""
    shown = functions_and_mandate()
    areas = shown[~shown["area"].isin(["cross-cutting", "no area"])]
    end = int(shown["year"].max())
    return Table(
        shown,
        id="tab-functions",
        caption=say(
            "Areas of the mandate beside headings of spending in {end}: for {without} of the {areas} areas there is "
            "no heading",
            end=year_of(end), areas=tally(areas), without=tally(areas[areas["function"] == "none"]),
        ),
        columns=[
            Column(name="area", label="Area of the mandate"),
            Column(name="activities", label="Activities placed there"),
            Column(name="function", label="Nearest heading of spending"),
            Column(name="amount", label="Spent under that heading", unit="USD", format="number"),
            Column(name="remark", label="What the match is worth"),
        ],
        notes=[
            "The areas and activities are those of the article, the headings those of the United Nations statistics. "
            "Neither source sets the one against the other: the match is the reading of this report, by name and "
            "purpose. What was spent under a heading is therefore not what was spent on an area.",
        ],
    )  # fmt: skip
