"""The row of an export in the table of sources: what is known of it, and no more."""

from __future__ import annotations

import hashlib
from pathlib import Path

from iomreport import formats
from iomreport.missing_migrants.export import Reading
from iomreport.missing_migrants.identity import EUROPE, Identity
from iomreport.missing_migrants.periods import periods
from iomreport.missing_migrants.reading import files_of
from iomreport.missing_migrants.summarize import Row


def source_id(identity: Identity) -> str:
    """Return the identifier that an export's source has, unless the tables know it under another.

    Examples
    --------
    >>> source_id(Identity("2025-09", "", "as said")), source_id(Identity("2026-05-europe", "", "as said"))
    ('iom-missing-migrants-2025-09', 'missing-migrants-europe-2026-05')
    """
    month = identity.export.removesuffix(EUROPE)
    stem = "iom-missing-migrants" if month == identity.export else "missing-migrants-europe"
    return f"{stem}-{month}"


def source_row(reading: Reading, identity: Identity) -> Row:
    """Return what is known of an export as a source: who made it, when it ends, and the digest of the file.

    Where the file was had is for the maintainer to add.

    Parameters
    ----------
    reading : Reading
        The export.
    identity : Identity
        Which export it is.

    Returns
    -------
    dict
        A row of the table `sources` as text.
    """
    last = list(periods(reading).values())[-1].last
    ends = f"records end on {formats.date_text(last)}"
    whole = reading.layout.scope == "world"
    return {
        "source_id": source_id(identity),
        "title": f"Missing Migrants Project, {'export' if whole else 'routes to Europe,'} to {formats.date_text(last)}",
        "producer": "International Organization for Migration" if whole else "A third party, from IOM data",
        "publisher": "",
        "date_published": identity.date,
        "date_published_precision": formats.precision_of(identity.date) if identity.date else "",
        "date_note": "" if identity.date else ends,
        "locator": f"{reading.path.name}, {_digest(reading.path)}",
        "url": "",
        "licence": "CC BY 4.0",
        "type": "dataset",
    }


def _digest(path: Path) -> str:
    """Return the digest of a file, or of the files of a folder one after another."""
    files = files_of(path) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    of = f"SHA-256 of {len(files)} files in the order of their names" if len(files) > 1 else "SHA-256"
    return f"{of} {digest.hexdigest()}"
