"""Links within a PDF, made once its pages are laid out.

Typst looks up every place that a link leads to while it lays out, finds none of them the first time, and so lays out
everything with a link in it twice. Here a link is first an address such as "#fig-members", and becomes a link to a
place when the places are known.
"""

import io
from collections.abc import Iterable
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Name

from iomreport.export.pdf.packing import packed


class Target(NamedTuple):
    """Where an anchor is: its page, the first being 1, and its distance from the left and upper edge in points."""

    anchor: str
    page: int
    left: float
    top: float


def resolve(pdf: bytes, targets: Iterable[Target]) -> bytes:
    """Make links to places of those to addresses that begin with "#", and pack the file."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = list(opened.pages)
        found = {b"#" + target.anchor.encode(): _destination(pages[target.page - 1], target) for target in targets}
        for page in pages:
            for note in page.obj.get("/Annots", ()):
                action = note.get("/A")
                address = bytes(action.URI) if action is not None and "/URI" in action else b""
                if address in found:
                    del note["/A"]
                    note["/Dest"] = found[address]
        return packed(opened)


def _destination(page: pikepdf.Page, target: Target) -> Array:
    upper = float(page.mediabox[3])
    return Array([page.obj, Name.XYZ, round(target.left, 1), round(upper - target.top, 1), None])
