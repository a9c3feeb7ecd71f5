"""One tidy table from a file of any layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from iomreport.missing_migrants import cells, dates
from iomreport.missing_migrants.cells import Cell, Place
from iomreport.missing_migrants.layout import plain
from iomreport.missing_migrants.reading import RawTable
from iomreport.missing_migrants.repairs import Repair

if TYPE_CHECKING:
    import pandas

COLUMNS = {
    "incident_id": "str",
    "date": "str",
    "date_precision": "str",
    "year": "Int64",
    "region": "str",
    "dead": "Int64",
    "missing": "Int64",
    "dead_and_missing": "Int64",
    "survivors": "Int64",
    "females": "Int64",
    "males": "Int64",
    "children": "Int64",
    "cause": "str",
    "cause_reported": "str",
    "route": "str",
    "country": "str",
    "origin": "str",
    "latitude": "Float64",
    "longitude": "Float64",
    "source_quality": "Int64",
    "layout": "str",
}
"""The columns of the tidy table, in their order, and their types in pandas."""

UNITS = {
    **dict.fromkeys(("dead", "missing", "dead_and_missing", "survivors"), "persons"),
    **dict.fromkeys(("females", "males", "children"), "persons"),
    "latitude": "degrees north",
    "longitude": "degrees east",
    "source_quality": "from 1 to 5",
}
"""The unit of each column that has one."""

MISSPELT = "heading printed with a slip"
UNKNOWN_COLUMN = "column that the layout does not have, not read"
NO_IDENTIFIER = "record without an identifier"
NO_COUNT = "record that counts neither dead nor missing"
SUMMED = "no total printed; dead and missing added"
SUM_DIFFERS = "the total is not the sum of dead and missing"
TOO_MANY_CHILDREN = "more children than dead and missing"
TOO_MANY_BY_SEX = "more women and men than dead and missing"

T = TypeVar("T")
Value = str | int | float | None


def tidy(raw: RawTable) -> tuple[pandas.DataFrame, list[Repair]]:
    """Return the records of a file as one tidy table, and what had to be repaired.

    Parameters
    ----------
    raw : RawTable
        The file as rows of text.

    Returns
    -------
    pandas.DataFrame
        One row per row of the file, with the columns of `COLUMNS`.
    list of Repair
        In the order of the file.
    """
    import pandas

    columns = _Columns(raw)
    values = columns.all()
    frame = pandas.DataFrame(
        {name: pandas.array(values[name], dtype=kind) for name, kind in COLUMNS.items()}  # type: ignore[call-overload]
    )
    places = {heading: place for place, heading in enumerate(raw.headings)}
    repairs = [*raw.repairs, *columns.repairs]
    return frame, sorted(repairs, key=lambda repair: (repair.row or 0, places.get(repair.column or "", -1)))


class _Columns:
    """The columns of a file, read one after another; tells of each cell that needed a repair."""

    def __init__(self, raw: RawTable):
        self._raw, self._layout = raw, raw.layout
        self._places: dict[str, int] = {}
        self.repairs: list[Repair] = []
        printed = {plain(heading): place for place, heading in reversed(list(enumerate(raw.headings)))}
        for fed, headings in self._layout.feeds.items():
            there = [printed[plain(heading)] for heading in headings if plain(heading) in printed]
            if there:
                self._places[fed] = there[0]
        self._tell_headings()

    def all(self) -> dict[str, list[Value]]:
        """Read every column of the tidy table."""
        identifiers = self._identifiers()
        counts = {fed: self._counts(fed) for fed in ("dead", "missing", "survivors", "females", "males", "children")}
        dated = self._dates(identifiers)
        totals = self._totals(counts["dead"], counts["missing"])
        self._tell_excess(["children"], counts, totals, TOO_MANY_CHILDREN)
        self._tell_excess(["females", "males"], counts, totals, TOO_MANY_BY_SEX)
        places = self._coordinates()
        causes, reported = self._causes()
        return {
            "incident_id": [*identifiers],
            "date": [record.date for record in dated],
            "date_precision": [record.precision for record in dated],
            "year": [record.year for record in dated],
            "region": [*self._regions()],
            **{fed: [*numbers] for fed, numbers in counts.items()},
            "dead_and_missing": [*totals],
            "cause": [*causes],
            "cause_reported": [*reported],
            **{fed: [*self._names(fed)] for fed in ("route", "country", "origin")},
            "latitude": [place and place.latitude for place in places],
            "longitude": [place and place.longitude for place in places],
            "source_quality": [*self._read("source_quality", self._cleaned(cells.parse_quality))],
            "layout": [self._layout.letter] * len(self._raw.rows),
        }

    def _tell_headings(self) -> None:
        for heading in self._raw.headings:
            if heading and not self._layout.knows(plain(heading)):
                self._tell(self._raw.heading_row, heading, heading, "", UNKNOWN_COLUMN)
            slips = {plain(slip) for slip in self._layout.misspelt}
            fed = next((fed for fed, place in self._places.items() if self._raw.headings[place] == heading), "")
            if plain(heading) in slips:
                self._tell(self._raw.heading_row, heading, heading, fed, MISSPELT)

    def _tell(self, row: int | None, column: str | None, found: str, read_as: object, why: str) -> None:
        read = "" if read_as is None else str(read_as)
        self.repairs.append(Repair(self._raw.file, row, column, found, read, why))

    def _printed(self, fed: str) -> list[str]:
        """Return the cells that feed something as printed; empty ones where the file has no such column."""
        if fed not in self._places:
            return [""] * len(self._raw.rows)
        place = self._places[fed]
        return [row[place] for row in self._raw.rows]

    def _read(self, fed: str, parse: Callable[[str], Cell[T]]) -> list[T | None]:
        """Read a column, each different cell once."""
        printed = self._printed(fed)
        known = {text: parse(text) for text in set(printed)}
        if any(cell.why for cell in known.values()):
            for number, text in zip(self._raw.numbers, printed, strict=True):
                for why in known[text].why:
                    self._tell(number, self._heading(fed), text, _words(known[text].value), why)
        values = {text: cell.value for text, cell in known.items()}
        return [values[text] for text in printed]

    def _heading(self, fed: str) -> str:
        return self._raw.headings[self._places[fed]]

    def _cleaned(self, parse: Callable[[str], Cell[T]]) -> Callable[[str], Cell[T]]:
        """Return a parser of numbers that first reads the cell as text."""

        def read(text: str) -> Cell[T]:
            clean = cells.parse_text(text, self._layout.gaps)
            cell = parse(clean.value or "")
            return Cell(cell.value, (*clean.why, *cell.why))

        return read

    def _names(self, fed: str) -> list[str | None]:
        return self._read(fed, self._named(fed))

    def _named(self, fed: str) -> Callable[[str], Cell[str]]:
        parse = cells.parse_names if fed in self._layout.joining else cells.parse_text
        return lambda text: parse(text, self._layout.gaps)

    def _regions(self) -> list[str | None]:
        named = self._named("region")
        return self._read("region", lambda text: cells.place_region(named(text), self._layout.old_regions))

    def _text(self, fed: str) -> list[str | None]:
        return self._read(fed, lambda text: cells.parse_text(text, self._layout.gaps))

    def _counts(self, fed: str) -> list[int | None]:
        return self._read(fed, self._cleaned(cells.parse_count))

    def _causes(self) -> tuple[list[str | None], list[str | None]]:
        """Read causes: what is none of the seven categories is kept as reported."""
        causes = self._names("cause")
        reported = self._text("cause_reported")
        for place, cause in enumerate(causes):
            if cause is not None and not cells.is_category(cause):
                causes[place], reported[place] = None, reported[place] or cause
                self._tell(self._raw.numbers[place], self._heading("cause"), cause, cause, cells.NO_CATEGORY)
        return causes, reported

    def _identifiers(self) -> list[str | None]:
        identifiers = self._text("incident_id")
        for number, identifier in zip(self._raw.numbers, identifiers, strict=True):
            if identifier is None:
                self._tell(number, self._heading("incident_id"), "", None, NO_IDENTIFIER)
        return identifiers

    def _totals(self, dead: list[int | None], missing: list[int | None]) -> list[int | None]:
        """Read the totals; where none is printed, add the dead and the missing."""
        there = "total" in self._places
        heading = self._heading("total" if there else "dead")
        totals: list[int | None] = []
        for number, total, *parts in zip(self._raw.numbers, self._counts("total"), dead, missing, strict=True):
            together = sum(part or 0 for part in parts) if any(part is not None for part in parts) else None
            totals.append(together if total is None else total)
            if totals[-1] is None:
                self._tell(number, heading, "", None, NO_COUNT)
            elif total is None and there:
                self._tell(number, heading, "", together, SUMMED)
            elif total is not None and total != (together or 0):
                self._tell(number, heading, str(total), total, SUM_DIFFERS)
        return totals

    def _tell_excess(
        self, kinds: Sequence[str], counts: dict[str, list[int | None]], totals: list[int | None], why: str
    ) -> None:
        """Tell of records that count more people of some kinds than people."""
        for number, total, *parts in zip(self._raw.numbers, totals, *(counts[kind] for kind in kinds), strict=True):
            given = [part for part in parts if part]
            if given and sum(given) > (total or 0):
                printed = " + ".join(map(str, given))
                self._tell(number, self._heading(kinds[0]), printed, printed, why)

    def _dates(self, identifiers: list[str | None]) -> list[dates.Dated]:
        """Read the dates, with the year and month beside them."""
        printed, forms = self._printed("date"), self._layout.dates
        cleaned = {text: cells.parse_text(text, self._layout.gaps).value or "" for text in set(printed)}
        days = {text: dates.parse_day(clean, forms) for text, clean in cleaned.items()}
        years, months, exact = (
            self._read(fed, self._cleaned(parse))
            for fed, parse in (
                ("year", dates.read_year),
                ("month", dates.read_month),
                ("precision", dates.read_precision),
            )
        )
        records = []
        for number, text, identifier, *beside in zip(
            self._raw.numbers, printed, identifiers, years, months, exact, strict=True
        ):
            records.append(dates.date_record(days[text], identifier, *beside))
            if records[-1].why:
                self._tell(number, self._heading("date"), text, records[-1].date, records[-1].why)
        return records

    def _coordinates(self) -> list[Place | None]:
        """Read coordinates printed as text, or in two columns where there are none."""
        places = self._read("coordinates", self._cleaned(cells.parse_place))
        if "latitude" not in self._places or "longitude" not in self._places:
            return places
        for place, (north, east) in enumerate(self._apart()):
            if places[place] is None:
                cell = cells.parse_degrees(north, east)
                places[place] = cell.value
                for why in cell.why:
                    self._tell(self._raw.numbers[place], self._heading("latitude"), f"{north}, {east}", "", why)
        return places

    def _apart(self) -> Iterator[tuple[str, str]]:
        gaps = self._layout.gaps
        for texts in zip(self._printed("latitude"), self._printed("longitude"), strict=True):
            north, east = (cells.parse_text(text, gaps).value or "" for text in texts)
            yield north, east


def _words(value: object) -> str:
    """Return a value as a message shows it."""
    if value is None:
        return ""
    return f"{value.latitude}, {value.longitude}" if isinstance(value, Place) else str(value)
