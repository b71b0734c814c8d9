"""The interval covers the truth as often as it says, stays paired, leaves out what is missing."""

import numpy as np
import pytest

from fpl.errors import DataError
from fpl.evaluation.bootstrap import estimate


def test_interval_covers_the_truth_about_as_often_as_it_says():
    draw = np.random.default_rng(1)
    hits = 0
    for trial in range(100):
        found = estimate(
            draw.normal(2.0, 1.0, (1, 60)), statistic=np.mean, resamples=300, seed=trial
        )
        hits += found.low <= 2.0 <= found.high
    assert 86 <= hits <= 99


def test_pairing_takes_out_what_cells_share():
    draw = np.random.default_rng(2)
    place = draw.normal(0.0, 10.0, 80)
    first, second = place + 1.0 + draw.normal(0, 0.1, (3, 80)), place + draw.normal(0, 0.1, (2, 80))
    found = estimate(first, second)
    assert found.high - found.low < 0.2
    assert found.low < 1.0 < found.high and found.n == 80


def test_seeds_widen_the_interval():
    draw = np.random.default_rng(3)
    cells = draw.normal(0, 0.01, 500)
    apart = cells + np.array([[-1.0], [0.0], [1.0]])
    assert estimate(apart).high - estimate(apart).low > 0.5
    assert estimate(cells[None]).high - estimate(cells[None]).low < 0.01


def test_cells_missing_in_either_are_left_out_of_both():
    first, second = np.ones((2, 10)), np.zeros((1, 10))
    first[1, 3], second[0, 4] = np.nan, np.nan
    assert estimate(first, second).n == 8
    with pytest.raises(DataError, match="got none"):
        estimate(np.full((1, 3), np.nan))
    with pytest.raises(DataError, match="same cells"):
        estimate(np.ones((1, 3)), np.ones((1, 4)))


def test_same_seed_same_bits():
    values = np.random.default_rng(4).normal(size=(2, 30))
    assert estimate(values, seed=5) == estimate(values, seed=5) != estimate(values, seed=6)


def test_blocks_of_cells_that_are_alike_widen_the_interval():
    draw = np.random.default_rng(6)
    block = np.repeat(np.arange(10), 20)
    alike = draw.normal(size=10)[block] + draw.normal(0, 0.1, 200)
    cells, blocks = estimate(alike), estimate(alike, block=block)
    assert blocks.value == cells.value and blocks.n == cells.n == 200
    assert blocks.high - blocks.low > 2.0 * (cells.high - cells.low)
