"""Rows on how coherent maps of parameters are, and how much of it a network would give anyway.

All of positions in the unit cube:

``morans_i``
    Moran's I over the eight nearest cells, mean over seeds. ``p``: of single parameters, if cells
    were exchanged at random; the largest over seeds
``morans_i_of_mean``
    of the mean map over seeds: what is left where searches agree
``nugget_share``
    of an exponential variogram, seeds together; no interval
``rmse`` (or another objective)
    at cells that were not trained on: does a coherent map know more there?
"""

import numpy as np
import pandas as pd
import xarray as xr

from fpl.config.mapped import METHODS
from fpl.evaluation import blocks
from fpl.evaluation.bootstrap import Estimate, Floats, estimate
from fpl.evaluation.spatial import chance_p, dense, morans_i, neighbours, varies, variogram
from fpl.tables.compared_maps import LEARNED, MEDIAN, RANDOM, Maps, Rows, compare, test_errors
from fpl.tables.statistics import RUN, objective_unit
from fpl.terms import Study

ATTRIBUTES = "attributes"
VARIOGRAM = [*RUN, "parameter", "distance_km", "semivariance", "pairs", "seeds"]


def of_maps(maps: Maps) -> Rows:
    """Moran's I of each method, parameter and group of them, and of fPL minus the others."""
    levels, means, chance = {}, {}, {}
    weights = neighbours(maps.lat, maps.lon)
    for method, cube in maps.cubes.items():
        levels[method] = _moran(maps, cube)
        if method == RANDOM:
            continue
        each = [[chance_p(field, weights) for field in seed] for seed in cube]
        chance[method] = np.max(each, axis=0)
        if len(cube) > 1:
            means[method] = _moran(maps, cube.mean(axis=0, keepdims=True))
    rows = compare(maps, "morans_i", levels, maps.groups, p=chance)
    return rows + compare(maps, "morans_i_of_mean", means, maps.medians)


def of_attributes(maps: Maps, features: xr.DataArray) -> Rows:
    """Moran's I of what the network reads, ``features (cell, feature)`` but for classes: of each,
    their median, and that of fPL minus theirs."""
    named = [name for name in features["feature"].to_numpy().tolist() if ":" not in name]
    fields = features.sel(cell=maps.cell, feature=named).to_numpy().T.astype(np.float64)
    of_inputs = _moran(maps, fields[None])
    groups = {MEDIAN: range(len(named))} | {name: [i] for i, name in enumerate(named)}
    rows = compare(maps, "morans_i", {ATTRIBUTES: of_inputs}, groups)
    if LEARNED not in maps.cubes:
        return rows
    learned = _moran(maps, maps.cubes[LEARNED]).median(maps.groups[MEDIAN])
    less = blocks.estimate(learned, of_inputs.median(groups[MEDIAN]))
    return [*rows, maps.row(LEARNED, "morans_i", less, parameter=MEDIAN, against=ATTRIBUTES)]


def _moran(maps: Maps, cube: Floats) -> blocks.Resampled:
    near = dense(neighbours(maps.lat, maps.lon))
    return blocks.resample(lambda weight: morans_i(cube, near, weight), maps.weight)


def variograms(maps: Maps) -> tuple[pd.DataFrame, Rows]:
    """Semivariances over variance of each method, parameter and distance (km), seeds together,
    ``mean`` over parameters; and rows of nugget shares."""
    parts, rows = [], []
    for method, cube in maps.cubes.items():
        if method == RANDOM or not varies(cube).all():
            continue
        fitted = [variogram(cube[:, i], maps.lat, maps.lon) for i in range(len(maps.names))]
        gamma = [fit.semivariance for fit in fitted]
        lags = {"distance_km": fitted[0].distance, "pairs": fitted[0].pairs}
        keys = {"model": maps.model, "method": method, "sample": maps.sample, "seeds": len(cube)}
        for name, values in zip(("mean", *maps.names), [np.mean(gamma, 0), *gamma], strict=True):
            curve = pd.DataFrame(lags | {"semivariance": values})
            parts.append(curve.assign(**keys, parameter=name))
        shares = np.array([fit.nugget_share for fit in fitted])
        for name, members in maps.medians.items():
            share = Estimate(float(np.median(shares[members])), n=len(maps.lat))
            if np.isfinite(share.value):
                rows.append(maps.row(method, "nugget_share", share, parameter=name))
    return pd.concat(parts, ignore_index=True)[VARIOGRAM], rows


def untrained_skill(maps: Maps, judged: pd.DataFrame, study: Study) -> Rows:
    """Median of the test objective at cells outside of the sample of each learned method, and that
    of fPL minus each other (paired over cells); samples that hold all cells have no such rows.
    Intervals by bootstrap over cells and seeds. ``judged`` is rows of experiments/*.csv."""
    of_model = (judged["model"] == maps.model) & judged["method"].isin(METHODS)
    rows: Rows = []
    for sample, runs in judged[of_model & (judged["trained"] == 0)].groupby("sample", sort=False):
        errors = test_errors(runs, study)
        if len(errors) < 2:
            continue  # nothing to compare with
        cells = sorted(set.intersection(*(set(table.columns) for table in errors.values())))
        arrays = {method: table[cells].to_numpy() for method, table in errors.items()}
        labels = {"sample": sample, "cells": "untrained", "period": "test"}
        unit = objective_unit(study)
        for method, against in maps.pairs(arrays, MEDIAN):
            own = arrays[method]
            value = estimate(own, arrays.get(against))
            row = maps.row(method, study.objective, value, parameter="", against=against, unit=unit)
            rows.append(row | labels | {"seeds": len(own)})
    return rows
