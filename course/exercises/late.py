"""What to say of a call that had not ended when its time was over."""
from collections.abc import Callable

from course.exercises.source import line_text, loop_around, running_line
from course.exercises.time_limit import TooLongError


def late_text(function: Callable, late: TooLongError) -> str:
    """What happened, to follow the name of a case or "Your `ring` cannot be used here:"."""
    where = line_text(function, running_line(function, late.places))
    at = f", at the line `{where}`" if where else ""
    text = f"it had given no answer after {late.seconds:g} seconds"
    if late.ended:
        return f"{text} and was stopped{at}"
    return f"{text}{at}, and cannot be stopped there. It goes on in the background"


def late_cause(function: Callable, late: TooLongError) -> str:
    """The likely cause, from the loop in which the call stood."""
    kind, head = loop_around(function, running_line(function, late.places))
    if kind == "while" and head in ("while True:", "while 1:"):
        return f"`{head}` ends only at a `break` or a `return`. Is one of them ever reached?"
    if kind == "while":
        return (
            f"is the condition of `{head}` one that never becomes False? Something in the loop "
            "must change what it asks for."
        )
    if kind == "for":
        return (
            f"the loop `{head}` has too much to do. How often does it turn, and does it come to "
            "an end at all? Arithmetic on a whole array does every row at once."
        )
    return (
        "something takes too long or never comes back: is there a `while` whose condition "
        "never becomes False, or a function that waits?"
    )
