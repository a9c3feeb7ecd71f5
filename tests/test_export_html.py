"""The HTML edition: it asks nothing of any server, lets nothing hostile act, and can be read by everyone."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from making import HOSTILE, Built, downloads, figure, notebook, sentence, source, table, to_html

from iomreport import claims, growth, mandates, summary

REQUESTING = ("src", "srcset", "href", "xlink:href", "action", "poster", "data", "background", "formaction")


def parsed(*cells: Any, **front: Any) -> Any:
    return BeautifulSoup(to_html(notebook(*cells, **front)), "html.parser")


def requested(soup: Any) -> list[str]:
    """Return every address that a browser would fetch without being asked."""
    found = [
        element[name]
        for element in soup.find_all(True)
        for name in REQUESTING
        if element.has_attr(name) and not (name == "href" and element.name == "a")
    ]
    styles = [style.string or "" for style in soup.find_all("style")]
    styles += [element["style"] for element in soup.find_all(style=True)]
    for style in styles:
        found += re.findall(r"url\(\s*['\"]?([^'\")]*)", style)
        found += re.findall(r"@import\s+['\"]([^'\"]*)", style)
    return [address for address in found if not address.startswith(("data:", "#"))]


def acting(soup: Any) -> list[str]:
    """Return what would run: scripts other than the page's own, handlers of events, addresses that are code."""
    found = [str(script) for script in soup.find_all("script")[:-1]]
    found += [str(element) for element in soup.find_all(["iframe", "object", "embed", "base", "form"])]
    for element in soup.find_all(True):
        found += [f"{name}={value}" for name, value in element.attrs.items() if name.lower().startswith("on")]
        found += [element[name] for name in REQUESTING if str(element.get(name, "")).startswith("javascript:")]
    return found


def ids(soup: Any) -> list[str]:
    return [str(element["id"]) for element in soup.find_all(id=True)]


def run_of(citation: Any) -> range:
    """Return the numbers of the sources that a citation names."""
    first, _, last = citation.get_text().partition("–")
    return range(int(first), int(last or first) + 1)


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
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";") if rule.strip()}

    assert rules["default-src"] == ["'none'"]
    assert rules["img-src"] == ["data:"]
    assert rules["font-src"] == ["data:"]
    assert rules["base-uri"] == ["'none'"]
    assert rules["form-action"] == ["'none'"]


def test_policy_stands_before_anything_that_it_governs(soup: Any) -> None:
    names = [element.name for element in soup.head.find_all(True)]
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})

    assert soup.head.find_all(True).index(policy) < names.index("style")


def test_policy_lets_in_the_one_script_of_the_page_by_its_hash(soup: Any) -> None:
    (script,) = soup.find_all("script")
    digest = base64.b64encode(hashlib.sha256(script.string.encode("utf-8")).digest()).decode("ascii")
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]

    assert f"script-src 'sha256-{digest}'" in policy


# Nothing hostile acts.


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["title", "alt", "data"])
def test_hostile_figure_is_inert(field: str, text: str) -> None:
    soup = parsed("# T", figure(**{field: text}))

    assert acting(soup) == []
    assert {
        "title": soup.select_one("figcaption .title").get_text(),
        "alt": soup.select_one("svg")["aria-label"],
        "data": downloads(soup)["fig-one.csv"],
    }[field] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_note_is_inert(text: str) -> None:
    soup = parsed("# T", figure(notes=[text]), table(notes=[text]))

    assert acting(soup) == []
    assert [credits.p.get_text() for credits in soup.select(".credits")] == [text, text]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_table_is_inert(text: str) -> None:
    column = {"label": text, "unit": text, "numeric": False}
    soup = parsed("# T", table(caption=text, columns=[column] * 2, rows=[{"cells": [text] * 2, "sources": []}]))

    assert acting(soup) == []
    assert soup.select_one("caption .title").get_text() == text
    assert [cell.get_text() for cell in soup.select("tbody th, tbody td")] == [text, text]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_sentence_is_inert(text: str) -> None:
    soup = parsed("# T", sentence(text))

    assert acting(soup) == []
    assert soup.select_one(".iomreport-sentence").get_text().startswith(text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["title", "producer", "publisher", "locator", "url", "date_published"])
def test_hostile_source_is_inert(field: str, text: str) -> None:
    soup = parsed("# T", figure(sources=[source("s-one", **{field: text})]))

    assert acting(soup) == []
    assert requested(soup) == []


def test_address_of_a_source_that_is_code_is_no_link() -> None:
    soup = parsed("# T", figure(sources=[source("s-one", url="javascript:alert(1)")]))

    assert acting(soup) == []


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["title", "subtitle", "series", "notice", "colophon", "description", "language"])
def test_hostile_front_matter_is_inert(field: str, text: str) -> None:
    soup = parsed("# Chapter", **{"title": "T", field: text})

    assert acting(soup) == []
    assert len(soup.find_all("title")) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_id_of_an_exhibit_is_inert(text: str) -> None:
    assert acting(parsed("# T", figure(text), table(text))) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_prose_is_inert(text: str) -> None:
    soup = parsed(f"# T\n\n{text}\n\n## Section {text}\n\n- {text}\n\n> {text}\n\n| a |\n|---|\n| {text} |\n")

    assert acting(soup) == []
    assert requested(soup) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_code_marks_is_shown_as_it_is(text: str) -> None:
    assert parsed(f"# T\n\n`{text}`").main.code.get_text() == text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "vbscript:x"]
)
def test_link_in_prose_that_is_code_leads_nowhere(address: str) -> None:
    links = parsed(f"# T\n\n[x]({address})").main.find_all("a")

    assert not [link for link in links if re.match(r"(?i)(javascript|data|vbscript):", link.get("href", ""))]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_output_is_shown_as_it_is(text: str) -> None:
    shown = figure()
    shown.metadata.clear()
    shown.data = {"text/plain": text}

    assert parsed("# T", shown).main.pre.get_text().strip() == text


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


