"""Score calibrations along their way: skill of the best parameters so far against model runs."""

import pandas as pd
from tqdm import tqdm

from fpl import config, logs
from fpl.calibration.cells import curve
from fpl.problem.files import opener
from fpl.terms import Run

logs.start(snakemake.log[0])
settings = snakemake.params.settings
open_model = opener(snakemake.input, settings, snakemake.params.models)
budget = config.Calibration(**settings["calibration"]).budget
pairs = list(zip(snakemake.input.traces, snakemake.output.curves, strict=True))
for trace, path in tqdm(pairs, desc="scoring", unit="search", disable=None):
    run = Run.parse(path)
    inputs = open_model(run.model).of_sample(run.sample)
    found = pd.read_csv(trace, keep_default_na=False)
    made = curve(inputs.problem, found, inputs.forcing["cell"].to_numpy().tolist(), budget)
    made.to_csv(path, index=False)
