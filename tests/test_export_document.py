"""A notebook read as a document: numbers, anchors, cross-references and citations."""

from __future__ import annotations

from typing import Any

import pytest
from making import HOSTILE, figure, notebook, sentence, table

from iomreport.export.document import Block, read_document
from iomreport.export.tokens import plain_text


def headings(*cells: object, **front: object) -> list[Block]:
    return read_document(notebook(*cells, **front)).headings


def test_title_comes_from_the_metadata_when_there_is_one() -> None:
    document = read_document(notebook("# Chapter", title="The report"))

    assert document.title == "The report"
    assert [plain_text(heading.tokens) for heading in document.headings] == ["Chapter"]


def test_first_heading_is_the_title_when_the_metadata_has_none() -> None:
    document = read_document(notebook("# A *plain* notebook\n\nText.\n\n## Section"))

    assert document.title == "A plain notebook"
    assert [(heading.level, heading.number) for heading in document.headings] == [(1, "1")]


def test_notebook_without_any_heading_is_untitled() -> None:
    assert read_document(notebook("Only prose.")).title == "Untitled"


def test_headings_are_numbered_by_chapter_and_section() -> None:
    found = headings("# A\n\n## B\n\n### C\n\n## D", "# E\n\n## F", title="T")

    assert [heading.number for heading in found] == ["1", "1.1", "1.1.1", "1.2", "2", "2.1"]


def test_number_of_a_heading_after_a_skipped_level_has_no_zero() -> None:
    found = headings("# A\n\n### B\n\n## C", title="T")

    assert not any("0" in heading.number.split(".") for heading in found)


def test_levels_of_headings_never_skip_one_going_down() -> None:
    levels = [heading.level for heading in headings("# A\n\n#### B\n\n## C\n\n###### D", title="T")]

    assert all(later <= earlier + 1 for earlier, later in zip([0, *levels], levels, strict=False))


def test_figures_and_tables_are_numbered_apart_in_reading_order() -> None:
    cells = (figure("fig-a"), table("tab-a"), figure("fig-b"), table("tab-b"))
    document = read_document(notebook("# T", *cells))

    labels = {block.id: block.label for block in document.blocks if block.kind in {"figure", "table"}}
    assert labels == {"fig-a": "Figure 1", "tab-a": "Table 1", "fig-b": "Figure 2", "tab-b": "Table 2"}


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Côte d'Ivoire & São Tomé", "cote-d-ivoire-sao-tome"),
        ("What *it* does: `code`", "what-it-does-code"),
        ("  Spaces   and -- dashes  ", "spaces-and-dashes"),
        ("المنظمة الدولية للهجرة", "section"),
    ],
)
def test_anchor_is_readable_and_without_accents(text: str, anchor: str) -> None:
    assert [heading.id for heading in headings(f"# {text}", title="T")] == [anchor]


def test_headings_of_the_same_text_get_anchors_of_their_own() -> None:
    assert [heading.id for heading in headings("# Aim\n\n## Aim\n\n## Aïm", title="T")] == [
        "aim",
        "aim-2",
        "aim-3",
    ]


def test_no_heading_takes_the_anchor_of_an_exhibit() -> None:
    assert [heading.id for heading in headings("# Fig one", figure("fig-one"), title="T")] == ["fig-one-2"]


@pytest.mark.parametrize("text", ["Sources", "Main", "Source 1", "Cite 1 1"])
def test_no_heading_takes_an_anchor_that_the_editions_use_themselves(text: str) -> None:
    (heading,) = headings(f"# {text}", title="T")

    assert heading.id not in {"sources", "main", "source-1", "cite-1-1"}


def test_link_to_a_figure_gets_its_label() -> None:
    document = read_document(notebook("# T\n\nSee [the line](#fig-b).", figure("fig-a"), figure("fig-b")))

    assert plain_text(document.blocks[0].tokens) == "See the line (Figure 2)."
    assert document.warnings == []


def test_link_to_a_table_in_a_list_gets_its_label() -> None:
    document = read_document(notebook("# T\n\n- See *[it](#tab-one)*", table("tab-one")))

    assert plain_text(document.blocks[0].tokens) == "See it (Table 1)"


def test_link_to_a_heading_keeps_its_text() -> None:
    document = read_document(notebook("# A\n\nSee [the aim](#aim).\n\n# Aim", title="T"))

    assert plain_text(document.blocks[1].tokens) == "See the aim."
    assert document.warnings == []


def test_dead_link_is_reported_with_its_cell() -> None:
    document = read_document(notebook("# T", "See [it](#nowhere)."))

    assert document.warnings == ["cell 2: the link '#nowhere' leads nowhere, so it is shown as plain text"]


def test_dead_link_in_a_heading_is_reported() -> None:
    assert len(read_document(notebook("# A [b](#nowhere)", title="T")).warnings) == 1


