"""What mean fluxes are compared with: one estimate a cell, by kind of place."""

import numpy as np
import pandas as pd
import xarray as xr

from fpl.data.climate import DAYS_A_YEAR

FLUXES = ("evapotranspiration", "runoff", "baseflow")  # of simulation.nc, mm d-1
PLACES = {"tower": "towers", "water_balance": "basins"}  # source of an estimate: name of its cells


def of_estimates(reference: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Name of the cells: their estimates (index cell), from et_reference.csv.

    Columns: evapotranspiration and runoff (surface and baseflow together), mm a year;
    surface_share of runoff; empty where not known. Towers or basins of a cell are averaged, then,
    for ``pooled``, the two sources of a cell.

    ASSUME surface runoff of the model answers to what is not baseflow by CAMELS' digital filter:
    the filter splits by speed, the model by path, so their shares are comparable in size only.
    """
    table = pd.DataFrame(
        {
            "source": reference["source"],
            "cell": reference["cell"],
            "evapotranspiration": reference["et_mm_yr"],
            "runoff": reference["q_mm_yr"],
            "surface_share": 1.0 - reference["baseflow_index"],
        }
    )
    by_cell = table.groupby(["source", "cell"], sort=True).mean()
    made = {PLACES[str(name)]: rows.droplevel(0) for name, rows in by_cell.groupby(level="source")}
    pooled = by_cell[["evapotranspiration"]].groupby("cell").mean()
    return made | {"pooled": pooled.reindex(columns=by_cell.columns)}


def of_truth(fluxes: xr.Dataset) -> dict[str, pd.DataFrame]:
    """The same of a generated world: true daily fluxes (cell, time) in mm d-1, at all cells."""
    means = fluxes[list(FLUXES)].astype("float64").mean("time") * DAYS_A_YEAR
    table = means.to_dataframe()[list(FLUXES)]
    return {"truth": derived(table)}


def derived(fluxes: pd.DataFrame) -> pd.DataFrame:
    """Quantities that are compared, from columns of FLUXES (mm a year), same index.

    runoff is all of it, surface_runoff what runs off at once, surface_share the share of that.
    """
    total = fluxes["runoff"] + fluxes["baseflow"]
    share = fluxes["runoff"] / total.where(total > 0, np.nan)
    return pd.DataFrame(
        {
            "evapotranspiration": fluxes["evapotranspiration"],
            "runoff": total,
            "surface_runoff": fluxes["runoff"],
            "surface_share": share,
        }
    )
