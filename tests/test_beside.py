"""A passed answer beside the reference: how far apart, and how much slower or faster."""
import importlib
import time

import numpy as np
import pytest

from course.exercises import Beside, Case, find, judge, time_text
from course.exercises.beside import MOST_PAIRS, difference_text, largest, largest_difference, timed
from tests.exercise_answers import own_ring


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (0.0, "never differ"),
        (2e-10, "differ by at most 2 × 10⁻¹⁰"),
        (2.1e-10, "differ by at most 3 × 10⁻¹⁰"),
        (9.7e-10, "differ by at most 1 × 10⁻⁹"),
        (1e-16, "differ by at most 1 × 10⁻¹⁶"),
    ],
)
def test_the_largest_difference_is_rounded_up_and_put_in_words(difference, words):
    assert difference_text(difference) == words


@pytest.mark.parametrize(
    ("mine", "reference", "words"),
    [
        (21e-6, 9e-6, "yours takes 21 µs, the course's 9.0 µs: 2.3 times as long."),
        (9.5e-6, 9e-6, "yours takes 9.5 µs, the course's 9.0 µs: about as fast."),
        (0.4e-6, 1e-6, "yours takes 0.40 µs, the course's 1.0 µs: 0.40 of its time."),
        (0.0123, 9e-6, "yours takes 12 ms, the course's 9.0 µs: 1,400 times as long."),
        (1.5, 0.5, "yours takes 1.5 s, the course's 500 ms: 3.0 times as long."),
        (0.0, 0.0, "yours takes 0 µs, the course's 0 µs: 0 of its time."),
    ],
)
def test_both_times_are_told_to_two_digits(mine, reference, words):
    assert time_text(Beside(0.0, mine, reference, "900 points")) == f"For 900 points, {words}"


def test_the_difference_is_the_largest_over_all_cases_and_all_parts():
    yours = [(np.array([1.0, 2.0]), 3.0), (np.array([np.nan, np.inf]), -4)]
    right = [(np.array([1.0, 2.5]), 3.0), (np.array([np.nan, np.inf]), -4.25)]
    assert largest_difference(yours, right) == 0.5
    assert largest_difference([np.array([True])], [np.array([True])]) == 0.0


def test_the_difference_of_lists_and_of_what_is_in_them_is_found():
    right = [([np.ones(2), np.ones((1, 2))], [3.0])]
    assert largest_difference([[(np.ones(2), np.zeros((1, 2))), [3.5]]], right) == 1.0


def test_an_expected_thing_that_is_no_number_says_itself_how_far_off_a_value_is():
    class Word:
        def apart(self, value):
            return float(len(value))

    assert largest_difference(["four", ("seven", 1.0)], [Word(), (Word(), 1.0)]) == 5.0


def test_numbers_in_lists_count_and_what_is_no_number_counts_as_one():
    cases = (
        Case("a list", ([np.ones(4), np.ones((2, 2))],)),
        Case("others", (np.ones(5), len, np.random.default_rng(0))),
    )
    assert largest(cases).name == "a list"


def test_the_case_with_the_most_numbers_is_timed():
    cases = (Case("few", (np.ones(3),)), Case("many", (np.ones(2), np.ones(5))), Case("one", (1,)))
    assert largest(cases).name == "many"


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def taking(self, *seconds):
        """A function that takes so long, the last of these times from then on."""
        left = list(seconds)

        def function(*arguments):
            self.now += left.pop(0) if len(left) > 1 else left[0]

        return function


def test_the_median_of_calls_in_turns_counts():
    clock = Clock()
    mine, reference = clock.taking(9.0, 2.0, 3.0), clock.taking(4.0, 5.0, 1.0)
    assert timed(mine, reference, (), budget=24.0, clock=clock) == (3.0, 4.0)


def test_a_slow_function_is_called_once():
    clock, calls = Clock(), []
    slow = clock.taking(3.0)
    assert timed(lambda: calls.append(slow()), clock.taking(1.0), (), clock=clock) == (3.0, 1.0)
    assert len(calls) == 1


def test_a_fast_function_is_not_called_without_end():
    calls = []
    timed(lambda: calls.append(1), lambda: None, (), clock=Clock())
    assert len(calls) == MOST_PAIRS


def test_a_function_too_slow_to_be_timed_passes_all_the_same(monkeypatch):
    monkeypatch.setattr(importlib.import_module("course.exercises.judge"), "TIMING_SECONDS", 0.02)
    calls = []

    def slow_later(points):
        calls.append(1)
        if len(calls) > len(find("03.ring").cases):
            time.sleep(0.1)
        return own_ring(points)

    result = judge(find("03.ring"), slow_later)
    assert (result.state, result.beside.seconds) == ("passed", None)
    assert time_text(result.beside) == "Yours is too slow to be timed beside the course's."


def test_a_function_that_fails_when_it_is_timed_passes_all_the_same():
    calls = []

    def stops_later(points):
        calls.append(1)
        assert len(calls) <= len(find("03.ring").cases)
        return own_ring(points)

    result = judge(find("03.ring"), stops_later)
    assert (result.state, result.beside.seconds) == ("passed", None)
