"""Labels that never overlap: on small axes the less important one moves aside, or is left out."""

from collections.abc import Sequence
from typing import Any

import numpy
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.ticker import FixedLocator
from matplotlib.transforms import Bbox

ROOM = 0.36
"""Inches that a year takes on a scale: 0.26 for its four digits at 9.5 pt, and what keeps it apart from the next."""


class Label(Annotation):
    """A text beside a point that avoids labels that matter more, whenever the chart is drawn.

    It stands at the first of `offsets`, in typographic points from there, where it meets none of the labels `before`
    it. If every place meets one of them, it is not drawn.
    """

    def __init__(
        self,
        text: str,
        point: tuple[float, float],
        offsets: Sequence[tuple[float, float]],
        before: Sequence[Annotation],
        **style: Any,
    ):
        super().__init__(text, point, xytext=offsets[0], textcoords="offset points", **style)
        self.offsets, self.before, self.shown = tuple(offsets), tuple(before), True
        self.extent: Bbox | None = None

    def move(self, renderer: Any = None) -> None:
        """Move to the first offset that is free, or hide where none is."""
        taken = [self._taken_by(other, renderer) for other in self.before if getattr(other, "shown", True)]
        for offset in self.offsets:
            self.xyann = offset
            self.extent = self.get_window_extent(renderer)
            self.shown = self.extent.count_overlaps(taken) == 0
            if self.shown:
                return

    def _taken_by(self, other: Annotation, renderer: Any) -> Bbox:
        """Return the extent of another label; one of the same axes has moved a moment ago, as it was written first."""
        extent = other.extent if isinstance(other, Label) and other.axes is self.axes else None
        return other.get_window_extent(renderer) if extent is None else extent

    def draw(self, renderer: Any) -> None:
        """Draw the label if there is room for it."""
        self.move(renderer)
        if self.shown:
            super().draw(renderer)

    def get_tightbbox(self, renderer: Any = None) -> Bbox | None:
        """Return the room that the label takes; None where it is not drawn."""
        self.move(renderer)
        return super().get_tightbbox(renderer) if self.shown else None


def avoid_overlaps(ax: Axes) -> None:
    """Let each label of the axes avoid those written before it."""
    labels = [text for text in ax.texts if isinstance(text, Label)]
    for index, label in enumerate(labels):
        label.before = tuple(labels[:index])


def type_scale(ax: Axes, width: float, height: float = 0.0) -> float:
    """Return by what factor type has to be smaller on axes smaller than those it was set for; one at most.

    `width` and `height` are those of the axes that it was set for, in points, before the chart is laid out.
    """
    points = 72 / ax.figure.dpi
    return min(1.0, ax.bbox.width * points / width, ax.bbox.height * points / height if height else 1.0)


class Years(FixedLocator):
    """The years named on the scale below: the first, the last, and of those between as many as have room."""

    def __init__(self, ax: Axes, years: Sequence[int]):
        super().__init__(years)
        self.ax, self.years = ax, sorted(years)

    def __call__(self) -> Any:
        """Return the years that can stand apart on the axes as large as they are now, as an array of floats."""
        inches_a_year = self.ax.bbox.width / self.ax.figure.dpi / abs(self.ax.viewLim.width)
        first, *between, last = self.years
        kept = [first, last]
        for year in between:
            if all(abs(year - other) * inches_a_year >= ROOM for other in kept):
                kept.append(year)
        return numpy.array(sorted(kept), dtype=float)
