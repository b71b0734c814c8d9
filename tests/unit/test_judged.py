"""Judged runs: perfect where the truth is simulated, water in mm a year, trained cells marked."""

from dataclasses import replace

import numpy as np
import pandas as pd
import xarray as xr
from worlds import problem

from fpl.evaluation.judged import COLUMNS, judge, marked
from fpl.physics.vic import vic

DAYS, CELLS = 200, 6


def test_judged_run_of_the_truth_is_perfect_and_its_water_adds_up():
    this = problem(vic(1), ("porosity",), cells=CELLS, days=DAYS)
    time = pd.date_range("2015-04-01", periods=DAYS)
    row, column = np.divmod(np.arange(CELLS), 3)
    places = {"row": 4 * row, "column": 4 * column, "lat": 40.0 - row, "lon": -100.0 + column}
    cells = xr.Dataset(
        {name: ("cell", values) for name, values in places.items()},
        coords={"cell": np.arange(10, 10 + CELLS)},
    )
    observed = xr.Dataset(
        {
            "observed": (("cell", "time"), this.observed.T.numpy()),
            "used": (("cell", "time"), this.used.T.numpy().astype(int)),
        },
        coords={"cell": cells["cell"], "time": time},
    )
    periods = {
        "training": {"start": time[0].date(), "end": time[DAYS // 2 - 1].date()},
        "test": {"start": time[DAYS // 2].date(), "end": time[-1].date()},
    }
    found = judge(this, this.priors, cells, observed, periods, 10)
    run = {"model": "vic", "method": "fpl", "sample": "random2", "seed": 1}
    table = marked(found, cells, run)
    assert list(table.columns) == [name for name in COLUMNS if name != "rsr"]
    assert len(table) == 2 * CELLS
    assert table["rmse"].max() < 1e-6 and table["r"].min() > 0.999
    assert table.groupby("period")["trained"].sum().tolist() == [2, 2]
    assert_water_adds_up(this, table[table["period"] == "test"].sort_values("cell"))
    dry = replace(this, fluxes={"evapotranspiration": "evapotranspiration"})
    of_dry = judge(dry, this.priors, cells, observed, periods, 10)
    pd.testing.assert_frame_equal(of_dry, found.drop(columns=["runoff", "baseflow"]))


def assert_water_adds_up(this, test):
    """Evapotranspiration and runoff (mm yr-1) are the rain of the test less what is then held."""
    held = ("soil_water", "canopy_water", "snow_water_equivalent")
    series = this.simulation(this.priors, held)
    storage = sum(series[name].numpy() for name in held)
    years = (DAYS - DAYS // 2) / 365.25
    rain = this.forcing["precipitation"][DAYS // 2 :].sum(0).numpy()
    gone = (rain - (storage[-1] - storage[DAYS // 2 - 1])) / years
    parts = test[["evapotranspiration", "runoff", "baseflow"]].to_numpy()
    assert np.allclose(parts.sum(1), gone, rtol=1e-4)
    for column, name in enumerate(("evapotranspiration", "runoff", "baseflow")):
        total = this.simulation(this.priors, (name,))[name][DAYS // 2 :].sum(0).numpy()
        assert np.allclose(parts[:, column], total / years, rtol=1e-4) and total.max() > 0.0
