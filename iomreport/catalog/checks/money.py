"""Promises about money, prices, staff and operations."""

from collections import defaultdict
from collections.abc import Iterator

from iomreport.catalog.checks.promises import Row, Tables, number, promise
from iomreport.errors import BrokenPromise
from iomreport.formats import slug

REVENUE_PARTS = ("assessed", "unearmarked", "earmarked", "other")
EXPENDITURE_PARTS = ("humanitarian assistance", "development assistance", "global agenda")
FIRST_FULL_YEAR, LAST_FULL_YEAR = 2011, 2024
"""Years for which the accounts must stand whole, with their parts; so must any later year of which a part is known."""
BASE_PRICE = "2024-us-consumer-price-index"  # the price that factors are computed from


def written_out(amount: str, unit: str, qualifier: str, currency: str = "") -> str:
    """Return an amount as the column `text` repeats it: hedge, number with commas, unit."""
    digits = amount if unit == "percent" and not currency else f"{number(amount):,}"
    words = f"{currency} {digits}" if currency else f"{digits} {'per cent' if unit == 'percent' else unit}"
    return f"{qualifier} {words}" if qualifier else words


def adopted(tables: Tables) -> dict[tuple[str, str, str], Row]:
    """Return the adopted row of `finance` for each year, concept and part."""
    return {(row["year"], row["concept"], row["part"]): row for row in tables["finance"] if row["adopted"] == "yes"}


@promise("finance")
def totals_equal_their_parts(tables: Tables) -> Iterator[BrokenPromise]:
    """Revenue and expenditure of each year from 2011 on equal the sum of their parts, to the dollar."""
    rows, finance = adopted(tables), tables["finance"]
    for concept, parts in (("revenue", REVENUE_PARTS), ("expenditure", EXPENDITURE_PARTS)):
        later = {int(year) for year, about, part in rows if about == concept and part in parts}
        for year in map(str, range(FIRST_FULL_YEAR, max(later | {LAST_FULL_YEAR}) + 1)):
            lacking = [part for part in ("total", *parts) if (year, concept, part) not in rows]
            if lacking:
                yield BrokenPromise(finance.file, None, "part", f"no {concept} of {year}", ", ".join(lacking))
                continue
            total = sum(number(rows[year, concept, part]["amount"]) for part in parts)
            if total != number(rows[year, concept, "total"]["amount"]):
                yield finance.broken(rows[year, concept, "total"], "amount", f"{total}, the sum of its parts")


@promise("finance")
def budgets_equal_their_parts(tables: Tables) -> Iterator[BrokenPromise]:
    """A budget that stands with its administrative and operational parts is their sum; a surplus is a difference."""
    rows, finance = adopted(tables), tables["finance"]
    for (year, concept, part), row in rows.items():
        wanted = None
        if concept == "budget":
            wanted = _combined(rows, year, ("administrative budget", 1), ("operational budget", 1))
        elif concept == "surplus":
            wanted = _combined(rows, year, ("revenue", 1), ("expenditure", -1))
        if part == "total" and wanted is not None and number(row["amount"]) != wanted:
            yield finance.broken(row, "amount", f"{wanted}, as its parts give")


def _combined(rows: dict[tuple[str, str, str], Row], year: str, *terms: tuple[str, int]) -> float | None:
    found = [(rows.get((year, concept, "total")), sign) for concept, sign in terms]
    if not all(row and row["currency"] == "USD" for row, _ in found):
        return None
    return sum(sign * number(row["amount"]) for row, sign in found if row)


@promise("finance")
def finance_is_written_twice(tables: Tables) -> Iterator[BrokenPromise]:
    """Each amount agrees with its text, its identifier with year, concept and part; only sourced rows are adopted."""
    finance, seen = tables["finance"], set()
    for row in finance:
        text = written_out(row["amount"], row["unit"], row["qualifier"], row["currency"])
        if row["text"] != text:
            yield finance.broken(row, "amount", f"the amount, hedge and currency of the text {row['text']!r}")
        if not row["finance_id"].startswith("-".join([row["year"], slug(row["concept"]), slug(row["part"])]) + "-"):
            yield finance.broken(row, "finance_id", "year, concept and part of the row")
        if (row["unit"] == "percent") == bool(row["currency"]):
            yield finance.broken(row, "currency", "a currency for money, none for a percentage")
        if row["adopted"] == "yes":
            key = (row["year"], row["concept"], row["part"], row["stage"])
            if row["status"] != "sourced":
                yield finance.broken(row, "adopted", f"no, as the status is {row['status']!r}")
            if key in seen:
                yield finance.broken(row, "adopted", "no, as another row of that year, concept and part is adopted")
            seen.add(key)


