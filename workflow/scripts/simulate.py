"""Run the process model with the parameters that a method found."""

from fpl import config, logs
from fpl.data import store
from fpl.problem.files import open_from, read_parameters, simulation_dataset

if __name__ == "__main__":
    logs.start(snakemake.log[0])
    settings = snakemake.params.settings
    inputs = open_from(snakemake.input, settings, snakemake.params.model)
    problem, parameters, found = read_parameters(snakemake.input.parameters, inputs)
    time = inputs.forcing["time"].isel(time=slice(0, problem.test.stop))
    made = simulation_dataset(problem, parameters, found, time)
    marks = dict(snakemake.wildcards.items())
    store.write(made, snakemake.output.simulation, config_sha256=config.digest(settings), **marks)
