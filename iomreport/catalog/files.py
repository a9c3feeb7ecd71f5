"""Datasets as files for other programs, with what they mean beside the rows."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iomreport import catalog
from iomreport.catalog import descriptor
from iomreport.catalog.cells import csv_text, records
from iomreport.catalog.folders import data_folder
from iomreport.errors import UsageError

if TYPE_CHECKING:
    import pandas


def metadata(name: str) -> dict[str, Any]:
    """Return what a dataset means: its description, columns and units, version, licence and sources."""
    from iomreport.catalog.analysis import sources_of

    folder = data_folder()
    package = descriptor.read_package(folder)
    frame = catalog.load(name)
    resource = descriptor.resources(folder)[name]
    cited = sources_of(frame) if name != "sources" else []
    return {
        "name": name,
        "title": resource["title"],
        "description": resource["description"],
        "version": package["version"],
        "licences": package["licenses"],
        "fields": resource["schema"]["fields"],
        "sources": [source.record() for source in cited],
    }


def write_dataset(name: str, kind: str, path: Path) -> list[Path]:
    """Write a dataset as "csv", "json", "excel" or "parquet", and return the files written.

    Metadata go inside; those of CSV to a second file beside it.
    """
    frame, about = catalog.load(name), metadata(name)
    if kind == "csv":
        beside = path.with_name(f"{path.name}.metadata.json")
        contents = {path: csv_text(frame).encode("utf-8"), beside: _as_json(about)}
    else:
        contents = {path: {"json": _json_bytes, "excel": _excel_bytes, "parquet": _parquet_bytes}[kind](frame, about)}
    try:
        for file, content in contents.items():
            file.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
    return list(contents)


def _as_json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, default=_plain) + "\n").encode("utf-8")


def _plain(number: Any) -> int | float:
    """Turn a number of numpy into one of Python."""
    plain: int | float = number.item()
    return plain


def json_text(name: str) -> str:
    """Return a dataset as JSON, metadata first."""
    return _json_bytes(catalog.load(name), metadata(name)).decode("utf-8")


def _json_bytes(frame: pandas.DataFrame, about: dict[str, Any]) -> bytes:
    return _as_json({"metadata": about, "data": records(frame)})


def _excel_bytes(frame: pandas.DataFrame, about: dict[str, Any]) -> bytes:
    import pandas

    overview = pandas.DataFrame(
        [(key, about[key]) for key in ("name", "title", "description", "version")]
        + [("licence", about["licences"][0]["title"])],
        columns=["property", "text"],
    )
    buffer = io.BytesIO()
    with pandas.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": _EXCEL_OPTIONS}) as writer:
        closed = datetime.datetime.fromisoformat(catalog.closed_on())  # in place of the clock: the same bytes each time
        writer.book.set_properties({"title": about["title"], "created": closed})
        frame.to_excel(writer, sheet_name=about["name"], index=False, freeze_panes=(1, 1))
        overview.to_excel(writer, sheet_name="about", index=False)
        pandas.DataFrame(about["fields"])[["name", "type", "description"]].to_excel(
            writer, sheet_name="columns", index=False
        )
        pandas.DataFrame(about["sources"]).to_excel(writer, sheet_name="sources", index=False)
    return buffer.getvalue()


# A text that begins like a formula or an address stays a text.
_EXCEL_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}


def _parquet_bytes(frame: pandas.DataFrame, about: dict[str, Any]) -> bytes:
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), b"iomreport": _as_json(about)})
    buffer = io.BytesIO()
    parquet.write_table(table, buffer)
    return buffer.getvalue()
