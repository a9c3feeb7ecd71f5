"""The exporters as `jupyter nbconvert` finds them, on notebooks of the report and of anybody else."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from making import CHECKOUT, NBCONVERT, broken_promises, pdf_text, run
from pypdf import PdfReader

pytestmark = pytest.mark.slow

PLAIN = (
    "import matplotlib.pyplot as plt\nimport pandas as pd",
    "frame = pd.DataFrame({'year': [1951, 2024], 'members': [14, 175]})\nframe",
    "_ = plt.plot(frame['year'], frame['members'])",
    "print('printed', 42)",
)


def convert(edition: str, notebook: Path, folder: Path, *options: str, command: tuple[str, ...] = NBCONVERT) -> bytes:
    """Export a notebook by the exporter's name, in a process of its own."""
    done = run([*command, "--to", f"iomreport-{edition}", *options, "--output-dir", folder, notebook], folder)
    assert done.returncode == 0, done.stderr
    return (folder / f"{notebook.stem}.{edition}").read_bytes()


def parsed(html: bytes) -> Any:
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an unexecuted notebook that knows nothing of this package."""
    cells = [nbformat.v4.new_markdown_cell("# A plain notebook\n\nWith a *frame* and a chart.", id="prose")]
    cells += [nbformat.v4.new_code_cell(source, id=f"code-{number}") for number, source in enumerate(PLAIN, start=1)]
    path = tmp_path_factory.mktemp("plain") / "plain.ipynb"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


@pytest.fixture(scope="module")
def plain_page(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the plain notebook as a page."""
    return parsed(convert("html", plain, tmp_path_factory.mktemp("html"), "--execute"))


@pytest.fixture(scope="module")
def plain_pdf(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the plain notebook as a PDF."""
    return convert("pdf", plain, tmp_path_factory.mktemp("pdf"), "--execute")


def test_notebook_of_the_report_becomes_a_page(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "jupyter", "nbconvert")

    soup = parsed(convert("html", CHECKOUT / "notebooks" / "00-summary.ipynb", tmp_path, command=command))

    assert [heading.get_text() for heading in soup.find_all("h1")] == ["Summary"]
    assert soup.select("figure.iomreport-figure svg[role=img]")
    assert soup.select(".sources li")


def test_notebook_of_the_report_becomes_a_pdf(tmp_path: Path) -> None:
    pdf = convert("pdf", CHECKOUT / "notebooks" / "00-summary.ipynb", tmp_path)

    assert pdf.startswith(b"%PDF-")
    assert list(PdfReader(io.BytesIO(pdf)).attachments)


def test_plain_notebook_becomes_a_page_with_its_title(plain_page: Any) -> None:
    assert plain_page.title.get_text() == "A plain notebook"
    assert [heading.get_text() for heading in plain_page.find_all("h1")] == ["A plain notebook"]


def test_frame_of_a_plain_notebook_becomes_a_table(plain_page: Any) -> None:
    assert ["0", "1951", "14"] in [
        [cell.get_text() for cell in row.find_all(["th", "td"])] for row in plain_page.main.find_all("tr")
    ]


def test_frame_of_a_plain_notebook_leaves_no_style_sheet_in_the_text(plain_page: Any) -> None:
    assert "vertical-align" not in plain_page.main.get_text()


def test_table_of_a_plain_notebook_has_no_empty_head(plain_page: Any) -> None:
    assert [head for head in plain_page.main.find_all("th") if not head.get_text().strip()] == []


def test_chart_of_a_plain_notebook_becomes_an_image_that_is_inside(plain_page: Any) -> None:
    (image,) = plain_page.main.find_all("img")

    assert image["src"].startswith("data:image/png;base64,")
    assert image.has_attr("alt")


def test_printed_text_of_a_plain_notebook_is_shown(plain_page: Any) -> None:
    assert "printed 42" in [block.get_text().strip() for block in plain_page.main.find_all("pre")]


def test_plain_notebook_becomes_a_pdf_with_its_title_and_texts(plain_pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(plain_pdf))
    text = pdf_text(reader)

    assert reader.metadata is not None
    assert reader.metadata.title == "A plain notebook"
    assert "1951" in text
    assert "printed 42" in text


def test_chart_of_a_plain_notebook_is_in_the_pdf(plain_pdf: bytes) -> None:
    assert [image for page in PdfReader(io.BytesIO(plain_pdf)).pages for image in page.images]


def test_pdf_with_an_undescribed_chart_keeps_to_the_standard_that_is_left(plain_pdf: bytes) -> None:
    assert broken_promises(plain_pdf, "3b") == []


def test_code_is_shown_when_asked_for_on_the_command_line(plain: Path, tmp_path: Path) -> None:
    html = convert("html", plain, tmp_path, "--HtmlExporter.show_code=True")

    assert "pyplot" in parsed(html).main.get_text()
