"""Keep a training so that it goes on, after a stop, with the same bits as if it had not stopped."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from fpl.learning.adam import Adam
from fpl.problem.counter import RunCounter


@dataclass
class Progress:
    """Where a training is: steps done, the clock, the model runs so far and the learning curve."""

    step: int = 0
    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    curve: list[dict[str, float]] = field(default_factory=list)


def save(
    path: Path,
    key: str,
    network: nn.Module,
    optimiser: Adam,
    draw: torch.Generator,
    counter: RunCounter,
    progress: Progress,
) -> None:
    """Write everything that the next step depends on; the file appears only when it is whole."""
    state = {
        "key": key,
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "draw": draw.get_state(),
        "torch": torch.get_rng_state(),
        "counter": vars(counter),
        "progress": vars(progress),
    }
    partial = path.with_name(path.name + ".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def restore(
    path: Path | None,
    key: str,
    network: nn.Module,
    optimiser: Adam,
    draw: torch.Generator,
    counter: RunCounter,
) -> Progress:
    """Go back to what :func:`save` wrote; a fresh start if there is none, or one of another ``key``
    (another configuration, code or seed)."""
    if path is None or not path.exists():
        return Progress()
    state: dict[str, Any] = torch.load(path, weights_only=True)
    if state["key"] != key:
        return Progress()
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    draw.set_state(state["draw"])
    rng: Tensor = state["torch"]
    torch.set_rng_state(rng)
    vars(counter).update(state["counter"])
    return Progress(**state["progress"])
