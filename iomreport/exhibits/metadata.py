"""The records that exhibits leave in a notebook's outputs and exporters read: plain data, nothing of this package."""

from typing import Literal, NotRequired, TypedDict

METADATA_KEY = "iomreport"  # where they lie in the metadata of an output, and the title page in that of a notebook
SourceRecord = dict[str, str]  # the fields of a source; see `iomreport.catalog.sources.Source`


class Part(TypedDict):
    """A piece of a sentence, the identifiers of its sources, and the exhibit it leads to, if it is a link."""

    text: str
    sources: list[str]
    to: NotRequired[str]


class SentenceRecord(TypedDict):
    """A sentence in pieces."""

    exhibit: Literal["sentence"]
    parts: list[Part]
    sources: list[SourceRecord]


class FigureRecord(TypedDict):
    """All of a chart but the drawing, which is the output's `image/svg+xml`."""

    exhibit: Literal["figure"]
    id: str
    title: str
    alt: str
    notes: list[str]
    sources: list[SourceRecord]
    data: str


class ColumnRecord(TypedDict):
    """Heading of a table's column."""

    label: str
    unit: str
    numeric: bool


class RowRecord(TypedDict):
    """A table's row as shown, and the identifiers of its own sources."""

    cells: list[str]
    sources: list[str]


class TableRecord(TypedDict):
    """A table as shown, and its data as CSV."""

    exhibit: Literal["table"]
    id: str
    caption: str
    columns: list[ColumnRecord]
    rows: list[RowRecord]
    notes: list[str]
    sources: list[SourceRecord]
    data: str


Record = SentenceRecord | FigureRecord | TableRecord
