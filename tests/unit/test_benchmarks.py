"""The benchmarks count, divide and draw rightly; how fast anything is, is not asked here."""

import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import torch

from fpl.errors import DataError
from fpl.figures import benchmarks as figure
from fpl.figures import style
from fpl.models.declaration import Variable
from fpl.models.parameter import Parameter
from fpl.physics.process_model import ProcessModel
from fpl.physics.repeat import repeat

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks import operations, split, table
from benchmarks.clock import Watched, watching
from benchmarks.linearity import linearity
from benchmarks.peer import PEERS, absent
from benchmarks.peers.hlo import operations_of_loops
from benchmarks.ratios import ratios
from benchmarks.timing import Case, Measured, interleaved
from benchmarks.world import World

pytestmark = pytest.mark.engines


def tiny(times):
    """A store that gives a share of itself ``times`` times a day."""

    def step(forcing, state, parameters):
        kept = 1.0 - parameters["share"]  # once for all days: not counted
        water = state["water"] + forcing["rain"]  # one addition
        (water,) = repeat(times, lambda w: (torch.exp(-w * kept),), (water,))
        return {"water": water}, {"flow": torch.clamp(water, min=0.5)}

    return ProcessModel(
        name="tiny",
        forcings=(Variable("rain", "mm d-1"),),
        parameters=(Parameter("share", "1", 0.0, 1.0, 0.5, "", "made up"),),
        states=(Variable("water", "mm"),),
        outputs=(Variable("flow", "mm d-1"),),
        step=step,
        initial_state=lambda parameters: {"water": parameters["share"] * 0.0},
    )


@pytest.mark.parametrize("times", [1, 5])
def test_operations_are_those_of_each_day_and_iteration(times):
    forward = operations.operations(tiny(times), "flow")["forward"]
    assert forward["exponentials"] == times
    assert forward["choices"] == 1
    # the sum; in each iteration a product, and a change of sign unless it is taken out of the loop
    assert 1 + times <= forward["arithmetic"] <= 1 + 2 * times
    assert forward["divisions"] == forward["logarithms"] == 0


def test_the_adjoint_adds_to_the_operations_of_the_days():
    counted = operations.operations(tiny(5), "flow")
    assert all(counted["forward+backward"][k] >= n for k, n in counted["forward"].items())
    assert counted["forward+backward"]["arithmetic"] > 2 * counted["forward"]["arithmetic"]


def test_rows_of_operations_hold_the_share_of_what_a_core_can_do():
    rates = dict.fromkeys(operations.KINDS, 1e9)
    subject = SimpleNamespace(name="tiny", substeps=1, model=tiny(1), output="flow")
    days = measured("fused", "tiny", 1, [400 * 10 * 1e-8], cells=400, days=10, direction="forward")
    rows = operations.rows([subject], [days], rates)  # type: ignore[list-item]
    (row,) = [r for r in rows if r.get("direction") == "forward"]
    total = sum(row[kind] for kind in operations.KINDS)
    assert row["nanoseconds"] == pytest.approx(10.0)
    assert row["share_of_peak"] == pytest.approx(total / 10.0)


def measured(engine, model, threads, seconds, **labels):
    one = {"what": "speed", "engine": engine, "model": model, "threads": threads, "substeps": 1}
    one |= {"cells": 400, "days": 731, "direction": "forward+backward"} | labels
    return Measured(Case(one, float), list(seconds), list(seconds))


def test_ratios_are_taken_within_rounds_and_judged_by_the_targets():
    made = ratios(
        [
            measured("torch", "vic", 2, [2.0, 4.0, 3.0], days=7310),
            measured("fused", "vic", 1, [0.01, 0.01, 0.01]),
            measured("fused", "vic", 2, [0.002, 0.001, 0.003]),
            measured("jfuse", "vic", 1, [0.0015, 0.0015, 0.0015]),
            measured("jfuse", "vic", 2, [0.5, 0.5, 0.5]),
            measured("fused", "vic", 2, [9.0], what="evaluation of the objective"),
        ]
    )
    eager = made[(made["slower"] == "torch") & (made["threads"] == 2)].iloc[0]
    assert eager["n"] == 3
    assert list(eager[["ratio", "low", "high"]]) == pytest.approx([100.0, 100.0, 400.0])
    assert eager["target"] == 100.0 and eager["met"] == "yes"
    peers = made[(made["slower"] == "jfuse") & (made["threads"] == 2)]
    assert list(peers["threads_of_slower"]) == [1]
    assert peers["ratio"].iloc[0] == pytest.approx(0.75) and peers["met"].iloc[0] == "no"
    assert made.loc[made["threads"] == 1, "target"].isna().all()


