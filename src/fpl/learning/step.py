"""One step of a training: what is timed wherever the cost of learning is measured."""

import logging
from typing import Protocol

import torch
from torch import Tensor, nn

from fpl.learning.adam import Adam
from fpl.networks.choice import Known

CLIP = 1.0  # greatest norm of the gradient
log = logging.getLogger(__name__)


class Learner(Protocol):
    """What a step of training asks of a problem: see :class:`fpl.problem.problem.Problem`."""

    def select(self, cells: Tensor) -> "Learner":
        """The same for some cells (positions)."""

    def objective(self, unit: Tensor) -> Tensor:
        """The error of each cell ``(cell,)`` at a point ``(..., cell)`` of the unit cube."""


def step(
    network: nn.Module, optimiser: Adam, learner: Learner, known: Known, cells: Tensor | None
) -> None:
    """One step of training on ``cells`` (positions), or on every cell, without a copy of its data,
    if None: network, model with warm-up, back through both, clipping, optimiser.

    The gradient is that of the mean of the cells' errors; cells whose gradient overflows take no
    part (:func:`without_overflow`), and its norm over the network is at most ``CLIP``.
    """
    unit = network(known if cells is None else known[cells])
    errors = (learner if cells is None else learner.select(cells)).objective(unit)
    unit.register_hook(lambda gradient: without_overflow(gradient, errors.isfinite()))
    descend(errors.mean(), network, optimiser)


def descend(loss: Tensor, network: nn.Module, optimiser: Adam) -> None:
    """Follow the gradient of a loss; its norm over the network is at most ``CLIP``."""
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
    optimiser.step()


def without_overflow(gradient: Tensor, known: Tensor) -> Tensor:
    """``gradient`` ``(..., cell)`` with zero for cells where it has overflowed though the error
    itself is ``known``: they take no part in this step, and a warning says how many.

    A process that a model solves explicitly can have, at the ends of the parameters' ranges, a
    slope of more than one a sub-step, which multiplies over the year past single precision.
    """
    finite = gradient.flatten(0, -2).isfinite().all(0)
    overflowed = known & ~finite
    if overflowed.any():
        log.warning(
            "the gradient of %d of %d cells overflowed; they take no part in this step",
            int(overflowed.sum()),
            len(finite),
        )
    return torch.where(overflowed, 0.0, gradient)
