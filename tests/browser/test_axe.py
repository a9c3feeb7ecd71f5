"""The HTML edition by axe: all its rules, in light and dark, wide and narrow, with disclosures open and folded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import FOLD_ALL, NARROW, OPEN_ALL, SETTINGS, WIDE, Opened, Opening, sideways, violations
from case_exports import NAMES, Case
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DISCLOSURES = [pytest.param(OPEN_ALL, id="open"), pytest.param(FOLD_ALL, id="folded")]


@pytest.mark.parametrize("disclosures", DISCLOSURES)
@pytest.mark.parametrize("context", SETTINGS, indirect=True)
def test_axe_finds_nothing_wrong_with_the_report(report: Opened, disclosures: str) -> None:
    report.page.evaluate(disclosures)

    assert violations(report.page) == []


@pytest.mark.parametrize("disclosures", DISCLOSURES)
@pytest.mark.parametrize("context", SETTINGS, indirect=True)
def test_axe_finds_nothing_wrong_with_a_page_of_every_kind_of_content(
    open_file: Opening, every_kind: Path, disclosures: str
) -> None:
    opened = open_file(every_kind)
    opened.page.evaluate(disclosures)

    assert violations(opened.page) == []


@pytest.mark.parametrize("context", SETTINGS, indirect=True)
def test_axe_finds_nothing_wrong_after_the_theme_is_switched(open_file: Opening, every_kind: Path) -> None:
    opened = open_file(every_kind)
    opened.page.locator("button.theme").click()

    assert violations(opened.page) == []


@pytest.fixture(scope="module")
def one_page(chromium: Browser) -> Iterator[Page]:
    """Return a page of the browser in which the cases are shown in turn, as to open one for each takes longer."""
    context = chromium.new_context(viewport={"width": WIDE, "height": 900})
    yield context.new_page()
    context.close()


def show_case(page: Page, case: Case, folder: Path) -> None:
    """Show the page of a case, with everything in it open."""
    path = folder / "case.html"
    path.write_text(case.html, encoding="utf-8")
    page.goto(path.as_uri())
    page.evaluate(OPEN_ALL)


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_wrong_with_a_case(
    one_page: Page, case: Callable[[str], Case], name: str, tmp_path: Path
) -> None:
    show_case(one_page, case(name), tmp_path)

    assert violations(one_page) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_case_makes_its_page_wider_than_a_narrow_window(
    one_page: Page, case: Callable[[str], Case], name: str, tmp_path: Path
) -> None:
    one_page.set_viewport_size({"width": NARROW, "height": 640})
    show_case(one_page, case(name), tmp_path)
    found = sideways(one_page)
    one_page.set_viewport_size({"width": WIDE, "height": 900})

    assert found <= 0


@pytest.mark.parametrize("name", ["01-no-heading", "02-first-heading-taken"])
def test_text_of_a_page_with_few_headings_or_none_is_not_squeezed(
    one_page: Page, case: Callable[[str], Case], name: str, tmp_path: Path
) -> None:
    show_case(one_page, case(name), tmp_path)
    widths = one_page.evaluate("[...document.querySelectorAll('main > p')].map((prose) => prose.clientWidth)")

    assert min(widths) > 450


def test_axe_can_say_no(open_file: Opening, every_kind: Path) -> None:
    page = open_file(every_kind).page
    page.evaluate("document.querySelector('main').innerHTML = '<img><h6>x</h6><p id=\"quiet\">text</p>'")
    page.evaluate("document.getElementById('quiet').style.color = '#767676'")

    found = {line.split()[0] for line in violations(page)}
    assert found >= {"image-alt", "heading-order", "color-contrast-enhanced"}
