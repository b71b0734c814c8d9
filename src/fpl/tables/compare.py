"""Where two versions of a table differ beyond a tolerance."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

# Kernels are compiled for the machine at hand, so float32 sums are not the same bits elsewhere, and
# training and SCE-UA amplify that. Medians over cells should stay within these limits.
RELATIVE = 0.02
ABSOLUTE = 0.001  # in the unit of the metric
# What stands under another name than in tables that were committed before
RENAMED_COLUMNS = {
    "density": "sample",
    "training_rmse": "training_objective",
    "test_rmse": "test_objective",
    **{
        f"{period}_rmse_{end}": f"{period}_objective_{end}"
        for period in ("training", "test")
        for end in ("min", "max")
    },
    "found": "estimate",
    "vic_runs_per_cell": "model_runs_per_cell",
    "vic_warmup_runs_per_cell": "model_warmup_runs_per_cell",
    "vic_seconds": "model_seconds",
    "lends_own_smap": "reads_own_observations",
    "moisture_error_held_out": "target_error_held_out",
    "moisture_error_optimum": "target_error_optimum",
}
RENAMED_VALUES = {  # of text, by column
    "judged_by": {"vic": "model"},
    "rule": {"told": "reported"},
    "verdict": {"told": "reported"},
    "quantity": {"et_per_moisture": "et_per_target"}
    | {
        f"{kind}_moisture{end}": f"{kind}_target{end}"
        for kind in ("first_index", "total_index", "effect")
        for end in ("", "_mean", "_sd")
    },
    "statistic": {"moisture_seed_spread": "target_seed_spread"},
    "method": {"fpl_gz_smap": "fpl_gz_observed"},
    "against": {"fpl_gz_smap": "fpl_gz_observed"},
    "variable": {"soil_moisture": "observed"},
    "comment": {"sampling density": "sample"},
    "note": {
        "searched at these cells themselves": "searched at these places themselves",
        "reads SMAP of the training year at these cells too": (
            "reads observations of the training period at these places too"
        ),
    },
}
NUMBERED = ("seed", "cell", "step", "n")  # integers that say which row, not how good
COLUMNS = ["row", "column", "committed", "new"]


@dataclass(frozen=True)
class Tolerance:
    """A number differs where it is further off than ``absolute + relative * |committed|``."""

    relative: float = RELATIVE
    absolute: float = ABSOLUTE


def compare(
    new: pd.DataFrame, committed: pd.DataFrame, tolerance: Tolerance | None = None
) -> pd.DataFrame:
    """List the differences: columns row (what identifies it), column, committed, new.

    Rows are matched by their text and by seed, cell, step and n. A row or column that only one
    version has is listed with "absent" on the other side. Seconds depend on the machine and are
    not compared.
    """
    tolerance = tolerance or Tolerance()
    committed = renamed(committed, new.columns)
    shared = [name for name in committed.columns if name in new.columns]
    lone = [name for name in [*committed.columns, *new.columns] if name not in shared]
    keys = [name for name in shared if name in NUMBERED or not _is_number(committed[name])]
    values = [name for name in shared if name not in keys and "seconds" not in name]
    old_rows, new_rows = _by_key(committed, keys, values), _by_key(new, keys, values)
    differences = [("", name, *_presence(name in committed.columns)) for name in lone]
    for key in old_rows.index.symmetric_difference(new_rows.index):
        differences.append((_label(key), "", *_presence(key in old_rows.index)))
    both = old_rows.index.intersection(new_rows.index)
    for name in values:
        old, fresh = old_rows.loc[both, name], new_rows.loc[both, name]
        near = np.isclose(
            fresh, old, rtol=tolerance.relative, atol=tolerance.absolute, equal_nan=True
        )
        for key in both[~near]:
            differences.append((_label(key), name, str(old[key]), str(fresh[key])))
    return pd.DataFrame(differences, columns=COLUMNS)


def renamed(committed: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """The committed table with the names of today, where the new one has them."""
    known = set(columns)
    names = {
        old: name for old, name in RENAMED_COLUMNS.items() if name in known and old not in known
    }
    table = committed.rename(columns=names)
    for column, values in RENAMED_VALUES.items():
        if column in table and not _is_number(table[column]):
            table[column] = table[column].replace(values)
    return table


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column)


def _by_key(table: pd.DataFrame, keys: list[str], values: list[str]) -> pd.DataFrame:
    """Index by the text of all keys, and by a count where rows share them."""
    text = pd.Series("", table.index)
    if keys:
        text = table[keys].astype(object).fillna("").astype(str).agg(" ".join, axis=1)
    count = text.groupby(text).cumcount().astype(str)
    return table[values].set_index(pd.MultiIndex.from_arrays([text, count]))


def _presence(is_committed: bool) -> tuple[str, str]:
    return ("present", "absent") if is_committed else ("absent", "present")


def _label(key: tuple[str, str]) -> str:
    return key[0] if key[1] == "0" else f"{key[0]} #{key[1]}"
