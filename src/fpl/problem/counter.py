"""The count of model runs, the same for every method."""

from dataclasses import dataclass


@dataclass
class RunCounter:
    """One run is one cell over the training period; a warm-up cycle of one cell is counted apart.

    Backward passes are not runs: their cost shows in the time.
    """

    training: int = 0
    warmup: int = 0
