"""Join the executed notebooks into one report with a title page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import nbformat

from iomreport import catalog, formats

METADATA_KEY = "iomreport"
TITLE = "The International Organization for Migration in figures"
AUTHOR = "The iomreport contributors"
LICENCE = "Creative Commons Attribution 4.0"


def assemble(notebooks: Sequence[Any]) -> Any:
    """Return one notebook that holds the cells of all, each notebook a chapter.

    Parameters
    ----------
    notebooks : sequence of nbformat.NotebookNode
        Executed notebooks in the order of the report; each begins with a first-level heading.

    Returns
    -------
    nbformat.NotebookNode
        With the report's title, date, version and licence in its metadata, where the exporters find them.
    """
    report = nbformat.v4.new_notebook()
    for chapter, notebook in enumerate(notebooks):
        for cell in notebook.cells:
            joined = nbformat.from_dict(cell)
            joined.id = f"{chapter}-{cell.id}"[:64]
            report.cells.append(joined)
    report.metadata[METADATA_KEY] = front_matter()
    return report


def front_matter() -> dict[str, Any]:
    """Return what stands on the title page and in the editions' metadata."""
    closed = catalog.closed_on()
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
        "date": closed,
        "version": catalog.version(),
        "licence": {"name": LICENCE, "url": "https://creativecommons.org/licenses/by/4.0/"},
        "facts": [
            {"label": "Data closed on", "text": formats.date_text(closed)},
            {"label": "Version", "text": catalog.version()},
            {"label": "Licence of text and data", "text": LICENCE},
            {"label": "Cite as", "text": f"{AUTHOR} ({closed[:4]}), {TITLE}, version {catalog.version()}"},
        ],
        "notice": "This is not a publication of the International Organization for Migration, which has neither "
        "commissioned nor reviewed it. Every figure names its source; where sources disagree, both are shown.",
        "colophon": "Made from notebooks with iomreport: each number is computed from the data published beside it.",
    }
