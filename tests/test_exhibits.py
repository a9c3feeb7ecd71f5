"""Nothing is shown without what a reader needs to trust it."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from typing import Any

import pandas
import pytest
from bs4 import BeautifulSoup, Tag
from matplotlib.figure import Figure as Drawing

from iomreport import Column, Figure, Table, Value, difference, load, pick, say, see
from iomreport.catalog import sources
from iomreport.charts import theme
from iomreport.errors import ExhibitError, UnknownNameError
from iomreport.exhibits import METADATA_KEY

ONE, TWO, THREE = "frus-1952-d238", "iom-structure-2014", "wikipedia-iom-2014"
HOSTILE = """<script>alert("x")</script> & 'so' on"""
DIGITS = ["It rose to 7 states", "Two²", "Half past ٣"]


def a_value(content: Any = 175, unit: str = "", qualifier: str = "", source: str = ONE) -> Value:
    return Value(content=content, unit=unit, qualifier=qualifier, sources=(source,))


def a_frame(**columns: list[Any]) -> pandas.DataFrame:
    given = {"year": ["1951", "1954-11"], "members": [1500, None], "source_id": [ONE, f"{TWO}; {ONE}"]}
    return pandas.DataFrame({**given, **columns})


def a_drawing(label: str = "Members") -> Drawing:
    with theme.drawing(height=2) as (drawing, axes):
        axes.plot([1951, 2024], [14, 175], "o-", clip_on=True, label=label)
        axes.set_ylabel(label)
    return drawing


def a_figure(**changes: Any) -> Figure:
    given: dict[str, Any] = {
        "id": "fig-members",
        "title": "Membership grew",
        "alt": "Line chart of members over time; the line climbs.",
        "data": a_frame(),
    }
    drawing = changes.pop("drawing", None) or a_drawing()
    return Figure(drawing, **{**given, **changes})


def a_table(**changes: Any) -> Table:
    given: dict[str, Any] = {
        "id": "tab-members",
        "caption": "Members over time",
        "columns": [
            Column(name="year", label="When", format="date"),
            Column(name="members", label="Members", unit="states", format="number"),
        ],
    }
    data = changes.pop("data", None)
    return Table(a_frame() if data is None else data, **{**given, **changes})


def bundle(exhibit: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """Return what Jupyter shows, by media type, and the exhibit's record."""
    data, metadata = exhibit._repr_mimebundle_()
    assert list(metadata) == [METADATA_KEY]
    return data, metadata[METADATA_KEY]


def page(exhibit: Any) -> Any:
    return BeautifulSoup(bundle(exhibit)[0]["text/html"], "html.parser")


def the(found: Tag | None) -> Tag:
    """Return an element that must be there."""
    assert found is not None
    return found


# Sentences


def test_a_sentence_reads_as_its_template_with_the_values_written_in() -> None:
    sentence = say(
        "From {start:year} to {people:compact} people in {place}.",
        start=a_value("1951-12-05", "date"),
        people=a_value(8400),
        place="Geneva",
    )
    assert str(sentence) == sentence.text == "From 1951 to 8.4 thousand people in Geneva."


def test_each_value_of_a_sentence_brings_its_own_sources() -> None:
    sentence = say("{first} then {second} then {first}", first=a_value(1), second=a_value(2, source=TWO))
    assert [(part["text"], part["sources"]) for part in sentence.parts] == [
        ("1", [ONE]),
        (" then ", []),
        ("2", [TWO]),
        (" then ", []),
        ("1", [ONE]),
    ]
    assert sentence.source_ids == (ONE, TWO)


def test_a_computed_value_brings_the_sources_of_all_it_rests_on() -> None:
    sentence = say("{more} more", more=difference(a_value(175, source=THREE), a_value(35, source=TWO)))
    assert sentence.source_ids == (THREE, TWO)


@pytest.mark.parametrize("template", [f"{text}: {{value}}" for text in DIGITS])
def test_a_digit_in_the_template_is_refused(template: str) -> None:
    with pytest.raises(ExhibitError, match="a digit is typed into the template of a sentence"):
        say(template, value=a_value())


@pytest.mark.parametrize("text", DIGITS)
def test_a_digit_in_a_plain_string_is_refused(text: str) -> None:
    with pytest.raises(ExhibitError, match="a digit is typed into the value 'text' of a sentence"):
        say("{value} and {text}", value=a_value(), text=text)


def test_a_bare_number_is_refused_as_a_value() -> None:
    with pytest.raises(ExhibitError, match="Value"):
        say("{members} members", members=175)  # type: ignore[arg-type]


