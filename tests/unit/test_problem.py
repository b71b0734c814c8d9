"""The Problem: both methods see the same objective, observation operator and counter."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
import xarray as xr
from small_models import model_of
from worlds import MOISTURE, RESCALED, UNITLESS, problem, simulated

from fpl.data import schema, store
from fpl.engine import Warmup
from fpl.engine.checks import check_forcing
from fpl.errors import DataError, EngineError
from fpl.physics.vic import vic
from fpl.problem.assemble import assemble
from fpl.problem.cells import CellObjectives
from fpl.problem.files import open_from
from fpl.problem.objective import RMSE
from fpl.problem.operator import Identity
from fpl.problem.problem import Problem
from fpl.setups import open_setup
from fpl.setups import vic as vic_setup
from fpl.twin.cells.attributes import attributes
from fpl.twin.cells.weather import weather

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


@pytest.mark.parametrize("operator", [Identity(), RESCALED])
def test_calibration_sees_the_same_objective_as_learning(known, operator):
    this = replace(known, operator=operator)
    point = unit(this)
    objectives = CellObjectives(this)
    assert len(this.space) == len(SET) + len(operator.parameters)
    other = point.flip(1)
    rmse, cycles = objectives(torch.stack([point, other], dim=1))
    for one, mine in zip((point, other), rmse, strict=True):
        assert torch.allclose(mine, this.objective(one), atol=1e-9)
    assert cycles.shape == rmse.shape == (2, this.cells)


@pytest.mark.parametrize("cells", [[4], [0, 4, 8]])
def test_few_cells_are_judged_like_many(known, cells):
    point = unit(known)
    alone, cycles = CellObjectives(known.select(cells))(point[:, None, cells])
    together, counted = CellObjectives(known)(point[:, None])
    assert torch.equal(alone[0], together[0, cells])
    assert torch.equal(cycles[0], counted[0, cells])


def test_rescaling_is_part_of_the_search(known):
    this = replace(known, operator=RESCALED)
    point = unit(this)
    named = this.parameters(point)
    plain = simulated(known, known.parameters(point[:3]))
    seen = simulated(this, named)
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
    counted = CellObjectives(this)(unit(this)[:, None])[1]
    assert int(counted.sum()) == cycles
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
    assert torch.allclose(together[:, [3, 5]], alone, atol=1e-9)


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
    this = replace(known, warmup=Warmup(("w1", "w2", "snow_ice"), 0.5, 30))
    point = unit(this)
    plain = this.objective(point)
    traced = this.objective(point.requires_grad_()).detach()
    assert (plain - traced).abs().max() < 2e-3


@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_the_gradient_passes_through_the_last_cycle_of_warm_up(engine):
    """A store that forgets within a cycle, observed on the first day alone: what it held before
    that day is all of its warm-up, and the slope of the error is that of finite differences."""
    days = 12
    model = model_of(
        lambda forcing, state, p: (
            {"w": p["kept"] * state["w"] + forcing["rain"]},
            {UNITLESS.output: p["kept"] * state["w"] + forcing["rain"]},
        ),
        ["rain"],
        {"kept": (0.0, 0.6)},
        {"w": 0.0},
        [UNITLESS.output],
    )
    rain = torch.rand(days, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    used = torch.zeros(days, 2, dtype=torch.bool)
    used[0] = True
    this = Problem(
        model=model,
        calibrated=("kept",),
        target=UNITLESS,
        operator=Identity(),
        loss=RMSE(),
        forcing={"rain": rain},
        observed=torch.zeros(days, 2, dtype=torch.float64),
        used=used,
        priors={"kept": torch.full((2,), 0.3, dtype=torch.float64)},
        training=slice(0, days),
        test=slice(0, days),
        warmup=Warmup(("w",), 1e-12, 30),
        engine=engine,
    )
    unit = torch.tensor([[0.3, 0.6]], dtype=torch.float64, requires_grad=True)
    this.objective(unit).sum().backward()
    step = 1e-5
    with torch.no_grad():
        rise = this.objective(unit + step) - this.objective(unit - step)
    assert torch.allclose(unit.grad[0], rise / (2 * step), rtol=1e-2)
    assert (unit.grad.abs() > 0.1).all()


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """Files whose days begin before training and end after the test, and their settings."""
    folder = tmp_path_factory.mktemp("dataset")
    model = {"process": "vic", "calibrated": "paper", "observation": "rescaled"}
    section = {"runoff_steps": 1, "sharing": "layered", "ranges": {}}
    settings = {
        "target": MOISTURE._asdict(),
        "objective": "rmse",
        "processes": {"vic": section | {"calibrated_sets": {"paper": list(SET)}}},
        "models": {"vic_paper": model},
        "periods": {
            "training": {"start": "2015-04-01", "end": "2015-04-20"},
            "test": {"start": "2015-04-21", "end": "2015-04-30"},
        },
        "warmup": {"settled_mm": 1.0, "max_cycles": 3},
        "engine": {"name": "auto", "cache": str(folder)},
    }
    places = attributes(cells_x=2, cells_y=2, seed=0)
    days = weather(attributes=places, start="2015-03-20", end="2015-05-31", seed=0)
    moisture = days["precipitation"].copy(data=np.random.default_rng(0).random((4, 73)))
    moisture.attrs = {"units": MOISTURE.unit, "long_name": MOISTURE.label}
    seen = xr.Dataset({"observed": moisture, "quality_flag": 0 * moisture.astype(int)})
    seen["used"] = (moisture < 0.7).astype(int)
    files = {
        "forcing": days,
        "observations": schema.described(seen),
        "attributes": places,
    }
    for name, ds in files.items():
        store.write(ds, folder / f"{name}.nc")
    return SimpleNamespace(**{name: folder / f"{name}.nc" for name in files}), settings


def test_a_problem_has_the_days_from_training_to_test(dataset):
    files, settings = dataset
    inputs = open_from(files, settings, settings["models"]["vic_paper"], threads=2)
    opened = inputs.problem
    assert (opened.training, opened.test) == (slice(0, 20), slice(20, 30))
    assert (opened.cells, opened.threads, opened.operator) == (4, 2, RESCALED)
    days = slice("2015-04-01", "2015-04-30")
    rain = store.open_forcing(files.forcing)["precipitation"].sel(time=days)
    np.testing.assert_array_equal(inputs.forcing["precipitation"], rain)
    np.testing.assert_allclose(opened.forcing["precipitation"], rain.T, rtol=1e-6)
    seen = store.open_observations(files.observations).sel(time=days)
    np.testing.assert_array_equal(opened.used, seen["used"].T)
    assert 0 < opened.used.double().mean() < 1
    observed = seen["observed"].where(seen["used"] == 1, 0.0)
    np.testing.assert_allclose(opened.observed, observed.T, rtol=1e-6)


@pytest.mark.parametrize("name", ["forcing", "observations"])
def test_files_that_do_not_cover_the_periods_are_errors(dataset, name, tmp_path):
    files, settings = dataset
    short = tmp_path / "short.nc"
    with xr.open_dataset(getattr(files, name)) as ds:
        store.write(ds.isel(time=slice(0, 40)), short)
    changed = SimpleNamespace(**vars(files) | {name: short})
    with pytest.raises(DataError, match="expected data from 2015-04-01 to 2015-04-30"):
        open_from(changed, settings, settings["models"]["vic_paper"])


@pytest.mark.parametrize(
    ("dimension", "of"),
    [("cell", "observations"), ("cell", "attributes"), ("time", "observations")],
)
def test_files_of_other_cells_or_days_are_errors(dataset, dimension, of):
    files, settings = dataset
    read = {
        "forcing": store.open_forcing(files.forcing),
        "observations": store.open_observations(files.observations),
        "attributes": store.open_attributes(files.attributes),
    }
    read[of] = read[of].isel({dimension: slice(1, None)})
    what = {"cell": "cells", "time": "days"}[dimension]
    with pytest.raises(DataError, match=f"same {what} in forcing and {of}"):
        assemble(
            **read,
            setup=open_setup(settings, settings["models"]["vic_paper"]),
            calibrated=SET,
            target=MOISTURE,
            operator=Identity(),
            loss=RMSE(),
            periods=settings["periods"],
            warmup=Warmup(("w1",), 1.0, 3),
        )


def test_forcing_that_is_not_finite_is_refused_where_a_problem_is_assembled(dataset, monkeypatch):
    files, settings = dataset
    real = vic_setup.weather

    def spoilt(**given):
        driving = real(**given)
        driving["longwave"][7, 2] = torch.nan
        return driving

    monkeypatch.setattr(vic_setup, "weather", spoilt)
    with pytest.raises(EngineError, match=r"forcing longwave of cell 2 .* on day 7 is nan"):
        open_from(files, settings, settings["models"]["vic_paper"])


def test_an_assembled_problem_knows_the_numbers_of_its_cells(dataset):
    files, settings = dataset
    opened = open_from(files, settings, settings["models"]["vic_paper"])
    cells = opened.forcing["cell"].to_numpy()
    assert opened.problem.labels.tolist() == cells.tolist()
    assert opened.problem.select([2, 0]).labels.tolist() == [cells[2], cells[0]]
    assert check_forcing(opened.problem.model, opened.problem.forcing) is None
