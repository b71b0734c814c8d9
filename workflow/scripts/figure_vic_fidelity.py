"""How far our VIC is from runs of the real one."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.vic_fidelity import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(table: str, of_runs: str, png: str, pdf: str) -> None:
    rows = pd.read_csv(table, keep_default_na=False, na_values=["", "nan"])
    style.save(plot(rows.fillna({"ok": "", "judged": ""}), pd.read_csv(of_runs)), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        table=snakemake.input.table,
        of_runs=snakemake.input.runs,
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
