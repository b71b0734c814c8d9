"""Compile printed kernels and keep them: one shared library a graph, flags, compiler and CPU."""

import ctypes
import functools
import hashlib
import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

import torch

from fpl.errors import EngineError

HERE = Path(__file__).parent
FLAGS = (
    "-std=c++17", "-O2", "-march=native", "-fopenmp", "-fno-math-errno", "-fno-trapping-math",
    "-shared", "-fPIC", "-w",
)  # fmt: skip
REALS = {torch.float32: ("float", "int32_t"), torch.float64: ("double", "int64_t")}


def compiler() -> str | None:
    """The C++ compiler: ``$CXX``, else g++, else c++; None if there is none."""
    for name in (os.environ.get("CXX"), "g++", "c++"):
        if name and shutil.which(name):
            return name
    return None


def cache_folder() -> Path:
    """Where compiled kernels are kept: ``$FPL_CACHE``, else ``.cache/kernels``."""
    return Path(os.environ.get("FPL_CACHE", ".cache/kernels"))


def load(blocks: str, dtype: torch.dtype, adjoint: bool) -> ctypes.CDLL:
    """The shared library of the printed ``blocks``, compiled unless a sound copy is kept.

    Safe when several processes ask at once: each writes its own file and renames it. A kept file
    whose checksum is wrong is built again.

    Raises
    ------
    EngineError
        If there is no compiler, or it fails; its own words are in the message.
    """
    name = compiler()
    if name is None:
        raise EngineError(
            "no C++ compiler (g++, c++ or $CXX) was found; install one, or run with engine: torch"
        )
    text = "\n".join(((HERE / "lanes.h").read_text(), blocks, (HERE / "entry.h").read_text()))
    real, integer = REALS[dtype]
    flags = [*FLAGS, f"-DREAL={real}", f"-DINT={integer}"] + ["-DADJOINT"] * adjoint
    key = hashlib.sha256("\0".join([text, *flags, _machine(name)]).encode()).hexdigest()[:32]
    library = cache_folder() / f"{key}.so"
    if not _sound(library):
        _compile(name, flags, text, library)
    return ctypes.CDLL(str(library.resolve()))


@functools.cache
def _machine(name: str) -> str:
    version = subprocess.run([name, "--version"], capture_output=True, text=True).stdout
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        cpu = next((line for line in lines if line.startswith("flags")), "")
    except OSError:
        cpu = platform.processor()
    return version + platform.machine() + cpu


def _checksum(library: Path) -> str:
    return hashlib.sha256(library.read_bytes()).hexdigest()


def _sound(library: Path) -> bool:
    stamp = library.with_suffix(".sha256")
    return library.exists() and stamp.exists() and stamp.read_text() == _checksum(library)


def _compile(name: str, flags: list[str], text: str, library: Path) -> None:
    library.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=library.parent) as folder:
        code, made = Path(folder) / "kernel.cpp", Path(folder) / "kernel.so"
        code.write_text(text)
        command = [name, *flags, str(code), "-o", str(made), "-lm"]
        mvec = ["-lmvec"] if platform.machine() == "x86_64" else []
        done = subprocess.run(command + mvec, capture_output=True, text=True)
        if done.returncode:  # a C library without vector functions
            done = subprocess.run([*command, "-DNO_LIBMVEC"], capture_output=True, text=True)
        if done.returncode:
            raise EngineError(f"{name} could not compile a kernel:\n{done.stderr[-4000:]}")
        stamp = Path(folder) / "kernel.sha256"
        stamp.write_text(_checksum(made))
        os.replace(made, library)
        os.replace(stamp, library.with_suffix(".sha256"))
