"""The bibliography as CSL-JSON, which reference managers read; `make checksums` writes `data/references.json`."""

import json
from typing import Any

from iomreport.catalog.sources import Source, all_sources


def csl(source: Source) -> dict[str, Any]:
    """Return a source as one CSL-JSON item; its producer is the author, and what is not known is left out."""
    item: dict[str, Any] = {
        "id": source.source_id,
        "type": source.type,
        "title": source.title,
        "author": [{"literal": source.producer}],
    }
    if source.date_published:
        item["issued"] = {"date-parts": [[int(part) for part in source.date_published.split("-")]]}
    given = {
        "publisher": source.publisher,
        "URL": source.url,
        "source": source.locator,
        "note": source.date_note,
        "license": source.licence,
    }
    return item | {key: text for key, text in given.items() if text}


def bibliography() -> str:
    """Return every source as CSL-JSON text, in the order of the identifiers."""
    items = [csl(source) for _, source in sorted(all_sources().items())]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
