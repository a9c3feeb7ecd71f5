"""Links within the PDF, each of which leads to the place of what it names."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from making import figure, notebook, sentence, table, to_pdf
from pypdf import PdfReader

from iomreport.export.pdf import links


def destinations(reader: PdfReader) -> list[tuple[int, float]]:
    """Return page and height of the place that each link within a document leads to."""
    found = []
    for page in reader.pages:
        for note in page.get("/Annots", []):
            place = note.get_object().get("/Dest")
            if isinstance(place, list):  # headings have names
                number = reader.get_page_number(place[0].get_object())
                assert number is not None
                found.append((number, float(place[3])))
    return found


def opened(*cells: Any, **front: Any) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(notebook(*cells, **front))))


def test_link_leads_to_the_page_of_the_figure() -> None:
    reader = opened("# One\n\n[x](#fig-one)", "# Two", figure(sources=[]), title="T")
    (figures,) = [number for number, page in enumerate(reader.pages) if "The line rises" in page.extract_text()][-1:]

    assert figures in [number for number, _ in destinations(reader)]


def test_number_of_a_source_leads_to_its_line_in_the_bibliography() -> None:
    reader = opened("# One", sentence(sources=["a", "b"]), table(sources=["c"]), title="T")
    (sources,) = [number for number, page in enumerate(reader.pages) if "Title of b" in page.extract_text()]
    heights = [top for number, top in destinations(reader) if number == sources]

    assert len(set(heights)) >= 3


def test_address_elsewhere_stays_an_address() -> None:
    reader = opened("# One\n\n[x](https://example.org/a#b)")
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]

    assert [note["/A"]["/URI"] for note in notes if "/A" in note] == ["https://example.org/a#b"]


def test_same_document_is_packed_into_the_same_bytes() -> None:
    made, file = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(file, deterministic_id=True)

    assert links.resolve(file.getvalue(), []) == links.resolve(file.getvalue(), [])