def test_values_that_the_template_asks_for_must_be_given() -> None:
    with pytest.raises(ExhibitError, match="lacks a value for end, start"):
        say("From {start} to {end} by {way}", way="sea")


def test_values_that_the_template_does_not_use_are_refused() -> None:
    with pytest.raises(ExhibitError, match="has no field for end"):
        say("From {start}", start=a_value(), end=a_value())


@pytest.mark.parametrize("template", ["Nothing but words.", "Nothing but {words}."])
def test_a_sentence_that_rests_on_no_value_is_refused(template: str) -> None:
    with pytest.raises(ExhibitError, match="write it in a Markdown cell instead"):
        say(template, **({"words": "words"} if "{" in template else {}))


def test_an_unknown_style_in_a_template_is_refused_with_the_nearest() -> None:
    with pytest.raises(ExhibitError, match="no style 'yaer' for a value; did you mean 'year'"):
        say("{day:yaer}", day=a_value("1951", "date"))


def test_doubled_braces_stand_for_braces() -> None:
    assert say("{{{value}}}", value=a_value(7)).text == "{7}"


def test_two_sentences_join_into_a_paragraph() -> None:
    joined = say("{a} came.", a=a_value(1)) + say("{b} left.", b=a_value(2, source=TWO))
    assert joined.text == "1 came. 2 left."
    assert joined.source_ids == (ONE, TWO)


def test_a_sentence_in_plain_text_tells_its_sources() -> None:
    data, _ = bundle(say("{a} of {b}.", a=a_value(1), b=a_value(2, source=TWO)))
    assert data["text/plain"] == f"1 of 2. [{ONE}; {TWO}]"


def test_the_record_of_a_sentence_is_complete_plain_data() -> None:
    _, record = bundle(say("{a} of {b}.", a=a_value(1), b=a_value(2, source=TWO)))
    assert json.loads(json.dumps(record)) == record
    assert record == {
        "exhibit": "sentence",
        "parts": [
            {"text": "1", "sources": [ONE]},
            {"text": " of ", "sources": []},
            {"text": "2", "sources": [TWO]},
            {"text": ".", "sources": []},
        ],
        "sources": [sources.get(ONE).record(), sources.get(TWO).record()],
    }


def test_a_sentence_in_html_is_a_paragraph_that_links_its_sources() -> None:
    paragraph = the(page(say("{text} of {value}", text=HOSTILE, value=a_value(3, source=TWO))).p)
    assert paragraph.get_text().startswith(f"{HOSTILE} of 3")
    assert paragraph.script is None
    (link,) = paragraph.find_all("a")
    assert link["href"] == sources.get(TWO).url
    assert link["title"] == sources.get(TWO).title


# What every figure and table must have


@pytest.mark.parametrize("lacking", ["title", "alt"])
@pytest.mark.parametrize("text", ["", " \n"])
def test_no_figure_is_made_without_title_and_alt_text(lacking: str, text: str) -> None:
    with pytest.raises(ExhibitError, match=f"the figure 'fig-members' lacks {lacking}: a figure needs a title"):
        a_figure(**{lacking: text})


def test_no_table_is_made_without_a_caption() -> None:
    with pytest.raises(ExhibitError, match="the table 'tab-members' lacks caption: a table needs a caption"):
        a_table(caption=" ")


@pytest.mark.parametrize("make", [a_figure, a_table])
def test_nothing_is_made_without_a_source(make: Any) -> None:
    with pytest.raises(ExhibitError, match="lacks sources"):
        make(data=a_frame().drop(columns="source_id"))
    with pytest.raises(ExhibitError, match="lacks sources"):
        make(data=a_frame(source_id=[None, None]))


def test_everything_that_a_figure_lacks_is_said_at_once() -> None:
    with pytest.raises(ExhibitError, match="lacks title and alt and sources"):
        a_figure(title="", alt="", data=a_frame().drop(columns="source_id"))


@pytest.mark.parametrize("lacking", ["id", "title", "alt", "data"])
def test_a_figure_cannot_leave_out_what_it_must_have(lacking: str) -> None:
    given = {"id": "fig-a", "title": "Title", "alt": "Alt", "data": a_frame()}
    del given[lacking]
    with pytest.raises(TypeError, match=lacking):
        Figure(a_drawing(), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [a_figure, a_table])
