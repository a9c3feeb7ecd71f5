"""Whatever stands in text and data comes back from the PDF as it went in."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import attachments, broken_promises, figure, notebook, pdf_text, sentence, squeezed, table, to_pdf
from pypdf import PdfReader

pytestmark = pytest.mark.slow

MARKUP = "#$@*_`\\[]{}()<>=/+-~^%&|!?;:'\",."
LETTERS = "aZ0éßñøŁğДяΩλ½€"
COMBINED = "e\u0301n\u0303o\u0308"
RIGHT_TO_LEFT = "ابتשלום"
EMOJI = chr(0x1F642) + chr(0x1F1E8) + chr(0x200D) + chr(0xFE0F)

SHOWN = st.text(alphabet=MARKUP + LETTERS, min_size=1, max_size=40).map("x{}x".format)
KEPT = st.text(alphabet=MARKUP + LETTERS + COMBINED + RIGHT_TO_LEFT + EMOJI + " \n", max_size=60)
FEW = settings(max_examples=15, deadline=None)


def opened(*cells: Any) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(notebook("# T", *cells))))


def cells_of(*texts: str) -> Any:
    columns = [{"label": text, "unit": "", "numeric": False} for text in texts]
    return table(columns=columns, rows=[{"cells": list(texts), "sources": []}], caption=texts[0], notes=[texts[-1]])


def same(text: str) -> str:
    """Return a text as a PDF may give it: composed, and without white space, hyphens or breaks of no width."""
    return squeezed(unicodedata.normalize("NFC", text)).replace("\u200b", "")


@FEW
@given(text=SHOWN)
def test_any_text_comes_back_from_sentences_figures_and_tables(text: str) -> None:
    found = same(pdf_text(opened(sentence(text), figure(title=text, notes=[text]), cells_of(text, text))))

    assert found.count(same(text)) >= 7


@FEW
@given(text=st.lists(st.sampled_from(["e\u0301", "n\u0303", "o\u0308", "n\u0308"]), min_size=1).map("".join))
def test_letters_with_combining_marks_come_back_with_them(text: str) -> None:
    found = same(pdf_text(opened(sentence(f"x{text}x"))))

    shown = found.partition("x")[2].partition("x")[0]
    assert set(unicodedata.normalize("NFD", shown)) == set(unicodedata.normalize("NFD", text))


@FEW
@given(text=st.text(alphabet=RIGHT_TO_LEFT, min_size=1, max_size=20))
def test_right_to_left_letters_all_come_back_from_a_table(text: str) -> None:
    found = pdf_text(opened(cells_of(text, "b")))

    assert set(text) <= set(found)


@FEW
@given(rows=st.lists(st.lists(KEPT, min_size=2, max_size=2), min_size=1, max_size=4))
def test_any_data_come_back_from_the_attachment(rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([["name", "note"], *rows])
    data = file.getvalue()

    assert attachments(opened(figure(data=data)))["fig-one.csv"] == data


@settings(max_examples=5, deadline=None)
@given(text=KEPT)
def test_no_text_or_data_break_the_standard(text: str) -> None:
    shown = text.strip() or "x"
    pdf = to_pdf(notebook("# T", sentence(shown), figure(title=shown, alt=shown, data=shown), cells_of(shown, shown)))

    assert broken_promises(pdf, "ua1") == []
    assert broken_promises(pdf, "3a") == []
