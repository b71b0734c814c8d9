"""What one core can do: operations a second of each kind, in a loop that does nothing else."""

import ctypes
import subprocess
import tempfile
from pathlib import Path

from benchmarks.timing import timed
from fpl.engine import build

CHAINS = {"multiply_add": 12, "choose": 12, "divide": 12, "exponential": 4, "logarithm": 4}
TIMES = {"multiply_add": 2_000_000, "choose": 2_000_000, "divide": 300_000}
FEW_TIMES = 300_000
REPETITIONS = 5
# Which loop tells the rate of which kind of operation, and how many a turn of a chain does.
RATES = {
    "arithmetic": ("multiply_add", 2),
    "divisions": ("divide", 1),
    "choices": ("choose", 1),
    "exponentials": ("exponential", 1),
    "logarithms": ("logarithm", 1),
}


def rates() -> dict[str, float]:
    """Operations of each kind, in float32, that a core does in a second (best of repetitions)."""
    with tempfile.TemporaryDirectory() as folder:
        library = _compiled(Path(folder))
        width = library.width()
        found = {}
        for kind, (name, each) in RATES.items():
            times = TIMES.get(name, FEW_TIMES)
            loop = getattr(library, name)
            loop.argtypes = [ctypes.c_long, ctypes.c_double, ctypes.c_double]
            loop.restype = ctypes.c_double
            seconds = [
                timed(lambda loop=loop, times=times: loop(times, 1.0000001, 1e-7))
                for _ in range(REPETITIONS)
            ]
            found[kind] = each * width * CHAINS[name] * times / min(seconds)
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
