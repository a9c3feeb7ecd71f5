"""Any notebook as a PDF: plain outputs, images and formulas, and errors told in the notebook's own terms."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import nbformat
import pandas
import pytest
import typst
from making import DRAWING, broken_promises, code_notebook, figure, notebook, pdf_text, squeezed, table, to_pdf
from matplotlib.figure import Figure as Drawing
from pypdf import PdfReader

from iomreport.errors import BuildError
from iomreport.export import PdfExporter
from iomreport.export.document import read_document
from iomreport.export.pdf.typesetting import typeset

pytestmark = pytest.mark.slow


def opened(made: Any) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(made)))


def frame_output(frame: pandas.DataFrame) -> Any:
    data = {"text/plain": repr(frame), "text/html": frame.to_html()}
    return nbformat.v4.new_output("execute_result", data=data, execution_count=1)


def image_output(**metadata: Any) -> Any:
    drawn, file = Drawing(figsize=(2, 1)), io.BytesIO()
    drawn.subplots().plot([1, 2])
    drawn.savefig(file, format="png")
    data = {"image/png": base64.b64encode(file.getvalue()).decode("ascii"), "text/plain": "<Figure>"}
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)


def tags(pdf: bytes) -> list[str]:
    """Return the kinds of tags of a PDF, in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for part in node:
                walk(part)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            walk(node.get("/K"))

    walk(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found


# Frames.


def test_frame_is_a_table_with_heads() -> None:
    pdf = to_pdf(notebook("# T", frame_output(pandas.DataFrame({"year": [1951], "states": [14]}))))

    assert tags(pdf).count("/TH") == 3  # the empty corner and two names of columns
    assert squeezed("year states") in squeezed(pdf_text(PdfReader(io.BytesIO(pdf))))


def test_wide_frame_is_folded_and_repeats_its_index() -> None:
    wide = pandas.DataFrame([[1.234567] * 30], columns=[f"column_{number}" for number in range(30)], index=["Togo"])
    text = pdf_text(opened(notebook("# T", frame_output(wide))))

    assert all(name in text for name in wide.columns)
    assert text.count("Togo") > 1


def test_frame_with_heads_over_heads_is_shown_whole() -> None:
    columns = pandas.MultiIndex.from_product([["dead", "missing"], ["women", "men"]])
    text = pdf_text(opened(notebook("# T", frame_output(pandas.DataFrame([[1, 2, 3, 4]], columns=columns)))))

    assert squeezed("dead missing women men women men") in squeezed(text)


def test_long_line_of_output_is_broken_to_the_page() -> None:
    made = notebook("# T", nbformat.v4.new_output("stream", name="stdout", text="x" * 500))
    lines = [line for line in opened(made).pages[0].extract_text().splitlines() if "x" in line]

    assert len(lines) > 1
    assert max(map(len, lines)) <= 93


def test_error_output_is_shown() -> None:
    made = code_notebook("1/0")
    made.cells[-1].outputs = [
        {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "division by zero", "traceback": []}
    ]
    assert "ZeroDivisionError: division by zero" in pdf_text(opened(made))


# Images.


def test_described_image_keeps_the_standard() -> None:
    assert broken_promises(to_pdf(notebook("# T", image_output(**{"image/png": {"alt": "A line"}}))), "ua1") == []


def test_image_without_alt_text_is_told_with_the_standard_given_up() -> None:
    document = read_document(notebook("# T", image_output()))
    typeset(document, "a4")

    told = "images without alt text in cell 2: the PDF keeps to A-3B only, and not to PDF/UA-1"
    assert told in document.warnings


def test_image_of_prose_without_alt_text_gives_up_the_standard_too() -> None:
    encoded = base64.b64encode(DRAWING.encode()).decode()
    document = read_document(notebook(f"# T\n\n![](data:image/svg+xml;base64,{encoded})"))
    typeset(document, "a4")

    assert any("PDF/UA-1" in warning for warning in document.warnings)


def test_image_attached_to_a_cell_is_shown_with_its_description() -> None:
    made = notebook("# T\n\nSee ![a small line](attachment:line.svg) here.")
    made.cells[0].attachments = {"line.svg": {"image/svg+xml": base64.b64encode(DRAWING.encode()).decode()}}

    pdf = to_pdf(made)

    assert "/Figure" in tags(pdf)
    assert broken_promises(pdf, "ua1") == []


# Formulas.


def test_formula_is_drawn_and_described_by_its_source() -> None:
    pdf = to_pdf(notebook("# T\n\nAs $E = mc^2$ says, and\n\n$$\\frac{a}{b}$$"))

    assert tags(pdf).count("/Formula") == 2
    assert broken_promises(pdf, "ua1") == []


def test_formula_that_cannot_be_drawn_stands_as_its_source() -> None:
    document = read_document(notebook("# T\n\nSee $\\nosuchcommand$."))
    pdf = typeset(document, "a4")

    assert "\\nosuchcommand" in pdf_text(PdfReader(io.BytesIO(pdf)))
    assert document.warnings == ["cell 1: the formula '$\\\\nosuchcommand$' cannot be drawn; its source stands"]


# Markdown.


def test_entities_of_html_are_the_letters_they_name() -> None:
    assert "Québec & Åland © 2024" in pdf_text(opened(notebook("# T\n\nQu&eacute;bec &amp; &Aring;land &copy; 2024")))


def test_entities_in_code_stay_as_they_are() -> None:
    assert "&amp;" in pdf_text(opened(notebook("# T\n\n`&amp;`")))


def test_nested_lists_keep_their_order() -> None:
    text = pdf_text(opened(notebook("# T\n\n- one\n    1. deep\n    2. deeper\n- two")))

    assert squeezed(text).index("deep") < squeezed(text).index("deeper") < squeezed(text).index("two")


# What goes wrong.


@pytest.mark.parametrize("number", [2, 3])
def test_drawing_that_is_broken_is_told_by_its_cell(number: int) -> None:
    made = notebook("# T", *["Prose."] * (number - 2), figure())
    made.cells[-1].outputs[0].data["image/svg+xml"] = "<svg>torn"
    document = read_document(made)
    typeset(document, "a4")

    assert any(warning.startswith(f"cell {number}: an image cannot be shown") for warning in document.warnings)


def test_typst_source_is_left_when_asked_for(tmp_path: Path) -> None:
    PdfExporter(keep_typst=str(tmp_path / "typst")).from_notebook_node(notebook("# A title", figure()))

    assert (tmp_path / "typst" / "main.typ").is_file()
    assert json.loads((tmp_path / "typst" / "document.json").read_text(encoding="utf-8"))["title"] == "A title"


def test_typst_source_that_is_left_gives_the_same_pages_alone(tmp_path: Path) -> None:
    pdf, _ = PdfExporter(keep_typst=str(tmp_path)).from_notebook_node(notebook("# A title", figure(), table()))

    alone = typst.compile(
        str(tmp_path / "main.typ"), font_paths=[str(tmp_path / "fonts")], ignore_system_fonts=True, timestamp=0
    )

    assert pdf_text(PdfReader(io.BytesIO(alone))) == pdf_text(PdfReader(io.BytesIO(pdf)))


def test_folder_that_cannot_hold_the_typst_source_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(BuildError, match=r"could not be left in .*file"):
        PdfExporter(keep_typst=str(tmp_path / "file")).from_notebook_node(notebook("# T"))
