import datetime

import numpy as np
import pandas as pd
import pytest

from fpl.data import split
from fpl.errors import ConfigError, DataError

ROW, COLUMN = (axis.ravel() for axis in np.meshgrid(47 + 4 * np.arange(9), 151 + 4 * np.arange(9)))
TIME = pd.date_range("2015-04-01", "2017-03-31").to_numpy()


def test_densities_are_nested_and_count_as_patches():
    masks = {name: split.cells_of_lattice(ROW, COLUMN, name) for name in ("s4", "s8", "s16")}
    assert [int(mask.sum()) for mask in masks.values()] == [81, 25, 9]
    assert np.all(masks["s4"][masks["s8"]]) and np.all(masks["s8"][masks["s16"]])


def test_order_of_cells_does_not_matter():
    shuffled = np.random.default_rng(0).permutation(len(ROW))
    mask = split.cells_of_lattice(ROW, COLUMN, "s8")
    assert np.array_equal(
        split.cells_of_lattice(ROW[shuffled], COLUMN[shuffled], "s8"), mask[shuffled]
    )


@pytest.mark.parametrize("name", ["s5", "s0", "16", "s", "dense", "s-4", "S16"])
def test_unknown_density_is_refused_by_name(name):
    with pytest.raises(ConfigError, match=r"unknown sample .*expected s4, s8 or s16"):
        split.cells_of_lattice(ROW, COLUMN, name)


def test_cells_off_the_lattice_are_refused():
    with pytest.raises(DataError, match="lattice of every 4th row"):
        split.cells_of_lattice(np.array([47, 50]), np.array([151, 155]), "s4")


@pytest.mark.parametrize(
    "period",
    [
        {"start": "2016-04-01", "end": "2017-03-31"},
        {"start": datetime.date(2016, 4, 1), "end": datetime.date(2017, 3, 31)},
    ],
)
def test_both_ends_of_a_period_are_inside(period):
    chosen = TIME[split.period_index(TIME, period)]
    assert len(chosen) == 365
    assert str(chosen[0])[:10] == "2016-04-01" and str(chosen[-1])[:10] == "2017-03-31"


def test_period_that_the_data_do_not_cover():
    with pytest.raises(DataError, match=r"2017-04-01 to 2018-03-31, got 2015-04-01 to 2017-03-31"):
        split.period_index(TIME, {"start": "2017-04-01", "end": "2018-03-31"})
    with pytest.raises(DataError, match="no day at all"):
        split.period_index(TIME[:0], {"start": "2017-04-01", "end": "2018-03-31"})


def test_period_that_runs_backwards():
    with pytest.raises(ConfigError, match="backwards"):
        split.period_index(TIME, {"start": "2016-04-02", "end": "2016-04-01"})
