"""The cells whose parameters are learned or calibrated: the objective must be defined at each."""

from collections.abc import Sequence

import torch
from torch import Tensor

from fpl.problem.problem import Problem


def to_fit(problem: Problem, cells: Tensor | Sequence[int]) -> Problem:
    """``problem.select(cells)`` (positions), for cells whose parameters are to be fitted; DataError
    if some have no used day in the training period, or observations there for which the objective
    is not defined."""
    index = torch.as_tensor(cells)
    chosen = problem.select(index)
    labels = index.tolist() if chosen.labels is None else chosen.labels.tolist()
    days = chosen.training
    chosen.loss.check(chosen.observed[days], chosen.used[days], labels)
    return chosen