def test_every_table_has_a_caption_and_heads_with_a_scope(soup: Any) -> None:
    assert soup.find_all("table")
    for found in soup.find_all("table"):
        heads = found.find_all("th")
        assert found.caption.get_text().strip()
        assert [head for head in heads if not head.get_text().strip()] == []
        assert {head["scope"] for head in found.select("thead th")} == {"col"}
        assert {head["scope"] for head in found.select("tbody th")} == {"row"}
        assert all(len(row.find_all("th")) == 1 for row in found.select("tbody tr"))


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


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(["# Sources", "# Main", "# Source 1", "# Cite 1 1", figure()], id="headings named like our own"),
        pytest.param(["# A\n\nx[^1]\n\n[^1]: One.", "# B\n\ny[^1]\n\n[^1]: Two."], id="footnotes in two cells"),
        pytest.param(["# A", figure("fig-a"), figure("fig-a")], id="an exhibit shown twice"),
    ],
)
def test_ids_stay_unique_when(cells: list[Any]) -> None:
    found = ids(parsed(*cells, title="T"))

    assert len(found) == len(set(found))


def test_footnotes_keep_their_text_and_lead_both_ways() -> None:
    soup = parsed("# A\n\nx[^n]\n\n[^n]: The note.", title="T")

    assert "The note." in soup.main.get_text()
    assert {link["href"][1:] for link in soup.main.select('a[href^="#"]')} <= set(ids(soup))


def test_every_link_within_the_page_leads_somewhere(soup: Any) -> None:
    targets = {link["href"][1:] for link in soup.select('a[href^="#"]')}

    assert targets
    assert targets <= set(ids(soup))


def test_every_link_has_a_name(soup: Any) -> None:
    assert [link for link in soup.find_all("a") if not (link.get_text().strip() or link.get("aria-label"))] == []


def test_every_citation_resolves_to_its_source(soup: Any) -> None:
    citations = soup.select(".cites a")

    assert citations
    for citation in citations:
        assert citation["href"] == f"#source-{run_of(citation)[0]}"
        assert all(soup.find("li", id=f"source-{number}") for number in run_of(citation))


def test_every_source_has_a_way_back_to_a_citation_of_it(soup: Any) -> None:
    for number, item in enumerate(soup.select(".sources li"), start=1):
        target = soup.find(id=item.select('a[href^="#"]')[-1]["href"][1:])
        runs = [run_of(citation) for citation in target.find_parent(class_="cites").find_all("a")]
        assert any(number in run for run in runs)


def test_every_source_is_cited(soup: Any) -> None:
    cited = {number for citation in soup.select(".cites a") for number in run_of(citation)}

    assert cited == set(range(1, len(soup.select(".sources li")) + 1))


def test_no_source_is_listed_twice(soup: Any) -> None:
    texts = [item.get_text() for item in soup.select(".sources li")]

    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    "exhibit",
    [
        growth.members_figure,
        mandates.timeline_figure,
        claims.status_figure,
        summary.key_figures_table,
        claims.conflicts_table,
    ],
    ids=lambda exhibit: exhibit.__name__,
)
def test_download_is_the_very_frame_that_is_shown(soup: Any, exhibit: Any) -> None:
    shown = exhibit()

    assert downloads(soup)[f"{shown.id}.csv"] == shown.data.to_csv(index=False, lineterminator="\n")


def test_every_figure_and_table_can_be_downloaded(soup: Any) -> None:
    shown = [element["id"] for element in soup.select(".iomreport-figure, .iomreport-table")]

    assert list(downloads(soup)) == [f"{identifier}.csv" for identifier in shown]


def test_download_keeps_accents_and_line_ends() -> None:
    data = 'name,note\nAntónio Vitorino,"one\ntwo"\n'

    assert downloads(parsed("# T", figure(data=data)))["fig-one.csv"] == data


def test_every_section_is_in_the_contents(soup: Any) -> None:
    entries = [link.get_text(" ", strip=True) for link in soup.select("nav.contents a")]
    sections = [heading.get_text(" ", strip=True) for heading in soup.select("main h2, main h3")]

    assert entries == sections


def test_front_matter_is_shown(soup: Any) -> None:
    assert "not a publication of the International Organization for Migration" in soup.header.get_text()
    assert [term.get_text() for term in soup.select(".facts dt")] == [
        "Data closed on",
        "Version",
        "Licence of text and data",
    ]


def test_code_is_hidden_unless_asked_for() -> None:
    from iomreport.export import HtmlExporter

    made = notebook("# T", figure())

    assert "shown()" not in to_html(made)
    asked: Any = BeautifulSoup(HtmlExporter(show_code=True).from_notebook_node(made)[0], "html.parser")
    assert asked.select_one("details.code pre").get_text().strip() == "shown()"


def test_same_notebook_gives_the_same_page() -> None:
    made = notebook("# T", figure(), table(), sentence())

    assert to_html(made) == to_html(made)


def test_text_of_the_page_is_in_unicode_not_in_entities_twice(built: Built) -> None:
    assert re.findall(r"&amp;(?:amp|lt|gt|quot|#\d+);", built.html) == []
    assert unescape(built.html).isprintable() or "\n" in built.html
