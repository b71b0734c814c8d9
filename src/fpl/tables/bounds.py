"""Table of how many places have a parameter at an end of its range, where it wants to go on."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from fpl.evaluation.bootstrap import estimate
from fpl.tables import unit_cube
from fpl.tables.statistics import KEYS, NUMBERS, Row, reported
from fpl.terms import Study

COLUMNS = [*KEYS, "parameter", *NUMBERS, "seeds"]
NEAR = 0.01  # ASSUME within a hundredth of its range a parameter is at the end
SIDES = {"low": lambda unit: unit <= NEAR, "high": lambda unit: unit >= 1.0 - NEAR}


def build(parameters: Iterable[str | Path], sample: str, study: Study) -> pd.DataFrame:
    """Share of places, %, at the low and at the high end of the range of each calibrated parameter.

    parameters : parameters.nc of runs, all of this sample; ranges and transforms are theirs

    ``at_low_end`` and ``at_high_end`` are means over places and seeds with their 95 % interval, for
    each model, method and parameter.
    """
    rows = _rows(unit_cube.stack(parameters), sample)
    return pd.DataFrame(rows).assign(dataset=study.name, against="", period="")[COLUMNS]


def _rows(cubes: unit_cube.Cubes, sample: str) -> Iterator[Row]:
    for (model, method), cube in cubes.items():
        run = {"model": model, "method": method, "sample": sample, "cells": "all"}
        for name in cube["parameter"].to_numpy():
            unit = cube.sel(parameter=name).to_numpy()
            labels = run | {"parameter": str(name), "seeds": len(unit)}
            for side, there in SIDES.items():
                share = estimate(100.0 * there(unit), statistic=np.mean)
                yield reported(labels, f"at_{side}_end", share, "%")
