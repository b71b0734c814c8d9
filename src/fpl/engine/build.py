"""Compile printed kernels and keep them: one shared library a graph, flags, compiler and CPU."""

import ctypes
import functools
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch

from fpl.errors import EngineError

HERE = Path(__file__).parent
# Multiply-adds are fused by us (see contract.py), the same for every cell, not by the compiler.
FLAGS = (
    "-std=c++17", "-O2", "-march=native", "-ffp-contract=off", "-fno-math-errno",
    "-fno-trapping-math", "-shared", "-fPIC", "-w",
)  # fmt: skip
REALS = {torch.float32: ("float", "int32_t"), torch.float64: ("double", "int64_t")}


def compiler() -> tuple[str, ...] | None:
    """The C++ compiler's command: ``$CXX``, g++, c++, clang++, or the one that the package ziglang
    carries; None if there is none."""
    for name in (os.environ.get("CXX"), "g++", "c++", "clang++"):
        if name and shutil.which(name):
            return (name,)
    if importlib.util.find_spec("ziglang"):
        return (sys.executable, "-m", "ziglang", "c++")
    return None


def cache_folder() -> Path:
    """Where compiled kernels are kept: ``$FPL_CACHE``, else ``.cache/kernels``."""
    return Path(os.environ.get("FPL_CACHE", ".cache/kernels"))


def load(printed: str, dtype: torch.dtype, entries: Sequence[str]) -> ctypes.CDLL:
    """The shared library of ``printed`` code with the named entries, compiled unless a sound copy
    is kept.

    Safe when several processes ask at once: each writes its own file and renames it. A kept file
    whose checksum is wrong is built again. EngineError if there is no compiler, or it fails; its
    own words are in the message.
    """
    if dtype not in REALS:
        raise EngineError(
            f"the fused engine runs on float32 and float64, got {str(dtype).rsplit('.')[-1]}; "
            "convert forcing, parameters and states, or run with engine: torch"
        )
    command = compiler()
    if command is None:
        raise EngineError(
            "no C++ compiler ($CXX, g++, c++, clang++ or the package ziglang) was found; install "
            "one, or run with engine: torch"
        )
    sizes, rest = printed.split("\n", 1)
    parts = [sizes, *map(_part, ("lanes.h", "maths.h", "block.h")), rest, _part("entry.h")]
    text = "\n".join(parts)
    real, integer = REALS[dtype]
    flags = [*FLAGS, f"-DREAL={real}", f"-DINT={integer}", *(f"-D{e.upper()}" for e in entries)]
    key = hashlib.sha256("\0".join([text, *flags, _machine(command)]).encode()).hexdigest()[:32]
    library = cache_folder() / f"{key}.so"
    if not _sound(library):
        _compile(command, flags, text, library)
    return ctypes.CDLL(str(library.resolve()))


def _part(name: str) -> str:
    return (HERE / name).read_text()


@functools.cache
def broken() -> str | None:
    """What is wrong with the compiler: its own words on a file of one line, None if it works."""
    command = compiler()
    if command is None:
        return "no C++ compiler was found"
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder) / "one.cpp"
        code.write_text('extern "C" int one() { return 1; }\n')
        options = ["-shared", "-fPIC", str(code), "-o", str(Path(folder) / "one.so")]
        done = subprocess.run([*command, *options], capture_output=True, text=True)
    return f"{command[0]} does not work: {done.stderr[-1000:]}" if done.returncode else None


@functools.cache
def _machine(command: tuple[str, ...]) -> str:
    """What a kernel depends on besides its text: compiler, C library and CPU."""
    asked = [*command, "--version"]
    version = subprocess.run(asked, capture_output=True, text=True).stdout
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        cpu = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    except OSError:
        cpu = platform.processor()
    return "".join((version, platform.machine(), *platform.libc_ver(), cpu))


def _checksum(library: Path) -> str:
    return hashlib.sha256(library.read_bytes()).hexdigest()


def _sound(library: Path) -> bool:
    stamp = library.with_suffix(".sha256")
    return library.exists() and stamp.exists() and stamp.read_text() == _checksum(library)


def _load_error(library: Path) -> str | None:
    """Why a library does not load: some compilers link a runtime that is not there."""
    try:
        ctypes.CDLL(str(library.resolve()))
    except OSError as error:
        return str(error)
    return None


def _compile(compiler: tuple[str, ...], flags: list[str], text: str, library: Path) -> None:
    library.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=library.parent) as folder:
        code, made = Path(folder) / "kernel.cpp", Path(folder) / "kernel.so"
        code.write_text(text)
        said = []
        for threads in (["-fopenmp"], []):  # without, where the compiler has no OpenMP
            command = [*compiler, *flags, *threads, str(code), "-o", str(made), "-lm"]
            done = subprocess.run(command, capture_output=True, text=True)
            problem = done.stderr[-2000:] if done.returncode else _load_error(made)
            if problem is None:
                break
            said.append(problem)
        else:
            raise EngineError(f"{compiler[0]} could not compile a kernel:\n" + "\n".join(said))
        stamp = Path(folder) / "kernel.sha256"
        stamp.write_text(_checksum(made))
        os.replace(made, library)
        os.replace(stamp, library.with_suffix(".sha256"))
