"""Bars for years, solid where the whole year is covered and hatched where only a part is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport import formats
from iomreport.charts import theme

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

WIDTH = 0.74
"""Width of a bar, in years."""

HATCH = "/////"
"""Pattern of what is covered in part, or not known."""


def look(role: str, hollow: bool, hatched: bool) -> dict[str, Any]:
    """Return how a bar looks: solid, or an outline on paper, with or without a pattern."""
    ink = theme.colour(role)
    ground = theme.colour("paper") if hollow or hatched else ink
    return {"facecolor": ground, "edgecolor": ink, "hatch": HATCH if hatched else "", "linewidth": 0.9}


def draw_years(ax: Axes, frame: pandas.DataFrame, column: str, role: str, hollow: bool = False) -> None:
    """Draw a bar for each year.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    frame : pandas.DataFrame
        With the columns `year`, `coverage` and the one to draw, where a gap counts as nothing.
    column : str
        What to draw.
    role : str
        Role of the colour.
    hollow : bool
        Draw outlines only.
    """
    for year, height, coverage in zip(frame["year"], frame[column].fillna(0), frame["coverage"], strict=True):
        ax.bar(int(year), int(height), width=WIDTH, label=column, **look(role, hollow, coverage != "full year"))
    theme.whole_years(ax)


def write_heights(ax: Axes, frame: pandas.DataFrame, column: str) -> None:
    """Write over each year's bar how high it is, a dash for a gap, on axes without a scale of their own.

    Where the axes are too narrow for all numbers, some are left out.
    """
    written: list[Annotation] = []
    for year, height, gap in zip(frame["year"], frame[column].fillna(0), frame[column].isna(), strict=True):
        text = "–" if gap else formats.number_text(int(height))
        written.append(write_above(ax, int(year), int(height), text, before=written))
    ax.set_ylim(0, 1.35 * int(frame[column].max()))
    ax.set_yticks([])
    ax.grid(visible=False)


def write_above(ax: Axes, x: float, height: float, text: str, lift: float = 2.5, **style: Any) -> Annotation:
    """Write a text above a bar or a mark, `lift` typographic points from it, and return the label."""
    usual: dict[str, Any] = {"va": "bottom", "fontsize": 8.5, "fontweight": "normal", "bbox": None}
    return theme.write_beside(ax, text, (x, height), "ink", (0, lift), **(usual | style))
