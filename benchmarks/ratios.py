"""How many times faster the fused engine is than eager torch and than peers, and the targets."""

from collections.abc import Iterable, Sequence
from statistics import median

import pandas as pd

from benchmarks.speed import BACKWARD, LIKE_FOR_LIKE
from benchmarks.timing import Measured

# The model of this project that a peer's is compared with, and its sub-steps.
LIKE_PEER = {"hydrodl2": ("snow_bucket", 1), "jfuse": ("vic", 1)}
# Slower engine, model and sub-steps of the fused engine: at least so many times as fast, forward
# and backward at 400 cells with all cores.
TARGETS = {
    ("torch", "vic", 1): 100.0,
    ("torch", "vic", 24): 200.0,
    ("hydrodl2", "snow_bucket", 1): 75.0,
    ("jfuse", "vic", 1): 1.0,
}


def ratios(measured: Sequence[Measured]) -> pd.DataFrame:
    """Ratios of cell-days a second, one row for each pair of cases.

    ``ratio`` is the median over rounds of the ratio within a round, ``low`` and ``high`` are the
    least and the greatest, ``n`` is the number of rounds that have both. A peer is met with the
    number of threads that serves it best. ``target`` is empty where none was set.
    """
    rows = [_row(fused, slower) for fused, slower in _pairs(measured)]
    cores = max((row["threads"] for row in rows), default=0)
    for row in rows:
        key = (row["slower"], row["model"], row["substeps"])
        aimed = (row["threads"], row["cells"], row["direction"]) == (cores, LIKE_FOR_LIKE, BACKWARD)
        if aimed and key in TARGETS:
            row["target"] = TARGETS[key]
            row["met"] = "yes" if row["ratio"] >= TARGETS[key] else "no"
    return pd.DataFrame(rows)


def _pairs(measured: Sequence[Measured]) -> Iterable[tuple[Measured, Measured]]:
    for slower in measured:
        labels = slower.case.labels
        if labels["engine"] == "torch":
            model, substeps = labels["model"], labels["substeps"]
        elif labels["engine"] in LIKE_PEER and _best(slower, measured):
            model, substeps = LIKE_PEER[str(labels["engine"])]
        else:
            continue
        like = {"what": "speed", "engine": "fused", "model": model, "substeps": substeps}
        like |= {"cells": labels["cells"], "direction": labels["direction"]}
        yield from ((m, slower) for m in measured if like.items() <= m.case.labels.items())


def _best(one: Measured, measured: Sequence[Measured]) -> bool:
    """Whether no other number of threads makes this case faster."""

    mine = {key: one.case.labels[key] for key in ("engine", "cells", "direction")}
    same = [m for m in measured if mine.items() <= m.case.labels.items()]
    return one is min(same, key=lambda m: median(m.seconds))


def _row(fused: Measured, slower: Measured) -> dict:
    rounds = zip(fused.by_round, slower.by_round, strict=False)
    longer = fused.cell_days / slower.cell_days
    paired = [longer * other / mine for mine, other in rounds]
    mine, other = fused.case.labels, slower.case.labels
    keys = ("model", "substeps", "cells", "direction", "threads")
    return {"faster": mine["engine"], "slower": other["engine"]} | {k: mine[k] for k in keys} | {
        "model_of_slower": other["model"],
        "threads_of_slower": other["threads"],
        "n": len(paired),
        "ratio": median(paired),
        "low": min(paired),
        "high": max(paired),
    }  # fmt: skip
