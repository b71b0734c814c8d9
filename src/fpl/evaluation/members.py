"""Per cell: skill, spread and coverage of an ensemble of runs that differ in their seed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import xarray as xr

from fpl.data.climate import DAYS_A_YEAR
from fpl.evaluation import ensembles, metrics
from fpl.evaluation.bootstrap import Floats

Days = Mapping[str, Mapping[str, Any]]
Values = dict[tuple[str, str], Floats]  # (cell,) of a period and statistic
FLUXES = {"evapotranspiration": ("evapotranspiration",), "runoff": ("runoff", "baseflow")}
LEVELS = (50, 80, 90, 95)  # %
WIDTH = 90  # %, of the interval whose width is reported
SEVERAL = (
    *("target_seed_spread", "spread_share_of_error", "coverage_of_range", "width_of_range"),
    *(f"{name}_seed_spread" for name in FLUXES),
    *(f"coverage_{p}_range_and_{kind}" for kind in ("residual", "gaussian") for p in LEVELS),
    f"width_{WIDTH}_range_and_residual",
)  # which one member does not have


@dataclass(frozen=True)
class Ensemble:
    """Runs that differ in their seed: ``runs`` (seed, cell, time), ``observed`` (cell, time), NaN
    on days that are not compared; ``output`` of the runs is compared, by ``objective`` and r."""

    runs: xr.Dataset
    observed: xr.DataArray
    output: str
    objective: str

    @property
    def seeds(self) -> int:
        """How many members."""
        return int(self.runs.sizes["seed"])

    @property
    def fluxes(self) -> dict[str, tuple[str, ...]]:
        """Those of ``FLUXES`` whose parts the runs hold."""
        return {name: parts for name, parts in FLUXES.items() if set(parts) <= set(self.runs)}

    def first(self, count: int) -> "Ensemble":
        """With as many members."""
        return replace(self, runs=self.runs.isel(seed=slice(count)))

    def within(self, period: Mapping[str, Any]) -> "Ensemble":
        """On the days of a period."""
        days = slice(str(period["start"]), str(period["end"]))
        return replace(self, runs=self.runs.sel(time=days), observed=self.observed.sel(time=days))


def levels(ensemble: Ensemble, periods: Days) -> Values:
    """Values ``(cell,)`` of each period and statistic, which :mod:`fpl.tables.uncertainty` names;
    those of several members are NaN where there is one."""
    skill: Values = {
        (period, name): values
        for period, days in periods.items()
        for name, values in _skill(ensemble.within(days)).items()
    }
    test = ensemble.within(periods["test"])
    judged = _calibration(ensemble.within(periods["training"]), test)
    if ensemble.seeds > 1:
        judged |= _spreads(test)
    else:
        absent = {f"{name}_seed_spread" for name in FLUXES.keys() - test.fluxes.keys()}
        unknown = np.full(test.observed.sizes["cell"], np.nan)
        judged |= {name: unknown for name in SEVERAL if name not in absent}
    return skill | {("test", name): values for name, values in judged.items()}


def _skill(ensemble: Ensemble) -> dict[str, Floats]:
    target = ensemble.runs[ensemble.output].astype("float64")
    scores: dict[str, Floats] = {}
    for name in (ensemble.objective, "r"):
        score = metrics.METRICS[name]
        member = score(target, ensemble.observed).mean("seed").to_numpy()
        mean = score(target.mean("seed"), ensemble.observed).to_numpy()
        mean = mean if ensemble.seeds > 1 else np.full_like(mean, np.nan)
        scores |= {f"{name}_member": member, f"{name}_ensemble": mean}
        scores[f"{name}_ensemble_minus_member"] = mean - member
    return scores


def _spreads(test: Ensemble) -> dict[str, Floats]:
    members, observed = _target(test), test.observed.to_numpy()
    spreads = {
        "target_seed_spread": ensembles.spread(members, observed),
        "spread_share_of_error": ensembles.spread_share(members, observed),
        "coverage_of_range": ensembles.range_coverage(members, observed),
        "width_of_range": ensembles.range_width(members, observed),
    }
    for name, parts in test.fluxes.items():
        daily = test.runs[list(parts)].astype("float64").to_dataarray("part").sum("part")
        yearly = daily.mean("time") * DAYS_A_YEAR
        spreads[f"{name}_seed_spread"] = yearly.std("seed", ddof=1).to_numpy()
    return spreads


def _calibration(training: Ensemble, test: Ensemble) -> dict[str, Floats]:
    """Coverage and width of what members and their errors of the training period give, each by
    itself (mean over members) and together."""
    members, observed = _target(test), test.observed.to_numpy()
    errors, gaps = training.observed.to_numpy() - _target(training), observed - members
    single = range(test.seeds)
    kinds = {"residual": [ensembles.ranks(gaps[[s]], errors[[s]]) for s in single]}
    any_day = np.zeros((1, len(observed), 1))  # one member's interval is as wide on every day
    widths = [ensembles.interval_width(any_day, errors[[s]], any_day[0], WIDTH) for s in single]
    values = {f"width_{WIDTH}_residual": np.mean(widths, axis=0)}
    if test.seeds > 1:
        kinds["range_and_residual"] = [ensembles.ranks(gaps, errors)]
        kinds["range_and_gaussian"] = [ensembles.gaussian_ranks(gaps, errors)]
        whole = ensembles.interval_width(members, errors, observed, WIDTH)
        values[f"width_{WIDTH}_range_and_residual"] = whole
    for kind, ranks in kinds.items():
        for level in LEVELS:
            shares = [ensembles.coverage(below, level) for below in ranks]
            values[f"coverage_{level}_{kind}"] = np.mean(shares, axis=0)
    return values


def _target(ensemble: Ensemble) -> Floats:
    of_runs = ensemble.runs[ensemble.output].transpose("seed", "cell", "time")
    return of_runs.to_numpy().astype(np.float64)
