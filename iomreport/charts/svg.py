"""Charts as SVG: the same drawing gives the same bytes, and several can stand on one page."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from iomreport.charts import theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LEFT_OUT = ("Date", "Creator", "Format", "Type")

_ID = re.compile(r'\bid="([^"]+)"')
_USED = re.compile(r'(?:xlink:href="#|url\(#)([^")]+)')
_PROLOGUE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)


def render(figure: Figure, identifier: str) -> str:
    """Draw a chart as one `<svg>` element, without prologue, date, generator or `id` attributes that nothing refers to.

    The identifier of the exhibit goes before every other `id`, so that no two drawings on a page share one.
    """
    import matplotlib

    from iomreport.charts.svg_canvas import SvgCanvas

    reset_positions(figure)
    buffer, canvas, dpi = io.StringIO(), figure.canvas, figure.dpi
    with theme.settings(), matplotlib.rc_context({"svg.hashsalt": identifier, "svg.fonttype": "path"}):
        try:  # `savefig` would draw it twice, the first time for nothing but the layout, which `draw` sees to anyway
            SvgCanvas(figure).print_svg(buffer, metadata=dict.fromkeys(_LEFT_OUT))
        finally:
            figure.set_canvas(canvas)
            figure.dpi = dpi
    return _tidy(buffer.getvalue(), identifier)


def reset_positions(figure: Figure) -> None:
    """Put every axes back to where it began: where the last drawing left it would show in the next one's ticks."""
    for ax in figure.axes:
        cell = ax.get_subplotspec()
        if cell is not None and ax.get_in_layout():
            ax.set_subplotspec(cell)


def _tidy(drawing: str, identifier: str) -> str:
    drawing = _METADATA.sub("", _PROLOGUE.sub("", drawing)).strip()
    used = set(_USED.findall(drawing))
    drawing = _ID.sub(lambda match: f'id="{identifier}-{match[1]}"' if match[1] in used else "", drawing)
    return _USED.sub(lambda match: match[0].replace(f"#{match[1]}", f"#{identifier}-{match[1]}"), drawing)
