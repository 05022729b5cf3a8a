"""A class: the exports of many students, and where the class as a whole stalls."""
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from course.progress.events import plain
from course.progress.record import Record, Task, merged
from course.progress.text import LARGEST, from_text

MOST_FILES = 2_000
MOST_BYTES = 50_000_000  # in all; a class of a thousand is under it
LONGEST_NAME = 60  # characters of a name in a table


@dataclass(frozen=True)
class Student:
    """One student, under a name that nobody else in the class has."""

    name: str
    record: Record


@dataclass(frozen=True)
class Classroom:
    """The students whose exports lie in a folder.

    Attributes
    ----------
    students : tuple of Student
        By name.
    files : int
        Exports that could be read; a student may have handed in several.
    unread : tuple of (str, str)
        Name of a file that could not be read, and why.
    """

    students: tuple[Student, ...]
    files: int
    unread: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Stall:
    """How a class fares with one exercise or question.

    Attributes
    ----------
    key : str
    tried, passed : int
        Students.
    tries : float or None
        Median number of tries of those who passed, or None if nobody has.
    seconds : float or None
        Median time of those who passed.
    wrong : str
        The wrong answer that most students gave, or "".
    wrong_students : int
        How many gave it.
    """

    key: str
    tried: int
    passed: int
    tries: float | None = None
    seconds: float | None = None
    wrong: str = ""
    wrong_students: int = 0

    @property
    def stuck(self) -> int:
        """Students who have tried and not passed."""
        return self.tried - self.passed

    @property
    def trouble(self) -> tuple[int, float, int]:
        """Sorts from easy to hard: students who are stuck, median tries, tried at all."""
        return self.stuck, self.tries or 0.0, self.tried


def read_folder(folder: Path) -> Classroom:
    """The class whose exports (``*.json``) lie in a folder itself, not in folders below it.

    Copies of one student are merged.  Students of one name are told apart by a number, and
    those without a name are called by theirs.  Whatever cannot be read is listed, and the
    rest counts.

    Raises
    ------
    OSError
        If the folder cannot be listed.
    """
    records: dict[str, Record] = {}
    unread, files, size = [], 0, 0
    for path in sorted(item for item in folder.iterdir() if item.suffix.lower() == ".json"):
        try:
            if files >= MOST_FILES:
                raise ValueError(f"only the first {MOST_FILES:,} files are read")
            if size >= MOST_BYTES:
                raise ValueError(f"the files before it are {MOST_BYTES:,} bytes already")
            record = read_export(path)
            size += path.stat().st_size
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            unread.append((plain(path.name), reason or type(error).__name__))
            continue
        files += 1
        known = records.get(record.student)
        records[record.student] = merged(known, record) if known else record
    return Classroom(_named(records.values()), files, tuple(unread))


def read_export(path: Path) -> Record:
    """The record in an export.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is no export, or too large to be one.
    """
    if not path.is_file():  # a pipe would never end
        raise ValueError("it is not a file")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST:,} bytes")
    try:
        return from_text(content.decode("utf-8-sig"))  # some editors put a mark in front
    except UnicodeDecodeError:
        raise ValueError("it is not text in UTF-8") from None


def _named(records: Iterable[Record]) -> tuple[Student, ...]:
    students: dict[str, Student] = {}
    for record in sorted(records, key=lambda record: (record.name.casefold(), record.student)):
        wanted = record.name[:LONGEST_NAME] or f"no name, {record.student[:6]}"
        name, number = wanted, 1
        while name in students:
            number += 1
            name = f"{wanted} ({number})"
        students[name] = Student(name, record)
    return tuple(students.values())


def stalls(keys: Sequence[str], each: Sequence[Mapping[str, Task]]) -> list[Stall]:
    """How a class fares, the worst first.

    Parameters
    ----------
    keys : sequence of str
        Exercises or questions in the order of the course, which decides between equals.
    each : sequence of mappings of str to Task
        What each student has done.
    """
    found = [_stall(key, [own[key] for own in each if key in own]) for key in keys]
    return sorted(found, key=lambda stall: stall.trouble, reverse=True)


def _stall(key: str, tasks: Sequence[Task]) -> Stall:
    tried = [task for task in tasks if task.tries]
    passed = [task for task in tried if task.passed is not None]
    students: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for task in tried:
        students.update(task.wrong.keys())
        times.update(task.wrong)
    order = sorted(students, key=lambda name: (-students[name], -times[name], name))
    return Stall(
        key,
        len(tried),
        len(passed),
        float(median(task.tries for task in passed)) if passed else None,
        float(median(task.seconds for task in passed)) if passed else None,
        order[0] if order else "",
        students[order[0]] if order else 0,
    )


def trouble_of(student: Student, keys: Sequence[str]) -> tuple[int, int]:
    """Sorts students: exercises they tried without passing, and all their tries.

    Parameters
    ----------
    student : Student
    keys : sequence of str
        The exercises that count.
    """
    tasks = [student.record.exercises[key] for key in keys if key in student.record.exercises]
    stuck = sum(task.passed is None and task.tries > 0 for task in tasks)
    return stuck, sum(task.tries for task in tasks)
