"""Facts of the real data, checked where the raw files are at hand."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
import yaml
from conftest import ROOT

from fpl.data import elevation, fetch, split, store
from fpl.data.manifest import read_manifest
from fpl.data.sources.smap import prepare
from fpl.data.sources.smap_files import raw
from fpl.data.sources.smap_files.upstream import FILES, upstream_lstm
from fpl.errors import DataError

TABLE = ROOT / "config/datasets.csv"
CONFIGURATION = yaml.safe_load((ROOT / "config/cases/smap.yaml").read_text())
FOLDERS = [ROOT / folder for folder in CONFIGURATION["data"]["local_folders"]]
DERIVED = "smap_nldas_conus36km/cell_qc_derived.csv"
REASON = "needs the raw files in data/raw or ../shared/data; `snakemake fetch` downloads them"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    paths = fetch.read_table(TABLE)["path"]
    if not any(all((folder / path).exists() for path in paths) for folder in FOLDERS):
        pytest.skip(REASON)
    manifest = tmp_path_factory.mktemp("smap") / "raw.json"
    fetch.fetch(
        table=TABLE, manifest=manifest, local_folders=FOLDERS, download_folder=manifest.parent
    )
    return manifest


@pytest.fixture(scope="module")
def prepared(files):
    folder = files.parent
    prepare(
        manifest=files,
        forcing=folder / "forcing.nc",
        observations=folder / "observations.nc",
        attributes=folder / "attributes.nc",
        quality_table=folder / "quality.csv",
        settings={"data": CONFIGURATION["data"], "periods": CONFIGURATION["periods"]},
    )
    return folder


@pytest.fixture(scope="module")
def derived():
    """Facts that somebody else derived from the same files."""
    found = [folder / DERIVED for folder in FOLDERS if (folder / DERIVED).exists()]
    if not found:
        pytest.skip("needs cell_qc_derived.csv, which is in ../shared/data only")
    return pd.read_csv(found[0])


@pytest.fixture(scope="module")
def observed(files):
    """Soil moisture of all 412 cells on the two years."""
    manifest = json.loads(Path(files).read_text())
    values, time = raw.read_years(manifest, "SMAP_AM", [2015, 2016], 412)
    return xr.DataArray(
        values, dims=("cell", "time"), coords={"cell": np.arange(412), "time": time}
    )


def test_411_cells_are_kept_and_nested(prepared):
    forcing = store.open_forcing(prepared / "forcing.nc")
    store.open_attributes(prepared / "attributes.nc")
    assert forcing.sizes == {"cell": 411, "time": 1096}
    assert 57 not in forcing["cell"]
    masks = [split.cells_of_lattice(forcing.row, forcing.column, n) for n in ("s4", "s8", "s16")]
    assert [int(mask.sum()) for mask in masks] == [411, 105, 29]
    assert np.all(masks[1][masks[2]])


def test_cell_57_is_broken_indeed(files):
    settings = CONFIGURATION["data"] | {"drop_cells": [], "exclude_flags": []}
    targets = dict.fromkeys(["forcing", "observations", "attributes", "quality_table"], "unused")
    with pytest.raises(DataError, match=r"sand in cells \[57\]"):
        prepare(
            manifest=files,
            settings={"data": settings, "periods": CONFIGURATION["periods"]},
            **targets,
        )


def test_quality_agrees_with_what_others_derived(prepared, derived):
    quality = pd.read_csv(prepared / "quality.csv")
    np.testing.assert_array_equal(quality["row"], derived["ease2_row"])
    np.testing.assert_array_equal(quality["column"], derived["ease2_col"])
    np.testing.assert_array_equal(quality["inside_conus"], derived["inside_conus"])
    ceiling = derived["upper_cap_m3m3"].where(derived["upper_cap_m3m3"] > 0)
    np.testing.assert_allclose(quality["ceiling"], ceiling, atol=1e-5)  # given to 5 digits
    np.testing.assert_allclose(
        quality["share_at_ceiling"], derived["frac_at_cap"].where(ceiling.notna(), 0), atol=1e-4
    )
    assert quality.loc[quality["stuck"] == 1, "cell"].tolist() == [22, 290, 302, 386]


def test_coverage_and_frozen_days(prepared, observed):
    by_year = [observed.sel(time=slice(f"{y}-04-01", f"{y + 1}-03-31")) for y in (2015, 2016)]
    missing = [float(year.isnull().mean()) for year in by_year]
    assert missing == pytest.approx([0.579, 0.588], abs=5e-4)
    ds = store.open_observations(prepared / "observations.nc")
    present = ds["observed"].notnull()
    assert float(1.0 - ds["used"].sum() / present.sum()) == pytest.approx(0.02, abs=0.003)


def test_observations_belong_to_the_end_of_their_day(prepared, observed):
    rain = store.open_forcing(prepared / "forcing.nc")["precipitation"]
    moisture = observed.sel(cell=rain.cell)
    change = moisture.diff("time")
    same = xr.corr(change, rain.sel(time=change.time), dim="time").median()
    before = xr.corr(change, rain.shift(time=1).sel(time=change.time), dim="time").median()
    assert float(same) > 0.4 and abs(float(before)) < 0.1


def test_upstream_lstms_have_the_skill_that_their_readme_reports(files, observed):
    path, better = (json.loads(files.read_text())[name] for name in FILES.values())
    truth = observed.sel(time=slice("2016-04-01", "2017-03-31"))
    predicted = upstream_lstm(path).where(truth.notnull())
    error = predicted - truth
    rmse = np.sqrt((error**2).mean("time"))
    ubrmse = error.std("time")
    r = xr.corr(predicted, truth, dim="time")
    assert float(rmse.median()) == pytest.approx(0.033, abs=5e-4)
    multi = upstream_lstm(better).where(truth.notnull())
    assert float(np.sqrt(((multi - truth) ** 2).mean("time")).median()) == pytest.approx(
        0.031, abs=6e-4
    )
    assert float(xr.corr(multi, truth, dim="time").median()) == pytest.approx(0.855, abs=5e-3)
    assert float(ubrmse.median()) == pytest.approx(0.029, abs=5e-4)
    assert float(r.median()) == pytest.approx(0.84, abs=5e-3)
    first_year = observed.sel(time=slice("2015-04-01", "2016-03-31")).mean("time")
    baseline = np.sqrt(((truth - first_year) ** 2).mean("time"))
    assert float(baseline.median()) == pytest.approx(0.056, abs=5e-4)


def test_elevations_are_those_of_known_places(files):
    """Within what a box of 37 km averages: Denver 1609 m, Leadville 3094 m, Des Moines 291 m."""
    boxes = elevation.read(read_manifest(files))
    denver, leadville, plain = elevation.at([39.74, 39.25, 41.6], [-104.99, -106.29, -93.6], boxes)
    assert abs(denver - 1609) < 150 and leadville > 2800 and abs(plain - 291) < 60


def test_cells_stand_from_the_coast_to_the_high_plateaus(prepared):
    metres = xr.open_dataset(prepared / "forcing.nc")["elevation"].to_numpy()
    assert 0 < metres.min() < 50 and 2500 < metres.max() < 3000 and 400 < np.median(metres) < 600
