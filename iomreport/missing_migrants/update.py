"""What an export changes in a data folder, what stays, and what the maintainer has to do next."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iomreport import formats
from iomreport.catalog import descriptor
from iomreport.catalog.folders import data_folder
from iomreport.errors import UsageError
from iomreport.missing_migrants import totals
from iomreport.missing_migrants.data_files import TextTable, merge, read_table
from iomreport.missing_migrants.identity import Identity, source_id, source_row
from iomreport.missing_migrants.tidy import COUNTS, Reading
from iomreport.missing_migrants.totals import Row
from iomreport.missing_migrants.vocabulary import COUNTRY_CODES

# Columns of `deaths_revisions` that a maintainer may have written: they stay when an export is read again.
_BY_HAND = ("export_date", "export_date_precision", "status", "source_id")


@dataclass(frozen=True)
class Update:
    """What an export changes in a data folder, in files with what they will hold and in sentences."""

    files: dict[Path, bytes]
    changes: tuple[str, ...]
    deaths_changes: tuple[str, ...]  # each row of `deaths` whose numbers change, the years' totals first
    next_steps: tuple[str, ...]


def plan(reading: Reading, identity: Identity, folder: Path) -> Update:
    """Say what an export changes in a data folder, and change nothing yet."""
    history = table_of(folder, "deaths_revisions")
    source = _known_source(reading, identity, history) or source_id(identity)
    revisions, sentences = _revisions(reading, identity, source, history)
    deaths, deaths_content, sentence, deaths_changes = _deaths(reading, identity, source, folder)
    sources_content = _sources_with(reading, identity, source, folder)
    contents = {
        "deaths_revisions.csv": history.content(merge(history, revisions, "revision_id", ("year", "export"))),
        "deaths.csv": deaths_content,
        "sources.csv": sources_content,
        "datapackage.json": _description(folder, deaths, history, revisions),
    }
    files = {
        folder / name: content for name, content in contents.items() if content and not _holds(folder / name, content)
    }
    next_steps = _next_steps(folder, source if sources_content else "", deaths, [*revisions.values()]) if files else ()
    return Update(files, (sentence, *sentences), tuple(deaths_changes), tuple(next_steps))


def table_of(folder: Path, name: str) -> TextTable:
    """Read a table of a data folder, which need not exist yet, or of the data in use where the folder lacks it."""
    own = folder / f"{name}.csv"
    described = descriptor.resources(data_folder())
    if name not in described:
        raise UsageError(f"{data_folder()} describes no table {name!r}")
    path = own if own.is_file() else descriptor.table_path(data_folder(), name)
    return read_table(path, [field["name"] for field in described[name]["schema"]["fields"]])


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _is_described(folder: Path) -> bool:
    return (folder / "datapackage.json").is_file()


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


def _revisions(
    reading: Reading, identity: Identity, source: str, history: TextTable
) -> tuple[dict[str, Row], list[str]]:
    """Return the yearly totals that are new or have changed, by their identifier, and sentences on them."""
    date = next((row["export_date"] for row in history.rows if row["export"] == identity.export), identity.date)
    rows = totals.revision_rows(reading, export=identity.export, export_date=date, source_id=source)
    before = {row["revision_id"]: row for row in history.rows}
    changed: dict[str, Row] = {}
    sentences = []
    for row in rows:
        name, old = row["revision_id"], before.get(row["revision_id"])
        if old is None:
            changed[name] = row
            continue
        differing = [column for column in row if column not in (*_BY_HAND, "note") and row[column] != old[column]]
        if differing:
            note = totals.renewed_note(old["note"], row["note"])
            changed[name] = row | {column: old[column] or row[column] for column in _BY_HAND} | {"note": note}
            sentences += [f"{name}, {column}: {old[column]!r} becomes {row[column]!r}" for column in differing]
    new, same = sum(name not in before for name in changed), len(rows) - len(changed)
    summary = f"deaths_revisions: {new} rows added, {len(changed) - new} replaced, {same} as they were"
    return changed, [summary, *sentences]


def _deaths(
    reading: Reading, identity: Identity, source: str, folder: Path
) -> tuple[list[Row], bytes | None, str, list[str]]:
    """Return the rows of deaths there will be, what the file will hold if it changes, a sentence on it, and changes."""
    codes = {row["name_en"]: row["country_code"] for row in table_of(folder, "countries").rows}
    codes |= {name: code for name, code in COUNTRY_CODES.items() if code in codes.values()}
    deaths = totals.deaths_rows(reading, export=identity.export, source_id=source, codes=codes)
    table = table_of(folder, "deaths")
    before = table.rows if (folder / "deaths.csv").is_file() else []
    loss = next(_losses(reading, before, deaths), "")
    if loss:
        stays = f"stays with export {before[0]['export']}" if before else "is not written"
        return before, None, f"deaths: {stays}, as this one {loss}", []
    content = _replaced(table, deaths)
    former = f", in place of {len(before):,} of export {before[0]['export']}" if before else ""
    former = ", as they were" if _holds(folder / "deaths.csv", content) else former
    sentence = f"deaths: {len(deaths):,} rows of export {identity.export}{former}"
    return deaths, content, sentence, sorted(_changes(before, deaths), key=lambda line: "-total-all" not in line)


def _changes(before: Sequence[Row], after: Sequence[Row]) -> Iterator[str]:
    """Tell which rows of deaths come, go, or change a number, each with what it was and what it becomes."""
    former = {row["death_id"]: row for row in before}
    for row in after if before else ():
        old = former.pop(row["death_id"], None)
        if old is None:
            yield f"{row['death_id']}: new, {row['dead_and_missing']} dead and missing in {row['records']} records"
            continue
        numbers = [
            f"{column} {old[column] or 'nothing'} -> {row[column] or 'nothing'}"
            for column in ("records", *COUNTS, "period_end")
            if old[column] != row[column]
        ]
        if numbers:
            yield f"{row['death_id']}: {', '.join(numbers)}"
    for name, old in former.items():
        yield f"{name}: gone, {old['dead_and_missing']} dead and missing in {old['records']} records"


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
    breakdowns = {(row["year"], row["breakdown"]) for row in after}
    for row in before:
        if (row["year"], row["breakdown"]) not in breakdowns:
            yield f"has no {row['breakdown']} in its records of {row['year']}"


def _replaced(table: TextTable, deaths: Sequence[Row]) -> bytes:
    """Return the table of deaths; a row whose numbers are the same keeps its text, with what was noted on it."""
    former = {row["death_id"]: (row, line) for row, line in zip(table.rows, table.lines, strict=True)}
    compared = ("death_id", "category", "records", *COUNTS, "coverage", "period_end", "export", "source_id")
    lines = []
    for row in deaths:
        old, line = former.get(row["death_id"], ({}, ""))
        lines.append(line if old and all(old[name] == row[name] for name in compared) else table.line(row))
    return table.content(lines)


def _sources_with(reading: Reading, identity: Identity, source: str, folder: Path) -> bytes | None:
    """Return the table of sources with that of the export, if it is new there."""
    sources = table_of(folder, "sources")
    if any(row["source_id"] == source for row in sources.rows):
        return None
    row = source_row(reading, identity)
    return sources.content(merge(sources, {source: row}, "source_id", ("source_id",)))


def _description(folder: Path, deaths: Sequence[Row], history: TextTable, revisions: dict[str, Row]) -> bytes | None:
    if not _is_described(folder):
        return None
    descriptor.read_package(folder)  # refuses what is no JSON
    rows = {row["revision_id"]: row for row in history.rows} | revisions
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    return describe(text, deaths, [*rows.values()]).encode("utf-8")


def describe(text: str, deaths: Sequence[Row], revisions: Sequence[Row]) -> str:
    """Return a Data Package descriptor that allows the exports and years of all rows, and names them in its words."""
    package = json.loads(text)
    resources = {resource["name"]: resource for resource in package["resources"]}
    if "deaths" in resources and deaths:
        _allow(resources["deaths"], deaths)
        _reword(resources["deaths"], _words_on_deaths(deaths))
    if "deaths_revisions" in resources and revisions:
        _allow(resources["deaths_revisions"], revisions)
        _reword(resources["deaths_revisions"], _words_on_revisions(revisions))
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _allow(resource: dict[str, Any], rows: Sequence[Row]) -> None:
    """Let a table hold the exports and years of its rows, where its schema lists or bounds them."""
    fields = {field["name"]: field.get("constraints", {}) for field in resource["schema"]["fields"]}
    if "enum" in fields.get("export", {}):
        fields["export"]["enum"] = sorted({row["export"] for row in rows})
    if "maximum" in fields.get("year", {}):
        fields["year"]["maximum"] = max(fields["year"]["maximum"], *(int(row["year"]) for row in rows))


def _reword(resource: dict[str, Any], words: dict[str, str]) -> None:
    for pattern, new in words.items():
        for part in {"title", "description"} & resource.keys():
            resource[part] = re.sub(pattern, new, resource[part])


def _words_on_deaths(rows: Sequence[Row]) -> dict[str, str]:
    last = max(rows, key=lambda row: row["period_end"])
    whole = last["coverage"] == totals.FULL_YEAR
    until = last["year"] if whole else formats.date_text(last["period_end"][:7])
    end = "" if whole else f"; {last['year']} ends on {formats.date_text(last['period_end']).rpartition(' ')[0]}"
    first = min(row["year"] for row in rows)
    return {
        r"\b20\d\d to (?:[A-Z][a-z]+ )?20\d\d$": f"{first} to {until}",
        r"export of [A-Z][a-z]+ 20\d\d": f"export of {formats.date_text(last['export'][:7])}",
        r"(?<=revised from export to export)(?:; 20\d\d ends on [^.]*)?(?=\.)": end,
    }


def _words_on_revisions(rows: Sequence[Row]) -> dict[str, str]:
    exports = sorted({row["export"] for row in rows})
    number = totals.NUMBER_WORDS[len(exports)] if len(exports) < len(totals.NUMBER_WORDS) else str(len(exports))
    taken = f"in {number} exports taken between {exports[0][:4]} and {exports[-1][:4]}"
    return {r"in \w+ exports taken between 20\d\d and 20\d\d": taken}


def _next_steps(folder: Path, added: str, deaths: Sequence[Row], revisions: Sequence[Row]) -> Iterator[str]:
    if added:
        yield f"say in sources.csv where the file was had: publisher and url of {added}"
    named = {row["category"] for row in deaths if row["breakdown"] == "country" and not row["country_code"]}
    for country in sorted(named - {totals.MORE_THAN_ONE, totals.NOT_STATED}):
        yield f"give {country!r} its code: in COUNTRY_CODES of vocabulary.py, or as a row of countries.csv"
    package = descriptor.read_package(folder if _is_described(folder) else data_folder())
    closed = package["created"][:10]
    if max([row["last_record"] for row in revisions] + [row["period_end"] for row in deaths], default="") > closed:
        yield f"set `created` and `version` in datapackage.json: the data were closed on {closed}"
    if _is_described(folder):
        yield "make checksums, which writes references.json too"
        yield "iomreport check, then make report"
    else:
        yield from _next_steps_without_description(folder, revisions)


def _next_steps_without_description(folder: Path, revisions: Sequence[Row]) -> Iterator[str]:
    """Say what is left to do in a folder whose tables lie over others, under their description."""
    fields = descriptor.resources(data_folder())["deaths_revisions"]["schema"]["fields"]
    (allowed,) = (field.get("constraints", {}).get("enum") for field in fields if field["name"] == "export")
    if allowed and any(row["export"] not in allowed for row in revisions):
        export = revisions[0]["export"]
        yield f"copy a whole data folder with its datapackage.json and import there: the one in use allows no {export}"
    yield f"iomreport --data {folder} check"
