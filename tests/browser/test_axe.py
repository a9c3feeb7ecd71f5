"""The HTML edition by axe: all its rules, in light and dark, wide and narrow, with disclosures open and folded."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import FOLD_ALL, OPEN_ALL, SETTINGS, Opened, Opening, violations

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


def test_axe_can_say_no(open_file: Opening, every_kind: Path) -> None:
    page = open_file(every_kind).page
    page.evaluate("document.querySelector('main').innerHTML = '<img><h6>x</h6><p id=\"quiet\">text</p>'")
    page.evaluate("document.getElementById('quiet').style.color = '#767676'")

    found = {line.split()[0] for line in violations(page)}
    assert found >= {"image-alt", "heading-order", "color-contrast-enhanced"}
