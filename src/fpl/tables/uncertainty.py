"""Table of what ensembles over seeds gain, how far their members differ, and whether the ranges
that they give hold the observations of the test period.

Of a method with several seeds, medians over cells unless said otherwise:

``rmse_ensemble``, ``rmse_member``, ``rmse_ensemble_minus_member`` (or of another objective), and
    the same of ``r``
    error of the mean of all members; mean error of the members; their difference in a cell
``rmse_seed_spread``
    standard deviation over seeds of the median error over cells; n is the number of seeds
``target_seed_spread``, ``spread_share_of_error``
    deviation of members from each other on a day, and as a share of the error of their mean
``evapotranspiration_seed_spread``, ``runoff_seed_spread``
    standard deviation over seeds of the mean flux, which no method has seen (runoff: with baseflow)
``coverage_of_range``, ``width_of_range``
    from the lowest to the highest member; coverages and widths are means over cells
``coverage_P_range_and_residual``, ``width_90_range_and_residual``
    central interval that should hold P %: every member with its own errors of the training period
    (:mod:`fpl.evaluation.ensembles`)
``coverage_P_range_and_gaussian``
    the same with Gaussian errors
``coverage_P_residual``, ``width_90_residual``
    the same of single members, mean over them: what can be said with one seed too

Intervals by bootstrap over cells. ASSUME the seeds at hand stand for all: they are not resampled,
since drawing one twice narrows the spread.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr
from tqdm import tqdm

from fpl.errors import DataError
from fpl.evaluation.bootstrap import RESAMPLES, Estimate, estimate
from fpl.evaluation.ensembles import deviation
from fpl.evaluation.flux_reference import FLUXES
from fpl.evaluation.members import Days, Ensemble, Values, levels
from fpl.evaluation.metrics import METRICS
from fpl.tables.runs import stack
from fpl.tables.statistics import KEYS, NUMBERS, Row, objective_unit, reported
from fpl.terms import Study

COLUMNS = [*KEYS, *NUMBERS, "seeds"]
# By the first word of a statistic; others are in the unit of the objective or of the target
UNITS = {"coverage": "%", "r": "1", "spread": "1"} | dict.fromkeys(FLUXES, "mm yr-1")
MEANS = ("coverage", "width")  # over cells; else medians
OURS, OTHER = "fpl", "lockstep"
Key = tuple[str, ...]  # dataset, model, method, sample
Rows = list[Row]


def gather(simulations: Iterable[str | Path], output: str) -> dict[Key, xr.Dataset]:
    """Target, and fluxes as far as the model gives them, of simulations ``(seed, cell, time)`` of
    each dataset, model, method and sample, seeds in order, at the cells that all of them have."""
    wanted = dict.fromkeys((output, *FLUXES))

    def read(path: str | Path) -> xr.Dataset:
        with xr.open_dataset(path) as simulation:
            return simulation[[name for name in wanted if name in simulation]].load()

    members = stack(simulations, read)
    if not members:
        raise DataError(
            "uncertainty: expected simulations of fpl or lockstep, got none; add one of them to "
            "`methods` of the headline model in the configuration"
        )
    shared = xr.align(*members.values(), join="inner", exclude=["seed"])
    return dict(zip(members, shared, strict=True))


def build(
    simulations: Iterable[str | Path],
    observations: xr.Dataset,
    periods: Days,
    minimum_days: int,
    study: Study,
    resamples: int = RESAMPLES,
) -> pd.DataFrame:
    """Rows of each method, and of fPL minus SCE-UA in lockstep with as many seeds as both have.

    Cells with fewer than ``minimum_days`` observed days in a period, or with a run that broke down,
    are left out, for all methods.
    """
    output, objective = study.target.output, study.objective
    simulated = gather(simulations, output)
    observed = _observed(observations, list(simulated.values()), periods, minimum_days, output)
    all_runs = {
        key: Ensemble(runs.sel(cell=observed.cell), observed, output, objective)
        for key, runs in simulated.items()
    }
    bar = tqdm(all_runs.items(), "ensembles", disable=None)
    values = {key: levels(runs, periods) for key, runs in bar}
    rows = []
    for key, ensemble in all_runs.items():
        rows += _rows(key, "", ensemble.seeds, values[key], resamples, study)
        rows += _of_seeds(key, ensemble, periods, study)
    for key, ensemble in all_runs.items():
        other = (*key[:2], OTHER, key[3])
        if key[2] == OURS and other in all_runs:
            seeds = min(ensemble.seeds, all_runs[other].seeds)
            ours, theirs = (
                values[k]
                if all_runs[k].seeds == seeds
                else levels(all_runs[k].first(seeds), periods)
                for k in (key, other)
            )
            gaps = {name: ours[name] - theirs[name] for name in ours}
            rows += _rows(key, OTHER, seeds, gaps, resamples, study)
    return pd.DataFrame(rows)[COLUMNS]


def _observed(
    observations: xr.Dataset,
    runs: Sequence[xr.Dataset],
    periods: Days,
    minimum_days: int,
    output: str,
) -> xr.DataArray:
    """Observations ``(cell, time)`` on used days, of the cells that are judged."""
    used = observations["observed"].where(observations["used"] == 1).astype("float64")
    used = used.sel(cell=runs[0].cell, time=runs[0].time)
    days = [used.sel(time=slice(str(p["start"]), str(p["end"]))) for p in periods.values()]
    enough = [period.notnull().sum("time") >= minimum_days for period in days]
    whole = [run[output].notnull().all(["seed", "time"]) for run in runs]
    judged = np.all([*enough, *whole], axis=0)
    if not judged.any():
        raise DataError(
            f"uncertainty: expected cells with {minimum_days} observed days in each period and "
            "whole simulations, got none; lower evaluation.minimum_days in the configuration"
        )
    return used.isel(cell=judged)


def _rows(key: Key, against: str, seeds: int, values: Values, resamples: int, study: Study) -> Rows:
    """Means or medians over cells; of differences in a cell where there is an ``against``. Empty
    values where no cell has one."""
    rows = []
    for (period, statistic), cells in values.items():
        over = np.mean if statistic.startswith(MEANS) else np.median
        known = np.isfinite(cells).any()
        value = estimate(cells, None, over, resamples) if known else Estimate(np.nan, n=0)
        rows.append(_row(key, against, period, statistic, value, seeds, study))
    return rows


def _of_seeds(key: Key, ensemble: Ensemble, periods: Days, study: Study) -> Rows:
    """Spread over seeds of the median error over cells; empty where there is one seed."""
    rows = []
    for period, days in periods.items():
        part = ensemble.within(days)
        target = part.runs[study.target.output].astype("float64")
        score = METRICS[study.objective](target, part.observed).median("cell")
        value = Estimate(*deviation(score.to_numpy()), n=ensemble.seeds)
        name = f"{study.objective}_seed_spread"
        rows.append(_row(key, "", period, name, value, ensemble.seeds, study))
    return rows


def _row(
    key: Key, against: str, period: str, statistic: str, value: Estimate, seeds: int, study: Study
) -> Row:
    word = statistic.split("_")[0]
    unit = objective_unit(study) if word == study.objective else study.target.unit
    labels = dict(zip(KEYS, (*key, against, "all", period), strict=True)) | {"seeds": seeds}
    return reported(labels, statistic, value, UNITS.get(word, unit))
