"""A prediction: a question, what may be guessed, and the computation that answers it.

Records only.  A guess travels in a link as a short text; `read` turns it into a value and
refuses, in words, whatever is none; `write` is its inverse.
"""
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from course import sketch
from course.checks import check_integer, check_number, shown


class Computation(Protocol):
    """What can be run a little at a time: `course.trials.Trials`, for one."""

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""

    def pieces(self) -> Generator[Any, None, Any]:
        """Do a small piece of the work at each yield; return the result."""

    def code(self) -> str:
        """The lines of Python that do the same."""


@dataclass(frozen=True)
class Number:
    """A number on a line.

    Attributes
    ----------
    low, high : float
        Least and greatest, low < high.
    step : float
        What lies between two numbers that may be guessed; a whole number of steps from
        low to high.
    unit : str
        What is counted: "of 32 seeds".
    """

    low: float
    high: float
    step: float = 1
    unit: str = ""

    def __post_init__(self) -> None:
        check_number("step", self.step, 0, open_low=True)
        if not self.low < self.high:
            raise ValueError(f"low must be less than high, got {self.low} and {self.high}")

    @property
    def decimals(self) -> int:
        """Digits after the point that the step needs."""
        text = f"{self.step:f}".rstrip("0")
        return len(text.partition(".")[2])

    def read(self, text: Any) -> float:
        """The guess as a number on the line.

        Raises
        ------
        ValueError
            If it is no number from low to high, or lies between two steps.
        """
        expected = f"the guess must be a number from {self.low:g} to {self.high:g}"
        try:
            value = float(str(text).strip())
        except ValueError:
            raise ValueError(f"{expected}, got {shown(text, 30)}") from None
        if not self.low <= value <= self.high:  # a NaN is not either
            raise ValueError(f"{expected}, got {value:g}")
        steps = round((value - self.low) / self.step)
        nearest = round(self.low + steps * self.step, self.decimals)
        if abs(nearest - value) > 1e-9 * max(1, abs(value)):
            raise ValueError(f"{expected} in steps of {self.step:g}, got {value:g}")
        return nearest

    def write(self, value: float) -> str:
        """The guess in digits: "12"."""
        return f"{value:.{self.decimals}f}"

    def words(self, value: float) -> str:
        """The guess with its unit: "12 of 32 seeds", "98%"."""
        apart = "" if self.unit.startswith("%") else " "
        return f"{self.write(value)}{apart}{self.unit}".strip()


@dataclass(frozen=True)
class Choice:
    """One of several options, in words; a guess is the number of one, from 0.

    Attributes
    ----------
    options : tuple of str
        Two to eight.
    """

    options: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 2 <= len(self.options) <= 8:
            raise ValueError(f"options must be 2 to 8, got {len(self.options)}")

    def read(self, text: Any) -> int:
        """The guess as the number of an option; a link counts from 1.

        Raises
        ------
        ValueError
            If there is no such option.
        """
        expected = f"the guess must be the number of an option, 1 to {len(self.options)}"
        written = str(text).strip()
        if not (written.isascii() and written.isdigit() and len(written) < 4):
            raise ValueError(f"{expected}, got {shown(text, 30)}")
        if not 1 <= int(written) <= len(self.options):
            raise ValueError(f"{expected}, got {written}")
        return int(written) - 1

    def write(self, value: int) -> str:
        """The guess as a link counts it: "1" is the first option."""
        return str(check_integer("value", value, 0, len(self.options) - 1) + 1)

    def words(self, value: int) -> str:
        """The option itself."""
        return self.options[value]


@dataclass(frozen=True)
class Sketch:
    """A boundary drawn on the square; a guess is a tuple of closed curves.

    Attributes
    ----------
    rule : str
        The rule whose points lie under the sketch, in its words for inside and outside.
    n_points : int
        How many of them, in [0, 2000].
    """

    rule: str
    n_points: int = 200

    def __post_init__(self) -> None:
        check_integer("n_points", self.n_points, 0, 2000)

    def read(self, text: Any) -> tuple[np.ndarray, ...]:
        """The guess as curves.

        Raises
        ------
        ValueError
            If it is not a text that `course.sketch.to_text` writes, or has no curve.
        """
        curves = sketch.from_text(text)
        if not curves:
            raise ValueError("the sketch must have at least one closed curve, got none")
        return curves

    def write(self, value: tuple[np.ndarray, ...]) -> str:
        """The curves as text for a link."""
        return sketch.to_text(value)

    def words(self, value: tuple[np.ndarray, ...]) -> str:
        """The sketch in a few words."""
        count = f"{len(value)} curve{'s' if len(value) > 1 else ''}"
        return f"{count} around {sketch.share_inside(value):.0%} of the square"


@dataclass(frozen=True)
class Prediction:
    """Something to guess before it is computed.

    Attributes
    ----------
    key : str
        Lesson and name: "03.seeds".
    question : str
        Code stands between backquotes.
    guess : Number, Choice or Sketch
        What may be guessed.
    computation : Computation
    truth : callable
        Result of the computation -> the outcome: a number, the number of an option from 0,
        or a bool array of shape (side, side).
    code : str
        Lines to follow those of the computation; the value of the last is the outcome.
    explain : str or callable
        What the outcome teaches, or a function of the result that says it.
    marked : str
        Label of the row of the result that the question is about, or "".
    """

    key: str
    question: str
    guess: Number | Choice | Sketch
    computation: Computation
    truth: Callable[[Any], Any]
    code: str
    explain: str | Callable[[Any], str]
    marked: str = ""

    @property
    def name(self) -> str:
        """What a link calls it: "predict-03.seeds"."""
        return f"predict-{self.key}"

    def explained(self, result: Any) -> str:
        """What this result teaches."""
        return self.explain(result) if callable(self.explain) else self.explain

    def repeated(self, guess: Any) -> str:
        """The lines of Python that give the outcome again.

        Parameters
        ----------
        guess : value of `self.guess`, or None
            A sketch stands in the lines too: the outcome is how far it agrees.
        """
        *lines, _ = self.computation.code().splitlines()  # the last shows its result
        if isinstance(self.guess, Sketch) and guess is not None:
            curves = [corners.tolist() for corners in guess]
            agreed = f"agreement(strokes, {self.code}, len({self.code}))"
            lines.insert(0, "from course.sketch import agreement")
            return "\n".join([*lines, f"strokes = {curves}", agreed])
        return "\n".join([*lines, self.code])
