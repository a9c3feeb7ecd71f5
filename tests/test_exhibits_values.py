"""Values know where they come from, and are written so that a reader is not misled."""

from __future__ import annotations

from typing import Any

import pandas
import pytest

from iomreport import Value, difference, load, pick, ratio, select, tally
from iomreport.errors import ExhibitError, IomreportError, UnknownNameError
from iomreport.exhibits.values import merge_sources


def a_value(content: Any, unit: str = "", qualifier: str = "", sources: tuple[str, ...] = ("a",)) -> Value:
    return Value(content=content, unit=unit, qualifier=qualifier, sources=sources)


@pytest.fixture
def frame() -> pandas.DataFrame:
    """Return three rows shaped as a dataset's, with gaps."""
    table = pandas.DataFrame(
        {
            "place": ["Geneva", "Brussels", "Manila"],
            "staff": pandas.array([8400, 12, None], dtype="Int64"),
            "budget": pandas.array([1.5, 2.0, None], dtype="Float64"),
            "qualifier": ["over", None, None],
            "opened": ["1954-11-30", "1951", None],
            "opened_precision": ["day", "year", None],
            "source_id": ["a; b", "b", "c"],
        }
    )
    table.attrs["units"] = {"staff": "persons", "budget": "USD"}
    return table


# Where a value comes from


def test_no_value_is_made_without_a_source() -> None:
    with pytest.raises(ExhibitError, match="the value 3 has no source; pick it from a dataset"):
        Value(content=3, sources=())


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        a_value(3).content = 4  # type: ignore[misc]


def test_a_picked_number_brings_its_unit_hedge_and_sources(frame: pandas.DataFrame) -> None:
    assert pick(frame, "staff", place="Geneva") == a_value(8400, "persons", "over", ("a", "b"))


def test_a_whole_number_is_picked_as_one_even_from_a_column_of_fractions(frame: pandas.DataFrame) -> None:
    picked = pick(frame, "budget", place="Brussels")
    assert picked.content == 2
    assert isinstance(picked.content, int)
    assert pick(frame, "budget", place="Geneva").content == 1.5


def test_a_picked_date_is_a_date_and_takes_no_hedge_from_the_row(frame: pandas.DataFrame) -> None:
    assert pick(frame, "opened", place="Geneva") == a_value("1954-11-30", "date", "", ("a", "b"))


def test_a_picked_text_is_a_text_and_takes_no_hedge_from_the_row(frame: pandas.DataFrame) -> None:
    assert pick(frame, "place", staff=8400) == a_value("Geneva", "text", "", ("a", "b"))


def test_a_claims_number_has_the_unit_and_the_hedge_of_its_own_row() -> None:
    over = pick(load("claims"), "number", claim_id="F011")
    assert (over.content, over.unit, over.qualifier) == (80, "organizations", "over")
    assert over.sources == ("wikipedia-iom-2014",)


@pytest.mark.parametrize("column", ["staff", "budget", "opened"])
def test_a_missing_cell_is_refused(frame: pandas.DataFrame, column: str) -> None:
    with pytest.raises(ExhibitError, match=f"the column '{column}' is empty in the row chosen"):
        pick(frame, column, place="Manila")


def test_a_column_that_does_not_exist_is_refused_with_the_nearest(frame: pandas.DataFrame) -> None:
    with pytest.raises(UnknownNameError, match="no column 'staf'; did you mean 'staff'"):
        pick(frame, "staf", place="Geneva")
    with pytest.raises(UnknownNameError, match="no column 'plaice'; did you mean 'place'"):
        pick(frame, "staff", plaice="Geneva")


def test_a_choice_that_leaves_no_row_is_refused(frame: pandas.DataFrame) -> None:
    with pytest.raises(UnknownNameError, match="no row has place = 'Rome'; there is: Brussels, Geneva, Manila"):
        select(frame, place="Rome")


def test_a_choice_that_leaves_several_rows_is_refused(frame: pandas.DataFrame) -> None:
    frame["kind"] = "office"
    with pytest.raises(UnknownNameError, match="3 rows have kind = 'office'; exactly one must"):
        pick(frame, "place", kind="office")


def test_a_missing_cell_matches_nothing_asked_for(frame: pandas.DataFrame) -> None:
    assert select(frame, staff=12)["place"] == "Brussels"


def test_several_conditions_narrow_the_choice(frame: pandas.DataFrame) -> None:
    frame["kind"] = ["office", "office", "centre"]
    assert select(frame, kind="office", source_id="b")["place"] == "Brussels"


@pytest.mark.parametrize("missing", [None, float("nan"), pandas.NA])
def test_a_row_without_a_source_gives_no_value(missing: Any) -> None:
    unsourced = pandas.DataFrame({"place": ["Rome"], "staff": [3], "source_id": [missing]})
    with pytest.raises(ExhibitError, match="source"):
        pick(unsourced, "staff", place="Rome")


@pytest.mark.parametrize("ask", [lambda frame: pick(frame, "staff", place="Geneva"), tally], ids=["pick", "tally"])
def test_a_frame_without_sources_gives_no_value(ask: Any, frame: pandas.DataFrame) -> None:
    with pytest.raises(IomreportError, match="source"):
        ask(frame.drop(columns="source_id"))


# What is computed from values


def test_a_tally_counts_rows_and_rests_on_the_sources_of_all(frame: pandas.DataFrame) -> None:
    assert tally(frame, unit="offices") == a_value(3, "offices", "", ("a", "b", "c"))


