"""An export read: its records as one tidy table, and what had to be repaired."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iomreport.missing_migrants.layout import Layout
from iomreport.missing_migrants.reading import read_raw
from iomreport.missing_migrants.repairs import ExportError, Repair
from iomreport.missing_migrants.tidy import UNITS, tidy

if TYPE_CHECKING:
    import pandas


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
    r"""Read an export, and tell what had to be repaired.

    Parameters
    ----------
    path : path-like
        As for `read`.

    Returns
    -------
    Reading
        The records with their layout and every repair.

    Raises
    ------
    ExportError
        As for `read`; and if the files of a folder are of different layouts.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "export.csv")
    ...     _ = file.write_text(
    ...         "id,cause_of_death,affected_nationality,missing,dead,incident_region,date,lat,lon\n"
    ...         '1,Drowning,,"1,022",,Mediterranean,18/04/2015,35.0,14.7\n'
    ...     )
    ...     reading = read_with_repairs(file)
    >>> print(*reading.repairs)
    export.csv, row 2, column missing: found '1,022', read as '1022': number with thousands commas
    """
    import pandas

    path = Path(path)
    raws = read_raw(path)
    letters = sorted({raw.layout.letter for raw in raws})
    if len(letters) > 1:
        raise ExportError(str(path), f"files of the layouts {', '.join(letters)}", "the parts of one export")
    parts = [tidy(raw) for raw in raws]
    records = pandas.concat([frame for frame, _ in parts], ignore_index=True) if len(parts) > 1 else parts[0][0]
    records.attrs = {
        "title": "Missing Migrants Project, records",
        "licence": "CC BY 4.0, IOM Missing Migrants Project",
        "units": dict(UNITS),
    }
    return Reading(path, raws[0].layout, records, tuple(repair for _, repairs in parts for repair in repairs))
