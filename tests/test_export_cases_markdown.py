"""Markdown of any hand stands in both editions as Jupyter shows it: HTML in it, notes, links, images, lists, tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from case_exports import Case, cells_of, lacking, pictures, showing, untold
from test_export_cases_outputs import addresses

pytestmark = pytest.mark.slow

Cases = Callable[[str], Case]


# HTML in Markdown.


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "08-html-in-markdown",
            ["One line", "and another", "H2O", "x2", "bold", "red", "Centred", "Note", "in a box."],
        ),
        ("08-html-in-markdown", ["More", "hidden"]),
        ("inline-html", ["H2O and x2", "bold", "slanted", "under", "gone", "small", "Ctrl", "marked", "red", "UN"]),
        ("inline-html", ["One line", "two lines", "three lines.", "A link"]),
        ("block-html", ["Heading in a box", "bold in a box", "first", "second", "Chad", "To the right"]),
        ("block-html", ["A heading by a tag", "After."]),
        ("details-with-markdown", ["Press here", "Folded words and", "an item", "c1", "d1", "After."]),
        ("unsafe-html-in-markdown", ["Before", "between.", "Pressed", "After."]),
        ("broken-html-in-markdown", ["bold without an end.", "Next paragraph", "box without an end", "After."]),
        ("broken-html-in-markdown", ["a < b and c > d, 1<2"]),
    ],
)
def test_words_within_tags_are_shown(case: Cases, name: str, texts: list[str]) -> None:
    assert lacking(case(name), *texts) == []


@pytest.mark.parametrize(
    "name", ["08-html-in-markdown", "inline-html", "block-html", "details-with-markdown", "10-jupyter-anchor"]
)
def test_tags_that_are_safe_are_not_read(case: Cases, name: str) -> None:
    tags = ["<br", "<sub>", "<sup>", "<b>", "<font", "<center>", "<table>", "<div", "<details>", "<summary>"]
    tags += ["</b>", "</div>", "<u>", "<kbd>", "<mark>", "<span", "<a id", "<ul>", "<p ", "<h3>"]

    assert showing(case(name), *tags) == []


@pytest.mark.parametrize(
    ("name", "selector", "text"),
    [
        ("inline-html", "sub", "2"),
        ("inline-html", "sup", "2"),
        ("inline-html", "strong, b", "bold"),
        ("inline-html", "em, i", "slanted"),
        ("inline-html", "a[href='https://example.org/there']", "A link"),
        ("08-html-in-markdown", "td", "1"),
        ("08-html-in-markdown", "th", "a"),
        ("block-html", "li", "first"),
        ("block-html", "td", "Chad"),
        ("details-with-markdown", "details summary", "Press here"),
        ("details-with-markdown", "details li", "an item"),
        ("details-with-markdown", "details td", "c1"),
    ],
)
def test_safe_tag_is_what_it_says(case: Cases, name: str, selector: str, text: str) -> None:
    assert text in [element.get_text(strip=False).strip() for element in case(name).main.select(selector)]


def test_break_of_a_line_breaks_it(case: Cases) -> None:
    shown = case("08-html-in-markdown")

    assert shown.main.br is not None
    lines = shown.reader.pages[0].extract_text().splitlines()
    assert any("One line" in line and "another" not in line for line in lines)


@pytest.mark.parametrize("kind", ["script", "iframe", "video", "style"])
def test_tag_that_is_not_safe_is_told(case: Cases, kind: str) -> None:
    assert untold(case("unsafe-html-in-markdown"), 2, kind) == []


def test_what_an_unsafe_tag_would_run_is_not_read(case: Cases) -> None:
    assert showing(case("unsafe-html-in-markdown"), "alert(", "color: red", "onclick") == []


def test_tag_that_is_lost_in_look_alone_does_not_lose_its_words(case: Cases) -> None:
    assert lacking(case("08-html-in-markdown"), "red", "Centred") == []


# Comments.


def test_no_comment_is_published(case: Cases) -> None:
    shown = case("comments-everywhere")

    assert [text for text in shown.squeezed.values() if "secret" in text] == []
    assert "secret" not in shown.html
    assert showing(case("09-html-comment"), "do not publish", "nor this", "<!--", "-->") == []


def test_what_stands_around_comments_is_shown(case: Cases) -> None:
    shown = case("comments-everywhere")

    assert lacking(shown, "item one", "item two", "Heading words", "quoted words", "output words", "cell") == []
    assert lacking(shown, "markdown output", "Before", "After.") == []
    assert lacking(case("09-html-comment"), "Shown.", "Shown too", "as well.") == []


def test_comment_in_code_is_code(case: Cases) -> None:
    assert lacking(case("comments-everywhere"), "<!-- shown code -->") == []


# Entities.


@pytest.mark.parametrize("name", ["61-entities", "entities-everywhere"])
def test_entities_are_letters_once(case: Cases, name: str) -> None:
    shown = case(name)

    page = BeautifulSoup(str(shown.main), "html.parser")
    for literal in page.select("code, pre"):
        literal.decompose()
    assert "&amp;amp;" not in str(page)
    assert "&amp;nbsp;" not in str(page)
    assert showing(shown, "&nbsp;", "&eacute;", "&copy;", "&#8364;") == []


def test_entities_of_text_tables_headings_and_contents_are_letters(case: Cases) -> None:
    shown = case("61-entities")

    assert lacking(shown, "Fish & chips, 5 km, a < b, © 2024, café.", "a&b", "c d", "Q&A") == []
    assert "Q&A" in [heading.get_text(strip=True)[-3:] for heading in shown.page.select("main h2, main h3, main h4")]
    assert any("Q&A" in link.get_text() for link in shown.page.select("nav.contents a"))
    assert any("Q&A" in title for title in titles(shown))


def titles(case: Case) -> list[str]:
    """Return the titles of the bookmarks of the PDF."""
    from making import bookmarks

    return bookmarks(case.reader.outline)


def test_entity_in_code_stays_as_it_is(case: Cases) -> None:
    assert lacking(case("61-entities"), "&amp; in code") == []


def test_what_only_looks_like_an_entity_stays_as_it_is(case: Cases) -> None:
    assert lacking(case("entities-everywhere"), "&unknown;", "AT&T", "C < D", "€", "A & B") == []


def test_entity_in_an_address_is_a_letter(case: Cases) -> None:
    shown = case("entities-everywhere")

    assert shown.main.find("a", href="https://example.org/?a=1&b=2") is not None
    assert "https://example.org/?a=1&b=2" in addresses(shown)


# Tables and lists.


def test_ragged_table_stays_a_table(case: Cases) -> None:
    shown = case("88-ragged-table")
    tables = cells_of(shown)

    assert tables[0] == [["a", "b", "c", "Column 4"], ["1", "2", "", ""], ["3", "4", "5", "6"], ["7", "8", "9", ""]]
    assert [table[0] for table in tables[1:]] == [["a", "b"], ["a", "b"], ["x"], ["p", "q"]]
    assert [tag for tag, _ in shown.tags].count("/Table") == 5
    assert lacking(shown, "after", "text directly before", "only one") == []


def test_cell_too_many_is_shown_or_told(case: Cases) -> None:
    shown = case("88-ragged-table")

    assert lacking(shown, "456") == [] or untold(shown, 2, "cell") == []


def test_bar_in_code_or_behind_a_backslash_ends_no_cell(case: Cases) -> None:
    (table,) = cells_of(case("table-with-a-bar-in-a-formula"))

    assert table[2:] == [["code", "a|b"], ["escaped", "a|b"], ["last", "words"]]


def test_tables_of_all_kinds_are_tables(case: Cases) -> None:
    shown = case("tables-of-all-kinds")

    assert len(shown.main.find_all("table")) == 3
    assert lacking(shown, "Name", "Chad", "12", "only head", "bold", "link", "line", "broken") == []


def test_lists_of_all_kinds_are_whole(case: Cases) -> None:
    shown = case("lists-of-all-kinds")

    assert lacking(shown, "undone", "done", "five", "nested", "second paragraph", "code in a list") == []
    assert lacking(shown, "Term", "meaning of a term") == []
    assert shown.main.select_one("ol")["start"] == "5"


# Footnotes.


def test_footnote_of_another_cell_belongs_to_its_mark(case: Cases) -> None:
    shown = case("38-footnotes")

    assert lacking(shown, "First note.", "Defined in another cell.", "Note of a cell with bold and", "a second") == []
    assert len(shown.main.select("sup a")) == 3
    assert showing(shown, "[^a]", "[^b]", "[^c]") == []


def test_footnotes_of_one_name_belong_each_to_its_own_cell(case: Cases) -> None:
    shown = case("footnotes-of-one-name-in-two-cells")

    assert lacking(shown, "First meaning.", "Second meaning.") == []
    assert len({link["href"] for link in shown.main.select("sup a")}) >= 2


def test_mark_without_a_note_is_text_or_told(case: Cases) -> None:
    shown = case("footnotes-of-one-name-in-two-cells")

    assert lacking(shown, "[^lost]") == [] or untold(shown, 4, "note") == []


def test_footnote_before_its_mark_is_shown_once(case: Cases) -> None:
    shown = case("footnote-defined-before-its-mark")

    assert [text.count("Earlymeaning.") for text in shown.squeezed.values()] == [1, 1]


# Links.


def test_anchors_of_jupyter_lead_to_their_headings(case: Cases) -> None:
    shown = case("10-jupyter-anchor")
    links = {link.get_text(): link.get("href") for link in shown.main.select("p a")}

    assert links["the method"] == f"#{shown.main.find(['h2', 'h3'])['id']}"
    assert "by id" in links
    assert shown.warnings == {"html": [], "pdf": []}
    assert links_within(shown) >= 3


def links_within(case: Case) -> int:
    """Return how many links of the PDF lead to places within it."""
    found = 0
    for page in case.reader.pages:
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            found += "/Dest" in link or link.get("/A", {}).get("/S") == "/GoTo"
    return found


def test_anchor_with_marks_and_by_a_tag_lead_somewhere(case: Cases) -> None:
    shown = case("anchors-of-jupyter")
    links = [link.get_text() for link in shown.main.select("p a[href^='#']")]

    assert links[:3] == ["one", "two", "three"]


def test_link_to_nowhere_is_text_and_told(case: Cases) -> None:
    shown = case("anchors-of-jupyter")

    assert lacking(shown, "four") == []
    assert untold(shown, 2, "nowhere") == []


@pytest.mark.parametrize(
    "address",
    [
        "page.html?x=1&y=2",
        "a.html#b",
        "data/my%20file.csv",
        "ftp://example.org/file.zip",
        "mailto:a@example.org",
        "https://example.org/a?b=c#d",
        "https://example.org/auto",
        "notebook.ipynb",
        "../above.md",
    ],
)
def test_address_is_kept(case: Cases, address: str) -> None:
    shown = case("addresses-kept")

    assert shown.main.find("a", href=address) is not None
    assert address in addresses(shown)


def test_addresses_that_are_kept_are_not_warned_of(case: Cases) -> None:
    assert case("addresses-kept").warnings == {"html": [], "pdf": []}


def test_address_that_is_code_is_told_and_its_text_stands(case: Cases) -> None:
    shown = case("addresses-that-are-code")

    assert lacking(shown, "pressed words") == []
    assert "javascript:" not in "".join(str(link.get("href")) for link in shown.page.find_all("a"))
    assert untold(shown, 2, "javascript") == []


# Images.


def test_attachments_are_shown_however_they_are_named(case: Cases) -> None:
    shown = case("34-attachments")

    assert len(pictures(shown)["html"]) == len(pictures(shown)["pdf"]) >= 3
    assert pictures(shown)["html"].count("spaced") == 1
    assert showing(shown, "<img", "attachment:") == []


def test_image_beside_the_notebook_is_found_by_its_encoded_name(case: Cases) -> None:
    shown = case("images-by-address")

    for described in pictures(shown).values():
        assert {"A spaced map", "A numbered map"} <= set(described)


@pytest.mark.parametrize("name", ["missing.png", "example.org/map.png", "exports.png"])
def test_image_that_is_not_there_is_told(case: Cases, name: str) -> None:
    assert untold(case("images-by-address"), 2, name.replace(".", r"\.")) == []


def test_words_for_an_image_that_is_not_there_stand_in_its_place(case: Cases) -> None:
    assert lacking(case("images-by-address"), "A missing map", "A remote map", "Outside", "Words below.") == []


def test_image_whose_address_holds_a_query_is_shown_or_told(case: Cases) -> None:
    shown = case("images-by-address")

    assert all("A map with a query" in found for found in pictures(shown).values()) or not untold(shown, 2, "raw=true")


def test_damaged_image_of_markdown_is_told_and_noted(case: Cases) -> None:
    shown = case("damaged-image-in-markdown")

    assert untold(shown, 2, "image|torn") == []
    assert lacking(shown, "Words below.", "After.") == []
    assert pictures(shown) == {"html": [], "pdf": []}


# Letters.


def test_control_characters_leave_the_letters_around_them(case: Cases) -> None:
    shown = case("control-characters")

    assert lacking(shown, "Bell", "and null", "and delete", "and bell", "end") == []
