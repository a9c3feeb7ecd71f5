"""Links within a PDF, made once its pages are laid out.

Typst looks up every place that a link leads to while it lays out, finds none of them the first time, and so lays out
everything with a link in it twice. Here a link is first an address such as "#fig-members", and becomes a link to a
place when the places are known.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Name


class Place(NamedTuple):
    """Where an anchor is: its page, the first being 1, and its distance from the left and upper edge in points."""

    anchor: str
    page: int
    left: float
    top: float


def resolved(pdf: bytes, places: Iterable[Place]) -> bytes:
    """Make links to places of those to addresses that begin with "#", and pack the file.

    Parameters
    ----------
    pdf : bytes
        As Typst gives it.
    places : iterable of Place
        Where the anchors are.

    Returns
    -------
    bytes
        The PDF with its many small objects packed together, which makes it about half as large.
    """
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = list(opened.pages)
        found = {b"#" + place.anchor.encode("utf-8"): _destination(pages[place.page - 1], place) for place in places}
        for page in pages:
            for note in page.obj.get("/Annots", ()):
                action = note.get("/A")
                address = bytes(action.URI) if action is not None and "/URI" in action else b""
                if address in found:
                    del note["/A"]
                    note["/Dest"] = found[address]
        opened.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


def _destination(page: pikepdf.Page, place: Place) -> Array:
    upper = float(page.mediabox[3])
    return Array([page.obj, Name.XYZ, round(place.left, 1), round(upper - place.top, 1), None])
