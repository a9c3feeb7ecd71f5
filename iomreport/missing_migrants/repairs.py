"""What was not taken as it stands in an export, cell by cell, and the refusal of a file that cannot be read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from iomreport.errors import UsageError

_MOST_SHOWN = 80  # characters of a cell that a message shows
_MOST_OF_REASON = 200  # characters of another library's reason, in a message of one line


@dataclass(frozen=True, slots=True)
class Repair:
    """One cell that was read otherwise than it is printed, or kept although something is odd about it."""

    file: str
    # The headings are row 1; in JSON it is the number of the record. None when a column or the whole file is meant.
    row: int | None
    column: str | None  # heading, as printed; None when the file as a whole is meant
    found: str  # empty for missing
    read_as: str  # empty for missing
    why: str  # the kind of repair

    def __str__(self) -> str:
        cell = [self.file]
        if self.row is not None:
            cell.append(f"row {self.row}")
        if self.column is not None:
            cell.append(f"column {self.column}")
        if not self.found and not self.read_as:
            return f"{', '.join(cell)}: {self.why}"
        read = f"read as {shown(self.read_as)}" if self.read_as else "left missing"
        outcome = "kept" if self.read_as == self.found else read
        return f"{', '.join(cell)}: found {shown(self.found)}, {outcome}: {self.why}"


class ExportError(UsageError):
    """A file is no export that can be read; the message says what was found and what was expected."""

    def __init__(self, file: str, found: str, expected: str):
        self.file, self.found, self.expected = file, found, expected
        super().__init__(f"{file}: found {found}; expected {expected}")


def shown(text: str) -> str:
    """Return a cell as a message shows it: on one line, quoted, cut when long."""
    return repr(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…")


def reason_of(error: Exception) -> str:
    """Return what another library says, on one line."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:_MOST_OF_REASON]


def count_by_kind(repairs: Iterable[Repair]) -> dict[str, int]:
    """Count repairs by their kind, the most frequent first.

    Examples
    --------
    >>> count_by_kind([Repair("x.csv", 2, "Number Dead", "1,022", "1022", "thousands commas")])
    {'thousands commas': 1}
    """
    return dict(sorted(Counter(repair.why for repair in repairs).items(), key=lambda pair: (-pair[1], pair[0])))
