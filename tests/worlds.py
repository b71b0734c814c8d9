"""Small worlds that tests share: forcing and parameters within VIC's ranges, from a seed."""

from collections.abc import Sequence

import torch
from torch import Tensor

from fpl.engine import Warmup
from fpl.engine.checks import check_forcing
from fpl.physics.process_model import ProcessModel
from fpl.problem.objective import RMSE
from fpl.problem.operator import Identity, Rescaled
from fpl.problem.problem import Problem
from fpl.terms import Target

MOISTURE = Target("surface_soil_moisture", "m3 m-3", "surface soil moisture")
UNITLESS = MOISTURE._replace(unit="1")  # of the small models
RESCALED = Rescaled("m3 m-3", -0.4, 0.4)


def forcing(
    cells: int, days: int, dtype: torch.dtype = torch.float64, seed: int = 0
) -> dict[str, Tensor]:
    """What VIC is driven by, with rain, snow, frost and heat, each ``(day, cell)``."""
    draw = torch.Generator().manual_seed(seed)

    def uniform() -> Tensor:
        return torch.rand(days, cells, generator=draw, dtype=torch.float64)

    season = torch.sin(2 * torch.pi * torch.arange(days, dtype=torch.float64) / 365)[:, None]
    rain = torch.where(uniform() < 0.3, -10.0 * torch.log(1.0 - 0.999 * uniform()), 0.0)
    warmth = 6.0 + 12.0 * season + 8.0 * (uniform() - 0.5)
    made = {
        "precipitation": rain,
        "snowfall": rain * (0.5 - warmth).clamp(0.0, 1.0),
        "air_temperature": warmth,
        "shortwave": 30.0 + (120.0 + 100.0 * season) * uniform(),
        "longwave": 250.0 + 80.0 * season + 50.0 * uniform(),
        "vapour_pressure_deficit": (600.0 + 500.0 * season) * uniform() + 20.0,
        "wind_speed": 0.5 + 6.0 * uniform(),
        "leaf_area_index": 2.0 + 1.5 * season + 0.0 * warmth,
        "albedo": 0.15 + 0.05 * uniform(),
    }
    return {name: values.to(dtype) for name, values in made.items()}


def parameters(
    model: ProcessModel, cells: int, dtype: torch.dtype = torch.float64, seed: int = 1
) -> dict[str, Tensor]:
    """Every parameter anywhere in its range, each ``(cell,)``."""
    draw = torch.Generator().manual_seed(seed)
    return {
        p.name: p.from_unit(torch.rand(cells, generator=draw, dtype=torch.float64)).to(dtype)
        for p in model.parameters
    }


def problem(
    model: ProcessModel,
    calibrated: Sequence[str],
    cells: int = 6,
    days: int = 200,
    dtype: torch.dtype = torch.float64,
    **changes: object,
) -> Problem:
    """A Problem whose observations are the model's own at parameters inside the ranges."""
    weather = forcing(cells, days, dtype)
    check_forcing(model, weather)
    known = parameters(model, cells, dtype)
    half = days // 2
    blank = torch.zeros(days, cells, dtype=dtype)
    made = Problem(
        model=model,
        calibrated=tuple(calibrated),
        target=MOISTURE,
        operator=Identity(),
        loss=RMSE(),
        forcing=weather,
        observed=blank,
        used=torch.rand(days, cells, generator=torch.Generator().manual_seed(2)) < 0.5,
        priors=known,
        training=slice(0, half),
        test=slice(half, days),
        warmup=Warmup(("w1", "w2", "snow_ice"), 1.0, 3),
        fluxes={n: n for n in ("evapotranspiration", "runoff", "baseflow")}
        | {"swe": "snow_water_equivalent"},
    )
    truth = simulated(made, known)
    fields = {**vars(made), "observed": truth, **changes}
    names = Problem.__dataclass_fields__
    return Problem(**{name: fields[name] for name in names})


def simulated(problem: Problem, parameters: dict[str, Tensor]) -> Tensor:
    """The target ``(day, cell)`` over training and test, as it would be observed."""
    return problem.simulation(parameters, (problem.target.output,))[problem.target.output]
