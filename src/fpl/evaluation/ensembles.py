"""What an ensemble over seeds says of its own error: spread, range, predictive distribution.

``members`` are simulations ``(seed, cell, day)``, ``observed`` and ``gaps`` (observed minus a
member) may be NaN on days that are not compared; all in the unit of the target, shares of days in
%.

The predictive distribution of a day is a mixture with equal weights: each member, shifted by the
errors that this member made in this cell in the training period. ASSUME errors of the test period
are drawn from those of the training period, whatever the day's weather was; the days are taken
as exchangeable, so that nothing is said of means over many days.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import chi2

from fpl.evaluation.bootstrap import Floats


def range_coverage(members: Floats, observed: Floats) -> Floats:
    """Share (%) of the compared days on which the observation lies within the lowest and highest
    member, ``(cell,)``."""
    inside = (observed >= members.min(axis=0)) & (observed <= members.max(axis=0))
    return _share(inside, observed)


def range_width(members: Floats, observed: Floats) -> Floats:
    """Highest minus lowest member, mean over the compared days, ``(cell,)``."""
    return _mean(np.ptp(members, axis=0), observed)


def spread(members: Floats, observed: Floats) -> Floats:
    """Standard deviation over members, root mean square over the compared days, ``(cell,)``."""
    return np.sqrt(_mean(members.var(axis=0, ddof=1), observed))


def spread_share(members: Floats, observed: Floats) -> Floats:
    """Spread over error of the ensemble mean, ``(cell,)``: 1 if members are as far from each other
    as from the observation, 0 if they all make the same error.

    The factor for few members: Fortin et al. 2014, J. Hydrometeorol. 15, 1708-1713.
    """
    error = np.sqrt(_mean((members.mean(axis=0) - observed) ** 2, observed))
    share: Floats = np.sqrt(1 + 1 / len(members)) * spread(members, observed) / error
    return share


def ranks(gaps: Floats, errors: Floats) -> Floats:
    """Probability below the observation by the predictive distribution, ``(cell, day)``.

    gaps : observed minus member ``(seed, cell, day)`` of the days that are judged
    errors : the same of the training period; they are the distribution as it stands

    Uniform on 0..1 if the distribution is right (probability integral transform, Gneiting et al.
    2007, J. R. Stat. Soc. B 69, 243-268). Positions are (rank + 1/2) / (n + 1), as of an
    observation that is one more draw.
    """
    below = np.empty(gaps.shape)
    for member in range(gaps.shape[0]):
        for cell in range(gaps.shape[1]):
            known = np.sort(errors[member, cell][np.isfinite(errors[member, cell])])
            here = gaps[member, cell]
            low, high = (np.searchsorted(known, here, side) for side in ("left", "right"))
            below[member, cell] = ((low + high) / 2 + 0.5) / (known.size + 1)
    return np.where(np.isfinite(gaps[0]), below.mean(axis=0), np.nan)


def gaussian_ranks(gaps: Floats, errors: Floats) -> Floats:
    """As :func:`ranks`, with errors that are Gaussian, with the mean and standard deviation of
    those of the training period."""
    mean = np.nanmean(errors, axis=2, keepdims=True)
    deviation = np.nanstd(errors, axis=2, ddof=1, keepdims=True)
    below: Floats = ndtr((gaps - mean) / deviation).mean(axis=0)
    return below


def coverage(ranks: Floats, percent: float) -> Floats:
    """Share (%) of the compared days on which the observation lies in the central interval that
    should hold ``percent``, ``(cell,)``."""
    return _share(np.abs(ranks - 0.5) <= percent / 200, ranks)


def interval_width(members: Floats, errors: Floats, observed: Floats, percent: float) -> Floats:
    """Width of the central interval of the predictive distribution, mean over the compared days,
    ``(cell,)``; ``errors`` are observed minus member in the training period."""
    ends = [50 - percent / 2, 50 + percent / 2]
    widths = np.empty(members.shape[1])
    for cell, days in enumerate(np.isfinite(observed)):
        known = errors[:, cell][:, np.isfinite(errors[0, cell])]
        drawn = members[:, cell, days][:, None, :] + known[:, :, None]
        low, high = np.percentile(drawn.reshape(-1, int(days.sum())), ends, axis=0)
        widths[cell] = (high - low).mean()
    return widths


def deviation(values: Floats) -> tuple[float, float, float]:
    """Standard deviation of one value a seed, and its 95 % interval (chi-squared).

    ASSUME values of seeds are Gaussian. With few seeds the interval is wide: 0.6 to 2.9 times the
    value with five. One seed has none: NaN.
    """
    free = len(values) - 1
    if free < 1:
        return np.nan, np.nan, np.nan
    value = float(np.std(values, ddof=1))
    low, high = (value * np.sqrt(free / chi2.ppf(p, free)) for p in (0.975, 0.025))
    return value, float(low), float(high)


def _share(inside: NDArray[np.bool_], compared: Floats) -> Floats:
    return 100 * _mean(inside.astype(float), compared)


def _mean(values: Floats, compared: Floats) -> Floats:
    """Mean over the days on which ``compared`` is known."""
    known = np.isfinite(compared)
    mean: Floats = np.where(known, values, 0.0).sum(axis=-1) / known.sum(axis=-1)
    return mean
