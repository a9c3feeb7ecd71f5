"""The HTML edition in a real browser: silent, fit for any window, and open to the keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import NARROW, NARROW_ONLY, OPEN_ALL, SIZES, WIDE, Opened, Opening, focused, settle, show, sideways
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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

    report.page.wait_for_url("**#main")
    assert focused(report.page) == "main"
    report.page.keyboard.press("Tab")
    assert report.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def stops(page: Page) -> list[dict[str, Any]]:
    """Press Tab through a whole page; return each stop, where it lies and whether it shows."""
    found: list[dict[str, Any]] = []
    for _ in range(500):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (element === document.body) return null;
                const { top, bottom } = element.getBoundingClientRect();
                const bar = document.querySelector('.contents').getBoundingClientRect();
                return {
                    name: element.outerHTML.slice(0, 90),
                    outline: getComputedStyle(element).outlineStyle,
                    inside: top < innerHeight && bottom > 0,
                    hidden: !element.closest('.contents, .skip') && bottom <= bar.bottom && bar.width > innerWidth / 2,
                };
            }"""
        )
        if stop is None:
            return found
        found.append(stop)
    raise AssertionError("the keyboard does not get to the end of the page")


@pytest.mark.parametrize(
    "context",
    [pytest.param({"viewport": size, "reduced_motion": "reduce"}, id=name) for name, size in SIZES.items()],
    indirect=True,
)
def test_keyboard_alone_reaches_everything_and_sees_where_it_is(open_file: Opening, every_kind: Path) -> None:
    page = open_file(every_kind).page
    page.evaluate(OPEN_ALL)
    settle(page)
    wanted = page.evaluate(
        """[...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')]
           .filter((element) => element.checkVisibility())
           .map((element) => element.outerHTML.slice(0, 90))"""
    )
    reached = stops(page)

    assert sorted(stop["name"] for stop in reached) == sorted(wanted)
    assert [stop["name"] for stop in reached if stop["outline"] == "none"] == []
    assert [stop["name"] for stop in reached if not stop["inside"] or stop["hidden"]] == []


def test_data_are_unfolded_scrolled_and_left_by_keyboard(open_file: Opening, every_kind: Path) -> None:
    page = open_file(every_kind).page
    page.locator(".data summary").press("Enter")
    assert page.locator(".data table").is_visible()

    settle(page)
    page.keyboard.press("Tab")
    assert "tall" in focused(page)
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('.tall').scrollTop > 0")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "tall" not in focused(page)
    assert not page.evaluate("document.querySelector('.tall').contains(document.activeElement)")


def test_only_what_scrolls_stops_the_keyboard_and_is_a_landmark(report: Opened) -> None:
    report.page.evaluate(OPEN_ALL)
    settle(report.page)
    found = report.page.evaluate(
        """[...document.querySelectorAll('.drawing, .scroll')].map((place) => [
             place.scrollWidth > place.clientWidth + 1 || place.scrollHeight > place.clientHeight + 1,
             place.tabIndex === 0,
             place.getAttribute('role') === 'region',
        ])"""
    )

    assert {tuple(place) for place in found} == {(True, True, True), (False, False, False)}


def test_citation_leads_to_its_source_and_back(report: Opened) -> None:
    first = report.page.locator(".cites a").first
    first.focus()
    report.page.keyboard.press("Enter")
    assert "#source-" in report.page.url

    back = report.page.locator(f"li{report.page.evaluate('location.hash')} a[href^='#']").first
    target = str(back.get_attribute("href"))
    back.press("Enter")

    assert report.page.url.endswith(target)
    assert report.page.locator(target).evaluate("(place, first) => place.contains(first)", first.element_handle())


def test_who_follows_a_citation_is_led_back_to_the_very_place(report: Opened) -> None:
    page = report.page
    for citation in (page.locator(".iomreport-table .cites a").last, page.locator(".iomreport-sentence .cites a").last):
        citation.press("Enter")
        page.locator(".return").press("Enter")

        place = page.evaluate("location.hash")
        assert citation.evaluate("(link, place) => !!link.closest(place)", place)
    assert page.locator(".return").count() == 1


def test_download_gives_the_data(report: Opened, soup: Any) -> None:
    link = soup.select_one("a[download]")
    with report.page.expect_download() as started:
        report.page.locator("a[download]").first.click()

    assert started.value.suggested_filename == link["download"]
    assert Path(started.value.path()).read_text(encoding="utf-8").count("\n") > 1


# Tables in small windows.

SMALL = [pytest.param({"viewport": {"width": NARROW, "height": height}}, id=str(height)) for height in (640, 256)]


@pytest.mark.parametrize("context", SMALL, indirect=True)
def test_tall_table_leaves_room_to_get_past_it(open_file: Opening, every_kind: Path) -> None:
    page = open_file(every_kind).page
    page.evaluate(OPEN_ALL)
    box = page.locator(".tall").bounding_box()

    assert box is not None
    assert box["height"] <= 0.75 * page.evaluate("innerHeight")
    assert page.evaluate("document.querySelector('.tall').scrollHeight") > 4 * box["height"]


@pytest.mark.parametrize("context", SMALL, indirect=True)
def test_who_scrolls_to_the_end_of_a_tall_table_goes_on_down_the_page(open_file: Opening, every_kind: Path) -> None:
    page = open_file(every_kind).page
    page.evaluate("document.querySelector('.data').open = true")
    show(page, ".tall")
    page.evaluate("document.querySelector('.tall').scrollTop = 1e6")
    before = page.evaluate("scrollY")
    box = page.locator(".tall").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 100)

    page.mouse.wheel(0, 200)

    page.wait_for_function("(before) => scrollY > before", arg=before)


