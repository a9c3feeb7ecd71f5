"""The reference: complete, up to date, and made from docstrings that say what a caller needs."""

from __future__ import annotations

import importlib
import inspect
import re
from functools import cached_property
from typing import Any

import pytest

import iomreport
from iomreport import checks, reference

NAMES = {
    f"{module}.{name}": thing
    for module in reference.modules()
    for name, thing in reference.public_names(importlib.import_module(module)).items()
}
VERBS = (
    "Add", "Count", "Draw", "Gather", "Give", "Offer", "Place", "Read", "Render", "Return", "Split", "Tell", "Write",
    "Yield",
)  # fmt: skip
"""Verbs with which a first line says what comes back."""


def function_of(thing: Any) -> Any:
    """Return the function behind a public name; the class itself for a class."""
    if isinstance(thing, property):
        return thing.fget
    return thing.func if isinstance(thing, cached_property) else inspect.unwrap(thing)


def test_the_page_is_up_to_date() -> None:
    written = reference.PAGE.read_text(encoding="utf-8")
    if written != reference.page():
        pytest.fail("docs/reference.md is not what the docstrings say: python -m iomreport.reference", pytrace=False)


def test_the_page_is_the_same_each_time() -> None:
    assert reference.page() == reference.page()
    assert re.findall(r"0x[0-9a-f]{6,}", reference.page()) == []


def test_every_public_name_has_its_place_on_the_page() -> None:
    page = reference.page()
    anchors = re.findall(r'<a id="([^"]+)"></a>', page)
    assert len(anchors) == len({*anchors})
    assert {*NAMES} <= {*anchors}
    assert {*re.findall(r"\]\(#([^)]+)\)", page)} <= {*anchors}


def test_what_the_package_offers_is_listed_first() -> None:
    listed = re.findall(r"^- \[`(\w+)`\]", reference.page(), re.MULTILINE)
    assert listed == iomreport.__all__


def says_what_it_gives_back(name: str) -> bool:
    """Tell whether a docstring has a section for it, or a first line whose verb says so.

    A class gives itself, a promise is a sentence, and a property is what it is.
    """
    function = function_of(NAMES[name])
    gives = str(getattr(function, "__annotations__", {}).get("return"))
    if inspect.isclass(function) or gives in {"None", "Iterator[None]"}:
        return True
    if isinstance(NAMES[name], property | cached_property):
        return True
    if name.rpartition(".")[2] in {promise.check.__name__ for promise in checks.PROMISES}:
        return True
    doc = inspect.getdoc(NAMES[name]) or ""
    return bool(re.search(r"^(Returns|Yields)\n---", doc, re.MULTILINE)) or doc.startswith(VERBS)


def parameters_told(name: str) -> list[str] | None:
    """Return the parameters in a docstring's section of that name; none where it has no such section."""
    doc = inspect.getdoc(NAMES[name]) or ""
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\w+\n---|\Z)", doc, re.MULTILINE | re.DOTALL)
    if section is None:
        return None
    heads = [line.split(" : ")[0] for line in section[1].splitlines() if line and not line.startswith(" ")]
    return [part.strip().lstrip("*") for head in heads for part in head.split(",")]


def parameters_taken(name: str) -> list[str]:
    """Return the parameters that a public name takes."""
    return [taken for taken in inspect.signature(function_of(NAMES[name])).parameters if taken not in {"self", "cls"}]


def test_every_public_name_has_a_docstring() -> None:
    assert [name for name, thing in NAMES.items() if not (inspect.getdoc(thing) or "").strip()] == []


def test_every_public_name_says_what_it_gives_back() -> None:
    lacking = [name for name in NAMES if not says_what_it_gives_back(name)]
    assert lacking == [], f"add a section Returns to the docstring, or begin it with one of {', '.join(VERBS)}"


def test_the_parameters_that_are_told_are_those_there_are() -> None:
    told = {name: parameters for name in NAMES if (parameters := parameters_told(name)) is not None}
    assert len(told) > 100
    wrong = [name for name, parameters in told.items() if sorted(parameters) != sorted(parameters_taken(name))]
    assert wrong == [], "say of each parameter what it is, and of none that is not there"


def test_a_docstring_is_written_as_markdown() -> None:
    from iomreport import catalog

    page = reference.page()
    start = page.index('<a id="iomreport.catalog.load"></a>')
    entry = page[start : page.index("###", start)]
    assert f"load{reference.signature(catalog.load)}" in entry
    assert "**Parameters**" in entry
    assert "- `name : str`" in entry
    assert "```pycon\n>>> load(" in entry
    assert entry.count("```") % 2 == 0
    assert "----" not in entry
