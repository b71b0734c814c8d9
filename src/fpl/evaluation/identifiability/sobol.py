"""Sobol' indices: the share of the variance due to each parameter, over the ranges of all."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from scipy.stats import qmc, sobol_indices
from tqdm import tqdm

from fpl.evaluation.identifiability.quantities import ET, TARGET
from fpl.evaluation.identifiability.study import evenly_warmed, outputs_of_sets
from fpl.problem.problem import Problem

Array = NDArray[np.float64]


def sobol(problem: Problem, cells: Sequence[int], samples: int, seed: int) -> pd.DataFrame:
    """Indices of all parameters of a problem that leaves them all free, at ``cells`` (positions).

    ``samples`` is a power of two; each cell is run ``(parameters + 2) * samples`` times. What is
    judged: the target on all observed days of training together (the indices of days weighted by
    their variances: Gamboa et al. 2014, Electron. J. Stat. 8, 575-603), its mean and standard
    deviation over these days, its RMSE to the observations, and mean evapotranspiration.

    Columns: position, quantity, unit, parameter, first, total (indices, Saltelli et al. 2010),
    effect (root of the variance that is the parameter's, alone or together with others), mean.

    # ASSUME every point of the ranges is as likely as any other, in the space that is searched.
    """
    problem = evenly_warmed(problem)
    count = len(problem.space)
    points = _design(count, samples, seed)
    unit = torch.as_tensor(points.T.copy(), dtype=problem.observed.dtype)[:, :, None]
    rows = []
    for position in tqdm(cells, desc="Sobol' indices", unit="cell", disable=None):
        place = problem.select([position])
        target, flux = outputs_of_sets(place, unit)
        for quantity, values in _quantities(place, target[..., 0], flux[:, 0]).items():
            first, total, variance = indices(values, count, samples)
            part = {"position": position, "quantity": quantity}
            part |= {"unit": "mm yr-1" if quantity == ET else problem.target.unit}
            part |= {"parameter": problem.space.names, "first": first, "total": total}
            part |= {"effect": np.sqrt(total * variance)}
            rows.append(pd.DataFrame(part | {"mean": values[:, : 2 * samples].mean()}))
    return pd.concat(rows, ignore_index=True)


def _design(count: int, samples: int, seed: int) -> Array:
    """Points ``(set, parameter)``: A, B, then for each parameter A with its column from B."""
    drawn = qmc.Sobol(2 * count, rng=np.random.default_rng(seed)).random(samples)
    a, b = drawn[:, :count], drawn[:, count:]
    mixed = np.repeat(a[None], count, axis=0)
    for parameter in range(count):
        mixed[parameter, :, parameter] = b[:, parameter]
    return np.concatenate([a, b, *mixed])


def _quantities(place: Problem, target: torch.Tensor, flux: torch.Tensor) -> dict[str, Array]:
    """Each ``(row, set)``; the target has a row for each observed day."""
    used = place.used[place.training][:, 0]
    seen = target[used].double().numpy()
    miss = seen - place.observed[place.training][used].double().numpy()
    return {
        TARGET: seen,
        "target_mean": seen.mean(0, keepdims=True),
        "target_sd": seen.std(0, keepdims=True),
        "misfit": np.sqrt((miss**2).mean(0, keepdims=True)),
        ET: flux.double().numpy()[None],
    }


def indices(values: Array, count: int, samples: int) -> tuple[Array, Array, float]:
    """First and total order indices ``(parameter,)`` and the variance, of the rows of ``values``
    ``(row, set)`` together; sets as in the design. Where nothing varies the indices are zero."""
    both = values[:, : 2 * samples]
    variance = both.var(axis=1)
    varies = variance > 0
    if not varies.any():
        return np.zeros(count), np.zeros(count), 0.0
    rows, weight = values[varies], variance[varies] / variance.sum()
    mixed = rows[:, 2 * samples :].reshape(-1, count, samples).swapaxes(0, 1)
    result = sobol_indices(
        func={"f_A": rows[:, :samples], "f_B": rows[:, samples : 2 * samples], "f_AB": mixed},
        n=samples,
    )
    first, total = (np.reshape(f, (-1, count)) for f in (result.first_order, result.total_order))
    return weight @ first, weight @ total, float(variance.mean())
