"""The HTML edition: it asks nothing of any server, weighs little, and is well made."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from making import Built, figure, notebook, sentence, table, to_html
from parsing import USING, drawn, ids, parsed, policy_of, requested

pytestmark = pytest.mark.slow

MOST = 405_000
"""Bytes that a page may weigh apart from figures and data."""


# It asks nothing of any server.


def test_report_requests_nothing(soup: Any) -> None:
    assert requested(soup) == []


def test_report_has_no_link_element(soup: Any) -> None:
    assert soup.find_all("link") == []


def test_remote_image_in_prose_is_not_requested() -> None:
    assert requested(parsed("# T\n\n![A map](https://example.org/map.png)")) == []


def test_remote_image_in_prose_leaves_its_description() -> None:
    soup = parsed("# T\n\n![A map](https://example.org/map.png)")

    assert "A map" in str(soup.main)


def test_html_output_of_a_cell_requests_nothing() -> None:
    shown = figure()
    shown.metadata.clear()
    shown.data = {"text/html": '<img src="https://example.org/x.png"><p>kept</p>', "text/plain": "x"}

    soup = parsed("# T", shown)

    assert requested(soup) == []
    assert "kept" in soup.main.get_text()


def test_policy_forbids_all_but_what_the_page_carries(soup: Any) -> None:
    rules = policy_of(soup)

    assert rules["default-src"] == ["'none'"]
    assert rules["img-src"] == ["data:"]
    assert rules["font-src"] == ["data:"]
    assert rules["base-uri"] == ["'none'"]
    assert rules["form-action"] == ["'none'"]


def test_policy_stands_before_anything_that_it_governs(soup: Any) -> None:
    elements = soup.head.find_all(True)
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})

    assert elements.index(policy) < min(elements.index(soup.head.style), elements.index(soup.head.script))


@pytest.mark.parametrize("name", ["script", "style"])
def test_policy_lets_in_the_one_script_and_the_one_style_sheet_by_their_hashes(soup: Any, name: str) -> None:
    (element,) = [found for found in soup.find_all(name) if found.get("type") != "application/ld+json"]
    digest = base64.b64encode(hashlib.sha256(element.string.encode("utf-8")).digest()).decode("ascii")

    assert policy_of(soup)[f"{name}-src"] == [f"'sha256-{digest}'"]


def test_no_element_carries_a_style_of_its_own(soup: Any) -> None:
    assert soup.find_all(style=True) == []


# It weighs little.


def test_report_is_light_apart_from_drawings_tables_and_files_of_data(built: Built) -> None:
    apart = re.sub(r"<svg\b.*?</svg>|<table\b.*?</table>|data:(text/csv|image/)[^\"]*", "", built.html, flags=re.DOTALL)

    assert "@font-face" in apart
    assert len(apart.encode("utf-8")) < MOST


def test_faces_hold_no_letter_that_the_page_does_not_show() -> None:
    plain, accented = to_html(notebook("# A")), to_html(notebook("# Ą", "ĄĆĘŁŃÓŚŹŻ"))

    assert len(plain) < len(accented)


@pytest.mark.parametrize("mark", ["**", "*"])
def test_face_of_text_that_is_set_off_holds_no_other_letters(mark: str) -> None:
    plain, some, all_of_it = (
        len(to_html(notebook(f"# T\n\n{text}".replace("~", mark))))
        for text in ("the quick fox", "the ~quick~ fox", "~the quick brown fox jumps over the lazy dog~")
    )

    assert plain + 1000 < some < all_of_it - 2000


# It is well made.


def test_report_has_one_first_level_heading(soup: Any) -> None:
    assert [heading.get_text() for heading in soup.find_all("h1")] == [
        "The International Organization for Migration in figures"
    ]


def test_levels_of_headings_never_skip_one_going_down(soup: Any) -> None:
    levels = [int(heading.name[1]) for heading in soup.find_all(re.compile(r"^h[1-9]$"))]

    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_deepest_heading_of_markdown_is_still_a_heading_of_html() -> None:
    soup = parsed("# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F", title="T")

    assert "h7" not in {element.name for element in soup.find_all(True)}
    assert "F" in [heading.get_text().split()[-1] for heading in soup.find_all(re.compile(r"^h[1-6]$"))]


def test_page_says_its_language_title_and_description(soup: Any) -> None:
    assert soup.html["lang"] == "en"
    assert soup.title.get_text() == "The International Organization for Migration in figures"
    assert len(soup.find("meta", attrs={"name": "description"})["content"]) > 50


def test_page_has_one_of_each_landmark(soup: Any) -> None:
    assert [len(soup.find_all(name)) for name in ("header", "main", "nav", "footer")] == [1, 1, 1, 1]


def test_places_that_scroll_have_names_of_their_own(soup: Any) -> None:
    names = [place["aria-label"] for place in soup.select(".drawing, .scroll")]

    assert names
    assert len(names) == len(set(names))


def test_every_table_has_a_caption_and_heads_with_a_scope(soup: Any) -> None:
    assert soup.find_all("table")
    for found in soup.find_all("table"):
        heads = found.find_all("th")
        assert found.caption.get_text().strip()
        assert [head for head in heads if not head.get_text().strip()] == []
        assert {head["scope"] for head in found.select("thead th")} == {"col"}
        assert {head["scope"] for row in found.find_all("tr")[1:] for head in row.find_all("th")} <= {"row"}
        assert all(len(row.find_all("th")) <= 1 for row in found.find_all("tr")[1:])


def test_every_row_of_an_exhibit_has_one_head(soup: Any) -> None:
    assert {len(row.find_all("th")) for row in soup.select(".iomreport-table tbody tr")} == {1}


def test_every_row_of_a_table_has_as_many_cells_as_there_are_columns(soup: Any) -> None:
    for found in soup.find_all("table"):
        assert {len(row.find_all(["th", "td"])) for row in found.find_all("tr")} == {len(found.select("thead th"))}


def test_table_of_markdown_has_heads_with_a_scope() -> None:
    soup = parsed("# T\n\n| Region | States |\n|---|---:|\n| Europe | many |\n")

    assert {head.get("scope") for head in soup.select("thead th")} == {"col"}


def test_every_drawing_is_an_image_with_a_description(soup: Any) -> None:
    drawings = soup.select("figure svg")

    assert len(drawings) == len(soup.find_all("figure"))
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert len(drawing["aria-label"]) > 30


def test_every_bare_image_has_an_alternative_text(soup: Any) -> None:
    assert [image for image in soup.find_all("img") if not image.get("alt")] == []
    assert "No description has been provided" not in str(soup)


def test_description_that_a_notebook_gives_a_bare_image_is_kept() -> None:
    shown = figure()
    shown.metadata = {"alt": 'A "map"'}

    assert parsed("# T", shown).main.img["alt"] == 'A "map"'


def test_ids_are_unique(soup: Any) -> None:
    assert len(ids(soup)) == len(set(ids(soup)))


def test_ids_are_readable_and_keep_accents_out(soup: Any) -> None:
    assert [found for found in ids(soup) if not re.fullmatch(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", found)] == []


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(["# Sources", "# Main", "# Source 1", "# Cite 1 1", figure()], id="headings named like our own"),
        pytest.param(["# A\n\nx[^1]\n\n[^1]: One.", "# B\n\ny[^1]\n\n[^1]: Two."], id="footnotes in two cells"),
        pytest.param(["# A", figure("fig-a"), figure("fig-a")], id="an exhibit shown twice"),
        pytest.param(["# A", drawn("fig-a", USING), drawn("fig-a", USING)], id="parts of drawings"),
        pytest.param(["# A\n\nx[^n], y[^n]\n\n[^n]: Note."], id="a footnote referred to twice"),
        pytest.param(["# A [b](#b)\n\n[b](#b)", "# B\n\n[b](#b)"], id="a heading referred to in headings"),
    ],
)
def test_ids_stay_unique_when(cells: list[Any]) -> None:
    found = ids(parsed(*cells, title="T"))

    assert len(found) == len(set(found))


def test_every_link_within_the_page_leads_somewhere(soup: Any) -> None:
    targets = {link["href"][1:] for link in soup.select('a[href^="#"]')}

    assert targets
    assert targets <= set(ids(soup))


def test_every_link_has_a_name(soup: Any) -> None:
    assert [link for link in soup.find_all("a") if not (link.get_text().strip() or link.get("aria-label"))] == []


def test_front_matter_is_shown(soup: Any) -> None:
    assert "not a publication of the International Organization for Migration" in soup.header.get_text()
    assert [term.get_text() for term in soup.select(".facts dt")] == [
        "Data closed on",
        "Version",
        "Licence of text and data",
        "Cite as",
    ]


def test_same_notebook_gives_the_same_page() -> None:
    made = notebook("# T", figure(), table(), sentence())

    assert to_html(made) == to_html(made)


def test_text_of_the_page_is_in_unicode_not_in_entities_twice(built: Built) -> None:
    assert re.findall(r"&amp;(?:amp|lt|gt|quot|#\d+);", built.html) == []
    assert unescape(built.html).isprintable() or "\n" in built.html
