"""The count of model runs, the same for every method."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class RunCounter:
    """One run is one cell over the training period; a warm-up cycle of one cell is counted apart.

    Backward passes are not runs: their cost shows in the time.
    """

    training: int = 0
    warmup: int = 0

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Runs inside count for nothing: they serve judging or building, or another counter."""
        before = self.training, self.warmup
        yield
        self.training, self.warmup = before
