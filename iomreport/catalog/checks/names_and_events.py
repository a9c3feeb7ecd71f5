"""Promises about claims, names, heads, events, campaigns and the world around."""

import itertools
import re
from collections.abc import Iterator

from iomreport import formats
from iomreport.catalog.cells import split_cell
from iomreport.catalog.checks.money import written_out
from iomreport.catalog.checks.promises import Row, Tables, promise
from iomreport.errors import BrokenPromise

STATED = (
    "names", "directors", "governance", "emergencies", "campaigns", "memberships", "member_counts", "finance",
    "footprint", "operations", "context", "deaths", "deaths_revisions",
)  # fmt: skip
"""Tables whose rows have a status and a note."""
ARTICLE_EVENTS = [f"F{number:03d}" for number in range(64, 75)]
"""The claims that name the eleven events which the article lists."""


@promise("claims")
def conflicts_are_mutual_and_read(tables: Tables) -> Iterator[BrokenPromise]:
    """A claim that conflicts with another is named by it in turn, and every conflict has a reading."""
    claims = tables["claims"]
    by_id = {row["claim_id"]: row for row in claims}
    for row in claims:
        for other in split_cell(row["conflicts_with"]):
            if row["claim_id"] not in split_cell(by_id[other]["conflicts_with"]):
                yield claims.broken(
                    row, "conflicts_with", f"claims that name {row['claim_id']} in turn; {other} does not"
                )
        if row["conflicts_with"] and row["status"] != "conflicting":
            yield claims.broken(row, "status", "conflicting, as the claim conflicts with another")
        if row["status"] != "reported" and not row["reading"]:
            yield claims.broken(row, "reading", f"a reading, as the status is {row['status']}")
        if row["status"] == "reported" and row["reading"]:
            yield claims.broken(row, "status", "another status than reported, as the claim has a reading")


@promise("claims")
def claims_are_complete_and_in_order(tables: Tables) -> Iterator[BrokenPromise]:
    """Claims are numbered without a gap, speak of nothing after the article, and a number has a unit."""
    claims = tables["claims"]
    for number, row in enumerate(claims, start=1):
        if row["claim_id"] != f"F{number:03d}":
            yield claims.broken(row, "claim_id", f"'F{number:03d}', as the claims are numbered in order")
        if row["as_of"] and not "1951" <= row["as_of"][:4] <= "2014":
            yield claims.broken(row, "as_of", "a date between the founding and the article")
        if row["number"] and not row["unit"]:
            yield claims.broken(row, "unit", "what the number counts")


@promise("claims")
def numbers_of_claims_stand_in_their_words(tables: Tables) -> Iterator[BrokenPromise]:
    """The number of a claim is one that its words hold, in digits or written out, or the count of the items listed."""
    claims = tables["claims"]
    for row in claims:
        if row["number"] and float(row["number"]) not in numbers_in(row):
            yield claims.broken(row, "number", f"a number that stands in the words {row['value']!r}")


_WORDS = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        range(1, 13),
        strict=True,
    )
)
_SCALES = {"million": 10**6, "billion": 10**9, "thousand": 10**3}
_SHARES = {"half": (0.5, 50.0)}


def numbers_in(claim: Row) -> set[float]:
    """Return the numbers that a claim's words hold, and the number of items it lists."""
    text = f"{claim['value']} {claim['attribute']}".lower()
    found = {float(len(claim["value"].split(";"))), float(len(re.split(r"[;,]| and ", claim["value"])))}
    for digits, scale in re.findall(r"(\d[\d,]*(?:\.\d+)?)\s*(million|billion|thousand)?", text):
        number = float(digits.replace(",", ""))
        found.add(round(number * _SCALES.get(scale, 1), 6))
    for word, scale in re.findall(r"\b([a-z]+)\s+(million|billion|thousand)\b", text):
        found.add(float(_WORDS.get(word, 1) * _SCALES[scale]))
    words = re.findall(r"[a-z]+", text)
    found |= {float(_WORDS[word]) for word in words if word in _WORDS}
    return found | {share for word in words if word in _SHARES for share in _SHARES[word]}


@promise("names", "milestones")
def names_follow_one_another(tables: Tables) -> Iterator[BrokenPromise]:
    """Each legal name begins where the one before ends, on the day that the milestones give."""
    names, dates = tables["names"], {row["milestone_id"]: row["date"] for row in tables["milestones"]}
    legal = names.where(kind="legal name")
    first = min(names, key=lambda row: row["start"])
    if first["kind"] != "legal name":
        yield names.broken(first, "kind", "legal name, as no style came before the first of them")
    for before, after in itertools.pairwise(legal):
        if before["end"] != after["start"]:
            yield names.broken(before, "end", f"{after['start']!r}, where the next name begins")
    if legal and legal[-1]["end"]:
        yield names.broken(legal[-1], "end", "nothing, as the name is in use")
    began = {"picmme": "picmme-created", "icem": "icem-name-effective", "icm": "icm-name", "iom": "iom-name"}
    for row in names:
        if row["kind"] == "legal name" and row["start"] != dates.get(began.get(row["name_id"], ""), ""):
            yield names.broken(row, "start", f"the date of the milestone {began.get(row['name_id'])!r}")


