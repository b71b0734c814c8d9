"""Maps of one model's parameters by several methods, and rows of statistics that compare them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from fpl.evaluation.blocks import Resampled, blocks, estimate, weights
from fpl.evaluation.bootstrap import Estimate
from fpl.tables.statistics import reported
from fpl.tables.unit_cube import Cubes, shared

Floats = NDArray[np.float64]
Rows = list[dict[str, Any]]

KEYS = ["model", "method", "sample", "against", "cells", "period", "parameter"]
RUN = [*KEYS[:3], "seed"]
COLUMNS = [*KEYS, "statistic", "value", "low", "high", "n", "unit", "seeds", "p", "constrained"]
BESIDE = ("sceua", "lockstep", "random_network")  # beside fPL for each parameter; others: medians
LEARNED, RANDOM, MEDIAN = "fpl", "random_network", "median"


@dataclass(frozen=True)
class Maps:
    """What the methods of a model found at the same cells.

    cubes : of each method ``(seed, parameter, cell)``, in the unit cube
    lat, lon : ``(cell,)``, degrees
    constrained : the calibrated parameters that the target constrains
    """

    model: str
    sample: str
    cubes: Mapping[str, Floats]
    names: tuple[str, ...]
    constrained: tuple[str, ...]
    cell: NDArray[np.int64]
    lat: Floats
    lon: Floats

    @cached_property
    def weight(self) -> Floats:
        """How much each cell counts in each resample of blocks ``(draw, cell)``."""
        return weights(blocks(self.lat, self.lon))

    @property
    def groups(self) -> dict[str, list[int]]:
        """Positions of the parameters whose median is told: all of them (``median``), the
        constrained and the other ones, and each by itself."""
        told = [self.names.index(name) for name in self.constrained]
        rest = [i for i in range(len(self.names)) if i not in told]
        sets = {MEDIAN: [*told, *rest], "constrained": told, "unconstrained": rest}
        ones = {name: [i] for i, name in enumerate(self.names)}
        return {name: members for name, members in sets.items() if members} | ones

    @property
    def medians(self) -> dict[str, list[int]]:
        """The groups that are not one parameter by itself."""
        return {name: members for name, members in self.groups.items() if name not in self.names}

    def with_method(self, method: str, cube: Floats) -> "Maps":
        """The same with the maps ``(seed, parameter, cell)`` of one method more."""
        return replace(self, cubes={**self.cubes, method: cube})

    def row(
        self,
        method: str,
        statistic: str,
        found: Estimate,
        *,
        parameter: str,
        against: str = "",
        unit: str = "1",
        p: float = np.nan,
    ) -> dict[str, Any]:
        """One row of a table of statistics."""
        key = (self.model, method, self.sample, against, "all", "", parameter)
        rest: dict[str, Any] = {"seeds": len(self.cubes.get(method, [0])), "p": p}
        if parameter in self.names:
            rest["constrained"] = "yes" if parameter in self.constrained else "no"
        return reported(dict(zip(KEYS, key, strict=True)), statistic, found, unit) | rest


def of_model(
    cubes: Cubes, model: str, sample: str, places: xr.Dataset, constrained: Iterable[str]
) -> Maps:
    """The maps of a model at the cells that all its methods have; ``places`` has lat and lon."""
    methods = shared(cubes, model)
    first = next(iter(methods.values()))
    here = places.sel(cell=first["cell"])
    names = tuple(first["parameter"].to_numpy().tolist())
    return Maps(
        model,
        sample,
        {method: cube.to_numpy() for method, cube in methods.items()},
        names,
        tuple(name for name in names if name in set(constrained)),
        first["cell"].to_numpy(),
        here["lat"].to_numpy(),
        here["lon"].to_numpy(),
    )


def compare(
    maps: Maps,
    statistic: str,
    found: Mapping[str, Resampled],
    groups: Mapping[str, Sequence[int]],
    *,
    p: Mapping[str, Floats] | None = None,
) -> Rows:
    """A row for the median of each method over each group of parameters, and for that of fPL minus
    that of other methods.

    p : of methods, ``(parameter,)``, told beside single parameters. Of fPL minus random networks it
        is their share with at least fPL's value. Statistics that are not defined have no row.

    Intervals: see :func:`fpl.evaluation.blocks.estimate`; of random networks the span that holds
    95 % of the networks.
    """
    rows = []
    for group, members in groups.items():
        ones = {method: one.median(members) for method, one in found.items()}
        ones = {method: one for method, one in ones.items() if np.isfinite(one.whole).all()}
        for method, one in ones.items():
            made = estimate(one) if method != RANDOM else _span(one)
            known = p[method][members[0]] if p and method in p and len(members) == 1 else np.nan
            rows.append(maps.row(method, statistic, made, parameter=group, p=known))
        if LEARNED not in ones:
            continue
        for method in others(group not in maps.names, ones):
            made = estimate(ones[LEARNED], ones[method])
            share = (ones[method].whole >= ones[LEARNED].whole.mean()).mean()
            chance = float(share) if method == RANDOM else np.nan
            rows.append(
                maps.row(LEARNED, statistic, made, parameter=group, against=method, p=chance)
            )
    return rows


def others(median: bool, methods: Iterable[str]) -> list[str]:
    """The methods that fPL is compared with: every one in medians over parameters."""
    return [name for name in methods if name != LEARNED and (median or name in BESIDE)]


def _span(networks: Resampled) -> Estimate:
    low, middle, high = np.percentile(networks.whole, [2.5, 50, 97.5])
    return Estimate(float(middle), float(low), float(high), networks.cells)


def tidy(rows: Rows, dataset: str) -> pd.DataFrame:
    """The rows as a table, the dataset first."""
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.insert(0, "dataset", dataset)
    return table
