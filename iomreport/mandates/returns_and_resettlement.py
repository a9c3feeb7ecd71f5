"""Assisted returns year by year, and refugees resettled, count by count."""

from typing import Any

import pandas
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped, require_rows
from iomreport.charts import direct_labels, theme
from iomreport.exhibits import Column, Figure, Table, say
from iomreport.exhibits.values import Value, pick, tally
from iomreport.mandates.people_assisted import COUNT_COLUMNS, hedged

KINDS = {
    "voluntary": "assisted voluntary returns",
    "humanitarian": "voluntary humanitarian returns",
    "together": "assisted returns, voluntary and humanitarian",
}
"""Kinds of assisted return, by their measure in the dataset `operations`."""

_RESETTLED = (
    "refugees moved", "Hungarian refugees moved", "Hungarian refugees resettled", "refugees moved, cumulative",
    "refugees moved from Bangladesh to Pakistan", "Indochinese refugees moved", "Indochinese refugees assisted",
    "refugees resettled with UNHCR", "Syrian refugees resettled to Canada", "relocation within Europe",
    "resettlement, humanitarian admission and relocation", "resettlement and humanitarian admission",
)  # fmt: skip

_A_YEAR = 33  # points of axes, before they are laid out, in which a count can stand across its bar
_INK = {"voluntary": "blue", "humanitarian": "plum", "together": "quiet"}


