"""Table of the temporal test: methods trained on all places, scored in the test period."""

import pandas as pd

from fpl.tables.statistics import COLUMNS, RUN, Row, of_metrics, scores, with_size_of_bias
from fpl.terms import Study

METRICS = ("rmse", "ubrmse", "abs_bias", "bias", "r", "nse", "kge")
DIFFERENCES = ("rmse", "ubrmse", "r", "abs_bias")  # of fPL and each other method
OURS = "fpl"


def build(
    judged: pd.DataFrame, others: pd.DataFrame, study: Study, sample: str, headline: str
) -> pd.DataFrame:
    """Medians over cells with 95 % intervals, and paired differences of fPL and each other method.

    judged : rows of experiments, each of a run, cell and period; others : of runs without a process
    model, compared with fPL on the ``headline`` model
    sample : the training cells, the same for all (what treats each cell by itself included)

    abs_bias is the absolute bias of a cell. Differences are fPL minus ``against``, in the same
    model and at the same cells. Intervals: cells and seeds resampled
    (:func:`fpl.evaluation.bootstrap.estimate`).
    """
    keys = [*RUN, "seed", "cell", "period"]
    together = pd.concat([judged, others], ignore_index=True).drop_duplicates(keys)
    table = with_size_of_bias(together[together["sample"] == sample])
    training = ("training", study.objective)  # of the training period what is minimised, no more
    levels = [*(("test", name) for name in scores(study, METRICS)), training]
    differences = [*(("test", name) for name in scores(study, DIFFERENCES)), training]
    same: Row = {"dataset": study.name, "sample": sample, "cells": "all"}
    rows: list[Row] = []
    for (model, method), run in table.groupby(["model", "method"], sort=True):
        named = same | {"model": model, "method": method, "against": ""}
        rows += [named | row for row in of_metrics(run, None, levels, study)]
    for model, ours in table[table["method"] == OURS].groupby("model", sort=True):
        beside = table[table["model"].eq(model) & table["method"].ne(OURS)]
        if model == headline:
            beside = pd.concat([beside, table[table["model"].isin(others["model"])]])
        for against, theirs in beside.groupby("method", sort=True):
            named = same | {"model": model, "method": OURS, "against": against}
            rows += [named | row for row in of_metrics(ours, theirs, differences, study)]
    return pd.DataFrame(rows)[COLUMNS]
