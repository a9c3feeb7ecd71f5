"""Any notebook becomes both editions: no exception, every word in them or told by a warning, and the same warnings."""

from __future__ import annotations

import io
import re
import warnings as python_warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from any_notebook import Made, each_alone, made_of, notebooks
from bs4 import BeautifulSoup
from case_exports import OF_THE_PDF, Case, export_text
from hypothesis import HealthCheck, Phase, given, settings
from making import pdf_text, squeezed
from pypdf import PdfReader
from test_export_cases import nesting_faults

pytestmark = pytest.mark.slow

Alone = Callable[[str, str], tuple[Made, str | bytes, list[str]]]

ALONE = dict(each_alone())
EACH = pytest.mark.parametrize("name", list(ALONE))


def repeatable(examples: int) -> Any:
    """Return settings under which every run tries the same notebooks, and no disk remembers them."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],  # what fails is named by the tests of each kind alone, and to shrink takes minutes
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def exported(made: Made, edition: str) -> tuple[str | bytes, list[str]]:
    """Return an edition of a notebook, and what was warned of."""
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        return export_text(made.notebook, edition)


@pytest.fixture(scope="module")
def alone() -> Alone:
    """Return what makes, once, an edition of a notebook that holds one kind of content, and what was warned of."""

    @cache
    def made_once(name: str, edition: str) -> tuple[Made, str | bytes, list[str]]:
        made = made_of(ALONE[name], {}, 4)
        return made, *exported(made, edition)

    return made_once


def read(content: str | bytes) -> str:
    """Return what is read in an edition, formulas and images by their descriptions."""
    if isinstance(content, str):
        content.encode("utf-8")
        page = BeautifulSoup(content, "html.parser")
        described = " ".join(str(image.get("alt", "")) for image in page.find_all("img"))
        return squeezed(f"{page.get_text()} {described}")
    reader = PdfReader(io.BytesIO(content))
    case = Case(lambda _: {})
    case.__dict__["reader"] = reader
    described = " ".join(alt for _, alt in case.tags)
    title = reader.metadata.title if reader.metadata else ""
    return squeezed(f"{title} {pdf_text(reader)} {described}")


def lost(made: Made, text: str, warnings: list[str]) -> list[str]:
    """Return the words that are neither read nor told, each with its cell; a missing alt text explains no loss."""
    named: set[int] = set()
    for message in warnings:
        cells = re.match(r"cells? ((?:\d+|, | and )+)", message)
        if cells and "alt text" not in message:
            named |= set(map(int, re.findall(r"\d+", cells[1])))
    said = squeezed(" ".join(warnings))
    return [
        f"{word} of cell {cell}"
        for word, cell in made.shown.items()
        if word not in text and word not in said and cell not in named
    ]


def published(made: Made, text: str) -> list[str]:
    """Return the words of comments that are read."""
    return [word for word in made.hidden if word in text]


def alike(html: list[str], pdf: list[str]) -> bool:
    """Return whether both editions warn of the same, apart from what only the PDF can know."""
    return html == [message for message in pdf if not OF_THE_PDF.search(message)]


# Each kind of content alone, so that a fault is named.


@EACH
def test_page_of_each_kind_of_content_loses_no_word(name: str, alone: Alone) -> None:
    made, content, warnings = alone(name, "html")
    text = read(content)

    assert lost(made, text, warnings) == []
    assert published(made, text) == []
    assert [word for word in made.in_code if word not in text] == []


@EACH
def test_pdf_of_each_kind_of_content_loses_no_word(name: str, alone: Alone) -> None:
    made, content, warnings = alone(name, "pdf")
    text = read(content)

    assert lost(made, text, warnings) == []
    assert published(made, text) == []


@EACH
def test_both_editions_of_each_kind_of_content_warn_alike(name: str, alone: Alone) -> None:
    assert alike(alone(name, "html")[2], alone(name, "pdf")[2])


@EACH
def test_page_of_each_kind_of_content_is_well_formed(name: str, alone: Alone) -> None:
    assert nesting_faults(str(alone(name, "html")[1])) == []


# All kinds together.


@repeatable(60)
@given(made=notebooks(6))
def test_page_of_any_notebook_loses_no_word_and_is_well_formed(made: Made) -> None:
    content, warnings = exported(made, "html")
    text = read(content)

    assert lost(made, text, warnings) == []
    assert published(made, text) == []
    assert nesting_faults(str(content)) == []


@repeatable(25)
@given(made=notebooks(4))
def test_pdf_of_any_notebook_loses_no_word_and_warns_as_the_page_does(made: Made) -> None:
    content, warnings = exported(made, "pdf")
    text = read(content)

    assert lost(made, text, warnings) == []
    assert published(made, text) == []
    assert alike(exported(made, "html")[1], warnings)
