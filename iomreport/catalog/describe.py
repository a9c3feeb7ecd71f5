"""What there is to know about a dataset, gathered for its help page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport.catalog import descriptor, help_page
from iomreport.catalog.cells import records, split_cell
from iomreport.catalog.folders import data_folder
from iomreport.catalog.loader import load

if TYPE_CHECKING:
    import pandas

_YEARS = {"year", "year_end"}
"""Columns that hold a year as a number."""

_CAVEATS = {
    ("status", "conflicting"): "{rows} of {all} rows are conflicting: sources disagree, and the note says how.",
    (
        "status",
        "unverified",
    ): "{rows} of {all} rows are unverified: no sentence, chart or total of the report uses them.",
    ("status", "derived"): "{rows} of {all} rows are derived: worked out from others.",
    ("adopted", "no"): "{rows} of {all} rows are kept beside the reading that the report adopts; "
    "keep those where adopted is yes to count nothing twice.",
}
"""What must be known about rows in which a column has a value."""


def describe(name: str) -> Description:
    """Tell what a dataset holds: columns, units, coverage, sources and licence.

    Parameters
    ----------
    name : str
        One of those that `datasets` lists.

    Returns
    -------
    Description
        Shows itself as text in a terminal and as a page in JupyterLab.

    Raises
    ------
    UnknownNameError
        If there is no such dataset; the message suggests the nearest.

    Examples
    --------
    >>> describe("names").columns.loc["start", "type"]
    'string'
    """
    folder = data_folder()
    frame = load(name)
    return Description(descriptor.read_package(folder), descriptor.resources(folder)[name], frame)


class Description:
    """What a dataset holds, shown as text in a terminal and as a page in JupyterLab.

    Parameters
    ----------
    package, resource : dict
        The Data Package descriptor and the part of it that describes the table.
    frame : pandas.DataFrame
        The table.

    Attributes
    ----------
    name, title, text, licence, version : str
        What the dataset is called and about, its terms of use and version.

    Examples
    --------
    >>> from iomreport import describe
    >>> describe("finance").coverage
    '1952 to 2025'
    >>> int(describe("directors").coverage_by_year.loc[1953, "rows"])
    1
    """

    def __init__(self, package: dict[str, Any], resource: dict[str, Any], frame: pandas.DataFrame):
        self._fields = resource["schema"]["fields"]
        self._frame = frame
        self.name: str = resource["name"]
        self.title: str = resource["title"]
        self.text: str = resource["description"]
        self.licence: str = package["licenses"][0]["title"]
        self.version: str = package["version"]
        self._package = package

    @property
    def columns(self) -> pandas.DataFrame:
        """Columns of the dataset, one per row, with type, unit, filled (rows that have a value) and meaning."""
        import pandas

        lines = [
            {
                "column": field["name"],
                "type": field["type"],
                "unit": field.get("unit", ""),
                "filled": int(self._frame[field["name"]].notna().sum()),
                "meaning": field["description"],
            }
            for field in self._fields
        ]
        return pandas.DataFrame(lines).set_index("column")

    @property
    def coverage(self) -> str:
        """First and last year that the rows speak of, empty where no column holds a date or year."""
        years = [
            str(cell)[:4]
            for field in self._fields
            if field.get("role") == "date" or field["name"] in _YEARS
            for cell in self._frame[field["name"]].dropna()
        ]
        first, last = min(years, default=""), max(years, default="")
        return first if first == last else f"{first} to {last}"

    @property
    def source_ids(self) -> list[str]:
        """Identifiers of the sources that the rows cite, each once, sorted."""
        if self.name == "sources" or "source_id" not in self._frame:
            return []
        return sorted({source for cell in self._frame["source_id"] for source in split_cell(cell)})

    @property
    def dated_by(self) -> str:
        """The column whose years `coverage_by_year` counts: the first that holds a year or date, empty if none does."""
        named = (field["name"] for field in self._fields if field.get("role") == "date" or field["name"] in _YEARS)
        return next(named, "")

    @property
    def coverage_by_year(self) -> pandas.DataFrame:
        """How many `rows` speak of each `year`, from the first to the last; none for a year is a gap."""
        import pandas

        dated = [self.dated_by] if self.dated_by else []
        years = pandas.Series(
            [int(str(cell)[:4]) for column in dated for cell in self._frame[column].dropna()], dtype="Int64"
        )
        every = range(years.min(), years.max() + 1) if len(years) else range(0)
        counted = years.value_counts().reindex(every, fill_value=0).astype("Int64")
        return counted.rename_axis("year").rename("rows").to_frame()

    @property
    def caveats(self) -> list[str]:
        """What a careful reader should know about the rows as a whole, in sentences."""
        told = []
        for (column, value), text in _CAVEATS.items():
            rows = int((self._frame[column] == value).sum()) if column in self._frame else 0
            told += [text.format(rows=rows, all=len(self._frame))] if rows else []
        if "qualifier" in self._frame and self._frame["qualifier"].notna().any():
            hedged = self._frame["qualifier"].dropna()
            words = ", ".join(sorted(set(hedged)))
            told.append(f"{len(hedged)} of {len(self._frame)} rows are hedged by their source: {words}.")
        if self.dated_by:
            missing = int(self._frame[self.dated_by].isna().sum())
            told += [f"{missing} of {len(self._frame)} rows have no {self.dated_by}."] if missing else []
        return told

    @property
    def notes(self) -> list[str]:
        """The notes that stand in the rows, each once and in their order, after the years of the rows."""
        if "note" not in self._frame:
            return []
        years: dict[str, list[str]] = {}
        for row in records(self._frame):
            if row["note"]:
                years.setdefault(row["note"], []).append(str(row.get(self.dated_by) or "")[:4])
        return [f"{_span(found)}{note}" for note, found in years.items()]

    @property
    def citations(self) -> list[tuple[str, str]]:
        """The sources that the rows cite, each as a line of text and its address, by producer and date."""
        from iomreport import formats
        from iomreport.catalog import sources

        known = sources.all_sources() if self.source_ids else {}
        found = [
            (formats.source_text(known[source].record()), formats.address(known[source].url))
            if source in known
            else (source, "")
            for source in self.source_ids
        ]
        return sorted(found)

    @property
    def how_to_cite(self) -> str:
        """The dataset as a line of a bibliography."""
        year, title = str(self._package.get("created", ""))[:4], self._package.get("title", "")
        first = f"The iomreport contributors ({year}). {title}" if year else f"The iomreport contributors. {title}"
        return f"{first.rstrip('. ')}, dataset {self.name}, version {self.version}. {self.licence}."

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The page in short: labels and texts."""
        facts = [
            ("Rows", str(len(self._frame))),
            ("Coverage", self.coverage),
            ("Sources", str(len(self.source_ids) or "")),
            ("Licence", self.licence),
            ("Version", self.version),
        ]
        return [(label, text) for label, text in facts if text]

    def __repr__(self) -> str:
        return help_page.as_text(self)

    def _repr_html_(self) -> str:
        return help_page.as_html(self)


def _span(years: list[str]) -> str:
    """Return what goes before a note: the year, or first and last year, of its rows."""
    known = sorted({year for year in years if year})
    if not known:
        return ""
    return f"{known[0]}: " if len(known) == 1 else f"{known[0]} to {known[-1]}: "
