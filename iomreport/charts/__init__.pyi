from . import direct_labels, fonts, svg, svg_canvas, theme

__all__ = ["direct_labels", "fonts", "svg", "svg_canvas", "theme"]
