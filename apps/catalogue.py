"""What the front page knows of the lessons, read from the notebooks themselves."""

import logging
from pathlib import Path

from tools.lessons import Lesson, described


def lessons(folder: Path, log: logging.Logger) -> list[Lesson]:
    """Return the lessons of a folder in the order of their numbers.

    A lesson that cannot be read, or does not say what it is, is left out with a line in the
    log: one bad file must not take the front page away. A notebook that is not named like a
    lesson is somebody's own.

    Parameters
    ----------
    folder : Path
        Holds the notebooks; it may be empty or missing.
    log : Logger
    """
    found = []
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        try:
            found.append(described(path))
        except (OSError, ValueError) as error:
            log.warning("The notebook %s is left out: %s", path.name, error)
    return sorted(found, key=lambda lesson: (lesson.number, lesson.name))


def length(lessons: list[Lesson]) -> str:
    """Return how much there is, in words: "Six lessons, about four hours"."""
    count = _counted(len(lessons), "lesson")
    minutes = sum(lesson.minutes for lesson in lessons)
    if minutes < 50:
        return f"{count}, about {minutes} minutes"
    return f"{count}, about {_counted(round(minutes / 60), 'hour').lower()}"


def needs(lessons: list[Lesson]) -> str:
    """Return what the lessons run on, in words."""
    anywhere = sum(lesson.device.startswith("CPU") for lesson in lessons)
    if anywhere == len(lessons):
        return "All run on a laptop"
    return f"{_counted(anywhere, 'runs', 'run')} on a laptop"


_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def _counted(number: int, one: str, more: str = "") -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else more or one + 's'}"
