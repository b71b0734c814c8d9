"""The engine: both engines agree, errors name what is wrong, the cache of kernels heals itself."""

import logging
import shutil
from concurrent.futures import ProcessPoolExecutor

import pytest
import torch
from worlds import forcing, parameters

from fpl.engine import Runner, build, choice, simulate
from fpl.engine.graph import Graph
from fpl.errors import EngineError
from fpl.models.declaration import Variable
from fpl.models.parameter import Parameter
from fpl.physics.process_model import ProcessModel
from fpl.physics.vic import vic

pytestmark = pytest.mark.engines

WANTED = ("infilt", "expt", "Ksat", "porosity", "Wcr", "depth_1", "Dsmax", "melt_factor")


def bucket(outflow=None) -> ProcessModel:
    """A leaking bucket: a process model that is not VIC."""

    def step(forcing, state, p):
        water = state["water"] + forcing["rain"]
        flow = (outflow or (lambda w, k: k * w))(water, p["k"])
        return {"water": water - flow}, {"flow": flow}

    return ProcessModel(
        name="bucket",
        forcings=(Variable("rain", "mm d-1"),),
        parameters=(Parameter("k", "d-1", 0.0, 1.0, 0.5, "share that leaves in a day", "made up"),),
        states=(Variable("water", "mm"),),
        outputs=(Variable("flow", "mm d-1"),),
        step=step,
        initial_state=lambda p: {"water": 0.0 * p["k"]},
    )


def run(model, engine, dtype, cells=19, days=120, **kwargs):
    weather, values = forcing(cells, days, dtype), parameters(model, cells, dtype)
    values |= {name: values[name].requires_grad_() for name in WANTED}
    done = simulate(model, weather, values, engine=engine, **kwargs)
    loss = sum(series.square().mean() for series in done.outputs.values())
    (loss + sum(s.mean() for s in done.state.values())).backward()
    return done, {name: values[name].grad for name in WANTED}


@pytest.mark.parametrize(("cells", "parts"), [(1, 1), (3, 1), (8, 1), (19, 4)])
def test_engines_agree_in_float64(cells, parts, monkeypatch):
    monkeypatch.setenv("FPL_PARTS", str(parts))  # at most: 19 cells make three
    model = vic(2)
    (one, one_grad), (other, other_grad) = (
        run(model, engine, torch.float64, cells) for engine in ("torch", "fused")
    )
    for name in model.output_names:
        assert torch.allclose(one.outputs[name], other.outputs[name], rtol=1e-10, atol=1e-10), name
    for name in WANTED:
        assert torch.allclose(one_grad[name], other_grad[name], rtol=1e-8, atol=1e-10), name


def test_parts_of_a_block_do_not_change_a_bit(monkeypatch):
    found = []
    for parts in ("1", "4"):
        monkeypatch.setenv("FPL_PARTS", parts)
        found.append(run(vic(2), "fused", torch.float64, cells=19))
    (one, one_grad), (other, other_grad) = found
    assert all(torch.equal(one.outputs[n], other.outputs[n]) for n in one.outputs)
    assert all(torch.equal(one_grad[n], other_grad[n]) for n in WANTED)


def test_engines_agree_in_float32_to_the_rounding_of_a_year():
    # single precision: rounding of 1e-7 grows through drainage exponents up to 30
    model = vic(2)
    (one, _), (other, _) = (run(model, e, torch.float32, cells=64) for e in ("torch", "fused"))
    difference = one.outputs["surface_soil_moisture"] - other.outputs["surface_soil_moisture"]
    assert difference.abs().max() < 5e-4
    assert difference.square().mean().sqrt() < 2e-5


def test_threads_do_not_change_a_bit():
    (one, one_grad), (other, other_grad) = (
        run(vic(2), "fused", torch.float32, cells=64, threads=t) for t in (1, 2)
    )
    assert all(torch.equal(one.outputs[n], other.outputs[n]) for n in one.outputs)
    assert all(torch.equal(one_grad[n], other_grad[n]) for n in WANTED)


def test_another_model_needs_no_knowledge_of_the_engine():
    rain = torch.tensor([[10.0], [0.0], [0.0]], dtype=torch.float64)
    k = torch.tensor([0.5], dtype=torch.float64)
    for engine in ("torch", "fused"):
        done = simulate(bucket(), {"rain": rain}, {"k": k}, engine=engine)
        assert done.outputs["flow"][:, 0].tolist() == [5.0, 2.5, 1.25]
        assert done.state["water"].tolist() == [1.25]


def test_runner_repeats_what_simulate_does():
    model, weather = vic(2), forcing(10, 50, torch.float64)
    values = parameters(model, 10)
    state = model.initial_state(values)
    for engine in ("torch", "fused"):
        runner = Runner(model, weather, ("runoff",), engine)
        made, end = runner(
            torch.stack([values[n] for n in model.parameter_names]),
            torch.stack([state[n] for n in model.state_names]),
        )
        done = simulate(model, weather, values, state, ("runoff",), engine)
        assert torch.equal(made[0], done.outputs["runoff"])
        assert torch.equal(end[1], done.state["w2"])


def test_an_unknown_operation_names_itself_and_its_line():
    model = bucket(lambda water, k: k * torch.cumsum(water, 0))
    with pytest.raises(EngineError, match=r"aten\.cumsum.*(?s:.)*test_engine\.py.*cumsum"):
        simulate(model, {"rain": torch.ones(3, 2)}, {"k": torch.ones(2)}, engine="fused")


def test_control_flow_on_values_is_refused():
    model = bucket(lambda water, k: k * water if water > 0 else water)
    with pytest.raises(EngineError, match=r"cannot be traced(?s:.)*torch\.where"):
        simulate(model, {"rain": torch.ones(3, 2)}, {"k": torch.ones(2)}, engine="fused")


