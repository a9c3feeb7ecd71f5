"""What was said of the dead of a year in its December, and what became of the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import catalog, formats
from iomreport.advocacy.world_around import known
from iomreport.catalog import required_columns
from iomreport.catalog.cells import records
from iomreport.catalog.sources import ids_in
from iomreport.charts import theme
from iomreport.claims.listing import reading_of
from iomreport.deaths.counts import credit
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, merge_sources, pick, rows_with, select, tally, value_in

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

_YEAR_AFTER = 2014
PARTS = ("said", "after")
"""The statement of December 2013 itself, and what was said of the year after."""


def told() -> pandas.DataFrame:
    """Return what has been said of the dead of 2012 and 2013 in December 2013, and of those of 2014 since then.

    Returns
    -------
    pandas.DataFrame
        `part` ("said" or "after", see `PARTS`), `year` (of the deaths), `told` (ISO 8601 date of the statement or
        export), `what` (counted, not counted, export), `value` and `value_max` (persons; the upper end of a span),
        `qualifier` (the source's hedge) and `source_id`, in the order in which it was told.

    Examples
    --------
    >>> told().query("what == 'export'")["value"].agg(["min", "max"]).tolist()
    [5265, 5550]
    """
    import pandas

    context, december = catalog.load("context"), str(known("deaths-2013", "as_of_end").content)
    spoken = select(catalog.load("campaigns"), campaign_id="migrants-day-2014").to_dict()
    in_context = {
        name: select(context, context_id=name).to_dict()
        for name in ("deaths-2012", "deaths-2013", "deaths-2013-uncounted", "deaths-2014-september")
    }
    revisions = catalog.load("deaths_revisions").query("scope == 'world' and coverage == 'full year'")
    exports = records(revisions[revisions["year"] == _YEAR_AFTER].sort_values("export"))
    september = in_context["deaths-2014-september"]
    rows: list[tuple[str, str, str, dict[Any, Any]]] = [
        ("said", december, "counted", in_context["deaths-2012"]),
        ("said", december, "counted", in_context["deaths-2013"]),
        ("said", december, "not counted", in_context["deaths-2013-uncounted"]),
        ("after", september["as_of_end"], "counted", september),
        ("after", spoken["start"][:7], "counted", spoken),
        *(("after", row["export"], "export", row | {"value": row["dead_and_missing"]}) for row in exports),
    ]
    frame = pandas.DataFrame(
        [
            {
                "part": part, "year": int(str(row.get("as_of") or _YEAR_AFTER)[:4]), "told": date, "what": what,
                "value": row["value"], "value_max": row.get("value_max"), "qualifier": row.get("qualifier"),
                "source_id": row["source_id"],
            }
            for part, date, what, row in rows
        ]
    ).astype({"value": "Int64", "value_max": "Int64"})  # fmt: skip
    frame.attrs = {"units": {"value": "persons", "value_max": "persons", "year": "year"}}
    return frame


def counts_of_the_year_after() -> dict[str, Value]:
    """Return what was said of the dead of 2014: that December, and the least and most in later exports.

    Returns
    -------
    dict of Value
        `year`, `december`, `low` and `high` (dead and missing, world, full year).

    Examples
    --------
    >>> told = counts_of_the_year_after()
    >>> f"{told['december']}; {told['low']} to {told['high']}"
    'some 5,000; 5,265 to 5,550'
    """
    revisions = catalog.load("deaths_revisions").query("scope == 'world' and coverage == 'full year'")
    rows = revisions[revisions["year"] == _YEAR_AFTER].sort_values("dead_and_missing", kind="stable")
    return {
        "year": value_in(rows.iloc[0], "year", "year"),
        "december": pick(catalog.load("campaigns"), "value", campaign_id="migrants-day-2014"),
        "low": value_in(rows.iloc[0], "dead_and_missing"),
        "high": value_in(rows.iloc[-1], "dead_and_missing"),
    }


def range_of_years() -> dict[str, Value]:
    """Return the least and the most dead and missing of a full year since 2014, and the years these are taken from.

    Returns
    -------
    dict of Value
        `start`, `end` (years), `low`, `high` (dead and missing, world) and `export` (month of the export).

    Examples
    --------
    >>> told = range_of_years()
    >>> f"{told['low']} to {told['high']}, {told['start']} to {told['end']}"
    '4,327 to 9,002, 2014 to 2024'
    """
    totals = catalog.load("deaths").query("breakdown == 'total' and coverage == 'full year'").sort_values("year")
    by_count = totals.sort_values("dead_and_missing", kind="stable")
    first, last = totals.iloc[0], totals.iloc[-1]
    return {
        "start": value_in(first, "year", "year"),
        "end": value_in(last, "year", "year"),
        "low": value_in(by_count.iloc[0], "dead_and_missing"),
        "high": value_in(by_count.iloc[-1], "dead_and_missing"),
        "export": Value(content=str(last["export"]), unit="date", sources=ids_in([str(last["source_id"])])),
    }


def mean_before() -> Value:
    """Return the mean yearly number of dead from 2000 to 2013 that the report Fatal Journeys implies, to the hundred.

    Its count from 2000 to September 2014, less its count for 2014, over the years between. It may rest on other records
    than the count of December 2013, so that the two can lie beside one another but not be subtracted.

    Examples
    --------
    >>> str(mean_before())
    'about 2,600'
    """
    total, part = known("deaths-2000-2014"), known("deaths-2014-september")
    years = _YEAR_AFTER - int(str(known("deaths-2000-2014", "as_of").content)[:4])
    mean = (float(total.content) - float(part.content)) / years
    return Value(content=int(round(mean, -2)), unit="persons", qualifier="about", sources=merge_sources(total, part))


def last_counted() -> Value:
    """Return the month up to which the report Fatal Journeys counted, as a value for a sentence.

    Examples
    --------
    >>> print(last_counted())
    September 2014
    """
    total = known("deaths-2000-2014", "as_of_end")
    return Value(content=total.content, unit="date", sources=total.sources)


def plot_told(data: pandas.DataFrame | None = None, ax: Axes | None = None, part: str = "after") -> Axes:
    """Draw what was said of the dead of a year, statement by statement.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as `told` returns it; that by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.
    part : str
        Which statements: one of `PARTS`.

    Returns
    -------
    matplotlib.axes.Axes
        A row for each statement, from the first to the last: a dot for a count, a bar for a span, a square for an
        export, each with its number and the hedge of its source.

    Examples
    --------
    >>> [text.get_text() for text in plot_told(part="said").texts]
    ['at least 2,109', 'at least 2,360', 'some 2,000 to 5,000']
    """
    ax = theme.given_or_current(ax)
    frame = required_columns.given_or_ours(
        data, told, "part", "year", "told", "what", "value", "value_max", "qualifier"
    )
    rows = records(rows_with(frame, part=part))
    for y, row in enumerate(rows):
        ink = theme.colour("teal" if row["what"] == "export" else "blue")
        end = row["value_max"] or row["value"]
        if row["value_max"]:
            ax.barh(
                y, end - row["value"], left=row["value"], height=0.5, facecolor=theme.colour("paper"), edgecolor=ink,
                hatch="//////", linewidth=1,
            )  # fmt: skip
        else:
            ax.plot([row["value"]], [y], "s" if row["what"] == "export" else "o", color=ink, markersize=6)
        ax.annotate(
            _number(row), (end, y), xytext=(9, 0), textcoords="offset points", va="center", color=ink,
            fontweight="bold", bbox={"facecolor": theme.colour("paper"), "edgecolor": "none", "pad": 1},
        )  # fmt: skip
    ax.set_yticks(range(len(rows)), [_label(row) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(left=0)
    ax.xaxis.set_major_formatter(lambda value, _: formats.number_text(value, decimals=0))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    return ax


def _number(row: dict[str, Any]) -> str:
    text = formats.number_text(row["value"])
    text = f"{text} to {formats.number_text(row['value_max'])}" if row["value_max"] else text
    return f"{row['qualifier']} {text}" if row["qualifier"] else text


def _label(row: dict[str, Any]) -> str:
    """Name a row by the year it speaks of, or by when it was told."""
    if row["part"] == "said":
        return f"{row['year']}, {row['what']}"
    return f"{'export' if row['what'] == 'export' else 'statement'} of {formats.date_text(row['told'])}"


def december_figure() -> Figure:
    """Return the figure of what was said in December 2013, and of what was said of the year after.

    Examples
    --------
    >>> december_figure().id
    'fig-december'
    """
    shown = told()
    sizes = [int((shown["part"] == part).sum()) for part in PARTS]
    with theme.panels(3.9, 2, 1, sharex=True, height_ratios=[size + 1 for size in sizes]) as (figure, panels):
        for part, ax in zip(PARTS, panels, strict=True):
            plot_told(shown, ax, part)
        panels[0].set_xlim(0, 6900)
        for part, ax, lead in zip(PARTS, panels, ("Said in {}", "Said of {}, counted in another way"), strict=True):
            first = records(shown[shown["part"] == part])[0]
            when = formats.date_text(first["told"]) if part == "said" else str(first["year"])
            ax.set_title(lead.format(when), fontsize=9.5, color=theme.colour("quiet"))
        panels[1].set_xlabel("People")
    counted = known("deaths-2013")
    after = counts_of_the_year_after()
    return Figure(
        figure,
        id="fig-december",
        title=say(
            "For {first:year} a single count is known, {counted}; for {year} the organization spoke of {december} that "
            "December, and later exports hold {low} to {high}",
            first=known("deaths-2013", "as_of"), counted=counted, **after,
        ),
        alt=say(
            "Two charts of marks on one scale of people, one above the other. Above, what was said in December of "
            "{first:year}: {before} dead counted for {earlier:year}, {counted} for {first:year}, and a bar from "
            "{low_end} to {high_end} for those not counted. Below, what was said of {year}: {september} to September, "
            "{december} in December, then {exports} exports of the Missing Migrants Project with {low} to {high}.",
            first=known("deaths-2013", "as_of"), counted=counted, before=known("deaths-2012"),
            earlier=known("deaths-2012", "as_of"), low_end=known("deaths-2013-uncounted"),
            high_end=known("deaths-2013-uncounted", "value_max"), september=known("deaths-2014-september"),
            exports=exports(shown), **after,
        ),
        data=shown,
        notes=[
            "The two charts rest on different methods and may not be compared with one another. Hatched: people "
            "thought to have died in Sinai and on the way to Yemen, for whom there was no count. Dots: statements; "
            "squares: exports of the Missing Migrants Project, dead and missing together. The first figure for the "
            "later year covers nine months.",
            say("On the count of {of:year}: {reading}", of=known("deaths-2013", "as_of"), reading=reading_of("F152")),
            credit(shown.loc[shown["what"] == "export", "source_id"]),
        ],
    )  # fmt: skip


def exports(data: pandas.DataFrame | None = None) -> Value:
    """Return how many exports hold the year after, as a value for a sentence.

    Examples
    --------
    >>> print(exports())
    8
    """
    frame = required_columns.given_or_ours(data, told, "what", "source_id")
    return tally(frame[frame["what"] == "export"], "exports")
