"""Sentences: text in which every number comes from a dataset."""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from iomreport.catalog import sources
from iomreport.errors import ExhibitError
from iomreport.exhibits import to_html
from iomreport.exhibits.metadata import METADATA_KEY, Part, SentenceRecord
from iomreport.exhibits.values import Value

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")  # what an identifier of an exhibit is made of
Bundle = tuple[dict[str, str], dict[str, Any]]  # what Jupyter shows, by media type, and metadata


@dataclass(frozen=True)
class Sentence:
    """A sentence whose every number comes from a dataset, in pieces with the sources of each; made by `say`."""

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

    def __add__(self, following: "Sentence") -> "Sentence":
        """Join two sentences into a paragraph."""
        return Sentence((*self.parts, _part(" "), *following.parts))

    def _record(self) -> SentenceRecord:
        return {"exhibit": "sentence", "parts": list(self.parts), "sources": source_records(self.source_ids)}

    def __post_init__(self) -> None:
        source_records(self.source_ids)  # an unknown source is refused here, not when the sentence is shown

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        record = self._record()
        cited = "; ".join(self.source_ids)
        data = {"text/plain": f"{self.text} [{cited}]", "text/html": to_html.sentence(record)}
        return data, {METADATA_KEY: record}


@dataclass(frozen=True)
class Reference:
    """A figure or table that a sentence leads to; made by `see`."""

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
    if not IDENTIFIER.fullmatch(id):
        raise ExhibitError(f"the id {id!r} of a reference is not made of lower-case words joined by hyphens")
    return Reference(id)


Prose = str | Sentence  # text of an exhibit: a string without digits, or a sentence made by `say`


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
        parts += [_part(undigited(literal, "the template of a sentence"))] if literal else []
        if name is not None:
            value = values[name]
            if isinstance(value, str):
                parts.append(_part(undigited(value, f"the value {name!r} of a sentence")))
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


def undigited(text: str, where: str) -> str:
    """Return a text if nobody typed a digit into it, and refuse it otherwise."""
    if any(character.isdigit() for character in text):
        raise ExhibitError(f"a digit is typed into {where}: {text!r}; take the number from a dataset, as a Value")
    return text


def prose(text: Prose, where: str) -> str:
    """Return the text of a string without digits or of a sentence."""
    return text.text if isinstance(text, Sentence) else undigited(text, where)


def source_records(identifiers: Sequence[str]) -> list[dict[str, str]]:
    """Return sources as plain data, for an exhibit's metadata; an unknown one is refused."""
    return [source.record() for source in sources.each(identifiers)]
