"""SCE-UA in lockstep: finds what SPOTPY's finds, counts its runs, and no cell knows of another."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from worlds import problem

from fpl.calibration import cells as module
from fpl.calibration.complexes import Complexes, draws, shuffled
from fpl.calibration.lockstep import search_together
from fpl.calibration.sceua import search
from fpl.errors import DataError, EngineError
from fpl.physics.vic import vic
from fpl.problem.counter import RunCounter


def settings(budget=400, complexes=2, kstop=200, pcento=1e-9, peps=1e-9):
    stop = SimpleNamespace(kstop=kstop, pcento=pcento, peps=peps)
    return SimpleNamespace(budget=budget, complexes=complexes, stop=stop)


def rosenbrock(unit):
    x = 4.0 * unit - 2.0
    return np.sum(100 * (x[..., 1:] - x[..., :-1] ** 2) ** 2 + (1 - x[..., :-1]) ** 2, axis=-1)


def find(function, labels, settings, dimensions=2, seed=0, asked=None):
    def evaluator(cells):
        def evaluate(points):
            if asked is not None:
                asked.append(points)
            return function(points), np.ones(points.shape[:2])

        return evaluate

    first = np.full((len(labels), dimensions), 0.9)
    return search_together(evaluator, first, labels, settings, seed)


def test_the_bottom_of_a_bent_valley_is_found():
    for found in find(rosenbrock, range(8), settings(budget=2500)):
        assert found.end.objective < 1e-6
        assert np.allclose(found.end.unit, 0.75, atol=1e-3)


def test_budget_is_what_was_told_and_the_best_only_improves():
    for budget in (1, 7, 100, 333):
        for found in find(rosenbrock, [3, 4], settings(budget=budget)):
            assert found.end.run == budget and found.reason == "budget"
            values = [best.objective for best in found.improvements]
            assert values == sorted(values, reverse=True)
            assert [b.run for b in found.improvements] == sorted(
                {b.run for b in found.improvements}
            )
            assert found.end.warmup_runs == budget  # one cycle a run in this world


def test_a_cell_does_not_depend_on_its_neighbours():
    alone = find(rosenbrock, [7], settings())[0]
    among = find(rosenbrock, [1, 7, 9], settings())[1]
    assert [b.run for b in alone.improvements] == [b.run for b in among.improvements]
    assert np.array_equal(alone.end.unit, among.end.unit)
    other = find(rosenbrock, [7], settings(), seed=1)[0]
    assert not np.array_equal(alone.end.unit, other.end.unit)


def test_cells_that_have_ended_are_left_out_of_calls_and_the_others_go_on():
    asked = []

    def bowls(points):  # the first cells' bowls are flat
        flat = np.arange(len(points))[:, None] < 5 if len(points) == 6 else np.zeros((1, 1), bool)
        return np.where(flat, 1.0, 1.0 + rosenbrock(points))

    found = find(bowls, range(6), settings(budget=900, kstop=8, pcento=1e-6), asked=asked)
    assert {f.reason for f in found[:5]} == {"objective"} and found[5].end.run > found[0].end.run
    assert len(asked[-1]) == 1 and len(asked[0]) == 6


def test_stops_have_the_names_of_the_other_search():
    shrunk = find(rosenbrock, [0], settings(budget=10**5, peps=0.05))[0]
    assert shrunk.reason == "parameters" and shrunk.end.run < 10**5
    idle = find(rosenbrock, [0], settings(budget=10**5, kstop=3, pcento=50.0))[0]
    assert idle.reason == "objective"


def test_an_objective_that_is_no_number_is_told():
    with pytest.raises(EngineError, match="objective is nan"):
        find(lambda points: np.full(points.shape[:2], np.nan), [0], settings())


def test_it_finds_what_spotpy_finds_with_as_many_runs():
    ours = find(rosenbrock, range(20), settings(budget=300))
    theirs = []
    for seed in range(20):
        counter = RunCounter()

        def bowl(point, counter=counter):
            counter.training += 1
            return float(rosenbrock(point))

        theirs.append(
            search(bowl, 2, counter, first=np.full(2, 0.9), seed=seed, **vars(settings(budget=300)))
        )
    logs = [np.log10([max(s.end.objective, 1e-12) for s in made]) for made in (ours, theirs)]
    assert abs(np.median(logs[0]) - np.median(logs[1])) < 1.5


def test_every_answer_is_one_that_was_asked_for():
    """A complex keeps what is better than its worst point, else asks again, thrice at most."""
    draw = np.random.default_rng(0)
    points, steps, numbers = draws(2)[0], draws(2)[2], draws(2)[3]
    start, values = shuffled(draw.random((3, 2 * points, 2)), draw.random((3, 2 * points)), 2)
    evolving = Complexes(start, values, draw.random((3, 2, steps, numbers)))
    asked = 0
    while evolving.waiting.any():
        told = evolving.waiting
        assert ((evolving.asked[told] >= 0) & (evolving.asked[told] <= 1)).all()
        asked += told.sum()
        evolving.tell(np.full((3, 2), 2.0 + asked), told)  # worse than everything: all three points
    assert asked == 3 * 2 * steps * 3
    assert (np.diff(evolving.values, axis=2) >= 0).all()  # sorted, best first
    assert (evolving.values[..., 0] == values[..., 0]).all()  # the best are never replaced


def test_on_the_model_the_trace_is_that_of_its_best_points():
    this = problem(vic(1), ("infilt", "porosity"), cells=5, days=60)
    this = replace(this, priors={n: v.roll(1) for n, v in this.priors.items()})  # not the truth
    labels = np.arange(20, 25)
    trace = module.calibrate_in_lockstep(this, [0, 2, 3], labels, settings(budget=60), 0)
    assert trace["cell"].unique().tolist() == [20, 22, 23]
    ends = trace[trace["stop"] != ""]
    assert (ends["run"] == 60).all() and (ends["warmup_runs"] >= 60).all()
    chosen = this.select([0, 2, 3])
    unit = module.best_units(chosen, trace, [20, 22, 23], 60)
    with torch.no_grad():
        again = chosen.objective(unit)
    assert np.allclose(again, ends["objective"], rtol=1e-6)


def test_on_the_model_a_cell_does_not_depend_on_its_neighbours_to_the_last_bit():
    this = problem(vic(1), ("infilt", "porosity"), cells=5, days=60)
    this = replace(this, priors={n: v.roll(1) for n, v in this.priors.items()})
    labels = np.arange(20, 25)

    def trace(positions, seed=0):
        made = module.calibrate_in_lockstep(this, positions, labels, settings(budget=60), seed)
        made = made[made["cell"] == 22].drop(columns=["wall_seconds", "cpu_seconds"])
        return made.reset_index(drop=True)

    alone = trace([2])
    assert alone.equals(trace([0, 2, 3, 4])) and alone.equals(trace([2]))
    assert not alone.equals(trace([2], seed=1))


def test_seconds_of_a_call_are_shared_in_the_order_of_its_answers():
    found = find(rosenbrock, [0, 1], settings(budget=30))[0]
    early = [best for best in found.improvements if best.run <= 11]  # the prior, the population
    rates = [best.cpu_seconds / best.run for best in early]
    assert len(early) > 1 and np.allclose(rates, rates[0])
    assert found.end.cpu_seconds >= early[-1].cpu_seconds


@pytest.mark.parametrize("search", [module.calibrate, module.calibrate_in_lockstep])
def test_a_cell_without_a_used_day_of_training_is_refused_before_its_search(search):
    this = problem(vic(1), ("infilt", "porosity"), cells=5, days=60)
    used = this.used.clone()
    used[this.training, 2] = False
    unobserved, labels = replace(this, used=used, labels=np.arange(20, 25)), np.arange(20, 25)
    never = lambda problem: pytest.fail("a cell was evaluated")  # noqa: E731
    with pytest.raises(DataError, match="none at 1 of 3 cells: 22; leave them out"):
        search(unobserved, [0, 2, 3], labels, settings(budget=60), 0, never)
