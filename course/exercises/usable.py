"""Whether an answer can be used at all: was it attempted, did it run, is it of the right kind?"""
from collections.abc import Callable
from typing import Any

from course.exercises.calls import Outcome
from course.exercises.exercise import Exercise
from course.exercises.output import AskedError
from course.exercises.source import (
    error_text,
    failing_line,
    one_line,
    plain_error_text,
    still_a_stub,
)


def unattempted(function: Callable, outcome: Outcome) -> bool:
    """Whether a call shows a stub that nobody has finished yet."""
    value, error = outcome.value, outcome.error
    if error is not None:
        half_done = isinstance(error, TypeError) and "ellipsis" in error_text(error)
        return half_done or isinstance(error, NotImplementedError)
    if value is None:
        return still_a_stub(function)
    parts = value if type(value) in (tuple, list) else (value,)  # isinstance may raise
    return any(part is Ellipsis or part is NotImplemented for part in parts)


def unusable(exercise: Exercise, function: Callable, outcome: Outcome, expected: Any) -> str:
    """Why an outcome cannot stand in for the expected one: it raised, or is of the wrong
    kind or shape.  "" if it can, right or wrong."""
    if outcome.error is not None:
        where = failing_line(function, outcome.error)
        at = f", at the line `{where}`" if where else ""
        if isinstance(outcome.error, AskedError):
            return (
                f"it asks with `input()`{at}, and nobody is there to answer. What a function "
                "needs to know comes with its arguments"
            )
        kind, text = type(outcome.error).__name__, one_line(plain_error_text(outcome.error))
        return f"it stopped with `{kind}{': ' if text else ''}{text}`{at}"
    if outcome.value is None:
        return "it returns nothing. Is a `return` missing?"
    return ask(exercise.expects, outcome.value, expected)


def ask(question: Callable[..., str], value: Any, *context: Any) -> str:
    """What a question says of a student's value; that it cannot be read, if the value resists."""
    try:
        return question(value, *context)
    except Exception:  # noqa: BLE001  a student's object may refuse every question
        return f"it returns a `{type(value).__name__}`, which cannot be read"


def sentence(fault: str) -> str:
    """A fault with its full stop."""
    return fault if fault[-1] in ".?" else f"{fault}."
