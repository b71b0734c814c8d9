"""Sub-steps and sensitivities: differences are those of simulations, on the days that count."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch
from worlds import problem

from fpl.errors import DataError
from fpl.evaluation.checks import NO_SET, sensitivity, substeps
from fpl.figures import sensitivity as figure
from fpl.figures import style
from fpl.physics.vic import vic
from fpl.problem.problem import OBSERVED

FINEST = 3  # sub-steps; few, since small worlds run on eager torch
SETS = {"paper": ["infilt", "Ds"], "extended": ["infilt", "porosity"]}


@pytest.fixture(scope="module")
def world():
    """A world too warm for snow, whose observations are the model's own at its priors."""
    made = problem(vic(FINEST), SETS["paper"], cells=5, days=40, engine="torch")
    warm = made.forcing | {"air_temperature": made.forcing["air_temperature"] + 20.0}
    made = replace(made, forcing=warm)
    truth = made.simulation(made.parameters(None), (OBSERVED,))[OBSERVED]
    return replace(made, observed=truth)


@pytest.fixture(scope="module")
def steps(world):
    models = {n: vic(n) for n in (1, 2, FINEST)}
    return substeps(world, {"prior": world.parameters(None)}, models)


@pytest.fixture(scope="module")
def moved(world):
    return sensitivity(world, SETS).assign(dataset="smap", model="vic_extended")


def value(table, statistic="median", **row):
    for name, wanted in (row | {"statistic": statistic}).items():
        table = table[table[name] == wanted]
    assert len(table) == 1
    return table["value"].item()


def surface(world, parameters):
    """Surface moisture (day, cell) of training, NaN where the day does not count."""
    made = world.simulation(parameters, (OBSERVED,))[OBSERVED][world.training].numpy()
    return np.where(world.used[world.training].numpy(), made, np.nan)


def test_substeps_are_compared_with_the_finest_model_on_used_days(world, steps):
    coarse, fine = (
        surface(replace(world, model=vic(n)), world.parameters(None)) for n in (1, FINEST)
    )
    expected = np.nanmean((coarse - fine) ** 2, axis=0) ** 0.5
    assert expected.min() > 0
    for statistic, share in (("q05", 5), ("median", 50), ("q95", 95)):
        found = value(steps, statistic, runoff_steps=1, quantity="moisture_rms_difference")
        assert found == pytest.approx(np.percentile(expected, share), rel=1e-9)
    found = value(steps, runoff_steps=1, quantity="moisture_mean_difference")
    assert found == pytest.approx(np.median(np.nanmean(coarse - fine, axis=0)), rel=1e-9)


def test_the_finest_model_does_not_differ_from_itself(steps):
    finest = steps[(steps["runoff_steps"] == FINEST) & steps["quantity"].str.contains("difference")]
    assert len(finest) == 9 and (finest["value"] == 0).all()
    rms = [value(steps, runoff_steps=n, quantity="moisture_rms_difference") for n in (1, 2, FINEST)]
    assert rms == sorted(rms, reverse=True)


def test_runoff_is_of_a_year_and_rmse_is_that_of_the_problem(world, steps):
    # the world's observations are those of the finest model at these parameters
    assert value(steps, runoff_steps=FINEST, quantity="training_rmse") < 2e-6
    assert value(steps, runoff_steps=1, quantity="training_rmse") > 1e-4
    daily = world.simulation(world.parameters(None), ("runoff",))["runoff"][world.training]
    expected = np.median(daily.numpy().mean(axis=0)) * 365.25
    assert value(steps, runoff_steps=FINEST, quantity="annual_runoff") == pytest.approx(expected)


def test_days_that_do_not_count_do_not_change_moisture(world, steps):
    one_day = torch.zeros_like(world.used)
    one_day[10] = True
    table = substeps(
        replace(world, used=one_day),
        {"prior": world.parameters(None)},
        {n: vic(n) for n in (1, FINEST)},
    )
    coarse, fine = (
        replace(world, model=vic(n)).simulation(world.parameters(None), (OBSERVED,))[OBSERVED][10]
        for n in (1, FINEST)
    )
    found = value(table, runoff_steps=1, quantity="moisture_rms_difference")
    assert found == pytest.approx(np.median((coarse - fine).abs().numpy()), rel=1e-9)


def test_sensitivity_moves_one_parameter_over_the_middle_half(world, moved):
    priors = world.parameters(None)
    for name in ("infilt", "porosity"):  # one searched in its logarithm, one not
        parameter = world.model.parameter(name)
        low, high = (
            surface(world, priors | {name: torch.full_like(priors[name], parameter.from_unit(u))})
            for u in (np.float64(0.25), np.float64(0.75))
        )
        expected = np.median(np.nanmean((high - low) ** 2, axis=0) ** 0.5)
        found = value(moved, parameter=name, quantity="moisture_rms_difference")
        assert found == pytest.approx(expected, rel=1e-4)
    row = moved[moved["parameter"] == "infilt"].iloc[0]
    parameter = world.model.parameter("infilt")
    assert row["low"] == pytest.approx(parameter.low**0.75 * parameter.high**0.25, rel=1e-6)


def test_every_parameter_has_a_row_of_each_quantity_and_quartile(world, moved):
    names = [p.name for p in world.model.parameters]
    assert list(dict.fromkeys(moved["parameter"])) == names
    assert len(moved) == len(names) * 2 * 3
    assert (moved["value"] >= 0).all() and (moved["n"] == world.cells).all()
    units = dict(zip(moved["quantity"], moved["unit"], strict=True))
    assert units == {
        "moisture_rms_difference": "m3 m-3",
        "annual_evapotranspiration_difference": "mm yr-1",
    }


def test_a_parameter_knows_its_sets(moved):
    sets = dict(zip(moved["parameter"], moved["sets"], strict=True))
    assert sets["infilt"] == "paper+extended"
    assert sets["Ds"] == "paper" and sets["porosity"] == "extended" and sets["cover"] == NO_SET


def test_snow_melt_moves_nothing_where_it_never_snows(moved):
    assert (moved.loc[moved["parameter"] == "melt_factor", "value"] == 0).all()
    assert value(moved, parameter="porosity", quantity="moisture_rms_difference") > 0.01


def test_figure_has_a_bar_for_each_parameter_and_the_noise(moved):
    drawn = figure.plot(moved)
    left, right = drawn.axes
    assert len(left.patches) == len(right.patches) == moved["parameter"].nunique()
    widths = [bar.get_width() for bar in left.patches]
    assert widths == sorted(widths)
    assert any(set(line.get_xdata()) == {figure.NOISE} for line in left.get_lines())
    assert "m$^3$ m$^{-3}$" in left.get_xlabel() and "mm yr" in right.get_xlabel()
    legend = [text.get_text() for text in right.get_legend().get_texts()]
    assert set(legend) == {"paper", "extended", "paper and extended", "neither"}
    assert drawn.get_size_inches()[0] == style.DOUBLE
    assert "5 cells" in drawn.get_suptitle() and "twin" not in drawn.get_suptitle()
    assert style.TWIN in figure.plot(moved.assign(dataset="twin")).get_suptitle()


def test_figure_of_half_a_table_is_an_error(moved):
    half: pd.DataFrame = moved[moved["quantity"] == figure.MOISTURE]
    with pytest.raises(DataError, match="got none of annual_evapotranspiration_difference"):
        figure.plot(half)
