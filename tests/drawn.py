"""What a chart shows, read back from what was drawn."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox


def line_of(ax: Axes, label: str) -> Line2D:
    """Return the one line of a label."""
    (line,) = [line for line in ax.get_lines() if line.get_label() == label]
    return line


def xs(line: Line2D) -> list[float]:
    """Return where the points of a line lie from left to right."""
    return [float(x) for x in np.asarray(line.get_xdata())]


def ys(line: Line2D) -> list[float]:
    """Return how high the points of a line lie."""
    return [float(y) for y in np.asarray(line.get_ydata())]


def points(ax: Axes) -> dict[str, list[tuple[float, float]]]:
    """Return the points of each line or row of marks, by its label."""
    return {str(line.get_label()): list(zip(xs(line), ys(line), strict=True)) for line in ax.get_lines()}


def written(ax: Axes) -> dict[str, tuple[float, float]]:
    """Return what is written beside the data, and at which point."""
    return {text.get_text(): text.xy for text in ax.texts if isinstance(text, Annotation)}


def marks(ax: Axes) -> list[Bbox]:
    """Return what each mark on a line covers, once the chart is laid out."""
    found = []
    for line in ax.get_lines():
        if line.get_marker() not in {"None", "", None} and line.get_transform() == ax.transData:
            every = slice(None) if line.get_markevery() is None else line.get_markevery()
            spots = ax.transData.transform(np.column_stack([xs(line), ys(line)]))[every]
            half = line.get_markersize() * ax.figure.dpi / 72 / 2
            found += [Bbox([[x - half, y - half], [x + half, y + half]]) for x, y in spots]
    return found
