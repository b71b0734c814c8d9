"""Searches that take turns, so that what they ask for is answered for all of them in one call.

A search runs until it asks for a value, then the next one runs. Each has a thread of its own, but
only one runs at a time, and each keeps its own state of numpy's global random numbers and of
standard output: what becomes of a search does not depend on the others.
"""

import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ask = Callable[[Floats], float]
Found = TypeVar("Found")
# numpy's functions that get and set what its global functions draw from; its types lack them
_generator = getattr(np.random, "get_bit_generator")  # noqa: B009
_set_generator = getattr(np.random, "set_bit_generator")  # noqa: B009


class _Abandoned(BaseException):
    """Raised inside a search whose fellows failed."""


class _Search(Generic[Found]):
    def __init__(self, run: Callable[[Ask], Found]) -> None:
        self._run = run
        self._go, self._stopped = threading.Lock(), threading.Lock()  # held: not yet
        self._go.acquire()
        self._stopped.acquire()
        self._bits: Any = np.random.MT19937(0)  # the search seeds it
        self._output = sys.stdout
        self._abandoned = False
        self.done = False
        self.error: BaseException | None = None
        self.found: Found | None = None
        self.question: Floats | None = None
        self.answer = 0.0
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def turn(self) -> None:
        """Run until the next question, or the end."""
        output, bits = sys.stdout, _generator()
        sys.stdout = self._output
        _set_generator(self._bits)
        self._go.release()
        self._stopped.acquire()
        self._output, self._bits = sys.stdout, _generator()
        sys.stdout = output
        _set_generator(bits)
        if self.error is not None:
            raise self.error

    def abandon(self) -> None:
        """End a search that waits for an answer."""
        if not self.done:
            self._abandoned = True
            self._go.release()
            self._thread.join()

    def _work(self) -> None:
        self._go.acquire()
        try:
            if not self._abandoned:
                self.found = self._run(self._ask)
        except _Abandoned:
            pass
        except BaseException as error:
            self.error = error
        self.done = True
        self._stopped.release()

    def _ask(self, point: Floats) -> float:
        self.question = point
        self._stopped.release()
        self._go.acquire()
        if self._abandoned:
            raise _Abandoned
        return self.answer


def take_turns(
    searches: Sequence[Callable[[Ask], Found]],
    answer: Callable[[dict[int, Floats]], dict[int, float]],
) -> list[Found]:
    """What each search finds. A search is given a function to ask with; ``answer`` gets the
    questions of all that have one, by position, and returns the values."""
    running = [_Search(search) for search in searches]
    try:
        while True:
            for one in running:
                if not one.done:
                    one.turn()
            asked = {i: one.question for i, one in enumerate(running) if not one.done}
            if not asked:
                return [one.found for one in running]  # type: ignore[misc]
            for i, value in answer(asked).items():  # type: ignore[arg-type]
                running[i].answer = value
    finally:
        for one in running:
            one.abandon()
