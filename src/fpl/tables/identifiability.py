"""Table of how far the target constrains each parameter, and what follows from it."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from fpl.evaluation.identifiability.linear import collinearity, most_alike, standard_errors
from fpl.evaluation.identifiability.quantities import ET, TARGET, agreement
from fpl.evaluation.identifiability.verdict import et_per_target

Array = NDArray[np.float64]
LABELS = ["parameter", "in_set", "constrained", "moves_et", "chosen", "looks_like"]
COLUMNS = [*LABELS, "basis", "quantity", "statistic", "value", "unit", "n"]
SOBOL, SLOPES = "all ranges", "slopes at the priors"
OVER_CELLS = {"q25": 0.25, "median": 0.5, "q75": 0.75}
OVER_WORLDS = {"lowest": 0.0, "median": 0.5, "highest": 1.0}
NO_SET, CHOSEN = "none", "chosen"
RECOVERY_UNITS = {"r": "1", "rank_r": "1", "rmse": "range"}


def build(
    sobol: pd.DataFrame,
    information: xr.Dataset,
    recovered: pd.DataFrame,
    verdict: pd.DataFrame,
    sets: Mapping[str, Sequence[str]],
    *,
    noise: float,
    world: str,
) -> pd.DataFrame:
    """One row a parameter, quantity and statistic (over cells, or over generated worlds).

    The arguments are results of ``fpl.evaluation.identifiability``; ``sets`` the calibrated sets;
    ``world`` says in column ``basis`` where the true parameters of the recovery are from. Columns
    in_set, constrained, moves_et and chosen are of the parameter; looks_like is the parameter with
    the most similar effect on the target around the priors. NaN, and n 0: not defined at any cell.
    """
    names = [str(name) for name in information["parameter"].to_numpy()]
    nearest, likeness = most_alike(
        information["information"].to_numpy(), information["days"].to_numpy()
    )
    parts = [
        _of_sobol(sobol, noise),
        _of_slopes(information, names, verdict, sets, noise, likeness),
        _of_recovery(recovered, world),
    ]
    labels = pd.DataFrame({"parameter": names, "looks_like": [names[i] for i in nearest]})
    holders = [[key for key in sets if name in sets[key]] for name in names]
    labels["in_set"] = ["+".join(keys) or NO_SET for keys in holders]
    for column in ("constrained", "moves_et", "chosen"):
        labels[column] = np.where(verdict.loc[names, column], "yes", "no")
    table = pd.concat(parts, ignore_index=True)
    table["place"] = table["parameter"].map(names.index)
    table = table.sort_values("place", kind="stable", ignore_index=True)
    return table.merge(labels, on="parameter", how="left", validate="m:1")[COLUMNS]


def _of_sobol(sobol: pd.DataFrame, noise: float) -> pd.DataFrame:
    rows = []
    for (quantity, name), cells in sobol.groupby(["quantity", "parameter"], sort=False):
        for index in ("first", "total"):
            rows += _rows(name, f"{index}_index_{quantity}", cells[index], "1", SOBOL)
        if quantity in (TARGET, ET):
            unit = cells["unit"].iloc[0]
            rows += _rows(name, f"effect_{quantity}", cells["effect"], unit, SOBOL)
    for name, ratios in et_per_target(sobol, noise).items():
        rows += _rows(str(name), "et_per_target", ratios, "percent", SOBOL)
    return pd.DataFrame(rows)


def _of_slopes(
    information: xr.Dataset,
    names: list[str],
    verdict: pd.DataFrame,
    sets: Mapping[str, Sequence[str]],
    noise: float,
    likeness: Array,
) -> pd.DataFrame:
    products, days = information["information"].to_numpy(), information["days"].to_numpy()
    groups = {"alone": [], "all": names} | dict(sets)
    groups[CHOSEN] = [name for name in names if verdict.loc[name, "chosen"]]
    rows = []
    for place, name in enumerate(names):
        for group, members in groups.items():
            free = sorted({names.index(member) for member in members} | {place})
            errors = standard_errors(products, noise, free)[:, free.index(place)]
            rows += _rows(name, f"standard_error_{group}", errors, "range", SLOPES)
            if group not in ("alone", "all") and len(free) > 1:
                gamma = collinearity(products, days, free)
                rows += _rows(name, f"collinearity_{group}", gamma, "1", SLOPES)
        alike = {"statistic": "median", "value": likeness[place], "unit": "1", "n": len(days)}
        rows.append({"parameter": name, "basis": SLOPES, "quantity": "cosine_looks_like"} | alike)
    return pd.DataFrame(rows)


def _of_recovery(recovered: pd.DataFrame, world: str) -> pd.DataFrame:
    rows = []
    for name, worlds in agreement(recovered).groupby("parameter", sort=False):
        for quantity, unit in RECOVERY_UNITS.items():
            rows += _rows(name, f"recovery_{quantity}", worlds[quantity], unit, world, OVER_WORLDS)
    return pd.DataFrame(rows)


def _rows(
    parameter: object,
    quantity: str,
    values: pd.Series | Array,
    unit: str,
    basis: str,
    statistics: Mapping[str, float] = OVER_CELLS,
) -> list[dict[str, object]]:
    """A row for each statistic of the values that are defined; n is how many."""
    known = np.asarray(values, dtype=np.float64)
    known = known[np.isfinite(known)]
    label = {"parameter": parameter, "basis": basis, "quantity": quantity}
    label |= {"unit": unit, "n": len(known)}
    return [
        label | {"statistic": name, "value": np.quantile(known, share) if len(known) else np.nan}
        for name, share in statistics.items()
    ]
