"""Maps of one model's parameters by several methods, and rows of statistics that compare them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from fpl.evaluation.blocks import Resampled, blocks, estimate, weights
from fpl.evaluation.bootstrap import Estimate, Floats
from fpl.tables.statistics import NUMBERS, by_seed_and_cell, reported
from fpl.tables.unit_cube import Cubes, shared
from fpl.terms import Study

Rows = list[dict[str, Any]]

KEYS = ["model", "method", "sample", "against", "cells", "period", "parameter"]
RUN = [*KEYS[:3], "seed"]
COLUMNS = [*KEYS, *NUMBERS, "seeds", "p", "constrained"]
BESIDE = ("sceua", "lockstep", "random_network")  # beside fPL for each parameter; others: medians
LEARNED, RANDOM, MEDIAN = "fpl", "random_network", "median"


@dataclass(frozen=True)
class Maps:
    """Parameters of a model, estimated by several methods at the same cells.

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
        """Positions of the parameters whose median is reported: all of them (``median``), the
        constrained, the unconstrained, and each by itself."""
        known = [self.names.index(name) for name in self.constrained]
        rest = [i for i in range(len(self.names)) if i not in known]
        sets = {MEDIAN: [*known, *rest], "constrained": known, "unconstrained": rest}
        single = {name: [i] for i, name in enumerate(self.names)}
        return {name: members for name, members in sets.items() if members} | single

    @property
    def medians(self) -> dict[str, list[int]]:
        """The groups of several parameters."""
        return {name: members for name, members in self.groups.items() if name not in self.names}

    def with_method(self, method: str, cube: Floats) -> "Maps":
        """The same with the maps ``(seed, parameter, cell)`` of another method."""
        return replace(self, cubes={**self.cubes, method: cube})

    def pairs(self, methods: Collection[str], group: str) -> Iterator[tuple[str, str]]:
        """Each method alone (against ""), then fPL against the others; for a single parameter,
        against those BESIDE."""
        yield from ((method, "") for method in methods)
        for method in methods if LEARNED in methods else ():
            if method != LEARNED and (group in self.medians or method in BESIDE):
                yield LEARNED, method

    def row(
        self,
        method: str,
        statistic: str,
        value: Estimate,
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
        return reported(dict(zip(KEYS, key, strict=True)), statistic, value, unit) | rest


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
    resampled: Mapping[str, Resampled],
    groups: Mapping[str, Sequence[int]],
    *,
    p: Mapping[str, Floats] | None = None,
) -> Rows:
    """A row for the median of each method over each group of parameters, and for that of fPL minus
    that of other methods.

    p : of methods, ``(parameter,)``, for single parameters. Of fPL minus random networks it
        is their share with at least fPL's value. Statistics that are not defined have no row.

    Intervals: see :func:`fpl.evaluation.blocks.estimate`; of random networks the span that holds
    95 % of the networks.
    """
    rows = []
    for group, members in groups.items():
        medians = {method: values.median(members) for method, values in resampled.items()}
        medians = {m: values for m, values in medians.items() if np.isfinite(values.whole).all()}
        for method, against in maps.pairs(medians, group):
            own, chance = medians[method], np.nan
            if against == RANDOM:
                chance = float((medians[RANDOM].whole >= own.whole.mean()).mean())
            elif not against and p and method in p and len(members) == 1:
                chance = p[method][members[0]]
            spans = method == RANDOM  # alone: fPL is the method of every pair
            value = _span(own) if spans else estimate(own, medians.get(against))
            labels = {"parameter": group, "against": against}
            rows.append(maps.row(method, statistic, value, p=chance, **labels))
    return rows


def test_errors(judged: pd.DataFrame, study: Study) -> dict[str, pd.DataFrame]:
    """The test objective ``(seed, cell)`` of each method, of runs of one model and sample."""
    rows = judged[judged["period"] == "test"].drop_duplicates([*RUN, "cell"])
    methods = rows.groupby("method", sort=False)
    return {str(method): by_seed_and_cell(run, study.objective) for method, run in methods}


def _span(networks: Resampled) -> Estimate:
    low, middle, high = np.percentile(networks.whole, [2.5, 50, 97.5])
    return Estimate(float(middle), float(low), float(high), networks.cells)


def tidy(rows: Rows, dataset: str) -> pd.DataFrame:
    """The rows as a table, the dataset first."""
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.insert(0, "dataset", dataset)
    return table
