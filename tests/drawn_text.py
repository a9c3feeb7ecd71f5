"""What is written in a drawing, measured: nothing may be too small, cut off or laid over something else."""

from __future__ import annotations

import itertools

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.text import Text

SMALLEST = 8.0
"""Least size of text in points."""


def texts_in(drawing: Drawing) -> list[Text]:
    """Return the texts of a drawing, laid out at print size; labels beyond a scale, or of none, are not drawn."""
    FigureCanvasAgg(drawing).draw()  # type: ignore[no-untyped-call]
    beyond = {
        label
        for ax in drawing.axes
        for place, (axis, limits) in enumerate(((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())))
        for label in axis.get_ticklabels(which="both")
        if not (ax.axison and min(limits) <= label.get_position()[place] <= max(limits))
    }
    found = [text for text in drawing.findobj(Text) if isinstance(text, Text) and text not in beyond]
    return [text for text in found if text.get_visible() and text.get_text()]


def faults_in(drawing: Drawing) -> list[str]:
    """Return what is wrong with the texts of a drawing: too small, cut off, or one over another."""
    texts, faults = texts_in(drawing), []
    boxes = [text.get_window_extent() for text in texts]
    outer = drawing.bbox
    for text, box in zip(texts, boxes, strict=True):
        if float(text.get_fontsize()) < SMALLEST:
            faults.append(f"{text.get_text()!r} is set in {text.get_fontsize()} pt")
        if box.x0 < outer.x0 or box.x1 > outer.x1 or box.y0 < outer.y0 or box.y1 > outer.y1:
            faults.append(f"{text.get_text()!r} leaves the drawing")
    for (one, first), (other, second) in itertools.combinations(zip(texts, boxes, strict=True), 2):
        wide = min(first.x1, second.x1) - max(first.x0, second.x0)
        high = min(first.y1, second.y1) - max(first.y0, second.y0)
        if wide > 1 and high > 0.25 * min(first.height, second.height):
            faults.append(f"{one.get_text()!r} lies over {other.get_text()!r}")
    return faults
