"""Generated basins: same seed, same world; hydrographs, climate and gauges as real ones have."""

import logging

import generated
import numpy as np
import pandas as pd
import pytest
import torch
import xarray as xr
from scipy.special import logit

from fpl.data import report, schema, store
from fpl.data.samples import cells_of_sample
from fpl.errors import ConfigError, DataError
from fpl.models import snow_bucket
from fpl.problem.files import Files, open_from, read_parameters
from fpl.twin import generated_basins
from fpl.twin.basins import gauge
from fpl.twin.basins.attributes import attributes
from fpl.twin.world import write

BASINS = 40
DAYS_A_YEAR = 365.25


def made(folder, **data) -> tuple[dict, dict]:
    """Generate a world of basins; keywords change its section data. Its settings and files."""
    settings = generated.settings(generated.BASINS, **data)
    files = generated.paths(folder)
    write(
        generated_basins.world(settings),
        files,
        settings=settings,
        model=settings["models"]["bucket"],
        dataset="twin_basins",
    )
    return settings, files


def opened(settings, files):
    names = ("forcing", "observations", "attributes")
    here = Files(**{name: files[name] for name in names})
    return open_from(here, settings, settings["models"]["bucket"])


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return made(tmp_path_factory.mktemp("basins"), basins=BASINS)


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """The same world, observed without error or gap."""
    return made(
        tmp_path_factory.mktemp("clean"), basins=BASINS, observation_noise=0.0, gap_share=0.0
    )


def load(files, name) -> xr.Dataset:
    with xr.open_dataset(files[name]) as ds:
        return ds.load()


def test_files_keep_to_the_schema_and_say_that_they_are_generated(world):
    settings, files = world
    forcing = store.open_forcing(files["forcing"])
    observations = store.open_observations(files["observations"])
    places = store.open_attributes(files["attributes"])
    assert forcing.sizes == {"cell": BASINS, "time": 2191}
    assert sorted(forcing.data_vars) == ["air_temperature", "precipitation"]
    assert not schema.is_lattice(places) and "elevation" in places.coords
    target = settings["target"]
    assert observations["observed"].attrs["units"] == target["unit"]
    assert observations["observed"].attrs["long_name"] == target["label"]
    for ds in (forcing, observations, places, load(files, "truth"), load(files, "truth_fluxes")):
        assert ds.attrs["title"] == (
            "generated world (twin_basins): no real basin, no real observation"
        )
    assert cells_of_sample(places, "random12", 0).sum() == 12
    assert cells_of_sample(places, "without_region1").sum() < BASINS


def test_same_seed_same_world_to_the_last_bit(world, tmp_path):
    _, files = world
    _, again = made(tmp_path / "again", basins=BASINS)
    _, other = made(tmp_path / "other", basins=BASINS, seed=1)
    for name in ("forcing", "observations", "attributes", "truth", "truth_fluxes"):
        first = load(files, name).drop_attrs()
        xr.testing.assert_identical(first, load(again, name).drop_attrs())
        assert not first.equals(load(other, name).drop_attrs()), name


def test_true_parameters_lie_inside_their_ranges_and_follow_the_attributes(world):
    truth = load(world[1], "truth")
    model = generated.BASINS["processes"]["snow_bucket"]["calibrated_sets"]["all"]
    assert set(truth.data_vars) == set(model)
    for name, values in truth.data_vars.items():
        assert values.attrs["low"] < float(values.min()) < float(values.max()), name
        assert float(values.max()) < values.attrs["high"], name
        assert float(values.std()) > 0.02 * (values.attrs["high"] - values.attrs["low"]), name


