"""The misfit of runs to observations, computed inside the kernel: what calibration calls."""

from collections.abc import Mapping

import torch
from torch import Tensor

from fpl.engine.choice import EngineName, resolve
from fpl.engine.kernel import Settling, kernel
from fpl.engine.runner import Runner, padded
from fpl.errors import EngineError
from fpl.physics.process_model import ProcessModel


class Judge:
    """Mean squared misfits of one output, after a warm-up that cycles the same days.

    forcing : each ``(day, cell)``
    observed, used : ``(day, cell)``; the days used count
    Without gradient. Any number of sets of parameters is judged for all cells in one call.
    """

    def __init__(
        self,
        model: ProcessModel,
        forcing: Mapping[str, Tensor],
        output: str,
        observed: Tensor,
        used: Tensor,
        until: Settling,
        engine: EngineName = "auto",
        threads: int = 1,
    ) -> None:
        if model.dynamic:
            raise EngineError(
                f"judging runs of model {model.name}: expected static parameters only, got dynamic "
                f"{', '.join(model.dynamic)}"
            )
        self._runner = Runner(model, forcing, (output,), engine, threads)
        self._until, self._threads = until, threads
        self.cells = observed.shape[1]
        self._days = used.sum(0)
        self._observed, self._used = observed, used
        self._kernel = None
        if resolve(engine) == "fused":
            self._kernel = kernel(model, observed.dtype, (output,), None, ("judge",), self.cells)
            lanes = self._kernel.lanes
            self._forcing = tuple(padded(forcing[f], lanes) for f in model.forcing_names)
            self._target = padded(torch.where(used, observed, torch.zeros_like(observed)), lanes)
            self._weight = padded(used.to(observed.dtype), lanes)

    def __call__(
        self, parameters: Tensor, state: Tensor, scale: Tensor, offset: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Mean squares ``(set, cell)`` of ``scale * output + offset - observed``, and the cycles
        of warm-up ``(set, cell)``.

        ``parameters`` is ``(parameter, set, cell)``, ``state`` ``(state, set, cell)``, ``scale``
        and ``offset`` ``(set, cell)``; all contiguous and finite.
        """
        if self._kernel is None:
            return self._eagerly(parameters, state, scale, offset)
        lanes = self._kernel.lanes
        values, start, a, b = (padded(t, lanes) for t in (parameters, state, scale, offset))
        misfit, cycles = torch.empty_like(a), torch.empty_like(a)
        days, columns = self._weight.shape
        self._kernel.call(
            "judge", days, columns, a.numel(), self._forcing, values, start, self._until.watched,
            len(self._until.watched), self._until.settled, self._until.most, self._target,
            self._weight, a, b, misfit, cycles, self._threads,
        )  # fmt: skip
        return misfit[:, : self.cells] / self._days, cycles[:, : self.cells]

    def _eagerly(
        self, parameters: Tensor, state: Tensor, scale: Tensor, offset: Tensor
    ) -> tuple[Tensor, Tensor]:
        misfits, cycles = [], []
        with torch.no_grad():
            for one in range(scale.shape[0]):
                warm, count = self._runner.settle(parameters[:, one], state[:, one], self._until)
                made = self._runner(parameters[:, one], warm)[0][0]
                miss = scale[one] * made + offset[one] - self._observed
                squares = torch.where(self._used, miss**2, torch.zeros_like(miss))
                misfits.append(squares.sum(0) / self._days)
                cycles.append(count)
        return torch.stack(misfits), torch.stack(cycles)
