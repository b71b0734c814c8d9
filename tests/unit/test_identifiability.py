"""What moisture tells of parameters, on models whose answer is known."""

import logging
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import torch
import xarray as xr
from studies import SMAP, TWIN
from worlds import MOISTURE, RESCALED

from fpl.engine import Warmup
from fpl.errors import DataError
from fpl.evaluation.identifiability.information import information
from fpl.evaluation.identifiability.linear import collinearity, most_alike, standard_errors
from fpl.evaluation.identifiability.quantities import ET, TARGET, agreement
from fpl.evaluation.identifiability.sobol import sobol
from fpl.evaluation.identifiability.study import all_free
from fpl.evaluation.identifiability.verdict import choose, et_per_target, verdicts, warn
from fpl.figures import identifiability as figure
from fpl.figures import style
from fpl.models.declaration import Variable
from fpl.models.parameter import Parameter
from fpl.physics.process_model import ProcessModel
from fpl.problem.objective import RMSE
from fpl.problem.problem import Problem
from fpl.tables import identifiability

DAYS, TEST_DAYS, CELLS = 40, 10, 3
NOISE = 0.03
WEIGHTS = {"level": 0.4, "twin": 0.2, "swing": 0.2, "thirst": 0.02, "idle": 0.0, "known": 1.0}
NAMES = [name for name in WEIGHTS if name != "known"]
LIMITS = SimpleNamespace(
    total_index=0.02, standard_error=0.12, rank_correlation=0.7, et_percent=10.0
)
ASKED = {"identifiability": {"limits": vars(LIMITS)}}


def linear(forcing, state, p):
    """Moisture is linear in the parameters: level and twin shift it, swing follows the wave."""
    shift = WEIGHTS["level"] * p["level"] + WEIGHTS["twin"] * p["twin"] + p["known"]
    swing = WEIGHTS["swing"] * forcing["wave"] * p["swing"]
    moisture = shift + swing + WEIGHTS["thirst"] * p["thirst"] * forcing["wave"] ** 2
    made = {
        "surface_soil_moisture": moisture + 0.0 * p["idle"],
        "evapotranspiration": 1.0 + 0.5 * p["thirst"] + 0.1 * p["level"],
    }
    return {"store": 0.0 * state["store"]}, made


MODEL = ProcessModel(
    name="linear",
    forcings=(Variable("wave", "1"),),
    parameters=tuple(Parameter(n, "1", 0.0, 1.0, 0.5, "of a test", "made up") for n in WEIGHTS),
    states=(Variable("store", "mm"),),
    outputs=(Variable("surface_soil_moisture", "m3 m-3"), Variable("evapotranspiration", "mm d-1")),
    step=linear,
    initial_state=lambda p: {"store": 0.0 * p["level"]},
)


def linear_problem():
    days = DAYS + TEST_DAYS
    wave = torch.sin(torch.arange(days, dtype=torch.float64) * 2 * torch.pi / 20)
    shape = (days, CELLS)
    draw = torch.Generator().manual_seed(0)
    return Problem(
        model=MODEL,
        calibrated=("level",),
        target=MOISTURE,
        operator=RESCALED,
        loss=RMSE(),
        forcing={"wave": wave[:, None].repeat(1, CELLS)},
        observed=torch.full(shape, 0.3, dtype=torch.float64),
        used=torch.rand(shape, generator=draw) < 0.6,
        priors={n: torch.full((CELLS,), 0.5, dtype=torch.float64) for n in WEIGHTS},
        training=slice(0, DAYS),
        test=slice(DAYS, days),
        warmup=Warmup(("store",), 1.0, 2),
        engine="torch",
    )


@pytest.fixture(scope="module")
def problem():
    return all_free(linear_problem(), ["known"])


@pytest.fixture(scope="module")
def found(problem):
    return sobol(problem, [0, 2], samples=256, seed=0)


@pytest.fixture(scope="module")
def slopes(problem):
    return information(problem, step=0.02)