def test_a_smooth_truth_is_a_function_of_the_attributes_about_the_defaults(tmp_path):
    """Without noise: what is bent is a plane in the standardised attributes, exactly."""
    _, files = made(tmp_path, basins=BASINS, parameter_noise=0.0)
    truth, places = load(files, "truth"), load(files, "attributes")
    known = np.stack([places[name].to_numpy().astype(float) for name in places.data_vars])
    known = (known - known.mean(1, keepdims=True)) / known.std(1, keepdims=True)
    for parameter in snow_bucket.PARAMETERS:
        unit = parameter.to_unit(truth[parameter.name].to_numpy())
        free = (unit > 0.06) & (unit < 0.94)  # the others are held inside the range
        bent = logit(unit[free]) - logit(parameter.to_unit(parameter.default))
        assert np.abs(bent).max() < 1.001, parameter.name
        slope = np.arctanh(bent.clip(-0.999, 0.999))
        near = np.abs(bent) < 0.99
        plane = known.T[free][near]
        weights, _, rank, _ = np.linalg.lstsq(plane, slope[near], rcond=None)
        assert rank == len(known)
        assert np.linalg.norm(weights) == pytest.approx(1.0, abs=1e-3), parameter.name


def test_the_water_balance_of_the_truth_closes(clean):
    settings, files = clean
    inputs = opened(settings, files)
    problem, parameters, _ = read_parameters(files["truth"], inputs)
    whole = slice(0, problem.test.stop)
    outputs = ("streamflow", "evapotranspiration")
    with torch.no_grad():
        before = problem.settled_state(parameters)
        (flow, evaporation), after = problem._run(parameters, before, whole, outputs)
    gained = problem.forcing["precipitation"].double().sum(0)
    lost = flow.double().sum(0) + evaporation.double().sum(0)
    stored = (after - before).double().sum(0)
    assert (gained - lost - stored).abs().max() < 1e-4 * gained.max()
    kept = load(files, "truth_fluxes")["evapotranspiration"]
    np.testing.assert_allclose(kept, evaporation.T, atol=1e-5)
    seen = load(files, "observations")["observed"].to_numpy()
    np.testing.assert_allclose(seen, flow.T, atol=gauge.RESOLUTION)
    assert np.isfinite(seen).all()


def test_it_rains_runs_off_and_evaporates_as_in_real_basins(clean):
    _, files = clean
    rain = load(files, "forcing")["precipitation"].mean("time") * DAYS_A_YEAR
    flow = load(files, "observations")["observed"].mean("time") * DAYS_A_YEAR
    evaporation = load(files, "truth_fluxes")["evapotranspiration"].mean("time") * DAYS_A_YEAR
    assert float(rain.min()) > 400 and float(rain.max()) < 2200
    ratio = flow / rain
    assert float(ratio.quantile(0.05)) > 0.08 and float(ratio.quantile(0.95)) < 0.8
    assert float(ratio.max()) < 0.9 and float(ratio.std()) > 0.1
    aridity = load(files, "attributes")["aridity"]
    assert float(aridity.min()) < 0.5 and float(aridity.max()) > 1.3
    assert np.corrcoef(aridity, ratio)[0, 1] < -0.6  # dry basins lose most of it to the air
    assert ((evaporation + flow) / rain).to_numpy() == pytest.approx(1.0, abs=0.1)


def test_cold_basins_have_their_floods_from_snowmelt(clean):
    _, files = clean
    forcing, flow = load(files, "forcing"), load(files, "observations")["observed"]
    rain, cold = forcing["precipitation"], forcing["air_temperature"] < 0
    snow = (rain.where(cold, 0).sum("time") / rain.sum("time")).to_numpy()
    month = flow.groupby("time.month").mean().transpose("cell", "month")
    highest = month.to_numpy().argmax(1) + 1
    assert (snow > 0.4).sum() >= 3 and (snow < 0.1).sum() >= 3
    assert np.isin(highest[snow > 0.4], [3, 4, 5, 6, 7]).all()
    winter = month.sel(month=[1, 2]).mean("month") / month.mean("month")
    assert float(winter[snow > 0.4].mean()) < 0.5 < float(winter[snow < 0.1].mean())


def test_recessions_fall_day_by_day(clean):
    _, files = clean
    dry = load(files, "forcing")["precipitation"].to_numpy() == 0
    warm = load(files, "forcing")["air_temperature"].to_numpy() > 10
    flow = load(files, "observations")["observed"].to_numpy()
    quiet = dry[:, 1:] & warm[:, 1:] & (flow[:, :-1] > 0.1)
    rate = (flow[:, 1:] / flow[:, :-1].clip(1e-9))[quiet]
    assert quiet.sum() > 1000 and (rate <= 1.01).mean() > 0.97
    assert 0.5 < np.median(rate) < 0.99


