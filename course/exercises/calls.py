"""One call of a student's function: what it returned or raised, and whether it is the same."""
import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.exercises.source import error_text
from course.exercises.time_limit import Stopped


@dataclass(frozen=True)
class Outcome:
    """What one call did: the value or the error, and whether it wrote into its arguments."""

    value: Any = None
    error: BaseException | None = None
    changed_arguments: bool = False


def call(function: Callable, arguments: tuple) -> Outcome:
    """What a function does with copies of some arguments; never raises.

    Only a keyboard interrupt passes through, which is the reader's own wish, and the end of
    the time that a time limit gives.
    """
    given, value, error = copy.deepcopy(arguments), None, None
    try:
        value = function(*given)
    except (KeyboardInterrupt, Stopped):
        raise
    except BaseException as raised:  # a student's code may raise anything
        error = raised
    return Outcome(value, error, not same(given, arguments))


def same(one: Any, other: Any) -> bool:
    """Whether two values have one shape and kind and agree to 1e-9; NaN equals NaN.

    A list is the same as a tuple of the same things.  Two random generators are the same
    however much has been drawn from each: they are there to be drawn from.
    """
    try:
        if isinstance(one, tuple | list) and isinstance(other, tuple | list):
            return len(one) == len(other) and all(map(same, one, other))
        if isinstance(one, np.random.Generator):
            return isinstance(other, np.random.Generator)
        a, b = np.asarray(one), np.asarray(other)
        if a.shape != b.shape:
            return False
        if a.dtype.kind in "iuf" and b.dtype.kind in "iuf":
            return np.allclose(a, b, rtol=1e-9, atol=1e-9, equal_nan=True)
        return a.dtype.kind == b.dtype.kind and bool((a == b).all())
    except Exception:  # noqa: BLE001  an object may refuse to be an array, or to be compared
        return False


def alike(one: Outcome, other: Outcome) -> bool:
    """Whether two calls came to the same: equal values, or errors of one kind and text."""
    if one.error is None and other.error is None:
        return same(one.value, other.value)
    if one.error is None or other.error is None:
        return False
    if isinstance(one.error, RecursionError):  # its text says where it happened to run out
        return isinstance(other.error, RecursionError)
    return (type(one.error), error_text(one.error)) == (type(other.error), error_text(other.error))
