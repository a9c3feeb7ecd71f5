"""The sources as the bibliography lists them, each with the places that cite it."""

from collections import Counter
from typing import Any

from iomreport.export.document import Document, cited_by
from iomreport.export.pdf import layout
from iomreport.export.pdf.text_width import NO_BREAK, SANS, breakable
from iomreport.formats import address, source_text

_MOST_PLACES = 3  # that the bibliography names for each source
_MOST_CITED = 0.25  # of all sources by one place: one that cites more tells a reader nothing of any of them


def references(document: Document) -> list[dict[str, Any]]:
    """Return the sources of a document, each with the first places that cite it."""
    places = _telling_places(_places_citing(document))
    return [
        {
            "text": breakable(source_text(source), SANS, layout.SIZES["bibliography"], layout.BIBLIOGRAPHY_WIDTH),
            "url": address(source["url"]),
            "places": places[source["source_id"]][:_MOST_PLACES],
            "elsewhere": len(places[source["source_id"]]) > _MOST_PLACES,
        }
        for source in document.references
    ]


def _places_citing(document: Document) -> dict[str, list[dict[str, str]]]:
    """Return the figures, tables and sections that cite each source, in reading order."""
    found: dict[str, list[dict[str, str]]] = {source["source_id"]: [] for source in document.references}
    section: dict[str, str] | None = None
    for block in document.blocks:
        if block.kind == "heading":
            section = {"id": block.id, "label": f"section{NO_BREAK}{block.number}"}
        if not block.record:
            continue
        place = section if block.kind == "sentence" else {"id": block.id, "label": block.label.replace(" ", NO_BREAK)}
        for source in cited_by(block):
            if place is not None and place not in found[source]:
                found[source].append(place)
    return found


def _telling_places(places: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """Leave out places that cite a great part of all sources, but for a source that no other place cites."""
    cited = Counter(place["id"] for citing in places.values() for place in citing)
    most = max(_MOST_CITED * len(places), 1)
    return {
        source: [place for place in citing if cited[place["id"]] <= most] or citing[:1]
        for source, citing in places.items()
    }
