"""How charts look: texts beside points, and scales."""

from __future__ import annotations

import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.text import Annotation

from iomreport.charts import theme


@pytest.mark.parametrize(("offset", "side"), [((6, 0), "left"), ((-6, 3), "right"), ((0, 9), "center")])
def test_a_text_stands_on_the_side_to_which_it_is_moved(ax: Axes, offset: tuple[float, float], side: str) -> None:
    theme.write_beside(ax, "last", (2000, 5), "teal", offset)
    (text,) = ax.texts
    assert isinstance(text, Annotation)
    assert (text.get_text(), text.xy, text.get_ha(), text.get_va()) == ("last", (2000, 5), side, "center")
    assert (text.get_color(), text.get_fontweight()) == (theme.colour("teal"), "bold")


def test_the_grid_does_not_cross_a_text_out(ax: Axes) -> None:
    theme.write_beside(ax, "last", (2000, 5), "teal")
    box = ax.texts[0].get_bbox_patch()
    assert box is not None
    assert to_hex(box.get_facecolor()) == theme.colour("paper")


def test_a_style_given_is_kept(ax: Axes) -> None:
    theme.write_beside(ax, "last", (2000, 5), "teal", ha="right", fontweight="normal", bbox=None)
    (text,) = ax.texts
    assert (text.get_ha(), text.get_fontweight(), text.get_bbox_patch()) == ("right", "normal", None)


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        (2011, 2024, [2011, 2015, 2020, 2024]),
        (2014, 2021, [2014, 2021]),
        (2020, 2020, [2020]),
        (1951, 2024, [1951, 1980, 2000, 2024]),
    ],
)
def test_first_and_last_year_are_named_and_round_ones_between(
    ax: Axes, first: int, last: int, named: list[int]
) -> None:
    theme.scale_by_year(ax, "Million US dollars", first, last)
    assert ax.get_xticks().tolist() == named
    assert ax.get_xlim()[0] < first <= last < ax.get_xlim()[1]
    assert (ax.get_ylabel(), ax.get_ylim()[0]) == ("Million US dollars", 0)


@pytest.mark.parametrize(("height", "text"), [(0, "0"), (0.1 + 0.2, "0.3"), (0.025, "0.025"), (3000, "3,000")])
def test_heights_are_written_in_full_and_no_longer(ax: Axes, height: float, text: str) -> None:
    theme.scale_by_year(ax, "Share", 2011, 2024)
    assert ax.yaxis.get_major_formatter()(height) == text