@pytest.fixture(scope="module")
def recovered():
    """Level, swing and thirst found, each in both worlds; twin in one; idle is constant."""
    random, parts = np.random.default_rng(0), []
    for world in (0, 1):
        for name in NAMES:
            true = random.random(50)
            other = random.random(50) if name == "twin" and world else true**2
            parts.append(pd.DataFrame({"true": true, "found": 0.5 if name == "idle" else other}))
            parts[-1] = parts[-1].assign(world=world, parameter=name, cell=range(50))
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def verdict(found, slopes, recovered):
    products = slopes["information"].to_numpy()
    return verdicts(found, products, recovered, NAMES, NOISE, LIMITS)


@pytest.fixture(scope="module")
def table(found, slopes, recovered, verdict):
    sets = {"paper": ["level"], "extended": ["level", "twin"]}
    made = identifiability.build(
        found, slopes, recovered, verdict, sets, noise=NOISE, world="generated truth"
    )
    return made.assign(dataset="smap", model="linear")


def test_every_parameter_but_the_known_is_free_and_the_test_year_is_cut_off(problem):
    assert problem.space.names == tuple(NAMES)
    assert len(problem.observed) == len(problem.used) == len(problem.forcing["wave"]) == DAYS
    assert problem.test == problem.training == slice(0, DAYS)


def test_days_of_the_test_year_change_nothing(problem, found, slopes):
    whole = linear_problem()
    changed = whole.observed.clone()
    changed[DAYS:] = 0.9
    weather = whole.forcing["wave"].clone()
    weather[DAYS:] = 5.0
    other = all_free(replace(whole, observed=changed, forcing={"wave": weather}), ["known"])
    pd.testing.assert_frame_equal(sobol(other, [0, 2], samples=256, seed=0), found)
    xr.testing.assert_identical(information(other, step=0.02), slopes)


def test_sobol_indices_of_a_linear_model_are_shares_of_variance(problem, found):
    used = problem.used[:, 0]
    wave = problem.forcing["wave"][used, 0].numpy()
    squares = {"level": 0.4**2, "twin": 0.2**2, "swing": 0.2**2 * (wave**2).mean()}
    squares |= {"thirst": 0.02**2 * (wave**4).mean(), "idle": 0.0}
    of = found[(found["position"] == 0) & (found["quantity"] == TARGET)].set_index("parameter")
    for name, square in squares.items():
        share = square / sum(squares.values())
        assert of.loc[name, "total"] == pytest.approx(share, abs=0.02)
        assert of.loc[name, "first"] == pytest.approx(share, abs=0.05)
        assert of.loc[name, "effect"] == pytest.approx((square / 12) ** 0.5, rel=0.1, abs=1e-9)


def test_quantities_are_those_of_observed_days(found):
    assert set(found["quantity"]) == {TARGET, "target_mean", "target_sd", "misfit", ET}
    of = found[found["position"] == 0].set_index(["quantity", "parameter"])
    assert of.loc[("target_sd", "swing"), "total"] > 0.8  # level does not change the spread
    assert of.loc[("target_sd", "level"), "total"] < 0.05
    assert of.loc[(ET, "thirst"), "effect"] == pytest.approx(365.25 * 0.5 / 12**0.5, rel=0.1)
    assert of.loc[(ET, "thirst"), "mean"] == pytest.approx(365.25 * 1.3, rel=0.01)


