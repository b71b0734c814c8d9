"""What is run: models on the real forcing and priors, tiled to any number of cells and days."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from fpl import config
from fpl.errors import ConfigError
from fpl.physics.process_model import ProcessModel
from fpl.physics.snow_bucket import snow_bucket
from fpl.physics.vic import vic
from fpl.problem.files import Files, Inputs, open_from
from fpl.setups.snow_bucket import drivers

SUBSTEPS = (1, 4, 24)


@dataclass(frozen=True)
class Subject:
    """A model under test, ``output`` is what a loss is made of. ``substeps`` is 1 where a model has
    none."""

    name: str
    substeps: int
    model: ProcessModel
    output: str


def subjects(substeps: Sequence[int] = SUBSTEPS) -> list[Subject]:
    """VIC as the replication has it, with each of these numbers of sub-steps, and the
    snow-and-bucket model."""
    vics = [(n, vic(n, capillary=True)) for n in substeps]
    made = [Subject("vic", n, model, "surface_soil_moisture") for n, model in vics]
    return [*made, Subject("snow_bucket", 1, snow_bucket(), "streamflow")]


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
        known = {p.name: torch.tensor([p.default]) for p in model.parameters}
        known |= {n: v for n, v in self.inputs.problem.priors.items() if n in known}
        return {n: _over_and_over(v.float(), cells).requires_grad_() for n, v in known.items()}

    def _tile(self, name: str, cells: int, days: int) -> Tensor:
        known = self.inputs.problem.forcing
        if name not in known:  # potential evaporation, which VIC works out itself
            known = drivers(self.inputs.forcing, self.inputs.attributes)
        values = known[name]
        longest = max(days, len(values))
        key = (name, cells, longest)
        if key not in self._tiled:
            long = _over_and_over(values.float(), longest, 0)
            self._tiled[key] = _over_and_over(long, cells, 1)
        return self._tiled[key][:days]


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
    return World(open_from(Files(**paths), settings, model), settings)