@pytest.mark.parametrize("id", ["", "Fig-A", "fig members", "fig_members", "-fig", "fig-", "1-fig", "fig--a"])
def test_an_id_is_made_of_lower_case_words_joined_by_hyphens(make: Any, id: str) -> None:
    with pytest.raises(ExhibitError, match="is not made of lower-case words joined by hyphens"):
        make(id=id)


@pytest.mark.parametrize("text", DIGITS)
@pytest.mark.parametrize(
    ("make", "where"),
    [(a_figure, "title"), (a_figure, "alt"), (a_figure, "notes"), (a_table, "caption"), (a_table, "notes")],
)
def test_a_typed_digit_is_refused_in_every_text(make: Any, where: str, text: str) -> None:
    with pytest.raises(ExhibitError, match="a digit is typed into"):
        make(**{where: [text] if where == "notes" else text})


@pytest.mark.parametrize(
    ("make", "where"),
    [(a_figure, "title"), (a_figure, "alt"), (a_figure, "notes"), (a_table, "caption"), (a_table, "notes")],
)
def test_a_sentence_may_stand_in_every_text_and_brings_its_sources(make: Any, where: str) -> None:
    sentence = say("Of {all} members", all=a_value(175, source=THREE))
    exhibit = make(**{where: [sentence] if where == "notes" else sentence})
    _, record = bundle(exhibit)
    assert record[where] == (["Of 175 members"] if where == "notes" else "Of 175 members")
    assert THREE in exhibit.source_ids


@pytest.mark.parametrize("make", [a_figure, a_table])
def test_sources_come_from_arguments_then_texts_then_rows_once_each(make: Any) -> None:
    note = say("See {value}", value=a_value(3, source="iom-history-1950s"))
    assert make(sources=[THREE, TWO], notes=[note]).source_ids == (THREE, TWO, "iom-history-1950s", ONE)


@pytest.mark.parametrize("make", [a_figure, a_table])
def test_sources_given_are_enough_for_a_frame_without_any(make: Any) -> None:
    exhibit = make(data=a_frame().drop(columns="source_id"), sources=[ONE])
    assert exhibit.source_ids == (ONE,)


@pytest.mark.parametrize("make", [a_figure, a_table])
def test_an_unknown_source_is_refused_with_the_nearest(make: Any) -> None:
    """At once: Jupyter swallows what goes wrong while an exhibit is shown."""
    with pytest.raises(UnknownNameError, match="no source 'frus-1952-d23'; did you mean 'frus-1952-d238'"):
        make(sources=["frus-1952-d23"])
    with pytest.raises(UnknownNameError, match="no source 'frus-1952-d23'; did you mean 'frus-1952-d238'"):
        make(data=a_frame(source_id=[ONE, "frus-1952-d23"]))


def test_an_unknown_source_of_a_value_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="no source 'frus-1952-d23'; did you mean 'frus-1952-d238'"):
        say("{value} members", value=a_value(source="frus-1952-d23"))


# Figures


def test_a_figure_in_plain_text_tells_kind_id_title_alt_text_and_sources() -> None:
    data, _ = bundle(a_figure())
    assert data["text/plain"].splitlines() == [
        "Figure fig-members: Membership grew",
        "Line chart of members over time; the line climbs.",
        f"Sources: {ONE}; {TWO}",
    ]


def test_a_figure_is_shown_as_text_page_and_drawing() -> None:
    data, _ = bundle(a_figure())
    assert set(data) == {"text/plain", "text/html", "image/svg+xml"}


def test_the_record_of_a_figure_is_complete_plain_data() -> None:
    _, record = bundle(a_figure(notes=["Read with care."], sources=[THREE]))
    assert json.loads(json.dumps(record)) == record
    assert record == {
        "exhibit": "figure",
        "id": "fig-members",
        "title": "Membership grew",
        "alt": "Line chart of members over time; the line climbs.",
        "notes": ["Read with care."],
        "sources": [sources.get(identifier).record() for identifier in (THREE, ONE, TWO)],
        "data": f"year,members,source_id\n1951,1500.0,{ONE}\n1954-11,,{TWO}; {ONE}\n",
    }


def test_the_data_of_a_figure_are_the_very_frame_drawn() -> None:
    frame = load("names")
    _, record = bundle(a_figure(data=frame))
    assert record["data"] == frame.to_csv(index=False, lineterminator="\n")


def test_a_figure_in_html_has_a_caption_and_a_drawing_with_its_alt_text() -> None:
    figure = the(page(a_figure(title=HOSTILE, alt=HOSTILE, notes=[HOSTILE])).figure)
    assert figure["id"] == "fig-members"
    assert figure.script is None
    assert the(figure.figcaption).get_text() == HOSTILE
    drawing = the(figure.svg)
    assert (drawing["role"], drawing["aria-label"]) == ("img", HOSTILE)
    assert HOSTILE in [note.get_text() for note in figure.find_all("p")]


