"""Numbers and dates as a reader sees them."""

from __future__ import annotations

import datetime

import pytest

from iomreport import formats


@pytest.mark.parametrize(("date", "precision"), [("1954", "year"), ("1954-11", "month"), ("1954-11-30", "day")])
def test_a_date_is_as_precise_as_its_parts_are_many(date: str, precision: str) -> None:
    assert formats.precision_of(date) == precision


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("1954-11-30", (1954, 11, 30), (1954, 11, 30)),
        ("1954-11", (1954, 11, 1), (1954, 11, 30)),
        ("1954-12", (1954, 12, 1), (1954, 12, 31)),
        ("1954", (1954, 1, 1), (1954, 12, 31)),
        ("1952-02", (1952, 2, 1), (1952, 2, 29)),
        ("1900-02", (1900, 2, 1), (1900, 2, 28)),
    ],
)
def test_a_date_may_mean_any_day_from_its_first_to_its_last(
    date: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert formats.first_day(date) == datetime.date(*first)
    assert formats.last_day(date) == datetime.date(*last)


def test_a_day_that_the_calendar_lacks_is_no_date() -> None:
    with pytest.raises(ValueError, match="day"):
        formats.first_day("1953-02-29")


@pytest.mark.parametrize(
    ("date", "text"), [("1954-11-03", "3 November 1954"), ("1980-11", "November 1980"), ("1952", "1952")]
)
def test_a_date_is_written_no_more_precisely_than_it_is_known(date: str, text: str) -> None:
    assert formats.date_text(date) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2018-12-10", "2018-12-11", "10 to 11 December 2018"),
        ("2016-06-30", "2016-07-25", "30 June to 25 July 2016"),
        ("2001-05-14", "2001-06-14", "14 May to 14 June 2001"),
        ("1975-06", "1975-12", "June to December 1975"),
        ("1975-06", "1976-06", "June 1975 to June 1976"),
        ("1952", "1959", "1952 to 1959"),
        ("1957-06", "1957", "June 1957 to 1957"),
        ("1992", None, "1992"),
        ("1992", "1992", "1992"),
    ],
)
def test_a_span_names_once_what_both_its_dates_share(start: str, end: str | None, text: str) -> None:
    assert formats.span_text(start, end) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (175, "175"),
        (175.0, "175"),
        (-1234, "-1,234"),
        (1309709889, "1,309,709,889"),
        (12345.678, "12,345.678"),
    ],
)
def test_a_number_is_written_in_full_unless_told_to_round(number: float, text: str) -> None:
    assert formats.number_text(number) == text


@pytest.mark.parametrize(("decimals", "text"), [(0, "1,235"), (1, "1,234.6"), (2, "1,234.57"), (4, "1,234.5678")])
def test_a_number_is_rounded_to_as_many_places_as_asked(decimals: int, text: str) -> None:
    assert formats.number_text(1234.5678, decimals=decimals) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (175, "175"),
        (8400, "8.4 thousand"),
        (11_000_000, "11 million"),
        (1_675_000_000, "1.675 billion"),
        (1_309_709_889, "1.31 billion"),
        (3_672_506_691, "3.67 billion"),
        (304_021_813, "304 million"),
        (999_999, "1 million"),
    ],
)
def test_a_large_number_is_written_in_words_of_scale(number: float, text: str) -> None:
    assert formats.compact_text(number) == text


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [(0.25, 0, "25%"), (0.246, 0, "25%"), (0.246, 1, "24.6%"), (1, 0, "100%"), (0, 0, "0%")],
)
def test_a_share_of_one_is_written_as_a_percentage(share: float, decimals: int, text: str) -> None:
    assert formats.percent_text(share, decimals=decimals) == text


def test_other_languages_write_dates_and_numbers_their_own_way() -> None:
    assert formats.date_text("1954-11-30", language="fr") == "30 novembre 1954"
    assert formats.number_text(1234567.5, language="es") == "1.234.567,5"
    assert formats.compact_text(1_675_000_000, language="fr") == "1,675 milliard"
    assert formats.percent_text(0.246, decimals=1, language="es") == "24,6%"


@pytest.mark.parametrize(
    ("date", "place"),
    [
        ("1980-01-01", 1980.0),
        ("1980", 1980.5),
        ("1981-12-31", 1981 + 364 / 365),
        ("1980-12-31", 1980 + 365 / 366),
        ("1981-01", 1981 + 31 / 365 / 2),
    ],
)
def test_a_date_stands_on_a_scale_of_years_in_the_middle_of_what_it_may_mean(date: str, place: float) -> None:
    assert formats.decimal_year(date) == pytest.approx(place)


@pytest.mark.parametrize(
    ("date", "end", "span"),
    [
        ("2005", "", (2005.0, 2006.0)),
        ("2005", "2006", (2005.0, 2007.0)),
        ("1981-01-01", "", (1981.0, 1981 + 1 / 365)),
        ("2013-12", "", (2013 + 334 / 365, 2014.0)),
    ],
)
def test_a_span_reaches_to_the_end_of_its_last_day(date: str, end: str, span: tuple[float, float]) -> None:
    assert formats.span_of_years(date, end) == pytest.approx(span)


def test_a_percentage_is_written_in_full_where_no_decimals_are_asked_for() -> None:
    assert formats.percent_text(0.2461, decimals=None) == "24.61%"


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Türkiye-Europe land route", "turkiye-europe-land-route"), ("  Dead, missing!  ", "dead-missing"), ("国际", "")],
)
def test_a_slug_is_lower_case_words_without_accents_joined_by_hyphens(text: str, slug: str) -> None:
    assert formats.slug(text) == slug
