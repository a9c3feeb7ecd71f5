"""What must be true of the values: each promise holds, and each is broken by a wrong cell and told by its place."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from iomreport import load
from iomreport.catalog import checks, descriptor, schema
from iomreport.catalog.checks.promises import Promise, Rows, Tables
from iomreport.catalog.folders import shipped_data_folder
from iomreport.errors import BrokenPromise, UsageError

pytestmark = pytest.mark.slow

BY_NAME = {promise.check.__name__: promise for promise in checks.PROMISES}


@dataclass(frozen=True)
class Case:
    """A promise, the cells that break it (table, key, column, new text) and the broken promise that must be told."""

    promise: str
    cells: tuple[tuple[str, str, str, str], ...]
    table: str
    key: str | None
    column: str
    gist: str


def case(promise: str, *cells: tuple[str, str, str, str], at: tuple[str, str | None, str], gist: str) -> Case:
    """State how a promise is broken, where the broken promise lies (table, key, column; no key for a whole table)."""
    return Case(promise, cells, *at, gist)


CASES = [
    # Deaths
    case(
        "dead_and_missing_add_up",
        ("deaths", "2014-total-all", "dead", "1875"),
        at=("deaths", "2014-total-all", "dead_and_missing"),
        gist="found '5441'; expected 5442, dead and missing together",
    ),
    case(
        "dead_and_missing_of_exports_add_up",
        ("deaths_revisions", "2017-06-year-2014", "incidents", "245"),
        at=("deaths_revisions", "2017-06-year-2014", "incidents"),
        gist="found '245'; expected no more than the 244 records",
    ),
    case(
        "breakdowns_add_up_to_the_year",
        ("deaths", "2014-total-all", "records", "528"),
        at=("deaths", None, "records"),
        gist="found 527 as the sum by region in 2014; expected 528, the year's total",
    ),
    case(
        "deaths_are_labelled_alike",
        ("deaths", "2014-total-all", "death_id", "2014-total-whole"),
        at=("deaths", "2014-total-whole", "death_id"),
        gist="expected year, breakdown and category of the row",
    ),
    case(
        "totals_are_those_of_the_export",
        ("deaths_revisions", "2025-04-year-2014", "records", "528"),
        at=("deaths", "2014-total-all", "records"),
        gist="found '527'; expected '528', as in deaths_revisions",
    ),
    case(
        "exports_are_labelled_alike",
        ("deaths_revisions", "2017-06-year-2014", "layout", "B"),
        at=("deaths_revisions", "2017-06-year-2014", "layout"),
        gist="found 'B'; expected 'A', as elsewhere for this export",
    ),
    case(
        "published_totals_are_near_the_export",
        ("context", "deaths-2023", "value", "5800"),
        at=("context", "deaths-2023", "value"),
        gist="the sum of the export in use, give or take five per cent",
    ),
    # Membership
    case(
        "spells_follow_one_another",
        ("memberships", "aut-1", "start", "1951-12-04"),
        at=("memberships", "aut-1", "start"),
        gist="expected 1951-12-05 or later, the day of the founding",
    ),
    case(
        "members_agree_with_spells",
        ("members", "AFG", "first_joined", "2004-06-05"),
        at=("members", "AFG", "first_joined"),
        gist="found '2004-06-05'; expected '2004-06-04', as in memberships",
    ),
    case(
        "regions_and_codes_fit",
        ("countries", "AFG", "un_region", "Africa"),
        at=("countries", "AFG", "un_region"),
        gist="found 'Africa'; expected 'Asia', as for the rest of Southern Asia",
    ),
    case(
        "rebuilt_counts_follow_from_spells",
        ("member_counts", "rebuilt-1998", "members", "68"),
        at=("member_counts", "rebuilt-1998", "members"),
        gist="found '68'; expected 67, counted from memberships",
    ),
    case(
        "published_counts_are_near_the_spells",
        ("member_counts", "published-2014", "members", "153"),
        at=("member_counts", "published-2014", "members"),
        gist="found '153'; expected 155 to 157, give or take one, by memberships",
    ),
    case(
        "identifiers_of_counts_hold_their_dates",
        ("member_counts", "published-2014", "kind", "tallied"),
        at=("member_counts", "published-2014", "kind"),
        gist="expected the kind that stands in the identifier 'published-2014'",
    ),
    case(
        "tallied_counts_are_near_the_spells",
        ("member_counts", "tallied-cow-1955", "members", "93"),
        at=("member_counts", "tallied-cow-1955", "members"),
        gist="by memberships, give or take 18",
    ),
    # Money, staff and operations
    case(
        "totals_equal_their_parts",
        ("finance", "2011-revenue-assessed-ceb", "amount", "41428266"),
        at=("finance", "2011-revenue-total-ceb", "amount"),
        gist="found '1039020952'; expected 1039020953, the sum of its parts",
    ),
    case(
        "budgets_equal_their_parts",
        ("finance", "1952-surplus-total-io", "amount", "6667809"),
        at=("finance", "1952-surplus-total-io", "amount"),
        gist="found '6667809'; expected 6667808, as its parts give",
    ),
    case(
        "finance_is_written_twice",
        ("finance", "1952-revenue-total-io", "text", "USD 26,114,358"),
        at=("finance", "1952-revenue-total-io", "amount"),
        gist="expected the amount, hedge and currency of the text 'USD 26,114,358'",
    ),
    case(
        "derived_rows_say_so",
        ("finance", "1952-revenue-total-io", "basis", "derived"),
        at=("finance", "1952-revenue-total-io", "basis"),
        gist="found 'derived'; expected another basis than derived",
    ),
    case(
        "donors_add_up_to_revenue",
        ("donors", "2013-afg-assessed", "amount", "1861"),
        at=("donors", None, "amount"),
        gist="found 43254528 as the sum of assessed money in 2013; expected 43254527, as in finance",
    ),
    case(
        "donors_are_named_alike",
        ("donors", "2013-afg-assessed", "donor", "Afganistan"),
        at=("donors", "2013-afg-assessed", "donor"),
        gist="found 'Afganistan'; expected the name that the country has in the other rows",
    ),
    case(
        "agencies_add_up",
        ("agencies", "2011-ilo-expenditure", "amount", "634617032"),
        at=("agencies", "2011-all-expenditure", "amount"),
        gist="the sum of the agencies",
    ),
    case(
        "price_factors_follow_from_values",
        ("prices", "2011-us-consumer-price-index", "value", "224.949"),
        at=("prices", "2011-us-consumer-price-index", "value"),
        gist="expected the level that the factor 1.394551 was computed from",
    ),
    case(
        "counts_are_written_twice",
        ("footprint", "2005-staff", "value", "5001"),
        at=("footprint", "2005-staff", "value"),
        gist="expected the value, hedge and unit of the text",
    ),
    case(
        "returns_add_up",
        ("operations", "2020-voluntary-humanitarian-returns", "value", "4039"),
        at=("operations", "2020-assisted-returns-voluntary-and-humanitarian", "value"),
        gist="found '42181'; expected 42182, the sum of its parts",
    ),
    case(
        "staff_add_up",
        ("footprint", "2014-06-30-national-staff", "value", "7530"),
        at=("footprint", "2014-06-30-staff", "value"),
        gist="found '8390'; expected 8391, national and international staff together",
    ),
    case(
        "printed_changes_hold",
        ("operations", "2017-change-in-assisted-voluntary-returns", "value", "-37"),
        at=("operations", "2017-assisted-voluntary-returns", "value"),
        gist="expected a change of -37 per cent, as printed; not -26.7",
    ),
    # Claims, names, heads, events, campaigns and the world around
    case(
        "conflicts_are_mutual_and_read",
        ("claims", "F009", "conflicts_with", ""),
        at=("claims", "F021", "conflicts_with"),
        gist="found 'F009; F178'; expected claims that name F021 in turn; F009 does not",
    ),
    case(
        "claims_are_complete_and_in_order",
        ("claims", "F001", "as_of", "2015-07"),
        at=("claims", "F001", "as_of"),
        gist="found '2015-07'; expected a date between the founding and the article",
    ),
    case(
        "numbers_of_claims_stand_in_their_words",
        ("claims", "F009", "number", "165"),
        at=("claims", "F009", "number"),
        gist="found '165'; expected a number that stands in the words '156 member states'",
    ),
    case(
        "names_follow_one_another",
        ("names", "picmme", "end", "1952-11-16"),
        at=("names", "picmme", "end"),
        gist="found '1952-11-16'; expected '1952-11-15', where the next name begins",
    ),
    case(
        "heads_follow_one_another",
        ("directors", "gibson", "term_start_basis", ""),
        at=("directors", "gibson", "term_start_basis"),
        gist="found ''; expected a basis exactly where there is a date",
    ),
    case(
        "dates_are_written_twice",
        ("milestones", "brussels-conference", "date", "1951-11-27"),
        at=("milestones", "brussels-conference", "date"),
        gist="expected the date of the text '26 November 1951 to 5 December 1951'",
    ),
    case(
        "values_are_written_twice",
        ("emergencies", "europe-1950s-moved", "value", "406001"),
        at=("emergencies", "europe-1950s-moved", "value"),
        gist="expected the value, hedge and unit of the text 'over 406,000 persons'",
    ),
    case(
        "events_of_the_article_are_all_there",
        ("emergencies", "europe-1950s-moved", "in_article", "yes"),
        at=("emergencies", "europe-1950s-moved", "in_article"),
        gist="expected yes exactly for the eleven events of the article",
    ),
    case(
        "an_event_keeps_its_marks",
        ("emergencies", "hungary-1956-moved", "kind", "war"),
        at=("emergencies", "hungary-1956-moved", "kind"),
        gist="found 'war'; expected 'uprising', as elsewhere for the event",
    ),
    case(
        "every_activity_has_its_account",
        ("activity_accounts", "labour-migration", "claim_ids", "F104; F106"),
        at=("activity_accounts", "labour-migration", "claim_ids"),
        gist="expected claims of the activity; F106 is none",
    ),
    case(
        "one_reading_of_each_question_is_adopted",
        ("datings", "icem-1953", "verdict", "adopted"),
        at=("datings", None, "verdict"),
        gist="found 2 adopted for 'name ICEM'; expected exactly one",
    ),
    case(
        "activities_follow_the_article",
        ("activities", "area-facilitating-migration", "order", "3"),
        at=("activities", "area-facilitating-migration", "order"),
        gist="found '3'; expected 2, as each list is numbered from one",
    ),
    case(
        "world_population_rises",
        ("context", "population-1951", "value", "2683816704"),
        at=("context", "population-1951", "value"),
        gist="expected 0.7 to 2.3 per cent above 2536274688",
    ),
    case(
        "spans_run_forward",
        ("campaigns", "film-festival-2018-cities", "end", "2018-10-18"),
        at=("campaigns", "film-festival-2018-cities", "end"),
        gist="found '2018-10-18'; expected a date no earlier than 2018-11-28",
    ),
    case(
        "a_measure_keeps_to_its_unit_and_topic",
        ("context", "population-1951", "unit", "cases"),
        at=("context", "population-1951", "unit"),
        gist="found 'cases'; expected 'persons', as elsewhere for 'people in the world'",
    ),
    case(
        "doubt_is_explained",
        ("names", "icem", "note", ""),
        at=("names", "icem", "status"),
        gist="found 'conflicting'; expected sourced, or a note on what is in doubt",
    ),
    case(
        "sources_can_be_found",
        ("sources", "afp-fourteen-countries-2011", "url", ""),
        at=("sources", "afp-fourteen-countries-2011", "locator"),
        gist="expected an address, or words on where to find the source",
    ),
    case(
        "corners_are_numbered_and_places_have_no_outline",
        ("outlines", "afg-1-2", "order", "3"),
        at=("outlines", "afg-1-2", "order"),
        gist="expected 2, the next corner of the outline",
    ),
    case(
        "members_of_the_united_nations_joined_since_its_founding",
        ("un_members", "AFG", "member_since", "1846"),
        at=("un_members", "AFG", "member_since"),
        gist="expected 1945 or later",
    ),
    case(
        "every_source_is_used",
        ("milestones", "mcof", "source_id", "iom-mcof-2012"),
        at=("sources", "iom-mcof-first-year-2013", "source_id"),
        gist="expected a source that some row cites; remove it or cite it",
    ),
]

STUMBLES = {
    "an amount with a fraction": (
        ("finance", "2013-expenditure-humanitarian-assistance-ceb", "amount", "448154667.5"),
    ),
    "an amount in powers of ten": (("finance", "2013-expenditure-humanitarian-assistance-ceb", "amount", "4e8"),),
    "a population in powers of ten": (("context", "population-1951", "value", "2.58e9"),),
    "a population of nobody": (("context", "population-1951", "value", "0"),),
    "a population in the middle of a year": (
        ("context", "population-1951", "as_of", "1951-07"),
        ("context", "population-1951", "as_of_precision", "month"),
    ),
    "a change of a month": (
        ("operations", "2017-change-in-assisted-voluntary-returns", "as_of", "2017-06"),
        ("operations", "2017-change-in-assisted-voluntary-returns", "as_of_precision", "month"),
    ),
    "a span that ends years before it begins": (("member_counts", "published-2005-wikipedia", "as_of_end", "2001"),),
    "a price of nothing": (("prices", "1953-us-consumer-price-index", "value", "0"),),
    "no prices of the base year": (("prices", "2024-us-consumer-price-index", "price_id", "2024-index"),),
    "a part of no activity": (("activities", "humanitarian-emergencies-part-return", "name", "Emergency"),),
}
"""Cells that the schema lets through and that no computation expects."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may damage."""
    return Path(shutil.copytree(shipped_data_folder(), tmp_path / "data"))