@promise("finance", "donors", "agencies", "operations")
def derived_rows_say_so(tables: Tables) -> Iterator[BrokenPromise]:
    """A row rests on the basis derived exactly where it cites this project's own computing."""
    for name in ("finance", "donors", "agencies", "operations"):
        for row in tables[name]:
            derived = "iomreport-derived" in row["source_id"]
            if (row["basis"] == "derived") != derived:
                yield tables[name].broken(row, "basis", "derived" if derived else "another basis than derived")


@promise("donors", "finance")
def donors_add_up_to_revenue(tables: Tables) -> Iterator[BrokenPromise]:
    """Donors' money of each year and kind adds up to the revenue of the accounts, the stated residual included."""
    donors, rows = tables["donors"], adopted(tables)
    sums: dict[tuple[str, str], float] = defaultdict(int)
    for row in donors:
        sums[row["year"], row["kind_of_money"]] += number(row["amount"])
    for (year, kind), total in sorted(sums.items()):
        stated = rows.get((year, "revenue", kind))
        if stated is None or number(stated["amount"]) != total:
            expected = stated["amount"] if stated else "no such revenue"
            found = f"{total} as the sum of {kind} money in {year}"
            yield BrokenPromise(donors.file, None, "amount", found, f"{expected}, as in finance")


@promise("donors", "countries")
def donors_are_named_alike(tables: Tables) -> Iterator[BrokenPromise]:
    """A donor has one kind and code throughout, states alone have codes, and identifiers hold year, donor, kind."""
    donors = tables["donors"]
    usual: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    donor_of: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in donors:
        usual[row["donor"]][row["country_code"], row["donor_kind"]] += 1
        donor_of[row["country_code"]][row["donor"]] += 1
    for row in donors:
        known = usual[row["donor"]]
        if (row["country_code"], row["donor_kind"]) != max(known, key=lambda pair: known[pair]):
            yield donors.broken(row, "country_code", "the code and kind that the donor has elsewhere")
        if (row["donor_kind"] == "state") != bool(row["country_code"]):
            yield donors.broken(row, "donor_kind", "state exactly where there is a country code")
        names = donor_of[row["country_code"]]
        if row["country_code"] and row["donor"] != max(names, key=lambda name: names[name]):
            yield donors.broken(row, "donor", "the name that the country has in the other rows")
        middle = row["country_code"].lower() or (
            "not-attributed" if row["donor_kind"] == "not attributed" else slug(row["donor"])
        )
        if row["donor_id"] != f"{row['year']}-{middle}-{row['kind_of_money']}":
            yield donors.broken(row, "donor_id", f"'{row['year']}-{middle}-{row['kind_of_money']}'")


@promise("agencies", "finance")
def agencies_add_up(tables: Tables) -> Iterator[BrokenPromise]:
    """The bodies of the United Nations system and the rest add up to its total; IOM's rows are those of finance."""
    agencies, rows = tables["agencies"], adopted(tables)
    groups: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for row in agencies:
        groups[row["year"], row["concept"]][row["agency"]] = row
        if row["agency_id"] != f"{row['year']}-{row['agency'].lower()}-{row['concept']}":
            yield agencies.broken(row, "agency_id", "year, agency and concept of the row")
    for (year, concept), group in groups.items():
        if "ALL" not in group or "IOM" not in group:
            yield BrokenPromise(agencies.file, None, "agency", f"{concept} of {year}", "rows for ALL and for IOM")
            continue
        total = sum(number(row["amount"]) for agency, row in group.items() if agency != "ALL")
        if total != number(group["ALL"]["amount"]):
            yield agencies.broken(group["ALL"], "amount", f"{total}, the sum of the agencies")
        own = rows.get((year, concept, "total"))
        if own is None or own["amount"] != group["IOM"]["amount"]:
            yield agencies.broken(group["IOM"], "amount", f"{own and own['amount']}, as in finance")


