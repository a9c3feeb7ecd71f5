"""What a publication has before its text: the title page, lists of exhibits, and sections in the heads of chapters."""

import csv
import io
from typing import Any

from iomreport.export.document import Block, Document
from iomreport.export.tokens import plain_text

_FEW_SECTIONS = 2  # which a reader sees at once without a list
_SHORT_FACT = 32  # letters of a fact that shares a line of the title page with others


def facts(document: Document) -> list[dict[str, Any]]:
    """Return the facts of the title page, and whether each needs a line of its own."""
    return [{**fact, "wide": len(fact["text"]) > _SHORT_FACT} for fact in document.front.get("facts", [])]


def sections_of(document: Document, chapter: Block) -> list[dict[str, str]]:
    """Return number, title and anchor of the sections of a chapter, which its head lists if there are several."""
    found = [
        {"number": heading.number, "title": plain_text(heading.tokens), "id": heading.id}
        for heading in document.headings
        if heading.level == 2 and heading.number.startswith(f"{chapter.number}.")
    ]
    return found if len(found) > _FEW_SECTIONS else []


def chapters(document: Document) -> list[dict[str, Any]]:
    """Return the anchor of each chapter, and the kinds of exhibits that it holds."""
    found: list[dict[str, Any]] = []
    for block in document.blocks:
        if block.kind == "heading" and block.level == 1:
            found.append({"id": block.id, "kinds": []})
        elif found and block.kind in {"figure", "table"}:
            found[-1]["kinds"].append(block.kind)
    return found


def cover(document: Document) -> dict[str, Any] | None:
    """Return the heights of the bars on the title page as parts of the highest, and what they show."""
    wanted = document.front.get("cover", {})
    figures = (block for block in document.blocks if block.kind == "figure" and block.id == wanted.get("figure"))
    figure = next(figures, None)
    if figure is None:
        return None
    rows = csv.DictReader(io.StringIO(figure.record["data"]))
    values = [
        float(row[wanted["column"]]) for row in rows if all(row[name] == cell for name, cell in wanted["rows"].items())
    ]
    if not values or max(values) <= 0:
        return None
    return {
        "values": [value / max(values) for value in values],
        "text": f"The bars above: {figure.label}. {figure.record['title']}.",
    }
