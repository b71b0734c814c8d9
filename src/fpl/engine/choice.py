"""Which engine runs."""

import logging
import os
from typing import Literal

from fpl.engine.build import broken
from fpl.errors import EngineError

log = logging.getLogger(__name__)
EngineName = Literal["auto", "fused", "torch"]
_warned = False


def resolve(engine: EngineName) -> Literal["fused", "torch"]:
    """The engine that will run: ``$FPL_ENGINE`` before ``engine``; ``auto`` is fused where a C++
    compiler works, else torch with one warning."""
    global _warned
    asked = os.environ.get("FPL_ENGINE", engine)
    if asked not in ("auto", "fused", "torch"):
        raise EngineError(f"engine must be auto, fused or torch, got {asked!r}")
    if asked != "auto":
        return asked  # type: ignore[return-value]
    reason = broken()
    if reason is None:
        return "fused"
    if not _warned:
        log.warning(
            "%s: running on eager torch, hundreds of times slower; install g++ or the package "
            "ziglang to use the fused engine",
            reason,
        )
        _warned = True
    return "torch"
