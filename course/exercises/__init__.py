"""The exercises: one file a lesson, each with references, checks, hints and wrong answers.

    >>> from course.exercises import find
    >>> find("03.ring").hints[0]  # doctest: +ELLIPSIS
    '...'
"""
import importlib
import pkgutil

from course.checks import shown
from course.exercises.attempt import Attempt
from course.exercises.exercise import Case, CheckResult, Comparison, Exercise, WrongAnswer
from course.exercises.judge import judge

__all__ = [
    "Attempt",
    "Case",
    "CheckResult",
    "Comparison",
    "Exercise",
    "WrongAnswer",
    "find",
    "judge",
    "keys",
]


def _lessons() -> dict[str, str]:
    """Lesson number, as two digits -> name of the module with its exercises."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return {name[-2:]: name for name in names if name.startswith("lesson_")}


def _of_lesson(number: str) -> dict[str, Exercise]:
    module = importlib.import_module(f"{__name__}.{_lessons()[number]}")
    return {exercise.key: exercise for exercise in module.EXERCISES}


def keys() -> tuple[str, ...]:
    """Keys of all exercises, in the order of the lessons."""
    return tuple(key for number in sorted(_lessons()) for key in _of_lesson(number))


def find(key: str) -> Exercise:
    """The exercise of that key; only its own lesson's file is imported.

    Parameters
    ----------
    key : str
        Lesson and name: "03.ring".

    Raises
    ------
    ValueError
        If there is none; the message lists those that exist.
    """
    number = key[:2] if isinstance(key, str) else ""
    found = _of_lesson(number).get(key) if number in _lessons() else None
    if found is None:
        raise ValueError(f"exercise must be one of {', '.join(keys())}; got {shown(key)}")
    return found
