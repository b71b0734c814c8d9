"""Where time goes: named functions are watched, and each second belongs to the innermost one."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

Name = str | Callable[..., str]  # a name, or what gives one from the arguments of the call


@dataclass(frozen=True)
class Watched:
    """A function ``owner.attribute`` whose own seconds count to ``part``."""

    owner: Any
    attribute: str
    part: Name


@dataclass
class Clock:
    """Seconds of the parts in each call of an outermost watched function, by that one's part."""

    calls: list[tuple[str, Counter[str]]] = field(default_factory=list)
    _inside: list[str] = field(default_factory=list)
    _since: float = 0.0

    def of(self, root: str) -> list[Counter[str]]:
        """The calls of one outermost function."""
        return [parts for name, parts in self.calls if name == root]

    def _charge(self) -> None:
        now = time.perf_counter()
        if self._inside:
            self.calls[-1][1][self._inside[-1]] += now - self._since
        self._since = now

    def _watching(self, function: Callable[..., Any], part: Name) -> Callable[..., Any]:
        def watched(*arguments: Any, **options: Any) -> Any:
            named = part if isinstance(part, str) else part(*arguments, **options)
            if not self._inside:
                self.calls.append((named, Counter()))
            self._charge()
            self._inside.append(named)
            try:
                return function(*arguments, **options)
            finally:
                self._charge()
                self._inside.pop()

        return watched


@contextmanager
def watching(watched: Sequence[Watched]) -> Iterator[Clock]:
    """A clock of these functions, which are watched while this lasts.

    Raises
    ------
    AttributeError
        If an owner has no such function any more.
    """
    clock = Clock()
    with ExitStack() as stack:
        for one in watched:
            watched_one = clock._watching(getattr(one.owner, one.attribute), one.part)
            stack.enter_context(patch.object(one.owner, one.attribute, watched_one))
        yield clock
