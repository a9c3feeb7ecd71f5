"""Promises about the values of the shipped data, beyond the types that the schema checks."""

from __future__ import annotations

import csv
import datetime
import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas
import pytest
from making import CHECKOUT

from iomreport import Figure, Table, catalog, formats, growth, load, mandates
from iomreport.catalog import descriptor, schema
from iomreport.catalog.cells import records, split_cell
from iomreport.catalog.folders import shipped_data_folder
from iomreport.claims import overview
from iomreport.formats import slug
from iomreport.summary import key_figures

TABLES = sorted(descriptor.resources(shipped_data_folder()))

DIGITS_THAT_ARE_NO_FIGURE = {"F086": "the number of a century"}
"""Claims whose value holds digits that are neither a number nor a date, and what they are."""

AMOUNT_WITHOUT_NUMBER = {"F174": "the article says millions, and not how many"}
"""Claims that have a unit but no number, and why."""

COUNTS_THAT_DIFFER = {
    "published-1951-12-05-frus": "names the governments that set the committee up, Bolivia among them",
    "published-1951-12-05-huygens": "counts Turkey as well, among the founders",
    "published-1953-04-24": "counts Bolivia, which the spells leave out until 1960",
    "published-2023-kosmos": "is a year behind",
}
"""Published counts that no rebuilt count around their date allows for, and why."""

EXPORT = CHECKOUT.parent / "shared" / "mmp" / "v2025-04_layoutD2_allData.xlsx"
"""The export of April 2025 that the deaths were added up from, where it lies beside the checkout; it is not shipped."""

CAUSES = {
    "Accidental death",
    "Drowning",
    "Harsh environmental conditions / lack of adequate shelter, food, water",
    "Mixed or unknown",
    "Sickness / lack of access to adequate healthcare",
    "Vehicle accident / death linked to hazardous transport",
    "Violence",
}
"""Causes as the export names them; it joins several with a comma, which also stands within some."""

SHOWN: dict[str, Callable[[], Figure | Table]] = {
    "growth": growth.members_figure,
    "claims: status": overview.status_figure,
    "mandates": mandates.timeline_figure,
    "summary": key_figures.key_figures_figure,
}
"""What the report shows, by the chapter that makes it."""


def fields_of(table: str) -> list[dict[str, str]]:
    """Return what the schema says of a table's columns."""
    fields: list[dict[str, str]] = descriptor.resources(shipped_data_folder())[table]["schema"]["fields"]
    return fields


def dates_in(table: str) -> Iterator[tuple[str, str]]:
    """Return each column and cell of a table that is a date."""
    for field in fields_of(table):
        if field.get("role") == "date":
            yield from ((field["name"], cell) for cell in load(table)[field["name"]].dropna())


def members_at_year_end() -> dict[int, int]:
    """Return the rebuilt counts by year, straight from the dataset."""
    rebuilt = load("member_counts").query("kind == 'rebuilt'")
    return {int(row["as_of"][:4]): int(row["members"]) for row in records(rebuilt)}


def printed_counts() -> list[dict[str, object]]:
    """Return the published counts of members that may be used."""
    return records(load("member_counts").query("kind == 'published' and members.notna() and status != 'unverified'"))


def disputed_year_ends() -> set[int]:
    """Return the years whose rebuilt count is marked as contradicted."""
    disputed = load("member_counts").query("kind == 'rebuilt' and status == 'conflicting'")
    return {int(date[:4]) for date in disputed["as_of"]}


# All tables


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_dated_after_the_data_were_closed(table: str) -> None:
    closed = formats.first_day(catalog.closed_on())
    assert [(column, date) for column, date in dates_in(table) if formats.first_day(date) > closed] == []


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_dated_before_the_organization_could_be_thought_of(table: str) -> None:
    """A typing error in a year often gives one of another century."""
    assert [(column, date) for column, date in dates_in(table) if date < "1900"] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_sources_refers_to_the_table_of_sources(table: str) -> None:
    columns = {field["name"]: field.get("references") for field in fields_of(table)}
    named = [name for name in columns if name.endswith("source_id") and table != "sources"]
    assert named or table == "sources"
    assert [columns[name] for name in named] == ["sources"] * len(named)


