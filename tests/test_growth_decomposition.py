"""Chapter 1: what grew with what."""

from __future__ import annotations

import math

import pandas
import pytest
from drawn import ys
from matplotlib.axes import Axes

from iomreport.errors import UnknownNameError, UsageError
from iomreport.growth import decomposition

pytestmark = pytest.mark.slow


@pytest.fixture
def product() -> pandas.DataFrame:
    """Return factors by hand: members double, spending per member grows eightfold, prices halve; in all eightfold."""
    rows = [(2000, 10.0, 5, 2.0, 1.0, "a"), (2001, 30.0, 6, 2.0, 2.5, "a; b"), (2002, 80.0, 10, 1.0, 8.0, "a; b")]
    names = ["year", "expenditure", "members", "prices", "spending_per_member", "source_id"]
    return pandas.DataFrame(rows, columns=names)


def test_logarithms_share_growth_out_without_a_rest(product: pandas.DataFrame) -> None:
    frame = decomposition.decompose(product, 2000, 2002).set_index("factor")
    assert frame["times"].to_dict() == {"members": 2, "spending_per_member": 8, "prices": 0.5}
    assert frame["share"].to_dict() == pytest.approx({"members": 1 / 3, "spending_per_member": 1, "prices": -1 / 3})
    assert frame["log"].sum() == pytest.approx(math.log(8))
    assert set(frame["source_id"]) == {"a; b"}


def test_one_year_alone_has_no_growth(product: pandas.DataFrame) -> None:
    with pytest.raises(UsageError, match=r"growth needs two years, and .* known for 2002 only"):
        decomposition.decompose(product[product["year"] == 2002])


def test_where_nothing_grew_nothing_is_shared_out(product: pandas.DataFrame) -> None:
    still = product.assign(expenditure=10.0)
    with pytest.raises(UsageError, match="there is no growth to share out"):
        decomposition.decompose(still, 2000, 2002)


def test_a_missing_year_is_refused(product: pandas.DataFrame) -> None:
    with pytest.raises(UnknownNameError, match="no row has year = 1999"):
        decomposition.decompose(product, 1999, 2002)


def test_expenditure_is_exactly_the_product_of_its_factors() -> None:
    frame = decomposition.factors()
    product = frame["members"].astype(float) * frame["spending_per_member"] * frame["prices"]
    assert product.tolist() == pytest.approx(frame["expenditure"].tolist())
    assert frame["year"].tolist() == list(range(2011, 2025))


def test_members_may_be_counted_at_the_start_of_the_year() -> None:
    ends = decomposition.factors().set_index("year")["members"]
    starts = decomposition.factors(counted="start").set_index("year")["members"]
    assert starts.loc[2012] == ends.loc[2011] == 146
    assert starts.loc[2011] == 132


def test_shares_of_growth_add_up_and_come_out() -> None:
    shares = {factor: float(decomposition.share_of_growth(factor).content) for factor in decomposition.FACTORS}
    assert sum(shares.values()) == pytest.approx(1)
    whole = math.log(3672506691 / 1309709889)
    assert shares["members"] == pytest.approx(math.log(175 / 146) / whole)
    early = decomposition.share_of_growth("members", counted="start")
    assert early.content == pytest.approx(math.log(175 / 132) / whole)
    assert early.unit == "share"
    assert {"un-ceb-expenses-2026", "bls-cpi-2026", "iomreport-rebuilt"} <= set(early.sources)


def test_factors_are_drawn_as_multiples_on_a_scale_of_ratios(product: pandas.DataFrame, ax: Axes) -> None:
    assert decomposition.plot_factors(product, ax) is ax
    lines = [line for line in ax.get_lines() if not str(line.get_label()).startswith("_")]
    drawn = {str(line.get_label()): ys(line) for line in lines}
    assert drawn == {
        "expenditure": [1.0, 3.0, 8.0],
        "members": [1.0, 1.2, 2.0],
        "spending_per_member": [1.0, 2.5, 8.0],
        "prices": [1.0, 1.0, 0.5],
    }
    assert ax.get_yscale() == "log"
    assert ax.texts[0].get_text() == "expenditure ×8.00"
    assert len({line.get_marker() for line in lines}) == 4


def test_the_figure_states_the_shares_and_what_they_rest_on() -> None:
    figure = decomposition.decomposition_figure()
    assert figure.title == (
        "Of the growth of expenditure from 2011 to 2024, higher real spending per member makes up about 50.2%, higher "
        "prices about 32.3% and new members about 17.6%"
    )
    assert (decomposition.decompose()["times"] > 1).all()
    assert "their share is about 27.3%" in figure.notes[0]
    assert "iomreport-rebuilt" in figure.source_ids
