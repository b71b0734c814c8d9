"""Skill at places never trained on: fPL beside regionalised SCE-UA, priors, simpler mappings, LSTM.

Hold-outs: samples (the cells outside a sparser lattice) and ``regions`` (each contiguous
block left out in turn; a cell is scored by the run that did not see its block).
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
import xarray as xr
from tqdm import tqdm

from fpl.data.geography import distance_km
from fpl.data.samples import cells_of_sample
from fpl.errors import DataError
from fpl.evaluation.blocks import blocks
from fpl.evaluation.bootstrap import RESAMPLES
from fpl.tables import statistics
from fpl.tables.runs import places
from fpl.tables.statistics import (
    RUN,
    Row,
    by_seed_and_cell,
    paired,
    reported,
    scores,
    unit_of,
    with_size_of_bias,
)
from fpl.terms import METHODS, Study

COLUMNS = [*statistics.COLUMNS, "note"]
METRICS = ("rmse", "ubrmse", "r", "abs_bias")
MAIN, BEST, REGIONS = "fpl", "best_regionalised", "regions"
# What is reported of each; of what is not compared with fPL only the objective and r
EVERYWHERE = ("default", "sceua", "lockstep")  # scored at all places: priors, and calibrated there
WAYS = ("nearest", "inverse_distance", "similar", "forest")  # of regionalisation
LEARNED = (MAIN, "linear", "constant", "shuffled", "fpl_gz_observed")
COMPARED = (*LEARNED, "default", *WAYS, BEST, "lstm_trained")
NOTES = {
    "fpl_gz_observed": "reads observations of the training period at these places too",
    "sceua": "searched at these places themselves",
    "lockstep": "searched at these places themselves",
}
DISTANCES = (0, 200, 400, 800, 4000)  # km to the nearest cell trained on; classes end here
LEAST = 15  # cells of a class of distance


def hold_outs(
    judged: pd.DataFrame, carried: pd.DataFrame, cells: xr.Dataset, model: str
) -> pd.DataFrame:
    """Rows of all methods at the cells of each hold-out; column ``sample`` names the hold-out.

    judged : rows of experiments (:mod:`fpl.evaluation.judged`) and of LSTMs in the same form;
    carried : those of experiments/regionalised.csv. Regionalisations of the lockstep search, or of
    SPOTPY's where there is no other, have plain names; others have the source's
    before. ``cells`` has the places.
    """
    first = "lockstep" if "lockstep" in set(carried["source"]) else "sceua"
    prefix = (carried["source"] + "_").where(carried["source"] != first, "")
    carried = carried.assign(method=prefix + carried["method"])
    rows = pd.concat([judged, carried], ignore_index=True)
    series = [name for name, method in METHODS.items() if method.kind == "series"]
    rows = with_size_of_bias(rows[(rows["model"] == model) | rows["method"].isin(series)])
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
    table = pd.concat(parts, ignore_index=True).merge(places(cells), on="cell", how="left")
    return table.drop_duplicates([*RUN, "seed", "cell", "period"])


def build(held: pd.DataFrame, study: Study, model: str, resamples: int = RESAMPLES) -> pd.DataFrame:
    """Medians over cells of each hold-out (:func:`hold_outs`) with 95 % intervals; with ``against``
    the median of the paired differences of fPL from that method. ``n`` is the number of cells.

    ``best_regionalised`` is the way with the best median of the test objective in the hold-out,
    named in ``note``: chosen in SCE-UA's favour, so that no verdict for fPL rests on a bad choice.
    """
    asked = [
        row for sample, here in held.groupby("sample") for row in _asked(here, str(sample), study)
    ]
    bar = tqdm(asked, desc="cells never trained on", unit="row", disable=None)
    table = pd.DataFrame([row for here, key in bar if (row := _row(here, key, study, resamples))])
    models = np.where(table["method"] == "lstm_trained", "observation", model)
    return table.assign(dataset=study.name, model=models)[COLUMNS]


def cells_table(held: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Test metrics of each method, hold-out and cell, mean over ``seeds``; figures draw them."""
    test = held[held["period"] == "test"]
    keys = ["method", "sample", "cell", "lat", "lon", "distance_km"]
    groups = test.groupby(keys, sort=True)
    means = groups[list(scores(study, METRICS))].mean()
    table = means.assign(seeds=groups["seed"].nunique()).reset_index()
    region = test.dropna(subset="region").drop_duplicates("cell").set_index("cell")["region"]
    table.insert(0, "dataset", study.name)
    return table.assign(region=table["cell"].map(region).astype(int))


