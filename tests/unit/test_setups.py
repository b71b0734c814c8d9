"""Set-ups: what drives each model, and that what does not fit is refused before any run."""

from dataclasses import replace

import basins
import numpy as np
import pytest
import torch
from basins import STREAMFLOW, files, setup, world
from worlds import MOISTURE, RESCALED

from fpl.data import schema
from fpl.errors import ConfigError, DataError
from fpl.models import MODELS
from fpl.models.snow_bucket import DECLARATION as SNOW_BUCKET
from fpl.models.vic import DECLARATION as VIC
from fpl.physics.evaporation import potential_evaporation
from fpl.problem.objective import objective_named
from fpl.problem.operator import Identity, Rescaled, operator_named
from fpl.setups import open_setup
from fpl.terms import Target

VIC_SECTION = {"runoff_steps": 1, "sharing": "layered", "ranges": {}}


def vic(section=None, **model):
    processes = {"vic": VIC_SECTION | (section or {})}
    return open_setup({"processes": processes}, {"process": "vic"} | model)


def test_every_declared_model_has_a_set_up_and_no_other(root):
    modules = {path.stem for path in (root / "src/fpl/setups").glob("*.py")}
    assert modules - {"__init__", "setup"} == set(MODELS)


@pytest.mark.parametrize("opened", [vic(), setup()], ids=["vic", "snow_bucket"])
def test_declaration_and_physics_are_of_one_model(opened):
    model, declared = opened.model, opened.declaration
    assert model.forcings == declared.forcings and model.outputs == declared.outputs
    assert model.parameter_names == declared.parameter_names
    assert model.state_names == declared.state_names
    assert opened.settles == declared.settles
    assert set(opened.fluxes.values()) <= set(declared.output_names)
    units = {state.name: state.unit for state in declared.states}
    assert {units[name] for name in opened.settles} == {"mm"}
    assert set(declared.offsets) <= set(declared.output_names)


@pytest.mark.parametrize("declared", MODELS.values(), ids=MODELS)
def test_the_data_have_the_units_that_the_models_take(declared):
    """A model's forcing that has the name of a variable of the data is passed on as it is."""
    shared = [v for v in declared.forcings if v.name in declared.needs_forcing]
    assert {"precipitation", "air_temperature"} <= {variable.name for variable in shared}
    for variable in shared:
        assert schema.FORCING[variable.name].units == variable.unit, variable.name
    assert set(declared.needs_forcing) <= set(schema.FORCING)


def test_switches_reach_the_model():
    assert vic(capillary=True, dynamic=["infilt"]).model.dynamic == ("infilt",)
    assert setup({"ranges": {"FC": [90.0, 400.0]}}).model.parameter("FC").low == 90.0
    assert setup({"settles": ["soil"]}).settles == ("soil",)


def test_forcing_of_the_snow_bucket():
    forcing, attributes = files()
    driving = setup().drivers(forcing, attributes)
    for name in ("precipitation", "air_temperature"):
        np.testing.assert_array_equal(driving[name].T, forcing[name])
    assert driving["potential_evaporation"].shape == driving["precipitation"].shape
    priors = setup().priors(forcing, attributes)
    assert {name: set(values) for name, values in priors.items()} == {
        p.name: {p.default} for p in SNOW_BUCKET.parameters
    }


def test_potential_evaporation_by_hand():
    # FAO-56, example 8: 3 September at 20 degrees south, 32.2 MJ m-2 d-1 at the top of the
    # atmosphere; at 20 degC Oudin's formula gives 32.2 / 2.45 * 25 / 100 mm
    warm = torch.tensor([[20.0], [-5.0], [-20.0]], dtype=torch.float64)
    day = torch.full((3,), 246)
    south = torch.tensor([-20.0], dtype=torch.float64)
    made = potential_evaporation(temperature=warm, latitude=south, day_of_year=day)[:, 0]
    assert made[0].item() == pytest.approx(32.2 / 2.45 * 0.25, rel=2e-3)
    assert made[1:].tolist() == [0.0, 0.0]


def problem(**changes):
    return replace(world().problem, **changes)


