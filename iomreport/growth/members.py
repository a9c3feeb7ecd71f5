"""Members over time: rebuilt at each year end, and as sources print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomreport import catalog, formats, theme
from iomreport.exhibits import Figure, say
from iomreport.rows import records
from iomreport.values import Value, difference, pick

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes


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
    counts = catalog.load("member_counts") if data is None else data
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
    """
    counts = catalog.load("member_counts") if data is None else data
    usable = (counts["kind"] == "published") & counts["members"].notna() & (counts["status"] != "unverified")
    return counts[usable].sort_values("as_of").reset_index(drop=True)


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
        One line of rebuilt counts; round marks for published counts and crosses for those that other sources
        contradict, each with a bar as long as its date is uncertain.

    Examples
    --------
    >>> ax = plot_members()
    >>> ax.get_ylabel()
    'Member states'
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    rebuilt = members_at_year_end(data)
    x = [formats.decimal_year(date) for date in rebuilt["as_of"]]
    ax.plot(x, rebuilt["members"].astype(float), color=theme.colour("blue"), label="rebuilt")
    _mark_published(ax, published_members(data))
    _label_turns(ax, rebuilt)
    ax.set_ylabel("Member states")
    ax.set_ylim(bottom=0)
    ax.margins(y=0.12)
    if x:
        ax.set_xlim(min(x) - 2, max(x) + 6)
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
    """Write the count beside the line at the first and last year, and before and after the deepest fall between."""
    by_year = {int(row["year"]): int(row["members"]) for row in records(rebuilt)}
    if not by_year:
        return
    first, last = min(by_year), max(by_year)
    turns = {first: (9, -7), last: (9, -3)}
    fall = _deepest_fall(by_year)
    if fall is not None:
        turns |= {fall[0]: (0, 9), fall[1]: (0, -15)}
    for year, offset in sorted(turns.items()):
        text = str(by_year[year]) if year == last else f"{by_year[year]} in {year}"
        ax.annotate(
            text, (formats.decimal_year(f"{year}-12-31"), by_year[year]), xytext=offset,
            textcoords="offset points", ha="left" if offset[0] else "center", color=theme.colour("blue"),
            fontweight="bold",
        )  # fmt: skip


def _deepest_fall(by_year: dict[int, int]) -> tuple[int, int] | None:
    """Return the years between which a series fell furthest below an earlier height; None if it never fell."""
    falls = [
        (by_year[peak] - by_year[trough], -peak, -trough)
        for peak in by_year
        for trough in by_year
        if peak < trough and by_year[trough] < by_year[peak]
    ]
    if not falls:
        return None
    _, peak, trough = max(falls)
    return -peak, -trough


def members_figure() -> Figure:
    """Return the figure of member states over time."""
    rebuilt = members_at_year_end()
    first, last = int(rebuilt["year"].min()), int(rebuilt["year"].max())
    renamed = pick(catalog.load("names"), "start", abbreviation="IOM")
    renamed_year = int(str(renamed.content)[:4])
    shown = catalog.load("member_counts").query("kind in ['rebuilt', 'published'] and members.notna()")
    with theme.drawing(height=3.7) as (figure, ax):
        plot_members(ax=ax)
        _key(ax)
    return Figure(
        figure,
        id="fig-members",
        title=say(
            "Membership grew from {first} states at the end of {start:year} to {last} at the end of {end:year}; "
            "{since} of the increase came after {renamed:year}",
            first=members_in(first),
            start=year_end(first),
            last=members_in(last),
            end=year_end(last),
            since=difference(members_in(last), members_in(renamed_year)),
            renamed=renamed,
        ),
        alt=say(
            "Line chart of member states at each year end from {start:year} to {end:year}. The line starts at {first}, "
            "stays near thirty until the late eighties, dips in between as states left, then climbs steeply to "
            "{last}. Counts printed by sources lie on or close to it.",
            first=members_in(first),
            start=year_end(first),
            last=members_in(last),
            end=year_end(last),
        ),
        data=shown,
        notes=[
            "Line: counted at each year end from the dates on which states joined, left and came back. Marks: counts "
            "that a source prints, with a bar as long as the date is uncertain; a cross stands where other sources "
            "contradict the count.",
        ],
    )


def _key(ax: Axes) -> None:
    """Say beside the line and the marks what they are."""
    ax.annotate(
        "rebuilt at each year end", (1996.5, 57), xytext=(-14, 26), textcoords="offset points", ha="right",
        color=theme.colour("blue"),
    )  # fmt: skip
    ax.annotate(
        "printed by a source", (2011.9, 146), xytext=(14, -34), textcoords="offset points", ha="left",
        color=theme.colour("amber"),
    )  # fmt: skip
