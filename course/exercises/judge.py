"""Judging an answer: did it run, is it of the right kind, are its values right, and if
not, whose mistake does it repeat?

The order is the same for every exercise, and nothing in it raises.  Whatever may run a
student's code (a call of it, and every look at what it returned) stands under one time
limit.
"""
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import Any

from course.exercises import beside
from course.exercises.calls import Outcome, alike, call
from course.exercises.exercise import Beside, Case, CheckResult, Comparison, Exercise
from course.exercises.late import late_cause, late_text
from course.exercises.output import Printed
from course.exercises.time_limit import TooLongError, limited
from course.exercises.usable import ask, sentence, unattempted, unusable

CHECK_SECONDS = 2.0  # for all that a check asks of a student's function
TIMING_SECONDS = 0.5  # for timing it once it has passed; far more than it needs

NOT_ATTEMPTED = (
    "Replace the three dots and run the cell with Shift+Enter. "
    "Until then the cells below use the course's own version."
)
WRITES_TO_ARGUMENT = (
    "the function writes into the array it is given, or into a list of them, and whoever called "
    "it finds their data changed. Compute into a new one instead."
)
UNREADABLE = "The function returns something that cannot be looked at: reading it fails."


@dataclass(frozen=True)
class Row:
    """One case: what the student's function did, and the right answer."""

    case: Case
    outcome: Outcome
    right: Any


def judge(exercise: Exercise, function: Callable) -> CheckResult:
    """What is right or wrong with a student's function.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        Whatever the student wrote; it is called on copies of every case's arguments, in a
        thread of its own, for two seconds at most.

    Returns
    -------
    CheckResult
    """
    for module in exercise.needs:
        import_module(module)
    printed, reached = Printed(), []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            work = partial(_judged, exercise, function, reached)
            result = limited(work, CHECK_SECONDS, printed)
        except TooLongError as late:
            result = _too_long(exercise, function, late, reached[-1])
        except Exception:  # noqa: BLE001  what it returned may resist every look at it
            result = CheckResult(exercise.key, "error", UNREADABLE, hints=exercise.hints)
        if result.beside is not None:
            result = _timed(result, exercise, function)
    return replace(result, message=result.message + _printed(printed))


def _judged(exercise: Exercise, function: Callable, reached: list[str]) -> CheckResult:
    """The result; the names of the cases that were begun are left in `reached`."""
    outcomes = []
    for case in exercise.cases:
        reached.append(case.name)
        outcomes.append(call(function, case.arguments))
    if any(unattempted(function, outcome) for outcome in outcomes):
        return CheckResult(exercise.key, "not_attempted", NOT_ATTEMPTED, hints=exercise.hints)
    right = [exercise.answer(case.arguments) for case in exercise.cases]
    rows = list(map(Row, exercise.cases, outcomes, right))
    faults = [_fault(exercise, function, row) for row in rows]
    picture = _comparison(exercise, function, rows)
    if any(state for state, _ in faults):
        return _refused(exercise, rows, faults, picture)
    if any(outcome.changed_arguments for outcome in outcomes):
        name, message = "writes into its argument", "The values are right."
        told = (message, WRITES_TO_ARGUMENT, name, exercise.hints, picture)
        return CheckResult(exercise.key, "cause", *told)
    apart = beside.largest_difference([outcome.value for outcome in outcomes], right)
    message = exercise.proves.replace("{difference}", beside.difference_text(apart))
    case = beside.largest(exercise.cases).name
    return CheckResult(
        exercise.key, "passed", message, comparison=picture, beside=Beside(apart, case=case)
    )


def _fault(exercise: Exercise, function: Callable, row: Row) -> tuple[str, str]:
    """State and message of what is wrong with one answer, ("", "") if nothing is."""
    fault = unusable(exercise, function, row.outcome, row.right)
    if fault:
        state = "error" if row.outcome.error is not None else "shape"
        return state, f"For {row.case.name}, {sentence(fault)}"
    fault = ask(exercise.differs, row.outcome.value, row.right, row.case.arguments)
    return ("value", f"For {row.case.name}: {fault}") if fault else ("", "")


def _refused(
    exercise: Exercise,
    rows: Sequence[Row],
    faults: Sequence[tuple[str, str]],
    picture: Comparison | None,
) -> CheckResult:
    """The first fault, what cannot be used before what is wrong, and its likely cause."""
    wrong = [(row, *fault) for row, fault in zip(rows, faults, strict=True) if fault[0]]
    row, state, message = next((w for w in wrong if w[1] != "value"), wrong[0])
    name, cause = _recognised(exercise, [row for row, *_ in wrong])
    if not cause and state == "value" and exercise.explains is not None:
        name, cause = exercise.explains(row.outcome.value, row.right, row.case.arguments)
    if cause and state == "value":
        state = "cause"
    return CheckResult(exercise.key, state, message, cause, name, exercise.hints, picture)


def _recognised(exercise: Exercise, rows: Sequence[Row]) -> tuple[str, str]:
    """Name and cause of the wrong answer that explains these faulty rows: one that does the
    same on each of them.  ("", "") if there is none."""
    for wrong in exercise.wrong_answers:
        if all(alike(row.outcome, call(wrong.answer, row.case.arguments)) for row in rows):
            return wrong.name, wrong.cause
    return "", ""


def _comparison(
    exercise: Exercise, function: Callable, rows: Sequence[Row]
) -> Comparison | None:
    """The first case that can be drawn, if the student's answer to it can be read."""
    for row in rows:
        if row.case.side and not unusable(exercise, function, row.outcome, row.right):
            shape = (row.case.side, row.case.side)
            return Comparison(row.outcome.value.reshape(shape), row.right.reshape(shape))
    return None


def _too_long(
    exercise: Exercise, function: Callable, late: TooLongError, case: str
) -> CheckResult:
    message = f"For {case}, {sentence(late_text(function, late))}"
    cause = late_cause(function, late)
    return CheckResult(exercise.key, "time", message, cause, hints=exercise.hints)


def _timed(result: CheckResult, exercise: Exercise, function: Callable) -> CheckResult:
    """A passed result with the times of both functions, if they can be had quickly."""
    case = beside.largest(exercise.cases)
    work = partial(beside.timed, function, exercise.reference, case.arguments)
    outcome = call(lambda: limited(work, TIMING_SECONDS), ())
    if outcome.error is not None:  # slow, or one that does not go well every time
        return result
    seconds, reference_seconds = outcome.value
    found = replace(result.beside, seconds=seconds, reference_seconds=reference_seconds)
    return replace(result, beside=found)


def _printed(printed: Printed) -> str:
    lines = max(printed.lines, 1)
    if printed.characters == 0:
        return ""
    return f" (It also printed {lines:,} line{'s' if lines > 1 else ''}, left out here.)"
