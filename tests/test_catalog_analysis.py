"""What an analyst does first: real terms, a state of affairs on a day, a growth rate, the sources of rows."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import pytest

from iomreport import at, catalog, growth, growth_rate, load, members_on, sources_of, to_real
from iomreport.catalog.analysis import consumer_prices
from iomreport.catalog.cells import records
from iomreport.errors import UnknownNameError, UsageError

PRICES = """\
price_id,year,series,value,months_averaged,complete,factor,note,source_id
a,1990,US consumer price index,50,12,yes,1,,bls-cpi-2026
b,2000,US consumer price index,100,12,yes,1,,bls-cpi-2026
c,2010,US consumer price index,125,12,yes,1,,bls-cpi-2026
d,2011,US consumer price index,999,11,no,1,,bls-cpi-2026
e,2010,Swiss francs per US dollar,7,,yes,1,,federal-reserve-chf-2026
"""


@pytest.fixture
def simple_prices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay a price index of round numbers over the shipped one."""
    (tmp_path / "prices.csv").write_text(PRICES, encoding="utf-8")
    monkeypatch.setenv("IOMREPORT_DATA", str(tmp_path))


@pytest.fixture
def money() -> pandas.DataFrame:
    """Return amounts by hand, with a year before the index, one without a whole index and one without an amount."""
    frame = pandas.DataFrame(
        {
            "year": pandas.array([1990, 2000, 2010, 1949, 2011, 2000], dtype="Int64"),
            "amount": pandas.array([10, 20, 30, 40, 50, None], dtype="Int64"),
            "other": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        }
    )
    frame.attrs = {"title": "Money", "units": {"amount": "USD"}}
    return frame


@pytest.fixture
def spells() -> pandas.DataFrame:
    """Return spells by hand: to the day, to the month and to the year, over and not over."""
    rows = [
        ("day", "1960-05-04", "1970-06-01"),
        ("month", "1960-05", "1970-06"),
        ("year", "1960", "1970"),
        ("open", "1960-05-04", None),
    ]
    frame = pandas.DataFrame(rows, columns=["name", "start", "end"])
    frame.attrs["title"] = "Spells"
    return frame


def names(frame: pandas.DataFrame) -> list[str]:
    return [str(name) for name in frame["name"]]


# Real terms


@pytest.mark.usefixtures("simple_prices")
def test_amounts_are_multiplied_by_the_index_of_the_base_year_over_that_of_their_own(money: pandas.DataFrame) -> None:
    """10 x 125 / 50 = 25; 20 x 125 / 100 = 25; 30 x 125 / 125 = 30."""
    assert to_real(money, 2010)["amount_real"].tolist()[:3] == [25.0, 25.0, 30.0]


@pytest.mark.usefixtures("simple_prices")
def test_what_has_no_whole_index_or_no_amount_stays_missing(money: pandas.DataFrame) -> None:
    assert to_real(money, 2010)["amount_real"].isna().tolist() == [False, False, False, True, True, True]


@pytest.mark.usefixtures("simple_prices")
def test_another_column_can_hold_the_amounts(money: pandas.DataFrame) -> None:
    real = to_real(money, 2000, amount="other")
    assert real["other_real"].tolist()[:3] == pytest.approx([2.0, 2.0, 2.4])
    assert "amount_real" not in real


def test_the_shipped_index_gives_the_published_multiplier() -> None:
    """The official means of the index are 224.939 for 2011 and 313.689 for 2024."""
    frame = pandas.DataFrame({"year": [2011], "amount": [1_309_709_889]})
    assert to_real(frame, 2024)["amount_real"].item() == pytest.approx(1_309_709_889 * 313.689 / 224.939)


def test_real_amounts_have_their_unit_and_the_frame_keeps_what_it_knew(money: pandas.DataFrame) -> None:
    attrs = to_real(money, 2020).attrs
    assert attrs["title"] == "Money"
    assert attrs["units"] == {"amount": "USD", "amount_real": "US dollars of 2020"}


def test_the_frame_that_was_given_stays_as_it_was(money: pandas.DataFrame) -> None:
    before, attrs = money.copy(), {**money.attrs}
    real = to_real(money, 2020)
    pandas.testing.assert_frame_equal(money, before)
    assert money.attrs == attrs
    assert real.drop(columns="amount_real").equals(before)


def test_rows_of_a_dataset_can_be_set_in_real_terms_at_once() -> None:
    spent = load("finance").query("concept == 'expenditure' and part == 'total' and adopted == 'yes' and year >= 2011")
    real = to_real(spent, 2024).set_index("year")
    assert real["amount_real"].notna().all()
    assert real.loc[2024, "amount_real"] == 3_672_506_691


def test_amounts_in_another_currency_are_refused_by_name(money: pandas.DataFrame) -> None:
    mixed = money.assign(currency=["USD", "CHF", "EUR", "USD", None, "USD"])
    with pytest.raises(UsageError, match=r"amounts in CHF, EUR .* keep the rows in USD first"):
        to_real(mixed, 2020)


