"""The source ``generated_basins``: basins whose streamflow the process model of the case simulates.

Weather, attributes and true parameters come from a seed; streamflow is observed as gauges observe
it: with errors that last for weeks, and with gaps in spells.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fpl.problem.files import Inputs
from fpl.twin.basins.attributes import attributes
from fpl.twin.basins.gauge import observations
from fpl.twin.basins.weather import weather
from fpl.twin.world import World, span, true_unit


def world(settings: Mapping[str, Any]) -> World:
    """The world of the section ``data``, on the days of the section ``periods``."""
    data, seed = settings["data"], int(settings["data"]["seed"])
    places, climate = attributes(basins=int(data["basins"]), seed=seed)
    days = weather(attributes=places, climate=climate, **span(settings), seed=seed)

    def unit(inputs: Inputs) -> NDArray[np.float64]:
        searched = map(inputs.problem.model.parameter, inputs.problem.calibrated)
        defaults = [parameter.to_unit(np.array(parameter.default)) for parameter in searched]
        return true_unit(inputs, data["parameter_noise"], seed, np.array(defaults))

    return World(
        forcing=days,
        attributes=places,
        unit=unit,
        observe=lambda streamflow: observations(
            streamflow,
            days,
            noise=float(data["observation_noise"]),
            gap_share=float(data["gap_share"]),
            seed=seed,
        ),
        place="basin",
        title="no real basin, no real observation",
    )
