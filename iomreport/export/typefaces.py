"""The faces of both editions, taken from packages, never from the system."""

from __future__ import annotations

import base64
import importlib.util
import io
import shutil
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import font_source_sans_pro
import font_source_serif_pro

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

SANS_FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
SERIF_FOLDER = Path(font_source_serif_pro.__file__).parent / "files"

# Found without importing it: only kernels draw.
_MATPLOTLIB = Path(str(importlib.util.find_spec("matplotlib").origin)).parent  # type: ignore[union-attr]

# What the template and the script may add to the text of a page.
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0‘’“”–—…•↩−×→"
# What a page asks of its faces: accents in place, kerning, ligatures, figures that line up.
_FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "tnum"]

_BEGINNINGS = frozenset([b"\0\1\0\0", b"OTTO", b"true", b"ttcf"])
_ENDINGS = frozenset([".ttf", ".otf", ".ttc", ".otc"])

# One file for each face of the PDF, so that Typst has no choice. The last lends letters that the others lack.
PDF_FACES = (
    *(SERIF_FOLDER / f"SourceSerifPro-{face}.otf" for face in ("Regular", "It", "Semibold", "Bold", "BoldIt")),
    *(SANS_FOLDER / f"SourceSansPro-{face}.otf" for face in ("Regular", "It", "Semibold", "Bold", "SemiboldIt")),
    _MATPLOTLIB / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf",
)


class Face(NamedTuple):
    """One face of a family as CSS names it, and its file."""

    family: str
    weight: int
    style: str
    file: Path


_BOLD = Face("Report Serif", 600, "normal", SERIF_FOLDER / "SourceSerifPro-Semibold.otf")
_ITALIC = Face("Report Serif", 400, "italic", SERIF_FOLDER / "SourceSerifPro-It.otf")
HTML_FACES = (
    Face("Report Serif", 400, "normal", SERIF_FOLDER / "SourceSerifPro-Regular.otf"),
    _ITALIC,
    _BOLD,
    Face("Report Sans", 400, "normal", SANS_FOLDER / "SourceSansPro-Regular.otf"),
    Face("Report Sans", 600, "normal", SANS_FOLDER / "SourceSansPro-Semibold.otf"),
)


def html_faces(text: str, bold: str = "", italic: str = "") -> str:
    """Return `@font-face` rules with the glyphs that a page needs: of its text, and of what is bold or italic.

    A face of which nothing is set is left out.
    """
    characters = dict.fromkeys(HTML_FACES, _characters(_ALWAYS + text))
    characters |= {_BOLD: _characters(bold), _ITALIC: _characters(italic)}
    return "\n".join(
        f"@font-face {{ font-family: '{face.family}'; font-weight: {face.weight}; font-style: {face.style}; "
        f"font-display: swap; src: url(data:font/woff;base64,{_subset(face.file, wanted)}) format('woff'); }}"
        for face, wanted in characters.items()
        if wanted
    )


def _characters(text: str) -> str:
    """Return the characters of a text, each once, in order."""
    return "".join(sorted(filter(str.isprintable, set(text))))


def copy_pdf_faces(folder: Path, others: Iterable[Path] = ()) -> None:
    """Copy the faces of the PDF into a folder, and others."""
    for file in PDF_FACES:
        shutil.copyfile(file, folder / file.name)
    for number, file in enumerate(others):
        shutil.copyfile(file, folder / f"other-{number}{file.suffix}")


def named_faces(names: Iterable[str], warnings: list[str]) -> list[Path]:
    """Return the files of faces that are named, or that lie in a folder that is; warn of what is none."""
    found: list[Path] = []
    for name in names:
        path = Path(name).expanduser()
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in _ENDINGS) if path.is_dir() else [path]
        fit = [file for file in files if family_of(file)]
        if not fit:
            warnings.append(f"the font {name} is not there or cannot be read, so it is left out")
        found += fit
    return found


def installed_faces() -> list[Path]:
    """Return the faces that packages offer by the entry points `fonts_ttf` and `fonts_otf`, or as `fontpkg`."""
    found: set[Path] = set()
    for group in ("fonts_ttf", "fonts_otf"):
        for point in entry_points(group=group):
            try:
                offered = point.load()
            except Exception:  # whatever a package of somebody else's does: it has no part in the document
                continue
            found.update(map(Path, offered.values()) if isinstance(offered, Mapping) else ())
    return sorted((file for file in found if family_of(file)), key=lambda file: (file.name, str(file)))


def covered() -> frozenset[int]:
    """Return the code points that some face of the PDF can show."""
    return frozenset().union(*map(code_points, PDF_FACES))


@cache
def family_of(file: Path) -> str:
    """Return the name of the family of a face; nothing for a file that is no face."""
    try:
        with file.open("rb") as opened:
            if opened.read(4) not in _BEGINNINGS:
                return ""
        return str(font(file)["name"].getBestFamilyName() or "") if code_points(file) else ""
    except Exception:  # fontTools fails in many ways on damaged files
        return ""


@cache
def code_points(file: Path) -> frozenset[int]:
    """Return the code points that a face can show."""
    return frozenset(glyph_names(file))


@cache
def glyph_names(file: Path) -> dict[int, str]:
    """Return the name of the glyph for each code point that a face can show."""
    return font(file).getBestCmap()  # type: ignore[no-any-return]


@cache
def font(file: Path) -> TTFont:
    """Return a face, to read from."""
    from fontTools.ttLib import TTFont

    return TTFont(file, lazy=True, fontNumber=0)  # the first of a collection


@lru_cache(maxsize=64)
def _subset(file: Path, characters: str) -> str:
    """Cut a font down to some characters, as base64 of a WOFF file; the same characters give the same bytes."""
    from fontTools import subset

    options = subset.Options(
        flavor="woff", recalc_timestamp=False, desubroutinize=True, hinting=False, layout_features=_FEATURES
    )
    buffer = io.BytesIO()
    with subset.load_font(str(file), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        subset.save_font(font, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
