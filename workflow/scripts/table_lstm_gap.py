"""Where the error of each method lies, beside that of the upstream LSTM, in the test year."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.data.sources.smap_files.upstream import upstream_lstm
from fpl.data.split import period_index
from fpl.evaluation.residuals import residuals
from fpl.tables.runs import identify, write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def moisture(path: str) -> xr.DataArray:
    with xr.open_dataset(path) as simulation:
        return simulation["surface_soil_moisture"].load()


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    weather = xr.open_dataset(snakemake.input.forcing).load()
    with xr.open_dataset(snakemake.input.observations) as data:
        seen = data["observed"].where(data["used"] == 1).load()
    seen = seen.isel(time=period_index(seen["time"], snakemake.params.settings["periods"]["test"]))
    made = [(identify(path), moisture(path)) for path in snakemake.input.simulations]
    lstm = json.loads(Path(snakemake.input.raw).read_text()).get("lstm_single")
    if lstm is not None:
        named = {"dataset": "smap", "model": "upstream_lstm", "method": "lstm"}
        made.append((named, upstream_lstm(lstm)))
    tables = [residuals(values, seen, weather).assign(**names) for names, values in made]
    write(pd.concat(tables, ignore_index=True), snakemake.output.table)
