"""What people recorded as dead or missing on the move died of."""

from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import require_rows
from iomreport.catalog.sources import join_source_ids
from iomreport.charts import theme
from iomreport.deaths import recorded_people, year_bars
from iomreport.deaths.recorded_people import NUMBERS, PEOPLE, SEVERAL
from iomreport.exhibits import Figure, say
from iomreport.exhibits.values import Value, tally

UNKNOWN = "Mixed or unknown"  # cause of records that name none, or a mixture

# shorter names of causes, for the chart
_LABELS = {
    "Vehicle accident / death linked to hazardous transport": "Vehicle accident or\nhazardous transport",
    "Harsh environmental conditions / lack of adequate shelter, food, water": (
        "Harsh conditions; lack of\nshelter, food or water"
    ),
    "Sickness / lack of access to adequate healthcare": "Sickness or lack\nof health care",
    "Accidental death": "Other accident",
    SEVERAL: "Several causes in one record",
}
_LAST = (SEVERAL, UNKNOWN)


@catalog.once
def deaths_by_cause(data: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return the people recorded as dead or missing by cause, over all years together.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.

    Returns
    -------
    pandas.DataFrame
        `cause` (as the project names it, each record under one cause), `records`, `dead`, `missing` and
        `dead_and_missing` (persons, at least), `of_people` and `of_records` (shares of one in all people and in all
        records) and `source_id`; by number of people, with several and unknown causes last.

    Examples
    --------
    >>> deaths_by_cause()["cause"].iloc[[0, -1]].tolist()
    ['Drowning', 'Mixed or unknown']
    """
    rows = recorded_people.counts_by("cause", data, *NUMBERS, "source_id")
    frame = rows.groupby("category")[NUMBERS].sum().rename_axis("cause").reset_index()
    for share, column in (("of_people", PEOPLE), ("of_records", "records")):
        frame[share] = frame[column].astype("Float64") / int(frame[column].sum())
    frame["source_id"] = join_source_ids(rows["source_id"])
    last = frame["cause"].map({cause: rank for rank, cause in enumerate(_LAST, start=1)}).fillna(0)
    order = frame.assign(last=last).sort_values(["last", PEOPLE], ascending=[True, False]).index
    return frame.loc[order].reset_index(drop=True)


def cause_share(cause: str, column: str = PEOPLE, year: int | Value | None = None) -> Value:
    """Return the share of a cause in the people, the missing or the records of a year, or of all years."""
    rows = recorded_people.in_year(recorded_people.counts_by("cause"), year)
    part = recorded_people.total(rows[rows["category"] == cause], column)
    return recorded_people.share(part, recorded_people.total(rows, column))


def plot_causes(data: pandas.DataFrame | None = None, ax: Axes | None = None) -> Axes:
    """Draw the share of each cause in all people, and in all records.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `deaths`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes by default.

    Returns
    -------
    matplotlib.axes.Axes
        For each cause a bar with its share in the people, in per cent, and a hollow diamond at its share in the
        records; the numbers stand beside them. Several and unknown causes are hatched.
    """
    ax = theme.given_or_current(ax)
    rows = records(require_rows(deaths_by_cause(data), "deaths"))
    for y, row in enumerate(rows):
        _draw_cause(ax, y, row)
    ax.set_yticks(range(len(rows)), [_LABELS.get(row["cause"], row["cause"]) for row in rows])
    ax.tick_params(axis="y", labelsize=8.5, length=0, pad=8)
    ax.set_xlabel("Per cent")
    # half as wide again as the longest bar, so that the numbers have room beside it
    ax.set_xlim(0, 100 * max(float(row["of_people"]) for row in rows) * 1.5)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.invert_yaxis()
    return ax


def _draw_cause(ax: Axes, y: int, row: dict[str, Any]) -> None:
    of_people, of_records = 100 * float(row["of_people"]), 100 * float(row["of_records"])
    style = year_bars.bar_style("blue", False, row["cause"] in _LAST)
    ax.barh(y, of_people, height=0.56, label="people", **style)
    ax.plot(
        [of_records], [y], "D", color=theme.colour("ink"), markerfacecolor=theme.colour("paper"), markersize=6,
        markeredgewidth=1.3, label="records", zorder=3, clip_on=False,
    )  # fmt: skip
    text = f"{formats.number_text(row[PEOPLE])} people, {formats.number_text(row['records'])} records"
    theme.write_beside(ax, text, (max(of_people, of_records), y), "ink", (9, 0), fontsize=8.5, fontweight="normal")


def causes_figure() -> Figure:
    """Return the figure of causes: their share in the people recorded, and in the records."""
    frame = deaths_by_cause()
    with theme.drawing(height=2.75) as (figure, ax):
        plot_causes(ax=ax)
        ax.set_ylim(top=-1.0)  # room for the words above the first bar, which say what bar and mark are
        year_bars.write_heading(ax, "◇ share of records", (100 * float(frame["of_records"].iloc[0]), -0.42), "center")
        year_bars.write_heading(ax, "bar: share of people", (100 * float(frame["of_people"].iloc[0]), -0.42), "right")
    first = str(frame["cause"].iloc[0])
    others = frame[1:][~frame["cause"][1:].isin(_LAST)]
    shares: dict[str, Value | str] = {
        "people": cause_share(first), "records": cause_share(first, "records"), "first": first.lower(),
        "unknown": cause_share(UNKNOWN),
    }  # fmt: skip
    period = {"start": recorded_people.year_of(recorded_people.counts_by()), "end": recorded_people.up_to()}
    return Figure(
        figure,
        id="fig-causes",
        title=say(
            "The cause recorded is {first} for {people:percent} of the people and {records:percent} of the records; "
            "for {unknown:percent} of the people it is mixed or unknown",
            **shares,
        ),
        alt=say(
            "Bars for {all} causes, from {start} to {end}: the share of each in all people recorded, with a hollow "
            "mark at its share in all records. For {first} the bar, {people:percent}, is far longer than its mark, "
            "{records:percent}; for {further} of {others} other named causes the mark lies further out than the bar. "
            "Mixed or unknown causes hold {unknown:percent} of the people.",
            further=recorded_people.number_among(others["of_records"] > others["of_people"], others),
            others=tally(others), all=tally(frame), **shares, **period,
        ),
        data=frame,
        notes=[
            recorded_people.MINIMUM + " A record is an incident, in which one person or many may have died.",
            say(
                "From {start} to {end}, in the causes that the project uses today. Hatched: {several} records name "
                "several causes, so that they stand apart and nobody is counted twice; {unknown_records} records name "
                "none or a mixture.",
                several=recorded_people.total(frame[frame["cause"] == SEVERAL], "records"),
                unknown_records=recorded_people.total(frame[frame["cause"] == UNKNOWN], "records"), **period,
            ),
            recorded_people.credit(),
        ],
    )  # fmt: skip
