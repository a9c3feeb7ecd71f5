"""Frames of an analyst's own: each function works with the columns it needs alone, and says which of them lacks."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pandas
import public_api
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from iomreport import catalog
from iomreport.catalog import required_columns
from iomreport.errors import UnknownNameError, UsageError

ASKED = {
    "iomreport.advocacy.campaigns.number_using": {"channel": "social media"},
    "iomreport.advocacy.statement_of_2013.evidence_for": {"claim_id": "F155"},
    "iomreport.growth.donors.outgiven": {"year": 2024},
    "iomreport.growth.staff_and_offices.footprint_of": {"topic": "staff"},
    "iomreport.growth.spending.adopted": {"concept": "expenditure"},
    "iomreport.growth.spending.real_totals": {"concept": "expenditure"},
    "iomreport.growth.spending.totals": {"concept": "expenditure"},
    "iomreport.claims.listing.claims_table": {"part": "History"},
    "iomreport.mandates.emergencies.counts_of": {"counts": "moved"},
    "iomreport.mandates.people_assisted.counts_of": {"series": "recent"},
}
"""What some functions must be told besides the frame."""

NOT_MEANT = {
    "iomreport.growth.accessions.cited",
    "iomreport.growth.departures.years_covered",
    "iomreport.catalog.required_columns.given_or_shipped",
}
"""Functions that ask only whether a frame was given, and the one that looks at it for all others."""

Taker = tuple[str, str]
"""A function, by its full name, and its parameter that takes a frame."""

Lesson = tuple[pandas.DataFrame, tuple[str, ...]]
"""A frame to look at, and the columns with which a function works."""


def takers() -> list[Taker]:
    """Return every public function that takes a frame in place of ours, with the parameter for it."""
    found = []
    for module in public_api.modules():
        for name, thing in public_api.public_names(importlib.import_module(module)).items():
            if inspect.isfunction(thing) and f"{module}.{name}" not in NOT_MEANT:
                given = inspect.signature(thing).parameters.values()
                found += [(f"{module}.{name}", one.name) for one in given if "DataFrame | None" in str(one.annotation)]
    return found


def function(name: str) -> Callable[..., Any]:
    module, _, own = name.rpartition(".")
    called: Callable[..., Any] = getattr(importlib.import_module(module), own)
    return called


def call(taker: Taker, frame: pandas.DataFrame, ax: Axes) -> None:
    """Call a function with a frame, and with axes if it draws."""
    name, parameter = taker
    called = function(name)
    axes = {"ax": ax} if "ax" in inspect.signature(called).parameters else {}
    called(**ASKED.get(name, {}), **axes, **{parameter: frame})


@pytest.fixture(scope="module")
def untouched() -> Axes:
    """Return axes for functions that must refuse before they draw."""
    return Drawing().subplots()


def lacking_in(message: str) -> list[str]:
    """Return the columns that a message says are lacking."""
    told = re.match(r"the frame has no column ('\w+'(?:(?:, | and )'\w+')*); ", message)
    assert told is not None, message
    return re.findall(r"'(\w+)'", told[1])


@lru_cache(maxsize=32)
def ours(expression: str) -> pandas.DataFrame:
    """Return what a message tells to look at, as an analyst would who types it."""
    dataset = re.fullmatch(r'iomreport\.load\("(\w+)"\)', expression)
    made: pandas.DataFrame = catalog.load(dataset[1]) if dataset else function(expression.removesuffix("()"))()
    return made


def learn(taker: Taker) -> Lesson:
    columns: list[str] = []
    ax = Drawing().subplots()
    frame, whole = pandas.DataFrame({"nothing": [0]}), pandas.DataFrame()
    while True:
        try:
            call(taker, frame, ax)
        except UnknownNameError as error:
            more = lacking_in(str(error))
            assert not {*more} & {*columns}, f"{more} was given and is still said to lack"
            whole = ours(str(error).rpartition(", as in ")[2])
            columns += more
            frame = whole[columns]
        else:
            return whole, tuple(columns)


@pytest.fixture(scope="module")
def learnt() -> Callable[[Taker], Lesson]:
    """Return what learns from messages alone what a function needs, once for each function."""
    return lru_cache(maxsize=None)(learn)


@pytest.mark.slow
@pytest.mark.parametrize("taker", takers(), ids=".".join)
def test_a_function_works_with_the_columns_that_it_says_it_needs(
    taker: Taker, learnt: Callable[[Taker], Lesson]
) -> None:
    whole, columns = learnt(taker)
    assert columns
    assert {*columns} <= {*whole.columns}


@pytest.mark.slow
@pytest.mark.parametrize("taker", takers(), ids=".".join)
def test_a_column_that_lacks_is_named(taker: Taker, learnt: Callable[[Taker], Lesson], untouched: Axes) -> None:
    whole, columns = learnt(taker)
    for column in columns:
        with pytest.raises(UnknownNameError) as told:
            call(taker, whole.drop(columns=column), untouched)
        assert lacking_in(str(told.value)) == [column]


@pytest.mark.slow
@pytest.mark.parametrize("taker", takers(), ids=".".join)
def test_a_frame_without_rows_is_refused(taker: Taker, learnt: Callable[[Taker], Lesson], untouched: Axes) -> None:
    whole, _ = learnt(taker)
    with pytest.raises(UsageError, match="the frame has no row that can be used here; compare with iomreport"):
        call(taker, whole.head(0), untouched)


def test_these_promises_are_held_by_every_chapter() -> None:
    """So that the tests above cannot pass by finding nothing."""
    found = takers()
    assert len(found) > 90
    assert sum(name.split(".")[-1].startswith("plot_") for name, _ in found) >= 40


def test_the_nearest_columns_are_suggested_with_all_that_are_needed() -> None:
    frame = catalog.load("names").rename(columns={"start": "strat", "kind": "kinds"})
    with pytest.raises(UnknownNameError) as told:
        required_columns.given_or_shipped(frame, "names", "kind", "abbreviation", "start")
    assert str(told.value) == (
        "the frame has no column 'kind' and 'start'; did you mean 'kinds' and 'strat'? "
        "Needed are 'kind', 'abbreviation' and 'start', as in iomreport.load(\"names\")"
    )


def test_what_is_there_is_listed_where_nothing_is_near() -> None:
    with pytest.raises(UnknownNameError, match=r"no column 'start'; there is: x, y\. Needed are 'start', as in "):
        required_columns.given_or_shipped(pandas.DataFrame({"y": [0], "x": [0]}), "names", "start")


def test_axes_in_place_of_a_frame_are_told() -> None:
    with pytest.raises(UsageError, match=r'must be a frame like iomreport.load\("names"\), not Axes; axes go into ax='):
        required_columns.given_or_shipped(Drawing().subplots(), "names")  # type: ignore[arg-type]
