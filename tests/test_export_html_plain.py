"""Notebooks that hold no exhibits as pages: frames, images, formulas and printed text; and what is warned of."""

from __future__ import annotations

import base64
import logging
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from making import CHECKOUT, DRAWING, NBCONVERT, notebook, run, to_html
from parsing import parsed, plain_output, rows_of

pytestmark = pytest.mark.slow

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
FRAME = pd.DataFrame({"year": [1951, 2024], "share": [0.5, 12.25], "name": ["Chad", "Fiji"]})


def told(caplog: pytest.LogCaptureFixture, made: Any) -> list[str]:
    """Return what the exporter warns of."""
    from iomreport.export import HtmlExporter

    with caplog.at_level(logging.WARNING):
        HtmlExporter(log=logging.getLogger("exporter")).from_notebook_node(made)
    return [record.getMessage() for record in caplog.records]


# Frames.


def test_frame_becomes_a_table_with_a_caption_and_scopes() -> None:
    found = parsed("# T", plain_output(text_html=FRAME._repr_html_())).main.table

    assert found.caption.get_text() == "Output of cell 2"
    assert [head["scope"] for head in found.select("thead th")] == ["col"] * 3
    assert [head["scope"] for head in found.select("tbody th")] == ["row"] * 2
    assert rows_of(found)[1] == ["0", "1951", "0.50", "Chad"]


def test_numbers_of_a_frame_and_their_heads_are_set_to_the_right() -> None:
    found = parsed("# T", plain_output(text_html=FRAME._repr_html_())).main.table

    assert [cell.get_text() for cell in found.select("td.numeric")] == ["1951", "0.50", "2024", "12.25"]
    assert [head.get_text() for head in found.select("th.numeric")] == ["year", "share"]


@pytest.mark.parametrize("index", ["year", ["name", "year"]], ids=["one", "several"])
def test_frame_whose_index_has_a_name_has_one_row_of_heads(index: Any) -> None:
    frame = FRAME.set_index(index)
    found = parsed("# T", plain_output(text_html=frame._repr_html_())).main.table

    assert rows_of(found)[0] == [*frame.index.names, *frame.columns]
    assert found.select("thead th")[-1].get_text() == frame.columns[-1]
    assert len(found.select("thead tr")) == 1


def test_heads_that_say_something_twice_in_a_column_stay_two_rows() -> None:
    html = "<table><thead><tr><th></th><th>a</th></tr><tr><th>i</th><th>b</th></tr></thead></table>"

    assert rows_of(parsed("# T", plain_output(text_html=html)).main.table) == [["", "a"], ["i", "b"]]


def test_gap_that_pandas_leaves_in_a_column_of_numbers_is_set_like_them() -> None:
    frame = pd.DataFrame({"year": range(100), "name": "Chad"})
    with pd.option_context("display.max_rows", 4):
        found = parsed("# T", plain_output(text_html=frame._repr_html_())).main.table
    gaps = [cell for cell in found.find_all("td") if cell.get_text() == "..."]

    assert [cell.get("class") for cell in gaps] == [["numeric"], None]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(FRAME.set_index(["year", "name"]).unstack()._repr_html_(), id="several rows of heads"),
        pytest.param(FRAME.set_index(["name", "year"])._repr_html_(), id="several columns of heads"),
        pytest.param('<table><tr><th class="blank">&nbsp;</th><th>a</th></tr></table>', id="a blank head"),
        pytest.param("<table><caption> </caption><tr><th>a</th></tr></table>", id="an empty caption"),
    ],
)
def test_table_of_an_output_has_no_empty_head_and_one_caption(html: str) -> None:
    found = parsed("# T", plain_output(text_html=html)).main.table

    assert [head for head in found.find_all("th") if not head.get_text(strip=True)] == []
    assert [caption.get_text() for caption in found.find_all("caption")] == ["Output of cell 2"]


def test_caption_that_a_styled_frame_has_is_kept() -> None:
    html = "<style>#T th {color: red}</style><table id='T'><caption>Styled</caption><tr><td>1</td></tr></table>"
    soup = parsed("# T", plain_output(text_html=html))

    assert soup.main.table.caption.get_text() == "Styled"
    assert "color" not in soup.main.get_text()


