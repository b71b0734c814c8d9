"""Metrics per place of a simulated against an observed series.

All functions take two arrays of dims (cell, time) in one unit and return one value a place. NaN in
either array means "not compared on this day": days are dropped pairwise. Sums and differences are
computed in float64. Metrics come from `scores` (https://scores.readthedocs.io) where it has them;
ubRMSE is not among them. Names, units and labels are in :mod:`fpl.terms.metric`.
"""

import xarray as xr
from scores import continuous
from scores.continuous.correlation import pearsonr

TIME = ["time"]


def _pair(simulated: xr.DataArray, observed: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """Both arrays in float64, NaN in each on days on which either is NaN."""
    both = simulated.notnull() & observed.notnull()
    return simulated.where(both).astype("float64"), observed.where(both).astype("float64")


def _varies(values: xr.DataArray) -> xr.DataArray:
    """Whether a cell has two different values: rounding makes a constant's variance tiny, not 0."""
    return values.max("time") > values.min("time")


def rmse(simulated: xr.DataArray, observed: xr.DataArray) -> xr.DataArray:
    """Root mean square error, in the unit of the series, (cell)."""
    return continuous.rmse(*_pair(simulated, observed), reduce_dims=TIME)


def bias(simulated: xr.DataArray, observed: xr.DataArray) -> xr.DataArray:
    """Mean of simulated minus observed, in their unit, (cell)."""
    return continuous.mean_error(*_pair(simulated, observed), reduce_dims=TIME)


def ubrmse(simulated: xr.DataArray, observed: xr.DataArray) -> xr.DataArray:
    """RMSE after the mean of each series is taken away, in their unit, (cell).

    rmse**2 = bias**2 + ubrmse**2 (Entekhabi et al. 2010, J. Hydrometeorol. 11, 832-840).
    """
    simulated, observed = _pair(simulated, observed)
    anomaly = (simulated - simulated.mean("time")) - (observed - observed.mean("time"))
    return (anomaly**2).mean("time") ** 0.5


def r(simulated: xr.DataArray, observed: xr.DataArray) -> xr.DataArray:
    """Pearson correlation in time, (cell); NaN where either series is constant."""
    simulated, observed = _pair(simulated, observed)
    varies = _varies(simulated) & _varies(observed)
    return pearsonr(simulated, observed, reduce_dims=TIME).where(varies)


def nse(simulated: xr.DataArray, observed: xr.DataArray) -> xr.DataArray:
    """Nash-Sutcliffe efficiency, (cell): 1 - MSE / variance of observed; NaN where that is 0."""
    simulated, observed = _pair(simulated, observed)
    varies = _varies(observed)
    return continuous.nse(simulated, observed.where(varies), reduce_dims=TIME)


def kge(simulated: xr.DataArray, observed: xr.DataArray) -> xr.DataArray:
    """Kling-Gupta efficiency in its 2009 form, (cell); NaN where either series is constant.

    Gupta et al. 2009, J. Hydrol. 377, 80-91: 1 - sqrt((r-1)^2 + (alpha-1)^2 + (beta-1)^2) with
    alpha the ratio of standard deviations and beta the ratio of means, simulated over observed.
    """
    simulated, observed = _pair(simulated, observed)
    varies = _varies(simulated) & _varies(observed)
    simulated, observed = simulated.where(varies), observed.where(varies)
    return continuous.kge(simulated, observed, reduce_dims=TIME, method="2009")


def rsr(simulated: xr.DataArray, observed: xr.DataArray) -> xr.DataArray:
    """RMSE over the standard deviation of observed, (cell): sqrt(1 - NSE); NaN where that is 0.

    Moriasi et al. 2007, Trans. ASABE 50, 885-900.
    """
    return (1.0 - nse(simulated, observed)) ** 0.5


# Of every run
SCORES = {"rmse": rmse, "bias": bias, "ubrmse": ubrmse, "r": r, "nse": nse, "kge": kge}
METRICS = SCORES | {"rsr": rsr}  # objectives too


def scored(objective: str) -> tuple[str, ...]:
    """Names of the metrics that runs are scored by: the usual ones, and the objective's."""
    return tuple(dict.fromkeys((*SCORES, objective)))
