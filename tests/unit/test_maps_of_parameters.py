"""Coherence, equifinality and physical sense of maps of parameters."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from esda.moran import Moran
from scipy.stats import spearmanr
from studies import SMAP, TWIN
from synthetic_results import attributes

from fpl import config
from fpl.config import mapped
from fpl.errors import DataError
from fpl.evaluation import blocks, random_networks, spatial
from fpl.figures import coherence as coherence_figure
from fpl.figures import equifinality as equifinality_figure
from fpl.figures import parameter_maps
from fpl.tables import all_maps, coherence, equifinality, parameters, physical_sense, unit_cube
from fpl.tables.compared_maps import of_model

NAMES = {"infilt": ("log", 0.001, 0.4), "porosity": ("linear", 0.25, 0.7)}
CELLS = 9 * 9 - 1
ASKED = {"headline": "vic", "figures": {"compared_parameters": ["infilt", "porosity", "Wcr"]}}
CONFIG = Path(__file__).parents[2] / "config/config.yaml"


@pytest.fixture(scope="module")
def places():
    made = attributes(9, 9)
    made["sand"] = ("cell", 40 + 30 * np.sin(made["lon"].to_numpy() / 6))
    return made


def wave(places):
    """A smooth map in the unit cube."""
    return 0.5 + 0.4 * np.sin(places["lon"].to_numpy() / 6 + places["lat"].to_numpy() / 9)


def write(folder, places, units):
    """A parameters.nc with these positions ``(parameter, cell)``."""
    made = xr.Dataset(coords={"cell": places["cell"]})
    for (name, (transform, low, high)), unit in zip(NAMES.items(), units, strict=True):
        value = low * (high / low) ** unit if transform == "log" else low + (high - low) * unit
        notes = {"units": "1", "long_name": name, "calibrated": 1, "transform": transform}
        made[name] = ("cell", value, notes | {"low": low, "high": high})
    made["depth"] = ("cell", np.ones(len(units[0])), {"units": "m", "calibrated": 0})
    made.attrs = {"dataset": "twin", "model": "vic"}
    folder.mkdir(parents=True, exist_ok=True)
    made.to_netcdf(folder / "parameters.nc")
    return folder / "parameters.nc"


@pytest.fixture(scope="module")
def runs(tmp_path_factory, places):
    """fPL finds the truth, the search the truth and much noise, shuffled fPL nothing."""
    root = tmp_path_factory.mktemp("runs") / "results/twin/vic"
    draw = np.random.default_rng(0)
    truth = np.stack([wave(places), 1 - wave(places)])
    jitter = lambda size: np.clip(truth + size * draw.normal(size=truth.shape), 0, 1)  # noqa: E731
    paths = [write(root / "default/s4/seed0", places, truth[:, ::-1])]
    for seed in range(3):
        paths.append(write(root / f"fpl/s4/seed{seed}", places, jitter(0.02)))
        paths.append(write(root / f"lockstep/s4/seed{seed}", places, jitter(0.25)))
        mixed = truth[:, draw.permutation(truth.shape[1])]
        paths.append(write(root / f"shuffled/s4/seed{seed}", places, mixed))
    return paths, write(root / "truth", places, truth)


@pytest.fixture(scope="module")
def maps(runs, places):
    told = pd.DataFrame({"parameter": ["porosity", "infilt"], "constrained": ["yes", "no"]})
    (found,) = all_maps.open_maps(runs[0], places, told)
    return found


@pytest.fixture(scope="module")
def judged(places):
    """Rows as the rule ``judge`` writes them: fPL is the better one where neither was trained."""
    draw = np.random.default_rng(1)
    rows = [
        {"model": "vic", "method": method, "sample": sample, "seed": seed, "cell": cell,
         "trained": int(sample == "s4" or cell % 4 == 0), "period": "test",
         "rmse": error + 0.001 * draw.random()}
        for method, error in (("fpl", 0.04), ("shuffled", 0.06))
        for sample in ("s8", "s4") for seed in range(2) for cell in places["cell"].to_numpy()
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def tables(maps, runs, places, judged):
    scaled = ((places["sand"] - places["sand"].mean()) / places["sand"].std()).to_numpy()
    labels = {"cell": places["cell"].to_numpy(), "feature": ["sand", "class:1"]}
    inputs = np.stack([scaled, np.ones(CELLS)], axis=1).astype(np.float32)
    features = xr.DataArray(inputs, labels, ("cell", "feature"))
    sizes = {"hidden": 8, "layers": 1}
    found, curves = all_maps.coherence_table([maps], features, sizes, judged, TWIN, runs[1])
    return found, curves, all_maps.equifinality_table([maps], judged, TWIN)


def pick(table, statistic, method, against="", parameter="median"):
    chosen = table[
        (table["statistic"] == statistic) & (table["method"] == method)
        & (table["against"] == against) & (table["parameter"] == parameter)
    ]  # fmt: skip
    assert len(chosen) == 1, chosen
    return chosen.iloc[0]


def test_morans_i_is_that_of_esda_and_of_patterns_that_are_known(places):
    lat, lon = places["lat"].to_numpy(), places["lon"].to_numpy()
    weights = spatial.neighbours(lat, lon)
    near = spatial.dense(weights)
    assert (near.sum(axis=1) == 8).all() and not near.diagonal().any()
    smooth = wave(places)
    mixed = np.random.default_rng(3).permutation(smooth)
    board = (places["row"] // 4 + places["column"] // 4).to_numpy() % 2
    for field in (smooth, mixed, board):
        expected = Moran(field, weights, permutations=0).I
        np.testing.assert_allclose(spatial.morans_i(field[None], near)[0, 0], expected, atol=1e-12)
    found = spatial.morans_i(np.stack([smooth, mixed, np.full(CELLS, 0.3)]), near)[0]
    assert found[0] > 0.6 and abs(found[1]) < 0.15 and np.isnan(found[2])
    assert spatial.chance_p(smooth, weights) < 1e-6 < 0.01 < spatial.chance_p(mixed, weights)


def test_variogram_rises_from_nothing_for_a_smooth_map_and_is_flat_for_noise(places):
    lat, lon = places["lat"].to_numpy(), places["lon"].to_numpy()
    smooth = spatial.variogram(wave(places)[None], lat, lon)
    noise = spatial.variogram(np.random.default_rng(0).normal(size=(3, CELLS)), lat, lon)
    assert smooth.semivariance[0] < 0.2 < 0.8 < noise.semivariance[0]
    assert smooth.nugget_share < 0.1
    assert smooth.distance[0] == pytest.approx(144, abs=1)
    assert (smooth.pairs == noise.pairs).all()


def test_rank_correlation_is_spearmans(places):
    draw = np.random.default_rng(0)
    one, other = draw.normal(size=(2, 30)), draw.normal(size=(2, 30))
    other[0] = -np.exp(one[0])
    found = spatial.rank_correlation(one, other, np.full((1, 30), 1 / 30))[0]
    expected = [spearmanr(a, b).statistic for a, b in zip(one, other, strict=True)]
    np.testing.assert_allclose(found, expected, atol=1e-12)
    assert found[0] == pytest.approx(-1)


def test_intervals_hold_blocks_and_seeds(places):
    block = blocks.blocks(places["lat"].to_numpy(), places["lon"].to_numpy())
    assert len(np.unique(block)) == 20 and np.ptp(np.bincount(block)) <= 1
    weight = blocks.weights(block)
    np.testing.assert_allclose(weight.sum(axis=1), 1)
    assert len(np.unique(weight[0, block == block[0]])) == 1, "a block is drawn as a whole"

    def level(of):
        mean = lambda w: np.einsum("dc,sc->ds", w, of)[..., None]  # noqa: E731
        return blocks.resample(mean, weight)

    same = level(np.full((1, CELLS), 2.0))
    found = blocks.estimate(same)
    assert (found.value, found.low, found.high) == pytest.approx((2, 2, 2))
    seeds = blocks.estimate(level(np.array([[1.0] * CELLS, [3.0] * CELLS])))
    assert (seeds.low, seeds.value, seeds.high) == pytest.approx((1, 2, 3))
    paired = level(wave(places)[None])
    none = blocks.estimate(paired, paired)
    assert none.value == none.low == none.high == 0


def test_unit_cube_is_where_the_parameters_came_from(tmp_path, places):
    units = np.random.default_rng(0).random((2, CELLS))
    path = write(tmp_path / "results/twin/vic/fpl/s4/seed0", places, units)
    found = unit_cube.read(path)
    assert found["parameter"].to_numpy().tolist() == list(NAMES)
    np.testing.assert_allclose(found.to_numpy(), units, atol=1e-12)
    other = write(tmp_path / "results/twin/vic/fpl/s8/seed0", places, units)
    with pytest.raises(DataError, match="one sample"):
        unit_cube.stack([path, other])


def test_random_networks_are_reproducible_and_functions_of_what_they_read():
    features = np.repeat(np.random.default_rng(0).normal(size=(5, 3)), 2, axis=0).astype("float32")
    one, again = (random_networks.draw(features, 2, hidden=4, layers=1, count=3) for _ in range(2))
    assert one.shape == (3, 2, 10) and (one == again).all()
    np.testing.assert_allclose(one[..., ::2], one[..., 1::2], atol=1e-6)
    assert np.ptp(one[:, 0, 0]) > 0


def test_coherence_tells_learned_from_searched_from_shuffled(tables):
    found, *_ = tables
    assert pick(found, "morans_i", "fpl")["value"] > 0.6
    assert pick(found, "morans_i", "fpl", "lockstep")["low"] > 0.1
    assert pick(found, "morans_i", "fpl", "shuffled", "constrained")["low"] > 0.5
    assert pick(found, "morans_i", "truth")["value"] > 0.6
    assert np.isfinite(pick(found, "morans_i", "fpl", "random_network")["p"])
    assert pick(found, "morans_i", "attributes", parameter="sand")["value"] > 0.5
    assert "class:1" not in set(found["parameter"])
    assert pick(found, "rmse", "fpl", "shuffled", "")["high"] < -0.015
    assert set(found.loc[found["statistic"] == "rmse", "sample"]) == {"s8"}, "s4 holds all cells"
    mean = pick(found, "morans_i_of_mean", "lockstep")["value"]
    assert mean > pick(found, "morans_i", "lockstep")["value"], "chance is averaged out"


def test_maps_agree_with_the_truth_the_soil_and_the_search(tables):
    found, *_ = tables
    assert pick(found, "recovery_correlation", "fpl", parameter="constrained")["value"] > 0.9
    assert pick(found, "recovery_correlation", "fpl", "lockstep", "constrained")["low"] > 0
    assert abs(pick(found, "recovery_correlation", "shuffled")["value"]) < 0.3
    assert pick(found, "texture_correlation", "fpl", parameter="porosity")["n"] == CELLS
    assert "infilt" not in set(found.loc[found["statistic"] == "texture_correlation", "parameter"])
    assert pick(found, "lockstep_correlation", "fpl", parameter="infilt")["value"] > 0.5


def test_spread_of_equal_seeds_is_nothing(maps, tables):
    *_, found = tables
    same = maps.with_method("fpl", np.repeat(maps.cubes["fpl"][:1], 3, axis=0))
    rows = pd.DataFrame(equifinality.of_maps(same))
    spread = rows[(rows["statistic"] == "seed_spread") & (rows["method"] == "fpl")]
    assert (spread.loc[spread["against"] == "", "value"] == 0).all()
    assert pick(found, "seed_spread", "fpl", "lockstep")["high"] < 0
    assert pick(found, "rank_r_seeds", "fpl", "lockstep")["low"] > 0
    assert pick(found, "rmse_spread", "fpl")["unit"] == "m3 m-3"
    assert found.loc[found["parameter"] == "porosity", "constrained"].eq("yes").all()


def test_figures_of_maps_say_what_they_are(tables, runs, places):
    found, curves, spread = tables
    one = coherence_figure.plot({"coherence": found, "variograms": curves}, TWIN, ASKED)
    two = equifinality_figure.plot({"equifinality": spread}, TWIN, ASKED)
    none = {"equifinality": spread.iloc[:0]}  # one seed each
    empty = equifinality_figure.plot(none, TWIN, ASKED)
    assert "generated world" in empty.get_suptitle()
    firsts = [path for path in runs[0] if path.parent.name == "seed0"]
    table = parameters.build(firsts, places).assign(dataset="smap")
    three = parameter_maps.plot({"parameter_maps": table}, SMAP, ASKED)
    for figure, twin in ((one, True), (two, True), (three, False)):
        assert ("generated world" in figure.get_suptitle()) == twin
        assert f"{CELLS} cells" in figure.get_suptitle()
    assert "porosity*" in [text.get_text() for ax in two.axes for text in ax.get_xticklabels()]
    drawn = {"coherence": found, "variograms": curves}
    with pytest.raises(DataError, match="none"):
        coherence_figure.plot(drawn, TWIN, ASKED | {"headline": "other"})


def test_a_tiny_world_has_its_tables_too(tmp_path):
    places = attributes(4, 3)
    root, draw = tmp_path / "results/twin/vic", np.random.default_rng(0)
    size = (2, places.sizes["cell"])
    paths = [
        write(root / f"{method}/s4/seed0", places, draw.random(size))
        for method in ("fpl", "lockstep", "default")
    ]
    (found,) = all_maps.open_maps(paths, places, pd.DataFrame({"parameter": [], "constrained": []}))
    assert "constrained" not in found.groups
    rows = coherence.of_maps(found) + physical_sense.of_soil(found)
    assert {row["method"] for row in rows} >= {"fpl", "lockstep"}
    assert equifinality.of_maps(found) == [], "no method has two seeds"


def test_every_method_is_compared_on_one_sample():
    case = config.read(CONFIG).cases["smap"]
    found = mapped.parameter_runs(case)
    assert len(found) == len(set(found))
    assert {run.sample for run in found} == {"s4"}
    assert {run.method for run in found} <= set(mapped.METHODS)
    drawn = mapped.drawn_runs(case)
    assert {run.model for run in drawn} == {"vic_extended"}
    methods = [run.method for run in drawn]
    assert len(methods) == len(set(methods)) and "shuffled" in methods


def test_maps_need_the_cells_that_all_methods_have(runs, places):
    cubes = unit_cube.stack(runs[0])
    short = {key: cube if key[1] != "fpl" else cube[..., :40] for key, cube in cubes.items()}
    assert len(of_model(short, "vic", "s4", places, []).cell) == 40
