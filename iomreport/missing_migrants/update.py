"""An export written into a data folder: what changes, what stays, and what the maintainer has to do next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from iomreport import formats
from iomreport.catalog import descriptor
from iomreport.catalog.folders import data_folder
from iomreport.errors import UsageError
from iomreport.missing_migrants import provenance
from iomreport.missing_migrants.description import describe
from iomreport.missing_migrants.export import Reading
from iomreport.missing_migrants.identity import Identity
from iomreport.missing_migrants.notes import MORE_THAN_ONE, NOT_STATED
from iomreport.missing_migrants.summarize import COUNTS, Row, deaths_rows, revision_rows
from iomreport.missing_migrants.tables import TextTable, merge, read_table
from iomreport.missing_migrants.vocabulary import COUNTRY_CODES

_BY_HAND = ("export_date", "export_date_precision", "status", "note", "source_id")
"""Columns of `deaths_revisions` that a maintainer may have written: they stay when an export is read again."""


@dataclass(frozen=True)
class Update:
    """What an export changes in a data folder.

    Attributes
    ----------
    folder : Path
        The data folder.
    files : dict
        From each file that changes to what it will hold.
    told : tuple of str
        What changes and what stays, in sentences.
    next_steps : tuple of str
        What is left for the maintainer to do.
    """

    folder: Path
    files: dict[Path, bytes]
    told: tuple[str, ...]
    next_steps: tuple[str, ...]


def plan(reading: Reading, identity: Identity, folder: Path) -> Update:
    """Say what an export changes in a data folder, and change nothing yet.

    Its yearly totals are put into `deaths_revisions`, in place of those of the same export and year. `deaths` holds one
    export, and is replaced by this one only if nothing is lost by it: if it covers the world, is no older than the one
    that is there, and covers all its years and breakdowns, each year at least as far. Otherwise it stays.

    Parameters
    ----------
    reading : Reading
        The export.
    identity : Identity
        Which export it is.
    folder : Path
        A data folder. Tables that it does not hold are taken from the data in use; of those, `deaths` is made anew.

    Returns
    -------
    Update
        The files that change, with what they will hold.

    Raises
    ------
    UsageError
        If a table that is there cannot be read, or the tables know the export in another layout.
    """
    history = table_of(folder, "deaths_revisions")
    source = _known_source(reading, identity, history) or provenance.source_id(identity)
    changes, told = _revised(reading, identity, source, history)
    files = {folder / "deaths_revisions.csv": history.text(merge(history, changes, "revision_id", ("year", "export")))}
    deaths, content, sentence = _deaths(reading, identity, source, folder)
    files |= {folder / "deaths.csv": content} if content else {}
    added = _added_source(reading, identity, source, folder)
    files |= {folder / "sources.csv": added} if added else {}
    package = folder / "datapackage.json"
    if package.is_file():
        descriptor.read_package(folder)  # refuses what is no JSON
        revisions = {row["revision_id"]: row for row in history.rows} | changes
        files[package] = describe(package.read_text(encoding="utf-8"), deaths, [*revisions.values()]).encode("utf-8")
    changed = {path: content for path, content in files.items() if not _holds(path, content)}
    next_steps = _next_steps(folder, source if added else "", deaths, [*changes.values()]) if changed else ()
    return Update(folder, changed, (sentence, *told), tuple(next_steps))


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def table_of(folder: Path, name: str) -> TextTable:
    """Read a table of a data folder, or of the data in use where the folder does not hold it.

    Parameters
    ----------
    folder : Path
        A data folder, which need not exist yet.
    name : str
        Name of the table.

    Returns
    -------
    TextTable
        With all columns that its schema names.

    Raises
    ------
    UsageError
        If it cannot be read, or lacks a column.

    Examples
    --------
    >>> from iomreport.catalog.folders import shipped_data_folder
    >>> table_of(shipped_data_folder(), "deaths_revisions").columns[:2]
    ('revision_id', 'year')
    """
    own = folder / f"{name}.csv"
    described = descriptor.resources(data_folder())
    if name not in described:
        raise UsageError(f"{data_folder()} describes no table {name!r}")
    fields = described[name]["schema"]["fields"]
    path = own if own.is_file() else descriptor.table_path(data_folder(), name)
    return read_table(path, [field["name"] for field in fields])


def _known_source(reading: Reading, identity: Identity, history: TextTable) -> str:
    """Return the source under which the tables know the export, if they do; refuse another layout under its name."""
    known = [row for row in history.rows if row["export"] == identity.export]
    others = {row["layout"] for row in known} - {reading.layout.letter}
    if others:
        raise UsageError(
            f"export {identity.export} is known in layout {others.pop()}, and {reading.path.name} is of layout "
            f"{reading.layout.letter}; say with --export to which month it belongs"
        )
    return known[0]["source_id"] if known else ""


def _revised(reading: Reading, identity: Identity, source: str, history: TextTable) -> tuple[dict[str, Row], list[str]]:
    """Return the yearly totals that are new or have changed by their identifier, and sentences on them."""
    date = next((row["export_date"] for row in history.rows if row["export"] == identity.export), identity.date)
    rows = revision_rows(reading, export=identity.export, export_date=date, source_id=source)
    before = {row["revision_id"]: row for row in history.rows}
    changes: dict[str, Row] = {}
    told = []
    for row in rows:
        name, old = row["revision_id"], before.get(row["revision_id"])
        if old is None:
            changes[name] = row
            continue
        differing = [column for column in row if column not in _BY_HAND and row[column] != old[column]]
        if differing:
            changes[name] = row | {column: old[column] or row[column] for column in _BY_HAND}
            told += [f"{name}, {column}: {old[column]!r} becomes {row[column]!r}" for column in differing]
    new, same = sum(name not in before for name in changes), len(rows) - len(changes)
    return changes, [f"deaths_revisions: {new} rows added, {len(changes) - new} replaced, {same} as they were", *told]


def _deaths(reading: Reading, identity: Identity, source: str, folder: Path) -> tuple[list[Row], bytes | None, str]:
    """Return the rows of deaths there will be, what the file will hold if it changes, and a sentence on it."""
    countries = table_of(folder, "countries").rows
    codes = {row["name_en"]: row["country_code"] for row in countries}
    codes |= {name: code for name, code in COUNTRY_CODES.items() if code in codes.values()}
    deaths = deaths_rows(reading, export=identity.export, source_id=source, codes=codes)
    held = table_of(folder, "deaths")
    before = held.rows if (folder / "deaths.csv").is_file() else []
    loss = next(_losses(reading, before, deaths), "")
    if loss:
        stays = f"stays with export {before[0]['export']}" if before else "is not written"
        return before, None, f"deaths: {stays}, as this one {loss}"
    content = _replaced(held, deaths)
    former = f", in place of {len(before):,} of export {before[0]['export']}" if before else ""
    former = ", as they were" if _holds(folder / "deaths.csv", content) else former
    return deaths, content, f"deaths: {len(deaths):,} rows of export {identity.export}{former}"


def _losses(reading: Reading, before: Sequence[Row], after: Sequence[Row]) -> Iterator[str]:
    """Tell what would be lost if the deaths were replaced."""
    if reading.layout.scope != "world":
        yield f"covers {reading.layout.scope} alone"
    if not before:
        return
    if after[0]["export"] < before[0]["export"]:
        yield "is older"
    ends = {row["year"]: row["period_end"] for row in after}
    missing = sorted({row["year"] for row in before} - ends.keys())
    if missing:
        yield f"lacks {', '.join(missing)}"
    for row in before:
        if row["year"] in ends and ends[row["year"]] < row["period_end"]:
            yield f"ends {row['year']} with {formats.date_text(ends[row['year']])}"
    breakdowns: dict[str, set[str]] = defaultdict(set)
    for row in after:
        breakdowns[row["year"]].add(row["breakdown"])
    for row in before:
        if row["breakdown"] not in breakdowns[row["year"]]:
            yield f"has no {row['breakdown']} in its records of {row['year']}"


def _replaced(held: TextTable, deaths: Sequence[Row]) -> bytes:
    """Return the table of deaths; a row whose numbers are the same keeps its text, with what was noted on it."""
    lines = {row["death_id"]: (row, line) for row, line in zip(held.rows, held.lines, strict=True)}
    same = ("death_id", "category", "records", *COUNTS, "coverage", "period_end", "export", "source_id")
    text = []
    for row in deaths:
        old, line = lines.get(row["death_id"], ({}, ""))
        text.append(line if old and all(old[name] == row[name] for name in same) else held.line(row))
    return held.text(text)


def _added_source(reading: Reading, identity: Identity, source: str, folder: Path) -> bytes | None:
    """Return the table of sources with that of the export, if it is new there."""
    sources = table_of(folder, "sources")
    if any(row["source_id"] == source for row in sources.rows):
        return None
    row = provenance.source_row(reading, identity)
    return sources.text(merge(sources, {source: row}, "source_id", ("source_id",)))


def _next_steps(folder: Path, added: str, deaths: Sequence[Row], changes: Sequence[Row]) -> Iterator[str]:
    if added:
        yield f"say in sources.csv where the file was had: publisher and url of {added}"
    named = {row["category"] for row in deaths if row["breakdown"] == "country" and not row["country_code"]}
    for country in sorted(named - {MORE_THAN_ONE, NOT_STATED}):
        yield f"give {country!r} its code: in COUNTRY_CODES of vocabulary.py, or as a row of countries.csv"
    described = (folder / "datapackage.json").is_file()
    package = descriptor.read_package(folder if described else data_folder())
    closed = package["created"][:10]
    if max([row["last_record"] for row in changes] + [row["period_end"] for row in deaths], default="") > closed:
        yield f"set `created` and `version` in datapackage.json: the data were closed on {closed}"
    if described:
        yield "make checksums, which writes references.json too"
        yield "iomreport check, then make report"
    else:
        yield from _without_description(folder, changes)


def _without_description(folder: Path, changes: Sequence[Row]) -> Iterator[str]:
    """Say what is left to do in a folder whose tables lie over others, under their description."""
    fields = descriptor.resources(data_folder())["deaths_revisions"]["schema"]["fields"]
    (allowed,) = (field.get("constraints", {}).get("enum") for field in fields if field["name"] == "export")
    if allowed and any(row["export"] not in allowed for row in changes):
        export = changes[0]["export"]
        yield f"copy a whole data folder with its datapackage.json and import there: the one in use allows no {export}"
    yield f"iomreport --data {folder} check"
