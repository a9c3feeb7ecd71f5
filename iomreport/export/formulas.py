"""Formulas in LaTeX, drawn as paths, so that both editions show the same letters without a script."""

from __future__ import annotations

import io
from typing import NamedTuple

POINTS = 72
_SIZE = 10.0


class Formula(NamedTuple):
    """A drawn formula.

    Attributes
    ----------
    svg : str
        The drawing, in black.
    width, height, depth : float
        Size, and how far it reaches below the line of text, in em.
    """

    svg: str
    width: float
    height: float
    depth: float


def drawn(latex: str) -> Formula | None:
    r"""Draw a formula; None if it holds what matplotlib's mathtext does not know.

    Parameters
    ----------
    latex : str
        The formula, without dollar signs.

    Examples
    --------
    >>> drawn(r"\frac{a}{b}") is None, drawn(r"\nosuchcommand") is None
    (False, True)
    """
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.mathtext import MathTextParser

    text = f"${' '.join(latex.split())}$"
    with matplotlib.rc_context(matplotlib.rcParamsDefault.copy()):
        matplotlib.rcParams.update({"svg.fonttype": "path", "svg.hashsalt": "iomreport", "mathtext.fontset": "stix"})
        try:
            width, height, depth, *_ = MathTextParser("path").parse(text, POINTS, FontProperties(size=_SIZE))
        except ValueError:
            return None
        if not width or not height:
            return None
        figure = Figure(figsize=(width / POINTS, height / POINTS))
        figure.text(0, depth / height, text, fontsize=_SIZE)
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    drawing = file.getvalue()
    return Formula(drawing[drawing.index("<svg") :], width / _SIZE, height / _SIZE, depth / _SIZE)
