"""Chapter 1: a logistic curve through what was known, against what came."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from drawn import line_of, xs, ys
from matplotlib.axes import Axes

from iomreport import Figure, load
from iomreport.growth import forecast, logistic_fit, members, regional_shares

pytestmark = pytest.mark.slow

YEARS = np.arange(1951.0, 2014.0)
TRUE = (30.0, 170.0, 0.2, 2000.0)
"""Floor, ceiling, rate and middle of a curve by hand."""


@pytest.fixture(scope="module")
def frame() -> pandas.DataFrame:
    return forecast.forecasts()


# The curve


def test_the_curve_has_half_of_its_rise_behind_it_in_the_middle_year() -> None:
    at = logistic_fit.logistic(np.array([1900.0, 2000.0, 2000 + np.log(3) / 0.2, 2100.0]), *TRUE)
    assert at == pytest.approx([30, 100, 30 + 140 * 0.75, 170])


@pytest.mark.parametrize(("rate", "middle"), [(0.1, 1995.3), (0.2069, 1998.26), (0.35, 2003.0)])
def test_a_curve_without_noise_is_found_again(rate: float, middle: float) -> None:
    counts = logistic_fit.logistic(YEARS, 28.0, 160.0, rate, middle)
    assert logistic_fit.fit_logistic(YEARS, counts, most=194.0) == pytest.approx((28.0, 160.0, rate, middle))


def test_the_ceiling_never_exceeds_the_limit_and_the_rest_is_the_best_below_it() -> None:
    counts = logistic_fit.logistic(YEARS, *TRUE)
    found = logistic_fit.fit_logistic(YEARS, counts, most=120.0)

    def left(parameters: np.ndarray) -> float:
        return float(((logistic_fit.logistic(YEARS, *parameters) - counts) ** 2).sum())

    assert found[1] == 120
    for place, step in ((0, 0.1), (2, 0.001), (3, 0.1)):
        for sign in (-1, 1):
            assert left(found) < left(found + sign * step * np.eye(4)[place])


def test_the_band_of_counts_on_a_curve_is_the_curve() -> None:
    counts = np.rint(logistic_fit.logistic(YEARS, *TRUE))
    found = logistic_fit.bands(tuple(YEARS), tuple(counts), known=2010, most=195.0)
    assert abs(found["expected"] - counts).max() <= 1
    assert (found["high"] - found["low"]).max() < 10


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (2000, (27.644, 109.82, 0.20846, 1998.121)),
        (2008, (27.730, 156.21, 0.19744, 2001.551)),
        (2013, (27.358, 170.05, 0.17785, 2002.838)),
    ],
)
def test_the_fits_are_those_of_another_way_of_searching(known: int, expected: tuple[float, ...]) -> None:
    """Those of `scipy.optimize.curve_fit`, with which a search on a grid agreed before the fit was left to scipy."""
    counted = members.members_at_year_end().query("year <= @known")
    years, counts = counted["year"].to_numpy(float), counted["members"].to_numpy(float)
    assert logistic_fit.fit_logistic(years, counts, most=195.0) == pytest.approx(expected, rel=1e-3)


# The forecasts


def test_there_is_a_row_for_each_year_known_and_each_year_counted(frame: pandas.DataFrame) -> None:
    years = len(members.members_at_year_end())
    assert frame.groupby("known").size().to_dict() == dict.fromkeys(forecast.KNOWN, years)
    assert forecast.KNOWN == (2000, 2008, 2013)


def test_the_counts_beside_the_curve_are_the_rebuilt_ones(frame: pandas.DataFrame) -> None:
    found = frame.query("known == 2000").set_index("year")["members"]
    assert (found[1998], found[2008], found[2013], found[2022]) == (67, 125, 155, 175)


def test_what_came_later_does_not_change_a_forecast() -> None:
    counts = load("member_counts")
    later = (counts["kind"] == "rebuilt") & (counts["as_of"] > "2000-12-31")
    changed = counts.assign(members=counts["members"].mask(later, 100))
    ours, others = (forecast.forecasts(data, known=(2000,))["expected"].tolist() for data in (None, changed))
    assert ours == others


def test_the_band_is_about_the_curve_and_below_the_number_of_states(frame: pandas.DataFrame) -> None:
    assert (frame["low"] <= frame["expected"]).all()
    assert (frame["expected"] <= frame["high"]).all()
    for known in forecast.KNOWN:
        states = regional_shares.states_in(known).content
        assert frame.loc[frame["known"] == known, "high"].max() <= states
        assert frame.loc[frame["known"] == known, "ceiling_high"].max() <= states


def test_the_band_narrows_as_more_is_known(frame: pandas.DataFrame) -> None:
    last = frame[frame["year"] == frame["year"].max()].set_index("known")
    widths = (last["high"] - last["low"]).loc[list(forecast.KNOWN)].tolist()
    assert widths == sorted(widths, reverse=True)


def test_the_same_seed_gives_the_same_band(frame: pandas.DataFrame) -> None:
    logistic_fit.bands.cache_clear()
    pandas.testing.assert_frame_equal(forecast.forecasts(), frame)


def test_a_forecast_is_a_sourced_value_that_says_about() -> None:
    value = forecast.forecast(2013)
    assert value.unit == "states"
    assert value.sources == ("iomreport-rebuilt",)
    assert str(value).startswith("about ")


# Drawing


def test_known_and_later_counts_are_told_apart_by_their_marks(frame: pandas.DataFrame, ax: Axes) -> None:
    assert forecast.plot_forecast(frame, ax, known=2008) is ax
    known, later = line_of(ax, "known"), line_of(ax, "later")
    rows = frame.query("known == 2008")
    assert ys(known) == rows.query("year <= 2008")["members"].tolist()
    assert ys(later) == rows.query("year > 2008")["members"].tolist()
    assert known.get_markerfacecolor() != later.get_markerfacecolor()


def test_the_curve_is_dashed_where_it_looks_ahead(frame: pandas.DataFrame, ax: Axes) -> None:
    forecast.plot_forecast(frame, ax, known=2008)
    behind, ahead = line_of(ax, "curve"), line_of(ax, "curve, ahead")
    assert (behind.get_linestyle(), ahead.get_linestyle()) == ("-", "--")
    assert xs(behind)[-1] == xs(ahead)[0]
    assert ys(ahead)[-1] == frame.query("known == 2008 and year == year.max()")["expected"].iloc[0]


def test_the_band_is_drawn_from_the_last_known_year_on(frame: pandas.DataFrame, ax: Axes) -> None:
    forecast.plot_forecast(frame, ax, known=2013)
    (band,) = ax.collections
    corners = np.asarray(band.get_paths()[0].vertices)
    assert corners[:, 0].min() == pytest.approx(2013 + 364 / 365)
    assert ax.get_ylim()[0] == 0


# The figure


@pytest.fixture(scope="module")
def figure() -> Figure:
    return forecast.forecast_figure()


def test_the_title_gives_each_forecast_and_what_came(figure: Figure, frame: pandas.DataFrame) -> None:
    last = frame[frame["year"] == frame["year"].max()]
    for row in last.to_dict("records"):
        assert f"about {row['expected']}" in figure.title
        assert str(row["known"]) in figure.title
    assert figure.title.endswith(f"there were {last['members'].iloc[0]}, above each curve but inside its band")


def test_the_alt_text_is_true(figure: Figure, frame: pandas.DataFrame) -> None:
    last = frame[frame["year"] == frame["year"].max()]
    assert "Each time the last counts lie above the curve and inside its band" in figure.alt
    assert (last["members"] > last["expected"]).all()
    assert (last["members"].between(last["low"], last["high"])).all()


def test_there_is_a_panel_for_each_known_year(figure: Figure) -> None:
    assert [ax.get_title(loc="left") for ax in figure.figure.axes] == [
        f"Fitted up to the end of {known}" for known in forecast.KNOWN
    ]
    pandas.testing.assert_frame_equal(figure.data, forecast.forecasts())
