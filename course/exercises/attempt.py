"""A student's function, with the reference standing in for as long as it must."""
from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import numpy as np

from course.exercises.exercise import CheckResult, Exercise
from course.exercises.judge import Outcome, judge, unattempted, unusable


class Attempt:
    """A function that always answers, so that a lesson always runs to its end.

    While the student's function is an unfilled stub the reference answers, in silence.
    When it raises, or returns something of the wrong kind or shape, the reference answers
    and `notify` is told why, once for each reason.  A wrong *value* is the student's own:
    it is what they want to see in the playground.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        The student's.  It is given copies, so it cannot spoil the caller's data.
    notify : callable, optional
        Takes a sentence; code stands between backquotes.

    Attributes
    ----------
    exercise : Exercise
    function : callable
        The student's function itself, without reference or message.
    """

    def __init__(
        self,
        exercise: Exercise,
        function: Callable,
        notify: Callable[[str], None] | None = None,
    ) -> None:
        if not callable(function):
            raise TypeError(f"function must be callable, got a {type(function).__name__}")
        update_wrapper(self, function)
        self.exercise, self.function = exercise, function
        self._notify, self._told = notify, set()

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        value, error = None, None
        try:
            value = self.function(
                *map(_copied, arguments), **{name: _copied(v) for name, v in keywords.items()}
            )
        except (Exception, SystemExit) as raised:  # a student's code may raise anything
            error = raised
        try:
            expected = self.exercise.reference(*arguments, **keywords)
        except Exception:
            # The arguments make no sense to the reference either: the student's own
            # error, or answer, says more than ours.
            if error is not None:
                raise error from None
            return value
        outcome = Outcome(value, error)
        if unattempted(self.function, outcome):
            return expected
        fault = unusable(self.exercise, self.function, outcome, expected)
        if not fault:
            return value
        self._tell(fault)
        return expected

    def check(self) -> CheckResult:
        """What is right or wrong with the student's function."""
        return judge(self.exercise, self.function)

    def _tell(self, fault: str) -> None:
        if self._notify is None or fault in self._told:
            return
        self._told.add(fault)
        name = getattr(self.function, "__name__", self.exercise.key)
        fault = fault if fault[-1] in ".?" else fault + "."
        self._notify(
            f"Your `{name}` cannot be used here: {fault} "
            "The course's own version stands in until yours runs."
        )


def _copied(argument: Any) -> Any:
    """Arrays as copies, so that a function that writes into them writes nowhere."""
    return argument.copy() if isinstance(argument, np.ndarray) else argument
