"""What was said of the dead of a year in its December, and what became of the figure."""

from dataclasses import replace
from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.advocacy.world_around import known
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.charts import theme
from iomreport.claims.listing import reading_of
from iomreport.deaths import by_export, recorded_people
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, merge_sources, pick, rows_with, select, tally

_YEAR_AFTER = 2014  # the year after the statement, and the first that the Missing Migrants Project counts
PARTS = ("said", "after")  # the statement of December 2013 itself, and what was said of the year after


def reported_figures() -> pandas.DataFrame:
    """Return what was said of the dead of 2012 and 2013 in December 2013, and of those of 2014 since then.

    Returns
    -------
    pandas.DataFrame
        `part` ("said" or "after", see `PARTS`), `year` (of the deaths), `told` (ISO 8601 date of the statement or
        export), `what` (counted, not counted, export), `value` and `value_max` (persons; the upper end of a span),
        `qualifier` (the source's hedge) and `source_id`, in the order in which it was said.

    Examples
    --------
    >>> reported_figures().query("what == 'export'")["value"].agg(["min", "max"]).tolist()
    [5265, 5550]
    """
    context = catalog.load("context")
    counted_2012, counted_2013, uncounted, september = (
        select(context, context_id=f"deaths-{name}").to_dict()
        for name in ("2012", "2013", "2013-uncounted", "2014-september")
    )
    spoken = select(catalog.load("campaigns"), campaign_id="migrants-day-2014").to_dict()
    exports = records(_exports_of_the_year_after().sort_values("export"))
    december = counted_2013["as_of_end"]
    rows: list[tuple[str, str, str, dict[Any, Any]]] = [
        ("said", december, "counted", counted_2012),
        ("said", december, "counted", counted_2013),
        ("said", december, "not counted", uncounted),
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


def _exports_of_the_year_after() -> pandas.DataFrame:
    """Return what each export for the world that covers the whole year after counts for it."""
    revisions = recorded_people.full_years(catalog.load("deaths_revisions"))
    return revisions[(revisions["scope"] == "world") & (revisions["year"] == _YEAR_AFTER)]


def counts_of_the_year_after() -> dict[str, Value]:
    """Return the `year` after, what was said of its dead that `december`, and the least and most in later exports."""
    exports = _exports_of_the_year_after()
    december = pick(catalog.load("campaigns"), "value", campaign_id="migrants-day-2014")
    return {"year": recorded_people.year_of(exports), "december": december, **recorded_people.extremes(exports)}


def range_of_years() -> dict[str, Value]:
    """Return the least and the most people of a full year, `start` and `end` of these years, and the `export`."""
    totals = recorded_people.full_years(recorded_people.counts_by())
    return {
        "start": recorded_people.year_of(totals),
        "end": recorded_people.year_of(totals, -1),
        "export": by_export.month_of(recorded_people.export_in_use()),
        **recorded_people.extremes(totals),
    }


def mean_before() -> Value:
    """Return the mean yearly number of dead from 2000 to 2013 that the report Fatal Journeys implies, to the hundred.

    Its count from 2000 to September 2014, less its count for 2014, over the years between. It may rest on other records
    than the count of December 2013, so that the two can lie beside one another but not be subtracted.
    """
    total, part = known("deaths-2000-2014"), known("deaths-2014-september")
    years = _YEAR_AFTER - int(str(known("deaths-2000-2014", "as_of")))
    mean = (float(total.content) - float(part.content)) / years
    return Value(content=int(round(mean, -2)), unit="persons", qualifier="about", sources=merge_sources(total, part))


def last_counted() -> Value:
    """Return the month up to which the report Fatal Journeys counted."""
    return replace(known("deaths-2000-2014", "as_of_end"), unit="date")


def plot_reported_figures(data: pandas.DataFrame | None = None, ax: Axes | None = None, part: str = "after") -> Axes:
    """Draw what was said of the dead of a year, statement by statement.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as `reported_figures` returns it; that frame by default.
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
    >>> [text.get_text() for text in plot_reported_figures(part="said").texts]
    ['at least 2,109', 'at least 2,360', 'some 2,000 to 5,000']
    """
    ax = theme.given_or_current(ax)
    frame = given_or_shipped(data, reported_figures, "part", "year", "told", "what", "value", "value_max", "qualifier")
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
            fontweight="bold", bbox=theme.text_background(),
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
    """Name a row by the year it speaks of, or by when it was said."""
    if row["part"] == "said":
        return f"{row['year']}, {row['what']}"
    return f"{'export' if row['what'] == 'export' else 'statement'} of {formats.date_text(row['told'])}"


def december_figure() -> Figure:
    """Return the figure of what was said in December 2013, and of what was said of the year after."""
    shown = reported_figures()
    said, after = (shown[shown["part"] == part] for part in PARTS)
    with theme.panels(3.9, 2, 1, sharex=True, height_ratios=(len(said) + 1, len(after) + 1)) as (figure, panels):
        for part, ax in zip(PARTS, panels, strict=True):
            plot_reported_figures(shown, ax, part)
        panels[0].set_xlim(0, 6900)  # room on the right for the numbers
        titles = (
            f"Said in {formats.date_text(said['told'].iloc[0])}",
            f"Said of {after['year'].iloc[0]}, counted in another way",
        )
        for title, ax in zip(titles, panels, strict=True):
            ax.set_title(title, fontsize=9.5, color=theme.colour("quiet"))
        panels[1].set_xlabel("People")
    exports = after[after["what"] == "export"]
    first = {"first": known("deaths-2013", "as_of"), "counted": known("deaths-2013")}
    numbers = counts_of_the_year_after()
    return Figure(
        figure,
        id="fig-december",
        title=say(
            "For {first:year} a single count is known, {counted}; for {year} the organization spoke of {december} that "
            "December, and later exports hold {low} to {high}",
            **first, **numbers,
        ),
        alt=say(
            "Two charts of marks on one scale of people, one above the other. Above, what was said in December of "
            "{first:year}: {before} dead counted for {earlier:year}, {counted} for {first:year}, and a bar from "
            "{low_end} to {high_end} for those not counted. Below, what was said of {year}: {september} to September, "
            "{december} in December, then {exports} exports of the Missing Migrants Project with {low} to {high}.",
            before=known("deaths-2012"), earlier=known("deaths-2012", "as_of"),
            low_end=known("deaths-2013-uncounted"), high_end=known("deaths-2013-uncounted", "value_max"),
            september=known("deaths-2014-september"), exports=tally(exports, "exports"), **first, **numbers,
        ),
        data=shown,
        notes=[
            "The two charts rest on different methods and may not be compared with one another. Hatched: people "
            "thought to have died in Sinai and on the way to Yemen, for whom there was no count. Dots: statements; "
            "squares: exports of the Missing Migrants Project, dead and missing together. The first figure for the "
            "later year covers nine months.",
            say("On the count of {of:year}: {reading}", of=first["first"], reading=reading_of("F152")),
            recorded_people.credit(exports["source_id"]),
        ],
    )  # fmt: skip
