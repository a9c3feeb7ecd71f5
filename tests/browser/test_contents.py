"""Contents that follow the reader: beside the text on a wide screen, folded above it on a small one."""

from __future__ import annotations

import pytest
from browsing import NARROW, NARROW_ONLY, SIZES, WIDE, Opened, focused, settle, show
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN = "document.querySelector('.contents details').open"


def marked(page: Page) -> list[str]:
    """Return where the marked entries of the contents lead."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.contents a[aria-current]')].map((link) => link.hash)"
    )
    return found


def sections(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.querySelectorAll('main > h3')].map((heading) => '#' + heading.id)")
    return found


def test_contents_are_open_when_wide(report: Opened) -> None:
    assert report.page.evaluate(OPEN) is True


def test_no_entry_is_marked_before_the_text_begins(report: Opened) -> None:
    assert marked(report.page) == []


def test_section_that_is_read_is_marked_on_the_way_down_and_up(report: Opened) -> None:
    second, third = sections(report.page)[3:5]  # of one chapter, whose sections are longer than half a window
    show(report.page, second)
    assert marked(report.page) == [second]

    show(report.page, third)
    assert marked(report.page) == [third]

    report.page.evaluate("scrollBy({ top: -0.5 * innerHeight, behavior: 'instant' })")
    settle(report.page)
    assert marked(report.page) == [second]


def test_last_entry_is_marked_at_the_end_of_the_page(report: Opened) -> None:
    report.page.evaluate("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
    settle(report.page)

    assert marked(report.page) == ["#sources"]


def test_contents_stay_in_sight_when_wide(report: Opened) -> None:
    show(report.page, sections(report.page)[-1])
    box = report.page.locator(".contents").bounding_box()

    assert box is not None
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= report.page.evaluate("document.querySelector('main').getBoundingClientRect().x")


@pytest.mark.parametrize(
    "context", [pytest.param({"viewport": {"width": WIDE, "height": 300}}, id="low window")], indirect=True
)
def test_marked_entry_stays_in_sight_in_a_low_window(report: Opened) -> None:
    last = sections(report.page)[-1]
    show(report.page, last)
    box = report.page.locator(f".contents a[href='{last}']").bounding_box()

    assert box is not None
    assert 0 <= box["y"] <= 300 - box["height"]


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_contents_are_folded_when_narrow(report: Opened) -> None:
    assert report.page.evaluate(OPEN) is False


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_narrow_contents_stay_at_the_top_of_the_window_and_name_the_section(report: Opened) -> None:
    place = sections(report.page)[1]
    show(report.page, place)
    box = report.page.locator(".contents summary").bounding_box()
    heading = report.page.locator(f"main > h3{place}")

    assert box is not None
    assert 0 <= box["y"] < 20
    said = " ".join(report.page.locator(".contents summary").inner_text().split())
    assert said == "Contents · " + " ".join(heading.inner_text().split())


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_narrow_contents_do_not_cover_the_section_that_is_chosen(report: Opened) -> None:
    page, place = report.page, sections(report.page)[2]
    page.locator(".contents summary").press("Enter")
    page.locator(f".contents a[href='{place}']").press("Enter")
    page.wait_for_function(
        """(place) => {
            const bar = document.querySelector('.contents').getBoundingClientRect();
            const top = document.querySelector(place).getBoundingClientRect().top;
            return bar.bottom <= top && top < innerHeight / 2;
        }""",
        arg=place,
    )

    assert page.evaluate(OPEN) is False
    assert page.evaluate("location.hash") == place
    page.keyboard.press("Tab")
    assert page.evaluate(
        "(place) => !!(document.querySelector(place).compareDocumentPosition(document.activeElement) & 4)", place
    )


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_escape_folds_narrow_contents_and_keeps_the_place_of_the_focus(report: Opened) -> None:
    page = report.page
    page.locator(".contents summary").press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(OPEN) is True

    page.keyboard.press("Escape")

    assert page.evaluate(OPEN) is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize(
    "context", [pytest.param({"viewport": SIZES["narrow"], "reduced_motion": "reduce"}, id="narrow")], indirect=True
)
def test_long_contents_scroll_within_a_narrow_window(report: Opened) -> None:
    report.page.locator(".contents summary").press("Enter")
    report.page.locator(".contents a").last.focus()
    box = report.page.locator(".contents a").last.bounding_box()

    assert box is not None
    assert box["y"] + box["height"] <= 640


@pytest.mark.parametrize(
    "context", [pytest.param({"viewport": {"width": NARROW, "height": 256}}, id="magnified")], indirect=True
)
def test_contents_leave_a_window_that_is_magnified_to_the_text(report: Opened) -> None:
    show(report.page, sections(report.page)[1])
    box = report.page.locator(".contents").bounding_box()

    assert box is not None
    assert box["y"] + box["height"] <= 0


def test_contents_work_by_keyboard(report: Opened) -> None:
    link = report.page.locator(".contents a").nth(2)
    link.press("Enter")

    assert report.page.url.endswith(str(link.get_attribute("href")))
    assert focused(report.page) == ""
