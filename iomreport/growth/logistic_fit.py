"""A logistic curve with a floor: fitted by least squares, with a band from a bootstrap."""

from collections.abc import Sequence
from functools import lru_cache

import numpy
import numpy.typing
from scipy import optimize, special

Numbers = numpy.typing.NDArray[numpy.float64]

CURVE = ("expected", "low", "high", "ceiling", "ceiling_low", "ceiling_high")
"""What `bands` returns: the curve and its band at each year, the ceiling and its interval."""

LEVEL = 0.9  # share of the bootstrap samples that the band holds at each year
SAMPLES = 400  # bootstrap samples for each fit
_BLOCK = 5  # years whose residuals are drawn together, since those of neighbouring years hang together
_SEED = 1951  # any number would do; it is fixed so that the same counts give the same band
_FIRST_RATE = 0.15  # per year, where the search begins; curves with rates from 0.05 to 0.5 are found from here
_EVALUATIONS = 50  # of each search; measured: with 30, some samples stop short of their optimum


def logistic(years: Numbers, floor: Numbers, ceiling: Numbers, rate: Numbers, middle: Numbers) -> Numbers:
    """Return floor + (ceiling - floor) / (1 + exp(-rate * (year - middle))): levels in states, the rate per year."""
    rise: Numbers = special.expit(rate * (years - middle))
    return floor + (ceiling - floor) * rise


def fit_logistic(years: Numbers, counts: Numbers, most: float, start: Sequence[float] = ()) -> Numbers:
    """Return floor, ceiling, rate and middle of the curve nearest to the counts whose ceiling is `most` at most."""
    start = start or (counts.min(), counts.max(), _FIRST_RATE, years.max())
    found = _least_squares(years, counts, start)
    # Where the best ceiling of all lies too high, or nowhere at all, the best one allowed is the highest.
    return found if found[1] <= most else _least_squares(years, counts, start, ceiling=most)


def _least_squares(years: Numbers, counts: Numbers, start: Sequence[float], ceiling: float | None = None) -> Numbers:
    """Search for the parameters from a start (Levenberg-Marquardt, by MINPACK); a ceiling that is given stays."""
    free = [0, 1, 2, 3] if ceiling is None else [0, 2, 3]

    def whole(parameters: Numbers) -> Numbers:
        return parameters if ceiling is None else numpy.array([parameters[0], ceiling, *parameters[1:]])

    def residuals(parameters: Numbers) -> Numbers:
        return logistic(years, *whole(parameters)) - counts

    def derivatives(parameters: Numbers) -> list[Numbers]:
        floor, ceiling, rate, middle = whole(parameters)
        rise = special.expit(rate * (years - middle))
        slope = (ceiling - floor) * rise * (1 - rise)
        by_parameter = [1 - rise, rise, slope * (years - middle), -rate * slope]
        return [by_parameter[place] for place in free]

    found, *_ = optimize.leastsq(
        residuals,
        [start[place] for place in free],
        Dfun=derivatives,
        col_deriv=True,
        full_output=True,
        maxfev=_EVALUATIONS,
    )
    return whole(found)


@lru_cache(maxsize=32)
def bands(years: tuple[float, ...], members: tuple[float, ...], known: int, most: float) -> dict[str, Numbers]:
    """Return the series of `CURVE` at each year, in whole states, none of them above `most`.

    The curve is fitted to the counts up to a year that is `known`; the band around it and its ceiling comes from a
    bootstrap, which fits the curve again to itself with residuals drawn anew.
    """
    when, counts = numpy.array(years), numpy.array(members)
    before = when <= known
    fit = fit_logistic(when[before], counts[before], most)
    curve = logistic(when, *fit)
    residuals = counts[before] - curve[before]
    random = numpy.random.default_rng(_SEED)
    drawn = curve[before, None] + _in_blocks(residuals, random)
    samples = numpy.array([fit_logistic(when[before], sample, most, tuple(fit)) for sample in drawn.T]).T
    spread = logistic(when[:, None], *samples) + random.choice(residuals, size=(len(when), SAMPLES))
    edges = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    low, high = numpy.quantile(spread, edges, axis=1)
    ceilings = (numpy.full(len(when), each) for each in (fit[1], *numpy.quantile(samples[1], edges)))
    found = (curve, low, numpy.minimum(high, most), *ceilings)
    return {name: numpy.rint(values) for name, values in zip(CURVE, found, strict=True)}


def _in_blocks(residuals: Numbers, random: numpy.random.Generator) -> Numbers:
    """Return residuals drawn anew in blocks of following years, a column for each sample."""
    number = -(-len(residuals) // _BLOCK)
    starts = random.integers(0, len(residuals) - _BLOCK + 1, size=(number, SAMPLES))
    rows = (starts[:, None, :] + numpy.arange(_BLOCK)[None, :, None]).reshape(-1, SAMPLES)
    drawn: Numbers = (residuals - residuals.mean())[rows[: len(residuals)]]
    return drawn
