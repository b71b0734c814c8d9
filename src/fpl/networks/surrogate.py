"""An LSTM in place of a process model: forcing and parameters of a cell to the model's outputs."""

import torch
from torch import Tensor, nn


class SurrogateLSTM(nn.Module):
    """One LSTM for all cells: daily forcing, and parameters that do not change, to daily outputs.

    Inputs and outputs are in physical units; the scaling is part of the network and is kept with
    its weights. Forcing passes through an inverse hyperbolic sine after scaling, so that a
    downpour does not drown the other days. The parameters pass through a hidden layer, are
    concatenated to the forcing of each day, and set a level and an amplitude of each output.
    """

    forcing_scale: Tensor
    static_scale: Tensor
    output_scale: Tensor

    def __init__(self, forcings: int, statics: int, outputs: int, *, hidden: int) -> None:
        super().__init__()
        self.embed = nn.Sequential(nn.Linear(statics, hidden), nn.Tanh())
        self.lstm = nn.LSTM(forcings + hidden, hidden)
        self.head = nn.Linear(hidden, outputs)
        self.level = nn.Linear(hidden, outputs)
        self.amplitude = nn.Linear(hidden, outputs)
        for name, size in (("forcing", forcings), ("static", statics), ("output", outputs)):
            plain = torch.stack([torch.zeros(size), torch.ones(size)])
            self.register_buffer(f"{name}_scale", plain)  # mean, standard deviation

    def fit_scaling(self, forcing: Tensor, static: Tensor, output: Tensor) -> None:
        """Take means and standard deviations from training data; the last dimension is the
        variable."""
        for scale, values in (
            (self.forcing_scale, forcing),
            (self.static_scale, static),
            (self.output_scale, output),
        ):
            flat = values.reshape(-1, values.shape[-1])
            deviation = flat.std(0, correction=0)
            scale[0] = flat.mean(0)
            scale[1] = torch.where(deviation > 1e-6, deviation, torch.ones_like(deviation))

    def forward(self, forcing: Tensor, static: Tensor) -> Tensor:
        """Outputs ``(day, cell, output)`` of forcing ``(day, cell, forcing)`` and parameters
        ``(cell, parameter)``."""
        mean, deviation = self.output_scale
        return mean + deviation * self.scaled(forcing, static)

    def scaled(self, forcing: Tensor, static: Tensor) -> Tensor:
        """What :meth:`forward` gives, less the mean, in standard deviations."""
        weather = torch.asinh((forcing - self.forcing_scale[0]) / self.forcing_scale[1])
        known = self.embed((static - self.static_scale[0]) / self.static_scale[1])
        daily = known.expand(len(forcing), -1, -1)
        states, _ = self.lstm(torch.cat([weather, daily], dim=-1))
        amplitude = torch.exp(self.amplitude(known))
        outputs: Tensor = self.level(known) + amplitude * self.head(states)
        return outputs
