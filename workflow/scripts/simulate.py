"""Run the process model with the parameters that a method found, and score every place."""

from typing import TYPE_CHECKING

from fpl import config, logs
from fpl.data import store
from fpl.evaluation.score import evaluate
from fpl.problem.files import open_from, read_parameters, simulation_dataset
from fpl.tables.runs import write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    settings = snakemake.params.settings
    inputs = open_from(snakemake.input, settings, snakemake.params.model)
    problem, parameters, found = read_parameters(snakemake.input.parameters, inputs)
    time = inputs.forcing["time"].isel(time=slice(0, problem.test.stop))
    made = simulation_dataset(problem, parameters, found, time)
    marks = dict(snakemake.wildcards.items())
    store.write(made, snakemake.output.simulation, config_sha256=config.digest(settings), **marks)
    seen = store.open_observations(snakemake.input.observations)
    table = evaluate(
        made[problem.target.output],
        seen["observed"],
        seen["used"],
        settings["periods"],
        snakemake.params.minimum_days,
    )
    write(table, snakemake.output.metrics)
