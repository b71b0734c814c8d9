"""No network: the parameters of each cell by themselves, found by the same gradient."""

import torch
from torch import Tensor, nn


class FreeParameters(nn.Module):
    """Positions of cells ``(cell,)`` to the unit cube ``(parameter, cell)``, from the ``start``
    point ``(parameter,)``: site-by-site calibration by gradient. A cell that is never learned from
    stays at the start."""

    def __init__(self, cells: int, start: Tensor) -> None:
        super().__init__()
        self.logits = nn.Parameter(torch.logit(start)[:, None].repeat(1, cells))

    def forward(self, cells: Tensor) -> Tensor:
        """Return the parameters of each cell."""
        return torch.sigmoid(self.logits[:, cells])