def test_no_rows_give_no_tally(frame: pandas.DataFrame) -> None:
    with pytest.raises(ExhibitError, match="no source"):
        tally(frame.iloc[:0])


def test_a_difference_is_later_minus_earlier_on_the_sources_of_both() -> None:
    later, earlier = a_value(175, "states", sources=("b", "a")), a_value(35, "states", sources=("a", "c"))
    assert difference(later, earlier) == a_value(140, "states", "", ("b", "a", "c"))


def test_a_ratio_is_whole_by_part_on_the_sources_of_both() -> None:
    whole, part = a_value(30, "states", sources=("a",)), a_value(12, "states", sources=("b",))
    assert ratio(whole, part, unit="share") == a_value(2.5, "share", "", ("a", "b"))


@pytest.mark.parametrize("compute", [difference, ratio])
def test_dates_and_texts_cannot_be_computed_with(compute: Any) -> None:
    with pytest.raises(ExhibitError, match="'1954' is no number"):
        compute(a_value(3), a_value("1954", "date"))


def test_sources_are_merged_once_each_in_order_of_appearance() -> None:
    merged = merge_sources(a_value(1, sources=("b", "a")), a_value(2, sources=("a", "c")))
    assert merged == ("b", "a", "c")


# How a value is written


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (a_value(1309709889), "", "1,309,709,889"),
        (a_value(1309709889, "USD"), "", "USD 1,309,709,889"),
        (a_value("1954-11-30", "date"), "", "30 November 1954"),
        (a_value("1980-11", "date"), "", "November 1980"),
        (a_value("Geneva", "text"), "", "Geneva"),
        (a_value("1954-11-30", "date"), "year", "1954"),
        (a_value(8400), "compact", "8.4 thousand"),
        (a_value(175), "compact", "175"),
        (a_value(0), "compact", "0"),
        (a_value(3_672_506_691, "USD"), "compact", "about USD 3.67 billion"),
        (a_value(1_675_000_000, "USD"), "compact", "USD 1.675 billion"),
        (a_value(0.25, "share"), "percent", "25%"),
        (a_value(2.5), "rounded", "2.5"),
        (a_value(2.5, "USD"), "rounded", "USD 2.5"),
    ],
)
def test_a_value_is_written_in_the_style_asked_for(value: Value, style: str, text: str) -> None:
    assert format(value, style) == text


@pytest.mark.parametrize(
    ("content", "style", "text"),
    [
        (1_309_709_889, "compact", "about 1.31 billion"),
        (1234.5678, "compact", "about 1.23 thousand"),
        (-1_234_567, "compact", "about -1.23 million"),
        (3_672_506_691, "compact", "about 3.67 billion"),
        (304_021_813, "compact", "about 304 million"),
        (123_000_000, "compact", "123 million"),
        (0.4166, "whole", "about 42%"),
        (0.3, "whole", "30%"),
        (0.246, "percent", "24.6%"),
        (1 / 3, "percent", "about 33.3%"),
        (175 / 67, "rounded", "about 2.6"),
    ],
)
def test_rounding_is_said(content: float, style: str, text: str) -> None:
    assert format(a_value(content), style) == text


@pytest.mark.parametrize(
    ("content", "style"),
    [(0.29, "percent"), (0.57, "percent"), (0.1 + 0.2, "rounded"), (1_100_000, "compact"), (1e9, "compact")],
)
def test_what_binary_fractions_miss_is_no_rounding(content: float, style: str) -> None:
    assert "about" not in format(a_value(content), style)


@pytest.mark.parametrize(
    ("style", "text"), [("", "over 8,400"), ("compact", "over 8.4 thousand"), ("rounded", "over 8,400.0")]
)
def test_the_sources_hedge_stands_before_the_number(style: str, text: str) -> None:
    assert format(a_value(8400, qualifier="over"), style) == text


def test_a_hedge_stands_before_the_currency_too() -> None:
    assert str(a_value(35, "USD", "nearly")) == "nearly USD 35"


def test_a_hedged_number_is_not_hedged_twice() -> None:
    assert format(a_value(1_234_567, qualifier="nearly"), "compact") == "nearly 1,234,567"


def test_rounding_up_does_not_make_a_hedge_false() -> None:
    """What is over 24.6% need not be over 25%."""
    assert format(a_value(0.246, "share", "over"), "percent") != "over 25%"
    assert format(a_value(0.246, "share", "over"), "whole") == "over 24.6%"


def test_a_year_is_written_without_separators() -> None:
    assert str(a_value(1951, "year")) == "1951"


@pytest.mark.parametrize("value", [a_value(12345), a_value("Geneva", "text")])
def test_only_dates_and_years_have_a_year(value: Value) -> None:
    with pytest.raises(ExhibitError):
        format(value, "year")


@pytest.mark.parametrize("style", ["compact", "percent", "whole", "rounded"])
@pytest.mark.parametrize("value", [a_value("1954", "date"), a_value("Geneva", "text")])
def test_dates_and_texts_are_not_written_as_numbers(value: Value, style: str) -> None:
    with pytest.raises(ExhibitError, match="is no number"):
        format(value, style)


def test_an_unknown_style_is_refused_with_the_nearest() -> None:
    with pytest.raises(ExhibitError, match="no style 'compct' for a value; did you mean 'compact'"):
        format(a_value(3), "compct")


def test_a_value_prints_itself_in_full() -> None:
    assert f"{a_value(8400)}" == str(a_value(8400)) == "8,400"
