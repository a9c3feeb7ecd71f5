"""Help for those who mistype a name."""

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from iomreport.errors import UnknownNameError

if TYPE_CHECKING:
    import pandas

_MOST_LISTED = 40
_MOST_DIFFERENCES = 3
_LONG = 100
_NOT_TELLING = {"note", "text"}
_SIMILAR = 0.65  # difflib's ratio, whose own default is 0.6


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown name: "; did you mean ...?", or what there is if none is near."""
    known = sorted(known)
    close = closest(name, known)
    if close is not None:
        return f"; did you mean {close!r}?"
    return f"; there is: {', '.join(known)}" if len(known) <= _MOST_LISTED else f"; there are {len(known)} others"


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the name nearest to an unknown one; None if none is near."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=_SIMILAR)
    return close[0] if close else None


def listed(names: Iterable[str]) -> str:
    """Return names in quotes, the last one after "and"."""
    *others, last = map(repr, names)
    return f"{', '.join(others)} and {last}" if others else last


def need_known(kind: str, name: str, known: Iterable[str]) -> None:
    """Refuse a name of some kind that is none of those known, and say which is nearest, or what there is."""
    known = [*known]
    if name not in known:
        raise UnknownNameError(f"no {kind} {name!r}{nearest(str(name), known)}")


def not_found(frame: "pandas.DataFrame", column: str, wanted: Any) -> str:
    """Return the message for those who ask for a value that a column lacks: which there are, or which column has it."""
    message = f"no row has {column} = {wanted!r}"
    elsewhere = [str(other) for other in frame.columns if other != column and (frame[other] == wanted).any()]
    if isinstance(wanted, str) and elsewhere:
        return f"{message}; it stands in the column {elsewhere[0]!r}"
    there = sorted(frame[column].dropna().unique().tolist())
    if not there:
        return f"{message}; the rows have nothing in that column"
    if isinstance(wanted, str) and isinstance(there[0], str):
        folded = {value.casefold(): value for value in there}
        close = closest(wanted.casefold(), folded)
        return message + (f"; did you mean {folded[close]!r}?" if close else nearest(wanted, there))
    if len(there) <= _MOST_LISTED:
        return f"{message}; there is: {', '.join(map(str, there))}"
    return f"{message}; there are {len(there)} others, from {there[0]} to {there[-1]}"


def differing_columns(frame: "pandas.DataFrame") -> str:
    """Return the part of a message that names the columns in which rows differ, with their values."""
    differing = [
        str(column)
        for column in frame.columns
        if frame[column].nunique(dropna=False) > 1
        and not str(column).endswith("_id")
        and column not in _NOT_TELLING
        and frame[column].dtype.kind != "f"
    ]
    parts = []
    for column in differing[:_MOST_DIFFERENCES]:
        values = ", ".join(repr(value) for value in sorted(frame[column].dropna().unique().tolist()))
        parts.append(f"{column} ({values})" if len(values) <= _LONG else column)
    return f"; they differ in {', '.join(parts)}" if parts else ""
