"""The LSTM without a process model: it learns, it repeats, and it reads what it may read only."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from fpl.config import LstmTraining
from fpl.learning.lstm import Record, simulate, train
from fpl.networks.lstm import MoistureLSTM

CELLS, DAYS, YEAR = 14, 240, 160
TRAINED = torch.arange(10)
SETTINGS = LstmTraining(
    hidden=12,
    dropout=0.1,
    learning_rate=0.02,
    weight_decay=0.0,
    batch_cells=8,
    crop_days=30,
    spin_up_days=10,
    steps=150,
    monitor_every=50,
)


@pytest.fixture(scope="module")
def record():
    """Moisture that decays at a rate of the cell and is filled by rain."""
    draw = torch.Generator().manual_seed(0)
    rain = torch.rand(DAYS, CELLS, generator=draw) ** 4
    rate = torch.rand(CELLS, generator=draw)
    moisture, now = [], torch.full((CELLS,), 0.2)
    for day in rain:
        now = now + 0.2 * day * (0.5 - now) - (0.02 + 0.1 * rate) * (now - 0.05)
        moisture.append(now)
    return Record(
        weather=torch.stack([rain, torch.rand(DAYS, CELLS, generator=draw)], -1),
        known=rate[:, None],
        observed=torch.stack(moisture),
        used=torch.rand(DAYS, CELLS, generator=draw) < 0.5,
        training=slice(0, YEAR),
        test=slice(YEAR, DAYS),
    )


@pytest.fixture(scope="module")
def trained(record):
    return train(record, TRAINED, SETTINGS, seed=0)


def predicted(record, seed=0, cells=TRAINED):
    network, _ = train(record, cells, SETTINGS, seed)
    return simulate(network, record, SETTINGS.spin_up_days)


def test_learns_a_small_world_at_cells_and_days_that_it_has_not_seen(record, trained):
    network, curve = trained
    made = simulate(network, record, SETTINGS.spin_up_days)
    spread = record.observed[record.test].std()
    for cells in (TRAINED, torch.arange(10, CELLS)):
        error = (made - record.observed)[record.test][:, cells].square().mean().sqrt()
        assert error < 0.5 * spread
    assert [point["step"] for point in curve] == [0, 50, 100, 150]
    assert curve[-1]["training_rmse"] < 0.5 * curve[0]["training_rmse"]


def test_the_curve_tells_the_errors_of_training_and_test_apart(record):
    """Both are worked out anew, cell by cell, from what the network predicts."""
    observed = record.observed.clone()
    observed[record.test] += 0.2
    moved, cells = replace(record, observed=observed), TRAINED[:9]  # odd: a median is of a cell
    network, curve = train(moved, cells, SETTINGS, seed=0)
    moisture = simulate(network, moved, SETTINGS.spin_up_days).numpy().astype(float)
    for name, days in (("training", range(YEAR)), ("test", range(YEAR, DAYS))):
        errors = []
        for cell in cells.tolist():
            used = [day for day in days if record.used[day, cell]]
            misses = moisture[used, cell] - observed.numpy()[used, cell]
            errors.append(np.sqrt(np.mean(misses**2)))
        assert curve[-1][f"{name}_rmse"] == pytest.approx(np.median(errors), rel=1e-2)
    assert curve[-1]["test_rmse"] > 2 * curve[-1]["training_rmse"]


def test_same_seed_same_bits(record, trained):
    first = simulate(trained[0], record, SETTINGS.spin_up_days)
    assert torch.equal(first, predicted(record))
    assert not torch.equal(first, predicted(record, seed=1))


def test_observations_of_the_test_and_of_other_cells_change_no_bit(record, trained):
    spoilt, used = record.observed.clone(), record.used.clone()
    spoilt[record.test] = torch.nan
    spoilt[:, 10:] = 9.0
    used[record.test], used[:, 10:] = True, True
    first = simulate(trained[0], record, SETTINGS.spin_up_days)
    assert torch.equal(first, predicted(replace(record, observed=spoilt, used=used)))


def test_days_that_do_not_count_change_no_bit(record, trained):
    spoilt = torch.where(record.used, record.observed, 9.0)
    first = simulate(trained[0], record, SETTINGS.spin_up_days)
    assert torch.equal(first, predicted(replace(record, observed=spoilt)))


def test_days_that_count_are_learned_from(record, trained):
    spoilt = record.observed.clone()
    spoilt[:YEAR] += 0.1
    first = simulate(trained[0], record, SETTINGS.spin_up_days)
    assert not torch.allclose(first, predicted(replace(record, observed=spoilt)), atol=0.02)


def test_moisture_of_a_day_knows_no_later_weather(record, trained):
    network = trained[0]
    other = record.weather.clone()
    other[record.test] = 0.0
    first = simulate(network, record, SETTINGS.spin_up_days)
    changed = simulate(network, replace(record, weather=other), SETTINGS.spin_up_days)
    assert torch.equal(first[record.training], changed[record.training])
    assert not torch.equal(first[record.test], changed[record.test])


def test_test_year_goes_on_from_the_memory_of_training(record, trained):
    network, settled = trained[0], simulate(trained[0], record, SETTINGS.spin_up_days)
    network.eval()
    with torch.no_grad():
        afresh = network(record.weather[record.test], record.known)
    network.train()
    assert not torch.allclose(settled[YEAR], afresh[0], atol=1e-3)
    assert torch.allclose(settled[DAYS - 1], afresh[-1], atol=5e-3)


def test_dropout_is_the_same_on_all_days_and_off_in_simulation():
    torch.manual_seed(0)
    network = MoistureLSTM(3, 0.2, 0.1, hidden=6, dropout=0.5)
    made = network._dropped(torch.ones(5, 4, 6))
    assert torch.equal(made, made[:1].expand_as(made))
    assert set(made.unique().tolist()) == {0.0, 2.0}
    network.eval()
    assert torch.equal(network._dropped(made), made)
