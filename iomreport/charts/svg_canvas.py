"""matplotlib's SVG backend, which measures each text once in a process instead of once for each drawing and layout."""

import io
from functools import lru_cache
from typing import Any

from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.textpath import TextToPath

_POINTS_PER_INCH = 72  # the unit that SVG is drawn in, whatever the figure's own resolution is

# Tables of a font that say how high its lines are, in the order in which matplotlib asks them.
_HEIGHTS = (("OS/2", "sTypoAscender", "sTypoDescender", "sTypoLineGap"), ("hhea", "ascent", "descent", "lineGap"))


class SvgCanvas(FigureCanvasSVG):
    """Draws a chart as SVG."""

    def print_svg(self, filename: Any, *, metadata: dict[str, Any] | None = None, **options: Any) -> None:
        """Do what matplotlib's own canvas does, with a renderer that remembers the size of texts."""
        dpi, self.figure.dpi = self.figure.dpi, _POINTS_PER_INCH
        width, height = self.figure.get_size_inches()
        size = (width * _POINTS_PER_INCH, height * _POINTS_PER_INCH)
        # The layout asks for a renderer by printing to bytes, of which nothing is kept.
        text = filename if isinstance(filename, io.TextIOBase) else io.StringIO()
        svg = _Renderer(*size, text, image_dpi=dpi, metadata=metadata)
        renderer: Any = MixedModeRenderer(self.figure, width, height, dpi, svg, **options)  # type: ignore[no-untyped-call]
        self.figure.draw(renderer)
        renderer.finalize()


class _TextToPath(TextToPath):
    def _get_font(self, prop: FontProperties) -> Any:
        font = get_font(_font_files(prop.copy(), len(fontManager.ttflist)))
        font.set_size(self.FONT_SCALE, self.DPI)
        return font

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        return _text_size(s, prop.copy(), ismath, len(fontManager.ttflist))


class _Renderer(RendererSVG):
    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)  # type: ignore[no-untyped-call]
        self._text2path = _TEXT_TO_PATH

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float] | tuple[None, None, None]:
        return _line_height(prop.copy(), len(fontManager.ttflist))


_TEXT_TO_PATH = _TextToPath()


# Each is remembered for as many fonts as are known: another may answer once one is added.
@lru_cache(maxsize=512)
def _font_files(prop: FontProperties, fonts: int) -> tuple[Any, ...]:
    return tuple(fontManager._find_fonts_by_props(prop))


@lru_cache(maxsize=8192)
def _text_size(text: str, prop: FontProperties, ismath: Any, fonts: int) -> tuple[float, float, float]:
    return TextToPath.get_text_width_height_descent(_TEXT_TO_PATH, text, prop, ismath)


@lru_cache(maxsize=512)
def _line_height(prop: FontProperties, fonts: int) -> tuple[float, float, float] | tuple[None, None, None]:
    """Return ascent, descent and gap of a line, computed as `matplotlib.text.Text` does; None if the font has none."""
    font: Any = get_font(_font_files(prop, fonts))
    for table, *keys in _HEIGHTS:
        heights = font.get_sfnt_table(table)
        if heights is not None:
            scale = 1 / font.get_sfnt_table("head")["unitsPerEm"] * prop.get_size_in_points() * _POINTS_PER_INCH / 72
            ascent, descent, gap = (heights[key] * scale for key in keys)
            return ascent, -descent, gap
    return None, None, None
