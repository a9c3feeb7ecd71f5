"""Drawings in the HTML edition: what draws is kept, colours follow the reader, no digit is wasted."""

from __future__ import annotations

import re
from typing import Any

import matplotlib.pyplot as plt
import pytest
from bs4 import BeautifulSoup
from making import figure
from parsing import USING, drawn, ids, parsed

from iomreport.charts import svg, theme
from iomreport.export.html import drawings

pytestmark = pytest.mark.slow


def fitted(inside: str, **attributes: str) -> Any:
    """Return a drawing as a page shows it, parsed."""
    given = "".join(f' {name}="{text}"' for name, text in attributes.items())
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"{given}>{inside}</svg>'
    return BeautifulSoup(drawings.clean_svg(drawing, "fig"), "html.parser").svg


@pytest.fixture(scope="module")
def chart() -> str:
    """Return a drawing as an exhibit makes it."""
    figure, ax = plt.subplots()
    ax.plot([1, 2, 3.3333], color=theme.colour("blue"))
    ax.fill_between([0, 1], [1, 2], hatch="//", alpha=0.4)
    ax.set_title("A title")
    plt.close(figure)
    return svg.render(figure, "fig")


def test_drawing_of_matplotlib_keeps_all_that_it_draws(chart: str) -> None:
    after = drawings.clean_svg(chart, "fig")

    for name in ("path", "use", "clipPath", "pattern", "rect"):
        assert after.count(f"<{name}") == chart.count(f"<{name}") > 0
    assert set(re.findall(r"(?:href=\"#|url\(#)([^\")]+)", after)) == set(re.findall(r' id="([^"]+)"', after))


def test_drawing_weighs_at_most_four_fifths_of_what_matplotlib_wrote(chart: str) -> None:
    assert len(drawings.clean_svg(chart, "fig")) < 0.8 * len(chart)


def test_style_becomes_attributes_so_that_the_policy_needs_no_exception() -> None:
    path = fitted('<path d="M 0 0" style="fill: none; stroke-width: 0.8"/>').path

    assert (path["fill"], path["stroke-width"], path.get("style")) == ("none", "0.8", None)


@pytest.mark.parametrize("role", theme.LIGHT)
def test_colour_of_the_theme_becomes_its_role(role: str) -> None:
    code = theme.LIGHT[role]

    assert fitted(f'<path d="M 0 0" style="fill: {code}"/>').path["fill"] == f"var(--{role})"
    assert fitted(f'<path d="M 0 0" fill="{code.upper()}"/>').path["fill"] == f"var(--{role})"


def test_colour_that_is_not_of_the_theme_stays() -> None:
    assert fitted('<path d="M 0 0" style="fill: #123456"/>').path["fill"] == "#123456"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("M 0.123456 -0.0004 \nL 10 20.500000 \nz\n", "M0.12 0L10 20.5z"),
        ("M 1.5 2 L 1e-3 4", "M1.5 2L1e-3 4"),
    ],
)
def test_coordinates_lose_digits_that_nobody_sees(given: str, kept: str) -> None:
    assert fitted(f'<path d="{given}"/>').path["d"] == kept


def test_scale_of_a_letter_keeps_its_digits() -> None:
    path = fitted('<path d="M 0 0" transform="translate(1.23456 2) scale(0.015625)"/>').path

    assert path["transform"] == "translate(1.23 2) scale(0.015625)"


def test_groups_that_say_nothing_and_comments_are_left_out() -> None:
    assert str(fitted('<!-- 1980 --><g ><g fill="none"><path d="M 0 0"></path></g></g>')) == (
        '<svg stroke-linejoin="round"><g fill="none"><path d="M0 0"></path></g></svg>'
    )


def test_parts_of_two_drawings_have_ids_of_their_own() -> None:
    soup = parsed("# T", drawn("fig-a", USING), drawn("fig-b", USING), drawn("fig-a", USING))
    inside = [element["id"] for element in soup.select("svg [id]")]

    assert len(inside) == 6
    assert len(ids(soup)) == len(set(ids(soup)))
    for drawing in soup.select("figure svg"):
        assert drawing.use["href"][1:] in [element["id"] for element in drawing.select("[id]")]
        assert drawing.use["clip-path"] == f"url(#{drawing.clippath['id']})"


def test_id_that_two_parts_share_is_kept_by_the_first() -> None:
    assert len(fitted('<path id="a" d="M0 0"/><path id="a" d="M1 1"/>').select("[id]")) == 1


def test_picture_inside_a_drawing_stays_inside() -> None:
    image = fitted('<image width="1" height="1" href="data:image/png;base64,AAAA"/>').image

    assert image["href"] == "data:image/png;base64,AAAA"


@pytest.mark.parametrize("drawing", ["", "<svg", "<p>text</p>", "<!DOCTYPE svg><svg/>"])
def test_drawing_that_cannot_be_read_leaves_an_empty_one(drawing: str) -> None:
    assert drawings.clean_svg(drawing, "fig") == drawings.EMPTY


def test_description_is_kept_when_the_drawing_is_not() -> None:
    assert parsed("# T", drawn("fig-a", "")).select_one("figure svg")["aria-label"] == figure().metadata.iomreport.alt


def test_drawings_of_the_report_have_only_colours_that_follow_the_reader(soup: Any) -> None:
    colours = {
        element[name]
        for element in soup.select("figure svg *")
        for name in ("fill", "stroke")
        if element.has_attr(name) and not element[name].startswith(("var(--", "url(#"))
    }

    assert colours <= {"none"}
