"""What figures and tables have in common."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, overload

from iomreport.catalog import sources
from iomreport.catalog.cells import csv_text
from iomreport.errors import ExhibitError, UsageError
from iomreport.exhibits import frame_display
from iomreport.exhibits.sentences import IDENTIFIER, Prose, Sentence, prose, source_records

if TYPE_CHECKING:
    import pandas


class Exhibit:
    """What figures and tables have in common: identity, sources, notes and the frame shown."""

    kind = ""

    def __init__(
        self,
        *,
        id: str,
        data: pandas.DataFrame,
        texts: dict[str, Prose],
        notes: Sequence[Prose],
        sources: Sequence[str],
    ):
        frame_display.register_where_running()
        if not IDENTIFIER.fullmatch(id):
            raise ExhibitError(f"the id {id!r} of a {self.kind} is not made of lower-case words joined by hyphens")
        lacking = [name for name, text in texts.items() if not str(text).strip()]
        self.source_ids = self._sources_of(sources, data, [*texts.values(), *notes])
        lacking += [] if self.source_ids else ["sources"]
        if lacking:
            raise ExhibitError(f"the {self.kind} {id!r} lacks {' and '.join(lacking)}: {_CONTRACT[self.kind]}")
        self.id = id
        self.data = data
        self.notes = [prose(note, f"a note of the {self.kind} {id!r}") for note in notes]
        self._source_records = source_records(self.source_ids)

    @staticmethod
    def _sources_of(given: Sequence[str], data: pandas.DataFrame, texts: Sequence[Prose]) -> tuple[str, ...]:
        in_texts = [source for text in texts if isinstance(text, Sentence) for source in text.source_ids]
        in_rows = sources.source_ids_in(data["source_id"].dropna().unique()) if "source_id" in data else ()
        return tuple(dict.fromkeys([*given, *in_texts, *in_rows]))

    @cached_property
    def _csv(self) -> str:
        return csv_text(self.data)

    @overload
    def to_csv(self, path: None = None) -> str: ...

    @overload
    def to_csv(self, path: str | Path) -> None: ...

    def to_csv(self, path: str | Path | None = None) -> str | None:
        """Return the frame shown as CSV, or write it to a file.

        Parameters
        ----------
        path : str or Path, optional
            The file to write, as UTF-8.

        Returns
        -------
        str or None
            The text, if no file is named. No cell of it can start a spreadsheet formula.

        Raises
        ------
        UsageError
            If the file cannot be written.
        """
        if path is None:
            return self._csv
        write_file(Path(path), self._csv.encode("utf-8"))
        return None


def write_file(path: Path, content: bytes) -> None:
    """Write a file; `UsageError` says why it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error


_CONTRACT = {
    "figure": "a figure needs a title (its finding), alt text (what it is, its range, its finding) and sources",
    "table": "a table needs a caption and sources",
}
