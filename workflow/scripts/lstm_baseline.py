"""Score the predictions of an LSTM that hydroDL ships: no process model, a bound on what the data allow."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import xarray as xr

from fpl import logs
from fpl.data.upstream import upstream_lstm
from fpl.errors import DataError
from fpl.evaluation.score import evaluate
from fpl.tables.runs import write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def score(raw: str, soil_moisture: str, metrics: str, settings: dict) -> None:
    predictions = json.loads(Path(raw).read_text())["lstm_single"]
    if predictions is None:
        raise DataError(
            f"{raw}: no predictions of the upstream LSTM (lstm_single). Put the file into a data.local_folders."
        )
    with xr.open_dataset(soil_moisture) as data:
        # No predictions are shipped for the training year: it stays NaN, with n = 0 in metrics.csv
        predicted = upstream_lstm(predictions).sel(cell=data["cell"]).reindex(time=data["time"])
        minimum_days = settings["evaluation"]["minimum_days"]
        table = evaluate(
            predicted, data["soil_moisture"], data["used"], settings["periods"], minimum_days
        )
    write(table, metrics)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    score(
        raw=snakemake.input.raw,
        soil_moisture=snakemake.input.soil_moisture,
        metrics=snakemake.output.metrics,
        settings=snakemake.params.settings,
    )
