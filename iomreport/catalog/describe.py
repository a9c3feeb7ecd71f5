"""The help page of a dataset: what there is to know about it, as text for a terminal and as HTML for JupyterLab."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from iomreport import formats
from iomreport.catalog import descriptor
from iomreport.catalog.cells import records, split_cell
from iomreport.catalog.folders import data_folder
from iomreport.catalog.loader import load

if TYPE_CHECKING:
    import pandas

_YEARS = {"year", "year_end"}  # columns that hold a year as a number

# What must be known about rows in which a column has a value.
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


_ASK = "Please cite the source of a figure along with it: column source_id, iomreport.sources_of(frame)."

_STYLE = (
    "<style>.iomreport-help{max-width:70em}.iomreport-help table{margin:0 0 1em}"
    ".iomreport-help caption{caption-side:top;font-weight:600;padding:.5em 0;text-align:left}"
    ".iomreport-help.iomreport-help table :is(th,td){text-align:left;vertical-align:top}"
    ".iomreport-help.iomreport-help .years :is(td,thead th){text-align:right}"
    ".iomreport-help dl{display:grid;gap:0 1em;grid-template-columns:max-content auto}"
    ".iomreport-help dd{margin:0}.iomreport-help summary{cursor:pointer;font-weight:600}"
    ".iomreport-help details{margin:.5em 0}.iomreport-help .scroll{overflow-x:auto}</style>"
)
_MOST_LISTED = 12  # notes and sources, each, in plain text
_NO_ROWS = "·"


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

        lines = []
        for field in self._fields:
            filled = int(self._frame[field["name"]].notna().sum())
            lines.append((field["name"], field["type"], field.get("unit", ""), filled, field["description"]))
        names = ["column", "type", "unit", "filled", "meaning"]
        return pandas.DataFrame(lines, columns=names).set_index("column")

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
        return sorted({source for cell in self._frame["source_id"].dropna().unique() for source in split_cell(cell)})

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
        caveats = []
        for (column, value), text in _CAVEATS.items():
            rows = int((self._frame[column] == value).sum()) if column in self._frame else 0
            caveats += [text.format(rows=rows, all=len(self._frame))] if rows else []
        if "qualifier" in self._frame and self._frame["qualifier"].notna().any():
            hedged = self._frame["qualifier"].dropna()
            words = ", ".join(sorted(set(hedged)))
            caveats.append(f"{len(hedged)} of {len(self._frame)} rows are hedged by their source: {words}.")
        if self.dated_by:
            missing = int(self._frame[self.dated_by].isna().sum())
            caveats += [f"{missing} of {len(self._frame)} rows have no {self.dated_by}."] if missing else []
        return caveats

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
        return _as_text(self)

    def _repr_html_(self) -> str:
        return _as_html(self)


def _span(years: list[str]) -> str:
    """Return what goes before a note: the year, or first and last year, of its rows."""
    known = sorted({year for year in years if year})
    if not known:
        return ""
    return f"{known[0]}: " if len(known) == 1 else f"{known[0]} to {known[-1]}: "


def _decades(page: Description) -> list[tuple[str, list[str]]]:
    """Return the number of rows of each year, ten years to a line."""
    counts = {int(str(year)): int(rows) for year, rows in page.coverage_by_year["rows"].items()}
    if not counts:
        return []
    shown = {year: str(rows or _NO_ROWS) for year, rows in counts.items()}
    first, last = min(counts) // 10, max(counts) // 10
    return [
        (f"{decade}0s", [shown.get(decade * 10 + unit, "") for unit in range(10)]) for decade in range(first, last + 1)
    ]


def _as_text(page: Description) -> str:
    """Return the page as plain text."""
    fields = [(str(name), row["type"], row["unit"], row["meaning"]) for name, row in page.columns.iterrows()]
    width = max(len(name) for name, *_ in fields)
    columns = [
        f"{name:<{width}}  {kind}{f' ({unit})' if unit else ''}  {meaning}" for name, kind, unit, meaning in fields
    ]
    lines = _decades(page)
    wide = max((len(cell) for _, cells in lines for cell in cells), default=0)
    years = [f"{decade}  {'  '.join(cell.rjust(wide) for cell in cells)}".rstrip() for decade, cells in lines]
    parts = [
        [f"{page.name}: {page.title}"],
        [page.text],
        [f"{label}: {text}" for label, text in page.facts],
        columns,
        [f"Rows by {page.dated_by}, years ending in 0 to 9 ({_NO_ROWS} none):", *years] if years else [],
        _listed("Caveats", page.caveats),
        _listed("Notes in the rows", page.notes, "notes"),
        _listed("Sources", [f"{text} {url}".rstrip() for text, url in page.citations], "citations"),
        ["How to cite:", page.how_to_cite, _ASK],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _listed(head: str, texts: Sequence[str], name: str = "") -> list[str]:
    rest = len(texts) - _MOST_LISTED if name else 0
    shown = texts[:_MOST_LISTED] if rest > 0 else texts
    more = [f"- and {rest} more, in .{name}"] if rest > 0 else []
    return [f"{head}:", *(f"- {text}" for text in shown), *more] if texts else []


def html_text(text: str) -> str:
    """Return a text as HTML: escaped, and what is between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _as_html(page: Description) -> str:
    """Return the page as one section of HTML, every text of it escaped."""
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in page.facts)
    sources = [
        f'<a href="{escape(url, quote=True)}">{escape(text)}</a>' if url else escape(text)
        for text, url in page.citations
    ]
    return (
        f'{_STYLE}<section class="iomreport-help"><h3>{escape(page.name)}: {escape(page.title)}</h3>'
        f"<p>{html_text(page.text)}</p><dl>{facts}</dl>{_columns_table(page)}{_years_table(page)}"
        f"{_list('Caveats', map(html_text, page.caveats), is_open=True)}"
        f"{_list('Notes in the rows', map(html_text, page.notes))}{_list('Sources', sources)}"
        f"<h4>How to cite</h4><p>{escape(page.how_to_cite)}</p><p>{escape(_ASK)}</p></section>"
    )


def _columns_table(page: Description) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Column", "Type", "Unit", "Filled", "Meaning"))
    rows = "".join(
        f'<tr><th scope="row">{escape(str(name))}</th>'
        + "".join(f"<td>{html_text(str(cell))}</td>" for cell in row)
        + "</tr>"
        for name, *row in page.columns.itertuples()
    )
    return _table("Columns", "columns", heads, rows)


def _years_table(page: Description) -> str:
    lines = _decades(page)
    if not lines:
        return ""
    heads = '<th scope="col">Decade</th>' + "".join(f'<th scope="col">{unit}</th>' for unit in range(10))
    rows = "".join(
        f'<tr><th scope="row">{decade}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        for decade, cells in lines
    )
    return _table(
        f"Coverage: rows by {page.dated_by}, by the last digit of the year ({_NO_ROWS} none)", "years", heads, rows
    )


def _table(caption: str, kind: str, heads: str, rows: str) -> str:
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption, quote=True)}">'
        f'<table class="{kind}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _list(head: str, items: Iterable[str], *, is_open: bool = False) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    if not lines:
        return ""
    opened = " open" if is_open else ""
    return f"<details{opened}><summary>{head} ({lines.count('<li>')})</summary><ul>{lines}</ul></details>"
