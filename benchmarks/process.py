"""Measure in a process of its own, which starts with nothing loaded, cached or grown."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence


class ProcessFailed(Exception):
    """A process ended with an error, or cannot be started; its own last words."""


def ask(module: str, *arguments: object, **environment: str) -> dict:
    """What ``python -m module arguments`` prints as JSON on its last line.

    Raises
    ------
    ProcessFailed
        If it fails, as where memory does not suffice.
    """
    command = [sys.executable, "-m", module, *(str(a) for a in arguments)]
    answer: dict = json.loads(run(command, **environment).splitlines()[-1])
    return answer


def run(command: Sequence[str], **environment: str) -> str:
    """What a command prints; ProcessFailed if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | environment)
    if done.returncode:
        raise ProcessFailed(last_words(done.stderr) or f"ended with code {done.returncode}")
    return done.stdout


def last_words(text: str) -> str:
    """The last line with something on it."""
    return text.strip().rpartition("\n")[2].strip()


def tell(answer: Mapping[str, object]) -> None:
    """What :func:`ask` reads."""
    print(json.dumps(answer))
