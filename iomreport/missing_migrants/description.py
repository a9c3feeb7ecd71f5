"""What the description of the tables says of the exports in them, brought up to date with the rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from iomreport import formats
from iomreport.missing_migrants.periods import FULL
from iomreport.missing_migrants.summarize import Row

_NUMBERS = dict(enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1)) | {
    11: "eleven",
    12: "twelve",
}


def describe(text: str, deaths: Sequence[Row], revisions: Sequence[Row]) -> str:
    """Return a description that allows and names the exports of the rows.

    Parameters
    ----------
    text : str
        A Data Package descriptor as JSON.
    deaths, revisions : sequence of dict
        All rows of the two tables.

    Returns
    -------
    str
        The descriptor: which exports and years the tables may hold, and in words from which export and to which day the
        deaths were added up. Wording that is not found is left alone.
    """
    package = json.loads(text)
    resources = {resource["name"]: resource for resource in package["resources"]}
    if "deaths" in resources and deaths:
        _allow(resources["deaths"], deaths)
        _reword(resources["deaths"], _on_deaths(deaths))
    if "deaths_revisions" in resources and revisions:
        _allow(resources["deaths_revisions"], revisions)
        _reword(resources["deaths_revisions"], _on_revisions(revisions))
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _allow(resource: dict[str, Any], rows: Sequence[Row]) -> None:
    """Let a table hold the exports and years of its rows, where its schema lists or bounds them."""
    fields = {field["name"]: field.get("constraints", {}) for field in resource["schema"]["fields"]}
    if "enum" in fields.get("export", {}):
        fields["export"]["enum"] = sorted({row["export"] for row in rows})
    if "maximum" in fields.get("year", {}):
        fields["year"]["maximum"] = max(fields["year"]["maximum"], *(int(row["year"]) for row in rows))


def _reword(resource: dict[str, Any], words: Iterator[tuple[str, str]]) -> None:
    for pattern, new in words:
        for part in {"title", "description"} & resource.keys():
            resource[part] = re.sub(pattern, new, resource[part])


def _on_deaths(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    last = max(rows, key=lambda row: row["period_end"])
    whole = last["coverage"] == FULL
    until = last["year"] if whole else formats.date_text(last["period_end"][:7])
    end = "" if whole else f"; {last['year']} ends on {formats.date_text(last['period_end']).rpartition(' ')[0]}"
    first = min(row["year"] for row in rows)
    yield r"\b20\d\d to (?:[A-Z][a-z]+ )?20\d\d$", f"{first} to {until}"
    yield r"export of [A-Z][a-z]+ 20\d\d", f"export of {formats.date_text(last['export'][:7])}"
    yield r"(?<=revised from export to export)(?:; 20\d\d ends on [^.]*)?(?=\.)", end


def _on_revisions(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    exports = sorted({row["export"] for row in rows})
    number = _NUMBERS.get(len(exports), str(len(exports)))
    yield (
        r"in \w+ exports taken between 20\d\d and 20\d\d",
        f"in {number} exports taken between {exports[0][:4]} and {exports[-1][:4]}",
    )
