"""What mean fluxes are compared with: one estimate a cell, by kind of place."""

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
    names = {"et_mm_yr": "evapotranspiration", "q_mm_yr": "runoff"}
    table = reference.rename(columns=names).assign(surface_share=1 - reference["baseflow_index"])
    quantities = ["evapotranspiration", "runoff", "surface_share"]
    by_cell = table.groupby(["source", "cell"], sort=True)[quantities].mean()
    kinds = {PLACES[str(name)]: rows.droplevel(0) for name, rows in by_cell.groupby(level="source")}
    pooled = by_cell[["evapotranspiration"]].groupby("cell").mean()
    return kinds | {"pooled": pooled.reindex(columns=quantities)}


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
    share = fluxes["runoff"] / total.where(total > 0)
    return fluxes[["evapotranspiration"]].assign(
        runoff=total, surface_runoff=fluxes["runoff"], surface_share=share
    )
