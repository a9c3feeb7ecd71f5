"""Promises about members, spells of membership and counts."""

from collections.abc import Iterator

from babel import Locale

from iomreport.catalog.checks.promises import Row, Tables, promise
from iomreport.errors import BrokenPromise

FOUNDED = "1951-12-05"


@promise("memberships")
def spells_follow_one_another(tables: Tables) -> Iterator[BrokenPromise]:
    """No spell of membership begins before the founding, ends before it begins, or overlaps the next of its state."""
    spells = tables["memberships"]
    numbered = {(row["country_code"], row["spell"]): row for row in reversed(spells)}
    for row in spells:
        if row["start"] < FOUNDED[: len(row["start"])]:
            yield spells.broken(row, "start", f"{FOUNDED} or later, the day of the founding")
        if row["end"] and row["end"] <= row["start"]:
            yield spells.broken(row, "end", f"a date after the start, {row['start']}")
        if bool(row["end"]) != bool(row["end_basis"]):
            yield spells.broken(row, "end_basis", "a basis exactly where there is an end")
        if row["spell_id"] != f"{row['country_code'].lower()}-{row['spell']}":
            yield spells.broken(row, "spell_id", "the country's code and the number of the spell")
        before = numbered.get((row["country_code"], str(int(row["spell"]) - 1)))
        if row["spell"] != "1" and not before:
            yield spells.broken(row, "spell", "a number that follows on another spell of the country")
        if before and not (before["end"] and before["end"] < row["start"]):
            yield spells.broken(row, "start", f"a date after the end of the spell before, {before['end']!r}")


@promise("members", "memberships", "countries")
def members_agree_with_spells(tables: Tables) -> Iterator[BrokenPromise]:
    """Each member's dates are those of its spells, and its region is that of the country; observers have no spell."""
    members, countries = tables["members"], {row["country_code"]: row for row in tables["countries"]}
    spells: dict[str, list[Row]] = {}
    for row in tables["memberships"]:
        spells.setdefault(row["country_code"], []).append(row)
    for row in members:
        for column in ("un_region", "un_subregion"):
            if row[column] != countries[row["country_code"]][column]:
                yield members.broken(row, column, f"{countries[row['country_code']][column]!r}, as in countries")
        own = spells.pop(row["country_code"], [])
        if row["status"] == "observer":
            if own:
                yield members.broken(row, "status", "member, as the state has a spell of membership")
            if row["current_since"] != row["first_joined"]:
                yield members.broken(row, "current_since", f"{row['first_joined']!r}, as an observer never left")
            continue
        if not own:
            yield members.broken(row, "country_code", "a state that has a spell of membership")
            continue
        wanted = {
            "first_joined": own[0]["start"],
            "current_since": own[-1]["start"],
            "left": own[0]["end"],
            "date_basis": own[0]["basis"],
            "status": "former member" if own[-1]["end"] else "member",
        }
        for column, expected in wanted.items():
            if row[column] != expected:
                yield members.broken(row, column, f"{expected!r}, as in memberships")
    for code, rows in spells.items():
        yield tables["memberships"].broken(rows[0], "country_code", f"a state of the table members; {code} is none")


@promise("countries")
def regions_and_codes_fit(tables: Tables) -> Iterator[BrokenPromise]:
    """Each subregion belongs to one region, and the names of a country are those the CLDR has for its code."""
    countries = tables["countries"]
    region_of: dict[str, dict[str, int]] = {}
    for row in countries:
        regions = region_of.setdefault(row["un_subregion"], {})
        regions[row["un_region"]] = regions.get(row["un_region"], 0) + 1
    for row in countries:
        regions = region_of[row["un_subregion"]]
        usual = max(regions, key=lambda region: regions[region])
        for column, language in (("name_en", "en"), ("name_fr", "fr"), ("name_es", "es")):
            known = Locale(language).territories.get(row["country_code_2"], "")
            if row[column] != known:
                yield countries.broken(row, column, f"{known!r}, as the CLDR has it for {row['country_code_2']!r}")
        if row["un_region"] != usual:
            yield countries.broken(row, "un_region", f"{usual!r}, as for the rest of {row['un_subregion']}")