def key_of(folder: Path, table: str) -> str:
    """Return the column that identifies the rows of a table."""
    (column,) = descriptor.resources(folder)[table]["schema"]["primaryKey"]
    return str(column)


def change(folder: Path, table: str, key: str, column: str, text: str) -> None:
    """Change one cell of the row that a key identifies."""
    rows = schema.read_rows(folder, table)
    (row,) = [row for row in rows if row[key_of(folder, table)] == key]
    assert row[column] != text, "the cell holds that already"
    row[column] = text
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def line_of(folder: Path, table: str, key: str | None) -> int | None:
    """Return the line of a row in its file; nothing where no row is meant."""
    if key is None:
        return None
    keys = [row[key_of(folder, table)] for row in schema.read_rows(folder, table)]
    return keys.index(key) + 2


def is_told(broken: Case, folder: Path, found: list[BrokenPromise]) -> bool:
    """Tell whether a broken promise is among those found: its file, row and column, and the gist of its words."""
    place = (f"{broken.table}.csv", line_of(folder, broken.table, broken.key), broken.column)
    return any((v.file, v.row, v.column) == place and broken.gist in str(v) for v in found)


# The shipped data


def test_the_shipped_data_keep_every_promise() -> None:
    assert checks.broken_promises(shipped_data_folder()) == []


