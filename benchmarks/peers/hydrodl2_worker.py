"""Time HBV of the installed package hydrodl2: one component, static parameters.

Arguments: an npz file with ``precipitation``, ``air_temperature`` and ``potential_evaporation``,
each ``(day, cell)`` float32; the number of threads.
"""

import importlib.metadata
import sys
from collections import Counter
from typing import Any

import numpy as np
import torch
from hydrodl2.models.hbv.hbv import Hbv
from protocol import serve
from torch.utils._python_dispatch import TorchDispatchMode

KINDS = {
    "arithmetic": {"add", "sub", "rsub", "mul", "neg", "abs"},
    "divisions": {"div", "reciprocal", "sqrt"},
    "choices": {"minimum", "maximum", "clamp", "ge", "gt", "le", "lt", "eq", "ne", "where"}
    | {"logical_and", "logical_or", "masked_fill", "bitwise_and", "threshold_backward"},
    "exponentials": {"pow", "exp", "sigmoid"},
    "logarithms": {"pow", "log"},
}


class Count(TorchDispatchMode):
    """Count operations whose result has one value a cell, by kind; and all operations."""

    def __init__(self, cells: int) -> None:
        super().__init__()
        self.cells, self.made = cells, Counter[str]()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        self.made["calls"] += 1
        if isinstance(made, torch.Tensor) and made.numel() == self.cells:
            name = func.overloadpacket.__name__.rstrip("_")  # in place or not
            self.made.update(kind for kind, names in KINDS.items() if name in names)
        return made


def main(path: str, threads: int) -> None:
    """Answer until the input ends."""
    torch.set_num_threads(threads)
    data = np.load(path)
    names = ("precipitation", "air_temperature", "potential_evaporation")
    forcing = torch.as_tensor(np.stack([data[name] for name in names], axis=-1))
    model = Hbv(device=torch.device("cpu"))
    cells = forcing.shape[1]
    raw = torch.zeros(1, cells, model.learnable_param_count, requires_grad=True)

    def discharge(days: int) -> torch.Tensor:
        some = forcing[:days]
        return model({"x_phy": some}, raw.expand(days, -1, -1))["streamflow"]

    def forward(days: int = len(forcing)) -> None:
        with torch.no_grad():
            discharge(days)

    def backward(days: int = len(forcing)) -> None:
        raw.grad = None
        discharge(days).mean().backward()

    def about() -> dict[str, object]:
        version = importlib.metadata.version("hydrodl2")
        return {"version": version, "operations": {
            "forward": a_day(forward), "forward+backward": a_day(backward)
        }}  # fmt: skip

    def a_day(run: Any) -> dict[str, float]:
        """Operations of one more day."""
        counts = []
        for days in (20, 30):
            with Count(cells) as count:
                run(days)
            counts.append(count.made)
        return {kind: (counts[1][kind] - counts[0][kind]) / 10 for kind in (*KINDS, "calls")}

    serve({"forward": forward, "forward+backward": backward}, about)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
