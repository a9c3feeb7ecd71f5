"""No number is typed into the prose that the package writes; `notebook_contract.py` says the same of the notebooks."""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from notebook_contract import WORDS

import iomreport
from iomreport import Column, Figure, Table, load, say
from iomreport.charts import theme
from iomreport.errors import ExhibitError

PACKAGE = Path(iomreport.__file__).parent
CHAPTERS = ("growth", "mandates", "advocacy", "deaths", "claims", "summary", "method")
MODULES = sorted(
    [path for chapter in CHAPTERS for path in (PACKAGE / chapter).glob("*.py")]
    + [PACKAGE / "catalog" / "analysis.py", PACKAGE / "charts" / "direct_labels.py"]
)
"""The modules whose texts a reader of the report sees."""

SCALES = {"thousand", "thousands", "million", "millions", "billion", "billions"}
"""Words of scale: they name the unit of an axis, and count nothing unless a number stands before them."""

ALLOWED = {
    "without the refugees from Hungary of 1956 and 1957": "a scope as the data word it, to be shortened on a chart",
    "quoted with the revision of 2019": "names a series of the data",
    "revision of 2013": "names a series of the data",
    "revision of 2019": "names a series of the data",
    "revision of 2020": "names a series of the data",
    "revision of 2024": "names a series of the data",
    "World Bank, October 2013": "names an edition",
    "World Bank, press of 2020": "names an edition",
    "World Bank, brief 20": "names a publication by its number",
    "World Bank, brief 40": "names a publication by its number",
    "World Migration Report 2024": "is the title of a publication",
}
"""Texts of the package that hold a number and count nothing by it, each with the reason."""


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and text of each string of several words, but for docstrings and conditions on data.

    Of what is written on a chart, strings of one word too.
    """
    passed: set[int] = set()
    written: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            passed.add(id(node.value))
        if isinstance(node, ast.Call):
            kept = {"query": passed, "annotate": written, "text": written, "write_beside": written}
            kept.get(called(node), set()).update(map(id, ast.walk(node)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            one_word = " " not in node.value.strip()
            if not one_word or (id(node) in written and node.value.isnumeric()):
                yield node.lineno, node.value


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def typed(text: str) -> bool:
    """Return whether a number stands in a text, in digits or in words."""
    words = {match[0].lower() for match in WORDS.finditer(text)}
    return any(character.isnumeric() for character in text) or bool(words - SCALES)


def numbers_in(source: str) -> list[str]:
    return [f"line {line}: {text!r}" for line, text in texts(ast.parse(source)) if typed(text) and text not in ALLOWED]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_number_is_typed_into_the_prose_of_the_package(path: Path) -> None:
    assert numbers_in(path.read_text(encoding="utf-8")) == []


def test_every_exception_is_needed_and_has_its_reason() -> None:
    used = {text for path in MODULES for _, text in texts(ast.parse(path.read_text(encoding="utf-8")))}

    assert set(ALLOWED) <= used
    assert all(len(reason.split()) > 2 for reason in ALLOWED.values())


@pytest.mark.parametrize(
    "planted",
    [
        "ax.set_xlabel('Members in 2024')",
        "ax.annotate('2024', (0, 0))",
        "title = say('{n} of 195 states', n=n)",
        "note = 'Since 1951 there has been a committee.'",
        "alt = say('The line stays near thirty, then climbs to {last}.', last=last)",
        "label = f'up to {place} in 2024'",
        "Column(name='a', label='Share in 2024')",
    ],
)
def test_number_typed_into_prose_is_found_wherever_it_stands(planted: str) -> None:
    assert len(numbers_in(planted)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    '''Return what was spent in 2024.'''",
        "frame.query('year == 2024 and part == @part')",
        "unit = 'Million US dollars'",
        "rows['2013-12-31']",
        "plot_width = 6.5",
    ],
)
def test_code_that_is_no_prose_is_left_alone(code: str) -> None:
    assert numbers_in(code) == []


# What code analysis cannot see, as a text put together while it runs, the constructors refuse.


def drawn(**given: object) -> Figure:
    with theme.drawing(height=1) as (figure, _):
        texts = {"title": "A title", "alt": "A chart.", "notes": ()} | given
        return Figure(figure, id="fig-one", data=load("places"), **texts)  # type: ignore[arg-type]


def tabled(**given: object) -> Table:
    texts = {"caption": "A caption", "notes": (), "label": "Name", "unit": ""} | given
    columns = [Column(name="name", label=str(texts.pop("label")), unit=str(texts.pop("unit")))]
    return Table(load("places").rename(columns={"country_code": "name"}), id="tab-one", columns=columns, **texts)  # type: ignore[arg-type]


DIGIT = "in " + str(2024)
MAKERS: list[Callable[[], object]] = [
    functools.partial(drawn, title=DIGIT),
    functools.partial(drawn, alt=DIGIT),
    functools.partial(drawn, notes=[DIGIT]),
    functools.partial(tabled, caption=DIGIT),
    functools.partial(tabled, notes=[DIGIT]),
    functools.partial(tabled, label=DIGIT),
    functools.partial(tabled, unit=DIGIT),
    functools.partial(say, DIGIT),
    functools.partial(say, "{when}", when=DIGIT),
]


@pytest.mark.parametrize("make", MAKERS)
def test_exhibit_with_a_typed_digit_cannot_be_made(make: Callable[[], object]) -> None:
    with pytest.raises(ExhibitError, match="digit is typed into"):
        make()


def test_exhibits_without_a_typed_digit_can_be_made() -> None:
    assert drawn().id == "fig-one"
    assert tabled().id == "tab-one"
