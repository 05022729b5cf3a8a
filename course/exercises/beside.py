"""A passed answer beside the reference: the largest difference, and the time of each.

Times are taken in turns, one call of each, so that a machine that becomes slower or faster
meanwhile does so for both; of each, the median counts.
"""
import copy
import math
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from course.exercises.exercise import Beside, Case

# Set while functions are timed: attempts that they call are then as quick as plain functions.
TIMING: ContextVar[bool] = ContextVar("timing", default=False)
BUDGET = 0.04  # seconds for all calls together
MOST_PAIRS = 200
ALIKE = 1.25  # times that differ by less than this factor are called the same
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def largest_difference(values: Sequence[Any], expected: Sequence[Any]) -> float:
    """The largest absolute difference of two sequences of equally shaped answers."""
    return max(map(_difference, values, expected), default=0.0)


def _difference(value: Any, expected: Any) -> float:
    if hasattr(expected, "apart"):  # no plain numbers: it says itself how far off a value is
        return expected.apart(value)
    if isinstance(expected, tuple | list):
        return largest_difference(value, expected)
    a, b = np.asarray(value, dtype=float), np.asarray(expected, dtype=float)
    differing = ~((a == b) | (np.isnan(a) & np.isnan(b)))
    return float(np.abs(a[differing] - b[differing]).max(initial=0.0))


def largest(cases: Sequence[Case]) -> Case:
    """The case with the most numbers in its arguments, the first of several."""
    return max(cases, key=lambda case: _numbers(case.arguments))


def _numbers(argument: Any) -> int:
    """How many numbers an argument holds; whatever is no array and no list counts as one."""
    if isinstance(argument, tuple | list):
        return sum(map(_numbers, argument))
    return np.size(argument)


def timed(
    function: Callable,
    reference: Callable,
    arguments: tuple,
    budget: float = BUDGET,
    clock: Callable[[], float] = perf_counter,
) -> tuple[float, float]:
    """Median seconds of a call of each function, called in turns.

    Parameters
    ----------
    function, reference : callable
        Both must leave their arguments as they are, but for what they draw from a random
        generator.
    arguments : tuple
    budget : float
        Seconds; no further pair of calls begins after it.  At least one pair is made.
    clock : callable
        The time in seconds.
    """
    given, before = copy.deepcopy(arguments), TIMING.set(True)
    try:
        return _in_turns(function, reference, given, budget, clock)
    finally:
        TIMING.reset(before)


def _in_turns(
    function: Callable,
    reference: Callable,
    given: tuple,
    budget: float,
    clock: Callable[[], float],
) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    start = clock()
    while len(times[0]) < MOST_PAIRS:
        for one, its in zip((function, reference), times, strict=True):
            before = clock()
            one(*given)
            its.append(clock() - before)
        if clock() - start >= budget:
            break
    return median(times[0]), median(times[1])


def difference_text(difference: float) -> str:
    """The largest difference in words, rounded up: "differ by at most 2 × 10⁻¹⁰"."""
    if difference == 0:
        return "never differ"
    power = math.floor(math.log10(difference))
    digit = math.ceil(difference / 10.0**power - 1e-9)
    if digit == 10:
        digit, power = 1, power + 1
    return f"differ by at most {digit} × 10{str(power).translate(SUPERSCRIPT)}"


def time_text(beside: Beside) -> str:
    """Both times in words: "For 900 points, yours takes 21 µs, the course's 9 µs: ..."."""
    mine, reference = beside.seconds, beside.reference_seconds
    if mine is None or reference is None:
        return "Yours is too slow to be timed beside the course's."
    words = f"For {beside.case}, yours takes {_duration(mine)}, the course's {_duration(reference)}"
    ratio = mine / max(reference, 1e-9)
    if 1 / ALIKE < ratio < ALIKE:
        return f"{words}: about as fast."
    if ratio < 1:
        return f"{words}: {_two_digits(ratio)} of its time."
    return f"{words}: {_two_digits(ratio)} times as long."


def _duration(seconds: float) -> str:
    if seconds >= 1:
        return f"{_two_digits(seconds)} s"
    if seconds >= 1e-3:
        return f"{_two_digits(1e3 * seconds)} ms"
    return f"{_two_digits(1e6 * seconds)} µs"


def _two_digits(number: float) -> str:
    """A positive number to two digits that count: "0.42", "2.3", "21", "1,200"."""
    if number <= 0:
        return "0"
    digits = 1 - math.floor(math.log10(number))
    rounded = round(number, digits)
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:.{max(digits, 0)}f}"
