"""Judging an answer: did it run, is it of the right kind, are its values right, and if
not, whose mistake does it repeat?

The order is the same for every exercise, and nothing in it raises.
"""
import copy
import io
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.exercises.exercise import CheckResult, Comparison, Exercise, WrongAnswer
from course.exercises.source import error_text, failing_line, one_line, still_a_stub

NOT_ATTEMPTED = (
    "Replace the three dots and run the cell with Shift+Enter. "
    "Until then the cells below use the course's own version."
)
WRITES_TO_ARGUMENT = (
    "the function writes into the array it is given, and whoever called it finds their data "
    "changed. Compute into a new array instead."
)


@dataclass(frozen=True)
class Outcome:
    """What one call did: the value or the error, and what it left behind."""

    value: Any = None
    error: BaseException | None = None
    changed_arguments: bool = False
    lines_printed: int = 0


class _LineCounter(io.TextIOBase):
    """A text stream that counts lines and keeps nothing, however much is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.lines += text.count("\n")
        return len(text)


def call(function: Callable, arguments: tuple) -> Outcome:
    """What a function does with copies of some arguments; never raises, shows nothing.

    Only a keyboard interrupt passes through: it is the reader's own wish.
    """
    given, printed, value, error = copy.deepcopy(arguments), _LineCounter(), None, None
    with redirect_stdout(printed), redirect_stderr(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = function(*given)
        except (Exception, SystemExit) as raised:  # a student's code may raise anything
            error = raised
    return Outcome(value, error, not same(given, arguments), printed.lines)


def same(one: Any, other: Any) -> bool:
    """Whether two values have one shape and kind and agree to 1e-9; NaN equals NaN."""
    try:
        if isinstance(one, tuple) and isinstance(other, tuple):
            return len(one) == len(other) and all(map(same, one, other))
        a, b = np.asarray(one), np.asarray(other)
        if a.shape != b.shape:
            return False
        if a.dtype.kind in "iuf" and b.dtype.kind in "iuf":
            return np.allclose(a, b, rtol=1e-9, atol=1e-9, equal_nan=True)
        return a.dtype.kind == b.dtype.kind and bool((a == b).all())
    except Exception:  # noqa: BLE001  an object may refuse to be an array, or to be compared
        return False


def unattempted(function: Callable, outcome: Outcome) -> bool:
    """Whether a call shows a stub that nobody has finished yet."""
    value, error = outcome.value, outcome.error
    if error is not None:
        half_done = isinstance(error, TypeError) and "ellipsis" in error_text(error)
        return half_done or isinstance(error, NotImplementedError)
    if value is None:
        return still_a_stub(function)
    return value is Ellipsis or value is NotImplemented


def unusable(exercise: Exercise, function: Callable, outcome: Outcome, expected: Any) -> str:
    """Why an outcome cannot stand in for the expected one: it raised, or is of the wrong
    kind or shape.  "" if it can, right or wrong."""
    if outcome.error is not None:
        kind, text = type(outcome.error).__name__, one_line(error_text(outcome.error))
        where = failing_line(function, outcome.error)
        stopped = f"it stopped with `{kind}: {text}`" if text else f"it stopped with `{kind}`"
        return f"{stopped}, at the line `{where}`" if where else stopped
    if outcome.value is None:
        return "it returns nothing. Is a `return` missing?"
    return _ask(exercise.expects, outcome.value, expected)


def _ask(question: Callable[..., str], value: Any, *context: Any) -> str:
    try:
        return question(value, *context)
    except Exception:  # noqa: BLE001  a student's object may refuse every question
        return f"it returns a `{type(value).__name__}`, which cannot be read"


def judge(exercise: Exercise, function: Callable) -> CheckResult:
    """What is right or wrong with a student's function.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        Whatever the student wrote; it is called on copies of every case's arguments.

    Returns
    -------
    CheckResult
    """
    outcomes = [call(function, case.arguments) for case in exercise.cases]
    if any(unattempted(function, outcome) for outcome in outcomes):
        return CheckResult(exercise.key, "not_attempted", NOT_ATTEMPTED, hints=exercise.hints)
    expected = [exercise.reference(*copy.deepcopy(case.arguments)) for case in exercise.cases]
    state, message = _first_fault(exercise, function, outcomes, expected)
    cause = name = ""
    if state != "passed":
        known = _recognise(exercise, outcomes, expected)
        if known:
            state, cause, name = _named(state), known.cause, known.name
    elif any(outcome.changed_arguments for outcome in outcomes):
        state, message = "cause", "The values are right."
        cause, name = WRITES_TO_ARGUMENT, "writes into its argument"
    message += _printed(sum(outcome.lines_printed for outcome in outcomes))
    hints = () if state == "passed" else exercise.hints
    picture = _comparison(exercise, function, outcomes, expected)
    return CheckResult(exercise.key, state, message, cause, name, hints, picture)


def _named(state: str) -> str:
    """The state once the mistake is recognised: errors and shapes stay what they are."""
    return "cause" if state == "value" else state


def _printed(lines: int) -> str:
    if lines == 0:
        return ""
    return f" (It also printed {lines:,} line{'s' if lines > 1 else ''}, left out here.)"


def _first_fault(
    exercise: Exercise, function: Callable, outcomes: Sequence[Outcome], expected: Sequence[Any]
) -> tuple[str, str]:
    """State and message of the first fault: what cannot be used before what is wrong."""
    rows = list(zip(exercise.cases, outcomes, expected, strict=True))
    for case, outcome, right in rows:
        fault = unusable(exercise, function, outcome, right)
        if fault:
            state = "error" if outcome.error is not None else "shape"
            return state, f"For {case.name}, {fault}{'' if fault[-1] in '.?' else '.'}"
    for case, outcome, right in rows:
        fault = _ask(exercise.differs, outcome.value, right, case.arguments)
        if fault:
            return "value", f"For {case.name}: {fault}"
    return "passed", exercise.proves


def _comparison(
    exercise: Exercise, function: Callable, outcomes: Sequence[Outcome], expected: Sequence[Any]
) -> Comparison | None:
    """The first case that can be drawn, if the student's answer to it can be read."""
    for case, outcome, right in zip(exercise.cases, outcomes, expected, strict=True):
        if case.side and not unusable(exercise, function, outcome, right):
            shape = (case.side, case.side)
            return Comparison(outcome.value.reshape(shape), right.reshape(shape))
    return None


def _recognise(
    exercise: Exercise, outcomes: Sequence[Outcome], expected: Sequence[Any]
) -> WrongAnswer | None:
    """The wrong answer that explains every fault: on each case the student's function is
    either right or does what that one does."""
    for wrong in exercise.wrong_answers:
        theirs = [call(wrong.answer, case.arguments) for case in exercise.cases]
        if all(
            _alike(outcome, Outcome(right)) or _alike(outcome, their)
            for outcome, right, their in zip(outcomes, expected, theirs, strict=True)
        ):
            return wrong
    return None


def _alike(one: Outcome, other: Outcome) -> bool:
    if one.error is None and other.error is None:
        return same(one.value, other.value)
    if one.error is None or other.error is None:
        return False
    return (type(one.error), error_text(one.error)) == (type(other.error), error_text(other.error))
