import json

import numpy as np
import pandas as pd
import pytest
import raw_files

from fpl.data import store
from fpl.data.sources.smap import prepare
from fpl.errors import DataError


@pytest.fixture
def manifest(tmp_path):
    return raw_files.write(tmp_path / "raw")


@pytest.fixture
def call(tmp_path, configuration, manifest):
    """Prepare the raw files of six cells; keywords change the section data."""
    settings = configuration["data"] | {"drop_cells": [], "forcing_years": [2015, 2016]}
    paths = {name: tmp_path / f"{name}.nc" for name in ("forcing", "observations", "attributes")}
    paths["quality_table"] = tmp_path / "quality.csv"

    def run(**changes):
        prepare(
            manifest=manifest,
            settings={"data": settings | changes, "periods": configuration["periods"]},
            **paths,
        )
        return (
            store.open_forcing(paths["forcing"]),
            store.open_observations(paths["observations"]),
            store.open_attributes(paths["attributes"]),
            pd.read_csv(paths["quality_table"]),
        )

    return run


def test_units_are_converted(call):
    forcing, _, attributes, _ = call()
    day = forcing.isel(cell=0, time=0)
    assert float(day["precipitation"]) == pytest.approx(2.4)  # 0.1 mm/h
    assert float(day["air_temperature"]) == pytest.approx(11.85)  # 285 K
    assert float(day["wind_speed"]) == pytest.approx(5.0)  # 3 east, -4 north
    pressure = float(day["surface_pressure"])
    assert float(day["vapour_pressure"]) == pytest.approx(
        0.007 * pressure / (0.622 + 0.378 * 0.007), rel=1e-6
    )
    assert forcing.sizes == {"cell": 6, "time": 731}
    assert attributes["land_cover"].values.tolist() == [10] * 6
    np.testing.assert_array_equal(forcing["row"], raw_files.ROWS)
    np.testing.assert_array_equal(forcing["column"], raw_files.COLUMNS)


def test_dropped_cells_are_in_no_file_but_in_the_quality_table(call):
    forcing, observations, attributes, quality = call(drop_cells=[1])
    for ds in (forcing, observations, attributes):
        assert ds["cell"].values.tolist() == [0, 2, 3, 4, 5]
    assert quality["cell"].tolist() == [0, 1, 2, 3, 4, 5]
    assert quality.loc[1, "kept"] == 0 and quality.loc[1, "reason"] == "in data.drop_cells"


def test_cell_without_any_soil_moisture_is_left_out_and_logged(call, manifest, caplog):
    for year in raw_files.YEARS:
        raw_files.change(manifest, f"SMAP_AM_{year}", 2, slice(None), -9999.0)
    _, observations, _, quality = call()
    assert 2 not in observations["cell"]
    assert quality.loc[2, "reason"] == "no surface soil moisture at all"
    assert "cell 2 left out" in caplog.text


@pytest.mark.parametrize(
    ("name", "value", "variable"),
    [
        ("TMP_2_FORA_2016", 350.0, "air_temperature"),
        ("APCP_FORA_2016", -0.5, "precipitation"),
        ("SPFH_2_FORA_2016", 0.2, "vapour_pressure"),
        ("DLWRF_FORA_2016", -9999.0, "longwave"),
    ],
)
def test_forcing_outside_bounds_stops(call, manifest, name, value, variable):
    raw_files.change(manifest, name, 3, 4, value)
    with pytest.raises(DataError, match=rf"{variable}: expected .* in cell 3 on 2016-04-05"):
        call()
    call(drop_cells=[3])  # a dropped cell may hold anything


def test_missing_attribute_stops_unless_the_cell_is_dropped(call, manifest):
    raw_files.change(manifest, "Clay", 4, 0, -9999.0)
    with pytest.raises(DataError, match=r"clay in cells \[4\]"):
        call()
    call(drop_cells=[4])


def test_file_cut_in_the_middle(call, manifest):
    path = manifest.parent / "TMP_2_FORA_2016.csv"
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(DataError, match=r"TMP_2_FORA_2016.csv: .*cut short"):
        call()


def test_file_with_another_number_of_rows(call, manifest):
    path = manifest.parent / "SMAP_AM_2015.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:-1]) + "\n")
    with pytest.raises(DataError, match=r"SMAP_AM_2015.csv: expected 6 rows .cells., got 5"):
        call()


def test_file_that_is_gone(call, manifest):
    (manifest.parent / "NDVI.csv").unlink()
    with pytest.raises(DataError, match="'NDVI'"):
        call()


def test_manifest_that_lacks_a_file(call, manifest):
    files = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(files | {"crd": None}))
    with pytest.raises(DataError, match="'crd' at None"):
        call()
