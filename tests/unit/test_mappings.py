"""Mappings that parameter learning is compared with: each reads and frees what its name says."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from worlds import problem

from fpl import config
from fpl.config import runs
from fpl.errors import ConfigError
from fpl.learning import mappings
from fpl.learning.train import starting_point, train
from fpl.physics.vic import vic

CELLS, TRAINED = 12, 9


@pytest.fixture(scope="module")
def world():
    this = problem(vic(1), ("porosity", "Wcr"), cells=CELLS, days=100, dtype=torch.float32)
    return this, torch.randn(CELLS, 5, generator=torch.Generator().manual_seed(0))


@pytest.fixture(scope="module")
def settings():
    learning = config.read("config/config.yaml").cases["smap"].learning
    gradient = learning.gradient.model_copy(update={"steps": 100})
    small = {"steps": 30, "hidden": 8, "batch_cells": 5, "learning_rate": 0.05}
    return learning.model_copy(update=small | {"gradient": gradient})


def learn(method, world, settings, seed=0):
    this, features = world
    chosen = np.arange(CELLS) < TRAINED
    mapping = mappings.read(method, SimpleNamespace(), features, chosen, settings, seed)
    cells = torch.as_tensor(np.flatnonzero(chosen))
    return train(this, mapping.known, cells, mapping.training, seed, network_of=mapping.network)


def test_constant_gives_every_cell_the_same(world, settings):
    unit = learn("constant", world, settings).unit
    assert torch.equal(unit, unit[:, :1].expand_as(unit))
    assert not torch.allclose(unit[:, 0], starting_point(world[0].select(range(TRAINED))))


def test_linear_is_linear_before_the_sigmoid(world, settings):
    unit = learn("linear", world, settings).unit
    logits, features = torch.logit(unit).double(), world[1].double()
    design = torch.cat([features, torch.ones(CELLS, 1, dtype=torch.float64)], 1)
    fitted = design @ torch.linalg.lstsq(design, logits.T).solution
    assert torch.allclose(fitted, logits.T, atol=1e-4)


def test_gradient_fits_cells_by_themselves_and_leaves_others_at_the_start(world, settings):
    made = learn("gradient", world, settings)
    start = starting_point(world[0].select(range(TRAINED)))
    assert torch.allclose(made.unit[:, TRAINED:], start[:, None].expand(2, 3), atol=1e-6)
    assert made.curve[-1]["training_objective"] < 0.5 * made.curve[0]["training_objective"]
    assert made.curve[-1]["runs_per_cell"] == 100  # every cell in every step
    few = settings.model_copy(
        update={"gradient": settings.gradient.model_copy(update={"steps": 3})}
    )
    one, other = (learn("gradient", world, few, seed).unit for seed in (0, 5))
    assert torch.allclose(one, other, atol=1e-4)  # no chance but the rounding of the cells' order


@pytest.mark.parametrize("method", ["shuffled", "noise"])
def test_spoilt_features_depend_on_the_seed(world, settings, method):
    chosen = np.ones(CELLS, dtype=bool)
    first, again, other = (
        mappings.read(method, None, world[1], chosen, settings, seed).known for seed in (0, 0, 1)
    )
    assert torch.equal(first, again) and not torch.equal(first, other)


def test_shuffling_exchanges_whole_rows_and_noise_adds_columns(world, settings):
    features, chosen = world[1], np.ones(CELLS, dtype=bool)
    shuffled = mappings.read("shuffled", None, features, chosen, settings, 0).known
    assert not torch.equal(shuffled, features)
    assert torch.equal(shuffled.sort(0).values, features.sort(0).values)
    noisy = mappings.read("noise", None, features, chosen, settings, 0).known
    assert noisy.shape == (CELLS, 10) and torch.equal(noisy[:, :5], features)


def test_every_method_that_a_configuration_may_name_is_there_and_no_other(world, settings):
    assert set(mappings.METHODS) == set(runs.of_kind(*runs.LEARNED))
    with pytest.raises(ConfigError, match="no method of learning 'fpl_xz'; expected one of fpl, "):
        mappings.read("fpl_xz", None, world[1], np.ones(CELLS, dtype=bool), settings, 0)
