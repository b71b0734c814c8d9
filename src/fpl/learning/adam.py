"""Adam, by the function of torch.optim: the same bits as its class, which takes every training one
more second to start, since it loads torch's compiler."""

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.adam import adam


class Adam:
    """``torch.optim.Adam`` (Kingma and Ba 2015), or ``AdamW`` where weights decay (Loshchilov and
    Hutter 2019); ``learning_rate`` may be set before each step."""

    def __init__(
        self, parameters: Iterable[nn.Parameter], learning_rate: float, weight_decay: float = 0.0
    ) -> None:
        self.learning_rate, self.weight_decay = learning_rate, weight_decay
        self._rows = [
            (parameter, torch.zeros_like(parameter), torch.zeros_like(parameter), torch.tensor(0.0))
            for parameter in parameters
        ]

    def zero_grad(self) -> None:
        """Forget the gradients."""
        for parameter, *_ in self._rows:
            parameter.grad = None

    @torch.no_grad()
    def step(self) -> None:
        """Move every parameter that has a gradient."""
        rows = [row for row in self._rows if row[0].grad is not None]
        parameters, means, squares, steps = ([row[i] for row in rows] for i in range(4))
        adam(
            parameters,
            [p.grad for p in parameters if p.grad is not None],
            means,
            squares,
            [],
            steps,
            amsgrad=False,
            beta1=0.9,
            beta2=0.999,
            lr=self.learning_rate,
            weight_decay=self.weight_decay,
            decoupled_weight_decay=True,
            eps=1e-8,
            maximize=False,
        )

    def state_dict(self) -> dict[str, list[list[Tensor]]]:
        """What the next step depends on, but for the learning rate: moments and count of steps."""
        return {"moments": [list(row[1:]) for row in self._rows]}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what :meth:`state_dict` gave."""
        self._rows = [
            (row[0], *moments) for row, moments in zip(self._rows, state["moments"], strict=True)
        ]
