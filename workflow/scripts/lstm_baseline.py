"""Score the predictions of an LSTM, as hydroDL ships them: a bound on what the data allow."""

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from fpl import logs
from fpl.data.sources.smap_files.upstream import upstream_lstm
from fpl.evaluation.score import evaluate
from fpl.tables.runs import write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def score(raw: str, observations: str, metrics: str, settings: dict) -> None:
    path = json.loads(Path(raw).read_text()).get("lstm_single")
    periods, objective = settings["periods"], settings["objective"]
    minimum_days = settings["evaluation"]["minimum_days"]
    with xr.open_dataset(observations) as data:
        observed = data["observed"]
        predicted = xr.full_like(observed, np.nan)
        if path is None:
            logging.warning("No predictions of the upstream LSTM were found: its metrics are NaN")
        else:  # they cover the test year only: the training year stays NaN, with n = 0
            predicted = upstream_lstm(path).sel(cell=observed.cell).reindex(time=observed.time)
        table = evaluate(predicted, observed, data["used"], periods, minimum_days, objective)
    write(table, metrics)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    score(
        raw=snakemake.input.raw,
        observations=snakemake.input.observations,
        metrics=snakemake.output.metrics,
        settings=snakemake.params.settings,
    )