def test_exponent_of_a_power_law():
    cells = np.array([100, 400, 6_400, 77_184])
    rows = [
        measured("fused", "vic", 2, [1e-6 * n**0.9 * 50], cells=n, days=50).row() for n in cells
    ]
    made = linearity(table.table(rows))
    assert made["exponent"].iloc[0] == pytest.approx(0.9, abs=1e-3)
    assert made["last_exponent"].iloc[0] == pytest.approx(0.9, abs=1e-3)
    assert made["standard_error"].iloc[0] < 1e-3
    assert linearity(table.table(rows[:2])).empty
    eager = [measured("torch", "vic", 1, [1e-3 * n], cells=n).row() for n in (100, 400)]
    eager.append(measured("torch", "vic", 2, [1e-3 * 6_400], cells=6_400).row())
    (slope,) = linearity(table.table(eager))["exponent"]
    assert slope == pytest.approx(1.0)


def test_rounds_are_interleaved_and_long_cases_stop_early():
    order = []

    def case(name, seconds, rounds):
        return Case({"what": name}, lambda: order.append(name) or seconds, rounds=rounds)

    long, short = interleaved([case("long", 9.0, 1), case("short", 0.1, 3)], rounds=3)
    assert order == ["long", "short", "short", *["short"] * 4]
    assert long.row()["n"] == 1 and short.row()["n"] == 6
    assert short.row()["seconds_median"] == 0.1


def test_table_has_the_common_columns_first_and_round_numbers(tmp_path):
    row = {"extra": 1 / 3, "what": "speed", "cells": 400, "seconds_median": 0.123456789}
    made = table.table([row, {"what": "speed"}])
    assert list(made.columns) == [*table.COLUMNS, "extra"]
    table.write(made, tmp_path / "folder" / "speed.csv")
    read = pd.read_csv(tmp_path / "folder" / "speed.csv")
    assert list(read.columns) == ["what", "cells", "seconds_median", "extra"]
    assert read["seconds_median"].iloc[0] == 0.12346
    assert read["cells"].iloc[0] == 400
    table.write(made[:0], tmp_path / "empty.csv")
    assert pd.read_csv(tmp_path / "empty.csv").empty


def test_each_second_belongs_to_the_innermost_watched_function(monkeypatch):
    ticks = iter([0.0, 1.0, 4.0, 10.0])
    monkeypatch.setattr("benchmarks.clock.time.perf_counter", lambda: next(ticks))
    owner = SimpleNamespace(inner=lambda entry: entry)
    owner.outer = lambda: owner.inner("adjoint")
    kept = owner.inner
    by_argument = Watched(owner, "inner", lambda entry: f"model, {entry}")
    with watching([Watched(owner, "outer", "step"), by_argument]) as clock:
        assert owner.outer() == "adjoint"
    assert clock.of("step") == [Counter({"step": 7.0, "model, adjoint": 3.0})]
    assert owner.inner is kept


def test_what_is_watched_in_the_package_is_there():
    with watching([*split.TRAINING, *split.CALIBRATION]) as clock:
        assert clock.calls == []


def test_parts_have_shares_and_a_whole():
    calls = [Counter(model=3.0, other=1.0), Counter(model=5.0, other=1.0)]
    rows = {r["part"]: r for r in split._parts(calls, {"what": "training"}, runs=1000)}
    assert rows["whole"]["seconds_median"] == 5.0
    assert rows["model"]["share"] == pytest.approx(0.8)
    assert rows["model"]["microseconds_a_run"] == pytest.approx(4000.0)


HLO = """HloModule jit_run
%fused (p0: f32[400], p1: f32[400]) -> f32[400] {
  %p0 = f32[400]{0} parameter(0)
  %p1 = f32[400]{0} parameter(1)
  %m = f32[400]{0} multiply(%p0, %p1)
  %one = f32[] add(%c, %c)
  ROOT %e = f32[400]{0} exponential(%m)
}
%body (t: (s32[], f32[400])) -> (s32[], f32[400]) {
  %t = (s32[], f32[400]{0}) parameter(0)
  %x = f32[400]{0} get-tuple-element(%t), index=1
  %f = f32[400]{0} fusion(%x, %x), kind=kLoop, calls=%fused
  %g = pred[400]{0} compare(%f, %x), direction=GT
  ROOT %r = (s32[], f32[400]{0}) tuple(%i, %f)
}
ENTRY %main (a: f32[400]) -> f32[400] {
  %b = f32[400]{0} add(%a, %a)
  %w = (s32[], f32[400]{0}) while(%init), condition=%cond, body=%body
  ROOT %o = f32[400]{0} get-tuple-element(%w), index=1
}
"""