def test_amounts_in_dollars_that_say_so_are_not_refused(money: pandas.DataFrame) -> None:
    assert "amount_real" in to_real(money.assign(currency="USD"), 2020)


@pytest.mark.usefixtures("simple_prices")
@pytest.mark.parametrize("year", [1949, 2005, 2011])
def test_a_base_year_without_a_whole_index_is_refused_with_those_there_are(money: pandas.DataFrame, year: int) -> None:
    with pytest.raises(UsageError, match=rf"no full consumer price index for {year}; there is one for 1990 to 2010"):
        to_real(money, year)


@pytest.mark.parametrize(
    ("columns", "said"),
    [({"amount": "amout"}, "no column 'amount'; did you mean 'amout'"), ({"year": "yaer"}, "no column 'year'")],
)
def test_a_frame_without_the_column_is_told_which_one_it_lacks(
    money: pandas.DataFrame, columns: dict[str, str], said: str
) -> None:
    with pytest.raises(UnknownNameError, match=said):
        to_real(money.rename(columns=columns), 2020)


@pytest.mark.usefixtures("simple_prices")
def test_consumer_prices_are_those_of_whole_years_and_of_no_other_series() -> None:
    assert consumer_prices() == {1990: 50.0, 2000: 100.0, 2010: 125.0}


# On a day


@pytest.mark.parametrize(
    ("date", "held"),
    [
        ("1960-05-03", []),
        ("1960-05-04", ["day", "open"]),
        ("1960-05-30", ["day", "open"]),
        ("1960-05-31", ["day", "month", "open"]),
        ("1960-12-30", ["day", "month", "open"]),
        ("1960-12-31", ["day", "month", "year", "open"]),
        ("1969-12-31", ["day", "month", "year", "open"]),
        ("1970-01-01", ["day", "month", "open"]),
        ("1970-05-31", ["day", "month", "open"]),
        ("1970-06-01", ["open"]),
        ("2026-01-01", ["open"]),
    ],
)
def test_rows_hold_from_the_latest_day_they_may_have_begun_to_the_earliest_they_may_have_ended(
    spells: pandas.DataFrame, date: str, held: list[str]
) -> None:
    assert names(at(spells, date)) == held


def test_a_date_may_be_given_as_such(spells: pandas.DataFrame) -> None:
    assert names(at(spells, datetime.date(1970, 6, 1))) == ["open"]


def test_rows_on_a_day_keep_what_the_frame_knew_and_the_frame_its_rows(spells: pandas.DataFrame) -> None:
    assert at(spells, "1980-01-01").attrs == {"title": "Spells"}
    assert len(spells) == 4


def test_a_row_whose_start_is_not_known_is_not_known_to_hold(spells: pandas.DataFrame) -> None:
    spells.loc[3, "start"] = None
    assert names(at(spells, "1965-01-01")) == ["day", "month", "year"]


@pytest.mark.parametrize("table", ["names", "memberships", "campaigns"])
def test_every_dataset_with_a_start_and_an_end_can_be_asked(table: str) -> None:
    frame = load(table)
    held = at(frame, "2014-06-30")
    assert 0 < len(held) < len(frame)
    assert (held["start"] <= "2014-06-30").all()


def test_a_frame_without_rows_stays_one_with_its_columns(spells: pandas.DataFrame) -> None:
    nothing = at(at(spells, "1900-01-01"), "1900-01-01")
    assert nothing.columns.tolist() == ["name", "start", "end"]
    assert nothing.empty


@pytest.mark.parametrize("date", ["1985", "1985-01", "1985-02-30", "last year", ""])
def test_what_is_no_day_is_refused_and_the_form_shown(spells: pandas.DataFrame, date: str) -> None:
    with pytest.raises(UsageError, match=rf"^'{date}' is no day; give one as YYYY-MM-DD$"):
        at(spells, date)


@pytest.mark.parametrize("column", ["start", "end"])
def test_a_frame_without_start_or_end_cannot_be_asked(spells: pandas.DataFrame, column: str) -> None:
    with pytest.raises(UnknownNameError, match=f"the frame has no column '{column}'"):
        at(spells.drop(columns=column), "1985-01-01")


@pytest.mark.parametrize(("year", "members"), [(1998, 67), (2008, 125), (2013, 155), (2022, 175)])
def test_members_on_the_last_day_of_a_year_are_as_many_as_is_well_known(year: int, members: int) -> None:
    assert len(members_on(f"{year}-12-31")) == members


def test_members_on_every_year_end_are_as_many_as_were_rebuilt() -> None:
    counted = {row["as_of"]: int(row["members"]) for row in records(growth.members_at_year_end())}
    assert counted
    assert {date: len(members_on(date)) for date in counted} == counted


def test_members_on_a_day_are_states_each_once_numbered_anew() -> None:
    members = members_on("2013-12-31")
    assert members["country_code"].is_unique
    assert members.index.tolist() == list(range(155))
    assert {"CHE", "USA"} <= {*members["country_code"]}
    assert not {"RUS", "CHN"} & {*members["country_code"]}
    assert members.attrs["dataset"] == "memberships"


