"""Simulate with the parameters of every run of an experiment, and judge each."""

import pandas as pd
from tqdm import tqdm

from fpl import logs
from fpl.data import store
from fpl.evaluation.judged import judge, marked
from fpl.problem.files import opener, read_parameters
from fpl.tables.runs import write
from fpl.terms import Run

logs.start(snakemake.log[0])
settings = snakemake.params.settings
open_model = opener(snakemake.input, settings, snakemake.params.models)
periods, least = settings["periods"], settings["evaluation"]["minimum_days"]
tables = []
for path in tqdm(snakemake.input.parameters, desc="judging", unit="run", disable=None):
    run = Run.parse(path)._asdict()
    inputs = open_model(run["model"])
    problem, parameters, cells = read_parameters(path, inputs)
    observed = store.open_observations(snakemake.input.observations)
    observed = observed.sel(time=inputs.forcing["time"])
    found = judge(problem, parameters, cells, observed, periods, least)
    tables.append(marked(found, inputs.forcing, run))
write(pd.concat(tables, ignore_index=True), snakemake.output.table)