@pytest.mark.parametrize("table", TABLES)
def test_every_source_that_is_cited_exists(table: str) -> None:
    known = {*load("sources")["source_id"]}
    frame = load(table)
    columns = [name for name in frame if str(name).endswith("source_id")]
    cited = {source for name in columns for cell in frame[name].dropna() for source in split_cell(cell)}
    assert cited <= known


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_names_the_same_identifier_twice(table: str) -> None:
    frame = load(table)
    for field in fields_of(table):
        if "references" in field:
            cells = [split_cell(cell) for cell in frame[field["name"]].dropna()]
            assert [cell for cell in cells if len(cell) != len(set(cell))] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_has_spaces_around_it_or_lines_within_it(table: str) -> None:
    frame = load(table)
    for column in [name for name in frame if str(frame[name].dtype) == "str"]:
        cells = frame[column].dropna()
        assert cells[(cells != cells.str.strip()) | cells.str.contains("[\n\r\t]|  ")].tolist() == [], column


@pytest.mark.parametrize("table", TABLES)
def test_a_span_ends_no_earlier_than_it_starts(table: str) -> None:
    frame = load(table)
    pairs = [("as_of", "as_of_end"), ("date", "date_end"), ("start", "end"), ("term_start", "term_end")]
    pairs += [("first_attested", "last_attested")]
    for start, end in pairs:
        if {start, end} <= {*frame.columns}:
            both = frame.dropna(subset=[start, end])
            late = [
                (first, last)
                for first, last in zip(both[start], both[end], strict=True)
                if formats.first_day(first) > formats.last_day(last)
            ]
            assert late == []


@pytest.mark.parametrize("table", [name for name in TABLES if "status" in {f["name"] for f in fields_of(name)}])
def test_what_is_marked_as_contradicted_says_how(table: str) -> None:
    frame = load(table)
    told = next((name for name in ("reading", "note", "detail") if name in frame), None)
    assert told is not None
    assert frame[(frame["status"] == "conflicting") & frame[told].isna()].empty


# The description


@pytest.mark.slow
def test_the_description_is_a_valid_data_package_and_so_are_all_tables() -> None:
    import frictionless

    path = shipped_data_folder() / "datapackage.json"
    assert [*frictionless.Package.metadata_validate(json.loads(path.read_text(encoding="utf-8")))] == []
    report = frictionless.validate(str(path))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert sorted(task.name for task in report.tasks) == TABLES


def test_every_table_has_a_description_and_every_description_a_table() -> None:
    assert sorted(path.stem for path in shipped_data_folder().glob("*.csv")) == TABLES


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_title_and_a_description(table: str) -> None:
    resource = descriptor.resources(shipped_data_folder())[table]
    assert resource["path"] == f"{table}.csv"
    assert 10 <= len(resource["title"]) <= 90
    assert not resource["title"].endswith(".")
    assert len(resource["description"].split()) >= 8
    assert resource["description"].endswith(".")


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_type_a_title_a_description_and_says_how_it_was_made(table: str) -> None:
    with (shipped_data_folder() / f"{table}.csv").open(encoding="utf-8") as file:
        assert [field["name"] for field in fields_of(table)] == file.readline().rstrip("\n").split(",")
    for field in fields_of(table):
        assert field["type"] in {"string", "integer", "number"}, field["name"]
        assert field["title"], field["name"]
        assert field["description"].endswith("."), field["name"]
        assert field["processing"] in {"copied", "converted", "derived", "own words"}, field["name"]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_key_that_is_never_empty(table: str) -> None:
    (key,) = descriptor.resources(shipped_data_folder())[table]["schema"]["primaryKey"]
    (cells,) = [load(table)[field["name"]] for field in fields_of(table) if field["name"] == key]
    assert cells.notna().all()
    assert cells.is_unique


