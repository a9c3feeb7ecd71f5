"""The heads of the organization and their terms, as far as sources show them in office."""

from typing import Any

import pandas
from matplotlib.axes import Axes

from iomreport import catalog, formats
from iomreport.catalog.cells import records
from iomreport.catalog.required_columns import given_or_shipped
from iomreport.charts import theme

_APART = 0.76  # from one bar to the next; the other rows of the timeline are about 1 apart
_TURN = 1990  # names of heads whose term ends before this year stand right of it, later ones left


def head_rows(data: pandas.DataFrame, top: float = 0.0) -> list[float]:
    """Return how high the bar of each head lies, in the order of the heads."""
    return [top + _APART * index for index in range(len(data))]


def plot_heads(
    data: pandas.DataFrame | None = None, ax: Axes | None = None, top: float = 0.0, founded: str | None = None
) -> Axes:
    """Draw the terms of the heads, one under the other.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Shaped as the dataset `directors`; that dataset by default.
    ax : matplotlib.axes.Axes, optional
        Where to draw, on a scale of years; the current axes by default.
    top : float
        Place of the first bar, counted downwards.
    founded : str, optional
        ISO 8601 date before which there was no head; that of the first legal name by default.

    Returns
    -------
    matplotlib.axes.Axes
        For each head a bar over the time known in office, with name and term beside it, and a dotted line over the
        time in which the start or the end may lie. The first head stands at the top.
    """
    ax = theme.given_or_current(ax)
    data = given_or_shipped(
        data, "directors", "order", "name", "term_start", "term_start_basis", "term_end", "first_attested",
        "last_attested",
    )  # fmt: skip
    founded = str(catalog.load("names")["start"].min()) if founded is None else founded
    today, ink = formats.decimal_year(catalog.closed_on()), theme.colour("plum")
    heads = records(data.sort_values("order"))
    for index, (head, y) in enumerate(zip(heads, head_rows(data, top), strict=True)):
        before = formats.decimal_year(founded) if index == 0 else _known(heads[index - 1], "end")
        after = today if index == len(heads) - 1 else _known(heads[index + 1], "start")
        start, end = _known(head, "start"), _known(head, "end")
        if head["term_start_basis"] in {"no later than", "circa"} or not head["term_start"]:
            ax.plot([before, start], [y, y], color=ink, linewidth=1.3, linestyle=":")
        if not head["term_end"]:
            ax.plot([end, after], [y, y], color=ink, linewidth=1.3, linestyle=":")
        ax.barh(y, max(end - start, 0.35), left=start, height=0.34, color=ink, linewidth=0)  # short terms can be seen
        first, last = min(before, start), end if head["term_end"] else after
        at, side = (last, 6) if last < _TURN else (first, -6)
        name = ", ".join(filter(None, (head["name"], _term(head))))
        theme.write_beside(ax, name, (at, y), "ink", (side, 0), fontweight="normal")
    ax.set_yticks([])
    if not ax.yaxis_inverted():
        ax.invert_yaxis()
    return ax


def _term(head: dict[str, Any]) -> str:
    """Return the years of a term, as far as they are known."""
    start, end = (str(head[f"term_{end}"] or "")[:4] for end in ("start", "end"))
    if not start or head["term_start_basis"] == "no later than":
        return f"until {end}" if end else ""
    start = f"about {start}" if head["term_start_basis"] == "circa" else start
    return f"{start} to {end}" if end else f"from {start}"


def _known(head: dict[str, Any], end: str) -> float:
    """Return the earliest ("start") or latest ("end") time at which a head is known to be in office."""
    attested = {"start": "first_attested", "end": "last_attested"}[end]
    return formats.decimal_year(head[f"term_{end}"] or head[attested])