@pytest.mark.parametrize("promise", checks.PROMISES, ids=BY_NAME)
def test_every_promise_reads_as_a_sentence(promise: Promise) -> None:
    assert promise.says == (promise.check.__doc__ or "").splitlines()[0]
    assert re.fullmatch(r"[A-Z](?:[^.?!]|(?<=\d)\.(?=\d))+\.", promise.says), promise.says
    assert len(promise.says.split()) >= 6


def test_every_promise_says_something_of_its_own() -> None:
    says = [promise.says for promise in checks.PROMISES]
    assert len({*says}) == len(says) == len(BY_NAME)


def test_every_promise_speaks_of_tables_that_exist_and_every_table_is_spoken_of() -> None:
    assert {table for promise in checks.PROMISES for table in promise.tables} == {*checks.names(shipped_data_folder())}


# Each promise, broken


def test_every_promise_has_a_test_that_breaks_it() -> None:
    assert sorted(broken.promise for broken in CASES) == sorted(BY_NAME)


@pytest.mark.parametrize("broken", CASES, ids=[broken.promise for broken in CASES])
def test_a_broken_promise_is_told_by_file_row_column_and_what_was_expected(broken: Case, folder: Path) -> None:
    for cell in broken.cells:
        change(folder, *cell)

    promise = BY_NAME[broken.promise]
    for table in {*promise.tables, *(table for table, *_ in broken.cells)}:
        assert schema.broken_promises(folder, table) == [], "not a matter of values, but of the schema"
    found = list(promise.check(Tables(folder)))
    assert is_told(broken, folder, found), "\n".join(map(str, found))


