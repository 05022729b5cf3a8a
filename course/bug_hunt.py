"""Looking for the fault in a table of derivatives: what the x-ray shows, and what is said.

    >>> [reading.name for reading in readings("division", 3) if not reading.agrees]
    ['y']
"""
from course.bug_cases import CASES, Case, Given
from course.checks import check_choice, check_integer, check_number, shown
from course.xray import PASS, Made, Reading, nudged, run, xray


def find(case: str) -> Case:
    """The case of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists those that exist.
    """
    return CASES[check_choice("case", case, CASES)]


def check_at(case: str, at: float) -> float:
    """What the knob of a case says, if it can say that.

    Raises
    ------
    TypeError, ValueError
        If there is no such case, or `at` is no number from end to end of its knob; where
        points are counted, no whole one.
    """
    knob = find(case).knob
    number = check_number("at", at, knob.low, knob.high)
    if isinstance(knob.step, int) and number % 1:
        raise ValueError(f"at must be a whole number of {knob.label}, got {shown(at)}")
    return number


def readings(case: str, at: float | None = None, fix: int = 0) -> tuple[Reading, ...]:
    """The x-ray of a case's program, from its end to what is given.

    Parameters
    ----------
    case : str
    at : float, optional
        What the knob says; where it stands first by default.
    fix : int
        Number of the fix in place of the faulty line, from 1; 0 for the faulty line.

    Raises
    ------
    TypeError, ValueError
        If there is no such case or fix, or the knob cannot say that.
    """
    one = find(case)
    given = one.given(check_at(case, one.knob.start if at is None else at))
    fix = check_integer("fix", fix, 0, len(one.fixes))
    return xray(one.program, given, {one.planted: one.standing(fix)})


def accuse(case: str, line: str, at: float | None = None) -> tuple[bool, str]:
    """Whether that line of a case's table is the faulty one, and what to say.

    Parameters
    ----------
    case : str
    line : str
        A key of `Case.lines`.
    at : float, optional
        As in `readings`; a line that is right is tried there.

    Raises
    ------
    TypeError, ValueError
        If there is no such case or line, or the knob cannot say that.
    """
    one = find(case)
    check_choice("line", line, one.lines)
    given = one.given(check_at(case, one.knob.start if at is None else at))
    return (True, one.found) if line == one.planted else (False, _cleared(one, line, given))


def _cleared(case: Case, line: str, given: Given) -> str:
    """Why a line is not the one: taken by itself it agrees with nudging."""
    if line == PASS:
        return (
            "Every node is gone through once, after all that it was used for. The fault is in a "
            "line above."
        )
    op, letter = line.split(".")
    used = next(made for made in case.program if made.op == op)
    name, values = used.of["ab".index(letter)], run(case.program, given)
    alone = (Made("out", op, tuple("ab"[: len(used.of)])), Made("end", "sum", ("out",)))
    inputs = {key: values[one] for key, one in zip("ab", used.of, strict=False)}
    slopes = nudged(alone, inputs)[letter]
    if slopes.ndim:
        return f"In `{used.said}` it hands back to `{name}` what nudging `{name}` alone says."
    return (
        f"In `{used.said}`, with g = 1, it hands {float(slopes):.3g} back to `{name}`. Nudging "
        f"`{name}` alone says the same."
    )
