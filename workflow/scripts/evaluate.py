"""Score one run at every cell in every period."""

import xarray as xr

from fpl import logs
from fpl.evaluation.score import evaluate
from fpl.tables.runs import write


def score(simulation: str, observations: str, metrics: str, settings: dict) -> None:
    with xr.open_dataset(simulation) as simulated, xr.open_dataset(observations) as observed:
        table = evaluate(
            simulated=simulated[settings["target"]["output"]],
            observed=observed["observed"],
            used=observed["used"],
            periods=settings["periods"],
            minimum_days=settings["evaluation"]["minimum_days"],
            objective=settings["objective"],
        )
    write(table, metrics)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    score(
        simulation=snakemake.input.simulation,
        observations=snakemake.input.observations,
        metrics=snakemake.output.metrics,
        settings=snakemake.params.settings,
    )