@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_values_that_are_not_finite_are_named(engine):
    rain = torch.ones(4, 3)
    rain[2, 1] = float("nan")
    with pytest.raises(EngineError, match=r"forcing rain of cell 1 .* on day 2 is nan"):
        simulate(bucket(), {"rain": rain}, {"k": torch.ones(3)}, engine=engine)
    k = torch.tensor([0.1, float("inf"), 0.2])
    with pytest.raises(EngineError, match=r"parameter k of cell 1 .* is inf"):
        simulate(bucket(), {"rain": torch.ones(4, 3)}, {"k": k}, engine=engine)


def test_names_and_shapes_are_checked():
    k = torch.ones(3)
    with pytest.raises(EngineError, match=r"state water of cell 0 .* is (nan|inf)"):
        simulate(bucket(), {"rain": torch.ones(4, 3)}, {"k": k}, {"water": 0 / (k - 1)})
    with pytest.raises(EngineError, match="forcing rain not found"):
        simulate(bucket(), {"snow": torch.ones(4, 3)}, {"k": k})
    with pytest.raises(EngineError, match=r"parameter k: expected shape \(cell,\) = \(3,\)"):
        simulate(bucket(), {"rain": torch.ones(4, 3)}, {"k": torch.ones(2)})
    with pytest.raises(EngineError, match="outputs heat not found; it has flow"):
        simulate(bucket(), {"rain": torch.ones(4, 3)}, {"k": k}, outputs=("heat",))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FPL_CACHE", str(tmp_path))
    return tmp_path


def flows(rain=10.0):
    """A fresh kernel of the bucket: tracing and building included."""
    half = torch.full((1,), 0.5, dtype=torch.float64)
    weather = {"rain": torch.full((1, 1), rain, dtype=torch.float64)}
    return simulate(bucket(), weather, {"k": half}, engine="fused").outputs["flow"].item()


def test_a_kernel_is_built_once_and_a_damaged_one_again(cache):
    assert flows() == 5.0
    (library,) = cache.glob("*.so")
    built = library.stat().st_mtime_ns
    assert flows() == 5.0
    assert library.stat().st_mtime_ns == built
    library.unlink()  # a new file: the old one is mapped into this process
    library.write_bytes(b"not a library")
    assert flows() == 5.0
    assert library.stat().st_size > 1000


def test_processes_that_build_at_once_do_not_disturb_each_other(cache):
    with ProcessPoolExecutor(8) as pool:
        assert list(pool.map(flows, [10.0] * 8)) == [5.0] * 8
    assert len(list(cache.glob("*.so"))) == 1
    assert [p.name for p in cache.iterdir() if p.is_dir()] == []


def test_a_failing_compiler_is_quoted(cache, monkeypatch, tmp_path):
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho 'the compiler is on holiday' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CXX", str(broken))
    with pytest.raises(EngineError, match="the compiler is on holiday"):
        flows()
    build.broken.cache_clear()
    assert "on holiday" in build.broken()
    build.broken.cache_clear()


def test_without_a_compiler_torch_runs_after_one_warning(monkeypatch, caplog):
    monkeypatch.delenv("FPL_ENGINE", raising=False)
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(build.importlib.util, "find_spec", lambda name: None)
    build.broken.cache_clear()
    monkeypatch.setattr(choice, "_warned", False)
    with caplog.at_level(logging.WARNING):
        assert [choice.resolve("auto") for _ in range(3)] == ["torch"] * 3
    assert len([r for r in caplog.records if "no C++ compiler" in r.message]) == 1
    with pytest.raises(EngineError, match=r"no C\+\+ compiler"):
        build.load("\n", torch.float32, ())
    build.broken.cache_clear()


def test_the_compiler_of_a_package_is_the_last_resort(monkeypatch):
    monkeypatch.delenv("CXX", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(build.importlib.util, "find_spec", lambda name: True)
    assert build.compiler()[1:] == ("-m", "ziglang", "c++")


def test_the_engine_is_forced_by_the_environment(monkeypatch):
    monkeypatch.setenv("FPL_ENGINE", "torch")
    assert choice.resolve("fused") == "torch"
    monkeypatch.setenv("FPL_ENGINE", "abacus")
    with pytest.raises(EngineError, match="engine must be auto, fused or torch, got 'abacus'"):
        choice.resolve("auto")


def test_graphs_are_simplified_while_built():
    g = Graph()
    x, y = g.input("x"), g.input("y")
    assert g.apply("add", x, y) == g.apply("add", y, x)
    assert g.apply("mul", x, 1.0) == x
    assert g.apply("mul", x, 0.0) == 0.0
    assert g.apply("neg", g.apply("neg", x)) == x
    assert g.apply("mul", 3.0, 2.0) == 6.0
    g.outputs = {"z": g.apply("sub", x, 0.0)}
    kept = g.live()
    assert [i.op for i in kept.instructions] == ["input"]
    assert kept.outputs == {"z": 0}


def test_what_gets_no_gradient_says_so():
    rain = torch.ones(3, 2, requires_grad=True)
    with pytest.raises(EngineError, match="forcing rain wants a gradient"):
        simulate(bucket(), {"rain": rain}, {"k": torch.ones(2)})
    k = torch.full((2,), 0.5, dtype=torch.float64, requires_grad=True)
    weather = {"rain": torch.ones(3, 2, dtype=torch.float64)}
    flow = simulate(bucket(), weather, {"k": k}, engine="fused").outputs["flow"]
    (slope,) = torch.autograd.grad(flow.square().sum(), k, create_graph=True)
    with pytest.raises(RuntimeError, match="once_differentiable"):
        slope.sum().backward()