def test_gauges_fail_in_spells_of_weeks_and_miss_the_share_asked_for(world):
    settings, files = world
    seen = load(files, "observations")
    share = settings["data"]["gap_share"]
    absent = seen["observed"].isnull()
    assert float(absent.mean()) == pytest.approx(share, abs=1e-4)
    np.testing.assert_array_equal(seen["used"], ~absent)
    failed = gauge.failures((50, 2000), 0.1, seed=3)
    assert failed.sum() == 10_000
    starts = failed[:, 1:] & ~failed[:, :-1]
    assert 15 < failed.sum() / (starts.sum() + failed[:, 0].sum()) < 60
    assert not gauge.failures((5, 100), 0.0, seed=3).any()
    assert gauge.failures((5, 100), 0.99, seed=3).sum() == 495


def test_observed_flow_is_never_negative_and_off_by_the_noise_asked_for(world, clean):
    seen = load(world[1], "observations")["observed"].to_numpy()
    true = load(clean[1], "observations")["observed"].to_numpy()
    assert np.nanmin(seen) >= 0.0
    flowing = np.isfinite(seen) & (true > 10 * gauge.RESOLUTION)
    error = seen[flowing] / true[flowing]
    assert error.mean() == pytest.approx(1.0, abs=0.02)
    assert error.std() == pytest.approx(0.1, abs=0.02)
    ratio = np.log(np.where(flowing, seen, 1.0) / np.where(flowing, true, 1.0))
    both = flowing[:, 1:] & flowing[:, :-1]
    lasting = np.corrcoef(ratio[:, 1:][both], ratio[:, :-1][both])[0, 1]
    assert lasting == pytest.approx(gauge.ERROR_PERSISTENCE, abs=0.02)


def test_a_basin_with_too_few_observed_days_is_in_no_file_and_named(tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        settings, files = made(tmp_path, gap_share=0.7, least_valid_days=300)
    table = pd.read_csv(files["quality"])
    kept = table.loc[table["kept"] == 1, "cell"].tolist()
    assert 0 < len(kept) < len(table) == 12
    for name in ("forcing", "observations", "attributes", "truth", "truth_fluxes"):
        assert load(files, name)["cell"].to_numpy().tolist() == kept, name
    lost = table.loc[table["kept"] == 0].iloc[0]
    assert f"basin {lost['cell']} left out: {lost['reason']}" in caplog.text
    assert "used days in" in lost["reason"] and "expected at least 300" in lost["reason"]
    assert opened(settings, files).problem.cells == len(kept)


def test_a_world_that_no_gauge_observes_is_refused_with_the_reason(tmp_path):
    with pytest.raises(DataError, match=r"no basin is left of 12.*used days in.*data\.gap_share"):
        made(tmp_path, gap_share=0.999)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("basins", [5, 2001])
def test_too_few_or_too_many_basins_are_refused(basins):
    with pytest.raises(ConfigError, match=f"expected 6 to 2000 basins, got {basins}"):
        attributes(basins=basins, seed=0)


def test_the_data_report_speaks_of_basins_and_of_what_they_have(world):
    settings, files = world
    table = report.facts(
        load(files, "forcing"),
        load(files, "observations"),
        load(files, "attributes"),
        pd.read_csv(files["quality"]),
        settings["periods"],
        ("random12", "all"),
        "basin",
    ).set_index(["variable", "statistic"])
    assert table.loc[("basins", "kept"), "value"].item() == BASINS
    assert table.loc[("basins", "random12"), "value"].item() == 12
    assert set(table.loc["observed"].loc["mean", "unit"]) == {"mm d-1"}
    assert {"precipitation", "air_temperature", "aridity"} <= set(table.index.get_level_values(0))
    text = " ".join(table.reset_index().astype(str).to_numpy().ravel())
    assert "cell" not in text and "ceiling" not in text and "states" not in text
