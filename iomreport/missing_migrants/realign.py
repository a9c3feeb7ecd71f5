"""Rows of a CSV file with commas too many: put back under their headings, if that can be done in one way alone."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from iomreport.missing_migrants import parsing
from iomreport.missing_migrants.layouts import Layout
from iomreport.missing_migrants.vocabulary import OLD_REGIONS, REGIONS

T = TypeVar("T")

_IDENTIFIERS_END = 24  # characters that no identifier has more of


def _is_identifier(text: str) -> bool:
    return bool(text) and len(text) <= _IDENTIFIERS_END and not any(mark in text for mark in " ,")


def _is_degrees(text: str) -> bool:
    return not text or parsing.parse_coordinates(f"0, {text}").value is not None


def _read_by(parse: Callable[[str], parsing.Cell[T]]) -> Callable[[str], bool]:
    return lambda text: not text or parse(text).value is not None


class Realigner:
    """What puts the cells of a row under the headings of its file.

    Parameters
    ----------
    layout : Layout
        The layout of the file.
    positions : mapping
        The fields that are read, and in which column each stands.
    regions : collection of str
        Regions that stand in the sound rows of the file.
    """

    def __init__(self, layout: Layout, positions: Mapping[str, int], regions: Collection[str]):
        self.layout, self.positions = layout, positions
        known = {*regions, *REGIONS, *OLD_REGIONS}
        counts = ("dead", "missing", "total", "survivors", "females", "males", "children")
        self.kinds: dict[str, Callable[[str], bool]] = {
            "incident_id": _is_identifier,
            "region": known.__contains__,
            "date": lambda text: not text or parsing.parse_day(text, layout.date_forms) is not None,
            "year": _read_by(parsing.parse_year),
            "month": _read_by(parsing.parse_month),
            **dict.fromkeys(counts, _read_by(parsing.parse_count)),
            "coordinates": _read_by(parsing.parse_coordinates),
            **dict.fromkeys(("latitude", "longitude"), _is_degrees),
            "source_quality": lambda text: not text or text.replace(",", "").isdigit(),
        }

    def realigned(self, row: Sequence[str], widths: Collection[int]) -> list[str] | None:
        """Return a row with neighbouring cells joined to one, so that it is as wide as a sound one.

        None if no way makes every cell that is read fit its kind, or several do that read differently.
        """
        found: dict[tuple[str, ...], list[str]] = {}
        for width in widths:
            surplus = len(row) - width
            for place in range(width) if surplus > 0 else ():
                joined = [*row[:place], ",".join(row[place : place + surplus + 1]), *row[place + surplus + 1 :]]
                if self._fits(joined):
                    found.setdefault(tuple(joined[column] for column in self.positions.values()), joined)
        return next(iter(found.values())) if len(found) == 1 else None

    def _fits(self, row: Sequence[str]) -> bool:
        cells = {field: row[column].strip() for field, column in self.positions.items()}
        cells = {field: "" if cell in self.layout.missing_marks else cell for field, cell in cells.items()}
        if not all(fits(cells[field]) for field, fits in self.kinds.items() if field in cells):
            return False
        if cells.get("total"):  # numbers that have slipped by a column hardly add up
            parts = (parsing.parse_count(cells.get(part, "")).value for part in ("dead", "missing"))
            return sum(part or 0 for part in parts) == parsing.parse_count(cells["total"]).value
        return True