@promise("directors")
def heads_follow_one_another(tables: Tables) -> Iterator[BrokenPromise]:
    """Heads are numbered in order, no term overlaps the next, and what is known of a term lies within it."""
    directors = tables["directors"]
    for number, row in enumerate(directors, start=1):
        if row["order"] != str(number):
            yield directors.broken(row, "order", f"{number}, as the heads are numbered in order")
        for end in ("term_start", "term_end"):
            if bool(row[end]) != bool(row[f"{end}_basis"]):
                yield directors.broken(row, f"{end}_basis", "a basis exactly where there is a date")
    for before, after in itertools.pairwise(directors):
        ended, began = before["term_end"] or before["last_attested"], after["term_start"] or after["first_attested"]
        if ended[:4] > began[:4] or (len(ended) == len(began) and ended > began):
            yield directors.broken(
                before, "term_end" if before["term_end"] else "last_attested", f"no later than {began}"
            )


@promise("milestones", "directors")
def dates_are_written_twice(tables: Tables) -> Iterator[BrokenPromise]:
    """The dates of an event or a term agree with the same dates in words."""
    milestones, directors = tables["milestones"], tables["directors"]
    for row in milestones:
        if row["date_text"] != " to ".join(formats.date_text(date) for date in (row["date"], row["date_end"]) if date):
            yield milestones.broken(row, "date", f"the date of the text {row['date_text']!r}")
    for row in directors:
        if row["term_text"] != term_text(row):
            yield directors.broken(row, "term_start", f"the dates of the text {row['term_text']!r}")
    for before, after in itertools.pairwise(milestones):
        if before["date"][:4] > after["date"][:4]:
            yield milestones.broken(after, "date", f"a date after {before['date']}, as the events are in order")


def term_text(head: Row) -> str:
    """Return a head's term in words: how each end is known, and when the head is seen in office."""
    parts = [
        f"{word} {formats.date_text(head[end])} ({head[f'{end}_basis']})"
        for word, end in (("from", "term_start"), ("until", "term_end"))
        if head[end]
    ]
    seen = " to ".join(formats.date_text(head[end]) for end in ("first_attested", "last_attested") if head[end])
    return "; ".join([*parts, *([f"seen in office {seen}"] if seen else [])])


@promise("emergencies", "context", "campaigns")
def values_are_written_twice(tables: Tables) -> Iterator[BrokenPromise]:
    """Each count of people, money or places agrees with its text; it has a unit, or stands nowhere."""
    for name in ("emergencies", "context", "campaigns"):
        rows = tables[name]
        for row in rows:
            if bool(row["value"]) != bool(row["unit"]):
                yield rows.broken(row, "unit", "a unit exactly where there is a value")
            elif row["text"] != value_text(row):
                yield rows.broken(row, "value", f"the value, hedge and unit of the text {row['text']!r}")


def value_text(row: Row) -> str:
    """Return a row's value as the column `text` repeats it; a range from its lower to its upper end."""
    if not row["value"]:
        return ""
    text = written_out(row["value"], row["unit"], row["qualifier"])
    return f"{text}, up to {row['value_max']}" if row.get("value_max") else text


@promise("emergencies", "claims")
def events_of_the_article_are_all_there(tables: Tables) -> Iterator[BrokenPromise]:
    """The article's eleven events are all among the emergencies, and only they are marked as such."""
    emergencies = tables["emergencies"]
    found = {row["claim_id"] for row in emergencies.where(in_article="yes")}
    for claim in ARTICLE_EVENTS:
        if claim not in found:
            yield BrokenPromise(emergencies.file, None, "claim_id", "no event", f"the event of claim {claim}")
    for row in emergencies:
        if (row["in_article"] == "yes") != (row["claim_id"] in ARTICLE_EVENTS):
            yield emergencies.broken(row, "in_article", "yes exactly for the eleven events of the article")
        if row["year_end"] and row["year_end"] < row["year"]:
            yield emergencies.broken(row, "year_end", f"a year no earlier than {row['year']}")
        if row["as_of"] and row["as_of"][:4] < row["year"]:
            yield emergencies.broken(row, "as_of", f"a date no earlier than {row['year']}")
        named = set(re.findall(r"\d{4}", row["emergency_id"]))
        if named and not named & {row["year"], row["year_end"], row["as_of"][:4]}:
            yield emergencies.broken(row, "year", f"the year that stands in {row['emergency_id']!r}")
        if bool(row["value"]) == (row["counts"] == "none"):
            yield emergencies.broken(row, "counts", "none exactly where there is no value")