def test_members_on_a_day_that_the_data_do_not_reach_are_not_made_up() -> None:
    assert len(members_on(catalog.closed_on())) > 150
    with pytest.raises(
        UsageError, match=f"nothing is known of 2090-01-01 yet; the data were closed on {catalog.closed_on()}"
    ):
        members_on("2090-01-01")


# Growth


def test_growth_is_the_yearly_rate_that_leads_from_the_first_amount_to_the_last() -> None:
    """100 grows by a tenth to 110, and by a tenth again to 121."""
    frame = pandas.DataFrame({"year": [2022, 2020, 2021], "amount": [121, 100, 500]})
    found = growth_rate(frame, 2020, 2022)
    assert found == (0.1, 2020, 2022, 100.0, 121.0)
    assert (found.rate, found.start, found.end, found.first, found.last) == found


def test_growth_may_be_a_fall() -> None:
    """800 is halved three times over, once a year."""
    frame = pandas.DataFrame({"year": [2000, 2003], "value": [800.0, 100.0]})
    assert growth_rate(frame, 2000, 2003, amount="value").rate == -0.5


def test_growth_of_a_single_year_is_the_change() -> None:
    frame = pandas.DataFrame({"year": [2000, 2001], "amount": [4, 5]})
    assert growth_rate(frame, 2000, 2001).rate == 0.25


@pytest.mark.parametrize(("start", "end"), [(2001, 2000), (2000, 2000)])
def test_growth_backwards_or_within_a_year_is_refused(start: int, end: int) -> None:
    frame = pandas.DataFrame({"year": [2000, 2001], "amount": [4, 5]})
    with pytest.raises(UsageError, match=f"from an earlier year to a later one, not from {start} to {end}"):
        growth_rate(frame, start, end)


def test_a_year_without_an_amount_is_told_with_those_that_have_one() -> None:
    frame = pandas.DataFrame({"year": [2001, 2000, 2002], "amount": [4.0, 5.0, None]})
    for year in (2002, 2003):
        with pytest.raises(UnknownNameError, match=rf"no amount for {year}; there is one for 2000, 2001$"):
            growth_rate(frame, 2000, year)


def test_a_year_that_stands_in_several_rows_is_refused() -> None:
    frame = pandas.DataFrame({"year": [2000, 2001, 2001], "amount": [4, 5, 6]})
    with pytest.raises(UsageError, match="2 rows stand for 2001: keep one concept and one source first"):
        growth_rate(frame, 2000, 2001)


@pytest.mark.parametrize(("first", "last"), [(0, 5), (-4, 5), (4, -5)])
def test_growth_from_nothing_or_across_it_is_refused_as_there_is_no_such_rate(first: int, last: int) -> None:
    frame = pandas.DataFrame({"year": [2000, 2002], "amount": [first, last]})
    with pytest.raises(UsageError):
        growth_rate(frame, 2000, 2002)


def test_growth_of_a_column_that_is_not_there_is_refused_with_the_nearest() -> None:
    frame = pandas.DataFrame({"year": [2000, 2001], "amounts": [4, 5]})
    with pytest.raises(UnknownNameError, match="no column 'amount'; did you mean 'amounts'"):
        growth_rate(frame, 2000, 2001)


# Sources


def test_sources_of_rows_come_once_each_in_order_of_appearance() -> None:
    cells = ["wikipedia-iom-2014", None, "frus-1952-d248; wikipedia-iom-2014", "frus-1952-d238"]
    found = sources_of(pandas.DataFrame({"source_id": cells}))
    assert [source.source_id for source in found] == ["wikipedia-iom-2014", "frus-1952-d248", "frus-1952-d238"]
    assert found[0].publisher == "Wikipedia"


@pytest.mark.parametrize("cells", [[], [None]])
def test_rows_that_cite_nothing_have_no_sources(cells: list[None]) -> None:
    assert sources_of(pandas.DataFrame({"source_id": cells})) == []


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: sources_of(pandas.DataFrame({"source": ["wikipedia-iom-2014"]})), "no column 'source_id'"),
        (lambda: sources_of(pandas.DataFrame({"source_id": ["wikipedia-iom-2015"]})), "did you mean 'wikipedia-iom-20"),
    ],
)
def test_sources_that_cannot_be_found_are_told(ask: Callable[[], object], said: str) -> None:
    with pytest.raises(UnknownNameError, match=said):
        ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda given: sources_of(given),
        lambda given: to_real(given, 2024),
        lambda given: at(given, "1985-01-01"),
        lambda given: growth_rate(given, 2000, 2001),
    ],
)
def test_what_is_no_frame_is_refused_and_one_is_shown(ask: Callable[[Any], object]) -> None:
    with pytest.raises(UsageError, match=r'a frame is needed, such as iomreport\.load\("finance"\) returns, not str'):
        ask("finance")
