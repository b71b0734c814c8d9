"""Skill at cells never trained on: fPL beside regionalised SCE-UA, priors, simpler mappings, LSTM.

Hold-outs: ``s8``, ``s16`` (cells between those of a lattice) and ``regions`` (each contiguous block
left out in turn; a cell is judged by the run that did not see its block).
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr
from tqdm import tqdm

from fpl.data.geography import distance_km
from fpl.data.samples import cells_of_sample
from fpl.errors import DataError
from fpl.evaluation.blocks import blocks
from fpl.evaluation.bootstrap import RESAMPLES, Floats, estimate
from fpl.tables.runs import identify

KEYS = ["dataset", "model", "method", "sample", "against", "cells", "period"]
COLUMNS = [*KEYS, "statistic", "value", "low", "high", "n", "unit", "note"]
METRICS = {"rmse": "m3 m-3", "ubrmse": "m3 m-3", "r": "1", "abs_bias": "m3 m-3"}
MAIN, BEST, REGIONS = "fpl", "best_regionalised", "regions"
# What is told of each; of what is not compared with fPL only rmse and r
EVERYWHERE = ("default", "sceua", "lockstep")  # judged at all cells: priors, and calibrated there
WAYS = ("nearest", "inverse_distance", "similar", "forest")  # of regionalisation
LEARNED = (MAIN, "linear", "constant", "shuffled", "fpl_gz_observed")
COMPARED = (*LEARNED, "default", *WAYS, BEST, "lstm_trained")
NOTES = {
    "fpl_gz_observed": "reads SMAP of the training year at these cells too",
    "sceua": "searched at these cells themselves",
    "lockstep": "searched at these cells themselves",
}
DISTANCES = (0, 200, 400, 800, 4000)  # km to the nearest cell trained on; classes end here
LEAST = 15  # cells of a class of distance


def hold_outs(
    judged: pd.DataFrame, carried: pd.DataFrame, cells: xr.Dataset, model: str
) -> pd.DataFrame:
    """Rows of all methods at the cells of each hold-out; column ``sample`` names the hold-out.

    judged : rows of experiments (:mod:`fpl.evaluation.judged`) and of :func:`lstm`; carried : those
    of experiments/regionalised.csv. Regionalisations of the lockstep search, or of SPOTPY's where
    there is no other, have plain names; others have the source's before. ``cells`` has the places.
    """
    first = "lockstep" if "lockstep" in set(carried["source"]) else "sceua"
    prefix = carried["source"].where(carried["source"] != first, "") + "_"
    carried = carried.assign(method=prefix.where(prefix != "_", "") + carried["method"])
    rows = pd.concat([judged, carried], ignore_index=True)
    rows = rows[rows["model"].isin([model, "observation"])]
    rows = rows.assign(abs_bias=rows["bias"].abs())
    everywhere = rows[rows["method"].isin(EVERYWHERE)]
    parts = []
    for sample, seen in rows[(rows["method"] == MAIN) & (rows["trained"] == 0)].groupby("sample"):
        if str(sample).startswith("random"):
            continue
        here = rows[(rows["sample"] == sample) & (rows["trained"] == 0)]
        at = everywhere[everywhere["cell"].isin(seen["cell"])]
        both = pd.concat([here[~here["method"].isin(EVERYWHERE)], at])
        name = REGIONS if str(sample).startswith("without_region") else sample
        far = _distances(cells, str(sample))
        parts.append(both.assign(sample=name, distance_km=both["cell"].map(far)))
    if not parts:
        raise DataError(f"expected runs of {MAIN} judged at cells not trained on, got none")
    made = pd.concat(parts, ignore_index=True)
    places = {name: pd.Series(cells[name].to_numpy(), cells["cell"]) for name in ("lat", "lon")}
    made = made.assign(**{name: made["cell"].map(values) for name, values in places.items()})
    once = ["model", "method", "sample", "seed", "cell", "period"]
    return made.drop_duplicates(once)


def lstm(paths: Iterable[str | Path], cells: xr.Dataset) -> pd.DataFrame:
    """Metrics of LSTMs (metrics.csv of each run) as rows of experiments, trained cells marked."""
    parts = []
    for path in paths:
        run = identify(path)
        long = pd.read_csv(path)
        wide = long.pivot(index=["cell", "period"], columns="metric", values="value").reset_index()
        chosen = cells_of_sample(cells, str(run["sample"]), int(run["seed"]))
        trained = pd.Series(chosen.astype(int), cells["cell"].to_numpy())
        identity = {name: run[name] for name in ("model", "method", "seed")}
        parts.append(
            wide.assign(**identity, sample=run["sample"], trained=wide["cell"].map(trained))
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def build(held: pd.DataFrame, dataset: str, model: str, resamples: int = RESAMPLES) -> pd.DataFrame:
    """Medians over cells of each hold-out (:func:`hold_outs`) with 95 % intervals; with ``against``
    the median of the paired differences of fPL from that method. ``n`` is the number of cells.

    ``best_regionalised`` is the way with the lowest median test RMSE in the hold-out, named in
    ``note``: chosen in SCE-UA's favour, so that no verdict for fPL rests on a bad choice.
    """
    asked = [row for sample, here in held.groupby("sample") for row in _asked(here, str(sample))]
    bar = tqdm(asked, desc="cells never trained on", unit="row", disable=None)
    made = pd.DataFrame([row for here, key in bar if (row := _row(here, key, resamples))])
    made["dataset"] = dataset
    made["model"] = np.where(made["method"] == "lstm_trained", "observation", model)
    return made[COLUMNS]


def cells_table(held: pd.DataFrame, dataset: str) -> pd.DataFrame:
    """Test metrics of each method, hold-out and cell, mean over ``seeds``; figures draw them."""
    test = held[held["period"] == "test"]
    keys = ["method", "sample", "cell", "lat", "lon", "distance_km"]
    groups = test.groupby(keys, sort=True)
    made = groups[list(METRICS)].mean().assign(seeds=groups["seed"].nunique()).reset_index()
    region = test.dropna(subset="region").drop_duplicates("cell").set_index("cell")["region"]
    made.insert(0, "dataset", dataset)
    return made.assign(region=made["cell"].map(region).astype(int))


def _with_best(here: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """The best regionalisation with a plain name, and rows with it as a method of its own."""
    test = here[(here["period"] == "test") & here["method"].isin(WAYS)]
    if test.empty:
        return "", here
    means = test.groupby(["method", "cell"])["rmse"].mean()
    best = str(means.groupby("method").median().idxmin())
    return best, pd.concat([here, here[here["method"] == best].assign(method=BEST)])


def _distances(cells: xr.Dataset, sample: str) -> pd.Series:
    """Distance (km) of every cell to the nearest cell of a lattice or of a hold-out of regions."""
    chosen = cells_of_sample(cells, sample)
    lat, lon = cells["lat"].to_numpy(), cells["lon"].to_numpy()
    apart = distance_km(lat[:, None], lon[:, None], lat[chosen], lon[chosen])
    return pd.Series(apart.min(axis=1), cells["cell"].to_numpy())


def _asked(here: pd.DataFrame, sample: str) -> Iterator[tuple[pd.DataFrame, dict[str, str]]]:
    """What is told of a hold-out: the rows it rests on, and the first and last columns of it."""
    best, here = _with_best(here)
    same = {"sample": sample, "against": "", "cells": "untrained", "period": "test"}
    found = set(here["method"])
    for method in dict.fromkeys([*COMPARED, *sorted(found)]):
        if method not in found:
            continue
        note = best if method == BEST else NOTES.get(method, "")
        level = same | {"method": method, "note": note}
        for metric in METRICS if method in COMPARED else ("rmse", "r"):
            yield here, level | {"statistic": metric}
        yield here, level | {"statistic": "rmse", "period": "training"}
        for metric in METRICS if method in COMPARED[1:] else ():
            yield here, level | {"method": MAIN, "against": method, "statistic": metric}
    for low, high in pairwise(DISTANCES):
        inside = here[(here["distance_km"] > low) & (here["distance_km"] <= high)]
        if inside["cell"].nunique() < LEAST:
            continue
        far = same | {"cells": f"untrained_{low}_{high}_km", "note": best, "statistic": "rmse"}
        for method, against in ((MAIN, ""), (BEST, ""), (MAIN, BEST)):
            yield inside, far | {"method": method, "against": against}


def _row(here: pd.DataFrame, key: dict[str, str], resamples: int) -> dict[str, object]:
    """One statistic; empty if no cell has the metric for both methods."""
    rows, metric = here[here["period"] == key["period"]], key["statistic"]
    cells = np.sort(rows.loc[rows["method"] == MAIN, "cell"].unique())
    first = _array(rows, key["method"], metric, cells)
    second = _array(rows, key["against"], metric, cells) if key["against"] else None
    both = first if second is None else np.concatenate([first, second])
    if not np.isfinite(both).all(axis=0).any():
        return {}
    places = rows.drop_duplicates("cell").set_index("cell").loc[cells]
    block = blocks(places["lat"].to_numpy(), places["lon"].to_numpy())
    found = estimate(first, second, resamples=resamples, block=block)
    return {**key, **asdict(found), "unit": METRICS[metric]}


def _array(rows: pd.DataFrame, method: str, metric: str, cells: np.ndarray) -> Floats:
    """Values ``(seed, cell)`` of a method."""
    run = rows[rows["method"] == method]
    wide = run.pivot(index="seed", columns="cell", values=metric).reindex(columns=cells)
    return wide.to_numpy(dtype=float) if len(wide) else np.full((1, len(cells)), np.nan)
