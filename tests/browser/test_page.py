"""The HTML edition in a real browser: readable by everyone, silent, and whole without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import ENHANCED, NARROW, WIDE, Opened, Opening, violations
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {"wide": {"width": WIDE, "height": 900}, "narrow": {"width": NARROW, "height": 640}}
SETTINGS = [
    pytest.param({"viewport": size, "color_scheme": scheme}, id=f"{scheme}, {name}")
    for scheme in ("light", "dark")
    for name, size in SIZES.items()
]
NARROW_ONLY = [pytest.param({"viewport": SIZES["narrow"]}, id="narrow")]
WITHOUT_SCRIPT = [pytest.param({"java_script_enabled": False}, id="without JavaScript")]
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def sideways(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.className || document.activeElement.id"))


# Accessibility, by axe.


@pytest.mark.parametrize("context", SETTINGS, indirect=True)
def test_axe_finds_nothing_wrong_with_the_report(report: Opened) -> None:
    assert violations(report.page) == []


@pytest.mark.parametrize("context", SETTINGS, indirect=True)
def test_axe_finds_nothing_wrong_with_a_page_of_every_kind_of_content(open_file: Opening, every_kind: Path) -> None:
    assert violations(open_file(every_kind).page) == []


@pytest.mark.parametrize("context", SETTINGS, indirect=True)
def test_axe_finds_nothing_wrong_with_the_contents_open(report: Opened) -> None:
    report.page.evaluate("document.querySelector('.contents details').open = true")

    assert violations(report.page) == []


@pytest.mark.parametrize("context", SETTINGS, indirect=True)
def test_text_of_the_report_has_the_enhanced_contrast(report: Opened) -> None:
    assert violations(report.page, ENHANCED) == []


@pytest.mark.parametrize("context", SETTINGS, indirect=True)
def test_text_of_every_kind_has_the_enhanced_contrast(open_file: Opening, every_kind: Path) -> None:
    assert violations(open_file(every_kind).page, ENHANCED) == []


def test_axe_can_say_no(report: Opened) -> None:
    report.page.evaluate("document.querySelector('main').innerHTML = '<img><h6>x</h6>'")

    assert {line.split()[0] for line in violations(report.page)} >= {"image-alt", "heading-order"}


# Silence.


def test_report_requests_nothing_but_itself(report: Opened) -> None:
    report.page.wait_for_load_state("networkidle")

    asked = [address for address in report.requests if not address.startswith("data:")]
    assert asked == [report.page.url]


def test_report_says_nothing_to_the_console(report: Opened) -> None:
    report.page.wait_for_load_state("networkidle")

    assert report.messages == []


def test_hostile_page_asks_for_nothing_and_opens_nothing(open_file: Opening, hostile: Path) -> None:
    opened = open_file(hostile)
    opened.page.wait_for_load_state("networkidle")
    opened.page.evaluate("document.querySelectorAll('main a').forEach((link) => link.focus())")

    assert opened.dialogs == []
    assert [address for address in opened.requests if not address.startswith(("file:", "data:"))] == []


def test_hostile_page_breaks_none_of_its_own_rules(open_file: Opening, hostile: Path) -> None:
    opened = open_file(hostile)
    opened.page.wait_for_load_state("networkidle")

    assert opened.messages == []


def test_type_comes_from_the_page_itself(report: Opened) -> None:
    report.page.evaluate("document.fonts.ready.then(() => true)")
    loaded = report.page.evaluate(
        "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)"
    )

    assert {name.strip("\"'") for name in loaded} == {"Report Serif", "Report Sans"}


# Size.


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_narrow_report_does_not_scroll_sideways(report: Opened) -> None:
    assert sideways(report.page) == 0


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_narrow_page_of_every_kind_does_not_scroll_sideways(open_file: Opening, every_kind: Path) -> None:
    assert sideways(open_file(every_kind).page) == 0


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_wide_things_scroll_in_a_place_of_their_own_that_the_keyboard_reaches(report: Opened) -> None:
    unreachable = report.page.evaluate(
        """[...document.querySelectorAll('main *')]
           .filter((element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX))
           .filter((element) => element.scrollWidth > element.clientWidth + 1)
           .filter((element) => element.tabIndex < 0 && !element.querySelector('a, button'))
           .map((element) => element.className)"""
    )

    assert unreachable == []


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_nothing_of_the_text_is_cut_off_when_narrow(report: Opened) -> None:
    beyond = report.page.evaluate(
        """[...document.querySelectorAll('h1, h2, h3, p, li, dt, dd, figcaption, button, summary')]
           .filter((element) => element.offsetParent && !element.closest('.scroll, .drawing'))
           .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
           .map((element) => element.textContent.slice(0, 40))"""
    )

    assert beyond == []


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_contents_are_folded_when_narrow(report: Opened) -> None:
    assert report.page.evaluate("document.querySelector('.contents details').open") is False


def test_contents_are_open_when_wide(report: Opened) -> None:
    assert report.page.evaluate("document.querySelector('.contents details').open") is True


# Keyboard.


def test_first_tab_reaches_a_visible_way_to_the_text(report: Opened) -> None:
    report.page.keyboard.press("Tab")

    assert focused(report.page) == "skip"
    box = report.page.locator(".skip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0


def test_enter_then_goes_to_the_text(report: Opened) -> None:
    report.page.keyboard.press("Tab")
    report.page.keyboard.press("Enter")

    assert report.page.url.endswith("#main")
    assert focused(report.page) == "main"
    report.page.keyboard.press("Tab")
    assert report.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_everything_that_takes_the_focus_shows_it(report: Opened) -> None:
    bare = []
    for _ in range(25):
        report.page.keyboard.press("Tab")
        if report.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none":
            bare.append(report.page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))

    assert bare == []


def test_citation_leads_to_its_source_and_back(report: Opened) -> None:
    first = report.page.locator(".cites a").first
    first.focus()
    report.page.keyboard.press("Enter")
    assert "#source-" in report.page.url

    report.page.locator(f"li{report.page.evaluate('location.hash')} a[href^='#']").last.click()

    assert report.page.url.endswith(f"#{first.get_attribute('id')}")


def test_download_gives_the_data(report: Opened, soup: Any) -> None:
    link = soup.select_one("a[download]")
    with report.page.expect_download() as started:
        report.page.locator("a[download]").first.click()

    assert started.value.suggested_filename == link["download"]
    assert Path(started.value.path()).read_text(encoding="utf-8").count("\n") > 1


# The choice of theme.


@pytest.mark.parametrize(
    "context",
    [pytest.param({"color_scheme": scheme}, id=scheme) for scheme in ("light", "dark")],
    indirect=True,
)
def test_theme_button_switches_and_is_remembered(report: Opened) -> None:
    page = report.page
    before, label = page.evaluate(BACKGROUND), page.locator("button.theme").inner_text()

    page.locator("button.theme").click()
    after = page.evaluate(BACKGROUND)
    assert after != before
    assert page.locator("button.theme").inner_text() != label

    page.reload()
    assert page.evaluate(BACKGROUND) == after

    page.locator("button.theme").click()
    assert page.evaluate(BACKGROUND) == before


def test_theme_button_is_reached_and_pressed_by_keyboard(report: Opened) -> None:
    before = report.page.evaluate(BACKGROUND)
    report.page.keyboard.press("Tab")
    report.page.keyboard.press("Tab")
    assert focused(report.page) == "theme"

    report.page.keyboard.press("Space")

    assert report.page.evaluate(BACKGROUND) != before


@pytest.mark.parametrize("context", [pytest.param({"color_scheme": "dark"}, id="dark")], indirect=True)
def test_drawings_follow_the_theme(report: Opened) -> None:
    ground = "getComputedStyle(document.querySelector('figure svg path')).fill"
    dark = report.page.evaluate(ground)

    report.page.locator("button.theme").click()

    assert report.page.evaluate(ground) != dark


@pytest.mark.parametrize("context", SETTINGS, indirect=True)
def test_axe_finds_nothing_wrong_after_the_theme_is_switched(report: Opened) -> None:
    report.page.locator("button.theme").click()

    assert violations(report.page) == []


# Without JavaScript, and on paper.


@pytest.mark.parametrize("context", WITHOUT_SCRIPT, indirect=True)
def test_page_is_whole_without_javascript(report: Opened, soup: Any) -> None:
    shown = report.page.locator("main").inner_text()

    for element in soup.select("main h2, main h3, .iomreport-sentence, figcaption .title"):
        assert " ".join(element.get_text().split()) in " ".join(shown.split())
    assert report.page.locator("button.theme").count() == 0
    assert report.page.locator(".contents a").first.is_visible()
    assert report.page.locator("figure svg").first.is_visible()


@pytest.mark.parametrize("context", WITHOUT_SCRIPT, indirect=True)
def test_links_work_without_javascript(report: Opened) -> None:
    report.page.locator(".contents a").last.click()

    assert report.page.url.endswith("#sources")


@pytest.mark.parametrize("context", [pytest.param({"color_scheme": "dark"}, id="dark")], indirect=True)
def test_paper_is_white_whatever_the_theme(report: Opened) -> None:
    report.page.emulate_media(media="print")

    assert report.page.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    assert report.page.evaluate("getComputedStyle(document.querySelector('main p')).color") != "rgb(233, 238, 243)"


def test_controls_are_not_printed(report: Opened) -> None:
    report.page.emulate_media(media="print")

    assert not report.page.locator("button.theme").is_visible()
    assert not report.page.locator(".download").first.is_visible()
