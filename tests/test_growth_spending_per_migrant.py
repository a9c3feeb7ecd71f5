"""Chapter 1: what is spent for each international migrant."""

from __future__ import annotations

import pandas
import pytest
from drawn import xs
from matplotlib.axes import Axes

from iomreport.catalog.analysis import consumer_prices
from iomreport.charts import theme
from iomreport.errors import UsageError
from iomreport.growth import spending_per_migrant

pytestmark = pytest.mark.slow


def test_spending_per_migrant_by_hand() -> None:
    context = pandas.DataFrame(
        {
            "measure": ["international migrants in the world"] * 3,
            "as_of": ["2024", "2024", "1970"],
            "value": [100.0, 200.0, 50.0],
            "series": ["new", "old", "old"],
            "status": ["sourced", "unverified", "sourced"],
            "source_id": ["m", "m", "m"],
        }
    )
    (row,) = spending_per_migrant.per_migrant_spending(context).to_dict("records")
    assert row["per_migrant"] == pytest.approx(36725066.91)
    assert row["source_id"] == "m; un-ceb-expenses-2026; bls-cpi-2026"


def test_growth_per_migrant_stays_within_one_revision() -> None:
    index = consumer_prices()
    before, after = 2178037649 * index[2024] / index[2020] / 275e6, 3672506691 / 304021813
    assert spending_per_migrant.per_migrant_growth(2020, 2024).content == pytest.approx(after / before)
    with pytest.raises(UsageError, match="no revision of the number of migrants has both 2015 and 2024"):
        spending_per_migrant.per_migrant_growth(2015, 2024)


def test_revisions_are_never_joined(ax: Axes) -> None:
    spending_per_migrant.plot_per_migrant(ax=ax)
    assert all(len(xs(line)) == 1 for line in ax.get_lines())
    forms = {str(line.get_label()): line.get_marker() for line in ax.get_lines()}
    assert len(forms) == len(set(forms.values())) == 4
    hollow = {xs(line)[0] for line in ax.get_lines() if line.get_markerfacecolor() == theme.colour("paper")}
    assert hollow == {2020.0}


def test_smaller_marks_lie_above_larger_ones(ax: Axes) -> None:
    """So that revisions which agree are all seen."""
    lines = spending_per_migrant.plot_per_migrant(ax=ax).get_lines()
    by_size = sorted(lines, key=lambda line: line.get_markersize())
    assert by_size[0].get_markersize() < by_size[-1].get_markersize()
    assert [line.get_zorder() for line in by_size] == sorted((line.get_zorder() for line in lines), reverse=True)


def test_the_title_states_the_ratio_and_its_growth() -> None:
    figure = spending_per_migrant.per_migrant_figure()
    assert "about USD 12.1 in 2024, at constant prices about 1.3 times as much as in 2020" in figure.title