@catalog.once
def assisted_returns(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the assisted returns of each whole year, by kind.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `operations`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `year`, `kind` (voluntary, humanitarian, together), `value` (persons), `qualifier`, `basis` (stated, derived),
        `scope`, `note` and `source_id`, by year. Half-years and unverified rows are left out; where a year has an
        exact count and a rounded one, the exact one stands. A kind that no source counts is absent.

    Examples
    --------
    >>> assisted_returns().query("year == 2016")["value"].tolist()
    [98403]
    """
    rows = given_or_shipped(
        data, "operations", "measure", "as_of", "as_of_precision", "since", "value", "qualifier", "basis", "scope",
        "status", "note", "source_id",
    )  # fmt: skip
    kinds = {measure: kind for kind, measure in KINDS.items()}
    whole = rows["measure"].isin([*kinds]) & (rows["as_of_precision"] == "year") & rows["since"].isna()
    frame = rows[whole & (rows["status"] != "unverified")]
    frame = frame.assign(
        year=frame["as_of"].astype("Int64"), kind=frame["measure"].map(kinds), rounded=frame["qualifier"].notna()
    )
    frame = frame.sort_values(["year", "rounded"], kind="stable").drop_duplicates(["year", "kind"])
    frame = frame[["year", "kind", "value", "qualifier", "basis", "scope", "note", "source_id"]].reset_index(drop=True)
    frame.attrs = {"units": {"year": "year", "value": "persons"}}
    return frame


def returns_in(year: int, kind: str = "voluntary") -> Value:
    """Return how many people were helped to return in a year."""
    return pick(assisted_returns(), "value", year=year, kind=kind)


def year_of_returns(year: int, kind: str = "voluntary") -> Value:
    """Return a year for which returns are counted."""
    return pick(assisted_returns().drop(columns="qualifier"), "year", year=year, kind=kind)


def plot_returns(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw assisted returns year by year.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `operations`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for voluntary returns, with humanitarian ones hatched on top where they are counted by themselves; a
        bar in outline where only both together are known. Each part is labelled with its count, upright where the
        bars are narrow.
    """
    ax = theme.given_or_current(ax)
    frame = require_rows(assisted_returns(data), "operations")
    by_year: dict[int, dict[str, dict[str, Any]]] = {}
    for row in records(frame):
        by_year.setdefault(row["year"], {})[row["kind"]] = row
    turned = 90 if direct_labels.type_scale(ax, _A_YEAR * len(by_year)) < 1 else 0
    written: list[Annotation] = []
    for kinds in by_year.values():
        voluntary, humanitarian = kinds.get("voluntary"), kinds.get("humanitarian")
        if voluntary:
            _bar(ax, voluntary, written, facecolor=theme.colour("blue"), turned=turned)
        if humanitarian:
            _bar(ax, humanitarian, written, voluntary["value"] if voluntary else 0, hatch="//////")
        if not voluntary and not humanitarian:
            _bar(ax, kinds["together"], written, linestyle="--")
    theme.name_years(ax, by_year)
    ax.tick_params(axis="x", length=0)
    ax.yaxis.set_major_formatter(lambda height, _: formats.number_text(height, decimals=0))
    ax.set_ylabel("People in the year")
    return ax


def _bar(
    ax: Axes, row: dict[str, Any], written: list[Annotation], under: int = 0, turned: int | None = None, **style: Any
) -> None:
    """Draw a bar with its count in or on it, unless that would meet one written before."""
    role, inside, top = _INK[row["kind"]], turned is not None, under + row["value"]
    style.setdefault("facecolor", theme.colour("paper"))
    ax.bar(
        [row["year"]], [row["value"]], bottom=under, width=0.78, edgecolor=theme.colour(role), linewidth=1,
        label=row["kind"], **style,
    )  # fmt: skip
    label = theme.write_beside(
        ax, hedged(row).replace(" ", "\n"), (row["year"], top), "paper" if inside else role, (0, -3 if inside else 2),
        before=written, va="top" if inside else "bottom", rotation=turned or 0, fontsize=8.5, fontweight="normal",
        linespacing=0.95, bbox=None,
    )  # fmt: skip
    written.append(label)


def returns_figure() -> Figure:
    """Return the figure of assisted returns."""
    shown = assisted_returns()
    voluntary = shown[shown["kind"] == "voluntary"]
    top, last = int(voluntary.nlargest(1, "value")["year"].iloc[0]), int(shown["year"].max())
    with theme.drawing(height=3.4) as (figure, ax):
        plot_returns(ax=ax)
        _key(ax)
    values = {
        "first": year_of_returns(int(shown["year"].min())), "most": returns_in(top), "top": year_of_returns(top),
        "last": returns_in(last), "end": year_of_returns(last), "humanitarian": returns_in(last, "humanitarian"),
    }  # fmt: skip
    gap = int(shown.loc[(shown["kind"] == "together") & shown["qualifier"].notna(), "year"].iloc[0])
    known = {
        "since": year_of_returns(2020, "humanitarian"),
        "gap": year_of_returns(gap, "together"), "together": returns_in(gap, "together"),
    }  # fmt: skip
    return Figure(
        figure,
        id="fig-returns",
        title=say(
            "Between {first} and {end}, assisted voluntary returns peaked at {most} in {top}; {end} had {last}, and "
            "another {humanitarian} voluntary humanitarian returns",
            **values,
        ),
        alt=say(
            "Bar chart of people helped to return in each year from {first} to {end}. Voluntary returns rise to {most} "
            "in {top}, fall, and climb again to {last}. From {since} on, humanitarian returns stand on top, {least} at "
            "first and {humanitarian} at the end. For {gap} only both together are known, {together}.",
            least=returns_in(2020, "humanitarian"), **known, **values,
        ),
        data=shown,
        notes=[
            say(
                "No count of humanitarian returns before {since} was found: that is a gap, not a zero, and the sources "
                "do not say whether the earlier bars include some. For {gap} no source read for this report counts "
                "voluntary returns by themselves; the sum of both kinds is worked out from its change to the next "
                "year, and so rounded; at {together} it lies below the peak. Voluntary returns of {since} and {next} "
                "are the sum of both kinds less the humanitarian ones.",
                next=year_of_returns(2021, "humanitarian"), **known,
            ),
            "Some sources count humanitarian returns from Libya and Yemen alone, others from all countries; the data "
            "say which.",
        ],
    )  # fmt: skip


def _key(ax: Axes) -> None:
    """Say what the bars count, where there is room above them: by year and number of people."""
    for words, x, y, align, role in (
        ("voluntary\nreturns", 2014, 47_000, "center", "blue"),
        ("both together", 2019, 76_000, "center", "quiet"),
        ("humanitarian returns", 2023.4, 81_000, "right", "plum"),
    ):
        ax.annotate(words, (x, y), ha=align, va="bottom", color=theme.colour(role), fontweight="bold", linespacing=0.95)


def resettled(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the counts of refugees moved or resettled.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `operations`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `period` (dates in words), `as_of`, `since`, `measure`, `scope`, `counted` (measure and scope together),
        `value` (persons), `qualifier`, `figure` (hedge and number in words), `status`, `note` and `source_id`, by date.

    Examples
    --------
    >>> resettled()["period"].head(2).tolist()
    ['February to December 1952', '1956 to 1957']
    """
    rows = given_or_shipped(data, "operations", *COUNT_COLUMNS, "status", "note", "source_id")
    frame = rows[rows["measure"].isin(_RESETTLED) & (rows["status"] != "unverified")]
    frame = frame.sort_values(["as_of", "value"], kind="stable").reset_index(drop=True)
    counts = records(frame)
    frame = frame.assign(
        period=[_period(row) for row in counts],
        figure=[hedged(row) for row in counts],
        counted=[", ".join(filter(None, (row["measure"], row["scope"]))) for row in counts],
    )[["period", *COUNT_COLUMNS, "figure", "counted", "status", "note", "source_id"]]
    frame.attrs = {"units": {"value": "persons"}}
    return frame


def _period(row: dict[str, Any]) -> str:
    """Return the time of a count in words, from month to month where it ends with the year that it began in."""
    if row["since"] and row["since"].startswith(row["as_of"]):
        return formats.span_text(row["since"][:7], f"{row['as_of']}-12")
    return formats.span_text(row["since"] or row["as_of"], row["as_of"])


def resettlement_table() -> Table:
    """Return the table of refugees moved or resettled, count by count."""
    shown = resettled()
    return Table(
        shown,
        id="tab-resettlement",
        caption=say(
            "Refugees moved and resettled: {counts} counts since {first:year}, hardly two of which cover the "
            "same people",
            counts=tally(shown), first=pick(shown.head(1), "as_of"),
        ),
        columns=[
            Column(name="period", label="When"),
            Column(name="figure", label="People"),
            Column(name="counted", label="Who was counted"),
            Column(name="note", label="Note"),
        ],
        notes=[
            "The counts are of different groups, places and times, and some are parts of others. They are not added "
            "up, and no rate of growth can be read from them.",
            "Humanitarian admission: states let refugees in for protection without all the steps of resettlement. "
            "Relocation within Europe: people who seek or have asylum are moved from one European state to another.",
        ],
    )  # fmt: skip
