"""Charts as SVG: the same drawing gives the same bytes, and several can stand on one page."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from iomreport.charts import theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_UNTOLD = ("Date", "Creator", "Format", "Type")

_ID = re.compile(r'\bid="([^"]+)"')
_USED = re.compile(r'(?:xlink:href="#|url\(#)([^")]+)')
_PROLOGUE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)


def render(figure: Figure, identifier: str) -> str:
    """Draw a chart as one `<svg>` element.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The chart.
    identifier : str
        Identifier of the exhibit; it goes before every `id` inside, so that no two drawings on a page share one.

    Returns
    -------
    str
        The element, without XML prologue, date or generator, and without the `id` attributes that nothing refers to.
    """
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    lay_out_anew(figure)
    buffer, canvas = io.StringIO(), figure.canvas
    with theme.settings(), matplotlib.rc_context({"svg.hashsalt": identifier, "svg.fonttype": "path"}):
        try:  # `savefig` would draw it twice, the first time for nothing but the layout, which `draw` sees to anyway
            FigureCanvasSVG(figure).print_svg(buffer, metadata=dict.fromkeys(_UNTOLD))  # type: ignore[no-untyped-call]
        finally:
            figure.set_canvas(canvas)
    return _tidy(buffer.getvalue(), identifier)


def lay_out_anew(figure: Figure) -> None:
    """Put every axes back to where it began: where the last drawing left it would show in the next one's ticks."""
    for ax in figure.axes:
        place = ax.get_subplotspec()
        if place is not None and ax.get_in_layout():
            ax.set_subplotspec(place)


def renamed(drawing: str, identifier: str, other: str) -> str:
    """Return a drawing made for one identifier as if it had been made for another."""
    if identifier == other:
        return drawing
    drawing = drawing.replace(f'id="{identifier}-', f'id="{other}-')
    return drawing.replace(f"#{identifier}-", f"#{other}-")


def _tidy(drawing: str, identifier: str) -> str:
    drawing = _METADATA.sub("", _PROLOGUE.sub("", drawing)).strip()
    used = set(_USED.findall(drawing))
    drawing = _ID.sub(lambda match: f'id="{identifier}-{match[1]}"' if match[1] in used else "", drawing)
    return _USED.sub(lambda match: match[0].replace(f"#{match[1]}", f"#{identifier}-{match[1]}"), drawing)
