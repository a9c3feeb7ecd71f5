"""The faces of both editions, taken from packages, never from the system."""

from __future__ import annotations

import base64
import io
import shutil
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import font_source_sans_pro
import font_source_serif_pro
import matplotlib

SANS_FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
SERIF_FOLDER = Path(font_source_serif_pro.__file__).parent / "files"

_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0‘’“”–—…•↩−×→"
"""What the template and the script may add to the text of a page."""

_FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "tnum"]
"""What a page asks of its faces: accents in place, kerning, ligatures, figures that line up."""

PDF_FACES = (
    *(SERIF_FOLDER / f"SourceSerifPro-{face}.otf" for face in ("Regular", "It", "Semibold", "Bold", "BoldIt")),
    *(SANS_FOLDER / f"SourceSansPro-{face}.otf" for face in ("Regular", "It", "Semibold", "Bold", "SemiboldIt")),
    Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf",
)
"""One file for each face of the PDF. The last lends letters that the others lack."""


class Face(NamedTuple):
    """One face of a family as CSS names it, and its file."""

    family: str
    weight: int
    style: str
    file: Path


_STRONG = Face("Report Serif", 600, "normal", SERIF_FOLDER / "SourceSerifPro-Semibold.otf")
_STRESSED = Face("Report Serif", 400, "italic", SERIF_FOLDER / "SourceSerifPro-It.otf")
HTML_FACES = (
    Face("Report Serif", 400, "normal", SERIF_FOLDER / "SourceSerifPro-Regular.otf"),
    _STRESSED,
    _STRONG,
    Face("Report Sans", 400, "normal", SANS_FOLDER / "SourceSansPro-Regular.otf"),
    Face("Report Sans", 600, "normal", SANS_FOLDER / "SourceSansPro-Semibold.otf"),
)


def html_faces(text: str, strong: str = "", stressed: str = "") -> str:
    """Return `@font-face` rules that hold the glyphs a page needs.

    Parameters
    ----------
    text : str
        All that the page shows.
    strong, stressed : str
        What of its prose is in bold type, and what in italics; a face of which nothing is set is left out.

    Returns
    -------
    str
        CSS with each face as data.
    """
    letters = dict.fromkeys(HTML_FACES, _letters(_ALWAYS + text))
    letters |= {_STRONG: _letters(strong), _STRESSED: _letters(stressed)}
    return "\n".join(
        f"@font-face {{ font-family: '{face.family}'; font-weight: {face.weight}; font-style: {face.style}; "
        f"font-display: swap; src: url(data:font/woff;base64,{_subset(face.file, wanted)}) format('woff'); }}"
        for face, wanted in letters.items()
        if wanted
    )


def _letters(text: str) -> str:
    """Return the characters of a text, each once, in order."""
    return "".join(sorted(filter(str.isprintable, set(text))))


def copy_pdf_faces(folder: Path) -> None:
    """Copy the PDF's faces into a folder, with no second copy of any, from which Typst might choose."""
    for file in PDF_FACES:
        shutil.copyfile(file, folder / file.name)


def shown(content: Any) -> tuple[Any, list[str]]:
    """Replace what no face of the PDF can show.

    Parameters
    ----------
    content : str, list, tuple, dict or anything else
        Plain data; only its strings are looked at.

    Returns
    -------
    content : same as given
        With each such character as its code point in brackets, and control characters dropped.
    unshown : list of str
        The code points replaced.

    Examples
    --------
    >>> shown({"name": "Tchad " + chr(0x1F642)})
    ({'name': 'Tchad [U+1F642]'}, ['U+1F642'])
    """
    replaced: dict[int, str] = {}
    content = _shown(content, replaced)
    return content, sorted({f"U+{point:04X}" for point, text in replaced.items() if text})


def _shown(content: Any, replaced: dict[int, str]) -> Any:
    if isinstance(content, dict):
        return {key: value if key in {"data", "package"} else _shown(value, replaced) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_shown(part, replaced) for part in content]
    if not isinstance(content, str) or content.startswith("<svg"):
        return content
    for character in set(content) - {"\n", "\t"}:
        point = ord(character)
        if point not in _covered():
            replaced[point] = "" if unicodedata.category(character).startswith("C") else f"[U+{point:04X}]"
    return content.translate(replaced)


@lru_cache(maxsize=1)
def _covered() -> frozenset[int]:
    """Return the code points that some face of the PDF can show."""
    from matplotlib.ft2font import FT2Font

    return frozenset(point for file in PDF_FACES for point in FT2Font(str(file)).get_charmap())


@lru_cache(maxsize=64)
def _subset(file: Path, characters: str) -> str:
    """Cut a font down to some characters, as base64 of a WOFF file; the same characters give the same bytes."""
    from fontTools import subset

    options = subset.Options(
        flavor="woff", recalc_timestamp=False, desubroutinize=True, hinting=False, layout_features=_FEATURES
    )
    buffer = io.BytesIO()
    with subset.load_font(str(file), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters)
        cutter.subset(font)
        subset.save_font(font, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
