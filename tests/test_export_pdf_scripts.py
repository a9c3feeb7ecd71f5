"""Scripts beyond Latin: read from their side, by a face that has them, or told in words."""

from __future__ import annotations

import importlib.metadata
import io
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from making import attachments, broken_promises, figure, notebook, pdf_text, squeezed
from pypdf import PdfReader
from tokens_made import cell, document, opened, paragraph, printed, shown, table, text, within

from iomreport.export import typefaces
from iomreport.export.direction import from_right
from iomreport.export.document import Block, read_document
from iomreport.export.pdf.pictures import Pictures
from iomreport.export.pdf.token_data import Converter
from iomreport.export.pdf.typesetting import typeset

ARABIC = "هذا نص"
HEBREW = "שלום"
CHINESE = "国际"


def face(folder: Path, letters: str, family: str = "Made for a test", *, whole: bool = True) -> Path:
    """Write a face in which each letter is a triangle; one that is not whole lacks names that Typst asks for."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    glyphs = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 700))
    pen.lineTo((700, 700))
    pen.closePath()
    glyph = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    builder.setupGlyf(dict.fromkeys(glyphs, glyph))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    names = {"uniqueFontIdentifier": family, "fullName": family, "psName": family.replace(" ", "")} if whole else {}
    builder.setupNameTable({"familyName": family, "styleName": "Regular", **names})
    builder.setupOS2()
    builder.setupPost()
    file = folder / f"{family}.ttf"
    builder.save(file)
    return file


# The side from which a text is read.


@pytest.mark.parametrize(
    ("words", "side"),
    [(ARABIC, True), (HEBREW, True), (f"12 ({ARABIC})", True), (f"IOM {ARABIC}", False), ("12", None), ("国", False)],
)
def test_first_letter_that_tells_gives_the_side(words: str, side: bool | None) -> None:
    assert from_right(words) is side


@pytest.mark.parametrize(
    "token",
    [
        paragraph(ARABIC),
        within("heading", ARABIC, attrs={"level": 2}),
        within("list", within("list_item", within("block_text", ARABIC)), attrs={"ordered": False}),
    ],
    ids=lambda token: token["type"],
)
def test_block_of_arabic_is_set_from_the_right(token: Any) -> None:
    (made,) = Converter(Pictures(), []).prose([token], 1)

    assert made["side"] == "rtl"


def test_latin_item_in_an_arabic_list_is_set_from_the_left() -> None:
    items = [within("list_item", within("block_text", words)) for words in (ARABIC, "IOM")]
    (made,) = Converter(Pictures(), []).prose([within("list", *items, attrs={"ordered": False})], 1)

    assert made["children"][1]["children"][0]["side"] == "ltr"


def test_printed_arabic_is_set_from_the_right() -> None:
    (made,) = Converter(Pictures(), []).prose([printed(f"{ARABIC}: 12")], 1)

    assert made["side"] == "rtl"


def test_cell_of_arabic_is_set_from_the_right() -> None:
    (made,) = Converter(Pictures(), []).prose([table([], [[cell(ARABIC), cell("a")]])], 1)

    assert [part["content"]["from_right"] for part in made["parts"][0]["body"][0]] == [True, False]


def leftmost(token: Any, title: str = "T") -> float:
    """Return where the last text of a page begins."""
    places: list[float] = []
    page = PdfReader(io.BytesIO(typeset(document(token, title=title)))).pages[0]
    page.extract_text(
        visitor_text=lambda words, cm, tm, font, size: (
            places.append(tm[4] * cm[0] + cm[4]) if from_right(words) is not None else None
        )
    )
    return min(places[1:])


@pytest.mark.slow
def test_arabic_paragraph_stands_at_the_right() -> None:
    assert leftmost(paragraph(ARABIC)) > leftmost(paragraph("Latin")) + 200


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_document_from_the_right_keeps_to_the_standards(profile: str) -> None:
    heading = Block("heading", 1, tokens=[text(ARABIC)], level=1, id="h", number="1")
    pdf = typeset(document(heading, paragraph(HEBREW), table([], [[cell(ARABIC)]]), title=ARABIC))

    assert broken_promises(pdf, profile) == []


# Letters that no face has.


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (CHINESE, "[2 Chinese characters]"),
        ("日本のデータ", "[6 Japanese characters]"),
        ("ไทย", "[3 Thai characters]"),
        ("हिन्दी", "Devanagari character"),
        (chr(0x1F30D), "[earth globe europe-africa]"),
        (chr(0x1F680) * 3, "[rocket, 3 times]"),
        (chr(0x1F1E8) + chr(0x1F1ED), "[flag CH]"),
        (chr(0xE000), "[U+E000]"),
    ],
)
def test_words_stand_for_what_no_face_has(words: str, said: str) -> None:
    assert squeezed(said) in shown(paragraph(f"a {words} b"))


@pytest.mark.slow
def test_one_warning_names_the_scripts_and_what_to_do() -> None:
    made = document(paragraph(CHINESE), paragraph(f"한국 {CHINESE}"))
    typeset(made)

    assert made.warnings == [
        "no face has some letters, so the PDF says in brackets what stands there: Chinese (4), Korean (2); name a font "
        "that has them, as NotoSansCJK-Regular.ttc, with --font or PdfExporter.fonts"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("words", ["a\x00b", "a\u200db", "a\ufe0fb"])
def test_letters_without_a_look_are_left_out_without_a_word(words: str) -> None:
    made = document(paragraph(words))
    typeset(made)

    assert made.warnings == []


@pytest.mark.slow
def test_attached_data_keep_letters_that_no_face_has() -> None:
    reader = PdfReader(io.BytesIO(typeset(read_document(notebook("# T", figure(data=f"name\n{CHINESE}\n"))))))

    assert attachments(reader)["fig-one.csv"] == f"name\n{CHINESE}\n"


@pytest.mark.slow
def test_title_of_the_file_keeps_letters_that_no_face_has() -> None:
    metadata = PdfReader(io.BytesIO(typeset(document(title=CHINESE)))).metadata

    assert metadata is not None
    assert metadata.title == CHINESE


@pytest.mark.slow
def test_address_keeps_letters_that_no_face_has() -> None:
    page = opened(paragraph(within("link", "there", attrs={"url": f"https://example.org/{CHINESE}"}))).pages[0]

    address = page["/Annots"][0].get_object()["/A"]["/URI"].original_bytes.decode("utf-8")
    assert address == f"https://example.org/{CHINESE}"


# Faces that have them.


@pytest.mark.slow
@pytest.mark.parametrize("by", ["file", "folder"])
def test_letters_are_shown_by_a_face_that_is_named(tmp_path: Path, by: str) -> None:
    file = face(tmp_path, CHINESE)
    made = document(paragraph(f"a {CHINESE} b"))
    pdf = typeset(made, fonts=[str(file if by == "file" else tmp_path)])

    assert CHINESE in pdf_text(PdfReader(io.BytesIO(pdf)))
    assert made.warnings == []
    assert broken_promises(pdf, "3a") == []


@pytest.mark.slow
def test_letters_are_shown_by_a_face_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = face(tmp_path, CHINESE)

    class Point:
        def load(self) -> dict[str, str]:
            return {"Made": str(file)}

    monkeypatch.setattr(typefaces, "entry_points", lambda group: [Point()] if group == "fonts_ttf" else [])
    made = document(paragraph(CHINESE))
    typeset(made)

    assert made.warnings == []


def test_package_that_fails_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        def load(self) -> None:
            raise RuntimeError

    monkeypatch.setattr(typefaces, "entry_points", lambda group: [Point()])

    assert typefaces.installed_faces() == []


def test_packages_of_this_kind_are_found() -> None:
    assert importlib.metadata.entry_points(group="fonts_otf")
    assert any("SourceSansPro" in file.name for file in typefaces.installed_faces())


@pytest.mark.slow
def test_letters_that_the_named_face_lacks_are_told(tmp_path: Path) -> None:
    made = document(paragraph(f"{CHINESE}移"))
    typeset(made, fonts=[str(face(tmp_path, CHINESE))])

    assert len(made.warnings) == 1
    assert "Chinese (1)" in made.warnings[0]


@pytest.mark.slow
def test_font_that_typst_cannot_use_is_told_and_its_letters_too(tmp_path: Path) -> None:
    file = face(tmp_path, CHINESE, whole=False)
    made = document(paragraph(CHINESE))
    typeset(made, fonts=[str(file)])

    assert made.warnings[0] == f"the font {file} cannot be used by Typst, so it is left out"
    assert "Chinese (2)" in made.warnings[1]


@pytest.mark.slow
@pytest.mark.parametrize("content", [None, b"no font"])
def test_font_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "none.otf"
    if content is not None:
        file.write_bytes(content)
    made = document(paragraph("x"))
    typeset(made, fonts=[str(file)])

    assert made.warnings == [f"the font {file} is not there or cannot be read, so it is left out"]
