"""A student's function, with the reference standing in for as long as it must."""
import sys
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial, update_wrapper
from typing import Any

import numpy as np

from course.exercises.calls import Outcome
from course.exercises.exercise import CheckResult, Exercise
from course.exercises.judge import CHECK_SECONDS, judge
from course.exercises.late import late_text
from course.exercises.output import Printed
from course.exercises.time_limit import Stopped, TooLongError, limited
from course.exercises.usable import sentence, unattempted, unusable

CALL_SECONDS = 2.0  # for one call in a later cell
LATE = "it had given no answer after {:g} seconds when it was checked"
LINES_SHOWN = 20  # of what a student's function prints in later cells, all calls together

# The attempts whose function is running right now.  One that calls itself by its name
# means itself, and not the reference that would stand in for it.
RUNNING: ContextVar[tuple["Attempt", ...]] = ContextVar("running", default=())


class Attempt:
    """A function that always answers, so that a lesson always runs to its end.

    While the student's function is an unfilled stub the reference answers, in silence.
    When it raises, does not end in time, or returns something of the wrong kind or shape,
    the reference answers and `notify` is told why, once for each reason.  A wrong *value* is
    the student's own: it is what they want to see in the playground.

    A function that once did not end in time is not called again.  Of what a function prints
    the first lines are shown, and a note says that there was more.

    Parameters
    ----------
    exercise : Exercise
    function : callable
        The student's.  It is given copies, so it cannot spoil the caller's data.
    notify : callable, optional
        Takes a text that begins with two words and a full stop, as a title; code stands
        between backquotes.

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
        self._late, self._lines_left = "", LINES_SHOWN

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        if self in RUNNING.get():
            return self.function(*arguments, **keywords)
        if self._late:
            self._tell_that_it_cannot_be_used(self._late)
            return self.exercise.reference(*arguments, **keywords)
        printed = Printed(self._lines_left)
        try:
            value, fault = limited(
                partial(self._answer, arguments, keywords), CALL_SECONDS, printed
            )
        except TooLongError as late:
            fault = self._late = late_text(self.function, late)
            value = self.exercise.reference(*arguments, **keywords)
        finally:
            self._show(printed)
        if fault:
            self._tell_that_it_cannot_be_used(fault)
        return value

    def check(self) -> CheckResult:
        """What is right or wrong with the student's function."""
        result = self._running(judge, self.exercise, self.function)
        if result.state == "time":
            self._late = LATE.format(CHECK_SECONDS)
        return result

    def _running(self, work: Callable, *arguments: Any, **keywords: Any) -> Any:
        """What some work returns that runs the student's function."""
        before = RUNNING.set((*RUNNING.get(), self))
        try:
            return work(*arguments, **keywords)
        finally:
            RUNNING.reset(before)

    def _answer(self, arguments: tuple, keywords: dict[str, Any]) -> tuple[Any, str]:
        """The student's value, or the reference's and why it stands in."""
        value, error = None, None
        given = {name: _copied(value) for name, value in keywords.items()}
        try:
            value = self._running(self.function, *map(_copied, arguments), **given)
        except (KeyboardInterrupt, Stopped):
            raise
        except BaseException as raised:  # a student's code may raise anything
            error = raised
        try:
            expected = self.exercise.reference(*arguments, **keywords)
        except Exception:
            # The arguments make no sense to the reference either: the student's own
            # error, or answer, says more than ours.
            if error is not None:
                raise error from None
            return value, ""
        outcome = Outcome(value, error)
        if unattempted(self.function, outcome):
            return expected, ""
        fault = unusable(self.exercise, self.function, outcome, expected)
        return (expected, fault) if fault else (value, "")

    @property
    def _name(self) -> str:
        return getattr(self.function, "__name__", self.exercise.name)

    def _show(self, printed: Printed) -> None:
        """Print the first lines of what was printed, and say once that there was more."""
        for stream, text in printed.kept:
            getattr(sys, stream).write(text)
        self._lines_left = max(0, self._lines_left - printed.lines)
        if printed.cut:
            self._tell(
                f"Cut short. Your `{self._name}` prints a lot. Only the first lines are shown, "
                f"{LINES_SHOWN} at most; the rest is left out."
            )

    def _tell_that_it_cannot_be_used(self, fault: str) -> None:
        self._tell(
            f"Not used. Your `{self._name}` cannot be used here: {sentence(fault)} "
            "The course's own version stands in until yours runs."
        )

    def _tell(self, words: str) -> None:
        """Pass a sentence on, unless it has been said already."""
        if self._notify is not None and words not in self._told:
            self._told.add(words)
            self._notify(words)


def _copied(argument: Any) -> Any:
    """Arrays as copies, so that a function that writes into them writes nowhere."""
    return argument.copy() if isinstance(argument, np.ndarray) else argument