# A run over all of them


def test_all_broken_promises_are_found_in_one_run(folder: Path) -> None:
    """One case for each promise that can be broken without touching a cell of another's."""
    chosen, touched = [], set[tuple[str, str]]()
    for broken in CASES:
        rows = {(table, key) for table, key, *_ in broken.cells} | {(broken.table, broken.key or "")}
        if not rows & touched:
            chosen.append(broken)
            touched |= rows
    assert len(chosen) > len(CASES) / 2
    for broken in chosen:
        for cell in broken.cells:
            change(folder, *cell)

    found = checks.broken_promises(folder)
    missing = [broken.promise for broken in chosen if not is_told(broken, folder, found)]
    assert missing == [], "\n".join(map(str, found))
    assert len(found) == len({*found})


def test_a_broken_schema_is_told_and_no_promise_about_that_table_is_tried(folder: Path) -> None:
    """The date of the event is also promised together with the heads, whose table is unsound: that is not tried."""
    change(folder, "directors", "gibson", "term_start_basis", "perhaps")
    change(folder, "milestones", "picmme-created", "date", "1951-12-06")

    found = checks.broken_promises(folder)
    assert [(v.file, v.row, v.column) for v in found if v.file == "directors.csv"] == [
        ("directors.csv", line_of(folder, "directors", "gibson"), "term_start_basis")
    ]
    assert found[0].expected.startswith("one of ")
    assert {v.file for v in found[1:] if "make checksums" not in v.expected} == {"names.csv"}


