"""What a publication has around its text: title page, heads of chapters, lists of exhibits."""

from __future__ import annotations

import csv
import io
from typing import Any

from iomreport.export.document import Block, Document, plain_text
from iomreport.export.pdf import column_widths

MEASURE = 408.0
"""Width of prose in points: lines of about eighty letters, which the eye finds its way back from."""

BESIDE = 165.0
"""Width of the list of sections in the head of a chapter in points."""

_FEW = 2
"""Sections that a reader sees at once without a list."""

_SHORT = 32
"""Letters of a fact that share a line of the title page with others."""


def furniture(document: Document, margin: float) -> dict[str, Any]:
    """Return what the template shows around the text.

    Parameters
    ----------
    document : Document
        The document.
    margin : float
        Space left and right of the text in points.

    Returns
    -------
    dict
        Plain data: widths, the facts and the skyline of the title page, which chapters hold figures and tables, and the
        numbers of these.
    """
    return {
        "margin": margin,
        "gutter": column_widths.GUTTER,
        "measure": MEASURE,
        "beside": BESIDE,
        "facts": [{**fact, "wide": len(fact["text"]) > _SHORT} for fact in document.front.get("facts", [])],
        "cover": _cover(document),
        "chapters": _chapters(document),
        "numbers": {block.id: block.number for block in document.blocks if block.kind in {"figure", "table"}},
    }


def sections_of(document: Document, chapter: Block) -> list[dict[str, str]]:
    """Return number, title and anchor of the sections of a chapter, which its head lists if there are several."""
    found = [
        {"number": heading.number, "title": plain_text(heading.tokens), "id": heading.id}
        for heading in document.headings
        if heading.level == 2 and heading.number.startswith(f"{chapter.number}.")
    ]
    return found if len(found) > _FEW else []


def _chapters(document: Document) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for block in document.blocks:
        if block.kind == "heading" and block.level == 1:
            found.append({"id": block.id, "kinds": []})
        elif found and block.kind in {"figure", "table"}:
            found[-1]["kinds"].append(block.kind)
    return found


def _cover(document: Document) -> dict[str, Any] | None:
    """Return the heights of the bars on the title page as parts of the highest, and what they are."""
    wanted = document.front.get("cover", {})
    shown = next(
        (block for block in document.blocks if block.kind == "figure" and block.id == wanted.get("figure")), None
    )
    if shown is None:
        return None
    rows = csv.DictReader(io.StringIO(shown.record["data"]))
    values = [
        float(row[wanted["column"]]) for row in rows if all(row[name] == is_ for name, is_ in wanted["rows"].items())
    ]
    if not values or max(values) <= 0:
        return None
    return {
        "values": [value / max(values) for value in values],
        "text": f"The bars above: {shown.label}. {shown.record['title']}.",
    }