def test_same_seed_same_indices_and_a_cell_does_not_depend_on_others(problem, found):
    again = sobol(problem, [2], samples=256, seed=0)
    alone = found[found["position"] == 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(again, alone)


def test_where_nothing_varies_indices_are_zero():
    def still(forcing, state, p):
        return state, dict.fromkeys(MODEL.output_names, 0.2 + 0.0 * forcing["wave"])

    calm = replace(linear_problem(), model=replace(MODEL, step=still))
    made = sobol(all_free(calm, []), [0], samples=4, seed=0)
    assert (made[["first", "total", "effect"]] == 0).all(axis=None)


def test_information_is_that_of_the_slopes_on_observed_days(problem, slopes):
    days = problem.used.sum(0).numpy()
    np.testing.assert_array_equal(slopes["days"], days)
    of = slopes["information"]
    np.testing.assert_allclose(of.sel(parameter="level", other="twin"), 0.4 * 0.2 * days, rtol=1e-9)
    assert (of.sel(parameter="idle") == 0).all()


def test_slopes_at_the_end_of_a_range_are_taken_to_one_side(slopes):
    whole = linear_problem()
    ends = whole.priors | {"level": torch.tensor([0.0, 1.0, 7.0], dtype=torch.float64)}
    made = information(all_free(replace(whole, priors=ends), ["known"]), step=0.02)
    np.testing.assert_allclose(made["information"], slopes["information"], atol=1e-9)


def test_standard_errors_alone_and_together():
    products = np.array([[[4.0, 2.0], [2.0, 1.0]]])  # the second does what the first does
    alone = standard_errors(products, 0.1, [0])
    assert alone.item() == pytest.approx((12 + 4.0 / 0.01) ** -0.5)
    both = standard_errors(products, 0.1, [0, 1])
    assert both[0, 0] > 2 * alone.item()
    nothing = standard_errors(np.zeros((1, 2, 2)), 0.1, [0, 1])
    np.testing.assert_allclose(nothing, 12**-0.5)


def test_collinearity_is_one_of_directions_apart_and_large_of_the_same():
    products = np.array([[[4.0, 0.0, 3.9], [0.0, 1.0, 0.0], [3.9, 0.0, 4.0]]] * 2)
    days = np.array([10.0, 10.0])
    np.testing.assert_allclose(collinearity(products, days, [0, 1]), 1.0)
    np.testing.assert_allclose(collinearity(products, days, [0, 2]), (1 - 0.975) ** -0.5)
    nearest, cosine = most_alike(products, days)
    assert nearest[0] == 2 and nearest[2] == 0
    assert cosine[0] == pytest.approx(0.975)
    idle = products * np.array([0.0, 1.0, 1.0])[:, None] * np.array([0.0, 1.0, 1.0])
    assert np.isnan(collinearity(idle, days, [0, 1])).all()
    assert np.isnan(most_alike(idle, days)[1][0])


def test_agreement_is_of_ranks_and_values_in_each_world(recovered):
    of = agreement(recovered).set_index(["world", "parameter"])
    assert of.loc[(0, "level"), "rank_r"] == pytest.approx(1.0)
    assert 0.9 < of.loc[(0, "level"), "r"] < 1.0
    assert abs(of.loc[(1, "twin"), "rank_r"]) < 0.5
    assert np.isnan(of.loc[(0, "idle"), "r"])
    half = recovered[(recovered["world"] == 0) & (recovered["parameter"] == "idle")]
    expected = ((half["true"] - 0.5) ** 2).mean() ** 0.5
    assert of.loc[(0, "idle"), "rmse"] == pytest.approx(expected)


def test_et_moved_per_noise_of_moisture(found):
    ratio = et_per_target(found, NOISE).loc[0]
    of = found[found["position"] == 0].set_index(["quantity", "parameter"])
    moved = 100 * of.loc[(ET, "level"), "effect"] / of.loc[(ET, "level"), "mean"]
    assert ratio["level"] == pytest.approx(moved / of.loc[(TARGET, "level"), "effect"] * NOISE)
    assert ratio["thirst"] > 10 * ratio["level"] and ratio["idle"] == 0


def test_verdicts_follow_the_limits(verdict):
    assert verdict["moves_et"].to_dict() == {name: name == "thirst" for name in NAMES}
    # level and twin do the same: neither is told from the other, but one of them can be found
    assert verdict["constrained"].to_dict() == {name: name == "swing" for name in NAMES}
    assert verdict["chosen"].to_dict() == {name: name in ("level", "swing") for name in NAMES}


def test_poor_recovery_is_not_constrained(found, slopes, recovered):
    poor = recovered.assign(found=recovered["found"].sample(frac=1.0, random_state=0).to_numpy())
    made = verdicts(found, slopes["information"].to_numpy(), poor, NAMES, NOISE, LIMITS)
    assert not made["constrained"].any()


def test_a_candidate_that_spoils_the_others_is_passed_over(slopes):
    products = slopes["information"].to_numpy()
    place = NAMES.index
    assert choose(products, [place("twin"), place("level")], NOISE, 0.2) == [place("twin")]
    assert choose(products, [place("idle"), place("level")], NOISE, 0.2) == [place("level")]


def test_the_log_tells_of_parameters_that_the_rule_leaves_out(verdict, caplog):
    with caplog.at_level(logging.WARNING):
        told = warn(verdict, {"extended": ["level", "thirst", "idle"]}, "extended")
    assert told == ["thirst", "idle"]
    assert "calibrated_sets.extended holds thirst, which moves evapotranspiration" in (caplog.text)
    assert "holds idle, which is not constrained" in caplog.text
    caplog.clear()
    assert warn(verdict, {"extended": ["level", "swing"]}, "extended") == []
    assert caplog.text == ""


def test_table_has_each_parameter_with_its_sets_and_verdicts(table):
    assert list(dict.fromkeys(table["parameter"])) == NAMES
    marks = table.drop_duplicates("parameter").set_index("parameter")
    assert marks.loc["level", "in_set"] == "paper+extended"
    assert marks.loc["idle", "in_set"] == identifiability.NO_SET
    assert marks.loc["level", "looks_like"] == "twin"
    assert marks["chosen"].value_counts().to_dict() == {"no": 3, "yes": 2}
    assert not table.duplicated(["parameter", "quantity", "statistic"]).any()
    assert (table.groupby("quantity")["unit"].nunique() == 1).all()


def test_statistics_of_the_table_are_over_cells_or_worlds(table, slopes):
    rows = table.set_index(["parameter", "quantity", "statistic"])
    errors = standard_errors(slopes["information"].to_numpy(), NOISE, [0])
    row = rows.loc[("level", "standard_error_alone", "q75")]
    assert row["value"] == pytest.approx(np.quantile(errors, 0.75)) and row["n"] == CELLS
    together = standard_errors(slopes["information"].to_numpy(), NOISE, [0, 1, 2])[:, 2]
    row = rows.loc[("swing", "standard_error_extended", "median")]  # as if it were in the set
    assert row["value"] == pytest.approx(np.median(together))
    row = rows.loc[("twin", "recovery_rank_r", "highest")]
    assert row["value"] == pytest.approx(1.0) and row["n"] == 2
    assert row["basis"] == "generated truth"
    row = rows.loc[("idle", "recovery_rank_r", "median")]
    assert np.isnan(row["value"]) and row["n"] == 0


def test_figure_has_limits_verdicts_and_the_strongest_parameter_on_top(table):
    drawn = figure.plot({"identifiability": table}, SMAP, ASKED)
    indices, errors, ranks, ratios, verdicts_panel = drawn.axes
    names = [text.get_text() for text in indices.get_yticklabels()]
    assert set(names) == set(NAMES) and names[-1] == "level"
    assert len(indices.patches) == 2 * len(NAMES)
    for ax, limit in zip((indices, errors, ranks, ratios), vars(LIMITS).values(), strict=True):
        dotted = [line for line in ax.get_lines() if line.get_linestyle() == ":"]
        assert [set(line.get_xdata()) for line in dotted] == [{limit}]
    columns = [text.get_text() for text in verdicts_panel.get_xticklabels()]
    assert columns == ["paper", "extended", "constrained", "moves ET", "chosen"]
    filled = verdicts_panel.collections[0].get_array().reshape(len(names), len(columns)) > 0
    moving = filled[:, columns.index("moves ET")]
    assert [name for name, moves in zip(names, moving, strict=True) if moves] == ["thirst"]
    assert drawn.get_size_inches()[0] == style.DOUBLE
    assert "2 cells" in drawn.get_suptitle() and "3 cells" in drawn.get_suptitle()
    assert (
        "generated truth" in drawn.get_suptitle() and "generated world" not in drawn.get_suptitle()
    )
    twin = figure.plot({"identifiability": table}, TWIN, ASKED)
    assert "generated world" in twin.get_suptitle()


def test_figure_of_half_a_table_is_an_error(table):
    half = table[table["quantity"] != figure.RECOVERY]
    with pytest.raises(DataError, match="got none of recovery_rank_r"):
        figure.plot({"identifiability": half}, SMAP, ASKED)
