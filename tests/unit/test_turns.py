"""Searches that take turns find what they find alone."""

import sys
import threading

import numpy as np
import pytest
from test_calibration import STOP, Sphere

from fpl.calibration.sceua import search
from fpl.calibration.turns import take_turns


def find(seed, ask, bowl):
    first = np.full(3, 0.9)
    return search(ask, 3, bowl.counter, first=first, budget=100, complexes=2, stop=STOP, seed=seed)


def test_a_search_among_others_is_the_search_alone():
    alone = [Sphere() for _ in range(3)]
    expected = [find(seed, bowl, bowl) for seed, bowl in enumerate(alone)]
    among = [Sphere() for _ in range(3)]
    searches = [
        lambda ask, seed=seed, bowl=bowl: find(seed, ask, bowl) for seed, bowl in enumerate(among)
    ]
    before = np.random.get_bit_generator()
    calls = []

    def answer(asked):
        calls.append(len(asked))
        return {i: among[i](point) for i, point in asked.items()}

    found = take_turns(searches, answer)
    for mine, yours, one, other in zip(expected, found, alone, among, strict=True):
        assert np.array_equal(one.asked, other.asked)
        assert mine.reason == yours.reason == "budget"
        assert np.array_equal(mine.end.unit, yours.end.unit)
    assert calls == [3] * 100
    assert np.random.get_bit_generator() is before


def test_searches_end_when_they_like():
    def ask_often(times):
        return lambda ask: sum(ask(np.array([float(i)])) for i in range(times))

    made = take_turns([ask_often(n) for n in (0, 3, 1)], lambda asked: dict.fromkeys(asked, 1.0))
    assert made == [0, 3.0, 1.0]


@pytest.mark.parametrize("where", ["search", "answer"])
def test_an_error_ends_all_searches_and_is_raised(where):
    threads, output = threading.active_count(), sys.stdout

    def failing(ask):
        ask(np.zeros(1))
        raise ValueError("enough of search")

    def answer(asked):
        if where == "answer":
            raise ValueError("enough of answer")
        return dict.fromkeys(asked, 0.0)

    with pytest.raises(ValueError, match=f"enough of {where}"):
        take_turns([lambda ask: [ask(np.zeros(1)) for _ in range(5)], failing], answer)
    assert threading.active_count() == threads
    assert sys.stdout is output