def test_a_figure_in_html_credits_every_source() -> None:
    links = {link.get("title") for link in the(page(a_figure()).figure).find_all(["a", "span"], title=True)}
    assert links == {sources.get(ONE).title, sources.get(TWO).title}


@pytest.mark.parametrize("make", [a_figure, a_table])
def test_the_data_can_be_downloaded_as_they_are(make: Any) -> None:
    exhibit = make(data=a_frame(place=["Genève", "São Tomé"]))
    link = the(page(exhibit).find("a", download=True))
    assert link["download"] == f"{exhibit.id}.csv"
    encoded = str(link["href"]).removeprefix("data:text/csv;charset=utf-8;base64,")
    assert base64.b64decode(encoded).decode("utf-8") == bundle(exhibit)[1]["data"]


def test_a_figure_shown_twice_gives_the_same_bytes() -> None:
    figure = a_figure()
    assert bundle(figure)[0]["image/svg+xml"] == bundle(figure)[0]["image/svg+xml"]


def test_a_figure_made_twice_gives_the_same_bytes() -> None:
    assert bundle(a_figure())[0]["image/svg+xml"] == bundle(a_figure())[0]["image/svg+xml"]


def test_a_drawing_is_one_svg_element_without_prologue_date_or_generator() -> None:
    drawing = bundle(a_figure())[0]["image/svg+xml"]
    assert drawing.startswith("<svg ")
    assert drawing.endswith("</svg>")
    assert "<metadata" not in drawing
    assert "<?xml" not in drawing


def test_letters_in_a_drawing_need_no_font() -> None:
    assert BeautifulSoup(bundle(a_figure())[0]["image/svg+xml"], "html.parser").find("text") is None


def test_two_figures_on_one_page_share_no_id() -> None:
    both = "".join(bundle(a_figure(id=name))[0]["text/html"] for name in ("fig-a", "fig-b"))
    soup = BeautifulSoup(both, "html.parser")
    found = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    assert found.most_common(1)[0][1] == 1
    for name in ("fig-a", "fig-b"):
        inside = [str(tag["id"]) for tag in the(the(soup.find(id=name)).svg).find_all(id=True)]
        assert inside
        assert all(identifier.startswith(f"{name}-") for identifier in inside)


def test_what_a_drawing_refers_to_is_there() -> None:
    drawing = bundle(a_figure())[0]["image/svg+xml"]
    ids = set(re.findall(r'\bid="([^"]+)"', drawing))
    referred = set(re.findall(r'href="#([^"]+)"', drawing)) | set(re.findall(r"url\(#([^)]+)\)", drawing))
    assert referred
    assert referred == ids


# Tables


def test_a_table_in_plain_text_tells_kind_id_caption_rows_and_sources() -> None:
    data, _ = bundle(a_table())
    assert data["text/plain"].splitlines() == [
        "Table tab-members: Members over time",
        "When | Members",
        "1951 | 1,500",
        "November 1954 | ",
        f"Sources: {ONE}; {TWO}",
    ]


def test_the_record_of_a_table_is_complete_plain_data() -> None:
    _, record = bundle(a_table(notes=["Read with care."]))
    assert json.loads(json.dumps(record)) == record
    assert record == {
        "exhibit": "table",
        "id": "tab-members",
        "caption": "Members over time",
        "columns": [
            {"label": "When", "unit": "", "numeric": False},
            {"label": "Members", "unit": "states", "numeric": True},
        ],
        "rows": [
            {"cells": ["1951", "1,500"], "sources": [ONE]},
            {"cells": ["November 1954", ""], "sources": [TWO, ONE]},
        ],
        "notes": ["Read with care."],
        "sources": [sources.get(identifier).record() for identifier in (ONE, TWO)],
        "data": f"year,members,source_id\n1951,1500.0,{ONE}\n1954-11,,{TWO}; {ONE}\n",
    }


def test_a_column_that_the_frame_lacks_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="no column 'member'; did you mean 'members'"):
        a_table(columns=[Column(name="member", label="Members")])


