"""What a class is taught, and in a few words where it stalls."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from course.progress.classroom import Classroom, Stall, stalls
from course.progress.export import counted


@dataclass(frozen=True)
class Course:
    """What there is to be passed, and how to call it.

    Attributes
    ----------
    exercises, questions : tuple of str
        Keys, in the order of the course.
    prompts : mapping of str to str
        Question -> what it asks.
    options : mapping of str to tuple of str
        Question -> its options, in order.
    """

    exercises: tuple[str, ...]
    questions: tuple[str, ...] = ()
    prompts: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def wrong(self, stall: Stall) -> str:
        """The commonest wrong answer in words: a question's options by their text."""
        chosen = stall.wrong.split("-")
        options = self.options.get(stall.key, ())
        if options and all(n.isascii() and n.isdigit() and int(n) < len(options) for n in chosen):
            words = [options[int(number)] for number in chosen]
            return words[0] if len(words) == 1 else " and ".join(f"\u201c{w}\u201d" for w in words)
        return stall.wrong


def course() -> Course:
    """The course as it is installed: what its lessons ask."""
    from course.exercises.library import find, keys
    from tools.lessons import sources

    # An exercise may be there before its lesson is.
    numbers = {source.stem[:2] for source in sources()}
    exercises, asked = (
        tuple(key for key in keys(kind) if key[:2] in numbers) for kind in ("exercise", "question")
    )
    questions = {key: find(key, "question") for key in asked}
    return Course(
        exercises,
        tuple(questions),
        {key: question.prompt for key, question in questions.items()},
        {
            key: tuple(option.text for option in question.options)
            for key, question in questions.items()
        },
    )


def worst(classroom: Classroom, taught: Course, most: int = 3) -> list[str]:
    """One line for each of the exercises that stall a class most; fewer if fewer do."""
    found = stalls(taught.exercises, [student.record.exercises for student in classroom.students])
    return [
        f"{stall.key}: {shares(stall, len(classroom.students))}"
        + _tries(stall)
        + _often(stall, taught)
        for stall in found[:most]
        if stall.stuck or (stall.tries or 0) > 1
    ]


def _tries(stall: Stall) -> str:
    if stall.tries is None:
        return ""
    return f"; {stall.tries:g} {'try' if stall.tries == 1 else 'tries'} to pass"


def _often(stall: Stall, taught: Course) -> str:
    if not stall.wrong:
        return ""
    students = counted(stall.wrong_students, "student", "students")
    return f'; often "{taught.wrong(stall)}" ({students})'


def shares(stall: Stall, count: int) -> str:
    """How many students have passed, have not yet, and have not tried.

    Parameters
    ----------
    stall : Stall
    count : int
        Students in the class.
    """
    words = f"{stall.passed} of {count} passed"
    if stall.stuck:
        words += f", {stall.stuck} not yet"
    waiting = count - stall.tried
    return f"{words}, {waiting} not tried" if waiting else words
