"""The README's block on fluxes that no method has seen, from tables/et_methods.csv."""

import pandas as pd

from fpl.errors import DataError
from fpl.tables.markdown import table as table_of
from fpl.terms import METHODS

MODELS = 2  # how many are shown: the first of the table are the main ones
SHOWN = ("default", "fpl", "sceua", "lockstep")
COLUMNS = {  # (cells, statistic): head of the column, digits
    ("towers", "bias_percent"): ("ET bias at towers (%)", 0),
    ("basins", "bias_percent"): ("ET bias at basins (%)", 0),
    ("towers", "r"): ("ET r over towers", 2),
    ("basins", "r"): ("ET r over basins", 2),
    ("basins", "runoff_bias_percent"): ("runoff bias at basins (%)", 0),
    ("basins", "surface_share"): ("surface share of runoff", 2),
}


def markdown(table: pd.DataFrame) -> str:
    """Bias and correlation of priors, fPL and SCE-UA against estimates, with a note on these."""
    levels = table[table["against"].isna()]
    values = levels.set_index(["model", "method", "cells", "statistic"])[["value", "low", "high"]]
    runs = values.index.droplevel(["cells", "statistic"]).unique()
    models = [name for name in dict.fromkeys(levels["model"]) if isinstance(name, str) and name]
    lines = [
        [METHODS[method].label, model]
        + [_range(values, (model, method, *key), digits) for key, (_, digits) in COLUMNS.items()]
        for model in models[:MODELS]
        for method in SHOWN
        if (model, method) in runs
    ]
    if not lines:
        raise DataError(
            f"expected rows of {', '.join(SHOWN)}, got none; generate tables/et_methods.csv again"
        )
    known = levels[levels["method"] == "estimate"].set_index(["cells", "statistic"])
    (towers, at_towers), (basins, at_basins) = (
        known.loc[(name, "mean"), ["value", "n"]] for name in ("towers", "basins")
    )
    runoff = known.loc[("basins", "runoff_mean"), "value"]
    quick = known.loc[("basins", "surface_share"), "value"]
    note = (
        "Means of both years, with 95 % intervals over cells and seeds in brackets. Estimated "
        f"evapotranspiration (ET) is {towers:.0f} mm a year at {at_towers:.0f} cells with "
        f"towers and {basins:.0f} mm at {at_basins:.0f} cells with basins. Estimated runoff "
        f"at the basins is {runoff:.0f} mm a year; a digital filter attributes {quick:.2f} of it "
        "to the surface and the rest to baseflow."
    )
    head = ["method", "model", *(name for name, _ in COLUMNS.values())]
    return f"{table_of(head, lines)}\n\n{note}\n"


def _range(values: pd.DataFrame, key: tuple[str, ...], digits: int) -> str:
    if key not in values.index:
        return "-"
    value, low, high = (f"{round(v, digits) + 0.0:.{digits}f}" for v in values.loc[key])
    return f"{value} ({low} to {high})"
