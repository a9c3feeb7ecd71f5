"""Help for those who mistype a name or ask for a value that is not there."""

from __future__ import annotations

from typing import Any

import pandas
import pytest

from iomreport.errors import UnknownNameError
from iomreport.suggest import differing_columns, listed, nearest, need_known, not_found


def test_the_nearest_name_is_suggested() -> None:
    assert nearest("mambers", ["donors", "members", "names"]) == "; did you mean 'members'?"


def test_all_names_are_listed_in_order_when_none_is_near() -> None:
    assert nearest("x", iter(["names", "donors"])) == "; there is: donors, names"


def test_a_name_that_is_not_known_is_refused_with_the_nearest() -> None:
    need_known("measure", "share", ["amount", "share"])
    with pytest.raises(UnknownNameError, match="no measure 'shares'; did you mean 'share'"):
        need_known("measure", "shares", ["amount", "share"])


@pytest.mark.parametrize(
    ("names", "text"), [(["year"], "'year'"), (["year", "concept", "amount"], "'year', 'concept' and 'amount'")]
)
def test_names_are_listed_with_and_before_the_last(names: list[str], text: str) -> None:
    assert listed(names) == text


@pytest.mark.parametrize(
    ("frame", "column", "wanted", "text"),
    [
        ({"year": [2011, 2014, 2012]}, "year", 2013, "no row has year = 2013; there is: 2011, 2012, 2014"),
        ({"year": [*range(1951, 2026)]}, "year", 1066, "= 1066; there are 75 others, from 1951 to 2025"),
        ({"code": ["CHE"], "name": ["Switzerland"]}, "code", "Switzerland", "; it stands in the column 'name'"),
        ({"name": ["Switzerland"]}, "name", "switzerland", "; did you mean 'Switzerland'?"),
        ({"name": [None]}, "name", "Chad", "; the rows have nothing in that column"),
    ],
)
def test_a_value_that_is_not_there_is_answered_with_what_is(
    frame: dict[str, list[Any]], column: str, wanted: Any, text: str
) -> None:
    assert not_found(pandas.DataFrame(frame), column, wanted).endswith(text)


def test_rows_are_told_apart_by_the_columns_in_which_they_differ() -> None:
    frame = pandas.DataFrame({"year": [2011, 2011], "part": ["total", "assessed"]})

    assert differing_columns(frame) == "; they differ in part ('assessed', 'total')"
    assert differing_columns(frame.head(1)) == ""
