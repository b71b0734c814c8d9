"""Run the process models with the parameters that a method found, and score every place."""

from tqdm import tqdm

from fpl import config, logs
from fpl.data import store
from fpl.evaluation.score import evaluate
from fpl.problem.files import opener, read_parameters, simulation_dataset
from fpl.tables.runs import write
from fpl.terms import Run

logs.start(snakemake.log[0])
settings = snakemake.params.settings
open_model = opener(snakemake.input, settings, snakemake.params.models)
judged_by = (settings["periods"], snakemake.params.minimum_days, settings["objective"])
seen, digest = store.open_observations(snakemake.input.observations), config.digest(settings)
made = snakemake.output
files = list(zip(snakemake.input.parameters, made.simulations, made.metrics, strict=True))
for found, simulation, metrics in tqdm(files, desc="simulating", unit="run", disable=None):
    run = Run.parse(found)
    inputs = open_model(run.model)
    problem, parameters, cells = read_parameters(found, inputs)
    time = inputs.forcing["time"].isel(time=slice(0, problem.test.stop))
    simulated = simulation_dataset(problem, parameters, cells, time)
    store.write(simulated, simulation, config_sha256=digest, **run._asdict())
    target = simulated[problem.target.output]
    write(evaluate(target, seen["observed"], seen["used"], *judged_by), metrics)
