"""Score one run at every cell in every period."""

import xarray as xr

from fpl import logs
from fpl.evaluation.score import evaluate
from fpl.tables.runs import write

if __name__ == "__main__":
    logs.start(snakemake.log[0])
    files, settings = snakemake.input, snakemake.params.settings
    with xr.open_dataset(files.simulation) as made, xr.open_dataset(files.observations) as seen:
        table = evaluate(
            simulated=made[settings["target"]["output"]],
            observed=seen["observed"],
            used=seen["used"],
            periods=settings["periods"],
            minimum_days=settings["evaluation"]["minimum_days"],
        )
    write(table, snakemake.output.metrics)
