"""A logistic curve with a floor: fitted by least squares, with a band from a bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    import numpy.typing

    Numbers = numpy.typing.NDArray[numpy.float64]

CURVE = ("expected", "low", "high", "ceiling", "ceiling_low", "ceiling_high")
"""What `bands` returns: the curve and its band at each year, the ceiling and its interval."""

LEVEL = 0.9
"""Share of the bootstrap samples that the band holds at each year."""

SAMPLES = 400
"""Bootstrap samples for each fit."""

_BLOCK = 5
_SEED = 1951
_RATE_STEP, _MIDDLE_STEP = 0.12, 1.0
_AROUND = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))
_MOVES = 200


@dataclass(frozen=True)
class Logistic:
    """Logistic curves with a floor: floor + (ceiling - floor) / (1 + exp(-rate * (year - middle))).

    Attributes
    ----------
    floor, ceiling : numpy.ndarray
        Levels before and after the rise (states).
    rate : numpy.ndarray
        How steep the rise is (per year).
    middle : numpy.ndarray
        Year at which half of the rise is done.

    Examples
    --------
    >>> import numpy
    >>> curve = Logistic(*(numpy.array([value]) for value in (30.0, 170.0, 0.2, 2000.0)))
    >>> float(curve.at(numpy.array([2000.0]))[0, 0])
    100.0
    """

    floor: Numbers
    ceiling: Numbers
    rate: Numbers
    middle: Numbers

    def at(self, years: Numbers) -> Numbers:
        """Return the curves, a column for each, at some years."""
        import numpy

        rise = 1 / (1 + numpy.exp(-self.rate * (years[:, None] - self.middle)))
        return self.floor + (self.ceiling - self.floor) * rise


def fit_logistic(years: Numbers, counts: Numbers, most: float) -> Logistic:
    """Fit a logistic curve with a floor to each column of counts by least squares.

    For a given rate and middle the curve is linear in floor and ceiling, so these have a closed form; rate and middle
    are searched on a grid, and then by ever shorter steps from the best place of each column (separable least
    squares: G. Golub and V. Pereyra, 1973). No start values: the same counts give the same curve everywhere.

    Parameters
    ----------
    years : numpy.ndarray
        When the counts were taken.
    counts : numpy.ndarray
        A row for each year, a column for each curve to fit.
    most : float
        What the ceiling may not exceed.

    Returns
    -------
    Logistic
        One curve for each column.

    Examples
    --------
    >>> import numpy
    >>> years = numpy.arange(1950.0, 2021.0)
    >>> true = Logistic(*(numpy.array([value]) for value in (30.0, 170.0, 0.2, 2000.0)))
    >>> found = fit_logistic(years, true.at(years), most=200.0)
    >>> bool(abs(found.at(years) - true.at(years)).max() < 1)
    True
    """
    import numpy

    rates, middles = (grid.ravel()[:, None] for grid in numpy.meshgrid(_rates(), _middles(years)))
    best = _levels(years, counts, rates, middles, most)[2].argmin(0)
    rate, middle = rates[best, 0], middles[best, 0]
    steeper, later = (numpy.array(steps)[:, None] for steps in zip(*_AROUND, strict=True))
    for size in 0.5 ** numpy.arange(10):
        moving = numpy.arange(counts.shape[1])
        for _ in range(_MOVES):
            if not moving.size:
                break
            rates = rate[moving] * numpy.exp(steeper * size * _RATE_STEP)
            middles = middle[moving] + later * size * _MIDDLE_STEP
            best = _levels(years, counts[:, moving], rates, middles, most)[2].argmin(0)
            chosen = best, numpy.arange(moving.size)
            rate[moving], middle[moving] = rates[chosen], middles[chosen]
            moving = moving[best > 0]
    floor, ceiling, _ = _levels(years, counts, rate[None], middle[None], most)
    return Logistic(floor[0], ceiling[0], rate, middle)


def _rates() -> Numbers:
    import numpy

    rates: Numbers = numpy.exp(numpy.arange(numpy.log(0.04), numpy.log(0.8), _RATE_STEP))
    return rates


def _middles(years: Numbers) -> Numbers:
    """Return where the middle of the rise may lie: in the later half of the years, or up to thirty years after them."""
    import numpy

    return numpy.arange((years.min() + years.max()) // 2, years.max() + 30.5, _MIDDLE_STEP)


def _levels(
    years: Numbers, counts: Numbers, rates: Numbers, middles: Numbers, most: float
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the best floors and ceilings, and the squares they leave, for each rate and middle and each column."""
    import numpy

    rise = 1 / (1 + numpy.exp(-rates[:, None] * (years[None, :, None] - middles[:, None])))
    low = 1 - rise
    a, b, c = (low**2).sum(1), (low * rise).sum(1), (rise**2).sum(1)
    on_low, on_rise = (
        shape[:, :, 0] @ counts if shape.shape[2] == 1 else (shape * counts).sum(1) for shape in (low, rise)
    )
    ceiling = numpy.clip((a * on_rise - b * on_low) / numpy.maximum(a * c - b**2, 1e-9), 0, most)
    floor = (on_low - ceiling * b) / a
    left = (counts**2).sum(0) - 2 * (floor * on_low + ceiling * on_rise)
    return floor, ceiling, left + floor**2 * a + 2 * floor * ceiling * b + ceiling**2 * c


