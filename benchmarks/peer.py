"""Other packages, each in an environment of its own, timed by a process that waits to be told.

They are compared as they are installed. Nothing of them is imported here.
"""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.process import ProcessFailed, last_words, run
from benchmarks.speed import BACKWARD, DAYS, FORWARD, LIKE_FOR_LIKE
from benchmarks.timing import Case
from benchmarks.world import World
from fpl.physics.snow_bucket import snow_bucket

HERE = Path(__file__).parent / "peers"
ENVIRONMENTS = Path(".cache/peers")


@dataclass(frozen=True)
class Peer:
    """A package and its model; ``options`` of pip beside its requirements ``peers/NAME.txt``."""

    name: str
    model: str
    options: tuple[str, ...] = ()


PEERS = (Peer("hydrodl2", "hbv"), Peer("jfuse", "vic", ("--no-deps",)))


def environment(peer: Peer, folder: Path = ENVIRONMENTS) -> Path:
    """The python of the peer's environment, made unless it is there with the same requirements.

    Raises
    ------
    ProcessFailed
        If it cannot be made, as without a network.
    """
    requirements = HERE / f"{peer.name}.txt"
    stamp = hashlib.sha256(requirements.read_bytes()).hexdigest()
    home = folder.resolve() / peer.name
    python, mark = home / "bin" / "python", home / "requirements.sha256"
    if mark.exists() and mark.read_text() == stamp:
        return python
    tqdm.write(f"installing {peer.name} {peer.options or ''}")
    run([sys.executable, "-m", "venv", "--clear", str(home)])
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    run([*pip, *peer.options, "--requirement", str(requirements)])
    mark.write_text(stamp)
    return python


class Worker:
    """A running peer with a number of threads, until it is closed."""

    def __init__(self, peer: Peer, threads: int, data: Path) -> None:
        self.peer, self.threads = peer, threads
        python = environment(peer)
        self._errors = data.with_name(f"{peer.name}{threads}.err").open("w+")
        self._process = subprocess.Popen(
            [str(python), str(HERE / f"{peer.name}_worker.py"), str(data), str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env=os.environ | {"OMP_NUM_THREADS": str(threads)},
        )
        self.about = json.loads(self._line())

    def seconds(self, direction: str) -> float:
        """Seconds of one repetition."""
        print(direction, file=self._process.stdin, flush=True)
        return float(self._line())

    def _line(self) -> str:
        line = self._process.stdout.readline()
        if not line:
            self._errors.seek(0)
            raise ProcessFailed(last_words(self._errors.read()) or "it said nothing")
        return line

    def close(self) -> None:
        """Let the peer end."""
        self._process.stdin.close()
        try:
            self._process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._errors.close()

    def cases(self, days: int) -> list[Case]:
        """Forward, and forward with backward."""
        more = {"days": days, "note": f"{self.peer.name} {self.about['version']}"}
        return [
            Case(_labels(self.peer, self.threads, d) | more, run=partial(self.seconds, d))
            for d in (FORWARD, BACKWARD)
        ]


def write_forcing(world: World, path: Path, days: int = DAYS) -> None:
    """What peers are driven by: the forcing of the snow-and-bucket model, as an npz file."""
    forcing = world.forcing(snow_bucket(), LIKE_FOR_LIKE, days)
    np.savez(path, **{name: values.numpy() for name, values in forcing.items()})


def absent(peer: Peer, threads: int, reason: str) -> list[dict[str, object]]:
    """Rows that say why there are no measurements."""
    note = f"not measured: {reason}"
    return [_labels(peer, threads, d) | {"n": 0, "note": note} for d in (FORWARD, BACKWARD)]


def _labels(peer: Peer, threads: int, direction: str) -> dict[str, object]:
    labels = {"what": "speed", "engine": peer.name, "threads": threads, "model": peer.model}
    return labels | {"substeps": 1, "cells": LIKE_FOR_LIKE, "direction": direction}
