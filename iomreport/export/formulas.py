"""Formulas in LaTeX, drawn as paths, so that both editions show the same letters without a script."""

import io
from typing import NamedTuple

_POINTS = 72  # per inch: matplotlib measures figures in inches
_SIZE = 10.0


class Formula(NamedTuple):
    """A formula drawn in black: its SVG, its size, and how far it reaches below the line of text, in em."""

    svg: str
    width: float
    height: float
    depth: float


def draw(latex: str) -> Formula | None:
    r"""Draw a formula, given without dollar signs; None if it holds what matplotlib's mathtext does not know."""
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.mathtext import MathTextParser

    text = f"${' '.join(latex.split())}$"
    with matplotlib.rc_context(matplotlib.rcParamsDefault.copy()):
        matplotlib.rcParams.update({"svg.fonttype": "path", "svg.hashsalt": "formula", "mathtext.fontset": "stix"})
        try:
            width, height, depth, *_ = MathTextParser("path").parse(text, _POINTS, FontProperties(size=_SIZE))
        except ValueError:
            return None
        if not width or not height:
            return None
        figure = Figure(figsize=(width / _POINTS, height / _POINTS))
        figure.text(0, depth / height, text, fontsize=_SIZE)
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    drawing = file.getvalue()
    return Formula(drawing[drawing.index("<svg") :], width / _SIZE, height / _SIZE, depth / _SIZE)