@promise("prices")
def price_factors_follow_from_values(tables: Tables) -> Iterator[BrokenPromise]:
    """A price factor is the level of 2024 over that of its year, or the inverse of an exchange rate."""
    prices = tables["prices"]
    base = next((float(row["value"]) for row in prices if row["price_id"] == BASE_PRICE), None)
    if base is None:
        yield BrokenPromise(prices.file, None, "price_id", "no price of the base year", repr(BASE_PRICE))
        return
    for row in prices:
        level = base if row["series"].startswith("US") else 1.0
        if float(row["value"]) <= 0:
            yield prices.broken(row, "value", "a price above nothing")
        elif row["factor"] != f"{level / float(row['value']):.6f}":
            yield prices.broken(row, "value", f"the level that the factor {row['factor']} was computed from")
        if row["price_id"] != f"{row['year']}-{slug(row['series'])}":
            yield prices.broken(row, "price_id", "year and series of the row")
        if row["source_id"] != next(other["source_id"] for other in prices if other["series"] == row["series"]):
            yield prices.broken(row, "source_id", "the one source that the series comes from")
        if (row["months_averaged"] == "12") != (row["complete"] == "yes") and row["series"].startswith("US"):
            yield prices.broken(row, "months_averaged", "12 months exactly where the year is complete")


@promise("footprint", "operations")
def counts_are_written_twice(tables: Tables) -> Iterator[BrokenPromise]:
    """Each count of staff, offices or people agrees with its text and identifier, and a measure keeps its unit."""
    for name, key in (("footprint", "footprint_id"), ("operations", "operation_id")):
        rows = tables[name]
        units: dict[str, str] = {}
        for row in rows:
            if row["text"] != written_out(row["value"], row["unit"], row["qualifier"]):
                yield rows.broken(row, "value", f"the value, hedge and unit of the text {row['text']!r}")
            if not row[key].startswith(f"{row['as_of']}-{slug(row['measure'])}"):
                yield rows.broken(row, key, "date and measure of the row")
            if units.setdefault(row["measure"], row["unit"]) != row["unit"]:
                yield rows.broken(row, "unit", f"{units[row['measure']]!r}, as elsewhere for {row['measure']}")


@promise("operations")
def returns_add_up(tables: Tables) -> Iterator[BrokenPromise]:
    """Assisted returns are the voluntary and the humanitarian ones together, where all three stand."""
    operations = tables["operations"]
    by_key = {(row["as_of"], row["measure"]): row for row in operations}
    for row in operations:
        if row["since"] and not "1951" <= row["since"][:4] <= row["as_of"][:4]:
            yield operations.broken(row, "since", "a date between the founding and the date of the row")
    for (date, measure), row in by_key.items():
        if measure != "assisted returns, voluntary and humanitarian":
            continue
        parts = [by_key.get((date, part)) for part in ("assisted voluntary returns", "voluntary humanitarian returns")]
        if all(parts):
            total = sum(number(part["value"]) for part in parts if part)
            if total != number(row["value"]):
                yield operations.broken(row, "value", f"{total}, the sum of its parts")


@promise("footprint")
def staff_add_up(tables: Tables) -> Iterator[BrokenPromise]:
    """National and international staff add up to all staff of their date, and women and men to a hundred per cent."""
    footprint = tables["footprint"]
    by_key = {(row["as_of"], row["measure"]): row for row in footprint}
    for (date, measure), row in by_key.items():
        parts = [by_key.get((date, part)) for part in ("national staff", "international staff")]
        if measure == "staff" and all(parts):
            total = sum(number(part["value"]) for part in parts if part)
            if total != number(row["value"]):
                yield footprint.broken(row, "value", f"{total}, national and international staff together")
        men = by_key.get((date, "men among staff"))
        if measure == "women among staff" and men and number(row["value"]) + number(men["value"]) != 100:
            yield footprint.broken(row, "value", f"{100 - int(men['value'])}, the rest of a hundred per cent")


@promise("operations")
def printed_changes_hold(tables: Tables) -> Iterator[BrokenPromise]:
    """A change from year to year that a source prints is that of the counts, within the rounding to whole per cents."""
    operations = tables["operations"]
    by_key = {(row["as_of"], row["measure"]): row for row in operations if not row["qualifier"]}
    for row in operations.where(unit="percent"):
        measure = row["measure"].removeprefix("change in ")
        year = int(row["as_of"][:4])
        now, before = by_key.get((str(year), measure)), by_key.get((str(year - 1), measure))
        if now and before:
            change = 100 * (number(now["value"]) / number(before["value"]) - 1)
            if abs(change - float(row["value"])) > 1:
                yield operations.broken(
                    now, "value", f"a change of {row['value']} per cent, as printed; not {change:.1f}"
                )
