"""The warm-up before a run: days that are cycled until storages have settled."""

from collections.abc import Sequence
from dataclasses import dataclass

from fpl.engine import Settling


@dataclass(frozen=True)
class Warmup:
    """Cycles of the training period before it. A cell is settled when none of the named
    ``storages`` changes by more than ``settled_mm`` over a cycle; it stops after ``max_cycles``."""

    storages: tuple[str, ...]
    settled_mm: float
    max_cycles: int

    def settling(self, states: Sequence[str]) -> Settling:
        """The same as the engine takes it, for a model with these ``states`` in its order."""
        watched = tuple(states.index(name) for name in self.storages)
        return Settling(watched, self.settled_mm, self.max_cycles)
