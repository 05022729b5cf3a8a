"""The exercises: one file a lesson, each with references, checks, hints and wrong answers.

    >>> from course.exercises import find
    >>> find("03.ring").hints[0]  # doctest: +ELLIPSIS
    '...'
"""
from course.exercises.attempt import Attempt, written, yours
from course.exercises.beside import time_text
from course.exercises.exercise import (
    Beside,
    Case,
    CheckResult,
    Comparison,
    Exercise,
    WrongAnswer,
)
from course.exercises.gradients import Gradients
from course.exercises.judge import judge
from course.exercises.library import find, keys

__all__ = [
    "Attempt",
    "Beside",
    "Case",
    "CheckResult",
    "Comparison",
    "Exercise",
    "Gradients",
    "WrongAnswer",
    "find",
    "judge",
    "keys",
    "time_text",
    "written",
    "yours",
]
