"""Errors teach: a wrong year, region, topic or kind is answered with what there is."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any

import public_api
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from iomreport.advocacy import campaigns, statement_of_2013, world_around
from iomreport.claims import listing
from iomreport.deaths import by_export, by_route, december_figures, recorded_people, revisions
from iomreport.errors import UnknownNameError, UsageError
from iomreport.growth import (
    accessions,
    decomposition,
    forecast,
    money_over_time,
    other_agencies,
    regional_shares,
    revenue_by_kind,
    spending,
    staff_and_offices,
)
from iomreport.mandates import emergency_counts, people_assisted, spending_by_function

pytestmark = pytest.mark.slow

ANY_WILL_DO = {
    ("iomreport.mandates.heads.plot_heads", "founded"),
}
"""Parameters for which every year or date has a meaning."""

RIGHT: dict[str, dict[str, Any]] = {
    "real_totals": {"concept": "expenditure"},
}
"""What some functions must be told besides."""

NONSENSE: dict[str, Any] = {"str": "Narnia", "int": 1066, "tuple[int, ...]": (1066,), "Sequence[str]": ("Narnia",)}
"""What no function can know, by type."""


def type_of(parameter: inspect.Parameter) -> str:
    """Return the type of a parameter in words, whether its annotation has been evaluated or not."""
    annotation = parameter.annotation
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return text.removeprefix("collections.abc.").removesuffix(" | None")


def choices() -> list[tuple[str, str]]:
    """Return the choices by name or number that functions offer which draw or take a frame and need nothing else."""
    found = []
    for module in public_api.modules():
        for name, thing in public_api.public_names(importlib.import_module(module)).items():
            given = inspect.signature(thing).parameters if inspect.isfunction(thing) else {}
            needed = {one.name for one in given.values() if one.default is one.empty} - {*RIGHT.get(name, {})}
            for one in given.values() if {"data", "ax"} & {*given} else ():
                alone = needed <= {one.name} and one.kind is not one.VAR_POSITIONAL
                if type_of(one) in NONSENSE and alone and (f"{module}.{name}", one.name) not in ANY_WILL_DO:
                    found.append((f"{module}.{name}", one.name))
    return found


@pytest.mark.parametrize(("name", "parameter"), choices(), ids=str)
def test_nonsense_is_never_drawn_nor_counted(name: str, parameter: str) -> None:
    module, _, own = name.rpartition(".")
    called: Callable[..., Any] = getattr(importlib.import_module(module), own)
    given = inspect.signature(called).parameters
    wrong = {parameter: NONSENSE[type_of(given[parameter])]}
    axes = {"ax": Drawing().subplots()} if "ax" in given else {}
    with pytest.raises(UsageError, match=r"(Narnia|1066).*(there is|there are|did you mean)"):
        called(**(RIGHT.get(own, {}) | wrong), **axes)


def test_many_choices_are_tried() -> None:
    """So that the test above cannot pass by finding none."""
    assert len(choices()) > 30


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda ax: revisions.plot_revisions(ax=ax, year=1900), r"no row has year = 1900; there is: 2014, .*, 2024"),
        (
            lambda ax: regional_shares.plot_share(ax=ax, region="Asai"),
            "no row has un_region = 'Asai'; did you mean 'Asia'",
        ),
        (lambda ax: accessions.plot_accessions(ax=ax, region="Xyz"), "there is: Africa, Americas, Asia, Europe"),
        (lambda ax: forecast.plot_forecast(ax=ax, known=1999), "no row has known = 1999; there is: 2000, 2008, 2013"),
        (lambda ax: forecast.forecasts(known=(1066,)), "there are 74 others, from 1951 to 2024"),
        (lambda ax: staff_and_offices.plot_footprint("stuff", ax=ax), "no topic 'stuff'; did you mean 'staff'"),
        (lambda ax: by_route.plot_routes(ax=ax, route="sahara"), "no group of routes 'sahara'; did you mean 'Sahara'"),
        (
            lambda ax: revenue_by_kind.plot_kinds(ax=ax, kinds=("earmark",)),
            "no row has kind = 'earmark'; did you mean 'earma",
        ),
        (lambda ax: other_agencies.plot_peer("UNHRC", ax=ax), "no row has agency = 'UNHRC'; did you mean 'UNHCR'"),
        (lambda ax: other_agencies.plot_peer(ax=ax, measure="amuont"), "no measure 'amuont'; did you mean 'amount'"),
        (lambda ax: other_agencies.peer_spending(first=2010), "no row has year = 2010; there is: 2011, "),
        (lambda ax: money_over_time.plot_money("revenues", ax=ax), "concept = 'revenues'; did you mean 'revenue'"),
        (
            lambda ax: money_over_time.plot_money(ax=ax, base_year=2025),
            "index for 2025; there is one for 1950 to",
        ),
        (lambda ax: spending.totals("costs"), "no row has concept = 'costs'"),
        (lambda ax: decomposition.decompose(start=1999), "no row has year = 1999; there is: 2011, "),
        (lambda ax: spending_by_function.plot_functions("shares", ax=ax), "no measure 'shares'; did you mean 'share'"),
        (lambda ax: people_assisted.plot_people("years", ax=ax), "no series 'years'; did you mean 'year'"),
        (lambda ax: emergency_counts.plot_counts("assist", ax=ax), "no way of counting 'assist'; did you mean 'assist"),
        (
            lambda ax: december_figures.plot_reported_figures(ax=ax, part="before"),
            "no row has part = 'before'; there is: after, said",
        ),
        (lambda ax: world_around.plot_published("migrant", ax=ax), "no subject 'migrant'; did you mean 'migrants'"),
        (lambda ax: recorded_people.counts_by("regions"), "no breakdown 'regions'; did you mean 'region'"),
        (lambda ax: by_export.counts_by_export(reference="2019-01"), "no row has export = '2019-01'; did you mean"),
        (lambda ax: campaigns.number_using("bilboards"), "no channel 'bilboards'; did you mean 'billboards'"),
        (lambda ax: statement_of_2013.evidence_for("F15"), "no claim of the statement 'F15'; did you mean 'F15"),
        (lambda ax: listing.claims_table("Histroy"), "no row has part = 'Histroy'; did you mean 'History'"),
    ],
)
def test_what_there_is_stands_in_the_answer(ask: Callable[[Axes], object], answer: str, ax: Axes) -> None:
    with pytest.raises((UnknownNameError, UsageError), match=answer):
        ask(ax)
