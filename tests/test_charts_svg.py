"""Charts as SVG: the same bytes as matplotlib's own backend writes, each time anew."""

from __future__ import annotations

import io
from typing import Any

import matplotlib
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from iomreport.charts import svg, theme
from iomreport.charts.svg_canvas import SvgCanvas


@pytest.fixture
def chart() -> Figure:
    """Return a chart whose texts differ in size, weight, lines and alphabet."""
    with theme.drawing(2.5) as (figure, ax):
        ax.plot([1951, 2024], [16, 175])
        ax.set_ylabel("Member\nstates")
        theme.name_years(ax, [1951, 1980, 2024])
        theme.write_beside(ax, "175 états, 国", (2024, 175), "blue", (-6, 0))
        ax.text(1960, 100, r"$x^2$", fontsize=12)
    return figure


def printed(figure: Figure, canvas: Any) -> str:
    buffer = io.StringIO()
    svg.reset_positions(figure)
    with theme.settings(), matplotlib.rc_context({"svg.hashsalt": "fig"}):
        canvas(figure).print_svg(buffer, metadata={"Date": None})
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore:Glyph")
def test_texts_measured_once_give_the_drawing_that_matplotlib_makes(chart: Figure) -> None:
    assert printed(chart, SvgCanvas) == printed(chart, FigureCanvasSVG)


@pytest.mark.filterwarnings("ignore:Glyph")
def test_a_chart_drawn_again_is_the_same_and_keeps_its_canvas_and_resolution(chart: Figure) -> None:
    before = chart.canvas, chart.dpi

    assert svg.render(chart, "fig-x") == svg.render(chart, "fig-x")
    assert (chart.canvas, chart.dpi) == before
