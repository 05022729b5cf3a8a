"""A record as the text of a file, and back: the format "glassbox-progress", version 1.

Whatever a text says is measured before it is believed: it may have been cut off, edited by
hand, or made to do harm.
"""
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from course.checks import check_integer, check_number, shown
from course.progress.events import KEY, LONGEST_WORDS, plain
from course.progress.record import (
    MOST,
    MOST_KEYS,
    MOST_NAMES,
    Guess,
    Prediction,
    Record,
    Task,
)

FORMAT, VERSION = "glassbox-progress", 1
LARGEST = 1_000_000  # bytes of a file; a finished course is under 50,000
LATEST = 253_402_300_799  # the last second of the year 9999
STUDENT = re.compile(r"[0-9a-f]{32}")
LESSON = re.compile(r"[\w-]{1,20}")


class NewerVersionError(ValueError):
    """The text was written by a later version of the course, which may say more."""


def to_text(record: Record) -> str:
    """The text of a record's file."""
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "student": {"id": record.student, "name": record.name, "named": record.named},
            "exercises": {key: _task_out(task) for key, task in record.exercises.items()},
            "questions": {key: _task_out(task) for key, task in record.questions.items()},
            "predictions": {
                key: {
                    "guesses": guess.guesses,
                    "first": {"at": guess.first.at, "words": guess.first.words},
                    "last": {"at": guess.last.at, "words": guess.last.words},
                }
                for key, guess in record.predictions.items()
            },
            "lessons": dict(record.lessons),
        },
        ensure_ascii=False,
        indent=1,
    )


def _task_out(task: Task) -> dict[str, Any]:
    return {
        "tries": task.tries,
        "seconds": task.seconds,
        "first": task.first,
        "passed": task.passed,
        "wrong": dict(task.wrong),
    }


def from_text(text: str) -> Record:
    """The record that a text holds.

    Parameters
    ----------
    text : str
        What `to_text` gave.  What version 1 does not know is passed over.

    Raises
    ------
    NewerVersionError
        If it is of a later version.
    ValueError
        If it is anything else; the message says where and what.
    """
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"it is not JSON: {str(error)[:100]}") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ValueError(f"it is not a {FORMAT} file")
    try:
        _check_version(found.get("version"))
        return _record(found)
    except TypeError as error:
        raise ValueError(str(error)) from None


def _check_version(version: Any) -> None:
    if check_integer("version", version, 1) > VERSION:
        raise NewerVersionError(
            f"it is of version {shown(version, 20)}, and this course knows version {VERSION}"
        )


def _record(found: dict) -> Record:
    student = _dict("student", found.get("student"), 20)
    number = student.get("id")
    if not isinstance(number, str) or not STUDENT.fullmatch(number):
        raise ValueError(f"student.id must be 32 hexadecimal digits, got {shown(number)}")
    return Record(
        number,
        _words("student.name", student.get("name")),
        check_integer("student.named", student.get("named"), 0, MOST),
        _each(found, "exercises", KEY, _task),
        _each(found, "questions", KEY, _task),
        _each(found, "predictions", KEY, _prediction),
        _each(found, "lessons", LESSON, _seconds),
    )


def _each(
    found: dict, name: str, keys: re.Pattern, read: Callable[[str, Any], Any]
) -> dict[str, Any]:
    items = _dict(name, found.get(name), MOST_KEYS)
    for key in items:
        if not keys.fullmatch(key):
            raise ValueError(f"{name} must have keys like '03.ring' or '03', got {shown(key)}")
    return {key: read(f"{name}.{key}", value) for key, value in items.items()}


def _task(name: str, value: Any) -> Task:
    item = _dict(name, value, 20)
    passed = item.get("passed")
    if passed is not None:
        passed = check_integer(f"{name}.passed", passed, 0, LATEST)
    tries = check_integer(f"{name}.tries", item.get("tries"), 0 if passed is None else 1, MOST)
    wrong = _dict(f"{name}.wrong", item.get("wrong"), MOST_NAMES)
    return Task(
        tries,
        _seconds(f"{name}.seconds", item.get("seconds")),
        check_integer(f"{name}.first", item.get("first"), 0, LATEST),
        passed,
        {
            _words(f"{name}.wrong", words): check_integer(f"{name}.wrong", count, 1, MOST)
            for words, count in wrong.items()
        },
    )


def _prediction(name: str, value: Any) -> Prediction:
    item = _dict(name, value, 20)
    return Prediction(
        check_integer(f"{name}.guesses", item.get("guesses"), 1, MOST),
        _guess(f"{name}.first", item.get("first")),
        _guess(f"{name}.last", item.get("last")),
    )


def _guess(name: str, value: Any) -> Guess:
    item = _dict(name, value, 20)
    at = check_integer(f"{name}.at", item.get("at"), 0, LATEST)
    return Guess(at, _words(f"{name}.words", item.get("words")))


def _seconds(name: str, value: Any) -> float:
    return round(check_number(name, value, 0, MOST), 1)


def _dict(name: str, value: Any, most: int) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be an object, got {shown(value)}")
    if len(value) > most:
        raise ValueError(f"{name} must have at most {most} entries, got {len(value)}")
    return value


def _words(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WORDS:
        raise ValueError(
            f"{name} must be text of at most {LONGEST_WORDS} characters, got {shown(value)}"
        )
    return plain(value)
