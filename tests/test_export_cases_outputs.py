"""Outputs of any type stand in both editions, or a note in their place and a warning say that they could not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from case_exports import Case, between, lacking, pictures, showing, untold

pytestmark = pytest.mark.slow

Cases = Callable[[str], Case]

OBJECTS = ("IPython.core.display", "<Figure", "Styler at 0x", "alt.Chart(")
"""How Python names what it shows, which no reader should meet where something better is at hand."""


# What is shown.


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        pytest.param("13-markdown-output", ["Bold words and a list", "one", "two"], id="Markdown"),
        pytest.param("15-html-output-text", ["Total: 5,420 people"], id="text as HTML"),
        pytest.param("54-json-html-math", ["Report", "one", "a b"], id="HTML with a heading, a list and kept spaces"),
        pytest.param(
            "html-output-of-all-elements",
            [*("Heading within", "Term one", "Meaning one", "Quoted words", "Third", "nested", "linked", "H2O"),
             *("code words", "kept spaces", "next line", "Summary words", "Folded words", "loose words"),
             *("in a box", "in another")],
            id="HTML of all elements",
        ),
        pytest.param(
            "tables-between-words",
            ["First words", "cell one", "Middle words", "cell two", "Last words"],
            id="HTML with tables",
        ),
        pytest.param("nested-tables", ["outer", "more", "inner one", "inner two", "beside"], id="tables in tables"),
        pytest.param(
            "table-with-spans",
            ["name", "count", "men", "women", "Asia", "three and four"],
            id="spans too long",
        ),
        pytest.param("table-of-many-columns", [f"v{number}x" for number in range(40)], id="forty columns"),
        pytest.param("entities-everywhere", ["E & F", "G & H", "1 < 2", "I &amp; J"], id="entities"),
        pytest.param("unknown-mime-type", ["plain words"], id="plain text beside a type that is unknown"),
        pytest.param("widget", ["IntSlider(value=3)"], id="plain text of a widget"),
        pytest.param("error-without-traceback", ["SystemExit", "2"], id="an error without a traceback"),
        pytest.param("error-without-traceback", ["After."], id="what follows an error"),
        pytest.param(
            "24-error-traceback",
            ["Traceback (most recent call last)", "File a.py, line 3, in f", "ZeroDivisionError: division by zero"],
            id="a traceback",
        ),
        pytest.param(
            "long-traceback",
            [f"----> {number}" for number in range(1, 30)],
            id="every step of a long traceback",
        ),
        pytest.param("html-output-unsafe", ["Harmless words"], id="what is harmless in HTML that is not"),
        pytest.param(
            "html-output-with-a-remote-image",
            ["Words beside", "After."],
            id="what stands beside an image elsewhere",
        ),
        pytest.param(
            "html-output-with-images-of-all-types",
            ["Caption gif", "Caption webp", "Caption jpeg"],
            id="captions",
        ),
    ],
)  # fmt: skip
def test_words_of_an_output_are_shown(case: Cases, name: str, texts: list[str]) -> None:
    assert lacking(case(name), *texts) == []


@pytest.mark.parametrize(
    "name",
    [
        "12-latex-output",
        "13-markdown-output",
        "15-html-output-text",
        "16-two-tables-in-one-output",
        "17-styler",
        "54-json-html-math",
        "html-output-of-all-elements",
        "html-output-with-an-image",
        "tables-between-words",
        "altair-with-a-picture",
    ],
)
def test_no_name_of_an_object_stands_for_an_output(case: Cases, name: str) -> None:
    assert showing(case(name), *OBJECTS) == []


def test_list_of_a_markdown_output_is_a_list(case: Cases) -> None:
    shown = case("13-markdown-output")

    assert [item.get_text(strip=True) for item in shown.main.select("ul > li")] == ["one", "two"]
    assert [tag for tag, _ in shown.tags].count("/LI") >= 2


def test_each_table_of_an_output_is_a_table(case: Cases) -> None:
    shown = case("16-two-tables-in-one-output")

    assert len(shown.main.find_all("table")) == 2
    assert [tag for tag, _ in shown.tags].count("/Table") == 2
    assert lacking(shown, "a", "b") == []


def test_words_around_the_tables_of_an_output_keep_their_order(case: Cases) -> None:
    for text in case("tables-between-words").squeezed.values():
        parts = ["Firstwords", "cellone", "Middlewords", "celltwo", "Lastwords"]
        assert sorted(parts, key=text.index) == parts


def test_caption_and_links_of_a_styled_frame_are_kept(case: Cases) -> None:
    shown = case("17-styler")

    assert lacking(shown, "Deaths by region, minimum", "1,200", "record") == []
    assert [link["href"] for link in shown.main.select("td a")] == ["https://example.org/a"]
    assert "https://example.org/a" in addresses(shown)


def test_colours_of_a_styled_frame_that_are_lost_are_told(case: Cases) -> None:
    assert untold(case("17-styler"), 2, "colou?r|styl") == []


def addresses(case: Case) -> set[str]:
    """Return where the links of the PDF lead outside of it."""
    found = set()
    for page in case.reader.pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get_object().get("/A", {})
            found.add(str(action.get("/URI", "")))
    return found


def test_link_of_an_output_leads_where_it_led(case: Cases) -> None:
    shown = case("html-output-of-all-elements")

    assert shown.main.find("a", href="https://example.org/x") is not None
    assert "https://example.org/x" in addresses(shown)


def test_heading_of_an_output_is_in_no_contents(case: Cases) -> None:
    shown = case("54-json-html-math")

    assert [heading.get_text() for heading in shown.page.find_all(["h1", "h2"])] == ["A title"]
    assert lacking(shown, "Report") == []


# Printed text.


def test_ansi_codes_are_no_letters(case: Cases) -> None:
    shown = case("22-ansi")

    assert lacking(shown, "red words plain green", "Signature: f(x)") == []
    assert showing(shown, "\x1b", "[31m", "[0m", "[0;31m", "[1;32m") == []


def test_last_state_of_a_progress_bar_is_shown(case: Cases) -> None:
    shown = case("23-carriage-return")

    assert lacking(shown, "100%|###| 3/3", "Done", "xyz") == []
    assert showing(shown, "0/3", "1/3", "2/3", "abc") == []


def test_last_state_of_a_progress_bar_over_several_outputs_is_shown(case: Cases) -> None:
    shown = case("progress-over-several-outputs")

    assert lacking(shown, "100%|#####", "Finished") == []
    assert showing(shown, " 10%|", "55%|") == []


def test_codes_and_returns_together_leave_the_last_state(case: Cases) -> None:
    shown = case("ansi-and-returns-together")

    assert lacking(shown, "100% done link", "new state") == []
    assert showing(shown, " 10%", "90%", "abc", "[1;38", "]8;;", "[2K") == []


def test_printed_text_around_the_error_stream_is_whole_and_in_order(case: Cases) -> None:
    shown = case("interleaved-streams")

    assert lacking(shown, "first half", "second half", "third line", "last line") == []
    for text in shown.squeezed.values():
        assert text.index("firsthalf") < text.index("secondhalf") < text.index("thirdline") < text.index("lastline")


@pytest.mark.parametrize("text", ["warning words", "late words"])
def test_error_stream_is_shown_or_told(case: Cases, text: str) -> None:
    shown = case("interleaved-streams")

    assert lacking(shown, text) == [] or untold(shown, 2, f"error stream.*{text}") == []


def test_progress_bar_of_the_error_stream_is_told_by_its_last_state(case: Cases) -> None:
    shown = case("progress-on-the-error-stream")

    assert lacking(shown, "7/7") == [] or untold(shown, 2, "error stream.*7/7") == []


def test_ansi_codes_of_a_traceback_are_no_letters(case: Cases) -> None:
    assert showing(case("long-traceback"), "[0;31m", "[0m", "\x1b") == []


# Images.


@pytest.mark.parametrize(
    ("name", "descriptions"),
    [
        pytest.param("html-output-with-an-image", ["A red box"], id="in an HTML output"),
        pytest.param(
            "html-output-with-images-of-all-types",
            ["Picture gif", "Picture webp", "Picture jpeg"],
            id="of all types in an HTML output",
        ),
        pytest.param("table-with-images", ["A red flag"], id="in a table of an output"),
        pytest.param("altair-with-a-picture", ["Bars"], id="beside a chart of Altair"),
        pytest.param("plotly-with-a-picture", ["Bars"], id="beside a chart of Plotly"),
        pytest.param("gif-and-webp-in-markdown", ["A red gif", "A red webp"], id="GIF and WebP in Markdown"),
    ],
)  # fmt: skip
def test_image_is_shown_with_its_description(case: Cases, name: str, descriptions: list[str]) -> None:
    assert pictures(case(name)) == {"html": descriptions, "pdf": descriptions}


@pytest.mark.parametrize("name", ["altair-with-a-picture", "plotly-with-a-picture", "html-output-with-an-image"])
def test_image_that_stands_for_a_chart_is_not_warned_of(case: Cases, name: str) -> None:
    assert case(name).warnings == {"html": [], "pdf": []}


def test_gif_and_webp_of_outputs_are_in_both_editions(case: Cases) -> None:
    shown = case("28-gif-webp-output")

    assert len(shown.main.find_all("img")) == 2
    assert sum(len(page.images) for page in shown.reader.pages) == 2


def test_size_that_an_output_states_is_obeyed(case: Cases) -> None:
    shown = case("27-retina-size")
    image = shown.main.img

    assert (image.get("width"), image.get("height")) == ("300", "200")
    assert drawn_widths(shown) == [pytest.approx(300 * 0.75, abs=1)]


def test_size_that_markdown_states_is_obeyed(case: Cases) -> None:
    shown = case("image-with-a-width-in-markdown")
    image = shown.main.img

    assert (image.get("width"), image.get("height")) == ("30", "20")
    assert drawn_widths(shown) == [pytest.approx(30 * 0.75, abs=1)]


def drawn_widths(case: Case) -> list[float]:
    """Return how wide the images of the PDF are drawn, in points."""
    import pikepdf

    found: list[float] = []
    for page in pikepdf.open(case.reader.stream).pages:
        kept: list[pikepdf.Matrix] = []
        matrix = pikepdf.Matrix()
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "q":
                kept.append(matrix)
            elif name == "Q":
                matrix = kept.pop()
            elif name == "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            elif name == "Do" and page.resources.XObject[str(operands[0])].Subtype == "/Image":
                found.append(abs(matrix.a))
    return found


def test_alt_text_of_a_cell_is_read_from_metadata_and_comments(case: Cases) -> None:
    assert pictures(case("35-alt-in-cell-metadata")) == {"html": ["A red bar"] * 2, "pdf": ["A red bar"] * 2}
    assert case("35-alt-in-cell-metadata").warnings == {"html": [], "pdf": []}


def test_alt_text_of_an_output_comes_before_that_of_its_cell(case: Cases) -> None:
    described = pictures(case("alt-text-in-several-places"))["html"]

    assert described == ["Red: a bar", "A bar in two lines", "", "Bar of the output"]


def test_image_with_a_caption_alone_is_told_to_have_no_alt_text(case: Cases) -> None:
    shown = case("alt-text-in-several-places")

    assert untold(shown, 4, "alt text") == []
    assert untold(shown, 2, "alt text") == ["html", "pdf"]


# What cannot be shown.


@pytest.mark.parametrize(
    ("name", "cell", "kind"),
    [
        ("14-plotly-altair", 2, "plotly"),
        ("14-plotly-altair", 2, "vega"),
        ("unknown-mime-type", 2, "vnd.someone.special"),
        ("unknown-mime-type", 4, "vnd.someone.special"),
        ("widget", 2, "widget"),
        ("widget", 4, "widget"),
        ("javascript-output", 2, "javascript"),
        ("26-future-output-type", 2, "future output"),
        ("28-gif-webp-output", 2, "application/pdf"),
        ("pdf-output", 2, "application/pdf"),
        ("25-damaged-image", 2, "image"),
        ("25b-png-that-is-none", 2, "image"),
        ("25c-svg-damaged", 2, "image|svg|drawing"),
        ("svg-that-links-to-an-image", 2, "image|svg|drawing"),
        ("html-output-with-a-remote-image", 2, "image"),
        ("html-output-unsafe", 2, "script"),
        ("html-output-unsafe", 2, "iframe"),
        ("output-without-data", 3, "output"),
    ],
)
def test_output_that_cannot_be_shown_is_told_by_cell_and_kind(case: Cases, name: str, cell: int, kind: str) -> None:
    assert untold(case(name), cell, kind) == []


@pytest.mark.parametrize(
    ("name", "start", "end", "kind"),
    [
        ("unknown-mime-type", "A title", "Between.", "vnd.someone.special"),
        ("widget", "Between.", "After.", "widget"),
        ("javascript-output", "A title", "After.", "javascript"),
        ("26-future-output-type", "A title", "After.", "futureoutput"),
        ("25-damaged-image", "A title", "After.", "image"),
        ("25b-png-that-is-none", "A title", "After.", "image"),
        ("25c-svg-damaged", "A title", "After.", "image"),
        ("svg-that-links-to-an-image", "A title", "After.", "image"),
        ("html-output-with-a-remote-image", "Words beside", "After.", "image|aremotechart"),
        ("pdf-output", "A title", "After.", "pdf"),
    ],
)
def test_note_stands_where_an_output_could_not_be_shown(
    case: Cases, name: str, start: str, end: str, kind: str
) -> None:
    notes = between(case(name), start, end)

    assert {edition for edition, note in notes.items() if any(part in note.lower() for part in kind.split("|"))} == {
        "html",
        "pdf",
    }


def test_what_follows_a_damaged_image_is_shown(case: Cases) -> None:
    for name in ("25-damaged-image", "25b-png-that-is-none", "25c-svg-damaged", "svg-that-links-to-an-image"):
        assert lacking(case(name), "After.") == []


def test_script_of_an_output_is_not_read(case: Cases) -> None:
    assert showing(case("html-output-unsafe"), "alert(", "hidden") == []
    assert showing(case("14-plotly-altair"), "var x") == []


def test_not_a_number_is_aligned_as_numbers_are(case: Cases) -> None:
    shown = case("46-nan-alignment")
    cells = {cell.get_text(strip=True): cell.get("class", []) for cell in shown.main.find_all("td")}

    assert [text for text in ("NaN", "1,200", "5", "1.0", "<NA>", "0.25") if "numeric" not in cells[text]] == []
    assert right_edges(shown, "NaN", "1,200", "5") == 1
    assert right_edges(shown, "1.0", "<NA>", "0.25") == 1


def right_edges(case: Case, *texts: str) -> int:
    """Return at how many places of a page of the PDF some words end."""
    from glyphs import pages_of
    from making import page_text

    (_, lines), *_ = pages_of(case.pdf)
    runs = page_text(case.reader.pages[0]).runs
    found = set()
    for text in texts:
        (height,) = [run.y for run in runs if run.text == text]
        beside = [run.text for run in runs if abs(run.y - height) < 1]
        there = sorted((line for line in lines if abs(line.y - height) < 1), key=lambda line: line.left)
        found.add(round(there[beside.index(text)].right))
    return len(found)
