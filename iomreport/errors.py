"""What can go wrong, each said so that the reader knows what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass


class IomreportError(Exception):
    """Base of every error this package raises on purpose."""


class UsageError(IomreportError):
    """The caller asked for something that cannot be given; exit code 2 on the command line."""


class UnknownNameError(UsageError):
    """A dataset, column or source was asked for that does not exist."""


class ExhibitError(UsageError):
    """An exhibit or a sentence was made without what a reader needs to trust it."""


class BuildError(IomreportError):
    """The report could not be built; the last one stays as it was."""


@dataclass(frozen=True)
class BrokenPromise:
    """One place where a table breaks its promise: what was found there, and what was expected."""

    file: str
    row: int | None  # line in the file, the header being line 1; None when the whole table is meant
    column: str | None  # None when the whole row or table is meant
    found: str
    expected: str

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column is not None:
            where.append(f"column {self.column}")
        return f"{', '.join(where)}: found {self.found}; expected {self.expected}"


class DataError(IomreportError):
    """A table breaks its schema or its promises about values; all that was found, in the order of the file."""

    shown = 20

    def __init__(self, broken_promises: Sequence[BrokenPromise]):
        self.broken_promises = tuple(broken_promises)
        lines = [str(broken) for broken in self.broken_promises[: self.shown]]
        if len(self.broken_promises) > self.shown:
            lines.append(f"... and {len(self.broken_promises) - self.shown} more")
        super().__init__("\n".join(lines))
