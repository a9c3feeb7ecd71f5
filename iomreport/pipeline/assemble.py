"""Join the executed notebooks into one report with a title page."""

import datetime
import os
from collections.abc import Sequence
from typing import Any

from iomreport import formats
from iomreport.catalog import descriptor, folders
from iomreport.errors import UsageError

TITLE = "The International Organization for Migration in figures"
AUTHOR = "The iomreport contributors"
LICENCE = "Creative Commons Attribution 4.0"


def assemble(notebooks: Sequence[Any], front: dict[str, Any] | None = None) -> Any:
    """Return one notebook that holds the cells of all, each a chapter, and the front matter in its metadata."""
    import nbformat

    from iomreport.exhibits.metadata import METADATA_KEY

    cells = [
        nbformat.NotebookNode({**cell, "id": f"{chapter}-{cell.id}"[:64]})
        for chapter, notebook in enumerate(notebooks)
        for cell in notebook.cells
    ]
    metadata = {METADATA_KEY: front_matter() if front is None else front}
    return nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def front_matter(only: Sequence[str] = ()) -> dict[str, Any]:
    """Return what stands on the title page, with the headings of the chapters if the report holds `only` some.

    Its date is that on which the data were closed, or the one that SOURCE_DATE_EPOCH gives; never the clock's.
    """
    data = descriptor.read_package(folders.data_folder())
    closed, given = data["created"][:10], _date_given()
    dated = [{"label": "Edition of", "text": formats.date_text(given)}] if given else []
    extent = [{"label": "Of the report, only", "text": ", ".join(only)}] if only else []
    return {
        "title": TITLE,
        "subtitle": "How it grew, what it is mandated to do, and what it speaks up for, from its founding to today",
        "series": "An independent, reproducible report",
        "description": "A sourced report on the growth, mandates and advocacy of the International Organization for "
        "Migration, with the data behind every figure.",
        "author": [AUTHOR],
        "publisher": AUTHOR,
        "keywords": ["migration", "International Organization for Migration", "statistics"],
        "language": formats.LANGUAGE,
        "date": given or closed,
        "version": data["version"],
        "licence": {"name": LICENCE, "url": "https://creativecommons.org/licenses/by/4.0/"},
        "facts": [
            *extent,
            *dated,
            {"label": "Data closed on", "text": formats.date_text(closed)},
            {"label": "Version", "text": data["version"]},
            {"label": "Licence of text and data", "text": LICENCE},
            {"label": "Cite as", "text": f"{AUTHOR} ({closed[:4]}), {TITLE}, version {data['version']}"},
        ],
        "cover": {"figure": "fig-members", "column": "members", "rows": {"kind": "rebuilt"}},
        "notice": "This is not a publication of the International Organization for Migration, which has neither "
        "commissioned nor reviewed it. Every figure names its source; where sources disagree, both are shown.",
        "colophon": "Made from notebooks with iomreport: each number is computed from the data published beside it.",
    }


def _date_given() -> str:
    """Return the day that SOURCE_DATE_EPOCH means, as an ISO 8601 date; empty if it is not set."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return ""
    try:
        return datetime.datetime.fromtimestamp(int(given), datetime.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is {given!r}; give it the seconds since 1970, as 1763856000") from None
