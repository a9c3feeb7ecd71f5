"""In the HTML edition contents, citations and cross-references lead where they say, and back; code is folded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from making import code_notebook, figure, notebook, sentence, source, table, to_html
from parsing import ids, parsed, places

pytestmark = pytest.mark.slow


def run_of(citation: Any) -> range:
    """Return the numbers of the sources that a citation names."""
    first, _, last = citation.get_text().partition("–")
    return range(int(first), int(last or first) + 1)


def texts(found: list[Any]) -> list[str]:
    return [" ".join(element.get_text(" ", strip=True).split()) for element in found]


# Contents.


def test_every_section_is_in_the_contents(soup: Any) -> None:
    entries = [link.get_text(" ", strip=True) for link in soup.select("nav.contents a")]
    sections = [heading.get_text(" ", strip=True) for heading in soup.select("main h2, main h3")]

    assert entries == sections


def test_contents_are_open_for_those_without_script(soup: Any) -> None:
    assert soup.select_one("nav.contents details").has_attr("open")


def test_heading_with_a_link_and_a_note_is_plain_text_in_the_contents() -> None:
    soup = parsed("# A [b](https://example.org/) `c`[^1] &amp; d\n\n[^1]: Note.", title="T")

    assert texts(soup.select("nav.contents a")) == ["1 A b c & d"]
    assert soup.select("nav.contents a a, nav.contents sup") == []


def test_page_with_nothing_to_list_has_no_contents() -> None:
    assert parsed("# T\n\nText.").select("nav") == []


# Citations.


def test_every_citation_resolves_to_its_source(soup: Any) -> None:
    citations = soup.select(".cites a")
    listed = {item["id"] for item in soup.select(".sources li")}

    assert citations
    for citation in citations:
        assert citation["href"] == f"#source-{run_of(citation)[0]}"
        assert {f"source-{number}" for number in run_of(citation)} <= listed


def test_every_source_leads_back_to_places_that_cite_it(soup: Any) -> None:
    there = places(soup)
    cited: dict[str, set[int]] = {}
    for number, item in enumerate(soup.select(".sources li"), start=1):
        targets = [link["href"][1:] for link in item.select('small a[href^="#"]')]
        assert targets
        for target in targets:
            if target not in cited:
                links = there[target].select("a[href^='#source-']")
                cited[target] = {cited_number for link in links for cited_number in run_of(link)}
            assert number in cited[target]


def test_figure_of_few_sources_names_them_before_it_cites_them() -> None:
    credit = parsed("# T", figure(sources=["s-a", "s-b"])).select_one(".credits p")

    assert credit.get_text() == "Sources: Producer of s-a (2001); Producer of s-b (2001) [1, 2]"


def test_figure_names_a_producer_once() -> None:
    cited = [source(name, producer="One & Co") for name in ("s-a", "s-b", "s-c", "s-d")]

    assert parsed("# T", figure(sources=cited)).select_one(".credits p").get_text() == "Sources: One & Co (2001) [1–4]"


def test_figure_of_many_sources_only_cites_them() -> None:
    cited = ["s-a", "s-b", "s-c", "s-d"]

    assert parsed("# T", figure(sources=cited)).select_one(".credits p").get_text() == "Sources: [1–4]"


def test_source_counts_the_places_that_cite_it_each_once() -> None:
    soup = parsed(
        "# One", sentence(), sentence(), figure(), table(), "## Two", sentence(), sentence(sources=["s-b"]), title="T"
    )

    assert texts(soup.select("#source-1 small a")) == ["section 1"]
    assert soup.select_one("#source-1 small").get_text().endswith("section 1 and 3 more")
    assert texts(soup.select("#source-2 small a")) == ["section 1.1, passage 2"]


def test_source_cited_in_many_places_leads_back_to_the_first_and_counts_the_others() -> None:
    listed = parsed("# T", *(figure(f"fig-{name}") for name in "abcdefg")).select_one("#source-1 small")

    assert texts(listed.find_all("a")) == ["Figure 1"]
    assert listed.get_text().endswith("Figure 1 and 6 more")


def test_source_cited_before_the_first_section_leads_back_to_the_opening() -> None:
    assert texts(parsed("# T", sentence()).select("#source-1 small a")) == ["the opening"]


def ambiguous(soup: Any) -> dict[str, set[str]]:
    """Return where links of one name in the list of sources lead, if to more than one place."""
    names: dict[str, set[str]] = {}
    for link in soup.select(".sources a"):
        names.setdefault(link.get("aria-label") or link.get_text(), set()).add(link["href"])
    return {name: links for name, links in names.items() if len(links) > 1}


def test_links_of_one_name_lead_to_one_place() -> None:
    soup = parsed(
        "# One",
        sentence(sources=["s-a", "s-b"]),
        figure(sources=[source("s-c", title="Annual report"), source("s-d", title="Annual report")]),
        title="T",
    )

    assert ambiguous(soup) == {}


def test_no_two_links_of_one_name_in_the_list_of_sources_lead_to_different_places(soup: Any) -> None:
    assert ambiguous(soup) == {}


def test_name_of_a_citation_holds_what_is_seen(soup: Any) -> None:
    for link in soup.select("a[aria-label]"):
        seen = link.get_text()
        assert seen in link["aria-label"] or seen == "↩"


def test_title_of_a_source_is_the_link() -> None:
    link = parsed("# T", figure()).select_one("#source-1 a[href^=http]")

    assert link.get_text() == "Title of s-one"
    assert link["href"] == "https://example.org/s-one"


def test_every_source_is_cited(soup: Any) -> None:
    cited = {number for citation in soup.select(".cites a") for number in run_of(citation)}

    assert cited == set(range(1, len(soup.select(".sources li")) + 1))


def test_no_source_is_listed_twice(soup: Any) -> None:
    listed = texts(soup.select(".sources li"))

    assert len(listed) == len(set(listed))


# Cross-references and notes.


def test_figure_leads_back_to_where_the_text_refers_to_it() -> None:
    soup = parsed("# One\n\nSee [it](#fig-one).\n\n## Two\n\n[Again](#fig-one), [and again](#fig-one).", figure())
    links = soup.select("#fig-one .mentions a")

    assert texts(links) == ["the opening", "section 1"]
    assert [soup.find(id=link["href"][1:]).get_text() for link in links] == ["it (Figure 1)", "Again (Figure 1)"]


def test_figure_leads_back_to_the_sentence_that_refers_to_it() -> None:
    parts = [{"text": "As ", "sources": ["s-one"]}, {"text": "fig-one", "sources": [], "to": "fig-one"}]
    soup = parsed("# One", sentence(parts=parts * 2), figure(), title="T")
    (link,) = soup.select("#fig-one .mentions a")
    there = soup.find(id=link["href"][1:])

    assert (there["href"], there.get_text(), there.parent["class"]) == ("#fig-one", "Figure 1", ["iomreport-sentence"])
    assert len(ids(soup)) == len(set(ids(soup)))


@pytest.mark.parametrize("target", ["tab-one", "two"])
def test_table_and_heading_lead_back_too(target: str) -> None:
    soup = parsed(f"# One\n\nSee [it](#{target}).", table(), "# Two", title="T")
    (link,) = soup.select(".mentions a")

    assert soup.find(id=link["href"][1:])["href"] == f"#{target}"


def test_what_nobody_refers_to_leads_nowhere_back() -> None:
    assert parsed("# One", figure(), "## Two").select(".mentions") == []


def test_every_cross_reference_of_the_report_has_a_way_back(soup: Any) -> None:
    there = places(soup)
    references = {link["href"][1:] for link in soup.select("main p:not(.mentions) > a[id^=ref-]")}

    assert references
    for target in references:
        assert there[target].select(".mentions a") or there[target].find_next_sibling(class_="mentions")


def test_footnotes_keep_their_text_and_lead_both_ways() -> None:
    soup = parsed("# A\n\nx[^n]\n\n[^n]: The note.", title="T")

    assert "The note." in soup.main.get_text()
    assert {link["href"][1:] for link in soup.main.select('a[href^="#"]')} <= set(ids(soup))


def test_footnotes_keep_their_numbers_through_the_document() -> None:
    soup = parsed("# A\n\nx[^n]\n\n[^n]: One.", "# B\n\ny[^n]\n\n[^n]: Two.", title="T")

    assert [item["value"] for item in soup.select(".footnotes li")] == ["1", "2"]


# Code.


def code_of(made: Any, **options: Any) -> list[tuple[str, str, bool]]:
    """Return summary, code and state of each disclosure of code."""
    from iomreport.export import HtmlExporter

    soup: Any = BeautifulSoup(HtmlExporter(**options).from_notebook_node(made)[0], "html.parser")
    return [(found.summary.get_text(), found.code.get_text(), found.has_attr("open")) for found in soup.select(".code")]


def test_code_of_a_section_is_folded_at_its_end() -> None:
    made = notebook("# T\n\n## A", figure(), "Text.", sentence(), "## B", table())

    assert code_of(made) == [
        ("Code of section 1", "shown()\n\nshown()", False),
        ("Code of section 2", "shown()", False),
    ]
    found = BeautifulSoup(to_html(made), "html.parser").select_one(".code")
    assert found is not None
    following = found.find_next_sibling()
    assert following is not None
    assert following.name == "h2"


def test_code_before_the_first_section_of_a_chapter_joins_that_section() -> None:
    assert code_of(notebook("# A", figure(), "## B", table(), title="T")) == [
        ("Code of section 1.1", "shown()\n\nshown()", False)
    ]


def test_code_of_a_page_without_sections_is_folded_at_its_end() -> None:
    assert code_of(notebook("# T", figure())) == [("Code", "shown()", False)]


def test_code_is_open_in_its_place_when_asked_for() -> None:
    assert code_of(notebook("# T", figure(), table()), show_code=True) == [
        ("Code of cell 2", "shown()", True),
        ("Code of cell 3", "shown()", True),
    ]


def test_code_is_left_out_when_inputs_are() -> None:
    assert code_of(notebook("# T", figure()), exclude_input=True) == []


def test_build_shows_code_when_asked_for(tmp_path: Path) -> None:
    from iomreport.pipeline import build

    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    nbformat.write(code_notebook("1 + 1"), notebooks / "01-one.ipynb")

    build(tmp_path / "out", formats=["html"], show_code=True, notebooks=notebooks)

    page = BeautifulSoup((tmp_path / "out" / "report.html").read_text(encoding="utf-8"), "html.parser")
    assert [found.get_text() for found in page.select("details.code[open] code")] == ["1 + 1"]


def test_command_line_offers_to_show_code() -> None:
    from typer.testing import CliRunner

    from iomreport.cli import app

    assert "--show-code" in CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1"}).invoke(app, ["build", "--help"]).output


def test_code_of_the_report_is_folded(soup: Any) -> None:
    assert soup.select("details.code")
    assert soup.select("details.code[open]") == []
