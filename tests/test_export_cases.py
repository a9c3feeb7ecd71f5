"""Every case is exported by both editions: whole, well formed, accessible, with the same warnings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import html5lib
import pytest
from case_exports import NAMES, Case
from making import broken_promises
from parsing import acting, ids, requested

pytestmark = pytest.mark.slow

Cases = Callable[[str], Case]

EVERY = pytest.mark.parametrize("name", NAMES)


def nesting_faults(html: str) -> list[str]:
    """Return what a parser of HTML's own rules finds wrong: elements within others that may not hold them, or torn."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html)
    return [f"line {place[0]}: {fault} {given}" for place, fault, given in parser.errors]


@EVERY
def test_page_of_a_case_is_well_formed(case: Cases, name: str) -> None:
    assert nesting_faults(case(name).html) == []


@EVERY
def test_page_of_a_case_has_one_h1_and_one_title(case: Cases, name: str) -> None:
    page = case(name).page

    assert len(page.find_all("h1")) == 1
    assert page.title.get_text().strip()


@EVERY
def test_ids_of_the_page_of_a_case_are_unique(case: Cases, name: str) -> None:
    assert [identifier for identifier, count in Counter(ids(case(name).page)).items() if count > 1] == []


@EVERY
def test_every_link_within_the_page_of_a_case_has_its_target(case: Cases, name: str) -> None:
    page = case(name).page
    there = {*ids(page), ""}
    targets = [link["href"][1:] for link in page.select('[href^="#"]')]

    assert [target for target in targets if target not in there] == []


@EVERY
def test_page_of_a_case_asks_for_nothing_and_runs_nothing(case: Cases, name: str) -> None:
    page = case(name).page

    assert requested(page) == []
    assert acting(page) == []


@EVERY
def test_both_editions_of_a_case_warn_alike(case: Cases, name: str) -> None:
    warnings = case(name).warnings

    assert warnings["pdf"] == warnings["html"]


@EVERY
def test_warnings_of_a_case_name_the_cell(case: Cases, name: str) -> None:
    assert [message for message in case(name).warnings["html"] if not re.search(r"\bcells? \d", message)] == []


@EVERY
def test_no_warning_of_a_case_is_given_twice(case: Cases, name: str) -> None:
    assert [message for message, count in Counter(case(name).pdf_warnings).items() if count > 1] == []


@EVERY
def test_pdf_of_a_case_keeps_the_standards_that_it_claims(case: Cases, name: str) -> None:
    shown = case(name)
    undescribed = any("PDF/UA-1" in message for message in shown.pdf_warnings)

    for profile in ("3b",) if undescribed else ("ua1", "3a"):
        assert broken_promises(shown.pdf, profile) == []


@EVERY
def test_pdf_of_a_case_needs_no_word_of_the_typesetter(case: Cases, name: str) -> None:
    assert [message for message in case(name).pdf_warnings if message.startswith("Typst")] == []
