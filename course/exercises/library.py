"""Where everything that a student answers is found by its key: "03.ring" is of lesson 03.

A lesson's files lie beside this one, each named for what it holds: `lesson_03.py` has
EXERCISES, `quiz_03.py` QUESTIONS and `predictions_03.py` PREDICTIONS.  Only the file of the
lesson that is asked for is imported.
"""
import importlib
import pkgutil
from pathlib import Path
from typing import Any

from course.checks import shown

_HERE = Path(__file__).parent
CONTENTS = {
    "exercise": ("lesson_", "EXERCISES"),
    "question": ("quiz_", "QUESTIONS"),
    "prediction": ("predictions_", "PREDICTIONS"),
}


def lessons(kind: str) -> tuple[str, ...]:
    """The lessons that have something of this kind, as two digits, in order."""
    start, _ = CONTENTS[kind]
    names = [module.name for module in pkgutil.iter_modules([str(_HERE)])]
    return tuple(sorted(name[-2:] for name in names if name.startswith(start)))


def of_lesson(kind: str, number: str) -> dict[str, Any]:
    """Key -> exercise, question or prediction, in the order in which the lesson has them."""
    if number not in lessons(kind):
        return {}
    start, name = CONTENTS[kind]
    module = importlib.import_module(f"course.exercises.{start}{number}")
    return {item.key: item for item in getattr(module, name)}


def keys(kind: str = "exercise") -> tuple[str, ...]:
    """Keys of everything of a kind, in the order of the lessons."""
    return tuple(key for number in lessons(kind) for key in of_lesson(kind, number))


def find(key: str, kind: str = "exercise") -> Any:
    """The exercise, question or prediction of that key.

    Parameters
    ----------
    key : str
        Lesson and name: "03.ring".
    kind : {"exercise", "question", "prediction"}

    Raises
    ------
    ValueError
        If there is none; the message lists those that exist.
    """
    found = of_lesson(kind, key[:2]).get(key) if isinstance(key, str) else None
    if found is None:
        raise ValueError(f"{kind} must be one of {', '.join(keys(kind))}; got {shown(key)}")
    return found
