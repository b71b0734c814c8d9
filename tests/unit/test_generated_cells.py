"""The generated world: same seed, same world; plausible climate; consistent attributes."""

import hashlib
import logging

import generated
import numpy as np
import pandas as pd
import pytest
import xarray as xr

from fpl.data import bounds, schema
from fpl.data.split import cells_of_lattice
from fpl.errors import ConfigError, DataError
from fpl.twin import generated_cells
from fpl.twin.cells.attributes import attributes
from fpl.twin.cells.weather import weather
from fpl.twin.world import write

START, END = "2015-04-01", "2018-03-31"


@pytest.fixture(scope="module")
def world() -> xr.Dataset:
    return attributes(cells_x=10, cells_y=8, seed=0)


@pytest.fixture(scope="module")
def forcing(world: xr.Dataset) -> xr.Dataset:
    return weather(attributes=world, start=START, end=END, seed=0)


def neighbours(world: xr.Dataset, ahead: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of cells in one row that lie ``ahead`` lattice cells apart."""
    cells = np.arange(world.sizes["cell"]).reshape(8, 10)
    return cells[:, :-ahead].ravel(), cells[:, ahead:].ravel()


def mean_correlation(fields: np.ndarray, pairs: tuple[np.ndarray, np.ndarray]) -> float:
    return float(np.corrcoef(fields)[pairs].mean())


def test_files_keep_to_the_schema(world: xr.Dataset, forcing: xr.Dataset) -> None:
    schema.check(world, "attributes")
    schema.check(forcing, "forcing")
    assert forcing.sizes == {"cell": 80, "time": 1096}
    assert all(forcing[name].dtype == np.float32 for name in forcing.data_vars)


def test_same_seed_same_world(world: xr.Dataset, forcing: xr.Dataset) -> None:
    again = attributes(cells_x=10, cells_y=8, seed=0)
    xr.testing.assert_identical(again, world)
    xr.testing.assert_identical(weather(attributes=again, start=START, end=END, seed=0), forcing)
    other = attributes(cells_x=10, cells_y=8, seed=1)
    assert not np.array_equal(other.sand, world.sand)
    changed = weather(attributes=world, start=START, end=END, seed=1)
    assert not np.array_equal(changed.precipitation, forcing.precipitation)


def test_lattice_holds_three_densities(world: xr.Dataset) -> None:
    counts = [
        int(cells_of_lattice(world.row.to_numpy(), world.column.to_numpy(), sample).sum())
        for sample in ("s4", "s8", "s16")
    ]
    assert counts == [80, 20, 6]
    assert float(world.lat.min()) > 25 and float(world.lat.max()) < 50


def test_attributes_are_bounded_and_consistent(world: xr.Dataset) -> None:
    np.testing.assert_allclose(world.sand + world.silt + world.clay, 100.0, atol=1e-3)
    assert float(world.clay.min()) > 0 and float(world.sand.max()) < 95
    assert float(world.bulk_density.min()) >= 0.7 and float(world.bulk_density.max()) <= 1.6
    assert float(world.ndvi.min()) >= 0.0 and float(world.ndvi.max()) <= 0.7
    assert float(world.water_capacity.min()) > 5.0 and float(world.water_capacity.max()) < 30.0
    for name in ("vegetation_density", "water_fraction"):
        assert float(world[name].min()) >= 0.0 and float(world[name].max()) <= 1.0
    classes = np.unique(world.land_cover)
    assert len(classes) >= 5 and set(classes) <= {1, 4, 5, 7, 8, 10, 12, 14, 16}
    greenness = world.ndvi.groupby(world.land_cover).mean()
    assert greenness.sel(land_cover=7) < greenness.sel(land_cover=10)
    assert float(world.elevation.min()) >= 50 and float(world.elevation.max()) <= 2250


def test_attributes_are_smooth(world: xr.Dataset) -> None:
    for name in ("sand", "clay", "ndvi", "elevation"):
        values = world[name].to_numpy().astype(float)
        near, far = neighbours(world, 1)
        shuffled = np.random.default_rng(0).permutation(values)
        rough = np.abs(values[near] - values[far]).mean()
        assert rough < 0.8 * np.abs(shuffled[near] - shuffled[far]).mean()


def test_precipitation_is_plausible(world: xr.Dataset, forcing: xr.Dataset) -> None:
    rain = forcing.precipitation
    assert float(rain.min()) == 0.0 and float(rain.max()) < 400.0
    annual = rain.mean("time") * 365.25
    assert float(annual.min()) > 200 and float(annual.max()) < 2200
    assert np.corrcoef(annual, world.ndvi)[0, 1] > 0.8
    wet_share = (rain > 1.0).mean("time")
    assert float(wet_share.min()) > 0.08 and float(wet_share.max()) < 0.5
    occurs = (rain > 0).to_numpy().astype(float)
    lagged = [np.corrcoef(cell[1:], cell[:-1])[0, 1] for cell in occurs]
    assert np.mean(lagged) == pytest.approx(0.29, abs=0.06)  # wet days come in spells


def test_storms_and_air_masses_are_correlated_over_cells(
    world: xr.Dataset, forcing: xr.Dataset
) -> None:
    rain = np.log1p(forcing.precipitation.to_numpy())
    near = mean_correlation(rain, neighbours(world, 1))  # 144 km; NLDAS-2 has 0.68
    far = mean_correlation(rain, neighbours(world, 8))
    assert 0.35 < near < 0.85 and far < 0.25
    season = forcing.air_temperature.groupby("time.month")
    anomaly = (season - season.mean()).to_numpy()
    assert mean_correlation(anomaly, neighbours(world, 1)) > 0.75  # NLDAS-2 has 0.94


def test_seasons_and_gradients(world: xr.Dataset, forcing: xr.Dataset) -> None:
    month = forcing.mean("cell").groupby("time.month").mean()
    for name in ("air_temperature", "shortwave", "longwave", "vapour_pressure"):
        assert float(month[name].sel(month=7)) > float(month[name].sel(month=1))
    mean = forcing.air_temperature.mean("time")
    at_sea_level = mean + 0.0065 * world.elevation
    assert np.corrcoef(at_sea_level, world.lat)[0, 1] < -0.9
    assert float(forcing.air_temperature.min()) > -50 and float(forcing.air_temperature.max()) < 50
    assert float((forcing.air_temperature < 0).mean()) > 0.03  # snow somewhere


def test_radiation_and_humidity_are_consistent(forcing: xr.Dataset) -> None:
    assert float(forcing.shortwave.min()) >= 1.0 and float(forcing.shortwave.max()) < 420.0
    assert float(forcing.longwave.min()) > 80.0 and float(forcing.longwave.max()) < 520.0
    assert float(forcing.wind_speed.min()) >= 0.1 and 2.0 < float(forcing.wind_speed.mean()) < 5.0
    wet = forcing.precipitation > 1.0
    assert float(forcing.shortwave.where(wet).mean()) < float(forcing.shortwave.where(~wet).mean())
    saturated = 610.78 * np.exp(
        17.269 * forcing.air_temperature / (237.3 + forcing.air_temperature)
    )
    relative = forcing.vapour_pressure / saturated
    assert float(relative.max()) < 1.01 and 0.45 < float(relative.mean()) < 0.75
    assert float(forcing.surface_pressure.min()) > 60_000
    assert (
        1e-5
        < float(forcing.specific_humidity.min())
        < float(forcing.specific_humidity.max())
        < 0.04
    )


def test_the_largest_world_is_still_physical() -> None:
    """As wide as the real lattice, from 50 to 24 degrees north: within the bounds of real data."""
    wide = attributes(cells_x=38, cells_y=18, seed=3)
    year = weather(attributes=wide, start="2015-04-01", end="2016-03-31", seed=3)
    limits = {
        "precipitation": (0.0, 600.0),
        "air_temperature": (-50.0, 50.0),
        "specific_humidity": (1e-5, 0.04),
        "surface_pressure": (6e4, 1.08e5),
        "vapour_pressure": (1.0, 6500.0),
        "shortwave": (0.0, 500.0),
        "longwave": (50.0, 600.0),
        "wind_speed": (0.0, 40.0),
    }
    bounds.check_bounds(year, limits)
    assert set(limits) == set(map(str, year.data_vars))


def test_bad_sizes_and_dates_are_named(world: xr.Dataset) -> None:
    with pytest.raises(ConfigError, match="cells_x"):
        attributes(cells_x=1, cells_y=8, seed=0)
    with pytest.raises(ConfigError, match="2016-01-01 to 2015-01-01"):
        weather(attributes=world, start="2016-01-01", end="2015-01-01", seed=0)


def digest(ds: xr.Dataset) -> str:
    """Hash of all values; double numbers to single precision, so that no machine differs."""
    total = hashlib.sha256()
    for name in sorted(map(str, ds.variables)):
        values = ds[name].to_numpy()
        values = values.astype(np.float32) if values.dtype.kind == "f" else values
        total.update(name.encode() + np.ascontiguousarray(values).tobytes())
    return total.hexdigest()[:16]


def generate(settings, paths) -> None:
    write(
        generated_cells.world(settings),
        paths,
        settings=settings,
        model=settings["models"]["vic_extended"],
        dataset="twin",
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    settings = generated.settings(generated.CELLS)
    paths = generated.paths(tmp_path_factory.mktemp("cells"))
    generate(settings, paths)
    return paths


def load(files, name: str) -> xr.Dataset:
    with xr.open_dataset(files[name]) as ds:
        return ds.load()


def test_the_world_is_the_one_it_has_always_been(files) -> None:
    """Recorded before sources were files of their own: results published of it must stay true."""
    observations, truth = load(files, "observations"), load(files, "truth")
    assert digest(load(files, "forcing")) == "c6502188776c44b5"
    assert digest(load(files, "attributes")) == "466b78b9eb95481f"
    assert digest(observations[["used", "quality_flag"]]) == "ea011dd77355e2d6"
    # simulated: sums, since compilers may round the last digit another way
    assert float(observations["observed"].sum(dtype="f8")) == pytest.approx(1686.03578, rel=1e-6)
    known = {"porosity": 9.40411466, "expt": 341.166592, "depth_1": 3.39037716}
    assert {name: float(truth[name].sum()) for name in known} == pytest.approx(known, rel=1e-7)
    fluxes = load(files, "truth_fluxes")
    sums = {"evapotranspiration": 21332.9953, "runoff": 3117.31158, "baseflow": 11586.2639}
    assert {name: float(fluxes[name].sum(dtype="f8")) for name in fluxes} == pytest.approx(
        sums, rel=1e-5
    )


def test_a_real_state_is_no_fact_of_a_generated_cell(files) -> None:
    assert "inside_conus" not in pd.read_csv(files["quality"])


def test_cells_with_too_few_observed_days_are_in_no_file(tmp_path, caplog) -> None:
    settings = generated.settings(generated.CELLS, gap_share=0.8, least_valid_days=45)
    paths = generated.paths(tmp_path)
    with caplog.at_level(logging.WARNING):
        generate(settings, paths)
    table = pd.read_csv(paths["quality"])
    kept = table.loc[table["kept"] == 1, "cell"].tolist()
    assert 0 < len(kept) < len(table) == 20
    for name in ("forcing", "observations", "attributes", "truth", "truth_fluxes"):
        assert load(paths, name)["cell"].to_numpy().tolist() == kept, name
    left_out = table.loc[table["kept"] == 0, "cell"].iloc[0]
    assert f"cell {left_out} left out: " in caplog.text


def test_a_world_without_observations_is_refused(tmp_path) -> None:
    settings = generated.settings(generated.CELLS, gap_share=0.99)
    with pytest.raises(DataError, match=r"no cell is left of 20.*expected at least 30"):
        generate(settings, generated.paths(tmp_path))
