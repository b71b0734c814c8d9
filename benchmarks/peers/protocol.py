"""How a peer's process is told what to do: a name on a line in, seconds on a line out.

The first line out says, as JSON, what runs here. ``peer.py`` is the other end.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping


def use_cores(threads: int) -> None:
    """Keep this process to that many cores. Call it before a library counts them."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def serve(
    actions: Mapping[str, Callable[[], object]], about: Callable[[], Mapping[str, object]]
) -> None:
    """Run the actions named on the standard input, and say how long each took, until it ends."""
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # whatever else prints goes to the standard error
    for action in actions.values():
        action()  # compiles, where there is something to compile
    print(json.dumps(about()), file=out)
    for line in sys.stdin:
        start = time.perf_counter()
        actions[line.strip()]()
        print(time.perf_counter() - start, file=out)
