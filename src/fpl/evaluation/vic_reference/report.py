"""The report: how far our VIC is from the real one, by test, group, cover and variable."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from fpl.data.climate import DAYS_A_YEAR
from fpl.engine.choice import EngineName
from fpl.evaluation.vic_reference import tolerance
from fpl.evaluation.vic_reference.compare import FREE, Pair, pairs
from fpl.evaluation.vic_reference.reading import Runs

COVERS = {0: "bare", 1: "grass", 2: "mixed"}
ALL = "all"
LEAST_ANNUAL = 1.0  # mm: the % of smaller sums says nothing
RUN_VARIABLES = (*tolerance.ANNUAL, "snow_water_equivalent")


def report(runs: Runs, engine: EngineName = "auto") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tables of all tests: one row a group, cover and variable; and annual values of each run.

    First table: ``max_abs`` and ``mean_abs`` of daily differences; ``vic``, VIC's mean, and
    ``bias``, ours minus that (mm a year for fluxes, else in ``unit``), ``bias_percent`` of the mean
    over runs and, as a size, of the worst run (``worst_run_percent``); correlation ``r`` of all
    days together and the median over runs. Where there is a tolerance, ``judged`` names the column
    that it holds for, and ``ok`` the verdict. In the test "free-running, layered" our exact sharing
    stands for VIC.
    """
    exact = tolerance.is_exact(runs)
    moved = {} if exact else tolerance.evaporation_rounding(runs, engine)
    drift = tolerance.column_drift(runs)
    rows, of_runs = [], []
    for pair in tqdm(list(pairs(runs, engine)), desc="compare", unit="variable", disable=None):
        allowed = tolerance.of_pair(pair, runs, moved, drift)
        rows += [_row(pair, group, cover, chosen, allowed) for group, cover, chosen in _parts(runs)]
        if pair.test == FREE and pair.variable in RUN_VARIABLES:
            of_runs.append(_each_run(pair, runs))
    return pd.DataFrame(rows), pd.concat(of_runs, ignore_index=True)


def _parts(runs: Runs) -> Iterator[tuple[int, str, Tensor]]:
    """Group, cover, and which runs: each cover, and all together."""
    groups, covers = runs.made["run_group"].to_numpy(), runs.made["run_cover"].to_numpy()
    for group in np.unique(groups):
        for cover in np.unique(covers[groups == group]):
            chosen = (groups == group) & (covers == cover)
            yield int(group), COVERS[int(cover)], torch.as_tensor(chosen)
        yield int(group), ALL, torch.as_tensor(groups == group)


def _row(
    pair: Pair, group: int, cover: str, chosen: Tensor, allowed: Tensor | None
) -> dict[str, Any]:
    days = pair.days[:, chosen] > 0.0
    ours, theirs = pair.ours[:, chosen], pair.theirs[:, chosen]
    apart = (ours - theirs).abs()[days]
    scale = DAYS_A_YEAR if pair.unit == "mm d-1" else 1.0
    a, b = (_means(series, days) * scale for series in (ours, theirs))
    row: dict[str, Any] = {
        "test": pair.test,
        "group": group,
        "cover": cover,
        "variable": pair.variable,
        "unit": pair.unit,
        "runs": int(chosen.sum()),
        "days": int(days.sum()),
        "max_abs": apart.max().item(),
        "mean_abs": apart.mean().item(),
        "vic": b.mean(),
        "bias": a.mean() - b.mean(),
        "bias_percent": _percent(a.mean(), b.mean()),
        "worst_run_percent": max(
            (abs(_percent(x, y)) for x, y in zip(a, b, strict=True) if y >= LEAST_ANNUAL),
            default=np.nan,
        ),
        "r": _correlation(ours[days], theirs[days]),
        "r_median": _median_correlation(ours, theirs, days),
    }
    return row | _judged(row, allowed, chosen, days)


def _judged(
    row: dict[str, Any], allowed: Tensor | None, chosen: Tensor, days: Tensor
) -> dict[str, Any]:
    """The tolerance of a row, what it is of, and whether it is kept."""
    judged, limit, value = "", np.nan, np.nan
    if allowed is not None:
        of_days = allowed if allowed.dim() == 2 else allowed.expand(len(days), -1)
        judged, limit = "max_abs", of_days[:, chosen][days].max().item()
    elif row["test"] == FREE and row["cover"] == ALL:
        judged, limit = _free_running(row)
    if not judged:
        return {"judged": "", "tolerance": np.nan, "ok": ""}
    value = abs(float(row[judged]))
    kept = value >= limit if judged == "r" else value <= limit
    return {"judged": judged, "tolerance": limit, "ok": "yes" if kept else "no"}


def _free_running(row: dict[str, Any]) -> tuple[str, float]:
    if row["variable"] in tolerance.ANNUAL:
        return "bias_percent", tolerance.ANNUAL_PERCENT[int(row["group"])]
    snowy = float(row["vic"]) >= tolerance.SNOWY_MM
    if row["variable"] == "snow_water_equivalent" and row["group"] == 1 and snowy:
        return "r", tolerance.SNOW_CORRELATION
    return "", np.nan


def _each_run(pair: Pair, runs: Runs) -> pd.DataFrame:
    """Annual sum (mm/yr), or mean (mm) of snow, of each run, ours and VIC's."""
    scale = DAYS_A_YEAR if pair.unit == "mm d-1" else 1.0
    ds = runs.made
    return pd.DataFrame(
        {
            "run": np.arange(ds.sizes["run"]),
            "group": ds["run_group"].to_numpy(),
            "cover": [COVERS[int(cover)] for cover in ds["run_cover"].to_numpy()],
            "variable": pair.variable,
            "unit": "mm yr-1" if pair.unit == "mm d-1" else pair.unit,
            "ours": scale * pair.ours.mean(0).numpy(),
            "vic": scale * pair.theirs.mean(0).numpy(),
        }
    )


def _means(series: Tensor, days: Tensor) -> NDArray[np.float64]:
    """Mean over the compared days of each run; a run without any is left out."""
    count = days.sum(0)
    total = torch.where(days, series, 0.0).sum(0)
    return (total / count)[count > 0].numpy()


def _percent(ours: float, theirs: float) -> float:
    return 100.0 * (ours / theirs - 1.0) if theirs != 0.0 else np.nan


def _correlation(ours: Tensor, theirs: Tensor) -> float:
    if len(ours) < 2 or ours.std() < 1e-12 or theirs.std() < 1e-12:
        return np.nan
    return float(np.corrcoef(ours.numpy(), theirs.numpy())[0, 1])


def _median_correlation(ours: Tensor, theirs: Tensor, days: Tensor) -> float:
    found = [
        _correlation(ours[days[:, run], run], theirs[days[:, run], run])
        for run in range(days.shape[1])
    ]
    known = [r for r in found if not np.isnan(r)]
    return float(np.median(known)) if known else np.nan