def test_what_breaks_a_schema_comes_before_what_breaks_a_promise(folder: Path) -> None:
    change(folder, "deaths", "2014-total-all", "dead", "1875")
    change(folder, "context", "population-1951", "series", "")
    files = [broken.file for broken in checks.broken_promises(folder)]
    assert files[0] == "context.csv"
    assert {*files[1:]} == {"deaths.csv"}


@pytest.mark.parametrize("table", ["names", "sources", "countries"])
def test_a_table_that_is_not_there_is_told_and_stops_nothing(table: str, folder: Path) -> None:
    change(folder, "deaths_revisions", "2017-06-year-2014", "layout", "B")
    (folder / f"{table}.csv").unlink()

    found = checks.broken_promises(folder)
    assert BrokenPromise(f"{table}.csv", None, None, "no such file", f"the table {table!r}") in found
    if table == "names":
        assert [v.file for v in found if v.column == "layout"] == ["deaths_revisions.csv"]


def test_a_table_that_is_not_utf_8_is_told_and_stops_nothing(folder: Path) -> None:
    path = folder / "names.csv"
    path.write_bytes(path.read_bytes().replace(b"Brussels", b"Br\xfcssel"))
    assert {(v.file, v.expected) for v in checks.broken_promises(folder)} >= {("names.csv", "UTF-8 text")}


@pytest.mark.parametrize("cells", STUMBLES.values(), ids=STUMBLES)
def test_a_cell_that_nobody_expects_is_told_and_stops_nothing(
    cells: tuple[tuple[str, str, str, str], ...], folder: Path
) -> None:
    for cell in cells:
        change(folder, *cell)
    assert f"{cells[0][0]}.csv" in {broken.file for broken in checks.broken_promises(folder)}


def test_a_folder_that_holds_no_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no data folder"):
        checks.broken_promises(tmp_path)


