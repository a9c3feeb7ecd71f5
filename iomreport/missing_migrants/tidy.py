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
from iomreport.missing_migrants.repeated import repeated_records

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


def read(path: str | os.PathLike[str], *, leave_out: bool = False) -> pandas.DataFrame:
    r"""Read any export of the Missing Migrants Project into one tidy table.

    Parameters
    ----------
    path : path-like
        A file as CSV, XLSX or JSON in one of the layouts of `iomreport.missing_migrants.layouts`, or a folder that
        holds one export as several such files.
    leave_out : bool
        Leave out rows whose cells fit the headings in no one way, and tell each, instead of refusing the file.

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
    return read_with_repairs(path, leave_out=leave_out).records


def read_with_repairs(path: str | os.PathLike[str], *, leave_out: bool = False) -> Reading:
    """Read an export, and return its records with what had to be repaired.

    Parameters
    ----------
    path : path-like
        As for `read`.
    leave_out : bool
        As for `read`.

    Raises
    ------
    ExportError
        As for `read`; and if the files of a folder are of different layouts.
    """
    path = Path(path)
    raws = read_raw(path, leave_out=leave_out)
    letters = sorted({raw.layout.letter for raw in raws})
    if len(letters) > 1:
        raise ExportError(str(path), f"files of the layouts {', '.join(letters)}", "the parts of one export")
    parts = [_tidy(raw) for raw in raws]
    order = {raw.file: number for number, raw in enumerate(raws)}
    repairs = [*(repair for _, repairs in parts for repair in repairs), *repeated_records(raws)]
    repairs.sort(key=lambda repair: (order[repair.file], repair.row or 0))
    records = pandas.concat([frame for frame, _ in parts], ignore_index=True) if len(parts) > 1 else parts[0][0]
    records.attrs = {
        "title": "Missing Migrants Project, records",
        "licence": "CC BY 4.0, IOM Missing Migrants Project",
        "units": dict(_UNITS),
    }
    return Reading(path, raws[0].layout, records, tuple(repairs))


def _tidy(raw: RawTable) -> tuple[pandas.DataFrame, list[Repair]]:
    """Return the records of a file as one tidy table, and what had to be repaired, in the order of the file."""
    columns = _Columns(raw)
    _note_headings(columns)
    identifiers = _identifiers(columns)
    for field in ("dead", "missing", "total", "survivors", "females", "males", "children"):
        _refuse_fractions(columns, field)
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
        self.positions = self.layout.positions(raw.headings)

    def heading(self, field: str) -> str:
        return self.raw.headings[self.positions[field]]

    def repair(self, row: int | None, column: str, found: str, read_as: object, why: str) -> None:
        self.repairs.append(Repair(self.raw.file, row, column, found, "" if read_as is None else str(read_as), why))

    def printed(self, field: str) -> list[str]:
        """Return the cells of a field as printed; empty ones where the file has no such column."""
        if field not in self.positions:
            return [""] * len(self.raw.rows)
        return [row[self.positions[field]] for row in self.raw.rows]

    def parsed(
        self, field: str, parse: Callable[[str], Cell[T]], printed: Sequence[str] | None = None
    ) -> list[T | None]:
        """Read a column, each different cell once; or other cells of it than those printed."""
        printed = self.printed(field) if printed is None else printed
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


def _note_excess(columns: _Columns, counts: dict[str, Numbers], totals: Numbers, why: str) -> None:
    """Tell of records that count more people of some kinds than people."""
    first = next(iter(counts))
    for number, total, *parts in zip(columns.raw.numbers, totals, *counts.values(), strict=True):
        given = [part for part in parts if part]
        if given and sum(given) > (total or 0):
            printed = " + ".join(map(str, given))
            columns.repair(number, columns.heading(first), printed, printed, why)


def _refuse_fractions(columns: _Columns, field: str) -> None:
    """Refuse parts of people: whoever divides records among causes or months makes them, no export holds any."""
    printed = columns.printed(field)
    for text in {text for text in printed if _FRACTION.fullmatch(text.strip())}:
        row = columns.raw.numbers[printed.index(text)]
        found = f"{text.strip()} people in row {row}, column {columns.heading(field)}: a derived file"
        raise ExportError(columns.raw.file, found, "whole numbers; import the export from which it was made")


def _identifiers(columns: _Columns) -> Texts:
    if "incident_id" not in columns.positions:
        return [None] * len(columns.raw.rows)
    identifiers = columns.texts("incident_id")
    for number, identifier in zip(columns.raw.numbers, identifiers, strict=True):
        if identifier is None:
            columns.repair(number, columns.heading("incident_id"), "", None, "record without an identifier")
    return identifiers


def _causes(columns: _Columns, years: Numbers) -> tuple[Texts, Texts]:
    """Read causes: what is none of the seven categories is kept as reported.

    Years of the website's interface that are joined in one file are read as the years apart: those without any origin
    have causes in free text, even where it happens to be the name of a category.
    """
    causes, reported = columns.texts("cause"), columns.texts("cause_reported")
    if columns.layout.origins_by_year and len(set(years)) > 1:
        with_origin = {year for year, origin in zip(years, columns.cleaned("origin"), strict=True) if origin}
        printed = list(zip(years, columns.printed("cause"), strict=True))
        columns.repairs = [repair for repair in columns.repairs if repair.column != columns.heading("cause")]
        in_words = ["" if year in with_origin else text for year, text in printed]
        named = [text if year in with_origin else "" for year, text in printed]
        causes = columns.parsed("cause", lambda text: columns.parse_text("cause", text), named)
        reported = columns.parsed("cause", parsing.parse_text, in_words)
    for index, cause in enumerate(causes):
        if cause is not None and not parsing.is_category(cause):
            causes[index], reported[index] = None, reported[index] or cause
            why = "cause that is none of the seven; kept as reported"
            columns.repair(columns.raw.numbers[index], columns.heading("cause"), cause, cause, why)
    return causes, reported


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
    field = "date" if "date" in columns.positions else "year"
    printed, cleaned = columns.printed("date"), columns.cleaned("date")
    days = {text: parsing.parse_day(text or "", columns.layout.date_forms) for text in set(cleaned)}
    years = columns.numbers("year", parsing.parse_year)
    months = columns.numbers("month", parsing.parse_month)
    precisions = columns.numbers("precision", parsing.parse_precision)
    beside = zip(identifiers, years, months, precisions, strict=True)
    dates = [parsing.date_record(days[text], *stated) for text, stated in zip(cleaned, beside, strict=True)]
    for number, text, record in zip(columns.raw.numbers, printed, dates, strict=True):
        if record.why and (field == "date" or record.year is None):
            columns.repair(number, columns.heading(field), text, record.date, record.why)
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
