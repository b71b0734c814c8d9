"""The reference engine: the step run day by day in eager torch, on any device and dtype."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from fpl.physics.process_model import ProcessModel


def run(
    model: ProcessModel,
    forcing: Mapping[str, Tensor],
    parameters: Mapping[str, Tensor],
    state: Mapping[str, Tensor],
    outputs: Sequence[str],
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Outputs ``(day, cell)`` and the state at the end ``(cell,)``, differentiable by autograd."""
    # unbind, not an index a day: the gradient of each index would fill an array of all days
    daily = {name: forcing[name].unbind(0) for name in model.forcing_names}
    varying = {name: parameters[name].unbind(0) for name in model.dynamic}
    days = len(daily[model.forcing_names[0]])
    series: dict[str, list[Tensor]] = {name: [] for name in outputs}
    now = dict(state)
    today = dict(parameters)
    for day in range(days):
        today |= {name: values[day] for name, values in varying.items()}
        now, made = model.step({f: daily[f][day] for f in daily}, now, today)
        for name in outputs:
            series[name].append(made[name])
    return {name: torch.stack(values) for name, values in series.items()}, now
