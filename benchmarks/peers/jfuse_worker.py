"""Time VIC of the installed package jfuse, compiled by XLA as its own functions compile it.

Arguments: an npz file with ``precipitation``, ``air_temperature`` and ``potential_evaporation``,
each ``(day, cell)`` float32; the number of threads.
"""

import importlib.metadata
import sys
from typing import Any

from hlo import operations_of_loops
from protocol import serve, use_cores

use_cores(int(sys.argv[2]))

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from jfuse.fuse.model import create_fuse_model  # noqa: E402
from jfuse.fuse.state import PARAM_NAMES, Parameters  # noqa: E402


def main(path: str) -> None:
    """Answer until the input ends."""
    data = np.load(path)
    names = ("precipitation", "potential_evaporation", "air_temperature")
    forcing = tuple(jnp.asarray(data[name]) for name in names)
    cells = forcing[0].shape[1]
    model = create_fuse_model("vic", cells)
    default = model.default_params()
    values = jnp.stack([getattr(default, name) for name in PARAM_NAMES], axis=1)

    def runoff(some: Any) -> Any:
        return model.simulate(forcing, Parameters.from_array(some, cells))[0]

    compiled = {
        "forward": jax.jit(runoff).lower(values).compile(),
        "forward+backward": jax.jit(jax.value_and_grad(lambda v: runoff(v).mean()))
        .lower(values)
        .compile(),
    }

    def about() -> dict[str, object]:
        counts = {n: operations_of_loops(c.as_text(), cells) for n, c in compiled.items()}
        return {"version": importlib.metadata.version("jfuse"), "operations": counts}

    actions = {n: lambda c=c: jax.block_until_ready(c(values)) for n, c in compiled.items()}
    serve(actions, about)


if __name__ == "__main__":
    main(sys.argv[1])
