"""Evapotranspiration estimated without a model: flux towers, and the water balance of basins.

Towers: annual medians of latent heat by eddy covariance, not corrected for the energy that such
towers fail to close (10 to 20 % as a rule: Wilson et al. 2002, doi:10.1016/S0168-1923(02)00109-0),
so they lean low. Basins: mean precipitation minus mean runoff, October 1989 to September 2009
(CAMELS: Addor et al. 2017, doi:10.5194/hess-21-5293-2017), when storage has had time to even out.
Neither is of the simulated years: that is why precipitation of the basins is kept beside, and their
runoff with the share of it that is baseflow by a digital filter (CAMELS ``baseflow_index``).
"""

from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from fpl.config import Evapotranspiration
from fpl.data.climate import DAYS_A_YEAR
from fpl.data.geography import distance_km
from fpl.data.manifest import locate
from fpl.data.outlines import inside_conus
from fpl.errors import DataError

BASIN_YEARS = 20
COLUMNS = ["source", "id", "lat", "lon", "et_mm_yr", "p_mm_yr", "years", "igbp", "area_km2"]
COLUMNS += ["q_mm_yr", "baseflow_index", "cell", "distance_km"]

FILES = {  # raw files: the columns that are read, and what they are called here
    "tower_et": {
        "site_id": "id",
        "igbp_class": "igbp",
        "location_lat": "lat",
        "location_long": "lon",
        "n_years_le": "years",
        "et_median": "et_mm_yr",
    },
    "camels_topo": {
        "gauge_id": "id",
        "gauge_lat": "lat",
        "gauge_lon": "lon",
        "area_gages2": "area_km2",
    },
    "camels_clim": {"gauge_id": "id", "p_mean": "p_mean"},
    "camels_hydro": {"gauge_id": "id", "q_mean": "q_mean", "baseflow_index": "baseflow_index"},
}

Floats = NDArray[np.float64]


def build(
    manifest: dict[str, str | None], attributes: xr.Dataset, settings: Evapotranspiration
) -> pd.DataFrame:
    """One row a tower or gauge that stands for a cell of ``attributes``: COLUMNS.

    ``source`` is tower or water_balance; ``et_mm_yr`` and ``p_mm_yr`` mm a year (towers have no
    precipitation); ``years`` how many; ``igbp`` land cover of a tower; of a basin ``area_km2``,
    ``q_mm_yr`` runoff, mm a year, and ``baseflow_index`` the share of it that is baseflow.
    """
    files = {name: locate(manifest, name) for name in manifest if name in FILES}
    found = towers(_read(files, "tower_et", ",", na_values=["NA"]), settings)
    topo, clim, hydro = (_read(files, f"camels_{name}", ";") for name in ("topo", "clim", "hydro"))
    balance = water_balance(topo, clim, hydro, settings)
    cells = lower_48(attributes["cell"].values, attributes["lat"].values, attributes["lon"].values)
    matched = [match(found, cells, settings.tower_km), match(balance, cells, settings.gauge_km)]
    return pd.concat(matched, ignore_index=True)[COLUMNS]


def towers(table: pd.DataFrame, settings: Evapotranspiration) -> pd.DataFrame:
    """Towers in the lower 48 states with enough years, without the land covers left out."""
    kept = table[
        table["et_mm_yr"].notna()
        & (table["years"] >= settings.least_years)
        & ~table["igbp"].isin(settings.exclude_igbp)
        & inside_conus(table["lat"], table["lon"])
    ]
    return kept.assign(source="tower").reindex(columns=COLUMNS[:9])


def water_balance(
    topo: pd.DataFrame, clim: pd.DataFrame, hydro: pd.DataFrame, settings: Evapotranspiration
) -> pd.DataFrame:
    """Basins that are small enough, with evapotranspiration as precipitation minus runoff.

    ASSUME where more runs off than falls (12 of the 671 basins), water is brought in or too little
    precipitation was caught: the balance says nothing of evapotranspiration, and the basin is left
    out. None of the 12 lies near a cell of the real grid, so no mean is moved by it.
    """
    table = topo.merge(clim, on="id", validate="1:1").merge(hydro, on="id", validate="1:1")
    made = table.assign(
        source="water_balance",
        et_mm_yr=DAYS_A_YEAR * (table["p_mean"] - table["q_mean"]),
        p_mm_yr=DAYS_A_YEAR * table["p_mean"],
        q_mm_yr=DAYS_A_YEAR * table["q_mean"],
        years=BASIN_YEARS,
        igbp=None,
    )
    return made[(made["et_mm_yr"] > 0) & (made["area_km2"] <= settings.largest_basin_km2)]


def lower_48(cell: ArrayLike, lat: ArrayLike, lon: ArrayLike) -> pd.DataFrame:
    """cell, lat, lon of the cells whose centre lies in the lower 48 states."""
    cells = pd.DataFrame({"cell": np.asarray(cell), "lat": np.asarray(lat), "lon": np.asarray(lon)})
    return cells[inside_conus(cells["lat"], cells["lon"])].reset_index(drop=True)


def match(sites: pd.DataFrame, cells: pd.DataFrame, limit_km: float) -> pd.DataFrame:
    """Give each site its nearest cell; sites with none within ``limit_km`` are left out."""
    if cells.empty or sites.empty:
        raise DataError(
            f"expected sites and cells in the lower 48 states, got {len(sites)} sites and "
            f"{len(cells)} cells; mend the section `evapotranspiration` of the configuration"
        )
    away = distance_km(
        sites["lat"].to_numpy(float)[:, None],
        sites["lon"].to_numpy(float)[:, None],
        cells["lat"].to_numpy(float),
        cells["lon"].to_numpy(float),
    )
    nearest = away.argmin(axis=1)
    made = sites.assign(cell=cells["cell"].to_numpy()[nearest], distance_km=away.min(axis=1))
    return made[made["distance_km"] <= limit_km].sort_values("id")


def _read(
    files: dict[str, Path], name: str, separator: str, na_values: list[str] | None = None
) -> pd.DataFrame:
    """The columns of a raw table that are used; identifiers stay text (they begin with zeros)."""
    if name not in files:
        raise DataError(
            f"expected the raw file {name!r} in the manifest, which has {sorted(files)}: delete "
            "the manifest (raw.json) so that the rule `fetch` looks for it again"
        )
    columns = FILES[name]
    table = pd.read_csv(
        files[name],
        sep=separator,
        dtype={"gauge_id": str, "site_id": str, "igbp_class": str},
        na_values=na_values,
    )
    missing = [column for column in columns if column not in table]
    if missing:
        raise DataError(f"{files[name]}: expected columns {list(columns)}, missing {missing}")
    return table[list(columns)].rename(columns=columns)
