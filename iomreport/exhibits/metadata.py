"""The records that exhibits leave in a notebook's outputs and exporters read: plain data, nothing of this package."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict, get_args, get_origin, get_type_hints, is_typeddict

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


_SOURCE_FIELDS = frozenset(["source_id", "title", "producer", "publisher", "date_published", "locator", "url"])
Record = SentenceRecord | FigureRecord | TableRecord


def is_record(value: Any) -> bool:
    """Tell whether something in the metadata of an output is the record of an exhibit, with every source that it cites.

    Examples
    --------
    >>> is_record({"exhibit": "sentence", "parts": [{"text": "A day.", "sources": []}], "sources": []})
    True
    >>> is_record({"exhibit": "sentence"})
    False
    """
    if not any(_fits(value, kind) for kind in get_args(Record)):
        return False
    if any(not set(source) >= _SOURCE_FIELDS for source in value["sources"]):
        return False
    listed = {source.get("source_id") for source in value["sources"]}
    cited = (identifier for part in (*value.get("parts", ()), *value.get("rows", ())) for identifier in part["sources"])
    return listed.issuperset(cited)


def _fits(value: Any, kind: Any) -> bool:
    """Tell whether a value is of one of the types that records are made of."""
    origin, inner = get_origin(kind), get_args(kind)
    if is_typeddict(kind):
        hints = get_type_hints(kind)
        return (
            isinstance(value, Mapping)
            and kind.__required_keys__ <= set(value)
            and all(_fits(value[name], hint) for name, hint in hints.items() if name in value)
        )
    if origin is Literal:
        return value in inner
    if origin is list:
        return isinstance(value, list) and all(_fits(each, inner[0]) for each in value)
    if origin is dict:
        return isinstance(value, Mapping) and all(isinstance(each, str) for pair in value.items() for each in pair)
    return isinstance(value, kind)
