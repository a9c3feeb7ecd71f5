"""Any export of the project as one tidy table, and what had to be repaired for it."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pandas

from iomreport.missing_migrants import parsing
from iomreport.missing_migrants.layouts import Layout, plain
from iomreport.missing_migrants.parsing import Cell, Coordinates, RecordDate
from iomreport.missing_migrants.raw_files import RawTable, read_raw
from iomreport.missing_migrants.repairs import ExportError, Repair

COUNTS = ("dead", "missing", "dead_and_missing", "survivors", "females", "males", "children")

# The columns of the tidy table, in their order, and their types in pandas.
COLUMNS = {
    **dict.fromkeys(("incident_id", "date", "date_precision"), "str"),
    "year": "Int64",
    "region": "str",
    **dict.fromkeys(COUNTS, "Int64"),
    **dict.fromkeys(("cause", "cause_reported", "route", "country", "origin"), "str"),
    **dict.fromkeys(("latitude", "longitude"), "Float64"),
    "source_quality": "Int64",
    "layout": "str",
}
_UNITS = dict.fromkeys(COUNTS, "persons")
_UNITS |= {"latitude": "degrees north", "longitude": "degrees east", "source_quality": "from 1 to 5"}

_FRACTION = re.compile(r"-?[0-9]*\.[0-9]*[1-9][0-9]*")

T = TypeVar("T")
Numbers = list[int | None]
Texts = list[str | None]


@dataclass(frozen=True)
class Reading:
    """An export as it was read.

    Attributes
    ----------
    path : Path
        The file or folder.
    layout : Layout
        Its layout.
    records : pandas.DataFrame
        What `read` returns.
    repairs : tuple of Repair
        What was read otherwise than printed, or kept although it is odd, in the order of the file.
    """

    path: Path
    layout: Layout
    records: pandas.DataFrame
    repairs: tuple[Repair, ...]


def read(path: str | os.PathLike[str]) -> pandas.DataFrame:
    r"""Read any export of the Missing Migrants Project into one tidy table.

    Parameters
    ----------
    path : path-like
        A file as CSV, XLSX or JSON in one of the layouts of `iomreport.missing_migrants.layouts`, or a folder that
        holds one export as several such files.

    Returns
    -------
    pandas.DataFrame
        One row per row of the file, in its order, a missing cell where it states nothing:

        - `incident_id`: the incident; several rows may share one where an export splits it;
        - `date`: when it happened or was found, ISO 8601 text as precise as it is known, with `date_precision` (day,
          month or year); `year`;
        - `region`, `route`, `country` (of the incident): as the project names them, several joined by a semicolon;
          regions until 2021 under today's name where they lay wholly in one of today;
        - `dead`, `missing` (at least), `dead_and_missing`, `survivors`, `females`, `males`, `children`: persons; a few
          are negative in the source;
        - `cause`: of the project's seven categories, several joined by a semicolon; `cause_reported`: as reported, in
          exports older than the categories;
        - `origin`: country of origin, or region of origin or nationality where the layout names no country;
        - `latitude`, `longitude`: degrees north and east;
        - `source_quality`: 1 (one media report) to 5 (official);
        - `layout`: its letter.

        `frame.attrs` holds title, licence and units. All are minimum estimates.

    Raises
    ------
    ExportError
        If the file is no export, or is damaged, cut off or empty: file, what was found and what was expected.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "export.csv")
    ...     _ = file.write_text(
    ...         "id,cause_of_death,affected_nationality,missing,dead,incident_region,date,lat,lon\n"
    ...         "1,Presumed drowning,,12,3,Mediterranean,05/11/2015,36.9,27.3\n"
    ...     )
    ...     frame = read(file)
    >>> frame[["date", "region", "dead_and_missing", "layout"]].values.tolist()
    [['2015-11-05', 'Mediterranean', 15, 'A']]
    """
    return read_with_repairs(path).records


def read_with_repairs(path: str | os.PathLike[str]) -> Reading:
    """Read an export, and return its records with what had to be repaired.

    Parameters
    ----------
    path : path-like
        As for `read`.

    Raises
    ------
    ExportError
        As for `read`; and if the files of a folder are of different layouts.
    """
    path = Path(path)
    raws = read_raw(path)
    letters = sorted({raw.layout.letter for raw in raws})
    if len(letters) > 1:
        raise ExportError(str(path), f"files of the layouts {', '.join(letters)}", "the parts of one export")
    parts = [_tidy(raw) for raw in raws]
    _refuse_incidents_in_two_files(path, raws, [frame for frame, _ in parts])
    records = _in_order(raws, [frame for frame, _ in parts])
    records.attrs = {
        "title": "Missing Migrants Project, records",
        "licence": "CC BY 4.0, IOM Missing Migrants Project",
        "units": dict(_UNITS),
    }
    return Reading(path, raws[0].layout, records, tuple(repair for _, repairs in parts for repair in repairs))


def _in_order(raws: Sequence[RawTable], frames: Sequence[pandas.DataFrame]) -> pandas.DataFrame:
    """Return the records of all parts, those of each file in its order."""
    if len(frames) == 1:
        return frames[0]
    files = {file: place for place, file in enumerate(dict.fromkeys(raw.file for raw in raws))}
    places = [(files[raw.file], number) for raw in raws for number in raw.numbers]
    order = sorted(range(len(places)), key=places.__getitem__)
    return pandas.concat(frames).iloc[order].reset_index(drop=True)


def _refuse_incidents_in_two_files(path: Path, raws: Sequence[RawTable], frames: Sequence[pandas.DataFrame]) -> None:
    """Refuse files that hold an incident both: one of them is a copy, or another export of the same year."""
    where: dict[str, str] = {}
    for raw, frame in zip(raws, frames, strict=True):
        for identifier in frame["incident_id"].dropna().unique():
            first = where.setdefault(identifier, raw.file)
            if first != raw.file:
                found = f"incident {identifier} both in {first} and in {raw.file}"
                raise ExportError(str(path), found, "every incident in one file; take away the copy or the older file")


def _refuse_fractions(columns: "_Columns") -> None:
    """Refuse a copy in which people were divided: sums over it would be those of no export."""
    for field in (*COUNTS, "total"):
        for number, text in zip(columns.raw.numbers, columns.printed(field), strict=True):
            if "." in text and _FRACTION.fullmatch(text.strip()):
                found = f"{text.strip()!r} in row {number}, column {columns.heading(field)}: a part of a person"
                raise ExportError(
                    columns.raw.file, found, "whole numbers of people; this copy was derived, take the export"
                )


def _tidy(raw: RawTable) -> tuple[pandas.DataFrame, list[Repair]]:
    """Return the records of a file as one tidy table, and what had to be repaired, in the order of the file."""
    columns = _Columns(raw)
    _note_headings(columns)
    _refuse_fractions(columns)
    _note_repeated_rows(columns)
    identifiers = _identifiers(columns)
    counts = {field: columns.numbers(field, parsing.parse_count) for field in COUNTS if field != "dead_and_missing"}
    dates = _dates(columns, identifiers)
    totals = _totals(columns, counts["dead"], counts["missing"])
    _note_excess(columns, {"children": counts["children"]}, totals, "more children than dead and missing")
    by_sex = {sex: counts[sex] for sex in ("females", "males")}
    _note_excess(columns, by_sex, totals, "more women and men than dead and missing")
    coordinates = _coordinates(columns)
    causes, reported = _causes(columns, [record.year for record in dates])
    values = {
        "incident_id": identifiers,
        "date": [record.date for record in dates],
        "date_precision": [record.precision for record in dates],
        "year": [record.year for record in dates],
        "region": columns.parsed(
            "region", lambda text: parsing.region_of_today(columns.parse_text("region", text), raw.layout.old_regions)
        ),
        **counts,
        "dead_and_missing": totals,
        "cause": causes,
        "cause_reported": reported,
        **{field: columns.texts(field) for field in ("route", "country", "origin")},
        "latitude": [pair and pair.latitude for pair in coordinates],
        "longitude": [pair and pair.longitude for pair in coordinates],
        "source_quality": columns.numbers("source_quality", parsing.parse_quality),
        "layout": [raw.layout.letter] * len(raw.rows),
    }
    frame = pandas.DataFrame(
        {name: pandas.array(values[name], dtype=kind) for name, kind in COLUMNS.items()}  # type: ignore[call-overload]
    )
    order = {heading: number for number, heading in enumerate(raw.headings)}
    repairs = [*raw.repairs, *columns.repairs]
    return frame, sorted(repairs, key=lambda repair: (repair.row or 0, order.get(repair.column or "", -1)))


class _Columns:
    """The columns of a file by the field that each is read into, and what had to be repaired in their cells."""

    def __init__(self, raw: RawTable):
        self.raw, self.layout = raw, raw.layout
        self.repairs: list[Repair] = []
        self.positions: dict[str, int] = {}
        printed = {plain(heading): position for position, heading in reversed(list(enumerate(raw.headings)))}
        for field, headings in self.layout.headings.items():
            present = [printed[plain(heading)] for heading in headings if plain(heading) in printed]
            if present:
                self.positions[field] = present[0]

    def heading(self, field: str) -> str:
        return self.raw.headings[self.positions[field]]

    def repair(self, row: int | None, column: str | None, found: str, read_as: object, why: str) -> None:
        self.repairs.append(Repair(self.raw.file, row, column, found, "" if read_as is None else str(read_as), why))

    def printed(self, field: str) -> list[str]:
        """Return the cells of a field as printed; empty ones where the file has no such column."""
        if field not in self.positions:
            return [""] * len(self.raw.rows)
        return [row[self.positions[field]] for row in self.raw.rows]

    def parsed(self, field: str, parse: Callable[[str], Cell[T]]) -> list[T | None]:
        """Read a column, each different cell once."""
        printed = self.printed(field)
        cells = {text: parse(text) for text in set(printed)}
        if any(cell.why for cell in cells.values()):
            for number, text in zip(self.raw.numbers, printed, strict=True):
                for why in cells[text].why:
                    self.repair(number, self.heading(field), text, cells[text].value, why)
        return [cells[text].value for text in printed]

    def texts(self, field: str) -> Texts:
        return self.parsed(field, lambda text: self.parse_text(field, text))

    def numbers(self, field: str, parse: Callable[[str], Cell[T]]) -> list[T | None]:
        """Read a column of numbers, whose cells are first read as text."""

        def parse_cleaned(text: str) -> Cell[T]:
            clean = parsing.parse_text(text, self.layout.missing_marks)
            cell = parse(clean.value or "")
            return Cell(cell.value, (*clean.why, *cell.why))

        return self.parsed(field, parse_cleaned)

    def parse_text(self, field: str, text: str) -> Cell[str]:
        """Read a cell as text, taken apart where the layout joins several names in it."""
        parse = parsing.parse_names if field in self.layout.joined else parsing.parse_text
        return parse(text, self.layout.missing_marks)

    def cleaned(self, field: str) -> Texts:
        """Return the cells of a field as text, without a word on what was repaired in them."""
        return [parsing.parse_text(text, self.layout.missing_marks).value for text in self.printed(field)]


def _note_headings(columns: _Columns) -> None:
    layout = columns.layout
    row = None if columns.raw.numbers[0] == 1 else 1  # in JSON every record has its own headings
    slips = set(map(plain, layout.misspelt))
    fields = {columns.heading(field): field for field in reversed(columns.positions)}
    for heading in columns.raw.headings:
        if heading and not layout.knows(plain(heading)):
            columns.repair(row, heading, heading, "", "column that the layout does not have, not read")
        if plain(heading) in slips:
            columns.repair(row, heading, heading, fields.get(heading, ""), "heading printed with a slip")


def _note_repeated_rows(columns: _Columns) -> None:
    """Tell rows that are the same in every cell: a few split incidents are, and so is a copy of a row."""
    seen: set[tuple[str, ...]] = set()
    for number, row in zip(columns.raw.numbers, map(tuple, columns.raw.rows), strict=True):
        if row in seen:
            columns.repair(number, None, "", None, "row that repeats an earlier one in every cell; both are counted")
        seen.add(row)


def _note_excess(columns: _Columns, counts: dict[str, Numbers], totals: Numbers, why: str) -> None:
    """Tell of records that count more people of some kinds than people."""
    first = next(iter(counts))
    for number, total, *parts in zip(columns.raw.numbers, totals, *counts.values(), strict=True):
        given = [part for part in parts if part]
        if given and sum(given) > (total or 0):
            printed = " + ".join(map(str, given))
            columns.repair(number, columns.heading(first), printed, printed, why)


def _identifiers(columns: _Columns) -> Texts:
    identifiers = columns.texts("incident_id")
    if "incident_id" not in columns.positions:
        return identifiers
    seen: set[str] = set()
    for number, identifier in zip(columns.raw.numbers, identifiers, strict=True):
        if identifier is None:
            columns.repair(number, columns.heading("incident_id"), "", None, "record without an identifier")
        elif identifier in seen and columns.layout.letter in {"A", "B", "D1"}:  # the others split incidents
            why = "identifier that an earlier row has too; both are counted"
            columns.repair(number, columns.heading("incident_id"), identifier, identifier, why)
        elif identifier is not None:
            seen.add(identifier)
    return identifiers


def _causes(columns: _Columns, years: Numbers) -> tuple[Texts, Texts]:
    """Read causes: what is none of the seven categories is kept as reported."""
    causes, reported = columns.texts("cause"), columns.texts("cause_reported")
    if columns.layout.letter == "E" and "cause" in columns.positions:
        _keep_as_reported(columns, causes, reported, years)
    for index, cause in enumerate(causes):
        if cause is not None and not parsing.is_category(cause):
            causes[index], reported[index] = None, reported[index] or cause
            why = "cause that is none of the seven; kept as reported"
            columns.repair(columns.raw.numbers[index], columns.heading("cause"), cause, cause, why)
    return causes, reported


def _keep_as_reported(columns: _Columns, causes: Texts, reported: Texts, years: Numbers) -> None:
    """Keep causes as reported in years that were joined with later ones: they state no origins, and free text."""
    origins = columns.cleaned("origin")
    stated = {year for year, origin in zip(years, origins, strict=True) if origin is not None}
    free = {
        year
        for year, cause in zip(years, causes, strict=True)
        if cause is not None and year not in stated and not parsing.is_category(cause)
    }
    for index, year in enumerate(years):
        if year in free:
            causes[index], reported[index] = None, reported[index] or causes[index]
    for year in sorted(free - {None}, key=str):
        why = "year of causes in free text, joined with years of categories; kept as reported"
        columns.repair(None, columns.heading("cause"), str(year), str(year), why)


def _totals(columns: _Columns, dead: Numbers, missing: Numbers) -> Numbers:
    """Read the totals; where none is printed, add the dead and the missing."""
    has_totals = "total" in columns.positions
    heading = columns.heading("total" if has_totals else "dead")
    totals: Numbers = []
    printed = columns.numbers("total", parsing.parse_count)
    for number, total, *parts in zip(columns.raw.numbers, printed, dead, missing, strict=True):
        added = sum(part or 0 for part in parts) if any(part is not None for part in parts) else None
        totals.append(added if total is None else total)
        if totals[-1] is None:
            columns.repair(number, heading, "", None, "record that counts neither dead nor missing")
        elif total is None and has_totals:
            columns.repair(number, heading, "", added, "no total printed; dead and missing added")
        elif total is not None and total != (added or 0):
            columns.repair(number, heading, str(total), total, "the total is not the sum of dead and missing")
    return totals


def _dates(columns: _Columns, identifiers: Texts) -> list[RecordDate]:
    """Read the dates, with the year and month beside them."""
    printed, cleaned = columns.printed("date"), columns.cleaned("date")
    days = {text: parsing.parse_day(text or "", columns.layout.date_forms) for text in set(cleaned)}
    years = columns.numbers("year", parsing.parse_year)
    months = columns.numbers("month", parsing.parse_month)
    precisions = columns.numbers("precision", parsing.parse_precision)
    beside = zip(identifiers, years, months, precisions, strict=True)
    dates = [parsing.date_record(days[text], *stated) for text, stated in zip(cleaned, beside, strict=True)]
    for number, text, record in zip(columns.raw.numbers, printed, dates, strict=True):
        if record.why and ("date" in columns.positions or record.year is None):  # some have months alone
            columns.repair(
                number,
                columns.heading("date" if "date" in columns.positions else "year"),
                text,
                record.date,
                record.why,
            )
    return dates


def _coordinates(columns: _Columns) -> list[Coordinates | None]:
    """Read coordinates printed as text, or in two columns where there are none."""
    coordinates = columns.numbers("coordinates", parsing.parse_coordinates)
    if not {"latitude", "longitude"} <= columns.positions.keys():
        return coordinates
    for index, degrees in enumerate(zip(columns.cleaned("latitude"), columns.cleaned("longitude"), strict=True)):
        if coordinates[index] is None and any(degrees):
            text = ", ".join(degree or "" for degree in degrees)
            cell = parsing.parse_coordinates(text)
            coordinates[index] = cell.value
            for why in cell.why:
                columns.repair(columns.raw.numbers[index], columns.heading("latitude"), text, "", why)
    return coordinates