def test_what_is_referred_to_knows_from_where() -> None:
    document = read_document(
        notebook("# A\n\n[x](#fig-a)\n\n## B\n\n[y](#fig-a), [z](#a)", figure("fig-a"), title="T"),
    )
    found = {block.id: block.back_links for block in document.blocks if block.back_links}

    assert found == {"fig-a": [("ref-fig-a-1", "1"), ("ref-fig-a-2", "1.1")], "a": [("ref-a-1", "1.1")]}


def test_figure_knows_the_sentence_that_refers_to_it() -> None:
    parts = [{"text": "As ", "sources": ["s-one"]}, {"text": "fig-one", "sources": [], "to": "fig-one"}]
    document = read_document(notebook("# A", sentence(parts=parts), figure(), title="T"))

    assert [block.back_links for block in document.blocks if block.kind == "figure"] == [[("ref-fig-one-1", "1")]]


def test_no_heading_takes_the_anchor_of_a_reference() -> None:
    (heading,) = headings("# Ref fig one 1", title="T")

    assert heading.id == "section-ref-fig-one-1"


def test_every_block_knows_the_number_of_its_section() -> None:
    document = read_document(notebook("Before.", "# A\n\nText.", figure(), "## B", sentence(), "# C", title="T"))

    assert [(block.kind, block.section) for block in document.blocks if block.kind != "code"] == [
        ("prose", ""),
        ("heading", "1"),
        ("prose", "1"),
        ("figure", "1"),
        ("heading", "1.1"),
        ("sentence", "1.1"),
        ("heading", "2"),
    ]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [("one\n*two*", "one two"), ("a[^n]\n\n[^n]: Note.", "a"), ("R&amp;D `&amp;`", "R&D &amp;")],
)
def test_plain_text_is_what_is_read_aloud(markdown: str, text: str) -> None:
    block = read_document(notebook(f"# T\n\n{markdown}")).blocks[0]

    assert plain_text(block.tokens[:1]) == text


def test_link_to_another_page_is_nobodys_business() -> None:
    assert read_document(notebook("# T\n\n[x](https://example.org/#nowhere)")).warnings == []


def test_two_exhibits_of_one_id_are_reported() -> None:
    (warning,) = read_document(notebook("# T", figure("fig-a"), figure("fig-a"))).warnings

    assert "the id 'fig-a' is taken" in warning


def test_sources_are_listed_in_order_of_first_citation() -> None:
    document = read_document(
        notebook(
            "# T",
            sentence(sources=["z", "m"]),
            figure(sources=["a", "z"]),
            table(sources=["m", "b"], rows=[]),
        )
    )

    assert [reference["source_id"] for reference in document.references] == ["z", "m", "a", "b"]


def test_numbers_of_sources_are_told_in_ascending_order_as_runs() -> None:
    document = read_document(notebook("# T", sentence(sources=["z", "m", "a", "b", "c"])))

    assert document.numbers_of(["a", "z"]) == [(1, 1), (3, 3)]
    assert document.numbers_of(["c", "b", "a", "z"]) == [(1, 1), (3, 5)]


def test_source_that_no_part_of_a_sentence_cites_is_not_listed() -> None:
    shown = sentence(parts=[{"text": "Fourteen.", "sources": ["b"]}], sources=["a", "b"])

    assert [reference["source_id"] for reference in read_document(notebook("# T", shown)).references] == ["b"]


def test_blocks_keep_the_order_of_the_notebook() -> None:
    document = read_document(notebook("# T\n\nBefore.\n\n## S\n\nAfter.", figure(), "Between.", table(), sentence()))

    kinds = [block.kind for block in document.blocks if block.kind != "code"]
    assert kinds == ["prose", "heading", "prose", "figure", "prose", "table", "sentence"]


def test_reading_leaves_the_notebook_as_it_was() -> None:
    made = notebook("# T\n\n[x](#fig-one)", figure())
    before = repr(made)

    read_document(made)

    assert repr(made) == before


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_of_prose_is_kept_as_it_is(text: str) -> None:
    document = read_document(notebook(f"# T\n\n`{text}`"))

    assert plain_text(document.blocks[0].tokens) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_of_an_exhibit_is_kept_as_it_is(text: str) -> None:
    document = read_document(notebook("# T", figure(title=text)))

    assert [block.record["title"] for block in document.blocks if block.kind == "figure"] == [text]


def leading(identifier: str) -> Any:
    parts = [{"text": "As ", "sources": ["s-one"]}, {"text": identifier, "sources": [], "to": identifier}]
    return sentence(parts=parts)


def test_reference_of_a_sentence_gets_the_number_of_the_figure() -> None:
    document = read_document(notebook("# T", leading("fig-one"), figure()))

    record = next(block.record for block in document.blocks if block.kind == "sentence")
    assert "".join(part["text"] for part in record["parts"]) == "As Figure 1"
    assert document.warnings == []


def test_reference_of_a_sentence_to_nothing_is_told_and_undone() -> None:
    document = read_document(notebook("# T", leading("fig-two"), figure()))

    record = next(block.record for block in document.blocks if block.kind == "sentence")
    assert all("to" not in part for part in record["parts"])
    assert document.warnings == ["cell 2: the reference to 'fig-two' leads to no figure or table"]
