"""Where the error of each method lies, beside that of the upstream LSTM, in the test year."""

import json
from pathlib import Path

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.data.sources.smap_files.upstream import upstream_lstm
from fpl.data.split import period_index
from fpl.evaluation.residuals import residuals
from fpl.tables.runs import write
from fpl.terms import Run, Study

logs.start(snakemake.log[0])
named, study = snakemake.input, Study.of(snakemake.params.study)
weather = xr.load_dataset(named.forcing)
data = xr.load_dataset(named.observations)
seen = data["observed"].where(data["used"] == 1)
seen = seen.isel(time=period_index(seen["time"], snakemake.params.settings["periods"]["test"]))
runs = []
for path in named.simulations:
    with xr.open_dataset(path) as simulation:
        runs.append((Run.parse(path)._asdict(), simulation[study.target.output].load()))
lstm = json.loads(Path(named.raw).read_text()).get("lstm_single")
if lstm is not None:
    labels = {"dataset": study.name, "model": "upstream_lstm", "method": "lstm"}
    runs.append((labels, upstream_lstm(lstm)))
unit = study.target.unit
tables = [residuals(values, seen, weather, unit).assign(**labels) for labels, values in runs]
write(pd.concat(tables, ignore_index=True), snakemake.output.table)
