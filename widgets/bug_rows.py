"""What the bug hunt writes: the lines of a table, the rows of an x-ray, and lines of Python."""
import math
from collections.abc import Sequence
from typing import Any

from course.bug_cases import Case
from course.xray import PASS, WRITTEN, Reading


def knob(case: Case, at: float) -> dict[str, Any]:
    """The knob as the page draws it, and what to look for with it."""
    own, counts = case.knob, isinstance(case.knob.step, int)
    said = f"{own.label} = {number(at, 2)}"
    asked = f"At which {own.label} can the fault not be seen?"
    if counts:
        said = f"{at:.0f} {'point' if at == 1 else own.label}"
        asked = f"With how many {own.label} can the fault not be seen?"
    return {"label": own.label, "low": own.low, "high": own.high, "step": own.step, "at": at,
            "said": said, "asked": asked}  # fmt: skip


def line(key: str, code: str) -> dict[str, str]:
    """A line of a table: its key, the operator, to whom it hands back, and the code."""
    if key == PASS:
        return {"key": key, "op": "the way back", "to": "", "code": code}
    op, letter = key.split(".")
    return {"key": key, "op": WRITTEN.get(op, op + "({})").format("a", "b"), "to": letter,
            "code": code}  # fmt: skip


def reach(readings: Sequence[Reading]) -> float:
    """How far the line reaches, on either side of 0, on which all gradients find a place."""
    known = [v for r in readings for v in (r.analytic, r.numeric) if math.isfinite(v)]
    return _round_up(max(map(abs, known), default=1.0))


def rows(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """The rows of an x-ray; `at` is where table and nudging lie on a common line, in [0, 1]."""
    scale = reach(readings)
    return [
        {
            "name": f"{r.name}{r.entry}",
            "made": r.made,
            "value": number(r.value),
            "table": number(r.analytic),
            "nudging": number(r.numeric),
            "at": [0.5 + v / scale / 2 for v in (r.analytic, r.numeric)]
            if math.isfinite(r.analytic)
            else [],
            "verdict": r.verdict,
            "agrees": r.agrees,
        }
        for r in readings
    ]


def number(value: float, decimals: int = 3) -> str:
    """A number with a fixed count of decimals and a true minus sign; "" if it is none."""
    if not math.isfinite(value):
        return ""
    return f"{value + 0.0:.{decimals}f}".replace("-", "−")


def _round_up(value: float) -> float:
    """The first of 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.5 ... that is not less."""
    power = 10.0 ** math.floor(math.log10(max(value, 0.1)))
    least = value * (1 - 1e-12)  # what is round already stays, whatever its last bit
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 7, 10) if step * power >= least)


def summary(readings: Sequence[Reading]) -> str:
    """The x-ray in a sentence."""
    wrong = [r for r in readings if not r.agrees]
    if not wrong:
        return f"X-ray: all {len(readings)} gradients agree with nudging."
    told = "; ".join(f"{r.name} {r.verdict}" for r in wrong)
    return f"X-ray: {len(wrong)} of {len(readings)} gradients do not agree with nudging: {told}."


def code(case: str, at: float, accused: str, fix: int) -> str:
    """Lines of Python that print what the page shows."""
    named = f'"{case}", at={at:g}{f", fix={fix}" if fix else ""}'
    lines = [
        "from course.bug_hunt import accuse, readings" if accused
        else "from course.bug_hunt import readings",
        "",
        f"for reading in readings({named}):",
        "    print(reading.name, reading.analytic, reading.numeric, reading.verdict)",
    ]  # fmt: skip
    if accused:
        lines.append(f'print(*accuse("{case}", "{accused}", at={at:g}))')
    return "\n".join([*lines, ""])
