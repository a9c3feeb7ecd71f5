"""Rows of a CSV file with a comma too many: put back under their headings where only one way of doing so fits."""

import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from iomreport.catalog.cells import SEPARATOR
from iomreport.missing_migrants import parsing
from iomreport.missing_migrants.layouts import Layout, plain
from iomreport.missing_migrants.vocabulary import CAUSES, OLD_REGIONS, REGIONS

_MOST_JOINED = 3  # commas too many in one row; more leave too many ways
_COUNTS = ("dead", "missing", "total", "survivors", "females", "males", "children")
_NAMES = ("region", "cause", "route", "country", "origin")


class Realigner:
    """Puts rows of a layout with too many cells under their headings, by what each column that is read may hold."""

    def __init__(self, layout: Layout, headings: Sequence[str], sound: Sequence[Sequence[str]], unnamed: int):
        self.layout, self.width, self.unnamed = layout, len(headings), unnamed
        printed = {plain(heading): place for place, heading in reversed(list(enumerate(headings)))}
        self.fields: dict[int, str] = {}
        for field, names in layout.headings.items():
            place = next((printed[plain(name)] for name in names if plain(name) in printed), None)
            if place is not None:
                self.fields.setdefault(place, field)
        self.known = {place: {row[place] for row in sound} for place, field in self.fields.items() if field in _NAMES}

    def realigned(self, row: Sequence[str]) -> list[str] | None:
        """Return the row with as many cells as there are headings, or None if none or several ways fit."""
        # Names that other rows hold are believed before names that no other row has.
        ways = [*self._fitting(row, strict=True)] or [*self._fitting(row, strict=False)]
        if self._readings(ways) > 1:  # a comma within text is followed by a space, one between cells is not
            ways = [(way, joins) for way, joins in ways if all(row[place][:1].isspace() for place in joins)]
        if self._readings(ways) != 1:
            return None
        return max(ways, key=lambda way: sum(row[place][:1].isspace() for place in way[1]))[0]

    def _readings(self, ways: Sequence[tuple[list[str], tuple[int, ...]]]) -> int:
        """Count the ways that differ in a column that is read."""
        return len({tuple(way[place] for place in self.fields) for way, _ in ways})

    def _fitting(self, row: Sequence[str], strict: bool) -> Iterator[tuple[list[str], tuple[int, ...]]]:
        for empty in range(self.unnamed + 1):
            cells = row[: len(row) - empty]
            excess = len(cells) - self.width
            if any(row[len(cells) :]) or not 1 <= excess <= _MOST_JOINED:
                continue
            for joins in itertools.combinations(range(1, len(cells)), excess):
                way, joined = _joined(cells, joins)
                if self.fits(way, joined, strict=strict):
                    yield way, joins

    def fits(self, row: Sequence[str], joined: Collection[int] = (), *, strict: bool = False) -> bool:
        """Tell whether each column that is read holds what it may; what was joined has to be known from elsewhere."""
        return all(
            self._cell_fits(place, field, row[place].strip(), strict or place in joined)
            for place, field in self.fields.items()
        )

    def _cell_fits(self, place: int, field: str, text: str, strict: bool) -> bool:
        if not text or text in self.layout.missing_marks:
            return field not in {"incident_id", "date", "year"}
        if field in _NAMES:
            parts = parsing.parse_names(text).value or ""
            listed = {"region": {*REGIONS, *OLD_REGIONS}, "cause": {*CAUSES}}.get(field, set())
            known = text in self.known[place] or all(part in listed for part in parts.split(SEPARATOR))
            return known or (not strict and field != "cause")
        if field in {"latitude", "longitude"}:
            return parsing.parse_coordinates(f"{text}, 0" if field == "latitude" else f"0, {text}").value is not None
        if field == "incident_id":
            return "," not in text and any(character.isdigit() for character in text)
        if field == "date":
            return parsing.parse_day(text, self.layout.date_forms) is not None
        if field == "source_quality" and text.isdigit():  # several that have run together
            return True
        return field not in _PARSERS or _PARSERS[field](text).value is not None


def _joined(cells: Sequence[str], joins: Sequence[int]) -> tuple[list[str], set[int]]:
    """Join cells with those before them; return the row that results and the places that were joined."""
    way: list[str] = []
    joined = set()
    for place, cell in enumerate(cells):
        if place in joins:
            way[-1] += f",{cell}"
            joined.add(len(way) - 1)
        else:
            way.append(cell)
    return way, joined


_PARSERS: dict[str, Callable[[str], parsing.Cell[Any]]] = {
    **dict.fromkeys(_COUNTS, parsing.parse_count),
    "year": parsing.parse_year,
    "month": parsing.parse_month,
    "coordinates": parsing.parse_coordinates,
    "source_quality": parsing.parse_quality,
    "precision": parsing.parse_precision,
}
