"""The Problem: both methods see the same objective, observation operator and counter."""

from dataclasses import replace

import pytest
import torch
from worlds import problem

from fpl.physics.vic import vic
from fpl.problem.cell import CellObjective
from fpl.problem.problem import OBSERVED, Warmup

MODEL = vic(1)
SET = ("infilt", "expt", "porosity")


@pytest.fixture(scope="module")
def known():
    return problem(MODEL, SET, cells=9, days=120)


def unit(problem, seed=0):
    draw = torch.Generator().manual_seed(seed)
    return torch.rand(len(problem.space), problem.cells, generator=draw, dtype=torch.float64)


def test_the_true_parameters_have_no_error(known):
    truth = known.space.to_unit(torch.stack([known.priors[name] for name in SET]))
    assert known.objective(truth).max() < 2e-6
    assert known.objective(unit(known)).min() > 1e-4


def test_space_maps_both_ways(known):
    point = unit(known)
    assert torch.allclose(known.space.to_unit(known.space.from_unit(point)), point, atol=1e-12)
    assert known.space.names == SET


@pytest.mark.parametrize("operator", ["identity", "rescaled"])
def test_calibration_sees_the_same_objective_as_learning(known, operator):
    this = replace(known, operator=operator)
    point = unit(this)
    together = this.objective(point)
    for cell in (0, 4, 8):
        alone = CellObjective(this, cell)
        assert alone.dimensions == len(SET) + (2 if operator == "rescaled" else 0)
        assert alone(point[:, cell].numpy()) == pytest.approx(together[cell].item(), abs=1e-9)


def test_rescaling_is_part_of_the_search(known):
    this = replace(known, operator="rescaled")
    point = unit(this)
    named = this.parameters(point)
    plain = known.simulation(known.parameters(point[:3]), (OBSERVED,))[OBSERVED]
    seen = this.simulation(named, (OBSERVED,))[OBSERVED]
    expected = named["observation_scale"] * plain + named["observation_offset"]
    assert torch.allclose(seen, expected, atol=1e-12)


def test_runs_are_counted_a_cell_a_run_and_judging_is_free(known):
    this = replace(known, counter=type(known.counter)())
    this.objective(unit(this))
    assert this.counter.training == this.cells
    cycles = this.counter.warmup
    assert this.cells <= cycles <= 3 * this.cells
    this.judged(unit(this))
    assert (this.counter.training, this.counter.warmup) == (this.cells, cycles)
    alone = CellObjective(this, 2)
    alone(unit(this)[:, 2].numpy())
    assert alone.counter.training == 1
    assert this.counter.training == this.cells


def test_a_selection_shares_the_counter_and_keeps_the_cells_results(known):
    this = replace(known, counter=type(known.counter)())
    point = unit(this)
    some = this.select([7, 2])
    assert torch.allclose(some.objective(point[:, [7, 2]]), this.objective(point)[[7, 2]])
    assert this.counter.training == 2 + this.cells


def test_each_cell_warms_up_on_its_own_account(known):
    named = known.parameters(unit(known))
    together = known.settled_state(named)
    some = known.select([3, 5])
    alone = some.settled_state(some.parameters(unit(known)[:, [3, 5]]))
    for state in MODEL.state_names:
        assert torch.allclose(together[state][[3, 5]], alone[state], atol=1e-9)


def test_warmup_stops_when_settled_or_at_its_limit(known):
    counter = type(known.counter)
    for settled_mm, limit, cycles in ((1e9, 5, 1), (-1.0, 4, 4)):
        this = replace(known, warmup=Warmup(("w1",), settled_mm, limit), counter=counter())
        this.settled_state(this.parameters(unit(this)))
        assert this.counter.warmup == cycles * this.cells


def test_days_that_are_not_used_do_not_count(known):
    point = unit(known)
    spoiled = torch.where(known.used, known.observed, torch.full_like(known.observed, 1e6))
    this = replace(known, observed=spoiled)
    assert torch.equal(this.objective(point), known.objective(point))


def test_one_more_cycle_for_the_gradient_changes_little_once_settled(known):
    this = replace(known, warmup=Warmup(("w1", "w2", "swe"), 0.5, 30))
    point = unit(this)
    plain = this.objective(point)
    traced = this.objective(point.requires_grad_()).detach()
    assert (plain - traced).abs().max() < 2e-3