def test_a_table_that_lies_over_the_shipped_ones_is_held_against_them(folder: Path, tmp_path: Path) -> None:
    change(folder, "member_counts", "rebuilt-1998", "members", "68")
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(folder / "member_counts.csv", own)
    (broken,) = checks.broken_promises(own)
    assert (broken.file, broken.found) == ("member_counts.csv", "'68'")
    assert broken.expected == "67, counted from memberships"


def test_rows_know_their_lines_even_where_two_are_alike() -> None:
    rows = Rows("twice.csv", [{"a": "1"}, {"a": "1"}, {"a": "2"}])
    assert [rows.broken(row, "a", "another").row for row in rows] == [2, 3, 4]
    assert rows.where(a="1") == [{"a": "1"}, {"a": "1"}]


# By value: what the accounts say, copied by hand


@pytest.mark.parametrize("year", range(2011, 2025))
@pytest.mark.parametrize(
    ("concept", "parts"),
    [
        ("revenue", {"assessed", "unearmarked", "earmarked", "other"}),
        ("expenditure", {"humanitarian assistance", "development assistance", "global agenda"}),
    ],
)
def test_totals_equal_their_parts_to_the_dollar(concept: str, parts: set[str], year: int) -> None:
    rows = load("finance").query("concept == @concept and year == @year and adopted == 'yes'")
    amounts = rows.set_index("part")["amount"]
    assert {*amounts.index} == parts | {"total"}
    assert amounts.drop("total").sum() == amounts["total"]


@pytest.mark.parametrize(
    ("concept", "year", "amount"),
    [
        ("expenditure", 2011, 1_309_709_889),
        ("expenditure", 2024, 3_672_506_691),
        ("revenue", 2011, 1_039_020_952),
        ("revenue", 2024, 3_709_381_946),
    ],
)
def test_totals_are_those_of_the_accounts(concept: str, year: int, amount: int) -> None:
    rows = load("finance").query("concept == @concept and year == @year and part == 'total' and adopted == 'yes'")
    assert rows["amount"].tolist() == [amount]
    assert rows["currency"].tolist() == ["USD"]


@pytest.mark.parametrize(("year", "percent"), [(2013, 24.6), (2024, 41.7)])
def test_the_share_of_the_united_states_in_revenue_is_the_one_known(year: int, percent: float) -> None:
    given = load("donors").query("country_code == 'USA' and year == @year")["amount"].sum()
    finance = load("finance")
    rows = finance.query("concept == 'revenue' and part == 'total' and year == @year and adopted == 'yes'")
    assert round(100 * given / rows["amount"].item(), 1) == percent


# Files and years to come


def test_a_table_that_nothing_describes_is_told(folder: Path) -> None:
    (folder / "undescribed.csv").write_text("undescribed_id\none\n", encoding="utf-8")
    (broken,) = checks.broken_promises(folder)
    assert (broken.file, broken.found) == ("undescribed.csv", "a table without a description")
    assert broken.expected == "a resource of that path in datapackage.json"


def test_a_table_of_a_misspelt_name_that_would_lie_over_none_is_told(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(folder / "names.csv", own / "name.csv")
    (broken,) = checks.broken_promises(own)
    assert broken.file == "name.csv"
    assert "names.csv" in broken.expected


def test_a_year_that_is_added_must_add_up_too(folder: Path) -> None:
    rows = schema.read_rows(folder, "finance")
    added = [
        row | {"year": "2025", "finance_id": row["finance_id"].replace("2024", "2025")}
        for row in rows
        if row["year"] == "2024" and row["concept"] == "expenditure" and row["adopted"] == "yes"
    ]
    (total,) = [row for row in added if row["part"] == "total"]
    total["amount"] = str(int(total["amount"]) + 1)
    rows += added
    with (folder / "finance.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)

    (broken,) = BY_NAME["totals_equal_their_parts"].check(Tables(folder))
    assert broken.found == repr(total["amount"])
    assert broken.expected == f"{int(total['amount']) - 1}, the sum of its parts"