def count_at_year_end(spells: list[Row], year: str) -> int:
    """Count the members on 31 December: begun in that year or before, not ended in that year or before."""
    return sum(row["start"][:4] <= year and (not row["end"] or row["end"][:4] > year) for row in spells)


@promise("member_counts", "memberships")
def rebuilt_counts_follow_from_spells(tables: Tables) -> Iterator[BrokenPromise]:
    """Members rebuilt at each year end are as many as the spells of membership give."""
    counts, spells = tables["member_counts"], tables["memberships"]
    for row in counts.where(kind="rebuilt"):
        expected = count_at_year_end(spells, row["as_of"][:4])
        if not row["as_of"].endswith("-12-31"):
            yield counts.broken(row, "as_of", "a 31 December")
        elif row["members"] != str(expected):
            yield counts.broken(row, "members", f"{expected}, counted from memberships")


EXPLAINED = {
    "published-1951-12-05-frus": "the sources give no list of the fifteen",
    "published-1951-12-05-huygens": "one of the sixteen shows no later trace of membership",
    "published-2015-11-24": "printed before five states joined in the session that opened that day",
}
"""Published counts that differ from the spells by more than the state of the sources explains, and why."""


NOT_INDEPENDENT = {
    "2003": "four accessions known only to the year, as many as a report for the year counts new members",
    "2004": "three accessions placed here because they fit in no other year",
}
"""Years whose spells were dated with published counts in view, so that agreement proves less there."""


@promise("member_counts", "memberships")
def published_counts_are_near_the_spells(tables: Tables) -> Iterator[BrokenPromise]:
    """A published count lies between those rebuilt at the year ends around it, give or take one; exceptions say why.

    For the years in `NOT_INDEPENDENT` the two rest partly on each other.
    """
    counts, spells = tables["member_counts"], tables["memberships"]
    for row in counts.where(kind="published"):
        if not row["members"] or row["count_id"] in EXPLAINED:
            continue
        first, last = int(row["as_of"][:4]) - 1, int((row["as_of_end"] or row["as_of"])[:4])
        if last <= first:
            continue  # a span that ends before it begins is caught by another promise
        around = [count_at_year_end(spells, str(year)) for year in range(first, last + 1)]
        if not min(around) - 1 <= int(row["members"]) <= max(around) + 1:
            yield counts.broken(row, "members", f"{min(around)} to {max(around)}, give or take one, by memberships")


@promise("member_counts")
def identifiers_of_counts_hold_their_dates(tables: Tables) -> Iterator[BrokenPromise]:
    """A count's identifier holds its kind and date, and a span ends after it begins."""
    counts = tables["member_counts"]
    for row in counts:
        date = row["as_of"] if row["kind"] == "published" else row["as_of"][:4]
        if not row["count_id"].startswith(f"{row['kind']}-"):
            yield counts.broken(row, "kind", f"the kind that stands in the identifier {row['count_id']!r}")
        if date not in row["count_id"]:
            yield counts.broken(row, "as_of", f"the date that stands in the identifier {row['count_id']!r}")
        if row["as_of_end"] and row["as_of_end"] <= row["as_of"]:
            yield counts.broken(row, "as_of_end", f"a date after {row['as_of']}")


@promise("member_counts", "memberships")
def tallied_counts_are_near_the_spells(tables: Tables) -> Iterator[BrokenPromise]:
    """A count tallied country by country is never further from the spells than the known gaps of its source explain."""
    counts, spells = tables["member_counts"], tables["memberships"]
    for row in counts.where(kind="tallied"):
        expected = count_at_year_end(spells, row["as_of"][:4])
        # measured on the data of 2026.11: at most 17 apart before 2016, and 20 since
        widest = 20 if int(row["as_of"][:4]) >= FROZEN else 18
        if abs(int(row["members"]) - expected) > widest:
            yield counts.broken(row, "members", f"{expected} by memberships, give or take {widest}")


FROZEN = 2016  # from this edition on, one of the sources of tallies no longer follows who joins