def test_a_process_that_is_not_known_or_not_configured_is_an_error_that_lists_the_others():
    with pytest.raises(ConfigError, match="no process model 'hbv'; expected one of vic, snow_buck"):
        open_setup({"processes": {}}, {"process": "hbv"})
    with pytest.raises(ConfigError, match=r"runs vic, but .* processes has only snow_bucket"):
        open_setup({"processes": {"snow_bucket": {}}}, {"process": "vic"})


def test_states_and_parameters_that_the_model_has_not_are_errors():
    with pytest.raises(ConfigError, match=r"snow_bucket.settles names w1, but .* snow, snow_liq"):
        setup({"settles": ["soil", "w1"]})
    with pytest.raises(ConfigError, match="model snow_bucket has no parameter 'infilt'"):
        setup(dynamic=["infilt"])
    with pytest.raises(ConfigError, match=r"processes.snow_bucket.ranges names unknown .* infilt"):
        setup({"ranges": {"infilt": [0.1, 0.2]}})


def test_a_target_that_the_model_does_not_give_is_an_error():
    with pytest.raises(ConfigError, match=r"surface_soil_moisture.*snow_bucket.*streamflow, evapo"):
        problem(target=MOISTURE)
    with pytest.raises(ConfigError, match=r"target.unit is 'm3 s-1'.*streamflow in 'mm d-1'"):
        problem(target=Target("streamflow", "m3 s-1", "discharge"))


def test_an_operator_made_for_another_target_is_an_error():
    with pytest.raises(ConfigError, match=r"-0.4 to 0.4 is in m3 m-3, but .* streamflow .* mm d-1"):
        problem(operator=RESCALED)
    with pytest.raises(ConfigError, match=r"rescaled does not fit target streamflow .* snow_b"):
        operator_named("rescaled", STREAMFLOW, SNOW_BUCKET)
    with pytest.raises(ConfigError, match="'squared'; expected one of identity, rescaled"):
        operator_named("squared", STREAMFLOW, SNOW_BUCKET)
    assert operator_named("rescaled", MOISTURE, VIC) == Rescaled("m3 m-3", -0.4, 0.4)
    assert operator_named("identity", STREAMFLOW, SNOW_BUCKET) == Identity()


def test_an_operator_in_the_unit_of_the_target_is_searched_with_the_parameters():
    this = problem(operator=Rescaled("mm d-1", -1.0, 1.0))
    assert this.space.names[-2:] == ("observation_scale", "observation_offset")
    assert [p.unit for p in this.operator.parameters] == ["1", "mm d-1"]
    found = this.parameters(torch.full((len(this.space), this.cells), 0.5))
    a, b = this.operator.affine(found)
    output = torch.ones(2, this.cells)
    assert torch.equal(this.operator(output, found), a * output + b)


def test_an_objective_that_is_not_known_is_an_error():
    with pytest.raises(ConfigError, match="one of rmse, rsr, kge, got 'nse'"):
        objective_named("nse")


@pytest.mark.parametrize("lacking", ["air_temperature", "precipitation"])
def test_forcing_that_a_set_up_needs_and_the_files_lack_is_an_error(lacking):
    forcing, attributes = files()
    with pytest.raises(DataError, match=f"snow_bucket needs forcing {lacking}, but .* vapour_pres"):
        setup().check(forcing.drop_vars(lacking), attributes)
    setup().check(forcing, attributes)


def test_every_thing_that_vic_lacks_is_named():
    forcing, attributes = files()
    with pytest.raises(DataError, match=r"vic needs attribute sand, .* land_cover, coordinate ele"):
        vic().check(forcing, attributes)


def test_observations_of_another_variable_are_an_error(monkeypatch):
    real = basins.assemble

    def of_moisture(**given):
        spoilt = given["observations"].copy()
        spoilt["observed"].attrs["units"] = "m3 m-3"
        return real(**given | {"observations": spoilt})

    monkeypatch.setattr(basins, "assemble", of_moisture)
    with pytest.raises(DataError, match=r"observations of streamflow in mm d-1, .* got m3 m-3"):
        world()
