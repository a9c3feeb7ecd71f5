"""Chapter 3: bars for years."""

from __future__ import annotations

import pandas
import pytest
from drawn import written
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from iomreport.charts import theme
from iomreport.deaths import year_bars

pytestmark = pytest.mark.slow


@pytest.fixture
def frame() -> pandas.DataFrame:
    return pandas.DataFrame(
        {"year": [2020, 2021], "coverage": ["full year", "part of year"], "people": pandas.array([1200, None], "Int64")}
    )


def test_a_gap_has_a_bar_of_no_height(frame: pandas.DataFrame, ax: Axes) -> None:
    year_bars.draw_years(ax, frame, "people", "blue")
    assert [bar.get_height() for bar in ax.patches] == [1200, 0]  # type: ignore[attr-defined]


def test_a_part_of_a_year_is_an_outline_with_a_pattern(frame: pandas.DataFrame, ax: Axes) -> None:
    year_bars.draw_years(ax, frame, "people", "blue")
    whole, part = ax.patches
    assert (to_hex(whole.get_facecolor()), whole.get_hatch()) == (theme.colour("blue"), "")
    assert (to_hex(part.get_facecolor()), part.get_hatch()) == (theme.colour("paper"), year_bars.HATCH)
    assert to_hex(part.get_edgecolor()) == theme.colour("blue")


def test_heights_stand_over_bars_in_full_and_a_gap_is_no_zero(frame: pandas.DataFrame, ax: Axes) -> None:
    year_bars.write_heights(ax, frame, "people")
    assert written(ax) == {"1,200": (2020, 1200), "–": (2021, 0)}
    assert ax.get_ylim() == (0, 1200 * 1.35)