# What is shown rests on nothing unverified


def what_is_shown(make: Callable[[], Figure | Table]) -> str:
    """Return everything that an exhibit shows: its words, its drawing or cells, and the data behind it."""
    bundle, metadata = make()._repr_mimebundle_()
    return json.dumps([bundle, metadata])


def tables_read(make: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return which datasets a function loads."""
    read = set[str]()

    def noting(name: str) -> pandas.DataFrame:
        read.add(name)
        return load(name)

    monkeypatch.setattr(catalog, "load", noting)
    make()
    monkeypatch.undo()
    return read


@pytest.mark.slow
@pytest.mark.parametrize("chapter", sorted(set(SHOWN) - {"summary"}))
def test_no_exhibit_reads_a_row_that_is_not_verified(chapter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = tables_read(SHOWN[chapter], monkeypatch)
    assert read & {*TABLES}
    doubtful = [
        (name, row) for name in sorted(read) for row in records(load(name)) if row.get("status") == "unverified"
    ]
    assert doubtful == []


@pytest.mark.slow
@pytest.mark.parametrize(("chapter", "count_id"), [("growth", "published-2014")])
def test_a_count_that_becomes_unverified_is_shown_nowhere(
    chapter: str, count_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row gets a source of its own, so that whatever rests on it shows."""
    rows = schema.read_rows(shipped_data_folder(), "member_counts")
    (row,) = [row for row in rows if row["count_id"] == count_id]
    row["source_id"] = "wikipedia-tittmann"
    monkeypatch.setenv("IOMREPORT_DATA", str(tmp_path))
    for status in ("sourced", "unverified"):
        row["status"] = status
        with (tmp_path / "member_counts.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        assert ("wikipedia-tittmann" in what_is_shown(SHOWN[chapter])) == (status == "sourced"), status


# Claims


def test_there_are_222_claims_numbered_in_order() -> None:
    assert load("claims")["claim_id"].tolist() == [f"F{number:03}" for number in range(1, 223)]


def test_every_figure_in_a_claim_stands_as_a_number_or_a_date() -> None:
    """What is left of a value without its dates, and without the year of `as_of`, holds digits only with a number."""
    date = r"\b\d{4}-\d{2}(-\d{2})?\b|\b(January|February|March|April|May|June|July|August|September|October|November"
    date += r"|December) \d{4}\b"
    left = {
        claim["claim_id"]: re.sub(date, "", claim["value"]).replace((claim["as_of"] or "none")[:4], "")
        for claim in records(load("claims"))
        if claim["number"] is None
    }
    assert {claim for claim, text in left.items() if re.search(r"\d", text)} == {*DIGITS_THAT_ARE_NO_FIGURE}


def test_the_number_of_a_claim_is_the_one_in_its_value() -> None:
    scales = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
    for claim in records(load("claims")):
        value = re.sub(r"\b\d{4}s\b", "", claim["value"])  # a decade
        found = re.findall(r"(\d[\d,]*(?:\.\d+)?)(?: (thousand|million|billion)\b)?", value)
        read = {float(digits.replace(",", "")) * scales.get(scale, 1) for digits, scale in found}
        if claim["number"] is not None and read:
            assert any(claim["number"] == pytest.approx(number) for number in read), claim["claim_id"]


def test_every_number_of_a_claim_has_a_unit_and_every_unit_a_number() -> None:
    claims = load("claims")
    assert claims[claims["number"].notna() & claims["unit"].isna()].empty
    without = claims[claims["number"].isna() & claims["unit"].notna()]
    assert {*without["claim_id"]} == {*AMOUNT_WITHOUT_NUMBER}


def test_a_claim_that_is_a_date_speaks_of_that_date() -> None:
    claims = load("claims")
    dated = claims[claims["value"].str.fullmatch(r"\d{4}-\d{2}(-\d{2})?")]
    assert not dated.empty
    assert dated["as_of"].tolist() == dated["value"].tolist()


def test_a_claim_that_is_a_year_has_it_as_its_number() -> None:
    claims = load("claims")
    years = claims[claims["value"].str.fullmatch(r"\d{4}")]
    assert not years.empty
    assert years["number"].astype(int).astype(str).tolist() == years["value"].tolist()
    assert {*years["unit"]} == {"year"}


def test_a_share_lies_between_nothing_and_all() -> None:
    assert load("claims").query("unit == 'share'")["number"].between(0, 1).all()


def test_every_conflicting_claim_has_a_reading() -> None:
    conflicting = load("claims").query("status == 'conflicting'")
    assert conflicting[conflicting["reading"].isna()]["claim_id"].tolist() == []


def test_every_confirmed_claim_names_who_confirms_it() -> None:
    confirmed = load("claims").query("status == 'confirmed'")
    alone = confirmed[confirmed["reading_source_id"].isna() | (confirmed["reading_source_id"] == "wikipedia-iom-2014")]
    assert alone["claim_id"].tolist() == []


def test_a_reading_against_no_other_claim_names_the_source_that_differs() -> None:
    alone = load("claims").query("status == 'conflicting' and conflicts_with.isna()")
    assert alone[alone["reading_source_id"].isna()]["claim_id"].tolist() == []


def test_conflicts_are_mutual() -> None:
    pairs = {
        (claim["claim_id"], other)
        for claim in records(load("claims"))
        for other in split_cell(claim["conflicts_with"] or "")
    }
    assert pairs
    assert pairs == {(other, claim) for claim, other in pairs}


def test_no_claim_contradicts_itself() -> None:
    assert [c["claim_id"] for c in records(load("claims")) if c["claim_id"] in (c["conflicts_with"] or "")] == []


def test_only_conflicting_claims_contradict_others() -> None:
    claims = load("claims")
    assert {*claims[claims["conflicts_with"].notna()]["status"]} == {"conflicting"}


# Names


def test_legal_names_follow_one_another_without_gap() -> None:
    legal = load("names").query("kind == 'legal name'")
    assert legal["abbreviation"].tolist() == ["PICMME", "ICEM", "ICM", "IOM"]
    assert legal["end"].tolist()[:-1] == legal["start"].tolist()[1:]
    assert legal["end"].isna().tolist() == [False, False, False, True]


def test_legal_names_begin_with_the_milestones_that_made_them() -> None:
    events = load("milestones").set_index("milestone_id")["date"]
    made = [events[name] for name in ("picmme-created", "icem-name-effective", "icm-name", "iom-name")]
    assert load("names").query("kind == 'legal name'")["start"].tolist() == made


# Heads


def test_heads_are_numbered_in_the_order_in_which_they_came_to_office() -> None:
    directors = load("directors")
    assert directors["order"].tolist() == list(range(1, len(directors) + 1))
    known = [formats.first_day(head["term_start"] or head["first_attested"]) for head in records(directors)]
    assert known == sorted(known)


def test_terms_do_not_overlap() -> None:
    """The earliest day on which one may have left is not after the latest on which the next may have come."""
    for head, following in itertools.pairwise(records(load("directors"))):
        left = formats.first_day(head["term_end"] or head["last_attested"])
        came = formats.last_day(following["term_start"] or following["first_attested"])
        assert left <= came, following["name"]


def test_terms_known_to_the_day_follow_one_another_on_the_next() -> None:
    exact = [
        (formats.first_day(head["term_end"]), formats.first_day(following["term_start"]))
        for head, following in itertools.pairwise(records(load("directors")))
        if {head["term_end_precision"], following["term_start_precision"]} == {"day"}
    ]
    assert exact
    assert all(came - left == datetime.timedelta(days=1) for left, came in exact)


def test_heads_are_attested_within_their_terms() -> None:
    for head in records(load("directors")):
        if head["term_start"]:
            assert formats.last_day(head["first_attested"]) >= formats.first_day(head["term_start"]), head["name"]
        if head["term_end"]:
            assert formats.first_day(head["last_attested"]) <= formats.last_day(head["term_end"]), head["name"]


def test_an_end_of_a_term_has_a_basis_exactly_where_it_has_a_date() -> None:
    directors = load("directors")
    for end in ("term_start", "term_end"):
        assert (directors[end].notna() == directors[f"{end}_basis"].notna()).all()


def test_only_the_last_head_is_still_in_office() -> None:
    """The others without an end were followed by somebody."""
    directors = load("directors")
    assert directors[directors["order"] == directors["order"].max()]["term_end"].isna().all()


# Members


@pytest.mark.parametrize(("year", "members"), [(1998, 67), (2008, 125), (2013, 155), (2022, 175)])
def test_rebuilt_counts_reach_the_totals_that_are_well_known(year: int, members: int) -> None:
    assert members_at_year_end()[year] == members


def test_there_is_one_rebuilt_count_for_every_year_end_since_the_founding() -> None:
    rebuilt = load("member_counts").query("kind == 'rebuilt'")
    years = sorted(members_at_year_end())
    assert years == list(range(1951, years[-1] + 1))
    assert rebuilt["as_of"].tolist() == [f"{year}-12-31" for year in years]
    assert {*rebuilt["source_id"]} == {"iomreport-rebuilt"}


def test_printed_counts_lie_between_the_rebuilt_counts_around_them() -> None:
    """From the year end before the date to that of its year; the exceptions are known and explained."""
    by_year = members_at_year_end()
    differing = set()
    for count in printed_counts():
        first = formats.first_day(str(count["as_of"])).year - 1
        last = formats.last_day(str(count["as_of_end"] or count["as_of"])).year
        around = [by_year[year] for year in range(first, last + 1) if year in by_year]
        assert around, count["count_id"]
        if not min(around) <= int(str(count["members"])) <= max(around):
            differing.add(count["count_id"])
    assert differing == {*COUNTS_THAT_DIFFER}


def test_a_count_that_differs_is_marked_as_contradicted_on_one_side() -> None:
    marked = {row["count_id"] for row in printed_counts() if row["status"] == "conflicting"}
    marked |= {
        row["count_id"] for row in printed_counts() if formats.first_day(str(row["as_of"])).year in disputed_year_ends()
    }
    assert marked >= {*COUNTS_THAT_DIFFER}


def test_a_count_printed_in_december_is_that_of_the_year_end_unless_contradicted() -> None:
    by_year = members_at_year_end()
    december = [row for row in printed_counts() if str(row["as_of"])[5:7] == "12" and row["status"] == "sourced"]
    assert december
    assert {row["count_id"]: row["members"] for row in december} == {
        row["count_id"]: by_year[int(str(row["as_of"])[:4])] for row in december
    }


def test_members_never_exceed_the_states_there_are() -> None:
    counts = load("member_counts")
    assert counts["members"].dropna().between(1, 195).all()
    assert (counts["members"].fillna(0) + counts["observers"].fillna(0)).max() <= 195


def test_every_count_counts_something() -> None:
    counts = load("member_counts")
    assert counts[counts["members"].isna() & counts["observers"].isna()].empty


def test_eleven_states_left_and_came_back() -> None:
    members = load("members").query("left.notna()")
    assert {*members["country_code"]} == {
        "AUS", "BRA", "CAN", "ESP", "FRA", "GBR", "MLT", "NZL", "SWE", "VEN", "ZAF",
    }  # fmt: skip
    assert {*members["status"]} == {"member"}
    assert (members["first_joined"] < members["left"]).all()
    assert (members["left"] < members["current_since"]).all()


def test_states_that_came_back_are_those_with_two_spells() -> None:
    spells = load("memberships")
    twice = spells[spells["spell"] == 2]["country_code"]
    assert sorted(twice) == sorted(load("members").query("left.notna()")["country_code"])
    assert spells["spell"].max() == 2
    assert spells[spells["spell"] == 1].set_index("country_code").loc[twice, "end"].notna().all()


# Deaths


COUNTED = {
    "Number of Dead": "dead",
    "Minimum Estimated Number of Missing": "missing",
    "Total Number of Dead and Missing": "dead_and_missing",
    "Number of Survivors": "survivors",
    "Number of Females": "females",
    "Number of Males": "males",
    "Number of Children": "children",
}
"""The columns of the export that are added up, and what they are called here."""


def deaths_of_the_export() -> pandas.DataFrame:
    """Add the export up by year and category of each breakdown; a sum of nothing is a gap, but for dead and missing."""
    raw = pandas.read_excel(EXPORT).rename(columns=COUNTED)
    raw[["dead", "missing"]] = raw[["dead", "missing"]].fillna(0)
    year = raw["Main ID"].str.lstrip("\ufeff").str[:4].astype(int)
    month = pandas.to_datetime(raw["Month"], format="%B").dt.strftime("-%m")
    region, route, cause = raw["Region of Incident"], raw["Migration Route"], raw["Cause of Death"]
    categories = {
        "total": pandas.Series("all", index=raw.index),
        "region": region.mask(region.str.contains(","), "more than one"),
        "cause": cause.where(cause.isin(CAUSES), "more than one"),
        "route": route.mask(route.str.contains(",", na=False), "more than one").fillna("not stated"),
        "country": raw["Country of Incident"],
        "month": (year.astype(str) + month).fillna("not stated"),
    }
    sums = []
    for breakdown, category in categories.items():
        groups = raw.groupby([year.rename("year"), category.rename("category")])
        added = groups[[*COUNTED.values()]].sum(min_count=1).astype("Int64")
        sums.append(added.assign(records=groups.size().astype("Int64"), breakdown=breakdown).reset_index())
    frame = pandas.concat(sums)
    keys = zip(frame["year"], frame["breakdown"], frame["category"], strict=True)
    frame["death_id"] = [f"{year}-{breakdown}-{slug(category)}" for year, breakdown, category in keys]
    return frame.set_index("death_id")


@pytest.mark.slow
@pytest.mark.skipif(not EXPORT.is_file(), reason=f"{EXPORT.name} does not lie beside the checkout")
def test_deaths_are_those_of_the_export_added_up() -> None:
    pytest.importorskip("openpyxl", reason="openpyxl, which reads the export, is not installed")
    columns = ["category", "records", *COUNTED.values()]
    expected = deaths_of_the_export()[columns].sort_index()
    found = load("deaths").set_index("death_id")[columns].sort_index()
    pandas.testing.assert_frame_equal(found, expected, check_dtype=False)


# Milestones and sources


def test_milestones_stand_in_order_of_time() -> None:
    """A less precise date may stand anywhere in the time it may mean."""
    latest = datetime.date.min
    for event in records(load("milestones")):
        assert formats.last_day(event["date"]) >= latest, event["milestone_id"]
        latest = max(latest, formats.first_day(event["date"]))


def test_what_is_adopted_comes_into_force_later() -> None:
    date = load("milestones").set_index("milestone_id")["date"]
    assert date["constitution-adopted"] < date["constitution-in-force"]
    assert date["amendments-1987-adopted"] < date["iom-name"]
    assert date["amendments-1998-adopted"] < date["amendments-1998-in-force"]


def test_sources_stand_in_the_order_of_their_identifiers() -> None:
    known = load("sources")["source_id"].tolist()
    assert [later for before, later in itertools.pairwise(known) if later < before] == []


def test_every_source_can_be_found() -> None:
    frame = load("sources")
    lost = frame[frame["url"].isna() & frame["locator"].isna() & (frame["type"] != "dataset")]
    assert lost["source_id"].tolist() == []


def test_a_source_without_a_date_says_nothing_of_its_precision() -> None:
    frame = load("sources")
    pandas.testing.assert_series_equal(
        frame["date_published"].isna(), frame["date_published_precision"].isna(), check_names=False
    )


def test_every_source_says_its_terms_of_use() -> None:
    assert load("sources")["licence"].notna().all()
