"""What one core can do: operations a second of each kind, in a loop that does nothing else."""

import ctypes
import subprocess
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.timing import timed
from fpl.engine import build

REPETITIONS = 5
# Which loop of peak.cpp tells the rate of which kind of operation, how many a turn does (in its
# chains), and how many turns to time.
LOOPS = {
    "arithmetic": ("multiply_add", 12 * 2, 2_000_000),
    "divisions": ("divide", 12, 300_000),
    "choices": ("choose", 12, 2_000_000),
    "exponentials": ("exponential", 4, 300_000),
    "logarithms": ("logarithm", 4, 300_000),
}


def rates() -> dict[str, float]:
    """Operations of each kind, in float32, that a core does in a second (best of repetitions)."""
    with tempfile.TemporaryDirectory() as folder:
        library = _compiled(Path(folder))
        found = {}
        for kind, (name, operations, times) in LOOPS.items():
            loop = getattr(library, name)
            loop.argtypes = [ctypes.c_long, ctypes.c_double, ctypes.c_double]
            loop.restype = ctypes.c_double
            once = partial(loop, times, 1.0000001, 1e-7)
            seconds = min(timed(once) for _ in range(REPETITIONS))
            found[kind] = operations * library.width() * times / seconds
    return found


def _compiled(folder: Path) -> ctypes.CDLL:
    """The loops, built as the engine builds its kernels."""
    engine = Path(build.__file__).parent
    parts = [engine / "lanes.h", engine / "maths.h", Path(__file__).with_name("peak.cpp")]
    code, made = folder / "peak.cpp", folder / "peak.so"
    code.write_text("\n".join(["constexpr int PARTS = 1;", *(p.read_text() for p in parts)]))
    command = build.compiler()
    assert command is not None, "the benchmarks need a C++ compiler"
    real = ["-DREAL=float", "-DINT=int32_t"]
    subprocess.run([*command, *build.FLAGS, *real, str(code), "-o", str(made), "-lm"], check=True)
    return ctypes.CDLL(str(made))
