"""The cells whose parameters are learned or calibrated: each must have been observed."""

from collections.abc import Sequence

import torch
from torch import Tensor

from fpl.errors import DataError
from fpl.problem.problem import Problem

MOST_NAMED = 10  # cells in a message


def to_fit(problem: Problem, cells: Tensor | Sequence[int]) -> Problem:
    """``problem.select(cells)`` (positions), for cells whose parameters are to be fitted.

    Raises
    ------
    DataError
        Some of them have no used day in the training period: their error is not defined.
    """
    index = torch.as_tensor(cells)
    chosen = problem.select(index)
    unobserved = (~chosen.used[chosen.training].any(0)).nonzero()[:, 0]
    if len(unobserved):
        labels = index.numpy() if chosen.labels is None else chosen.labels
        named = ", ".join(str(label) for label in labels[unobserved[:MOST_NAMED].numpy()])
        more = f" and {len(unobserved) - MOST_NAMED} more" if len(unobserved) > MOST_NAMED else ""
        raise DataError(
            "expected a used observation in the training period at every cell that is learned from "
            f"or calibrated, got none at {len(unobserved)} of {len(index)} cells: {named}{more}; "
            "leave them out (data.least_valid_days), or set another periods.training"
        )
    return chosen
