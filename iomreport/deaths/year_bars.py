"""Bars for years, hatched where only a part of the year is covered, and the small text on charts of these counts."""

from typing import Any, Literal

import pandas
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from iomreport import formats
from iomreport.charts import theme

WIDTH = 0.74  # width of a bar, in years
HATCH = "/////"  # pattern of what is covered in part, or not known


def bar_style(role: str, hollow: bool, hatched: bool) -> dict[str, Any]:
    """Return the style of a bar: solid, or an outline on paper, with or without a pattern."""
    ink = theme.colour(role)
    face = theme.colour("paper") if hollow or hatched else ink
    return {"facecolor": face, "edgecolor": ink, "hatch": HATCH if hatched else "", "linewidth": 0.9}


def draw_years(ax: Axes, frame: pandas.DataFrame, column: str, role: str, hollow: bool = False) -> None:
    """Draw a bar for each year, as high as a column says, where a gap counts as nothing."""
    years, heights = frame["year"].astype(int).tolist(), frame[column].fillna(0).astype(int).tolist()
    styles = [bar_style(role, hollow, coverage != "full year") for coverage in frame["coverage"]]
    style: dict[str, Any] = {name: [one[name] for one in styles] for name in styles[0]}
    ax.bar(years, heights, width=WIDTH, label=column, **style)
    theme.whole_years(ax)


def write_heights(ax: Axes, frame: pandas.DataFrame, column: str) -> None:
    """Write over each year's bar how high it is, a dash for a gap, on axes without a scale of their own.

    Where the axes are too narrow for all numbers, some are left out.
    """
    written: list[Annotation] = []
    for year, height, gap in zip(frame["year"], frame[column].fillna(0), frame[column].isna(), strict=True):
        text = "–" if gap else formats.number_text(int(height))
        written.append(write_above(ax, int(year), int(height), text, before=written))
    ax.set_ylim(0, 1.35 * int(frame[column].max()))  # room above the highest bar for its number
    ax.set_yticks([])
    ax.grid(visible=False)


def write_above(ax: Axes, x: float, height: float, text: str, lift: float = 2.5, **style: Any) -> Annotation:
    """Write a text above a bar or a mark, `lift` typographic points from it, and return the label."""
    usual: dict[str, Any] = {"va": "bottom", "fontsize": 8.5, "fontweight": "normal", "bbox": None}
    return theme.write_beside(ax, text, (x, height), "ink", (0, lift), **(usual | style))


def write_heading(
    ax: Axes, text: str, point: tuple[float, float], ha: Literal["left", "center", "right"], shift: float = 0
) -> None:
    """Write above the first row of a chart what its column, or a part of its bars, stands for."""
    theme.write_beside(
        ax, text, point, "quiet", (shift, 0), ha=ha, va="bottom", fontsize=9, fontweight="normal", annotation_clip=False
    )


def name_panel(ax: Axes, name: str, number: int | None = None) -> None:
    """Write the name of a small chart above it and, on its right, a number of people."""
    style: dict[str, Any] = {"fontsize": 9.5, "color": theme.colour("ink")}
    ax.set_title(name, loc="left", **style)
    if number is not None:
        ax.set_title(formats.number_text(number), loc="right", fontweight="normal", **style)
