"""Members over time: rebuilt at each year end, and as sources print them."""

import itertools
from typing import Any

import pandas
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped, require_columns, require_rows
from iomreport.charts import theme
from iomreport.exhibits import Figure, Prose, say
from iomreport.exhibits.values import Value, pick
from iomreport.growth import departures

_LIST = "cow-igo-3"  # source of the list of memberships that is counted beside our own


@catalog.once
def members_at_year_end(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the number of member states on 31 December of each year, rebuilt from the spells of membership.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Counts shaped as the dataset `member_counts`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `as_of`, `as_of_precision`, `members` (states) and `source_id`, by year.

    Examples
    --------
    >>> members_at_year_end().set_index("year")["members"].loc[[1998, 2013]].tolist()
    [67, 155]
    """
    counts = given_or_shipped(data, "member_counts", "kind", "as_of", "as_of_precision", "members", "source_id")
    rebuilt = counts[counts["kind"] == "rebuilt"].sort_values("as_of")
    frame = rebuilt[["as_of", "as_of_precision", "members", "source_id"]].reset_index(drop=True)
    frame.insert(0, "year", frame["as_of"].str[:4].astype("Int64"))
    frame.attrs = counts.attrs
    return frame


def published_members(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the counts of member states that a source prints.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Counts shaped as the dataset `member_counts`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        The rows of `member_counts` that are published, hold a count of members and are not unverified, by date.

    Examples
    --------
    >>> published_members()["kind"].unique().tolist()
    ['published']
    """
    counts = given_or_shipped(data, "member_counts", "kind", "as_of", "members", "status")
    usable = (counts["kind"] == "published") & counts["members"].notna() & (counts["status"] != "unverified")
    return counts[usable].sort_values("as_of").reset_index(drop=True)


def tallied_members(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the members that the research project Correlates of War lists, counted year by year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Counts shaped as the dataset `member_counts`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        The rows of `member_counts` that are tallied from that list, by date.

    Examples
    --------
    >>> tallied_members().set_index("as_of")["members"].loc[["1951", "2003"]].tolist()
    [22, 85]
    """
    counts = given_or_shipped(data, "member_counts", "kind", "as_of", "members", "source_id")
    chosen = (counts["kind"] == "tallied") & (counts["source_id"] == _LIST)
    return counts[chosen].sort_values("as_of").reset_index(drop=True)


def furthest_apart() -> dict[str, Value]:
    """Return the year in which rebuilt and tallied counts differ most, and both, as values for a sentence."""
    tallied = tallied_members()
    tallied = tallied.assign(year=tallied["as_of"].str[:4].astype("Int64"))
    rebuilt = members_at_year_end()
    both = rebuilt.merge(tallied[["year", "members"]], on="year", suffixes=("", "_tallied"))
    apart = (both["members"] - both["members_tallied"]).abs().to_numpy(int)
    year = int(both["year"].iloc[int(apart.argmax())])
    ours, theirs = pick(rebuilt, "members", year=year), pick(tallied, "members", year=year)
    return {"year": pick(tallied, "year", year=year), "ours": ours, "theirs": theirs}


def members_in(year: int) -> Value:
    """Return the number of member states on 31 December of a year, as a value for a sentence."""
    return pick(members_at_year_end(), "members", year=year)


def year_end(year: int) -> Value:
    """Return the 31 December of a year for which members were counted, as a value for a sentence."""
    return pick(members_at_year_end(), "as_of", year=year)


def plot_members(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw member states over time: rebuilt at each year end as a line, published counts as marks.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Counts shaped as the dataset `member_counts`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A line of rebuilt counts and a dotted one of those tallied from another list; round marks for published
        counts and crosses for those that other sources contradict, each with a bar as long as its date is uncertain.
    """
    ax = theme.given_or_current(ax)
    rebuilt = require_rows(members_at_year_end(data), "member_counts")
    tallied = tallied_members(data)
    ax.plot(
        [formats.span_of_years(date)[1] for date in tallied["as_of"]], tallied["members"].astype(float), ":",
        color=theme.colour("ink"), linewidth=1.3, label="tallied", zorder=1.8,
    )  # fmt: skip
    x = [formats.decimal_year(date) for date in rebuilt["as_of"]]
    ax.plot(x, rebuilt["members"].astype(float), color=theme.colour("blue"), label="rebuilt")
    _mark_published(ax, require_columns(published_members(data), "as_of_end", ours="member_counts"))
    _label_turns(ax, rebuilt)
    ax.set_ylabel("Member states")
    ax.set_ylim(bottom=0)
    ax.margins(y=0.12)
    ax.set_xlim(min(x) - 2, max(x) + 6)
    return ax


def plot_names(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the legal names of the organization as quiet bands, each with its initials above.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Names shaped as the dataset `names`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw, over the years that it shows; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A band behind the data for each name, every second one shaded; the last one reaches to the edge.
    """
    ax = theme.given_or_current(ax)
    names = given_or_shipped(data, "names", "kind", "abbreviation", "start", "end")
    if ax.get_autoscalex_on() and not ax.has_data():
        ax.set_xlim(formats.decimal_year(names["start"].min()), formats.decimal_year(catalog.closed_on()))
        ax.set_yticks([])
    edge = ax.get_xlim()[1]
    for index, row in enumerate(records(names[names["kind"] == "legal name"].sort_values("start"))):
        start = formats.decimal_year(row["start"])
        end = formats.decimal_year(row["end"]) if row["end"] else edge
        shade = theme.colour("wash" if index % 2 else "paper")
        ax.axvspan(start, end, facecolor=shade, linewidth=0, zorder=0, label=row["abbreviation"])
        ax.axvline(start, color=theme.colour("rule"), linewidth=0.8, zorder=0.5)
        narrow = end - start < 4  # years; PICMME bore its name for one, and its initials need more room
        ax.text(
            end if narrow else (start + end) / 2, 1.01, row["abbreviation"], ha="right" if narrow else "center",
            va="bottom", transform=ax.get_xaxis_transform(), color=theme.colour("quiet"), fontweight="bold",
        )  # fmt: skip
    ax.set_xlim(right=edge)
    return ax


def _mark_published(ax: Axes, published: pandas.DataFrame) -> None:
    for disputed, marker, face, size in ((False, "o", theme.colour("paper"), 5), (True, "X", theme.colour("amber"), 6)):
        rows = records(published[(published["status"] == "conflicting") == disputed])
        spans = [formats.span_of_years(row["as_of"], row["as_of_end"] or "") for row in rows]
        heights = [float(row["members"]) for row in rows]
        starts, ends = [span[0] for span in spans], [span[1] for span in spans]
        ax.hlines(heights, starts, ends, color=theme.colour("amber"), linewidth=1.4)
        middles = [(start + end) / 2 for start, end in spans]
        ax.plot(
            middles, heights, marker, color=theme.colour("amber"), markerfacecolor=face, markersize=size,
            markeredgewidth=1.2, label="published, contradicted" if disputed else "published",
        )  # fmt: skip


def _label_turns(ax: Axes, rebuilt: pandas.DataFrame) -> None:
    """Write the count beside the line at the first and last year, and after and before the deepest fall between."""
    by_year = {int(row["year"]): int(row["members"]) for row in records(rebuilt)}
    first, last = min(by_year), max(by_year)
    # Years in the order in which they matter (small axes have no room for all), and where to write, in points.
    turns = {last: (9, 2), first: (9, -7)}
    falls = [years for years in itertools.combinations(sorted(by_year), 2) if by_year[years[1]] < by_year[years[0]]]
    if falls:
        before, after = max(falls, key=lambda years: by_year[years[0]] - by_year[years[1]])
        turns |= {after: (0, -15), before: (-1, -20)}
    written: list[Annotation] = []
    for year, (right, up) in turns.items():
        text = str(by_year[year]) if year == last else f"{by_year[year]} in {year}"
        point = (formats.decimal_year(f"{year}-12-31"), by_year[year])
        style: dict[str, Any] = {"before": written, "elsewhere": [(right + 24, up)], "va": "baseline", "bbox": None}
        written.append(theme.write_beside(ax, text, point, "blue", (right, up), **style))


def members_figure() -> Figure:
    """Return the figure of member states over time."""
    rebuilt = members_at_year_end()
    start, end = int(rebuilt["year"].min()), int(rebuilt["year"].max())
    values = {"first": members_in(start), "start": year_end(start), "last": members_in(end), "end": year_end(end)}
    renamed = pick(catalog.load("names"), "start", abbreviation="IOM")
    with theme.drawing(height=3.6) as (figure, ax):
        plot_members(ax=ax)
        departures.plot_departures(ax=ax)
        plot_names(ax=ax)
        _key(ax)
    return Figure(
        figure,
        id="fig-members",
        title=say(
            "Membership grew from {first} states at the end of {start:year} to {then} at the end of {renamed:year}, "
            "the year in which the organization took its present name, and to {last} at the end of {end:year}",
            then=members_in(int(str(renamed.content)[:4])),
            renamed=renamed,
            **values,
        ),
        alt=say(
            "Line chart of member states at each year end from {start:year} to {end:year}. The line starts at {first}, "
            "stays low until the late eighties, dips in between as states left, then climbs steeply to "
            "{last}. A hatched area above the line shows the states that had left: {away} of them at most, at the end "
            "of {low:year}. Counts printed by sources lie on or close to the line. A dotted line, tallied from "
            "another list, starts higher and runs lower for some years after {turn:year}. Bands mark the names PICMME, "
            "ICEM, ICM and IOM.",
            turn=year_end(2000),
            away=departures.most_away(),
            low=departures.year_most_away(),
            **values,
        ),
        data=_drawn(),
        notes=_notes(),
    )


def _notes() -> list[Prose]:
    return [
        "Line: counted at each year end from the dates on which states joined, left and came back. Marks: counts "
        "that a source prints, with a bar as long as the date is uncertain; a cross stands where other sources "
        "contradict the count.",
        say(
            "Dotted: members as listed by the research project Correlates of War, on which many of the dates used rest "
            "too. The two differ in the first years, which are partly estimates in that list, and most in {year}: "
            "{theirs} there, {ours} here.",
            **furthest_apart(),
        ),
        say(
            "Hatched: {left} states left between {first:year} and {last:year}, and all of them came back: {names}.",
            left=departures.states_that_left(),
            first=departures.departure(0),
            last=departures.departure(-1),
            names=", ".join(departures.those_that_left()),
        ),
    ]


def _drawn() -> pandas.DataFrame:
    """Return the counts drawn; those rebuilt with the states away at that time."""
    counts = catalog.load("member_counts")
    beside = [*published_members()["count_id"], *tallied_members()["count_id"]]
    drawn = counts[(counts["kind"] == "rebuilt") | counts["count_id"].isin(beside)]
    away = departures.states_away().assign(kind="rebuilt")[["as_of", "kind", "away", "country_codes"]]
    return drawn.merge(away, on=["as_of", "kind"], how="left")


def _key(ax: Axes) -> None:
    """Say beside the line and the marks what they are."""
    for text, point, role, offset in (
        ("rebuilt at each year end", (1996.5, 57), "blue", (-14, 29)),
        ("printed by a source", (2012.9, 146), "amber", (5, -17)),
        ("dotted: counted from another list", (2003.5, 85), "ink", (7, -9)),
        ("hatched: had left, later came back", (1973, 34), "plum", (0, 24)),
    ):
        theme.write_beside(ax, text, point, role, offset, va="baseline", fontweight="normal", bbox=None)
