"""What readers have set: theme, contrast, forced colours, larger text, less motion, no script, paper."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from browsing import BACKGROUND, NARROW, SCHEMES, SIZES, WIDE, Opened, Opening, focused, sideways
from playwright.sync_api import Page
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WITHOUT_SCRIPT = [
    pytest.param({"java_script_enabled": False, "viewport": size}, id=f"without script, {name}")
    for name, size in SIZES.items()
]
CONTRAST = """(names) => {
    const luminance = (colour) => {
        const box = document.body.appendChild(document.createElement('i'));
        box.style.color = colour;
        const parts = getComputedStyle(box).color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
        box.remove();
        const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = luminance('var(--paper)');
    return names.map((name) => {
        const own = luminance(`var(--${name})`);
        return (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
    });
}"""
TEXT = ["ink", "quiet", "blue"]
SERIES = ["blue", "amber", "teal", "plum"]


def contrasts(page: Page, names: list[str]) -> dict[str, float]:
    """Return how far colours stand out from the paper."""
    return dict(zip(names, page.evaluate(CONTRAST, names), strict=True))


# Light and dark.


@pytest.mark.parametrize("context", SCHEMES, indirect=True)
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


def test_who_switches_back_follows_the_system_again(report: Opened) -> None:
    page = report.page
    page.locator("button.theme").click()
    page.locator("button.theme").click()
    before = page.evaluate(BACKGROUND)

    page.emulate_media(color_scheme="dark")

    assert page.evaluate(BACKGROUND) != before
    assert page.locator("button.theme").inner_text() == "Light page"


def test_theme_button_is_reached_and_pressed_by_keyboard(report: Opened) -> None:
    before = report.page.evaluate(BACKGROUND)
    report.page.keyboard.press("Tab")
    report.page.keyboard.press("Tab")
    assert focused(report.page) == "theme"

    report.page.keyboard.press("Space")

    assert report.page.evaluate(BACKGROUND) != before


@pytest.mark.parametrize("context", [pytest.param({"viewport": SIZES["narrow"]}, id="narrow")], indirect=True)
def test_theme_button_keeps_its_whole_name_when_there_is_room_for_half_of_it(report: Opened) -> None:
    assert report.page.get_by_role("button", name="Dark page", exact=True).count() == 1


def test_page_without_contents_has_the_button_too(open_file: Opening, tmp_path: Path) -> None:
    from making import notebook, to_html

    (tmp_path / "page.html").write_text(to_html(notebook("# T\n\nText.")), encoding="utf-8")

    assert open_file(tmp_path / "page.html").page.locator(".cover button.theme").is_visible()


@pytest.mark.parametrize("context", [pytest.param({"color_scheme": "dark"}, id="dark")], indirect=True)
def test_drawings_follow_the_theme(report: Opened) -> None:
    ground = "getComputedStyle(document.querySelector('figure svg path')).fill"
    dark = report.page.evaluate(ground)

    report.page.locator("button.theme").click()

    assert report.page.evaluate(ground) != dark


# More contrast, and colours of the reader's own.


@pytest.mark.parametrize("context", SCHEMES, indirect=True)
def test_text_stands_out_seven_times_and_series_three_times(open_file: Opening, every_kind: Path) -> None:
    page = open_file(every_kind).page

    assert {name: ratio for name, ratio in contrasts(page, TEXT).items() if ratio < 7} == {}
    assert {name: ratio for name, ratio in contrasts(page, SERIES).items() if ratio < 3} == {}


@pytest.mark.parametrize(
    "context",
    [pytest.param({"contrast": "more", "color_scheme": scheme}, id=scheme) for scheme in ("light", "dark")],
    indirect=True,
)
def test_more_contrast_is_given_when_asked_for(open_file: Opening, every_kind: Path) -> None:
    page = open_file(every_kind).page

    for _ in ("as the system says", "switched"):
        assert {name: ratio for name, ratio in contrasts(page, TEXT).items() if ratio < 10} == {}
        assert {name: ratio for name, ratio in contrasts(page, SERIES).items() if ratio < 7} == {}
        assert {name: ratio for name, ratio in contrasts(page, ["rule", "sky"]).items() if ratio < 3} == {}
        page.locator("button.theme").click()


@pytest.mark.parametrize(
    "context",
    [pytest.param({"forced_colors": "active", "color_scheme": scheme}, id=scheme) for scheme in ("light", "dark")],
    indirect=True,
)
def test_forced_colours_reach_the_figures(report: Opened) -> None:
    page = report.page
    fill = page.evaluate("getComputedStyle(document.querySelector('figure svg path')).fill")

    assert fill == page.evaluate(BACKGROUND)
    assert {name: ratio for name, ratio in contrasts(page, ["ink", "quiet", "blue"]).items() if ratio < 4.5} == {}
    assert not page.locator("button.theme").is_visible()


# Larger text, less motion.


@pytest.mark.parametrize(
    "context",
    [pytest.param({"viewport": {"width": width, "height": 900}}, id=str(width)) for width in (WIDE, 768)],
    indirect=True,
)
def test_text_at_twice_its_size_loses_nothing(report: Opened) -> None:
    page = report.page
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    cut = page.evaluate(
        """[...document.querySelectorAll('h1, h2, h3, p, li, dt, dd, figcaption, button, .contents a, summary')]
           .filter((element) => element.checkVisibility() && !element.closest('.scroll, .drawing, nav summary'))
           .filter((element) => element.getBoundingClientRect().right > innerWidth + 1
                                || element.scrollWidth > element.clientWidth + 1
                                   && getComputedStyle(element).overflowX !== 'visible')
           .map((element) => element.textContent.slice(0, 40))"""
    )

    assert sideways(page) == 0
    assert cut == []


@pytest.mark.parametrize(
    ("context", "behaviour"),
    [
        pytest.param({"reduced_motion": "reduce"}, "auto", id="less motion"),
        pytest.param({"reduced_motion": "no-preference"}, "smooth", id="any motion"),
    ],
    indirect=["context"],
)
def test_page_glides_only_where_motion_is_welcome(open_file: Opening, every_kind: Path, behaviour: str) -> None:
    page = open_file(every_kind).page

    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour


# Without script.


@pytest.mark.parametrize("context", WITHOUT_SCRIPT, indirect=True)
def test_page_is_whole_without_javascript(report: Opened, soup: Any) -> None:
    shown = report.page.locator("main").inner_text()

    for element in soup.select("main h2, main h3, .iomreport-sentence, figcaption .title"):
        assert " ".join(element.get_text().split()) in " ".join(shown.split())
    assert report.page.locator("button.theme").count() == 0
    assert report.page.locator(".contents a").first.is_visible()
    assert report.page.locator("figure svg").first.is_visible()


@pytest.mark.parametrize("context", WITHOUT_SCRIPT, indirect=True)
def test_links_and_disclosures_work_without_javascript(report: Opened) -> None:
    report.page.locator(".data summary").first.click()
    assert report.page.locator(".data table").first.is_visible()

    report.page.locator(".contents a").last.click()
    assert report.page.url.endswith("#sources")


# On paper.


@pytest.mark.parametrize("context", [pytest.param({"color_scheme": "dark"}, id="dark")], indirect=True)
def test_paper_is_white_whatever_the_theme(report: Opened) -> None:
    report.page.emulate_media(media="print")

    assert report.page.evaluate(BACKGROUND) == "rgb(255, 255, 255)"
    assert report.page.evaluate("getComputedStyle(document.querySelector('main p')).color") == "rgb(27, 37, 48)"


def test_controls_are_not_printed(report: Opened) -> None:
    report.page.emulate_media(media="print")

    for control in ("button.theme", ".skip", ".download", ".data summary", ".code summary", ".contents summary"):
        assert not report.page.locator(control).first.is_visible(), control


def test_pages_do_not_break_within_figures_and_rows(report: Opened) -> None:
    report.page.emulate_media(media="print")

    for part, style in (("main > h3", "breakAfter"), ("figure", "breakInside"), ("tr", "breakInside")):
        assert report.page.evaluate(f"getComputedStyle(document.querySelector('{part}')).{style}") == "avoid"


def test_short_tables_of_numbers_are_not_torn_apart(report: Opened) -> None:
    report.page.emulate_media(media="print")
    style = "getComputedStyle(document.querySelector('{}')).breakInside"

    assert report.page.evaluate(style.format("#tab-exposure table")) == "avoid"
    assert report.page.evaluate(style.format("#tab-conflicts table")) == "auto"


@pytest.mark.parametrize(
    "context",
    [pytest.param({"viewport": {"width": NARROW, "height": 640}, "color_scheme": "dark"}, id="narrow, dark")],
    indirect=True,
)
def test_print_spells_out_links_and_has_the_contents(report: Opened, soup: Any) -> None:
    reader = PdfReader(io.BytesIO(report.page.pdf(prefer_css_page_size=True)))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    link = soup.select_one(".sources a[href^=http]")

    assert link["href"] in text
    assert "Downloadthedata" not in text
    contents = "".join(reader.pages[0].extract_text().split())
    assert all(
        "".join(entry.get_text().split()) in contents for entry in soup.select("nav.contents > details > ol > li > a")
    )


def test_each_page_but_the_first_says_which_report_it_belongs_to(open_file: Opening, every_kind: Path) -> None:
    page = open_file(every_kind).page
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    first, *rest = ["".join(page.extract_text().split()) for page in reader.pages]

    assert first.count("Everything") == 2  # the title itself, and its entry in the contents
    assert rest
    assert all("Everything" in text for text in rest)
