"""Regionalised runs: only donors of the sample are seen, only cells outside it are judged."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from worlds import problem, simulated

from fpl.data.classes import with_one_hot
from fpl.data.sources.smap_files.attributes import CLASSES
from fpl.errors import DataError
from fpl.evaluation.judged import COLUMNS
from fpl.evaluation.regionalised import regionalised
from fpl.physics.vic import vic
from fpl.problem.files import Inputs, parameters_dataset

DAYS, SIDE = 120, 4
CELLS = SIDE * SIDE
RUN = {"dataset": "twin", "model": "vic", "method": "lockstep", "sample": "s4", "seed": 0}
NAMES = ("porosity", "infilt")


@pytest.fixture(scope="module")
def world():
    this = problem(vic(1), NAMES, cells=CELLS, days=DAYS)
    time = pd.date_range("2015-04-01", periods=DAYS)
    row, column = np.divmod(np.arange(CELLS), SIDE)
    places = {"row": 4 * row, "column": 4 * column, "lat": 40.0 - row, "lon": -100.0 + column}
    coords = {"cell": np.arange(10, 10 + CELLS)} | {k: ("cell", v) for k, v in places.items()}
    draw = np.random.default_rng(1)
    dims = ("cell", "time")
    weather = {
        name: (dims, draw.uniform(1.0, 9.0, (CELLS, DAYS)))
        for name in ("precipitation", "air_temperature", "vapour_pressure", "shortwave",
                     "longwave", "wind_speed")
    }  # fmt: skip
    forcing = xr.Dataset(weather, coords=coords | {"time": time})
    fixed = {name: ("cell", draw.normal(size=CELLS)) for name in ("sand", "clay")}
    classes = {name: ("cell", 1 + np.arange(CELLS) % 2) for name in ("land_cover", "extra_flag")}
    inputs = Inputs(
        this, forcing, with_one_hot(xr.Dataset(fixed | classes, coords=coords), CLASSES)
    )
    seen = {"observed": (dims, this.observed.T.numpy()),
            "used": (dims, this.used.T.numpy().astype(int))}  # fmt: skip
    observed = xr.Dataset(seen, coords={"cell": forcing["cell"], "time": time})
    periods = {
        "training": {"start": time[0].date(), "end": time[DAYS // 2 - 1].date()},
        "test": {"start": time[DAYS // 2].date(), "end": time[-1].date()},
    }
    return inputs, observed, {"periods": periods, "evaluation": {"minimum_days": 10}}


def carried(world, path, change=None, samples=("s8", "without_region2")):
    inputs, observed, settings = world
    known = parameters_dataset(inputs.problem, inputs.problem.priors, inputs.forcing)
    if change is not None:
        known = change(known)
    known.to_netcdf(path)
    return regionalised(path, RUN, inputs, observed, samples, settings)


def test_every_way_is_judged_at_the_cells_outside_each_sample_and_nowhere_else(world, tmp_path):
    found = carried(world, tmp_path / "parameters.nc")
    assert list(found.columns) == [*(name for name in COLUMNS if name != "rsr"), "source"]
    assert set(found["source"]) == {"lockstep"} and set(found["trained"]) == {0}
    assert set(found["method"]) == {"nearest", "inverse_distance", "similar", "forest"}
    counts = found[found["period"] == "test"].groupby(["sample", "method"])["cell"].nunique()
    assert set(counts["s8"]) == {12} and set(counts["without_region2"]) == {3}
    regions = found.loc[found["sample"] == "without_region2", "region"]
    assert set(regions) == {2}
    assert found["rmse"].notna().all()


def test_parameters_outside_the_sample_are_never_seen(world, tmp_path):
    def spoilt(known):
        outside = (known["row"] % 8 != 0) | (known["column"] % 8 != 0)
        return known.assign(
            {name: known[name].where(~outside, known[name].attrs["low"]).assign_attrs(
                known[name].attrs) for name in NAMES}
        )  # fmt: skip

    one = carried(world, tmp_path / "one.nc", samples=["s8"])
    other = carried(world, tmp_path / "other.nc", spoilt, samples=["s8"])
    pd.testing.assert_frame_equal(one, other)


def test_judging_all_at_once_is_judging_each_by_itself(world, tmp_path):
    both = carried(world, tmp_path / "one.nc")
    for sample in ("s8", "without_region2"):
        alone = carried(world, tmp_path / "one.nc", samples=[sample])
        here = both[both["sample"] == sample].reset_index(drop=True)
        pd.testing.assert_frame_equal(here, alone)


def test_true_parameters_carried_to_like_cells_are_perfect(world, tmp_path):
    inputs, observed, settings = world
    alike = {name: values[:1].repeat(CELLS) for name, values in inputs.problem.priors.items()}
    same = replace(inputs, problem=replace(inputs.problem, priors=alike))
    made = simulated(same.problem, alike)
    seen = observed.assign(observed=(("cell", "time"), made.T.numpy()))
    found = carried((same, seen, settings), tmp_path / "same.nc", samples=["s8"])
    assert found["rmse"].max() < 1e-6


def test_a_sample_of_all_cells_leaves_none_to_judge(world, tmp_path):
    with pytest.raises(DataError, match="calibrated cells inside and others outside"):
        carried(world, tmp_path / "one.nc", samples=["s4"])
