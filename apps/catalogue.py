"""What the front page knows of the lessons, read from the notebooks themselves."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Lesson:
    """A lesson as its notebook describes it.

    Attributes
    ----------
    number : int
        Its place in the course.
    name : str
        The notebook's file name without its ending: "03_classifier_zoo".
    title, sentence : str
        What it is called, and what you do in it.
    minutes : int
    device : str
        "CPU", or "CPU, faster on GPU".
    picture : str
        Name of its picture; empty if it has none.
    """

    number: int
    name: str
    title: str
    sentence: str
    minutes: int
    device: str
    picture: str = ""


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
            found.append(_read(path))
        except (OSError, ValueError) as error:
            log.warning("The notebook %s is left out: %s", path.name, error)
    return sorted(found, key=lambda lesson: (lesson.number, lesson.name))


def _read(path: Path) -> Lesson:
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        about = metadata["glassbox"]
        return Lesson(
            number=int(about["number"]),
            name=path.stem,
            title=str(metadata["title"]),
            sentence=str(about["sentence"]),
            minutes=int(about["minutes"]),
            device=str(about["device"]),
            picture=str(about.get("picture", "")),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"its metadata is not a lesson's ({error!r})") from error


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