def _with_best(here: pd.DataFrame, study: Study) -> tuple[str, pd.DataFrame]:
    """The best regionalisation with a plain name, and rows with it as a method of its own."""
    test = here[(here["period"] == "test") & here["method"].isin(WAYS)]
    if test.empty:
        return "", here
    middle = test.groupby(["method", "cell"])[study.objective].mean().groupby("method").median()
    best = str(middle.idxmin() if study.metric.better == "lower" else middle.idxmax())
    return best, pd.concat([here, here[here["method"] == best].assign(method=BEST)])


def _distances(cells: xr.Dataset, sample: str) -> pd.Series:
    """Distance (km) of every cell to the nearest cell of a lattice or of a hold-out of regions."""
    chosen = cells_of_sample(cells, sample)
    lat, lon = cells["lat"].to_numpy(), cells["lon"].to_numpy()
    apart = distance_km(lat[:, None], lon[:, None], lat[chosen], lon[chosen])
    return pd.Series(apart.min(axis=1), cells["cell"].to_numpy())


def _asked(
    here: pd.DataFrame, sample: str, study: Study
) -> Iterator[tuple[pd.DataFrame, dict[str, str]]]:
    """What is reported of a hold-out: the rows it rests on, and its first and last columns."""
    best, here = _with_best(here, study)
    error, metrics = study.objective, scores(study, METRICS)
    same = {"sample": sample, "against": "", "cells": "untrained", "period": "test"}
    present = set(here["method"])
    for method in dict.fromkeys([*COMPARED, *sorted(present)]):
        if method not in present:
            continue
        note = best if method == BEST else NOTES.get(method, "")
        level = same | {"method": method, "note": note}
        for metric in metrics if method in COMPARED else dict.fromkeys((error, "r")):
            yield here, level | {"statistic": metric}
        yield here, level | {"statistic": error, "period": "training"}
        for metric in metrics if method in COMPARED[1:] else ():
            yield here, level | {"method": MAIN, "against": method, "statistic": metric}
    for low, high in pairwise(DISTANCES):
        inside = here[(here["distance_km"] > low) & (here["distance_km"] <= high)]
        if inside["cell"].nunique() < LEAST:
            continue
        far = same | {"cells": f"untrained_{low}_{high}_km", "note": best, "statistic": error}
        for method, against in ((MAIN, ""), (BEST, ""), (MAIN, BEST)):
            yield inside, far | {"method": method, "against": against}


def _row(here: pd.DataFrame, key: dict[str, str], study: Study, resamples: int) -> Row:
    """One statistic; empty if no place has the metric for both methods."""
    rows, metric = here[here["period"] == key["period"]], key["statistic"]
    cells = np.sort(rows.loc[rows["method"] == MAIN, "cell"].unique())
    at = rows.drop_duplicates("cell").set_index("cell").loc[cells]
    block = blocks(at["lat"].to_numpy(), at["lon"].to_numpy())
    runs = [rows[rows["method"] == method] for method in (key["method"], key["against"]) if method]
    tables = [by_seed_and_cell(run, metric).reindex(columns=cells) for run in runs]
    if not all(map(len, tables)):
        return {}
    value = paired(*tables, resamples=resamples, block=block)
    return {} if value is None else reported(dict(key), metric, value, unit_of(metric, study))
