"""Score the predictions of an LSTM, as hydroDL ships them: a bound on what the data allow."""

import json
import logging
from pathlib import Path

import numpy as np
import xarray as xr

from fpl import logs
from fpl.data.sources.smap_files.upstream import FILES, upstream_lstm
from fpl.evaluation.score import evaluate
from fpl.tables.runs import write

logs.start(snakemake.log[0])
settings = snakemake.params.settings
periods, least = settings["periods"], settings["evaluation"]["minimum_days"]
path = json.loads(Path(snakemake.input.raw).read_text()).get(FILES[snakemake.wildcards.shipped])
with xr.open_dataset(snakemake.input.observations) as data:
    observed = data["observed"]
    predicted = xr.full_like(observed, np.nan)
    if path is None:
        logging.warning("No predictions of this upstream LSTM were found: its metrics are NaN")
    else:  # they cover the test year only: the training year stays NaN, with n = 0
        predicted = upstream_lstm(path).sel(cell=observed.cell).reindex(time=observed.time)
    scores = evaluate(predicted, observed, data["used"], periods, least, settings["objective"])
write(scores, snakemake.output.metrics)
