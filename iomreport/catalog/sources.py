"""One record per source: captions, bibliography and links are all made from it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from iomreport import catalog
from iomreport.catalog.cells import SEPARATOR, records, split_cell
from iomreport.catalog.folders import data_folder
from iomreport.errors import UnknownNameError
from iomreport.suggest import nearest


@dataclass(frozen=True)
class Source:
    """Where a figure comes from.

    Attributes
    ----------
    source_id : str
        Identifier, as in the `source_id` columns of every dataset.
    title, producer, publisher : str
        What it is called, who made it, where it appeared.
    date_published : str
        ISO 8601 date of reduced precision, empty if unknown.
    date_note : str
        What is uncertain about that date.
    locator, url : str
        How to find it.
    licence : str
        Terms of use, in short.
    type : str
        Kind of document, as in CSL-JSON.
    """

    source_id: str
    title: str
    producer: str
    publisher: str
    date_published: str
    date_note: str
    locator: str
    url: str
    licence: str
    type: str

    def record(self) -> dict[str, str]:
        """Return the source as plain data, for an exhibit's metadata."""
        return dict(vars(self))


def all_sources() -> dict[str, Source]:
    """Return every source of the data in use, by its identifier."""
    folder = data_folder()
    return _index(folder, catalog.stamp(folder))


@lru_cache(maxsize=8)
def _index(folder: Path, stamp: tuple[int, ...]) -> dict[str, Source]:
    """Read the sources of a folder once for each `stamp` of its files."""
    wanted = list(Source.__dataclass_fields__)
    return {
        row["source_id"]: Source(**{key: str(row[key] or "") for key in wanted})
        for row in records(catalog.load("sources"))
    }


def get(source_id: str) -> Source:
    """Return one source; `UnknownNameError` suggests the nearest where there is none of that identifier."""
    (source,) = each([source_id])
    return source


def each(identifiers: Iterable[str]) -> list[Source]:
    """Return several sources, in the order asked for; see `get`."""
    known = all_sources()
    try:
        return [known[identifier] for identifier in identifiers]
    except KeyError as missing:
        identifier = missing.args[0]
        raise UnknownNameError(f"no source {identifier!r}{nearest(identifier, known)}") from None


def source_ids_in(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the identifiers that stand in `source_id` cells, each once, in order of appearance."""
    return tuple(dict.fromkeys(source for cell in cells for source in split_cell(cell)))


def without_edition(source_id: str) -> str:
    """Return the identifier of a source without the year or month of its edition, which ends it.

    What follows the year, as in a reprint or a translation, is of another source.
    """
    return re.sub(r"-(?:19|20)\d\d(?:-\d\d)?$", "", source_id)


def join_source_ids(cells: Iterable[str]) -> str:
    """Return one `source_id` cell that names what stands in several, each once."""
    return SEPARATOR.join(source_ids_in(cells))
