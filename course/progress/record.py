"""What is known of one student, and how two such records become one.

Two operations, for two situations:

- `plus(older, newer)`: what happened later is added to what happened before.  This is how
  each event, and each notebook's share, comes into the file.
- `merged(one, other)`: two *copies* of one student's progress become one.  Nothing is
  counted twice, whichever comes first and however often: of each count the larger, of the
  passes the first.

Neither takes back a pass, and neither grows without limit.
"""
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from course.checks import shown
from course.progress.events import DONE, NOT_A_TRY, Event, plain

MOST = 1_000_000_000  # of anything counted
MOST_KEYS = 500  # exercises, questions, predictions; lessons too
MOST_NAMES = 20  # wrong answers kept for one exercise: the commonest

T = TypeVar("T")


@dataclass(frozen=True)
class Task:
    """An exercise or a question.

    Attributes
    ----------
    tries : int
        Checks or answers up to the first that passed; all of them if none has.
    seconds : float
        Time spent on these tries, breaks left out.
    first : int
        When the first was made, in seconds since 1970.
    passed : int or None
        When the first passed.
    wrong : dict of str to int
        Name of a wrong answer, or chosen options -> how often, before the pass.
    """

    tries: int = 0
    seconds: float = 0.0
    first: int = 0
    passed: int | None = None
    wrong: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Guess:
    """A prediction, in words, and when it was made (seconds since 1970)."""

    at: int
    words: str


@dataclass(frozen=True)
class Prediction:
    """How often something was predicted, the first guess and the last."""

    guesses: int
    first: Guess
    last: Guess


@dataclass(frozen=True)
class Record:
    """Everything that is known of one student.

    Attributes
    ----------
    student : str
        A random number in hexadecimal digits; "" in a record that only adds to another.
    name : str
        What the student typed, if anything.
    named : int
        How often they did.
    exercises, questions : dict of str to Task
    predictions : dict of str to Prediction
    lessons : dict of str to float
        Lesson ("03") -> seconds spent in it, breaks left out.
    """

    student: str = ""
    name: str = ""
    named: int = 0
    exercises: Mapping[str, Task] = field(default_factory=dict)
    questions: Mapping[str, Task] = field(default_factory=dict)
    predictions: Mapping[str, Prediction] = field(default_factory=dict)
    lessons: Mapping[str, float] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether it says nothing of anybody's work, nor a name."""
        return self == Record(student=self.student)


def of_event(event: Event, at: int, seconds: float) -> Record:
    """The record of one event.

    Parameters
    ----------
    event : Event
    at : int
        When it happened, in seconds since 1970.
    seconds : float
        Time spent on it.
    """
    lessons = {event.lesson: seconds} if seconds else {}
    if event.kind == "prediction":
        guess = Guess(at, plain(event.detail))
        return Record(predictions={event.key: Prediction(1, guess, guess)}, lessons=lessons)
    tasks = {event.key: _task(event, at, seconds)}
    if event.kind == "check":
        return Record(exercises=tasks, lessons=lessons)
    return Record(questions=tasks, lessons=lessons)


def _task(event: Event, at: int, seconds: float) -> Task:
    if event.state == NOT_A_TRY:
        return Task(seconds=seconds)
    if event.state in DONE:
        return Task(1, seconds, at, at)
    name = plain(event.detail)
    return Task(1, seconds, at, wrong={name: 1} if name else {})


def plus(older: Record, newer: Record) -> Record:
    """A student's record with what happened afterwards added to it.

    Parameters
    ----------
    older, newer : Record
        If both say which student it is, the older one does.
    """
    return _combined(older, newer, older.student or newer.student, _LATER)


def merged(one: Record, other: Record) -> Record:
    """Two copies of one student's progress as one.

    Raises
    ------
    ValueError
        If they are not of the same student.
    """
    if one.student != other.student:
        raise ValueError(
            f"copies must be of one student, got {shown(one.student)} and {shown(other.student)}"
        )
    return _combined(one, other, one.student, _COPIES)


@dataclass(frozen=True)
class _Way:
    """How to combine each kind of thing."""

    name: Callable[[Record, Record], tuple[str, int]]
    task: Callable[[Task, Task], Task]
    prediction: Callable[[Prediction, Prediction], Prediction]
    seconds: Callable[[float, float], float]


def _combined(one: Record, other: Record, student: str, way: _Way) -> Record:
    return Record(
        student,
        *way.name(one, other),
        _joined(one.exercises, other.exercises, way.task),
        _joined(one.questions, other.questions, way.task),
        _joined(one.predictions, other.predictions, way.prediction),
        _joined(one.lessons, other.lessons, way.seconds),
    )


def _joined(one: Mapping[str, T], other: Mapping[str, T], join: Callable[[T, T], T]) -> dict:
    """Both together, in the order of their keys; beyond `MOST_KEYS`, those that come first."""
    found = {**one, **other}
    for key in one.keys() & other.keys():
        found[key] = join(one[key], other[key])
    return {key: found[key] for key in sorted(found)[:MOST_KEYS]}


def _task_later(older: Task, newer: Task) -> Task:
    if older.passed is not None:
        return older
    first = min((t.first for t in (older, newer) if t.tries), default=0)
    return Task(
        min(older.tries + newer.tries, MOST),
        _seconds_later(older.seconds, newer.seconds),
        first,
        newer.passed,
        _commonest(older.wrong, newer.wrong, lambda a, b: min(a + b, MOST)),
    )


def _task_copies(one: Task, other: Task) -> Task:
    passes = [(t.passed, t.tries, t.seconds) for t in (one, other) if t.passed is not None]
    if passes:
        passed, tries, seconds = min(passes)
    else:
        passed = None
        tries, seconds = max(one.tries, other.tries), max(one.seconds, other.seconds)
    first = min((t.first for t in (one, other) if t.tries), default=0)
    return Task(tries, seconds, first, passed, _commonest(one.wrong, other.wrong, max))


def _commonest(one: Mapping[str, int], other: Mapping[str, int], join: Callable) -> dict[str, int]:
    counts = {name: join(one.get(name, 0), other.get(name, 0)) for name in {*one, *other}}
    order = sorted(counts, key=lambda name: (-counts[name], name))
    return {name: counts[name] for name in order[:MOST_NAMES]}


def _prediction_later(older: Prediction, newer: Prediction) -> Prediction:
    return Prediction(min(older.guesses + newer.guesses, MOST), older.first, newer.last)


def _prediction_copies(one: Prediction, other: Prediction) -> Prediction:
    # The copy with more guesses was taken later; clocks may go backwards, counts do not.
    latest = max(one, other, key=lambda p: (p.guesses, p.last.at, p.last.words))
    earliest = min(one, other, key=lambda p: (p.first.at, p.first.words))
    return Prediction(latest.guesses, earliest.first, latest.last)


def _name_later(older: Record, newer: Record) -> tuple[str, int]:
    name = newer.name if newer.named else older.name
    return name, min(older.named + newer.named, MOST)


def _name_copies(one: Record, other: Record) -> tuple[str, int]:
    latest = max(one, other, key=lambda record: (record.named, record.name))
    return latest.name, latest.named


def _seconds_later(older: float, newer: float) -> float:
    return min(round(older + newer, 1), float(MOST))


_LATER = _Way(_name_later, _task_later, _prediction_later, _seconds_later)
_COPIES = _Way(_name_copies, _task_copies, _prediction_copies, max)
