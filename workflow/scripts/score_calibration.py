"""Score calibrations along their way: skill of the best parameters so far against model runs."""

import numpy as np
import pandas as pd
from tqdm import tqdm

from fpl import config, logs
from fpl.calibration.cells import curve
from fpl.data.samples import cells_of_sample
from fpl.problem.files import open_from
from fpl.terms import Run

logs.start(snakemake.log[0])
asked, settings = snakemake.params, snakemake.params.settings
budget = config.Calibration(**settings["calibration"]).budget
opened = {}
pairs = list(zip(snakemake.input.traces, snakemake.output.curves, strict=True))
for trace, path in tqdm(pairs, desc="scoring", unit="search", disable=None):
    run = Run.parse(path)
    if run.model not in opened:
        opened[run.model] = open_from(snakemake.input, settings, asked.models[run.model])
    inputs = opened[run.model]
    chosen = np.flatnonzero(cells_of_sample(inputs.forcing, run.sample))
    made = curve(
        inputs.problem.select(chosen.tolist()),
        pd.read_csv(trace, keep_default_na=False),
        inputs.forcing["cell"].to_numpy()[chosen].tolist(),
        budget,
    )
    made.to_csv(path, index=False)
