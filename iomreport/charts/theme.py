"""How charts look: colours, type and sizes, in one place.

Colours are named for what they do. Each has a light and a dark form of the same hue; the HTML edition swaps them with
the reader's setting. The five series colours differ in lightness as well as hue, so that they stay apart in grey and
for colour-blind readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iomreport import formats
from iomreport.charts import fonts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation

LIGHT = {
    "paper": "#ffffff",
    "ink": "#1b2530",
    "quiet": "#434e59",
    "rule": "#c8d0d8",
    "wash": "#eef2f6",
    "blue": "#0b4f8a",
    "amber": "#b25a00",
    "teal": "#15806f",
    "plum": "#7d3463",
    "sky": "#8db8de",
}
"""Colours on light paper, by role."""

DARK = {
    "paper": "#12181f",
    "ink": "#e9eef3",
    "quiet": "#a9b5c1",
    "rule": "#3c4854",
    "wash": "#1c252f",
    "blue": "#79b4ee",
    "amber": "#f0a24a",
    "teal": "#53c4b0",
    "plum": "#d891bd",
    "sky": "#3d6a94",
}
"""The same roles on dark paper."""

WIDTH = 6.5  # width of a chart in inches: the text width of the printed page
PAPERS = ("a4", "us-letter")  # sizes of the printed page; the first is the usual one

STYLE = Path(__file__).parents[1] / "report.mplstyle"
"""The matplotlib style, also available as `plt.style.use("iomreport.report")`."""


def colour(role: str) -> str:
    """Return the colour of a role on light paper, as a hexadecimal code."""
    return LIGHT[role]


@contextmanager
def settings() -> Iterator[None]:
    """Draw with matplotlib's own defaults and the report's style, whatever the user's settings are."""
    import matplotlib

    fonts.register()
    with matplotlib.rc_context(_defaults_and_style()):
        yield


@lru_cache(maxsize=1)
def _defaults_and_style() -> Any:
    import matplotlib

    settings = matplotlib.rcParamsDefault.copy()
    settings.update(matplotlib.rc_params_from_file(STYLE, use_default_template=False))
    return settings


def given_or_current(ax: Axes | None) -> Axes:
    """Return the axes given, or where none is given those that pyplot is drawing on."""
    from matplotlib import pyplot

    fonts.register()
    return pyplot.gca() if ax is None else ax


@contextmanager
def drawing(height: float, width: float = WIDTH) -> Iterator[tuple[Figure, Axes]]:
    """Open a chart with one axes in the report's style, whatever the user's own settings are; its size is in inches."""
    from matplotlib.figure import Figure

    with settings():
        figure = Figure(figsize=(width, height), layout="constrained")
        yield figure, figure.subplots()


@contextmanager
def panels(height: float, rows: int, columns: int, **options: Any) -> Iterator[tuple[Figure, list[Axes]]]:
    """Open a chart of several panels, row by row, as wide as the text; options go to `Figure.subplots`."""
    from matplotlib.figure import Figure

    with settings():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        yield figure, list(figure.subplots(rows, columns, squeeze=False, **options).flat)


def text_background() -> dict[str, Any]:
    """Return the box of paper behind a text that keeps the grid from crossing it out."""
    return {"facecolor": colour("paper"), "edgecolor": "none", "pad": 1}


def write_beside(
    ax: Axes,
    text: str,
    point: tuple[float, float],
    role: str,
    offset: tuple[float, float] = (6, 0),
    *,
    before: Sequence[Annotation] = (),
    elsewhere: Sequence[tuple[float, float]] = (),
    **style: Any,
) -> Annotation:
    """Write a text in bold beside a point of the data, on the side to which it is moved.

    `offset`, and others to try `elsewhere`, are typographic points to the right and upwards. Where there is room at
    none of them beside the labels `before`, which matter more, the text is left out. `style` is that of `annotate`.
    """
    from iomreport.charts.direct_labels import Label

    side = "left" if offset[0] > 0 else "right" if offset[0] < 0 else "center"
    usual = {"ha": side, "va": "center", "fontweight": "bold", "linespacing": 1.05, "bbox": text_background()}
    label = Label(text, point, (offset, *elsewhere), before, color=colour(role), **(usual | style))
    ax.add_artist(label).set_clip_box(None)  # it may stand outside of the axes
    return label


def name_years(ax: Axes, years: Iterable[int]) -> None:
    """Name years on the scale below: the first, the last, and of those between as many as have room."""
    from matplotlib.ticker import FixedLocator

    from iomreport.charts.direct_labels import Years

    named = sorted({*years})
    ax.xaxis.set_major_locator(Years(ax, named) if len(named) > 1 else FixedLocator(named))


def whole_years(ax: Axes) -> None:
    """Name whole years only on the scale below, however small or large the axes are."""
    from matplotlib.ticker import MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))


def scale_by_year(ax: Axes, label: str, first: int, last: int) -> None:
    """Scale axes from zero upwards, under a label, and from one year to another, both of which are named."""
    room = (last - first) / 6  # a year between stands at least that far from the first and the last
    step = 5 if room < 4 else 20
    between = [year for year in range(first, last) if year % step == 0 and min(year - first, last - year) > room]
    ax.set_ylabel(label)
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_formatter(lambda height, _: formats.number_text(round(height, 9)))
    name_years(ax, [first, *between, last])
    ax.set_xlim(first - 0.6, last + 0.6)