@lru_cache(maxsize=32)
def bands(years: tuple[float, ...], members: tuple[float, ...], known: int, most: float) -> dict[str, Numbers]:
    """Return the fitted curve, its ceiling and the band around both, in whole states.

    Parameters
    ----------
    years, members : tuple of float
        When members were counted, and how many there were.
    known : int
        Last year whose count the curve is fitted to.
    most : float
        What neither ceiling nor band may exceed.

    Returns
    -------
    dict of str to numpy.ndarray
        The series of `CURVE`, each with a value for each year.

    Examples
    --------
    >>> import numpy
    >>> years = numpy.arange(1951.0, 2021.0)
    >>> counts = 30 + 140 / (1 + numpy.exp(-0.2 * (years - 2000)))
    >>> found = bands(tuple(years), tuple(counts), known=2015, most=195.0)
    >>> float(abs(found["expected"] - counts).max()) < 2
    True
    """
    import numpy

    when, counts = numpy.array(years), numpy.array(members)
    before = when <= known
    fit = fit_logistic(when[before], counts[before, None], most)
    curve = fit.at(when)[:, 0]
    residuals = counts[before] - curve[before]
    random = numpy.random.default_rng(_SEED)
    again = _blocks(residuals, before.sum(), random)
    samples = fit_logistic(when[before], curve[before, None] + again, most)
    spread = samples.at(when) + random.choice(residuals, size=(len(when), SAMPLES))
    edges = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    low, high = numpy.quantile(spread, edges, axis=1)
    floor, top = numpy.quantile(samples.ceiling, edges)
    full = numpy.full(len(when), 1.0)
    ceilings = (fit.ceiling[0] * full, floor * full, top * full)
    found = (curve, low, numpy.minimum(high, most), *ceilings)
    return {name: numpy.rint(values) for name, values in zip(CURVE, found, strict=True)}


def _blocks(residuals: Numbers, length: int, random: numpy.random.Generator) -> Numbers:
    """Return residuals drawn anew in blocks of following years, a column for each sample."""
    import numpy

    number = -(-length // _BLOCK)
    starts = random.integers(0, len(residuals) - _BLOCK + 1, size=(number, SAMPLES))
    rows = (starts[:, None, :] + numpy.arange(_BLOCK)[None, :, None]).reshape(-1, SAMPLES)
    drawn: Numbers = (residuals - residuals.mean())[rows[:length]]
    return drawn
