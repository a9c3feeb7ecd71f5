"""The bibliography as CSL-JSON, which reference managers read; `make checksums` writes `data/references.json`."""

from __future__ import annotations

import json
from typing import Any

from iomreport.catalog.sources import Source, all_sources


def csl(source: Source) -> dict[str, Any]:
    """Return a source as one CSL-JSON item.

    Parameters
    ----------
    source : Source
        The source.

    Returns
    -------
    dict
        With `id`, `type`, `title`, `author` (the producer, as a literal name), and, where known, `publisher`,
        `issued`, `URL`, `source` (the locator), `note` (what is uncertain about the date) and `license`.

    Examples
    --------
    >>> from iomreport import sources
    >>> csl(sources.get("wikipedia-iom-2014"))["type"]
    'entry-encyclopedia'
    """
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
    """Return every source as CSL-JSON text, in the order of the identifiers.

    Examples
    --------
    >>> json.loads(bibliography())[0]["id"]
    'afp-fourteen-countries-2011'
    """
    items = [csl(source) for _, source in sorted(all_sources().items())]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
