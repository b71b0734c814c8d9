"""Moments of runs beside observations, summed inside the kernel: what calibration calls."""

from collections.abc import Mapping

import torch
from torch import Tensor

from fpl.engine.choice import EngineName, resolve
from fpl.engine.kernel import Warmup, kernel
from fpl.engine.moments import Moments, ObservedMoments, moments_of, observed_moments
from fpl.engine.runner import Runner, padded
from fpl.errors import EngineError
from fpl.physics.process_model import ProcessModel


class Judge:
    """Moments of one output beside observations, after a warm-up that cycles the same days.

    forcing : each ``(day, cell)``
    observed, used : ``(day, cell)``; the days used count
    Without gradient. Any number of sets of parameters is judged for all cells in one call.
    The kernel sums in float64 whatever the model runs in: a float32 would lose, over years of days,
    the digits that tell two good parameter sets apart.
    """

    def __init__(
        self,
        model: ProcessModel,
        forcing: Mapping[str, Tensor],
        output: str,
        observed: Tensor,
        used: Tensor,
        warmup: Warmup,
        engine: EngineName = "auto",
        threads: int = 1,
    ) -> None:
        if model.dynamic:
            raise EngineError(
                f"judging runs of model {model.name}: expected static parameters only, got dynamic "
                f"{', '.join(model.dynamic)}"
            )
        self._runner = Runner(model, forcing, (output,), engine, threads)
        self._warmup, self._threads = warmup, threads
        self.cells = observed.shape[1]
        self._observed, self._used = observed, used
        self._kernel = None
        if resolve(engine) == "fused":
            self._kernel = kernel(model, observed.dtype, (output,), None, ("judge",), self.cells)
            lanes = self._kernel.lanes
            self._forcing = tuple(padded(forcing[f], lanes) for f in model.forcing_names)
            self._moments = observed_moments(observed, used)
            self._target = padded(torch.where(used, observed, torch.zeros_like(observed)), lanes)
            self._weight = padded(used.to(observed.dtype), lanes)
            self._mean = padded(self._moments.mean, lanes)

    def __call__(
        self, parameters: Tensor, state: Tensor, scale: Tensor, offset: Tensor
    ) -> tuple[Moments, Tensor]:
        """Moments of ``scale * output + offset`` beside the observations, and the cycles of
        warm-up, each ``(set, cell)``.

        ``parameters`` is ``(parameter, set, cell)``, ``state`` ``(state, set, cell)``, ``scale``
        and ``offset`` ``(set, cell)``; all contiguous and finite.
        """
        if self._kernel is None:
            return self._eagerly(parameters, state, scale, offset)
        lanes = self._kernel.lanes
        values, start, a, b = (padded(t, lanes) for t in (parameters, state, scale, offset))
        sums, cycles = a.new_empty(5, *a.shape, dtype=torch.float64), torch.empty_like(a)
        days, columns = self._weight.shape
        watched = self._warmup.watched(self._runner.model)
        self._kernel.call(
            "judge", days, columns, a.numel(), self._forcing, values, start, watched, len(watched),
            self._warmup.settled_mm, self._warmup.max_cycles, self._target, self._weight,
            self._mean, a, b, sums, cycles, self._threads,
        )  # fmt: skip
        return self._from_sums(sums[..., : self.cells]), cycles[:, : self.cells]

    def _from_sums(self, sums: Tensor) -> Moments:
        """Moments ``(set, cell)`` from what the kernel gives ``(row, set, cell)``: the first value
        of each simulated series; sums of the series less this value, of its square, of its product
        with the observations less their mean, and of the squared error."""
        first, known = sums[0], ObservedMoments(*(m.expand_as(sums[0]) for m in self._moments))
        mean, square, product, error = sums[1:] / known.days
        return Moments(*known, first + mean, square - mean**2, product, error)

    def _eagerly(
        self, parameters: Tensor, state: Tensor, scale: Tensor, offset: Tensor
    ) -> tuple[Moments, Tensor]:
        moments, cycles = [], []
        with torch.no_grad():
            for i in range(scale.shape[0]):
                warm, count = self._runner.settle(parameters[:, i], state[:, i], self._warmup)
                output = self._runner(parameters[:, i], warm)[0][0]
                simulated = scale[i] * output + offset[i]
                moments.append(moments_of(simulated, self._observed, self._used))
                cycles.append(count)
        stacked = (torch.stack(of_sets) for of_sets in zip(*moments, strict=True))
        return Moments(*stacked), torch.stack(cycles)
