"""Tables: frames with headings, units and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iomreport import formats
from iomreport.catalog.cells import records, split_cell
from iomreport.errors import ExhibitError, UnknownNameError
from iomreport.exhibits import to_html
from iomreport.exhibits.exhibit import Exhibit
from iomreport.exhibits.metadata import METADATA_KEY, ColumnRecord, RowRecord, TableRecord
from iomreport.exhibits.notebook_style import STYLE
from iomreport.exhibits.sentences import Bundle, Prose, prose, undigited
from iomreport.suggest import nearest

if TYPE_CHECKING:
    import pandas

_FORMATS = ("text", "number", "date")


@dataclass(frozen=True, kw_only=True)
class Column:
    """How one column of a frame is shown in a table.

    Attributes
    ----------
    name : str
        Column of the frame.
    label : str
        Heading that readers see.
    unit : str
        Unit, shown under the heading; empty for words and dates.
    format : str
        "text", "number" or "date".
    """

    name: str
    label: str
    unit: str = ""
    format: str = "text"

    def __post_init__(self) -> None:
        undigited(self.label, "the heading of a column")
        undigited(self.unit, "the unit of a column")
        if self.format not in _FORMATS:
            raise ExhibitError(f"no format {self.format!r} for a column{nearest(self.format, _FORMATS)}")

    def text(self, cell: Any) -> str:
        """Return what the table shows for a cell; nothing for a missing one."""
        if cell is None or cell == "":
            return ""
        if self.format == "number":
            return formats.number_text(cell)
        if self.format == "date":
            return formats.date_text(str(cell))
        return str(cell)


class Table(Exhibit):
    """A frame set as a table, with headings, units and sources.

    Parameters
    ----------
    data : pandas.DataFrame
        What to show, one row per row; a `source_id` column becomes the citations of each row.
    id : str
        Identifier, lower-case words joined by hyphens.
    caption : str or Sentence
        What the table shows. Digits only through `say`.
    columns : sequence of Column
        Columns to show, in order; the first one heads the rows.
    sources : sequence of str
        Identifiers of further sources.
    notes : sequence of str or Sentence
        What a careful reader should know.

    Raises
    ------
    ExhibitError
        If caption or sources are missing, or a digit was typed into a text.
    UnknownNameError
        If the frame lacks one of the columns.
    """

    kind = "table"

    def __init__(
        self,
        data: pandas.DataFrame,
        *,
        id: str,
        caption: Prose,
        columns: Sequence[Column],
        sources: Sequence[str] = (),
        notes: Sequence[Prose] = (),
    ):
        super().__init__(id=id, data=data, texts={"caption": caption}, notes=notes, sources=sources)
        for column in columns:
            if column.name not in data:
                raise UnknownNameError(f"no column {column.name!r}{nearest(column.name, map(str, data.columns))}")
        self.columns = tuple(columns)
        self.caption = prose(caption, f"the caption of the table {id!r}")

    def _record(self) -> TableRecord:
        columns: list[ColumnRecord] = [
            {"label": column.label, "unit": column.unit, "numeric": column.format == "number"}
            for column in self.columns
        ]
        rows: list[RowRecord] = [
            {
                "cells": [column.text(row[column.name]) for column in self.columns],
                "sources": split_cell(row.get("source_id") or ""),
            }
            for row in records(self.data)
        ]
        return {
            "exhibit": "table",
            "id": self.id,
            "caption": self.caption,
            "columns": columns,
            "rows": rows,
            "notes": self.notes,
            "sources": self._source_records,
            "data": self._csv,
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        record = self._record()
        lines = [" | ".join(column.label for column in self.columns)]
        lines += [" | ".join(row["cells"]) for row in record["rows"]]
        cited = "; ".join(self.source_ids)
        plain = f"Table {self.id}: {self.caption}\n" + "\n".join(lines) + f"\nSources: {cited}"
        return {"text/plain": plain, "text/html": STYLE + to_html.table(record)}, {METADATA_KEY: record}
