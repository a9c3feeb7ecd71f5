"""What must be true of the values, beyond what a schema can say; `iomreport check` runs it all."""

from __future__ import annotations

from pathlib import Path

from iomreport import schema
from iomreport.errors import Violation


def names(folder: Path) -> list[str]:
    """Return the names of the tables that a data folder describes."""
    return list(schema.resources(folder))


def breaches(folder: Path) -> list[Violation]:
    """Find every breach of every promise about the tables of a data folder, all in one run.

    Parameters
    ----------
    folder : Path
        A data folder.

    Returns
    -------
    list of Violation
        By table, in the order of the files.
    """
    return list(dict.fromkeys(violation for name in names(folder) for violation in schema.violations(folder, name)))
