"""A run prepared once and repeated, as learning and warm-up do."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from fpl.engine.autograd import Days
from fpl.engine.checks import check_forcing
from fpl.engine.choice import EngineName, resolve
from fpl.engine.kernel import Kernel, Warmup, kernel
from fpl.physics.process_model import ProcessModel


class Runner:
    """Runs of one model over one forcing, each ``(day, cell)``.

    ``outputs`` are those wanted; ``wanted`` the parameters that gradients may be asked for (all if
    None). With ``checked`` the forcing is known to be sound. Differentiable like ``simulate``.
    """

    def __init__(
        self,
        model: ProcessModel,
        forcing: Mapping[str, Tensor],
        outputs: Sequence[str],
        engine: EngineName = "auto",
        threads: int = 1,
        wanted: Sequence[str] | None = None,
        checked: bool = False,
    ) -> None:
        if not checked:
            check_forcing(model, forcing)
        self.model, self.outputs, self.threads = model, tuple(outputs), threads
        self._forcing = [forcing[f] for f in model.forcing_names]
        self.like = self._forcing[0]
        self.days, self.cells = self.like.shape
        order = [*model.static, *model.dynamic]
        self._wanted = tuple(p for p in order if wanted is None or p in wanted)
        self._rows = [order.index(p) for p in self._wanted]
        self._fused = resolve(engine) == "fused"
        self._prepared: dict[int, tuple[Tensor, ...]] = {}

    def __call__(
        self, parameters: Tensor, state: Tensor, dynamic: Sequence[Tensor] = ()
    ) -> tuple[Tensor, Tensor]:
        """Outputs ``(output, day, cell)`` and the state at the end ``(state, cell)``.

        ``parameters`` is ``(parameter, cell)`` of those that are not dynamic and ``state``
        ``(state, cell)``, in the model's order; ``dynamic`` is ``(day, cell)`` each. All finite.
        """
        if not self._fused:
            return self._eager(parameters, state, dynamic)
        tensors = (parameters, state, *dynamic)
        gradient = torch.is_grad_enabled() and any(t.requires_grad for t in tensors)
        compiled = self._compiled(gradient)
        made, end = Days.apply(
            compiled,
            self._padded_forcing(compiled),
            (len(self.outputs), self.days),
            self.threads,
            self._rows,
            *(padded(t, compiled.lanes) for t in tensors),
        )
        return made[..., : self.cells], end[:, : self.cells]

    def settle(
        self, parameters: Tensor, state: Tensor, warmup: Warmup, dynamic: Sequence[Tensor] = ()
    ) -> tuple[Tensor, Tensor]:
        """The state ``(state, cell)`` after the days were cycled until it settled, and the cycles
        ``(cell,)`` that it took. Each cell cycles on its own account; without gradient."""
        with torch.no_grad():
            if not self._fused:
                return self._settle_eagerly(parameters, state, warmup, dynamic)
            compiled = kernel(self.model, state.dtype, (), None, ("settle",), self.cells)
            tensors, watched = (parameters, state, *dynamic), warmup.watched(self.model)
            values, start, *varying = (padded(t, compiled.lanes) for t in tensors)
            end = torch.empty_like(start)
            cycles = torch.empty_like(start[0])
            compiled.call(
                "settle", self.days, start.shape[1],
                (*self._padded_forcing(compiled), *varying), values, start, watched, len(watched),
                warmup.settled_mm, warmup.max_cycles, end, cycles, self.threads,
            )  # fmt: skip
            return end[:, : self.cells], cycles[: self.cells].long()

    def _compiled(self, gradient: bool) -> Kernel:
        entries = ("forward", "adjoint") if gradient else ("forward",)
        wanted = self._wanted if gradient else None
        return kernel(self.model, self.like.dtype, self.outputs, wanted, entries, self.cells)

    def _padded_forcing(self, compiled: Kernel) -> tuple[Tensor, ...]:
        if compiled.lanes not in self._prepared:
            made = tuple(padded(f, compiled.lanes) for f in self._forcing)
            self._prepared[compiled.lanes] = made
        return self._prepared[compiled.lanes]

    def _eager(
        self, parameters: Tensor, state: Tensor, dynamic: Sequence[Tensor] = ()
    ) -> tuple[Tensor, Tensor]:
        """The step run day by day in eager torch, on any device and dtype."""
        model = self.model
        # unbind, not an index a day: the gradient of each index would fill an array of all days
        weather = {f: v.unbind(0) for f, v in zip(model.forcing_names, self._forcing, strict=True)}
        varying = {p: v.unbind(0) for p, v in zip(model.dynamic, dynamic, strict=True)}
        today = dict(zip(model.static, parameters, strict=True))
        now = dict(zip(model.state_names, state, strict=True))
        made: list[list[Tensor]] = [[] for _ in self.outputs]
        for day in range(self.days):
            today |= {name: values[day] for name, values in varying.items()}
            now, of_day = model.step({f: v[day] for f, v in weather.items()}, now, today)
            for series, output in zip(made, self.outputs, strict=True):
                series.append(of_day[output])
        empty = state.new_empty(0, self.days, self.cells)
        outputs = torch.stack([torch.stack(series) for series in made]) if made else empty
        return outputs, torch.stack([now[s] for s in model.state_names])

    def _settle_eagerly(
        self, parameters: Tensor, state: Tensor, warmup: Warmup, dynamic: Sequence[Tensor]
    ) -> tuple[Tensor, Tensor]:
        moving = torch.ones(self.cells, dtype=torch.bool)
        cycles = torch.zeros(self.cells, dtype=torch.long)
        for _ in range(warmup.max_cycles):
            after = self._eager(parameters, state, dynamic)[1]
            cycles += moving
            change = (after - state)[warmup.watched(self.model)].abs().amax(0)
            state = torch.where(moving, after, state)
            moving = moving & (change > warmup.settled_mm)
            if not moving.any():
                break
        return state, cycles


def padded(values: Tensor, lanes: int) -> Tensor:
    """Contiguous ``values`` ``(..., cell)``, the last cell repeated to fill a block of lanes."""
    cells = values.shape[-1]
    if cells < lanes:
        values = values[..., torch.arange(lanes).clamp(max=cells - 1)]
    return values.contiguous()
