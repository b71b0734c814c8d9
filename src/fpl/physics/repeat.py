"""A loop of equal sub-steps inside a day, written so that an engine may keep it a loop."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from torch import Tensor

Carried = tuple[Tensor, ...]
Body = Callable[..., Carried]
Loop = Callable[[int, Body, Carried], Carried]

_loop: ContextVar[Loop | None] = ContextVar("loop", default=None)


def repeat(times: int, body: Body, start: Carried) -> Carried:
    """``body`` applied ``times`` times: ``carried = body(*carried)``, from ``start``.

    ``body`` takes and returns the same number of tensors. It may use any tensor around it, and must
    hold no control flow on values.
    """
    loop = _loop.get()
    if loop is not None and times > 1:
        return loop(times, body, start)
    carried = start
    for _ in range(times):
        carried = body(*carried)
    return carried


@contextmanager
def loops_by(loop: Loop) -> Iterator[None]:
    """While this lasts, ``repeat`` hands its loops to ``loop``: how an engine sees them."""
    token = _loop.set(loop)
    try:
        yield
    finally:
        _loop.reset(token)
