"""Chapter 1: what every figure promises to the eye."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from drawn import marks
from drawn_text import faults_in, texts_in

from iomreport import Figure, growth

pytestmark = pytest.mark.slow

MAKERS = [
    f"{module.name}.{name}"
    for module in pkgutil.iter_modules(growth.__path__)
    for name in vars(importlib.import_module(f"iomreport.growth.{module.name}"))
    if name.endswith("_figure")
]


@pytest.fixture(scope="module", params=MAKERS)
def figure(request: pytest.FixtureRequest) -> Figure:
    """Return each figure in turn."""
    module, name = request.param.split(".")
    made = getattr(importlib.import_module(f"iomreport.growth.{module}"), name)()
    assert isinstance(made, Figure)
    return made


def test_texts_are_large_enough_whole_and_apart(figure: Figure) -> None:
    assert faults_in(figure.figure) == []


def test_labels_do_not_touch_marks(figure: Figure) -> None:
    for text in texts_in(figure.figure):
        if text.axes is not None and text in text.axes.texts:
            box = text.get_window_extent()
            assert not any(box.overlaps(mark) for mark in marks(text.axes)), text.get_text()
