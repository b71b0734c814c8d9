"""The maps of every model, from the files of runs, and the tables that are computed from them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

from fpl.data.split import period_index
from fpl.evaluation import random_networks
from fpl.tables import coherence, equifinality, physical_sense, unit_cube
from fpl.tables.compared_maps import LEARNED, RANDOM, Maps, of_model, tidy
from fpl.terms import Run, Study


def open_maps(
    parameters: Iterable[str | Path], places: xr.Dataset, identifiability: pd.DataFrame
) -> list[Maps]:
    """The maps of each model; ``identifiability`` is the table that says what is constrained."""
    paths = list(parameters)
    cubes = unit_cube.stack(paths)
    known = identifiability.loc[identifiability["constrained"] == "yes", "parameter"].unique()
    runs = map(Run.parse, paths)
    samples = {run.model: run.sample for run in runs if run.method == LEARNED}
    return [of_model(cubes, model, sample, places, known) for model, sample in samples.items()]


def coherence_table(
    maps: Iterable[Maps],
    features: xr.DataArray,
    sizes: Mapping[str, Any],
    judged: pd.DataFrame,
    study: Study,
    truth: str | Path | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """tables/coherence.csv, and the variograms.

    features : what g_A reads ``(cell, feature)``; sizes : hidden and layers of g_A; judged : rows
    of experiments/*.csv; truth : parameters of a generated world.
    """
    rows, curves = [], []
    for own in maps:
        here = features.sel(cell=own.cell)
        drawn = random_networks.draw(
            here.to_numpy(), len(own.names), hidden=sizes["hidden"], layers=sizes["layers"]
        )
        known = own.with_method(RANDOM, drawn)
        if truth is not None and _is_of(truth, own.model):
            true = unit_cube.read(truth).sel(parameter=list(own.names), cell=own.cell)
            known = known.with_method("truth", true.to_numpy()[None])
            rows += physical_sense.of_truth(known, true.to_numpy())
        rows += coherence.of_maps(known) + coherence.of_attributes(known, here)
        rows += physical_sense.of_soil(known) + physical_sense.of_searches(known)
        rows += coherence.untrained_skill(own, judged, study)
        curve, shares = coherence.variograms(known)
        rows += shares
        curves.append(curve)
    table = pd.concat(curves, ignore_index=True)
    table.insert(0, "dataset", study.name)
    return tidy(rows, study.name), table


def equifinality_table(maps: Iterable[Maps], judged: pd.DataFrame, study: Study) -> pd.DataFrame:
    """tables/equifinality.csv; ``judged`` is rows of experiments/*.csv."""
    rows = []
    for own in maps:
        rows += equifinality.of_maps(own) + equifinality.of_skill(own, judged, study)
    return tidy(rows, study.name)


def read_inputs(attributes: xr.Dataset, forcing: xr.Dataset, training: Any) -> xr.DataArray:
    """What g_A reads of every cell ``(cell, feature)``; ``training`` is the period."""
    days = forcing.isel(time=period_index(forcing["time"], training))
    return random_networks.inputs(attributes, days)


def _is_of(truth: str | Path, model: str) -> bool:
    with xr.open_dataset(truth) as source:
        return bool(source.attrs["model"] == model)
