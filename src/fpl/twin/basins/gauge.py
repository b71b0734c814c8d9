"""How the gauges of generated basins observe streamflow: with errors that last, and with gaps."""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from fpl.data import schema
from fpl.data.variables import Variable
from fpl.twin.basins.attributes import VARIABLES
from fpl.twin.fields import autoregressive

Array = NDArray[np.float64]

# ASSUME the error of a rating curve lasts for weeks: it changes with floods and vegetation
ERROR_PERSISTENCE = 0.95  # lag-one autocorrelation of its logarithm
SPELL_DAYS = 30.0  # ASSUME mean length of a failure
RESOLUTION = 0.001  # mm d-1; ASSUME less is recorded as no flow
OBSERVED = {"observed": Variable("mm d-1", "streamflow", may_be_missing=True)}


def observations(
    streamflow: Array, days: xr.Dataset, *, noise: float, gap_share: float, seed: int
) -> xr.Dataset:
    """Observed streamflow, mm d-1, and ``used`` (cell, time), from the true one (cell, time).

    noise : standard deviation of a day's error, relative to the true flow; gap_share : of all
    values, missing in spells of each basin; days : forcing, whose places and days they are.
    """
    seen = with_error(streamflow, noise, seed)
    seen[failures(seen.shape, gap_share, seed)] = np.nan
    ds = xr.Dataset(coords=days.coords)
    ds["observed"] = (("cell", "time"), seen.astype(np.float32))
    ds["used"] = (("cell", "time"), np.isfinite(seen).astype(np.int8))
    return schema.described(ds, VARIABLES | OBSERVED)


def with_error(streamflow: Array, noise: float, seed: int) -> Array:
    """Streamflow (cell, time) times a log-normal error of mean 1 and standard deviation ``noise``:
    never negative, and zero where it is too little for the gauge."""
    random = np.random.default_rng([seed, 3])
    spread = np.sqrt(np.log1p(noise**2))
    error = autoregressive(random.standard_normal(streamflow.T.shape), ERROR_PERSISTENCE).T
    seen = streamflow * np.exp(spread * error - spread**2 / 2)
    return np.where(seen < RESOLUTION, 0.0, seen)


def failures(shape: tuple[int, int], share: float, seed: int) -> NDArray[np.bool_]:
    """Where gauges fail (cell, time): the ``share`` of all values, to one value, in spells whose
    lengths are exponential, at any basin and day."""
    random = np.random.default_rng([seed, 4])
    failed = np.zeros(shape, dtype=bool)
    missing = round(share * failed.size)
    while missing:
        basin, first = random.integers(shape[0]), random.integers(shape[1])
        spell = failed[basin, first : first + 1 + int(random.exponential(SPELL_DAYS))]
        fresh = np.flatnonzero(~spell)[:missing]
        spell[fresh] = True
        missing -= len(fresh)
    return failed
