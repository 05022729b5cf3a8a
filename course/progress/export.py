"""A student's progress in words and as a file to hand in."""
from collections.abc import Sequence

from course.progress.record import Record, Task
from course.progress.text import to_text

LONGEST_FILE_NAME = 40  # characters of a name within a file's name


def state(task: Task | None) -> str:
    """How far an exercise or a question is: "not_attempted", "again" or "passed"."""
    if task is None or not (task.tries or task.passed):
        return "not_attempted"
    return "again" if task.passed is None else "passed"


def state_words(task: Task | None) -> str:
    """The same in words, with the number of tries."""
    how = state(task)
    if how == "not_attempted":
        return "not tried yet"
    if how == "again":
        return f"try again ({counted(task.tries, 'try', 'tries')} so far)"
    if task.tries == 1:
        return "passed at the first try"
    return f"passed after {task.tries:,} tries"


def counted(number: int, one: str, many: str) -> str:
    """A number and its noun: "1 try", "3 tries"."""
    return f"{number:,} {one if number == 1 else many}"


def duration(seconds: float) -> str:
    """Seconds as people say them: "under 1 min", "35 min", "1 h 05 min"."""
    minutes = int(seconds) // 60
    if minutes == 0:
        return "under 1 min" if seconds else "0 min"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60:,} h {minutes % 60:02d} min"


def summary(
    record: Record,
    exercises: Sequence[str],
    questions: Sequence[str],
    predictions: Sequence[str],
) -> str:
    """A record in one sentence.

    Parameters
    ----------
    record : Record
    exercises, questions, predictions : sequence of str
        The keys that there are.
    """
    passed = sum(state(record.exercises.get(key)) == "passed" for key in exercises)
    right = sum(state(record.questions.get(key)) == "passed" for key in questions)
    made = sum(key in record.predictions for key in predictions)
    seconds = sum(record.lessons.values())
    if not (record.exercises or record.questions or record.predictions):
        return "Nothing yet: what you check, answer or predict in a lesson appears here."
    parts = [
        f"{number} of {counted(len(keys), *nouns)} {done}"
        for number, keys, nouns, done in (
            (passed, exercises, ("exercise", "exercises"), "passed"),
            (right, questions, ("question", "questions"), "right"),
            (made, predictions, ("prediction", "predictions"), "made"),
        )
        if keys
    ]
    return ", ".join([*parts, f"{duration(seconds)} in all"]) + "."


def file_name(record: Record) -> str:
    """Name of a student's export: what they typed, in letters and digits, or a number."""
    letters = "".join(c if c.isalnum() else " " for c in record.name)
    name = "-".join(letters.split())[:LONGEST_FILE_NAME].strip("-") or record.student[:8]
    return f"glassbox-progress-{name}.json"


def export(record: Record) -> tuple[str, str]:
    """A student's export: the file's name, and its text."""
    return file_name(record), to_text(record)
