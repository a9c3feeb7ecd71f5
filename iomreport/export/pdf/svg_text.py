"""Turn matplotlib's glyph paths back into text, to be found, selected and copied in the PDF.

matplotlib draws each letter of a drawing as a path, and leaves what it wrote in a comment before. Where the PDF has the
face, Typst can set the same letters in the same place.
"""

import re
from html import escape, unescape

from iomreport.export.typefaces import SANS_FOLDER, code_points

_WRITTEN = re.compile(
    r"<!-- (?P<text>[^\n]*?) -->\s*"
    r'<g(?P<style> style="[^"]*")? transform="(?P<place>[^"]*?)scale\((?P<scale>[\d.]+) -(?P=scale)\)">\s*'
    r"(?P<defs><defs>\s*(?:<path[^>]*/>\s*)*</defs>)?"
    r'(?P<letters>(?:\s*<use xlink:href="#[^"]*"(?: transform="translate\([^)]*\)")?/>)+)\s*</g>',
    re.DOTALL,
)
_FACE = re.compile(r'href="#[^"]*?(SourceSansPro-\w+)-[0-9a-f]+"')
_DEFINED = re.compile(r'<path id="([^"]*)"[^>]*/>')
_USED = re.compile(r'(?:href="#|url\(#)([^")]+)')

_UNITS = 100  # size of matplotlib's letters before they are scaled
_WEIGHTS = {"SourceSansPro-Regular": 400, "SourceSansPro-Semibold": 600, "SourceSansPro-Bold": 700}


def paths_to_text(drawing: str) -> str:
    """Return a drawing of matplotlib's with text in place of paths, but for text of which the face lacks a letter."""
    written = _WRITTEN.sub(_text, drawing)
    if written == drawing:
        return drawing
    used = set(_USED.findall(written))
    return _DEFINED.sub(lambda path: path[0] if path[1] in used else "", written)


def _text(match: re.Match[str]) -> str:
    text, letters = unescape(match["text"]), match["letters"]
    faces = _FACE.findall(letters)
    # The face joins "ff" into one letter.
    alike = len(set(faces)) == 1 and len(faces) == letters.count("<use") == len(text.replace("ff", "f"))
    if not alike or faces[0] not in _WEIGHTS or not set(map(ord, text)) <= code_points(SANS_FOLDER / f"{faces[0]}.otf"):
        return match[0]
    return (
        f'{match["defs"] or ""}<text{match["style"] or ""} transform="{match["place"]}scale({match["scale"]})" '
        f'font-family="Source Sans Pro" font-weight="{_WEIGHTS[faces[0]]}" font-size="{_UNITS}" '
        f'xml:space="preserve">{escape(text, quote=False)}</text>'
    )
