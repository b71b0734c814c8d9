"""How faithful our VIC is: ``python -m benchmarks.vic_reference FILE.nc [--out report.csv]``.

FILE.nc holds runs of the real VIC 5, in the format of ``vic_reference.nc``. Compared are the soil
column alone, evaporation from VIC's own states, and everything free-running over the whole run.
Ends with 0 where all tolerances are kept, 1 where one is passed, 2 where the file cannot be used.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from fpl.errors import DataError
from fpl.evaluation.vic_reference import reading
from fpl.evaluation.vic_reference.report import ALL, report
from fpl.tables.runs import write

SHOWN = ("max_abs", "mean_abs", "bias", "bias_percent", "worst_run_percent", "r", "r_median")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison; see the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, help="runs of VIC, in the format of vic_reference.nc")
    parser.add_argument("--out", type=Path, help="csv to write the whole report to")
    parser.add_argument("--melt-factor", type=float, default=reading.MELT_FACTOR, help="mm/d/K")
    parser.add_argument("--engine", choices=["auto", "fused", "torch"], default="auto")
    asked = parser.parse_args(arguments)
    try:
        table, _ = report(reading.read(asked.file, asked.melt_factor), asked.engine)
    except DataError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if asked.out:
        write(table, asked.out)
    print(summary(table))
    failed = table[table["ok"] == "no"]
    judged = (table["ok"] != "").sum()
    print(f"\n{judged - len(failed)} of {judged} tolerances are kept.")
    return 1 if len(failed) else 0


def summary(table: pd.DataFrame) -> str:
    """The rows over all covers of each group, test by test, and rows that pass their tolerance."""
    parts = []
    for test, rows in table.groupby("test", sort=False):
        whole = rows[(rows["cover"] == ALL) | (rows["ok"] == "no")]
        shown = whole[["group", "cover", "variable", *SHOWN, "judged", "tolerance", "ok"]]
        text = shown.to_string(index=False, float_format="{:.3g}".format, na_rep="-")
        parts.append(f"== {test} ==\n{text}")
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