def test_table_of_markdown_scrolls_inside_itself_and_says_what_is_in_it() -> None:
    soup = parsed("# T\n\n| Region | |\n|---|---:|\n| Europe | 2 |\n")

    assert soup.select_one(".scroll[role=region][tabindex='0'] > table > caption").get_text() == "Columns: Region"
    assert [head.get_text() for head in soup.main.find_all("th")] == ["Region", "Column 2"]


def test_places_that_scroll_have_names_of_their_own() -> None:
    frame = plain_output(text_html=FRAME._repr_html_())
    soup = parsed("# T\n\n| a |\n|---|\n| 1 |\n\n| a |\n|---|\n| 2 |\n", frame, frame)
    names = [region["aria-label"] for region in soup.select("[role=region]")]

    assert len(names) == 5  # two tables of Markdown, two frames, and the code
    assert len(set(names)) == 5


# Images.


@pytest.mark.parametrize(("kind", "content"), [("image_png", PIXEL), ("image_svg+xml", DRAWING)])
def test_image_without_alt_text_is_shown_and_warned_of(
    kind: str, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = notebook("# T", plain_output(**{kind: content}))

    assert told(caplog, made) == ["cell 2: the image has no alt text; its output's metadata can give it as 'alt'"]
    image = BeautifulSoup(to_html(made), "html.parser").img
    assert image is not None
    assert image["alt"] == ""
    assert str(image["src"]).startswith(f"data:{kind.replace('_', '/')};base64,")


def test_each_image_without_alt_text_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    made = notebook("# T", plain_output(image_png=PIXEL), "Text.", plain_output(image_png=PIXEL))

    assert [message.split(":")[0] for message in told(caplog, made)] == ["cells 2 and 4"]


def test_image_of_markdown_without_alt_text_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    (message,) = told(caplog, notebook(f"# T\n\n![](data:image/png;base64,{PIXEL})"))

    assert "has no alt text" in message


def test_image_with_alt_text_is_not_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    shown = plain_output(image_png=PIXEL)
    shown.metadata = {"image/png": {"alt": "A map"}}

    assert told(caplog, notebook("# T", shown)) == []


def test_image_that_a_frame_stands_in_for_is_not_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    assert told(caplog, notebook("# T", plain_output(image_png=PIXEL, text_html="<p>text</p>"))) == []


def test_image_attached_to_a_cell_is_shown() -> None:
    made = notebook("# T\n\n![A map](attachment:a%20map.png)")
    made.cells[0]["attachments"] = {"a map.png": {"image/png": PIXEL}}
    image = BeautifulSoup(to_html(made), "html.parser").img

    assert image is not None
    assert (image["alt"], image["src"]) == ("A map", f"data:image/png;base64,{PIXEL}")


def test_placeholder_of_nbconvert_never_appears() -> None:
    page = to_html(notebook("# T\n\n![](attachment:x.png)", plain_output(image_png=PIXEL)))

    assert "No description has been provided" not in page


# Anything else.


def test_formula_is_drawn_and_says_its_source() -> None:
    formulas = parsed("# T\n\nWith $a^2$ and\n\n$$\\frac{a}{b}$$").main.select("math")

    assert [formula["alttext"] for formula in formulas] == ["a^2", "\\frac{a}{b}"]
    assert [formula["display"] for formula in formulas] == ["inline", "block"]


def test_formula_that_cannot_be_drawn_leaves_its_source() -> None:
    assert parsed("# T\n\n$\\nosuchcommand$").main.code.get_text() == "$\\nosuchcommand$"


@pytest.mark.parametrize(
    "output",
    [
        pytest.param(plain_output(text_html="<script>plot()</script><div></div>"), id="a chart that is a script"),
        pytest.param(plain_output(**{"application_vnd.jupyter.widget-view+json": "{}"}), id="a widget"),
    ],
)
def test_output_that_a_page_cannot_show_is_told_in_plain_text(output: Any) -> None:
    assert parsed("# T", output).main.pre.get_text() == "plain"


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        ({"text_html": "<script>plot()</script><div></div>"}, "text/html"),
        ({"application_vnd.plotly.v1+json": {"data": []}}, "application/vnd.plotly.v1+json"),
    ],
    ids=["a chart that is a script", "a chart for JupyterLab alone"],
)
def test_output_that_a_page_cannot_show_is_warned_of(
    data: dict[str, Any], kinds: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert told(caplog, notebook("# T", plain_output(**data))) == [
        f"cell 2: an output of type {kinds} cannot be shown, so that its plain text stands instead"
    ]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", ["text_html", "application_vnd.plotly.v1+json"])
def test_output_with_nothing_to_show_leaves_nothing_and_is_warned_of(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    shown = plain_output(**{kind: "<script>plot()</script>"})
    del shown.data["text/plain"]

    (message,) = told(caplog, notebook("# T", shown))

    assert parsed("# T", shown).main.pre is None
    assert message.endswith("cannot be shown, so that it is left out")


def test_heading_inside_an_output_or_a_quotation_is_none_of_the_page() -> None:
    soup = parsed("# T\n\n> # Quoted", plain_output(text_html="<h1>One</h1>"), plain_output(text_markdown="# Two"))

    assert [heading.get_text() for heading in soup.find_all(["h1", "h2"])] == ["T"]
    assert [strong.get_text() for strong in soup.main.find_all("strong")] == ["Quoted", "One", "Two"]


def test_page_of_a_notebook_with_nothing_in_it_is_a_page() -> None:
    soup = parsed()

    assert soup.h1.get_text() == "Untitled"
    assert soup.main.get_text().strip() == ""


# As `jupyter nbconvert` makes them.


def convert(path: str | Path, folder: Path) -> tuple[Any, str]:
    """Return the page that nbconvert, called in a folder, makes there of a notebook, and what it said meanwhile."""
    done = run([*NBCONVERT, "--to", "iomreport-html", "--output-dir", folder, path], folder)
    assert done.returncode == 0, done.stderr
    return BeautifulSoup((folder / f"{Path(path).stem}.html").read_text(encoding="utf-8"), "html.parser"), done.stderr


def test_nbconvert_alone_gives_a_proper_page_of_a_chapter(tmp_path: Path) -> None:
    soup, said = convert(CHECKOUT / "notebooks" / "01-growth.ipynb", tmp_path)

    assert [heading.get_text() for heading in soup.find_all("h1")] == ["Growth"]
    assert len(soup.select("nav.contents a")) > 5
    assert soup.select(".iomreport-figure .data table")
    assert soup.select(".sources li")
    assert "WARNING" not in said.upper()


def test_nbconvert_warns_of_each_chart_without_alt_text(tmp_path: Path) -> None:
    chart, ax = plt.subplots()
    ax.plot([1, 2])
    chart.savefig(tmp_path / "chart.png")
    plt.close(chart)
    content = base64.b64encode((tmp_path / "chart.png").read_bytes()).decode("ascii")
    made = notebook("# Plain", plain_output(text_html=FRAME._repr_html_()), *[plain_output(image_png=content)] * 2)
    nbformat.write(made, tmp_path / "plain.ipynb")

    soup, said = convert(tmp_path / "plain.ipynb", tmp_path)

    assert "cells 3 and 4: the image has no alt text" in said
    assert len(soup.find_all("img")) == 2
    assert "No description has been provided" not in str(soup)


@pytest.mark.parametrize("named", ["with its folder", "as it lies here"])
def test_nbconvert_takes_images_beside_the_notebook_into_the_page(tmp_path: Path, named: str) -> None:
    (tmp_path / "a map.png").write_bytes(base64.b64decode(PIXEL))
    nbformat.write(notebook("# Plain\n\n![A map](a%20map.png)"), tmp_path / "plain.ipynb")

    soup, said = convert("plain.ipynb" if named == "as it lies here" else tmp_path / "plain.ipynb", tmp_path)

    assert (soup.img["alt"], soup.img["src"]) == ("A map", f"data:image/png;base64,{PIXEL}")
    assert "WARNING" not in said
