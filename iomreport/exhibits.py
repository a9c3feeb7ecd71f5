"""Exhibits: what notebooks show.

A notebook shows no bare chart, frame or string, but a `Figure`, a `Table` or a sentence made by `say`. Each carries
what a reader needs to trust it (title, description, sources, the data drawn) and cannot be made without. It displays
as an ordinary Jupyter mimebundle; the exporters read the same things from the output's metadata.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from iomreport import formats, markup, sources, svg
from iomreport.errors import ExhibitError, UnknownNameError
from iomreport.records import ColumnRecord, FigureRecord, Part, RowRecord, SentenceRecord, TableRecord
from iomreport.rows import csv_text, records
from iomreport.schema import split_cell
from iomreport.suggest import nearest
from iomreport.values import Value

if TYPE_CHECKING:
    import matplotlib.figure
    import pandas

METADATA_KEY = "iomreport"
"""Where an output's metadata keeps the record of the exhibit it shows."""

_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FORMATS = ("text", "number", "date")
Bundle = tuple[dict[str, str], dict[str, Any]]


@dataclass(frozen=True)
class Sentence:
    """A sentence whose every number comes from a dataset; made by `say`.

    Attributes
    ----------
    parts : tuple of Part
        The text in pieces, each with the sources it rests on.
    """

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(part["text"] for part in self.parts)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Identifiers of the sources it rests on, in order of appearance."""
        return tuple(dict.fromkeys(source for part in self.parts for source in part["sources"]))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def __add__(self, following: Sentence) -> Sentence:
        """Join two sentences into a paragraph."""
        return Sentence((*self.parts, _part(" "), *following.parts))

    def _record(self) -> SentenceRecord:
        return {"exhibit": "sentence", "parts": list(self.parts), "sources": _source_records(self.source_ids)}

    def __post_init__(self) -> None:
        _source_records(self.source_ids)  # an unknown source is told here, not when the sentence is shown

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        record = self._record()
        cited = "; ".join(self.source_ids)
        data = {"text/plain": f"{self.text} [{cited}]", "text/html": markup.sentence(record)}
        return data, {METADATA_KEY: record}


@dataclass(frozen=True)
class Reference:
    """A figure or table that a sentence leads to; made by `see`.

    Attributes
    ----------
    id : str
        Identifier of the figure or table.
    """

    id: str


def see(id: str) -> Reference:
    """Return a reference to a figure or table, for a field of `say`; the report puts its number there, as a link.

    Parameters
    ----------
    id : str
        Identifier of the figure or table, as `fig-members`.

    Raises
    ------
    ExhibitError
        If it cannot be the identifier of a figure or table.

    Examples
    --------
    >>> see("fig-members")
    Reference(id='fig-members')
    """
    if not _IDENTIFIER.fullmatch(id):
        raise ExhibitError(f"the id {id!r} of a reference is not made of lower-case words joined by hyphens")
    return Reference(id)


Prose = str | Sentence
"""Text of an exhibit: a string without digits, or a sentence made by `say`."""


def say(template: str, **values: Value | Reference | str) -> Sentence:
    """Make a sentence whose every number comes from a dataset.

    Parameters
    ----------
    template : str
        The sentence with a field in braces for each value: `{start}`, or with a style `{budget:compact}`. It holds no
        digit itself.
    **values : Value, Reference or str
        What the fields stand for. A plain string is for words; it may hold no digit either. A reference, made by `see`,
        leads to a figure or table.

    Returns
    -------
    Sentence
        It shows itself with its sources, which the report turns into citations.

    Raises
    ------
    ExhibitError
        If a digit was typed, a value is missing or unused, or no value brings a source.

    Examples
    --------
    >>> import iomreport
    >>> force = iomreport.pick(iomreport.load("milestones"), "date", milestone_id="constitution-in-force")
    >>> say("The Constitution came into force on {day}.", day=force)
    The Constitution came into force on 30 November 1954.
    """
    parts = []
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError as error:
        raise ExhibitError(f"the sentence {template!r} cannot be read: {error}") from None
    _same_names({name for _, name, _, _ in fields if name is not None}, set(values), template)
    for literal, name, style, _ in fields:
        parts += [_part(_undigited(literal, "the template of a sentence"))] if literal else []
        if name is not None:
            value = values[name]
            if isinstance(value, str):
                parts.append(_part(_undigited(value, f"the value {name!r} of a sentence")))
            elif isinstance(value, Reference):
                parts.append({**_part(value.id), "to": value.id})
            elif isinstance(value, Value):
                parts.append(_part(format(value, style or ""), value.sources))
            else:
                raise ExhibitError(f"{name} is {value!r}; take it from a dataset, as a Value, so that it has a source")
    sentence = Sentence(tuple(parts))
    if not sentence.source_ids:
        raise ExhibitError(f"the sentence {template!r} rests on no value; write it in a Markdown cell instead")
    return sentence


def _part(text: str, source_ids: Sequence[str] = ()) -> Part:
    return {"text": text, "sources": list(source_ids)}


def _same_names(asked: set[str], given: set[str], template: str) -> None:
    if asked - given:
        raise ExhibitError(f"the sentence {template!r} lacks a value for {', '.join(sorted(asked - given))}")
    if given - asked:
        raise ExhibitError(f"the sentence {template!r} has no field for {', '.join(sorted(given - asked))}")


def _undigited(text: str, where: str) -> str:
    if any(character.isdigit() for character in text):
        raise ExhibitError(f"a digit is typed into {where}: {text!r}; take the number from a dataset, as a Value")
    return text


def _prose(text: Prose, where: str) -> str:
    return text.text if isinstance(text, Sentence) else _undigited(text, where)


def _source_records(identifiers: Sequence[str]) -> list[dict[str, str]]:
    return [sources.get(identifier).record() for identifier in identifiers]


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
        _undigited(self.label, "the heading of a column")
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


class _Exhibit:
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
        if not _IDENTIFIER.fullmatch(id):
            raise ExhibitError(f"the id {id!r} of a {self.kind} is not made of lower-case words joined by hyphens")
        lacking = [name for name, text in texts.items() if not str(text).strip()]
        lacking += [] if self._sources_of(sources, data, [*texts.values(), *notes]) else ["sources"]
        if lacking:
            raise ExhibitError(f"the {self.kind} {id!r} lacks {' and '.join(lacking)}: {_CONTRACT[self.kind]}")
        self.id = id
        self.data = data
        self.notes = [_prose(note, f"a note of the {self.kind} {id!r}") for note in notes]
        self.source_ids = self._sources_of(sources, data, [*texts.values(), *notes])
        self._source_records = _source_records(self.source_ids)

    @staticmethod
    def _sources_of(given: Sequence[str], data: pandas.DataFrame, texts: Sequence[Prose]) -> tuple[str, ...]:
        in_texts = [source for text in texts if isinstance(text, Sentence) for source in text.source_ids]
        in_rows = sources.ids_in(data["source_id"].dropna()) if "source_id" in data else ()
        return tuple(dict.fromkeys([*given, *in_texts, *in_rows]))

    @cached_property
    def _csv(self) -> str:
        return csv_text(self.data)


_CONTRACT = {
    "figure": "a figure needs a title (its finding), alt text (what it is, its range, its finding) and sources",
    "table": "a table needs a caption and sources",
}


class Figure(_Exhibit):
    """A chart with all that a reader needs to trust it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The chart, drawn without a title of its own.
    id : str
        Identifier, lower-case words joined by hyphens; links and file names are made from it.
    title : str or Sentence
        What the chart finds. Digits only through `say`.
    alt : str or Sentence
        What the chart is, its range and its finding, for those who do not see it.
    data : pandas.DataFrame
        The very frame that is drawn; its `source_id` column, if any, adds to the sources.
    sources : sequence of str
        Identifiers of further sources.
    notes : sequence of str or Sentence
        What a careful reader should know.

    Raises
    ------
    ExhibitError
        If title, alt text or sources are missing, or a digit was typed into a text.
    """

    kind = "figure"

    def __init__(
        self,
        figure: matplotlib.figure.Figure,
        *,
        id: str,
        title: Prose,
        alt: Prose,
        data: pandas.DataFrame,
        sources: Sequence[str] = (),
        notes: Sequence[Prose] = (),
    ):
        texts = {"title": title, "alt": alt}
        super().__init__(id=id, data=data, texts=texts, notes=notes, sources=sources)
        self.figure = figure
        self.title = _prose(title, f"the title of the figure {id!r}")
        self.alt = _prose(alt, f"the alt text of the figure {id!r}")

    @cached_property
    def _drawing(self) -> str:
        return svg.render(self.figure, self.id)

    def _record(self) -> FigureRecord:
        return {
            "exhibit": "figure",
            "id": self.id,
            "title": self.title,
            "alt": self.alt,
            "notes": self.notes,
            "sources": self._source_records,
            "data": self._csv,
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        record = self._record()
        drawing = self._drawing
        plain = f"Figure {self.id}: {self.title}\n{self.alt}\nSources: {'; '.join(self.source_ids)}"
        data = {"text/plain": plain, "text/html": markup.figure(record, drawing), "image/svg+xml": drawing}
        return data, {METADATA_KEY: record}


class Table(_Exhibit):
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
        self.caption = _prose(caption, f"the caption of the table {id!r}")

    def _rows(self) -> list[RowRecord]:
        return [
            {
                "cells": [column.text(row[column.name]) for column in self.columns],
                "sources": _cell_sources(row),
            }
            for row in records(self.data)
        ]

    def _record(self) -> TableRecord:
        columns: list[ColumnRecord] = [
            {"label": column.label, "unit": column.unit, "numeric": column.format == "number"}
            for column in self.columns
        ]
        return {
            "exhibit": "table",
            "id": self.id,
            "caption": self.caption,
            "columns": columns,
            "rows": self._rows(),
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
        return {"text/plain": plain, "text/html": markup.table(record)}, {METADATA_KEY: record}


def _cell_sources(row: dict[str, Any]) -> list[str]:
    return split_cell(row.get("source_id") or "")