@pytest.mark.parametrize(
    ("format", "cell", "text"),
    [
        ("text", "Geneva", "Geneva"),
        ("number", 1500, "1,500"),
        ("number", 2.5, "2.5"),
        ("date", "1954-11", "November 1954"),
        ("text", None, ""),
        ("date", "", ""),
    ],
)
def test_a_cell_is_written_as_its_column_says(format: str, cell: Any, text: str) -> None:
    assert Column(name="a", label="A", format=format).text(cell) == text


@pytest.mark.parametrize("format", ["text", "number", "date"])
@pytest.mark.parametrize("gap", [None, float("nan"), pandas.NA])
def test_a_gap_stays_a_gap(format: str, gap: Any) -> None:
    frame = a_frame(gap=[gap, gap])
    columns = [Column(name="year", label="Year"), Column(name="gap", label="Gap", format=format)]
    _, record = bundle(a_table(data=frame, columns=columns))
    assert [row["cells"] for row in record["rows"]] == [["1951", ""], ["1954-11", ""]]


def test_a_table_in_html_has_a_caption_and_heads_for_rows_and_columns() -> None:
    table = the(page(a_table()).table)
    assert the(table.caption).get_text() == "Members over time"
    heads = [head.get_text(" ", strip=True) for head in table.find_all("th", scope="col")]
    assert heads == ["When", "Members states", "Sources"]
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in the(table.tbody).find_all("tr")]
    assert [row[:2] for row in rows] == [["1951", "1,500"], ["November 1954", ""]]
    assert [head.get_text() for head in table.find_all("th", scope="row")] == ["1951", "November 1954"]
    assert not [head for head in table.find_all("th") if not head.get_text(strip=True)]


def test_each_row_of_a_table_links_its_own_sources() -> None:
    first, second = the(the(page(a_table()).table).tbody).find_all("tr")
    assert [link["title"] for link in first.find_all(["a", "span"], title=True)] == [sources.get(ONE).title]
    titles = [link["title"] for link in second.find_all(["a", "span"], title=True)]
    assert titles == [sources.get(TWO).title, sources.get(ONE).title]


def test_a_table_without_sources_of_rows_credits_them_below() -> None:
    soup = page(a_table(data=a_frame().drop(columns="source_id"), sources=[THREE]))
    heads = [head.get_text(" ", strip=True) for head in soup.find_all("th", scope="col")]
    assert heads == ["When", "Members states"]
    assert sources.get(THREE).title in {link.get("title") for link in soup.find_all(["a", "span"])}


def test_every_source_of_a_table_is_credited_even_where_rows_have_their_own() -> None:
    titles = {link.get("title") for link in page(a_table(sources=[THREE])).find_all(["a", "span"])}
    assert {sources.get(name).title for name in (ONE, TWO, THREE)} <= titles


def test_no_text_of_a_table_becomes_markup() -> None:
    columns = [Column(name="year", label=HOSTILE, unit=HOSTILE), Column(name="words", label="Words")]
    frame = a_frame(words=[HOSTILE, "plain"])
    soup = page(a_table(data=frame, caption=HOSTILE, columns=columns, notes=[HOSTILE]))
    assert soup.script is None
    assert the(soup.caption).get_text() == HOSTILE
    assert HOSTILE in [cell.get_text() for cell in soup.find_all("td")]
    assert HOSTILE in [note.get_text() for note in soup.find_all("p")]


# Real exhibits


def test_a_value_picked_from_a_dataset_cites_the_rows_sources() -> None:
    force = pick(load("milestones"), "date", milestone_id="constitution-in-force")
    row = load("milestones").set_index("milestone_id").loc["constitution-in-force"]
    sentence = say("In force on {day}.", day=force)
    assert sentence.text == "In force on 30 November 1954."
    assert sentence.source_ids == tuple(row["source_id"].split("; "))


def test_sentence_leads_to_a_figure() -> None:
    states = pick(load("member_counts"), "members", count_id="rebuilt-1998")
    sentence = say("There were {states} members ({figure}).", states=states, figure=see("fig-members"))

    assert [part.get("to") for part in sentence.parts] == [None, None, None, "fig-members", None]
    assert '<a href="#fig-members">fig-members</a>' in sentence._repr_mimebundle_()[0]["text/html"]


@pytest.mark.parametrize("id", ["", "Fig-members", "#fig-members", "fig members"])
def test_reference_to_what_cannot_be_an_id_is_refused(id: str) -> None:
    with pytest.raises(ExhibitError, match="words joined by hyphens"):
        see(id)


def test_sentence_that_only_leads_somewhere_rests_on_nothing() -> None:
    with pytest.raises(ExhibitError, match="rests on no value"):
        say("See {figure}.", figure=see("fig-members"))
