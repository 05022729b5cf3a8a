"""What an exercise is made of, and what a check of it finds: records only."""
import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.checks import check_choice

STATES = ("not_attempted", "time", "error", "shape", "value", "cause", "passed")


@dataclass(frozen=True)
class Case:
    """One call that the check makes.

    Attributes
    ----------
    name : str
        What the arguments are, to follow "for": "900 points all over the square".
    arguments : tuple
        Passed by position, as copies.
    side: int
        If the answers are truths on `course.toys.square_grid(side)`, its side, and they
        can be shown as a picture; otherwise 0.
    """

    name: str
    arguments: tuple
    side: int = 0


@dataclass(frozen=True)
class WrongAnswer:
    """A mistake that people make, and what to tell them.

    Attributes
    ----------
    name : str
        The mistake in a few words.
    answer : callable
        A function that makes it.  Whoever's function does the same on every case has
        probably made the same mistake.
    cause : str
        What to say, without giving the answer away; code between backquotes.
    """

    name: str
    answer: Callable
    cause: str


@dataclass(frozen=True)
class Exercise:
    """A function to write, and everything needed to judge it.

    Attributes
    ----------
    key : str
        Lesson and name: "03.ring".
    reference : callable
        The course's own version.
    cases : tuple of Case
        Calls to make; a message speaks of the first that goes wrong.
    expects : callable
        (value, expected) -> what is wrong with the type or shape of value, or "".
    differs : callable
        (value, expected, arguments) -> where and how the values differ, or "".
    wrong_answers : tuple of WrongAnswer
        Three to five.
    hints : tuple of str
        Up to three, from a nudge to nearly the answer.
    proves : str
        What a passed check has established.  `{difference}` becomes "never differ" or
        "differ by at most" some number: "Over 905 points your ring and the course's
        {difference}."
    expected : callable, optional
        (arguments...) -> the right answer, where something else than the reference is to
        say what that is.
    explains : callable, optional
        (value, expected, arguments) -> name and likely cause of a wrong value, ("", "") if
        it knows none.  Asked when no wrong answer behaves alike.
    needs : tuple of str
        Modules that take long to import: they are there before the time of a check begins.
    """

    key: str
    reference: Callable
    cases: tuple[Case, ...]
    expects: Callable[[Any, Any], str]
    differs: Callable[[Any, Any, tuple], str]
    wrong_answers: tuple[WrongAnswer, ...]
    hints: tuple[str, ...]
    proves: str
    expected: Callable[..., Any] | None = None
    explains: Callable[[Any, Any, tuple], tuple[str, str]] | None = None
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the function is called in its lesson: "ring" of "03.ring"."""
        return self.key.partition(".")[2]

    def answer(self, arguments: tuple) -> Any:
        """The right answer, found from copies of the arguments."""
        return (self.expected or self.reference)(*copy.deepcopy(arguments))


@dataclass(frozen=True)
class Comparison:
    """Two rules side by side, on a grid over the square.

    Attributes
    ----------
    yours, expected : bool array, shape (side, side)
        What the student's function and the reference say; row 0 is the top.
    """

    yours: np.ndarray
    expected: np.ndarray

    def summary(self, name: str) -> str:
        """The picture in words: "Your ring: 340 of 900 places inside; 12 differ."."""
        differing = int(np.sum(self.yours != self.expected))
        return (
            f"Your {name}: {int(np.sum(self.yours))} of {self.yours.size} places inside; "
            f"{differing or 'none'} differ{'s' if differing == 1 else ''}."
        )


@dataclass(frozen=True)
class Beside:
    """A passed answer beside the reference.

    Attributes
    ----------
    largest_difference : float
        Over every number of every case; 0 for truths, which are the same or not.
    seconds, reference_seconds : float or None
        Median time of a call on the largest case, taken in turns; None if it took too long
        to find out.
    case : str
        What that case is.
    """

    largest_difference: float
    seconds: float | None = None
    reference_seconds: float | None = None
    case: str = ""


@dataclass(frozen=True)
class CheckResult:
    """What a check found.

    Attributes
    ----------
    exercise : str
        Key of the exercise.
    state : {"not_attempted", "time", "error", "shape", "value", "cause", "passed"}
        "time" is no answer before the time was over, "cause" a wrong value whose likely
        cause is known.
    message : str
        What happened, in plain words; code stands between backquotes.
    cause : str
        The likely cause, or "".
    wrong_answer : str
        Name of the mistake, if it is known: of the wrong answer that behaves alike, or of
        what `explains` recognised; otherwise "".
    hints : tuple of str
        Up to three, in order; none once the exercise is passed.
    comparison : Comparison or None
        What there is to see, if the answers can be drawn.
    beside : Beside or None
        The answer beside the reference, once the exercise is passed.
    """

    exercise: str
    state: str
    message: str
    cause: str = ""
    wrong_answer: str = ""
    hints: tuple[str, ...] = ()
    comparison: Comparison | None = None
    beside: Beside | None = None

    def __post_init__(self) -> None:
        check_choice("state", self.state, STATES)