@promise("emergencies")
def an_event_keeps_its_marks(tables: Tables) -> Iterator[BrokenPromise]:
    """All rows of one event have the same kind, region and claim."""
    emergencies = tables["emergencies"]
    first_rows: dict[str, Row] = {}
    for row in emergencies:
        first = first_rows.setdefault(row["event"], row)
        for column in ("kind", "region", "claim_id", "in_article"):
            if row[column] != first[column]:
                yield emergencies.broken(row, column, f"{first[column]!r}, as elsewhere for the event")


@promise("context")
def world_population_rises(tables: Tables) -> Iterator[BrokenPromise]:
    """World population is complete from 1950 on and grows by 0.7 to 2.3 per cent a year."""
    context = tables["context"]
    rows = context.where(topic="world population")
    if not rows or rows[0]["as_of"] != "1950":
        yield BrokenPromise(
            context.file, None, "as_of", "no world population of 1950", "one, as the first of the series"
        )
    for before, after in itertools.pairwise(rows):
        growth = float(after["value"]) / max(float(before["value"]), 1) - 1
        following = str(int(before["as_of"][:4]) + 1)
        if after["as_of"] != following:
            yield context.broken(after, "as_of", f"{following!r}, the next year")
        elif not 0.007 < growth < 0.023:  # in the data between 0.8 (2021) and 2.1 per cent (1963)
            yield context.broken(after, "value", f"0.7 to 2.3 per cent above {before['value']}")


@promise("context", "campaigns")
def spans_run_forward(tables: Tables) -> Iterator[BrokenPromise]:
    """No span ends before it begins, and a context row's identifier holds its year."""
    for name, start, end in (("context", "as_of", "as_of_end"), ("campaigns", "start", "end")):
        rows = tables[name]
        for row in rows:
            if row[end] and row[end] < row[start][: len(row[end])]:
                yield rows.broken(row, end, f"a date no earlier than {row[start]}")
    context = tables["context"]
    for row in context:
        named = set(re.findall(r"\d{4}", row["context_id"]))
        if named and row["as_of"][:4] not in named:
            yield context.broken(row, "as_of", f"the year that stands in {row['context_id']!r}")


@promise("context")
def a_measure_keeps_to_its_unit_and_topic(tables: Tables) -> Iterator[BrokenPromise]:
    """What is measured keeps its unit, and its topic unless it is a count of deaths, which has two by method."""
    context = tables["context"]
    for column in ("topic", "unit"):
        usual: dict[str, dict[str, int]] = {}
        for row in context:
            known = usual.setdefault(row["measure"], {})
            known[row[column]] = known.get(row[column], 0) + 1
        for row in context:
            known = usual[row["measure"]]
            most = max(known, key=lambda value: known[value])
            by_method = column == "topic" and all(topic.startswith("migrant deaths") for topic in known)
            if row[column] != most and not by_method:
                yield context.broken(row, column, f"{most!r}, as elsewhere for {row['measure']!r}")


@promise(*STATED)
def doubt_is_explained(tables: Tables) -> Iterator[BrokenPromise]:
    """A row whose sources conflict, or that is not verified, says so in a note."""
    for name in STATED:
        for row in tables[name]:
            if row["status"] != "sourced" and not row["note"]:
                yield tables[name].broken(row, "status", "sourced, or a note on what is in doubt")


@promise("sources")
def sources_can_be_found(tables: Tables) -> Iterator[BrokenPromise]:
    """Every source has an address or says where it is to be found, and a date or a word on why it has none."""
    sources = tables["sources"]
    for row in sources:
        if not row["url"] and not row["locator"]:
            yield sources.broken(row, "locator", "an address, or words on where to find the source")
        year = re.search(r"-((?:19|20)\d\d)(?:-\d\d)?$", row["source_id"])
        apart = int(row["date_published"][:4]) - int(year[1]) if year and row["date_published"] else 0
        if abs(apart) > 1 and not row["date_note"]:
            yield sources.broken(row, "date_published", f"a date about {year and year[1]}, the year in the identifier")


@promise("sources", "claims")
def every_source_is_used(tables: Tables) -> Iterator[BrokenPromise]:
    """Every source is cited by some row."""
    sources = tables["sources"]
    cells = {
        row.get(column, "")
        for name in tables.all_names
        if name != "sources" and name in tables.sound
        for row in tables[name]
        for column in ("source_id", "reading_source_id")
    }
    used = {identifier for cell in cells for identifier in split_cell(cell)}
    if tables.sound != set(tables.all_names):
        return  # a table that cannot be read may cite them
    for row in sources:
        if row["source_id"] not in used:
            yield sources.broken(row, "source_id", "a source that some row cites; remove it or cite it")
