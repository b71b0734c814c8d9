"""What is run: models on the real forcing and priors, tiled to any number of cells and days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fpl import config
from fpl.errors import ConfigError
from fpl.physics.process_model import ProcessModel
from fpl.physics.snow_bucket import snow_bucket
from fpl.physics.vic import demand, vic
from fpl.physics.vic.vegetation import daily, vegetation
from fpl.problem.files import Inputs, open_problem

SUBSTEPS = (1, 4, 24)
GRASS = 10  # IGBP class
# The output that a loss is made of.
LOSS_ON = {"vic": "surface_soil_moisture", "snow_bucket": "streamflow"}


@dataclass(frozen=True)
class Subject:
    """A model under test. ``substeps`` is 1 where a model has none."""

    name: str
    substeps: int
    model: ProcessModel

    @property
    def output(self) -> str:
        """The output that a loss is made of."""
        return LOSS_ON[self.name]


def subjects(substeps: Sequence[int] = SUBSTEPS) -> list[Subject]:
    """VIC as the replication has it, with each of these numbers of sub-steps, and the
    snow-and-bucket model."""
    return [Subject("vic", n, vic(n, capillary=True)) for n in substeps] + [
        Subject("snow_bucket", 1, snow_bucket())
    ]


@dataclass
class World:
    """The real dataset; ``settings`` is the configuration of the replication."""

    inputs: Inputs
    settings: dict
    _tiled: dict[tuple[str, int, int], Tensor] = field(default_factory=dict)

    def forcing(self, model: ProcessModel, cells: int, days: int) -> dict[str, Tensor]:
        """Forcing of ``model``, each ``(day, cell)`` float32: the cells of the dataset over and
        over, and its days likewise. Kept, so that many cases share one copy."""
        return {name: self._tile(name, cells, days) for name in model.forcing_names}

    def parameters(self, model: ProcessModel, cells: int) -> dict[str, Tensor]:
        """Parameters ``(cell,)`` float32, each a leaf that wants a gradient: priors of the places
        where there are any, else defaults."""
        known = self.inputs.problem.priors
        made = {}
        for parameter in model.parameters:
            some = known.get(parameter.name, torch.tensor([parameter.default]))
            made[parameter.name] = _over_and_over(some.float(), cells).requires_grad_()
        return made

    def _forcing(self, name: str) -> Tensor:
        """Of the dataset; potential evaporation, which VIC works out itself, of grass."""
        problem = self.inputs.problem
        if name != "potential_evaporation":
            return problem.forcing[name]
        days = self.inputs.forcing["time"].dt.dayofyear.to_numpy()
        return grass_evaporation(problem.forcing, problem.priors["elevation"], days)

    def _tile(self, name: str, cells: int, days: int) -> Tensor:
        values = self._forcing(name)
        longest = max(days, len(values))
        key = (name, cells, longest)
        if key not in self._tiled:
            long = _over_and_over(values.float(), longest, 0)
            self._tiled[key] = _over_and_over(long, cells, 1)
        return self._tiled[key][:days]


def grass_evaporation(
    forcing: Mapping[str, Tensor], elevation: Tensor, day_of_year: NDArray[np.integer]
) -> Tensor:
    """Potential evaporation (mm/d) ``(day, cell)``: of grass that never lacks water.

    forcing : VIC's, ``(day, cell)``. The grass is that of VIC's vegetation library; the ground heat
    flux is left out.
    """
    grass = vegetation([GRASS])
    like = forcing["shortwave"]
    lai, albedo = (
        torch.as_tensor(daily(monthly, day_of_year), dtype=like.dtype)
        for monthly in (grass.lai, grass.albedo)
    )
    absorbed = (1.0 - albedo) * like
    temperature, vpd = forcing["air_temperature"], forcing["vapour_pressure_deficit"]
    leaves = demand.stomata(
        absorbed=absorbed,
        temperature=temperature,
        vpd=vpd,
        lai=lai,
        rmin=torch.full_like(like, grass.rmin[0]),
        rgl=torch.full_like(like, grass.rgl[0]),
    )
    drag = demand.resistance_times_wind(
        roughness=grass.roughness[0], displacement=grass.displacement[0]
    )
    return demand.penman_monteith(
        available=demand.net_radiation(
            absorbed=absorbed, longwave=forcing["longwave"], temperature=temperature
        ),
        air=demand.air_of(temperature=temperature, vpd=vpd, elevation=elevation),
        ra=drag / forcing["wind_speed"],
        rc=leaves.resistance(),
        rarc=float(grass.rarc[0]),
    )


def _over_and_over(values: Tensor, length: int, axis: int = 0) -> Tensor:
    index = torch.arange(length) % values.shape[axis]
    return values.index_select(axis, index)


def open_world(folder: Path, configuration: Path = Path("config/config.yaml")) -> World:
    """The prepared dataset in ``folder`` (forcing.nc, observations.nc, attributes.nc).

    Raises
    ------
    ConfigError
        If the files are not there.
    """
    paths = {name: folder / f"{name}.nc" for name in ("forcing", "observations", "attributes")}
    missing = [str(path) for path in paths.values() if not path.exists()]
    if missing:
        raise ConfigError(f"{', '.join(missing)} not found; make them with `make bench`")
    settings = config.read(configuration).cases["smap"].model_dump(mode="json")
    model = settings["models"][settings["headline"]]
    return World(open_problem(**paths, settings=settings, model=model), settings)
