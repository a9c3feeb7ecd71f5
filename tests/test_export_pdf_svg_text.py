"""Letters of drawings: text where a face of the PDF shows the same, paths where not."""

from __future__ import annotations

import re

import pytest
from matplotlib.figure import Figure

from iomreport.charts import svg, theme
from iomreport.export.pdf.svg_text import paths_to_text


def drawn(text: str, **look: object) -> str:
    """Return a drawing that holds nothing but a text."""
    with theme.settings():
        figure = Figure(figsize=(4, 1))
        figure.text(0.1, 0.5, text, **look)
        return svg.render(figure, "fig-x")


def texts(drawing: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing)


@pytest.mark.parametrize("text", ["Member states", "Côte d’Ivoire", "field offices", "1,234.5 %"])
def test_letters_that_were_paths_are_text(text: str) -> None:
    found = paths_to_text(drawn(text))

    assert texts(found) == [text]
    assert "<use" not in found


def test_signs_of_markup_stay_signs() -> None:
    assert texts(paths_to_text(drawn("a < b & c"))) == ["a &lt; b &amp; c"]


def test_bold_letters_stay_bold() -> None:
    assert 'font-weight="700"' in paths_to_text(drawn("175", fontweight="bold"))


def test_letters_that_the_face_lacks_stay_paths() -> None:
    found = paths_to_text(drawn("◇ share"))

    assert texts(found) == []
    assert "<use" in found


def test_formula_stays_as_it_is_drawn() -> None:
    drawing = drawn(r"$\frac{a}{b}$")

    assert paths_to_text(drawing) == drawing


def test_paths_that_something_still_uses_are_kept() -> None:
    with theme.settings():
        figure = Figure(figsize=(4, 1))
        figure.text(0.1, 0.2, "share")
        figure.text(0.1, 0.6, "◇ share")
        found = paths_to_text(svg.render(figure, "fig-x"))

    assert texts(found) == ["share"]
    assert set(re.findall(r'href="#([^"]+)"', found)) <= set(re.findall(r'id="([^"]+)"', found))


@pytest.mark.parametrize("drawing", ["", "<svg>torn", "<svg><!-- a --><g><use/></g></svg>"])
def test_what_matplotlib_did_not_draw_is_left_alone(drawing: str) -> None:
    assert paths_to_text(drawing) == drawing


def test_labels_of_the_reports_figures_can_be_found(pages: list[str]) -> None:
    found = " ".join(" ".join(pages).split())

    assert "Member states" in found
    assert "printed by a source" in found
