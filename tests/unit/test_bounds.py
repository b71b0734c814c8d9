"""Shares of places with a parameter at an end of its range, counted by hand."""

import numpy as np
import pytest
import xarray as xr
from studies import SMAP

from fpl.errors import DataError
from fpl.tables.bounds import build


def parameters(folder, seed, infilt, expt):
    """A parameters.nc of four cells: infilt from 0 to 2, expt from 1 to 1000 by its logarithm."""
    attrs = {"calibrated": 1, "units": "1", "long_name": "", "transform": "linear"}
    values = {
        "infilt": ("cell", infilt, attrs | {"low": 0.0, "high": 2.0}),
        "expt": ("cell", expt, attrs | {"low": 1.0, "high": 1000.0, "transform": "log"}),
        "porosity": ("cell", infilt, attrs | {"low": 0.0, "high": 2.0, "calibrated": 0}),
    }
    path = folder / f"results/smap/vic/fpl/s4/seed{seed}/parameters.nc"
    path.parent.mkdir(parents=True)
    xr.Dataset(values, {"cell": np.arange(4)}).to_netcdf(path)
    return path


def test_shares_are_means_over_cells_and_seeds(tmp_path):
    paths = [
        parameters(tmp_path, 0, [0.0, 0.019, 0.03, 2.0], [1.0, 1.06, 30.0, 999.0]),
        parameters(tmp_path, 1, [0.0, 1.0, 1.0, 1.0], [30.0, 30.0, 30.0, 990.0]),
    ]
    table = build(paths, "s4", SMAP).set_index(["parameter", "statistic"])
    assert table["value"].to_dict() == {
        ("infilt", "at_low_end"): pytest.approx(37.5),  # 2 and 1 of 4
        ("infilt", "at_high_end"): pytest.approx(12.5),
        ("expt", "at_low_end"): pytest.approx(25.0),  # 1.06 is 0.8 % of the logarithmic range
        ("expt", "at_high_end"): pytest.approx(25.0),
    }
    row = table.loc[("infilt", "at_low_end")]
    assert (row["n"], row["seeds"], row["unit"], row["sample"]) == (4, 2, "%", "s4")
    assert row["low"] < row["value"] < row["high"]


def test_runs_without_parameters_are_refused(tmp_path):
    path = tmp_path / "results/smap/vic/fpl/s4/seed0/parameters.nc"
    path.parent.mkdir(parents=True)
    xr.Dataset(coords={"cell": np.arange(4)}).to_netcdf(path)
    with pytest.raises(DataError, match="expected calibrated parameters, got none"):
        build([path], "s4", SMAP)