LONG_TABLE = "#tab-conflicts"
WIDTHS = [
    pytest.param({"viewport": {"width": width, "height": 900}, "reduced_motion": "reduce"}, id=str(width))
    for width in (WIDE, 768)
]


@pytest.mark.parametrize("context", WIDTHS, indirect=True)
def test_heads_of_a_long_table_stay_in_sight_while_its_rows_pass(report: Opened) -> None:
    page = report.page
    show(page, f"{LONG_TABLE} tbody tr:nth-child(12)")
    above, below = page.evaluate(
        f"""() => {{
            const head = document.querySelector('{LONG_TABLE} thead th').getBoundingClientRect();
            const bar = document.querySelector('.contents').getBoundingClientRect();
            return [head.top - (bar.right > head.left ? bar.bottom : 0), head.bottom - innerHeight];
        }}"""
    )

    assert -3 <= above <= 0
    assert below < 0


@pytest.mark.parametrize("context", WIDTHS, indirect=True)
def test_focus_going_back_by_keyboard_is_never_behind_what_stays_in_sight(report: Opened) -> None:
    page = report.page
    show(page, f"{LONG_TABLE} tbody tr:nth-child(12)")
    page.evaluate(f"document.querySelector('{LONG_TABLE} tbody tr:nth-child(12) a').focus()")
    seen = []
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        settle(page)
        seen.append(
            page.evaluate(
                """() => {
                    const { left, top, width } = document.activeElement.getClientRects()[0];
                    const shown = document.elementFromPoint(left + width / 2, top + 3);
                    return shown?.closest('a') === document.activeElement;
                }"""
            )
        )

    assert all(seen)


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_what_is_wider_than_the_window_says_so(open_file: Opening, every_kind: Path) -> None:
    page = open_file(every_kind).page
    settle(page)
    said = page.evaluate(
        """[...document.querySelectorAll('.drawing, .scroll')].filter((region) => region.checkVisibility())
           .map((region) => [region.scrollWidth > region.clientWidth + 1, region.hasAttribute('data-wide')])"""
    )

    assert [wide for wide, _ in said] == [told for _, told in said]
    assert any(wide for wide, _ in said)


# Tables of words and figures on a phone.

CARD = """(table) => {
    const row = [...table.tBodies[0].rows].find((row) => row.cells.length > 1 && row.cells[1].textContent);
    const [head, cell] = row.cells;
    const name = getComputedStyle(cell, '::before').content;
    const [above, here] = [head.getBoundingClientRect(), cell.getBoundingClientRect()];
    return { name, below: here.top >= above.bottom, across: above.width === row.getBoundingClientRect().width };
}"""


def kinds_of_tables(page: Page) -> dict[bool, Any]:
    """Return a table of the report that holds long words, and one that holds none."""
    tables = page.locator(".iomreport-table table")
    return {True: tables.filter(has=page.locator("td.long")), False: tables.filter(has_not=page.locator("td.long"))}


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_rows_of_words_are_cards_on_a_phone_whose_cells_name_their_columns(report: Opened) -> None:
    found = kinds_of_tables(report.page)[True]
    heads = found.evaluate_all("(tables) => tables.map((table) => table.tHead.rows[0].cells[1].innerText)")

    cards = [found.nth(number).evaluate(CARD) for number in range(found.count())]
    assert all(card["below"] and card["across"] for card in cards)
    assert [card["name"].strip('"') for card in cards] == [", ".join(head.split("\n")) for head in heads]
    assert report.page.locator(".iomreport-table .scroll[data-wide]:has(td.long)").count() == 0


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_rows_of_numbers_stay_rows_on_a_phone(report: Opened) -> None:
    card = kinds_of_tables(report.page)[False].first.evaluate(CARD)

    assert card == {"name": "none", "below": False, "across": False}


def test_rows_of_words_are_rows_when_there_is_room(report: Opened) -> None:
    card = kinds_of_tables(report.page)[True].first.evaluate(CARD)

    assert card == {"name": "none", "below": False, "across": False}


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_cards_are_still_a_table_to_those_who_hear_it(report: Opened) -> None:
    session = report.page.context.new_cdp_session(report.page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node.get("ignored")]
    tables = report.page.locator(".iomreport-table table")

    assert roles.count("table") >= tables.count()
    assert roles.count("rowheader") >= report.page.locator(".iomreport-table tbody tr").count()


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_lines_of_code_are_not_broken_on_a_phone(report: Opened) -> None:
    report.page.evaluate("document.querySelector('details.code').open = true")
    code = report.page.locator("details.code code").first
    lines = code.evaluate(
        """(code) => {
            const style = getComputedStyle(code);
            const inside = code.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
            return inside / parseFloat(style.lineHeight);
        }"""
    )

    assert round(lines) == len(str(code.text_content()).splitlines())


@pytest.mark.parametrize("context", NARROW_ONLY, indirect=True)
def test_figure_wider_than_a_phone_can_be_seen_whole_and_enlarged_again(report: Opened) -> None:
    figure = report.page.locator("figure").first
    wide = "(figure) => { const d = figure.querySelector('.drawing'); return d.scrollWidth > d.clientWidth + 1; }"
    assert figure.evaluate(wide) is True

    figure.get_by_role("button", name="Fit Figure 1 to the window").press("Enter")
    assert figure.evaluate(wide) is False

    figure.get_by_role("button", name="Enlarge Figure 1").press("Enter")
    assert figure.evaluate(wide) is True


def test_figure_that_fits_offers_no_other_size(report: Opened) -> None:
    assert not report.page.locator(".whole").first.is_visible()
