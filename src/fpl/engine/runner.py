"""A run prepared once and repeated: what calibration calls hundreds of thousands of times."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from fpl.engine import reference
from fpl.engine.kernel import kernel
from fpl.engine.simulate import EngineName, check_forcing, resolve
from fpl.physics.process_model import ProcessModel


class Runner:
    """Runs of one model over one forcing, without gradients.

    Checks and preparations are made once, so a call costs little more than the model itself. The
    tensors that a call returns are overwritten by the next.
    """

    def __init__(
        self,
        model: ProcessModel,
        forcing: Mapping[str, Tensor],
        outputs: Sequence[str],
        engine: EngineName = "auto",
        threads: int = 1,
    ) -> None:
        check_forcing(model, forcing)
        self.model, self.outputs, self.threads = model, tuple(outputs), threads
        self._forcing = tuple(forcing[f].contiguous() for f in model.forcing_names)
        days, cells = self._forcing[0].shape
        dtype = self._forcing[0].dtype
        self._made = torch.empty(len(self.outputs), days, cells, dtype=dtype)
        self._end = torch.empty(len(model.states), cells, dtype=dtype)
        self._kernel = None
        if resolve(engine) == "fused":
            self._kernel = kernel(model, dtype, self.outputs, (), False)

    def __call__(self, parameters: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """Outputs ``(output, day, cell)`` and the state at the end ``(state, cell)``.

        ``parameters`` is ``(parameter, cell)`` and ``state`` ``(state, cell)``, in the model's
        order, contiguous and finite.
        """
        if self._kernel is not None:
            self._kernel.forward(
                self._forcing,
                parameters,
                state,
                None,
                self._made.unbind(0),
                self._end,
                self.threads,
            )
            return self._made, self._end
        model = self.model
        with torch.no_grad():
            made, end = reference.run(
                model,
                dict(zip(model.forcing_names, self._forcing, strict=True)),
                dict(zip(model.parameter_names, parameters, strict=True)),
                dict(zip(model.state_names, state, strict=True)),
                self.outputs,
            )
        series = [made[o] for o in self.outputs]
        return (
            torch.stack(series) if series else self._made,
            torch.stack([end[s] for s in model.state_names]),
        )
