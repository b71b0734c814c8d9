"""A few cells of raw files as upstream writes them, for tests."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from fpl.data import ease2
from fpl.data.sources.smap_files.attributes import UPSTREAM_NAMES

YEARS = (2015, 2016)
ROWS, COLUMNS = np.divmod(np.arange(6), 3)
ROWS, COLUMNS = 63 + 4 * ROWS, 207 + 4 * COLUMNS  # the north of the Great Plains
FORCING = {
    "APCP_FORA": 0.1,
    "TMP_2_FORA": 285.0,
    "SPFH_2_FORA": 0.007,
    "DSWRF_FORA": 200.0,
    "DLWRF_FORA": 310.0,
    "UGRD_10_FORA": 3.0,
    "VGRD_10_FORA": -4.0,
}
ATTRIBUTES = dict.fromkeys(UPSTREAM_NAMES.values(), 0.1) | {
    "flag_landcover": 10,
    "flag_extraOrd": 0,
}


def days(year: int) -> pd.DatetimeIndex:
    return pd.date_range(f"{year}-04-01", f"{year + 1}-03-31")


def write(folder: Path) -> Path:
    """Write raw files of six cells: steady weather, random soil moisture. Return the manifest."""
    random = np.random.default_rng(0)
    latitude, longitude = ease2.latitude_longitude(ROWS, COLUMNS)
    tables = {"crd": np.column_stack([latitude, longitude])}
    for name, value in ATTRIBUTES.items():
        tables[name] = np.full((6, 1), value)
    for year in YEARS:
        shape = (6, len(days(year)))
        tables[f"time_{year}"] = days(year).strftime("%Y-%m-%d").to_numpy()[:, None]
        for name, value in FORCING.items():
            tables[f"{name}_{year}"] = np.full(shape, value)
        tables[f"SMAP_AM_{year}"] = np.where(
            random.random(shape) < 0.5, -9999.0, random.uniform(0.05, 0.4, shape)
        )
    # Boxes of the ground around the cells, 500 m plus 100 m for each degree west of 90 W
    lat, lon = np.arange(40.0, 52.0), np.arange(240.0, 280.0)
    tables["elevation_lat"], tables["elevation_lon"] = lat[:, None], lon[:, None]
    tables["elevation"] = np.tile(500.0 + 100.0 * (270.0 - lon), (lat.size, 1))
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        separator = " " if name == "elevation" else ","
        pd.DataFrame(table).to_csv(folder / f"{name}.csv", header=False, index=False, sep=separator)
    manifest = folder / "raw.json"
    manifest.write_text(json.dumps({name: f"{folder}/{name}.csv" for name in tables}))
    return manifest


def change(manifest: Path, name: str, cell: int, column: int | slice, value: float) -> None:
    """Overwrite values of one raw file."""
    path = manifest.parent / f"{name}.csv"
    table = pd.read_csv(path, header=None, dtype=float)
    table.iloc[cell, column] = value
    table.to_csv(path, header=False, index=False)
