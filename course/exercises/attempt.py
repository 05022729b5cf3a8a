"""A student's function, with the reference standing in for as long as it must."""
import sys
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial, update_wrapper
from typing import Any

from course.exercises.beside import TIMING
from course.exercises.calls import Outcome
from course.exercises.exercise import CheckResult, Exercise
from course.exercises.given import Given, Shape
from course.exercises.judge import CHECK_SECONDS, judge
from course.exercises.late import late_text
from course.exercises.library import find
from course.exercises.output import Printed
from course.exercises.source import still_a_stub
from course.exercises.time_limit import Stopped, TooLongError, limited
from course.exercises.usable import sentence, unattempted, unusable

CALL_SECONDS = 2.0  # for one call in a later cell
LATE = "it had given no answer after {:g} seconds when it was checked"
LINES_SHOWN = 20  # of what a student's function prints in later cells, all calls together
REMEMBERED = 8  # kinds of arguments for which the shapes of a right answer are kept

# The attempts whose function is running right now.  One that calls itself by its name
# means itself, and not the reference that would stand in for it.
RUNNING: ContextVar[tuple["Attempt", ...]] = ContextVar("running", default=())
_latest: dict[str, "Attempt"] = {}


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
        self._expected: dict[Shape, Any] = {}
        _latest[exercise.key] = self

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        if self in RUNNING.get() or (TIMING.get() and self._expected):  # it has answered before
            return self.function(*arguments, **keywords)
        if self._late:
            self._tell_that_it_cannot_be_used(self._late)
            return self.exercise.reference(*arguments, **keywords)
        given, printed = Given(arguments, keywords), Printed(self._lines_left)
        try:
            value, fault = limited(partial(self._answer, given), CALL_SECONDS, printed)
        except TooLongError as late:
            fault = self._late = late_text(self.function, late)
            value = given.to_reference(self.exercise.reference)
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

    def _answer(self, given: Given) -> tuple[Any, str]:
        """The student's value, or the reference's and why it stands in."""
        value, error = None, None
        try:
            value = self._running(given.to_student, self.function)
        except (KeyboardInterrupt, Stopped):
            raise
        except BaseException as raised:  # a student's code may raise anything
            error = raised
        outcome = Outcome(value, error)
        # Kind and shape are all that is asked of a value, so that an expected one which is
        # known from an earlier call will do, and the reference need not run every time.
        kinds = given.kinds()
        if kinds in self._expected and self._usable(outcome, self._expected[kinds]):
            return value, ""
        return self._beside_reference(given, outcome, kinds)

    def _usable(self, outcome: Outcome, expected: Any) -> bool:
        """Whether an outcome is a value that can be used, right or wrong."""
        if outcome.error is not None or unattempted(self.function, outcome):
            return False
        return not unusable(self.exercise, self.function, outcome, expected)

    def _beside_reference(
        self, given: Given, outcome: Outcome, kinds: Shape | None
    ) -> tuple[Any, str]:
        """An outcome's value if it can be used, or the reference's and why it stands in."""
        drawn = given.drawn()
        try:
            expected = given.to_reference(self.exercise.reference)
        except Exception:
            # The arguments make no sense to the reference either: the student's own
            # error, or answer, says more than ours.
            given.turn_back(drawn)
            if outcome.error is not None:
                raise outcome.error from None
            return outcome.value, ""
        if unattempted(self.function, outcome):
            return expected, ""
        fault = unusable(self.exercise, self.function, outcome, expected)
        if fault:
            return expected, fault
        if kinds is not None:
            if len(self._expected) >= REMEMBERED:
                self._expected.clear()
            self._expected[kinds] = expected
        given.turn_back(drawn)
        return outcome.value, ""

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


def yours(key: str) -> Callable:
    """The student's function for an exercise as it was last defined, or the course's own.

    Raises
    ------
    ValueError
        If there is no such exercise; the message lists those that exist.
    """
    exercise = find(key)
    return _latest.get(key, exercise.reference)


def written(key: str) -> bool:
    """Whether the student has begun to write the function of an exercise."""
    attempt = _latest.get(key)
    return attempt is not None and not still_a_stub(attempt.function)