def test_operations_of_a_compiled_loop():
    counted = operations_of_loops(HLO, 400)
    assert counted["arithmetic"] == 1  # neither the one before the loop nor that of a counter
    assert counted["exponentials"] == 1
    assert counted["choices"] == 1


def test_peers_are_pinned_and_their_absence_is_told():
    for peer in PEERS:
        file = Path(__file__).parents[2] / f"benchmarks/peers/{peer.name}.txt"
        lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
        assert all("==" in line for line in lines) and lines[0].startswith(peer.name)
    rows = absent(PEERS[0], 1, "no network")
    assert {row["direction"] for row in rows} == {"forward", "forward+backward"}
    assert all("no network" in str(row["note"]) for row in rows)


def test_forcing_and_priors_are_tiled():
    rain = torch.arange(6.0).reshape(3, 2)
    problem = SimpleNamespace(forcing={"rain": rain}, priors={"share": torch.tensor([0.1, 0.2])})
    world = World(SimpleNamespace(problem=problem), {})  # type: ignore[arg-type]
    made = world.forcing(tiny(1), 5, 4)["rain"]
    assert made.shape == (4, 5)
    assert torch.equal(made[:3, :2], rain) and torch.equal(made[3], made[0])
    assert torch.equal(made[:, 4], made[:, 0])
    share = world.parameters(tiny(1), 5)["share"]
    assert share.requires_grad and share.tolist() == pytest.approx([0.1, 0.2, 0.1, 0.2, 0.1])


@pytest.fixture
def tables():
    rows = []
    for model, substeps in (("vic", 1), ("vic", 24), ("snow_bucket", 1)):
        for engine, threads in (("torch", 1), ("fused", 1), ("fused", 2)):
            for cells in (100, 400):
                for direction in ("forward", "forward+backward"):
                    seconds = [0.1 * cells / threads * (1 + (engine == "torch"))] * 3
                    labels = {"cells": cells, "direction": direction, "substeps": substeps}
                    rows.append(measured(engine, model, threads, seconds, **labels).row())
    rows.append(measured("jfuse", "vic", 1, [1.0, 2.0]).row())
    rows.append(measured("hydrodl2", "hbv", 1, [50.0]).row())
    rows += absent(PEERS[0], 2, "no network")
    parts = [Counter({"model": 3.0, "network": 1.0, "tiny": 0.01, "rest": 2.0})] * 3
    shares = split._parts(parts, {"what": "fPL training", "cells": 100})
    for cells in (1, 26):
        labels = {"what": "SCE-UA calibration", "cells": cells}
        shares += split._parts(parts, labels, runs=300 * cells)
    return {"speed": table.table(rows), "split": table.table(shares)}


def test_figure_shows_engines_peers_and_parts(tables, tmp_path):
    drawn = figure.plot(tables)
    titles = [ax.get_title() for ax in drawn.axes]
    assert titles[:3] == list(figure.PANELS.values())
    assert titles[3:] == ["fPL training, 100 cells together", "SCE-UA calibration"]
    assert [t.get_text() for t in drawn.axes[0].texts] == ["jfuse VIC"]
    assert [t.get_text() for t in drawn.axes[1].texts] == []
    assert [t.get_text() for t in drawn.axes[2].texts] == ["hydrodl2 HBV"]
    assert drawn.axes[0].get_xscale() == drawn.axes[0].get_yscale() == "log"
    parts = [t.get_text() for t in drawn.axes[3].get_yticklabels()]
    assert parts == ["tiny", "network", "rest", "model"]  # the longest last, which is at the top
    assert [bar.get_width() for bar in drawn.axes[3].patches] == [10.0, 1000.0, 2000.0, 3000.0]
    named = [t.get_text() for t in drawn.axes[4].get_legend().get_texts()]
    assert named == ["1 cell alone", "26 cells together"]
    style.save(drawn, tmp_path / "a.png", tmp_path / "a.pdf")
    assert (tmp_path / "a.png").stat().st_size > 10_000


def test_figure_without_the_split_and_without_anything(tables):
    assert len(figure.plot({"speed": tables["speed"]}).axes) == 3
    with pytest.raises(DataError, match="snow_bucket"):
        figure.plot({"speed": tables["speed"].assign(model="other")})
